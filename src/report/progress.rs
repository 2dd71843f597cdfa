//! `tracing` events on their way to the people who watch.

use std::fmt::{self, Write as _};

use tracing::field::{Field, Visit};
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::layer::{Context, Layer};

use super::Live;

/// The target of events that say how far a step is, in words for people: "uploading 4.1 of 8.0 MB", "waiting 12 s:
/// the registry limits requests".
pub const PROGRESS: &str = "chartwright::progress";

/// Brings progress events to the live line, and every other event of this program to [`Live::detail`]; of other
/// crates' events only warnings. Made by [`Live::layer`].
pub struct ProgressLayer {
    live: Live,
}

impl ProgressLayer {
    pub(super) const fn new(live: Live) -> Self {
        Self { live }
    }
}

fn is_wanted(metadata: &Metadata<'_>) -> bool {
    let target = metadata.target();
    let ours = ["chartwright", "helm"].into_iter().any(|root| {
        target
            .strip_prefix(root)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    });
    let most = if ours { Level::DEBUG } else { Level::WARN };
    metadata.is_event() && *metadata.level() <= most
}

impl<S: Subscriber> Layer<S> for ProgressLayer {
    fn enabled(&self, metadata: &Metadata<'_>, _context: Context<'_, S>) -> bool {
        is_wanted(metadata)
    }

    fn on_event(&self, event: &Event<'_>, _context: Context<'_, S>) {
        let mut words = Words::default();
        event.record(&mut words);
        if event.metadata().target() == PROGRESS {
            self.live.progress(&words.message);
        } else {
            let metadata = event.metadata();
            self.live.detail(&format!(
                "{} {}: {}{}",
                metadata.level().as_str().to_ascii_lowercase(),
                metadata.target(),
                words.message,
                words.fields
            ));
        }
    }
}

#[derive(Default)]
struct Words {
    message: String,
    fields: String,
}

impl Visit for Words {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a String cannot fail.
        let _ = if field.name() == "message" {
            write!(self.message, "{value:?}")
        } else {
            write!(self.fields, " {}={value:?}", field.name())
        };
    }
}
