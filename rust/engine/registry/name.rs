//! Registry names: account ids, hosts of every partition, image references.

use crate::base::error::{Code, Error};
use crate::base::printable::{listed, printable};
use crate::registry::id::{Written, is_account_id, parse_id};
use crate::registry::partitions::{self, PARTITIONS};
use crate::registry::reference::{PUBLIC_HOST, has_user, host_of};

/// The only region that gives tokens of ECR Public.
pub const PUBLIC_REGION: &str = "us-east-1";

/// All its hosts, and whether they are dual-stack.
const PUBLIC: &[(&str, bool)] = &[(PUBLIC_HOST, false), ("ecr-public.aws.com", true)];

/// The hosts of ECR Public.
pub fn public_hosts() -> impl Iterator<Item = &'static str> {
    PUBLIC.iter().map(|(name, _)| *name)
}

/// The most bad names that an error repeats.
const SHOWN: usize = 20;

/// What a user names when they name a registry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// An account: its registry in the region that is asked.
    Account(String),
    /// A host, which settles everything.
    Host(Host),
}

/// A registry's host, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Host {
    /// The host itself, in lower case.
    pub name: String,
    /// The account; none for ECR Public.
    pub account: Option<String>,
    /// The region whose API gives its tokens.
    pub region: String,
    /// Whether it is a FIPS host.
    pub fips: bool,
    /// Whether it is a dual-stack host.
    pub dual_stack: bool,
}

impl Host {
    /// Whether it is a host of ECR Public.
    pub fn is_public(&self) -> bool {
        self.account.is_none()
    }
}

impl Name {
    /// The account, where no host says more.
    pub fn into_account(self) -> Option<String> {
        if let Name::Account(id) = self { Some(id) } else { None }
    }

    /// Whether it is a name of ECR Public.
    pub fn is_public(&self) -> bool {
        matches!(self, Name::Host(host) if host.is_public())
    }
}

/// Reads a registry's name: `111122223333`, a host, a URL, an image such as `HOST/app:1`, or a repository's ARN.
///
/// # Errors
/// [`Code::InvalidRegistryName`] with the reason.
pub fn parse(text: &str) -> Result<Name, Error> {
    if let Some(id) = parse_id(text) {
        return Ok(Name::Account(id.id));
    }
    let refused = |message: String| Error::new(Code::InvalidRegistryName, message);
    // What stands before the host may be a password, and is not repeated.
    if has_user(text) {
        let message = "A text with a user name before an @ names no ECR registry; \
                       leave the user name and the password out.";
        return Err(refused(message.to_owned()));
    }
    let host = host_of(text.trim()).and_then(|host| take_apart(&host));
    host.map(Name::Host).map_err(|why| refused(format!("'{}' names no ECR registry: {why}.", printable(text))))
}

