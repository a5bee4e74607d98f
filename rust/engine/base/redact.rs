//! Takes secrets out of the words of other programs, and leaves the words: people look for them.

use crate::base::named::{turns, without_named};
use crate::base::printable::visible;

/// How many characters of the base64 alphabet in a row may be a secret.
const SUSPICIOUS: usize = 16;

/// How many hexadecimal digits in a row may be one: more than times and process ids have.
const HEXADECIMAL: usize = 32;

/// As many characters as a secret key has.
const LONG: usize = 40;

/// The start of the ids of AWS's keys and principals.
const KEY_IDS: &[&str] = &["AKIA", "ASIA", "AIDA", "AROA"];

/// The text with everything that may be a secret replaced by `***`: long runs of base64 in no order of words, or of
/// hexadecimal digits, what follows a name such as `password=`, and users of URLs.
pub fn redact(text: &str) -> String {
    let text = without_named(&visible(text));
    let words = text.split_inclusive(char::is_whitespace).map(|word| {
        let bare = word.trim_end();
        redact_word(bare) + &word[bare.len()..]
    });
    words.collect()
}

/// The words of a service without what it may repeat of a request, such as a signature or a session token:
/// runs of base64 that are too long for a name become `***`, and what a name says to be a secret.
pub fn redact_runs(text: &str) -> String {
    let text = without_named(&visible(text));
    let is_outside = |c: char| !(c.is_ascii_alphanumeric() || "+/=".contains(c));
    let parts = text.split_inclusive(is_outside).map(|part| {
        let run = part.trim_end_matches(is_outside);
        if run.len() < LONG { part.to_owned() } else { format!("***{}", &part[run.len()..]) }
    });
    parts.collect()
}

fn redact_word(word: &str) -> String {
    if let Some((scheme, rest)) = word.split_once("://")
        && let Some((_, host)) = rest.rsplit_once('@')
    {
        return format!("{}://***@{}", redact_word(scheme), redact_word(host));
    }
    let in_alphabet = |c: char| c.is_ascii_alphanumeric() || "+/=_-".contains(c);
    let is_secret = word.split(|c| !in_alphabet(c)).any(looks_secret) || looks_divided(word);
    if is_secret { "***".to_owned() } else { word.to_owned() }
}

/// Whether a word looks like a long secret that other characters divide.
fn looks_divided(word: &str) -> bool {
    let plain: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
    plain.len() >= LONG && turns(&plain) * 100 >= plain.len() * 40
}

/// Whether a run of characters looks drawn by lot. Words, paths and names in any case turn from small to capital letters
/// or to digits now and then; what was drawn does so at every other character.
fn looks_secret(run: &str) -> bool {
    if run.len() < SUSPICIOUS {
        return false;
    }
    let has_hexadecimal = run.split(|c: char| !c.is_ascii_hexdigit()).any(|digits| digits.len() >= HEXADECIMAL);
    if has_hexadecimal || KEY_IDS.iter().any(|start| run.starts_with(start)) {
        return true;
    }
    let parts: Vec<&str> = run.split(['/', '_', '-']).collect();
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let turns: usize = parts.iter().map(|part| turns(part)).sum();
    let has_digits = run.bytes().any(|b| b.is_ascii_digit());
    let percent = if has_digits { 25 } else { 40 };
    turns * 100 >= length * percent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_and_words_stay() {
        let cases = [
            ("no such vault", "no such vault"),
            ("w\0J\0a\0l\u{200B}rXUtnFEMI\u{1b}/K7MDENG/bPxRfi", "***"),
            ("secret: hunter2 is bad", "secret: *** is bad"),
            ("SecretAccessKey=hunter2", "SecretAccessKey=***"),
            ("got aB3.dE6.fG9.hI2.jK5.lM8.nO1.pQ4.rS7.tU0.vW3.xY6.zA9.bC2 there", "got *** there"),
            ("got wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY!", "got ***"),
            ("{\"SessionToken\":\"abc\"}", "{\"SessionToken\":***"),
            ("{\"Password\": \"swordfish\"}", "{\"Password\": ***"),
            ("AKIAIOSFODNN7EXAMPLE expired", "*** expired"),
            ("via http://me:hunter2@proxy:3128/", "via http://***@proxy:3128/"),
            ("secret=hunter2://me@proxy", "secret=***"),
            ("Authorization: Basic QVdTOmE=", "Authorization: Basic ***"),
            ("token: hunter2, bearer eyJh9", "token: *** bearer ***"),
            ("x-amz-security-token: IQoJb3JpZ2luX2VjE", "x-amz-security-token: ***"),
            ("sent 70617373776f72642d666f722d313131", "sent ***"),
            ("sent 0x70617373776f72642d666f722d313131.", "sent ***"),
            ("pw=70617373776F72642D666F722D313131", "***"),
            ("signed 5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7", "signed ***"),
        ];
        for (text, redacted) in cases {
            assert_eq!(redact(text), redacted);
        }
    }

    #[test]
    fn what_people_look_for_stays() {
        for text in [
            "Error saving credentials: error storing credentials - err: exit status 1, out: `no`",
            "exec: \"docker-credential-osxkeychain\": executable file not found in $PATH, out: ``",
            "WARNING! Your credentials are stored unencrypted in '/root/.docker/config.json'.",
            "stored unencrypted in /home/build01/.docker/config.json",
            "open /run/user/1000/containers/auth.json: permission denied",
            "error getting credentials - err: exec: \"docker-credential-secretservice\": not found",
            "dial unix /var/lib/jenkins2/workspace/docker.sock: connect: no such file",
            "lookup 111122223333.dkr.ecr.eu-west-1.amazonaws.com on 10.0.0.2:53: no such host",
            "failed to fetch oauth token: unexpected status from GET request",
            "invalid token: expired",
            "unknown key: region",
            "UnrecognizedClientException: InvalidClientTokenId, ExpiredTokenException, NoCredentialProviders",
            "C:\\Users\\Administrator\\.docker\\config.json: The system cannot find the file specified.",
            "no Authorization: header, credentials: none",
            "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/me",
            "Response{status:StatusCode(401),headers:Headers{server:HeaderValue,date:HeaderValue}}",
            "ended 2026-11-28T21:10:58.123456789Z[Europe/Berlin]",
            "1764370689123456789: process 4194304 of 0000000000000001 ended",
        ] {
            assert_eq!(redact(text), text);
        }
    }

    #[test]
    fn a_service_may_name_who_may_not_do_what() {
        let denied = "User: arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/me is not \
                      authorized to perform: ecr:GetAuthorizationToken on resource: *";
        assert_eq!(redact_runs(denied), denied);
        assert_eq!(redact_runs(&format!("token:{}.", "aB3+/=".repeat(9))), "token:***");
    }
}
