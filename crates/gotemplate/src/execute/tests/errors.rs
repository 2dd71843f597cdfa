//! Errors, in Go's words: those of `exec_test.go`, and of templates that real Go was given.

use super::sample::{functions, sample};
use super::{error, run};
use crate::Budget;
use crate::error::{ExecuteError, Missing};
use crate::execute::{MissingKey, Templates};
use crate::value::{List, Map, Value};

/// Templates over the sample, and Go's error behind `template: t:`.
const CASES: &[(&str, &str)] = &[
    (
        "{{nil}}",
        "1:2: executing \"t\" at <nil>: nil is not a command",
    ),
    (
        "{{if nil}}TRUE{{end}}",
        "1:5: executing \"t\" at <nil>: nil is not a command",
    ),
    (
        "{{typeOf 0x8000000000000000}}",
        "1:9: executing \"t\" at <0x8000000000000000>: 0x8000000000000000 overflows int",
    ),
    (
        "{{.MSI.one 1}}",
        "1:6: executing \"t\" at <.MSI.one>: one is not a method but has arguments",
    ),
    (
        "{{1 2}}",
        "1:2: executing \"t\" at <1>: can't give argument to non-function 1",
    ),
    (
        "{{(1) 2}}",
        "1:2: executing \"t\" at <(1) 2>: can't give argument to non-function 1",
    ),
    (
        "{{3 2}}",
        "1:2: executing \"t\" at <3>: can't give argument to non-function 3",
    ),
    (
        "{{$x := 1}}{{$x 2}}",
        "1:13: executing \"t\" at <$x>: can't give argument to non-function $x",
    ),
    (
        "{{$x := 1}}{{3 | $x}}",
        "1:17: executing \"t\" at <$x>: can't give argument to non-function $x",
    ),
    (
        "{{call nil}}",
        "1:2: executing \"t\" at <call nil>: error calling call: call of nil",
    ),
    (
        "{{call}}",
        "1:2: executing \"t\" at <call>: wrong number of args for call: want at least 1 got 0",
    ),
    (
        "{{1 | call}}",
        "1:6: executing \"t\" at <call>: error calling call: non-function <int Value> of type int",
    ),
    (
        "{{call (len \"test\")}}",
        "1:2: executing \"t\" at <call (len \"test\")>: error calling call: non-function len \"test\" of type int",
    ),
    (
        "{{call .BinaryFunc `1`}}",
        "1:2: executing \"t\" at <call .BinaryFunc `1`>: error calling call: wrong number of args for .BinaryFunc: got 1 want 2",
    ),
    (
        "{{call .BinaryFunc 1 3}}",
        "1:2: executing \"t\" at <call .BinaryFunc 1 3>: error calling call: arg 0: value has type int; should be string",
    ),
    (
        "{{call .VariadicFuncInt}}",
        "1:2: executing \"t\" at <call .VariadicFuncInt>: error calling call: wrong number of args for .VariadicFuncInt: got 0 want at least 1",
    ),
    (
        "{{call .VariadicFunc nil}}",
        "1:2: executing \"t\" at <call .VariadicFunc nil>: error calling call: arg 0: value is nil; should be of type string",
    ),
    (
        "{{call .PanicFunc}}",
        "1:2: executing \"t\" at <call .PanicFunc>: error calling call: test panic",
    ),
    (
        "{{ .Empty0 | .VariadicFunc }}",
        "1:13: executing \"t\" at <.VariadicFunc>: VariadicFunc has arguments but cannot be invoked as function",
    ),
    (
        "{{or 0 0 (die)}}",
        "1:10: executing \"t\" at <die>: error calling die: die",
    ),
    (
        "{{and 1 1 (die)}}",
        "1:11: executing \"t\" at <die>: error calling die: die",
    ),
    (
        "{{index .SI 10}}",
        "1:2: executing \"t\" at <index .SI 10>: error calling index: index out of range: 10",
    ),
    (
        "{{index .SI 3}}",
        "1:2: executing \"t\" at <index .SI 3>: error calling index: reflect: slice index out of range",
    ),
    (
        "{{index `abc` 3}}",
        "1:2: executing \"t\" at <index `abc` 3>: error calling index: reflect: string index out of range",
    ),
    (
        "{{index .SI `hello`}}",
        "1:2: executing \"t\" at <index .SI `hello`>: error calling index: cannot index slice/array with type string",
    ),
    (
        "{{index .SI nil}}",
        "1:2: executing \"t\" at <index .SI nil>: error calling index: cannot index slice/array with nil",
    ),
    (
        "{{index .MSI nil}}",
        "1:2: executing \"t\" at <index .MSI nil>: error calling index: value is nil; should be of type string",
    ),
    (
        "{{index .MSI 10}}",
        "1:2: executing \"t\" at <index .MSI 10>: error calling index: value has type int; should be string",
    ),
    (
        "{{index nil 1}}",
        "1:2: executing \"t\" at <index nil 1>: error calling index: index of untyped nil",
    ),
    (
        "{{index 1 1}}",
        "1:2: executing \"t\" at <index 1 1>: error calling index: can't index item of type int",
    ),
    (
        "{{index . 1}}",
        "1:2: executing \"t\" at <index . 1>: error calling index: can't index item of type template.T",
    ),
    (
        "{{slice .SI -1}}",
        "1:2: executing \"t\" at <slice .SI -1>: error calling slice: index out of range: -1",
    ),
    (
        "{{slice .SI 2 1}}",
        "1:2: executing \"t\" at <slice .SI 2 1>: error calling slice: invalid slice index: 2 > 1",
    ),
    (
        "{{slice .SI 2 2 1}}",
        "1:2: executing \"t\" at <slice .SI 2 2 1>: error calling slice: invalid slice index: 2 > 1",
    ),
    (
        "{{slice .SI 1 2 3 4}}",
        "1:2: executing \"t\" at <slice .SI 1 2 3 4>: error calling slice: too many slice indexes: 4",
    ),
    (
        "{{slice .S 1 2 2}}",
        "1:2: executing \"t\" at <slice .S 1 2 2>: error calling slice: cannot 3-index slice a string",
    ),
    (
        "{{len 3}}",
        "1:2: executing \"t\" at <len 3>: error calling len: len of type int",
    ),
    (
        "{{len .Empty0}}",
        "1:2: executing \"t\" at <len .Empty0>: error calling len: len of nil pointer",
    ),
    (
        "{{len nil}}",
        "1:2: executing \"t\" at <len nil>: error calling len: reflect: call of reflect.Value.Type on zero Value",
    ),
    (
        "{{.MyError true}}",
        "1:2: executing \"t\" at <.MyError>: error calling MyError: my error",
    ),
    (
        "{{3|oneArg}}",
        "1:4: executing \"t\" at <oneArg>: wrong type for value; expected string; got int",
    ),
    (
        "{{4|dddArg 3}}",
        "1:11: executing \"t\" at <3>: wrong type for value; expected string; got int",
    ),
    (
        "{{true|twoArgs \"xxx\"}}",
        "1:15: executing \"t\" at <\"xxx\">: wrong type for value; expected string; got bool",
    ),
    (
        "{{0i|printf}}",
        "1:5: executing \"t\" at <printf>: wrong type for value; expected string; got complex128",
    ),
    (
        "{{valueString returnInt}}",
        "1:14: executing \"t\" at <returnInt>: wrong type for value; expected string; got int",
    ),
    (
        "{{(nil).True}}",
        "1:3: executing \"t\" at <nil>: nil is not a command",
    ),
    (
        "{{$x := (1.0)}}{{$x.anything}}",
        "1:19: executing \"t\" at <$x.anything>: can't evaluate field anything in type float64",
    ),
    (
        "{{.Missing}}",
        "1:2: executing \"t\" at <.Missing>: can't evaluate field Missing in type *template.T",
    ),
    (
        "{{.Empty0.a}}",
        "1:9: executing \"t\" at <.Empty0.a>: nil pointer evaluating interface {}.a",
    ),
    (
        "{{oneArg 1}}",
        "1:9: executing \"t\" at <1>: expected string; found 1",
    ),
    (
        "{{add `a`}}",
        "1:6: executing \"t\" at <`a`>: expected integer; found `a`",
    ),
    (
        "{{add 1.5}}",
        "1:6: executing \"t\" at <1.5>: expected integer; found 1.5",
    ),
    (
        "{{takesFloat true}}",
        "1:13: executing \"t\" at <true>: expected float; found true",
    ),
    (
        "{{takesByte -1}}",
        "1:12: executing \"t\" at <-1>: expected unsigned integer; found -1",
    ),
    (
        "{{takesComplex 1}}",
        "1:15: executing \"t\" at <1>: expected complex; found 1",
    ),
    (
        "{{takesTruth 1}}",
        "1:13: executing \"t\" at <1>: expected bool; found 1",
    ),
    (
        "{{oneArg nil}}",
        "1:9: executing \"t\" at <nil>: cannot assign nil to string",
    ),
    (
        "{{oneArg .MSI.none}}",
        "1:13: executing \"t\" at <.MSI.none>: invalid value; expected string",
    ),
    (
        "{{oneArg .Empty0}}",
        "1:9: executing \"t\" at <.Empty0>: wrong type for value; expected string; got interface {}",
    ),
    (
        "{{takesMap `a`}}",
        "1:11: executing \"t\" at <`a`>: can't handle `a` for arg of type map[string]interface {}",
    ),
    (
        "{{twoArgs `a`}}",
        "1:2: executing \"t\" at <twoArgs>: wrong number of args for twoArgs: want 2 got 1",
    ),
    (
        "{{range 1.5}}{{end}}",
        "1:8: executing \"t\" at <1.5>: range can't iterate over 1.5",
    ),
    (
        "{{range .X}}{{end}}",
        "1:8: executing \"t\" at <.X>: range can't iterate over x",
    ),
    (
        "{{range $i, $x := 3}}{{end}}",
        "1:18: executing \"t\" at <3>: can't use 3 to iterate over more than one variable",
    ),
    (
        "{{.BinaryFunc}}",
        "1:2: executing \"t\" at <{{.BinaryFunc}}>: can't print {{.BinaryFunc}} of type func()",
    ),
    (
        "{{template \"nope\" .}}",
        "1:11: executing \"t\" at <{{template \"nope\" .}}>: template \"nope\" not defined",
    ),
    (
        "{{include \"nope\" .}}",
        "1:2: executing \"t\" at <include \"nope\" .>: error calling include: template: no template \"nope\" associated with template \"set\"",
    ),
];

