//! The shared config and credentials files.

use super::envelope;
use super::panics;
use super::service::{Answer, Service};
use super::world::{ACCESS_KEY, SECRET_KEY, World};
use ecr_abi::calls;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// Between the config file and the credentials file.
const SEPARATOR: &[u8] = b"\n%%\n";

/// The most profiles that are asked for by name.
const ASKED: usize = 8;

const NO_TOKEN: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: 2\r\n\r\n{}";

/// Reads the two files, and asks for a token under the names that they are said to hold.
/// Gives the code of what came of the files.
pub fn run(data: &[u8]) -> String {
    static SERVICE: LazyLock<Service> = LazyLock::new(|| {
        let service = Service::start();
        service.answer_with(vec![Answer { bytes: NO_TOKEN.to_vec(), last: false }]);
        service
    });
    panics::watch();
    let world = World::new();
    let cut = data.windows(SEPARATOR.len()).position(|window| window == SEPARATOR).unwrap_or(data.len());
    world.write(".aws/config", &data[..cut]);
    world.write(".aws/credentials", data.get(cut + SEPARATOR.len()..).unwrap_or_default());

    let answer = ask(&world.request(&SERVICE.url(), json!({ "op": "profiles" })));
    let names = answer["ok"]["profiles"].as_array().map(Vec::as_slice).unwrap_or_default();
    assert!(names.is_sorted_by_key(|name| name.as_str()), "{answer}");
    names.iter().take(ASKED).for_each(|name| log_in(&world, &SERVICE, name));
    let code = envelope::verdict(&answer);
    assert!(["ok", "InvalidConfigFile"].contains(&code), "{answer}");
    code.to_owned()
}

/// Asks with keys of the request, so that nothing a profile says of credentials is followed.
fn log_in(world: &World, service: &Service, name: &Value) {
    let more = json!({
        "profile": name, "access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "endpoint_url": service.url(),
        "fallback_region": "eu-west-1", "env": { "AWS_EC2_METADATA_SERVICE_ENDPOINT": service.url() },
    });
    let answer = ask(&world.request(&service.url(), more));
    assert_ne!(envelope::verdict(&answer), "ProfileNotFound", "{answer}");
    assert!(!answer.to_string().contains(SECRET_KEY), "{answer}");
}

fn ask(request: &Value) -> Value {
    envelope::read(&calls::run_blocking(request.to_string().as_bytes()))
}
