//! The way to the endpoint: names, connections, TLS and proxies.

use super::peers::Peer;
use super::{ID, PROXY_PASSWORD, Row, Station, settings};
use local_ecr::{Fault, ProxySettings, Settings, Stage};
use serde_json::json;

/// Nothing wrong with the endpoint itself: something else is asked.
fn at(name: &str, url: &str, code: &'static str) -> Row {
    Row::under(format!("{name} {url}"), settings(), code).asking(json!({ "endpoint_url": url }))
}

fn soon(row: Row) -> Row {
    row.asking(json!({ "read_timeout_ms": 300, "connect_timeout_ms": 300 }))
}

#[test]
fn no_connection() {
    let silent = Peer::silent();
    Station::new().try_rows(vec![
        at("refused", "http://127.0.0.1:1", "ConnectionRefused"),
        at("refused", "https://127.0.0.1:1", "ConnectionRefused"),
        at("refused", "http://localhost:1", "ConnectionRefused"),
        at("no such name", "http://name.invalid", "DnsFailed"),
        at("no such name", "https://api.ecr.us-east-1.invalid", "DnsFailed"),
        at("no name", "http://-bad-.invalid", "DnsFailed"),
        soon(at("no TLS answer", &silent.url("https"), "ConnectTimeout")),
        soon(at("no answer", &silent.url("http"), "ReadTimeout")),
    ]);
}

#[test]
fn connections_that_break_or_hang() {
    let (header, body) = (Stage::Header, Stage::Body);
    let mut rows = Vec::new();
    for at in [header, body] {
        rows.push(Row::fails(Fault::Reset { at }, "ConnectionFailed"));
        rows.push(Row::fails(Fault::Close { at }, "ConnectionFailed"));
        rows.push(soon(Row::fails(Fault::Hang { at }, "ReadTimeout")));
        rows.push(Row::passes(Fault::Reset { at }, 1));
        rows.push(Row::passes(Fault::Close { at }, 2));
        rows.push(Row::passes(Fault::Hang { at }, 1).asking(json!({ "read_timeout_ms": 2000 })));
    }
    rows.push(soon(Row::fails(Fault::Drip { interval_ms: 20 }, "ReadTimeout")));
    rows.push(Row::passes(Fault::Drip { interval_ms: 1 }, 1));
    rows.push(Row::passes(Fault::Slow { delay_ms: 300 }, 1));
    Station::new().try_rows(rows);
}