#[test]
fn fails_as_go_fails() {
    let data = sample();
    for (text, expected) in CASES {
        assert_eq!(error(text, &data), format!("t:{expected}"), "{text}");
    }
}

#[test]
fn static_types_show_where_go_shows_them() {
    let deep: Map = [("f", Value::Float64(1.5)), ("n", Value::Nil)]
        .into_iter()
        .collect();
    let list = List::new(vec![Value::Float64(2.0)]);
    let data = [("m", Value::Map(deep)), ("l", Value::List(list))];
    let data = Value::Map(data.into_iter().collect());
    for (text, expected) in [
        (
            "{{.m.f.x}}",
            "t:1:4: executing \"t\" at <.m.f.x>: can't evaluate field x in type interface {}",
        ),
        (
            "{{(.m.f).x}}",
            "t:1:5: executing \"t\" at <.m.f>: can't evaluate field x in type float64",
        ),
        (
            "{{with .m.f}}{{.x}}{{end}}",
            "t:1:15: executing \"t\" at <.x>: can't evaluate field x in type float64",
        ),
        (
            "{{range .l}}{{.x}}{{end}}",
            "t:1:14: executing \"t\" at <.x>: can't evaluate field x in type interface {}",
        ),
        (
            "{{range $v := .l}}{{$v.x}}{{end}}",
            "t:1:22: executing \"t\" at <$v.x>: can't evaluate field x in type interface {}",
        ),
        (
            "{{$v := index .l 0}}{{$v.x}}",
            "t:1:24: executing \"t\" at <$v.x>: can't evaluate field x in type float64",
        ),
        (
            "{{.m.n.x}}",
            "t:1:4: executing \"t\" at <.m.n.x>: nil pointer evaluating interface {}.x",
        ),
        (
            "{{slice .l .m.f}}",
            "t:1:2: executing \"t\" at <slice .l .m.f>: error calling slice: cannot index slice/array with type interface {}",
        ),
    ] {
        assert_eq!(error(text, &data), expected, "{text}");
    }
}

