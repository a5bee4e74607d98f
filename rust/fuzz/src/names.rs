//! Account ids, registry hosts, image references.

use ecr_engine::Code;
use ecr_engine::registry::id::{Written, is_account_id, parse_id};
use ecr_engine::registry::name::{EndpointType, Host, Name, names, parse, parse_all};
use ecr_engine::registry::token::account_of;

const ENDPOINT_TYPES: [EndpointType; 4] =
    [EndpointType::Named, EndpointType::Ipv4, EndpointType::DualStack, EndpointType::All];

/// Reads each line as an id and as a registry's name, and all lines as a list of them.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    list(&lines);
    lines.iter().for_each(|line| name(line));
}

fn list(values: &[String]) {
    let written: Vec<Written> = values.iter().cloned().map(Written::from).collect();
    let bad = values.iter().filter(|value| parse(value).is_err()).count();
    match parse_all(&written, parse) {
        Ok(names) => assert_eq!((names.len(), bad), (values.len(), 0)),
        Err(error) => {
            assert_eq!(error.code, Code::InvalidRegistryId);
            assert_eq!(error.details.len(), bad);
            assert_plain(&error.message);
            error.details.iter().for_each(|detail| assert_plain(detail));
        }
    }
}

fn name(text: &str) {
    match parse(text) {
        Ok(Name::Account(id)) => {
            assert!(is_account_id(&id), "{id}");
            assert_eq!(parse_id(text).expect("an id").id, id);
        }
        Ok(Name::Host(host)) => {
            assert_eq!(parse(&host.name).ok().as_ref(), Some(&Name::Host(host.clone())), "a host is its own name");
            ENDPOINT_TYPES.iter().flat_map(|kind| names(&host, *kind)).for_each(|name| same_registry(&host, &name));
        }
        Err(error) => {
            assert_eq!(error.code, Code::InvalidRegistryName);
            assert_plain(&error.message);
        }
    }
}

/// Whether a host under another of its names is still the same registry, and safe to stand in a URL or a config file.
fn same_registry(host: &Host, name: &str) {
    let Ok(Name::Host(other)) = parse(name) else { panic!("{name} is a name of {}, but no host", host.name) };
    assert_eq!((&other.account, &other.region, other.fips), (&host.account, &host.region, host.fips));
    assert_eq!(account_of(name), host.account.as_deref());
    assert!(name.split('.').all(is_label), "{name}");
}

/// Whether a part of a host name is one by RFC 1123.
fn is_label(label: &str) -> bool {
    let plain = label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    plain && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
}

fn assert_plain(message: &str) {
    assert!(!message.chars().any(char::is_control), "{message:?}");
}
