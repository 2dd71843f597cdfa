//! Floats as Go's `math` treats them, where Rust's standard library differs.

/// Sprig's `round`: up from `round_on` on, the decimals behind `places` cut off. Negative numbers are rounded as Go
/// happens to: their fraction is negative too, so they go down.
pub(super) fn round(value: f64, places: i64, round_on: f64) -> f64 {
    let power = power_of_ten(places);
    let shifted = power * value;
    // Of an infinity there is no fraction: Rust and Go both give NaN here, which is not `>=`.
    let rounded = if shifted.fract() >= round_on {
        shifted.ceil()
    } else {
        shifted.floor()
    };
    rounded / power
}

/// `math.Max`: what is no number wins over all but infinity.
pub(super) fn larger(left: f64, right: f64) -> f64 {
    if left == f64::INFINITY || right == f64::INFINITY {
        f64::INFINITY
    } else if left.is_nan() || right.is_nan() {
        f64::NAN
    } else if left == 0.0 && right == 0.0 {
        if left.is_sign_negative() { right } else { left }
    } else if left > right {
        left
    } else {
        right
    }
}

/// `math.Min`: what is no number wins over all but negative infinity.
pub(super) fn smaller(left: f64, right: f64) -> f64 {
    -larger(-left, -right)
}

/// `math.Pow(10, exponent)`, digit for digit: by squaring, with the power of two kept apart.
fn power_of_ten(exponent: i64) -> f64 {
    /// Where it is certain that the result is no float64 any more.
    const OVERFLOW: i64 = 1 << 12;

    match exponent {
        0 => return 1.0,
        1 => return 10.0,
        _ => {}
    }
    let (mut fraction, mut shift) = (1.0_f64, 0_i64);
    // 10 = 0.625 × 2^4
    let (mut square, mut square_shift) = (0.625_f64, 4_i64);
    let mut left = exponent.unsigned_abs();
    while left != 0 {
        if square_shift.abs() > OVERFLOW {
            shift = shift.saturating_add(square_shift);
            break;
        }
        if left & 1 == 1 {
            fraction *= square;
            shift = shift.saturating_add(square_shift);
        }
        square *= square;
        square_shift = square_shift.saturating_mul(2);
        if square < 0.5 {
            square += square;
            square_shift = square_shift.saturating_sub(1);
        }
        left >>= 1;
    }
    if exponent < 0 {
        fraction = 1.0 / fraction;
        shift = shift.saturating_neg();
    }
    scaled(fraction, shift)
}

/// `math.Ldexp`: `fraction × 2^shift`. The fraction is positive and no subnormal.
fn scaled(fraction: f64, shift: i64) -> f64 {
    const MANTISSA: u64 = (1 << 52) - 1;

    let bits = fraction.to_bits();
    let exponent = shift
        .saturating_add_unsigned(bits >> 52)
        .saturating_sub(1023);
    if exponent > 1023 {
        return f64::INFINITY;
    }
    let (exponent, factor) = if exponent < -1022 {
        (exponent.saturating_add(53), 1.0 / (1_u64 << 53) as f64)
    } else {
        (exponent, 1.0)
    };
    match u64::try_from(exponent.saturating_add(1023)) {
        Ok(biased) => factor * f64::from_bits(bits & MANTISSA | biased << 52),
        Err(_) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_as_sprig_does() {
        let cases = [
            (123.5555, 3, 0.5, 123.556),
            (123.5555, 3, 0.6, 123.555),
            (1.005, 2, 0.5, 1.0),
            (2.5, 0, 0.5, 3.0),
            (-2.5, 0, 0.5, -3.0),
            (-2.1, 0, 0.5, -3.0),
            (1234.5, -2, 0.5, 1200.0),
            (1.5, 400, 0.5, f64::NAN),
            (1.5, i64::MIN, 0.5, f64::NAN),
            (f64::INFINITY, 2, 0.5, f64::INFINITY),
        ];
        for (value, places, round_on, expected) in cases {
            let found = round(value, places, round_on);
            assert!(
                found == expected || found.is_nan() && expected.is_nan(),
                "{value} {places} {round_on}: {found}"
            );
        }
    }

    #[test]
    fn powers_of_ten_are_gos() {
        for (exponent, expected) in [
            (0, 1.0),
            (1, 10.0),
            (-1, 0.1),
            (22, 1e22),
            (23, 1e23),
            (300, 1.000_000_000_000_000_6e300),
            (308, 1.000_000_000_000_000_6e308),
            (309, f64::INFINITY),
            (-308, 9.999_999_999_999_994e-309),
            (-324, 0.0),
            (i64::MAX, f64::INFINITY),
            (i64::MIN, 0.0),
        ] {
            assert_eq!(power_of_ten(exponent), expected, "{exponent}");
        }
    }

    #[test]
    fn extremes_treat_nan_and_zeros_as_go_does() {
        let infinity = f64::INFINITY;
        assert_eq!(larger(1.0, 2.0), 2.0);
        assert_eq!(larger(f64::NAN, infinity), infinity);
        assert!(larger(f64::NAN, 1.0).is_nan());
        assert!(larger(-0.0, 0.0).is_sign_positive());
        assert_eq!(smaller(1.0, 2.0), 1.0);
        assert_eq!(smaller(-infinity, f64::NAN), -infinity);
        assert!(smaller(1.0, f64::NAN).is_nan());
        assert!(smaller(0.0, -0.0).is_sign_negative());
    }
}
