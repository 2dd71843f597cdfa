//! Expectations taken from sprig 3.3.0.

use super::super::arguments::testing::{call, show};
use super::super::random::testing::sources;
use super::*;

fn run(name: &str, arguments: &[Value]) -> String {
    let mut functions = Functions::new();
    add(&mut functions, &sources());
    match call(&functions, name, arguments) {
        Ok(value) => show(&value),
        Err(words) => words,
    }
}

fn ints(numbers: &[i64]) -> Vec<Value> {
    numbers.iter().copied().map(Value::Int).collect()
}

#[test]
fn calculates_with_integers() {
    let cases: [(&str, &[i64], &str); 19] = [
        ("add", &[], "int64(0)"),
        ("add", &[1, 2, 3], "int64(6)"),
        ("add", &[i64::MAX, 1], "int64(-9223372036854775808)"),
        ("add1", &[i64::MAX], "int64(-9223372036854775808)"),
        ("sub", &[1, 2], "int64(-1)"),
        ("mul", &[3], "int64(3)"),
        ("mul", &[2, 3, 4], "int64(24)"),
        ("mul", &[i64::MAX, 2], "int64(-2)"),
        ("div", &[-7, 2], "int64(-3)"),
        ("div", &[i64::MIN, -1], "int64(-9223372036854775808)"),
        ("div", &[1, 0], "runtime error: integer divide by zero"),
        ("mod", &[-7, 2], "int64(-1)"),
        ("mod", &[i64::MIN, -1], "int64(0)"),
        ("mod", &[1, 0], "runtime error: integer divide by zero"),
        ("max", &[1], "int64(1)"),
        ("max", &[1, 3, 2], "int64(3)"),
        ("biggest", &[1, 3, 2], "int64(3)"),
        ("min", &[1, -3, 2], "int64(-3)"),
        ("int", &[5], "5"),
    ];
    for (name, arguments, expected) in cases {
        assert_eq!(
            run(name, &ints(arguments)),
            expected,
            "{name} {arguments:?}"
        );
    }
    assert_eq!(
        run("add", &["1".into(), 2.9.into(), true.into()]),
        "int64(4)"
    );
}

#[test]
fn converts_texts() {
    for (name, text, expected) in [
        ("atoi", "12", "12"),
        ("atoi", "0x10", "0"),
        ("atoi", "1_0", "0"),
        ("atoi", "99999999999999999999", "9223372036854775807"),
        ("atoi", "-99999999999999999999", "-9223372036854775808"),
        ("int", "0x1F", "31"),
        ("int64", "010", "int64(8)"),
        ("float64", "1e3", "float64(1000)"),
        ("toDecimal", "777", "int64(511)"),
        ("toDecimal", "8", "int64(0)"),
    ] {
        assert_eq!(run(name, &[text.into()]), expected, "{name} {text}");
    }
}

#[test]
fn calculates_with_floats() {
    let cases: [(&str, &[f64], &str); 13] = [
        ("addf", &[], "float64(0)"),
        ("addf", &[0.1, 0.2], "float64(0.3)"),
        ("add1f", &[0.1], "float64(1.1)"),
        ("subf", &[0.3, 0.1], "float64(0.2)"),
        ("mulf", &[1.1, 1.1], "float64(1.21)"),
        ("divf", &[1.0, 8.0], "float64(0.125)"),
        ("divf", &[1.0, 0.0], "decimal division by 0"),
        ("addf", &[f64::NAN], "Cannot create a Decimal from NaN"),
        ("maxf", &[1.5, 2.5], "float64(2.5)"),
        ("minf", &[1.5, 2.5, -1.0], "float64(-1)"),
        ("ceil", &[1.2], "float64(2)"),
        ("floor", &[-1.2], "float64(-2)"),
        ("mulf", &[1e300, 1e300], "float64(inf)"),
    ];
    for (name, arguments, expected) in cases {
        let values: Vec<Value> = arguments.iter().copied().map(Value::Float64).collect();
        assert_eq!(run(name, &values), expected, "{name} {arguments:?}");
    }
    assert_eq!(
        run("round", &["1.25".into(), Value::Int(1)]),
        "float64(1.3)"
    );
    assert_eq!(
        run("round", &[1.25.into(), Value::Int(1), 0.6.into()]),
        "float64(1.2)"
    );
}

#[test]
fn counts() {
    let cases: [(&str, &[i64], &str); 23] = [
        ("until", &[3], "[]int[0 1 2]"),
        ("until", &[-3], "[]int[0 -1 -2]"),
        ("until", &[0], "[]int[]"),
        ("untilStep", &[1, 6, 2], "[]int[1 3 5]"),
        ("untilStep", &[6, 1, -2], "[]int[6 4 2]"),
        ("untilStep", &[1, 6, -1], "[]int[]"),
        ("untilStep", &[1, 6, 0], "[]int[]"),
        ("untilStep", &[6, 1, 1], "[]int[]"),
        ("untilStep", &[3, 3, 1], "[]int[]"),
        (
            "untilStep",
            &[i64::MAX - 3, i64::MAX - 1, 2],
            "[]int[9223372036854775804]",
        ),
        ("seq", &[], "\"\""),
        ("seq", &[3], "\"1 2 3\""),
        ("seq", &[0], "\"1 0\""),
        ("seq", &[-2], "\"1 0 -1 -2\""),
        ("seq", &[2, 4], "\"2 3 4\""),
        ("seq", &[4, 2], "\"4 3 2\""),
        ("seq", &[0, 2, 5], "\"0 2 4\""),
        ("seq", &[5, -2, 0], "\"5 3 1\""),
        ("seq", &[5, 2, 0], "\"\""),
        ("seq", &[5, 0, 0], "\"\""),
        ("seq", &[0, -1, 5], "\"\""),
        ("seq", &[1, 2, 3, 4], "\"\""),
        // The end wraps around.
        ("seq", &[i64::MAX], "\"\""),
    ];
    for (name, arguments, expected) in cases {
        assert_eq!(
            run(name, &ints(arguments)),
            expected,
            "{name} {arguments:?}"
        );
    }
}

#[test]
fn runaway_counts_end_in_an_error() {
    let cases: [(&str, &[i64]); 5] = [
        ("until", &[1_000_000_000]),
        ("until", &[i64::MIN]),
        ("seq", &[i64::MAX - 1]),
        ("untilStep", &[0, 1_000_000_000_000, 1]),
        // Go's loop wraps around, and never ends.
        ("untilStep", &[0, i64::MAX, 1 << 62]),
    ];
    for (name, arguments) in cases {
        assert_eq!(
            run(name, &ints(arguments)),
            "a template makes a text or a list of over 268435456 bytes",
            "{name} {arguments:?}"
        );
    }
}
