//! The verb `kubelet`: requests and responses by Kubernetes' own types are in `kubernetes.rs`.

use crate::call::{HOST, Scene, Told, ended, program};
use crate::home::{USER_KEY, world};
use crate::trial;
use libtest_mimic::Trial;
use local_ecr::{Fault, Role, Settings, StsSettings};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;

const VERSION: &str = "credentialprovider.kubelet.k8s.io/v1";
const HOUR: i64 = 60 * 60;
const ROLE: &str = "arn:aws:iam::111122223333:role/pod";

pub fn trials() -> Vec<Trial> {
    vec![
        trial("a kubelet is given the login of the image's registry, for half of its life at most", login),
        trial("a kept login serves for half of what is left of it at most", kept),
        trial("kubelets that are answered at one moment do not ask again at one moment", spread),
        trial("an end that is no token's is not believed", far_end),
        trial("a node without a home pulls", no_home),
        trial("the map leads hosts of others to a registry, ports included", mapped),
        trial("nobody logs in where the map says so", anonymous),
        trial("a service account's own role pulls, whatever the node has", service_account),
        trial("the role of a service account for pulls goes before that for all its pod does", role_for_pulls),
        trial("a login that was handed in is the machine's, and no pod's", handed_in),
        trial("a service account without a role gets nothing of the node's", no_role),
        trial("a service account without a token gets nothing of the node's", no_token),
        trial("the map's role is for those who have none of their own", role_of_the_map),
        trial("a role that does not trust the token is told", not_trusted),
        trial("what is no request in this version is refused, and nothing of it repeated", refused),
        trial("a failure is in the kubelet's log, and the standard output is clean", failure),
        trial("the program knows its kubelet by its own name", name),
    ]
}

fn request(image: &str, more: Value) -> String {
    let mut request = json!({ "apiVersion": VERSION, "kind": "CredentialProviderRequest", "image": image });
    request.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    request.to_string()
}

fn pull(scene: &Scene, image: &str) -> Told {
    scene.call("kubelet", &request(image, json!({})))
}

fn response(told: &Told) -> Value {
    assert!(told.good && told.err.is_empty(), "{told:?}");
    let response: Value = serde_json::from_str(&told.out).unwrap_or_else(|e| panic!("{e}: {told:?}"));
    assert_eq!(response["apiVersion"], VERSION);
    assert_eq!(
        (&response["kind"], &response["cacheKeyType"]),
        (&json!("CredentialProviderResponse"), &json!("Registry"))
    );
    response
}

/// Asserts that a login is kept for two fifths to half of what was left of it some seconds ago at most.
fn assert_share(response: &Value, left: i64) {
    let seconds = seconds(response);
    assert!((left * 2 / 5 - 5..=left / 2).contains(&seconds), "{response}");
}

fn seconds(response: &Value) -> i64 {
    let text = response["cacheDuration"].as_str().unwrap_or_else(|| panic!("{response}"));
    text.strip_suffix('s').unwrap().parse().unwrap()
}

/// Asserts a failure that only the log hears of, and gives it.
fn logged(told: &Told) -> &str {
    assert!(!told.good && told.out.is_empty() && !told.err.is_empty() && !told.err.contains('\n'), "{told:?}");
    &told.err
}

fn login() {
    let scene = Scene::new(Settings::default());
    let response = response(&pull(&scene, &format!("{HOST}/team/app")));
    assert_eq!(response["auth"], json!({ HOST: { "username": "AWS", "password": "password-for-111122223333" } }));
    assert_share(&response, 12 * HOUR);
    assert_eq!(response.as_object().unwrap().len(), 5, "a kubelet refuses what it does not know");
}

fn kept() {
    let scene = Scene::new(Settings::default());
    pull(&scene, HOST);
    scene.change(|kept| {
        let login = &mut kept["logins"][0];
        for time in ["since", "expires_at"] {
            login[time] = json!(login[time].as_i64().unwrap() - HOUR);
        }
    });
    assert_share(&response(&pull(&scene, HOST)), 11 * HOUR);
    assert_eq!(scene.asked(), 1);
}

