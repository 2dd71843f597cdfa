//! Events straight into values: most texts have nothing that takes a tree of nodes.

use gotemplate::{List, Map, Text, Value};

use crate::yaml::Scalar;
use crate::yaml::parser::{Event, EventKind, Parser};
use crate::yaml::resolve::untagged;
use crate::yaml::target::{Decoded, Target};

/// Reads the first document. `None`: it has anchors, tags, merge keys or keys that are no texts, or something is wrong
/// with it; then it has to be read by way of nodes, which knows what to say.
pub(super) fn decode(text: &[u8]) -> Option<Value> {
    let mut parser = Parser::new(text);
    parser.next().ok()?;
    if matches!(parser.next().ok()?.kind, EventKind::StreamEnd) {
        return Some(Value::Nil);
    }
    let mut builder = Builder::default();
    loop {
        let event = parser.next().ok()?;
        if matches!(event.kind, EventKind::DocumentEnd | EventKind::StreamEnd) {
            return builder.root;
        }
        builder.event(event)?;
    }
}

/// A collection being filled.
enum Open {
    List(Vec<Value>),
    Map(Vec<(Text, Value)>, Option<Text>),
}

#[derive(Default)]
struct Builder {
    root: Option<Value>,
    open: Vec<Open>,
}

impl Builder {
    fn event(&mut self, event: Event) -> Option<()> {
        let value = match event.kind {
            EventKind::Scalar {
                properties,
                value,
                implicit,
                ..
            } => {
                if properties.anchor.is_some() || !properties.tag.is_empty() {
                    return None;
                }
                if let Some(Open::Map(_, key @ None)) = self.open.last_mut() {
                    *key = Some(key_text(&value, implicit)?);
                    return Some(());
                }
                scalar(&value, implicit)?
            }
            EventKind::SequenceStart(properties) | EventKind::MappingStart(properties)
                if properties.anchor.is_some() || !properties.tag.is_empty() =>
            {
                return None;
            }
            EventKind::SequenceStart(_) => return self.start(Open::List(Vec::new())),
            EventKind::MappingStart(_) => return self.start(Open::Map(Vec::new(), None)),
            EventKind::SequenceEnd | EventKind::MappingEnd => match self.open.pop()? {
                Open::List(items) => Value::List(List::new(items)),
                Open::Map(entries, _) => Value::Map(entries.into_iter().collect::<Map>()),
            },
            _ => return None,
        };
        match self.open.last_mut() {
            None => self.root = Some(value),
            Some(Open::List(items)) => items.push(value),
            Some(Open::Map(entries, key)) => entries.push((key.take()?, value)),
        }
        Some(())
    }

    fn start(&mut self, collection: Open) -> Option<()> {
        // A key that is a collection is an error.
        if matches!(self.open.last(), Some(Open::Map(_, None)))
            || self.open.len() >= Decoded::MAX_DEPTH
        {
            return None;
        }
        self.open.push(collection);
        Some(())
    }
}

fn scalar(text: &str, implicit: bool) -> Option<Value> {
    if !implicit {
        return Some(Value::from(text));
    }
    match untagged(text, true) {
        Scalar::Null => Some(Value::Nil),
        Scalar::Bool(value) => Some(Value::Bool(value)),
        Scalar::Int(value) => Some(Decoded::signed(value)),
        Scalar::Uint(value) => Some(Decoded::unsigned(value)),
        Scalar::Float(value) => value.is_finite().then_some(Value::Float64(value)),
        Scalar::Timestamp(_) | Scalar::String(_) | Scalar::Binary(_) => Some(Value::from(text)),
    }
}

fn key_text(text: &str, implicit: bool) -> Option<Text> {
    if !implicit {
        return Some(Text::from(text));
    }
    if text == "<<" {
        return None;
    }
    match untagged(text, true) {
        Scalar::Bool(value) => Some(Text::from(if value { "true" } else { "false" })),
        Scalar::Int(value) => Some(Text::from(value.to_string())),
        Scalar::Null | Scalar::Uint(_) | Scalar::Float(_) => None,
        Scalar::Timestamp(_) | Scalar::String(_) | Scalar::Binary(_) => Some(Text::from(text)),
    }
}
