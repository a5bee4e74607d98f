//! A registry with one user, on a port of the loopback interface.

use crate::client::find;
use serde_json::json;
use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::Duration;
use tempfile::TempDir;

/// A running registry; it ends when this is dropped.
pub struct Registry {
    /// `localhost:PORT`.
    pub host: String,
    /// That of the user `AWS`, and of no other registry.
    pub password: String,
    process: Child,
    folder: TempDir,
    tls: bool,
}

impl Registry {
    pub fn start() -> Self {
        Registry::with_tls(false)
    }

    pub fn start_tls() -> Self {
        Registry::with_tls(true)
    }

    fn with_tls(tls: bool) -> Self {
        static SERIAL: AtomicU32 = AtomicU32::new(0);
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        let password = format!("password-{}-{serial}-of-the-registry", std::process::id());
        let folder = TempDir::new().expect("a temporary directory");
        fs::write(folder.path().join("htpasswd"), htpasswd(&password)).unwrap();
        if tls {
            local_ecr::write_certificates(folder.path(), &[]).unwrap();
        }
        // Another program may take the free port first.
        let (process, host) = (0..5).find_map(|_| serve(folder.path(), tls)).expect("the registry listens");
        Registry { host, password, process, folder, tls }
    }

    pub fn has_tls(&self) -> bool {
        self.tls
    }

    pub fn url(&self) -> String {
        format!("{}://{}", if self.tls { "https" } else { "http" }, self.host)
    }

    /// The certificate of the authority.
    pub fn authority(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }
}

impl Drop for Registry {
    fn drop(&mut self) {
        // One that has ended already is what is wanted.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn serve(folder: &Path, tls: bool) -> Option<(Child, String)> {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut http = json!({ "addr": address.to_string() });
    if tls {
        http["tls"] = json!({ "certificate": folder.join("good.pem"), "key": folder.join("good.key") });
    }
    let config = json!({
        "version": 0.1,
        "log": { "level": "error" },
        "storage": { "filesystem": { "rootdirectory": folder.join("data") } },
        "http": http,
        "auth": { "htpasswd": { "realm": "test", "path": folder.join("htpasswd") } },
    });
    let file = folder.join("config.yml");
    fs::write(&file, config.to_string()).unwrap();
    let mut process = Command::new(find("docker-registry").expect("docker-registry is on PATH"))
        .arg("serve")
        .arg(&file)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the registry starts");
    while process.try_wait().unwrap().is_none() {
        if TcpStream::connect(address).is_ok() {
            return Some((process, format!("localhost:{}", address.port())));
        }
        sleep(Duration::from_millis(20));
    }
    None
}

/// The line of the user, with the password hashed.
fn htpasswd(password: &str) -> Vec<u8> {
    let mut process = Command::new(find("htpasswd").expect("htpasswd is on PATH"))
        .args(["-B", "-i", "-n", "AWS"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("htpasswd starts");
    process.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
    process.wait_with_output().unwrap().stdout
}