fn spread() {
    let scene = Scene::new(Settings::default());
    let times: Vec<i64> = (0..16).map(|_| seconds(&response(&pull(&scene, HOST)))).collect();
    assert!(times.iter().max().unwrap() - times.iter().min().unwrap() > 300, "{times:?}");
}

fn far_end() {
    let scene = Scene::new(Settings::default());
    pull(&scene, HOST);
    scene.change(|kept| kept["logins"][0]["expires_at"] = json!(4_102_444_800_i64));
    assert_share(&response(&pull(&scene, HOST)), 12 * HOUR);
}

fn no_home() {
    let mut scene = Scene::new(Settings::default());
    for name in ["HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CACHE_HOME"] {
        scene.variables.remove(name);
    }
    assert_share(&response(&pull(&scene, HOST)), 12 * HOUR);
}

fn mapped() {
    let scene = Scene::new(Settings::default());
    scene.map(json!([{ "match": "registry.example.com:5000", "account": "444455556666", "region": "eu-west-1" }]));
    let led = response(&pull(&scene, "registry.example.com:5000/app"));
    assert_eq!(led["auth"]["registry.example.com:5000"]["password"], "password-for-444455556666");
    // A kubelet takes a login for the port that its image names.
    let https = format!("{HOST}:443");
    assert_eq!(response(&pull(&scene, &https))["auth"][&https]["password"], "password-for-111122223333");
    let told = pull(&scene, "registry.example.com/app");
    assert!(logged(&told).contains("no registry of ECR"), "{told:?}");
}

fn anonymous() {
    let scene = Scene::new(Settings::default());
    scene.map(json!([{ "match": "public.ecr.aws", "anonymous": true }]));
    assert_eq!(response(&pull(&scene, "public.ecr.aws/docker/library/alpine"))["auth"], json!({}));
    assert!(scene.world.ecr.calls().is_empty());
    let nobody = Scene::of(crate::home::world(""));
    assert_eq!(response(&pull(&nobody, "public.ecr.aws/docker/library/alpine"))["auth"], json!({}));
}

fn by_account(annotations: Value) -> String {
    request(HOST, json!({ "serviceAccountToken": "token-of-the-pod", "serviceAccountAnnotations": annotations }))
}

fn annotated() -> String {
    by_account(json!({ "eks.amazonaws.com/role-arn": ROLE, "other": "x" }))
}

fn service_account() {
    let scene = Scene::new(Settings::default());
    response(&scene.call("kubelet", &annotated()));
    let [assumed] = &scene.world.calls_of("AssumeRoleWithWebIdentity")[..] else { panic!("one role") };
    assert!(format!("{assumed:?}").contains(ROLE), "{assumed:?}");
    assert_ne!(scene.world.signer(), local_ecr::ACCESS_KEY);
    // The node's own login is another one.
    response(&pull(&scene, HOST));
    assert_eq!((scene.asked(), scene.world.signer()), (2, local_ecr::ACCESS_KEY.to_owned()));
}

fn handed_in() {
    let scene = Scene::new(Settings::default());
    let login = json!({ "ServerURL": HOST, "Username": "AWS", "Secret": "of the machine" }).to_string();
    assert!(scene.call("store", &login).good);
    assert_eq!(response(&pull(&scene, HOST))["auth"][HOST]["password"], "of the machine");
    let of_pod = response(&scene.call("kubelet", &annotated()));
    assert_eq!(of_pod["auth"][HOST]["password"], "password-for-111122223333");
}

fn role_for_pulls() {
    let other = "arn:aws:iam::111122223333:role/other";
    for (pulls, all) in [(ROLE, other), (ROLE, ""), (" ", ROLE)] {
        let scene = Scene::new(Settings::default());
        let annotations = json!({ "eks.amazonaws.com/ecr-role-arn": pulls, "eks.amazonaws.com/role-arn": all });
        response(&scene.call("kubelet", &by_account(annotations)));
        let [assumed] = &scene.world.calls_of("AssumeRoleWithWebIdentity")[..] else { panic!("one role") };
        assert_eq!(assumed.parameters["RoleArn"], ROLE);
    }
}

