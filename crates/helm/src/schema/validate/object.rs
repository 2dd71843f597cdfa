//! What is asked of objects.

use super::{Frame, Token};
use crate::schema::document::{Document, Members};
use crate::schema::draft::Draft;
use crate::schema::kind::Kind;
use crate::schema::model::{Additional, Dependency, SchemaId};

impl<'v> Frame<'v, '_> {
    pub(super) fn object(&mut self, members: Members<'v>) {
        let schema = self.schema;
        let got = members.len();
        let size = i64::try_from(got).unwrap_or(i64::MAX);
        self.validation.steps.take(got);
        if let Some(want) = schema.min_properties.filter(|want| size < *want) {
            self.add(|| Kind::MinProperties { got, want });
        }
        if let Some(want) = schema.max_properties.filter(|want| size > *want) {
            self.add(|| Kind::MaxProperties { got, want });
        }
        if let Some(missing) = self.missing(members, &schema.required) {
            self.add(|| Kind::Required { missing });
        }
        if self.is_decided() {
            return;
        }
        for (property, dependency) in &schema.dependencies {
            if members.get(property).is_none() {
                continue;
            }
            match dependency {
                Dependency::Properties(wanted) => {
                    if let Some(missing) = self.missing(members, wanted) {
                        let property = property.to_vec();
                        self.add(|| Kind::Dependency { property, missing });
                    }
                }
                Dependency::Schema(dependency) => {
                    let failed = self.validate_self(*dependency, "", false);
                    self.errors.extend(failed);
                }
            }
        }
        if !self.members(members) || schema.draft == Draft::Draft4 {
            return;
        }
        if let Some(names) = schema.property_names {
            self.property_names(members, names);
        }
        if schema.draft == Draft::Draft6 {
            return;
        }
        for (property, dependency) in &schema.dependent_schemas {
            if members.get(property).is_some() {
                let failed = self.validate_self(*dependency, "", false);
                self.errors.extend(failed);
            }
        }
        for (property, wanted) in &schema.dependent_required {
            if members.get(property).is_some()
                && let Some(missing) = self.missing(members, wanted)
            {
                let property = property.to_vec();
                self.add(|| Kind::DependentRequired { property, missing });
            }
        }
    }

    /// Each member against the schemas for it. `false`: the verdict is known before the end.
    fn members(&mut self, members: Members<'v>) -> bool {
        let schema = self.schema;
        let mut additional = Vec::new();
        for (key, value) in members.iter() {
            if self.is_decided() {
                return false;
            }
            let mut evaluated = false;
            let token = Token::Key(key);
            if let Some(property) = schema.properties.get(key) {
                evaluated = true;
                let failed = self.validate_within(*property, value, token);
                self.errors.extend(failed);
            }
            for (pattern, property) in &schema.pattern_properties {
                self.validation.steps.take(1 + key.len() / 16);
                if pattern.expression.is_match(key) {
                    evaluated = true;
                    let failed = self.validate_within(*property, value, token);
                    self.errors.extend(failed);
                }
            }
            if !evaluated && let Some(rest) = &schema.additional_properties {
                evaluated = true;
                match rest {
                    Additional::Allowed(true) => {}
                    Additional::Allowed(false) => additional.push(key.to_vec()),
                    Additional::Schema(rest) => {
                        let failed = self.validate_within(*rest, value, token);
                        self.errors.extend(failed);
                    }
                }
            }
            if evaluated {
                self.unevaluated.members.remove(key);
            }
        }
        if !additional.is_empty() {
            self.add(|| Kind::AdditionalProperties {
                properties: additional,
            });
        }
        true
    }

    fn property_names(&mut self, members: Members<'v>, names: SchemaId) {
        let own = self.own_metaschema(names);
        let (id, metaschema) = match own {
            Some(own) => (own, Some(own)),
            None => (names, self.metaschema),
        };
        let location = self.validation.schemas.get(names);
        let location = location.map_or("", |schema| &schema.location);
        for (key, _) in members.iter() {
            let name = Document::text(key);
            if let Err(mut error) = self.validation.run(id, name.root(), metaschema) {
                location.clone_into(&mut error.schema);
                *error.kind = Kind::PropertyNames {
                    property: key.to_vec(),
                };
                self.errors.push(error);
            }
        }
    }

    /// The names that are not there; `None` when all are.
    fn missing(&self, members: Members<'_>, wanted: &[Vec<u8>]) -> Option<Vec<Vec<u8>>> {
        self.validation.steps.take(wanted.len() / 4);
        let missing: Vec<Vec<u8>> = wanted
            .iter()
            .filter(|name| members.get(name).is_none())
            .cloned()
            .collect();
        (!missing.is_empty()).then_some(missing)
    }
}
