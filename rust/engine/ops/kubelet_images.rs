//! The images that a kubelet has to ask a credential provider for.

use crate::message::request::Request;
use crate::ops::connection::connection_of;
use crate::registry::images::patterns;
use crate::session::halt::Halt;
use crate::session::map::Map;

/// Patterns of all hosts of ECR, and of those that the map of this machine leads to one.
///
/// # Errors
/// What is wrong with the map.
pub async fn kubelet_images(request: &mut Request) -> Result<Vec<String>, Halt> {
    let mut images = patterns();
    for line in Map::read(&connection_of(request)?.env)?.lines() {
        if line.is_of_others() && !images.contains(&line.pattern) {
            images.push(line.pattern.clone());
        }
    }
    Ok(images)
}
