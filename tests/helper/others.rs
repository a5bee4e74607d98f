//! Registries of others: what the helper is asked goes on to the next store, and its answer comes back in the protocol's
//! words.

use crate::call::{HOST, Scene, ended, program};
use crate::trial;
use libtest_mimic::Trial;
use local_ecr::Settings;
use serde_json::{Value, json};
use std::fs;
use std::path::PathBuf;

pub fn trials() -> Vec<Trial> {
    let mut trials = vec![
        trial("a login of Docker Hub is kept in our own file, and never shown", own_file),
        trial("a user name that its password could not be told from is kept in no auth", colon),
        trial("a login that a client has in its own file is found", clients_files),
        trial("another helper serves others, and hosts of ours never reach it", another_helper),
        trial("another helper that is missing, empty, no text or a megabyte ends in an answer", odd_helpers),
    ];
    #[cfg(unix)]
    trials.extend([
        trial("the helper itself is never the next, by name, by a link or through another", ourselves),
        trial("what others may write is not believed", planted),
    ]);
    // Other systems do not tell by whom a program was started.
    #[cfg(target_os = "linux")]
    trials.push(trial("the helper itself is not asked through another that passes no environment on", forgetful));
    trials
}

const HUB: &str = "https://index.docker.io/v1/";

fn login(server: &str) -> String {
    json!({ "ServerURL": server, "Username": "me", "Secret": "theirs" }).to_string()
}

fn own_file() {
    let scene = Scene::new(Settings::default());
    assert!(ended(scene.start("store", &login(HUB))).good);
    for name in [HUB, "index.docker.io", "docker.io"] {
        assert_eq!(ended(scene.start("get", name)).login(), ("me".to_owned(), "theirs".to_owned()), "{name}");
    }
    scene.call("get", HOST).login();
    let listed: Value = serde_json::from_str(&scene.call("list", "").out).unwrap();
    assert_eq!(listed, json!({ HUB: "me", HOST: "AWS" }));
    for name in [HUB, HUB, "http://index.docker.io"] {
        assert!(scene.call("erase", name).good, "{name}");
    }
    scene.call("get", HUB).assert_not_found();
    assert_eq!(scene.asked(), 1);
}

fn colon() {
    let login = |server: &str| json!({ "ServerURL": server, "Username": "me:you", "Secret": "theirs" }).to_string();
    let scene = Scene::new(Settings::default());
    let told = scene.call("store", &login("ghcr.io"));
    assert!(told.failure().contains("user name with a colon") && !told.out.contains("theirs"), "{told:?}");
    scene.call("get", "ghcr.io").assert_not_found();
    // What keeps both apart keeps it.
    assert!(scene.call("store", &login(HOST)).good);
    assert_eq!(scene.call("get", HOST).login(), ("me:you".to_owned(), "theirs".to_owned()));
    let scene = with_helper("theirs");
    assert!(scene.call("store", &login("ghcr.io")).good);
    assert_eq!(scene.call("get", "ghcr.io").login().0, "me:you");
}

