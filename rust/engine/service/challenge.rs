//! What a registry wants to be shown, as its header WWW-Authenticate says.

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

/// How a registry wants to be told who asks.
#[derive(Debug, PartialEq, Eq)]
pub enum Challenge {
    /// By user and password with each request.
    Basic,
    /// By a token, which another address gives for user and password.
    Bearer {
        /// That address.
        realm: String,
        /// What goes along to it, name by name.
        parameters: Vec<(String, String)>,
    },
}

impl Challenge {
    /// The challenge in an answer's headers; user and password themselves, where they are taken too.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let texts = headers.get_all(WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
        let mut found: Vec<Challenge> = texts.filter_map(parse).collect();
        let basic = found.iter().position(|challenge| *challenge == Challenge::Basic).unwrap_or(0);
        (!found.is_empty()).then(|| found.swap_remove(basic))
    }
}

fn parse(text: &str) -> Option<Challenge> {
    let (scheme, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    if scheme.eq_ignore_ascii_case("basic") {
        return Some(Challenge::Basic);
    }
    if !scheme.eq_ignore_ascii_case("bearer") {
        return None;
    }
    let mut parameters = parameters(rest);
    let realm = parameters.iter().position(|(name, _)| name == "realm")?;
    let (_, realm) = parameters.swap_remove(realm);
    parameters.retain(|(name, _)| name == "service" || name == "scope");
    parameters.sort();
    Some(Challenge::Bearer { realm, parameters })
}

/// `name="value"` and `name=value`, with commas between.
fn parameters(mut rest: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    while let Some((name, after)) = rest.split_once('=') {
        let (value, left) = value(after.trim_start());
        let name = name.trim_matches([',', ' ', '\t']).to_ascii_lowercase();
        found.push((name, value));
        rest = left;
    }
    found
}

/// A value, and what follows it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([',', ' ']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let (mut value, mut escaped) = (String::new(), false);
    for (at, c) in quoted.char_indices() {
        match c {
            '"' if !escaped => return (value, &quoted[at + 1..]),
            '\\' if !escaped => escaped = true,
            _ => {
                value.push(c);
                escaped = false;
            }
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn challenge(texts: &[&str]) -> Option<Challenge> {
        let headers = texts.iter().map(|text| (WWW_AUTHENTICATE, text.parse().unwrap()));
        Challenge::of(&headers.collect())
    }

    fn bearer(realm: &str, parameters: &[(&str, &str)]) -> Option<Challenge> {
        let parameters = parameters.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        Some(Challenge::Bearer { realm: realm.to_owned(), parameters })
    }

    #[test]
    fn registries_of_ecr_say_what_they_want() {
        let private =
            r#"Basic realm="https://111122223333.dkr.ecr.eu-west-1.amazonaws.com/",service="ecr.amazonaws.com""#;
        assert_eq!(challenge(&[private]), Some(Challenge::Basic));
        let public = r#"Bearer realm="https://public.ecr.aws/token/",service="public.ecr.aws",scope="aws""#;
        let wanted = bearer("https://public.ecr.aws/token/", &[("scope", "aws"), ("service", "public.ecr.aws")]);
        assert_eq!(challenge(&[public]), wanted);
        assert_eq!(challenge(&[public, private]), Some(Challenge::Basic));
    }

    #[test]
    fn other_ways_to_write_it_are_read_too() {
        for (text, wanted) in [
            ("basic", Some(Challenge::Basic)),
            ("BEARER Realm=https://h/t, Service=s", bearer("https://h/t", &[("service", "s")])),
            (r#"Bearer service="a,b=\"c\"" , realm="https://h/t""#, bearer("https://h/t", &[("service", "a,b=\"c\"")])),
            (r#"Bearer realm="https://h/t"#, bearer("https://h/t", &[])),
            ("Bearer service=s", None),
            ("Bearer", None),
            ("Negotiate", None),
            ("", None),
        ] {
            assert_eq!(challenge(&[text]), wanted, "{text}");
        }
        assert_eq!(challenge(&[]), None);
    }
}
