//! Maps that are wrong, and maps that mean harm.

use super::{HUB_KEY, ONE, known, mapped};
use crate::home::{assert_error, error};
use crate::support::World;
use serde::Deserialize;
use serde_json::{Value, json};

/// A map that is wrong: in which line and with which key, and words of what is told.
#[derive(Deserialize)]
struct Row {
    map: String,
    line: usize,
    key: Option<String>,
    words: String,
}

fn refused(world: &World) -> Value {
    let answer = world.named(&[ONE], json!({ "region": "eu-west-1" }));
    error(&answer).clone()
}

#[test]
fn each_fault_is_told_by_file_line_and_key() {
    let rows: Vec<Row> = serde_json::from_str(include_str!("faults.json")).unwrap();
    assert!(rows.len() >= 50);
    let world = World::new(known());
    for Row { map, line, key, words } in rows {
        let file = world.write_map(&map);
        let error = refused(&world);
        let key = key.map_or_else(String::new, |key| format!("'{key}' "));
        let start = format!("The map {}, line {line}: {key}", file.display());
        assert_error(&error, "InvalidRegistryMap", &[&start, &words]);
        assert!(error["message"].as_str().unwrap().len() < start.len() + 250, "{error}");
    }
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn maps_that_are_right_are_taken() {
    let maps: Vec<String> = serde_json::from_str(include_str!("maps.json")).unwrap();
    let world = World::new(known());
    for map in maps {
        world.write_map(&map);
        let answer = world.ask(json!({ "registry_ids": [ONE] }));
        assert!(answer["ok"].is_object(), "{map}: {answer}");
    }
}

#[test]
fn values_are_repeated_neither_whole_nor_with_their_secrets() {
    let world = World::new(known());
    let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    for map in [
        format!(r#"{{"version":1,"{secret}":1}}"#),
        format!(r#"{{"version":1,"registries":[{{"match":"a b {secret}"}}]}}"#),
        format!(r#"{{"version":1,"registries":[{{"match":"h","role":"{secret}"}}]}}"#),
        format!(r#"{{"version":1,"registries":["{secret}"]}}"#),
        format!(r#"{{"version":1 {secret}"#),
        format!(r#"{{"version":1,"next":"{secret}"}}"#),
        format!(r#"{{"version":1,"{}":1}}"#, "k".repeat(5000)),
        "{\"version\":1,\"a\\u0007\\u202eb\":1}".to_owned(),
    ] {
        world.write_map(&map);
        let told = refused(&world).to_string();
        assert!(
            !told.contains(secret) && told.len() < 1000 && !told.contains(r"\u0007") && !told.contains(r"\u202e"),
            "{told}"
        );
    }
}

#[test]
fn files_of_windows_editors_are_read() {
    let map = r#"{"version":1,"registries":[{"match":"*.dkr.ecr.*.amazonaws.com","profile":"hub"}]}"#;
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(map.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for bytes in [format!("\u{feff}{map}").into_bytes(), utf16, map.replace(',', ",\r\n").into_bytes()] {
        let world = mapped(json!([]));
        world.write_map(bytes);
        world.named(&[ONE], json!({}));
        assert_eq!(world.signer(), HUB_KEY);
    }
}

#[test]
fn hostile_maps_are_refused_at_once() {
    let world = World::new(known());
    let ten = 10 * 1024 * 1024;
    for (map, words) in [
        (" ".repeat(ten).into_bytes(), "more than 8 MiB"),
        (format!("{{\"version\":1,\"registries\":{}", "[".repeat(1_000_000)).into_bytes(), "no JSON"),
        (format!("{{\"version\":1,\"x\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000)).into_bytes(), "'x'"),
        (b"{\"version\":1,\n\"next\":\"\xff\"}".to_vec(), "line 2: there are bytes that are not UTF-8"),
        (b"{\"version\":1,\"next\":\"fi\0le\"}".to_vec(), "no JSON"),
        (b"{\"version\":1}\0".to_vec(), "no JSON"),
        (Vec::new(), "no JSON"),
    ] {
        world.write_map(map);
        assert_error(&refused(&world), "InvalidRegistryMap", &[words]);
    }
}

#[test]
fn ten_thousand_lines_are_looked_through() {
    let world = mapped(json!([]));
    let line = |at: usize| format!("{{\"match\":\"{at:012}.dkr.ecr.*.amazonaws.com\",\"profile\":\"lost\"}},\n");
    let lines: String = (0..10_000).map(line).collect();
    let last = "{\"match\":\"*.dkr.ecr.*.amazonaws.com\",\"profile\":\"hub\"}";
    world.write_map(format!("{{\"version\":1,\"registries\":[\n{lines}{last}]}}"));
    let answer = world.named(&[ONE, "000000009999"], json!({ "region": "eu-west-1" }));
    assert_eq!(world.signer(), HUB_KEY);
    assert!(super::told(&answer)[0].contains("line 10002"), "{answer}");
    assert_eq!(answer["ok"]["failures"][0]["error"]["code"], "ProfileNotFound");
}

#[test]
fn a_map_that_a_variable_names_has_to_be_there() {
    let world = mapped(json!([]));
    for (named, words) in
        [("~/lost.json", "which is not there"), ("lost.json", "no absolute path"), ("~", "cannot be read")]
    {
        let answer = world.ask_with(&[("ECRLOGIN_REGISTRIES", named)], json!({ "registry_ids": [ONE] }));
        assert_error(error(&answer), "InvalidRegistryMap", &[words]);
    }
    world.write_private(
        "mine/map.json",
        r#"{"version":1,"registries":[{"match":"*.dkr.ecr.*.amazonaws.com","profile":"hub"}]}"#,
    );
    world.write_map("{");
    world.ask_with(&[("ECRLOGIN_REGISTRIES", "~/mine/map.json")], json!({ "registry_ids": [ONE] }));
    assert_eq!(world.signer(), HUB_KEY, "it stands in the place of the user's own");
}
