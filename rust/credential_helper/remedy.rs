//! What a user of the helper can do about a failure: there are no parameters to give, as to a command.

use ecr_engine::{Code, Error};
use std::borrow::Cow;

/// The remedy of a failure.
pub fn remedy(error: &Error) -> Cow<'_, str> {
    match instead(error.code).filter(|_| names_parameter(&error.hint)) {
        Some(remedy) => Cow::Borrowed(remedy),
        None => Cow::Borrowed(&error.hint),
    }
}

/// Whether a text names a parameter of a command.
fn names_parameter(text: &str) -> bool {
    let is_parameter = |word: &str| {
        let name = word.trim_start_matches(['\'', '"', '(']).strip_prefix('-');
        name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    // A command that is to be run in PowerShell has some of its own.
    text.split_whitespace().any(is_parameter) && !text.contains("PowerShell")
}

fn instead(code: Code) -> Option<&'static str> {
    Some(match code {
        Code::NoCredentials => {
            "Set AWS_PROFILE, run 'aws configure', or name a profile for the registry in ~/.ecrlogin/registries.json."
        }
        Code::ProfileNotFound => "Check the profile in ~/.ecrlogin/registries.json, or AWS_PROFILE.",
        Code::NoRegion | Code::RegionMismatch => {
            "Name the registry's region in ~/.ecrlogin/registries.json, or set AWS_REGION."
        }
        Code::MfaCodeInvalid => "Run 'aws sts get-caller-identity' with the profile, and give the device's next code.",
        Code::ConnectTimeout => "Check the network, the region and proxy settings.",
        Code::ReadTimeout => "Ask again.",
        Code::ConnectionRefused => "Check AWS_ENDPOINT_URL and proxy settings.",
        Code::DnsFailed => "Check the region's spelling, AWS_ENDPOINT_URL and the network's name service.",
        Code::TlsFailed => "Behind an inspecting proxy, name its certificate authority with AWS_CA_BUNDLE.",
        Code::InvalidCABundle => "Name a file of certificates in PEM form with AWS_CA_BUNDLE or ca_bundle.",
        Code::ToolNotFound => "Install it, or put it on PATH.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_remedy_names_a_parameter_that_the_helper_does_not_have() {
        for code in Code::ALL {
            let error = Error::new(*code, "It failed.");
            assert!(!names_parameter(&remedy(&error)), "{}: {}", code.as_str(), remedy(&error));
        }
        let error =
            Error::new(Code::ProfileNotFound, "").hint("Check -ProfileName, or run 'aws configure --profile x'.");
        assert!(remedy(&error).contains("registries.json"));
    }

    #[test]
    fn a_remedy_that_names_none_stays() {
        let error = Error::new(Code::SsoTokenExpired, "").hint("Run 'aws sso login --profile X'.");
        assert_eq!(remedy(&error), "Run 'aws sso login --profile X'.");
        let error =
            Error::new(Code::CredentialsFailed, "").hint("Run Get-ECRLoginCommand -ProfileName x in PowerShell.");
        assert!(remedy(&error).contains("-ProfileName x"));
    }
}
