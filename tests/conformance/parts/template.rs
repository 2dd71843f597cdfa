//! `text/template`: its parser and its executor.

use gotemplate::{Budget, Functions, Map, MapType, MissingKey, Signature, Templates, Type, Value};
use proptest::prelude::*;
use serde_json::Value as Json;

use super::Part;
use super::oracle::{Answer, Question};
use super::value::{self, INT_MAP};

/// The executor.
pub(super) fn run() -> Part {
    let mut part = Part::new("text/template, executed", execute);
    for row in part.rows("std", "text/template") {
        for text in row
            .texts()
            .filter(|text| text.windows(2).any(|two| two == b"{{"))
        {
            for missing_key in ["default", "zero", "error"] {
                part.upstream(Question {
                    operation: "template",
                    text: text.clone(),
                    value: data(),
                    missing_key,
                    ..Question::default()
                });
            }
        }
    }
    let question = |(text, missing_key)| Question {
        operation: "template",
        text: String::into_bytes(text),
        value: data(),
        missing_key,
        ..Question::default()
    };
    let missing = || prop::sample::select(vec!["default", "zero", "error"]);
    part.made(3_000, (body(&operand(PLAIN)), missing()).prop_map(question));
    part.made(1_500, (tokens(), missing()).prop_map(question));
    part
}

/// The parser.
pub(super) fn run_parser() -> Part {
    let mut part = Part::new("text/template, parsed", parse);
    for folder in ["text/template", "text/template/parse"] {
        for row in part.rows("std", folder) {
            for text in row.texts() {
                part.upstream(Question {
                    operation: "parse",
                    text,
                    ..Question::default()
                });
            }
        }
    }
    let question = |text: String| Question {
        operation: "parse",
        text: text.into_bytes(),
        ..Question::default()
    };
    part.made(2_000, body(&operand(PLAIN)).prop_map(question));
    part.made(3_000, tokens().prop_map(question));
    part
}

/// Parses and executes a template.
pub(super) fn execute(question: &Question) -> Answer {
    let templates = match templates(question) {
        Ok(templates) => templates,
        Err(error) => return Answer::error(error),
    };
    let mut output = Vec::new();
    let data = value::from_json(&question.value).expect("data");
    let error = templates.execute_into("t", &data, &Budget::default(), &mut output);
    Answer {
        output,
        error: error
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default(),
        ..Answer::default()
    }
}

fn parse(question: &Question) -> Answer {
    let templates = match templates(question) {
        Ok(templates) => templates,
        Err(error) => return Answer::error(error),
    };
    let mut shown = String::new();
    for name in templates.defined() {
        if let Some(tree) = templates.lookup(name) {
            shown.push_str(&format!("{name}\0{}\0", tree.root));
        }
    }
    Answer::output(shown)
}

fn templates(question: &Question) -> Result<Templates, gotemplate::ParseError> {
    let functions = match question.mode {
        "sprig" => super::sprig::functions(),
        _ => plain_functions(),
    };
    let missing_key = match question.missing_key {
        "zero" => MissingKey::Zero,
        "error" => MissingKey::Error,
        _ => MissingKey::Default,
    };
    let mut templates = Templates::new("root", functions, missing_key);
    templates.parse("t", question.text.as_slice())?;
    Ok(templates)
}