#[test]
fn peers_that_speak_no_http() {
    let said = |words: &'static [u8], code| {
        let name = String::from_utf8_lossy(&words[..words.len().min(60)]).into_owned();
        at(&name, &Peer::saying(words).url("http"), code)
    };
    let endless_header = Peer::repeating(b"HTTP/1.1 200 OK\r\n", b"x-more: abcdefghijklmnopqrstuvwxyz\r\n");
    let endless_line = Peer::repeating(b"HTTP/1.1 200 OK\r\nx-more: ", b"abcdefghijklmnopqrstuvwxyz");
    let early_hints = Peer::repeating(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n");
    Station::new().try_rows(vec![
        said(b"", "ConnectionFailed"),
        said(b"SSH-2.0-OpenSSH_9.2\r\n", "ConnectionFailed"),
        said(b"\x15\x03\x01\x00\x02\x02\x16", "ConnectionFailed"),
        said(b"HTTP/1.1 99999 Odd\r\n\r\n", "ConnectionFailed"),
        said(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef", "ConnectionFailed"),
        said(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\n", "ConnectionFailed"),
        said(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n", "ConnectionFailed"),
        said(b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "ConnectionFailed"),
        at("endless headers", &endless_header.url("http"), "ConnectionFailed"),
        at("an endless header", &endless_line.url("http"), "ConnectionFailed"),
        soon(at("endless early hints", &early_hints.url("http"), "ReadTimeout")),
    ]);
}

#[test]
fn tls() {
    let station = Station::new();
    let trusting = |row: Row| row.asking(json!({ "ca_bundle": station.authority() }));
    let good = trusting(at("good", station.https("good"), ""));
    let rows = vec![
        Row { codes: Vec::new(), ..good.answering(&[ID]) },
        at("an unknown authority", station.https("good"), "TlsFailed"),
        trusting(at("self-signed", station.https("self-signed"), "TlsFailed")),
        trusting(at("expired", station.https("expired"), "TlsFailed")),
        trusting(at("another host's", station.https("wrong-host"), "TlsFailed")),
        at("TLS spoken to plain http", &station.ecr.url().replace("http:", "https:"), "TlsFailed"),
        at("http spoken to TLS", &station.https("good").replace("https:", "http:"), "ConnectionFailed"),
        at("TLS cut short", &Peer::saying(b"\x16\x03\x03").url("https"), "ConnectionFailed"),
        at("no TLS at all", &Peer::saying(b"220 mail ready\r\n\r\n").url("https"), "TlsFailed"),
    ];
    station.try_rows(rows);
}

#[test]
fn proxies() {
    let station = Station::new();
    let ours = station.ecr.proxy_url().unwrap().replace("http://", &format!("http://user:{PROXY_PASSWORD}@"));
    let upstream = station.https("good").trim_start_matches("https://").parse().unwrap();
    let plain = station.ecr.url().trim_start_matches("http://").parse().unwrap();
    let through = |name: &str, url: &str, proxy: ProxySettings, address: &str, code| {
        let routes = [("ecr.example:443".to_owned(), upstream), ("ecr.example:80".to_owned(), plain)].into();
        let settings = Settings { proxy: ProxySettings { routes, ..proxy }, ..settings() };
        let more = json!({ "endpoint_url": url, "ca_bundle": station.authority(), "env": { "ALL_PROXY": address } });
        Row::under(format!("{name} {url}"), settings, code).asking(more)
    };
    let refusing = |status| ProxySettings { refuse: Some(status), ..ProxySettings::default() };
    let locked =
        || ProxySettings { user: Some("other".into()), password: Some("other".into()), ..ProxySettings::default() };
    let open = ProxySettings::default;
    let hanging = || ProxySettings { hang: true, ..open() };
    let (silent, leaving) = (Peer::silent().url("http"), Peer::leaving_after_connect().url("http"));
    let (mute, chatting) =
        (Peer::saying(b"").url("http"), Peer::saying(b"HTTP/1.1 200 OK\r\n\r\nhello, no tunnel here").url("http"));
    let (https, http) = ("https://ecr.example", "http://ecr.example");
    let fine = |row: Row| Row { codes: Vec::new(), ..row }.answering(&[ID]);
    let rows = vec![
        fine(through("open", https, open(), &ours, "")),
        fine(through("open", http, open(), &ours, "")),
        through("refusing", https, refusing(403), &ours, "ProxyFailed"),
        through("refusing", https, refusing(407), &ours, "ProxyFailed"),
        through("refusing", https, refusing(502), &ours, "ProxyFailed"),
        through("refusing", http, refusing(403), &ours, "InvalidAnswer"),
        through("refusing", http, refusing(407), &ours, "ProxyFailed"),
        through("refusing", http, refusing(502), &ours, "ServiceError"),
        through("wrong password", https, locked(), &ours, "ProxyFailed"),
        through("wrong password", http, locked(), &ours, "ProxyFailed"),
        soon(through("hanging", https, hanging(), &ours, "ConnectTimeout")),
        soon(through("hanging", http, hanging(), &ours, "ReadTimeout")),
        soon(through("silent", https, open(), &silent, "ConnectTimeout")),
        through("not listening", https, open(), "http://127.0.0.1:1", "ProxyFailed"),
        through("not listening", http, open(), "http://127.0.0.1:1", "ProxyFailed"),
        through("no such name", https, open(), "http://proxy.invalid:3128", "ProxyFailed"),
        through("leaving after CONNECT", https, open(), &leaving, "ConnectionFailed"),
        through("hanging up on CONNECT", https, open(), &mute, "ProxyFailed"),
        through("speaking in the tunnel", https, open(), &chatting, "ConnectionFailed"),
    ];
    station.try_rows(rows);
}
