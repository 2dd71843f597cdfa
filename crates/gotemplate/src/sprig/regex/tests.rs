//! Expectations taken from sprig 3.3.0.

use super::super::arguments::testing::{call, show};
use super::super::random::testing::sources;
use super::*;

fn run(name: &str, arguments: &[Value]) -> Result<String, String> {
    let mut functions = Functions::new();
    add(&mut functions, &sources());
    call(&functions, name, arguments).map(|value| show(&value))
}

#[test]
fn matches_finds_and_replaces() {
    for (name, arguments, expected) in [
        ("regexMatch", vec!["^a+$", "aaa"], "true"),
        ("regexMatch", vec!["^a+$", "ab"], "false"),
        ("regexMatch", vec!["a(b", "a(b"], "false"),
        ("mustRegexMatch", vec!["b", "abc"], "true"),
        ("regexFind", vec!["[a-c]+", "xxabcx"], "\"abc\""),
        ("mustRegexFind", vec!["d", "xxabcx"], "\"\""),
        (
            "regexReplaceAll",
            vec!["a(x*)b", "-ab-axxb-", "${1}W"],
            "\"-W-xxW-\"",
        ),
        (
            "regexReplaceAllLiteral",
            vec!["a(x*)b", "-ab-axxb-", "${1}"],
            "\"-${1}-${1}-\"",
        ),
        ("regexQuoteMeta", vec![r"1.2\3"], r#""1\\.2\\\\3""#),
    ] {
        let arguments: Vec<Value> = arguments.into_iter().map(Value::from).collect();
        assert_eq!(run(name, &arguments), Ok(expected.to_owned()), "{name}");
    }
}

#[test]
fn finds_and_splits_up_to_a_limit() {
    for (name, expression, text, limit, expected) in [
        (
            "regexFindAll",
            "[2,4,6,8]",
            "123456789",
            -1,
            r#"[]string["2" "4" "6" "8"]"#,
        ),
        (
            "regexFindAll",
            "[2,4,6,8]",
            "123456789",
            2,
            r#"[]string["2" "4"]"#,
        ),
        ("regexFindAll", "[2,4,6,8]", "123456789", 0, "[]string(nil)"),
        ("mustRegexFindAll", "x", "123456789", -1, "[]string(nil)"),
        ("regexSplit", "z+", "pizza", -1, r#"[]string["pi" "a"]"#),
        ("regexSplit", "z", "pizza", 2, r#"[]string["pi" "za"]"#),
        ("regexSplit", "z", "pizza", 1, r#"[]string["pizza"]"#),
        ("regexSplit", "z", "pizza", 0, "[]string(nil)"),
        ("mustRegexSplit", "z", "", -1, r#"[]string[""]"#),
        ("mustRegexSplit", "", "abc", -1, r#"[]string["a" "b" "c"]"#),
        ("mustRegexSplit", "a", "aba", -1, r#"[]string["" "b" ""]"#),
    ] {
        assert_eq!(
            run(name, &[expression.into(), text.into(), Value::Int(limit)]),
            Ok(expected.to_owned()),
            "{name} {expression} {limit}"
        );
    }
}

#[test]
fn a_panic_names_the_expression() {
    let names: [(&str, &[Value]); 4] = [
        ("Find", &[]),
        ("FindAll", &[Value::Int(-1)]),
        ("Split", &[Value::Int(-1)]),
        ("ReplaceAll", &[Value::Nil]),
    ];
    for (name, more) in names {
        for (expression, quoted) in [("a(b", "`a(b`"), ("a(`b", "\"a(`b\"")] {
            let arguments = [&[expression.into(), "x".into()], more].concat();
            let panic = run(&format!("regex{name}"), &arguments).unwrap_err();
            let error = run(&format!("mustRegex{name}"), &arguments).unwrap_err();
            assert!(error.starts_with("error parsing regexp: "), "{error}");
            assert_eq!(panic, format!("regexp: Compile({quoted}): {error}"));
        }
    }
}

#[test]
fn a_replacement_that_explodes_ends_in_an_error() {
    let many: Value = "a".repeat(1_000_000).into();
    let words = run("regexReplaceAll", &["a".into(), many.clone(), many]).unwrap_err();
    assert_eq!(
        words,
        "a template makes a text or a list of over 268435456 bytes"
    );
}

#[test]
fn kept_expressions_do_not_pile_up() {
    let expressions = Expressions::default();
    for number in 0..1000 {
        let expression = Text::from(format!("a{number}"));
        assert!(matches!(
            expressions.compile(&expression, &Budget::default()),
            Ok(Ok(_))
        ));
        assert!(matches!(
            expressions.compile(&expression, &Budget::default()),
            Ok(Ok(_))
        ));
    }
    assert!(expressions.0.borrow().len() <= Expressions::KEPT);
}
