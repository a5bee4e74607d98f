//! AWS Sign-In: new keys for the session of `aws login`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::calls::Call;
use crate::issue::issue;
use crate::request::Request;
use crate::router::Served;
use crate::world::World;
use crate::{clock, dpop};

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct SigninSettings {
    pub client_id: String,
    pub refresh_tokens: Vec<String>,
    /// Whose keys are handed out.
    pub arn: String,
    pub lifetime_s: i64,
    /// Refuse with this code: `TOKEN_EXPIRED`, `USER_CREDENTIALS_CHANGED`,
    /// `INSUFFICIENT_PERMISSIONS`.
    pub error: Option<String>,
}

impl Default for SigninSettings {
    fn default() -> Self {
        SigninSettings {
            client_id: "arn:aws:signin:::devtools/same-device".into(),
            refresh_tokens: vec!["signin-refresh-token".into()],
            arn: "arn:aws:iam::111122223333:user/local".into(),
            lifetime_s: 900,
            error: None,
        }
    }
}

pub fn serve(request: &Request, world: &mut World) -> Served {
    let mut call = Call::new("signin", "CreateOAuth2Token", request);
    let answer = token(request, &mut call, world).unwrap_or_else(|refusal| refusal);
    Served { call, answer }
}

fn token(request: &Request, call: &mut Call, world: &mut World) -> Result<Answer, Answer> {
    let asked: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let text = |name: &str| asked[name].as_str().unwrap_or_default();
    call.note("clientId", text("clientId"));
    call.note("grantType", text("grantType"));
    call.note_secret("refreshToken", text("refreshToken"));

    let signin = world.settings.signin.clone();
    if let Some(error) = &signin.error {
        return Err(refused("AccessDeniedException", error, "The session is over"));
    }
    let proof = request.header("dpop").unwrap_or_default();
    let now = clock::seconds(world.now());
    if let Err(why) = dpop::check(proof, "POST", request.uri.path(), now) {
        return Err(refused("ValidationException", "INVALID_REQUEST", why));
    }
    if text("clientId") != signin.client_id || text("grantType") != "refresh_token" {
        let why = "Unknown client or grant type";
        return Err(refused("ValidationException", "INVALID_REQUEST", why));
    }
    if !signin.refresh_tokens.iter().any(|good| good == text("refreshToken")) {
        let why = "The refresh token is not valid";
        return Err(refused("AccessDeniedException", "TOKEN_EXPIRED", why));
    }
    let issued = issue(world, call, &signin.arn, signin.lifetime_s);
    Ok(Answer::rest_json(&json!({
        "accessToken": {
            "accessKeyId": issued.access_key,
            "secretAccessKey": issued.secret,
            "sessionToken": issued.session_token,
        },
        "tokenType": "aws_sigv4",
        "expiresIn": signin.lifetime_s,
        "refreshToken": text("refreshToken"),
    })))
}

fn refused(code: &str, error: &str, message: &str) -> Answer {
    let body = json!({ "error": error, "message": message });
    Answer { status: 400, ..Answer::rest_json(&body) }.with_header("x-amzn-errortype", code).failed(code)
}
