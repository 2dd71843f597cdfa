//! What a scalar means: YAML 1.1 as go-yaml v2 has it (resolve.go).

use std::borrow::Cow;

use super::Scalar;
use super::number::{Integer, parse_binary, parse_dotted_float, parse_integer, parse_yaml_float};
use super::timestamp::is_timestamp;

const LONG_TAG_PREFIX: &str = "tag:yaml.org,2002:";

/// `!!x` for `tag:yaml.org,2002:x`; other tags as they are.
pub(super) fn short_tag(tag: &str) -> Cow<'static, str> {
    let Some(name) = tag.strip_prefix(LONG_TAG_PREFIX) else {
        return Cow::Owned(tag.to_owned());
    };
    match name {
        "str" => Cow::Borrowed("!!str"),
        "int" => Cow::Borrowed("!!int"),
        "float" => Cow::Borrowed("!!float"),
        "bool" => Cow::Borrowed("!!bool"),
        "null" => Cow::Borrowed("!!null"),
        _ => Cow::Owned(format!("!!{name}")),
    }
}

/// The tag that a scalar without a tag gets.
pub(super) fn implicit_tag(text: &str) -> &'static str {
    tag_of(&untagged(text, true))
}

/// Whether go-yaml writes this string without quotes, as far as its meaning goes.
pub(super) fn stays_string(text: &str) -> bool {
    implicit_tag(text) == "!!str"
}

/// The short tag of a scalar that carries one.
///
/// # Errors
/// go-yaml's words, when the text is no such value.
pub(super) fn explicit_tag(tag: &str, text: &str) -> Result<Cow<'static, str>, String> {
    let short = short_tag(tag);
    match &*short {
        "!!bool" | "!!int" | "!!float" | "!!null" | "!!timestamp" => {
            let found = tag_of(&untagged(text, short == "!!timestamp"));
            if found == short || short == "!!float" && is_signed_integer(text) {
                return Ok(short);
            }
            Err(format!("cannot decode {found} `{text}` as a {short}"))
        }
        "!!binary" if decode_base64(text).is_none() => {
            Err("!!binary value contains invalid base64 data".to_owned())
        }
        _ => Ok(short),
    }
}

/// The value of a scalar with a resolved short tag.
pub(super) fn scalar(tag: &str, text: &str) -> Scalar {
    match tag {
        "!!null" => Scalar::Null,
        "!!timestamp" => Scalar::Timestamp(text.to_owned()),
        "!!bool" | "!!int" => untagged(text, false),
        "!!float" => match untagged(text, false) {
            #[expect(clippy::cast_precision_loss, reason = "Go converts with float64(v)")]
            Scalar::Int(value) => Scalar::Float(value as f64),
            other => other,
        },
        "!!binary" => match decode_base64(text) {
            Some(bytes) => Scalar::Binary(bytes),
            None => Scalar::String(text.to_owned()),
        },
        _ => Scalar::String(text.to_owned()),
    }
}

/// go-yaml's `resolve`, without regard to `<<`. Strings and timestamps come without their text.
pub(super) fn untagged(text: &str, timestamps: bool) -> Scalar {
    let string = Scalar::String(String::new());
    let Some(&first) = text.as_bytes().first() else {
        return Scalar::Null;
    };
    match first {
        b'y' | b'Y' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'o' | b'O' | b'~' => {
            word(text).unwrap_or(string)
        }
        b'.' => word(text)
            .or_else(|| parse_dotted_float(text).map(Scalar::Float))
            .unwrap_or(string),
        b'+' | b'-' | b'0'..=b'9' => {
            if let Some(infinity) = word(text) {
                return infinity;
            }
            if timestamps && is_timestamp(text) {
                return Scalar::Timestamp(String::new());
            }
            number(text).unwrap_or(string)
        }
        _ => string,
    }
}

fn word(text: &str) -> Option<Scalar> {
    Some(match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Scalar::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        "~" | "null" | "Null" | "NULL" => Scalar::Null,
        ".nan" | ".NaN" | ".NAN" => Scalar::Float(f64::NAN),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" => Scalar::Float(f64::INFINITY),
        "-.inf" | "-.Inf" | "-.INF" => Scalar::Float(f64::NEG_INFINITY),
        _ => return None,
    })
}

/// An integer or a float; base 60 is neither.
fn number(text: &str) -> Option<Scalar> {
    let plain: Cow<'_, str> = if text.contains('_') {
        Cow::Owned(text.replace('_', ""))
    } else {
        Cow::Borrowed(text)
    };
    parse_integer(&plain)
        .map(from_integer)
        .or_else(|| parse_yaml_float(&plain).map(Scalar::Float))
        .or_else(|| {
            // go-yaml's own prefix handling lets a sign stand behind it: 0b+1.
            plain
                .strip_prefix("0b")
                .and_then(parse_binary)
                .map(from_integer)
        })
}

fn from_integer(integer: Integer) -> Scalar {
    match integer {
        Integer::Signed(value) => Scalar::Int(value),
        Integer::Unsigned(value) => Scalar::Uint(value),
    }
}

fn is_signed_integer(text: &str) -> bool {
    matches!(untagged(text, false), Scalar::Int(_))
}

fn tag_of(scalar: &Scalar) -> &'static str {
    match scalar {
        Scalar::Null => "!!null",
        Scalar::Bool(_) => "!!bool",
        Scalar::Int(_) | Scalar::Uint(_) => "!!int",
        Scalar::Float(_) => "!!float",
        Scalar::Timestamp(_) => "!!timestamp",
        Scalar::Binary(_) => "!!binary",
        Scalar::String(_) => "!!str",
    }
}

/// Standard base64 with padding; line breaks are skipped, as Go does.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut group = 0_u32;
    let mut filled = 0;
    let mut padding = 0;
    for byte in text.bytes() {
        let digit = match byte {
            b'\r' | b'\n' => continue,
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' if filled >= 2 => {
                padding += 1;
                0
            }
            _ => return None,
        };
        // Nothing but padding follows padding, and only within its group.
        if padding > 0 && (byte != b'=' || filled == 0) {
            return None;
        }
        group = (group << 6) | u32::from(digit);
        filled += 1;
        if filled == 4 {
            let [_, first, second, third] = group.to_be_bytes();
            bytes.extend([first, second, third].into_iter().take(3 - padding.min(2)));
            group = 0;
            filled = 0;
        }
    }
    (filled == 0).then_some(bytes)
}
