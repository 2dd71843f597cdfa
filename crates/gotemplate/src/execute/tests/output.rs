//! Cases of Go's `exec_test.go` (`execTests`) that give output.

use super::output;
use super::sample::sample;
use crate::execute::MissingKey;
use crate::value::{List, Map, MapType, Value};

/// Templates over the sample, and what Go prints.
const CASES: &[(&str, &str)] = &[
    ("", ""),
    ("some text", "some text"),
    // Ideal constants.
    ("{{typeOf 3}}", "int"),
    ("{{typeOf 1.0}}", "float64"),
    ("{{typeOf 1e1}}", "float64"),
    ("{{typeOf 1i}}", "complex128"),
    ("{{typeOf 0x7fffffffffffffff}}", "int"),
    ("{{typeOf 'a'}}", "int"),
    ("{{typeOf '.'}}", "int"),
    ("{{printf `%T` 0xef}}", "int"),
    ("{{printf `%T` 0XEE}}", "int"),
    ("{{typeOf nil}}", "<nil>"),
    // Fields.
    ("-{{.X}}-", "-x-"),
    ("-{{.U.V}}-", "-v-"),
    ("{{.MSI.one}}", "1"),
    ("{{.MSI.NO}}", "<no value>"),
    // Variables.
    ("{{$.I}}", "17"),
    ("{{$.U.V}}", "v"),
    ("{{$x := $.U.V}}{{$x}}", "v"),
    ("{{$x := 2}}{{$x = 3}}{{$x}}", "3"),
    ("{{$x := 2}}{{if true}}{{$x = 3}}{{end}}{{$x}}", "3"),
    (
        "{{$x := 1}}{{if true}}{{$x := 2}}{{if true}}{{$x = 3}}{{end}}{{end}}{{$x}}",
        "1",
    ),
    // Types with a String method, interfaces, pointers.
    ("-{{.V0}}-", "-<6666>-"),
    ("{{.U}}", "{v}"),
    ("{{print .U}}", "&{v}"),
    ("{{html .U}}", "{v}"),
    ("{{.Empty0}}", "<no value>"),
    ("{{.Empty1}}", "3"),
    ("{{.Empty3}}", "[7 8]"),
    ("{{(1)}}", "1"),
    // Methods.
    ("-{{.Method0}}-", "-M0-"),
    ("-{{.Method1 1234}}-", "-1234-"),
    ("-{{.Method1 .I}}-", "-17-"),
    ("-{{.Method2 3 .X}}-", "-Method2: 3 x-"),
    ("-{{.Method2 .U8 `str`}}-", "-Method2: 16 str-"),
    (
        "{{if $x := .X}}-{{.Method2 .U8 $x}}{{end}}-",
        "-Method2: 16 x-",
    ),
    ("-{{.Method3 nil}}-", "-Method3: <nil>-"),
    ("-{{.Method3 .MSI.unset}}-", "-Method3: <nil>-"),
    (
        "{{if $x := .}}-{{$x.Method2 .U8 $x.X}}{{end}}-",
        "-Method2: 16 x-",
    ),
    ("{{range .MSIone}}{{$.U.TrueFalse $.True}}{{end}}", "true"),
    (
        "{{range .MSIone}}{{$.GetU.TrueFalse $.True}}{{end}}",
        "true",
    ),
    ("{{range .MSIone}}{{if $.Method1 .}}X{{end}}{{end}}", "X"),
    ("{{.MyError false}}", "false"),
    // The function `call`.
    ("{{call .BinaryFunc `1` `2`}}", "[1=2]"),
    ("{{call .VariadicFunc}}", "<>"),
    ("{{call .VariadicFunc `he` `llo`}}", "<he+llo>"),
    ("{{call .VariadicFuncInt 33 `he` `llo`}}", "33=<he+llo>"),
    ("{{call .VariadicFuncInt 'a'}}", "97=<>"),
    (
        "{{if .BinaryFunc}}{{call .BinaryFunc `1` `2`}}{{end}}",
        "[1=2]",
    ),
    ("{{.VariadicFunc | call}}", "<>"),
    // Pipelines and parentheses.
    ("-{{.Method0 | .Method2 .U8}}-", "-Method2: 16 M0-"),
    (
        "-{{call .VariadicFunc `llo` | call .VariadicFunc `he` }}-",
        "-<he+<llo>>-",
    ),
    (
        "{{printf `%d %d %d` (1) (2 | add 3) (add 4 (add 5 6))}}",
        "1 5 15",
    ),
    ("{{($).X}}", "x"),
    ("{{($.GetU).V}}", "v"),
    ("{{($ | echo).X}}", "x"),
    (r#"{{(makemap "up" "down" "left" "right").left}}"#, "right"),
    ("{{mapOfThree.three}}-{{(mapOfThree).three}}", "3-3"),
    ("{{print (.GetU).V}}", "v"),
    ("{{\"aaa\" |twoArgs \"bbb\"}}", "twoArgs=bbbaaa"),
    ("{{1+2i|printf \"%v\"}}", "(1+2i)"),
    ("{{\"aaa\"|printf }}", "aaa"),
    // If.
    ("{{if 1.5i}}NON-ZERO{{else}}ZERO{{end}}", "NON-ZERO"),
    ("{{if .ComplexZero}}NON-ZERO{{else}}ZERO{{end}}", "ZERO"),
    ("{{if .FloatZero}}NON-ZERO{{else}}ZERO{{end}}", "ZERO"),
    ("{{if ``}}NON-EMPTY{{else}}EMPTY{{end}}", "EMPTY"),
    ("{{if .SIEmpty}}NON-EMPTY{{else}}EMPTY{{end}}", "EMPTY"),
    ("{{if .MSIEmpty}}NON-EMPTY{{else}}EMPTY{{end}}", "EMPTY"),
    ("{{if .MSI.none}}NON-ZERO{{else}}ZERO{{end}}", "ZERO"),
    (
        "{{if $x := true}}{{with $y := .I}}{{$x}},{{$y}}{{end}}{{end}}",
        "true,17",
    ),
    (
        "{{if $x := true}}{{with $x := .I}}{{$x}},{{end}}{{$x}}{{end}}",
        "17,true",
    ),
    (
        "{{if eq 1 3}}1{{else if eq 2 3}}2{{else if eq 3 3}}3{{end}}",
        "3",
    ),
    // Printing and escaping.
    ("{{print 1 2 3}}", "1 2 3"),
    ("{{print nil}}", "<nil>"),
    ("{{println 1 2 3}}", "1 2 3\n"),
    ("{{printf \"%04x\" 127}}", "007f"),
    (
        "{{printf \"%d %s %g %s\" 127 \"hello\" 7-3i .Method0}}",
        "127 hello (7-3i) M0",
    ),
    (
        "{{html \"<script>alert(\\\"XSS\\\");</script>\"}}",
        "&lt;script&gt;alert(&#34;XSS&#34;);&lt;/script&gt;",
    ),
    ("{{html .Empty0}}", "&lt;no value&gt;"),
    ("{{html \"a\\x00'&\"}}", "a\u{FFFD}&#39;&amp;"),
    ("{{js \"It'd be nice.\"}}", "It\\'d be nice."),
    (r#"{{js "Go \"jump\" \\"}}"#, r#"Go \"jump\" \\"#),
    ("{{js \"今日は世界\"}}", "今日は世界"),
    ("{{js \"unprintable \\uFFFE\"}}", "unprintable \\uFFFE"),
    ("{{js \"<html>\"}}", r"\u003Chtml\u003E"),
    ("{{js \"a=b\\n&\"}}", r"a\u003Db\u000A\u0026"),
    (
        "{{\"http://www.example.org/\"|urlquery}}",
        "http%3A%2F%2Fwww.example.org%2F",
    ),
    ("{{urlquery \"a b~é\" 1}}", "a+b~%C3%A91"),
    // Truths.
    ("{{not true}} {{not false}}", "false true"),
    (
        "{{and false 0}} {{and 1 0}} {{and 0 true}} {{and 1 1}}",
        "false 0 0 1",
    ),
    (
        "{{or 0 0}} {{or 1 0}} {{or 0 true}} {{or 1 1}}",
        "0 1 true 1",
    ),
    ("{{or 0 1 (die)}}", "1"),
    ("{{and 1 0 (die)}}", "0"),
    ("{{1 | and 1}}{{0 | and 1}}{{1 | or 0}}{{0 | or 0}}", "1010"),
    ("{{and 1 .MSI.Unknown}}", "<no value>"),
    (
        "{{if and true 1 `hi` | not}}TRUE{{else}}FALSE{{end}}",
        "FALSE",
    ),
    ("{{or .SIEmpty \"slice is empty\"}}", "slice is empty"),
    // Indexes and lengths.
    ("{{index .SI 1}}", "4"),
    ("{{index .MSI `two`}}", "2"),
    ("{{index .MSI `absent`}}", "0"),
    ("{{index .SMSI 1 `eleven`}}", "11"),
    ("{{index .Empty3 0}}", "7"),
    ("{{index `abc` 1}}", "98"),
    ("{{index .SI}}", "[3 4 5]"),
    ("{{slice .SI}}", "[3 4 5]"),
    ("{{slice .SI 1}}", "[4 5]"),
    ("{{slice .SI 1 2}}", "[4]"),
    ("{{slice .SI 1 2 3}}", "[4]"),
    ("{{slice .S 1 2}}", "y"),
    ("{{slice .Empty3 0 1}}", "[7]"),
    (
        "{{len .SI}}{{len .MSI}}{{len .Empty3}}{{len `abcd`}}",
        "3324",
    ),
    // With.
    ("{{with 0}}{{.}}{{else}}ZERO{{end}}", "ZERO"),
    ("{{with 1.5i}}{{.}}{{else}}ZERO{{end}}", "(0+1.5i)"),
    ("{{with .MSIone}}{{.}}{{else}}EMPTY{{end}}", "map[one:1]"),
    ("{{with $x := $}}{{$y := $.U.V}}{{$y}}{{end}}", "v"),
    ("{{with 0}}{{.}}{{else with true}}{{.}}{{end}}", "true"),
    ("{{with $}}{{.Method0}}{{end}}", "M0"),
    // Range.
    ("{{range .SI}}-{{.}}-{{end}}", "-3--4--5-"),
    ("{{range .SIEmpty}}-{{.}}-{{else}}EMPTY{{end}}", "EMPTY"),
    (
        "{{range .SI}}-{{.}}-{{break}}NOTREACHED{{else}}EMPTY{{end}}",
        "-3-",
    ),
    (
        "{{range .SI}}-{{.}}-{{continue}}NOTREACHED{{else}}EMPTY{{end}}",
        "-3--4--5-",
    ),
    ("{{range .SB}}-{{.}}-{{end}}", "-true--false-"),
    ("{{range .SI | .MAdd .I}}-{{.}}-{{end}}", "-20--21--22-"),
    ("{{range .MSI}}-{{.}}-{{end}}", "-1--3--2-"),
    ("{{range .MSIEmpty}}-{{.}}-{{else}}EMPTY{{end}}", "EMPTY"),
    ("{{range .Empty0}}-{{.}}-{{else}}EMPTY{{end}}", "EMPTY"),
    ("{{range $x := .SI}}<{{$x}}>{{end}}", "<3><4><5>"),
    (
        "{{range $x, $y := .SI}}<{{$x}}={{$y}}>{{end}}",
        "<0=3><1=4><2=5>",
    ),
    (
        "{{range $x, $y := .MSIone}}<{{$x}}={{$y}}>{{end}}",
        "<one=1>",
    ),
    (
        "{{range $x := .SI}}<{{$foo:=$x}}{{$x}}>{{end}}",
        "<3><4><5>",
    ),
    (
        "{{range $v := 5}}{{printf \"%T%d\" $v $v}}{{end}}",
        "int0int1int2int3int4",
    ),
    (
        "{{range .U8}}{{if eq . 3}}{{break}}{{end}}{{typeOf .}}{{.}}{{end}}",
        "uint80uint81uint82",
    ),
    (
        "{{range 0}}x{{else}}empty{{end}}{{range -3}}x{{else}}empty{{end}}",
        "emptyempty",
    ),
    ("{{$i := 0}}{{$x := 0}}{{range $i = .SI}}{{end}}{{$i}}", "5"),
    (
        "{{$k := 0}}{{$v := 0}}{{range $k, $v = .SI}}{{$k}}={{$v}} {{end}}",
        "0=3 1=4 2=5 ",
    ),
    // A break leaves one range only, and its variables.
    (
        "{{range .SI}}{{range $i, $x := $.SI}}{{with 1}}{{break}}{{end}}{{end}}{{.}}{{end}}",
        "345",
    ),
    // Numbers.
    (
        "{{print 12_34 0b_1_0_1 0377 0o_3_7_7 0X123ABC}}",
        "1234 5 255 255 1194684",
    ),
    ("{{print 0_0_1_2_3.4 +0x_1.e_0p+0_2}}", "123.4 7.5"),
    // Templates.
    ("{{define \"x\"}}TEXT{{end}}{{template \"x\"}}", "TEXT"),
    (
        "{{define \"x\"}}{{.}}{{end}}{{template \"x\" .SI}}",
        "[3 4 5]",
    ),
    (
        "{{define \"x\"}}{{.}}{{$}}{{end}}{{template \"x\"}}",
        "<no value><no value>",
    ),
    (
        "{{define \"x\"}}{{.}}{{end}}{{template \"x\" $x:=.SI}},{{index $x 1}}",
        "[3 4 5],4",
    ),
    (
        "a({{block \"inner\" .X}}bar({{.}})baz{{end}})b",
        "a(bar(x)baz)b",
    ),
    // Arguments of types.
    (
        "{{takesFloat 1}} {{takesFloat 'a'}} {{takesFloat 1e3}}",
        "1 97 1000",
    ),
    ("{{takesByte 300}}", "44"),
    ("{{takesComplex 1i}}", "(0+1i)"),
    ("{{takesTruth true}}", "true"),
    ("{{takesMap nil}}", "map[string]interface {}"),
    (
        "{{dddArg 1}}{{dddArg 1 `a` `b`}}{{`c` | dddArg 2}}",
        "11ab2c",
    ),
    // The template that calls.
    (
        "{{define \"x\"}}{{caller}}{{end}}{{caller}}{{template \"x\"}}{{include \"x\" 1}}{{caller}}",
        "txxt",
    ),
];

#[test]
fn gives_what_go_gives() {
    let data = sample();
    for (text, expected) in CASES {
        assert_eq!(output(text, &data), *expected, "{text}");
    }
}

#[test]
fn takes_any_data() {
    let list = List::new(vec![Value::Int(1), Value::Nil]);
    for (text, data, expected) in [
        ("<{{.}}>", Value::Int(13), "<13>"),
        ("<{{.}}>", Value::Uint(14), "<14>"),
        ("<{{.}}>", Value::Float64(15.1), "<15.1>"),
        ("<{{.}}>", Value::Bool(true), "<true>"),
        ("<{{.}}>", Value::Complex128(16.2, -17.0), "<(16.2-17i)>"),
        ("<{{.}}>", "hello".into(), "<hello>"),
        ("{{.foo}}", Value::Nil, "<no value>"),
        ("{{(.).foo.bar}}", Value::Nil, "<no value>"),
        (
            "{{range .}}{{.}},{{end}}{{.}}",
            list.into(),
            "1,<no value>,[1 <nil>]",
        ),
        (
            "{{range .}}{{printf `%T%d` . .}}{{end}}",
            Value::Int32(2),
            "int320int321",
        ),
        (
            "{{range .}}{{printf `%T%d` . .}}{{end}}",
            Value::Uint64(2),
            "uint640uint641",
        ),
        ("{{eq . 'P'}}", Value::Int32(80), "true"),
    ] {
        assert_eq!(output(text, &data), expected, "{text}");
    }
}

#[test]
fn a_missing_key_gives_what_was_asked_for() {
    let numbers = Map::typed(const { &MapType::of(crate::Type::Int) });
    numbers.insert("x", Value::Int(99));
    let numbers = Value::Map(numbers);
    let any = Value::Map([("x", Value::Int(99))].into_iter().collect());
    for (key, text, data, expected) in [
        (
            MissingKey::Default,
            "{{.x}} {{.y}}",
            &numbers,
            Ok("99 <no value>"),
        ),
        (MissingKey::Zero, "{{.x}} {{.y}}", &numbers, Ok("99 0")),
        (MissingKey::Zero, "{{.x}} {{.y}}", &any, Ok("99 <no value>")),
        (
            MissingKey::Error,
            "{{.x}} {{.y}}",
            &any,
            Err("template: t:1:9: executing \"t\" at <.y>: map has no entry for key \"y\""),
        ),
        (
            MissingKey::Error,
            "{{.y}}",
            &Value::Nil,
            Err("template: t:1:2: executing \"t\" at <.y>: nil data; no entry for key \"y\""),
        ),
        (MissingKey::Default, "{{.y.z}}", &any, Ok("<no value>")),
        (
            MissingKey::Zero,
            "{{.y.z}}",
            &any,
            Err(
                "template: t:1:4: executing \"t\" at <.y.z>: nil pointer evaluating interface {}.z",
            ),
        ),
    ] {
        let found = super::run(text, data, key);
        let found = found.as_deref().map_err(String::as_str);
        assert_eq!(found, expected, "{text} {key:?}");
    }
}
