//! Go's `strconv.Unquote`.

/// A text that is not quoted as Go quotes. It shows as Go's `ErrSyntax` does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("invalid syntax")]
pub struct NotQuoted;

/// A character of a quoted text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unquoted {
    /// A byte: `\x`, an octal escape, ASCII.
    Byte(u8),
    /// A character. Bytes that are no UTF-8 give U+FFFD.
    Character(char),
}

/// What a text in `"`, `` ` `` or `'` means.
///
/// # Errors
/// When it is not quoted as Go quotes.
pub fn unquote(text: &[u8]) -> Result<Vec<u8>, NotQuoted> {
    match text {
        // Carriage returns do not count in raw texts.
        [b'`', inner @ .., b'`'] if !inner.contains(&b'`') => Ok(inner
            .iter()
            .copied()
            .filter(|byte| *byte != b'\r')
            .collect()),
        [b'"', inner @ .., b'"'] => unescape(inner, b'"'),
        [b'\'', inner @ .., b'\''] => {
            let (first, rest) = unquote_character(inner, b'\'')?;
            if !rest.is_empty() || inner.first() == Some(&b'\n') {
                return Err(NotQuoted);
            }
            let mut out = Vec::new();
            push(first, &mut out);
            Ok(out)
        }
        _ => Err(NotQuoted),
    }
}

fn unescape(mut inner: &[u8], quote: u8) -> Result<Vec<u8>, NotQuoted> {
    if inner.contains(&b'\n') {
        return Err(NotQuoted);
    }
    if !inner.contains(&b'\\') && !inner.contains(&quote) && std::str::from_utf8(inner).is_ok() {
        return Ok(inner.to_vec());
    }
    let mut out = Vec::with_capacity(inner.len());
    while !inner.is_empty() {
        let (character, rest) = unquote_character(inner, quote)?;
        push(character, &mut out);
        inner = rest;
    }
    Ok(out)
}

fn push(unquoted: Unquoted, out: &mut Vec<u8>) {
    match unquoted {
        Unquoted::Byte(byte) => out.push(byte),
        Unquoted::Character(character) => {
            out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
}

/// The first character of a text inside of quotes, and what is behind it (Go's `strconv.UnquoteChar`).
///
/// # Errors
/// When there is none, or an escape is wrong.
pub fn unquote_character(text: &[u8], quote: u8) -> Result<(Unquoted, &[u8]), NotQuoted> {
    let (&first, rest) = text.split_first().ok_or(NotQuoted)?;
    if first == quote && matches!(quote, b'\'' | b'"') {
        return Err(NotQuoted);
    }
    if first != b'\\' {
        return Ok(plain(first, text, rest));
    }
    let (&escape, rest) = rest.split_first().ok_or(NotQuoted)?;
    let byte = match escape {
        b'a' => 0x07,
        b'b' => 0x08,
        b'f' => 0x0C,
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'v' => 0x0B,
        b'\\' => b'\\',
        b'\'' | b'"' if escape == quote => escape,
        b'x' => {
            let (value, rest) = digits(rest, 2, 16)?;
            return Ok((
                Unquoted::Byte(u8::try_from(value).map_err(|_| NotQuoted)?),
                rest,
            ));
        }
        b'0'..=b'7' => {
            let (value, rest) = digits(text.get(1..).ok_or(NotQuoted)?, 3, 8)?;
            return Ok((
                Unquoted::Byte(u8::try_from(value).map_err(|_| NotQuoted)?),
                rest,
            ));
        }
        b'u' | b'U' => {
            let (value, rest) = digits(rest, if escape == b'u' { 4 } else { 8 }, 16)?;
            let character = char::from_u32(value).ok_or(NotQuoted)?;
            return Ok((Unquoted::Character(character), rest));
        }
        _ => return Err(NotQuoted),
    };
    Ok((Unquoted::Byte(byte), rest))
}

/// A character that is not escaped.
fn plain<'a>(first: u8, text: &'a [u8], rest: &'a [u8]) -> (Unquoted, &'a [u8]) {
    if first.is_ascii() {
        return (Unquoted::Byte(first), rest);
    }
    let window = text.get(..4).unwrap_or(text);
    let character = window
        .utf8_chunks()
        .next()
        .and_then(|chunk| chunk.valid().chars().next());
    match character {
        Some(character) => (
            Unquoted::Character(character),
            text.get(character.len_utf8()..).unwrap_or_default(),
        ),
        None => (Unquoted::Character(char::REPLACEMENT_CHARACTER), rest),
    }
}

/// A number of exactly so many digits.
fn digits(text: &[u8], count: usize, base: u32) -> Result<(u32, &[u8]), NotQuoted> {
    let (digits, rest) = text.split_at_checked(count).ok_or(NotQuoted)?;
    let mut value: u32 = 0;
    for digit in digits {
        let digit = char::from(*digit).to_digit(base).ok_or(NotQuoted)?;
        value = value
            .checked_mul(base)
            .and_then(|value| value.checked_add(digit))
            .ok_or(NotQuoted)?;
    }
    Ok((value, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expectations are Go's.
    #[test]
    fn unquotes_as_go_does() {
        for (quoted, expected) in [
            (&br#""""#[..], &b""[..]),
            (br#""a b""#, b"a b"),
            (br#""\a\b\f\n\r\t\v\\\"""#, b"\x07\x08\x0C\n\r\t\x0B\\\""),
            (
                br#""\xff\377\u00e9\U0001F600'""#,
                b"\xff\xff\xc3\xa9\xf0\x9f\x98\x80'",
            ),
            (b"\"\xff\xe2\x82\"", b"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"),
            (b"`a\\n\r\n\xff`", b"a\\n\n\xff"),
            (b"'a'", b"a"),
            (br"'\''", b"'"),
            ("'☃'".as_bytes(), "☃".as_bytes()),
        ] {
            assert_eq!(
                unquote(quoted).as_deref(),
                Ok(expected),
                "{}",
                quoted.escape_ascii()
            );
        }
    }

    #[test]
    fn refuses_what_go_refuses() {
        for quoted in [
            &b""[..],
            b"\"",
            b"`",
            b"'",
            b"''",
            b"'ab'",
            b"'\n'",
            b"a",
            b"\"a\"b\"",
            b"`a`b`",
            b"\"a\nb\"",
            br#""\'""#,
            br#"'\"'"#,
            br#""\q""#,
            br#""\x1""#,
            br#""\400""#,
            br#""\18""#,
            br#""\ud800""#,
            br#""\U00110000""#,
            br#""\UFFFFFFFF""#,
            br#""\"#,
            br#""\""#,
        ] {
            assert_eq!(unquote(quoted), Err(NotQuoted), "{}", quoted.escape_ascii());
        }
    }
}
