//! values.yaml (`lint/rules/values.go`).

use std::borrow::Cow;
use std::path::Path;

use super::message::Severity::{Error, Info};
use super::message::read_error;
use super::{Message, Options, rule};
use crate::chart::Chart;
use crate::load::documents::is_one;
use crate::load::read_file;
use crate::metadata::{DecodeError, decode};
use crate::schema;

const FILE: &str = "values.yaml";
const SCHEMA: &str = "values.schema.json";

type Values = serde_json::Map<String, serde_json::Value>;

/// Without options, the schema is not looked at.
pub(super) fn lint(
    directory: &Path,
    loaded: Option<&Chart>,
    options: Option<&Options<'_>>,
    messages: &mut Vec<Message>,
) {
    let path = directory.join(FILE);
    if std::fs::metadata(&path).is_err() {
        messages.push(Message::new(
            &rule::VALUES_EXIST,
            Info,
            FILE,
            "file does not exist",
        ));
        return;
    }
    let unreadable = |cause: String| {
        let text = format!("unable to parse YAML: {cause}");
        Message::new(&rule::VALUES_PARSE, Error, FILE, text)
    };
    match read_file(directory, FILE) {
        // Loading the chart says so.
        Err(error) if error.kind() == std::io::ErrorKind::FileTooLarge => {}
        Err(error) => messages.push(unreadable(read_error(&path, &error))),
        Ok(text) => match values(&text, loaded) {
            Err(error) => {
                let mark = error.mark();
                messages.push(unreadable(error.to_string()).at_mark(mark));
            }
            Ok(values) => {
                messages
                    .extend(options.and_then(|options| check_schema(directory, &values, options)));
            }
        },
    }
}

/// The values in a text. The loaded chart has them already, unless loading makes other values of the text: it reads more
/// documents than the first.
fn values<'c>(text: &[u8], loaded: Option<&'c Chart>) -> Result<Cow<'c, Values>, DecodeError> {
    match loaded {
        Some(chart)
            if matches!(chart.values_files.as_slice(), [only] if only.has_bytes(text))
                && is_one(text) =>
        {
            Ok(Cow::Borrowed(&chart.values))
        }
        _ => decode::values(text).map(Cow::Owned),
    }
}

/// What the schema says of the values, with the user's over them.
fn check_schema(directory: &Path, values: &Values, options: &Options<'_>) -> Option<Message> {
    // With or without a schema: the user's tables take on defaults here, which the templates see later.
    let values = (options.coalesce)(values);
    // Helm takes a schema that cannot be read for none.
    let schema = read_file(directory, SCHEMA).ok()?;
    if schema.is_empty() || options.skip_schema_validation {
        return None;
    }
    let error = schema::validate_with(&values, &schema, options.schemas).err()?;
    let mut message = Message::new(&rule::VALUES_SCHEMA, Error, FILE, error.to_string());
    message.violations = error.violations();
    message.help = error.help();
    Some(message)
}
