//! What kept logins and failures are known by: all that decides what would be got, as far as it can be looked at without
//! asking anybody.

use crate::base::environment::Environment;
use crate::base::fingerprint;
use crate::base::stamp::Stamp;
use crate::session::connection::Connection;
use crate::session::map::Line;
use crate::session::{profiles, sdk_store};
use std::path::{Path, PathBuf};

/// Variables that decide as whom and over which way a service is asked, beside those of AWS.
const VARIABLES: &[&str] = &[
    "ALL_PROXY",
    "APPDATA",
    "HOME",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "LOCALAPPDATA",
    "NO_PROXY",
    "REQUESTS_CA_BUNDLE",
    "SSL_CERT_FILE",
    "USERPROFILE",
    "XDG_DATA_HOME",
];

/// Variables of AWS that decide neither as whom nor over which way, and of which some change with every shell or build step:
/// what is shown, who asks, how often. All others count, since a credential process may read any.
const UNRELATED: &[&str] = &[
    "AWS_DEFAULT_OUTPUT",
    "AWS_EXECUTION_ENV",
    "AWS_MAX_ATTEMPTS",
    "AWS_PAGER",
    "AWS_RETRY_MODE",
    "AWS_SDK_UA_APP_ID",
];

/// The beginnings of such: of the AWS CLI's own looks, and of a function's description of itself.
const UNRELATED_FAMILIES: &[&str] = &["AWS_CLI_", "AWS_LAMBDA_"];

/// Where sessions lie that `aws sso login`, `aws login` and the AWS CLI's roles leave behind.
const SESSIONS: &[&str] = &[".aws/sso/cache", ".aws/login/cache", ".aws/cli/cache"];

/// The most files of such a folder that are looked at.
const MOST_SESSIONS: usize = 256;

/// The key of the login for an account over a connection.
pub fn of_login(connection: &Connection, account: Option<&str>) -> String {
    let env = &connection.env;
    let files = profiles::files(env, connection.cwd.as_deref()).into_iter().chain(sdk_store::files(env));
    let stamps: Vec<Stamp> = files.map(Stamp::of).collect();
    let Connection { region, public, host_endpoint, profile, line, service_account, .. } = connection;
    // Where the line stands does not matter: lines move.
    let line = line.as_ref().map(|line| (&line.profile, &line.role));
    hex(&((deciding(env), stamps), (account, region, public, host_endpoint), (profile, line, service_account)))
}

/// The key of a login that a client hands in for a host: what the map says of the host, wherever it says it.
pub fn of_line(line: Option<&Line>) -> String {
    let said = line.map(|line| (line.anonymous, &line.account, &line.region, &line.profile, &line.role));
    hex(&("handed in", said))
}

/// The key of a failure to get what has this key: it falls with a change of the map's files, and of every session that
/// somebody may have made anew.
pub fn of_failure(login: &str, map: &[PathBuf], env: &Environment) -> String {
    let folders = env.home().into_iter().flat_map(|home| SESSIONS.iter().map(move |folder| home.join(folder)));
    let named = env.get("AWS_LOGIN_CACHE_DIRECTORY").map(|folder| env.path(folder, None));
    let sessions = folders.chain(named).flat_map(|folder| sessions_in(&folder));
    let stamps: Vec<Stamp> = map.iter().cloned().chain(sessions).map(Stamp::of).collect();
    hex(&(login, stamps))
}

/// The variables that count.
fn deciding(env: &Environment) -> Environment {
    let counts = |name: &str| {
        let name = name.to_ascii_uppercase();
        let is_unrelated =
            UNRELATED.contains(&name.as_str()) || UNRELATED_FAMILIES.iter().any(|family| name.starts_with(family));
        name.starts_with("AWS_") && !is_unrelated || VARIABLES.contains(&name.as_str())
    };
    Environment::default().with(&env.variables().filter(|(name, _)| counts(name)).collect::<Vec<_>>())
}

fn sessions_in(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_session = |file: &PathBuf| file.extension().is_some_and(|ending| ending == "json");
    let mut sessions: Vec<_> = files.filter(is_session).take(MOST_SESSIONS).collect();
    sessions.sort();
    sessions
}

fn hex(value: &impl std::hash::Hash) -> String {
    fingerprint::of(value).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}
