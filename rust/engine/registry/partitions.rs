//! The partitions of AWS: their regions and the names of their hosts.
//!
//! Regions are for completion and for finding a partition; one that is not listed is still asked.

/// A partition.
#[derive(Debug, PartialEq, Eq)]
pub struct Partition {
    /// Its name, as in ARNs.
    pub name: &'static str,
    /// What its regions start with; the first partition takes all others.
    pub prefixes: &'static [&'static str],
    /// The suffix of IPv4 hosts.
    pub dns: &'static str,
    /// The suffix of its registries' dual-stack hosts, where AWS names one.
    pub registries: Option<&'static str>,
    /// Its regions with ECR.
    pub regions: &'static [&'static str],
}

/// All partitions, the public one last, which takes every region that no other does.
pub const PARTITIONS: &[Partition] = &[
    Partition {
        name: "aws-cn",
        prefixes: &["cn-"],
        dns: "amazonaws.com.cn",
        registries: Some("on.amazonwebservices.com.cn"),
        regions: &["cn-north-1", "cn-northwest-1"],
    },
    Partition {
        name: "aws-us-gov",
        prefixes: &["us-gov-"],
        dns: "amazonaws.com",
        registries: Some("on.aws"),
        regions: &["us-gov-east-1", "us-gov-west-1"],
    },
    Partition {
        name: "aws-eusc",
        prefixes: &["eusc-"],
        dns: "amazonaws.eu",
        registries: None,
        regions: &["eusc-de-east-1"],
    },
    Partition {
        name: "aws-iso-b",
        prefixes: &["us-isob-"],
        dns: "sc2s.sgov.gov",
        registries: None,
        regions: &["us-isob-east-1", "us-isob-west-1"],
    },
    Partition {
        name: "aws-iso-e",
        prefixes: &["eu-isoe-"],
        dns: "cloud.adc-e.uk",
        registries: None,
        regions: &["eu-isoe-west-1"],
    },
    Partition {
        name: "aws-iso-f",
        prefixes: &["us-isof-"],
        dns: "csp.hci.ic.gov",
        registries: None,
        regions: &["us-isof-east-1", "us-isof-south-1"],
    },
    Partition {
        name: "aws-iso",
        prefixes: &["us-iso-"],
        dns: "c2s.ic.gov",
        registries: None,
        regions: &["us-iso-east-1", "us-iso-west-1"],
    },
    Partition {
        name: "aws",
        prefixes: &[""],
        dns: "amazonaws.com",
        registries: Some("on.aws"),
        regions: &[
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-south-2",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-southeast-3",
            "ap-southeast-4",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "ca-central-1",
            "ca-west-1",
            "eu-central-1",
            "eu-central-2",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "il-central-1",
            "me-central-1",
            "me-south-1",
            "mx-central-1",
            "sa-east-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
        ],
    },
];

/// The partition that a region belongs to.
pub fn of_region(region: &str) -> &'static Partition {
    let found = PARTITIONS.iter().find(|p| p.prefixes.iter().any(|prefix| region.starts_with(prefix)));
    found.unwrap_or(&PARTITIONS[PARTITIONS.len() - 1])
}

/// Whether a name can stand in a host name as a region does.
pub fn is_usable(region: &str) -> bool {
    let plain = region.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    plain && (1..=63).contains(&region.len()) && !region.starts_with('-') && !region.ends_with('-')
}

/// The regions for completion, sorted.
pub fn regions() -> Vec<&'static str> {
    let mut regions: Vec<_> = PARTITIONS.iter().flat_map(|p| p.regions).copied().collect();
    regions.sort_unstable();
    regions
}

/// The host of an account's registry in a region.
pub fn host_of(account: &str, region: &str) -> String {
    format!("{account}.dkr.ecr.{region}.{}", of_region(region).dns)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_is_found_in_its_own_partition() {
        for partition in PARTITIONS {
            for region in partition.regions {
                assert_eq!(of_region(region).name, partition.name, "{region}");
            }
        }
        assert_eq!(of_region("moon-base-1").name, "aws");
    }
}
