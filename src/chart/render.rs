//! Why a chart cannot be rendered, as findings: with the place in the template, the way to it, and help.

use helm::render::{Frame, RenderError, TemplateError};

use super::near_miss::near_miss;
use super::sources::Sources;
use crate::report::{Blame, Code, Finding, Note, Place, Severity};

const fn code(id: &'static str, title: &'static str, help: &'static str) -> Code {
    Code::new(id, Blame::Chart, title, help)
}

const PARSE: Code = code(
    "CW-RENDER-001",
    "a template cannot be parsed",
    "mend the template at the place named",
);
const EXECUTE: Code = code(
    "CW-RENDER-002",
    "a template fails",
    "mend the template at the place named, or the values that it is given",
);
const MISSING: Code = code(
    "CW-RENDER-003",
    "a template asks for a value that is not there",
    "give the value a default in values.yaml, or ask for its parent first: `{{ with .Values.parent }}`",
);
const REFUSED: Code = code(
    "CW-RENDER-004",
    "the chart refuses its values by `required` or `fail`",
    "give the value that the message asks for; for a check in CI, in a file `ci/*-values.yaml`",
);
const MANIFEST: Code = code(
    "CW-RENDER-005",
    "a rendered template is no YAML, or no object",
    "look at what the template gives: wrong indentation and unquoted values are the usual causes",
);
const SCHEMA: Code = code(
    "CW-RENDER-006",
    "the values are not what values.schema.json asks for",
    "mend the values at the path named, or the schema",
);
const KUBE_VERSION: Code = code(
    "CW-RENDER-007",
    "the chart does not go with this version of Kubernetes",
    "render for another one (`kube-version`), or widen `kubeVersion` in Chart.yaml; `-0` at the end of a bound \
     takes in the versions of cloud providers",
);
const SUBCHART_VALUES: Code = code(
    "CW-RENDER-008",
    "the values of a subchart are no map",
    "a key with the name of a subchart holds the subchart's values: make it a map",
);
const EXHAUSTED: Code = code(
    "CW-RENDER-009",
    "the templates take more than a run may",
    "look for a loop or an include without end at the place named; where the chart truly needs more, raise \
     `max-output`: all limits grow with it",
);

/// So many of the steps on the way to an error are shown from either end.
const SHOWN_STEPS: usize = 10;

/// The codes of this module.
pub(super) const CODES: &[&Code] = &[
    &PARSE,
    &EXECUTE,
    &MISSING,
    &REFUSED,
    &MANIFEST,
    &SCHEMA,
    &KUBE_VERSION,
    &SUBCHART_VALUES,
    &EXHAUSTED,
];

/// Everything that keeps a chart from being rendered. The first finding is what Helm says, and carries its words.
pub(super) fn findings(
    error: &TemplateError,
    severity: Severity,
    sources: &Sources<'_>,
) -> Vec<Finding> {
    match error {
        TemplateError::Render(errors) => of_templates(errors, severity, sources),
        TemplateError::Manifests { errors, .. } => errors
            .iter()
            .map(|error| {
                let message = format!("{} renders to what is no object", error.path);
                Finding::new(&MANIFEST, severity, message)
                    .at(Place::file(sources.template(&error.path)))
                    .note("cause", error.source.to_string())
                    .note("document", (error.document + 1).to_string())
            })
            .collect(),
        TemplateError::Schema(errors) => {
            let words = error.to_string();
            let mut lines = words.lines();
            let mut finding = Finding::new(&SCHEMA, severity, lines.next().unwrap_or_default());
            finding.notes = lines.map(|line| Note::new("schema", line)).collect();
            finding.help = errors.help().or(finding.help);
            vec![finding.at(sources.beginning("values.schema.json"))]
        }
        TemplateError::KubeVersion { .. } => {
            let finding = Finding::new(&KUBE_VERSION, severity, error.to_string());
            vec![finding.at(sources.chartfile_key("kubeVersion"))]
        }
        TemplateError::Dependencies(_) | TemplateError::Values(_) => {
            let finding = Finding::new(&SUBCHART_VALUES, severity, error.to_string());
            vec![finding.at(sources.beginning("values.yaml"))]
        }
    }
}

/// The errors of templates.
pub(super) fn of_templates(
    errors: &[RenderError],
    severity: Severity,
    sources: &Sources<'_>,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for error in errors {
        let finding = template(error, severity, sources);
        // A helper that fails is told once, however many templates include it.
        let known = findings.iter().any(|known| {
            known.message == finding.message
                && known.place.is_some()
                && known.place == finding.place
        });
        if !known {
            findings.push(finding);
        }
    }
    findings
}

