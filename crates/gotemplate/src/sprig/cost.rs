//! What functions ask of the budget before they take memory.

use crate::budget::{Budget, Exhausted};
use crate::value::Value;

/// What an entry of a map takes, or a small text.
const ENTRY: usize = 96;

/// What a map takes by itself: its entries lie in nodes that have room for some.
const MAP: usize = 640;

/// A text of `length` bytes.
pub(super) fn bytes(budget: &Budget, length: usize) -> Result<(), Exhausted> {
    budget.text(u64::try_from(length).unwrap_or(u64::MAX))
}

/// A list of `length` items.
pub(super) fn items(budget: &Budget, length: usize) -> Result<(), Exhausted> {
    bytes(budget, length.saturating_mul(std::mem::size_of::<Value>()))
}

/// A map of `length` entries, or so many small texts.
pub(super) fn entries(budget: &Budget, length: usize) -> Result<(), Exhausted> {
    bytes(budget, length.saturating_mul(ENTRY).saturating_add(MAP))
}

/// One more entry of a map that is there.
pub(super) fn entry(budget: &Budget) -> Result<(), Exhausted> {
    bytes(budget, ENTRY)
}
