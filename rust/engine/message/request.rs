//! The request: one JSON object, read strictly.

use crate::base::error::{Code, Error};
use crate::base::object::Object;
use crate::base::secret::Secret;
use crate::client::remote_break::RemoteBreak;
use crate::client::remote_ending::RemoteEnding;
use crate::client::remote_place::RemoteFile;
use crate::client::tool::Tool;
use crate::registry::id::Written;
use crate::registry::name::EndpointType;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The most bytes a request may have.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The version of the messages this engine speaks.
pub const VERSION: u32 = 1;

/// What is asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Op {
    /// Authorization tokens.
    #[default]
    Tokens,
    /// Logins of a container client.
    Connect,
    /// The end of such logins.
    Disconnect,
    /// The logins that are there.
    Logins,
    /// Whether there is a login that is still good.
    Check,
    /// The names of the profiles in force.
    Profiles,
    /// The names of the regions that are known.
    Regions,
    /// A sample of the AWS CLI's input or output.
    Skeleton,
    /// By which line of the map, which profile and endpoint a registry would be asked.
    Explain,
    /// What came of a client that another machine ran.
    RemoteEnded,
    /// What came of a run that another machine did not bring to its end.
    RemoteBroken,
    /// The images that a kubelet has to ask a credential provider for.
    KubeletImages,
    /// Forgets the logins, sessions and connections that are kept for later calls.
    ClearCache,
    /// Puts the credential helper into place, and into the clients' configs.
    InstallHelper,
    /// Undoes that.
    UninstallHelper,
    /// How the credential helper would serve registries, and what is wrong.
    InspectHelper,
}

/// A sample of what the AWS CLI reads or prints.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Skeleton {
    /// What `--cli-input-json` takes.
    Input,
    /// What the command prints.
    Output,
}

