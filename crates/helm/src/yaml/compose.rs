//! Events into nodes: anchors, aliases, tags, and go-yaml's guard against alias bombs (decode.go).

use std::borrow::Cow;
use std::collections::HashMap;

use super::parser::{Event, EventKind, Parser, Properties};
use super::scanner::public_mark;
use super::{Error, Mark, Node, NodeKind, ScalarStyle, resolve};

/// Documents up to this many nodes may come from aliases almost entirely.
const RATIO_RANGE_LOW: u32 = 400_000;
/// From this many nodes on, a tenth may come from aliases.
const RATIO_RANGE_HIGH: u32 = 4_000_000;
/// How many bytes of text aliases may copy. Go shares the text, so it has no such limit here; it runs out of
/// memory a step later, when it writes the JSON.
const MAX_COPIED_BYTES: usize = 64 << 20;

/// One event of a document, aliases bound to the event where their node starts.
struct Part {
    kind: PartKind,
    start: Mark,
    end: Mark,
}

enum PartKind {
    Scalar {
        tag: String,
        value: String,
        implicit: bool,
        style: ScalarStyle,
    },
    Sequence {
        tag: String,
    },
    Mapping {
        tag: String,
    },
    End,
    Alias {
        name: String,
        target: usize,
    },
}

/// Reads the documents of a text, one by one.
pub(super) struct Composer<'a> {
    parser: Parser<'a>,
    started: bool,
}

impl<'a> Composer<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Composer {
            parser: Parser::new(bytes),
            started: false,
        }
    }

    /// The next document.
    ///
    /// # Errors
    /// When the text is not YAML, or contradicts itself.
    pub(super) fn document(&mut self) -> Result<Option<Node>, Error> {
        if !self.started {
            self.parser.next()?;
            self.started = true;
        }
        if matches!(self.parser.next()?.kind, EventKind::StreamEnd) {
            return Ok(None);
        }
        let mut parts = Vec::new();
        let mut anchors = HashMap::new();
        let mut aliases = false;
        loop {
            let Event { kind, start, end } = self.parser.next()?;
            let (start, end) = (public_mark(start), public_mark(end));
            let mut note = |properties: Properties| {
                if let Some(name) = properties.anchor {
                    anchors.insert(name, parts.len());
                }
                properties.tag
            };
            let kind = match kind {
                EventKind::DocumentEnd | EventKind::StreamEnd => break,
                EventKind::StreamStart | EventKind::DocumentStart => continue,
                EventKind::Scalar {
                    properties,
                    value,
                    implicit,
                    style,
                } => PartKind::Scalar {
                    tag: note(properties),
                    value,
                    implicit,
                    style,
                },
                EventKind::SequenceStart(properties) => PartKind::Sequence {
                    tag: note(properties),
                },
                EventKind::MappingStart(properties) => PartKind::Mapping {
                    tag: note(properties),
                },
                EventKind::SequenceEnd | EventKind::MappingEnd => PartKind::End,
                EventKind::Alias(name) => {
                    aliases = true;
                    match anchors.get(&name) {
                        Some(&target) => PartKind::Alias { name, target },
                        None => {
                            return Err(Error::value(
                                format!("unknown anchor '{name}' referenced"),
                                start,
                            ));
                        }
                    }
                }
            };
            parts.push(Part { kind, start, end });
        }
        Builder {
            parts,
            aliases,
            open: Vec::new(),
            followed: Vec::new(),
            decoded: 1,
            decoded_by_alias: 0,
            copied_bytes: 0,
        }
        .build()
    }
}

/// A collection being filled.
struct Open {
    node: Node,
    key: Option<Node>,
}

/// An alias being followed.
struct Followed {
    alias: usize,
    /// How many collections were open.
    depth: usize,
}

struct Builder {
    parts: Vec<Part>,
    /// Whether parts may be needed again.
    aliases: bool,
    open: Vec<Open>,
    followed: Vec<Followed>,
    /// go-yaml's decodeCount: the document, every node, every alias.
    decoded: u32,
    decoded_by_alias: u32,
    copied_bytes: usize,
}

