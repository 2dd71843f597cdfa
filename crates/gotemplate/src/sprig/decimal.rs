//! Exact decimal numbers, as far as sprig calculates with them (`shopspring/decimal` 1.4).
//!
//! Every operand comes from a float, so it has at most 17 digits; what is calculated has any number of them.

use crate::budget::{Budget, Exhausted};
use crate::error::FunctionError;
use crate::strconv::{not_finite, shortest_float};

/// Digits after the point that a quotient keeps (`DivisionPrecision`).
const DIVISION_PRECISION: i64 = 16;

/// A number: `±coefficient × 10^exponent`.
#[derive(Debug, Clone)]
pub(super) struct Decimal {
    negative: bool,
    coefficient: Natural,
    exponent: i64,
}

/// The decimal number that is written with the fewest digits and read as the float (`NewFromFloat`).
#[derive(Debug, Clone, Copy)]
pub(super) struct Operand {
    negative: bool,
    coefficient: u64,
    exponent: i64,
}

impl Operand {
    /// # Errors
    /// For infinities and what is no number; Go panics.
    pub(super) fn from_float(value: f64) -> Result<Self, FunctionError> {
        if let Some(word) = not_finite(value) {
            return Err(format!("Cannot create a Decimal from {word}").into());
        }
        let text = shortest_float(value.abs());
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let exponent: i64 = exponent.parse().unwrap_or_default();
        let coefficient: u64 = format!("{whole}{fraction}").parse().unwrap_or_default();
        Ok(Self {
            negative: value < 0.0,
            coefficient,
            exponent: exponent.saturating_sub_unsigned(fraction.len() as u64),
        })
    }
}

impl From<Operand> for Decimal {
    fn from(operand: Operand) -> Self {
        Self {
            negative: operand.negative,
            coefficient: Natural::from(operand.coefficient),
            exponent: operand.exponent,
        }
    }
}

impl Decimal {
    /// `Add`
    pub(super) fn add(&self, other: Operand, budget: &Budget) -> Result<Self, FunctionError> {
        let other = Self::from(other);
        let exponent = self.exponent.min(other.exponent);
        let left = self.scaled_to(exponent, budget)?;
        let right = other.scaled_to(exponent, budget)?;
        let (negative, coefficient) = if self.negative == other.negative {
            (self.negative, left.plus(&right))
        } else {
            match left.minus(&right) {
                Ok(difference) => (self.negative, difference),
                Err(difference) => (other.negative, difference),
            }
        };
        Ok(Self {
            negative,
            coefficient,
            exponent,
        })
    }

    /// `Sub`
    pub(super) fn subtract(&self, other: Operand, budget: &Budget) -> Result<Self, FunctionError> {
        let negated = Operand {
            negative: !other.negative,
            ..other
        };
        self.add(negated, budget)
    }

    /// `Mul`
    pub(super) fn multiply(&self, other: Operand, budget: &Budget) -> Result<Self, FunctionError> {
        let exponent = self.exponent.saturating_add(other.exponent);
        if i32::try_from(exponent).is_err() {
            return Err(format!("exponent {exponent} overflows an int32!").into());
        }
        self.coefficient.charge(budget)?;
        Ok(Self {
            negative: self.negative != other.negative,
            coefficient: self.coefficient.times(other.coefficient),
            exponent,
        })
    }

    /// `Div`: 16 digits after the point, half away from zero.
    pub(super) fn divide(&self, other: Operand, budget: &Budget) -> Result<Self, FunctionError> {
        if other.coefficient == 0 {
            return Err("decimal division by 0".into());
        }
        let shift = self
            .exponent
            .saturating_sub(other.exponent)
            .saturating_add(DIVISION_PRECISION);
        self.coefficient.charge(budget)?;
        let (dividend, dropped_half) = match u64::try_from(shift) {
            Ok(shift) => (self.coefficient.shifted_up(shift, budget)?, false),
            Err(_) => self.coefficient.shifted_down(shift.unsigned_abs()),
        };
        let (mut quotient, remainder) = dividend.divided(other.coefficient);
        // Twice the remainder against the divisor; what was shifted out decides where only it is missing.
        let twice = u128::from(remainder) * 2 + u128::from(dropped_half);
        if twice >= u128::from(other.coefficient) {
            quotient = quotient.plus(&Natural::from(1));
        }
        Ok(Self {
            negative: self.negative != other.negative,
            coefficient: quotient,
            exponent: -DIVISION_PRECISION,
        })
    }

