//! A line reader for the block style in which Helm and its peers write an index.
//!
//! An index of 50,000 versions is 43 MB; a tree of it takes seconds and gigabytes. This reader takes one pass and
//! keeps no tree. It understands a part of YAML, and proves that it is in that part: whatever it cannot vouch for
//! (anchors, tags, flow collections with content, tabs, complex keys, duplicate keys, anything broken) ends it
//! with [`Unsure`], and the full parser has the word. It never guesses.

mod scalar;

use std::collections::HashSet;
use std::ops::Range;

use memchr::{memchr, memchr_iter};

/// The reader does not vouch for this document: ask the full parser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unsure;

/// The two shapes of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Mapping,
    Sequence,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    Block,
}

/// A scalar: the bytes it takes, its quotes included.
#[derive(Debug, Clone)]
pub(super) struct Scalar {
    pub(super) range: Range<usize>,
    pub(super) style: Style,
}

/// Hears of the document's parts in the order of the bytes. `before` is always the offset behind the last line of
/// what came before.
pub(super) trait Listener {
    /// A block collection begins.
    fn open(&mut self, shape: Shape, column: usize);
    /// A key of the innermost mapping, without its quotes.
    fn key(&mut self, key: Key<'_>);
    /// A dash of the innermost sequence.
    fn item(&mut self, line: usize, before: usize);
    /// A scalar as the value of the last key or dash.
    fn scalar(&mut self, scalar: Scalar);
    /// `{}` or `[]`.
    fn empty(&mut self, shape: Shape, range: Range<usize>);
    /// Nothing stands behind the last key or dash.
    fn null(&mut self);
    /// The innermost collection ends.
    fn close(&mut self, before: usize);
}

/// A key of a block mapping.
#[derive(Debug, Clone)]
pub(super) struct Key<'a> {
    /// Its text, without quotes.
    pub(super) text: &'a str,
    /// Whether it was quoted, so that it is a string whatever it looks like.
    pub(super) quoted: bool,
    /// Offset of the line on which it stands.
    pub(super) line: usize,
    /// Offset behind that line, its line end included.
    pub(super) line_end: usize,
    /// Offset behind the last line of what came before.
    pub(super) before: usize,
}

/// Reads a whole document and tells the listener.
///
/// # Errors
/// [`Unsure`] when any part is outside what this reader understands. The listener may have heard a part by then.
pub(super) fn read(text: &str, listener: &mut impl Listener) -> Result<(), Unsure> {
    let bytes = text.as_bytes();
    if !ordinary(bytes) {
        return Err(Unsure);
    }
    let start = if bytes.starts_with(BOM) { BOM.len() } else { 0 };
    let mut reader = Reader {
        text,
        bytes,
        position: start,
        before: start,
        stack: Vec::with_capacity(16),
        keys: Vec::with_capacity(64),
        awaiting: false,
        listener,
    };
    reader.document()
}

/// The UTF-8 byte order mark.
pub(super) const BOM: &[u8] = b"\xef\xbb\xbf";

/// Whether only characters occur that mean nothing special to YAML beyond what this reader knows: no controls,
/// no lone CR, none of Unicode's own line ends (YAML 1.1 breaks lines at U+0085, U+2028 and U+2029).
fn ordinary(bytes: &[u8]) -> bool {
    let controls = bytes.iter().fold(false, |found, &byte| {
        found | (byte < 0x20 && byte != b'\n' && byte != b'\r' && byte != b'\t') | (byte == 0x7f)
    });
    if controls {
        return false;
    }
    if memchr_iter(b'\r', bytes).any(|at| bytes.get(at + 1) != Some(&b'\n')) {
        return false;
    }
    if bytes.is_ascii() {
        return true;
    }
    let next = |at: usize, by: usize| bytes.get(at + by).copied().unwrap_or_default();
    !memchr_iter(0xC2, bytes).any(|at| next(at, 1) < 0xA0)
        && !memchr_iter(0xE2, bytes)
            .any(|at| next(at, 1) == 0x80 && matches!(next(at, 2), 0xA8 | 0xA9))
        && !memchr_iter(0xEF, bytes).any(|at| {
            (at > 0 && bytes.get(at..at + 3) == Some(BOM))
                || (next(at, 1) == 0xBF && matches!(next(at, 2), 0xBE | 0xBF))
        })
}

/// One line, as offsets into the document.
#[derive(Clone, Copy)]
struct Line {
    /// Where it starts.
    start: usize,
    /// Its first byte that is not a space; `end` on a blank line.
    first: usize,
    /// Where its text ends: before the LF or CR LF.
    end: usize,
    /// Where the next line starts.
    next: usize,
}

impl Line {
    fn column(&self) -> usize {
        self.first - self.start
    }

