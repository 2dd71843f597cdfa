//! The parser's ground: items with lookahead, variables, and errors (Go's `text/template/parse/parse.go`).

use std::collections::HashMap;
use std::rc::Rc;

use foldhash::fast::RandomState;

use super::item::{Item, ItemKind};
use super::lexer::Lexer;
use super::{Command, Node, Operand};
use crate::error::{ParseError, Position};
use crate::value::Text;

/// Reads one file.
pub(super) struct Parser<'a> {
    /// The file's name.
    pub(super) name: &'a str,
    pub(super) text: &'a Text,
    functions: &'a dyn Fn(&str) -> bool,
    lexer: Lexer<'a>,
    /// The names that were read. A template names the same fields again and again.
    names: HashMap<&'a [u8], Rc<str>, RandomState>,
    /// What was read of lists that are not at their end.
    pub(super) pending: Pending,
    /// How many blocks stand around what is read.
    pub(super) block_depth: usize,
    /// Of the template that is read: the file, or a `define` or `block` in it.
    pub(super) template: Template<'a>,
}

/// What was read of the lists that are not at their end: each takes what is its own when it ends, so that none grows
/// by copying itself, or keeps room that nothing needs.
#[derive(Default)]
pub(super) struct Pending {
    pub(super) nodes: Vec<Node>,
    pub(super) commands: Vec<Command>,
    pub(super) arguments: Vec<Operand>,
    pub(super) fields: Vec<Rc<str>>,
}

/// What is pending since there were so many.
pub(super) fn taken<T>(pending: &mut Vec<T>, first: usize) -> Box<[T]> {
    pending.drain(first.min(pending.len())..).collect()
}

/// What Go keeps for each template while it is read. A `block` starts with none of what stands around it.
pub(super) struct Template<'a> {
    /// The item that was read last. Errors give its line.
    latest: Item<'a>,
    /// Items before it that were given back.
    second: Item<'a>,
    third: Item<'a>,
    /// How many of the three are still to be given.
    given_back: usize,
    pub(super) variables: Variables<'a>,
    /// The line on which the action started that is read; 0 outside of actions.
    pub(super) action_line: usize,
    /// How many `range` stand around what is read.
    pub(super) range_depth: usize,
    /// How many parentheses stand around what is read.
    pub(super) expression_depth: usize,
}

impl Template<'_> {
    pub(super) fn new() -> Self {
        Self {
            latest: Item::NONE,
            second: Item::NONE,
            third: Item::NONE,
            given_back: 0,
            variables: Variables::default(),
            action_line: 0,
            range_depth: 0,
            expression_depth: 0,
        }
    }
}

/// The variables that are known.
#[derive(Default)]
pub(super) struct Variables<'a> {
    names: Vec<&'a [u8]>,
    /// How often each is among the names.
    counts: HashMap<&'a [u8], usize, RandomState>,
}

impl<'a> Variables<'a> {
    pub(super) fn declare(&mut self, name: &'a [u8]) {
        self.names.push(name);
        *self.counts.entry(name).or_default() += 1;
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// Forgets what was declared since there were so many.
    pub(super) fn forget(&mut self, length: usize) {
        for name in self.names.drain(length.min(self.names.len())..) {
            if let Some(count) = self.counts.get_mut(name) {
                *count = count.saturating_sub(1);
            }
        }
    }

    /// `$` always is.
    pub(super) fn contains(&self, name: &[u8]) -> bool {
        name == b"$" || self.counts.get(name).is_some_and(|count| *count > 0)
    }
}

impl<'a> Parser<'a> {
    pub(super) fn new(name: &'a str, text: &'a Text, functions: &'a dyn Fn(&str) -> bool) -> Self {
        Self {
            name,
            text,
            functions,
            lexer: Lexer::new(text, !functions("break"), !functions("continue")),
            names: HashMap::default(),
            pending: Pending::default(),
            block_depth: 0,
            template: Template::new(),
        }
    }

    /// Whether there is such a function.
    pub(super) fn has_function(&self, name: &str) -> bool {
        (self.functions)(name)
    }

    /// A name, kept once however often it is read. Names are letters and digits, so nothing is lost with them.
    pub(super) fn shared(&mut self, name: &'a [u8]) -> Rc<str> {
        let name = self
            .names
            .entry(name)
            .or_insert_with(|| Rc::from(String::from_utf8_lossy(name)));
        Rc::clone(name)
    }

    /// The next item.
    pub(super) fn next(&mut self) -> Item<'a> {
        let template = &mut self.template;
        match template.given_back {
            0 => template.latest = self.lexer.next_item(),
            1 => template.given_back = 0,
            2 => {
                template.given_back = 1;
                return template.second;
            }
            _ => {
                template.given_back = 2;
                return template.third;
            }
        }
        template.latest
    }

    /// Gives the item back that was read last.
    pub(super) fn back_up(&mut self) {
        self.template.given_back = (self.template.given_back + 1).min(3);
    }

    /// Gives an item back that came before the one that was read last; that one is given back already.
    pub(super) fn back_up_two(&mut self, second: Item<'a>) {
        self.template.second = second;
        self.template.given_back = 2;
    }

    /// Gives two items back that came before the one that was read last.
    pub(super) fn back_up_three(&mut self, third: Item<'a>, second: Item<'a>) {
        self.template.third = third;
        self.template.second = second;
        self.template.given_back = 3;
    }

    /// The next item, which stays the next one.
    pub(super) fn peek(&mut self) -> Item<'a> {
        let item = self.next();
        self.back_up();
        item
    }

    /// The next item that is no space.
    pub(super) fn next_non_space(&mut self) -> Item<'a> {
        loop {
            let item = self.next();
            if item.kind != ItemKind::Space {
                return item;
            }
        }
    }

    /// The next item that is no space; it becomes the next one.
    pub(super) fn peek_non_space(&mut self) -> Item<'a> {
        let item = self.next_non_space();
        self.back_up();
        item
    }

    /// The next item that is no space, which must be of that kind.
    pub(super) fn expect(&mut self, kind: ItemKind, context: &str) -> Result<Item<'a>, ParseError> {
        let item = self.next_non_space();
        if item.kind == kind {
            Ok(item)
        } else {
            Err(self.unexpected(item, context))
        }
    }

    /// An error on the line of the item that was read last.
    pub(super) fn error(&self, message: impl Into<String>) -> ParseError {
        ParseError {
            position: Position {
                template: self.name.to_owned(),
                line: self.template.latest.line,
                column: None,
            },
            message: message.into(),
        }
    }

    /// An item where it may not stand.
    pub(super) fn unexpected(&self, item: Item<'a>, context: &str) -> ParseError {
        if item.kind != ItemKind::Error {
            return self.error(format!("unexpected {} in {context}", item.shown()));
        }
        let failure = self.lexer.failure();
        let started = self.template.action_line;
        if started == 0 || started == item.line {
            return self.error(failure);
        }
        // Not "unclosed action in action".
        let in_action = if failure.ends_with(" action") {
            ""
        } else {
            " in action"
        };
        self.error(format!(
            "{failure}{in_action} started at {}:{started}",
            self.name
        ))
    }
}
