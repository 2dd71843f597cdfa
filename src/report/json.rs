//! The report as JSON.

use serde::Serialize;

use super::{Finding, HELM_PROFILE, Printable, Publication, Severity, Step, StepState};

/// The number of the schema. It is raised when a field goes or changes its meaning, not when one is added.
const FORMAT: u32 = 1;

/// The schema, documented at [`Printable::json`]. Field order is part of what the snapshot pins.
#[derive(Serialize)]
struct Document<'a> {
    format: u32,
    program: Program,
    command: &'a str,
    status: &'static str,
    reason: Option<&'a str>,
    exit_code: u8,
    dry_run: bool,
    chart: Chart<'a>,
    tag: Option<&'a str>,
    commit: Option<&'a str>,
    package: Option<Package<'a>>,
    publications: Vec<PublicationEntry<'a>>,
    written: &'a [String],
    skipped_because: Option<&'a str>,
    steps: Vec<StepEntry<'a>>,
    findings: Vec<FindingEntry<'a>>,
    findings_left_out: usize,
    helm_profile: &'static str,
    run_url: Option<&'a str>,
    milliseconds: u64,
}

#[derive(Serialize)]
struct Program {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Chart<'a> {
    name: Option<&'a str>,
    version: Option<&'a str>,
    app_version: Option<&'a str>,
    path: Option<&'a str>,
}

#[derive(Serialize)]
struct Package<'a> {
    path: &'a str,
    digest: &'a str,
    size: u64,
}

#[derive(Serialize)]
struct PublicationEntry<'a> {
    kind: &'static str,
    target: &'a str,
    reference: &'a str,
    digest: &'a str,
    state: &'static str,
    visibility: &'static str,
    chart_url: Option<&'a str>,
    index_url: Option<&'a str>,
    install: &'a [String],
}

#[derive(Serialize)]
struct StepEntry<'a> {
    step: &'static str,
    subject: &'a str,
    detail: &'a str,
    state: &'static str,
    milliseconds: Option<u64>,
}

#[derive(Serialize)]
struct FindingEntry<'a> {
    code: &'a str,
    severity: &'static str,
    path: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    place: Option<PlaceEntry<'a>>,
    notes: Vec<NoteEntry<'a>>,
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    helm: Option<&'a str>,
}

#[derive(Serialize)]
struct PlaceEntry<'a> {
    path: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    width: Option<usize>,
}

#[derive(Serialize)]
struct NoteEntry<'a> {
    label: &'static str,
    text: &'a str,
}

impl Printable {
    /// The report as one JSON object on one line, of at most `limit` bytes when that is possible: findings that do
    /// not fit are left out, the least grave and the last first, and `findings_left_out` counts them.
    ///
    /// The fields are described in `docs/reference/report.md`.
    ///
    /// `##[` never occurs in it (its bracket is escaped), so that the runner sees no workflow command in it.
    pub fn json(&self, limit: usize) -> String {
        let mut order: Vec<usize> = (0..self.findings.len()).collect();
        order.sort_by_key(|index| {
            std::cmp::Reverse(self.findings.get(*index).map(|finding| finding.severity))
        });
        let sizes: Vec<usize> = self
            .findings
            .iter()
            .map(|finding| written(&entry(finding)).len() + 1)
            .collect();
        let bare = written(&self.document(&[])).len();
        let mut room = limit.saturating_sub(bare + 8);
        let mut kept = Vec::new();
        for index in order {
            let size = sizes.get(index).copied().unwrap_or(usize::MAX);
            if size > room {
                break;
            }
            room -= size;
            kept.push(index);
        }
        kept.sort_unstable();
        written(&self.document(&kept))
    }

    fn document(&self, kept: &[usize]) -> Document<'_> {
        Document {
            format: FORMAT,
            program: Program {
                name: "chartwright",
                version: env!("CARGO_PKG_VERSION"),
            },
            command: &self.command,
            status: self.status().word(),
            reason: self.reason().map(|code| code.id),
            exit_code: self.exit_code(),
            dry_run: self.dry_run,
            chart: Chart {
                name: self.name.as_deref(),
                version: self.version.as_deref(),
                app_version: self.app_version.as_deref(),
                path: self.chart.as_ref().map(|path| path.as_str()),
            },
            tag: self.tag.as_deref(),
            commit: self.commit.as_deref(),
            package: self.package.as_ref().map(|package| Package {
                path: package.path.as_str(),
                digest: &package.digest,
                size: package.size,
            }),
            publications: self.publications.iter().map(publication).collect(),
            written: &self.written,
            skipped_because: self.skip.as_ref().map(|skip| skip.why.as_str()),
            steps: self.steps.iter().map(step).collect(),
            findings: kept
                .iter()
                .filter_map(|index| self.findings.get(*index))
                .map(entry)
                .collect(),
            findings_left_out: self.findings.len() - kept.len(),
            helm_profile: HELM_PROFILE,
            run_url: self.run_url.as_deref(),
            milliseconds: milliseconds(self.duration),
        }
    }
}

fn milliseconds(duration: std::time::Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

fn publication(publication: &Publication) -> PublicationEntry<'_> {
    PublicationEntry {
        kind: publication.kind.word(),
        target: &publication.target,
        reference: &publication.reference,
        digest: &publication.digest,
        state: publication.state.word(),
        visibility: publication.visibility.word(),
        chart_url: publication.chart_url.as_deref(),
        index_url: publication.index_url.as_deref(),
        install: &publication.install,
    }
}

fn step(step: &Step) -> StepEntry<'_> {
    StepEntry {
        step: step.stage.word(),
        subject: &step.subject,
        detail: &step.detail,
        state: step.state.word(),
        milliseconds: step
            .duration
            .filter(|_| step.state != StepState::NotReached)
            .map(milliseconds),
    }
}

fn entry(finding: &Finding) -> FindingEntry<'_> {
    let span = finding.place.as_ref().and_then(|place| place.span.as_ref());
    FindingEntry {
        code: finding.code.id,
        severity: match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        path: finding.place.as_ref().map(|place| place.path.as_str()),
        line: span.map(|span| span.line),
        column: span.map(|span| span.column),
        message: &finding.message,
        place: finding.place.as_ref().map(|place| PlaceEntry {
            path: place.path.as_str(),
            line: place.span.as_ref().map(|span| span.line),
            column: place.span.as_ref().map(|span| span.column),
            width: place.span.as_ref().map(|span| span.width),
        }),
        notes: finding
            .notes
            .iter()
            .map(|note| NoteEntry {
                label: note.label,
                text: &note.text,
            })
            .collect(),
        help: finding.help.as_deref(),
        helm: finding.helm.as_deref(),
    }
}

/// None of the types has a map with keys that are no strings or a `Serialize` that fails: there is no error to report.
fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value)
        .unwrap_or_default()
        .replace("##[", "##\\u005b")
}

#[cfg(test)]
mod tests;
