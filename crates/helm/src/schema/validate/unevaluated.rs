//! What of a value no schema has looked at yet.

use std::collections::BTreeSet;

use super::{Frame, Token};
use crate::schema::document::{Json, View};
use crate::schema::model::Schema;

/// The members and items that no schema has looked at yet. Empty where nobody asks.
#[derive(Debug, Default)]
pub(super) struct Unevaluated<'v> {
    pub(super) members: BTreeSet<&'v [u8]>,
    pub(super) items: BTreeSet<usize>,
}

impl<'v> Unevaluated<'v> {
    /// Everything in the value that the schema may leave out, if it or its caller asks.
    pub(super) fn of(value: Json<'v>, schema: &Schema, caller_asks: bool) -> Self {
        let mut all = Self::default();
        match value.view() {
            View::Object(members)
                if !schema.all_properties_evaluated
                    && (caller_asks || schema.unevaluated_properties.is_some()) =>
            {
                all.members = members.iter().map(|(key, _)| key).collect();
            }
            View::Array(items)
                if !schema.all_items_evaluated
                    && (caller_asks || schema.unevaluated_items.is_some()) =>
            {
                all.items = (schema.items_evaluated..items.len()).collect();
            }
            _ => {}
        }
        all
    }

    pub(super) fn len(&self) -> usize {
        self.members.len() + self.items.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty() && self.items.is_empty()
    }

    /// Leaves out what another schema has looked at.
    pub(super) fn merge(&mut self, other: &Self) {
        self.members.retain(|key| other.members.contains(key));
        self.items.retain(|index| other.items.contains(index));
    }
}

impl Frame<'_, '_> {
    /// `unevaluatedProperties` and `unevaluatedItems`
    pub(super) fn validate_unevaluated(&mut self) {
        if let (View::Object(members), Some(schema)) =
            (self.value.view(), self.schema.unevaluated_properties)
        {
            for key in std::mem::take(&mut self.unevaluated.members) {
                if let Some(value) = members.get(key) {
                    let failed = self.validate_within(schema, value, Token::Key(key));
                    self.errors.extend(failed);
                }
            }
        }
        if let (View::Array(items), Some(schema)) =
            (self.value.view(), self.schema.unevaluated_items)
        {
            for index in std::mem::take(&mut self.unevaluated.items) {
                if let Some(value) = items.get(index) {
                    let failed = self.validate_within(schema, value, Token::Index(index));
                    self.errors.extend(failed);
                }
            }
        }
    }
}
