//! Inputs that `template` and `lint` share: the values, and the cluster that a chart is rendered for.

use gotemplate::Limits;
use helm::render::{Capabilities, KubeVersion};
use helm::values;

use crate::action::input::{Input, Reader};

/// `--values`, `-f`
pub const VALUES: Input = Input::lines("values", "FILE", "Files of values, later ones win")
    .short('f')
    .otherwise("none")
    .details("One a line. `-` is the standard input.");

/// `--set`
pub const SET: Input = Input::lines("set", "KEY=VALUE", "Values, as `helm --set` takes them")
    .otherwise("none")
    .details("One a line; several in one are parted by commas.");

/// `--set-string`
pub const SET_STRING: Input =
    Input::lines("set-string", "KEY=VALUE", "Values that stay texts").otherwise("none");

/// `--set-json`
pub const SET_JSON: Input = Input::lines(
    "set-json",
    "KEY=JSON",
    "Values in JSON, or a whole JSON object",
)
.otherwise("none");

/// `--set-file`
pub const SET_FILE: Input = Input::lines(
    "set-file",
    "KEY=FILE",
    "Values that are the contents of files",
)
.otherwise("none");

/// `--set-literal`
pub const SET_LITERAL: Input = Input::lines(
    "set-literal",
    "KEY=TEXT",
    "Texts in which no character is special",
)
.otherwise("none");

/// `--kube-version`
pub const KUBE_VERSION: Input = Input::text(
    "kube-version",
    "VERSION",
    "The version of Kubernetes that the chart is rendered for",
)
.otherwise("Helm's own: 1.36");

/// `--skip-schema-validation`
pub const SKIP_SCHEMA_VALIDATION: Input = Input::boolean(
    "skip-schema-validation",
    "Leave values.schema.json out of account",
);

/// `-n`, `--namespace`
pub const NAMESPACE: Input = Input::text("namespace", "NAMESPACE", "The release's namespace")
    .short('n')
    .or("default");

/// `--max-output`
pub const MAX_OUTPUT: Input = Input::text(
    "max-output",
    "MEBIBYTES",
    "What templates may make in all before the run is ended",
)
.or("2048")
.details(
    "A run is ended, too, where it takes more steps or makes a longer text than fits that; both limits grow with this \
     one.",
);

/// Bytes of a mebibyte.
const MEBIBYTE: u64 = 1 << 20;

/// An input that should be a number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{input}` is no number: {value}")]
pub struct NoNumber {
    /// The input.
    pub input: &'static str,
    /// What was given.
    pub value: String,
}

/// What a render may spend.
///
/// # Errors
/// When `max-output` is no number.
pub fn limits(reader: &mut Reader<'_>) -> Result<Limits, NoNumber> {
    let limits = Limits::default();
    let Some(given) = reader.text(&MAX_OUTPUT) else {
        return Ok(limits);
    };
    let Ok(mebibytes) = given.parse::<u64>() else {
        return Err(NoNumber {
            input: MAX_OUTPUT.name,
            value: given,
        });
    };
    Ok(limits.raised_to(mebibytes.saturating_mul(MEBIBYTE)))
}

/// Reads the values' inputs.
pub fn options(reader: &mut Reader<'_>) -> values::Options {
    values::Options {
        value_files: comma_separated(&reader.each(&VALUES)),
        set: reader.each(&SET),
        set_string: reader.each(&SET_STRING),
        set_json: reader.each(&SET_JSON),
        set_file: reader.each(&SET_FILE),
        set_literal: reader.each(&SET_LITERAL),
    }
}

/// The cluster.
///
/// # Errors
/// When the version is none, in Helm's words.
pub fn capabilities(
    kube_version: Option<&str>,
    api_versions: Vec<String>,
) -> Result<Capabilities, String> {
    let kube_version = match kube_version {
        Some(text) => KubeVersion::parse(text)
            .map_err(|error| format!("invalid kube version '{text}': {error}"))?,
        None => KubeVersion::default(),
    };
    Ok(Capabilities {
        kube_version,
        api_versions,
    })
}

/// Values that may stand beside each other, parted by commas; one in double quotes may hold commas (Go's
/// `encoding/csv`, as the flags of Helm read them).
pub fn comma_separated(values: &[String]) -> Vec<String> {
    values.iter().flat_map(|value| fields(value)).collect()
}

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut characters = line.chars().peekable();
    while let Some(character) = characters.next() {
        let Some(field) = fields.last_mut() else {
            break;
        };
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' if quoted || field.is_empty() => quoted = !quoted,
            ',' if !quoted => fields.push(String::new()),
            other => field.push(other),
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_part_values_but_for_quoted_ones() {
        let cases: [(&str, &[&str]); 4] = [
            ("a.yaml", &["a.yaml"]),
            ("a,b", &["a", "b"]),
            ("\"a,b\",c", &["a,b", "c"]),
            ("\"a\"\"b\"", &["a\"b"]),
        ];
        for (given, expected) in cases {
            assert_eq!(comma_separated(&[given.to_owned()]), expected);
        }
    }
}
