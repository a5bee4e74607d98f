use crate::home::{USER_KEY, assert_error, keys_of, settings, world};
use crate::process::{answers, ask_alone, start};
use crate::support::{World, each};
use local_ecr::{ACCESS_KEY, Key, Role, SECRET_KEY, Settings};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

pub const SERIAL: &str = "arn:aws:iam::111122223333:mfa/device";

/// A home whose profile `admin` assumes a role that wants a code.
pub fn guarded() -> World {
    let role = "arn:aws:iam::111122223333:role/guarded";
    let world = world(&format!("[profile admin]\nrole_arn = {role}\nsource_profile = user\nmfa_serial = {SERIAL}\n"));
    let mut settings = settings();
    settings.sts.roles = [(role.to_owned(), Role { mfa_required: true, ..Role::default() })].into();
    world.ecr.set(settings);
    world
}

/// The same without a code.
fn open() -> World {
    world("[profile admin]\nrole_arn = arn:aws:iam::111122223333:role/open\nsource_profile = user\n")
}

pub fn as_admin(world: &World, more: Value) -> Value {
    let mut fields = json!({ "profile": "admin" });
    fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    ask_alone(world.request_with(&[], fields))
}

fn logs_in(answer: &Value) {
    assert_eq!(each(answer, "username"), ["AWS"], "{answer}");
}

pub fn source(answer: &Value) -> &str {
    answer["ok"]["info"]["credentials_source"].as_str().unwrap()
}

fn folder(world: &World) -> PathBuf {
    world.home.path().join(".aws/cli/cache")
}

