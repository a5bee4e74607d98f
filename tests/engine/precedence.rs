//! Which of several sources counts, as users of the AWS CLI expect it.

use crate::home::{USER_KEY, USER_SECRET, assert_error, error, keys_of, settings, sha256, world};
use crate::programs::CLIENT;
use crate::support::{World, ask, each};
use local_ecr::{ACCESS_KEY, Key, SECRET_KEY, Settings};
use serde_json::{Value, json};

const OTHER_KEY: &str = "AKIAOTHEREXAMPLE0000";
const ENV_KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", ACCESS_KEY), ("AWS_SECRET_ACCESS_KEY", SECRET_KEY)];

fn with<'a>(base: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    [base, more].concat()
}

/// An endpoint that knows temporary keys.
fn temporary() -> World {
    let mut settings = Settings::default();
    let key = Key { session_token: Some("the-session-token".into()), ..Key::new("temporary-secret") };
    settings.keys.insert("ASIATEMPORARYEXAMPLE".into(), key);
    World::new(settings)
}

fn assert_temporary(world: &World) {
    assert_eq!(world.signer(), "ASIATEMPORARYEXAMPLE");
    assert_eq!(world.token_call().session_token_sha256, Some(sha256("the-session-token")));
}

#[test]
fn keys_of_the_request_go_before_everything() {
    let world = world("");
    let keys = json!({ "access_key": ACCESS_KEY, "secret_key": SECRET_KEY });
    let env = [("AWS_ACCESS_KEY_ID", USER_KEY), ("AWS_SECRET_ACCESS_KEY", USER_SECRET), ("AWS_PROFILE", "user")];
    let answer = world.ask_with(&env, keys.clone());
    assert_eq!(world.signer(), ACCESS_KEY);
    assert_eq!(answer["ok"]["info"]["credentials_source"], "parameters");
    let mut named = keys;
    named["profile"] = "user".into();
    named["credentials_source"] = "$StoredAWSCredentials".into();
    let answer = world.ask_with(&[], named);
    assert_eq!(world.signer(), ACCESS_KEY);
    assert_eq!(answer["ok"]["info"]["credentials_source"], "$StoredAWSCredentials");
}

#[test]
fn an_empty_session_token_is_none_and_an_empty_access_key_is_told() {
    let world = world("");
    world.ask_with(&[], json!({ "access_key": ACCESS_KEY, "secret_key": SECRET_KEY, "session_token": " " }));
    assert_eq!(world.token_call().session_token_sha256, None);
    let answer = world.ask_with(&[], json!({ "access_key": "", "secret_key": "", "session_token": "" }));
    assert_error(error(&answer), "InvalidParameter", &["access key is empty"]);
}

#[test]
fn an_environment_of_two_texts_counts_like_an_object() {
    let world = world("");
    let env = world.env(&with(&ENV_KEYS, &[("EMPTY", "")]));
    let (names, values): (Vec<_>, Vec<_>) =
        env.as_object().unwrap().iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).unzip();
    let mut request =
        json!({ "version": 1, "region": "eu-west-1", "env_names": names.join("\0"), "env_values": values.join("\0") });
    let answer = ask(&request);
    assert_eq!(world.signer(), ACCESS_KEY);
    assert_eq!(answer["ok"]["info"]["credentials_source"], "environment variables");

    request["env_values"] = values[1..].join("\0").into();
    assert_error(error(&ask(&request)), "InvalidRequest", &["env_names and env_values"]);
    request["env_values"] = values.join("\0").into();
    for (field, value) in [("env", json!({})), ("env_names", Value::Null)] {
        request[field] = value;
        assert_error(error(&ask(&request)), "InvalidRequest", &["env_names and env_values"]);
    }
}

#[test]
fn a_profile_of_the_environment_does_not_go_before_its_keys() {
    let world = world("");
    let answer = world.ask_with(&with(&ENV_KEYS, &[("AWS_PROFILE", "user")]), json!({}));
    assert_eq!(world.signer(), ACCESS_KEY);
    assert_eq!(answer["ok"]["info"]["credentials_source"], "environment variables");
}