    /// The nearest float (`Float64`); zero has no sign.
    pub(super) fn to_float(&self) -> f64 {
        if self.coefficient.is_zero() {
            return 0.0;
        }
        let sign = if self.negative { "-" } else { "" };
        let digits = self.coefficient.digits();
        format!("{sign}{digits}e{}", self.exponent)
            .parse()
            .unwrap_or_default()
    }

    /// The coefficient for a lower exponent.
    fn scaled_to(&self, exponent: i64, budget: &Budget) -> Result<Natural, FunctionError> {
        let shift = u64::try_from(self.exponent.saturating_sub(exponent)).unwrap_or_default();
        self.coefficient.charge(budget)?;
        self.coefficient.shifted_up(shift, budget)
    }
}

/// A natural number: groups of 18 digits, the lowest first, the highest not 0.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Natural(Vec<u64>);

/// Digits of a group.
const GROUP: usize = 18;
/// One more than the largest group.
const BASE: u64 = 1_000_000_000_000_000_000;

impl From<u64> for Natural {
    fn from(value: u64) -> Self {
        Self(vec![value % BASE, value / BASE]).trimmed()
    }
}

impl Natural {
    fn from_digits(digits: &str) -> Self {
        let groups = digits.as_bytes().rchunks(GROUP).map(|group| {
            group
                .iter()
                .fold(0, |value, digit| value * 10 + u64::from(digit & 15))
        });
        Self(groups.collect()).trimmed()
    }

    fn trimmed(mut self) -> Self {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
        self
    }

    fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// `0` for zero.
    fn digits(&self) -> String {
        let mut groups = self.0.iter().rev();
        let mut out = groups.next().map_or_else(|| "0".to_owned(), u64::to_string);
        for group in groups {
            out.push_str(&format!("{group:018}"));
        }
        out
    }

    /// A step for each group: long chains of factors end.
    fn charge(&self, budget: &Budget) -> Result<(), Exhausted> {
        budget.step(self.0.len() as u64)
    }

    /// Times a power of ten.
    fn shifted_up(&self, zeros: u64, budget: &Budget) -> Result<Self, FunctionError> {
        if zeros == 0 || self.is_zero() {
            return Ok(self.clone());
        }
        budget.text(zeros)?;
        budget.step(zeros / GROUP as u64)?;
        let zeros = "0".repeat(usize::try_from(zeros).unwrap_or_default());
        Ok(Self::from_digits(&(self.digits() + &zeros)))
    }

    /// Without its last digits, and whether these are half of the next one or more.
    fn shifted_down(&self, count: u64) -> (Self, bool) {
        let digits = self.digits();
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let Some(kept) = digits.len().checked_sub(count) else {
            return (Self::from(0), false);
        };
        let (kept, dropped) = digits.split_at_checked(kept).unwrap_or((&digits, ""));
        (Self::from_digits(kept), dropped >= "5")
    }

    fn plus(&self, other: &Self) -> Self {
        let mut groups = Vec::with_capacity(self.0.len().max(other.0.len()) + 1);
        let mut carry = 0;
        for index in 0..self.0.len().max(other.0.len()) {
            let sum = self.group(index) + other.group(index) + carry;
            groups.push(sum % BASE);
            carry = sum / BASE;
        }
        groups.push(carry);
        Self(groups).trimmed()
    }

    /// The difference; as an error where the other one is larger.
    fn minus(&self, other: &Self) -> Result<Self, Self> {
        let order = self.0.len().cmp(&other.0.len());
        if order
            .then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
            .is_lt()
        {
            return Err(other.minus(self).unwrap_or_else(|difference| difference));
        }
        let mut groups = Vec::with_capacity(self.0.len());
        let mut borrow = 0;
        for (index, group) in self.0.iter().enumerate() {
            let taken = other.group(index) + borrow;
            borrow = u64::from(*group < taken);
            groups.push(group + borrow * BASE - taken);
        }
        Ok(Self(groups).trimmed())
    }

    fn group(&self, index: usize) -> u64 {
        self.0.get(index).copied().unwrap_or_default()
    }

