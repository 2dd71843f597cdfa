//! The parser (`pkg/strvals/parser.go`, `literal_parser.go`).

use gotemplate::strconv::{NumberErrorCause, parse_int};
use gotemplate::{Budget, List, ListType, Map, Text, Type, Value, format, json};

use super::error::SetError;
use super::input::{Input, Run};
use crate::json::stream::JsonStream;
use crate::values::ReadError;
use crate::values::copy::with_stack;

/// The largest index that may be set.
pub(super) const MAX_INDEX: usize = 65_536;
/// How many dots a name may have.
pub(super) const MAX_NESTED_NAME_LEVEL: usize = 30;

/// `[]rune`
static RUNES: ListType = ListType::of(Type::Int32);

/// What stands behind `=`.
#[derive(Clone, Copy)]
pub(super) enum Values<'a> {
    /// A text, an integer, a boolean or null, or a list of those.
    Typed,
    /// A text, or a list of texts.
    Text,
    /// JSON.
    Json,
    /// A file's name, or a list of names.
    File(&'a dyn Fn(&str) -> Result<Value, ReadError>),
    /// All that is left.
    Literal,
}

/// Why a key was not read to its end.
enum Stop {
    /// The text is at its end. Go's `io.EOF`, which is no error to the caller, even where it was wrapped.
    End,
    Failed(SetError),
}

impl From<SetError> for Stop {
    fn from(error: SetError) -> Self {
        Self::Failed(error)
    }
}

pub(super) struct Parser<'a> {
    input: Input<'a>,
    values: Values<'a>,
}

impl<'a> Parser<'a> {
    pub(super) fn new(text: &'a str, values: Values<'a>) -> Self {
        Self {
            input: Input::new(text),
            values,
        }
    }

    /// Reads all keys and their values.
    pub(super) fn parse(mut self, target: &Map) -> Result<(), SetError> {
        loop {
            match self.key(target, 0) {
                Ok(()) => {}
                Err(Stop::End) => return Ok(()),
                Err(Stop::Failed(error)) => return Err(error),
            }
        }
    }

    fn is_literal(&self) -> bool {
        matches!(self.values, Values::Literal)
    }

    fn until(&mut self, marks: &[char]) -> Run {
        let escapes = !self.is_literal();
        self.input.until(marks, escapes)
    }

    /// Reads a key with its value into `map`.
    fn key(&mut self, map: &Map, level: usize) -> Result<(), Stop> {
        let marks: &[char] = if self.is_literal() {
            &['=', '[', '.']
        } else {
            &['=', '[', '.', ',']
        };
        let Run { text: key, mark } = self.until(marks);
        match mark {
            None if key.is_empty() => Err(Stop::End),
            None => Err(SetError::KeyWithoutValue { key }.into()),
            Some('[') => {
                let index = self.index()?;
                let mut items = match map.get(&key) {
                    None => Vec::new(),
                    Some(value) => items(&value)?,
                };
                // The map's own hold on the list would make every change a copy.
                if !key.is_empty() {
                    map.remove(&key);
                }
                let done = self.item(&mut items, index, level);
                set(map, key, Value::List(List::new(items)));
                done
            }
            Some('=') => self.value_of(map, key),
            Some('.') => {
                let level = level + 1;
                if level > MAX_NESTED_NAME_LEVEL {
                    return Err(SetError::TooDeep.into());
                }
                let inner = match map.get(&key) {
                    None => Map::new(),
                    Some(value) => table(value)?,
                };
                let done = self.key(&inner, level);
                if done.is_ok() && inner.is_empty() {
                    return Err(SetError::EmptyMap { key }.into());
                }
                if !inner.is_empty() {
                    set(map, key, Value::Map(inner));
                }
                done
            }
            Some(_) => {
                set(map, key.clone(), Value::from(""));
                Err(SetError::KeyBeforeComma { key }.into())
            }
        }
    }

    /// Reads what stands behind a key's `=`.
    fn value_of(&mut self, map: &Map, key: String) -> Result<(), Stop> {
        match self.value() {
            Ok(value) => {
                set(map, key, value);
                Ok(())
            }
            Err(Stop::End) => {
                set(map, key, Value::from(""));
                Err(Stop::End)
            }
            Err(failed) => Err(failed),
        }
    }

    /// Reads a value. At the end of the text there is an empty one.
    fn value(&mut self) -> Result<Value, Stop> {
        match self.values {
            Values::Literal => {
                let rest = self.input.rest();
                self.input.skip(rest.len());
                Ok(Value::from(rest))
            }
            Values::Json => self.json(),
            Values::Typed | Values::Text | Values::File(_) => match self.input.peek() {
                None => Err(Stop::End),
                Some('{') => {
                    self.input.skip(1);
                    self.list()
                }
                Some(_) => {
                    let Run { text, .. } = self.until(&[',']);
                    Ok(self.scalar(text)?)
                }
            },
        }
    }

    /// Reads a list behind its `{`.
    fn list(&mut self) -> Result<Value, Stop> {
        let mut items = Vec::new();
        loop {
            let Run { text, mark } = self.until(&[',', '}']);
            if mark.is_none() {
                return Err(SetError::OpenList.into());
            }
            if mark == Some('}') && self.input.peek() == Some(',') {
                self.input.skip(1);
            }
            items.push(self.scalar(text)?);
            if mark == Some('}') {
                return Ok(Value::List(List::new(items)));
            }
        }
    }

    fn scalar(&self, text: String) -> Result<Value, SetError> {
        match self.values {
            Values::File(read) => Ok(read(&text)?),
            Values::Typed => Ok(typed(text)),
            Values::Text | Values::Json | Values::Literal => Ok(Value::from(text)),
        }
    }

