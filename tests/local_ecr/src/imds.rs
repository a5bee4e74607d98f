//! The metadata service of instances, version 2, under `/latest`.

use hyper::Method;
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::answer::Answer;
use crate::calls::Call;
use crate::clock;
use crate::issue::{assumed, issue, metadata};
use crate::request::Request;
use crate::router::Served;
use crate::settings::ACCOUNT;
use crate::world::World;

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct ImdsSettings {
    /// The name of the instance's role; null is an instance without one.
    pub role: Option<String>,
    pub account: String,
    pub region: String,
    pub lifetime_s: i64,
}

impl Default for ImdsSettings {
    fn default() -> Self {
        ImdsSettings {
            role: Some("instance".into()),
            account: ACCOUNT.into(),
            region: "us-east-1".into(),
            lifetime_s: 6 * 3600,
        }
    }
}

const TOKEN_PATH: &str = "/latest/api/token";
const KEYS_PATH: &str = "/latest/meta-data/iam/security-credentials/";
const TTL: &str = "x-aws-ec2-metadata-token-ttl-seconds";
const TOKEN: &str = "x-aws-ec2-metadata-token";
const TOKEN_START: &str = "imds-token-";

pub fn serve(request: &Request, world: &mut World) -> Served {
    let path = request.uri.path();
    let operation = match path {
        TOKEN_PATH => "GetToken",
        _ if path.starts_with(KEYS_PATH) => "GetInstanceCredentials",
        _ => "GetMetadata",
    };
    let mut call = Call::new("imds", operation, request);
    let answer = if path == TOKEN_PATH {
        token(request, world)
    } else if !is_admitted(request) {
        plain(401, "Unauthorized").failed("Unauthorized")
    } else {
        data(path, &mut call, world).unwrap_or_else(Answer::not_found)
    };
    Served { call, answer }
}

/// Only a PUT that came through no proxy gets a token.
fn token(request: &Request, world: &mut World) -> Answer {
    if request.header("x-forwarded-for").is_some() {
        return plain(403, "Forbidden").failed("Forbidden");
    }
    let ttl = request.header(TTL).and_then(|text| text.parse::<u32>().ok());
    match ttl {
        Some(ttl @ 1..=21600) if request.method == Method::PUT => {
            plain(200, &format!("{TOKEN_START}{}", world.next())).with_header(TTL, ttl.to_string())
        }
        _ => plain(400, "Bad Request").failed("BadRequest"),
    }
}

fn is_admitted(request: &Request) -> bool {
    request.header(TOKEN).is_some_and(|token| token.starts_with(TOKEN_START))
}

fn data(path: &str, call: &mut Call, world: &mut World) -> Option<Answer> {
    let imds = world.settings.imds.clone();
    if let Some(name) = path.strip_prefix(KEYS_PATH) {
        let role = imds.role.as_deref()?;
        return match name {
            "" => Some(plain(200, role)),
            name if name == role => Some(keys(role, &imds, call, world)),
            _ => None,
        };
    }
    match path {
        "/latest/meta-data/placement/region" => Some(plain(200, &imds.region)),
        "/latest/meta-data/placement/availability-zone" => Some(plain(200, &format!("{}a", imds.region))),
        "/latest/dynamic/instance-identity/document" => Some(Answer::rest_json(&json!({
            "accountId": imds.account,
            "region": imds.region,
        }))),
        _ => None,
    }
}

fn keys(role: &str, imds: &ImdsSettings, call: &mut Call, world: &mut World) -> Answer {
    let role_arn = format!("arn:aws:iam::{}:role/{role}", imds.account);
    let issued = issue(world, call, &assumed(&role_arn, "i-0000"), imds.lifetime_s);
    let mut keys = metadata(&issued);
    keys["Code"] = "Success".into();
    keys["Type"] = "AWS-HMAC".into();
    keys["LastUpdated"] = clock::iso(clock::seconds(world.now())).into();
    Answer::rest_json(&keys)
}

fn plain(status: u16, text: &str) -> Answer {
    Answer::text(status, "text/plain", text)
}
