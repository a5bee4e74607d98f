//! The programs by which this one was started, as far as the system tells of them.

/// Whether one of them is the credential helper, under its own name.
#[cfg(target_os = "linux")]
pub fn hold_the_helper() -> bool {
    let parents = std::iter::successors(parent_of("self"), |process| parent_of(process));
    // A number may be another process's by now, and lead in a circle.
    parents.take(MOST).any(|process| is_the_helper(&process))
}

/// Other systems do not tell it to everybody.
#[cfg(not(target_os = "linux"))]
pub fn hold_the_helper() -> bool {
    false
}

/// The helper's name.
#[cfg(target_os = "linux")]
const PROGRAM: &str = "docker-credential-ecrlogin";

#[cfg(target_os = "linux")]
const MOST: usize = 1000;

#[cfg(target_os = "linux")]
fn parent_of(process: &str) -> Option<String> {
    let stat = std::fs::read(format!("/proc/{process}/stat")).ok()?;
    let stat = String::from_utf8_lossy(&stat);
    // The program's name before may hold anything, a bracket too.
    let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?;
    (parent != "0").then(|| parent.to_owned())
}

#[cfg(target_os = "linux")]
fn is_the_helper(process: &str) -> bool {
    let program = std::fs::read_link(format!("/proc/{process}/exe"));
    let name = program.ok().and_then(|program| Some(program.file_name()?.to_string_lossy().into_owned()));
    // One that was replaced since it was started is told so.
    name.is_some_and(|name| name.trim_end_matches(" (deleted)") == PROGRAM)
}
