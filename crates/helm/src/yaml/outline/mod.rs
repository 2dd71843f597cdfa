//! The outline of a document: what stands at its top, without a tree of the rest.
//!
//! Lint and the sorting of manifests want three texts of an object, and to know that all of it is YAML. Most objects
//! are written in the plainest YAML: mappings and sequences in blocks, scalars on a line or in a block, no tags,
//! anchors or merges. Such a document is read here line by line, many times as fast as by the scanner. Where one
//! leaves what is plain, there is no outline, and it is read as go-yaml reads it: only that says what is an error.

mod line;
mod scalar;

use line::{Lines, Place};
use scalar::Scalar;

use super::resolve;

/// Documents that nest deeper are not read here.
const MAX_DEPTH: usize = 64;

/// What stands in a document, or under a key near its top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outline<'t> {
    /// Nothing.
    Null,
    /// A string, as it is written.
    Text(&'t str),
    /// Keys and values, in the order of the text. A key may stand there more than once.
    Mapping(Vec<(&'t str, Outline<'t>)>),
    /// Something else, or something that stands too deep.
    Other,
}

/// The outline of a document, with the mappings of so many levels; `None` when the document is not plain. What has an
/// outline is YAML without an error, and has a JSON form.
pub(crate) fn outline(document: &[u8], levels: usize) -> Option<Outline<'_>> {
    let document = line::plain(document)?;
    let mut reader = Reader {
        levels,
        open: Vec::new(),
        root: None,
        last: Last::Done,
    };
    let mut lines = Lines::new(document.strip_prefix("---\n").unwrap_or(document));
    while let Some(place) = lines.next()? {
        reader.line(place, &mut lines)?;
    }
    while !reader.open.is_empty() {
        reader.close();
    }
    Some(reader.root.unwrap_or(Outline::Null))
}

impl<'t> Outline<'t> {
    /// The values of an object's fields, as Go's `encoding/json` finds them: without regard to case. `None` when that
    /// needs a whole reading, because this is no object, or a field stands there twice.
    pub(crate) fn fields<const COUNT: usize>(
        &self,
        names: [&str; COUNT],
    ) -> Option<[&Self; COUNT]> {
        let entries = match self {
            Self::Null => return Some([&Self::Null; COUNT]),
            Self::Mapping(entries) => entries,
            Self::Text(_) | Self::Other => return None,
        };
        let mut values = [None; COUNT];
        for (key, value) in entries {
            // There are letters beyond ASCII that Go takes for others of it.
            if !key.is_ascii() {
                return None;
            }
            for (name, slot) in names.iter().zip(&mut values) {
                if key.eq_ignore_ascii_case(name) && slot.replace(value).is_some() {
                    return None;
                }
            }
        }
        Some(values.map(|value| value.unwrap_or(&Self::Null)))
    }

    /// A field that is to be a string; nothing is an empty one. `None` when it is something else.
    pub(crate) fn string(&self) -> Option<&'t str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null => Some(""),
            Self::Mapping(_) | Self::Other => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Mapping,
    Sequence,
}

/// A collection being read.
struct Open<'t> {
    kind: Kind,
    /// The column of its keys or dashes.
    column: usize,
    /// Whether a key or a dash waits for its value.
    waits: bool,
    /// The key that was read last.
    key: &'t str,
    /// The entries, if they are wanted.
    entries: Option<Vec<(&'t str, Outline<'t>)>>,
}

/// How the line before ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// With a scalar that goes on where the next line is deeper than this column.
    Plain(usize),
    /// With nothing that could go on.
    Done,
}

struct Reader<'t> {
    levels: usize,
    open: Vec<Open<'t>>,
    root: Option<Outline<'t>>,
    last: Last,
}

