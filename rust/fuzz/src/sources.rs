//! What is asked: requests that differ in the services that answer them before ECR does.
//!
//! An input chooses one by its place.

use super::world::{ACCESS_KEY, SECRET_KEY, World};
use serde_json::{Value, json};
use sha1::{Digest, Sha1};

/// Makes a request from a home that reaches all services at a URL.
pub type Source = fn(&World, &str) -> Value;

/// Those that ask services as often as AWS_MAX_ATTEMPTS says.
pub const SERVICES: [Source; 8] =
    [own_registry, registries, public, connect, role, web_identity, single_sign_on, renewed_single_sign_on];

/// Those that ask a container's agent or the instance first.
pub const METADATA: [Source; 3] = [container, role_of_container, instance];

const REGION: &str = "eu-west-1";
const SSO_PORTAL: &str = "https://portal.example/start";

/// From no home, so that one session serves all runs: most of the time goes into sessions.
fn own_registry(world: &World, url: &str) -> Value {
    let keys = json!({ "access_key": ACCESS_KEY, "secret_key": SECRET_KEY });
    let mut request = world.request(url, keys);
    request["region"] = REGION.into();
    request["env"]["HOME"] = "/nonexistent".into();
    request["env"]["USERPROFILE"] = "/nonexistent".into();
    request
}

fn registries(world: &World, url: &str) -> Value {
    let mut request = own_registry(world, url);
    request["registry_ids"] = json!(["111122223333", "444455556666"]);
    request["include_token"] = true.into();
    request
}

fn public(world: &World, url: &str) -> Value {
    let mut request = own_registry(world, url);
    request["public"] = true.into();
    request
}

/// Logins by a client that cannot be started, so that each stands among the failures with its host.
fn connect(world: &World, url: &str) -> Value {
    world.write("docker", "");
    let mut request = own_registry(world, url);
    request["op"] = "connect".into();
    request["tool_path"] = world.path("docker").into();
    request["endpoint_type"] = "all".into();
    request
}

fn role(world: &World, url: &str) -> Value {
    world.write(".aws/credentials", key_pair("base"));
    with_profile(world, url, &format!("role_arn = {}\nsource_profile = base\n", arn(world)))
}

fn web_identity(world: &World, url: &str) -> Value {
    world.write("token", SECRET_KEY);
    let file = world.path("token");
    with_profile(world, url, &format!("role_arn = {}\nweb_identity_token_file = {file}\n", arn(world)))
}

fn container(world: &World, url: &str) -> Value {
    let uri = format!("{url}/creds");
    world.request(url, json!({ "region": REGION, "env": { "AWS_CONTAINER_CREDENTIALS_FULL_URI": uri } }))
}

fn role_of_container(world: &World, url: &str) -> Value {
    let lines = format!("role_arn = {}\ncredential_source = EcsContainer\n", arn(world));
    let mut request = with_profile(world, url, &lines);
    request["env"]["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = format!("{url}/creds").into();
    request
}

/// The instance tells its region too.
fn instance(world: &World, url: &str) -> Value {
    let env = json!({ "AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": url });
    world.request(url, json!({ "env": env }))
}

fn single_sign_on(world: &World, url: &str) -> Value {
    sso(world, url, "2099-01-01T00:00:00Z")
}

fn renewed_single_sign_on(world: &World, url: &str) -> Value {
    sso(world, url, "2020-01-01T00:00:00Z")
}

fn sso(world: &World, url: &str, expires_at: &str) -> Value {
    let token = json!({
        "accessToken": SECRET_KEY, "expiresAt": expires_at, "refreshToken": SECRET_KEY,
        "clientId": "client", "clientSecret": SECRET_KEY, "registrationExpiresAt": "2099-01-01T00:00:00Z",
    });
    let digest: String = Sha1::digest("corp").iter().map(|byte| format!("{byte:02x}")).collect();
    world.write(&format!(".aws/sso/cache/{digest}.json"), token.to_string());
    let lines = format!(
        "sso_session = corp\nsso_account_id = 111122223333\nsso_role_name = developer\n\
         [sso-session corp]\nsso_start_url = {SSO_PORTAL}\nsso_region = {REGION}\n"
    );
    with_profile(world, url, &lines)
}

/// The request of a profile with these lines.
fn with_profile(world: &World, url: &str, lines: &str) -> Value {
    world.write(".aws/config", format!("[profile fuzz]\n{lines}"));
    world.request(url, json!({ "region": REGION, "profile": "fuzz" }))
}

fn key_pair(profile: &str) -> String {
    format!("[{profile}]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n")
}

/// A role of this run alone: sessions of roles are kept.
fn arn(world: &World) -> String {
    format!("arn:aws:iam::111122223333:role/{}", world.name())
}
