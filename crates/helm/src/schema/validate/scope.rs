//! The schemas that led to the one at hand.

use super::Schemas;
use crate::schema::location::append;
use crate::schema::model::{Schema, SchemaId};
use crate::schema::steps::Steps;

/// A schema, and the one that led to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'s> {
    pub(super) id: SchemaId,
    pub(super) schema: &'s Schema,
    /// What leads here when it is a reference; empty for a schema within its parent.
    pub(super) keyword: &'static str,
    /// Which value is validated: how deep it stands.
    pub(super) value: usize,
    pub(super) parent: Option<&'s Scope<'s>>,
}

impl<'s> Scope<'s> {
    pub(super) fn outermost(id: SchemaId, schema: &'s Schema) -> Self {
        Self {
            id,
            schema,
            keyword: "",
            value: 0,
            parent: None,
        }
    }

    fn parents(&self) -> impl Iterator<Item = &'s Scope<'s>> {
        std::iter::successors(self.parent, |scope| scope.parent)
    }

    /// The same schema for the same value, further out.
    pub(super) fn cycle(&self, steps: &Steps) -> Option<&'s Scope<'s>> {
        let mut seen = 0;
        let found = self
            .parents()
            .take_while(|scope| scope.value == self.value)
            .inspect(|_| seen += 1)
            .find(|scope| scope.id == self.id);
        steps.take(seen / 8);
        found
    }

    /// The outermost scope whose named schema is a recursive anchor.
    pub(super) fn recursive_anchor(&self, schemas: Schemas<'_>, steps: &Steps) -> Option<SchemaId> {
        let mut outermost = None;
        for scope in std::iter::once(self).chain(self.parents()) {
            steps.take(1);
            let resource = schemas.get(scope.schema.resource);
            if resource.is_some_and(|resource| resource.recursive_anchor) {
                outermost = Some(scope.id);
            }
        }
        outermost
    }

    /// The dynamic anchor of this name in the outermost scope that has one.
    pub(super) fn dynamic_anchor(
        &self,
        name: &[u8],
        schemas: Schemas<'_>,
        steps: &Steps,
    ) -> Option<SchemaId> {
        let mut outermost = None;
        for scope in std::iter::once(self).chain(self.parents()) {
            steps.take(1);
            let resource = schemas.get(scope.schema.resource);
            let found = resource.and_then(|resource| resource.dynamic_anchors.get(name));
            outermost = found.copied().or(outermost);
        }
        outermost
    }

    /// The keywords that led here, as a pointer. The error is the panic of Go where one schema is not within the other.
    pub(super) fn keyword_location(&self) -> Result<String, String> {
        let mut parts = Vec::new();
        let mut scope = self;
        while let Some(parent) = scope.parent {
            if scope.keyword.is_empty() {
                let (own, outer) = (&scope.schema.location, &parent.schema.location);
                let Some(rest) = own.get(outer.len()..) else {
                    return Err(format!(
                        "runtime error: slice bounds out of range [{}:{}]",
                        outer.len(),
                        own.len()
                    ));
                };
                parts.push(rest.to_owned());
            } else {
                let mut pointer = Vec::new();
                append(&mut pointer, scope.keyword.as_bytes());
                parts.push(String::from_utf8_lossy(&pointer).into_owned());
            }
            scope = parent;
        }
        parts.reverse();
        Ok(parts.concat())
    }
}
