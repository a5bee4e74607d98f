//! The map `registries.json`.

use super::envelope;
use super::panics;
use super::world::World;
use ecr_abi::calls;
use serde_json::{Value, json};

/// A host that the maps of the seeds speak of, and others of each kind.
const NAMES: [&str; 6] = [
    "registry.example.com",
    "111122223333.dkr.ecr.eu-west-1.amazonaws.com",
    "444455556666.dkr-ecr-fips.us-east-1.on.aws",
    "111122223333",
    "public.ecr.aws",
    "localhost:5000",
];

/// Nobody is asked, so nothing listens there.
const NOBODY: &str = "http://127.0.0.1:9";

/// Reads the map and says how registries would be asked by it. Gives the code of what came of the first.
pub fn run(data: &[u8]) -> String {
    panics::watch();
    let world = World::new();
    world.write(".ecrlogin/registries.json", data);
    world.write(".aws/config", "[profile prod]\nregion = eu-west-1\n[profile hub]\nregion = us-east-1\n");
    let codes = NAMES.map(|name| explain(&world, name, data));
    codes.into_iter().next().expect("there are names")
}

fn explain(world: &World, name: &str, data: &[u8]) -> String {
    let request = json!({ "op": "explain", "registry_ids": [name], "fallback_region": "eu-west-1" });
    let answer = ask(&world.request(NOBODY, request));
    let code = envelope::verdict(&answer);
    let known = ["ok", "InvalidRegistryMap", "ProfileNotFound", "InvalidRegion", "InvalidParameter"];
    assert!(known.contains(&code), "{answer}");
    if code == "InvalidRegistryMap" {
        let message = answer["error"]["message"].as_str().expect("a message");
        assert!(message.chars().count() < 1000 && !message.contains(char::is_control), "{answer}");
    }
    if let Some(place) = answer["ok"]["map_line"].as_str() {
        let line: usize = place.rsplit(' ').next().and_then(|line| line.parse().ok()).expect("a line's number");
        // A text in UTF-16 has no fewer bytes of this kind than lines.
        let lines = data.iter().filter(|byte| **byte == b'\n').count() + 1;
        assert!((1..=lines).contains(&line), "{answer}");
    }
    code.to_owned()
}

fn ask(request: &Value) -> Value {
    envelope::read(&calls::run_blocking(request.to_string().as_bytes()))
}