    fn is_blank(&self) -> bool {
        self.first == self.end
    }
}

/// An open collection.
struct Frame<'a> {
    shape: Shape,
    column: usize,
    /// Where this mapping's keys begin in the reader's stack of keys.
    keys: usize,
    /// Whether the keys so far came in ascending order: then a greater one cannot be a duplicate.
    ascending: bool,
    /// All keys of a large mapping that is not ascending.
    seen: Option<HashSet<&'a str>>,
}

struct Reader<'a, L> {
    text: &'a str,
    bytes: &'a [u8],
    position: usize,
    before: usize,
    stack: Vec<Frame<'a>>,
    keys: Vec<&'a str>,
    /// The last key or dash has no value yet.
    awaiting: bool,
    listener: &'a mut L,
}

impl<'a, L: Listener> Reader<'a, L> {
    fn document(&mut self) -> Result<(), Unsure> {
        let mut begun = false;
        while let Some(line) = self.peek(self.position) {
            self.position = line.next;
            if line.is_blank() || self.at(line.first) == Some(b'#') {
                continue;
            }
            if !begun && self.slice(line.start..line.end).trim_ascii_end() == b"---" {
                begun = true;
                self.before = line.next;
                continue;
            }
            begun = true;
            self.content(line)?;
        }
        if self.awaiting {
            self.listener.null();
        }
        if self.stack.is_empty() {
            return Err(Unsure);
        }
        while self.stack.pop().is_some() {
            self.listener.close(self.before);
        }
        Ok(())
    }

    fn at(&self, offset: usize) -> Option<u8> {
        self.bytes.get(offset).copied()
    }

