//! Circles of files and of rooms.

use crate::rooms::faults;
use crate::rooms::fixtures::{assert_clean, assert_fault, engine};

#[test]
fn two_files_in_a_circle() {
    let files = [
        ("net/http.rs", "use super::proxy::Proxy;\npub struct Url;\n"),
        ("net/proxy.rs", "//! Proxies.\nuse super::http::Url;\npub struct Proxy;\n"),
    ];
    let lines = [
        "net/http.rs to net/proxy.rs and back to net/http.rs is a circle:",
        "    rust/engine/net/http.rs:1: use super::proxy::Proxy; (that is rust/engine/net/proxy.rs)",
        "    rust/engine/net/proxy.rs:2: use super::http::Url; (that is rust/engine/net/http.rs)",
    ];
    assert_fault(&files, &lines);
}

#[test]
fn three_files_in_a_circle() {
    let files = [
        ("net/a.rs", "use super::b;\n"),
        ("net/b.rs", "fn b() { crate::net::c::c(); }\n"),
        ("net/c.rs", "use {crate::net::{a, d}};\n"),
        ("net/d.rs", ""),
    ];
    let lines = [
        "net/a.rs to net/b.rs to net/c.rs and back to net/a.rs is a circle:",
        "    rust/engine/net/a.rs:1: use super::b; (that is rust/engine/net/b.rs)",
        "    rust/engine/net/b.rs:1: fn b() { crate::net::c::c(); } (that is rust/engine/net/c.rs)",
        "    rust/engine/net/c.rs:1: use {crate::net::{a, d}}; (that is rust/engine/net/a.rs)",
    ];
    assert_fault(&files, &lines);
}

#[test]
fn every_circle_is_told() {
    let files = [("net/a.rs", "use super::b;"), ("net/b.rs", "use super::{a, c};"), ("net/c.rs", "use super::b;")];
    let faults = faults(engine(&files).path());
    assert_eq!(faults.len(), 2, "{faults:#?}");
}

#[test]
fn a_circle_with_a_module_of_its_own() {
    let files = [
        ("base/process.rs", "mod unix;\npub struct Ended;\npub fn run() { unix::run() }\n"),
        ("base/process/unix.rs", "use super::Ended;\npub fn run() {}\n"),
    ];
    let lines = [
        "base/process.rs to base/process/unix.rs and back to base/process.rs is a circle:",
        "    rust/engine/base/process.rs:3: pub fn run() { unix::run() } (that is rust/engine/base/process/unix.rs)",
        "    rust/engine/base/process/unix.rs:1: use super::Ended; (that is rust/engine/base/process.rs)",
    ];
    assert_fault(&files, &lines);
}

#[test]
fn a_circle_on_one_system_only() {
    let process = "#[cfg(unix)]\n#[path = \"process/unix.rs\"]\nmod platform;\n\
        #[cfg(windows)]\n#[path = \"process/windows.rs\"]\nmod platform;\n\
        pub struct Ended;\npub fn run() { platform::run() }\n";
    let files = [
        ("base/process.rs", process),
        ("base/process/unix.rs", "pub fn run() {}\n"),
        ("base/process/windows.rs", "pub fn run() -> super::Ended {}\n"),
    ];
    let lines = [
        "base/process.rs to base/process/windows.rs and back to base/process.rs is a circle:",
        "    rust/engine/base/process.rs:8: pub fn run() { platform::run() } (that is rust/engine/base/process/windows.rs)",
        "    rust/engine/base/process/windows.rs:1: pub fn run() -> super::Ended {} (that is rust/engine/base/process.rs)",
    ];
    assert_fault(&files, &lines);
}

#[test]
fn two_rooms_in_a_circle() {
    let files = [
        ("base/log.rs", "use crate::net::http::Url;\n"),
        ("net/http.rs", "use crate::base::text;\npub struct Url;\n"),
        ("base/text.rs", ""),
    ];
    let lines = [
        "base uses net, a room above it:",
        "    rust/engine/base/log.rs:1: use crate::net::http::Url; (that is rust/engine/net/http.rs)",
        "  which makes a circle with:",
        "    rust/engine/net/http.rs:1: use crate::base::text; (that is rust/engine/base/text.rs)",
    ];
    assert_fault(&files, &lines);
}

#[test]
fn three_rooms_in_a_circle() {
    let files = [
        ("base/a.rs", "use crate::ops::c;\n"),
        ("net/b.rs", "use crate::base::a;\n"),
        ("ops/c.rs", "use crate::net::b;\n"),
    ];
    let lines = [
        "base uses ops, a room above it:",
        "    rust/engine/base/a.rs:1: use crate::ops::c; (that is rust/engine/ops/c.rs)",
        "  which makes a circle with:",
        "    rust/engine/ops/c.rs:1: use crate::net::b; (that is rust/engine/net/b.rs)",
        "    rust/engine/net/b.rs:1: use crate::base::a; (that is rust/engine/base/a.rs)",
    ];
    assert_fault(&files, &lines);
}

#[test]
fn a_circle_through_what_the_room_hands_on() {
    let files = [
        ("net/mod.rs", "//! The net.\nmod a;\nmod b;\npub use a::*;\npub use b::b as deep;\n"),
        ("net/a.rs", "use super::deep;\npub fn a() { deep() }\n"),
        ("net/b.rs", "use crate::net::a;\npub fn b() { a() }\n"),
    ];
    let lines = [
        "net/a.rs to net/b.rs and back to net/a.rs is a circle:",
        "    rust/engine/net/a.rs:1: use super::deep; (that is rust/engine/net/b.rs)",
        "    rust/engine/net/b.rs:1: use crate::net::a; (that is rust/engine/net/a.rs)",
    ];
    assert_fault(&files, &lines);
}

#[test]
fn who_may_see_an_item_is_no_use() {
    assert_clean(&[
        ("base/process.rs", "mod unix;\npub fn run() { unix::run() }\n"),
        ("base/process/unix.rs", "pub(super) fn run() {}\npub(in crate::base) struct Run;\n"),
    ]);
}

#[test]
fn local_names_are_no_modules() {
    let files = [
        ("ops/call.rs", "mod client;\nfn call(client: u8) -> u8 { client }\n"),
        ("ops/call/client.rs", "use super::call;\n"),
    ];
    assert_clean(&files);
}