/// The functions that the oracle has for text/template's own tests.
fn plain_functions() -> Functions {
    let text = |value: Option<&Value>| {
        value
            .and_then(Value::as_text)
            .map(|text| text.to_str().into_owned())
            .unwrap_or_default()
    };
    let mut functions = Functions::new();
    functions.add("add", Signature::variadic(&[Type::Int]), |_, numbers| {
        let sum = numbers.iter().filter_map(Value::as_signed);
        Ok(Value::Int(sum.fold(0, i64::wrapping_add)))
    });
    functions.add(
        "dddArg",
        Signature::variadic(&[Type::Int, Type::String]),
        |call, arguments| {
            let texts = arguments.iter().skip(1).filter_map(Value::as_text).cloned();
            let shown = [
                arguments[0].clone(),
                gotemplate::List::strings(texts).into(),
            ];
            Ok(gotemplate::format::sprintln(&shown, call.budget())?.into())
        },
    );
    functions.add("die", Signature::of(&[]), |_, _| {
        Err(gotemplate::FunctionError::Message("die".to_owned()))
    });
    functions.add("doPanic", Signature::of(&[]), |_, _| {
        Err(gotemplate::FunctionError::Message(
            "custom panic string".to_owned(),
        ))
    });
    functions.add("echo", Signature::of(&[Type::Any]), |_, arguments| {
        Ok(arguments[0].clone())
    });
    functions.add(
        "oneArg",
        Signature::of(&[Type::String]),
        move |_, arguments| Ok(format!("oneArg={}", text(arguments.first())).into()),
    );
    functions.add("returnInt", Signature::of(&[]), |_, _| Ok(Value::Int(7)));
    functions.add(
        "twoArgs",
        Signature::of(&[Type::String, Type::String]),
        move |_, arguments| {
            Ok(format!(
                "twoArgs={}{}",
                text(arguments.first()),
                text(arguments.get(1))
            )
            .into())
        },
    );
    functions.add("typeOf", Signature::of(&[Type::Any]), |_, arguments| {
        Ok(arguments[0]
            .type_of()
            .map_or_else(|| "<nil>".to_owned(), |of| of.to_string())
            .into())
    });
    functions.add("zeroArgs", Signature::of(&[]), |_, _| Ok("zeroArgs".into()));
    functions.add(
        "makemap",
        Signature::variadic(&[Type::String]),
        |_, arguments| {
            if arguments.len() % 2 != 0 {
                return Err(gotemplate::FunctionError::Message("bad makemap".to_owned()));
            }
            let map = Map::typed(&MapType::STRINGS);
            for pair in arguments.chunks(2) {
                map.insert(
                    pair[0].as_text().cloned().unwrap_or_default(),
                    pair[1].clone(),
                );
            }
            Ok(map.into())
        },
    );
    functions
}

/// What templates work on: the names that text/template's own tests use, and others, with values of all types.
pub(super) fn data() -> Json {
    let one: Map = [("one", Value::Int(1))].into_iter().collect();
    let three: Map = [
        ("one", Value::Int(1)),
        ("two", Value::Int(2)),
        ("three", Value::Int(3)),
    ]
    .into_iter()
    .collect();
    let ints = |numbers: &[i64]| {
        let items = numbers.iter().copied().map(Value::Int).collect();
        Value::List(gotemplate::List::typed(&gotemplate::ListType::INTS, items))
    };
    let strings: Map = [("a", Value::from("A")), ("b", Value::from("B"))]
        .into_iter()
        .collect();
    let nested: Map = [
        ("V", Value::from("v")),
        (
            "deep",
            Value::Map(
                [("er", Value::Nil), ("n", Value::Float64(0.5))]
                    .into_iter()
                    .collect(),
            ),
        ),
        (
            "list",
            gotemplate::List::new(vec![Value::Int(1), "two".into(), Value::Nil]).into(),
        ),
    ]
    .into_iter()
    .collect();
    let data: Map = [
        ("True", true.into()),
        ("False", false.into()),
        ("I", Value::Int(17)),
        ("I64", Value::Int64(-9)),
        ("U16", Value::Uint64(16)),
        ("X", "x".into()),
        ("S", "xyz".into()),
        ("Empty", "".into()),
        ("FloatZero", 0.0.into()),
        ("F", 2.5.into()),
        ("Big", 1e21.into()),
        ("U", nested.into()),
        ("SI", ints(&[3, 4, 5])),
        ("SICap", ints(&[0, 0, 0, 0, 0])),
        ("SIEmpty", ints(&[])),
        (
            "SB",
            gotemplate::List::new(vec![true.into(), false.into()]).into(),
        ),
        ("SS", gotemplate::List::strings(["b", "a", "c"]).into()),
        (
            "L",
            gotemplate::List::new(vec![1.0.into(), "x".into(), Value::Nil]).into(),
        ),
        ("B", gotemplate::List::bytes("bytes").into()),
        ("MSI", three.clone().with_type(&INT_MAP).into()),
        ("MSIone", one.clone().with_type(&INT_MAP).into()),
        ("MSIEmpty", Map::typed(&INT_MAP).into()),
        ("MSS", strings.with_type(&MapType::STRINGS).into()),
        ("MXI", one.into()),
        ("M", three.into()),
        ("Empty0", Value::Nil),
        ("Empty1", Value::Int(3)),
        ("Empty2", "empty2".into()),
        ("Empty3", ints(&[7, 8])),
        ("PI", Value::Int(23)),
        ("PS", "a string".into()),
        ("Str", "foozle".into()),
        ("a-b", "dash".into()),
    ]
    .into_iter()
    .collect();
    value::to_json(&data.into())
}

