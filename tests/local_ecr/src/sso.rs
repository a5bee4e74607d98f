//! IAM Identity Center: role credentials of the portal and tokens of its OIDC service.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::answer::{Answer, Protocol};
use crate::calls::Call;
use crate::issue::{assumed, issue};
use crate::request::Request;
use crate::router::Served;
use crate::world::World;

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct SsoSettings {
    /// The access tokens that are good now; a refresh adds one.
    pub access_tokens: Vec<String>,
    /// The refresh tokens that are good now; a refresh replaces one.
    pub refresh_tokens: Vec<String>,
    pub client_id: String,
    pub client_secret: String,
    /// `ACCOUNT/ROLE`; empty is any.
    pub roles: Vec<String>,
    /// How long a new access token lives.
    pub expires_in_s: i64,
    /// How long the keys of a role live.
    pub lifetime_s: i64,
}

impl Default for SsoSettings {
    fn default() -> Self {
        SsoSettings {
            access_tokens: vec!["sso-access-token".into()],
            refresh_tokens: vec!["sso-refresh-token".into()],
            client_id: "sso-client".into(),
            client_secret: "sso-client-secret".into(),
            roles: Vec::new(),
            expires_in_s: 3600,
            lifetime_s: 3600,
        }
    }
}

pub fn role_credentials(request: &Request, world: &mut World) -> Served {
    let mut call = Call::new("sso", "GetRoleCredentials", request);
    let answer = keys(request, &mut call, world).unwrap_or_else(|refusal| refusal);
    Served { call, answer }
}

fn keys(request: &Request, call: &mut Call, world: &mut World) -> Result<Answer, Answer> {
    let account = request.query("account_id").unwrap_or_default();
    let role = request.query("role_name").unwrap_or_default();
    let token = request.header("x-amz-sso_bearer_token").unwrap_or_default();
    call.note("account_id", &account);
    call.note("role_name", &role);
    call.note_secret("access_token", token);

    let sso = &world.settings.sso;
    let failure = |status, code, message| Protocol::RestJson.failure(status, code, message);
    if account.is_empty() || role.is_empty() {
        return Err(failure(400, "InvalidRequestException", "Request is missing a parameter"));
    }
    if !sso.access_tokens.iter().any(|good| good == token) {
        return Err(failure(401, "UnauthorizedException", "Session token not found or invalid"));
    }
    if !sso.roles.is_empty() && !sso.roles.contains(&format!("{account}/{role}")) {
        return Err(failure(403, "ForbiddenException", "No access"));
    }
    let role_arn = format!("arn:aws:iam::{account}:role/AWSReservedSSO_{role}_0000000000000000");
    let lifetime = sso.lifetime_s;
    let issued = issue(world, call, &assumed(&role_arn, "sso-user"), lifetime);
    Ok(Answer::rest_json(&json!({ "roleCredentials": {
        "accessKeyId": issued.access_key,
        "secretAccessKey": issued.secret,
        "sessionToken": issued.session_token,
        "expiration": (issued.expires_at * 1000.0) as i64,
    }})))
}

pub fn create_token(request: &Request, world: &mut World) -> Served {
    let mut call = Call::new("sso-oidc", "CreateToken", request);
    let answer = tokens(request, &mut call, world).unwrap_or_else(|refusal| refusal);
    Served { call, answer }
}

fn tokens(request: &Request, call: &mut Call, world: &mut World) -> Result<Answer, Answer> {
    let asked: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let text = |name: &str| asked[name].as_str().unwrap_or_default();
    call.note("clientId", text("clientId"));
    call.note("grantType", text("grantType"));
    call.note_secret("clientSecret", text("clientSecret"));
    call.note_secret("refreshToken", text("refreshToken"));

    let sso = &world.settings.sso;
    if (text("clientId"), text("clientSecret")) != (&sso.client_id, &sso.client_secret) {
        let why = "Invalid client or client credentials";
        return Err(refused(401, "InvalidClientException", "invalid_client", why));
    }
    if text("grantType") != "refresh_token" {
        let why = "Unsupported grant type";
        return Err(refused(400, "UnsupportedGrantTypeException", "unsupported_grant_type", why));
    }
    let known = |token: &String| token == text("refreshToken");
    let Some(place) = sso.refresh_tokens.iter().position(known) else {
        let why = "Invalid refresh token provided";
        return Err(refused(400, "InvalidGrantException", "invalid_grant", why));
    };
    let number = world.next();
    let sso = &mut world.settings.sso;
    let access_token = format!("sso-access-token-{number}");
    sso.refresh_tokens[place] = format!("sso-refresh-token-{number}");
    sso.access_tokens.push(access_token.clone());
    Ok(Answer::rest_json(&json!({
        "accessToken": access_token,
        "tokenType": "Bearer",
        "expiresIn": sso.expires_in_s,
        "refreshToken": sso.refresh_tokens[place],
    })))
}

/// Errors of the OIDC service have their own two fields.
fn refused(status: u16, code: &str, error: &str, description: &str) -> Answer {
    let body = json!({ "error": error, "error_description": description });
    Answer { status, ..Answer::rest_json(&body) }.with_header("x-amzn-errortype", code).failed(code)
}
