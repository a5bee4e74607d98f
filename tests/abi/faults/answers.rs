//! Answers that are not what the service gives: broken, of the wrong types, too big, with too few or too many entries.

use super::{ID, Row, Station, settings};
use local_ecr::{Fault, RawBody, Settings, Token};
use serde_json::{Value, json};

const OTHER: &str = "444455556666";

fn body(status: u16, text: &str, code: &'static str) -> Row {
    let raw = RawBody { status, content_type: "application/x-amz-json-1.1".into(), text: text.into() };
    Row::under(format!("{status} {}", &text[..text.len().min(200)]), Settings { body: Some(raw), ..settings() }, code)
}

/// An answer whose one entry has these fields in place of the service's.
fn entry(fields: Value, code: &'static str) -> Row {
    let good = json!({
        "authorizationToken": "QVdTOnBhc3N3b3JkLWZvci0xMTExMjIyMjMzMzM=",
        "proxyEndpoint": "https://111122223333.dkr.ecr.us-east-1.amazonaws.com",
        "expiresAt": 4_102_444_800.5,
    });
    let entry = crate::requests::merge(good, fields);
    body(200, &json!({ "authorizationData": [entry] }).to_string(), code)
}

/// An answer that has its one registry all the same.
fn fine(row: Row) -> Row {
    Row { codes: Vec::new(), ..row }.answering(&[ID])
}

#[test]
fn bodies_that_are_no_answer() {
    let mut rows = vec![Row::fails(Fault::Truncated {}, "InvalidAnswer")];
    for text in [
        "",
        " ",
        "{",
        "[]",
        "null",
        "\"text\"",
        "42",
        "\u{feff}{}",
        "{\"authorizationData\":",
        "\0\0\0",
        "{\"a\":1}{\"b\":2}",
        "{]",
        "{\"authorizationData\":[{\"authorizationToken\":\"\\ud800\"}]}",
    ] {
        let code = if text.is_empty() { "NoAuthorizationData" } else { "InvalidAnswer" };
        rows.push(body(200, text, code));
    }
    for text in ["{}", "{\"authorizationData\":null}", "{\"authorizationData\":[]}", "{\"other\":{\"deep\":[1,2]}}"] {
        rows.push(body(200, text, "NoAuthorizationData"));
    }
    let deep = format!("{{\"other\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    rows.push(body(200, &deep, "InvalidAnswer"));
    for text in ["", "{", "no JSON", "{\"__type\":7}", "{\"__type\":null,\"message\":[1]}", "{\"__type\":\"\"}"] {
        rows.push(body(400, text, "InvalidAnswer"));
        rows.push(body(500, text, "ServiceError"));
    }
    Station::new().try_rows(rows);
}

#[test]
fn fields_of_the_wrong_type() {
    let data = |value: &str, code| body(200, &format!("{{\"authorizationData\":{value}}}"), code);
    let expires = |value: Value| entry(json!({ "expiresAt": value }), "InvalidAnswer");
    Station::new().try_rows(vec![
        data("\"text\"", "InvalidAnswer"),
        data("7", "InvalidAnswer"),
        data("{}", "InvalidAnswer"),
        data("true", "InvalidAnswer"),
        data("[7]", "InvalidAnswer"),
        data("[\"text\"]", "InvalidAnswer"),
        data("[[]]", "InvalidAnswer"),
        data("[null]", "InvalidAnswer"),
        data("[{}]", "MissingToken"),
        entry(json!({ "authorizationToken": 7 }), "InvalidAnswer"),
        entry(json!({ "authorizationToken": ["a"] }), "InvalidAnswer"),
        entry(json!({ "authorizationToken": null }), "MissingToken"),
        entry(json!({ "authorizationToken": "" }), "MissingToken"),
        entry(json!({ "authorizationToken": "no base64!" }), "InvalidToken"),
        entry(json!({ "authorizationToken": "bm8gY29sb24=" }), "InvalidToken"),
        entry(json!({ "authorizationToken": "//8=" }), "InvalidToken"),
        entry(json!({ "proxyEndpoint": ["https://h"] }), "InvalidAnswer"),
        entry(json!({ "proxyEndpoint": 7 }), "InvalidAnswer"),
        entry(json!({ "proxyEndpoint": null }), "MissingEndpoint"),
        entry(json!({ "proxyEndpoint": "" }), "MissingEndpoint"),
        expires(json!({})),
        expires(json!([1])),
        expires(json!(true)),
        expires(json!("soon")),
        expires(json!("NaN")),
        expires(json!("-Infinity")),
        data("[{\"expiresAt\":NaN}]", "InvalidAnswer"),
        data("[{\"expiresAt\":99999999999999999999999999999999999999}]", "MissingToken"),
        expires(json!("2099-01-01T00:00:00Z")),
        fine(expires(json!(1e300))),
        fine(expires(json!(-1.5))),
        fine(expires(json!(0))),
        fine(expires(json!(null))),
        fine(entry(json!({ "unknown": { "deep": [1, { "a": null }] } }), "")),
    ]);
}

#[test]
fn bodies_over_the_limit_are_refused() {
    let of = |bytes, declared, code| Row::fails(Fault::BodyBytes { bytes, declared }, code);
    Station::new().try_rows(vec![
        of(64 << 20, true, "AnswerTooLarge"),
        of(64 << 20, false, "AnswerTooLarge"),
        of((8 << 20) + 1, true, "AnswerTooLarge"),
        of((8 << 20) + 1, false, "AnswerTooLarge"),
        of(8 << 20, true, "NoAuthorizationData"),
        of(8 << 20, false, "NoAuthorizationData"),
    ]);
}

#[test]
fn entries_missing_too_many_or_double() {
    let asking = |row: Row| row.asking(json!({ "registry_ids": [ID, OTHER] }));
    let fault = |fault: Fault| asking(Row::fails(fault, ""));
    let lame = Token { raw_token: Some("%%%".into()), ..Token::default() };
    let half = Settings { tokens: [(OTHER.to_owned(), lame)].into(), ..settings() };
    Station::new().try_rows(vec![
        Row::fails(Fault::Empty {}, "NoAuthorizationData"),
        Row { codes: vec!["NoAuthorizationData"], ..fault(Fault::Empty {}) },
        Row { codes: vec!["MissingRegistry"], ..fault(Fault::Fewer { count: 1 }).answering(&[ID]) },
        Row { codes: vec!["NoAuthorizationData"], ..fault(Fault::Fewer { count: 2 }) },
        Row { codes: Vec::new(), ..fault(Fault::Duplicates {}).answering(&[ID, OTHER]) },
        // The entry of a stranger holds the token of the first.
        Row {
            codes: Vec::new(),
            ..fault(Fault::Extra { accounts: vec!["777788889999".into()] }).answering(&[ID, OTHER, ID])
        },
        asking(Row::under("a broken entry beside a good one", half, "InvalidToken").answering(&[ID])),
    ]);
}
