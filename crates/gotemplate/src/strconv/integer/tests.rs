//! Integers, with results that Go's strconv gave.

use super::*;

fn shown<T: ToString, E: ToString>(result: Result<T, E>) -> String {
    result.map_or_else(|error| error.to_string(), |value| value.to_string())
}

#[test]
fn reads_signed_integers() {
    let cases: &[(&str, u32, u32, &str)] = &[
        ("0", 10, 64, "0"),
        ("-0", 10, 64, "0"),
        ("+12", 10, 64, "12"),
        ("012345", 10, 64, "12345"),
        ("012345", 0, 64, "5349"),
        ("0x1F", 0, 64, "31"),
        ("0X_1f", 0, 64, "31"),
        ("-0b101", 0, 64, "-5"),
        ("0o17", 0, 64, "15"),
        ("1_000", 0, 64, "1000"),
        (
            "0_8",
            0,
            64,
            "strconv.ParseInt: parsing \"0_8\": invalid syntax",
        ),
        (
            "1__0",
            0,
            64,
            "strconv.ParseInt: parsing \"1__0\": invalid syntax",
        ),
        (
            "_1",
            0,
            64,
            "strconv.ParseInt: parsing \"_1\": invalid syntax",
        ),
        (
            "1_",
            0,
            64,
            "strconv.ParseInt: parsing \"1_\": invalid syntax",
        ),
        (
            "1_0",
            10,
            64,
            "strconv.ParseInt: parsing \"1_0\": invalid syntax",
        ),
        (
            "0x",
            0,
            64,
            "strconv.ParseInt: parsing \"0x\": invalid syntax",
        ),
        ("", 10, 64, "strconv.ParseInt: parsing \"\": invalid syntax"),
        (
            "-",
            10,
            64,
            "strconv.ParseInt: parsing \"-\": invalid syntax",
        ),
        (
            "+-1",
            10,
            64,
            "strconv.ParseInt: parsing \"+-1\": invalid syntax",
        ),
        (
            "1.0",
            10,
            64,
            "strconv.ParseInt: parsing \"1.0\": invalid syntax",
        ),
        ("z", 36, 64, "35"),
        ("9223372036854775807", 10, 0, "9223372036854775807"),
        ("-9223372036854775808", 10, 0, "-9223372036854775808"),
        (
            "9223372036854775808",
            10,
            0,
            "strconv.ParseInt: parsing \"9223372036854775808\": value out of range",
        ),
        (
            "-9223372036854775809",
            10,
            0,
            "strconv.ParseInt: parsing \"-9223372036854775809\": value out of range",
        ),
        // What comes after the overflow is not looked at.
        (
            "99999999999999999999x",
            10,
            64,
            "strconv.ParseInt: parsing \"99999999999999999999x\": value out of range",
        ),
        ("127", 10, 8, "127"),
        ("-128", 10, 8, "-128"),
        (
            "128",
            10,
            8,
            "strconv.ParseInt: parsing \"128\": value out of range",
        ),
        (
            "1",
            1,
            64,
            "strconv.ParseInt: parsing \"1\": invalid base 1",
        ),
        (
            "1",
            37,
            64,
            "strconv.ParseInt: parsing \"1\": invalid base 37",
        ),
        (
            "1",
            10,
            65,
            "strconv.ParseInt: parsing \"1\": invalid bit size 65",
        ),
    ];
    for (text, base, bits, expected) in cases {
        assert_eq!(shown(parse_int(text, *base, *bits)), *expected, "{text}");
    }
}

#[test]
fn reads_unsigned_integers() {
    let cases: &[(&str, u32, u32, &str)] = &[
        ("18446744073709551615", 10, 64, "18446744073709551615"),
        ("0xFFFFFFFFFFFFFFFF", 0, 64, "18446744073709551615"),
        (
            "18446744073709551616",
            10,
            64,
            "strconv.ParseUint: parsing \"18446744073709551616\": value out of range",
        ),
        (
            "256",
            10,
            8,
            "strconv.ParseUint: parsing \"256\": value out of range",
        ),
        (
            "+1",
            10,
            64,
            "strconv.ParseUint: parsing \"+1\": invalid syntax",
        ),
        (
            "-1",
            10,
            64,
            "strconv.ParseUint: parsing \"-1\": invalid syntax",
        ),
    ];
    for (text, base, bits, expected) in cases {
        assert_eq!(shown(parse_uint(text, *base, *bits)), *expected, "{text}");
    }
    assert_eq!(shown(atoi("-12")), "-12");
    assert_eq!(
        shown(atoi(b"\xff")),
        "strconv.Atoi: parsing \"\\xff\": invalid syntax"
    );
}

#[test]
fn writes_integers_in_any_base() {
    let cases = [
        (0, 2, "0"),
        (-255, 16, "-ff"),
        (i64::MIN, 10, "-9223372036854775808"),
        (35, 36, "z"),
    ];
    for (value, base, expected) in cases {
        assert_eq!(format_int(value, base), expected);
    }
    assert_eq!(format_uint(u64::MAX, 8), "1777777777777777777777");
}
