//! What every room may need: errors, log lines, the environment of a request, files, processes, secrets and their
//! redaction, clocks and locks. Knows nothing of AWS; uses no other room.

pub mod caught;
pub mod confided;
pub mod edited;
pub mod encoding;
pub mod environment;
pub mod epoch;
pub mod error;
pub mod expand;
pub mod files;
pub mod fingerprint;
pub mod json_text;
pub mod known;
pub mod links;
pub mod lock;
pub mod log_line;
pub mod named;
pub mod object;
pub mod own_folder;
pub mod printable;
pub mod private;
pub mod process;
pub mod progress;
pub mod recent;
pub mod redact;
pub mod sealed;
pub mod secret;
pub mod share;
pub mod shown;
pub mod stamp;
pub mod text;
pub mod time;
pub mod trust;
pub mod unseen;
