//! Booleans, read (`internal/strconv/atob.go`).

use super::{NumberError, NumberErrorCause};

/// `strconv.ParseBool`: `1`, `t`, `T`, `true`, `TRUE`, `True` and their opposites.
///
/// # Errors
/// For any other text.
pub fn parse_bool(text: impl AsRef<[u8]>) -> Result<bool, NumberError> {
    let text = text.as_ref();
    match text {
        b"1" | b"t" | b"T" | b"true" | b"TRUE" | b"True" => Ok(true),
        b"0" | b"f" | b"F" | b"false" | b"FALSE" | b"False" => Ok(false),
        _ => Err(NumberErrorCause::Syntax.of("ParseBool", text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_gos_spellings_only() {
        assert_eq!(parse_bool("True"), Ok(true));
        assert_eq!(parse_bool("f"), Ok(false));
        assert_eq!(
            parse_bool("tRUE").unwrap_err().to_string(),
            "strconv.ParseBool: parsing \"tRUE\": invalid syntax"
        );
        assert_eq!(
            parse_bool(b"\xff").unwrap_err().to_string(),
            "strconv.ParseBool: parsing \"\\xff\": invalid syntax"
        );
    }
}
