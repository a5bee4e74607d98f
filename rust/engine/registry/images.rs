//! Patterns of all images that lie in ECR, as the kubelet matches them: each `*` within one label.

use crate::registry::name::public_hosts;
use crate::registry::partitions::PARTITIONS;

/// The suffixes under which AWS has FIPS hosts.
const FIPS: &[&str] = &["amazonaws.com", "on.aws"];

/// A pattern for each form that the hosts of each partition have, ECR Public last.
pub fn patterns() -> Vec<String> {
    let mut patterns = Vec::new();
    let mut add = |form: &str, suffix: &str| {
        let pattern = format!("*.{form}.*.{suffix}");
        if !patterns.contains(&pattern) {
            patterns.push(pattern);
        }
    };
    for partition in PARTITIONS.iter().rev() {
        for (form, suffix) in [("dkr.ecr", Some(partition.dns)), ("dkr-ecr", partition.registries)] {
            let Some(suffix) = suffix else { continue };
            add(form, suffix);
            if FIPS.contains(&suffix) {
                add(&format!("{form}-fips"), suffix);
            }
        }
        // China's dual-stack hosts go by both forms.
        if let Some(suffix) = partition.registries.filter(|_| partition.name == "aws-cn") {
            add("dkr.ecr", suffix);
        }
    }
    patterns.extend(public_hosts().map(str::to_owned));
    patterns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::name::{EndpointType, Name, names, parse};
    use crate::registry::partitions;

    /// The kubelet's rule: as many labels, and each like its pattern.
    fn matches(pattern: &str, host: &str) -> bool {
        let (wanted, labels): (Vec<_>, Vec<_>) = (pattern.split('.').collect(), host.split('.').collect());
        wanted.len() == labels.len()
            && wanted.iter().zip(labels).all(|(wanted, label)| *wanted == "*" || *wanted == label)
    }

    #[test]
    fn every_region_s_hosts_are_in_one_pattern_each() {
        let patterns = patterns();
        for region in partitions::regions() {
            let Ok(Name::Host(host)) = parse(&partitions::host_of("111122223333", region)) else { panic!("{region}") };
            for name in names(&host, EndpointType::All) {
                let found: Vec<_> = patterns.iter().filter(|pattern| matches(pattern, &name)).collect();
                assert_eq!(found.len(), 1, "{name}: {found:?}");
            }
        }
    }

    #[test]
    fn fips_public_and_both_forms_of_china_are_there() {
        for host in [
            "111122223333.dkr.ecr-fips.us-east-1.amazonaws.com",
            "111122223333.dkr-ecr-fips.us-gov-west-1.on.aws",
            "111122223333.dkr.ecr.cn-north-1.on.amazonwebservices.com.cn",
            "111122223333.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn",
            "public.ecr.aws",
            "ecr-public.aws.com",
        ] {
            assert!(patterns().iter().any(|pattern| matches(pattern, host)), "{host}");
        }
    }
}