impl<'t> Reader<'t> {
    fn line(&mut self, place: Place<'t>, lines: &mut Lines<'t>) -> Option<()> {
        if let Last::Plain(column) = self.last
            && place.column > column
        {
            if lines.saw_comment() || !scalar::goes_on(place.text) {
                return None;
            }
            self.add(Outline::Other);
            return Some(());
        }
        self.last = Last::Done;
        let is_entry = is_entry(place.text);
        while self.open.last().is_some_and(|open| {
            open.column > place.column
                || open.column == place.column && open.kind == Kind::Sequence && !is_entry
        }) {
            self.close();
        }
        let begins = match self.open.last_mut() {
            None if self.root.is_some() => return None,
            None => true,
            Some(open) if open.column == place.column => match (open.kind, is_entry) {
                // A sequence may stand at its key's own column.
                (Kind::Mapping, true) if open.waits => true,
                (Kind::Mapping, true) | (Kind::Sequence, false) => return None,
                (Kind::Mapping, false) | (Kind::Sequence, true) => {
                    if open.waits {
                        self.add(Outline::Null);
                    }
                    false
                }
            },
            Some(open) if open.waits => true,
            Some(_) => return None,
        };
        if begins && !is_entry && !self.open.is_empty() && scalar::key(place.text).is_none() {
            return self.value(place.text, lines);
        }
        if begins {
            self.begin(
                if is_entry {
                    Kind::Sequence
                } else {
                    Kind::Mapping
                },
                place.column,
            )?;
        }
        self.entry(place, lines)
    }

    /// Reads what stands behind the beginning of an entry; the collection is open.
    fn entry(&mut self, mut place: Place<'t>, lines: &mut Lines<'t>) -> Option<()> {
        while is_entry(place.text) {
            self.wait("")?;
            place = place.skip(1);
            if place.text.is_empty() || place.text.starts_with('#') {
                return Some(());
            }
            if is_entry(place.text) {
                self.begin(Kind::Sequence, place.column)?;
            } else if scalar::key(place.text).is_some() {
                self.begin(Kind::Mapping, place.column)?;
            } else {
                return self.value(place.text, lines);
            }
        }
        let (key, rest) = scalar::key(place.text)?;
        self.wait(key)?;
        let rest = rest.trim_start_matches(' ');
        if rest.is_empty() || rest.starts_with('#') {
            return Some(());
        }
        if is_entry(rest) {
            return None;
        }
        self.value(rest, lines)
    }

    /// Reads a value that begins on the line of its key or dash.
    fn value(&mut self, text: &'t str, lines: &mut Lines<'t>) -> Option<()> {
        let column = self.open.last()?.column;
        let found = match scalar::value(text)? {
            Scalar::Block => {
                lines.skip_block(column)?;
                Outline::Other
            }
            Scalar::Plain { text, ends } => {
                if !ends {
                    self.last = Last::Plain(column);
                }
                match resolve::implicit_tag(text) {
                    "!!str" => Outline::Text(text),
                    "!!null" => Outline::Null,
                    _ => Outline::Other,
                }
            }
            Scalar::Quoted(text) => Outline::Text(text),
            Scalar::Open(quote) => {
                lines.skip_quoted(quote, column)?;
                Outline::Other
            }
            Scalar::Other => Outline::Other,
        };
        self.add(found);
        Some(())
    }

    fn begin(&mut self, kind: Kind, column: usize) -> Option<()> {
        if self.open.len() == MAX_DEPTH {
            return None;
        }
        let wanted = kind == Kind::Mapping
            && self.open.len() < self.levels
            && self.open.iter().all(|open| open.entries.is_some());
        self.open.push(Open {
            kind,
            column,
            waits: false,
            key: "",
            entries: wanted.then(Vec::new),
        });
        Some(())
    }

    /// A key or a dash was read.
    fn wait(&mut self, key: &'t str) -> Option<()> {
        let open = self.open.last_mut()?;
        open.waits = true;
        open.key = key;
        Some(())
    }

    /// Gives the innermost key or dash its value. A second one is more of the first, which was not all of it.
    fn add(&mut self, value: Outline<'t>) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let waited = std::mem::take(&mut open.waits);
        match &mut open.entries {
            Some(entries) if waited => entries.push((open.key, value)),
            Some(entries) => {
                if let Some((_, last)) = entries.last_mut() {
                    *last = value;
                }
            }
            None => {}
        }
    }

    fn close(&mut self) {
        if self.open.last().is_some_and(|open| open.waits) {
            self.add(Outline::Null);
        }
        let Some(open) = self.open.pop() else {
            return;
        };
        let value = open.entries.map_or(Outline::Other, Outline::Mapping);
        if self.open.is_empty() {
            self.root = Some(value);
        } else {
            self.add(value);
        }
    }
}

/// Whether a text begins with the dash of a sequence's entry.
fn is_entry(text: &str) -> bool {
    text.strip_prefix('-')
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
}

#[cfg(test)]
mod tests;