fn template(error: &RenderError, severity: Severity, sources: &Sources<'_>) -> Finding {
    let missing = error.missing();
    let refusal = error.refusal();
    let frames = error.frames();
    let is_parse = frames.iter().all(|frame| frame.executing.is_none());
    let code = match (&refusal, &missing) {
        _ if error.exhausted().is_some() => &EXHAUSTED,
        (Some(_), _) => &REFUSED,
        (None, Some(_)) => &MISSING,
        (None, None) if is_parse => &PARSE,
        (None, None) => &EXECUTE,
    };
    let message = error.message();
    let mut lines = message.lines();
    let mut finding = Finding::new(code, severity, lines.next().unwrap_or_default());
    for line in lines.filter(|line| !line.trim().is_empty()) {
        finding = finding.note("", line.trim_end());
    }
    // Text given to `tpl` is in no file: the place is the call's then.
    let shown = frames
        .iter()
        .rposition(|frame| sources.text(&frame.position.template).is_some());
    if let Some(frame) = shown.and_then(|index| frames.get(index)) {
        finding.place = Some(place(frame, sources));
    }
    let inner = frames.iter().skip(shown.map_or(0, |index| index + 1));
    for step in few(inner.collect()) {
        finding = match step {
            Step::Frame(frame) => {
                finding.note("in", format!("text given to tpl, {}", words(frame)))
            }
            Step::LeftOut(count) => finding.note("in", format!("{count} more")),
        };
    }
    for step in few(frames.iter().take(shown.unwrap_or(0)).rev().collect()) {
        finding = match step {
            Step::Frame(frame) => finding.note("included from", words(frame)),
            Step::LeftOut(count) => finding.note("included from", format!("{count} more")),
        };
    }
    if let Some(missing) = missing {
        if let Some(nil) = missing.nil.and_then(|count| missing.path.get(..count)) {
            finding = finding.note("nil", path(nil));
        }
        if let Some(help) = near_miss(&missing) {
            finding = finding.help(help);
        }
    }
    finding
}

/// A step on the way to an error, or how many are not shown.
enum Step<'a> {
    Frame(&'a Frame),
    LeftOut(usize),
}

/// The steps at both ends: an include that never ends has a thousand of them.
fn few(frames: Vec<&Frame>) -> Vec<Step<'_>> {
    let left_out = frames.len().saturating_sub(2 * SHOWN_STEPS);
    let mut steps = Vec::new();
    for (index, frame) in frames.into_iter().enumerate() {
        if left_out > 0 && index == SHOWN_STEPS {
            steps.push(Step::LeftOut(left_out));
        }
        if left_out == 0 || index < SHOWN_STEPS || index >= SHOWN_STEPS + left_out {
            steps.push(Step::Frame(frame));
        }
    }
    steps
}

/// A path as a template writes it.
pub(super) fn path(parts: &[String]) -> String {
    let joined = parts.join(".");
    if joined.starts_with(['$', '.', '(']) {
        joined
    } else {
        format!(".{joined}")
    }
}

fn words(frame: &Frame) -> String {
    let position = &frame.position;
    let column = position
        .column
        .map(|column| format!(":{}", column + 1))
        .unwrap_or_default();
    let context = frame
        .context
        .as_ref()
        .map(|context| format!(" at <{context}>"))
        .unwrap_or_default();
    format!("{}:{}{column}{context}", position.template, position.line)
}

/// The place in the template's file, with the line.
fn place(frame: &Frame, sources: &Sources<'_>) -> Place {
    let position = &frame.position;
    let path = sources.template(&position.template);
    let text = sources.text(&position.template).unwrap_or_default();
    let line = text
        .lines()
        .nth(position.line.saturating_sub(1))
        .unwrap_or_default();
    let Some(bytes) = position.column else {
        let indent = line.chars().take_while(|any| any.is_whitespace()).count();
        let width = line.trim().chars().count();
        return Place::in_text(path, &text, position.line, indent + 1, width);
    };
    // Go counts columns in bytes, from 0.
    let column = line
        .char_indices()
        .take_while(|(offset, _)| *offset < bytes)
        .count();
    let width = width(frame.context.as_deref().unwrap_or_default(), line, bytes);
    Place::in_text(path, &text, position.line, column + 1, width)
}

/// How many characters of the line belong to a node from a byte on. Go places a chain of fields at its second one.
fn width(context: &str, line: &str, at: usize) -> usize {
    let first = context.lines().next().unwrap_or_default();
    let (Some(before), Some(after)) = (line.get(..at), line.get(at..)) else {
        return 1;
    };
    let rest = (0..first.len())
        .filter_map(|index| first.split_at_checked(index))
        .find(|(head, tail)| before.ends_with(head) && after.starts_with(tail));
    // Go prints nodes in its own way, so that the text may be another.
    let width = rest.map_or(first, |(_, tail)| tail).chars().count();
    width.min(after.chars().count()).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn carets_stand_under_what_is_left_of_the_node() {
        for (context, line, at, expected) in [
            (".Values.a.b", "x: {{ .Values.a.b }}", 13, 4),
            (".Values", "x: {{ .Values }}", 6, 7),
            ("fail \"b\"", "b: {{ fail   \"b\" }}", 6, 8),
            ("include \"x\" .", "{{ inc", 3, 3),
            ("", "x", 0, 1),
            (".a", "ä: {{ .a }}", 1, 1),
        ] {
            assert_eq!(width(context, line, at), expected, "{line}");
        }
    }
}
