//! Nodes as Go's `%#v` prints the values go-yaml decodes them to; error texts quote them so.

use super::{Node, NodeKind, Scalar};
use gotemplate::strconv::{go_syntax_float, quote};

/// How deep an error text follows a nested key.
const MAX_DEPTH: usize = 64;

/// A node's value in Go syntax.
pub(super) fn quoted_value(node: &Node) -> String {
    match node.resolve() {
        Scalar::Null if node.as_str().is_some() => "<nil>".to_owned(),
        _ => value(node, MAX_DEPTH),
    }
}

/// The Go type of a key that has no JSON form.
pub(super) fn key_type(node: &Node) -> &'static str {
    match node.resolve() {
        Scalar::Uint(_) => "uint64",
        _ => "%!s(<nil>)",
    }
}

fn value(node: &Node, depth: usize) -> String {
    let Some(depth) = depth.checked_sub(1) else {
        return "...".to_owned();
    };
    match &node.kind {
        NodeKind::Sequence(items) => {
            let items: Vec<String> = items.iter().map(|item| value(item, depth)).collect();
            format!("[]interface {{}}{{{}}}", items.join(", "))
        }
        NodeKind::Mapping(pairs) => {
            let mut entries: Vec<String> = pairs
                .iter()
                .map(|(key, item)| format!("{}:{}", value(key, depth), value(item, depth)))
                .collect();
            entries.sort();
            format!(
                "map[interface {{}}]interface {{}}{{{}}}",
                entries.join(", ")
            )
        }
        NodeKind::Scalar { .. } => match node.resolve() {
            Scalar::Null => "interface {}(nil)".to_owned(),
            Scalar::Bool(value) => value.to_string(),
            Scalar::Int(value) => value.to_string(),
            Scalar::Uint(value) => format!("{value:#x}"),
            Scalar::Float(value) => go_syntax_float(value),
            Scalar::Timestamp(text) | Scalar::String(text) => quote(text.as_bytes()),
            Scalar::Binary(bytes) => quote(&bytes),
        },
    }
}
