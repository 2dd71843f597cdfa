//! The sentences and figures that several renderings share.

use std::time::Duration;

use super::{PublicationState, Report, Severity, Stage, Status, StepState};

/// The first line: what is being done, to what. What is not known yet is left out.
pub fn headline(
    command: &str,
    name: Option<&str>,
    version: Option<&str>,
    tag: Option<&str>,
    commit: Option<&str>,
) -> String {
    let mut line = format!("chartwright {} · {command}", env!("CARGO_PKG_VERSION"));
    for part in [name, version].into_iter().flatten() {
        line.push(' ');
        line.push_str(part);
    }
    if let Some(tag) = tag {
        line.push_str(" from tag ");
        line.push_str(tag);
    }
    if let Some(commit) = commit {
        line.push_str(&format!(" ({})", short_commit(commit)));
    }
    line
}

/// The first seven digits, as git shows them.
pub(crate) fn short_commit(commit: &str) -> &str {
    commit.get(..7).unwrap_or(commit)
}

/// A digest for people: `sha256:9b1f…e07a`. Whole digests are in the outputs and in the JSON.
pub fn short_digest(digest: &str) -> String {
    let (algorithm, hex) = digest.split_once(':').unwrap_or(("", digest));
    let colon = if algorithm.is_empty() { "" } else { ":" };
    match (hex.get(..4), hex.len().checked_sub(4)) {
        (Some(head), Some(tail)) if hex.len() > 12 => {
            format!(
                "{algorithm}{colon}{head}…{}",
                hex.get(tail..).unwrap_or_default()
            )
        }
        _ => digest.to_owned(),
    }
}

/// A reference for people: a commit's id at its end is cut to seven digits. Whole ones are in the outputs and in the
/// JSON.
pub fn short_reference(reference: &str) -> String {
    match reference.rsplit_once('@') {
        Some((place, commit))
            if commit.len() == 40 && commit.bytes().all(|any| any.is_ascii_hexdigit()) =>
        {
            format!("{place}@{}", short_commit(commit))
        }
        _ => reference.to_owned(),
    }
}

