//! Numbers as Go's strconv reads and writes them.

/// A Go integer: `int64`, or `uint64` where that is too small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Integer {
    Signed(i64),
    Unsigned(u64),
}

/// `ParseInt(text, 0, 64)`, then `ParseUint(text, 0, 64)`; `text` holds no `_`.
pub(super) fn parse_integer(text: &str) -> Option<Integer> {
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let signed = unsigned.len() != text.len();
    let (radix, digits) = match unsigned.as_bytes() {
        [b'0', b'x' | b'X', _, ..] => (16, unsigned.get(2..)?),
        [b'0', b'b' | b'B', _, ..] => (2, unsigned.get(2..)?),
        [b'0', b'o' | b'O', _, ..] => (8, unsigned.get(2..)?),
        [b'0', _, ..] => (8, unsigned.get(1..)?),
        _ => (10, unsigned),
    };
    magnitude(digits, radix).and_then(|value| with_sign(value, negative, signed))
}

/// `ParseInt(text, 2, 64)`, then `ParseUint(text, 2, 64)`.
pub(super) fn parse_binary(text: &str) -> Option<Integer> {
    parse_radix(text, 2)
}

/// `ParseInt(text, 8, 64)`, then `ParseUint(text, 8, 64)`.
pub(super) fn parse_octal(text: &str) -> Option<Integer> {
    parse_radix(text, 8)
}

fn parse_radix(text: &str, radix: u32) -> Option<Integer> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let signed = digits.len() != text.len();
    magnitude(digits, radix).and_then(|value| with_sign(value, negative, signed))
}

fn magnitude(digits: &str, radix: u32) -> Option<u64> {
    // Rust would take a second sign here.
    if digits.starts_with(['+', '-']) {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}

fn with_sign(value: u64, negative: bool, signed: bool) -> Option<Integer> {
    if negative {
        return 0_i64.checked_sub_unsigned(value).map(Integer::Signed);
    }
    match i64::try_from(value) {
        Ok(value) => Some(Integer::Signed(value)),
        // ParseUint takes no sign.
        Err(_) if signed => None,
        Err(_) => Some(Integer::Unsigned(value)),
    }
}

/// A number that go-yaml's `yamlStyleFloat` matches: `^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$`.
pub(super) fn parse_yaml_float(text: &str) -> Option<f64> {
    let bytes = text.as_bytes();
    let mut at = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let digits = |from: usize| {
        bytes
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let whole = digits(at);
    at += whole;
    if bytes.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if whole == 0 && fraction == 0 {
            return None;
        }
        at += 1 + fraction;
    } else if whole == 0 {
        return None;
    }
    if let Some(b'e' | b'E') = bytes.get(at) {
        at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
        let exponent = digits(at);
        if exponent == 0 {
            return None;
        }
        at += exponent;
    }
    if at != bytes.len() {
        return None;
    }
    finite(text)
}

/// `ParseFloat(text, 64)` of a text that starts with `.`: underscores may stand between digits.
pub(super) fn parse_dotted_float(text: &str) -> Option<f64> {
    if !text.contains('_') {
        return parse_yaml_float(text);
    }
    let bytes = text.as_bytes();
    let between_digits = bytes.iter().enumerate().all(|(at, byte)| {
        let digit = |at: Option<usize>| {
            at.and_then(|at| bytes.get(at))
                .is_some_and(u8::is_ascii_digit)
        };
        *byte != b'_' || digit(at.checked_sub(1)) && digit(at.checked_add(1))
    });
    between_digits
        .then(|| parse_yaml_float(&text.replace('_', "")))
        .flatten()
}

fn finite(text: &str) -> Option<f64> {
    // Out of range is an error in Go, and infinity in Rust.
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// Whether a text is a base 60 number of YAML 1.1: `^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$`.
/// go-yaml does not read those as numbers, but it quotes them for those who do.
pub(super) fn is_base60(text: &str) -> bool {
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (text, fraction) = match text.split_once('.') {
        Some((text, fraction)) => (text, fraction),
        None => (text, ""),
    };
    let mut parts = text.split(':');
    let first = parts.next().unwrap_or_default().as_bytes();
    let mut sixties = 0;
    first.first().is_some_and(u8::is_ascii_digit)
        && first
            .iter()
            .all(|byte| byte.is_ascii_digit() || *byte == b'_')
        && fraction
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'_')
        && parts.all(|part| {
            sixties += 1;
            matches!(part.as_bytes(), [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9'])
        })
        && sixties > 0
}
