//! The API of the registries themselves, as far as one is asked whether it takes a login.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::answer::{Answer, Protocol};
use crate::calls::Call;
use crate::ecr::encoded;
use crate::request::Request;
use crate::router::Served;
use crate::settings::Token;
use crate::world::World;

/// The host that wants a token of its own in place of user and password.
const PUBLIC: &str = "public.ecr.aws";

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegistrySettings {
    /// Want a token, as ECR Public does, whatever the host.
    pub bearer: bool,
    /// What is answered where a token is given, in place of `{"token": "registry-token"}`.
    pub given: Option<Value>,
    /// Where tokens are given, in place of the registry's own host.
    pub realm: Option<String>,
    /// Let everybody in.
    pub open: bool,
    /// The status of what is answered to every login.
    pub status: Option<u16>,
}

/// Answers `/v2/`.
pub fn ping(request: &Request, world: &World) -> Served {
    let settings = &world.settings.registry;
    let call = Call::new("registry", "Ping", request);
    let shown = request.header("authorization").unwrap_or_default();
    let answer = match settings.status {
        Some(status) if !shown.is_empty() => Answer::text(status, "text/plain", "as it is set"),
        _ if settings.open => Answer::rest_json(&json!({})),
        _ if wants_a_token(request, world) => match shown {
            "" => refused(&bearer(request, world)),
            "Bearer registry-token" => Answer::rest_json(&json!({})),
            _ => Protocol::RestJson.failure(400, "DENIED", "Your authorization token is invalid."),
        },
        _ if takes(shown, request, world) => Answer::rest_json(&json!({})),
        _ => refused(&basic(request)),
    };
    Served { call, answer }
}

/// Answers `/token/`.
pub fn token(request: &Request, world: &World) -> Served {
    let call = Call::new("registry", "GetToken", request);
    let shown = request.header("authorization").unwrap_or_default();
    let is_asked_right =
        request.query("service").as_deref() == Some(PUBLIC) && request.query("scope").as_deref() == Some("aws");
    let answer = if is_asked_right && takes(shown, request, world) {
        let given = world.settings.registry.given.clone();
        Answer::rest_json(&given.unwrap_or_else(|| json!({ "token": "registry-token" })))
    } else {
        Protocol::RestJson.failure(401, "UNAUTHORIZED", "Not Authorized")
    };
    Served { call, answer }
}

fn wants_a_token(request: &Request, world: &World) -> bool {
    world.settings.registry.bearer || host(request) == PUBLIC
}

/// Whether a header shows the login that was given for this host's account; another host takes any that was given.
fn takes(shown: &str, request: &Request, world: &World) -> bool {
    let Some(login) = shown.strip_prefix("Basic ") else { return false };
    let made_up = Token::default();
    let tokens = &world.settings.tokens;
    let is_of = |account: &str| encoded(tokens.get(account).unwrap_or(&made_up), account) == login;
    match host(request).split_once('.') {
        Some((account, _)) if account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit()) => is_of(account),
        _ if host(request) == PUBLIC => is_of("public"),
        _ => is_of(&world.settings.default_account) || tokens.keys().any(|account| is_of(account)),
    }
}

fn host(request: &Request) -> &str {
    request.header("host").unwrap_or_default()
}

fn basic(request: &Request) -> String {
    format!("Basic realm=\"https://{}/\",service=\"ecr.amazonaws.com\"", host(request))
}

fn bearer(request: &Request, world: &World) -> String {
    let own = || format!("{}://{}/token/", request.peer.scheme, host(request));
    let realm = world.settings.registry.realm.clone().unwrap_or_else(own);
    format!("Bearer realm=\"{realm}\",service=\"{PUBLIC}\",scope=\"aws\"")
}

fn refused(challenge: &str) -> Answer {
    Protocol::RestJson
        .failure(401, "UNAUTHORIZED", "Not Authorized")
        .with_header("www-authenticate", challenge)
        .with_header("docker-distribution-api-version", "registry/2.0")
}
