//! RE2's syntax as Go reads it (`regexp/syntax/parse.go`, with the flags of `syntax.Perl`).

mod bracket;
mod class;
mod error;
mod escape;
mod group;
mod stack;
mod tree;

use crate::strconv::{decode_rune, is_invalid};

pub(super) use class::Class;
pub(super) use error::{ErrorCode, SyntaxError};
pub(super) use tree::{Node, Repeat, Tree};

use stack::{Counts, Item};

/// A parsed expression.
#[derive(Debug)]
pub(super) struct Expression {
    /// What it matches.
    pub(super) tree: Tree,
    /// The names of the groups that capture, in order.
    pub(super) names: Vec<Option<String>>,
}

/// The flags that an expression can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are RE2's flags")]
struct Flags {
    /// `i`: any case.
    fold: bool,
    /// `m`: `^` and `$` stand for the ends of lines.
    multiline: bool,
    /// `s`: `.` matches a newline.
    dot_newline: bool,
    /// `U`: `x*` is lazy and `x*?` is not.
    lazy: bool,
}

struct Parser<'e> {
    whole: &'e [u8],
    flags: Flags,
    stack: Vec<Item>,
    names: Vec<Option<String>>,
    counts: Counts,
}

/// Parses an expression.
///
/// # Errors
/// When it is none, or beyond Go's limits.
pub(super) fn parse(expression: &[u8]) -> Result<Expression, SyntaxError> {
    let mut parser = Parser {
        whole: expression,
        flags: Flags {
            fold: false,
            multiline: false,
            dot_newline: false,
            lazy: false,
        },
        stack: Vec::new(),
        names: Vec::new(),
        counts: Counts::default(),
    };
    parser.all()?;
    parser.alternate()?;
    match (parser.stack.pop(), parser.stack.is_empty()) {
        (Some(Item::Tree(tree)), true) => Ok(Expression {
            tree,
            names: parser.names,
        }),
        _ => Err(ErrorCode::MissingParenthesis.at(expression)),
    }
}

impl<'e> Parser<'e> {
    fn all(&mut self) -> Result<(), SyntaxError> {
        let mut rest = self.whole;
        let mut last = None;
        while let Some(first) = rest.first() {
            let repeat = match first {
                b'*' => Some(self.simple_repeat(0, None)),
                b'+' => Some(self.simple_repeat(1, None)),
                b'?' => Some(self.simple_repeat(0, Some(1))),
                _ => None,
            };
            if let Some(repeat) = repeat {
                let after = rest.get(1..).unwrap_or_default();
                let from = rest;
                rest = self.repeat(repeat, from, after, last)?;
                last = Some(from);
                continue;
            }
            if *first == b'{'
                && let Some((counts, after)) = parse_counts(rest)
            {
                let from = rest;
                let Some((least, most)) = counts else {
                    return Err(ErrorCode::RepeatCount.at(taken(from, after)));
                };
                let repeat = Repeat {
                    least,
                    most,
                    lazy: self.flags.lazy,
                    counted: true,
                };
                rest = self.repeat(repeat, from, after, last)?;
                last = Some(from);
                continue;
            }
            rest = self.one(*first, rest)?;
            last = None;
        }
        Ok(())
    }

    /// Reads what is no repetition.
    fn one(&mut self, first: u8, text: &'e [u8]) -> Result<&'e [u8], SyntaxError> {
        let rest = text.get(1..).unwrap_or_default();
        match first {
            b'(' if rest.first() == Some(&b'?') => return self.perl_group(text),
            b'(' => {
                self.names.push(None);
                self.open(true);
            }
            b'|' => self.vertical_bar()?,
            b')' => {
                if !self.close()? {
                    return Err(ErrorCode::UnexpectedParenthesis.at(self.whole));
                }
            }
            b'^' if self.flags.multiline => self.operator(Node::BeginLine)?,
            b'^' => self.operator(Node::BeginText)?,
            b'$' if self.flags.multiline => self.operator(Node::EndLine)?,
            b'$' => self.operator(Node::EndText)?,
            b'.' if self.flags.dot_newline => self.operator(Node::Any)?,
            b'.' => self.operator(Node::AnyButNewline)?,
            b'[' => return self.bracket(text),
            b'\\' => return self.backslash(text),
            _ => {
                let (code, rest) = next(text)?;
                self.literal(code)?;
                return Ok(rest);
            }
        }
        Ok(rest)
    }

    fn simple_repeat(&self, least: u32, most: Option<u32>) -> Repeat {
        Repeat {
            least,
            most,
            lazy: self.flags.lazy,
            counted: false,
        }
    }
}

/// The first code point, and the rest. At the end it is U+FFFD.
fn next(text: &[u8]) -> Result<(u32, &[u8]), SyntaxError> {
    match decode_rune(text) {
        None => Ok((u32::from(char::REPLACEMENT_CHARACTER), text)),
        Some((character, width)) if !is_invalid(character, width) => {
            Ok((u32::from(character), text.get(width..).unwrap_or_default()))
        }
        _ => Err(ErrorCode::Utf8.at(text)),
    }
}

/// Fails at the first byte that is no UTF-8.
fn check_utf8(text: &[u8]) -> Result<(), SyntaxError> {
    match std::str::from_utf8(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(ErrorCode::Utf8.at(text.get(error.valid_up_to()..).unwrap_or_default())),
    }
}

/// What was read of a text of which `rest` is left.
fn taken<'t>(text: &'t [u8], rest: &[u8]) -> &'t [u8] {
    let length = text.len().saturating_sub(rest.len());
    text.get(..length).unwrap_or(text)
}

/// The least and the most of `{2}`, `{2,}` or `{2,3}`.
type Bounds = (u32, Option<u32>);

/// Reads a count, and gives the rest; `None`: the brace is a literal one. The inner `None`: the count is no good.
fn parse_counts(text: &[u8]) -> Option<(Option<Bounds>, &[u8])> {
    let text = text.strip_prefix(b"{")?;
    let (least, text) = parse_count(text)?;
    let (most, text) = match text {
        [b',', b'}', ..] => (None, text.get(1..)?),
        [b',', rest @ ..] => {
            let (most, rest) = parse_count(rest)?;
            (Some(most), rest)
        }
        rest => (Some(least), rest),
    };
    let rest = text.strip_prefix(b"}")?;
    let good = least <= 1_000 && most.is_none_or(|most| most <= 1_000 && least <= most);
    Some((good.then_some((least, most)), rest))
}

/// Reads a number without zeros before it.
fn parse_count(text: &[u8]) -> Option<(u32, &[u8])> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(length)?;
    if let [] | [b'0', _, ..] = digits {
        return None;
    }
    let number = digits.iter().fold(0_u32, |number, digit| {
        number
            .saturating_mul(10)
            .saturating_add(u32::from(digit.saturating_sub(b'0')))
    });
    Some((number, rest))
}

#[cfg(test)]
mod tests;
