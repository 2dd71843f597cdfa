//! IP addresses as Go's `net/netip` reads them, with its errors.

use gotemplate::strconv::quote;

/// An address that is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// Four bytes.
    V4,
    /// Sixteen bytes.
    V6 {
        /// Whether a zone stands behind it.
        has_zone: bool,
    },
}

/// Why a text is no address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("ParseAddr({}): {problem}{}", quote(text), place(at))]
pub(super) struct AddressError {
    text: Vec<u8>,
    problem: &'static str,
    at: Vec<u8>,
}

fn place(at: &[u8]) -> String {
    if at.is_empty() {
        String::new()
    } else {
        format!(" (at {})", quote(at))
    }
}

/// A problem and the text from where it is on.
type Problem<'a> = (&'static str, &'a [u8]);

/// `netip.ParseAddr`
///
/// # Errors
/// When it is no address.
pub(super) fn parse(text: &[u8]) -> Result<Address, AddressError> {
    let found = text.iter().find(|byte| b".:%".contains(byte));
    let parsed = match found {
        Some(b'.') => version_4(text).map(|()| Address::V4),
        Some(b':') => version_6(text),
        Some(_) => Err(("missing IPv6 address", b"".as_slice())),
        None => Err(("unable to parse IP", b"".as_slice())),
    };
    parsed.map_err(|(problem, at)| AddressError {
        text: text.into(),
        problem,
        at: at.into(),
    })
}

fn version_4(text: &[u8]) -> Result<(), Problem<'_>> {
    let mut value = 0;
    let mut dots = 0;
    let mut digits = 0;
    let mut before = b'.';
    for (index, byte) in text.iter().enumerate() {
        let rest = text.get(index..).unwrap_or_default();
        match byte {
            b'0'..=b'9' => {
                if digits == 1 && value == 0 {
                    return Err(("IPv4 field has octet with leading zero", b""));
                }
                value = value * 10 + u32::from(byte - b'0');
                digits += 1;
                if value > 255 {
                    return Err(("IPv4 field has value >255", b""));
                }
            }
            b'.' => {
                if before == b'.' || rest.len() == 1 {
                    return Err(("IPv4 field must have at least one digit", rest));
                }
                if dots == 3 {
                    return Err(("IPv4 address too long", b""));
                }
                dots += 1;
                value = 0;
                digits = 0;
            }
            _ => return Err(("unexpected character", rest)),
        }
        before = *byte;
    }
    if dots < 3 {
        return Err(("IPv4 address too short", b""));
    }
    Ok(())
}

fn version_6(text: &[u8]) -> Result<Address, Problem<'_>> {
    let percent = text.iter().position(|byte| *byte == b'%');
    let has_zone = percent.is_some();
    if percent.is_some_and(|percent| percent + 1 == text.len()) {
        return Err(("zone must be a non-empty string", b""));
    }
    let mut rest = text
        .get(..percent.unwrap_or(text.len()))
        .unwrap_or_default();
    let mut has_ellipsis = false;
    if let Some(after) = rest.strip_prefix(b"::") {
        has_ellipsis = true;
        rest = after;
        if rest.is_empty() {
            return Ok(Address::V6 { has_zone });
        }
    }
    let mut bytes = 0;
    while bytes < 16 {
        let digits = rest
            .iter()
            .take_while(|byte| byte.is_ascii_hexdigit())
            .count();
        if digits > 4 {
            return Err(("each group must have 4 or less digits", rest));
        }
        if digits == 0 {
            return Err((
                "each colon-separated field must have at least one digit",
                rest,
            ));
        }
        if rest.get(digits) == Some(&b'.') {
            if !has_ellipsis && bytes != 12 {
                return Err((
                    "embedded IPv4 address must replace the final 2 fields of the address",
                    rest,
                ));
            }
            if bytes + 4 > 16 {
                return Err((
                    "too many hex fields to fit an embedded IPv4 at the end of the address",
                    rest,
                ));
            }
            version_4(rest)?;
            rest = b"";
            bytes += 4;
            break;
        }
        bytes += 2;
        rest = rest.get(digits..).unwrap_or_default();
        if rest.is_empty() {
            break;
        }
        let Some(after) = rest.strip_prefix(b":") else {
            return Err(("unexpected character, want colon", rest));
        };
        if after.is_empty() {
            return Err(("colon must be followed by more characters", rest));
        }
        rest = after;
        if let Some(after) = rest.strip_prefix(b":") {
            if has_ellipsis {
                return Err(("multiple :: in address", rest));
            }
            has_ellipsis = true;
            rest = after;
            if rest.is_empty() {
                break;
            }
        }
    }
    if !rest.is_empty() {
        return Err(("trailing garbage after address", rest));
    }
    match (bytes < 16, has_ellipsis) {
        (true, false) => Err(("address string too short", b"")),
        (false, true) => Err(("the :: must expand to at least one field of zeros", b"")),
        _ => Ok(Address::V6 { has_zone }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Go 1.26 says.
    #[test]
    fn addresses_are_read_as_go_reads_them() {
        for (text, expected) in [
            ("1.2.3.4", Ok(Address::V4)),
            ("::", Ok(Address::V6 { has_zone: false })),
            ("fe80::1%eth0", Ok(Address::V6 { has_zone: true })),
            ("1:2:3:4:5:6:1.2.3.4", Ok(Address::V6 { has_zone: false })),
            ("x", Err("ParseAddr(\"x\"): unable to parse IP")),
            ("%a", Err("ParseAddr(\"%a\"): missing IPv6 address")),
            ("1.2.3", Err("ParseAddr(\"1.2.3\"): IPv4 address too short")),
            (
                "1..2.3",
                Err("ParseAddr(\"1..2.3\"): IPv4 field must have at least one digit (at \".2.3\")"),
            ),
            (
                "1.2.3.04",
                Err("ParseAddr(\"1.2.3.04\"): IPv4 field has octet with leading zero"),
            ),
            (
                "::1%",
                Err("ParseAddr(\"::1%\"): zone must be a non-empty string"),
            ),
            (
                "12345::",
                Err(
                    "ParseAddr(\"12345::\"): each group must have 4 or less digits (at \"12345::\")",
                ),
            ),
            ("1:2", Err("ParseAddr(\"1:2\"): address string too short")),
            (
                "1::2::3",
                Err("ParseAddr(\"1::2::3\"): multiple :: in address (at \":3\")"),
            ),
            (
                "1:2:3:4:5:6:7::8",
                Err(
                    "ParseAddr(\"1:2:3:4:5:6:7::8\"): the :: must expand to at least one field of zeros",
                ),
            ),
            (
                "::x",
                Err(
                    "ParseAddr(\"::x\"): each colon-separated field must have at least one digit (at \"x\")",
                ),
            ),
            (
                "1:",
                Err("ParseAddr(\"1:\"): colon must be followed by more characters (at \":\")"),
            ),
        ] {
            let found = parse(text.as_bytes()).map_err(|error| error.to_string());
            assert_eq!(found, expected.map_err(str::to_owned), "{text}");
        }
    }
}
