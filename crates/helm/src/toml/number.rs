//! Reading numbers and times: the pieces, and what they are (lex.go and parse.go of BurntSushi/toml).

use gotemplate::Value;
use gotemplate::strconv::{quote, quote_rune};
use gotemplate::time::{Location, RFC3339_NANO, Time};

use super::lexer::{Fault, Kind, Lexer};
use super::states::State;

/// Go's NaN (`math.NaN`) is not the processor's.
const NAN: f64 = f64::from_bits(0x7ff8_0000_0000_0001);

impl Lexer<'_> {
    fn piece(&mut self, kind: Kind) -> State {
        self.emit(kind);
        self.pop()
    }

    /// Reads characters, and gives back the first that is none of them.
    fn read_while(&mut self, predicate: impl Fn(char) -> bool) -> Result<(), Fault> {
        while self.next()?.is_some_and(&predicate) {}
        self.back_up();
        Ok(())
    }

    /// Comes at the first digit.
    pub(super) fn number_or_date(&mut self) -> Result<State, Fault> {
        if self.next()? == Some('0') {
            let (name, is_digit): (&str, fn(char) -> bool) = match self.next()? {
                Some('0'..='9') => return self.digits(),
                Some('_') => return self.decimal(),
                Some('.' | 'e' | 'E') => return self.float(),
                Some('b') => ("a binary", |digit| matches!(digit, '0' | '1')),
                Some('o') => ("an octal", |digit| digit.is_digit(8)),
                Some('x') => ("a hexadecimal", |digit| digit.is_ascii_hexdigit()),
                _ => {
                    self.back_up();
                    return Ok(self.piece(Kind::Integer));
                }
            };
            let next = self.peek()?;
            if !next.is_some_and(is_digit) {
                let read = String::from_utf8_lossy(self.current()).into_owned();
                let next = next.unwrap_or('\0');
                return Err(self.fault(format!("not {name} number: '{read}{next}'")));
            }
            self.read_while(|character| is_digit(character) || character == '_')?;
            return Ok(self.piece(Kind::Integer));
        }
        self.digits()
    }

    /// Reads on in what can still be a number or a time.
    fn digits(&mut self) -> Result<State, Fault> {
        self.read_while(|character| character.is_ascii_digit())?;
        match self.next()? {
            Some('-' | ':') => self.date_time(),
            Some('_') => self.decimal(),
            Some('.' | 'e' | 'E') => self.float(),
            _ => {
                self.back_up();
                Ok(self.piece(Kind::Integer))
            }
        }
    }

    fn decimal(&mut self) -> Result<State, Fault> {
        self.read_while(|character| character.is_ascii_digit() || character == '_')?;
        match self.next()? {
            Some('.' | 'e' | 'E') => self.float(),
            _ => {
                self.back_up();
                Ok(self.piece(Kind::Integer))
            }
        }
    }

    fn float(&mut self) -> Result<State, Fault> {
        self.read_while(|character| {
            character.is_ascii_digit() || matches!(character, '_' | '.' | '-' | '+' | 'e' | 'E')
        })?;
        Ok(self.piece(Kind::Float))
    }

    fn date_time(&mut self) -> Result<State, Fault> {
        self.read_while(|character| {
            character.is_ascii_digit()
                || matches!(
                    character,
                    '-' | ':' | 'T' | 't' | ' ' | '.' | 'Z' | 'z' | '+'
                )
        })?;
        let text = self.current().trim_ascii();
        self.emit_text(Kind::DateTime, text);
        Ok(self.pop())
    }

    /// Comes after a sign.
    pub(super) fn signed_number(&mut self) -> Result<State, Fault> {
        let first = self.next()?;
        match first {
            Some(letter @ ('i' | 'n')) => {
                let (second, third) = if letter == 'i' {
                    ('n', 'f')
                } else {
                    ('a', 'n')
                };
                if !self.accept(second)? || !self.accept(third)? {
                    let read = String::from_utf8_lossy(self.current()).into_owned();
                    return Err(self.fault(format!("invalid float: '{read}'")));
                }
                return Ok(self.piece(Kind::Float));
            }
            Some('0') => {
                if let Some(base @ ('b' | 'o' | 'x')) = self.peek()? {
                    let read = String::from_utf8_lossy(self.current()).into_owned();
                    return Err(self.fault(format!(
                        "cannot use sign with non-decimal numbers: '{read}{base}'"
                    )));
                }
            }
            Some('.') => return Err(self.fault("floats must start with a digit, not '.'")),
            _ => {}
        }
        if first.is_some_and(|digit| digit.is_ascii_digit()) {
            return self.decimal();
        }
        Err(self.fault(format!(
            "expected a digit but got {}",
            quote_rune(first.unwrap_or('\0'))
        )))
    }
}

