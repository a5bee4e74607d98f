use super::stand_in::{Clients, HOST, each, failure, failures};
use crate::programs::STATUS;
use local_ecr::{ACCOUNT, Settings, Token};
use serde_json::{Value, json};

const PASSWORD: &str = "password-for-111122223333";

#[test]
fn the_ecr_helper_needs_no_login() {
    for config in [json!({ "credHelpers": { HOST: "ecr-login" } }), json!({ "credsStore": "ecr-login" })] {
        let clients = Clients::docker().with_store("ecr-login", &[]);
        clients.write_config(&config);
        let answer = clients.connect(json!({}));
        assert_eq!(each(&answer, "status"), ["NotNeeded"], "{answer}");
        assert_eq!(answer["ok"]["logins"][0]["expires_at"], Value::Null);
        assert_eq!(each(&answer, "store"), ["ecr-login"]);
        assert!(answer["log"][0]["message"].as_str().unwrap().contains("ecr-login"), "{answer}");
        assert!(clients.runs().is_empty());
        assert_eq!(clients.read_config(), config);
    }
}

#[test]
fn an_ecr_helper_that_does_not_answer_serves_nobody() {
    for config in [json!({ "credHelpers": { HOST: "ecr-login" } }), json!({ "credsStore": "ecr-login" })] {
        let clients = Clients::docker().with_store("ecr-login", &[]);
        clients.write_config(&config);
        let mute = [("STORE_MUTE", "error while loading shared libraries")];
        let answer = clients.connect_with(&mute, json!({}));
        let error = failure(&answer);
        assert_eq!(error["code"], "CredentialStoreMissing");
        assert!(error["message"].as_str().unwrap().contains(&format!("does not answer: {STATUS}: 127")), "{error}");
        assert!(error["message"].as_str().unwrap().contains("shared libraries"), "{error}");
        assert!(clients.runs().is_empty());
    }
    let clients = Clients::docker().with_store("ecr-login", &[]);
    clients.write_config(&json!({ "credHelpers": { HOST: "ecr-login" } }));
    let old = [("STORE_MUTE", "Unknown credential action `version`")];
    assert_eq!(each(&clients.connect_with(&old, json!({})), "status"), ["NotNeeded"], "it knows the protocol");
}

#[test]
fn the_ecr_helper_of_one_host_leaves_the_others_alone() {
    let clients = Clients::docker().with_store("ecr-login", &[]);
    clients.write_config(&json!({ "credHelpers": { HOST: "ecr-login" } }));
    let answer = clients.connect(json!({ "registry_ids": [ACCOUNT, "222222222222"] }));
    assert_eq!(each(&answer, "status"), ["NotNeeded", "Succeeded"]);
}

#[test]
fn a_store_without_its_program_is_told_before_any_login_with_the_line_that_removes_it() {
    for store in ["gone", "ecr-login"] {
        for (config, key, line) in [
            (json!({ "credsStore": store }), "(credsStore)", "$c.PSObject.Properties.Remove('credsStore')"),
            (
                json!({ "credHelpers": { HOST: store } }),
                "(credHelpers, '111122223333.",
                "$c.credHelpers.PSObject.Properties.Remove('111122223333.",
            ),
        ] {
            let clients = Clients::docker();
            clients.write_config(&config);
            let answer = clients.connect(json!({}));
            let error = failure(&answer);
            assert_eq!(error["code"], "CredentialStoreMissing");
            let (message, hint) = (error["message"].as_str().unwrap(), error["hint"].as_str().unwrap());
            assert!(message.contains(&format!("docker-credential-{store} is not on PATH")), "{message}");
            assert!(message.contains(clients.config().to_str().unwrap()) && message.contains(key), "{message}");
            assert!(hint.contains(line) && hint.contains(clients.config().to_str().unwrap()), "{hint}");
            assert!(clients.runs().is_empty());
            assert_eq!(clients.read_config(), config);
        }
    }
}

