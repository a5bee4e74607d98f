//! The SDK's log of one call, for -Debug.

use crate::base::known::without;
use crate::base::lock::lock;
use crate::base::log_line::{Level, LogLine};
use crate::base::redact::redact;
use crate::base::secret::Secret;
use std::fmt::{Debug, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The most bytes of log that one call keeps.
const LIMIT: usize = 64 * 1024;

/// Collects what the SDK logs at DEBUG and above. TRACE holds whole answers, and so tokens.
#[derive(Clone, Default)]
pub struct Collector {
    lines: Arc<Mutex<(usize, Vec<LogLine>)>>,
    spans: Arc<AtomicU64>,
}

impl Collector {
    /// What was collected, without secrets of the call.
    pub fn take(&self, secrets: &[Secret]) -> Vec<LogLine> {
        let lines = std::mem::take(&mut lock(&self.lines).1);
        let told =
            |line: LogLine| LogLine { message: without(&line.message, secrets.iter().map(Secret::expose)), ..line };
        lines.into_iter().map(told).collect()
    }
}

impl Subscriber for Collector {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= tracing::Level::DEBUG && metadata.target().starts_with("aws_")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Text(format!("{}:", event.metadata().target()));
        event.record(&mut text);
        let message = redact(&text.0);
        let mut lines = lock(&self.lines);
        if lines.0 + message.len() <= LIMIT {
            lines.0 += message.len();
            lines.1.push(LogLine { level: Level::Debug, message });
        }
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let written = match field.name() {
            "message" => write!(self.0, " {value:?}"),
            name => write!(self.0, " {name}={value:?}"),
        };
        written.expect("a String takes it all");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::subscriber::with_default;

    #[test]
    fn lines_of_the_sdk_are_kept_without_secrets() {
        let collector = Collector::default();
        with_default(collector.clone(), || {
            tracing::debug!(target: "aws_sdk", token = "wJalrXUtnFEMI/K7MDENG", "asked with password=hunter2");
            tracing::trace!(target: "aws_sdk", "a whole answer");
            tracing::debug!(target: "hyper", "somebody else");
        });
        let lines: Vec<String> = collector.take(&[]).into_iter().map(|line| line.message).collect();
        assert_eq!(lines, ["aws_sdk: asked with password=*** token=***"]);
    }

    #[test]
    fn a_log_has_an_end() {
        let collector = Collector::default();
        with_default(collector.clone(), || {
            (0..2000)
                .for_each(|n| tracing::info!(target: "aws_sdk", "line {n} of a hundred bytes and more: {:>70}", n));
        });
        let kept: usize = collector.take(&[]).iter().map(|line| line.message.len()).sum();
        assert!((LIMIT / 2..=LIMIT).contains(&kept), "{kept}");
    }
}