#[test]
fn a_named_profile_puts_keys_of_the_environment_out_of_play() {
    let world = world("[profile empty]\nregion = eu-west-1\n");
    world.ask_with(&ENV_KEYS, json!({ "profile": "user" }));
    assert_eq!(world.signer(), USER_KEY);
    let answer = world.ask_with(&ENV_KEYS, json!({ "profile": "empty" }));
    assert_error(error(&answer), "NoCredentials", &["out of play", "profile 'empty'", "holds neither keys"]);
    let half = world.ask_with(&[("AWS_ACCESS_KEY_ID", "AKIAHALF")], json!({ "profile": "user" }));
    assert_eq!(each(&half, "username"), ["AWS"]);
}

#[test]
fn a_profile_that_is_not_there_never_falls_through() {
    let world = world("");
    let creds = format!("{}/creds", world.ecr.url());
    let env = [("AWS_CONTAINER_CREDENTIALS_FULL_URI", creds.as_str())];
    for answer in [
        world.ask_with(&env, json!({ "profile": "lost" })),
        world.ask_with(&with(&env, &[("AWS_DEFAULT_PROFILE", "lost")]), json!({})),
        world.ask_with(&with(&ENV_KEYS, &[("AWS_PROFILE", "lost")]), json!({})),
    ] {
        assert_error(error(&answer), "ProfileNotFound", &["'lost'", "user", "-ProfileName or AWS_PROFILE"]);
    }
    assert!(world.ecr.calls().is_empty());
}

#[test]
fn both_variables_for_a_profile_are_read() {
    let world = World::new(settings());
    let other = format!("[other]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n");
    world.write("credentials", keys_of("user") + &other);
    let answer = world.ask_with(&[("AWS_DEFAULT_PROFILE", "user")], json!({}));
    assert_eq!(world.signer(), USER_KEY);
    assert_eq!(answer["ok"]["info"]["profile"], "user");
    world.ask_with(&[("AWS_DEFAULT_PROFILE", "user"), ("AWS_PROFILE", "other")], json!({}));
    assert_eq!(world.signer(), ACCESS_KEY);
}

#[test]
fn a_session_token_has_two_names() {
    let world = temporary();
    let keys = [("AWS_ACCESS_KEY_ID", "ASIATEMPORARYEXAMPLE"), ("AWS_SECRET_ACCESS_KEY", "temporary-secret")];
    for name in ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"] {
        world.ask_with(&with(&keys, &[(name, "the-session-token")]), json!({}));
        assert_temporary(&world);
        world.ecr.clear_calls();
    }
    for name in ["aws_session_token", "aws_security_token"] {
        let profile =
            "[temporary]\naws_access_key_id = ASIATEMPORARYEXAMPLE\naws_secret_access_key = temporary-secret\n";
        world.write("credentials", format!("{profile}{name} = the-session-token\n"));
        world.log_in("temporary");
        assert_temporary(&world);
        world.ecr.clear_calls();
    }
    let request = json!({
        "access_key": "ASIATEMPORARYEXAMPLE", "secret_key": "temporary-secret", "session_token": "the-session-token",
    });
    world.ask_with(&[], request);
    assert_temporary(&world);
}

#[test]
fn half_a_key_pair_in_the_environment_is_told() {
    let world = World::new(settings());
    world.write("credentials", keys_of("default"));
    for (have, missing) in
        [("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID")]
    {
        let answer = world.ask_with(&[(have, "hunter2")], json!({}));
        assert_error(error(&answer), "CredentialsFailed", &["half a key pair", missing, "Set both"]);
        assert!(!answer.to_string().contains("hunter2"), "{answer}");
    }
    let blank = [("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", " ")];
    world.ask_with(&blank, json!({}));
    assert_eq!(world.signer(), USER_KEY);
}

