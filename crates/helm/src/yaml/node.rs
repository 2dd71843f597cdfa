//! The tree of a document, with the place of every node.

use std::borrow::Cow;
use std::fmt;

use super::resolve;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Mark {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The byte, from 0 (of the UTF-8 form, when the text is UTF-16).
    pub offset: usize,
}

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScalarStyle {
    /// Without quotes.
    Plain,
    /// In `'`.
    SingleQuoted,
    /// In `"`.
    DoubleQuoted,
    /// A block after `|`.
    Literal,
    /// A block after `>`.
    Folded,
}

/// A node: a scalar, a sequence or a mapping. Aliases are already replaced by what they stand for.
///
/// Documents nest up to 10,000 deep, so cloning and dropping do not recurse.
pub struct Node {
    /// What the node holds.
    pub kind: NodeKind,
    /// The resolved short tag: `!!str`, `!!int`, `!!map`, …, `!!merge` for a plain `<<`, or the tag that was given.
    pub tag: Cow<'static, str>,
    /// Where the node starts (an alias: where the alias stands).
    pub start: Mark,
    /// Where the node ends.
    pub end: Mark,
}

/// What a [`Node`] holds.
pub enum NodeKind {
    /// A scalar, as written, without quotes, escapes and folding.
    Scalar {
        /// The text.
        value: String,
        /// How it was written.
        style: ScalarStyle,
    },
    /// The items.
    Sequence(Vec<Node>),
    /// Keys and values in the order of the text, repeated keys and merge keys included.
    Mapping(Vec<(Node, Node)>),
}

/// A scalar's value by the rules of YAML 1.1 as go-yaml v2 has them.
#[derive(Debug, Clone, PartialEq)]
pub enum Scalar {
    /// `null`, `~` or nothing.
    Null,
    /// `true`, `yes`, `on`, … and their opposites.
    Bool(bool),
    /// An integer that an `i64` holds.
    Int(i64),
    /// A larger one.
    Uint(u64),
    /// A number with a fraction or an exponent, or a still larger integer.
    Float(f64),
    /// A date or a time, as written: go-yaml leaves it a string.
    Timestamp(String),
    /// Decoded base64.
    Binary(Vec<u8>),
    /// Everything else.
    String(String),
}

impl Node {
    /// The value of a scalar. A collection gives [`Scalar::Null`].
    #[must_use]
    pub fn resolve(&self) -> Scalar {
        match &self.kind {
            NodeKind::Scalar { value, .. } => resolve::scalar(&self.tag, value),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => Scalar::Null,
        }
    }

    /// The value of a mapping's key. The last of repeated keys counts, as for Helm. Merge keys are not followed.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, value)| value)
    }

    /// A mapping's key and its value. The last of repeated keys counts, as for Helm. Merge keys are not followed.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<(&Node, &Node)> {
        let NodeKind::Mapping(pairs) = &self.kind else {
            return None;
        };
        pairs
            .iter()
            .rev()
            .find(|(name, _)| name.as_str() == Some(key))
            .map(|(name, value)| (name, value))
    }

    /// The text of a scalar.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            NodeKind::Scalar { value, .. } => Some(value),
            NodeKind::Sequence(_) | NodeKind::Mapping(_) => None,
        }
    }

    /// Whether this is a merge key, `<<`.
    pub(super) fn is_merge(&self) -> bool {
        self.as_str() == Some("<<") && matches!(&*self.tag, "!!merge" | "!")
    }

    /// A node of the same place without its children.
    fn hollow(&self) -> Node {
        let kind = match &self.kind {
            NodeKind::Scalar { value, style } => NodeKind::Scalar {
                value: value.clone(),
                style: *style,
            },
            NodeKind::Sequence(items) => NodeKind::Sequence(Vec::with_capacity(items.len())),
            NodeKind::Mapping(pairs) => NodeKind::Mapping(Vec::with_capacity(pairs.len())),
        };
        Node {
            kind,
            tag: self.tag.clone(),
            start: self.start,
            end: self.end,
        }
    }

    /// The child number `index`: items, or keys and values in turn.
    fn child(&self, index: usize) -> Option<&Node> {
        match &self.kind {
            NodeKind::Scalar { .. } => None,
            NodeKind::Sequence(items) => items.get(index),
            NodeKind::Mapping(pairs) => {
                let (key, value) = pairs.get(index / 2)?;
                Some(if index.is_multiple_of(2) { key } else { value })
            }
        }
    }
}

impl Clone for Node {
    fn clone(&self) -> Self {
        struct Frame<'a> {
            from: &'a Node,
            next: usize,
            copy: Node,
            key: Option<Node>,
        }
        let frame = |from: &Node| from.hollow();
        let mut stack = vec![Frame {
            from: self,
            next: 0,
            copy: frame(self),
            key: None,
        }];
        loop {
            let Some(top) = stack.last_mut() else {
                return self.hollow();
            };
            if let Some(child) = top.from.child(top.next) {
                top.next += 1;
                let copy = frame(child);
                stack.push(Frame {
                    from: child,
                    next: 0,
                    copy,
                    key: None,
                });
                continue;
            }
            let Some(done) = stack.pop() else {
                return self.hollow();
            };
            let Some(parent) = stack.last_mut() else {
                return done.copy;
            };
            match (&mut parent.copy.kind, parent.key.take()) {
                (NodeKind::Sequence(items), _) => items.push(done.copy),
                (NodeKind::Mapping(pairs), Some(key)) => pairs.push((key, done.copy)),
                (_, _) => parent.key = Some(done.copy),
            }
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let mut pending = Vec::new();
        take_collections(&mut self.kind, &mut pending);
        while let Some(mut node) = pending.pop() {
            take_collections(&mut node.kind, &mut pending);
        }
    }
}

/// Moves a collection's collections out of it; its scalars are dropped where they are.
fn take_collections(kind: &mut NodeKind, pending: &mut Vec<Node>) {
    let is_collection = |node: &Node| !matches!(node.kind, NodeKind::Scalar { .. });
    match kind {
        NodeKind::Scalar { .. } => {}
        NodeKind::Sequence(items) => {
            pending.extend(std::mem::take(items).into_iter().filter(is_collection));
        }
        NodeKind::Mapping(pairs) => {
            for (key, value) in std::mem::take(pairs) {
                pending.extend([key, value].into_iter().filter(is_collection));
            }
        }
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Mark { line, column, .. } = self.start;
        write!(out, "{} at {line}:{column}", self.tag)?;
        match &self.kind {
            NodeKind::Scalar { value, .. } => write!(out, " {value:?}"),
            NodeKind::Sequence(items) => write!(out, " of {} items", items.len()),
            NodeKind::Mapping(pairs) => write!(out, " of {} keys", pairs.len()),
        }
    }
}
