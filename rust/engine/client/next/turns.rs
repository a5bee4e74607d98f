//! How many other helpers one user asks at a time. One that asks us back without a word of who has started it would be
//! asked for ever: where no turn is left, the chain ends.

use crate::base::environment::Environment;
use crate::base::own_folder::cache_folder;
use crate::base::private;
use std::fs::File;
use std::io;
use std::time::{Duration, Instant};

/// How many.
pub const TURNS: u8 = 16;

/// How long to wait for one.
const WAITING: Duration = Duration::from_secs(10);

/// How often.
const PACE: Duration = Duration::from_millis(50);

/// A turn, held until it is dropped. Who has no folder for it has none, and asks all the same.
///
/// # Errors
/// How long it was waited for in vain, which is no longer than the limit.
pub async fn turn(env: &Environment, limit: Duration) -> Result<Option<File>, Duration> {
    let Some(folder) = cache_folder(env) else { return Ok(None) };
    let limit = limit.min(WAITING);
    let end = Instant::now() + limit;
    loop {
        for number in 0..TURNS {
            match private::lock(&folder.join(format!(".next-{number}.lock")), Duration::ZERO).await {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                got => return Ok(got.ok()),
            }
        }
        if Instant::now() >= end {
            return Err(limit);
        }
        tokio::time::sleep(PACE).await;
    }
}