#[test]
fn nested_templates_give_their_own_place() {
    let text = "line 1\nline 2\nline 3\n{{template \"one\" .}}\n\
        {{define \"one\"}}{{template \"two\" .}}{{end}}\n\
        {{define \"two\"}}{{template \"three\" .}}{{end}}\n\
        {{define \"three\"}}{{index \"hi\" $}}{{end}}";
    assert_eq!(
        error(text, &Value::Int(5)),
        "t:7:20: executing \"three\" at <index \"hi\" $>: error calling index: index out of range: 5"
    );
    let text = "{{define \"a\"}}\n {{ .x.y }}{{end}}{{include \"a\" .}}";
    assert_eq!(
        run(text, &Value::Map(Map::new()), MissingKey::Zero).unwrap_err(),
        "template: t:2:20: executing \"t\" at <include \"a\" .>: error calling include: \
         template: t:2:6: executing \"a\" at <.x.y>: nil pointer evaluating interface {}.y"
    );
}

fn missing(text: &str, data: &Value) -> Missing {
    let mut templates = Templates::new("set", functions(), MissingKey::Zero);
    templates.parse("t", text.as_bytes()).unwrap();
    match templates.execute("t", data, &Budget::default()) {
        Err(ExecuteError::At(failure)) => failure.missing.clone().unwrap(),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn says_which_field_was_missing() {
    let image: Map = [("name", "n"), ("tag", "t")].into_iter().collect();
    let values: Map = [("image", Value::Map(image)), ("text", "abc".into())]
        .into_iter()
        .collect();
    let data = Value::Map([("Values", values)].into_iter().collect());
    for (text, path, followed, nil, siblings) in [
        (
            "{{.Values.imag.tag}}",
            "Values imag tag",
            1,
            Some(2),
            "image text",
        ),
        (
            "{{.Values.image.tagg.x.y}}",
            "Values image tagg x y",
            2,
            Some(3),
            "name tag",
        ),
        (
            "{{$v := .Values}}{{$v.imag.tag}}",
            "$v imag tag",
            1,
            Some(2),
            "image text",
        ),
        (
            "{{$.Values.imag.tag}}",
            "$ Values imag tag",
            2,
            Some(3),
            "image text",
        ),
        (
            "{{(.Values).imag.tag}}",
            "(.Values) imag tag",
            1,
            Some(2),
            "image text",
        ),
        ("{{.Values.text.x}}", "Values text x", 2, None, ""),
    ] {
        let found = missing(text, &data);
        assert_eq!(found.path.join(" "), path, "{text}");
        assert_eq!(found.followed, followed, "{text}");
        assert_eq!(found.nil, nil, "{text}");
        assert_eq!(found.siblings.join(" "), siblings, "{text}");
    }
}

#[test]
fn a_nil_start_was_not_followed() {
    let data = Value::Map([("l", List::new(vec![Value::Nil]))].into_iter().collect());
    let found = missing("{{range .l}}{{.a.b}}{{end}}", &data);
    assert_eq!((found.followed, found.siblings.len()), (0, 0));
    assert_eq!(found.nil, Some(0));
    assert_eq!(found.path, ["a", "b"]);
    let found = missing("{{range $x := .l}}{{$x.a}}{{end}}", &data);
    assert_eq!(
        (found.path.join(" ").as_str(), found.nil),
        ("$x a", Some(1))
    );
}
