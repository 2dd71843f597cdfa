//! Events into nodes: anchors, aliases, tags, and go-yaml's guard against alias bombs (decode.go).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::parser::{Event, EventKind, Parser};
use super::scanner::public_mark;
use super::{Error, Mark, Node, NodeKind, ScalarStyle, resolve};

/// Documents up to this many nodes may come from aliases almost entirely.
const RATIO_RANGE_LOW: u32 = 400_000;
/// From this many nodes on, a tenth may come from aliases.
const RATIO_RANGE_HIGH: u32 = 4_000_000;
/// How many bytes of text aliases may copy. Go shares the text, so it has no such limit here; it runs out of
/// memory a step later, when it writes the JSON.
const MAX_COPIED_BYTES: usize = 64 << 20;

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
        let mut builder = Builder::default();
        // go-yaml reads the whole document before it decodes, so a syntax error comes before any other.
        let mut built = Ok(());
        loop {
            let event = self.parser.next()?;
            if matches!(event.kind, EventKind::DocumentEnd | EventKind::StreamEnd) {
                break;
            }
            if let EventKind::Alias(name) = &event.kind
                && !builder.anchors.contains_key(name)
            {
                let problem = format!("unknown anchor '{name}' referenced");
                return Err(Error::value(problem, public_mark(event.start)));
            }
            if built.is_ok() {
                built = builder.event(event);
            } else {
                builder.note_anchor(&event.kind);
            }
        }
        built.map(|()| builder.root)
    }
}

/// One event of an anchored node, kept for its aliases.
struct Part {
    kind: PartKind,
    start: Mark,
    end: Mark,
}

#[derive(Clone)]
enum PartKind {
    Scalar {
        tag: String,
        value: String,
        implicit: bool,
        style: ScalarStyle,
    },
    Start {
        mapping: bool,
        tag: String,
    },
    End,
    Alias {
        target: usize,
    },
}

/// A collection being filled.
struct Open {
    node: Node,
    key: Option<Node>,
    /// The anchor's part, if the collection has one.
    anchor: Option<usize>,
}

/// An alias being followed.
struct Followed {
    start: Mark,
    end: Mark,
    /// The part to go on with, behind the alias.
    next: usize,
    /// How many collections were open.
    depth: usize,
}

#[derive(Default)]
struct Builder {
    root: Option<Node>,
    open: Vec<Open>,
    /// The events of anchored nodes.
    parts: Vec<Part>,
    /// How many anchored collections are open.
    recording: usize,
    /// Where each anchor's parts start.
    anchors: HashMap<String, usize>,
    /// The parts of anchors whose node is not complete.
    unfinished: HashSet<usize>,
    followed: Vec<Followed>,
    /// go-yaml's decodeCount, but for the document itself: every node, every alias.
    decoded: u32,
    decoded_by_alias: u32,
    copied_bytes: usize,
}

impl Builder {
    /// Takes an event of the document.
    fn event(&mut self, event: Event) -> Result<(), Error> {
        let (start, end) = (public_mark(event.start), public_mark(event.end));
        let (anchor, kind) = match event.kind {
            EventKind::Scalar {
                properties,
                value,
                implicit,
                style,
            } => (
                properties.anchor,
                PartKind::Scalar {
                    tag: properties.tag,
                    value,
                    implicit,
                    style,
                },
            ),
            EventKind::SequenceStart(properties) => (
                properties.anchor,
                PartKind::Start {
                    mapping: false,
                    tag: properties.tag,
                },
            ),
            EventKind::MappingStart(properties) => (
                properties.anchor,
                PartKind::Start {
                    mapping: true,
                    tag: properties.tag,
                },
            ),
            EventKind::SequenceEnd | EventKind::MappingEnd => (None, PartKind::End),
            EventKind::Alias(name) => {
                let target = self.anchors.get(&name).copied().unwrap_or(0);
                if self.unfinished.contains(&target) {
                    let problem = format!("anchor '{name}' value contains itself");
                    return Err(Error::value(problem, start));
                }
                (None, PartKind::Alias { target })
            }
            _ => return Ok(()),
        };
        let place = (start, end);
        let part = self.parts.len();
        if self.recording > 0 || anchor.is_some() {
            let kind = kind.clone();
            self.parts.push(Part { kind, start, end });
        }
        let anchored = anchor.is_some();
        if let Some(name) = anchor {
            self.anchors.insert(name, part);
        }
        match kind {
            PartKind::Alias { target } => self.follow(target, place),
            PartKind::Start { mapping, tag } => {
                if anchored {
                    self.recording += 1;
                    self.unfinished.insert(part);
                }
                self.start(mapping, &tag, place, anchored.then_some(part))
            }
            PartKind::End => {
                if let Some(part) = self.open.last().and_then(|open| open.anchor) {
                    self.recording -= 1;
                    self.unfinished.remove(&part);
                }
                self.end(end);
                Ok(())
            }
            PartKind::Scalar {
                tag,
                value,
                implicit,
                style,
            } => self.scalar(&tag, value, implicit, style, place),
        }
    }

    /// Keeps an anchor's name when nothing is built any more, so that its aliases are known.
    fn note_anchor(&mut self, kind: &EventKind) {
        if let EventKind::Scalar { properties, .. }
        | EventKind::SequenceStart(properties)
        | EventKind::MappingStart(properties) = kind
            && let Some(name) = &properties.anchor
        {
            self.anchors.insert(name.clone(), 0);
        }
    }