/// A size in decimal units: `812 B`, `14.2 kB`, `4.9 MB`.
pub fn human_size(bytes: u64) -> String {
    let mut unit = "B";
    let mut scale = 1_u64;
    for (name, size) in [("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)] {
        if bytes >= size {
            unit = name;
            scale = size;
        }
    }
    if scale == 1 {
        return format!("{bytes} {unit}");
    }
    let tenths = bytes.saturating_mul(10) / scale;
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

/// A time for people: `12 ms`, `1.9 s`, `2 min 5 s`.
pub fn human_duration(duration: Duration) -> String {
    let milliseconds = duration.as_millis();
    match milliseconds {
        0..100 => format!("{milliseconds} ms"),
        100..60_000 => format!("{}.{} s", milliseconds / 1_000, milliseconds / 100 % 10),
        _ => format!(
            "{} min {} s",
            milliseconds / 60_000,
            milliseconds / 1_000 % 60
        ),
    }
}

/// `1 error`, `2 errors`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

impl Report {
    /// `podinfo 6.7.1`, as far as it is known.
    pub(crate) fn what(&self) -> String {
        let parts: Vec<&str> = [&self.name, &self.version]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        if parts.is_empty() {
            "the chart".to_owned()
        } else {
            parts.join(" ")
        }
    }

    /// How far a failed run came, and whether running it again helps.
    pub(crate) fn standing(&self) -> &'static str {
        let is_open = |stage| {
            self.steps.iter().any(|step| {
                step.stage == stage
                    && matches!(step.state, StepState::Failed | StepState::NotReached)
            })
        };
        if self.nothing_written() {
            "Nothing was written."
        } else if self.of(Severity::Error).any(|error| error.code.lasting) {
            "The release is not whole, and another run of it cannot make it so: see the help above."
        } else if is_open(Stage::Publish) {
            "The release is not complete: run it again to complete it; what is done is left as it is."
        } else if is_open(Stage::Verify) {
            "The release is written, but not verified: run it again to verify it."
        } else {
            "The release itself is done."
        }
    }

    /// What became of the targets of a failed run that wrote (promise 3): a label and the targets.
    /// Empty when it is certain that nothing was written.
    pub(crate) fn aftermath(&self) -> Vec<(&'static str, Vec<&str>)> {
        if self.nothing_written() {
            return Vec::new();
        }
        let missed = self
            .steps
            .iter()
            .filter(|step| step.stage == Stage::Publish && step.state == StepState::NotReached);
        let lists = [
            ("written", self.written.iter().map(String::as_str).collect()),
            ("refused", self.refused.iter().map(String::as_str).collect()),
            (
                "may hold a part",
                self.broken_off()
                    .map(|step| step.subject.as_str())
                    .collect(),
            ),
            (
                "not reached",
                missed.map(|step| step.subject.as_str()).collect(),
            ),
        ];
        lists
            .into_iter()
            .filter(|(_, targets): &(_, Vec<&str>)| !targets.is_empty())
            .collect()
    }

    /// What happened, how long it took, and what is next, without the ready-to-copy lines.
    pub(crate) fn last_sentence(&self) -> String {
        let time = human_duration(self.duration);
        let what = self.what();
        match self.status() {
            Status::Released => {
                let released = self
                    .publications
                    .iter()
                    .filter(|publication| publication.state == PublicationState::Released)
                    .count();
                let had_it = self.publications.len() - released;
                let also = if had_it == 0 {
                    String::new()
                } else {
                    format!("; {had_it} had it already")
                };
                format!(
                    "Released {what} to {} in {time}{also}.",
                    count(released, "target")
                )
            }
            Status::Unchanged if self.publications.is_empty() => {
                format!(
                    "{}: nothing to do. Nothing was written. {time}.",
                    self.what()
                )
            }
            Status::Unchanged => {
                let targets = self.publications.len();
                let every = match targets {
                    1 => "its target holds".to_owned(),
                    2 => "both targets hold".to_owned(),
                    _ => format!("all {targets} targets hold"),
                };
                format!(
                    "Unchanged: {every} {what} already, with this very content. Nothing was written. {time}."
                )
            }
            Status::Skipped => {
                let why = self.skip.as_ref().map_or("", |skip| skip.why.as_str());
                format!("Skipped: {why}. Nothing was written. {time}.")
            }
            Status::Planned => {
                let asked = |state| {
                    self.steps
                        .iter()
                        .filter(|step| step.stage == Stage::Preflight && step.state == state)
                        .count()
                };
                let also = match asked(StepState::Skipped) {
                    0 => String::new(),
                    had_it => format!("; {had_it} had it already"),
                };
                format!(
                    "Planned: {what} would go to {}{also}. Nothing was written (dry-run). {time}.",
                    count(asked(StepState::Done), "target")
                )
            }
            Status::Passed => {
                let warnings = count(self.of(Severity::Warning).count(), "warning");
                format!("{}: no error, {warnings}. {time}.", self.command)
            }
            Status::Failed if self.check => {
                let errors = count(self.of(Severity::Error).count(), "error");
                format!("{errors}. Exit {}.", self.exit_code())
            }
            Status::Failed => {
                let errors = count(self.of(Severity::Error).count(), "error");
                let blame = self
                    .first_error()
                    .map_or("", |finding| finding.code.blame.sentence());
                format!(
                    "{errors}. {} Exit {} ({blame}).",
                    self.standing(),
                    self.exit_code()
                )
            }
        }
    }

    /// The ready-to-copy lines of every publication, in order, each once.
    pub(crate) fn install_lines(&self) -> Vec<&str> {
        let mut lines: Vec<&str> = Vec::new();
        for line in self
            .publications
            .iter()
            .flat_map(|publication| &publication.install)
        {
            if !lines.contains(&line.as_str()) {
                lines.push(line);
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_for_people() {
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1.0 kB"),
            (14_250, "14.2 kB"),
            (4_999_999, "4.9 MB"),
            (43_000_000_000, "43.0 GB"),
            (u64::MAX, "1844674407.3 GB"),
        ] {
            assert_eq!(human_size(bytes), text);
        }
        for (milliseconds, text) in [
            (0, "0 ms"),
            (99, "99 ms"),
            (100, "0.1 s"),
            (1_949, "1.9 s"),
            (59_999, "59.9 s"),
            (125_000, "2 min 5 s"),
        ] {
            assert_eq!(human_duration(Duration::from_millis(milliseconds)), text);
        }
        let hex = "9b1f0000000000000000000000000000000000000000000000000000000000007a";
        assert_eq!(short_digest(&format!("sha256:{hex}")), "sha256:9b1f…007a");
        assert_eq!(short_digest("sha256:ab"), "sha256:ab");
        assert_eq!(short_digest("ééééééééé"), "éé…éé");
        assert_eq!(short_commit("3f2a91cdd"), "3f2a91c");
        assert_eq!(short_commit("3f"), "3f");
    }

    #[test]
    fn the_headline_leaves_out_what_is_not_known() {
        let version = env!("CARGO_PKG_VERSION");
        assert_eq!(
            headline(
                "release",
                Some("podinfo"),
                Some("6.7.1"),
                Some("v6.7.1"),
                Some("3f2a91cdd")
            ),
            format!("chartwright {version} · release podinfo 6.7.1 from tag v6.7.1 (3f2a91c)")
        );
        assert_eq!(
            headline("release", None, None, None, None),
            format!("chartwright {version} · release")
        );
    }
}