fn no_role() {
    let scene = Scene::new(Settings::default());
    for annotations in [json!({}), json!({ "eks.amazonaws.com/role-arn": " " }), Value::Null] {
        let told = scene.call("kubelet", &by_account(annotations));
        assert!(logged(&told).contains("eks.amazonaws.com/role-arn"), "{told:?}");
        assert!(!told.err.contains("token-of-the-pod"));
    }
    assert!(scene.world.ecr.calls().is_empty());
}

fn no_token() {
    let scene = Scene::new(Settings::default());
    let annotations = json!({ "eks.amazonaws.com/role-arn": ROLE });
    for more in [
        json!({}),
        json!({ "serviceAccountToken": "" }),
        json!({ "serviceAccountToken": " " }),
        json!({ "serviceAccountToken": null }),
    ] {
        let mut fields = json!({ "serviceAccountAnnotations": annotations });
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let told = scene.call("kubelet", &request(HOST, fields));
        assert!(logged(&told).contains("tokenAttributes"), "{told:?}");
    }
    assert!(scene.world.ecr.calls().is_empty());
    // Other annotations ask for nothing.
    let other = json!({ "serviceAccountToken": "", "serviceAccountAnnotations": { "other": "x" } });
    response(&scene.call("kubelet", &request(HOST, other)));
}

fn role_of_the_map() {
    let scene = Scene::new(Settings::default());
    scene.map(json!([{ "match": HOST, "role": "arn:aws:iam::{account}:role/pull" }]));
    response(&scene.call("kubelet", &annotated()));
    assert_eq!(scene.world.calls_of("AssumeRole").len(), 0);
    response(&pull(&scene, HOST));
    assert_eq!(scene.world.calls_of("AssumeRole").len(), 1);
}

fn not_trusted() {
    let role = Role { web_identity_tokens: vec!["another".into()], ..Role::default() };
    let sts = StsSettings { roles: BTreeMap::from([(ROLE.to_owned(), role)]), ..StsSettings::default() };
    let scene = Scene::new(Settings { sts, ..Settings::default() });
    let told = scene.call("kubelet", &annotated());
    assert!(logged(&told).contains(ROLE) && !told.err.contains("token-of-the-pod"), "{told:?}");
    assert_eq!(scene.asked(), 0);
}

fn refused() {
    let scene = Scene::new(Settings::default());
    let beta = request(HOST, json!({ "apiVersion": "credentialprovider.kubelet.k8s.io/v1beta1" }));
    let other = request(HOST, json!({ "kind": "hunter2" }));
    let token = r#"{"serviceAccountToken":["hunter2"]}"#;
    let list = &json!([VERSION, "CredentialProviderRequest", HOST, "hunter2", {}]).to_string();
    for input in [&beta, &other, &request(" ", json!({})), token, list, "", "hunter2", "{}", "[1]", "\u{0}"] {
        let told = scene.call("kubelet", input);
        assert!(logged(&told).contains("credentialprovider.kubelet.k8s.io/v1"), "{input}: {told:?}");
        assert!(!told.err.contains("hunter2"), "{told:?}");
    }
    assert!(scene.world.ecr.calls().is_empty());
}

fn failure() {
    let denied = Fault::Error { status: 400, code: "AccessDeniedException".into(), message: "not you".into() };
    let scene = Scene::new(Settings { fault: Some(denied), ..Settings::default() });
    let told = pull(&scene, HOST);
    assert!(logged(&told).contains("AccessDeniedException"), "{told:?}");
}

/// As kubelets start it: a program of another name, without arguments.
fn name() {
    let scene = Scene::of(world(""));
    let scene = scene.with("AWS_PROFILE", "user");
    let folder = scene.world.home.path().join("providers");
    fs::create_dir(&folder).unwrap();
    let provider = folder.join(format!("ecrlogin-credential-provider{}", std::env::consts::EXE_SUFFIX));
    fs::copy(program(), &provider).unwrap();
    let told = ended(scene.start_program(&provider, &[], &request(HOST, json!({}))));
    assert_eq!(response(&told)["auth"][HOST]["username"], "AWS");
    assert_eq!(scene.world.signer(), USER_KEY);
}
