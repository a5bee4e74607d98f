//! Logins that are kept on disk.

use crate::call::{HOST, Scene};
use crate::home::{keys_of, world};
use crate::support::ask;
use crate::trial;
use libtest_mimic::Trial;
use local_ecr::Settings;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

pub fn trials() -> Vec<Trial> {
    let mut trials = vec![
        trial("a kept login needs neither network nor credentials", offline),
        trial("a list is of what is kept, and needs no network", list),
        trial("a host that is erased is asked for again", erase),
        trial("each identity, region and way has its own", identities),
        trial("a changed config file makes a login old, a moved line of the map does not", files_that_change),
        trial("what is kept has an end", ends),
        trial("logins that came at one moment do not end at one moment", spread),
        trial("ECRLOGIN_CACHE=off keeps nothing, reads nothing, and says so", off),
        trial("a file that is damaged, or of another form, is as good as empty", damaged),
        trial("a cache that cannot be written is no error of get", unwritable),
        trial("of very many logins the newest are kept", many),
        trial("Clear-ECRTokenCache -Helper forgets them", cleared),
    ];
    #[cfg(unix)]
    trials.push(trial("nobody else can read or write it, and files of others are not believed", unix::nobody_else));
    trials
}

fn kept() -> Scene {
    let scene = Scene::new(Settings::default());
    scene.call("get", HOST).login();
    scene
}

fn offline() {
    // Settling these credentials takes a call.
    let role = "arn:aws:iam::111122223333:role/r";
    let mut scene = Scene::of(world(&format!("[profile on]\nrole_arn = {role}\nsource_profile = user\n")));
    scene.variables.insert("ECRLOGIN_ROLE_CACHE".to_owned(), "off".to_owned());
    scene = scene.with("AWS_PROFILE", "on");
    let first = scene.call("get", HOST).login();
    let calls = scene.world.ecr.calls().len();
    for name in [HOST.to_owned(), format!("https://{HOST}/app")] {
        assert_eq!(scene.call("get", &name).login(), first);
    }
    assert_eq!(scene.world.ecr.calls().len(), calls);
    scene.world.ecr.set(Settings { keys: std::collections::BTreeMap::default(), ..Settings::default() });
    assert_eq!(scene.call("get", HOST).login(), first);
}

fn list() {
    let mut scene = kept();
    scene.call("get", "https://public.ecr.aws").login();
    scene.offline();
    let told = scene.call("list", "");
    let listed: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((told.good, listed), (true, json!({ HOST: "AWS", "public.ecr.aws": "AWS" })));
    assert_eq!(Scene::new(Settings::default()).call("list", "").out, "{}");
}

fn erase() {
    let scene = kept();
    // As docker logs out, of what is kept once.
    for name in [HOST.to_owned(), HOST.to_owned(), format!("http://{HOST}"), format!("https://{HOST}")] {
        let told = scene.call("erase", &name);
        assert_eq!((told.good, told.out, told.err), (true, String::new(), String::new()));
    }
    assert_eq!(scene.call("list", "").out, "{}");
    scene.call("get", HOST).login();
    assert_eq!(scene.asked(), 2);
}

fn identities() {
    let scene = Scene::of(world(&format!("[profile other]\n{}", keys_of("x").split_once('\n').unwrap().1)));
    let names = [
        ("AWS_PROFILE", "user"),
        ("AWS_PROFILE", "other"),
        ("AWS_ROLE_SESSION_NAME", "me"),
        ("HTTPS_PROXY", "http://127.0.0.1:9"),
    ];
    let mut scene = scene;
    for (at, (name, value)) in names.into_iter().enumerate() {
        scene = scene.with(name, value);
        for _ in 0..2 {
            scene.call("get", HOST).login();
            assert_eq!(scene.asked(), at + 1, "{name}");
        }
    }
    // What the login does not hang on: variables that change with every shell or every step of a build.
    for name in [
        "BUILD_STEP",
        "AWS_PAGER",
        "AWS_DEFAULT_OUTPUT",
        "AWS_CLI_AUTO_PROMPT",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_MAX_ATTEMPTS",
        "AWS_RETRY_MODE",
        "AWS_SDK_UA_APP_ID",
    ] {
        scene = scene.with(name, if name == "AWS_RETRY_MODE" { "standard" } else { "2" });
        scene.call("get", HOST).login();
        assert_eq!(scene.asked(), names.len(), "{name}");
    }
    scene.call("get", "111122223333.dkr.ecr.us-east-1.amazonaws.com").login();
    assert_eq!(scene.asked(), names.len() + 1);
}