/// The sessions that lie there.
pub fn cached(world: &World) -> Vec<PathBuf> {
    let files = fs::read_dir(folder(world)).into_iter().flatten().map(|file| file.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect()
}

fn read(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

pub fn one_code_for_all_processes() {
    let world = guarded();
    assert_eq!(as_admin(&world, json!({}))["needs"]["kind"], "mfa_code");
    logs_in(&as_admin(&world, json!({ "mfa_code": "123456" })));
    for region in ["eu-west-1", "us-east-1"] {
        let answer = as_admin(&world, json!({ "region": region }));
        logs_in(&answer);
        assert!(source(&answer).contains("the AWS CLI's cache of role sessions"), "{answer}");
        assert_eq!(world.signer(), world.issued_by("AssumeRole"));
    }
    assert_eq!(world.calls_of("AssumeRole").len(), 1);
}

pub fn one_session_for_all_at_once() {
    let world = open();
    world.ecr.set(Settings { delay_ms: 200, ..settings() });
    let request = world.request_with(&[], json!({ "profile": "admin" }));
    let children: Vec<_> = (0..6).map(|_| start(std::slice::from_ref(&request))).collect();
    children.into_iter().flat_map(answers).for_each(|answer| logs_in(&answer));
    assert_eq!(world.calls_of("AssumeRole").len(), 1);
}

pub fn mode_and_form() {
    let world = open();
    logs_in(&as_admin(&world, json!({})));
    let [file] = &cached(&world)[..] else { panic!("one session") };
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let ours = read(file);
    let theirs = read(&fixtures()[0]);
    for (part, keys) in [
        ("Credentials", &["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration", "AccountId"][..]),
        ("AssumedRoleUser", &["AssumedRoleId", "Arn"]),
        ("ResponseMetadata", &["RequestId", "HTTPStatusCode"]),
    ] {
        for key in keys {
            assert!(theirs[part][key].is_string() || theirs[part][key] == 200, "{part}.{key}");
            assert_eq!(ours[part][key].is_string(), theirs[part][key].is_string(), "{part}.{key}");
        }
    }
    assert_eq!(ours["Credentials"]["AccessKeyId"], world.issued_by("AssumeRole"));
    assert_eq!(ours["Credentials"]["AccountId"], "111122223333");
    assert_eq!(fs::read_dir(folder(&world)).unwrap().count(), 2, "the session and the lock");
}

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/role_cache/fixtures");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|ending| ending == "json")).collect()
}

/// A file that `aws sts get-caller-identity` left, with another end.
fn lay(world: &World, fixture: &Path, end: &str) -> Value {
    let mut session = read(fixture);
    session["Credentials"]["Expiration"] = end.into();
    let name = format!("cli/cache/{}", fixture.file_name().unwrap().to_str().unwrap());
    set_mode(&world.write(&name, session.to_string()), 0o600);
    session
}

pub fn files_of_the_cli_are_used() {
    let config = fs::read_to_string(fixtures()[0].with_file_name("config")).unwrap();
    // The AWS CLI writes what STS answered, or an offset, botocore by itself the name of the zone.
    for end in ["2099-11-28T21:57:09.029323Z", "2099-11-28T21:57:09+00:00", "2099-11-28T21:57:09UTC"] {
        let world = world(&config);
        let mut settings = settings();
        for fixture in fixtures() {
            let session = lay(&world, &fixture, end);
            let text = |key: &str| session["Credentials"][key].as_str().unwrap().to_owned();
            let key = Key { session_token: Some(text("SessionToken")), ..Key::new(&text("SecretAccessKey")) };
            settings.keys.insert(text("AccessKeyId"), key);
        }
        world.ecr.set(settings);
        for (profile, key) in [("plain", "ASIAIOSFODNN7PLAINXX"), ("full", "ASIAIOSFODNN7FULLXXX")] {
            let answer = ask_alone(world.request_with(&[], json!({ "profile": profile })));
            logs_in(&answer);
            assert_eq!(world.signer(), key);
            assert!(
                source(&answer)
                    .contains(&format!("cache of role sessions, role arn:aws:iam::111122223333:role/{profile}"))
            );
        }
        assert!(world.calls_of("AssumeRole").is_empty());
    }
}

pub fn the_base_is_not_asked() {
    let world = guarded();
    let config = format!(
        "{}[profile outer]\nrole_arn = arn:aws:iam::111122223333:role/outer\nsource_profile = admin\n",
        fs::read_to_string(world.home.path().join(".aws/config")).unwrap()
    );
    world.write("config", config);
    let outer = |more: Value| {
        let mut fields = json!({ "profile": "outer" });
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ask_alone(world.request_with(&[], fields))
    };
    logs_in(&outer(json!({ "mfa_code": "123456" })));
    assert_eq!(cached(&world).len(), 2);
    let inner = cached(&world)
        .into_iter()
        .find(|path| read(path)["AssumedRoleUser"]["Arn"].as_str().unwrap().contains("/guarded/"));
    fs::remove_file(inner.unwrap()).unwrap();
    logs_in(&outer(json!({})));
    assert_eq!(world.calls_of("AssumeRole").len(), 2);
}

pub fn what_it_rests_on_has_to_be_there() {
    let world = open();
    logs_in(&as_admin(&world, json!({})));
    world.write("credentials", "[user]\n");
    assert_error(&as_admin(&world, json!({}))["error"], "CredentialsFailed", &["'user'", "neither keys"]);
}

pub fn a_sign_in_is_not_looked_at() {
    let signed_in = "sso_account_id = 111122223333\nsso_role_name = Reader\nsso_region = eu-west-1\n\
                     sso_start_url = https://example.awsapps.com/start\n";
    let world = open();
    logs_in(&as_admin(&world, json!({})));
    world.write("credentials", "");
    let config = fs::read_to_string(world.home.path().join(".aws/config")).unwrap();
    world.write("config", format!("{config}[profile user]\n{signed_in}"));
    logs_in(&as_admin(&world, json!({})));
    cached(&world).into_iter().for_each(|file| fs::remove_file(file).unwrap());
    assert_error(&as_admin(&world, json!({}))["error"], "SsoTokenExpired", &["aws sso login --profile user"]);
}

pub fn junk_is_replaced() {
    let world = open();
    logs_in(&as_admin(&world, json!({})));
    let file = cached(&world).remove(0);
    let session = read(&file);
    let mut over = session.clone();
    over["Credentials"]["Expiration"] = "2001-01-01T00:00:00Z".into();
    let mut lame = session.clone();
    lame["Credentials"].as_object_mut().unwrap().remove("SessionToken");
    let mut odd = session.clone();
    odd["Credentials"]["AccessKeyId"] = "two\nlines".into();
    for text in ["", "{", "[]", "{\"Credentials\": 1}", &lame.to_string(), &odd.to_string(), &over.to_string()] {
        world.ecr.clear_calls();
        fs::write(&file, text).unwrap();
        logs_in(&as_admin(&world, json!({})));
        assert_eq!(world.signer(), world.issued_by("AssumeRole"), "{text}");
        assert_eq!(read(&file)["Credentials"]["AccessKeyId"], world.signer());
    }
}

pub fn a_session_near_its_end_is_not_used() {
    let world = open();
    let mut settings = settings();
    let role = Role { lifetime_s: Some(120), ..Role::default() };
    settings.sts.roles = [("arn:aws:iam::111122223333:role/open".to_owned(), role)].into();
    world.ecr.set(settings);
    for calls in 1..=2 {
        logs_in(&as_admin(&world, json!({})));
        assert_eq!((world.calls_of("AssumeRole").len(), cached(&world).len()), (calls, 1));
    }
}

pub fn the_setting_leaves_it_alone() {
    let world = open();
    let alone =
        |value: &str| ask_alone(world.request_with(&[("ECRLOGIN_ROLE_CACHE", value)], json!({ "profile": "admin" })));
    logs_in(&alone("off"));
    assert!(!folder(&world).exists());
    logs_in(&as_admin(&world, json!({})));
    logs_in(&alone("OFF"));
    assert_eq!(world.calls_of("AssumeRole").len(), 3);
    logs_in(&alone("on"));
    assert_eq!(world.calls_of("AssumeRole").len(), 3);
}

/// A home where a session lies, and how often the role is assumed after that was done to its file.
fn assumed_after(change: impl FnOnce(&Path)) -> usize {
    let world = open();
    logs_in(&as_admin(&world, json!({})));
    change(&cached(&world)[0]);
    logs_in(&as_admin(&world, json!({})));
    world.calls_of("AssumeRole").len() - 1
}

pub fn sessions_of_another_role() {
    let with = |part: &'static str, key: &'static str, value: &'static str| {
        assumed_after(move |file| {
            let mut session = read(file);
            session[part][key] = value.into();
            fs::write(file, session.to_string()).unwrap();
        })
    };
    let arn = |value| with("AssumedRoleUser", "Arn", value);
    assert_eq!(arn("arn:aws:sts::111122223333:assumed-role/open/another-name"), 0);
    assert_eq!(arn("arn:aws:sts::111122223333:assumed-role/another/me"), 1);
    assert_eq!(arn("arn:aws:sts::999999999999:assumed-role/open/me"), 1);
    assert_eq!(with("Credentials", "AccountId", "999999999999"), 1);
}

