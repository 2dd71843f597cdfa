//! What is asked of texts and numbers.

use super::Frame;
use crate::schema::kind::Kind;
use crate::schema::number::{Decimal, TooLong};
use crate::schema::steps::Stop;
use crate::schema::words::characters;

impl Frame<'_, '_> {
    pub(super) fn string(&mut self, text: &[u8]) {
        let schema = self.schema;
        if schema.min_length.is_some() || schema.max_length.is_some() {
            self.validation.steps.take(text.len() / 64);
            let got = characters(text).count();
            let length = i64::try_from(got).unwrap_or(i64::MAX);
            if let Some(want) = schema.min_length.filter(|want| length < *want) {
                self.add(|| Kind::MinLength { got, want });
            }
            if let Some(want) = schema.max_length.filter(|want| length > *want) {
                self.add(|| Kind::MaxLength { got, want });
            }
        }
        if let Some(pattern) = &schema.pattern {
            self.validation.steps.take(text.len() / 16);
            if !pattern.expression.is_match(text) {
                self.add(|| Kind::Pattern {
                    got: text.into(),
                    want: pattern.text.clone(),
                });
            }
        }
    }

    pub(super) fn number(&mut self, text: &str) {
        let schema = self.schema;
        let bounds = [
            &schema.minimum,
            &schema.maximum,
            &schema.exclusive_minimum,
            &schema.exclusive_maximum,
            &schema.multiple_of,
        ];
        if bounds.iter().all(|bound| bound.is_none()) {
            return;
        }
        self.validation.steps.take(text.len() / 16);
        let Some(number) = Decimal::parse(text) else {
            let panic = "runtime error: invalid memory address or nil pointer dereference";
            return self.validation.steps.end(Stop::Panic(panic.to_owned()));
        };
        let got = || number.clone();
        if let Some(want) = schema.minimum.as_ref().filter(|want| number < **want) {
            let want = want.clone();
            self.add(|| Kind::Minimum { got: got(), want });
        }
        if let Some(want) = schema.maximum.as_ref().filter(|want| number > **want) {
            let want = want.clone();
            self.add(|| Kind::Maximum { got: got(), want });
        }
        if let Some(want) = schema
            .exclusive_minimum
            .as_ref()
            .filter(|want| number <= **want)
        {
            let want = want.clone();
            self.add(|| Kind::ExclusiveMinimum { got: got(), want });
        }
        if let Some(want) = schema
            .exclusive_maximum
            .as_ref()
            .filter(|want| number >= **want)
        {
            let want = want.clone();
            self.add(|| Kind::ExclusiveMaximum { got: got(), want });
        }
        if let Some(want) = &schema.multiple_of {
            match number.is_multiple_of(want) {
                Some(Ok(true)) => {}
                Some(Ok(false)) => {
                    let want = want.clone();
                    self.add(|| Kind::MultipleOf { got: got(), want });
                }
                Some(Err(TooLong)) => self.validation.steps.end(Stop::Steps),
                None => {
                    let panic = "division by zero".to_owned();
                    self.validation.steps.end(Stop::Panic(panic));
                }
            }
        }
    }
}
