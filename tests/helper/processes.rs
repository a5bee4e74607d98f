//! The program itself, and many of it at once.

use crate::call::{HOST, Scene, ended, give, program};
use crate::trial;
use libtest_mimic::Trial;
use local_ecr::{Fault, Settings};
use serde_json::json;
use std::process::{Command, Stdio};

pub fn trials() -> Vec<Trial> {
    let mut trials = vec![
        trial("the program answers every verb", every_verb),
        trial("forty cold gets at once make one call", forty_at_once),
        trial("forty gets at once of what fails make one call", failures_at_once),
        trial("gets of several registries at once do not lose each other's", several_at_once),
        trial("the program needs no environment", no_environment),
    ];
    // Windows ends a job with whom it belongs to.
    #[cfg(unix)]
    trials.extend([
        trial("a helper that is told to end takes along what it has started", ends_with_its_children),
        trial("a helper that nohup has started goes on", goes_on),
    ]);
    trials
}

fn every_verb() {
    let scene = Scene::new(Settings::default());
    let call = |verb: &str, input: &str| ended(scene.start(verb, input));
    assert_eq!(call("get", HOST).login().1, "password-for-111122223333");
    call("get", "https://index.docker.io/v1/").assert_not_found();
    let login = json!({ "ServerURL": HOST, "Username": "AWS", "Secret": "handed-in" });
    let told = call("store", &login.to_string());
    assert_eq!((told.good, told.out.as_str(), told.err.as_str()), (true, "", ""));
    assert_eq!(call("get", HOST).login().1, "handed-in");
    assert_eq!(call("list", "").out, format!("{{\"{HOST}\":\"AWS\"}}"));
    assert!(call("erase", HOST).good);
    assert_eq!(call("list", "").out, "{}");
    assert_eq!(call("version", ""), scene.call("version", ""));
    assert!(call("nothing", "").failure().contains("usage"));
}

/// All of them wait for the first one's answer.
fn slow(settings: Settings) -> Scene {
    Scene::new(Settings { delay_ms: 500, ..settings })
}

fn forty_at_once() {
    let scene = slow(Settings::default());
    let children: Vec<_> = (0..40).map(|_| scene.start("get", HOST)).collect();
    for child in children {
        assert_eq!(ended(child).login().1, "password-for-111122223333");
    }
    assert_eq!(scene.asked(), 1);
}

/// All have started before the first may ask, and come to wait while it does: a failure is not kept for long.
fn failures_at_once() {
    let fault = Fault::Error { status: 400, code: "AccessDeniedException".into(), message: "not you".into() };
    let scene = Scene::new(Settings { fault: Some(fault), delay_ms: 3000, ..Settings::default() });
    let waiting: Vec<_> = (0..40).map(|_| scene.wait_with(&program(), &["get"])).collect();
    let children: Vec<_> = waiting.into_iter().map(|child| give(child, HOST)).collect();
    let told: Vec<_> = children.into_iter().map(ended).collect();
    assert!(told[0].failure().contains("not you"));
    assert!(told.iter().all(|one| *one == told[0]), "{told:?}");
    assert_eq!(scene.asked(), 1);
}

fn several_at_once() {
    let scene = slow(Settings::default());
    let host = |number: usize| format!("{number:012}.dkr.ecr.eu-west-1.amazonaws.com");
    let children: Vec<_> = (0..10).map(|number| scene.start("get", &host(number))).collect();
    for (number, child) in children.into_iter().enumerate() {
        assert_eq!(ended(child).login().1, format!("password-for-{number:012}"));
    }
    assert_eq!(scene.asked(), 10);
    for number in 0..10 {
        assert_eq!(scene.call("get", &host(number)).login().1, format!("password-for-{number:012}"));
    }
    assert_eq!(scene.asked(), 10);
}

fn no_environment() {
    let mut command = Command::new(program());
    let child = command.arg("list").env_clear().stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let told = ended(child.spawn().unwrap());
    assert_eq!((told.good, told.out.as_str()), (true, "{}"), "{told:?}");
}

/// A scene whose next store says in the pipe `up` that it was started, and then does as it is told.
#[cfg(unix)]
fn with_store_that(waits: &str) -> Scene {
    use std::os::unix::fs::PermissionsExt;
    let scene = Scene::new(Settings::default());
    let home = scene.world.home.path();
    std::fs::write(scene.map(json!([])), r#"{"version":1,"next":"waiting","registries":[]}"#).unwrap();
    let login = r#"{"Username":"me","Secret":"theirs"}"#;
    let script = format!("#!/bin/sh\nexec 3> \"$HOME/up\"\necho started >&3\n{waits}\necho '{login}'\n");
    let store = home.join("docker-credential-waiting");
    std::fs::write(&store, script).unwrap();
    std::fs::set_permissions(&store, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert!(Command::new("mkfifo").args([home.join("up"), home.join("go")]).status().unwrap().success());
    let path = format!("{}:/usr/bin:/bin", home.display());
    scene.with("PATH", &path)
}

#[cfg(unix)]
fn send(signal: &str, child: &std::process::Child) {
    assert!(Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap().success());
}

#[cfg(unix)]
fn ends_with_its_children() {
    use std::io::{BufRead, BufReader, Read};
    use std::os::unix::process::ExitStatusExt;
    // Whoever runs this under nohup or in the background has signals ignored, and what is started inherits that.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = mask.map_or(0, |mask| u64::from_str_radix(mask.trim(), 16).unwrap());
    for (name, number) in [("HUP", 1), ("INT", 2), ("TERM", 15)] {
        if ignored >> (number - 1) & 1 == 1 {
            assert_ne!(name, "TERM", "nobody ignores that");
            continue;
        }
        let scene = with_store_that("sleep 20; echo late >&3");
        let child = scene.start("get", "ghcr.io");
        let mut up = BufReader::new(std::fs::File::open(scene.world.home.path().join("up")).unwrap());
        let mut said = String::new();
        up.read_line(&mut said).unwrap();
        send(name, &child);
        assert_eq!(child.wait_with_output().unwrap().status.signal(), Some(number));
        // The pipe ends with the last who could write there.
        up.read_to_string(&mut said).unwrap();
        assert_eq!(said, "started\n", "{name}");
    }
}

#[cfg(unix)]
fn goes_on() {
    use std::io::{BufRead, BufReader};
    let scene = with_store_that("cat \"$HOME/go\"");
    let script = format!("trap '' HUP; exec '{}' get", program().display());
    let child = scene.start_program("/bin/sh".as_ref(), &["-c", &script], "ghcr.io");
    let mut up = BufReader::new(std::fs::File::open(scene.world.home.path().join("up")).unwrap());
    up.read_line(&mut String::new()).unwrap();
    send("HUP", &child);
    std::fs::write(scene.world.home.path().join("go"), "").unwrap();
    assert_eq!(ended(child).login().1, "theirs");
}
