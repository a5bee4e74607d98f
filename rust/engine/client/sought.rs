//! Which of the logins that are there are wanted.

use crate::registry::name::{self, Host, Name};

/// Which logins are wanted: of hosts and accounts; of all registries of ECR where neither is named.
pub struct Sought {
    /// In small letters.
    pub hosts: Vec<String>,
    pub accounts: Vec<String>,
    pub stores: Stores,
}

impl Sought {
    /// Whether nothing is named.
    pub fn is_open(&self) -> bool {
        self.hosts.is_empty() && self.accounts.is_empty()
    }

    /// Whether a host is one of those, or of one of the accounts.
    pub fn names(&self, host: &str) -> bool {
        let of_account = |found: Host| found.account.is_some_and(|account| self.accounts.contains(&account));
        self.hosts.iter().any(|named| named == host) || ecr_host(host).is_some_and(of_account)
    }
}

/// How far stores are asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stores {
    /// Not at all.
    Named,
    /// For the logins of hosts that are known.
    Given,
    /// For all that they hold.
    Listed,
}

/// A host of ECR, taken apart.
pub fn ecr_host(host: &str) -> Option<Host> {
    match name::parse(host) {
        Ok(Name::Host(found)) if found.name == host => Some(found),
        _ => None,
    }
}
