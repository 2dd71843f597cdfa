//! Numbers as exact decimals: what Go's `big.Rat` makes of a JSON number.

use std::cmp::Ordering;

/// A number: digits × 10^exponent. Zero has no digits and no sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decimal {
    negative: bool,
    /// From 0 to 9, the most significant first; neither the first nor the last is 0.
    digits: Vec<u8>,
    exponent: i64,
}

/// A division that would take too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLong;

impl Decimal {
    /// `big.Rat.SetString`, for the texts that numbers have in JSON and in Go's `%v`. `None`: no number, or one with
    /// an exponent over a million.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (negative, unsigned) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        if unsigned.ends_with(['e', 'E', '+', '-']) {
            return None;
        }
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (unsigned, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if whole.is_empty() && fraction.is_empty() {
            return None;
        }
        let mut digits = Vec::with_capacity(mantissa.len());
        for byte in whole.bytes().chain(fraction.bytes()) {
            if !byte.is_ascii_digit() {
                return None;
            }
            digits.push(byte - b'0');
        }
        if digits.iter().all(|digit| *digit == 0) {
            return Some(Self {
                negative: false,
                digits: Vec::new(),
                exponent: 0,
            });
        }
        let mut exponent = exponent.checked_sub(i64::try_from(fraction.len()).ok()?)?;
        if exponent.unsigned_abs() > 1_000_000 {
            return None;
        }
        while digits.last() == Some(&0) {
            digits.pop();
            exponent += 1;
        }
        let leading = digits.iter().take_while(|digit| **digit == 0).count();
        digits.drain(..leading);
        Some(Self {
            negative,
            digits,
            exponent,
        })
    }

    /// `big.Rat.SetString` for any text: whole numbers may also be hexadecimal, octal or binary. Fractions of two
    /// numbers and numbers with underscores are not read.
    pub(super) fn parse_any(text: &str) -> Option<Self> {
        let (sign, unsigned) = match text.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let lower = unsigned.to_ascii_lowercase();
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
            if let Some(digits) = lower.strip_prefix(prefix) {
                let number = u128::from_str_radix(digits, radix).ok()?;
                let is_plain = !digits.starts_with('+');
                return Self::parse(&format!("{sign}{number}")).filter(|_| is_plain);
            }
        }
        Self::parse(text)
    }

    /// Whether it has no fraction.
    pub(super) fn is_integer(&self) -> bool {
        self.exponent >= 0
    }

    fn is_zero(&self) -> bool {
        self.digits.is_empty()
    }

    /// Its lowest 64 bits as Go's `big.Int.Int64` gives them; `None` when it has a fraction.
    pub(super) fn low_bits(&self) -> Option<i64> {
        if !self.is_integer() {
            return None;
        }
        let mut bits: u64 = 0;
        for digit in &self.digits {
            bits = bits.wrapping_mul(10).wrapping_add(u64::from(*digit));
        }
        // Ten to the 64th has no low bits left.
        for _ in 0..self.exponent.min(64) {
            bits = bits.wrapping_mul(10);
        }
        let bits = if self.negative {
            bits.wrapping_neg()
        } else {
            bits
        };
        Some(bits.cast_signed())
    }

    /// Whether it is a multiple of `divisor`; `None` when that is 0.
    ///
    /// # Errors
    /// When both have very many digits.
    pub(super) fn is_multiple_of(&self, divisor: &Self) -> Option<Result<bool, TooLong>> {
        if divisor.is_zero() {
            return None;
        }
        if self.is_zero() {
            return Some(Ok(true));
        }
        let shift = self.exponent - divisor.exponent;
        if shift < 0 {
            // The last digit is not 0: no power of ten divides it.
            return Some(Ok(false));
        }
        let length = self.digits.len() as u64 + shift.unsigned_abs();
        if length.saturating_mul(divisor.digits.len() as u64) > 20_000_000 {
            return Some(Err(TooLong));
        }
        let zeros = std::iter::repeat_n(&0, usize::try_from(shift).unwrap_or(usize::MAX));
        let mut rest = Remainder::new(&divisor.digits);
        for digit in self.digits.iter().chain(zeros) {
            rest.push(*digit);
        }
        Some(Ok(rest.is_zero()))
    }

    /// A text that only this number has.
    pub(super) fn canonical(&self) -> String {
        let digits: String = self
            .digits
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect();
        let sign = if self.negative { "-" } else { "" };
        format!("{sign}{digits}e{}", self.exponent)
    }

    /// The nearest `float64`, as Go prints it in English (golang.org/x/text): `65,535`, `1.5×10⁰⁶`.
    pub(super) fn in_english(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        if self.is_zero() {
            return "0".to_owned();
        }
        let float: f64 = self.canonical().parse().unwrap_or_default();
        if float.is_infinite() {
            return format!("{sign}∞");
        }
        match Self::parse(&gotemplate::strconv::shortest_float(float)) {
            Some(shortest) => shortest.english_digits(),
            None => "NaN".to_owned(),
        }
    }

    /// As `%v` with golang.org/x/text's English printer (`fmtVariableFloat`).
    fn english_digits(&self) -> String {
        let digits: String = self
            .digits
            .iter()
            .map(|digit| char::from(b'0' + digit))
            .collect();
        let sign = if self.negative { "-" } else { "" };
        if digits.is_empty() {
            return "0".to_owned();
        }
        // How many digits stand before the point.
        let point = self.exponent + i64::try_from(digits.len()).unwrap_or(0);
        if !(-3..=6).contains(&point) {
            let (first, rest) = digits.split_at(1);
            let separator = if rest.is_empty() { "" } else { "." };
            return format!(
                "{sign}{first}{separator}{rest}×10{}",
                superscript(point - 1)
            );
        }
        if point <= 0 {
            let zeros = "0".repeat(usize::try_from(-point).unwrap_or(0));
            return format!("{sign}0.{zeros}{digits}");
        }
        let whole = usize::try_from(point).unwrap_or(0);
        match digits.split_at_checked(whole) {
            Some((whole, "")) => format!("{sign}{}", grouped(whole)),
            Some((whole, fraction)) => format!("{sign}{}.{fraction}", grouped(whole)),
            None => {
                let zeros = "0".repeat(whole - digits.len());
                format!("{sign}{}", grouped(&format!("{digits}{zeros}")))
            }
        }
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.is_zero(), number.negative) {
            (true, _) => 0,
            (false, false) => 1,
            (false, true) => -1,
        };
        let by_sign = sign(self).cmp(&sign(other));
        if by_sign != Ordering::Equal || self.is_zero() {
            return by_sign;
        }
        let magnitude = |number: &Self| {
            number
                .exponent
                .saturating_add(i64::try_from(number.digits.len()).unwrap_or(i64::MAX))
        };
        let by_size = magnitude(self)
            .cmp(&magnitude(other))
            // No digit behind the last is 0, so the longer of two that begin alike is the larger.
            .then_with(|| self.digits.cmp(&other.digits));
        if self.negative {
            by_size.reverse()
        } else {
            by_size
        }
    }
}

