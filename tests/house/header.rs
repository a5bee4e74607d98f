//! The committed header is the one that the code gives.

use std::fs;

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/rust/include/ecr_login.h");

const PROSE: &str = r#"/*
 * The C ABI of EcrLogin: Amazon ECR login tokens.
 *
 * This file is made from rust/abi/exports.rs. After a change there:
 *   ECRLOGIN_UPDATE_HEADER=1 cargo test --test house header
 *
 * Messages. A request is a JSON object in UTF-8 of at most 16 MiB, an answer a JSON object in
 * pure ASCII; both end with a NUL. Every request says "version": 1. An answer holds "version": 1,
 * "log", and one of "ok" and "error"; it is never NULL.
 *
 * Threads. Any thread may call any function at any time, but not from a signal handler. The
 * library runs one thread of its own, with all signals blocked, from the first call to the end
 * of the process; it cannot be unloaded.
 *
 * Failures. Whatever goes wrong is an answer with an error: NULL for a request, bad UTF-8, bad
 * JSON, an unknown field, an unknown handle, a defect of the library. Nothing is printed. At most
 * 4,096 calls may be open; one more is answered with the error TooManyCalls. A child of fork()
 * gets the error Forked until it calls exec(). When memory runs out, the process aborts.
 *
 * Memory. An answer belongs to the caller and goes back by ecr_login_free() of the same copy of
 * the library; it is wiped there, as it may hold a password.
 */"#;

fn generate() -> String {
    let config = cbindgen::Config {
        language: cbindgen::Language::C,
        header: Some(PROSE.to_owned()),
        include_guard: Some("ECR_LOGIN_H".to_owned()),
        no_includes: true,
        sys_includes: vec!["stdint.h".to_owned()],
        after_includes: Some(format!("\n#define ECR_LOGIN_VERSION \"{}\"", env!("CARGO_PKG_VERSION"))),
        cpp_compat: true,
        documentation_style: cbindgen::DocumentationStyle::C,
        function: cbindgen::FunctionConfig { sort_by: Some(cbindgen::SortKey::None), ..Default::default() },
        ..Default::default()
    };
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/rust/abi/exports.rs");
    let bindings = cbindgen::Builder::new().with_config(config).with_src(source).generate().expect("a header");
    let mut text = Vec::new();
    bindings.write(&mut text);
    String::from_utf8(text).unwrap().replace("# Safety", "Precondition:")
}

#[test]
fn the_header_is_the_one_the_code_gives() {
    let generated = generate();
    if std::env::var_os("ECRLOGIN_UPDATE_HEADER").is_some() {
        fs::write(PATH, &generated).unwrap();
    }
    let committed = fs::read_to_string(PATH).unwrap_or_default();
    assert!(
        committed == generated,
        "rust/include/ecr_login.h does not fit rust/abi/exports.rs; its head says how to make it anew"
    );
}
