//! What is given to a client for a host of ours.

use super::kept::KeptLogin;
use crate::base::error::{Code, Error};
use crate::base::printable::printable;
use crate::client::next::Given;
use crate::ops::ask::Asked;
use crate::registry::token::Login;
use crate::session::halt::{Halt, Needs};

/// A kept login as the client gets it, under the name that it asked by.
pub fn given(server: &str, login: &KeptLogin) -> Given {
    Given { server: server.to_owned(), username: login.username.clone(), secret: login.password.clone() }
}

/// The login for an account, or for the one registry there is where there is none, of what a session answered.
///
/// # Errors
/// Why there is none. One with an empty password is none: clients would ask for it.
pub fn login_of(asked: Asked, account: Option<&str>, host: &str) -> Result<Login, Error> {
    let is_it = |login: &Login| login.registry_id.is_none() || login.registry_id.as_deref() == account;
    if let Some(login) = asked.logins.into_iter().find(is_it) {
        if login.password.expose().is_empty() {
            let message = format!("The service's token for {host} has an empty password.");
            return Err(Error::new(Code::InvalidToken, message));
        }
        return Ok(login);
    }
    let failure = asked.failures.into_iter().next().map(|failure| failure.error);
    Err(failure.unwrap_or_else(|| {
        Error::new(Code::MissingRegistry, format!("The service gave no token for the registry {host}."))
    }))
}

/// Why there is no session. Nobody can be asked here, so what would have to be is an error that says who asks.
pub fn error_of(halt: Halt) -> Error {
    match halt {
        Halt::Failed(error) => error,
        Halt::Needs(Needs { kind: "mfa_code", profile, .. }) => {
            let profile = printable(&profile);
            let message = format!("The profile '{profile}' wants a one-time code, which nobody can be asked for here.");
            Error::new(Code::CredentialsFailed, message).hint(format!(
                "Run 'aws sts get-caller-identity --profile {profile}', or Get-ECRLoginCommand -ProfileName {profile} in \
                 PowerShell: both ask for it and keep the session for others."
            ))
        }
        Halt::Needs(Needs { profile, .. }) => {
            let profile = printable(&profile);
            let message =
                format!("The profile '{profile}' signs in at an identity provider, which can't be done here.");
            Error::new(Code::CredentialsFailed, message).hint(format!(
                "Run Connect-ECRRegistry -ProfileName {profile} in PowerShell: its login is kept till it ends."
            ))
        }
    }
}