/// Functions that are not sprig's, and how many arguments they take.
const PLAIN: &[(&str, usize)] = &[
    ("and", 2),
    ("or", 2),
    ("not", 1),
    ("eq", 2),
    ("eq", 3),
    ("ne", 2),
    ("lt", 2),
    ("le", 2),
    ("gt", 2),
    ("ge", 2),
    ("len", 1),
    ("index", 2),
    ("index", 3),
    ("slice", 2),
    ("slice", 3),
    ("slice", 4),
    ("print", 2),
    ("println", 1),
    ("printf", 2),
    ("html", 1),
    ("js", 1),
    ("urlquery", 1),
    ("call", 1),
    ("add", 2),
    ("dddArg", 2),
    ("oneArg", 1),
    ("twoArgs", 2),
    ("typeOf", 1),
    ("makemap", 2),
    ("zeroArgs", 0),
    ("echo", 1),
];

/// A field, a literal or a variable. No number is large: Go would range over it for years.
pub(super) fn leaf() -> impl Strategy<Value = String> + Clone {
    prop::sample::select(vec![
        ".",
        "$",
        "$x",
        "nil",
        "true",
        "false",
        "0",
        "1",
        "-1",
        "2",
        "3",
        "17",
        "1.5",
        "1e1",
        "0x10",
        "'a'",
        "1i",
        "\"\"",
        "\"a\"",
        "\"one\"",
        "\"x y\"",
        "`r\\aw`",
        "\"%v|%d|%s\"",
        "\"%q\"",
        "\"é<&\\\"\"",
        ".True",
        ".False",
        ".I",
        ".I64",
        ".U16",
        ".X",
        ".S",
        ".Empty",
        ".FloatZero",
        ".F",
        ".Big",
        ".U",
        ".U.V",
        ".U.deep",
        ".U.deep.er",
        ".U.deep.n",
        ".U.deep.er.x",
        ".U.none",
        ".U.none.x",
        ".U.list",
        ".SI",
        ".SIEmpty",
        ".SB",
        ".SS",
        ".L",
        ".B",
        ".MSI",
        ".MSI.one",
        ".MSI.none",
        ".MSIEmpty",
        ".MSS",
        ".MSS.a",
        ".MSS.none",
        ".MXI",
        ".M",
        ".M.two",
        ".Empty0",
        ".Empty0.x",
        ".Empty1",
        ".Empty2",
        ".Empty3",
        ".none",
        ".none.x",
        ".S.x",
        ".I.x",
        "$.I",
        "$.U.V",
        "$x.y",
    ])
    .prop_map(str::to_owned)
}

/// An operand: a leaf, or a call in parentheses.
pub(super) fn operand(functions: &'static [(&'static str, usize)]) -> BoxedStrategy<String> {
    leaf()
        .prop_recursive(3, 12, 4, move |inner| {
            prop_oneof![
                4 => call(functions, inner.clone()).prop_map(|call| format!("({call})")),
                1 => inner.clone().prop_map(|field| format!("({field}).a")),
                1 => (inner.clone(), inner).prop_map(|(first, second)| format!("({first} | {second})")),
            ]
        })
        .boxed()
}

/// A call of one of the functions, mostly with as many arguments as it takes.
pub(super) fn call(
    functions: &'static [(&'static str, usize)],
    operand: impl Strategy<Value = String> + Clone + 'static,
) -> BoxedStrategy<String> {
    (
        prop::sample::select(functions),
        prop::collection::vec(operand, 5),
        prop_oneof![12 => Just(0_i8), 1 => Just(1), 1 => Just(-1)],
    )
        .prop_map(|((name, count), operands, more)| {
            let count = count.saturating_add_signed(more.into());
            let mut text = name.to_owned();
            for operand in operands.iter().take(count) {
                text.push(' ');
                text.push_str(operand);
            }
            text
        })
        .boxed()
}

