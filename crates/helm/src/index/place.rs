//! Putting an entry between the bytes of an index in block style.

use std::ops::Range;

use jiff::Timestamp;

use super::entry::{Entry, Layout};
use super::order::{position_of_name, position_of_version};
use super::outline::{Chart, Empty, Entries, List, Outline, Version};
use super::text::line_end;

/// One change: these bytes become that text.
#[derive(Debug)]
struct Edit {
    range: Range<usize>,
    text: String,
}

/// The index with the entry in its place; none when flow style is in the way.
pub(super) fn insert(
    text: &str,
    outline: &Outline,
    entry: &Entry,
    generated: Timestamp,
) -> Option<Vec<u8>> {
    if !outline.in_place {
        return None;
    }
    let mut edits = match &outline.entries {
        Entries::Absent => vec![without_entries(text, outline, entry)],
        Entries::Empty(empty) => {
            let lines = new_chart(entry, HELM_STEP, 0);
            fill(text, empty, lines)
        }
        Entries::Charts { column, charts } => match outline.chart(entry.name()) {
            Some(chart) => into_chart(text, chart, *column, sequence_step(charts, *column), entry)?,
            None => vec![beside_charts(text, outline, *column, charts, entry)],
        },
    };
    edits.extend(new_generated(text, outline, generated));
    edits.sort_by_key(|edit| edit.range.start);
    Some(apply(text, &edits))
}

/// How far Helm indents.
const HELM_STEP: usize = 2;

/// The index has no `entries`: they come where the alphabet puts them.
fn without_entries(text: &str, outline: &Outline, entry: &Entry) -> Edit {
    let names: Vec<&str> = outline.keys.iter().map(|key| key.name.as_str()).collect();
    let position = position_of_name(&names, "entries");
    let at = match position
        .checked_sub(1)
        .and_then(|last| outline.keys.get(last))
    {
        Some(key) => behind_comments(text, key.range.end, 0),
        None => outline
            .keys
            .first()
            .map_or(text.len(), |key| key.range.start),
    };
    let lines = format!("entries:\n{}", new_chart(entry, HELM_STEP, 0));
    lines_at(text, at, lines)
}

/// An empty collection gets its first line.
fn fill(text: &str, empty: &Empty, lines: String) -> Vec<Edit> {
    let mut edits = Vec::with_capacity(2);
    if let Some(brackets) = &empty.brackets {
        let before = text.get(..brackets.start).unwrap_or_default();
        let blank_behind = text
            .get(brackets.end..)
            .is_none_or(|rest| rest.is_empty() || rest.starts_with(['\n', '\r']));
        let start = if blank_behind {
            before.trim_end_matches(' ').len()
        } else {
            brackets.start
        };
        edits.push(Edit {
            range: start..brackets.end,
            text: String::new(),
        });
    }
    edits.push(lines_at(text, empty.line_end, lines));
    edits
}

fn into_chart(
    text: &str,
    chart: &Chart,
    column: usize,
    step: usize,
    entry: &Entry,
) -> Option<Vec<Edit>> {
    match &chart.list {
        List::Flow => None,
        List::Empty(empty) => {
            let dash = column + step;
            let layout = Layout {
                dash,
                keys: dash + HELM_STEP,
                sequence: step,
            };
            Some(fill(text, empty, entry.lines(layout)))
        }
        List::Block { column: dash } => {
            let versions = &chart.versions;
            let layout = Layout {
                dash: *dash,
                keys: neighbour_keys(versions).unwrap_or(dash + HELM_STEP),
                sequence: dash.saturating_sub(column),
            };
            let position = position_of_version(
                versions.iter().map(|version| version.version.as_deref()),
                entry.version(),
            );
            let at = match position.checked_sub(1).and_then(|last| versions.get(last)) {
                Some(above) => behind_comments(text, above.range.end, *dash),
                None => line_end(text, chart.range.start),
            };
            Some(vec![lines_at(text, at, entry.lines(layout))])
        }
    }
}

