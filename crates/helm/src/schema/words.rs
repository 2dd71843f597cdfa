//! How santhosh writes texts into its messages (`kind.go`, `util.go`).

/// A text in single quotes.
pub(super) fn quoted(text: &[u8]) -> String {
    let text = gotemplate::strconv::quote(text);
    let inner = text
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or_default();
    format!("'{}'", inner.replace("\\\"", "\"").replace('\'', "\\'"))
}

/// Texts in single quotes, with commas between.
pub(super) fn joined<T: AsRef<[u8]>>(texts: &[T]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| quoted(text.as_ref())).collect();
    quoted.join(", ")
}

/// Go's `%q` of a character.
pub(super) fn character(character: char) -> String {
    match character {
        '\'' => "'\\''".to_owned(),
        '"' => "'\"'".to_owned(),
        _ => {
            let text = gotemplate::strconv::quote(character.to_string().as_bytes());
            format!("'{}'", text.trim_matches('"'))
        }
    }
}

/// The characters of a Go string: a byte that is no UTF-8 is U+FFFD.
pub(super) fn characters(text: &[u8]) -> impl Iterator<Item = char> {
    text.utf8_chunks().flat_map(|chunk| {
        chunk
            .valid()
            .chars()
            .chain(chunk.invalid().iter().map(|_| '\u{fffd}'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_as_santhosh_does() {
        assert_eq!(quoted(b"a\"b'c\\d\n"), "'a\"b\\'c\\\\d\\n'");
        assert_eq!(quoted(b"\xff"), "'\\xff'");
        assert_eq!(joined(&["a", "b"]), "'a', 'b'");
        assert_eq!(character('\''), "'\\''");
        assert_eq!(character('"'), "'\"'");
        assert_eq!(character('\u{7}'), "'\\a'");
        assert_eq!(
            characters(b"a\xc3\xa9\xff").collect::<String>(),
            "aé\u{fffd}"
        );
    }
}
