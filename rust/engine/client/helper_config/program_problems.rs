//! What is wrong with the helper's program, as clients find it.

use super::program::{check_folder, file_name, folder, is_executable, read};
use super::shell::file_with_line;
use crate::base::environment::Environment;
use crate::base::shown::shown;
use crate::client::protocol::ECR_LOGIN;
use std::path::{Path, PathBuf};

/// What stands in Amazon's helper, whatever its file is called.
const AMAZONS: &[u8] = b"amazon-ecr-credential-helper";

/// What stands in every version of ours, which may hold Amazon's name too.
const OURS: &[u8] = b"docker-credential-ecrlogin";

/// The program that clients find, else the copy, and what is wrong with it, by the one of the module.
pub fn program_problems(env: &Environment, of_module: &Path) -> (Option<PathBuf>, Vec<String>) {
    let copy = folder(env).map(|folder| folder.join(file_name())).filter(|copy| copy.is_file());
    let open =
        copy.as_ref().and_then(|_| check_folder(env).err()).map(|error| format!("{} {}", error.message, error.hint));
    let (program, problem) = match env.find(file_name().trim_end_matches(".exe")) {
        Some(found) => {
            let problem = problem_of(&found, of_module);
            (Some(found), problem)
        }
        None => {
            let problem = match &copy {
                None => "The helper is not installed. Run Install-ECRCredentialHelper.".to_owned(),
                Some(copy) if !is_executable(copy) => {
                    format!("{} is not executable. Run Install-ECRCredentialHelper again.", shown(copy))
                }
                Some(copy) => not_on_path(copy.parent().unwrap_or(copy), env),
            };
            (copy, Some(problem))
        }
    };
    (program, open.into_iter().chain(problem).collect())
}

fn not_on_path(folder: &Path, env: &Environment) -> String {
    let remedy = match file_with_line(folder, env) {
        Some(file) => format!("{} puts it there: open a new login shell.", shown(&file)),
        None => "Run Install-ECRCredentialHelper -AddToPath.".to_owned(),
    };
    format!("{} is not on PATH, where clients look for the helper. {remedy}", shown(folder))
}

fn problem_of(found: &Path, of_module: &Path) -> Option<String> {
    let program = read(found).ok()?;
    if read(of_module).is_ok_and(|own| own == program) {
        return None;
    }
    let name = found.canonicalize().ok()?.file_stem()?.to_string_lossy().into_owned();
    let holds = |words: &[u8]| program.windows(words.len()).any(|part| part == words);
    if name == format!("docker-credential-{ECR_LOGIN}") || (holds(AMAZONS) && !holds(OURS)) {
        return Some(format!(
            "{} is Amazon's helper '{ECR_LOGIN}' under the name of EcrLogin's, which clients do not reach so. Take it off \
             PATH.",
            shown(found)
        ));
    }
    Some(format!("{} is of another version than the module. Run Install-ECRCredentialHelper again.", shown(found)))
}
