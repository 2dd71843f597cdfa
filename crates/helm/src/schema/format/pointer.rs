//! JSON pointers.

use super::because;
use crate::schema::words::characters;

/// `json-pointer`
pub(super) fn json_pointer(text: &[u8]) -> Result<(), String> {
    if text.is_empty() {
        return Ok(());
    }
    let Some(rest) = text.strip_prefix(b"/") else {
        return because("not starting with /");
    };
    for token in rest.split(|byte| *byte == b'/') {
        let mut is_escape = false;
        for found in characters(token) {
            if is_escape {
                is_escape = false;
                if !matches!(found, '0' | '1') {
                    return because("~ must be followed by 0 or 1");
                }
            } else if found == '~' {
                is_escape = true;
            }
        }
        if is_escape {
            return because("~ must be followed by 0 or 1");
        }
    }
    Ok(())
}

/// `relative-json-pointer`
pub(super) fn relative(text: &[u8]) -> Result<(), String> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits == 0 {
        return because("must start with non-negative integer");
    }
    if digits > 1 && text.starts_with(b"0") {
        return because("starts with zero");
    }
    match text.get(digits..).unwrap_or_default() {
        b"#" => Ok(()),
        rest => json_pointer(rest),
    }
}
