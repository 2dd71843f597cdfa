//! Words of the operating system, as Go has them (`syscall/zerrors_linux_amd64.go`).

use std::io;

/// What the system says of an error: in lower case, without its number.
pub fn go_words(error: &io::Error) -> String {
    // C libraries differ in these.
    match error.raw_os_error() {
        Some(36) => return "file name too long".to_owned(),
        Some(40) => return "too many levels of symbolic links".to_owned(),
        _ => {}
    }
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or_default();
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}