    /// Reads JSON, and the comma behind it; nothing is null.
    fn json(&mut self) -> Result<Value, Stop> {
        if self.input.skip_empty_value() {
            return Ok(Value::Nil);
        }
        let mut stream = JsonStream::new(self.input.rest().as_bytes());
        let value = match stream.next() {
            None => return Err(Stop::End),
            Some(Ok(text)) => json::decode(text).map_err(|error| SetError::Json {
                words: error.to_string(),
            })?,
            Some(Err(error)) => {
                return Err(SetError::Json {
                    words: error.into_problem(),
                }
                .into());
            }
        };
        self.input.skip(stream.consumed());
        self.input.skip_empty_value();
        Ok(value)
    }

    /// Reads the number in brackets, and the closing one.
    fn index(&mut self) -> Result<i64, Stop> {
        let Run { text, mark } = self.until(&[']']);
        if mark.is_none() {
            return Err(Stop::End);
        }
        match parse_int(&text, 10, 64) {
            Ok(index) => Ok(index),
            Err(error) if error.cause == NumberErrorCause::Range => {
                Err(SetError::OutOfRange { text }.into())
            }
            Err(_) => Err(SetError::NotNumber { text }.into()),
        }
    }

    /// Reads what stands behind `[index]` into the list.
    fn item(&mut self, items: &mut Vec<Value>, index: i64, level: usize) -> Result<(), Stop> {
        let Ok(index) = usize::try_from(index) else {
            return Err(SetError::NegativeIndex { index }.into());
        };
        let Run { text, mark } = self.until(&['[', '.', '=']);
        if !text.is_empty() {
            let shown = shown_runes(&text);
            return Err(SetError::AfterIndex { shown }.into());
        }
        let value = match mark {
            None => return Err(Stop::End),
            Some('=') => match self.value() {
                Ok(value) => value,
                Err(Stop::End) => Value::from(""),
                Err(failed) => return Err(failed),
            },
            Some('[') => {
                let inner_index = self.index()?;
                let mut existed = false;
                let mut inner = match items.get_mut(index) {
                    None | Some(Value::Nil) => Vec::new(),
                    Some(place) => {
                        let inner = self::items(place)?;
                        existed = true;
                        *place = Value::Nil;
                        inner
                    }
                };
                let done = with_stack(|| self.item(&mut inner, inner_index, level));
                let list = Value::List(List::new(inner));
                if let Err(stop) = done {
                    // Go writes into the inner list where it stands.
                    if let Some(place) = items.get_mut(index).filter(|_| existed) {
                        *place = list;
                    }
                    return Err(stop);
                }
                list
            }
            Some(_) => {
                let inner = match items.get_mut(index) {
                    None => Map::new(),
                    Some(Value::Map(inner)) => inner.clone(),
                    Some(place) => {
                        let inner = Map::new();
                        *place = Value::Map(inner.clone());
                        inner
                    }
                };
                with_stack(|| self.key(&inner, level))?;
                Value::Map(inner)
            }
        };
        set_index(items, index, value)
    }
}

/// Puts a value under a key, but for the empty key.
fn set(map: &Map, key: String, value: Value) {
    if !key.is_empty() {
        map.insert(key, value);
    }
}

/// Puts a value into a list, which grows where it is too short.
fn set_index(items: &mut Vec<Value>, index: usize, value: Value) -> Result<(), Stop> {
    if index > MAX_INDEX {
        return Err(SetError::IndexTooLarge { index }.into());
    }
    if items.len() <= index {
        items.resize(index + 1, Value::Nil);
    }
    if let Some(place) = items.get_mut(index) {
        *place = value;
    }
    Ok(())
}

fn items(value: &Value) -> Result<Vec<Value>, SetError> {
    match value {
        Value::List(list) if list.list_type() == &ListType::ANY => Ok(list.iter().collect()),
        other => Err(wrong_type(other, "[]interface {}")),
    }
}

fn table(value: Value) -> Result<Map, SetError> {
    match value {
        Value::Map(map) => Ok(map),
        other => Err(wrong_type(&other, "map[string]interface {}")),
    }
}

fn wrong_type(value: &Value, wanted: &'static str) -> SetError {
    SetError::WrongType {
        found: value
            .type_of()
            .map_or_else(|| "nil".to_owned(), |found| found.to_string()),
        wanted,
    }
}

/// The value that a text of `--set` stands for (`typedVal`).
fn typed(text: String) -> Value {
    if equal_folded(&text, "true") {
        return Value::Bool(true);
    }
    if equal_folded(&text, "false") {
        return Value::Bool(false);
    }
    if equal_folded(&text, "null") {
        return Value::Nil;
    }
    if text == "0" {
        return Value::Int64(0);
    }
    // What begins with a zero stays a text.
    if !text.starts_with('0')
        && let Ok(number) = text.parse()
    {
        return Value::Int64(number);
    }
    Value::String(Text::from(text))
}

/// Go's `strings.EqualFold` with a word in ASCII letters: the long s folds into `s`.
fn equal_folded(text: &str, word: &str) -> bool {
    text.eq_ignore_ascii_case(word)
        || text.contains('\u{17f}') && text.replace('\u{17f}', "s").eq_ignore_ascii_case(word)
}

/// Go's `%q` of a `[]rune`.
fn shown_runes(text: &str) -> String {
    let runes = text
        .chars()
        .map(|character| Value::Int32(i32::try_from(u32::from(character)).unwrap_or_default()))
        .collect();
    let runes = Value::List(List::typed(&RUNES, runes));
    let shown = format::sprintf(b"%q", &[runes], &Budget::default()).unwrap_or_default();
    String::from_utf8_lossy(&shown).into_owned()
}
