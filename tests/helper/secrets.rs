//! Secrets stand in the answer of `get` and in the file of the kept logins, and nowhere else.

use crate::call::{HOST, Scene, ended};
use crate::trial;
use libtest_mimic::Trial;
use local_ecr::{ACCESS_KEY, SECRET_KEY, Settings};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

const HANDED_IN: &str = "handed-in-secret";

pub fn trials() -> Vec<Trial> {
    vec![trial("no verb tells a secret but get, and no file but that of the kept logins holds one", everywhere)]
}

fn everywhere() {
    let mut scene = Scene::new(Settings::default());
    let login =
        json!({ "ServerURL": "444455556666.dkr.ecr.eu-west-1.amazonaws.com", "Username": "AWS", "Secret": HANDED_IN });
    let got = ended(scene.start("get", HOST)).login().1;
    let mut told = vec![ended(scene.start("store", &login.to_string()))];
    told.push(ended(scene.start("store", &login.to_string().replace('}', ""))));
    told.push(ended(scene.start("list", "")));
    told.push(ended(scene.start("version", "")));
    told.push(scene.call_with(&["explain", HOST], b""));
    told.push(ended(scene.start("nothing", &login.to_string())));
    scene.offline();
    told.push(ended(scene.start("get", "555566667777.dkr.ecr.eu-west-1.amazonaws.com")));
    for secret in [got.as_str(), HANDED_IN, SECRET_KEY, ACCESS_KEY] {
        for one in &told {
            assert!(!one.out.contains(secret) && !one.err.contains(secret), "{secret}: {one:?}");
        }
    }
    let mut holding = Vec::new();
    collect(scene.world.home.path(), &[got.as_str(), HANDED_IN, SECRET_KEY, ACCESS_KEY], &mut holding);
    if cfg!(windows) {
        assert_eq!(holding, Vec::<PathBuf>::new(), "it is encrypted there");
    } else {
        assert_eq!(holding, [scene.file()]);
    }
    let kept = fs::read(scene.file()).unwrap();
    assert!(!String::from_utf8_lossy(&kept).contains(SECRET_KEY));
}

/// The files that hold one of these.
fn collect(folder: &Path, secrets: &[&str], holding: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, secrets, holding);
        } else if secrets.iter().any(|secret| String::from_utf8_lossy(&fs::read(&path).unwrap()).contains(secret)) {
            holding.push(path);
        }
    }
}
