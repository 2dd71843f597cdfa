//! Reading TOML (parse.go of BurntSushi/toml).

use std::collections::{HashMap, HashSet};

use gotemplate::strconv::quote;
use gotemplate::time::Location;
use gotemplate::{List, Map, Value};

use super::key::{Key, dotted};
use super::lexer::{Item, Kind, Lexer};
use super::number::{self, Zones};
use super::strings::{replace_escapes, strip_escaped_newlines, strip_first_newline};
use super::tables::{Node, Table, Tables};
use super::{DEPTH, Error, with_stack};

/// Go's names of the timezones of times that have none.
pub(super) const LOCAL_DATE_TIME: &str = "datetime-local";
pub(super) const LOCAL_DATE: &str = "date-local";
pub(super) const LOCAL_TIME: &str = "time-local";

/// What was last said of a key's type. Go's reader asks of it only this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Array,
    Other,
}

struct Parser<'a> {
    lexer: Lexer<'a>,
    zones: Zones,
    /// The table in scope, by its full key.
    context: Key,
    /// The key whose value is read.
    current: Vec<u8>,
    /// The line of the last key.
    line: i64,
    types: HashMap<Vec<u8>, Said>,
    tables: Tables,
    root: Table,
    /// Tables that are only there because of others within them: they may be defined still.
    implicit: HashSet<Vec<u8>>,
    depth: usize,
}

/// Reads a document. `offset` is the distance from UTC of times that say none, in seconds.
pub(super) fn parse(text: &[u8], local: &Location, offset: i64) -> Result<Map, Error> {
    let text = [&b"\xff\xfe"[..], b"\xfe\xff", b"\xef\xbb\xbf"]
        .iter()
        .find_map(|mark| text.strip_prefix(*mark))
        .unwrap_or(text);
    if text.iter().take(6).any(|byte| *byte == 0) {
        return Err(Error::document(
            "toml: line 1: files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8",
        ));
    }
    let (tables, root) = Tables::new();
    let mut parser = Parser {
        lexer: Lexer::new(text),
        zones: Zones {
            local: local.clone(),
            date_time: Location::fixed(LOCAL_DATE_TIME, offset),
            date: Location::fixed(LOCAL_DATE, offset),
            time: Location::fixed(LOCAL_TIME, offset),
        },
        context: Vec::new(),
        current: Vec::new(),
        line: 0,
        types: HashMap::new(),
        tables,
        root,
        implicit: HashSet::new(),
        depth: 0,
    };
    loop {
        let item = parser.next()?;
        if item.kind == Kind::End {
            return Ok(parser.tables.into_map());
        }
        parser.top_level(&item)?;
    }
}

