//! The host in what people write for a registry: a URL, an image reference, a repository's ARN.

use crate::registry::id::is_account_id;
use crate::registry::partitions;
use crate::registry::parts::{Parts, split_port};

/// What a reference may start with.
const SCHEMES: &[&str] = &["https", "http", "oci", "docker"];

/// What the digest of an image starts with.
const DIGESTS: &[&str] = &["sha256", "sha384", "sha512"];

/// The host of ECR Public.
pub const PUBLIC_HOST: &str = "public.ecr.aws";

/// The host of a URL, an image reference, a repository's ARN, or a bare host; in lower case.
///
/// # Errors
/// Why there is none.
pub fn host_of(text: &str) -> Result<String, String> {
    if is_arn(text) {
        return host_of_arn(text);
    }
    let plain =
        |host: &str| host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-') && host.contains('.');
    match host_and_port(text) {
        Some((host, None | Some("443"))) if plain(host) => Ok(host.to_ascii_lowercase()),
        Some((host, Some(port))) if plain(host) && !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => {
            Err(format!("ECR has no port {port}; leave it out"))
        }
        _ => Err("it is neither an account id nor a host".to_owned()),
    }
}

/// The host, in lower case, and the port of what names a registry of any kind: a URL, an image reference, a bare host.
pub fn address_of(text: &str) -> Option<String> {
    let text = text.trim();
    if has_user(text) || is_arn(text) {
        return None;
    }
    let (host, port) = host_and_port(text)?;
    let plain = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_".contains(&b));
    let host = host.to_ascii_lowercase();
    match port {
        _ if !plain => None,
        None => Some(host),
        Some(port) => port.parse::<u16>().ok().map(|port| format!("{host}:{port}")),
    }
}

/// Whether a text may have a user name, and perhaps a password, in it: what stands before an `@` that no digest follows.
pub fn has_user(text: &str) -> bool {
    text.trim().match_indices('@').any(|(at, _)| !is_digest(&text.trim()[at + 1..]))
}

/// Whether a text is the digest of an image.
fn is_digest(text: &str) -> bool {
    let (algorithm, digest) = text.split_once(':').unwrap_or_default();
    DIGESTS.contains(&algorithm) && !digest.is_empty() && digest.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The host and what follows its colon; a digest may stand right behind them.
fn host_and_port(text: &str) -> Option<(&str, Option<&str>)> {
    let parts = Parts::of(text);
    let authority = parts.authority.split('@').next().unwrap_or_default();
    parts.is_of(SCHEMES).then(|| split_port(authority))
}

fn is_arn(text: &str) -> bool {
    text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("arn:"))
}

/// The host of `arn:PARTITION:ecr:REGION:ACCOUNT:repository/NAME`, or that of ECR Public, where accounts share one.
fn host_of_arn(text: &str) -> Result<String, String> {
    let text = text.to_ascii_lowercase();
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let [_, partition, service, region, account, resource] = parts[..] else {
        return Err("its ARN has not six parts".to_owned());
    };
    if !resource.starts_with("repository/") {
        return Err("its ARN is not that of a repository".to_owned());
    }
    match service {
        "ecr-public" => Ok(PUBLIC_HOST.to_owned()),
        "ecr" if !partitions::is_usable(region) => Err("its ARN names no region".to_owned()),
        "ecr" if !is_account_id(account) => Err("its ARN names no account of 12 digits".to_owned()),
        "ecr" => {
            let found = partitions::of_region(region);
            if found.name != partition {
                return Err(format!("the region {region} is not in the partition of its ARN"));
            }
            Ok(format!("{account}.dkr.ecr.{region}.{}", found.dns))
        }
        _ => Err("its ARN is of another service than ECR".to_owned()),
    }
}