#[test]
fn the_line_that_removes_a_store_holds_whatever_quote_stands_in_the_path() {
    for quote in ['\'', '\u{2018}', '\u{2019}', '\u{201A}', '\u{201B}'] {
        let clients = Clients::docker();
        let folder = clients.path(&format!("a{quote}b"));
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("config.json"), json!({ "credsStore": "gone" }).to_string()).unwrap();
        let answer = clients.connect(json!({ "config_path": folder }));
        let hint = failure(&answer)["hint"].as_str().unwrap();
        assert!(hint.contains(&format!("a{quote}{quote}b")), "{hint}");
    }
}

#[test]
fn where_the_login_lies_is_said() {
    let file = Clients::docker();
    let answer = file.connect(json!({}));
    assert_eq!(each(&answer, "store"), [file.config().to_str().unwrap()]);
    assert_eq!(each(&answer, "config_path"), [file.path("config").to_str().unwrap()]);
    let store = Clients::docker().with_store("x", &[]);
    store.write_config(&json!({ "credsStore": "x" }));
    assert_eq!(each(&store.connect(json!({})), "store"), ["x"]);
    for clients in [file, store] {
        let answer = clients.connect(json!({}));
        let log: Vec<&str> =
            answer["log"].as_array().unwrap().iter().filter_map(|line| line["message"].as_str()).collect();
        let log = log.join("\n");
        let program = clients.path("bin").join(format!("docker{}", std::env::consts::EXE_SUFFIX));
        for part in [HOST, "Succeeded", program.to_str().unwrap(), clients.path("config").to_str().unwrap()] {
            assert!(log.contains(part), "{part}: {log}");
        }
    }
}

#[test]
fn an_answer_of_connect_leads_disconnect_to_the_login() {
    for tool in ["docker", "podman", "nerdctl", "helm", "oras", "crane", "finch", "skopeo", "buildah"] {
        let clients = Clients::new(Default::default(), &[tool]);
        let own = json!({ "tool": tool, "config_path": Value::Null });
        let login = clients.connect(own)["ok"]["logins"][0].clone();
        let file = login["store"].as_str().unwrap_or_else(|| panic!("{tool}: {login}"));
        assert!(std::fs::read_to_string(file).unwrap().contains(HOST), "{tool}");
        let back = json!({
            "registry_ids": [login["registry"]], "tool": login["tool"], "config_path": login["config_path"],
        });
        let gone = clients.disconnect(back);
        assert_eq!((each(&gone, "status"), each(&gone, "store")), (vec!["Removed"], vec![file]), "{tool}: {gone}");
        assert!(!std::fs::read_to_string(file).unwrap().contains(HOST), "{tool}");
    }
}

#[test]
fn a_client_that_keeps_nothing_has_not_logged_in() {
    let clients = Clients::docker();
    let answer = clients.connect_with(&[("STAND_IN", "print Login Succeeded")], json!({}));
    assert_eq!(failure(&answer)["code"], "LoginNotKept");
    assert!(failure(&answer)["message"].as_str().unwrap().contains(clients.config().to_str().unwrap()), "{answer}");
    // An older login in the file is not this one.
    clients.write_config(&json!({ "auths": { HOST: { "auth": "QVdTOm9sZA==" } } }));
    let answer = clients.connect_with(&[("STAND_IN", "print Login Succeeded")], json!({}));
    assert_eq!(failure(&answer)["code"], "LoginNotKept");
    let store = Clients::docker().with_store("x", &[]);
    store.write_config(&json!({ "credsStore": "x", "auths": { HOST: {} } }));
    let answer = store.connect_with(&[("STAND_IN", "print Login Succeeded")], json!({}));
    assert_eq!(failure(&answer)["code"], "LoginNotKept");
}

/// The client says that it has kept the login, and hands nothing to the store.
fn said_to_be_kept(variables: &[(&str, &str)]) -> Value {
    let clients = Clients::docker().with_store("x", &[]);
    clients.write_config(&json!({ "credsStore": "x", "auths": { HOST: {} } }));
    let all = [&[("STAND_IN", "print Login Succeeded")], variables].concat();
    let hangs = all.iter().any(|(name, _)| *name == "STORE_HANGS");
    clients.connect_with(&all, json!({ "tool_timeout_ms": if hangs { 3000 } else { 0 } }))
}