/// Reads the names of registries whose tokens are asked for, each by `parse`; none is passed over.
///
/// # Errors
/// [`Code::InvalidRegistryId`] with every value that names none, in `details` too.
pub fn parse_all(values: &[Written], parse: impl Fn(&str) -> Result<Name, Error>) -> Result<Vec<Name>, Error> {
    let mut names = Vec::with_capacity(values.len());
    let (mut bad, mut no_ids, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
    for value in values {
        let text = &value.text;
        match parse(text) {
            Ok(name) => names.push(name),
            Err(error) if !value.is_number && text.contains(['.', ':', '@']) => {
                reasons.push(error.message.clone());
                bad.push(error.message);
            }
            Err(_) => {
                no_ids.push(format!("'{}'", printable(text)));
                bad.push(format!("'{}'", printable(text)));
            }
        }
    }
    if bad.is_empty() {
        return Ok(names);
    }
    let mut message = Vec::new();
    if !no_ids.is_empty() {
        message.push(format!("Not an AWS account id: {}.", listed(no_ids.into_iter(), SHOWN)));
    }
    message.extend(reasons.into_iter().take(SHOWN));
    Err(Error::new(Code::InvalidRegistryId, message.join(" ")).details(bad))
}

fn take_apart(host: &str) -> Result<Host, String> {
    if let Some((_, dual_stack)) = PUBLIC.iter().find(|(name, _)| *name == host) {
        let region = PUBLIC_REGION.to_owned();
        return Ok(Host { name: host.to_owned(), account: None, region, fips: false, dual_stack: *dual_stack });
    }
    if host.contains(".vpce.") || host.starts_with("vpce-") {
        return Err(
            "a VPC endpoint takes no logins; log in to ACCOUNT.dkr.ecr.REGION.amazonaws.com, which resolves to it"
                .to_owned(),
        );
    }
    let (account, rest) = host.split_once('.').ok_or("it has no account")?;
    if !is_account_id(account) {
        return Err("it does not start with an account id of 12 digits".to_owned());
    }
    let forms = [
        ("dkr.ecr-fips.", true, false),
        ("dkr.ecr.", false, false),
        ("dkr-ecr-fips.", true, true),
        ("dkr-ecr.", false, true),
    ];
    let (rest, fips, dashed) = forms
        .iter()
        .find_map(|(form, fips, dashed)| Some((rest.strip_prefix(form)?, *fips, *dashed)))
        .ok_or("its account is not followed by dkr.ecr or dkr-ecr")?;
    let (region, suffix) = rest.split_once('.').ok_or("it ends after the region")?;
    if !partitions::is_usable(region) {
        return Err("it names no region".to_owned());
    }
    let partition = partitions::of_region(region);
    let dual_stack = match suffix {
        _ if suffix == partition.dns && !dashed => false,
        _ if Some(suffix) == partition.registries && (dashed || partition.name == "aws-cn") => true,
        _ if PARTITIONS.iter().any(|p| p.dns == suffix || p.registries == Some(suffix)) => {
            return Err(format!("{suffix} does not go with the region {region} in this form"));
        }
        _ => return Err(format!("{suffix} is no suffix of ECR")),
    };
    Ok(Host { name: host.to_owned(), account: Some(account.to_owned()), region: region.to_owned(), fips, dual_stack })
}

/// Which names of a registry are logged in to.
#[derive(Clone, Copy, Debug, Default, serde::Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum EndpointType {
    /// The one that was named or answered.
    #[default]
    Named,
    /// The IPv4 name.
    Ipv4,
    /// The dual-stack name.
    DualStack,
    /// Both.
    All,
}

