//! Values against a chart's `values.schema.json`, with Helm's messages (`pkg/chart/common/util/jsonschema.go`).
//!
//! Helm leaves the work to santhosh-tekuri/jsonschema 6.0.2. This is the same again: drafts 4, 6, 7, 2019-09 and
//! 2020-12 (which also holds where none is named), every keyword, the check of the schema itself against its
//! metaschema, and the words and the nesting of its errors.
//!
//! Differences, on purpose:
//! - Members are looked at in the order of their keys. santhosh goes through Go maps, whose order is random: of several
//!   errors Helm prints the same, in another order each time.
//! - What a `$ref` or `$schema` names on the disk or the network is asked of a [`Loader`]; this crate reads neither.
//! - A schema that asks for too much work, which would hang or kill Helm, is an error.
//!
//! ```
//! use gotemplate::{Map, Value};
//!
//! let values = Map::new();
//! values.insert("port", Value::from("http"));
//! let schema = br#"{"properties": {"port": {"type": "integer"}}}"#;
//! let error = helm::schema::validate(&values, schema).unwrap_err();
//! assert_eq!(error.to_string(), "- at '/port': got string, want integer\n");
//! ```

mod address;
mod compile;
mod compiled;
mod document;
mod draft;
mod error;
mod format;
mod invalid;
mod keywords;
mod kind;
mod loader;
mod location;
mod metaschema;
mod model;
mod number;
mod read;
mod roots;
mod steps;
mod store;
mod tree;
mod url;
mod validate;
mod words;

use std::rc::Rc;

use gotemplate::Map;

pub use error::{CompileError, Stopped};
pub use invalid::{Invalid, Violation};
pub use loader::{Loader, Location};
pub use tree::{ChartError, ChartProblem, SchemaErrors, validate_tree};

use compile::{Compiled, Compiler};
use steps::{Steps, Stop};
use validate::Validation;

/// The name that Helm gives the schema.
const URL: &str = "file:///values.schema.json";

/// Why values do not meet a schema. `Display` is what Helm says.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaError {
    /// The schema is no JSON: Go's words.
    #[error("{0}")]
    Read(String),
    /// The schema cannot be used.
    #[error("{0}")]
    Compile(CompileError),
    /// The values do not meet it.
    #[error("{}\n", text(.0))]
    Invalid(Invalid),
    /// santhosh's code panics here, and Helm tells so.
    #[error("unable to validate schema: {0}")]
    Panic(String),
    /// The work had to end before its end; Helm has no such bound.
    #[error("unable to validate schema: {0}")]
    Stopped(Stopped),
}

impl SchemaError {
    /// What is wrong, one by one: with the values, or with the schema itself. Empty for what is about neither.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        match self {
            Self::Invalid(invalid) => invalid.violations(),
            Self::Compile(CompileError::InvalidSchema { invalid, .. }) => invalid.violations(),
            _ => Vec::new(),
        }
    }

    /// What to do, where neither the values nor the schema need to change.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Compile(CompileError::LoadUrl { url, .. }) => Some(format!(
                "values.schema.json names {url}: see that it can be read from here, or put its content into the chart"
            )),
            _ => None,
        }
    }

    /// Whether the values are at fault, and not the schema.
    #[must_use]
    pub fn is_about_values(&self) -> bool {
        matches!(self, Self::Invalid(_))
    }

    fn stopped(stop: Stop) -> Self {
        match stop {
            Stop::Panic(text) => Self::Panic(text),
            stop => Self::Stopped(Stopped(stop)),
        }
    }
}

/// santhosh's text without its first line.
fn text(invalid: &Invalid) -> String {
    let text = invalid.to_string();
    let frame = format!("jsonschema validation failed with '{URL}#'\n");
    match text.strip_prefix(&frame) {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

/// Validates values against one schema that stands for itself (`ValidateAgainstSingleSchema`): see [`validate_with`].
///
/// # Errors
/// When the schema cannot be used, or the values do not meet it.
pub fn validate(values: &Map, schema: &[u8]) -> Result<(), SchemaError> {
    validate_with(values, schema, &Loader::default())
}

/// Validates values against one schema, and loads what it names elsewhere. The compiled schema, with all that was loaded
/// for it, is kept in this thread for a while.
///
/// # Errors
/// When the schema cannot be used, or the values do not meet it.
pub fn validate_with(values: &Map, schema: &[u8], loader: &Loader) -> Result<(), SchemaError> {
    validate_in(values, schema, loader, &Steps::new())
}

fn validate_in(
    values: &Map,
    schema: &[u8],
    loader: &Loader,
    steps: &Steps,
) -> Result<(), SchemaError> {
    let compiled = match compiled::of(schema) {
        Some(known) => known,
        None => {
            let compiled = Rc::new(compile(schema, loader, steps)?);
            compiled::keep(schema, &compiled);
            compiled
        }
    };
    let Ok(values) = read::from_values(values) else {
        return Err(SchemaError::stopped(Stop::Depth));
    };
    let validation = Validation::new(compiled.schemas(), steps, None);
    let verdict = validation.run(compiled.schema, values.root(), None);
    match (steps.stopped(), verdict) {
        (Some(stop), _) => Err(SchemaError::stopped(stop)),
        (None, Err(invalid)) => Err(SchemaError::Invalid(invalid)),
        (None, Ok(())) => Ok(()),
    }
}

fn compile(schema: &[u8], loader: &Loader, steps: &Steps) -> Result<Compiled, SchemaError> {
    let document = read::read(schema).map_err(SchemaError::Read)?;
    let mut compiler = Compiler::new(steps).load_with(loader);
    compiler.add(URL, document);
    match compiler.compile(URL) {
        Ok(schema) => Ok(compiler.finish(schema)),
        Err(CompileError::Stopped(Stopped(stop))) => Err(SchemaError::stopped(stop)),
        Err(error) => Err(SchemaError::Compile(error)),
    }
}

#[cfg(test)]
mod tests;