/// A template: text and actions.
pub(super) fn body(operand: &BoxedStrategy<String>) -> BoxedStrategy<String> {
    let operand = operand.clone();
    let pipe = prop_oneof![
        4 => operand.clone(),
        1 => (operand.clone(), operand.clone()).prop_map(|(first, second)| format!("{first} | {second}")),
        1 => operand.clone().prop_map(|operand| format!("{operand} | printf \"%v\"")),
        1 => operand.clone().prop_map(|operand| format!("$x := {operand}")),
        1 => operand.prop_map(|operand| format!("$x = {operand}")),
    ]
    // Mostly without the parentheses around it all.
    .prop_map(|pipe| match pipe.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) if !inner.contains(['(', ')']) => inner.to_owned(),
        _ => pipe,
    });
    let action = pipe.clone().prop_map(|pipe| format!("{{{{ {pipe} }}}}"));
    let text = prop::sample::select(vec![
        "",
        " ",
        "\n",
        "text",
        "é",
        "{",
        "{{/* c */}}",
        "{{- \"t\" -}}",
    ])
    .prop_map(str::to_owned);
    let simple = prop_oneof![3 => action, 1 => text];
    simple
        .prop_recursive(3, 24, 4, move |inner| {
            let pipe = pipe.clone();
            prop_oneof![
                2 => prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
                1 => (pipe.clone(), inner.clone(), inner.clone())
                    .prop_map(|(pipe, yes, no)| format!("{{{{if {pipe}}}}}{yes}{{{{else}}}}{no}{{{{end}}}}")),
                1 => (pipe.clone(), inner.clone(), inner.clone())
                    .prop_map(|(pipe, yes, no)| format!("{{{{with {pipe}}}}}{yes}{{{{else}}}}{no}{{{{end}}}}")),
                1 => (pipe.clone(), inner.clone(), inner.clone())
                    .prop_map(|(pipe, yes, no)| format!("{{{{range {pipe}}}}}{yes};{{{{else}}}}{no}{{{{end}}}}")),
                1 => (pipe.clone(), inner.clone()).prop_map(|(pipe, each)| {
                    format!("{{{{range $x, $y := {pipe}}}}}{{{{$x}}}}={{{{$y}}}}{each}{{{{if eq 1 1}}}}{{{{break}}}}{{{{end}}}}{{{{end}}}}")
                }),
                1 => (pipe, inner)
                    .prop_map(|(pipe, named)| format!("{{{{define \"n\"}}}}{named}{{{{end}}}}{{{{template \"n\" {pipe}}}}}")),
            ]
        })
        .prop_map(|body| format!("{{{{$x := 1}}}}{body}"))
        .boxed()
}

/// Pieces of templates in no order: what the lexer and the parser complain of.
fn tokens() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "{{",
        "}}",
        "{{-",
        "-}}",
        "{{- ",
        " -}}",
        " ",
        "\n",
        "\t",
        "if",
        "else",
        "end",
        "range",
        "with",
        "define",
        "block",
        "template",
        "break",
        "continue",
        "nil",
        "true",
        ".",
        "..",
        ".x",
        ".x.y",
        "$",
        "$x",
        "$x.y",
        ":=",
        "=",
        ",",
        "|",
        "(",
        ")",
        "1",
        "-1",
        "+",
        "0x",
        "1.5e",
        "1i",
        "'a'",
        "''",
        "'",
        "\"",
        "\"a\"",
        "\"\\q\"",
        "`",
        "`a`",
        "/*",
        "*/",
        "{{/*a*/}}",
        "printf",
        "unknown",
        "eq 1 1",
        "text",
        "é",
        "\u{0}",
        "#",
        "&",
        "{{end}}",
        "{{if .X}}",
        "{{range .SI}}",
        "{{else}}",
        "{{else if .X}}",
        "{{else with .X}}",
        "{{.}}",
        "{{define \"a\"}}",
        "{{template \"a\"}}",
        "{{break}}",
    ]);
    prop::collection::vec(token, 1..12).prop_map(|tokens| tokens.concat())
}
