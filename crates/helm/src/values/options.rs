//! What the user gives (`pkg/cli/values/options.go`).

use gotemplate::{Map, Text, Value, json};

use super::strvals::{self, SetError};
use super::{FileError, ReadError, load, merge_maps};

/// The values that the options of a command give.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// `-f`, `--values`: names of files.
    pub value_files: Vec<String>,
    /// `--set`
    pub set: Vec<String>,
    /// `--set-string`
    pub set_string: Vec<String>,
    /// `--set-json`
    pub set_json: Vec<String>,
    /// `--set-file`
    pub set_file: Vec<String>,
    /// `--set-literal`
    pub set_literal: Vec<String>,
}

/// Why values cannot be read, in Helm's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValuesError {
    /// A values file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A values file cannot be understood.
    #[error("failed to parse {name}: {source}")]
    File {
        /// The file.
        name: String,
        /// Why.
        source: FileError,
    },
    /// A `--set-json` that begins with `{` is no JSON object.
    #[error("failed parsing --set-json data JSON: {given}")]
    JsonObject {
        /// What was given.
        given: String,
    },
    /// A `--set-json` cannot be understood.
    #[error("failed parsing --set-json data {given}")]
    Json {
        /// What was given.
        given: String,
        /// Why. Helm does not say.
        source: SetError,
    },
    /// A `--set` or one of its kin cannot be understood.
    #[error("failed parsing {option} data: {source}")]
    Set {
        /// The option: `--set-string`.
        option: &'static str,
        /// Why.
        source: SetError,
    },
}

impl Options {
    /// Reads all of them, in Helm's order: files, then `--set-json`, `--set`, `--set-string`, `--set-file` and
    /// `--set-literal`; later ones win. `read` gives the bytes of a named file.
    ///
    /// # Errors
    /// For the first that cannot be read or understood.
    pub fn merge(
        &self,
        read: &dyn Fn(&str) -> Result<Vec<u8>, ReadError>,
    ) -> Result<Map, ValuesError> {
        let mut base = Map::new();
        for name in &self.value_files {
            let values = load(&read(name)?).map_err(|source| ValuesError::File {
                name: name.clone(),
                source,
            })?;
            base = merge_maps(&base, &values);
        }
        for given in &self.set_json {
            base = set_json(base, given)?;
        }
        let failed = |option| move |source| ValuesError::Set { option, source };
        for given in &self.set {
            strvals::parse_into(given, &base).map_err(failed("--set"))?;
        }
        for given in &self.set_string {
            strvals::parse_string_into(given, &base).map_err(failed("--set-string"))?;
        }
        for given in &self.set_file {
            let content = |name: &str| read(name).map(|bytes| Value::String(Text::from(bytes)));
            strvals::parse_file_into(given, &base, &content).map_err(failed("--set-file"))?;
        }
        for given in &self.set_literal {
            strvals::parse_literal_into(given, &base).map_err(failed("--set-literal"))?;
        }
        Ok(base)
    }
}

/// One `--set-json`: a whole object, or keys with JSON values.
fn set_json(base: Map, given: &str) -> Result<Map, ValuesError> {
    let trimmed = given.trim_matches(is_space);
    if !trimmed.starts_with('{') {
        return match strvals::parse_json_into(given, &base) {
            Ok(()) => Ok(base),
            Err(source) => Err(ValuesError::Json {
                given: given.to_owned(),
                source,
            }),
        };
    }
    match json::decode_map(trimmed.as_bytes()) {
        (map, None) => Ok(merge_maps(&base, &map)),
        (_, Some(_)) => Err(ValuesError::JsonObject {
            given: given.to_owned(),
        }),
    }
}

/// Go's `unicode.IsSpace`, which is Rust's.
fn is_space(character: char) -> bool {
    character.is_whitespace()
}