    fn times(&self, factor: u64) -> Self {
        let mut groups = Vec::with_capacity(self.0.len() + 2);
        let mut carry = 0_u128;
        for group in &self.0 {
            let product = u128::from(*group) * u128::from(factor) + carry;
            groups.push(low(product));
            carry = product / u128::from(BASE);
        }
        groups.push(low(carry));
        groups.push(low(carry / u128::from(BASE)));
        Self(groups).trimmed()
    }

    /// Quotient and remainder. The divisor is not 0.
    fn divided(&self, divisor: u64) -> (Self, u64) {
        let divisor = u128::from(divisor.max(1));
        let mut groups = Vec::with_capacity(self.0.len() + 1);
        let mut remainder = 0_u128;
        for group in self.0.iter().rev() {
            let value = remainder * u128::from(BASE) + u128::from(*group);
            groups.push(low(value / divisor));
            remainder = value % divisor;
        }
        groups.reverse();
        (
            Self(groups).trimmed(),
            u64::try_from(remainder).unwrap_or_default(),
        )
    }
}

/// The lowest group of a number.
fn low(value: u128) -> u64 {
    u64::try_from(value % u128::from(BASE)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    type Operation = fn(&Decimal, Operand, &Budget) -> Result<Decimal, FunctionError>;

    fn run(operation: Operation, values: &[f64]) -> Result<f64, String> {
        let budget = Budget::default();
        let mut operands = values.iter().map(|value| Operand::from_float(*value));
        let mut result: Decimal = operands.next().unwrap().unwrap().into();
        for operand in operands {
            let operand = operand.map_err(|error| error.to_string())?;
            result = operation(&result, operand, &budget).map_err(|error| error.to_string())?;
        }
        Ok(result.to_float())
    }

    #[test]
    fn calculates_exactly() {
        let cases: [(Operation, &[f64], f64); 20] = [
            (Decimal::add, &[0.1, 0.2], 0.3),
            (Decimal::add, &[1e308, 1e-308, -1e308], 1e-308),
            (Decimal::add, &[1e308, 1e308], f64::INFINITY),
            (Decimal::add, &[1.0, -1.0], 0.0),
            (Decimal::add, &[-3.0, 1.0], -2.0),
            (Decimal::add, &[999_999_999_999_999_900.0, 100.0], 1e18),
            (Decimal::subtract, &[0.3, 0.1, 0.1], 0.1),
            (Decimal::subtract, &[1.0, 3.0], -2.0),
            (Decimal::subtract, &[0.0, -1.5], 1.5),
            (Decimal::multiply, &[1.1, 1.1], 1.21),
            (Decimal::multiply, &[-1.5, 2.0, 2.0], -6.0),
            (Decimal::multiply, &[1e200, 1e200, 1e-200, 1e-200], 1.0),
            (
                Decimal::multiply,
                &[123_456_789.0, 987_654_321.0, 123_456_789.0],
                1.505_341_111_148_744_8e25,
            ),
            (Decimal::divide, &[1.0, 3.0], 0.333_333_333_333_333_3),
            (Decimal::divide, &[2.0, 3.0], 0.666_666_666_666_666_7),
            (Decimal::divide, &[-2.0, 3.0], -0.666_666_666_666_666_7),
            (Decimal::divide, &[10.0, 4.0, 2.0], 1.25),
            (Decimal::divide, &[1e-17, 2.0], 0.0),
            (Decimal::divide, &[1e-16, 2.0], 1e-16),
            (Decimal::divide, &[1e300, 1e-300], f64::INFINITY),
        ];
        for (index, (operation, values, expected)) in cases.into_iter().enumerate() {
            assert_eq!(run(operation, values), Ok(expected), "{index}: {values:?}");
        }
    }

    #[test]
    fn refuses_with_shopsprings_words() {
        assert_eq!(
            run(Decimal::divide, &[1.0, 0.0]),
            Err("decimal division by 0".to_owned())
        );
        for (value, word) in [
            (f64::NAN, "NaN"),
            (f64::INFINITY, "+Inf"),
            (f64::NEG_INFINITY, "-Inf"),
        ] {
            assert_eq!(
                run(Decimal::add, &[1.0, value]),
                Err(format!("Cannot create a Decimal from {word}"))
            );
        }
    }
}
