//! Requests that are not signed: no credentials are looked for.

use crate::home::world;
use crate::support::failure;
use local_ecr::{ACCESS_KEY, SECRET_KEY};
use serde_json::json;

#[test]
fn nothing_is_loaded_and_nothing_signed() {
    let world = world(
        "[profile user]\nrole_arn = arn:aws:iam::111122223333:role/unsigned\nsource_profile = user\n\
         [profile broken]\naws_access_key_id = AKIAHALF\n",
    );
    for (profile, access_key) in [("user", None), ("broken", None), ("user", Some(ACCESS_KEY))] {
        let fields = json!({
            "profile": profile, "access_key": access_key, "secret_key": access_key.map(|_| SECRET_KEY),
            "no_sign_request": true,
        });
        let answer = world.ask_with(&[("AWS_ACCESS_KEY_ID", "AKIAHALF")], fields);
        assert_eq!(failure(&answer)["aws_code"], "MissingAuthenticationTokenException", "{answer}");
        assert_eq!(answer["ok"]["info"]["credentials_source"], "none, requests are unsigned");
        let call = world.token_call();
        assert_eq!((call.access_key, call.session_token_present), (None, false));
    }
    assert!(world.calls_of("AssumeRole").is_empty());
}

#[test]
fn ecr_public_is_asked_so_too() {
    let world = world("");
    let answer = world.ask_with(&[], json!({ "public": true, "no_sign_request": true }));
    assert_eq!(failure(&answer)["aws_code"], "MissingAuthenticationTokenException", "{answer}");
    assert_eq!(world.token_call().access_key, None);
}
