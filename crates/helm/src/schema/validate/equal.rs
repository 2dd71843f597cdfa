//! Which values are the same (`util.go`: `equals`, `duplicates`).

use std::collections::HashMap;

use super::{Frame, not_json};
use crate::schema::document::{Items, Json, View};
use crate::schema::kind::Kind;
use crate::schema::number::Decimal;

/// Up to here every two items are compared.
const FEW: usize = 20;

impl Frame<'_, '_> {
    /// Whether two values are the same. The error is for what JSON does not have.
    pub(super) fn is_equal(&self, left: Json<'_>, right: Json<'_>) -> Result<bool, Kind> {
        let mut pending = vec![(left, right)];
        while let Some((left, right)) = pending.pop() {
            if !self.validation.steps.take(1) {
                return Ok(false);
            }
            let same = match (left.view(), right.view()) {
                (View::Object(left), View::Object(right)) => {
                    if left.len() != right.len() {
                        return Ok(false);
                    }
                    let start = pending.len();
                    for (key, value) in left.iter() {
                        let Some(other) = right.get(key) else {
                            return Ok(false);
                        };
                        pending.push((value, other));
                    }
                    // The first comes out first.
                    if let Some(added) = pending.get_mut(start..) {
                        added.reverse();
                    }
                    true
                }
                (View::Array(left), View::Array(right)) => {
                    if left.len() != right.len() {
                        return Ok(false);
                    }
                    let start = pending.len();
                    pending.extend(left.iter().zip(right.iter()));
                    if let Some(added) = pending.get_mut(start..) {
                        added.reverse();
                    }
                    true
                }
                (View::Null, View::Null) => true,
                (View::Boolean(left), View::Boolean(right)) => left == right,
                (View::String(left), View::String(right)) => left == right,
                (View::Number(left), View::Number(right)) => {
                    match (Decimal::parse(left), Decimal::parse(right)) {
                        (Some(left), Some(right)) => left == right,
                        _ => false,
                    }
                }
                // santhosh compares a number with whatever stands in the schema by its text: 80 is the same as "80".
                (View::Number(left), View::String(right)) => {
                    let right = std::str::from_utf8(right).ok().and_then(Decimal::parse_any);
                    right.is_some() && Decimal::parse(left) == right
                }
                (View::Foreign(_), _) => return Err(not_json(left)),
                _ => false,
            };
            if !same {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The first item that was there before, after the one that it is the same as.
    pub(super) fn duplicates(&self, items: Items<'_>) -> Result<Option<(usize, usize)>, Kind> {
        if items.len() <= FEW {
            for second in 1..items.len() {
                for first in 0..second {
                    if let (Some(left), Some(right)) = (items.get(second), items.get(first))
                        && self.is_equal(left, right)?
                    {
                        return Ok(Some((first, second)));
                    }
                }
            }
            return Ok(None);
        }
        let mut seen = HashMap::new();
        for (second, item) in items.iter().enumerate() {
            let Some(form) = self.canonical(item) else {
                continue;
            };
            if let Some(first) = seen.get(&form) {
                return Ok(Some((*first, second)));
            }
            seen.insert(form, second);
        }
        Ok(None)
    }

    /// A text that only equal values have; `None` for a value that equals nothing.
    fn canonical(&self, value: Json<'_>) -> Option<Vec<u8>> {
        enum Part<'p> {
            Value(Json<'p>),
            Key(&'p [u8]),
            End,
        }
        let mut out = Vec::new();
        let mut pending = vec![Part::Value(value)];
        let text = |out: &mut Vec<u8>, text: &[u8]| {
            out.extend_from_slice(text.len().to_string().as_bytes());
            out.push(b':');
            out.extend_from_slice(text);
        };
        while let Some(part) = pending.pop() {
            self.validation.steps.take(1);
            match part {
                Part::End => out.push(b']'),
                Part::Key(key) => text(&mut out, key),
                Part::Value(value) => match value.view() {
                    View::Null => out.push(b'0'),
                    View::Boolean(true) => out.push(b't'),
                    View::Boolean(false) => out.push(b'f'),
                    View::Number(number) => {
                        out.push(b'n');
                        text(&mut out, Decimal::parse(number)?.canonical().as_bytes());
                    }
                    View::String(string) => {
                        out.push(b's');
                        text(&mut out, string);
                    }
                    View::Array(items) => {
                        out.push(b'[');
                        pending.push(Part::End);
                        let start = pending.len();
                        pending.extend(items.iter().map(Part::Value));
                        if let Some(added) = pending.get_mut(start..) {
                            added.reverse();
                        }
                    }
                    View::Object(members) => {
                        out.push(b'{');
                        pending.push(Part::End);
                        let start = pending.len();
                        for (key, value) in members.iter() {
                            pending.push(Part::Key(key));
                            pending.push(Part::Value(value));
                        }
                        if let Some(added) = pending.get_mut(start..) {
                            added.reverse();
                        }
                    }
                    View::Foreign(_) => return None,
                },
            }
        }
        Some(out)
    }
}