impl Parser<'_> {
    fn next(&mut self) -> Result<Item, Error> {
        match self.lexer.next_item() {
            Ok(item) => Ok(item),
            Err(fault) => Err(self.error_at(fault.line, &fault.message)),
        }
    }

    /// An error on a line.
    fn error_at(&self, line: i64, message: &str) -> Error {
        let key = match (self.current.is_empty(), self.context.is_empty()) {
            (true, _) => dotted(&self.context),
            (false, true) => self.current.clone(),
            (false, false) => [&dotted(&self.context)[..], b".", &self.current].concat(),
        };
        Error::document(if key.is_empty() {
            format!("toml: line {line}: {message}")
        } else {
            format!("toml: line {line} (last key {}): {message}", quote(&key))
        })
    }

    /// An error on the line of the last key.
    fn error(&self, message: &str) -> Error {
        self.error_at(self.line, message)
    }

    fn defined(&self, key: &[Vec<u8>]) -> Error {
        let key = String::from_utf8_lossy(&dotted(key)).into_owned();
        self.error(&format!("Key '{key}' has already been defined."))
    }

    fn top_level(&mut self, item: &Item) -> Result<(), Error> {
        match item.kind {
            Kind::CommentStart => self.next().map(|_| ()),
            Kind::TableStart | Kind::TablesStart => {
                let is_array = item.kind == Kind::TablesStart;
                let end = if is_array {
                    Kind::TablesEnd
                } else {
                    Kind::TableEnd
                };
                let key = self.key(end)?;
                self.add_context(key, is_array)?;
                self.set_type(b"", Said::Other);
                Ok(())
            }
            _ => {
                let outer = self.context.clone();
                let parents = self.key_of_value()?;
                for part in parents {
                    self.add_implicit_context(part)?;
                }
                let item = self.next()?;
                let (value, said) = self.value(&item, false)?;
                self.set_current(value, said)?;
                self.context = outer;
                self.current.clear();
                Ok(())
            }
        }
    }

    /// Reads the parts of a key up to its end.
    fn key(&mut self, end: Kind) -> Result<Key, Error> {
        let mut key = Vec::new();
        let mut item = self.next()?;
        self.line = item.line;
        while item.kind != end && item.kind != Kind::End {
            if key.len() >= DEPTH {
                return Err(self.error(&format!("a key has more than {DEPTH} parts")));
            }
            key.push(self.key_text(&item)?);
            item = self.next()?;
        }
        Ok(key)
    }

    /// Reads the key of a value: its last part becomes the current key, and the others are given.
    fn key_of_value(&mut self) -> Result<Key, Error> {
        let mut key = self.key(Kind::KeyEnd)?;
        self.current = key.pop().unwrap_or_default();
        Ok(key)
    }

    fn key_text(&mut self, item: &Item) -> Result<Vec<u8>, Error> {
        match item.kind {
            Kind::Text => Ok(item.text.clone()),
            _ => match self.value(item, false)?.0 {
                Node::Value(Value::String(text)) => Ok(text.to_vec()),
                _ => Ok(Vec::new()),
            },
        }
    }

    fn value(&mut self, item: &Item, is_in_array: bool) -> Result<(Node, Said), Error> {
        let text = || String::from_utf8_lossy(&item.text).into_owned();
        let value = match item.kind {
            Kind::EscapedString => replace_escapes(&item.text).map(Value::from),
            Kind::MultilineString => {
                replace_escapes(&strip_escaped_newlines(strip_first_newline(&item.text)))
                    .map(Value::from)
            }
            Kind::RawMultilineString => Ok(Value::from(strip_first_newline(&item.text).to_vec())),
            Kind::Integer => number::integer(&text()),
            Kind::Float => number::float(&text()),
            Kind::Bool => Ok(Value::Bool(item.text == b"true")),
            Kind::DateTime => number::date_time(&item.text, &self.zones),
            Kind::ArrayStart => {
                return with_stack(|| self.array()).map(|node| (node, Said::Array));
            }
            Kind::InlineTableStart => {
                return with_stack(|| self.inline_table(is_in_array))
                    .map(|node| (node, Said::Other));
            }
            _ => Ok(Value::from(item.text.clone())),
        };
        match value {
            Ok(value) => Ok((Node::Value(value), Said::Other)),
            Err(words) => Err(self.error_at(item.line, &words)),
        }
    }

    /// Goes one level down.
    fn descend(&mut self) -> Result<(), Error> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEPTH || self.context.len() > DEPTH {
            return Err(self.error(&format!("values nest deeper than {DEPTH}")));
        }
        Ok(())
    }

    fn array(&mut self) -> Result<Node, Error> {
        self.descend()?;
        let current = self.current.clone();
        self.set_type(&current, Said::Array);
        let mut items = Vec::new();
        loop {
            let item = self.next()?;
            match item.kind {
                Kind::ArrayEnd => break,
                Kind::CommentStart => {
                    self.next()?;
                }
                _ => {
                    let node = self.value(&item, true)?.0;
                    items.push(self.tables.value_of(node));
                }
            }
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(Node::Value(List::new(items).into()))
    }

    /// Reads an inline table. It is kept twice, as Go keeps it: among the document's tables, where keys are looked
    /// for, and as a value of its own, which counts in a list.
    fn inline_table(&mut self, is_in_array: bool) -> Result<Node, Error> {
        self.descend()?;
        let top = self.tables.add();
        let outer_context = self.context.clone();
        let outer_current = std::mem::take(&mut self.current);
        self.context.push(outer_current.clone());
        let own_context = self.context.clone();
        self.implicit.insert(dotted(&own_context));
        self.add_context(own_context.clone(), is_in_array)?;
        loop {
            let item = self.next()?;
            match item.kind {
                Kind::InlineTableEnd => break,
                Kind::CommentStart => {
                    self.next()?;
                    continue;
                }
                _ => {}
            }
            let parents = self.key_of_value()?;
            for part in &parents {
                self.add_implicit_context(part.clone())?;
            }
            let item = self.next()?;
            let (node, said) = self.value(&item, false)?;
            let mut table = top;
            self.set_current(node.clone(), said)?;
            for part in parents {
                table = match self.tables.get(table, &part) {
                    Some(Node::Table(inner)) => *inner,
                    Some(_) => {
                        let context = quote(&dotted(&self.context));
                        return Err(self.error(&format!("{context} is not a table")));
                    }
                    None => {
                        let inner = self.tables.add();
                        self.tables.insert(table, &part, Node::Table(inner));
                        inner
                    }
                };
            }
            let current = self.current.clone();
            self.tables.insert(table, &current, node);
            self.context.clone_from(&own_context);
        }
        self.context = outer_context;
        self.current = outer_current;
        self.depth = self.depth.saturating_sub(1);
        Ok(Node::Table(top))
    }

    fn set_current(&mut self, node: Node, said: Said) -> Result<(), Error> {
        let current = self.current.clone();
        self.set_value(&current, node)?;
        self.set_type(&current, said);
        Ok(())
    }

    fn add_implicit_context(&mut self, part: Vec<u8>) -> Result<(), Error> {
        let mut key = self.context.clone();
        key.push(part);
        self.implicit.insert(dotted(&key));
        self.add_context(key, false)
    }

    /// Opens a table, and those that it is in.
    fn add_context(&mut self, mut key: Key, is_array: bool) -> Result<(), Error> {
        let last = key.pop().unwrap_or_default();
        let mut table = self.root;
        let mut context: Key = Vec::with_capacity(key.len().saturating_add(1));
        for part in key.iter().cloned() {
            context.push(part);
            let part = context.last().map(Vec::as_slice).unwrap_or_default();
            table = match self.tables.get(table, part) {
                None => {
                    self.implicit.insert(dotted(&context));
                    let inner = self.tables.add();
                    self.tables.insert(table, part, Node::Table(inner));
                    inner
                }
                Some(Node::Table(inner)) => *inner,
                Some(Node::Tables(tables)) => tables.last().copied().unwrap_or(self.root),
                Some(Node::Value(_)) => {
                    let key = String::from_utf8_lossy(&dotted(&context)).into_owned();
                    return Err(self.error(&format!("Key '{key}' was already created as a hash.")));
                }
            };
        }
        self.context = context;
        let inner = self.tables.add();
        if is_array {
            match self.tables.get_mut(table, &last) {
                None => self.tables.insert(table, &last, Node::Tables(vec![inner])),
                Some(Node::Tables(tables)) => tables.push(inner),
                Some(_) => {
                    let mut key = self.context.clone();
                    key.push(last);
                    let key = String::from_utf8_lossy(&dotted(&key)).into_owned();
                    return Err(self.error(&format!(
                        "Key '{key}' was already created and cannot be used as an array."
                    )));
                }
            }
        } else {
            self.set_value(&last, Node::Table(inner))?;
        }
        self.context.push(last);
        Ok(())
    }

    /// Puts a value into the table in scope.
    fn set_value(&mut self, key: &[u8], node: Node) -> Result<(), Error> {
        let mut table = self.root;
        for (index, part) in self.context.iter().enumerate() {
            table = match self.tables.get(table, part) {
                Some(Node::Tables(tables)) => tables.last().copied().unwrap_or(self.root),
                Some(Node::Table(inner)) => *inner,
                _ => {
                    let upto = self.context.get(..=index).unwrap_or_default();
                    return Err(self.defined(upto));
                }
            };
        }
        if self.tables.get(table, key).is_some() {
            let mut context = self.context.clone();
            context.push(key.to_vec());
            let name = dotted(&context);
            // A table that was only implied may be defined, once.
            if !self.implicit.remove(&name) {
                return Err(self.defined(&context));
            }
            if self.types.get(&name) != Some(&Said::Array) {
                return Ok(());
            }
        }
        self.tables.insert(table, key, node);
        Ok(())
    }

    /// Notes a type; an empty key is the table in scope.
    fn set_type(&mut self, key: &[u8], said: Said) {
        let mut context = self.context.clone();
        if !key.is_empty() {
            context.push(key.to_vec());
        }
        if context.is_empty() {
            context.push(Vec::new());
        }
        self.types.insert(dotted(&context), said);
    }
}
