//! Uses of rooms above, and uses that are fine.

use crate::rooms::faults;
use crate::rooms::fixtures::{HIGH, assert_clean, assert_fault, assert_upward, engine};

#[test]
fn uses_of_rooms_below_are_fine() {
    assert_clean(&[
        ("base/low.rs", "use std::fs;\npub fn low() { fs::read(\"low\"); http::low(); }\n"),
        ("net/high.rs", "use crate::base::low::{self, low as deep};\npub fn high() { low::low(); deep() }\n"),
        ("ops/all.rs", "use super::super::{base::low, net::high};\nfn all() { crate::client::Client; }\n"),
        ("ops/other.rs", "use super::all::*;\nuse ::crate_of_others::net;\n"),
    ]);
}

#[test]
fn upward_in_a_group() {
    let low = "use crate::{\n    base::other,\n    net::{high::{self as up}},\n};\n";
    assert_upward("3: net::{high::{self as up}},", &[("base/low.rs", low), ("base/other.rs", ""), HIGH]);
}

#[test]
fn upward_by_super() {
    assert_upward("1: use super::super::net::high;", &[("base/low.rs", "use super::super::net::high;\n"), HIGH]);
}

#[test]
fn upward_by_all_of_a_module() {
    assert_upward("1: use crate::net::high::*;", &[("base/low.rs", "use crate::net::high::*;\n"), HIGH]);
}

#[test]
fn upward_inside_of_a_function() {
    assert_upward("2: use crate::net::high;", &[("base/low.rs", "fn low() {\n    use crate::net::high;\n}\n"), HIGH]);
}

#[test]
fn upward_in_code() {
    for low in [
        "fn low() { crate::net::high::high() }",
        "fn low(_: &crate::net::high::High) {}",
        "fn low() -> Vec<Option<super::super::net::high::High>> { Vec::new() }",
        "fn low() { let crate::net::high::High = 1 else { return }; }",
        "impl crate::net::high::Higher for Low {}",
        "fn low() { <u8 as crate::net::high::Higher>::high() }",
        "fn low() { crate::net::high::high!(1) }",
        "fn low() { format!(\"{}\", [crate::net::high::High]); }",
        "fn low() { matches!(low, Some(super::super::net::high::High)); }",
        "macro_rules! low { () => { $crate::net::high::high() } }",
        "#[derive(crate::net::high::Higher)] struct Low;",
        "struct Low { #[serde(with = \"crate::net::high\")] low: u8 }",
        "mod inner { fn low() { super::super::super::net::high::high() } }",
    ] {
        assert_upward(&format!("1: {low}"), &[("base/low.rs", low), HIGH]);
    }
}

#[test]
fn upward_through_what_a_room_hands_on() {
    for (hands_on, low) in [
        ("pub use high::high;", "use crate::net::high;"),
        ("pub use self::high::High as Tall;", "use crate::net::Tall;"),
        ("pub use crate::net::high::*;", "fn low() { crate::net::High; }"),
        ("pub use high::*;", "use crate::net::*;"),
        ("pub(crate) use high::{High, high as rise};", "use crate::{net as sky}; fn low() { sky::rise() }"),
    ] {
        let index = format!("//! The net.\nmod high;\nmod other;\n{hands_on}\n");
        let files = [("base/low.rs", low), HIGH, ("net/other.rs", "pub fn other() {}"), ("net/mod.rs", &index)];
        let faults = faults(engine(&files).path());
        let expected = format!("rust/engine/base/low.rs:1: {low} (that is rust/engine/net/high.rs)");
        assert!(faults.iter().any(|fault| fault.contains(&expected)), "{hands_on} {low}: {faults:#?}");
    }
}

#[test]
fn a_room_hands_on_nothing_from_above() {
    let index = "//! The base.\npub use crate::net::high::High;\n";
    let lines = [
        "base uses net, a room above it:",
        "    rust/engine/base/mod.rs:2: pub use crate::net::high::High; (that is rust/engine/net/high.rs)",
    ];
    assert_fault(&[("base/mod.rs", index), HIGH], &lines);
}

#[test]
fn what_only_tests_use_is_fine() {
    let low = "#[cfg(test)]\nuse crate::net::high;\n\
        #[cfg(all(test, unix))]\nmod tests { use crate::net::high; }\n\
        #[cfg(any(test, all(unix, test)))]\nfn low() { crate::net::high::high() }\n\
        struct Low;\nimpl Low { #[cfg(test)] fn low() { crate::net::high::high() } }\n\
        fn deep() { #[cfg(test)] let _ = crate::net::high::high(); }\n\
        #[test]\nfn deeper() { crate::net::high::high() }\n\
        #[cfg(test)]\nmod support;\n";
    assert_clean(&[
        ("base/low.rs", low),
        ("base/low/support.rs", "mod more;\nuse crate::net::high;\n"),
        ("base/low/support/more.rs", "use crate::net::high;\n"),
        HIGH,
    ]);
}

#[test]
fn what_tests_use_too_is_none() {
    let low = "#[cfg(any(test, unix))] use crate::net::high;";
    assert_upward(&format!("1: {low}"), &[("base/low.rs", low), HIGH]);
    let low = "#[cfg(not(test))] use crate::net::high;";
    assert_upward(&format!("1: {low}"), &[("base/low.rs", low), HIGH]);
}

#[test]
fn rooms_that_hand_each_other_on_end() {
    let index = "//! The net.\nmod high;\npub use crate::net::*;\npub use high::*;\npub use gone::gone;\n";
    let ops = "use crate::net::{High, gone};\nuse crate::net::*;\n";
    assert_clean(&[("net/mod.rs", index), HIGH, ("ops/all.rs", ops)]);
}