/// What is left of a dividend whose digits come one by one.
struct Remainder<'a> {
    divisor: &'a [u8],
    /// As long as the divisor and one more, the most significant first.
    rest: Vec<u8>,
}

impl<'a> Remainder<'a> {
    fn new(divisor: &'a [u8]) -> Self {
        Self {
            divisor,
            rest: vec![0; divisor.len() + 1],
        }
    }

    fn push(&mut self, digit: u8) {
        self.rest.remove(0);
        self.rest.push(digit);
        while !self.is_less() {
            let mut borrow = 0;
            let divisor = self.divisor.iter().rev().chain(std::iter::once(&0));
            for (place, digit) in self.rest.iter_mut().rev().zip(divisor) {
                let take = digit + borrow;
                borrow = u8::from(*place < take);
                *place = *place + 10 * borrow - take;
            }
        }
    }

    fn is_less(&self) -> bool {
        match self.rest.split_first() {
            Some((0, rest)) => rest < self.divisor,
            _ => false,
        }
    }

    fn is_zero(&self) -> bool {
        self.rest.iter().all(|digit| *digit == 0)
    }
}

/// An exponent of at least two digits.
fn superscript(exponent: i64) -> String {
    const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let sign = if exponent < 0 { "⁻" } else { "" };
    let digits: String = format!("{:02}", exponent.unsigned_abs())
        .bytes()
        .filter_map(|digit| DIGITS.get(usize::from(digit.wrapping_sub(b'0'))))
        .collect();
    format!("{sign}{digits}")
}

