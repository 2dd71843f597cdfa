//! The outline of an index by the full parser: for whatever the line reader does not vouch for.

use std::ops::Range;

use serde_json::{Map, Value};

use super::error::Error;
use super::json;
use super::outline::{Chart, Empty, Entries, List, Outline, TopKey, Version};
use super::text::{line_end, line_start};
use crate::yaml::{self, Mark, Node, NodeKind, ScalarStyle};

/// An index in memory: its data, and its outline.
pub(super) struct Tree {
    pub(super) value: Value,
    pub(super) outline: Outline,
}

impl Tree {
    /// Reads an index that is in any style of YAML, or in JSON as Helm does: valid JSON is JSON.
    ///
    /// # Errors
    /// When it is neither, when a key is given twice, when there are several documents, or when it is no index.
    pub(super) fn read(text: &str, chart: &str) -> Result<Self, Error> {
        if let Some(value) = json::parse(text)? {
            let outline = outline(&value, None, chart)?;
            return Ok(Self { value, outline });
        }
        let mut documents = yaml::parse_all(text.as_bytes()).map_err(Error::Yaml)?;
        if let Some(second) = documents.get(1) {
            return Err(shape("it holds several documents", second.start));
        }
        let node = documents.pop().ok_or(Error::Empty)?;
        let value = yaml::to_value_strict(text.as_bytes()).map_err(Error::Yaml)?;
        let mut outline = outline(&value, Some(&node), chart)?;
        // Without places there is still the data: the index is then written anew.
        outline.in_place = places(text, &node, &mut outline).is_some();
        Ok(Self { value, outline })
    }
}

fn shape(what: impl Into<String>, mark: Mark) -> Error {
    Error::Shape {
        what: what.into(),
        line: mark.line,
        column: mark.column,
    }
}

/// The data's outline, without places. The node, if any, tells the line of what is wrong.
fn outline(value: &Value, node: Option<&Node>, chart: &str) -> Result<Outline, Error> {
    let top = node.map_or_else(start, |node| node.start);
    let root = value
        .as_object()
        .ok_or_else(|| shape("it is not a map", top))?;
    match root.get("apiVersion") {
        None | Some(Value::Null) => return Err(Error::NoApiVersion),
        Some(Value::String(version)) if version.is_empty() => return Err(Error::NoApiVersion),
        Some(Value::Object(_) | Value::Array(_)) => {
            return Err(shape("apiVersion is not a text", top));
        }
        Some(_) => {}
    }
    let node = node.and_then(|node| node.get("entries"));
    let mark = |node: Option<&Node>| node.map_or(top, |node| node.start);
    let entries = match root.get("entries") {
        None | Some(Value::Null) => Entries::Absent,
        Some(Value::Object(entries)) => {
            let mut charts = Vec::with_capacity(entries.len());
            for (name, list) in entries {
                let node = node.and_then(|node| node.get(name));
                charts.push(Chart {
                    name: name.clone(),
                    range: 0..0,
                    list: List::Flow,
                    versions: versions(name, list, chart, || mark(node))?,
                });
            }
            Entries::Charts { column: 0, charts }
        }
        Some(_) => {
            return Err(shape(
                "entries is not a map from chart names to lists",
                mark(node),
            ));
        }
    };
    let count = root
        .get("entries")
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::values)
        .filter_map(Value::as_array)
        .map(Vec::len)
        .sum();
    Ok(Outline {
        keys: Vec::new(),
        entries,
        generated: None,
        versions: count,
        gap: None,
        in_place: false,
    })
}

fn start() -> Mark {
    Mark {
        line: 1,
        column: 1,
        offset: 0,
    }
}