/// A request as it stands in JSON. Absent and null mean the same; unknown fields are errors.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Always 1.
    pub version: u32,
    /// What is asked for; tokens by default.
    #[serde(default)]
    pub op: Op,
    /// The registries, as the user wrote them, texts or bare numbers; none means the caller's default registry.
    pub registry_ids: Option<Vec<Written>>,
    /// The regions that accounts are asked in, for logins.
    pub regions: Option<Vec<String>>,
    /// The container client; the first that is found by default.
    pub tool: Option<Tool>,
    /// The container clients that get the credential helper; those that are found by default.
    pub tools: Option<Vec<Tool>>,
    /// Whether the credential helper becomes the store of all registries.
    pub as_store: Option<bool>,
    /// The role that a registry's line of the map is to have.
    pub role: Option<String>,
    /// Whether the credential helper's folder is to be put on PATH.
    pub add_to_path: Option<bool>,
    /// The credential helper's program, to be copied.
    pub helper_path: Option<String>,
    /// Its program, in place of the one on PATH.
    pub tool_path: Option<String>,
    /// Its config: a folder or a file, as the client has it.
    pub config_path: Option<String>,
    /// The host to log in under, in place of the registry's own.
    pub server_address: Option<String>,
    /// Which names of a registry are logged in to.
    pub endpoint_type: Option<EndpointType>,
    /// Only tell what logging in or out would do.
    pub plan: Option<bool>,
    /// Log in without the client: write its file, or hand the login to its store.
    pub no_client: Option<bool>,
    /// With `no_client`: do not ask the registry whether it takes the login.
    pub skip_verification: Option<bool>,
    /// Ask credential stores too for the logins that are there.
    pub include_store: Option<bool>,
    /// Ask the registry too whether a login is good.
    pub online: Option<bool>,
    /// Milliseconds that a login must last yet to be good; 1,800,000 by default.
    pub minimum_life_ms: Option<u64>,
    /// Whether other machines run the client: what each has to run goes into the answer, and paths are theirs.
    pub remote: Option<bool>,
    /// What came of such a run.
    pub ended: Option<RemoteEnding>,
    /// How such a run broke off.
    pub broken: Option<RemoteBreak>,
    /// A file of another machine, whose logins are wanted.
    pub file: Option<RemoteFile>,
    /// Milliseconds that the client may take; 120,000 by default.
    pub tool_timeout_ms: Option<u64>,
    /// Whether the base64 token goes into the answer too.
    pub include_token: Option<bool>,
    /// Whether the docker login command goes into the answer too.
    pub include_command: Option<bool>,
    /// The registries as the AWS CLI takes them, JSON or `file://` and a path, where `registry_ids` has none.
    pub cli_input_json: Option<String>,
    /// Which sample is wanted.
    pub skeleton: Option<Skeleton>,
    /// Take logins from earlier calls and keep those of this one, for a share of their life, half at most.
    pub use_cache: Option<bool>,
    /// With `clear_cache`: forget what the credential helper keeps on disk too.
    pub helper: Option<bool>,
    /// The whole environment as the caller sees it; the process's own is never read.
    pub env: Option<BTreeMap<String, Secret>>,
    /// In place of `env`: the names of all variables in one text, parted by NUL, which a shell writes much faster.
    pub env_names: Option<String>,
    /// With `env_names`: the values, in the same order and parted likewise.
    pub env_values: Option<Secret>,
    /// The directory that relative paths start from.
    pub cwd: Option<String>,
    /// A static access key; needs `secret_key`.
    pub access_key: Option<String>,
    /// The secret of `access_key`.
    pub secret_key: Option<Secret>,
    /// The session token of temporary keys.
    pub session_token: Option<Secret>,
    /// A profile named by the user; wins over keys of the environment.
    pub profile: Option<String>,
    /// The only credentials file to search.
    pub profile_location: Option<String>,
    /// Words for where the module took the keys from.
    pub credentials_source: Option<String>,
    /// Whether keys and profile are but what the shell keeps for every call, so that a line of the map goes before them.
    pub credentials_are_defaults: Option<bool>,
    /// The one-time code of the profile's MFA device.
    pub mfa_code: Option<Secret>,
    /// The role that the user chose from the assertion.
    pub saml_role_arn: Option<String>,
    /// Who signs in at the identity provider, where it is not the current user.
    pub saml_user: Option<String>,
    /// That user's password, by which a session kept for the user is found again; it is sent to nobody.
    pub saml_password: Option<Secret>,
    /// The identity provider's assertion, in base64.
    pub saml_assertion: Option<Secret>,
    /// The provider's ARN that the assertion names beside the role.
    pub saml_principal_arn: Option<String>,
    /// Send unsigned requests, look for no credentials.
    pub no_sign_request: Option<bool>,
    /// A PEM file of the only certificate authorities to trust.
    pub ca_bundle: Option<String>,
    /// Verify no certificate.
    pub skip_certificate_check: Option<bool>,
    /// The proxy of the caller's system, used where no variable names one.
    pub system_proxy: Option<Secret>,
    /// Ask ECR Public, in its one region.
    pub public: Option<bool>,
    /// Whether the SDK's log comes along.
    pub debug: Option<bool>,
    /// Ask the FIPS endpoint.
    pub use_fips: Option<bool>,
    /// Ask the dual-stack endpoint.
    pub use_dual_stack: Option<bool>,
    /// The region, before every other source of one.
    pub region: Option<String>,
    /// The region when no source names one.
    pub fallback_region: Option<String>,
    /// The endpoint of ECR, in place of the region's.
    pub endpoint_url: Option<String>,
    /// Milliseconds to connect in, TLS included; 0 for no limit, 60,000 by default.
    pub connect_timeout_ms: Option<u64>,
    /// Milliseconds for the whole answer of one attempt; 0 for no limit, 60,000 by default.
    pub read_timeout_ms: Option<u64>,
}

