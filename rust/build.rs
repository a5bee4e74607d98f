//! Pins the shared library in memory: its runtime thread outlives every caller, so an unloaded library would leave it running in unmapped code.
// Cargo speaks to a build script through its environment.
#![allow(clippy::disallowed_methods)]

fn main() {
    println!("cargo:rerun-if-changed=rust/build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    }
}
