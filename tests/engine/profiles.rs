use crate::home::assert_error;
use crate::support::{World, each};
use local_ecr::{ACCESS_KEY, Fault, Key, SECRET_KEY, Settings};
use serde_json::{Value, json};
use std::fs;

const PROFILE_KEY: &str = "AKIAPROFILEEXAMPLE00";

/// Knows a second key, that of the profile `work`.
fn world() -> World {
    let mut settings = Settings::default();
    settings.keys.insert(PROFILE_KEY.into(), Key::new("profile-secret"));
    let world = World::new(settings);
    world.write(
        "credentials",
        format!("[work]\naws_access_key_id = {PROFILE_KEY}\naws_secret_access_key = profile-secret\n"),
    );
    world.write("config", "[profile work]\nregion = ap-south-1\n");
    world
}

/// Without keys or a region in the request: what the environment and the files say counts.
fn ask(world: &World, env: &[(&str, &str)], more: Value) -> Value {
    let mut fields = json!({ "region": null });
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    world.ask_with(env, fields)
}

/// Key and region of the last call.
fn signed_by(world: &World) -> (String, String) {
    (world.signer(), world.token_call().region.unwrap())
}

const ENV_KEYS: [(&str, &str); 3] =
    [("AWS_ACCESS_KEY_ID", ACCESS_KEY), ("AWS_SECRET_ACCESS_KEY", SECRET_KEY), ("AWS_REGION", "us-west-2")];

#[test]
fn the_environment_of_the_request_counts_and_no_other() {
    let world = world();
    ask(&world, &[("AWS_PROFILE", "work")], json!({}));
    assert_eq!(signed_by(&world), (PROFILE_KEY.into(), "ap-south-1".into()));
    ask(&world, &ENV_KEYS, json!({}));
    assert_eq!(signed_by(&world), (ACCESS_KEY.into(), "us-west-2".into()));
}

#[test]
fn a_named_profile_wins_over_keys_of_the_environment() {
    let world = world();
    ask(&world, &ENV_KEYS, json!({ "profile": "work" }));
    assert_eq!(signed_by(&world).0, PROFILE_KEY);
}