/// The names of a host's registry under an endpoint type. A partition without dual-stack names has but the IPv4 one.
pub fn names(host: &Host, endpoint_type: EndpointType) -> Vec<String> {
    let (ipv4, dual_stack) = match &host.account {
        None => (PUBLIC[0].0.to_owned(), Some(PUBLIC[1].0.to_owned())),
        Some(account) => {
            let partition = partitions::of_region(&host.region);
            let fips = if host.fips { "-fips" } else { "" };
            let of = |form: &str, suffix: &str| format!("{account}.{form}{fips}.{}.{suffix}", host.region);
            (of("dkr.ecr", partition.dns), partition.registries.map(|suffix| of("dkr-ecr", suffix)))
        }
    };
    match (endpoint_type, dual_stack) {
        (EndpointType::Named, _) => vec![host.name.clone()],
        (EndpointType::Ipv4, _) | (_, None) => vec![ipv4],
        (EndpointType::DualStack, Some(dual_stack)) => vec![dual_stack],
        (EndpointType::All, Some(dual_stack)) => vec![ipv4, dual_stack],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Host {
        match parse(text) {
            Ok(Name::Host(host)) => host,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn hosts_of_every_partition_settle_their_call() {
        let table = [
            ("111122223333.dkr.ecr.eu-west-1.amazonaws.com", "eu-west-1", false, false),
            ("111122223333.dkr.ecr-fips.us-east-1.amazonaws.com", "us-east-1", true, false),
            ("111122223333.dkr-ecr.eu-west-1.on.aws", "eu-west-1", false, true),
            ("111122223333.dkr-ecr-fips.us-west-2.on.aws", "us-west-2", true, true),
            ("111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn", "cn-north-1", false, false),
            ("111122223333.dkr.ecr.cn-north-1.on.amazonwebservices.com.cn", "cn-north-1", false, true),
            ("111122223333.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn", "cn-north-1", false, true),
            ("111122223333.dkr.ecr.us-gov-west-1.amazonaws.com", "us-gov-west-1", false, false),
            ("111122223333.dkr-ecr.us-gov-west-1.on.aws", "us-gov-west-1", false, true),
            ("111122223333.dkr.ecr.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1", false, false),
            ("111122223333.dkr.ecr.us-iso-east-1.c2s.ic.gov", "us-iso-east-1", false, false),
            ("111122223333.dkr.ecr.us-isob-east-1.sc2s.sgov.gov", "us-isob-east-1", false, false),
            ("111122223333.dkr.ecr.eu-isoe-west-1.cloud.adc-e.uk", "eu-isoe-west-1", false, false),
            ("111122223333.dkr.ecr.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1", false, false),
            ("111122223333.dkr.ecr.moon-base-1.amazonaws.com", "moon-base-1", false, false),
        ];
        for (text, region, fips, dual_stack) in table {
            let account = Some("111122223333".to_owned());
            assert_eq!(
                host(text),
                Host { name: text.into(), account, region: region.into(), fips, dual_stack },
                "{text}"
            );
        }
        assert!(host("public.ecr.aws").is_public() && host("ecr-public.aws.com").dual_stack);
    }

    #[test]
    fn images_urls_and_ids_are_names_too() {
        let host_name = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
        for scheme in ["", "https://", "http://", "HTTPS://", "oci://", "Docker://"] {
            for rest in ["/app:1", "/team/app@sha256:abc", "/", ":443/app", ":443", ""] {
                for name in [host_name, "111122223333.DKR.ecr.eu-west-1.amazonaws.com"] {
                    assert_eq!(host(&format!(" {scheme}{name}{rest}")).name, host_name);
                }
            }
        }
        assert_eq!(parse("1111-2222-3333").unwrap(), Name::Account("111122223333".into()));
    }

    #[test]
    fn the_arn_of_a_repository_names_its_registry() {
        for (arn, name) in [
            ("arn:aws:ecr:eu-west-1:111122223333:repository/team/app", "111122223333.dkr.ecr.eu-west-1.amazonaws.com"),
            ("ARN:aws:ecr:eu-west-1:111122223333:repository/app", "111122223333.dkr.ecr.eu-west-1.amazonaws.com"),
            (
                "arn:aws-cn:ecr:cn-north-1:111122223333:repository/app",
                "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn",
            ),
            (
                "arn:aws-us-gov:ecr:us-gov-west-1:111122223333:repository/a",
                "111122223333.dkr.ecr.us-gov-west-1.amazonaws.com",
            ),
            ("arn:aws:ecr-public::111122223333:repository/app", PUBLIC_HOST),
            ("arn:aws:ecr-public:us-east-1:111122223333:repository/app", PUBLIC_HOST),
        ] {
            assert_eq!(host(arn).name, name, "{arn}");
        }
    }

    #[test]
    fn what_stands_before_an_at_sign_is_not_repeated() {
        let host = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
        for text in [
            format!("https://AWS:hunter2@{host}"),
            format!("AWS:hunter2@{host}"),
            format!("AWS:hunter2@{host}/app@sha256:abc"),
            format!("AWS:hunter2@2@{host}:443/app"),
            "hunter2@111122223333".to_owned(),
            "hunter2@".to_owned(),
            "ftp://hunter2@x.example/a".to_owned(),
        ] {
            for error in [parse(&text).unwrap_err(), parse_all(&[text.clone().into()], parse).unwrap_err()] {
                let told = format!("{} {:?}", error.message, error.details);
                assert!(!told.contains("hunter2") && told.contains("password"), "{text}: {error}");
            }
        }
    }

    #[test]
    fn an_at_sign_after_a_host_leads_to_a_digest() {
        let name = "111122223333.dkr.ecr.eu-west-1.amazonaws.com";
        for digest in ["sha256:0123456789abcdef", "sha512:AB"] {
            assert_eq!(host(&format!("{name}/app:1@{digest}")).name, name);
        }
        for rest in ["@evil.example", "@sha256", "@sha256:", "/app@sha256:abc@evil.example", "/app@evil.example:443"] {
            assert_eq!(parse(&format!("{name}{rest}")).unwrap_err().code, Code::InvalidRegistryName, "{rest}");
        }
    }

    #[test]
    fn a_list_is_refused_with_all_that_names_nothing() {
        let list = |values: &[&str]| parse_all(&values.iter().map(|v| v.to_string().into()).collect::<Vec<_>>(), parse);
        assert_eq!(list(&["12345678901", "1234-5678-9012"]).unwrap().len(), 2);
        let bad = ["", "12345678901x", "1234567890123", "-5", "\u{0661}23456789012", "docker.io/app"];
        let error = list(&[&["123456789012", "public.ecr.aws"][..], &bad].concat()).unwrap_err();
        assert_eq!((error.code, error.details.len()), (Code::InvalidRegistryId, bad.len()));
        assert!(
            error.message.contains("'12345678901x'") && error.message.contains("'docker.io/app' names no"),
            "{error}"
        );
    }

    #[test]
    fn junk_is_refused_with_the_reason() {
        for (text, why) in [
            ("", "neither"),
            ("docker.io/library/app", "12 digits"),
            ("111122223333.dkr.ecr.eu-west-1.amazonaws.com.evil.example", "no suffix"),
            ("111122223333.dkr-ecr.eu-west-1.amazonaws.com", "does not go"),
            ("111122223333.dkr.ecr.eu-west-1.amazonaws.com.cn", "does not go"),
            ("111122223333.dkr.s3.eu-west-1.amazonaws.com", "dkr.ecr"),
            ("vpce-1-a.dkr.ecr.eu-west-1.vpce.amazonaws.com", "VPC endpoint"),
            ("111122223333.dkr.ecr.eu-west-1", "ends after"),
            ("111122223333.dkr.ecr..amazonaws.com", "no region"),
            ("111122223333.dkr.ecr.-eu-west-1.amazonaws.com", "no region"),
            ("a b", "neither"),
            ("111122223333.dkr.ecr.eu-west-1.amazonaws.com:8443/app", "no port 8443"),
            ("111122223333.dkr.ecr.eu-west-1.amazonaws.com:latest", "neither"),
            ("ftp://111122223333.dkr.ecr.eu-west-1.amazonaws.com", "neither"),
            ("arn:aws:ecr:eu-west-1:111122223333", "six parts"),
            ("arn:aws:ecr:eu-west-1:1111:repository/app", "12 digits"),
            ("arn:aws:ecr::111122223333:repository/app", "no region"),
            ("arn:aws:ecr:cn-north-1:111122223333:repository/app", "partition"),
            ("arn:aws:s3:eu-west-1:111122223333:repository/app", "another service"),
            ("arn:aws:ecr:eu-west-1:111122223333:registry/app", "not that of a repository"),
            ("$(x).dkr.ecr.eu-west-1.amazonaws.com", "neither"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.message.contains(why), "{text}: {error}");
        }
    }

    #[test]
    fn a_registry_is_known_under_each_form_of_its_name() {
        let fips = host("111122223333.dkr.ecr-fips.us-east-1.amazonaws.com");
        assert_eq!(names(&fips, EndpointType::Named), std::slice::from_ref(&fips.name));
        assert_eq!(names(&fips, EndpointType::All), [fips.name.as_str(), "111122223333.dkr-ecr-fips.us-east-1.on.aws"]);
        assert_eq!(names(&host("public.ecr.aws"), EndpointType::DualStack), ["ecr-public.aws.com"]);
        let iso = "111122223333.dkr.ecr.us-iso-east-1.c2s.ic.gov";
        assert_eq!(names(&host(iso), EndpointType::All), [iso]);
    }
}
