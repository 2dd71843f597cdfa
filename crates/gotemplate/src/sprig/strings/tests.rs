//! What sprig 3.3.0 gives: cases of its `strings_test.go` and `list_test.go`, and where it is odd.

use super::super::arguments::testing::{Case, check, list, show};
use crate::value::{List, Value};
use Value::Int;

#[test]
fn cases() {
    let text = |text: &str| vec![Value::from(text)];
    let bytes = |bytes: &[u8]| vec![Value::from(bytes.to_vec())];
    check(&[
        ("hello", vec![], r#""Hello!""#),
        ("upper", text("Straße é ǆ"), r#""STRAßE É Ǆ""#),
        ("upper", bytes(b"a\xff"), "\"A\u{fffd}\""),
        ("lower", text("HELLO İ"), r#""hello i""#),
        (
            "title",
            text("first try ǆ o'neil a_b a-b"),
            r#""First Try ǅ O'Neil A_b A-B""#,
        ),
        ("untitle", text("First Try  ÉA"), r#""first try  éA""#),
        ("swapcase", text("aLL cAPS ǅx x"), r#""All Caps ǆX X""#),
        ("initials", text("First Try"), r#""FT""#),
        // Bytes are taken for characters.
        ("initials", text("Éa b"), r#""Ãb""#),
        ("nospace", text(" h e l l o "), r#""hello""#),
        ("nospace", text("é"), r#""é""#),
        ("nospace", text("é é"), r#""Ã©Ã©""#),
        ("camelcase", text("http_server"), r#""HttpServer""#),
        ("camelcase", text("_camel_case"), r#""_CamelCase""#),
        ("camelcase", text("no_https"), r#""NoHttps""#),
        ("camelcase", text("_complex__case_"), r#""_Complex_Case_""#),
        ("camelcase", text("all"), r#""All""#),
        ("camelcase", text("GOLANG_IS_GREAT"), r#""GolangIsGreat""#),
        ("camelcase", text("__"), r#""___""#),
        ("snakecase", text("FirstName"), r#""first_name""#),
        ("snakecase", text("HTTPServer"), r#""http_server""#),
        ("snakecase", text("NoHTTPS"), r#""no_https""#),
        ("snakecase", text("GO_PATH"), r#""go_path""#),
        ("snakecase", text("http2xx"), r#""http_2xx""#),
        ("snakecase", text("HTTP20xOK"), r#""http_20x_ok""#),
        ("snakecase", text("Duration2m3s"), r#""duration_2m3s""#),
        ("snakecase", text("Bld4Floor3rd"), r#""bld4_floor_3rd""#),
        ("snakecase", text("x1"), r#""x1""#),
        (
            "kebabcase",
            text("FirstName Éa中文B"),
            r#""first-name-éa-中文-b""#,
        ),
        ("kebabcase", text("a!B c"), r#""a!b-c""#),
    ]);
}

#[test]
fn cuts() {
    let by = |count: i64, text: &str| vec![Int(count), text.into()];
    let between = |from: i64, to: i64, text: &str| vec![Int(from), Int(to), text.into()];
    let texts = |first: &str, second: &str| vec![Value::from(first), second.into()];
    check(&[
        ("abbrev", by(5, "hello world"), r#""he...""#),
        ("abbrev", by(3, "hello world"), r#""hello world""#),
        ("abbrev", by(11, "hello world"), r#""hello world""#),
        (
            "abbrevboth",
            between(5, 10, "1234 5678 9123"),
            r#""...5678...""#,
        ),
        (
            "abbrevboth",
            between(9, 10, "1234 5678 9123"),
            r#""...78 9123""#,
        ),
        (
            "abbrevboth",
            between(4, 10, "1234 5678 9123"),
            r#""1234 56...""#,
        ),
        (
            "abbrevboth",
            between(1, 6, "1234 5678 9123"),
            r#""1234 5678 9123""#,
        ),
        (
            "abbrevboth",
            between(i64::MIN + 3, 6, "1234 5678 9123"),
            r#""""#,
        ),
        ("trunc", by(5, "foooooo"), r#""foooo""#),
        ("trunc", by(50, "foooooo"), r#""foooooo""#),
        ("trunc", by(-3, "baaaaaar"), r#""aar""#),
        ("trunc", by(-99, "bar"), r#""bar""#),
        ("trunc", by(0, "bar"), r#""""#),
        ("trunc", by(i64::MIN, "bar"), r#""bar""#),
        // A letter may be cut through.
        ("trunc", by(1, "é"), r#""\xc3""#),
        ("substr", between(0, 3, "fooo"), r#""foo""#),
        ("substr", between(-1, 3, "fooo"), r#""foo""#),
        ("substr", between(1, -1, "fooo"), r#""ooo""#),
        ("substr", between(1, 9, "fooo"), r#""ooo""#),
        (
            "substr",
            between(3, 2, "fooo"),
            "error: runtime error: slice bounds out of range [3:2]",
        ),
        (
            "substr",
            between(5, 9, "foo"),
            "error: runtime error: slice bounds out of range [5:3]",
        ),
        (
            "substr",
            between(-1, -1, "foo"),
            "error: runtime error: slice bounds out of range [:-1]",
        ),
        (
            "substr",
            between(-1, 10, "foo"),
            "error: runtime error: slice bounds out of range [:10] with length 3",
        ),
        ("trim", vec![" \u{a0}5.00\u{2028}\n".into()], r#""5.00""#),
        ("trim", vec![Value::from(b" \xff ".to_vec())], r#""\xff""#),
        ("trimAll", texts("$", "$5.00$"), r#""5.00""#),
        ("trimall", texts("é$", "é$x$é"), r#""x""#),
        ("trimAll", texts("", "x"), r#""x""#),
        ("trimSuffix", texts("$", "$5.00$$"), r#""$5.00$""#),
        ("trimPrefix", texts("$", "$$5.00$"), r#""$5.00$""#),
    ]);
}

#[test]
fn searches() {
    let texts = |first: &str, second: &str| vec![Value::from(first), second.into()];
    let plural = |count| vec!["one chap".into(), "many chaps".into(), Int(count)];
    check(&[
        ("contains", texts("cat", "fair catch"), "true"),
        ("contains", texts("", ""), "true"),
        ("contains", texts("dog", "fair catch"), "false"),
        ("hasPrefix", texts("cat", "catch"), "true"),
        ("hasPrefix", texts("ch", "catch"), "false"),
        ("hasSuffix", texts("cat", "ducat"), "true"),
        ("plural", plural(1), r#""one chap""#),
        ("plural", plural(2), r#""many chaps""#),
        ("plural", plural(0), r#""many chaps""#),
    ]);
}

#[test]
fn made_texts() {
    let by = |count: i64, text: &str| vec![Int(count), text.into()];
    let replace = |old: &str, new: &str, text: &str| vec![old.into(), new.into(), text.into()];
    let wrap_with =
        |width, separator: &str, text: &str| vec![Int(width), separator.into(), text.into()];
    let cases: Vec<Case> = vec![
        ("repeat", by(3, "foo"), r#""foofoofoo""#),
        ("repeat", by(0, "foo"), r#""""#),
        (
            "repeat",
            by(-1, "foo"),
            "error: strings: negative Repeat count",
        ),
        (
            "repeat",
            by(i64::MAX, "foo"),
            "error: strings: Repeat output length overflow",
        ),
        ("repeat", by(i64::MAX, ""), r#""""#),
        (
            "repeat",
            by(1 << 40, "a"),
            "error: a template makes a text or a list of over 268435456 bytes",
        ),
        ("indent", by(4, "a\nb\nc"), r#""    a\n    b\n    c""#),
        ("indent", by(2, "a\n"), r#""  a\n  ""#),
        ("indent", by(2, ""), r#""  ""#),
        (
            "indent",
            by(-1, "a"),
            "error: strings: negative Repeat count",
        ),
        ("nindent", by(2, "a\n\nb"), r#""\n  a\n  \n  b""#),
        (
            "replace",
            replace(" ", "-", "I Am Henry VIII"),
            r#""I-Am-Henry-VIII""#,
        ),
        ("replace", replace("", "-", "aé"), r#""-a-é-""#),
        ("replace", replace("aa", "b", "aaaaa"), r#""bba""#),
        ("wrap", by(5, "Hello World"), r#""Hello\nWorld""#),
        ("wrap", by(3, "Hello   World  a"), r#""Hello\nWorld\n a""#),
        ("wrap", by(-1, "a bc d"), r#""a\nbc\nd""#),
        (
            "wrapWith",
            wrap_with(5, "\t", "Hello World"),
            r#""Hello\tWorld""#,
        ),
        ("wrapWith", wrap_with(2, "", "Hello a"), r#""He\nll\no\na""#),
        (
            "quote",
            vec!["a\"b\n".into(), Value::Nil, Int(1), "é\u{200b}".into()],
            r#""\"a\\\"b\\n\" \"1\" \"é\\u200b\"""#,
        ),
        ("quote", vec![], r#""""#),
        (
            "squote",
            vec!["a'".into(), Value::Nil, Int(1)],
            r#""'a'' '1'""#,
        ),
        (
            "cat",
            vec!["a".into(), Value::Nil, Int(1), " ".into()],
            r#""a 1  ""#,
        ),
        ("cat", vec![], r#""""#),
        ("toString", vec![Value::Nil], r#""<nil>""#),
        ("toString", vec![list(["a".into(), Int(1)])], r#""[a 1]""#),
        ("toString", vec![List::bytes("ab").into()], r#""ab""#),
        ("fail", vec!["no way".into()], "error: no way"),
    ];
    check(&cases);
}

#[test]
fn lists_of_texts() {
    let texts = |first: &str, second: &str| vec![Value::from(first), second.into()];
    let splitn =
        |separator: &str, count, text: &str| vec![separator.into(), Int(count), text.into()];
    check(&[
        (
            "split",
            texts("$", "foo$bar"),
            r#"map[string]string{_0:"foo" _1:"bar"}"#,
        ),
        ("split", texts("", ""), "map[string]string{}"),
        ("split", texts("$", ""), r#"map[string]string{_0:""}"#),
        (
            "splitn",
            splitn("$", 2, "foo$bar$baz"),
            r#"map[string]string{_0:"foo" _1:"bar$baz"}"#,
        ),
        ("splitn", splitn("$", 0, "foo$bar"), "map[string]string{}"),
        (
            "splitn",
            splitn("$", -1, "a$b"),
            r#"map[string]string{_0:"a" _1:"b"}"#,
        ),
        (
            "splitn",
            splitn("", 2, "aéb"),
            r#"map[string]string{_0:"a" _1:"éb"}"#,
        ),
        ("splitList", texts(",", ",a,,"), r#"[]string["" "a" "" ""]"#),
        ("splitList", texts("", "aé"), r#"[]string["a" "é"]"#),
        ("splitList", texts("", ""), "[]string[]"),
        (
            "join",
            vec!["-".into(), List::strings(["a", "b"]).into()],
            r#""a-b""#,
        ),
        (
            "join",
            vec!["-".into(), list([Int(1), Value::Nil, true.into()])],
            r#""1-true""#,
        ),
        ("join", vec!["-".into(), "abc".into()], r#""abc""#),
        ("join", vec!["-".into(), Value::Nil], r#""""#),
        (
            "toStrings",
            vec![list([Int(1), Value::Nil, "a".into()])],
            r#"[]string["1" "a"]"#,
        ),
        ("toStrings", vec![Value::Nil], "[]string[]"),
        (
            "toStrings",
            vec![List::bytes("a").into()],
            r#"[]string["97"]"#,
        ),
        (
            "sortAlpha",
            vec![list(["c".into(), Int(1), "b".into()])],
            r#"[]string["1" "b" "c"]"#,
        ),
        ("sortAlpha", vec![Int(3)], r#"[]string["3"]"#),
        ("sortAlpha", vec![Value::Nil], r#"[]string["<nil>"]"#),
    ]);
}

#[test]
fn strings_are_sorted_in_place() {
    let strings = Value::from(List::strings(["b", "a"]));
    let any = list(["b".into(), "a".into()]);
    check(&[
        ("sortAlpha", vec![strings.clone()], r#"[]string["a" "b"]"#),
        ("sortAlpha", vec![any.clone()], r#"[]string["a" "b"]"#),
    ]);
    assert_eq!(show(&strings), r#"[]string["a" "b"]"#);
    assert_eq!(show(&any), r#"[]interface {}["b" "a"]"#);
}
