//! Many registries, two processes, one config file.

use crate::client::{Client, Desk, token};
use crate::registry::Registry;
use crate::support::ask;
use serde_json::{Value, json};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::{env, fs, io, thread};

/// Names the file of the request that a child process answers.
const REQUEST: &str = "ECRLOGIN_TEST_REQUEST";

const REGISTRIES: usize = 20;

pub fn is_child() -> bool {
    env::var_os(REQUEST).is_some()
}

pub fn answer_as_child() {
    let request = fs::read(env::var_os(REQUEST).expect("a request")).expect("the request can be read");
    println!("{}", ask(&serde_json::from_slice(&request).expect("the request is JSON")));
}

pub fn two_processes(client: &Client) {
    let registry = Registry::start();
    let to = registry.host.replace("localhost", "127.0.0.1").parse().unwrap();
    let hosts: Vec<String> = (0..REGISTRIES).map(|_| forward(to)).collect();
    let ids: Vec<String> = (0..REGISTRIES).map(|number| format!("{number:012}")).collect();
    let tokens = hosts.iter().map(|host| token(&format!("http://{host}"), &registry.password));
    let desk = Desk::with_tokens(client, ids.iter().cloned().zip(tokens));
    let before = json!({ "auths": { "other.example": { "auth": "eDp4" } }, "HttpHeaders": { "X-Test": "kept" } });
    fs::write(desk.named(), before.to_string()).unwrap();

    let children: Vec<_> = ids
        .chunks(REGISTRIES / 2)
        .map(|ids| {
            let file = desk.path(&ids[0]);
            fs::write(&file, desk.request("connect", json!({ "registry_ids": ids })).to_string()).unwrap();
            let mut child = Command::new(env::current_exe().unwrap());
            child.env(REQUEST, &file).stdout(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        let answer: Value = serde_json::from_slice(&output.stdout).expect("the child answers");
        assert_eq!(answer["ok"]["failures"], json!([]), "{answer}");
        assert_eq!(answer["ok"]["logins"].as_array().map(Vec::len), Some(REGISTRIES / 2), "{answer}");
    }
    let after: Value = serde_json::from_slice(&fs::read(desk.named()).unwrap()).unwrap();
    let auths = after["auths"].as_object().unwrap();
    assert_eq!(auths.len(), REGISTRIES + 1, "{:?}", auths.keys());
    assert!(hosts.iter().all(|host| auths[host]["auth"].is_string()));
    assert_eq!(after["auths"]["other.example"], before["auths"]["other.example"]);
    assert_eq!(after["HttpHeaders"], before["HttpHeaders"]);
}

/// One more address of the registry, for the rest of the test run.
fn forward(to: SocketAddr) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let host = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            // A connection that breaks is the client's to report.
            let _ = TcpStream::connect(to).and_then(|registry| join(client, registry));
        }
    });
    host
}

fn join(client: TcpStream, registry: TcpStream) -> io::Result<()> {
    for (mut from, mut to) in [(client.try_clone()?, registry.try_clone()?), (registry, client)] {
        thread::spawn(move || {
            let _ = io::copy(&mut from, &mut to);
            let _ = to.shutdown(std::net::Shutdown::Write);
        });
    }
    Ok(())
}
