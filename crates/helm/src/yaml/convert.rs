//! Nodes into values: go-yaml's decoder into `interface{}`, then sigs.k8s.io/yaml's conversion.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use foldhash::fast::RandomState;

use serde_json::Value;

use super::go_syntax::{key_type, quoted_value};
use super::target::{Json, Target};
use super::{DuplicateKey, Error, Mark, Node, NodeKind, Scalar};
use gotemplate::strconv::{not_finite, shortest_float32};

/// The JSON value of a node.
///
/// # Errors
/// When it has none.
pub fn node_to_value(node: &Node) -> Result<Value, Error> {
    convert::<Json>(node, false)
}

/// The value of a node; with `strict`, repeated keys are errors.
pub(super) fn convert<T: Target>(node: &Node, strict: bool) -> Result<T::Value, Error> {
    let mut converter = Converter::<T> {
        strict,
        frames: Vec::new(),
        duplicates: Vec::new(),
        unfit_key: None,
    };
    let done = converter.run(node)?;
    if !converter.duplicates.is_empty() {
        return Err(Error::DuplicateKeys(converter.duplicates));
    }
    match converter.unfit_key.or(done.unfit_number) {
        Some(error) => Err(error),
        None => Ok(done.value),
    }
}

/// A finished value.
struct Done<V> {
    value: V,
    /// The first number in it without a JSON form. `encoding/json` finds those last of all, in the order of sorted
    /// keys, and never one whose key was written again.
    unfit_number: Option<Error>,
}

impl<V> Done<V> {
    fn fit(value: V) -> Self {
        Self {
            value,
            unfit_number: None,
        }
    }
}

/// A collection being converted.
enum Frame<'a, T: Target> {
    Sequence {
        rest: std::slice::Iter<'a, Node>,
        items: Vec<T::Value>,
        unfit_number: Option<Error>,
    },
    Mapping {
        rest: std::slice::Iter<'a, (Node, Node)>,
        map: T::Map,
        /// The keys with their types (strict reading only): 1 and "1" are two keys for go-yaml.
        seen: HashSet<(KeyKind, String), RandomState>,
        key: Option<Key<'a>>,
        unfit_numbers: BTreeMap<String, Error>,
    },
    /// A mapping that is merged into the one at `into`.
    Merge {
        rest: std::slice::Iter<'a, (Node, Node)>,
        into: usize,
        key: Option<Key<'a>>,
    },
    /// The mappings that a merge key lists, the last first.
    Merges {
        rest: std::iter::Rev<std::slice::Iter<'a, Node>>,
        into: usize,
    },
}

struct Key<'a> {
    node: &'a Node,
    value: &'a Node,
    kind: KeyKind,
    /// `None` where sigs.k8s.io/yaml has no text for it.
    name: Option<Cow<'a, str>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum KeyKind {
    Text,
    Integer,
    Float,
    Bool,
    Null,
}

struct Converter<'a, T: Target> {
    strict: bool,
    frames: Vec<Frame<'a, T>>,
    duplicates: Vec<DuplicateKey>,
    /// The first key without a JSON form. Go finds those after everything else.
    unfit_key: Option<Error>,
}