#[test]
fn a_profile_that_is_not_there_is_an_error_that_lists_the_others() {
    let world = world();
    for answer in
        [ask(&world, &ENV_KEYS, json!({ "profile": "wrok" })), ask(&world, &[("AWS_PROFILE", "wrok")], json!({}))]
    {
        assert_eq!(answer["error"]["code"], "ProfileNotFound", "{answer}");
        assert_eq!(answer["error"]["details"], json!(["work"]));
    }
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn a_credentials_file_of_the_users_choice_is_the_only_one_searched() {
    let world = world();
    let text =
        format!("\u{feff}[two words]\r\naws_access_key_id={ACCESS_KEY}\r\naws_secret_access_key={SECRET_KEY}\r\n");
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(world.home.path().join("elsewhere"), units).unwrap();
    let cwd = world.home.path().to_str();
    let place = json!({ "cwd": cwd, "profile_location": "elsewhere", "profile": "two words", "region": "us-east-1" });
    ask(&world, &[], place.clone());
    assert_eq!(signed_by(&world).0, ACCESS_KEY);
    let mut other = place;
    other["profile"] = "work".into();
    assert_eq!(ask(&world, &[], other)["error"]["details"], json!(["two words"]));
}

#[test]
fn a_changed_file_counts_at_the_next_call() {
    let world = world();
    ask(&world, &[], json!({ "profile": "work" }));
    world.write("config", "[profile work]\nregion = eu-central-1\n");
    ask(&world, &[], json!({ "profile": "work" }));
    assert_eq!(signed_by(&world).1, "eu-central-1");
}

#[test]
fn a_broken_line_is_named_with_its_file() {
    let world = world();
    world.write("config", "[profile work]\nregion eu-central-1 hunter2\n");
    let answer = ask(&world, &[], json!({ "profile": "work" }));
    assert_eq!(answer["error"]["code"], "InvalidConfigFile");
    let message = answer["error"]["message"].as_str().unwrap();
    assert!(message.contains(".aws") && message.contains("line 2"), "{message}");
    assert!(!message.contains("hunter2"), "{message}");
}

#[test]
fn without_region_or_credentials_the_error_says_what_to_set() {
    let world = world();
    assert_eq!(ask(&world, &[], json!({}))["error"]["code"], "NoRegion");
    let answer = ask(&world, &[("AWS_REGION", "us-east-1")], json!({}));
    assert_eq!(answer["error"]["code"], "NoCredentials");
    assert!(answer["error"]["details"].as_array().unwrap().len() > 2, "{answer}");
}

#[test]
fn retry_settings_that_the_sdk_would_panic_on_are_taken_or_named() {
    let world = world();
    let with =
        |name, value| ask(&world, &[("AWS_REGION", "us-east-1"), ("AWS_PROFILE", "work"), (name, value)], json!({}));
    assert_eq!(each(&with("AWS_RETRY_MODE", "legacy"), "username"), ["AWS"]);
    for (name, value) in [("AWS_RETRY_MODE", "hasty"), ("AWS_MAX_ATTEMPTS", "0"), ("AWS_MAX_ATTEMPTS", "many")] {
        let answer = with(name, value);
        assert_eq!(answer["error"]["code"], "InvalidParameter", "{answer}");
        let message = answer["error"]["message"].as_str().unwrap();
        assert!(message.contains(name) && message.contains(value), "{message}");
    }
}

#[test]
fn half_a_key_pair_and_a_strange_endpoint_are_refused() {
    let world = world();
    for more in [
        json!({ "access_key": "A" }),
        json!({ "secret_key": "hunter2" }),
        json!({ "endpoint_url": "ftp://x" }),
        json!({ "endpoint_url": "x y" }),
    ] {
        let answer = ask(&world, &[], more);
        assert_eq!(answer["error"]["code"], "InvalidParameter", "{answer}");
        assert!(!answer.to_string().contains("hunter2"));
    }
    assert_eq!(ask(&world, &[], json!({ "region": "eu west" }))["error"]["code"], "InvalidRegion");
}

#[test]
fn retry_settings_of_a_profile_count_after_the_variables() {
    let world = world();
    let fault = Fault::Error { status: 500, code: "ServerException".into(), message: "why".into() };
    let mut settings = world.ecr.settings();
    settings.fault = Some(fault);
    world.ecr.set(settings);
    let calls = |env: &[(&str, &str)]| {
        world.ecr.clear_calls();
        ask(&world, env, json!({ "profile": "work", "region": "us-east-1" }));
        world.ecr.calls().len()
    };
    world.write("config", "[profile work]\nmax_attempts = 2\nretry_mode = adaptive\n");
    assert_eq!(calls(&[]), 2);
    assert_eq!(calls(&[("AWS_MAX_ATTEMPTS", "1")]), 1);
    for (line, words) in
        [("retry_mode = hasty", ["retry_mode", "hasty"]), ("max_attempts = -1", ["max_attempts", "-1"])]
    {
        world.write("config", format!("[profile work]\n{line}\n"));
        let answer = ask(&world, &[], json!({ "profile": "work", "region": "us-east-1" }));
        assert_error(&answer["error"], "InvalidParameter", &words);
    }
}

#[test]
fn blanks_around_keys_do_no_harm_and_a_secret_in_place_of_a_key_is_not_sent() {
    let world = world();
    let keys = json!({ "access_key": format!(" {ACCESS_KEY}\n"), "secret_key": format!("{SECRET_KEY} \r\n"), "region": "us-east-1" });
    assert_eq!(each(&ask(&world, &[], keys), "username"), ["AWS"]);
    let calls = world.ecr.calls().len();
    let answer = ask(&world, &[], json!({ "access_key": SECRET_KEY, "secret_key": ACCESS_KEY, "region": "us-east-1" }));
    assert_eq!(answer["error"]["code"], "InvalidParameter", "{answer}");
    assert!(!answer.to_string().contains(SECRET_KEY));
    assert_eq!(world.ecr.calls().len(), calls);
}

#[test]
fn files_that_the_variables_name_are_looked_for_where_the_cli_does() {
    let world = world();
    let elsewhere = world.write("elsewhere", "[work]\n  region: eu-central-1\n");
    let folder = elsewhere.parent().unwrap().to_str().unwrap();
    let variable = if cfg!(windows) { "%FOLDER%" } else { "$FOLDER" };
    for named in ["~/.aws/elsewhere", &format!("{variable}/elsewhere"), "${FOLDER}/elsewhere"] {
        let env = [("AWS_SHARED_CREDENTIALS_FILE", named), ("FOLDER", folder)];
        let answer =
            ask(&world, &env, json!({ "profile": "work", "access_key": ACCESS_KEY, "secret_key": SECRET_KEY }));
        assert_eq!(each(&answer, "username"), ["AWS"], "{named}: {answer}");
        assert_eq!(signed_by(&world).1, "eu-central-1", "{named}");
    }
}

#[test]
fn a_file_that_a_variable_names_and_that_is_not_there_is_told_with_its_path() {
    let world = world();
    for variable in ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"] {
        let env = [(variable, "~/lost/file"), ("AWS_PROFILE", "wrok")];
        let words = [variable, "lost", "is not there"];
        assert_error(&ask(&world, &env, json!({}))["error"], "ProfileNotFound", &words);
        let env = [(variable, "~/lost/file")];
        assert_error(&ask(&world, &env, json!({}))["error"], "NoRegion", &words);
        assert_error(&ask(&world, &env, json!({ "region": "us-east-1" }))["error"], "NoCredentials", &words);
        let keys = json!({ "access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "region": "us-east-1" });
        assert_eq!(each(&ask(&world, &env, keys), "username"), ["AWS"]);
    }
    assert!(!ask(&world, &[], json!({}))["error"]["message"].as_str().unwrap().contains("is not there"));
}

#[test]
fn the_profile_that_aws_tools_settles_counts_where_there_is_no_default() {
    let world = world();
    let settled =
        format!("[AWS PS Default]\naws_access_key_id = {PROFILE_KEY}\naws_secret_access_key = profile-secret\n");
    world.write("credentials", format!("{settled}region = eu-west-3\n"));
    ask(&world, &[], json!({}));
    assert_eq!(signed_by(&world), (PROFILE_KEY.into(), "eu-west-3".into()));
    let other = format!("[default]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n");
    world.write("credentials", format!("{settled}{other}region = us-west-1\n"));
    ask(&world, &[], json!({}));
    assert_eq!(signed_by(&world), (ACCESS_KEY.into(), "us-west-1".into()));
}
