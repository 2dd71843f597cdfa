//! Items that equal others by `reflect.DeepEqual`.

use std::collections::HashMap;

use crate::budget::{Budget, Exhausted};
use crate::sprig::cost;
use crate::sprig::equality::{deep_equal, fingerprint};
use crate::value::{List, Value};

/// Sprig's `uniq`: the first of each.
pub(super) fn unique(list: &List, budget: &Budget) -> Result<List, Exhausted> {
    cost::items(budget, list.len())?;
    let mut seen: HashMap<u64, Vec<Value>> = HashMap::new();
    let mut items = Vec::new();
    for item in list.iter() {
        let alike = seen.entry(fingerprint(&item)).or_default();
        if !is_among(&item, alike, budget)? {
            alike.push(item.clone());
            items.push(item);
        }
    }
    Ok(List::new(items))
}

/// Sprig's `without`: the items that equal none of `omitted`.
pub(super) fn without(list: &List, omitted: &[Value], budget: &Budget) -> Result<List, Exhausted> {
    cost::items(budget, list.len())?;
    let mut items = Vec::new();
    for item in list.iter() {
        if !is_among(&item, omitted, budget)? {
            items.push(item);
        }
    }
    Ok(List::new(items))
}

/// Sprig's `has`.
pub(super) fn contains(list: &List, needle: &Value, budget: &Budget) -> Result<bool, Exhausted> {
    for item in list.iter() {
        if deep_equal(needle, &item, budget)? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_among(needle: &Value, values: &[Value], budget: &Budget) -> Result<bool, Exhausted> {
    for value in values {
        if deep_equal(needle, value, budget)? {
            return Ok(true);
        }
    }
    Ok(false)
}
