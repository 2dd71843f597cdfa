//! Floats as Go's strconv prints them: the fewest digits that read back as the same number.

/// The decimal digits of a number and the power of ten of the first one (`d.ddd × 10^exponent`).
struct Decimal {
    negative: bool,
    digits: String,
    exponent: i32,
}

impl Decimal {
    /// From Rust's shortest exponent form: `-1.25e-7`.
    fn new(text: &str) -> Self {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        Decimal {
            negative,
            digits: mantissa.replace('.', ""),
            exponent: exponent.parse().unwrap_or(0),
        }
    }

    /// Rust rounds half up where two shortest forms are equally near; Go takes the even digit.
    /// `exact` is the number with more digits than a tie needs.
    fn rounded_to_even(mut self, exact: &str) -> Self {
        let exact = exact.trim_start_matches('-').replace('.', "");
        let exact = exact.split('e').next().unwrap_or_default();
        let (Some(last), Some(tail)) = (self.digits.pop(), exact.get(self.digits.len()..)) else {
            return self;
        };
        let below = match last {
            '1' | '3' | '5' | '7' | '9' => char::from_u32(u32::from(last) - 1),
            _ => None,
        };
        let tie = below.filter(|below| {
            exact.starts_with(&self.digits)
                && tail
                    .strip_prefix(*below)
                    .and_then(|tail| tail.strip_prefix('5'))
                    .is_some_and(|tail| tail.bytes().all(|digit| digit == b'0'))
        });
        self.digits.push(tie.unwrap_or(last));
        self
    }

    fn sign(&self) -> &'static str {
        if self.negative { "-" } else { "" }
    }

    /// `d.ddde±xx`, at least two digits in the exponent.
    fn scientific(&self) -> String {
        let (first, rest) = self.digits.split_at_checked(1).unwrap_or(("0", ""));
        let point = if rest.is_empty() { "" } else { "." };
        let sign = if self.exponent < 0 { '-' } else { '+' };
        format!(
            "{}{first}{point}{rest}e{sign}{:02}",
            self.sign(),
            self.exponent.unsigned_abs()
        )
    }

    /// `ddd.ddd`.
    fn positional(&self) -> String {
        let digits = &self.digits;
        if self.exponent < 0 {
            let zeros = "0".repeat(self.exponent.unsigned_abs() as usize - 1);
            return format!("{}0.{zeros}{digits}", self.sign());
        }
        let whole = self.exponent.unsigned_abs() as usize + 1;
        match digits.split_at_checked(whole) {
            Some((digits, "")) => format!("{}{digits}", self.sign()),
            Some((digits, fraction)) => format!("{}{digits}.{fraction}", self.sign()),
            None => {
                let zeros = "0".repeat(whole - digits.len());
                format!("{}{digits}{zeros}", self.sign())
            }
        }
    }

    /// `'g'` with the fewest digits: Go takes 6 for the precision then.
    fn general(&self) -> String {
        if (-4..6).contains(&self.exponent) {
            self.positional()
        } else {
            self.scientific()
        }
    }
}

fn double(value: f64) -> Decimal {
    let decimal = Decimal::new(&format!("{value:e}"));
    // Short forms are exact or far from a tie.
    if decimal.digits.len() < 15 {
        return decimal;
    }
    decimal.rounded_to_even(&format!("{value:.60e}"))
}

/// `encoding/json`'s form: 'f', but 'e' below 1e-6 and from 1e21 on, with `e-09` written `e-9`.
pub fn json_float(value: f64) -> String {
    if value == 0.0 {
        return if value.is_sign_negative() { "-0" } else { "0" }.to_owned();
    }
    let decimal = double(value);
    let size = value.abs();
    if !(1e-6..1e21).contains(&size) {
        let text = decimal.scientific();
        return match decimal.exponent {
            -9..0 => text.replace("e-0", "e-"),
            _ => text,
        };
    }
    decimal.positional()
}

/// `strconv.FormatFloat(value, 'g', -1, 64)`.
pub fn shortest_float(value: f64) -> String {
    let decimal = double(value);
    decimal.general()
}

/// `strconv.FormatFloat(value, 'g', -1, 32)`.
pub fn shortest_float32(value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "Go converts with float32(v)"
    )]
    let narrow = value as f32;
    if let Some(word) = not_finite(f64::from(narrow)) {
        return word.to_owned();
    }
    let decimal = Decimal::new(&format!("{narrow:e}"));
    let decimal = decimal.rounded_to_even(&format!("{narrow:.60e}"));
    decimal.general()
}

/// Go's word for a float that is no number.
pub fn not_finite(value: f64) -> Option<&'static str> {
    if value.is_nan() {
        Some("NaN")
    } else if value.is_infinite() {
        Some(if value > 0.0 { "+Inf" } else { "-Inf" })
    } else {
        None
    }
}

/// `%#v` of a float64.
pub fn go_syntax_float(value: f64) -> String {
    if let Some(word) = not_finite(value) {
        return word.to_owned();
    }
    shortest_float(value)
}
