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
            let lines = new_chart(entry, HELM);
            fill(text, empty, lines)
        }
        Entries::Charts { column, charts } => match outline.chart(entry.name()) {
            Some(chart) => into_chart(text, chart, Habits::of(outline, *column, charts), entry)?,
            None => {
                let habits = Habits::of(outline, *column, charts);
                vec![beside_charts(text, outline, habits, charts, entry)]
            }
        },
    };
    edits.extend(new_generated(text, outline, generated));
    edits.sort_by_key(|edit| edit.range.start);
    Some(apply(text, &edits))
}

/// The index without some versions of a chart; none when they have no lines of their own, when something in them may
/// be named elsewhere, or when no version would be left.
pub(super) fn remove(
    text: &str,
    outline: &Outline,
    chart: &str,
    gone: &[&str],
    generated: Timestamp,
) -> Option<Vec<u8>> {
    if !outline.in_place {
        return None;
    }
    let chart = outline.chart(chart)?;
    if !matches!(chart.list, List::Block { .. }) {
        return None;
    }
    let is_gone = |version: &&Version| {
        version
            .version
            .as_deref()
            .is_some_and(|version| gone.contains(&version))
    };
    if chart.versions.iter().all(|version| is_gone(&version)) {
        return None;
    }
    let mut edits = Vec::with_capacity(gone.len() + 1);
    for version in chart.versions.iter().filter(is_gone) {
        // An anchor may be what another entry's alias means.
        if text.get(version.range.clone())?.contains('&') {
            return None;
        }
        edits.push(Edit {
            range: version.range.clone(),
            text: String::new(),
        });
    }
    edits.extend(new_generated(text, outline, generated));
    edits.sort_by_key(|edit| edit.range.start);
    Some(apply(text, &edits))
}

/// How an index is indented.
#[derive(Debug, Clone, Copy)]
struct Habits {
    /// The column of the charts' names.
    column: usize,
    /// How far a sequence is indented under its key.
    sequence: usize,
    /// How far the keys of a version stand behind its dash.
    gap: usize,
}

/// Helm's own habits.
const HELM: Habits = Habits {
    column: 2,
    sequence: 0,
    gap: 2,
};

impl Habits {
    fn of(outline: &Outline, column: usize, charts: &[Chart]) -> Self {
        let dash = charts.iter().find_map(|chart| match &chart.list {
            List::Block { column } => Some(*column),
            List::Empty(_) | List::Flow => None,
        });
        Self {
            column,
            sequence: dash.map_or(HELM.sequence, |dash| dash.saturating_sub(column)),
            gap: outline.gap.unwrap_or(HELM.gap),
        }
    }

    fn layout(self) -> Layout {
        let dash = self.column + self.sequence;
        Layout {
            dash,
            keys: dash + self.gap,
            sequence: self.sequence,
        }
    }
}

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
    let lines = format!("entries:\n{}", new_chart(entry, HELM));
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

fn into_chart(text: &str, chart: &Chart, habits: Habits, entry: &Entry) -> Option<Vec<Edit>> {
    match &chart.list {
        List::Flow => None,
        List::Empty(empty) => Some(fill(text, empty, entry.lines(habits.layout()))),
        List::Block { column: dash } => {
            let layout = Layout {
                dash: *dash,
                keys: neighbour_keys(&chart.versions).unwrap_or(dash + habits.gap),
                sequence: dash.saturating_sub(habits.column),
            };
            let position = position_of_version(
                chart.versions.iter().map(|there| there.version.as_deref()),
                entry.version(),
            );
            let above = position
                .checked_sub(1)
                .and_then(|last| chart.versions.get(last));
            let at = match above {
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
    habits: Habits,
    charts: &[Chart],
    entry: &Entry,
) -> Edit {
    let names: Vec<&str> = charts.iter().map(|chart| chart.name.as_str()).collect();
    let position = position_of_name(&names, entry.name());
    let at = match position.checked_sub(1).and_then(|last| charts.get(last)) {
        Some(above) => behind_comments(text, above.range.end, habits.column),
        None => outline
            .keys
            .iter()
            .find(|key| key.name == "entries")
            .map_or(text.len(), |key| line_end(text, key.range.start)),
    };
    lines_at(text, at, new_chart(entry, habits))
}

/// A chart's key and its first version.
fn new_chart(entry: &Entry, habits: Habits) -> String {
    format!(
        "{}{}\n{}",
        " ".repeat(habits.column),
        entry.key(),
        entry.lines(habits.layout())
    )
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