impl Builder {
    fn build(mut self) -> Result<Option<Node>, Error> {
        let mut at = 0;
        loop {
            let Some(part) = self.parts.get_mut(at) else {
                return Ok(None);
            };
            let (start, end) = (part.start, part.end);
            let next = at + 1;
            let collection = match &mut part.kind {
                PartKind::Alias { name, target } => {
                    let target = *target;
                    if self.followed.iter().any(|followed| followed.alias == at) {
                        let problem = format!("anchor '{name}' value contains itself");
                        return Err(Error::value(problem, start));
                    }
                    self.count(start)?;
                    self.followed.push(Followed {
                        alias: at,
                        depth: self.open.len(),
                    });
                    at = target;
                    continue;
                }
                PartKind::Scalar {
                    tag,
                    value,
                    implicit,
                    style,
                } => {
                    let style = *style;
                    let tag = scalar_tag(tag, value, *implicit)
                        .map_err(|problem| Error::value(problem, start))?;
                    let value = if self.aliases {
                        value.clone()
                    } else {
                        std::mem::take(value)
                    };
                    let kind = NodeKind::Scalar { value, style };
                    let node = Node {
                        kind,
                        tag,
                        start,
                        end,
                    };
                    if !(node.is_merge() && self.expects_key()) {
                        self.count(start)?;
                    }
                    self.count_bytes(&node)?;
                    match self.deliver(node, next) {
                        Ok(next) => at = next,
                        Err(root) => return Ok(Some(root)),
                    }
                    continue;
                }
                PartKind::End => {
                    let Some(mut open) = self.open.pop() else {
                        return Ok(None);
                    };
                    open.node.end = end;
                    match self.deliver(open.node, next) {
                        Ok(next) => at = next,
                        Err(root) => return Ok(Some(root)),
                    }
                    continue;
                }
                PartKind::Sequence { tag } => (NodeKind::Sequence(Vec::new()), tag, "!!seq"),
                PartKind::Mapping { tag } => (NodeKind::Mapping(Vec::new()), tag, "!!map"),
            };
            let (kind, tag, default) = collection;
            let tag = match tag.as_str() {
                "" | "!" => Cow::Borrowed(default),
                tag => resolve::short_tag(tag),
            };
            self.count(start)?;
            self.open.push(Open {
                node: Node {
                    kind,
                    tag,
                    start,
                    end,
                },
                key: None,
            });
            at = next;
        }
    }

    /// Whether the next node is a mapping's key.
    fn expects_key(&self) -> bool {
        self.followed
            .last()
            .is_none_or(|followed| followed.depth != self.open.len())
            && self.open.last().is_some_and(|open| {
                matches!(open.node.kind, NodeKind::Mapping(_)) && open.key.is_none()
            })
    }

    /// Puts a node where it belongs and tells where to go on; the root node comes back.
    fn deliver(&mut self, mut node: Node, mut next: usize) -> Result<usize, Node> {
        while self
            .followed
            .last()
            .is_some_and(|followed| followed.depth == self.open.len())
        {
            if let Some(followed) = self.followed.pop() {
                next = followed.alias + 1;
                if let Some(alias) = self.parts.get(followed.alias) {
                    node.start = alias.start;
                    node.end = alias.end;
                }
            }
        }
        let Some(open) = self.open.last_mut() else {
            return Err(node);
        };
        match (&mut open.node.kind, open.key.take()) {
            (NodeKind::Sequence(items), _) => items.push(node),
            (NodeKind::Mapping(pairs), Some(key)) => pairs.push((key, node)),
            (_, _) => open.key = Some(node),
        }
        Ok(next)
    }

    /// Counts a node, and refuses a document that is mostly made of aliases.
    fn count(&mut self, mark: Mark) -> Result<(), Error> {
        self.decoded = self.decoded.saturating_add(1);
        if self.followed.is_empty() {
            return Ok(());
        }
        self.decoded_by_alias = self.decoded_by_alias.saturating_add(1);
        if self.decoded_by_alias > 100
            && self.decoded > 1000
            && f64::from(self.decoded_by_alias) / f64::from(self.decoded)
                > allowed_ratio(self.decoded)
        {
            return Err(excessive(mark));
        }
        Ok(())
    }

    fn count_bytes(&mut self, node: &Node) -> Result<(), Error> {
        if !self.followed.is_empty() {
            self.copied_bytes += node.as_str().map_or(0, str::len);
            if self.copied_bytes > MAX_COPIED_BYTES {
                return Err(excessive(node.start));
            }
        }
        Ok(())
    }
}

fn excessive(mark: Mark) -> Error {
    Error::value("document contains excessive aliasing", mark)
}

fn allowed_ratio(decoded: u32) -> f64 {
    if decoded <= RATIO_RANGE_LOW {
        0.99
    } else if decoded >= RATIO_RANGE_HIGH {
        0.10
    } else {
        0.99 - 0.89
            * (f64::from(decoded - RATIO_RANGE_LOW) / f64::from(RATIO_RANGE_HIGH - RATIO_RANGE_LOW))
    }
}

fn scalar_tag(tag: &str, value: &str, implicit: bool) -> Result<Cow<'static, str>, String> {
    if !tag.is_empty() {
        return resolve::explicit_tag(tag, value);
    }
    Ok(Cow::Borrowed(if !implicit {
        "!!str"
    } else if value == "<<" {
        "!!merge"
    } else {
        resolve::implicit_tag(value)
    }))
}
