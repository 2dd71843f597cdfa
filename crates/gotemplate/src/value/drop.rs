//! Dropping without recursion: a template can nest maps deeper than any stack.

use super::Value;
use super::list::Values;
use super::map::Entries;

/// Moves containers that nobody else holds out of `value` into `pending`.
fn dismantle(mut value: Value, pending: &mut Vec<Value>) {
    match &mut value {
        Value::Map(map) => {
            if let Some(entries) = map.take_if_last() {
                pending.extend(entries.into_values().filter(is_container));
            }
        }
        Value::List(list) => {
            if let Some(items) = list.take_if_last() {
                pending.extend(items.into_iter().filter(is_container));
            }
        }
        _ => {}
    }
}

fn is_container(value: &Value) -> bool {
    matches!(value, Value::Map(_) | Value::List(_))
}

fn drain(mut pending: Vec<Value>) {
    while let Some(value) = pending.pop() {
        dismantle(value, &mut pending);
    }
}

impl Drop for Entries {
    fn drop(&mut self) {
        drain(
            std::mem::take(self.0.get_mut())
                .into_values()
                .filter(is_container)
                .collect(),
        );
    }
}

impl Drop for Values {
    fn drop(&mut self) {
        drain(
            std::mem::take(self.0.get_mut())
                .into_iter()
                .filter(is_container)
                .collect(),
        );
    }
}
