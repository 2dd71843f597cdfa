//! An expression in the words of the `regex` crate, with Go's meaning: every set is spelled out, so that neither ASCII
//! classes nor case nor the version of Unicode depend on it.

use std::collections::VecDeque;
use std::fmt::Write as _;

use super::classes::orbit;
use super::syntax::{Class, Node, Repeat, Tree};

/// The longest translation. Go's own limits allow `\pL` to stand in an expression 26,000 times.
const LONGEST: usize = 16 << 20;

/// What matches no text at all.
const NOTHING: &str = "[^\\x{0}-\\x{10FFFF}]";

/// The translation; `None`: it is too long.
pub(super) fn translate(tree: &Tree) -> Option<String> {
    let mut out = String::new();
    write_tree(tree, &mut out)?;
    Some(out)
}

/// Writes a tree. Trees are 1,000 high at most.
fn write_tree(tree: &Tree, out: &mut String) -> Option<()> {
    if out.len() > LONGEST {
        return None;
    }
    match &tree.node {
        Node::Empty => out.push_str("(?:)"),
        Node::Literal { codes, fold } => {
            for code in codes {
                match fold.then(|| orbit(*code)).flatten() {
                    Some(orbit) => write_set(orbit.iter().map(|code| (*code, *code)), out),
                    None => write_literal(*code, out),
                }
            }
        }
        Node::Class(class) => write_class(class, out),
        Node::AnyButNewline => out.push_str("[^\\n]"),
        Node::Any => out.push_str("(?s:.)"),
        Node::BeginLine => out.push_str("(?m:^)"),
        Node::EndLine => out.push_str("(?m:$)"),
        Node::BeginText => out.push_str("\\A"),
        Node::EndText => out.push_str("\\z"),
        Node::WordBoundary => out.push_str("(?-u:\\b)"),
        Node::NoWordBoundary => out.push_str("(?-u:\\B)"),
        Node::Capture(sub) => {
            out.push('(');
            write_tree(sub, out)?;
            out.push(')');
        }
        Node::Repeat { sub, repeat } => {
            out.push_str("(?:");
            write_tree(sub, out)?;
            out.push(')');
            write_repeat(*repeat, out);
        }
        Node::Concat(subs) => {
            for sub in subs {
                let alternate = matches!(sub.node, Node::Alternate(_));
                out.push_str(if alternate { "(?:" } else { "" });
                write_tree(sub, out)?;
                out.push_str(if alternate { ")" } else { "" });
            }
        }
        Node::Alternate(subs) => {
            for (index, sub) in subs.iter().enumerate() {
                if index > 0 {
                    out.push('|');
                }
                write_tree(sub, out)?;
            }
            if would_be_factored(subs) {
                out.push('|');
                out.push_str(NOTHING);
            }
        }
    }
    Some(())
}

/// Whether the `regex` crate might make `x*(?:a|b)` of `x*a|x*b`. That is another expression, which matches less of
/// a text where `a` is found further behind than `b`. It keeps its hands off alternatives that are no sequences.
fn would_be_factored(subs: &VecDeque<Tree>) -> bool {
    let sequence = |sub: &Tree| match &sub.node {
        Node::Concat(subs) => subs.iter().any(|sub| has_paths(&sub.node)),
        _ => false,
    };
    subs.iter().take(2).all(sequence)
}

/// Whether a node may match the same text in more ways than one.
fn has_paths(node: &Node) -> bool {
    matches!(
        node,
        Node::Capture(_) | Node::Repeat { .. } | Node::Alternate(_)
    )
}

fn write_repeat(repeat: Repeat, out: &mut String) {
    // Writing into a string cannot fail.
    let _ = match (repeat.least, repeat.most) {
        (0, None) => write!(out, "*"),
        (1, None) => write!(out, "+"),
        (0, Some(1)) => write!(out, "?"),
        (least, None) => write!(out, "{{{least},}}"),
        (least, Some(most)) => write!(out, "{{{least},{most}}}"),
    };
    if repeat.lazy {
        out.push('?');
    }
}

fn write_literal(code: u32, out: &mut String) {
    match char::from_u32(code) {
        Some(character) if character.is_ascii_alphanumeric() || !character.is_ascii() => {
            out.push(character);
        }
        // Half of a pair of surrogates is in no text.
        None => out.push_str(NOTHING),
        Some(_) => {
            // Writing into a string cannot fail.
            let _ = write!(out, "\\x{{{code:x}}}");
        }
    }
}

fn write_class(class: &Class, out: &mut String) {
    write_set(class.ranges().iter().copied(), out);
}

fn write_set(ranges: impl Iterator<Item = (u32, u32)>, out: &mut String) {
    let start = out.len();
    out.push('[');
    let empty = out.len();
    for (low, high) in ranges {
        // Surrogates are no characters to the regex crate, nor are they in any text.
        for (low, high) in [(low, high.min(0xD7FF)), (low.max(0xE000), high)] {
            if low <= high {
                // Writing into a string cannot fail.
                let _ = write!(out, "\\x{{{low:x}}}-\\x{{{high:x}}}");
            }
        }
    }
    if out.len() == empty {
        out.truncate(start);
        out.push_str(NOTHING);
    } else {
        out.push(']');
    }
}
