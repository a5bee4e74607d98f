//! A program called docker that is another client: a link, or a script that starts it.

use super::tool::Tool;
use crate::base::environment::Environment;
use crate::base::process::Program;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::time::Duration;

/// How long a program may take to say its version.
const LIMIT: Duration = Duration::from_secs(5);

/// The most bytes of a script that are looked through.
const SCRIPT: u64 = 64 * 1024;

/// Those that stand in for docker.
const OTHERS: [Tool; 3] = [Tool::Podman, Tool::Nerdctl, Tool::Finch];

/// The client behind a program called docker: that which a link leads to, or which a script names and the program itself
/// says that it is. None for docker.
pub async fn behind(program: &Path, env: &Environment) -> Option<Tool> {
    let linked = fs::canonicalize(program).ok().as_deref().and_then(Tool::of_program);
    if let Some(tool) = linked.filter(|tool| OTHERS.contains(tool)) {
        return Some(tool);
    }
    if names_another(program) { by_version(program, env).await } else { None }
}

/// The client that a program says it is, where that is not docker.
pub async fn by_version(program: &Path, env: &Environment) -> Option<Tool> {
    let run = Program {
        name: program.to_owned(),
        arguments: vec!["--version".into()],
        env: env.clone(),
        cwd: None,
        input: None,
        limit: LIMIT,
    };
    let output = run.run().await.ok()?;
    of_version(&String::from_utf8_lossy(&output.stdout))
}

fn of_version(text: &str) -> Option<Tool> {
    let text = text.to_lowercase();
    let names = text.lines().filter_map(|line| Some(line.split_once(" version")?.0.trim()));
    names.filter_map(|name| Tool::of_program(Path::new(name))).find(|tool| OTHERS.contains(tool))
}

/// Whether a program is a script in which another client's name stands.
fn names_another(program: &Path) -> bool {
    let mut bytes = Vec::new();
    let start = File::open(program).and_then(|file| file.take(SCRIPT).read_to_end(&mut bytes));
    let ending = program.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    if start.is_err() || !bytes.starts_with(b"#!") && !matches!(ending.as_str(), "cmd" | "bat") {
        return false;
    }
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    OTHERS.iter().any(|tool| text.contains(tool.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_tells_the_client() {
        for (text, tool) in [
            ("podman version 4.3.1\n", Some(Tool::Podman)),
            ("podman.exe version 5.0.0", Some(Tool::Podman)),
            ("nerdctl version 1.7.6", Some(Tool::Nerdctl)),
            ("finch version v1.2.3", Some(Tool::Finch)),
            ("Docker version 28.2.2, build e6534b4", None),
            ("", None),
        ] {
            assert_eq!(of_version(text), tool, "{text}");
        }
    }

    #[test]
    fn only_scripts_are_looked_through() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text, found) in [
            ("docker", "#!/bin/sh\nexec /usr/bin/podman \"$@\"\n", true),
            ("docker", "#!/bin/sh\nexec /usr/bin/something \"$@\"\n", false),
            ("docker", "\x7fELF podman", false),
            ("docker.cmd", "@podman %*\r\n", true),
            ("docker.BAT", "@\"C:\\Program Files\\RedHat\\Podman\\podman.exe\" %*\r\n", true),
        ] {
            let file = folder.path().join(name);
            fs::write(&file, text).unwrap();
            assert_eq!(names_another(&file), found, "{name}: {text}");
        }
    }
}
