//! values.yaml (`lint/rules/values.go`), but for its schema.

use std::path::Path;

use super::message::Severity::{Error, Info};
use super::message::read_error;
use super::{Message, rule};
use crate::load::read_file;
use crate::metadata::decode;

const FILE: &str = "values.yaml";

pub(super) fn lint(directory: &Path, messages: &mut Vec<Message>) {
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
        Ok(text) => {
            if let Err(error) = decode::values(&text) {
                let mark = error.mark();
                messages.push(unreadable(error.to_string()).at_mark(mark));
            }
        }
    }
}