#[test]
fn a_store_that_does_not_say_what_it_holds_is_not_believed() {
    for (variables, why) in [
        (&[("STORE_SAYS", "no such vault"), ("STORE_STATUS", "1")][..], "no such vault"),
        (&[("STORE_SAYS", "")], "'x'"),
        (&[("STORE_SAYS", "<html>")], "'x'"),
        // The limit of the request holds for the store: it would answer after a minute.
        (&[("STORE_HANGS", "1")], "did not end within 3 s"),
    ] {
        let answer = said_to_be_kept(variables);
        let error = failure(&answer);
        assert_eq!(error["code"], "CredentialStoreFailed", "{variables:?}: {answer}");
        let message = error["message"].as_str().unwrap();
        assert!(message.contains("'x'") && message.contains(why), "{answer}");
    }
}

#[test]
fn a_store_that_cannot_list_may_give_the_login_itself() {
    let given = |password: &str| json!({ "ServerURL": HOST, "Username": "AWS", "Secret": password }).to_string();
    let cannot_list = ("STORE_SAYS", "list is not implemented");
    let answer = said_to_be_kept(&[cannot_list, ("STORE_STATUS", "1"), ("STORE_GIVES", &given(PASSWORD))]);
    assert_eq!((each(&answer, "status"), each(&answer, "store")), (vec!["Succeeded"], vec!["x"]), "{answer}");
    let answer = said_to_be_kept(&[cannot_list, ("STORE_STATUS", "1"), ("STORE_GIVES", &given("an older password"))]);
    assert_eq!(failure(&answer)["code"], "CredentialStoreFailed", "{answer}");
    assert!(!answer.to_string().contains("an older password"), "{answer}");
}

/// As one of registries.conf.
#[test]
fn podman_may_keep_a_login_in_a_helper_that_no_config_names() {
    for (user, status) in [("AWS", vec!["Succeeded"]), ("somebody", vec![])] {
        let clients = Clients::new(Default::default(), &["podman"]);
        let answer = clients.connect_with(
            &[("STAND_IN", "print Login Succeeded"), ("STAND_IN_USER", user)],
            json!({ "config_path": Value::Null }),
        );
        assert_eq!(each(&answer, "status"), status, "{answer}");
    }
}

/// One line of a client's trouble, from the client to the answer; the table of all is the engine's own test.
#[test]
fn what_is_known_of_an_ending_is_told_before_the_clients_own_words() {
    let tried = "time=\"2026-11-28T21:10:58Z\" level=info msg=\"Error logging in to endpoint, trying next endpoint\" \
                 error=\"login attempt to https://h/v2/ failed with status: 401 Unauthorized\"";
    let fell_back = "Get \"http://h/v2/\": dial tcp 127.0.0.1:80: connect: connection refused";
    let stored = "Error saving credentials: error storing credentials - err: exec: \"docker-credential-osxkeychain\": \
                  executable file not found in $PATH, out: ``";
    for (says, start, said, hint) in [
        (format!("{tried}\n{fell_back}"), "401 Unauthorized: ", "failed with status: 401 Unauthorized.", "clock"),
        (stored.to_owned(), "the client's credential store is missing", stored, "Install the helper"),
        ("Cannot connect to the Docker daemon".to_owned(), "the client's daemon", "Docker daemon.", "Start it"),
    ] {
        let clients = Clients::docker();
        let said_lines = says.lines().map(|line| format!("say {line}\n"));
        let steps = said_lines.collect::<String>() + "exit 1";
        let answer = clients.connect_with(&[("STAND_IN", &steps)], json!({}));
        let error = failure(&answer);
        let message = error["message"].as_str().unwrap();
        assert!(message.starts_with(&format!("docker could not log in to {HOST}: {start}")), "{message}");
        assert!(message.contains(said) && !message.contains("level=info"), "{message}");
        assert!(!message.contains("connection refused"), "{message}");
        assert!(error["hint"].as_str().unwrap().contains(hint), "{error}");
    }
}

const NO_SESSION: &str = "store: A specified logon session does not exist. It may already have been terminated.";

