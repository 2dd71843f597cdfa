//! Schemas made of schemas.

use super::Frame;
use crate::schema::invalid::Invalid;
use crate::schema::kind::Kind;

impl Frame<'_, '_> {
    pub(super) fn conditions(&mut self) {
        let schema = self.schema;
        if let Some(not) = schema.not
            && self.validate_self(not, "", true).is_none()
        {
            self.add(|| Kind::Not);
        }
        self.all_of();
        self.any_of();
        self.one_of();
        if let Some(condition) = schema.condition {
            let branch = match self.validate_self(condition, "", true) {
                None => schema.consequence,
                Some(_) => schema.alternative,
            };
            if let Some(branch) = branch {
                let failed = self.validate_self(branch, "", false);
                self.errors.extend(failed);
            }
        }
    }

    fn all_of(&mut self) {
        let mut errors: Vec<Invalid> = Vec::new();
        for schema in &self.schema.all_of {
            errors.extend(self.validate_self(*schema, "", false));
            if self.quiet && !errors.is_empty() {
                break;
            }
        }
        if !errors.is_empty() {
            self.add_with(errors, || Kind::AllOf);
        }
    }

    fn any_of(&mut self) {
        let mut errors = Vec::new();
        let mut matched = self.schema.any_of.is_empty();
        for schema in &self.schema.any_of {
            match self.validate_self(*schema, "", false) {
                Some(error) => errors.push(error),
                None => {
                    matched = true;
                    // All must be tried as long as something is left that one of them may look at.
                    if self.unevaluated.is_empty() {
                        break;
                    }
                }
            }
        }
        if !matched {
            self.add_with(errors, || Kind::AnyOf);
        }
    }

    fn one_of(&mut self) {
        if self.schema.one_of.is_empty() {
            return;
        }
        let mut errors = Vec::new();
        let mut matched = None;
        for (index, schema) in self.schema.one_of.iter().enumerate() {
            let failed = self.validate_self(*schema, "", matched.is_some());
            match (failed, matched) {
                (Some(error), None) => errors.push(error),
                (Some(_), Some(_)) => {}
                (None, None) => matched = Some(index),
                (None, Some(first)) => {
                    self.add(|| Kind::OneOf {
                        matched: Some((first, index)),
                    });
                    break;
                }
            }
        }
        if matched.is_none() {
            self.add_with(errors, || Kind::OneOf { matched: None });
        }
    }
}