#[cfg(unix)]
fn set_mode(file: &Path, mode: u32) {
    fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) {}

#[cfg(unix)]
pub fn files_of_others() {
    for (mode, assumed) in [(0o644, 0), (0o620, 1), (0o602, 1)] {
        assert_eq!(assumed_after(|file| set_mode(file, mode)), assumed, "{mode:o}");
    }
    let linked = assumed_after(|file| {
        let elsewhere = file.with_extension("elsewhere");
        fs::rename(file, &elsewhere).unwrap();
        std::os::unix::fs::symlink(elsewhere, file).unwrap();
    });
    assert_eq!(linked, 1);
}

pub fn keys_of_the_request_leave_nothing() {
    let world = open();
    logs_in(&as_admin(&world, json!({ "access_key": ACCESS_KEY, "secret_key": SECRET_KEY })));
    assert!(!world.home.path().join(".aws/cli").exists());
    logs_in(&as_admin(&world, json!({})));
    logs_in(&as_admin(&world, json!({ "access_key": ACCESS_KEY, "secret_key": SECRET_KEY })));
    assert_eq!(world.signer(), ACCESS_KEY);
}

pub fn unverified_answers_are_not_left() {
    let world = open();
    logs_in(&as_admin(&world, json!({ "skip_certificate_check": true })));
    assert!(cached(&world).is_empty());
}

pub fn a_cache_that_cannot_be_written() {
    let world = open();
    world.write("cli", "a file in the folder's place");
    logs_in(&as_admin(&world, json!({})));
    assert_eq!(world.calls_of("AssumeRole")[0].access_key.as_deref(), Some(USER_KEY));
}

pub fn what_was_forgotten() {
    let world = open();
    logs_in(&as_admin(&world, json!({})));
    let request = |region: &str| world.request_with(&[], json!({ "profile": "admin", "region": region }));
    let clear = json!({ "version": 1, "op": "clear_cache" });
    let answers = answers(start(&[request("eu-west-1"), clear, request("eu-west-1")]));
    assert_eq!(world.calls_of("AssumeRole").len(), 2, "{answers:?}");

    // The service refuses the session that lies there: the same call gets another, and leaves it there.
    let world = open();
    world.write("credentials", keys_of("user"));
    logs_in(&as_admin(&world, json!({})));
    let file = cached(&world).remove(0);
    let mut session = read(&file);
    session["Credentials"]["AccessKeyId"] = "ASIAUNKNOWNTOANYBODY".into();
    fs::write(&file, session.to_string()).unwrap();
    logs_in(&as_admin(&world, json!({})));
    assert_eq!(read(&file)["Credentials"]["AccessKeyId"], world.signer());
}
