use crate::support::{World, each};
use local_ecr::Settings;
use serde_json::{Value, json};

fn refusal(world: &World, input: &str) -> String {
    let answer = world.ask(json!({ "cli_input_json": input, "cwd": world.home.path() }));
    assert_eq!(answer["error"]["code"], "InvalidParameter", "{answer}");
    assert_eq!(world.ecr.calls().len(), 0, "nothing is asked");
    answer["error"]["message"].as_str().unwrap().to_owned()
}

#[test]
fn ids_are_read_from_json_or_a_file_of_it_and_those_beside_it_win() {
    let world = World::new(Settings::default());
    let input = r#"{"registryIds":["111122223333","444455556666"]}"#;
    let marked: Vec<u8> = [0xef, 0xbb, 0xbf].into_iter().chain(input.bytes()).collect();
    std::fs::write(world.home.path().join("input.json"), marked).unwrap();
    for given in [input, "file://input.json", "file://~/input.json"] {
        let answer = world.ask(json!({ "cli_input_json": given, "cwd": world.home.path() }));
        assert_eq!(each(&answer, "registry_id"), ["111122223333", "444455556666"], "{given}");
    }
    let answer = world.ask(json!({ "cli_input_json": input, "registry_ids": ["777788889999"] }));
    assert_eq!(each(&answer, "registry_id"), ["777788889999"]);
    for nothing in ["{}", r#"{"registryIds":null}"#, r#"{"registryIds":[]}"#] {
        assert_eq!(each(&world.ask(json!({ "cli_input_json": nothing })), "registry_id").len(), 1);
    }
}

#[test]
fn what_is_no_input_is_told_before_any_call() {
    let world = World::new(Settings::default());
    for input in ["", "[]", "{", "registryIds"] {
        assert_eq!(refusal(&world, input), "-CliInputJson is not a JSON object.");
    }
    assert_eq!(refusal(&world, r#"{"RegistryIds":[]}"#), "-CliInputJson has the unknown key 'RegistryIds'.");
    for input in [r#"{"registryIds":"1"}"#, r#"{"registryIds":[1]}"#] {
        assert_eq!(refusal(&world, input), "-CliInputJson has 'registryIds' that are no list of strings.");
    }
    let beside = json!({ "cli_input_json": "{\"nope\":1}", "registry_ids": ["111122223333"] });
    assert_eq!(world.ask(beside)["error"]["code"], "InvalidParameter", "beside ids too");
    let missing = refusal(&world, "file://none.json");
    assert!(missing.contains("cannot be read") && missing.contains("none.json"), "{missing}");
}

#[test]
fn skeletons_are_json_of_the_clis_names() {
    let world = World::new(Settings::default());
    let text = |kind: &str| {
        let answer = world.ask(json!({ "op": "skeleton", "skeleton": kind }));
        let text = answer["ok"]["text"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        serde_json::from_str::<Value>(&text).unwrap()
    };
    assert_eq!(text("input"), json!({ "registryIds": [""] }));
    assert_eq!(text("output")["authorizationData"][0]["proxyEndpoint"], "proxyEndpoint");
    assert_eq!(world.ecr.calls().len(), 0);
}