/// The column of the keys of the list's versions.
fn neighbour_keys(versions: &[Version]) -> Option<usize> {
    versions
        .iter()
        .map(|version| version.column)
        .find(|column| *column > 0)
}

fn beside_charts(
    text: &str,
    outline: &Outline,
    column: usize,
    charts: &[Chart],
    entry: &Entry,
) -> Edit {
    let names: Vec<&str> = charts.iter().map(|chart| chart.name.as_str()).collect();
    let position = position_of_name(&names, entry.name());
    let at = match position.checked_sub(1).and_then(|last| charts.get(last)) {
        Some(above) => behind_comments(text, above.range.end, column),
        None => outline
            .keys
            .iter()
            .find(|key| key.name == "entries")
            .map_or(text.len(), |key| line_end(text, key.range.start)),
    };
    lines_at(
        text,
        at,
        new_chart(entry, column, sequence_step(charts, column)),
    )
}

/// A chart's key and its first version.
fn new_chart(entry: &Entry, column: usize, step: usize) -> String {
    let dash = column + step;
    let layout = Layout {
        dash,
        keys: dash + HELM_STEP,
        sequence: step,
    };
    format!(
        "{}{}\n{}",
        " ".repeat(column),
        entry.key(),
        entry.lines(layout)
    )
}

/// How far this index indents a sequence under its key: Helm not at all, others by two.
fn sequence_step(charts: &[Chart], column: usize) -> usize {
    charts
        .iter()
        .find_map(|chart| match &chart.list {
            List::Block { column: dash } => Some(dash.saturating_sub(column)),
            _ => None,
        })
        .unwrap_or(0)
}

/// The edit that puts whole lines at an offset where a line starts, or behind a last line that has no end.
fn lines_at(text: &str, at: usize, lines: String) -> Edit {
    let before = text.get(..at).unwrap_or_default();
    let breaks = if before.contains('\n') { before } else { text };
    let crlf = breaks
        .rfind('\n')
        .and_then(|lf| breaks.get(..lf))
        .is_some_and(|line| line.ends_with('\r'));
    let unended = !before.is_empty() && !before.ends_with('\n');
    let lines = if unended {
        format!("\n{}", lines.trim_end_matches('\n'))
    } else {
        lines
    };
    Edit {
        range: at..at,
        text: if crlf {
            lines.replace('\n', "\r\n")
        } else {
            lines
        },
    }
}

/// The offset behind the comment lines that are indented more than their list: they belong to what is above.
fn behind_comments(text: &str, mut at: usize, column: usize) -> usize {
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let spaces = rest.bytes().take_while(|byte| *byte == b' ').count();
        if spaces <= column || rest.as_bytes().get(spaces) != Some(&b'#') {
            break;
        }
        at = line_end(text, at);
    }
    at
}

/// The new time of the index, in the old one's quotes.
fn new_generated(text: &str, outline: &Outline, generated: Timestamp) -> Option<Edit> {
    let range = outline.generated.clone()?;
    let raw = text.get(range.clone())?;
    let quote = raw
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''));
    let old = quote.map_or(raw, |quote| raw.trim_matches(quote));
    if is_younger(old, generated) {
        return None;
    }
    let quote = quote.map(String::from).unwrap_or_default();
    Some(Edit {
        range,
        text: format!("{quote}{generated}{quote}"),
    })
}

/// Whether an index's own time is later than the new one: it never goes back.
pub(super) fn is_younger(old: &str, generated: Timestamp) -> bool {
    old.parse::<Timestamp>().is_ok_and(|old| old >= generated)
}

fn apply(text: &str, edits: &[Edit]) -> Vec<u8> {
    let added: usize = edits.iter().map(|edit| edit.text.len()).sum();
    let mut bytes = Vec::with_capacity(text.len() + added);
    let mut from = 0;
    for edit in edits {
        bytes.extend_from_slice(
            text.get(from..edit.range.start)
                .unwrap_or_default()
                .as_bytes(),
        );
        bytes.extend_from_slice(edit.text.as_bytes());
        from = edit.range.end;
    }
    bytes.extend_from_slice(text.get(from..).unwrap_or_default().as_bytes());
    bytes
}
