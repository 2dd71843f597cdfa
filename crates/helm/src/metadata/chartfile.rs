//! Chart.yaml's text and tree: where its fields stand.

use crate::yaml::{self, Mark, Node, NodeKind};

/// Chart.yaml as it was read, for findings that point at a field.
#[derive(Debug, Clone, Default)]
pub struct Chartfile {
    text: Vec<u8>,
    tree: Option<Node>,
}

impl Chartfile {
    /// Keeps the text, and its tree when it is YAML.
    pub fn new(text: &[u8]) -> Self {
        Self {
            text: text.to_vec(),
            tree: yaml::parse(text).ok().flatten(),
        }
    }

    /// The bytes of the file.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// The field's key, for example to point at the field as a whole.
    pub fn key(&self, field: &str) -> Option<&Node> {
        self.tree.as_ref()?.entry(field).map(|(key, _)| key)
    }

    /// The field's value.
    pub fn value(&self, field: &str) -> Option<&Node> {
        self.tree.as_ref()?.get(field)
    }

    /// An entry of a field that is a list.
    pub fn item(&self, field: &str, index: usize) -> Option<&Node> {
        match &self.value(field)?.kind {
            NodeKind::Sequence(items) => items.get(index),
            _ => None,
        }
    }

    /// A field of an entry of a field that is a list, for example the second maintainer's email.
    pub fn item_value(&self, field: &str, index: usize, inner: &str) -> Option<&Node> {
        self.item(field, index)?.get(inner)
    }

    /// The field's value as it is written, when it is a plain or quoted text.
    pub fn scalar_text(&self, field: &str) -> Option<&str> {
        self.value(field)?.as_str().filter(|text| !text.is_empty())
    }

    /// Where the field's value begins, and how many characters it takes when it is on one line.
    pub fn place(&self, field: &str) -> Option<(Mark, usize)> {
        self.value(field).map(place_of)
    }
}

/// Where a node begins, and how many characters it takes when it is on one line (else 0).
pub(crate) fn place_of(node: &Node) -> (Mark, usize) {
    let width = if node.start.line == node.end.line {
        node.end.column.saturating_sub(node.start.column)
    } else {
        0
    };
    (node.start, width)
}