fn files_that_change() {
    let scene = Scene::of(world(""));
    let line = json!({ "match": HOST, "profile": "user" });
    scene.map(json!([line]));
    scene.call("get", HOST).login();
    scene.map(json!([{ "match": "ghcr.io", "anonymous": true }, line]));
    scene.call("get", HOST).login();
    assert_eq!(scene.asked(), 1);
    for (file, text) in [("config", "[profile more]\n".to_owned()), ("credentials", keys_of("user") + "[more]\n")] {
        let asked = scene.asked();
        scene.world.write(file, text);
        scene.call("get", HOST).login();
        assert_eq!(scene.asked(), asked + 1, "{file}");
    }
    scene.map(json!([{ "match": HOST, "profile": "user", "role": "arn:aws:iam::{account}:role/pull" }]));
    scene.call("get", HOST).login();
    assert_eq!(scene.asked(), 4);
}

fn ends() {
    let scene = kept();
    let age = |scene: &Scene, seconds: i64| {
        scene.change(|kept| {
            for key in ["since", "expires_at"] {
                let login = &mut kept["logins"][0];
                login[key] = (login[key].as_i64().unwrap() - seconds).into();
            }
        });
    };
    // A life is 12 hours.
    let (least, most) = (12 * 3600 * 2 / 5, 12 * 3600 / 2);
    age(&scene, least - 60);
    scene.call("get", HOST).login();
    assert_eq!(scene.asked(), 1, "before two fifths of its life");
    age(&scene, most - least + 120);
    assert_eq!(scene.call("list", "").out, "{}", "after half of its life");
    scene.call("get", HOST).login();
    assert_eq!(scene.asked(), 2);
    // One that says no end is not kept.
    let token = local_ecr::Token { omit: vec![local_ecr::Field::ExpiresAt], ..local_ecr::Token::default() };
    let tokens = std::collections::BTreeMap::from([("111122223333".to_owned(), token)]);
    let scene = Scene::new(Settings { tokens, ..Settings::default() });
    scene.call("get", HOST).login();
    scene.call("get", HOST).login();
    assert_eq!(scene.asked(), 2);
}

/// Each of these is a machine's of its own, and all get theirs within seconds.
fn spread() {
    let until = |_| {
        let scene = kept();
        let asked = json!({ "version": 1, "op": "explain", "registry_ids": [HOST], "env": scene.variables });
        ask(&asked)["ok"]["kept_until"].as_i64().expect("a time")
    };
    let times: Vec<i64> = (0..16).map(until).collect();
    let apart = times.iter().max().unwrap() - times.iter().min().unwrap();
    assert!(apart > 300, "{times:?}");
}

fn off() {
    let mut scene = kept();
    let file = fs::read(scene.file()).unwrap();
    for word in ["off", " OFF "] {
        scene = scene.with("ECRLOGIN_CACHE", word);
        let asked = scene.asked();
        scene.call("get", HOST).login();
        scene.call("get", HOST).login();
        assert_eq!(scene.asked(), asked + 2);
        assert_eq!(scene.call("list", "").out, "{}");
        let login = json!({ "ServerURL": HOST, "Username": "AWS", "Secret": "handed-in" });
        let told = scene.call("store", &login.to_string());
        assert!(told.good && told.out.is_empty() && told.err.contains("not kept"), "{told:?}");
        assert!(scene.call("erase", HOST).good);
    }
    assert_eq!(fs::read(scene.file()).unwrap(), file);
    assert_eq!(scene.with("ECRLOGIN_CACHE", "on").call("list", "").out, format!("{{\"{HOST}\":\"AWS\"}}"));

    let fresh = Scene::new(Settings::default()).with("ECRLOGIN_CACHE", "off");
    fresh.call("get", HOST).login();
    assert!(!fresh.caches().exists());
}

