//! The credential provider of a kubelet: a request on the standard input, a response on the standard output, each in the
//! one version there is of them.

use ecr_engine::{Code, Error, Pulled, Secret, ServiceAccount, read_object};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

const VERSION: &str = "credentialprovider.kubelet.k8s.io/v1";

/// The annotations by which a service account names the role that pulls: the one of Kubernetes' own provider, which is for
/// pulling alone, before that of all the pod does.
const ROLES: [&str; 2] = ["eks.amazonaws.com/ecr-role-arn", "eks.amazonaws.com/role-arn"];

/// What a kubelet asks. A later one may add to it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    #[serde(default)]
    api_version: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    image: String,
    service_account_token: Option<Secret>,
    #[serde(default)]
    service_account_annotations: Option<BTreeMap<String, String>>,
}

/// What it is answered; one key more, and it refuses the whole.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Response<'a> {
    kind: &'static str,
    api_version: &'static str,
    cache_key_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cache_duration: Option<String>,
    auth: BTreeMap<&'a str, Login<'a>>,
}

#[derive(Serialize)]
struct Login<'a> {
    username: &'a str,
    password: &'a str,
}

/// An image, and for whom it is pulled.
pub struct Wanted {
    pub image: String,
    pub account: Option<ServiceAccount>,
}

/// Reads a request.
///
/// # Errors
/// [`Code::InvalidRequest`] for anything else; [`Code::CredentialsFailed`] for a service account with but one of token
/// and role.
pub fn read(text: &str) -> Result<Wanted, Error> {
    // The parser's words may quote the token.
    let request: Request = read_object(text.as_bytes()).map_err(|error| {
        refused(format!("The request is no JSON of a kubelet (line {}, column {}).", error.line(), error.column()))
    })?;
    if (request.api_version.as_str(), request.kind.as_str()) != (VERSION, "CredentialProviderRequest") {
        return Err(refused(format!("The request is no CredentialProviderRequest of {VERSION}.")));
    }
    if request.image.trim().is_empty() {
        return Err(refused("The request names no image.".to_owned()));
    }
    let token = request.service_account_token.filter(|token| !token.expose().trim().is_empty());
    let mut annotations = request.service_account_annotations.unwrap_or_default();
    let roles = ROLES.iter().filter_map(|name| annotations.remove(*name));
    let role = roles.map(|role| role.trim().to_owned()).find(|role| !role.is_empty());
    Ok(Wanted { image: request.image, account: service_account(token, role)? })
}

/// The response with what was got, or with no login for an image that nobody logs in for.
pub fn written(pulled: &Pulled) -> Zeroizing<String> {
    let login = pulled
        .login
        .as_ref()
        .map(|(username, password)| (pulled.registry.as_str(), Login { username, password: password.expose() }));
    let response = Response {
        kind: "CredentialProviderResponse",
        api_version: VERSION,
        cache_key_type: "Registry",
        cache_duration: pulled.serves_for.map(|time| format!("{}s", time.as_secs())),
        auth: login.into_iter().collect(),
    };
    Zeroizing::new(serde_json::to_string(&response).expect("a response is texts"))
}

/// Who pulls, where it is not the node: a pod that brings but one of token and role has asked for its own role, and is not
/// given the node's.
fn service_account(token: Option<Secret>, role: Option<String>) -> Result<Option<ServiceAccount>, Error> {
    let refused = |message: String, remedy: &str| Error::new(Code::CredentialsFailed, message).hint(remedy);
    match (token, role) {
        (Some(token), Some(role)) => Ok(Some(ServiceAccount { token, role })),
        (None, None) => Ok(None),
        (Some(_), None) => Err(refused(
            format!("The pod's service account names no role: it has no annotation {}.", ROLES.join(" or ")),
            "Annotate it, and name the annotation in requiredServiceAccountAnnotationKeys of the kubelet's config.",
        )),
        (None, Some(_)) => Err(refused(
            "The pod's service account names a role, and the kubelet gives no token of it.".to_owned(),
            "Have the kubelet's config name serviceAccountTokenAudience under tokenAttributes.",
        )),
    }
}

fn refused(message: String) -> Error {
    let remedy = format!("Name the apiVersion {VERSION} for this provider in the kubelet's config.");
    Error::new(Code::InvalidRequest, message).hint(remedy)
}
