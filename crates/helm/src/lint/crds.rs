//! crds/ (`lint/rules/crds.go`).

use std::path::Path;

use serde_json::Value;

use super::message::Severity::Error;
use super::{Message, rule};
use crate::chart::{Chart, File};
use crate::json::stream::JsonStream;
use crate::load::Errors;
use crate::load::documents::documents;
use crate::metadata::decode::{DecodeError, Decoder, ShapeError, Unknown};
use crate::yaml;

const DIRECTORY: &str = "crds/";

pub(super) fn lint(directory: &Path, loaded: Result<&Chart, &Errors>, messages: &mut Vec<Message>) {
    let Ok(found) = std::fs::metadata(directory.join("crds")) else {
        return;
    };
    if !found.is_dir() {
        messages.push(Message::new(
            &rule::CRDS_DIRECTORY,
            Error,
            DIRECTORY,
            "not a directory",
        ));
        return;
    }
    let chart = match loaded {
        Ok(chart) => chart,
        Err(errors) => {
            let text = errors.to_string();
            messages.push(Message::new(&rule::CRDS_LOAD, Error, DIRECTORY, text));
            return;
        }
    };
    for file in chart.crds() {
        if !lint_file(file, messages) {
            // A file that cannot be read ends the rule, as in Helm.
            return;
        }
    }
}

/// Whether all of the file could be read.
fn lint_file(file: &File, messages: &mut Vec<Message>) -> bool {
    for object in objects(&file.data) {
        let object = match object {
            Ok(object) => object,
            Err(error) => {
                let text = format!("unable to parse YAML: {}", error.text);
                messages.push(
                    Message::new(&rule::CRDS_PARSE, Error, &file.name, text).at_mark(error.mark),
                );
                return false;
            }
        };
        if !object.api_version.starts_with("apiextensions.k8s.io") {
            let text = "apiVersion is not in 'apiextensions.k8s.io'";
            messages.push(Message::new(
                &rule::CRDS_API_VERSION,
                Error,
                &file.name,
                text,
            ));
        }
        if object.kind != "CustomResourceDefinition" {
            let text = "object kind is not 'CustomResourceDefinition'";
            messages.push(Message::new(&rule::CRDS_KIND, Error, &file.name, text));
        }
    }
    true
}

/// What the rule looks at in an object.
#[derive(Default)]
struct Object {
    api_version: String,
    kind: String,
}

/// Why a file's object cannot be read.
struct Unreadable {
    text: String,
    mark: Option<yaml::Mark>,
}

/// The objects of a file, up to the first that cannot be read; null documents are none.
///
/// As Kubernetes' `YAMLOrJSONDecoder` does: a text that begins with `{` is JSON, until it turns out not to be.
fn objects(data: &[u8]) -> Vec<Result<Object, Unreadable>> {
    let mut read = Vec::new();
    let mut rest = data;
    let mut json_error = None;
    if looks_like_json(data) {
        let mut stream = JsonStream::new(data);
        let mut consumed = 0;
        let mut count = 0;
        let error = loop {
            let decoded = match stream.next() {
                None => return read,
                Some(Ok(text)) => json_object(text),
                Some(Err(error)) => Err(error.to_string()),
            };
            match decoded {
                Ok(object) => read.extend(object.map(Ok)),
                Err(error) => break error,
            }
            consumed = stream.consumed();
            count += 1;
        };
        let error = Unreadable {
            text: error,
            mark: None,
        };
        rest = after_spaces(data.get(consumed..).unwrap_or_default());
        if count > 1 || rest.is_empty() {
            read.push(Err(error));
            return read;
        }
        json_error = Some(error);
    }
    for document in documents(rest) {
        let object = match document {
            Ok(document) => object(&document.text).map_err(|error| Unreadable {
                text: error.to_string(),
                mark: error.mark().map(|mark| document.mark_in(rest, mark)),
            }),
            Err(separator) => Err(Unreadable {
                text: format!("invalid Yaml document separator: {}", separator.rest),
                mark: None,
            }),
        };
        match object {
            Ok(object) => read.extend(object.map(Ok)),
            Err(error) => {
                // What JSON had against it is told where YAML has something too.
                read.push(Err(json_error.take().unwrap_or(error)));
                break;
            }
        }
        json_error = None;
    }
    read
}

fn looks_like_json(data: &[u8]) -> bool {
    let head = data.get(..4096).unwrap_or(data);
    String::from_utf8_lossy(head).trim_start().starts_with('{')
}

/// The text behind spaces, up to and with the first line end among them.
fn after_spaces(data: &[u8]) -> &[u8] {
    let spaces = data
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | 0x0b | 0x0c))
        .count();
    let rest = data.get(spaces..).unwrap_or_default();
    rest.strip_prefix(b"\n").unwrap_or(rest)
}

fn json_object(text: &[u8]) -> Result<Option<Object>, String> {
    let value: Value = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    decoded(&value).map_err(|error| error.to_string())
}

fn object(text: &[u8]) -> Result<Option<Object>, DecodeError> {
    let value = yaml::to_value(text)?;
    Ok(decoded(&value)?)
}

fn decoded(value: &Value) -> Result<Option<Object>, ShapeError> {
    if value.is_null() {
        return Ok(None);
    }
    let mut object = Object::default();
    let mut decoder = Decoder::new(Unknown::Ignore);
    decoder.object(
        value,
        "k8sYamlStruct",
        "rules.k8sYamlStruct",
        &["apiVersion", "Kind", "Metadata"],
        |decoder, field, value| match field {
            "apiVersion" => decoder.string(value, &mut object.api_version),
            "Kind" => decoder.string(value, &mut object.kind),
            _ => decoder.object(
                value,
                "k8sYamlMetadata",
                "rules.k8sYamlMetadata",
                &["Namespace", "Name"],
                |decoder, _, value| decoder.string(value, &mut String::new()),
            ),
        },
    );
    decoder.finish()?;
    Ok(Some(object))
}
