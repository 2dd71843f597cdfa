//! The executor of templates (Go's `text/template`).

use crate::budget::Budget;
use crate::error::{ExecuteError, ParseError};
use crate::function::Functions;
use crate::value::Value;

/// What a key that a map has not gives (Go's option `missingkey`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MissingKey {
    /// `<no value>`.
    #[default]
    Default,
    /// The zero value of the map's element type.
    Zero,
    /// An error.
    Error,
}

/// Templates that know each other (Go's `*template.Template`).
#[derive(Debug, Clone)]
pub struct Templates {
    functions: Functions,
    missing_key: MissingKey,
}

impl Templates {
    /// None yet. `name` is Go's name of the first, empty template, which its errors show.
    #[must_use]
    pub fn new(_name: &str, functions: Functions, missing_key: MissingKey) -> Self {
        Self {
            functions,
            missing_key,
        }
    }

    /// Parses a text, and adds the template of that name and all that it defines.
    ///
    /// # Errors
    /// When the text is no template.
    pub fn parse(&mut self, _name: &str, _text: &[u8]) -> Result<(), ParseError> {
        Ok(())
    }

    /// Executes a template.
    ///
    /// # Errors
    /// When a step fails, or the budget is spent.
    pub fn execute(
        &self,
        _name: &str,
        _data: &Value,
        _budget: &Budget,
    ) -> Result<Vec<u8>, ExecuteError> {
        Ok(Vec::new())
    }
}