/// Which key signs, of a profile `p` with these lines and, where told, keys in the credentials file.
fn winner(lines: &str, in_credentials_file: bool) -> (World, Value) {
    let mut settings = settings();
    settings.keys.insert(OTHER_KEY.into(), Key::new(USER_SECRET));
    let world = World::new(settings);
    let printed = json!({ "Version": 1, "AccessKeyId": OTHER_KEY, "SecretAccessKey": USER_SECRET });
    let file = world.write("printed", printed.to_string());
    world.write("token", "a.web.token");
    world.write("config", format!("[profile p]\n{lines}\n").replace("PROCESS", &format!("\"{CLIENT}\"")));
    if in_credentials_file {
        world.write("credentials", keys_of("p"));
    }
    let steps = format!("file {}", file.display());
    let answer = world.ask_with(&[("STAND_IN", &steps)], json!({ "profile": "p" }));
    (world, answer)
}

#[test]
fn one_profile_is_read_in_the_order_of_the_cli() {
    let keys = format!("aws_access_key_id = {USER_KEY}\naws_secret_access_key = {USER_SECRET}\n");
    let process = "credential_process = PROCESS\n";
    let login = "login_session = arn:aws:iam::111122223333:user/lost\n";
    let sso = "sso_account_id = 1\nsso_role_name = r\nsso_start_url = https://x.example\nsso_region = us-east-1\n";
    let web = "role_arn = arn:aws:iam::111122223333:role/order\nweb_identity_token_file = ~/.aws/token\n";

    let (world, _) = winner(&format!("{keys}{process}"), false);
    assert_eq!(world.signer(), OTHER_KEY, "a process goes before keys of the config file");
    let (world, _) = winner(process, true);
    assert_eq!(world.signer(), USER_KEY, "keys of the credentials file go before a process");
    let (_, answer) = winner(&format!("{process}{login}"), false);
    assert_error(error(&answer), "CredentialsFailed", &["aws login"]);
    let (_, answer) = winner(sso, true);
    assert_error(error(&answer), "SsoTokenExpired", &["aws sso login"]);
    let (world, _) = winner(&format!("{web}{sso}"), true);
    assert_eq!(world.signer(), world.issued_by("AssumeRoleWithWebIdentity"));
}

#[test]
fn the_region_of_the_request_goes_first_and_that_of_the_profile_last() {
    let world = world(
        "[profile user]\nregion = sa-east-1\n\
         [profile role]\nrole_arn = arn:aws:iam::111122223333:role/region\nsource_profile = user\n",
    );
    let ask = |env: &[(&str, &str)], region: Value, profile: &str| {
        let answer = world.ask_with(env, json!({ "profile": profile, "region": region }));
        answer["ok"]["info"]["region"].as_str().map(str::to_owned).unwrap_or_else(|| answer.to_string())
    };
    let both = [("AWS_DEFAULT_REGION", "eu-south-2"), ("AWS_REGION", "eu-south-1")];
    assert_eq!(ask(&both, "us-west-1".into(), "user"), "us-west-1");
    assert_eq!(ask(&both, Value::Null, "user"), "eu-south-1");
    assert_eq!(ask(&both[..1], Value::Null, "user"), "eu-south-2");
    assert_eq!(ask(&[], Value::Null, "user"), "sa-east-1");
    assert_eq!(ask(&[], Value::Null, "role"), "sa-east-1", "a role may leave it to its source");
}

#[test]
fn names_and_keys_are_read_as_people_write_them() {
    let name = "some-thing:long/the_one%only.foo@bar+";
    let world = World::new(settings());
    world.write("config", format!("[profile {name}]\nregion = eu-west-2\n"));
    let keys = format!("AWS_ACCESS_KEY_ID={USER_KEY}\nAws_Secret_Access_Key = {USER_SECRET}\n");
    world.write("credentials", format!("[{name}]\n{keys}"));
    world.ask_with(&[("AWS_PROFILE", name)], json!({ "region": null }));
    assert_eq!(world.signer(), USER_KEY);
    assert_eq!(world.token_call().region.as_deref(), Some("eu-west-2"));
}

