//! JSON that is changed as text: only what has to differ differs, in the manner of what stands around it.

mod amiss;
mod parts;
mod style;
mod text;

pub use amiss::amiss;
pub use parts::Members;
pub use text::{Cut, JsonText, before};