/// Logs in over a config whose store does not take the login, and checks that it lies in the file, with the warning.
fn kept_in_the_file(tool: &str, config: &Value, variables: &[(&str, &str)]) -> Clients {
    let clients = Clients::new(long(), &[tool]).with_store("wincred", &[]);
    clients.write_config(config);
    let path = if tool == "docker" { clients.path("config") } else { clients.config() };
    let answer = clients.connect_with(variables, json!({ "tool": tool, "config_path": path }));
    assert_eq!(each(&answer, "status"), ["Succeeded"], "{tool} {config}: {answer}");
    assert_eq!(each(&answer, "store"), [clients.config().to_str().unwrap()], "{config}");
    let warnings: Vec<&str> = warnings(&answer);
    assert!(warnings.iter().any(|text| text.contains("The credential store of Windows") && text.contains("kept in")));
    assert!(clients.read_config()["auths"][HOST]["auth"].is_string());
    assert_eq!(std::fs::read_to_string(clients.path("store")).unwrap(), "");
    clients
}

fn warnings(answer: &Value) -> Vec<&str> {
    let log = answer["log"].as_array().unwrap().iter().filter(|line| line["level"] == "warning");
    log.filter_map(|line| line["message"].as_str()).collect()
}

/// A password of more than the credential manager of Windows keeps.
fn long() -> Settings {
    let token = Token { password: Some("p".repeat(2561)), ..Token::default() };
    Settings { tokens: [(ACCOUNT.to_owned(), token)].into(), ..Settings::default() }
}

#[test]
fn what_the_credential_manager_of_windows_cannot_keep_goes_into_the_file() {
    for variables in [[("STORE_LIMIT", "2560")], [("STORE_FAILS", NO_SESSION)]] {
        let clients = kept_in_the_file("docker", &json!({ "credsStore": "wincred" }), &variables);
        assert_eq!(clients.read_config()["credHelpers"], json!({ HOST: "" }));
        assert_eq!(clients.read_config()["credsStore"], "wincred");
        let own = json!({ "credHelpers": { "z.example": "x", HOST: "wincred" } });
        for tool in ["docker", "podman", "oras", "helm"] {
            let clients = kept_in_the_file(tool, &own, &variables);
            assert_eq!(clients.read_config()["credHelpers"], json!({ "z.example": "x" }), "{tool}");
        }
    }
}

#[test]
fn a_client_that_cannot_leave_its_store_says_what_helps() {
    for tool in ["oras", "helm"] {
        let clients = Clients::new(Settings::default(), &[tool]).with_store("wincred", &[]);
        let config = json!({ "credsStore": "wincred", "credHelpers": { HOST: "" } });
        clients.write_config(&config);
        let more = json!({ "tool": tool, "config_path": clients.config() });
        let answer = clients.connect_with(&[("STORE_FAILS", NO_SESSION)], more);
        assert_eq!(failure(&answer)["code"], "ToolFailed", "{answer}");
        assert!(failure(&answer)["hint"].as_str().unwrap().contains("credsStore"), "{answer}");
        assert_eq!(clients.read_config(), config);
    }
}

#[test]
fn an_empty_name_on_which_others_fail_is_told_where_they_are() {
    let store = [("STORE_FAILS", NO_SESSION)];
    let connect = |programs: &[&str]| {
        let clients = Clients::new(Settings::default(), programs).with_store("wincred", &[]);
        clients.write_config(&json!({ "credsStore": "wincred" }));
        clients.connect_with(&store, json!({ "tool": "docker" }))
    };
    assert_eq!(warnings(&connect(&["docker"])).len(), 1);
    let answer = connect(&["docker", "podman", "skopeo"]);
    let warnings = warnings(&answer);
    assert!(
        warnings[1].contains("podman, skopeo fail on it") && warnings[1].contains("REGISTRY_AUTH_FILE"),
        "{answer}"
    );
}

