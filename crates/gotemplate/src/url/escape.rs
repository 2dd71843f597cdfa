//! Percent signs.

use super::Problem;

/// Where a text stands in a URL: each place lets other characters stand as they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Path,
    Host,
    /// The zone of an IPv6 address: `%25eth0`.
    Zone,
    UserPassword,
    Fragment,
}

impl Encoding {
    /// Whether a character may stand there as it is (Go's `encoding_table.go`).
    fn allows(self, byte: u8) -> bool {
        let others: &[u8] = match self {
            Self::Path => b"$&+,/:;=@",
            Self::Host | Self::Zone => b"!\"$&'()*+,:;<=>[]",
            Self::UserPassword => b"$&+,;=",
            Self::Fragment => b"!$&()*+,/:;=?@",
        };
        byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || others.contains(&byte)
    }
}

/// Writes `%XX` for what may not stand there.
pub(super) fn escape(text: &[u8], encoding: Encoding) -> Vec<u8> {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().unwrap_or_default();
    let mut out = Vec::with_capacity(text.len());
    for byte in text {
        if encoding.allows(*byte) {
            out.push(*byte);
        } else {
            out.extend([b'%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    out
}

/// Reads `%XX`.
pub(super) fn unescape(text: &[u8], encoding: Encoding) -> Result<Vec<u8>, Problem> {
    let is_host = matches!(encoding, Encoding::Host | Encoding::Zone);
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        rest = after;
        if *byte != b'%' {
            if is_host && byte.is_ascii() && !encoding.allows(*byte) {
                return Err(Problem::HostCharacter(*byte));
            }
            out.push(*byte);
            continue;
        }
        let escape = |digits: &[u8]| Problem::Escape([b"%", digits].concat());
        let [high, low, after @ ..] = after else {
            return Err(escape(after));
        };
        let digits = [*high, *low];
        let (Some(high), Some(low)) = (digit(*high), digit(*low)) else {
            return Err(escape(&digits));
        };
        let value = high << 4 | low;
        let allowed = match encoding {
            // Only what is no ASCII may be escaped in a host, and the percent sign before a zone.
            Encoding::Host => high >= 8 || digits == *b"25",
            Encoding::Zone => digits == *b"25" || value == b' ' || Encoding::Host.allows(value),
            Encoding::Path | Encoding::UserPassword | Encoding::Fragment => true,
        };
        if !allowed {
            return Err(escape(&digits));
        }
        out.push(value);
        rest = after;
    }
    Ok(out)
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}