/// What to do next.
enum Step<'a, T: Target> {
    Enter(&'a Node),
    Merge(&'a Node, usize),
    Done(Done<T::Value>),
    Continue,
}

impl<'a, T: Target> Converter<'a, T> {
    fn run(&mut self, root: &'a Node) -> Result<Done<T::Value>, Error> {
        let mut step = Step::Enter(root);
        loop {
            step = match step {
                Step::Enter(node) => self.enter(node)?,
                Step::Merge(node, into) => self.merge(node, into)?,
                Step::Done(done) => {
                    if self.frames.is_empty() {
                        return Ok(done);
                    }
                    self.store(done);
                    Step::Continue
                }
                Step::Continue => self.advance()?,
            };
        }
    }

    fn enter(&mut self, node: &'a Node) -> Result<Step<'a, T>, Error> {
        let frame = match &node.kind {
            NodeKind::Scalar { .. } => {
                return Ok(Step::Done(Self::scalar(node)));
            }
            NodeKind::Sequence(items) => Frame::Sequence {
                rest: items.iter(),
                items: Vec::with_capacity(items.len()),
                unfit_number: None,
            },
            NodeKind::Mapping(pairs) => Frame::Mapping {
                rest: pairs.iter(),
                map: T::map(pairs.len()),
                seen: HashSet::default(),
                key: None,
                unfit_numbers: BTreeMap::new(),
            },
        };
        if self.frames.len() >= T::MAX_DEPTH {
            return Err(Error::Conversion {
                problem: "exceeded max depth".to_owned(),
                mark: Some(node.start),
            });
        }
        self.frames.push(frame);
        Ok(Step::Continue)
    }

    /// The next child of the innermost collection, or its end.
    fn advance(&mut self) -> Result<Step<'a, T>, Error> {
        let depth = self.frames.len();
        let (pair, into) = match self.frames.last_mut() {
            None => return Ok(Step::Done(Done::fit(T::null()))),
            Some(Frame::Sequence {
                rest,
                items,
                unfit_number,
            }) => {
                if let Some(item) = rest.next() {
                    return Ok(Step::Enter(item));
                }
                let items = std::mem::take(items);
                let unfit_number = unfit_number.take();
                self.frames.pop();
                return Ok(Step::Done(Done {
                    value: T::list(items),
                    unfit_number,
                }));
            }
            Some(Frame::Merges { rest, into }) => {
                let into = *into;
                let Some(node) = rest.next() else {
                    self.frames.pop();
                    return Ok(Step::Continue);
                };
                if !matches!(node.kind, NodeKind::Mapping(_)) {
                    return Err(wants_map(node.start));
                }
                return Ok(Step::Merge(node, into));
            }
            Some(Frame::Mapping {
                rest,
                map,
                unfit_numbers,
                ..
            }) => match rest.next() {
                Some(pair) => (pair, depth - 1),
                None => {
                    let map = std::mem::take(map);
                    let unfit_number = unfit_numbers.pop_first().map(|(_, error)| error);
                    self.frames.pop();
                    return Ok(Step::Done(Done {
                        value: T::from_map(map),
                        unfit_number,
                    }));
                }
            },
            Some(Frame::Merge { rest, into, .. }) => match rest.next() {
                Some(pair) => (pair, *into),
                None => {
                    self.frames.pop();
                    return Ok(Step::Continue);
                }
            },
        };
        let (key_node, value_node) = pair;
        if key_node.is_merge() {
            return Ok(Step::Merge(value_node, into));
        }
        if !matches!(key_node.kind, NodeKind::Scalar { .. }) {
            let problem = format!("invalid map key: {}", quoted_value(key_node));
            return Err(Error::value(problem, key_node.start));
        }
        let (kind, name) = key_name(key_node);
        if name.is_none() {
            self.unfit_key.get_or_insert_with(|| Error::Conversion {
                problem: format!(
                    "unsupported map key of type: {}, key: {}, value: {}",
                    key_type(key_node),
                    quoted_value(key_node),
                    quoted_value(value_node)
                ),
                mark: Some(key_node.start),
            });
        }
        if let Some(Frame::Mapping { key, .. } | Frame::Merge { key, .. }) = self.frames.last_mut()
        {
            *key = Some(Key {
                node: key_node,
                value: value_node,
                kind,
                name,
            });
        }
        Ok(Step::Enter(value_node))
    }

    fn merge(&mut self, node: &'a Node, into: usize) -> Result<Step<'a, T>, Error> {
        let frame = match &node.kind {
            NodeKind::Mapping(pairs) => Frame::Merge {
                rest: pairs.iter(),
                into,
                key: None,
            },
            // Later ones are applied first, so that earlier ones win.
            NodeKind::Sequence(items)
                if !matches!(self.frames.last(), Some(Frame::Merges { .. })) =>
            {
                Frame::Merges {
                    rest: items.iter().rev(),
                    into,
                }
            }
            NodeKind::Sequence(_) | NodeKind::Scalar { .. } => return Err(wants_map(node.start)),
        };
        self.frames.push(frame);
        Ok(Step::Continue)
    }

    /// Puts a finished value into the innermost collection.
    fn store(&mut self, done: Done<T::Value>) {
        let top = self.frames.len().saturating_sub(1);
        let (target, key) = match self.frames.last_mut() {
            Some(Frame::Sequence {
                items,
                unfit_number,
                ..
            }) => {
                items.push(done.value);
                if unfit_number.is_none() {
                    *unfit_number = done.unfit_number;
                }
                return;
            }
            Some(Frame::Mapping { key, .. }) => (top, key.take()),
            Some(Frame::Merge { into, key, .. }) => (*into, key.take()),
            Some(Frame::Merges { .. }) | None => return,
        };
        let Some(key) = key else {
            return;
        };
        if let Some(Frame::Mapping {
            map,
            seen,
            unfit_numbers,
            ..
        }) = self.frames.get_mut(target)
        {
            if self.strict {
                let identity = (key.kind, identity(key.node, key.name.as_deref()));
                if !seen.insert(identity) {
                    self.duplicates.push(DuplicateKey {
                        key: quoted_value(key.node),
                        line: key.value.start.line,
                        mark: key.node.start,
                    });
                    return;
                }
            }
            if let Some(name) = key.name {
                match done.unfit_number {
                    Some(error) => {
                        unfit_numbers.insert(name.clone().into_owned(), error);
                    }
                    None if unfit_numbers.is_empty() => {}
                    None => {
                        unfit_numbers.remove(&*name);
                    }
                }
                T::insert(map, name, done.value);
            }
        }
    }

    fn scalar(node: &Node) -> Done<T::Value> {
        Done::fit(match leaf(node) {
            Leaf::Null => T::null(),
            Leaf::Bool(value) => T::boolean(value),
            Leaf::Int(value) => T::signed(value),
            Leaf::Uint(value) => T::unsigned(value),
            Leaf::Float(value) => match not_finite(value) {
                None => T::float(value),
                Some(word) => {
                    return Done {
                        value: T::null(),
                        unfit_number: Some(Error::Conversion {
                            problem: format!("json: unsupported value: {word}"),
                            mark: Some(node.start),
                        }),
                    };
                }
            },
            Leaf::Text(text) => T::text(text),
        })
    }
}

/// A scalar as JSON has it.
enum Leaf<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Float(f64),
    Text(Cow<'a, str>),
}

fn leaf(node: &Node) -> Leaf<'_> {
    if let (NodeKind::Scalar { value, .. }, "!!str") = (&node.kind, &*node.tag) {
        return Leaf::Text(Cow::Borrowed(value));
    }
    match node.resolve() {
        Scalar::Null => Leaf::Null,
        Scalar::Bool(value) => Leaf::Bool(value),
        Scalar::Int(value) => Leaf::Int(value),
        Scalar::Uint(value) => Leaf::Uint(value),
        Scalar::Float(value) => Leaf::Float(value),
        Scalar::Timestamp(text) | Scalar::String(text) => Leaf::Text(Cow::Owned(text)),
        Scalar::Binary(bytes) => Leaf::Text(Cow::Owned(lossy(&bytes))),
    }
}

fn wants_map(mark: Mark) -> Error {
    Error::value(
        "map merge requires map or sequence of maps as the value",
        mark,
    )
}

/// A key as a JSON key; `None` where sigs.k8s.io/yaml has no text for it.
fn key_name(node: &Node) -> (KeyKind, Option<Cow<'_, str>>) {
    match leaf(node) {
        Leaf::Null => (KeyKind::Null, None),
        Leaf::Bool(value) => (KeyKind::Bool, Some(Cow::Owned(value.to_string()))),
        Leaf::Int(value) => (KeyKind::Integer, Some(Cow::Owned(value.to_string()))),
        Leaf::Uint(_) => (KeyKind::Integer, None),
        Leaf::Float(value) => (KeyKind::Float, Some(Cow::Owned(float_key(value)))),
        Leaf::Text(text) => (KeyKind::Text, Some(text)),
    }
}

/// What makes a key the same key again.
fn identity(node: &Node, name: Option<&str>) -> String {
    match node.resolve() {
        // NaN is never equal to itself.
        Scalar::Float(value) if value.is_nan() => format!("NaN at {}", node.start.offset),
        Scalar::Float(value) => value.to_string(),
        Scalar::Uint(value) => value.to_string(),
        _ => name.unwrap_or_default().to_owned(),
    }
}

/// Floats as keys are written with the digits of a 32 bit float; what is too large for one is infinite.
fn float_key(value: f64) -> String {
    match shortest_float32(value).as_str() {
        "NaN" => ".nan",
        "+Inf" => ".inf",
        "-Inf" => "-.inf",
        text => text,
    }
    .to_owned()
}

/// Bytes as `encoding/json` writes them: each wrong byte becomes U+FFFD.
pub(super) fn lossy(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}