#[cfg(unix)]
fn planted() {
    use std::os::unix::fs::PermissionsExt;
    let scene = with_helper("theirs");
    let folder = scene.world.home.path().join(".ecrlogin");
    fs::create_dir_all(&folder).unwrap();
    let write = |name: &str, text: &str, mode: u32| {
        fs::write(folder.join(name), text).unwrap();
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    let auths = r#"{"auths":{"ghcr.io":{"auth":"bWU6dGhlaXJz"}}}"#;
    fs::remove_file(folder.join("registries.json")).unwrap();
    write("installed.json", r#"{"version":1,"next":"theirs"}"#, 0o666);
    write("auths.json", auths, 0o600);
    assert_eq!(scene.call("get", "ghcr.io").login().1, "theirs", "from the file, not from the named store");
    write("auths.json", auths, 0o622);
    assert!(scene.call("get", "ghcr.io").failure().contains("others may write"));
}

fn clients_files() {
    let scene = Scene::new(Settings::default());
    let folder = scene.world.home.path().join(".docker");
    fs::create_dir(&folder).unwrap();
    // Ours stands there too, as a client left it that did not ask a helper yet.
    let config = json!({ "auths": { "ghcr.io": { "auth": "bWU6dGhlaXJz" }, HOST: { "auth": "QVdTOm9sZA==" } } });
    fs::write(folder.join("config.json"), config.to_string()).unwrap();
    assert_eq!(scene.call("get", "ghcr.io").login().1, "theirs");
    assert_eq!(scene.call("get", HOST).login().1, "password-for-111122223333");
    assert!(scene.call("erase", "ghcr.io").good);
    assert_eq!(fs::read_to_string(folder.join("config.json")).unwrap(), config.to_string());
}

/// A scene whose next store is the stand-in, under this name.
fn with_helper(name: &str) -> Scene {
    let scene = Scene::new(Settings::default());
    let folder = scene.world.home.path().join("bin");
    fs::create_dir(&folder).unwrap();
    let ending = if cfg!(windows) { ".exe" } else { "" };
    fs::copy(env!("CARGO_BIN_EXE_store"), folder.join(format!("docker-credential-{name}{ending}"))).unwrap();
    let file = scene.world.home.path().join("store");
    fs::write(&file, "").unwrap();
    next_is(&scene, name);
    scene.with("PATH", folder.to_str().unwrap()).with("STORE_FILE", file.to_str().unwrap())
}

fn next_is(scene: &Scene, next: &str) -> PathBuf {
    let file = scene.map(json!([]));
    fs::write(&file, json!({ "version": 1, "next": next, "registries": [] }).to_string()).unwrap();
    file
}

fn another_helper() {
    let scene = with_helper("other");
    assert!(scene.call("store", &login("ghcr.io")).good);
    assert_eq!(ended(scene.start("get", "ghcr.io")).login(), ("me".to_owned(), "theirs".to_owned()));
    scene.call("get", "quay.io").assert_not_found();
    assert!(scene.call("erase", "ghcr.io").good);
    scene.call("get", "ghcr.io").assert_not_found();

    let scene = scene.with("STORE_GIVES", r#"{"Username":"me","Secret":"theirs"}"#);
    assert_eq!(scene.call("get", HOST).login().0, "AWS");
    let told = scene.with("STORE_FAILS", "get it is locked").call("get", "quay.io");
    assert!(told.failure().contains("it is locked"), "{told:?}");
}

fn odd_helpers() {
    let scene = with_helper("other").with("STORE_GIVES", "");
    scene.call("get", "ghcr.io").assert_not_found();
    let bytes = scene.world.home.path().join("bytes");
    let mut scene = scene;
    scene.variables.remove("STORE_GIVES");
    let scene = scene.with("STORE_GIVES_FILE", bytes.to_str().unwrap());
    for content in [b"\xff\xfe\0".to_vec(), vec![b'x'; 1 << 20], b"{\"Username\":".to_vec(), vec![b'\n'; 1 << 21]] {
        fs::write(&bytes, content).unwrap();
        let told = scene.call("get", "ghcr.io");
        assert!(!told.good && told.out.len() < 1000 && !told.out.contains('\n'), "{told:?}");
    }
    next_is(&scene, "gone");
    let told = scene.call("get", "ghcr.io");
    assert!(told.failure().contains("docker-credential-gone"), "{told:?}");
    scene.call("get", HOST).login();
}

#[cfg(unix)]
fn ourselves() {
    let scene = with_helper("through");
    let folder = scene.world.home.path().join("bin");
    std::os::unix::fs::symlink(program(), folder.join("docker-credential-ecrlogin")).unwrap();
    std::os::unix::fs::symlink(program(), folder.join("docker-credential-link")).unwrap();
    let scene = scene.with("STORE_ASKS", program().to_str().unwrap());
    for next in ["ecrlogin", "link", "through"] {
        next_is(&scene, next);
        ended(scene.start("get", "ghcr.io")).assert_not_found();
        assert!(!ended(scene.start("store", &login("ghcr.io"))).good, "{next}: nobody keeps it");
        assert_eq!(ended(scene.start("get", HOST)).login().0, "AWS", "{next}");
    }
}

#[cfg(target_os = "linux")]
fn forgetful() {
    use std::os::unix::fs::PermissionsExt;
    let scene = with_helper("unused");
    let home = scene.world.home.path();
    let path = format!("{}:/usr/bin:/bin", home.join("bin").display());
    let script = concat!(
        "#!/bin/sh\n",
        "echo asked >> \"$HOME/asked\"\n",
        "exec env -i PATH=\"$PATH\" HOME=\"$HOME\" docker-credential-ecrlogin \"$@\"\n",
    );
    let wrapper = home.join("bin/docker-credential-wrap");
    fs::write(&wrapper, script).unwrap();
    fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)).unwrap();
    std::os::unix::fs::symlink(program(), home.join("bin/docker-credential-ecrlogin")).unwrap();
    next_is(&scene, "wrap");
    let scene = scene.with("PATH", &path);
    ended(scene.start("get", "ghcr.io")).assert_not_found();
    let told = ended(scene.start("store", &login("ghcr.io")));
    assert!(told.failure().contains("the helper 'wrap' has asked this one back"), "{told:?}");
    assert_eq!(fs::read_to_string(scene.world.home.path().join("asked")).unwrap(), "asked\nasked\n");
}