    /// Builds what an alias stands for, and the aliases within that.
    fn follow(&mut self, target: usize, (start, end): (Mark, Mark)) -> Result<(), Error> {
        self.count(start)?;
        let depth = self.open.len();
        self.followed.push(Followed {
            start,
            end,
            next: 0,
            depth,
        });
        let mut at = target;
        while !self.followed.is_empty() {
            let Some(part) = self.parts.get(at) else {
                self.followed.clear();
                break;
            };
            let place = (part.start, part.end);
            at += 1;
            match &part.kind {
                PartKind::Alias { target } => {
                    let target = *target;
                    self.count(place.0)?;
                    self.followed.push(Followed {
                        start: place.0,
                        end: place.1,
                        next: at,
                        depth: self.open.len(),
                    });
                    at = target;
                    continue;
                }
                PartKind::Start { mapping, tag } => {
                    let (mapping, tag) = (*mapping, tag.clone());
                    self.start(mapping, &tag, place, None)?;
                    continue;
                }
                PartKind::End => {
                    if let Some(next) = self.end(place.1) {
                        at = next;
                    }
                }
                PartKind::Scalar {
                    tag,
                    value,
                    implicit,
                    style,
                } => {
                    let (tag, implicit, style) = (tag.clone(), *implicit, *style);
                    self.copied_bytes += value.len();
                    if self.copied_bytes > MAX_COPIED_BYTES {
                        return Err(excessive(place.0));
                    }
                    let value = value.clone();
                    let node = self.scalar_node(&tag, value, implicit, style, place)?;
                    if let Some(next) = self.deliver(node) {
                        at = next;
                    }
                }
            }
        }
        Ok(())
    }

    fn start(
        &mut self,
        mapping: bool,
        tag: &str,
        (start, end): (Mark, Mark),
        anchor: Option<usize>,
    ) -> Result<(), Error> {
        self.count(start)?;
        let (kind, default) = if mapping {
            (NodeKind::Mapping(Vec::new()), "!!map")
        } else {
            (NodeKind::Sequence(Vec::new()), "!!seq")
        };
        let tag = match tag {
            "" | "!" => Cow::Borrowed(default),
            tag => resolve::short_tag(tag),
        };
        self.open.push(Open {
            node: Node {
                kind,
                tag,
                start,
                end,
            },
            key: None,
            anchor,
        });
        Ok(())
    }

    /// Closes the innermost collection.
    fn end(&mut self, end: Mark) -> Option<usize> {
        let mut open = self.open.pop()?;
        open.node.end = end;
        self.deliver(open.node)
    }

    fn scalar(
        &mut self,
        tag: &str,
        value: String,
        implicit: bool,
        style: ScalarStyle,
        place: (Mark, Mark),
    ) -> Result<(), Error> {
        let node = self.scalar_node(tag, value, implicit, style, place)?;
        self.deliver(node);
        Ok(())
    }

    fn scalar_node(
        &mut self,
        tag: &str,
        value: String,
        implicit: bool,
        style: ScalarStyle,
        (start, end): (Mark, Mark),
    ) -> Result<Node, Error> {
        let tag =
            scalar_tag(tag, &value, implicit).map_err(|problem| Error::value(problem, start))?;
        let node = Node {
            kind: NodeKind::Scalar { value, style },
            tag,
            start,
            end,
        };
        // go-yaml does not decode merge keys.
        if !(node.is_merge() && self.expects_key()) {
            self.count(start)?;
        }
        Ok(node)
    }

    /// Whether the next node is a mapping's key, written there.
    fn expects_key(&self) -> bool {
        self.followed
            .last()
            .is_none_or(|followed| followed.depth != self.open.len())
            && self.open.last().is_some_and(|open| {
                matches!(open.node.kind, NodeKind::Mapping(_)) && open.key.is_none()
            })
    }

    /// Puts a node where it belongs. At the end of aliases: the part to go on with.
    fn deliver(&mut self, mut node: Node) -> Option<usize> {
        let mut next = None;
        let depth = self.open.len();
        while let Some(followed) = self.followed.pop_if(|followed| followed.depth == depth) {
            next = Some(followed.next);
            node.start = followed.start;
            node.end = followed.end;
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return next;
        };
        match (&mut open.node.kind, open.key.take()) {
            (NodeKind::Sequence(items), _) => items.push(node),
            (NodeKind::Mapping(pairs), Some(key)) => pairs.push((key, node)),
            (_, _) => open.key = Some(node),
        }
        next
    }

    /// Counts a node, and refuses a document that is mostly made of aliases.
    fn count(&mut self, mark: Mark) -> Result<(), Error> {
        self.decoded = self.decoded.saturating_add(1);
        if self.followed.is_empty() {
            return Ok(());
        }
        self.decoded_by_alias = self.decoded_by_alias.saturating_add(1);
        // The document counts too.
        let decoded = self.decoded.saturating_add(1);
        if self.decoded_by_alias > 100
            && decoded > 1000
            && f64::from(self.decoded_by_alias) / f64::from(decoded) > allowed_ratio(decoded)
        {
            return Err(excessive(mark));
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