/// Whether every underscore is between digits.
fn underscores_are_between_digits(text: &str) -> bool {
    if matches!(text, "nan" | "+nan" | "-nan" | "inf" | "-inf" | "+inf") {
        return true;
    }
    let mut after_digit = false;
    for character in text.chars() {
        if character == '_' && !after_digit {
            return false;
        }
        after_digit = character.is_ascii_hexdigit();
    }
    after_digit
}

fn has_leading_zero(text: &str) -> bool {
    match text.as_bytes() {
        [b'0', second, ..] => !matches!(second, b'b' | b'o' | b'x'),
        [b'-' | b'+', b'0', _, ..] => true,
        _ => false,
    }
}

/// Whether a digit comes after every point.
fn points_have_digits(text: &str) -> bool {
    let mut after_point = false;
    for character in text.chars() {
        if after_point && !character.is_ascii_digit() {
            return false;
        }
        after_point = character == '.';
    }
    !after_point
}

/// What an integer is.
///
/// # Errors
/// The parser's words.
pub(super) fn integer(text: &str) -> Result<Value, String> {
    let invalid = |what: &str| format!("Invalid integer {}: {what}", quote(text.as_bytes()));
    if !underscores_are_between_digits(text) {
        return Err(invalid("underscores must be surrounded by digits"));
    }
    if has_leading_zero(text) {
        return Err(invalid("cannot have leading zeroes"));
    }
    let plain = text.replace('_', "");
    let (digits, base) = match plain.as_bytes() {
        [b'0', b'x', ..] => (plain.get(2..), 16),
        [b'0', b'o', ..] => (plain.get(2..), 8),
        [b'0', b'b', ..] => (plain.get(2..), 2),
        _ => (plain.get(0..), 10),
    };
    i64::from_str_radix(digits.unwrap_or_default(), base)
        .map(Value::Int64)
        .map_err(|_| format!("{text} is out of range for int64"))
}

/// What a float is.
///
/// # Errors
/// The parser's words.
pub(super) fn float(text: &str) -> Result<Value, String> {
    let invalid = |what: &str| format!("Invalid float {}: {what}", quote(text.as_bytes()));
    let mut parts = text.split(['.', 'e', 'E']).filter(|part| !part.is_empty());
    if !parts.clone().all(underscores_are_between_digits) {
        return Err(invalid("underscores must be surrounded by digits"));
    }
    if parts.next().is_some_and(has_leading_zero) {
        return Err(invalid("cannot have leading zeroes"));
    }
    if !points_have_digits(text) {
        return Err(invalid("'.' must be followed by one or more digits"));
    }
    let plain = text.replace('_', "");
    let number: f64 = match &*plain {
        "nan" | "+nan" => NAN,
        "-nan" => -NAN,
        plain => plain
            .parse()
            .map_err(|_| format!("Invalid float value: {}", quote(text.as_bytes())))?,
    };
    if number.is_infinite() && !plain.ends_with("inf") {
        return Err(format!("{text} is out of range for float64"));
    }
    Ok(Value::Float64(number))
}

/// The timezones of times that have none: Go marks them by names that it looks for when it writes.
#[derive(Debug, Clone)]
pub(super) struct Zones {
    pub(super) local: Location,
    pub(super) date_time: Location,
    pub(super) date: Location,
    pub(super) time: Location,
}

/// What a time is.
///
/// # Errors
/// The parser's words.
pub(super) fn date_time(text: &[u8], zones: &Zones) -> Result<Value, String> {
    let text: Vec<u8> = text
        .iter()
        .map(|byte| match byte {
            b'z' => b'Z',
            b't' | b' ' => b'T',
            other => *other,
        })
        .collect();
    let invalid = || format!("invalid datetime: {}", quote(&text));
    let layouts: [(&[u8], &Location); 7] = [
        (RFC3339_NANO, &zones.local),
        (b"2006-01-02T15:04:05.999999999", &zones.date_time),
        (b"2006-01-02", &zones.date),
        (b"15:04:05.999999999", &zones.time),
        (b"2006-01-02T15:04Z07:00", &zones.local),
        (b"2006-01-02T15:04", &zones.date_time),
        (b"15:04", &zones.time),
    ];
    for (layout, location) in layouts {
        if let Ok(time) = Time::parse(layout, &text, location) {
            return if lacks_leading_zero(&text, layout) {
                Err(invalid())
            } else {
                Ok(time.into())
            };
        }
    }
    Err(invalid())
}

/// Whether a number has fewer digits than the layout has, which Go's `time` lets pass: then the marks between the
/// numbers are not where they should be.
fn lacks_leading_zero(text: &[u8], layout: &[u8]) -> bool {
    layout
        .iter()
        .take_while(|byte| !matches!(byte, b'.' | b'Z'))
        .enumerate()
        .any(|(index, byte)| !byte.is_ascii_digit() && text.get(index) != Some(byte))
}
