//! What is asked of arrays.

use super::{Frame, Token};
use crate::schema::document::Items;
use crate::schema::draft::Draft;
use crate::schema::kind::Kind;
use crate::schema::model::{Additional, ItemSchemas, SchemaId};

impl<'v> Frame<'v, '_> {
    pub(super) fn array(&mut self, items: Items<'v>) {
        let schema = self.schema;
        let got = items.len();
        let size = i64::try_from(got).unwrap_or(i64::MAX);
        self.validation.steps.take(got);
        if let Some(want) = schema.min_items.filter(|want| size < *want) {
            self.add(|| Kind::MinItems { got, want });
        }
        if let Some(want) = schema.max_items.filter(|want| size > *want) {
            self.add(|| Kind::MaxItems { got, want });
        }
        if schema.unique_items {
            match self.duplicates(items) {
                Err(kind) => self.add(|| kind),
                Ok(Some((first, second))) => self.add(|| Kind::UniqueItems { first, second }),
                Ok(None) => {}
            }
        }
        if schema.draft < Draft::Draft2020 {
            self.items_until_2019(items);
        } else {
            let prefix = schema.prefix_items.len();
            for (index, item) in schema.prefix_items.iter().enumerate() {
                self.item(items, index, *item, index);
            }
            if let Some(rest) = schema.items_2020 {
                for index in prefix..items.len() {
                    // santhosh counts from the first that is left.
                    self.item(items, index, rest, index - prefix);
                }
            }
        }
        if let Some(contains) = schema.contains {
            self.contains(items, contains);
        }
    }

    fn items_until_2019(&mut self, items: Items<'v>) {
        let schema = self.schema;
        let mut evaluated = 0;
        match &schema.items {
            Some(ItemSchemas::All(all)) => {
                evaluated = items.len();
                for index in 0..items.len() {
                    self.item(items, index, *all, index);
                }
            }
            Some(ItemSchemas::Each(each)) => {
                evaluated = items.len().min(each.len());
                for (index, item) in each.iter().enumerate() {
                    self.item(items, index, *item, index);
                }
            }
            None => {}
        }
        match schema.additional_items {
            Some(Additional::Allowed(false)) if evaluated != items.len() => {
                let count = items.len() - evaluated;
                self.add(|| Kind::AdditionalItems { count });
            }
            Some(Additional::Schema(rest)) => {
                for index in evaluated..items.len() {
                    self.item(items, index, rest, index - evaluated);
                }
            }
            _ => {}
        }
    }

    /// Validates an item, which is told as the one at `shown`.
    fn item(&mut self, items: Items<'v>, index: usize, schema: SchemaId, shown: usize) {
        if let Some(value) = items.get(index) {
            let failed = self.validate_within(schema, value, Token::Index(shown));
            self.errors.extend(failed);
        }
    }

    fn contains(&mut self, items: Items<'v>, contains: SchemaId) {
        let schema = self.schema;
        let mut errors = Vec::new();
        let mut got = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match self.validate_within(contains, item, Token::Index(index)) {
                Some(error) => errors.push(error),
                None => {
                    got.push(index);
                    if schema.draft >= Draft::Draft2020 {
                        self.unevaluated.items.remove(&index);
                    }
                }
            }
        }
        let size = i64::try_from(got.len()).unwrap_or(i64::MAX);
        match schema.min_contains {
            Some(want) if size < want => {
                let got = got.clone();
                self.add_with(errors, || Kind::MinContains { got, want });
            }
            None if got.is_empty() => self.add_with(errors, || Kind::Contains),
            _ => {}
        }
        if let Some(want) = schema.max_contains.filter(|want| size > *want) {
            self.add(|| Kind::MaxContains { got, want });
        }
    }
}