const FIELDS: &[&str] = &[
    "version",
    "op",
    "registry_ids",
    "regions",
    "tool",
    "tools",
    "as_store",
    "role",
    "add_to_path",
    "helper_path",
    "tool_path",
    "config_path",
    "server_address",
    "endpoint_type",
    "plan",
    "no_client",
    "skip_verification",
    "include_store",
    "online",
    "minimum_life_ms",
    "remote",
    "ended",
    "broken",
    "file",
    "tool_timeout_ms",
    "include_token",
    "include_command",
    "cli_input_json",
    "skeleton",
    "use_cache",
    "helper",
    "env",
    "env_names",
    "env_values",
    "cwd",
    "access_key",
    "secret_key",
    "session_token",
    "credentials_source",
    "credentials_are_defaults",
    "profile",
    "profile_location",
    "mfa_code",
    "saml_role_arn",
    "saml_user",
    "saml_password",
    "saml_assertion",
    "saml_principal_arn",
    "no_sign_request",
    "ca_bundle",
    "skip_certificate_check",
    "system_proxy",
    "public",
    "debug",
    "use_fips",
    "use_dual_stack",
    "region",
    "fallback_region",
    "endpoint_url",
    "connect_timeout_ms",
    "read_timeout_ms",
];

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    /// [`Code::RequestTooLarge`], or [`Code::InvalidRequest`] that names line, column and field but quotes no value.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.len() > MAX_BYTES {
            return Err(Error::new(Code::RequestTooLarge, "The request is larger than 16 MiB."));
        }
        let text =
            std::str::from_utf8(bytes).map_err(|_| Error::new(Code::InvalidRequest, "The request is not UTF-8."))?;
        let mut json = serde_json::Deserializer::from_str(text);
        let Object(request): Object<Request> =
            serde_path_to_error::deserialize(&mut json).map_err(|e| invalid(&e.path().to_string(), e.inner()))?;
        json.end().map_err(|e| invalid("", &e))?;
        if request.version != VERSION {
            let message = format!("The request has version {}; this engine speaks version {VERSION}.", request.version);
            return Err(Error::new(Code::InvalidRequest, message));
        }
        Ok(request)
    }
}

/// The parser's own words may quote values, so only its position and the name of a known field are told.
fn invalid(path: &str, error: &serde_json::Error) -> Error {
    let first = path.split(['.', '[']).next().unwrap_or_default();
    let field = match FIELDS.iter().find(|f| **f == first) {
        Some(field) => format!("the field '{field}'"),
        None if error.is_data() => "an unknown or missing field".to_owned(),
        None => "its JSON".to_owned(),
    };
    let place = format!("line {}, column {}", error.line(), error.column());
    Error::new(Code::InvalidRequest, format!("The request is invalid in {field} at {place}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(json: &str) -> String {
        Request::parse(json.as_bytes()).unwrap_err().message
    }

    #[test]
    fn fields_of_the_message_are_fields_of_the_request() {
        for field in FIELDS {
            let text = message(&format!("{{\"version\":1,\"{field}\":{{\"a\":[true]}}}}"));
            assert!(text.contains(&format!("'{field}'")) || *field == "version", "{field}: {text}");
        }
    }

    #[test]
    fn a_bad_request_is_told_by_place_and_field_never_by_value() {
        assert!(message("{\"version\":1,\n\"secret_key\":[\"hunter2\"]}").contains("'secret_key' at line 2"));
        for json in [
            "{\"version\":1,\"hunter2\":1}",
            "{\"version\":1,\"op\":\"hunter2\"}",
            "{\"version\":1} hunter2",
            "{\"version\":\"hunter2\"}",
            "{\"version\":1,\"env\":{\"hunter2\":1}}",
            "hunter2",
            "[1,\"tokens\"]",
            "{}",
            "",
        ] {
            assert!(!message(json).contains("hunter2"), "{json}: {}", message(json));
        }
    }

    #[test]
    fn only_version_1_is_spoken() {
        assert!(message("{\"version\":2}").contains("version 2"));
        assert_eq!(Request::parse(b"{\"version\":1}").unwrap().op, Op::Tokens);
    }
}
