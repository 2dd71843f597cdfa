//! Reading the files that options name: the one place here that touches the disk.

use std::io::{self, Read};

use crate::words::go_words;

/// A file that cannot be read, in Go's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{words}")]
pub struct ReadError {
    /// The words: `open values.yaml: no such file or directory`.
    pub words: String,
}

/// Reads a file, or the standard input for `-` (`pkg/cli/values/options.go:readFile`). Nothing is downloaded here:
/// an URL is taken for a file's name.
///
/// # Errors
/// When the file cannot be read.
pub fn read_file(path: &str) -> Result<Vec<u8>, ReadError> {
    let failed = |operation: &str, error: &io::Error| ReadError {
        words: format!("{operation}{path}: {}", go_words(error)),
    };
    if path.trim() == "-" {
        let mut bytes = Vec::new();
        return match io::stdin().lock().read_to_end(&mut bytes) {
            Ok(_) => Ok(bytes),
            Err(error) => Err(failed("read ", &error)),
        };
    }
    let mut file = std::fs::File::open(path).map_err(|error| failed("open ", &error))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(|error| failed("read ", &error))?;
    Ok(bytes)
}
