//! Booleans, integers, floats and complex numbers (`fmt/format.go`: fmtBoolean, fmtInteger, fmtFloat).

use crate::budget::Exhausted;
use crate::strconv::{FloatForm, FloatSize, format_float};

use super::printer::Printer;

/// An integer: its sign and its size.
#[derive(Debug, Clone, Copy)]
pub(super) struct Integer {
    /// Whether its type has a sign.
    pub(super) signed: bool,
    /// The bits, a negative number's as two's complement.
    pub(super) bits: u64,
}

impl Integer {
    /// One of a signed type.
    pub(super) fn signed(value: i64) -> Self {
        Self {
            signed: true,
            bits: value.cast_unsigned(),
        }
    }

    /// One of an unsigned type.
    pub(super) fn unsigned(value: u64) -> Self {
        Self {
            signed: false,
            bits: value,
        }
    }

    fn is_negative(self) -> bool {
        self.signed && self.bits.cast_signed() < 0
    }

    fn size(self) -> u64 {
        if self.is_negative() {
            self.bits.wrapping_neg()
        } else {
            self.bits
        }
    }
}

/// In which digits an integer is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// `%b`
    Binary,
    /// `%o`
    Octal,
    /// `%O`: with `0o` before it.
    PrefixedOctal,
    /// `%d`
    Decimal,
    /// `%x`
    Hexadecimal,
    /// `%X`
    UpperHexadecimal,
}

impl Base {
    fn digits(self, size: u64) -> String {
        match self {
            Self::Binary => format!("{size:b}"),
            Self::Octal | Self::PrefixedOctal => format!("{size:o}"),
            Self::Decimal => size.to_string(),
            Self::Hexadecimal => format!("{size:x}"),
            Self::UpperHexadecimal => format!("{size:X}"),
        }
    }
}

impl Printer<'_> {
    /// `%t`.
    pub(super) fn boolean(&mut self, value: bool) -> Result<(), Exhausted> {
        self.pad(if value { b"true" } else { b"false" })
    }

    /// An integer in a base.
    pub(super) fn integer(&mut self, integer: Integer, base: Base) -> Result<(), Exhausted> {
        let flags = self.flags;
        let negative = integer.is_negative();
        let size = integer.size();
        if base == Base::Decimal && flags.asks_for_nothing() {
            return self.plain_decimal(negative, size);
        }
        if flags.precision == Some(0) && size == 0 {
            let zero = std::mem::take(&mut self.flags.zero);
            let result = self.padding(flags.width.unwrap_or(0));
            self.flags.zero = zero;
            return result;
        }
        let least = match flags.precision {
            Some(precision) => precision,
            None if flags.zero && !flags.minus => {
                let sign = usize::from(negative || flags.plus || flags.space);
                flags.width.unwrap_or(0).saturating_sub(sign)
            }
            None => 0,
        };
        self.reserve(least)?;
        let mut digits = base.digits(size);
        if let Some(zeros) = least.checked_sub(digits.len()) {
            digits.insert_str(0, &"0".repeat(zeros));
        }
        let mut text = String::new();
        if negative {
            text.push('-');
        } else if flags.plus {
            text.push('+');
        } else if flags.space {
            text.push(' ');
        }
        if base == Base::PrefixedOctal {
            text.push_str("0o");
        }
        if flags.sharp {
            match base {
                Base::Binary => text.push_str("0b"),
                Base::Octal | Base::PrefixedOctal if !digits.starts_with('0') => text.push('0'),
                Base::Octal | Base::PrefixedOctal | Base::Decimal => {}
                Base::Hexadecimal => text.push_str("0x"),
                Base::UpperHexadecimal => text.push_str("0X"),
            }
        }
        text.push_str(&digits);
        self.pad_with_spaces(text.as_bytes())
    }

    /// The usual case, without a text on the way: a chart may print all bytes of its files.
    fn plain_decimal(&mut self, negative: bool, size: u64) -> Result<(), Exhausted> {
        // The most digits of 64 bits, and a sign.
        let mut text = [0_u8; 21];
        let mut left = size;
        let mut begin = text.len();
        for (place, byte) in text.iter_mut().enumerate().rev() {
            *byte = b'0' + u8::try_from(left % 10).unwrap_or_default();
            left /= 10;
            begin = place;
            if left == 0 {
                break;
            }
        }
        if negative {
            self.write(b"-")?;
        }
        self.write(text.get(begin..).unwrap_or_default())
    }

    /// An address: in hexadecimal, with `0x` or without.
    pub(super) fn address(&mut self, address: u64, prefixed: bool) -> Result<(), Exhausted> {
        let sharp = std::mem::replace(&mut self.flags.sharp, prefixed);
        let result = self.integer(Integer::unsigned(address), Base::Hexadecimal);
        self.flags.sharp = sharp;
        result
    }

    /// A float; `precision` is the verb's own where none was asked for.
    pub(super) fn float(
        &mut self,
        value: f64,
        form: FloatForm,
        precision: Option<usize>,
    ) -> Result<(), Exhausted> {
        let flags = self.flags;
        let precision = flags.precision.or(precision);
        self.reserve(precision.unwrap_or(0))?;
        let text = format_float(value, form, precision, FloatSize::Double);
        let negative = text.starts_with('-');
        let mut text = text.trim_start_matches(['-', '+']).to_owned();
        let sign = match (negative, flags.plus, flags.space) {
            (true, _, _) => Some('-'),
            (false, true, _) => Some('+'),
            (false, false, true) => Some(' '),
            // An infinity always has a sign.
            (false, false, false) => value.is_infinite().then_some('+'),
        };
        if !value.is_finite() {
            if let Some(sign) = sign {
                text.insert(0, sign);
            }
            return self.pad_with_spaces(text.as_bytes());
        }
        if flags.sharp && form != FloatForm::Binary {
            text = with_point(&text, form, precision);
        }
        let Some(sign) = sign else {
            return self.pad(text.as_bytes());
        };
        let length = text.len().saturating_add(1);
        if flags.zero
            && !flags.minus
            && let Some(zeros) = flags.width.and_then(|width| width.checked_sub(length))
        {
            // The sign comes before the zeros.
            self.write_char(sign)?;
            self.padding(zeros)?;
            return self.write(text.as_bytes());
        }
        text.insert(0, sign);
        self.pad(text.as_bytes())
    }
}

/// What `#` makes of a float: always a point, and for `%g` and `%x` all digits of the precision.
fn with_point(number: &str, form: FloatForm, precision: Option<usize>) -> String {
    let wanted = match form {
        FloatForm::General | FloatForm::UpperGeneral | FloatForm::Hexadecimal => {
            precision.unwrap_or(6)
        }
        _ => 0,
    };
    let exponent_letters: &[char] = match form {
        FloatForm::Hexadecimal | FloatForm::UpperHexadecimal => &['p', 'P'],
        _ => &['e', 'E'],
    };
    let (mantissa, exponent) = number
        .find(exponent_letters)
        .and_then(|at| number.split_at_checked(at))
        .unwrap_or((number, ""));
    let mut significant = mantissa
        .bytes()
        .filter(|byte| *byte != b'.')
        .skip_while(|byte| *byte == b'0')
        .count();
    let mut text = mantissa.to_owned();
    if !mantissa.contains('.') {
        // A zero alone counts as a digit.
        if mantissa == "0" {
            significant = significant.saturating_add(1);
        }
        text.push('.');
    }
    text.push_str(&"0".repeat(wanted.saturating_sub(significant)));
    text.push_str(exponent);
    text
}
