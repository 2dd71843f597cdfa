//! IP addresses, as Go's `net/netip` reads them (`ParseAddr`).

use crate::strconv::quote;

/// Of what kind an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    V4,
    V6,
}

/// A text is no IP address. It shows as Go's error: `ParseAddr("…"): …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressError {
    /// The text.
    pub text: Vec<u8>,
    /// Go's words.
    pub words: &'static str,
    /// The rest of the text from where it goes wrong; empty where Go does not show it.
    pub at: Vec<u8>,
}

impl std::fmt::Display for AddressError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "ParseAddr({}): {}", quote(&self.text), self.words)?;
        if self.at.is_empty() {
            return Ok(());
        }
        write!(out, " (at {})", quote(&self.at))
    }
}

impl std::error::Error for AddressError {}

/// What is wrong, and where.
struct Wrong<'a>(&'static str, &'a [u8]);

pub(super) fn parse(text: &[u8]) -> Result<Address, AddressError> {
    let read = match text.iter().find(|byte| matches!(byte, b'.' | b':' | b'%')) {
        Some(b'.') => check_v4(text).map(|()| Address::V4),
        Some(b':') => check_v6(text).map(|()| Address::V6),
        Some(_) => Err(Wrong("missing IPv6 address", b"")),
        None => Err(Wrong("unable to parse IP", b"")),
    };
    read.map_err(|Wrong(words, at)| AddressError {
        text: text.to_owned(),
        words,
        at: at.to_owned(),
    })
}

/// Four numbers below 256, without leading zeros.
fn check_v4(text: &[u8]) -> Result<(), Wrong<'_>> {
    let (mut value, mut digits, mut dots) = (0_u16, 0_u8, 0_u8);
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        match byte {
            b'0'..=b'9' => {
                if digits > 0 && value == 0 {
                    return Err(Wrong("IPv4 field has octet with leading zero", b""));
                }
                value = value * 10 + u16::from(byte - b'0');
                digits = 1;
                if value > 255 {
                    return Err(Wrong("IPv4 field has value >255", b""));
                }
            }
            b'.' => {
                if digits == 0 || after.is_empty() {
                    return Err(Wrong("IPv4 field must have at least one digit", rest));
                }
                if dots == 3 {
                    return Err(Wrong("IPv4 address too long", b""));
                }
                dots += 1;
                (value, digits) = (0, 0);
            }
            _ => return Err(Wrong("unexpected character", rest)),
        }
        rest = after;
    }
    if dots < 3 {
        return Err(Wrong("IPv4 address too short", b""));
    }
    Ok(())
}

/// Eight groups, or fewer and `::`; the last two may be an IPv4 address. A zone may follow.
fn check_v6(text: &[u8]) -> Result<(), Wrong<'_>> {
    let mut parts = text.splitn(2, |byte| *byte == b'%');
    let mut rest = parts.next().unwrap_or_default();
    if parts.next().is_some_and(<[u8]>::is_empty) {
        return Err(Wrong("zone must be a non-empty string", b""));
    }
    let mut has_ellipsis = false;
    if let Some(after) = rest.strip_prefix(b"::") {
        has_ellipsis = true;
        if after.is_empty() {
            return Ok(());
        }
        rest = after;
    }
    let mut groups = 0_u8;
    while groups < 8 {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_hexdigit());
        let digits = digits.count();
        if digits > 4 {
            return Err(Wrong("each group must have 4 or less digits", rest));
        }
        if digits == 0 {
            return Err(Wrong(
                "each colon-separated field must have at least one digit",
                rest,
            ));
        }
        match rest.get(digits..).unwrap_or_default() {
            [b'.', ..] => {
                if !has_ellipsis && groups != 6 {
                    return Err(Wrong(
                        "embedded IPv4 address must replace the final 2 fields of the address",
                        rest,
                    ));
                }
                if groups > 6 {
                    return Err(Wrong(
                        "too many hex fields to fit an embedded IPv4 at the end of the address",
                        rest,
                    ));
                }
                check_v4(rest)?;
                groups += 2;
                rest = b"";
                break;
            }
            [] => {
                groups += 1;
                rest = b"";
                break;
            }
            after @ [b':'] => {
                return Err(Wrong("colon must be followed by more characters", after));
            }
            after @ [b':', b':', ..] if has_ellipsis => {
                return Err(Wrong(
                    "multiple :: in address",
                    after.get(1..).unwrap_or_default(),
                ));
            }
            [b':', b':', after @ ..] => {
                groups += 1;
                has_ellipsis = true;
                rest = after;
                if rest.is_empty() {
                    break;
                }
            }
            [b':', after @ ..] => {
                groups += 1;
                rest = after;
            }
            after => return Err(Wrong("unexpected character, want colon", after)),
        }
    }
    if !rest.is_empty() {
        return Err(Wrong("trailing garbage after address", rest));
    }
    match (groups < 8, has_ellipsis) {
        (true, false) => Err(Wrong("address string too short", b"")),
        (false, true) => Err(Wrong(
            "the :: must expand to at least one field of zeros",
            b"",
        )),
        _ => Ok(()),
    }
}
