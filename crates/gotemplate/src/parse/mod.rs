//! The parser of templates: Go's `text/template/parse`, with its errors and its nodes' places to the letter.

mod characters;
mod control;
pub mod depth;
mod item;
mod lexer;
pub mod node;
mod number;
mod parser;
mod pipeline;
mod print;
mod trees;

pub use node::*;

use crate::error::{ParseError, Position};
use crate::value::Text;

/// Parses a file's text. `name` is the file's name; `functions` says which functions there are.
///
/// The first tree is the template `name`: the text outside of definitions, be it blank or not ([`is_empty_tree`] tells;
/// Go then keeps a template of that name that it has already). Only where such blank text comes with a definition of
/// that very name is it the definition. Behind it come the templates that the file defines with `define` and `block`,
/// each name once.
///
/// # Errors
/// With Go's words, where Go has them; and when blocks nest over [`depth::MAX_BLOCK_DEPTH`] deep.
pub fn parse(
    name: &str,
    text: &Text,
    functions: &dyn Fn(&str) -> bool,
) -> Result<Vec<Tree>, ParseError> {
    parser::Parser::new(name, text, functions).file()
}

/// Whether there is nothing but space in a template (Go's `parse.IsEmptyTree`). Comments are in no tree.
#[must_use]
pub fn is_empty_tree(list: &List) -> bool {
    list.nodes.iter().all(|node| match node {
        Node::Text { text, .. } => text.utf8_chunks().all(|chunk| {
            chunk.invalid().is_empty() && chunk.valid().chars().all(char::is_whitespace)
        }),
        _ => false,
    })
}

/// The line and column of a byte of the tree's text (Go's `Tree.ErrorContext`). The column counts bytes, from 0.
#[must_use]
pub fn location(tree: &Tree, offset: Offset) -> Position {
    let before = tree.text.get(..offset).unwrap_or(&tree.text);
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |last| last + 1);
    Position {
        template: tree.parse_name.clone(),
        line: memchr::memchr_iter(b'\n', before).count() + 1,
        column: Some(before.len().saturating_sub(line_start)),
    }
}

#[cfg(test)]
mod tests;
