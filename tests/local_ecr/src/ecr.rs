//! GetAuthorizationToken of ECR and of ECR Public.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::answer::{Answer, Protocol};
use crate::calls::Call;
use crate::request::Request;
use crate::router::Served;
use crate::settings::{Field, Key, Order, Settings, Token};
use crate::world::World;
use crate::{auth, clock};

const PRIVATE: &str = "AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken";
const PUBLIC: &str = "SpencerFrontendService.GetAuthorizationToken";
const LIFETIME: Duration = Duration::from_secs(12 * 3600);
const MOST_IDS: usize = 10;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    registry_ids: Option<Vec<String>>,
}

pub fn serve(request: &Request, world: &mut World) -> Served {
    let (service, operation) = match request.header("x-amz-target") {
        Some(PRIVATE) => ("ecr", "GetAuthorizationToken"),
        Some(PUBLIC) => ("ecr-public", "GetAuthorizationToken"),
        _ => ("unknown", "Unknown"),
    };
    let mut call = Call::new(service, operation, request);
    let answer = match service {
        "ecr" => private(request, &mut call, world),
        "ecr-public" => public(request, &mut call, world),
        _ => Err(refused("UnknownOperationException", "")),
    };
    Served { call, answer: answer.unwrap_or_else(|refusal| refusal) }
}

fn private(request: &Request, call: &mut Call, world: &World) -> Result<Answer, Answer> {
    let asked = read(&request.body);
    if let Ok(asked) = &asked {
        call.registry_ids = asked.registry_ids.clone().unwrap_or_default();
    }
    let key = auth::check(request, call, world, "ecr", Protocol::Json)?;
    check_ids(asked?.registry_ids.as_deref())?;

    let mut accounts = match &call.registry_ids[..] {
        [] => vec![home(&key, &world.settings)],
        ids => ids.to_vec(),
    };
    if world.settings.order == Order::Reversed {
        accounts.reverse();
    }
    let region = call.region.as_deref().unwrap_or_default();
    let entries: Vec<Value> = accounts
        .iter()
        .map(|account| {
            let host = format!("https://{account}.dkr.ecr.{region}.{}", suffix(region));
            entry(world, account, Some(host))
        })
        .collect();
    Ok(Answer::json(&json!({ "authorizationData": entries })))
}

/// One object without a proxy endpoint, and only in one region.
fn public(request: &Request, call: &mut Call, world: &World) -> Result<Answer, Answer> {
    auth::check(request, call, world, "ecr-public", Protocol::Json)?;
    if call.region.as_deref() != Some("us-east-1") {
        return Err(refused(
            "UnsupportedCommandException",
            "GetAuthorizationToken command is only supported in us-east-1.",
        ));
    }
    let data = entry(world, "public", None);
    Ok(Answer::json(&json!({ "authorizationData": data })))
}

fn read(body: &[u8]) -> Result<Asked, Answer> {
    serde_json::from_slice(body).map_err(|_| refused("SerializationException", ""))
}

fn check_ids(ids: Option<&[String]>) -> Result<(), Answer> {
    let Some(ids) = ids else { return Ok(()) };
    let constraint = if ids.is_empty() {
        "Member must have length greater than or equal to 1"
    } else if ids.len() > MOST_IDS {
        "Member must have length less than or equal to 10"
    } else if ids.iter().all(|id| is_account(id)) {
        return Ok(());
    } else {
        "Member must satisfy constraint: [Member must satisfy regular expression pattern: [0-9]{12}]"
    };
    Err(refused(
        "InvalidParameterException",
        &format!("Invalid parameter at 'registryIds' failed to satisfy constraint: '{constraint}'"),
    ))
}

fn is_account(id: &str) -> bool {
    id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_digit())
}

fn refused(code: &str, message: &str) -> Answer {
    Protocol::Json.failure(400, code, message)
}

fn home(key: &Key, settings: &Settings) -> String {
    key.account.clone().unwrap_or_else(|| settings.default_account.clone())
}

/// What the hosts of a region end in.
fn suffix(region: &str) -> &'static str {
    match region.split('-').next() {
        Some("cn") => "amazonaws.com.cn",
        Some("eusc") => "amazonaws.eu",
        _ => "amazonaws.com",
    }
}

fn entry(world: &World, account: &str, host: Option<String>) -> Value {
    let made_up = Token::default();
    let token = world.settings.tokens.get(account).unwrap_or(&made_up);
    let mut entry = Map::new();
    let mut add = |field: Field, name: &str, value: Value| {
        if !token.omit.contains(&field) {
            entry.insert(name.into(), value);
        }
    };
    add(Field::AuthorizationToken, "authorizationToken", encoded(token, account).into());
    if let Some(host) = token.proxy_endpoint.clone().or(host) {
        add(Field::ProxyEndpoint, "proxyEndpoint", host.into());
    }
    let expires_at = token.expires_at.unwrap_or_else(|| in_twelve_hours(world));
    add(Field::ExpiresAt, "expiresAt", expires_at.into());
    entry.into()
}

/// The token of an account: base64 of user name and password.
pub fn encoded(token: &Token, account: &str) -> String {
    if let Some(raw) = &token.raw_token {
        return raw.clone();
    }
    let username = token.username.as_deref().unwrap_or("AWS");
    let made_up = format!("password-for-{account}");
    let password = token.password.as_deref().unwrap_or(&made_up);
    STANDARD.encode(format!("{username}:{password}"))
}

/// Odd milliseconds, so that there always is a fraction to lose.
fn in_twelve_hours(world: &World) -> f64 {
    (clock::millis(world.now() + LIFETIME) | 1) as f64 / 1000.0
}