#[test]
fn podman_and_its_like_find_no_empty_name_in_their_way() {
    for (store, told) in [(json!(null), 0), (json!("pass"), 1)] {
        let clients = Clients::new(Settings::default(), &["podman"]);
        clients.write_config(&json!({ "credsStore": store, "credHelpers": { HOST: "", "z.example": "x" } }));
        let more = json!({ "tool": "podman", "config_path": clients.config() });
        let answer = clients.connect(more.clone());
        assert_eq!(each(&answer, "status"), ["Succeeded"], "{answer}");
        assert_eq!(clients.read_config()["credHelpers"], json!({ "z.example": "x" }));
        assert_eq!((warnings(&answer).len(), &clients.read_config()["credsStore"]), (told, &store), "{answer}");

        let before = json!({ "credHelpers": { HOST: "" }, "auths": { HOST: { "identitytoken": "t" } } });
        clients.write_config(&before);
        let refused = clients.connect_with(&[("STAND_IN", "say no\nexit 1")], more);
        assert_eq!((failure(&refused)["code"].as_str(), clients.read_config()), (Some("ToolFailed"), before));
    }
}

#[test]
fn a_login_that_fails_in_the_file_too_leaves_the_config_as_it_was() {
    let clients = Clients::docker().with_store("wincred", &[]);
    clients.write_config(&json!({ "credsStore": "wincred", "credHelpers": {} }));
    let says = [("STAND_IN", "say The stub received bad data.\nexit 1")];
    let answer = clients.connect_with(&says, json!({}));
    assert_eq!(failure(&answer)["code"], "ToolFailed");
    assert!(failure(&answer)["hint"].as_str().unwrap().contains("credsStore"), "{answer}");
    assert_eq!(clients.read_config(), json!({ "credsStore": "wincred", "credHelpers": {} }));
}

#[test]
fn a_new_login_replaces_those_under_other_spellings() {
    let others = [
        format!("https://{HOST}"),
        format!("http://{HOST}/v1/"),
        format!("https://{HOST}/v2/"),
        format!("{HOST}/"),
        HOST.to_uppercase(),
    ];
    let mut auths = json!({ "other.example": { "auth": "eA==" } });
    others.iter().for_each(|key| auths[key] = json!({ "auth": "QVdTOm9sZA==" }));
    auths[&others[0]] = json!({ "identitytoken": "old" });
    auths[&others[1]] = json!({ "username": "AWS", "password": "old" });
    let clients = Clients::docker();
    clients.write_config(&json!({ "auths": auths }));
    assert_eq!(each(&clients.connect(json!({})), "status"), ["Succeeded"]);
    let left: Vec<String> = clients.read_config()["auths"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(left, [HOST, "other.example"]);

    let keys: Vec<&str> = others.iter().map(String::as_str).chain(["https://other.example"]).collect();
    let store = Clients::docker().with_store("x", &keys);
    store.write_config(&json!({ "credsStore": "x" }));
    assert_eq!(each(&store.connect(json!({})), "status"), ["Succeeded"]);
    let left = std::fs::read_to_string(store.path("store")).unwrap();
    assert_eq!(left, format!("https://other.example\n{HOST}\n"));
}

#[test]
fn a_store_with_its_program_is_the_clients_own_matter() {
    let clients = Clients::docker().with_store("there", &[]);
    clients.write_config(&json!({ "credsStore": "there", "credHelpers": { "other.example": "gone" } }));
    assert_eq!(failures(&clients.connect(json!({}))), []);
}

#[test]
fn podman_and_its_like_do_not_read_creds_store() {
    for tool in ["podman", "buildah", "skopeo"] {
        let clients = Clients::new(Default::default(), &[tool]);
        clients.write_config(&json!({ "credsStore": "gone" }));
        let answer = clients.connect(json!({ "tool": tool, "config_path": clients.config() }));
        assert_eq!(each(&answer, "status"), ["Succeeded"], "{answer}");
    }
}

#[test]
fn our_own_helper_off_path_is_told_with_what_puts_it_there() {
    let clients = Clients::docker();
    clients.write_config(&json!({ "credHelpers": { HOST: "ecrlogin" } }));
    let answer = clients.connect(json!({}));
    let error = failure(&answer);
    assert_eq!(error["code"], "CredentialStoreMissing");
    assert!(error["message"].as_str().unwrap().contains("docker-credential-ecrlogin is not on PATH"), "{error}");
    let hint = error["hint"].as_str().unwrap();
    assert!(hint.contains("Install-ECRCredentialHelper -AddToPath") && hint.contains("new login shell"), "{hint}");
    assert!(!hint.contains("Remove("), "{hint}");
}