/// The versions of a chart; only those of the one that was asked for.
fn versions(
    name: &str,
    list: &Value,
    chart: &str,
    mark: impl Fn() -> Mark,
) -> Result<Vec<Version>, Error> {
    let list = match list {
        Value::Null => return Ok(Vec::new()),
        Value::Array(list) => list,
        _ => return Err(shape(format!("entries.{name} is not a list"), mark())),
    };
    let mut versions = Vec::new();
    for version in list {
        match version {
            Value::Object(fields) if name == chart => versions.push(Version {
                version: fields.get("version").and_then(word),
                digest: fields.get("digest").and_then(word),
                created: fields.get("created").and_then(word),
                urls: fields
                    .get("urls")
                    .and_then(Value::as_array)
                    .map(|urls| urls.iter().filter_map(word).collect())
                    .unwrap_or_default(),
                ..Version::default()
            }),
            Value::Null if name == chart => versions.push(Version::default()),
            Value::Object(_) | Value::Null => {}
            _ => {
                return Err(shape(
                    format!("entries.{name} holds something else than versions"),
                    mark(),
                ));
            }
        }
    }
    Ok(versions)
}

/// A scalar as text, as Helm coerces it for a text field.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// Adds the places; none when the index cannot be changed line by line.
fn places(text: &str, root: &Node, outline: &mut Outline) -> Option<()> {
    let (pairs, margin) = block_mapping(text, root)?;
    if margin > 0 {
        return None;
    }
    for (key, value) in pairs {
        outline.keys.push(TopKey {
            name: key.as_str()?.to_owned(),
            range: line_start(text, key.start.offset)..end(text, key.end.offset, value),
        });
        match key.as_str()? {
            "generated" => outline.generated = one_line(text, value),
            "entries" => {
                outline.gap = entries(text, key, value, &mut outline.entries)?;
            }
            _ => {}
        }
    }
    Some(())
}

/// Adds the places of the charts, and says how far the keys of versions stand behind their dashes.
fn entries(text: &str, key: &Node, value: &Node, entries: &mut Entries) -> Option<Option<usize>> {
    if let Some(empty) = empty(text, key, value) {
        *entries = Entries::Empty(empty);
        return Some(None);
    }
    // `entries: null` and `entries: ~` are no places either.
    let Entries::Charts { column, charts } = entries else {
        return None;
    };
    let (pairs, names) = block_mapping(text, value)?;
    if pairs.len() != charts.len() {
        return None;
    }
    *column = names;
    let mut gap = None;
    for ((key, value), chart) in pairs.iter().zip(charts) {
        if key.as_str()? != chart.name {
            return None;
        }
        chart.range = line_start(text, key.start.offset)..end(text, key.end.offset, value);
        chart.list = list(text, key, value, &mut chart.versions);
        if let (None, List::Block { column }, NodeKind::Sequence(items)) =
            (&gap, &chart.list, &value.kind)
        {
            gap = items
                .iter()
                .find_map(|item| block_mapping(text, item))
                .map(|(_, keys)| keys.saturating_sub(*column));
        }
    }
    Some(gap)
}

fn list(text: &str, key: &Node, value: &Node, versions: &mut [Version]) -> List {
    if let Some(empty) = empty(text, key, value) {
        return List::Empty(empty);
    }
    let NodeKind::Sequence(items) = &value.kind else {
        return List::Flow;
    };
    // An alias stands elsewhere.
    let Some(column) = dashes(text, value, items).filter(|_| value.start.offset >= key.end.offset)
    else {
        return List::Flow;
    };
    for (item, version) in items.iter().zip(versions) {
        if item.start.offset < value.start.offset {
            return List::Flow;
        }
        version.range = line_start(text, item.start.offset)..end(text, item.start.offset, item);
        if let Some((_, column)) = block_mapping(text, item) {
            version.column = column;
        }
    }
    List::Block { column }
}

