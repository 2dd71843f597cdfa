use super::*;

fn number(text: &str) -> Result<Number, ConstantError> {
    let kind = match text.as_bytes() {
        [b'\'', ..] => ItemKind::CharConstant,
        [_, rest @ .., b'i'] if rest.iter().any(|byte| matches!(byte, b'+' | b'-')) => {
            ItemKind::Complex
        }
        _ => ItemKind::Number,
    };
    Number::parse(&Item {
        kind,
        position: 7,
        value: text.as_bytes(),
        line: 1,
    })
}

/// A number's text, and its values as an integer, an unsigned one, a float and a complex number.
type Case = (
    &'static str,
    Option<i64>,
    Option<u64>,
    Option<f64>,
    Option<(f64, f64)>,
);

/// What Go's nodes hold.
#[test]
#[expect(clippy::unreadable_literal, reason = "as Go prints them")]
fn holds_what_go_holds() {
    let cases: &[Case] = &[
        ("0", Some(0), Some(0), Some(0.0), None),
        ("-0", Some(0), Some(0), Some(0.0), None),
        ("+0", Some(0), Some(0), Some(0.0), None),
        ("73", Some(73), Some(73), Some(73.0), None),
        ("7_3", Some(73), Some(73), Some(73.0), None),
        ("0b10_010_01", Some(73), Some(73), Some(73.0), None),
        ("073", Some(59), Some(59), Some(59.0), None),
        ("0o73", Some(59), Some(59), Some(59.0), None),
        ("0x7_3", Some(115), Some(115), Some(115.0), None),
        ("-73", Some(-73), None, Some(-73.0), None),
        ("+73", Some(73), None, Some(73.0), None),
        ("1e9", Some(1000000000), Some(1000000000), Some(1e09), None),
        ("-1e9", Some(-1000000000), None, Some(-1e09), None),
        ("-1.2", None, None, Some(-1.2), None),
        ("1e19", None, Some(10000000000000000000), Some(1e19), None),
        ("1e1_9", None, Some(10000000000000000000), Some(1e19), None),
        ("-1e19", None, None, Some(-1e19), None),
        ("0x_1p4", Some(16), Some(16), Some(16.0), None),
        ("0x_1p-4", None, None, Some(0.0625), None),
        ("4i", None, None, None, Some((0.0, 4.0))),
        ("-1.2+4.2i", None, None, None, Some((-1.2, 4.2))),
        ("073i", None, None, None, Some((0.0, 73.0))),
        ("0i", Some(0), Some(0), Some(0.0), Some((0.0, 0.0))),
        ("-1.2+0i", None, None, Some(-1.2), Some((-1.2, 0.0))),
        ("-12+0i", Some(-12), None, Some(-12.0), Some((-12.0, 0.0))),
        ("13-0i", Some(13), Some(13), Some(13.0), Some((13.0, -0.0))),
        ("-0.0", Some(0), Some(0), Some(-0.0), None),
        (
            "18446744073709551615",
            None,
            Some(18446744073709551615),
            Some(1.8446744073709552e19),
            None,
        ),
        (
            "9223372036854775808",
            None,
            Some(9223372036854775808),
            Some(9.223372036854776e18),
            None,
        ),
        (
            "-9223372036854775808",
            Some(-9223372036854775808),
            None,
            Some(-9.223372036854776e18),
            None,
        ),
        (
            "1e18",
            Some(1000000000000000000),
            Some(1000000000000000000),
            Some(1e18),
            None,
        ),
        (
            "9223372036854775808.0",
            None,
            Some(9223372036854775808),
            Some(9.223372036854776e18),
            None,
        ),
        (
            "18446744073709551616.0",
            None,
            None,
            Some(1.8446744073709552e19),
            None,
        ),
        (
            "-9223372036854775808.0",
            Some(-9223372036854775808),
            None,
            Some(-9.223372036854776e18),
            None,
        ),
        ("0.5", None, None, Some(0.5), None),
        ("1.", Some(1), Some(1), Some(1.0), None),
        ("1_0i", None, None, None, Some((0.0, 10.0))),
        ("0x1p-2+0x1p2i", None, None, None, Some((0.25, 4.0))),
        ("'a'", Some(97), Some(97), Some(97.0), None),
        (r"'\n'", Some(10), Some(10), Some(10.0), None),
        (r"'\xFF'", Some(255), Some(255), Some(255.0), None),
        ("'パ'", Some(12497), Some(12497), Some(12497.0), None),
        (
            r"'\U000030d1'",
            Some(12497),
            Some(12497),
            Some(12497.0),
            None,
        ),
        (r"'\''", Some(39), Some(39), Some(39.0), None),
        (r"'\377'", Some(255), Some(255), Some(255.0), None),
    ];
    for (text, signed, unsigned, float, complex) in cases {
        let number = number(text).expect(text);
        assert_eq!(number.signed, *signed, "{text}");
        assert_eq!(number.unsigned, *unsigned, "{text}");
        assert_eq!(number.float, *float, "{text}");
        assert_eq!(
            number.float.map(f64::is_sign_negative),
            float.map(f64::is_sign_negative),
            "{text}"
        );
        assert_eq!(number.complex, *complex, "{text}");
        assert_eq!((number.text.as_str(), number.position), (*text, 7));
    }
}

#[test]
fn refuses_what_go_refuses() {
    for (text, expected) in [
        ("+", "illegal number syntax: \"+\""),
        ("0xi", "illegal number syntax: \"0xi\""),
        ("1e", "illegal number syntax: \"1e\""),
        ("0x123.", "illegal number syntax: \"0x123.\""),
        ("1__0", "illegal number syntax: \"1__0\""),
        ("1e999", "illegal number syntax: \"1e999\""),
        ("08", "integer overflow: \"08\""),
        (
            "18446744073709551616",
            "integer overflow: \"18446744073709551616\"",
        ),
        ("1+i", "syntax error scanning complex number"),
        ("1i+2i", "syntax error scanning complex number"),
        ("0b1+1i", "syntax error scanning complex number"),
        (
            "0x1+2i",
            "strconv.ParseFloat: parsing \"0x1\": invalid syntax",
        ),
        (
            "+i+2i",
            "strconv.ParseFloat: parsing \"+i\": invalid syntax",
        ),
        (
            "1-1e999i",
            "strconv.ParseFloat: parsing \"-1e999\": value out of range",
        ),
        ("''", "invalid syntax"),
        ("'\\q'", "invalid syntax"),
        ("'\\\"'", "invalid syntax"),
        ("'\\ud800'", "invalid syntax"),
        ("'ab'", "malformed character constant: 'ab'"),
    ] {
        let error = number(text).expect_err(text).to_string();
        assert_eq!(error, expected, "{text}");
    }
}
