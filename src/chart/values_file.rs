//! The files that values are in: on the disk, or at an address.

use std::time::Duration;

use helm::values::{ReadError, read_file};

use super::document::{NotGiven, document, reason};

/// How long a file may take, as in Helm (`pkg/getter/getter.go:DefaultHTTPTimeout`).
const PATIENCE: Duration = Duration::from_secs(120);

/// Reads what `-f` and `--set-file` name: an address that begins with `https://` or `http://` is downloaded, without any
/// credential (`pkg/cli/values/options.go:readFile`).
///
/// # Errors
/// When it cannot be read, in Helm's words.
pub fn read_values_file(name: &str) -> Result<Vec<u8>, ReadError> {
    let is_address = name.split_once("://").is_some_and(|(scheme, _)| {
        ["http", "https"]
            .iter()
            .any(|web| scheme.eq_ignore_ascii_case(web))
    });
    if !is_address {
        return read_file(name);
    }
    document(name, PATIENCE).map_err(|error| ReadError {
        words: match error {
            NotGiven::Status(status) => {
                format!(
                    "failed to fetch {name} : {} {}",
                    status.as_u16(),
                    reason(status)
                )
            }
            NotGiven::Failed(words) => words,
        },
    })
}
