//! Unsafe code is at the edges, and each piece of it says why it is right.

use crate::files::{below, read};

/// The files that may hold it: what C calls, and what Windows is called by.
const FENCES: [&str; 5] = [
    "rust/abi/exports.rs",
    "rust/system/dpapi.rs",
    "rust/system/job.rs",
    "rust/system/pipe.rs",
    "rust/system/trust.rs",
];

/// The crates that hold none anywhere.
const FORBIDDING: [&str; 2] = ["rust/credential_helper/lib.rs", "rust/engine/lib.rs"];

/// The sources of the engine. The fuzz targets, a package of their own, call it as any C program does.
fn sources() -> Vec<String> {
    below("rust", &[".rs"]).into_iter().filter(|path| !path.starts_with("rust/fuzz/")).collect()
}

#[test]
fn engine_and_helper_forbid_it_altogether() {
    for path in FORBIDDING {
        assert!(read(path).contains("#![forbid(unsafe_code)]"), "{path}");
    }
}

/// A line without its comment.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap()
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    code(line).split(|c: char| !c.is_alphanumeric() && c != '_')
}

#[test]
fn only_the_edges_hold_unsafe_code() {
    let holding: Vec<String> = sources()
        .into_iter()
        .filter(|path| read(path).lines().any(|line| words(line).any(|word| word == "unsafe" || word == "unsafe_code")))
        .filter(|path| !FORBIDDING.contains(&path.as_str()))
        .collect();
    assert_eq!(holding, FENCES);
}

#[test]
fn the_compiler_sees_to_it_as_well() {
    let manifest = read("Cargo.toml");
    for lint in ["unsafe_code", "unsafe_op_in_unsafe_fn", "undocumented_unsafe_blocks", "missing_safety_doc"] {
        assert!(manifest.contains(&format!("\n{lint} = \"deny\"\n")), "{lint}");
    }
}

#[test]
fn every_unsafe_block_and_function_is_explained() {
    for path in FENCES {
        let text = read(path);
        let lines: Vec<&str> = text.lines().collect();
        let mut explained = 0;
        for (number, line) in lines.iter().enumerate() {
            let wanted = match code(line) {
                block if block.contains("unsafe {") => "// SAFETY: ",
                function if function.contains("unsafe ") && function.contains("fn ") => "/// # Safety",
                _ => continue,
            };
            let above = lines[..number].iter().rev().map(|line| line.trim_start());
            let mut comments = above.take_while(|line| is_remark(line));
            assert!(comments.any(|line| line.starts_with(wanted)), "{path}:{}: {line}", number + 1);
            explained += 1;
        }
        assert!(explained > 0, "{path} holds none");
    }
}

/// Whether a line may stand between unsafe code and what explains it.
fn is_remark(line: &str) -> bool {
    line.starts_with("//") || line.starts_with("#[")
}
