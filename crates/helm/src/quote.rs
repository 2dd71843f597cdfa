//! Go's `%q`: how Helm's messages quote a text.

/// Whether Go prints the character as it is (`unicode.IsPrint`): letters, marks, numbers, punctuation, symbols and
/// the ASCII space.
pub(crate) fn is_printable(character: char) -> bool {
    if character.is_ascii() {
        return !character.is_ascii_control();
    }
    // The standard library keeps the same table for `Debug`, but shows it only through escaping; a first character
    // is put before, because a combining mark is escaped at the start of a text.
    let mut buffer = String::with_capacity(8);
    buffer.push('a');
    buffer.push(character);
    buffer.escape_debug().nth(1) == Some(character)
}

/// The text in double quotes, escaped as `strconv.Quote` does.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\x07' => quoted.push_str("\\a"),
            '\x08' => quoted.push_str("\\b"),
            '\x0c' => quoted.push_str("\\f"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            '\x0b' => quoted.push_str("\\v"),
            other if is_printable(other) => quoted.push(other),
            other if u32::from(other) < 0x80 => {
                quoted.push_str(&format!("\\x{:02x}", u32::from(other)));
            }
            other if u32::from(other) < 0x1_0000 => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(other)));
            }
            other => quoted.push_str(&format!("\\U{:08x}", u32::from(other))),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_as_go_does() {
        for (text, expected) in [
            ("plain", "\"plain\""),
            ("a\"b\\c", "\"a\\\"b\\\\c\""),
            ("tab\there", "\"tab\\there\""),
            ("\u{1}\u{7f}", "\"\\x01\\x7f\""),
            ("é–☃", "\"é–☃\""),
            ("\u{a0}\u{200b}", "\"\\u00a0\\u200b\""),
            ("\u{e0001}", "\"\\U000e0001\""),
            ("e\u{301}", "\"e\u{301}\""),
        ] {
            assert_eq!(quote(text), expected, "{text:?}");
        }
    }
}
