//! Floats, with results that Go's strconv gave.

use super::*;

#[test]
fn reads_what_go_reads() {
    let cases: &[(&str, f64)] = &[
        ("1", 1.0),
        ("+1.", 1.0),
        (".5", 0.5),
        ("1e23", 1e23),
        ("1E-5", 1e-5),
        ("1_23.50_0_0e+1_2", 1.235e14),
        ("1e-400", 0.0),
        ("-0", -0.0),
        ("inf", f64::INFINITY),
        ("-InFinity", f64::NEG_INFINITY),
        ("+Inf", f64::INFINITY),
        ("0x1p0", 1.0),
        ("0x1.8P+1", 3.0),
        ("-0x.8p0", -0.5),
        ("0x_1_0p-4", 1.0),
        ("0x1p-1074", 5e-324),
        ("0x1p-1075", 0.0),
        ("0x1.8p-1075", 5e-324),
        ("0x0.0000000000001p-1022", 5e-324),
        ("0x1.fffffffffffffp+1023", f64::MAX),
        // Ties go to the even one.
        ("0x1.00000000000008p0", 1.0),
        ("0x1.000000000000080000000000001p0", 1.0 + f64::EPSILON),
        ("0x1.00000000000018p0", 1.0 + 2.0 * f64::EPSILON),
        ("9007199254740993", 9_007_199_254_740_992.0),
    ];
    for (text, expected) in cases {
        let value = parse_float(text, FloatSize::Double).unwrap();
        assert_eq!(value.to_bits(), expected.to_bits(), "{text}");
    }
    assert!(parse_float("nAn", FloatSize::Double).unwrap().is_nan());
    let single = parse_float("16777217", FloatSize::Single).unwrap();
    assert_eq!(single.to_bits(), 16_777_216_f64.to_bits());
    let single = parse_float("0x1.000001p0", FloatSize::Single).unwrap();
    assert_eq!(single.to_bits(), 1_f64.to_bits());
}

#[test]
fn refuses_what_go_refuses() {
    for text in [
        "", "x", "1x", "1.1.", "1e", "1e+", ".", ".e1", "+nan", "infi", "0x1", "0x", "0xp1",
        "0x1.p", "1_", "_1", "1__2", "1_e2", "1p2", "1 ", " 1", "0b1", "0x1e2",
    ] {
        let error = parse_float(text, FloatSize::Double).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("strconv.ParseFloat: parsing \"{text}\": invalid syntax")
        );
    }
    let too_large = [
        ("1e309", FloatSize::Double),
        ("-1e999999999999", FloatSize::Double),
        ("0x1p1024", FloatSize::Double),
        ("0x1.fffffffffffff8p1023", FloatSize::Double),
        ("1e39", FloatSize::Single),
        ("0x1p128", FloatSize::Single),
    ];
    for (text, size) in too_large {
        let error = parse_float(text, size).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("strconv.ParseFloat: parsing \"{text}\": value out of range")
        );
    }
}
