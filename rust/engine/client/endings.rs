//! How logins fail: what clients say then, what it means, and what helps.

use super::words::Words;

/// A known way to fail.
#[derive(Debug, PartialEq, Eq)]
pub struct Ending {
    /// The client's words that gave it away.
    pub mark: &'static str,
    /// What happened: the HTTP status, where there is one, and what it means.
    pub cause: &'static str,
    /// What helps.
    pub remedy: &'static str,
}

/// The credential store of Windows cannot be used by this login; the client's file can.
const STORE_OF_WINDOWS: &[&str] = &["stub received bad data", "specified logon session does not exist"];

impl Ending {
    /// The ending that a client's words tell of.
    pub fn of(words: &Words) -> Option<Self> {
        TABLE.iter().find_map(|(marks, cause, remedy)| {
            let mark = marks.iter().find(|mark| words.hold(mark))?;
            Some(Ending { mark, cause, remedy })
        })
    }

    /// Whether the login could be kept in the client's file in place of its store.
    pub fn is_of_windows_store(&self) -> bool {
        STORE_OF_WINDOWS.contains(&self.mark)
    }
}

/// The words of clients, in small letters, with cause and remedy. The first that fits counts: after a refusal over https
/// docker tries http and ends with what that says.
const TABLE: &[(&[&str], &str, &str)] = &[
    (
        &["401 unauthorized", "status: 401", "status code 401", "invalid username/password", "unauthorized: "],
        "401 Unauthorized: the registry does not accept the password",
        "Check that the registry's name has the token's own account and Region, and that this machine's clock is right.",
    ),
    (
        &["403 forbidden", "status: 403"],
        "403 Forbidden: the registry refuses this login",
        "Check the repository's and the VPC endpoint's policies, and proxies on the way.",
    ),
    (
        &["400 bad request", "status: 400"],
        "400 Bad Request: the token does not fit the registry",
        "Check that token and registry are of the same region.",
    ),
    (
        &["no basic auth credentials"],
        "the registry was asked without a login",
        "The client found no login where it looked; name its config with -ConfigPath, and check the stores that it names.",
    ),
    (
        STORE_OF_WINDOWS,
        "the credential manager of Windows cannot keep the login: the password is too long for it, or this session, as one over SSH or WinRM, has none",
        "Keep the login in the client's file: take credsStore out of its config.json.",
    ),
    (
        &["pass not initialized", "pass is not initialized", "password store is empty"],
        "the credential store pass is not initialised",
        "Run 'gpg --generate-key' and 'pass init KEY', or take credsStore out of the client's config file.",
    ),
    (
        &["-25299", "already exists in the keychain"],
        "the keychain holds the entry already",
        "Run Disconnect-ECRRegistry first.",
    ),
    (
        &[
            "-25308",
            "user interaction is not allowed",
            "collection is locked",
            "cannot unlock",
            "failed to unlock",
            "cannot autolaunch d-bus",
            "org.freedesktop.secrets",
            "gpg: decryption failed",
            "inappropriate ioctl for device",
        ],
        "the credential store is locked, or not there, in this session",
        "Unlock it, or take credsStore out of the client's config file.",
    ),
    (
        &["executable file not found", "exec format error"],
        "the client's credential store is missing or cannot be started",
        "Install the helper that the client names, or take its name out of the client's config file.",
    ),
    (
        &["not implemented"],
        "the credential helper takes no logins, as ecr-login",
        "List ecr-login under credHelpers for ECR hosts only.",
    ),
    (
        &["error storing credentials", "error saving credentials"],
        "the client's credential store did not take the login",
        "Repair the store, or take credsStore out of the client's config file.",
    ),
    (
        &[
            "permission denied while trying to connect",
            "docker.sock: connect: permission denied",
            "docker_engine: access is denied",
        ],
        "the user may not use the client's daemon",
        "Join the group of its socket, such as docker, and sign in anew, or use rootless Docker or Podman; on Windows the group is docker-users.",
    ),
    (
        &[
            "cannot connect to the docker daemon",
            "is the docker daemon running",
            "failed to connect to the docker api",
            "error during connect",
            "docker_engine: the system cannot find the file",
            "cannot connect to podman",
            "unable to connect to podman",
        ],
        "the client's daemon or machine is not running",
        "Start it, as with Docker Desktop, 'systemctl start docker' or 'podman machine start'.",
    ),
    (
        &["x509", "certificate signed by unknown authority", "failed to verify certificate"],
        "the client does not trust the registry's certificate",
        "Add the authority of the certificate, as of an inspecting proxy, to the client's own trust.",
    ),
    (
        &["no such host", "name or service not known", "temporary failure in name resolution", "server misbehaving"],
        "the registry's name does not resolve",
        "Check the registry's Region, and the name service of the network.",
    ),
    (
        &["proxyconnect", "proxy authentication required"],
        "the client's proxy refused or failed",
        "Check HTTPS_PROXY and NO_PROXY, and the client's own settings of a proxy.",
    ),
    (
        &[
            "network is unreachable",
            "no route to host",
            "connection refused",
            "connection reset",
            "i/o timeout",
            "tls handshake timeout",
            "deadline exceeded",
            "awaiting headers",
        ],
        "the registry cannot be reached",
        "Check the network, the firewall and the proxy on the way to the registry.",
    ),
    (
        &["cannot perform an interactive login", "non-tty device"],
        "the client got no password and asked for one",
        "Update the client: this one does not read a password from its standard input.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn ending(said: &str) -> Option<Ending> {
        Ending::of(&Words::of(said.as_bytes(), None))
    }

    #[test]
    fn every_known_ending_has_its_cause_and_its_remedy() {
        for (said, cause, remedy) in [
            ("login attempt to https://h/v2/ failed with status: 401 Unauthorized", "401 Unauthorized", "clock"),
            ("Error: logging into \"h\": invalid username/password", "401 Unauthorized", "account and Region"),
            ("Error response from daemon: Get \"https://h/v2/\": unauthorized: incorrect username", "401", "clock"),
            ("denied with status: 403 Forbidden", "403 Forbidden", "policies"),
            ("login attempt to https://h/v2/ failed with status: 400 Bad Request", "400 Bad Request", "same region"),
            (
                "Error response from daemon: Get https://h/v2/: no basic auth credentials",
                "without a login",
                "-ConfigPath",
            ),
            (
                "Error saving credentials: error storing credentials - err: exit status 1, out: `The stub received bad data.`",
                "too long",
                "credsStore",
            ),
            (
                "Error saving credentials: error storing credentials - err: exit status 1, out: `A specified logon session does not exist. It may already have been terminated.`",
                "WinRM",
                "credsStore",
            ),
            (
                "error storing credentials - err: exit status 1, out: `pass not initialized: exit status 1: Error: password store is empty.`",
                "not initialised",
                "pass init",
            ),
            ("out: `The specified item already exists in the keychain. (-25299)`", "already", "Disconnect-ECRRegistry"),
            ("out: `User interaction is not allowed. (-25308)`", "locked", "Unlock"),
            ("out: `Cannot autolaunch D-Bus without X11 $DISPLAY`", "locked, or not there", "Unlock"),
            (
                "Error saving credentials: error storing credentials - err: exec: \"docker-credential-osxkeychain\": executable file not found in $PATH, out: ``",
                "missing",
                "Install the helper",
            ),
            (
                "error storing credentials - err: exit status 1, out: `not implemented`",
                "takes no logins",
                "credHelpers",
            ),
            (
                "Error saving credentials: error storing credentials - err: exit status 1, out: `no`",
                "did not take",
                "Repair",
            ),
            (
                "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
                "may not use",
                "group",
            ),
            ("error during connect: open //./pipe/docker_engine: Access is denied.", "may not use", "docker-users"),
            (
                "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
                "not running",
                "Start it",
            ),
            (
                "error during connect: open //./pipe/docker_engine: The system cannot find the file specified.",
                "not running",
                "Docker Desktop",
            ),
            (
                "tls: failed to verify certificate: x509: certificate signed by unknown authority",
                "not trust",
                "authority",
            ),
            ("dial tcp: lookup h on 10.0.0.2:53: no such host", "does not resolve", "name service"),
            ("proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused", "proxy", "HTTPS_PROXY"),
            ("dial tcp 203.0.113.1:443: connect: network is unreachable", "cannot be reached", "firewall"),
            ("dial tcp 203.0.113.1:443: i/o timeout", "cannot be reached", "firewall"),
            ("Error: Cannot perform an interactive login from a non TTY device", "no password", "Update"),
        ] {
            let found = ending(said).unwrap_or_else(|| panic!("unknown: {said}"));
            assert!(found.cause.contains(cause) && found.remedy.contains(remedy), "{said}: {found:?}");
        }
        assert_eq!(ending("something new"), None);
    }

    #[test]
    fn every_row_is_met_by_its_own_words() {
        for (marks, cause, remedy) in TABLE {
            assert!(remedy.ends_with('.') && !cause.ends_with('.'), "{cause}: {remedy}");
            for mark in *marks {
                assert_eq!(*mark, mark.to_lowercase());
            }
        }
    }

    #[test]
    fn what_the_store_of_windows_refuses_can_stand_in_the_file() {
        let can = |said: &str| ending(said).is_some_and(|ending| ending.is_of_windows_store());
        assert!(can("The stub received bad data.") && can("A specified logon session does not exist."));
        assert!(!can("pass not initialized") && !can("401 Unauthorized"));
    }
}
