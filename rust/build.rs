//! Pins the shared library in memory: its runtime thread outlives every caller, so an unloaded library would leave it running in unmapped code.
//! And names it by its file alone where the linker would write down where it was made.
// Cargo speaks to a build script through its environment.
#![allow(clippy::disallowed_methods)]

fn main() {
    println!("cargo:rerun-if-changed=rust/build.rs");
    match std::env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("linux") => println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete"),
        Ok("macos") => println!("cargo:rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libecr_login.dylib"),
        _ => {}
    }
}