fn damaged() {
    let whole = kept().kept();
    for text in [
        "",
        "{",
        "null",
        "[]",
        "\0\0\0\0",
        &whole[..whole.len() / 2],
        &whole.replace("\"form\":1", "\"form\":2"),
        &whole.replace("\"since\":", "\"since\":\"x\",\"y\":"),
    ] {
        let scene = kept();
        scene.keep(text);
        assert_eq!(scene.call("list", "").out, "{}", "{text}");
        scene.call("get", HOST).login();
        scene.call("get", HOST).login();
        assert_eq!(scene.asked(), 2, "{text}");
    }
}

fn unwritable() {
    let scene = Scene::new(Settings::default());
    // A file is where the folder should be.
    fs::create_dir_all(scene.caches().parent().unwrap()).unwrap();
    fs::write(scene.caches(), "").unwrap();
    scene.call("get", HOST).login();
    scene.call("get", HOST).login();
    assert_eq!(scene.asked(), 2);
    assert!(scene.call("erase", HOST).good, "nothing is there");
    let login = json!({ "ServerURL": HOST, "Username": "AWS", "Secret": "handed-in" });
    let told = scene.call("store", &login.to_string());
    assert!(told.failure().contains("cannot be written") && !told.out.contains("handed-in"), "{told:?}");
}

fn many() {
    let scene = kept();
    scene.change(|kept| {
        let login = kept["logins"][0].clone();
        for number in 0..200 {
            let mut other = login.clone();
            other["host"] = format!("{number:012}.dkr.ecr.eu-west-1.amazonaws.com").into();
            other["since"] = (login["since"].as_i64().unwrap() - 10).into();
            kept["logins"].as_array_mut().unwrap().push(other);
        }
    });
    scene.call("get", "444455556666.dkr.ecr.eu-west-1.amazonaws.com").login();
    let listed: Value = serde_json::from_str(&scene.call("list", "").out).unwrap();
    assert_eq!(listed.as_object().unwrap().len(), 128);
    for host in [HOST, "444455556666.dkr.ecr.eu-west-1.amazonaws.com"] {
        assert_eq!(listed[host], "AWS");
    }
}

fn cleared() {
    let scene = kept();
    let clear =
        |helper: bool| ask(&json!({ "version": 1, "op": "clear_cache", "helper": helper, "env": scene.variables }));
    assert_eq!(clear(false)["ok"]["helper"], Value::Null);
    assert!(scene.file().exists());
    assert_eq!(clear(true)["ok"]["helper"], 1);
    assert!(!Path::new(&scene.file()).exists());
    assert_eq!(clear(true)["ok"]["helper"], 0);
    scene.call("get", HOST).login();
    assert_eq!(scene.asked(), 2);
}

#[cfg(unix)]
mod unix {
    use super::{HOST, fs, kept};
    use std::fs::Permissions;
    use std::os::unix::fs::{PermissionsExt, chown, symlink};

    pub fn nobody_else() {
        let scene = kept();
        let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(scene.caches()), mode(scene.file())), (0o700, 0o600));
        for entry in fs::read_dir(scene.caches()).unwrap() {
            let path = entry.unwrap().path();
            assert_eq!(mode(path.clone()), 0o600, "{}", path.display());
        }
        let is_believed = |why: &str, believed: bool| {
            let asked = scene.asked();
            scene.call("get", HOST).login();
            assert_eq!(scene.asked() == asked, believed, "{why}");
        };
        is_believed("as it was written", true);
        for mode in [0o620, 0o602] {
            fs::set_permissions(scene.file(), Permissions::from_mode(mode)).unwrap();
            is_believed("others may write it", false);
            assert_eq!(fs::metadata(scene.file()).unwrap().permissions().mode() & 0o777, 0o600);
            is_believed("written anew", true);
        }
        let elsewhere = scene.caches().join("elsewhere");
        fs::rename(scene.file(), &elsewhere).unwrap();
        let there = fs::read(&elsewhere).unwrap();
        symlink(&elsewhere, scene.file()).unwrap();
        is_believed("a link", false);
        assert_eq!(fs::read(&elsewhere).unwrap(), there, "what the link leads to is as it was");
        assert!(!fs::symlink_metadata(scene.file()).unwrap().is_symlink());
        // Only root may give files away.
        if chown(scene.file(), Some(65534), None).is_ok() {
            is_believed("another user's", false);
            is_believed("written anew", true);
        }
    }
}
