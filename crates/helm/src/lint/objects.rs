//! The objects of a manifest, as Kubernetes' `YAMLOrJSONDecoder` reads them (apimachinery's `util/yaml`).

use serde_json::Value;

use crate::json::stream::JsonStream;
use crate::load::documents::documents;
use crate::metadata::decode::{DecodeError, Decoder, ShapeError, Unknown};
use crate::yaml;
use crate::yaml::outline::{Outline, outline};

/// What lint looks at in an object (`k8sYamlStruct`).
#[derive(Debug, Default)]
pub(super) struct Object {
    pub(super) api_version: String,
    pub(super) kind: String,
    pub(super) name: String,
    /// On which line of the file its document begins, from 1; 0 for JSON.
    pub(super) line: usize,
}

/// Why a file's object cannot be read.
#[derive(Debug)]
pub(super) struct Unreadable {
    pub(super) text: String,
    pub(super) mark: Option<yaml::Mark>,
}

/// The objects of a file, up to the first that cannot be read; null documents are none.
///
/// As Kubernetes' `YAMLOrJSONDecoder` does: a text that begins with `{` is JSON, until it turns out not to be.
pub(super) fn objects(data: &[u8]) -> Vec<Result<Object, Unreadable>> {
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
                // Past the second object Kubernetes is sure of JSON, and leaves its frame out.
                Some(Err(error)) if count > 1 => Err(error.into_problem()),
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
            Ok(document) => object(&document.text)
                .map(|object| {
                    object.map(|object| Object {
                        line: document.lines_before + 1,
                        ..object
                    })
                })
                .map_err(|error| Unreadable {
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
    let value = match serde_json::from_slice(text) {
        Ok(value) => value,
        // The text is JSON, but it nests too deep for that reader.
        Err(_) => yaml::to_value(text).map_err(|error| error.to_string())?,
    };
    decoded(&value, Decoder::of_json()).map_err(|error| error.to_string())
}

fn object(text: &[u8]) -> Result<Option<Object>, DecodeError> {
    if let Some(object) = outline(text, 2).and_then(|outline| outlined(&outline)) {
        return Ok(object);
    }
    let value = yaml::to_value(text)?;
    Ok(decoded(&value, Decoder::new(Unknown::Ignore))?)
}

/// The object of an outline; `None` when that does not tell.
fn outlined(outline: &Outline<'_>) -> Option<Option<Object>> {
    if *outline == Outline::Null {
        return Some(None);
    }
    let [api_version, kind, metadata] = outline.fields(["apiVersion", "kind", "metadata"])?;
    let [namespace, name] = metadata.fields(["namespace", "name"])?;
    namespace.string()?;
    Some(Some(Object {
        api_version: api_version.string()?.to_owned(),
        kind: kind.string()?.to_owned(),
        name: name.string()?.to_owned(),
        line: 0,
    }))
}

fn decoded(value: &Value, mut decoder: Decoder) -> Result<Option<Object>, ShapeError> {
    if value.is_null() {
        return Ok(None);
    }
    let mut object = Object::default();
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
                |decoder, field, value| match field {
                    "Name" => decoder.string(value, &mut object.name),
                    _ => decoder.string(value, &mut String::new()),
                },
            ),
        },
    );
    decoder.finish()?;
    Ok(Some(object))
}