/// The pairs of a mapping in block style, and the column of its keys. An anchor or a tag may stand before them.
fn block_mapping<'a>(text: &str, node: &'a Node) -> Option<(&'a [(Node, Node)], usize)> {
    let NodeKind::Mapping(pairs) = &node.kind else {
        return None;
    };
    let (first, _) = pairs.first()?;
    let before = text.get(node.start.offset..first.start.offset)?;
    let column = first.start.column.checked_sub(1)?;
    (!before.contains(['{', '?', '*'])).then_some((pairs.as_slice(), column))
}

/// The column of the dashes of a sequence in block style. An anchor or a tag may stand before them.
fn dashes(text: &str, node: &Node, items: &[Node]) -> Option<usize> {
    let mark = match byte(text, node.start)? {
        b'-' => return node.start.column.checked_sub(1),
        b'&' | b'!' => items.first()?.start,
        _ => return None,
    };
    let line = text.get(line_start(text, mark.offset)..)?;
    let column = line.len() - line.trim_start_matches(' ').len();
    (mark.line > node.start.line && line.trim_start_matches(' ').starts_with("- "))
        .then_some(column)
}

/// A collection without content, that starts on its key's line.
fn empty(text: &str, key: &Node, value: &Node) -> Option<Empty> {
    let line_end = line_end(text, key.end.offset);
    let brackets = match &value.kind {
        NodeKind::Scalar { .. } => {
            if value.start.offset != value.end.offset {
                return None;
            }
            None
        }
        NodeKind::Sequence(items) if !items.is_empty() => return None,
        NodeKind::Mapping(pairs) if !pairs.is_empty() => return None,
        NodeKind::Sequence(_) | NodeKind::Mapping(_) => {
            let range = value.start.offset..value.end.offset;
            if range.start < key.end.offset || range.end > line_end {
                return None;
            }
            Some(range)
        }
    };
    Some(Empty { brackets, line_end })
}

/// A scalar on one line, as it is written.
fn one_line(text: &str, value: &Node) -> Option<Range<usize>> {
    let range = value.start.offset..value.end.offset;
    let raw = text.get(range.clone())?;
    let plain = matches!(
        &value.kind,
        NodeKind::Scalar {
            style: ScalarStyle::Plain | ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted,
            ..
        }
    );
    // A tag or an anchor before it stays.
    (plain && !raw.is_empty() && !raw.contains('\n') && !raw.starts_with(['&', '!', '*']))
        .then_some(range)
}

/// The offset behind the last line of a value, and of what stands before it.
fn end(text: &str, before: usize, value: &Node) -> usize {
    let last = last_written(text, value);
    let offset = last.end.offset.max(before);
    let mut end = line_end_from(text, offset);
    if let NodeKind::Scalar {
        style: ScalarStyle::Literal | ScalarStyle::Folded,
        ..
    } = last.kind
    {
        // The blank lines that follow belong to the scalar (`|+` keeps them).
        while end < text.len() {
            let next = line_end(text, end);
            if !text
                .get(end..next)
                .is_some_and(|line| line.trim_matches([' ', '\r', '\n']).is_empty())
            {
                break;
            }
            end = next;
        }
    }
    end
}

/// The node that ends on the last line of content: a block collection itself ends where the next thing starts.
fn last_written<'a>(text: &str, mut node: &'a Node) -> &'a Node {
    while !matches!(byte(text, node.start), Some(b'[' | b'{')) {
        let last = match &node.kind {
            NodeKind::Scalar { .. } => None,
            NodeKind::Sequence(items) => items.last(),
            NodeKind::Mapping(pairs) => pairs.last().map(|(_, value)| value),
        };
        match last {
            Some(last) => node = last,
            None => break,
        }
    }
    node
}

fn line_end_from(text: &str, offset: usize) -> usize {
    if offset > 0 && text.as_bytes().get(offset - 1) == Some(&b'\n') {
        offset
    } else {
        line_end(text, offset)
    }
}

fn byte(text: &str, mark: Mark) -> Option<u8> {
    text.as_bytes().get(mark.offset).copied()
}