    fn slice(&self, range: Range<usize>) -> &'a [u8] {
        self.bytes.get(range).unwrap_or_default()
    }

    /// The line that starts at an offset.
    fn peek(&self, start: usize) -> Option<Line> {
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let (length, next) = match memchr(b'\n', rest) {
            Some(length) => (length, start + length + 1),
            None => (rest.len(), self.bytes.len()),
        };
        let mut end = start + length;
        if end > start && self.at(end - 1) == Some(b'\r') {
            end -= 1;
        }
        let spaces = self
            .slice(start..end)
            .iter()
            .take_while(|&&byte| byte == b' ')
            .count();
        Some(Line {
            start,
            first: start + spaces,
            end,
            next,
        })
    }

    /// The first byte from an offset that is not a space, within the line; none when only a comment or nothing
    /// follows.
    fn rest(&self, line: &Line, from: usize) -> Result<Option<usize>, Unsure> {
        let spaces = self
            .slice(from..line.end)
            .iter()
            .take_while(|&&byte| byte == b' ')
            .count();
        let first = from + spaces;
        if first >= line.end {
            return Ok(None);
        }
        match self.at(first) {
            Some(b'#') if spaces > 0 => Ok(None),
            Some(b'\t') | None => Err(Unsure),
            Some(_) => Ok(Some(first)),
        }
    }

    fn is_dash(&self, line: &Line, at: usize) -> bool {
        self.at(at) == Some(b'-')
            && (at + 1 == line.end || (at + 1 < line.end && self.at(at + 1) == Some(b' ')))
    }

    fn content(&mut self, line: Line) -> Result<(), Unsure> {
        let dash = self.is_dash(&line, line.first);
        self.settle(line.column(), dash)?;
        let mut first = line.first;
        if dash {
            loop {
                let column = first - line.start;
                self.listener.item(line.start, self.before);
                match self.rest(&line, first + 1)? {
                    None => {
                        self.awaiting = true;
                        self.before = line.next;
                        return Ok(());
                    }
                    Some(inner) if self.is_dash(&line, inner) => {
                        self.open(Shape::Sequence, inner - line.start);
                        first = inner;
                    }
                    Some(inner) => {
                        if self.key(&line, inner)?.is_none() {
                            return self.value(line, inner, column, Shape::Sequence);
                        }
                        self.open(Shape::Mapping, inner - line.start);
                        first = inner;
                        break;
                    }
                }
            }
        }
        let Some((text, quoted, behind)) = self.key(&line, first)? else {
            return Err(Unsure);
        };
        self.unique(text)?;
        self.listener.key(Key {
            text,
            quoted,
            line: line.start,
            line_end: line.next,
            before: self.before,
        });
        match self.rest(&line, behind)? {
            None => {
                self.awaiting = true;
                self.before = line.next;
                Ok(())
            }
            Some(value) => self.value(line, value, first - line.start, Shape::Mapping),
        }
    }

    /// Ends the collections that a line at this column ends, and opens the one that it begins.
    fn settle(&mut self, column: usize, dash: bool) -> Result<(), Unsure> {
        let shape = if dash {
            Shape::Sequence
        } else {
            Shape::Mapping
        };
        if self.awaiting {
            self.awaiting = false;
            let top = self.stack.last().ok_or(Unsure)?;
            // Helm does not indent a sequence under its key.
            let unindented = top.shape == Shape::Mapping && dash && column == top.column;
            if column > top.column || unindented {
                self.open(shape, column);
                return Ok(());
            }
            self.listener.null();
        }
        loop {
            let Some(top) = self.stack.last() else {
                // Only the first content line finds nothing open; an index is a mapping at the margin.
                if column > 0 || dash {
                    return Err(Unsure);
                }
                self.open(Shape::Mapping, 0);
                return Ok(());
            };
            if top.column < column {
                return Err(Unsure);
            }
            if top.column == column {
                match (top.shape, dash) {
                    (Shape::Mapping, false) | (Shape::Sequence, true) => return Ok(()),
                    (Shape::Mapping, true) => return Err(Unsure),
                    (Shape::Sequence, false) if self.stack.len() == 1 => return Err(Unsure),
                    (Shape::Sequence, false) => {}
                }
            } else if self.stack.len() == 1 {
                return Err(Unsure);
            }
            if let Some(frame) = self.stack.pop() {
                self.keys.truncate(frame.keys);
            }
            self.listener.close(self.before);
        }
    }

    fn open(&mut self, shape: Shape, column: usize) {
        self.stack.push(Frame {
            shape,
            column,
            keys: self.keys.len(),
            ascending: true,
            seen: None,
        });
        self.listener.open(shape, column);
    }

    /// Notes a key of the innermost mapping; a duplicate is for the full parser to report.
    fn unique(&mut self, text: &'a str) -> Result<(), Unsure> {
        let frame = self.stack.last_mut().ok_or(Unsure)?;
        let keys = self.keys.get(frame.keys..).unwrap_or_default();
        if frame.ascending && keys.last().is_none_or(|last| *last < text) {
            self.keys.push(text);
            return Ok(());
        }
        frame.ascending = false;
        if keys.len() < MANY_KEYS {
            if keys.contains(&text) {
                return Err(Unsure);
            }
        } else {
            let seen = frame
                .seen
                .get_or_insert_with(|| keys.iter().copied().collect());
            if !seen.insert(text) {
                return Err(Unsure);
            }
        }
        self.keys.push(text);
        Ok(())
    }

    /// The key that starts at an offset: its text, whether it is quoted, and the offset behind its colon. None
    /// when no key stands there, an error when it is one that this reader does not take apart.
    fn key(&self, line: &Line, first: usize) -> Result<Option<(&'a str, bool, usize)>, Unsure> {
        let text = self.slice(first..line.end);
        let ends = |colon: usize| match text.get(colon + 1) {
            None | Some(b' ') => true,
            Some(_) => false,
        };
        let quote = match text.first() {
            Some(quote @ (b'"' | b'\'')) => *quote,
            Some(byte) if starts_key(*byte) => {
                let mut colon = None;
                for (at, byte) in text.iter().enumerate() {
                    if *byte == b':' {
                        if ends(at) {
                            colon = Some(at);
                            break;
                        }
                    } else if !CONTINUES_KEY
                        .get(usize::from(*byte))
                        .is_some_and(|yes| *yes)
                    {
                        break;
                    }
                }
                return Ok(match colon {
                    Some(at) if at <= LONGEST_KEY => self
                        .text
                        .get(first..first + at)
                        .map(|key| (key, false, first + at + 1)),
                    Some(_) => return Err(Unsure),
                    None => None,
                });
            }
            _ => return Ok(None),
        };
        let body = text.get(1..).unwrap_or_default();
        let Some(length) = memchr(quote, body) else {
            return Ok(None);
        };
        if body.get(length + 1) != Some(&b':') || !ends(length + 2) {
            return Ok(None);
        }
        let inner = body.get(..length).unwrap_or_default();
        if length > LONGEST_KEY || (quote == b'"' && memchr(b'\\', inner).is_some()) {
            return Err(Unsure);
        }
        let key = self.text.get(first + 1..first + 1 + length).ok_or(Unsure)?;
        Ok(Some((key, true, first + length + 3)))
    }
}

/// From this many keys on, a mapping out of order is searched by hash.
const MANY_KEYS: usize = 48;

/// YAML lets a simple key be 1,024 characters long; longer than this one is not read here.
const LONGEST_KEY: usize = 512;

fn starts_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'/')
}

/// The bytes that a plain key goes on with, by their value: this is asked for every byte of every key.
static CONTINUES_KEY: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric()
            || matches!(byte, b'_' | b'-' | b'.' | b'/' | b':' | b'+' | b'@');
        byte += 1;
    }
    table
};