#[test]
fn files_lie_where_the_environment_says() {
    let world = world("");
    let config = world.write("elsewhere/config", "[profile far]\nregion = ca-west-1\n");
    let credentials = world.write("elsewhere/credentials", keys_of("far"));
    let env = [
        ("AWS_CONFIG_FILE", config.to_str().unwrap()),
        ("AWS_SHARED_CREDENTIALS_FILE", "~/.aws/elsewhere/credentials"),
    ];
    assert!(credentials.exists());
    world.ask_with(&env, json!({ "profile": "far", "region": null }));
    assert_eq!((world.signer(), world.token_call().region.as_deref()), (USER_KEY.into(), Some("ca-west-1")));
    assert_error(error(&world.ask_with(&env, json!({ "profile": "user" }))), "ProfileNotFound", &["There are: far"]);
}

#[test]
fn a_config_file_of_windows_powershell_is_read() {
    let world = World::new(settings());
    let text = format!(
        "\u{feff}[profile \"two words\"]\r\nregion = eu-west-3\r\naws_access_key_id = {USER_KEY}\r\n\
         aws_secret_access_key = {USER_SECRET}\r\n"
    );
    world.write("config", text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    world.ask_with(&[("AWS_PROFILE", "two words")], json!({ "region": null }));
    assert_eq!((world.signer(), world.token_call().region.as_deref()), (USER_KEY.into(), Some("eu-west-3")));
    let answer = world.ask_with(&[], json!({ "profile": "lost" }));
    assert_eq!(error(&answer)["details"], json!(["two words"]));
}

#[test]
fn files_that_cannot_be_read_are_told() {
    let world = world("");
    let folder = world.home.path().to_str().unwrap().to_owned();
    let answer = world.ask_with(&[("AWS_CONFIG_FILE", &folder)], json!({}));
    assert_error(error(&answer), "InvalidConfigFile", &[&folder, "cannot be read"]);
    world.write("config", "[profile a]\nregion = x\n= hunter2\n");
    let answer = world.ask_with(&[], json!({ "profile": "user" }));
    assert_error(error(&answer), "InvalidConfigFile", &["config", "line 3", "Correct the line"]);
    assert!(!answer.to_string().contains("hunter2"), "{answer}");
}

#[test]
fn a_blank_variable_is_not_set() {
    let world = World::new(settings());
    world.write("credentials", keys_of("default"));
    world.write("config", "[default]\nregion = eu-west-3\n");
    let blank = [
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_PROFILE",
        "AWS_DEFAULT_PROFILE",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_CONFIG_FILE",
        "AWS_SHARED_CREDENTIALS_FILE",
        "AWS_CA_BUNDLE",
        "AWS_ENDPOINT_URL_ECR",
        "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
        "AWS_USE_FIPS_ENDPOINT",
        "AWS_USE_DUALSTACK_ENDPOINT",
        "AWS_RETRY_MODE",
        "AWS_MAX_ATTEMPTS",
        "AWS_ROLE_ARN",
        "AWS_WEB_IDENTITY_TOKEN_FILE",
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        "HTTPS_PROXY",
        "HTTP_PROXY",
        "NO_PROXY",
        "SSL_CERT_FILE",
        "AWS_SDK_UA_APP_ID",
        "AWS_DEFAULTS_MODE",
        "AWS_DISABLE_REQUEST_COMPRESSION",
        "AWS_REQUEST_MIN_COMPRESSION_SIZE_BYTES",
        "AWS_STS_REGIONAL_ENDPOINTS",
    ];
    for value in ["", " "] {
        let answer = world.ask_with(&blank.map(|name| (name, value)), json!({ "region": null }));
        assert_eq!(each(&answer, "username"), ["AWS"], "{answer}");
        assert_eq!((world.signer(), world.token_call().region.as_deref()), (USER_KEY.into(), Some("eu-west-3")));
        assert_eq!(answer["ok"]["info"]["endpoint"], world.ecr.url());
    }
}
