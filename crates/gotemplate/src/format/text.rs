//! Strings, byte slices and characters (`fmt/format.go`: fmtS, fmtSbx, fmtQ, fmtC, fmtQc, fmtUnicode).

use crate::budget::Exhausted;
use crate::strconv::{
    can_backquote, is_printable, quote, quote_rune, quote_rune_to_ascii, quote_to_ascii, rune,
    runes,
};

use super::printer::Printer;

impl Printer<'_> {
    /// `%s`: at most as many characters as the precision says.
    pub(super) fn string(&mut self, text: &[u8]) -> Result<(), Exhausted> {
        let text = self.truncated(text);
        self.pad(text)
    }

    /// `%q`: quoted; `%#q` with back quotes where they can be, `%+q` in ASCII.
    pub(super) fn quoted(&mut self, text: &[u8]) -> Result<(), Exhausted> {
        let text = self.truncated(text);
        // An escaped text is up to ten times as long.
        self.reserve(text.len())?;
        if self.flags.sharp && can_backquote(text) {
            let mut quoted = Vec::with_capacity(text.len().saturating_add(2));
            quoted.push(b'`');
            quoted.extend_from_slice(text);
            quoted.push(b'`');
            self.pad(&quoted)
        } else if self.flags.plus {
            self.pad(quote_to_ascii(text).as_bytes())
        } else {
            self.pad(quote(text).as_bytes())
        }
    }

    /// `%x` and `%X` of bytes.
    pub(super) fn hexadecimal_bytes(&mut self, bytes: &[u8], upper: bool) -> Result<(), Exhausted> {
        let length = self
            .flags
            .precision
            .map_or(bytes.len(), |precision| precision.min(bytes.len()));
        let bytes = bytes.get(..length).unwrap_or(bytes);
        if bytes.is_empty() {
            return self.padding(self.flags.width.unwrap_or(0));
        }
        let (sharp, space) = (self.flags.sharp, self.flags.space);
        let width = length.saturating_mul(match (space, sharp) {
            (false, _) => 2,
            (true, false) => 3,
            (true, true) => 5,
        });
        self.reserve(width)?;
        let prefix: &[u8] = if upper { b"0X" } else { b"0x" };
        let digits: &[u8; 16] = if upper {
            b"0123456789ABCDEF"
        } else {
            b"0123456789abcdef"
        };
        let digit = |value: u8| digits.get(usize::from(value)).copied().unwrap_or(b'0');
        let mut text = Vec::with_capacity(width.saturating_add(2));
        for (index, byte) in bytes.iter().enumerate() {
            if space && index > 0 {
                text.push(b' ');
            }
            if sharp && (space || index == 0) {
                text.extend_from_slice(prefix);
            }
            text.push(digit(byte >> 4));
            text.push(digit(byte & 15));
        }
        self.pad(&text)
    }

    /// `%c`.
    pub(super) fn character(&mut self, code: u64) -> Result<(), Exhausted> {
        self.pad(rune(code).encode_utf8(&mut [0; 4]).as_bytes())
    }

    /// `%q` of an integer.
    pub(super) fn quoted_character(&mut self, code: u64) -> Result<(), Exhausted> {
        let character = rune(code);
        let quoted = if self.flags.plus {
            quote_rune_to_ascii(character)
        } else {
            quote_rune(character)
        };
        self.pad(quoted.as_bytes())
    }

    /// `%U`: `U+0078`, or `U+0078 'x'` with `#`.
    pub(super) fn code_point(&mut self, code: u64) -> Result<(), Exhausted> {
        let precision = self.flags.precision.unwrap_or(0).max(4);
        self.reserve(precision)?;
        let digits = format!("{code:X}");
        let mut text = String::from("U+");
        text.extend(std::iter::repeat_n(
            '0',
            precision.saturating_sub(digits.len()),
        ));
        text.push_str(&digits);
        if self.flags.sharp
            && let Some(character) = u32::try_from(code).ok().and_then(char::from_u32)
            && is_printable(character)
        {
            text.push_str(" '");
            text.push(character);
            text.push('\'');
        }
        self.pad_with_spaces(text.as_bytes())
    }

    fn truncated<'t>(&self, text: &'t [u8]) -> &'t [u8] {
        let Some(precision) = self.flags.precision else {
            return text;
        };
        let length = runes(text)
            .take(precision)
            .fold(0_usize, |length, (_, width)| length.saturating_add(width));
        text.get(..length).unwrap_or(text)
    }
}
