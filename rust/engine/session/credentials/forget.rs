//! Forgets role sessions, wherever they are kept.

use super::{cli_cache, sts};

/// Forgets every role session of this process, and passes over those that lie in the AWS CLI's cache now.
pub fn forget() {
    sts::forget();
    cli_cache::forget();
}
