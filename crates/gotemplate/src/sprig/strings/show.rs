//! Texts made of values, and of texts again and again.

use crate::budget::{Budget, Exhausted};
use crate::error::FunctionError;
use crate::format::display;
use crate::sprig::cast::to_text;
use crate::sprig::cost;
use crate::strconv;
use crate::value::{List, ListType, Text, Value};

/// Sprig's `strslice`: every item as a text, nil left out; something that is no list as a list of its own.
/// A `[]string` stays the very same.
pub(in crate::sprig) fn to_texts(value: &Value, budget: &Budget) -> Result<List, Exhausted> {
    match value {
        Value::List(list) if *list.list_type() == ListType::STRINGS => Ok(list.clone()),
        Value::List(list) => {
            cost::items(budget, list.len())?;
            let texts: Vec<Text> = list
                .iter()
                .filter(|item| !item.is_nil())
                .map(|item| to_text(&item, budget))
                .collect::<Result<_, _>>()?;
            Ok(List::strings(texts))
        }
        Value::Nil => Ok(List::strings(Vec::<Text>::new())),
        value => Ok(List::strings([to_text(value, budget)?])),
    }
}

/// `strings.Join`.
pub(super) fn join(texts: &List, separator: &[u8], budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    let texts: Vec<Text> = texts
        .iter()
        .filter_map(|item| item.as_text().cloned())
        .collect();
    join_parts(&texts, separator, budget)
}

fn join_parts<T: AsRef<[u8]>>(
    parts: &[T],
    separator: &[u8],
    budget: &Budget,
) -> Result<Vec<u8>, Exhausted> {
    let separators = separator.len().saturating_mul(parts.len());
    let length = parts.iter().fold(separators, |length, part| {
        length.saturating_add(part.as_ref().len())
    });
    cost::bytes(budget, length)?;
    let mut out = Vec::with_capacity(length);
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            out.extend_from_slice(separator);
        }
        out.extend_from_slice(part.as_ref());
    }
    Ok(out)
}

/// Sprig's `quote`: each value as a text in Go's quotes, nil left out.
pub(super) fn quote(values: &[Value], budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    let quoted: Vec<Vec<u8>> = values
        .iter()
        .filter(|value| !value.is_nil())
        .map(|value| {
            let text = to_text(value, budget)?;
            // A byte may become `\x00`.
            cost::bytes(budget, text.len().saturating_mul(4))?;
            Ok(strconv::quote(&text).into())
        })
        .collect::<Result<_, Exhausted>>()?;
    join_parts(&quoted, b" ", budget)
}

/// Sprig's `squote`: each value by `%v` in single quotes, nil left out. Nothing is escaped.
pub(super) fn single_quote(values: &[Value], budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    let quoted: Vec<Vec<u8>> = values
        .iter()
        .filter(|value| !value.is_nil())
        .map(|value| Ok([b"'", display(value, budget)?.as_slice(), b"'"].concat()))
        .collect::<Result<_, Exhausted>>()?;
    join_parts(&quoted, b" ", budget)
}

/// Sprig's `cat`: each value by `%v`, nil left out, with spaces between.
pub(super) fn cat(values: &[Value], budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    let parts: Vec<Vec<u8>> = values
        .iter()
        .filter(|value| !value.is_nil())
        .map(|value| display(value, budget))
        .collect::<Result<_, _>>()?;
    join_parts(&parts, b" ", budget)
}

/// `strings.Repeat`.
///
/// # Errors
/// Go's panic for a negative count, and for a length that is no `int`.
pub(super) fn repeat(text: &[u8], count: i64, budget: &Budget) -> Result<Vec<u8>, FunctionError> {
    let Ok(count) = usize::try_from(count) else {
        return Err("strings: negative Repeat count".into());
    };
    let length = text
        .len()
        .checked_mul(count)
        .filter(|length| i64::try_from(*length).is_ok());
    let Some(length) = length else {
        return Err("strings: Repeat output length overflow".into());
    };
    cost::bytes(budget, length)?;
    Ok(text.repeat(count))
}

/// Sprig's `indent`: spaces at the start of each line, the last, empty one included; `prefix` before all.
///
/// # Errors
/// Go's panic for a negative number of spaces.
pub(super) fn indent(
    prefix: &[u8],
    spaces: i64,
    text: &[u8],
    budget: &Budget,
) -> Result<Vec<u8>, FunctionError> {
    let padding = repeat(b" ", spaces, budget)?;
    let lines = memchr::memchr_iter(b'\n', text).count().saturating_add(1);
    let length = padding
        .len()
        .saturating_mul(lines)
        .saturating_add(text.len())
        .saturating_add(prefix.len());
    cost::bytes(budget, length)?;
    let mut out = Vec::with_capacity(length);
    out.extend_from_slice(prefix);
    for line in text.split_inclusive(|byte| *byte == b'\n') {
        out.extend_from_slice(&padding);
        out.extend_from_slice(line);
    }
    if text.last().is_none_or(|byte| *byte == b'\n') {
        out.extend_from_slice(&padding);
    }
    Ok(out)
}
