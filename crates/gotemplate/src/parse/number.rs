//! Constants under all types that can hold them: Go's ideal constants (`newNumber` of `text/template/parse/node.go`).

use super::Number;
use super::item::{Item, ItemKind};
use crate::strconv::{
    FloatSize, NumberError, UnquoteError, parse_float, parse_int, parse_uint, quote, unquote_char,
};

/// A constant that is none.
#[derive(Debug, PartialEq, thiserror::Error)]
pub(super) enum ConstantError {
    #[error(transparent)]
    Character(#[from] UnquoteError),
    #[error("malformed character constant: {0}")]
    MalformedCharacter(String),
    /// The words of `fmt.Sscan`.
    #[error("syntax error scanning complex number")]
    Complex,
    /// The words of `fmt.Sscan` on one part of a complex number.
    #[error(transparent)]
    ComplexPart(NumberError),
    #[error("integer overflow: {}", quote(.0.as_bytes()))]
    IntegerOverflow(String),
    #[error("illegal number syntax: {}", quote(.0.as_bytes()))]
    Syntax(String),
}

impl Number {
    /// From a number, a complex number or a character constant.
    pub(super) fn parse(item: &Item<'_>) -> Result<Self, ConstantError> {
        let text = item.text().into_owned();
        let number = Self {
            position: item.position,
            signed: None,
            unsigned: None,
            float: None,
            complex: None,
            text,
        };
        match item.kind {
            ItemKind::CharConstant => Ok(number.with_character(character(item.value)?)),
            ItemKind::Complex => {
                let (real, imaginary) = complex(&number.text)?;
                Ok(number.with_complex(real, imaginary))
            }
            _ => number.with_number(),
        }
    }

    fn with_character(self, character: u32) -> Self {
        Self {
            signed: Some(i64::from(character)),
            unsigned: Some(u64::from(character)),
            float: Some(f64::from(character)),
            ..self
        }
    }

    /// A complex number is a simpler one too when it has no imaginary part.
    fn with_complex(self, real: f64, imaginary: f64) -> Self {
        let float = (imaginary == 0.0).then_some(real);
        Self {
            signed: float.and_then(float_as_signed),
            unsigned: float.and_then(float_as_unsigned),
            float,
            complex: Some((real, imaginary)),
            ..self
        }
    }

    fn with_number(mut self) -> Result<Self, ConstantError> {
        if let Some(imaginary) = self.text.strip_suffix('i')
            && let Ok(imaginary) = parse_float(imaginary, FloatSize::Double)
        {
            return Ok(self.with_complex(0.0, imaginary));
        }
        self.signed = parse_int(&self.text, 0, 64).ok();
        self.unsigned = match self.signed {
            // Also for -0 and +0, which are no unsigned integers of strconv.
            Some(0) => Some(0),
            _ => parse_uint(&self.text, 0, 64).ok(),
        };
        #[expect(clippy::cast_precision_loss, reason = "Go promotes integers this way")]
        let promoted = match (self.signed, self.unsigned) {
            (Some(signed), _) => Some(signed as f64),
            (None, Some(unsigned)) => Some(unsigned as f64),
            (None, None) => None,
        };
        if promoted.is_some() {
            self.float = promoted;
            return Ok(self);
        }
        let Ok(float) = parse_float(&self.text, FloatSize::Double) else {
            return Err(ConstantError::Syntax(self.text));
        };
        // It looks like an integer, but none can hold it.
        if !self.text.contains(['.', 'e', 'E', 'p', 'P']) {
            return Err(ConstantError::IntegerOverflow(self.text));
        }
        self.float = Some(float);
        self.signed = float_as_signed(float);
        self.unsigned = float_as_unsigned(float);
        Ok(self)
    }
}

fn character(text: &[u8]) -> Result<u32, ConstantError> {
    let (quote, inner) = text.split_first().ok_or(UnquoteError)?;
    let (character, tail) = unquote_char(inner, *quote)?;
    if tail != b"'" {
        let text = String::from_utf8_lossy(text).into_owned();
        return Err(ConstantError::MalformedCharacter(text));
    }
    Ok(character.code())
}

/// The integer that a float is.
fn float_as_signed(float: f64) -> Option<i64> {
    const END: f64 = 9_223_372_036_854_775_808.0;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it has no fraction and fits"
    )]
    (float.fract() == 0.0 && (-END..END).contains(&float)).then_some(float as i64)
}

/// The unsigned integer that a float is.
fn float_as_unsigned(float: f64) -> Option<u64> {
    const END: f64 = 18_446_744_073_709_551_616.0;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it has no fraction and fits"
    )]
    (float.fract() == 0.0 && (0.0..END).contains(&float)).then_some(float as u64)
}

/// Both parts of a complex number, as `fmt.Sscan` reads it. Its grammar is not quite that of constants.
fn complex(text: &str) -> Result<(f64, f64), ConstantError> {
    let (real, rest) = float_word(text);
    let sign = rest
        .strip_prefix(['+', '-'])
        .ok_or(ConstantError::Complex)?;
    let (size, rest) = float_word(sign);
    if !rest.starts_with('i') {
        return Err(ConstantError::Complex);
    }
    let length = text.len().saturating_sub(rest.len());
    let imaginary = text.get(real.len()..length).unwrap_or(size);
    Ok((complex_part(real)?, complex_part(imaginary)?))
}

fn complex_part(text: &str) -> Result<f64, ConstantError> {
    parse_float(text, FloatSize::Double).map_err(ConstantError::ComplexPart)
}

/// What `fmt.Sscan` takes for a float, and what is behind it.
fn float_word(text: &str) -> (&str, &str) {
    let mut rest = text.strip_prefix(['+', '-']).unwrap_or(text);
    // It may be the start of "Inf".
    rest = rest.strip_prefix('i').unwrap_or(rest);
    let hexadecimal = rest.strip_prefix("0x").or_else(|| rest.strip_prefix("0X"));
    let is_digit = |character: char| match hexadecimal {
        Some(_) => character.is_ascii_hexdigit() || character == '_',
        None => character.is_ascii_digit() || character == '_',
    };
    let exponents: &[char] = match hexadecimal {
        Some(_) => &['p', 'P'],
        None => &['e', 'E', 'p', 'P'],
    };
    rest = hexadecimal.unwrap_or(rest).trim_start_matches(is_digit);
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = fraction.trim_start_matches(is_digit);
    }
    if let Some(exponent) = rest.strip_prefix(exponents) {
        rest = exponent
            .strip_prefix(['+', '-'])
            .unwrap_or(exponent)
            .trim_start_matches(|character: char| character.is_ascii_digit() || character == '_');
    }
    text.split_at_checked(text.len().saturating_sub(rest.len()))
        .unwrap_or((text, ""))
}

#[cfg(test)]
mod tests;
