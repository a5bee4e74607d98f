//! The protocol of credential helpers, word for word.

use crate::call::{HOST, Scene};
use crate::trial;
use libtest_mimic::Trial;
use local_ecr::Settings;
use std::io::{self, Read};

pub fn trials() -> Vec<Trial> {
    vec![
        trial("version and help are told, and ask nobody", version_and_help),
        trial("a call in another form is told how to", misuse),
        trial("a name that lacks is told in the protocol's words", what_lacks),
        trial("the input ends at 64 KiB", too_much_input),
        trial("input that is no text or no login is refused, and not repeated", junk),
        trial("a login in a list, or with an empty secret, is refused and not kept", no_login),
        trial("blanks around the input do not count", blanks),
        trial("a panic is an answer too", panics),
        trial("an input that cannot be read is an answer too", unreadable),
    ]
}

fn scene() -> Scene {
    Scene::new(Settings::default())
}

fn version_and_help() {
    let scene = scene();
    for arg in ["version", "--version", "-v"] {
        let told = scene.call(arg, "");
        let wanted =
            format!("docker-credential-ecrlogin (https://github.com/ecrlogin/ecrlogin) {}", env!("CARGO_PKG_VERSION"));
        assert_eq!((told.good, told.out, told.err), (true, wanted, String::new()));
    }
    for arg in ["--help", "-h"] {
        let told = scene.call(arg, "");
        assert!(told.good && told.out.contains("get|store|erase|list"), "{told:?}");
    }
    assert!(scene.world.ecr.calls().is_empty());
}

fn misuse() {
    let scene = scene();
    for args in [&[][..], &["get", "more"], &["explain"], &["hunter2"], &["GET"], &["list", "-x"]] {
        let told = scene.call_with(args, HOST.as_bytes());
        assert!(told.failure().contains("usage: docker-credential-ecrlogin"), "{told:?}");
        assert!(!told.out.contains("hunter2"), "{told:?}");
    }
}

fn what_lacks() {
    let scene = scene();
    let login = |server: &str, user: &str| format!(r#"{{"ServerURL":"{server}","Username":"{user}","Secret":"s"}}"#);
    for (verb, input, word) in [
        ("get", String::new(), "no credentials server URL"),
        ("get", " \n".to_owned(), "no credentials server URL"),
        ("erase", "\n".to_owned(), "no credentials server URL"),
        ("store", login("", "AWS"), "no credentials server URL"),
        ("store", login(HOST, ""), "no credentials username"),
    ] {
        let told = scene.call(verb, &input);
        assert_eq!((told.good, told.out.as_str(), told.err.as_str()), (false, word, ""), "{verb} {input}");
    }
}

fn too_much_input() {
    let scene = scene();
    let fits = format!("{HOST}{}", " ".repeat(64 * 1024 - HOST.len()));
    assert!(scene.call("get", &fits).good);
    for verb in ["get", "store", "erase"] {
        assert!(scene.call(verb, &format!("{fits} ")).failure().contains("64 KiB"));
    }
    let mut endless = io::repeat(b'x');
    assert!(scene.call_reading(&["get"], &mut endless).failure().contains("64 KiB"));
}

fn junk() {
    let scene = scene();
    for verb in ["get", "store", "erase"] {
        assert!(scene.call_with(&[verb], b"\xff\xfehunter2").failure().contains("UTF-8"));
    }
    for login in ["hunter2", "{\"Secret\":\"hunter2\"", "{\"ServerURL\":[\"hunter2\"]}", "{\"Secret\":{\"hunter2\":1}}"]
    {
        let told = scene.call("store", login);
        assert!(told.failure().contains("ServerURL") && !told.out.contains("hunter2"), "{told:?}");
    }
}

fn no_login() {
    let scene = scene();
    for host in [HOST, "ghcr.io"] {
        // serde by itself takes the fields of a struct in their order.
        let told = scene.call("store", &format!(r#"["{host}","AWS","hunter2"]"#));
        assert!(told.failure().contains("no JSON of ServerURL") && !told.out.contains("hunter2"), "{told:?}");
        for secret in [r#","Secret":"""#, ""] {
            let told = scene.call("store", &format!(r#"{{"ServerURL":"{host}","Username":"AWS"{secret}}}"#));
            assert!(told.failure().contains("empty secret"), "{told:?}");
        }
    }
    assert_eq!(scene.call("list", "").out, "{}");
}

fn blanks() {
    let scene = scene();
    for input in [HOST.to_owned(), format!("{HOST}\n"), format!(" {HOST}\r\n\n")] {
        assert_eq!(scene.call("get", &input).login().0, "AWS");
    }
}

/// Standard input that fails in its own way.
struct Failing(fn() -> io::Result<usize>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        (self.0)()
    }
}

fn panics() {
    let told = scene().call_reading(&["get"], &mut Failing(|| panic!("hunter2")));
    assert!(told.failure().contains("failed at") && !told.out.contains("hunter2"), "{told:?}");
}

fn unreadable() {
    let told = scene().call_reading(&["get"], &mut Failing(|| Err(io::ErrorKind::BrokenPipe.into())));
    assert!(told.failure().contains("cannot be read"), "{told:?}");
}