/// A count as golang.org/x/text's English printer writes it: `1,234`.
pub(super) fn count(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(&number.unsigned_abs().to_string()))
}

/// Digits with a comma before every third.
fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap()
    }

    /// What golang.org/x/text 0.40 prints for `%v`.
    #[test]
    fn floats_are_printed_in_english() {
        for (text, expected) in [
            ("0", "0"),
            ("-0.25", "-0.25"),
            ("1000", "1,000"),
            ("70000.0", "70,000"),
            ("999999", "999,999"),
            ("999999.5", "999,999.5"),
            ("1e6", "1×10⁰⁶"),
            ("1234567", "1.234567×10⁰⁶"),
            ("1e22", "1×10²²"),
            ("1.5e-5", "1.5×10⁻⁰⁵"),
            ("0.0001234", "0.0001234"),
            ("1.7976931348623157e308", "1.7976931348623157×10³⁰⁸"),
            ("5e-324", "5×10⁻³²⁴"),
            ("-12345.678", "-12,345.678"),
            ("0.30000000000000004", "0.30000000000000004"),
            ("1e309", "∞"),
            ("12345678901234567890", "1.2345678901234567×10¹⁹"),
        ] {
            assert_eq!(decimal(text).in_english(), expected, "{text}");
        }
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(-100), "-100");
    }

    #[test]
    fn numbers_that_go_refuses() {
        for text in [
            "",
            "NaN",
            "+Inf",
            "1e1000001",
            "1e-1000001",
            "1e99999999999999999999",
        ] {
            assert_eq!(Decimal::parse(text), None, "{text}");
        }
        assert!(Decimal::parse("0e99999999").is_some());
    }

    #[test]
    fn order_is_exact() {
        let sorted = [
            "-1e400",
            "-12",
            "-1.5",
            "0",
            "1e-400",
            "0.1",
            "0.10000000000000000001",
            "1",
            "1.5",
            "12",
            "1e400",
        ];
        for (left, first) in sorted.iter().enumerate() {
            for (right, second) in sorted.iter().enumerate() {
                assert_eq!(decimal(first).cmp(&decimal(second)), left.cmp(&right));
            }
        }
        assert_eq!(decimal("1e+06"), decimal("1000000.000"));
    }

    #[test]
    fn multiples_are_exact() {
        for (number, divisor, expected) in [
            ("0.3", "0.1", true),
            ("4.35", "0.01", true),
            ("10", "3", false),
            ("9", "3", true),
            ("1e30", "7", false),
            ("7e30", "7", true),
            ("0.05", "0.1", false),
            ("0", "3", true),
            (
                "123456789012345678901234567890",
                "12345678901234567890",
                false,
            ),
            (
                "246913578024691357802469135780",
                "123456789012345678901234567890",
                true,
            ),
        ] {
            assert_eq!(
                decimal(number).is_multiple_of(&decimal(divisor)),
                Some(Ok(expected)),
                "{number} {divisor}"
            );
        }
        assert_eq!(decimal("1").is_multiple_of(&decimal("0")), None);
    }

    #[test]
    fn any_text_may_be_a_number() {
        for (text, expected) in [
            ("0x1F", Some("31")),
            ("-0b11", Some("-3")),
            ("0o17", Some("15")),
            (".5", Some("0.5")),
            ("+5.", Some("5")),
            ("0x", None),
            ("0x+1", None),
            ("1 ", None),
        ] {
            assert_eq!(Decimal::parse_any(text), expected.map(decimal), "{text}");
        }
    }

    #[test]
    fn low_bits_wrap() {
        assert_eq!(decimal("-3").low_bits(), Some(-3));
        assert_eq!(decimal("18446744073709551617").low_bits(), Some(1));
        assert_eq!(decimal("1e70").low_bits(), Some(0));
        assert_eq!(decimal("1.5").low_bits(), None);
    }
}
