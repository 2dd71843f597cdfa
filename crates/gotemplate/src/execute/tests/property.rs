//! No template panics, whatever it does.

use proptest::prelude::*;

use super::run;
use super::sample::sample;
use crate::execute::MissingKey;
use crate::value::{List, Map, Value};

const WORDS: &[&str] = &[
    ".",
    "$",
    "nil",
    "true",
    "0",
    "-1",
    "3",
    "1.5",
    "1i",
    "'a'",
    "`a`",
    "\"%d\"",
    ".X",
    ".U.V",
    ".MSI",
    ".MSI.one",
    ".SI",
    ".Empty0",
    ".Empty0.x",
    ".Method0",
    ".Method1",
    ".Method2",
    ".MAdd",
    ".BinaryFunc",
    ".VariadicFunc",
    ".a",
    ".a.b.c",
    ".l",
    "$x",
    "$x.a",
    "(print)",
    "(index .l 0)",
    "(.a).b",
    "zeroArgs",
    "mapOfThree.three",
    "die",
    "and",
    "or",
    "not",
    "len",
    "index",
    "slice",
    "eq",
    "lt",
    "ge",
    "ne",
    "call",
    "print",
    "printf",
    "html",
    "js",
    "urlquery",
    "println",
    "add",
    "echo",
    "oneArg",
    "typeOf",
    "takesMap",
    "takesByte",
    "include",
    "|",
    "|",
    "|",
];

fn pipeline() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(WORDS), 1..7).prop_map(|words| words.join(" "))
}

fn body() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        pipeline().prop_map(|pipe| format!("{{{{{pipe}}}}}")),
        pipeline().prop_map(|pipe| format!("{{{{$x = {pipe}}}}}")),
        Just("text ".to_owned()),
        Just("{{break}}".to_owned()),
        Just("{{continue}}".to_owned()),
        Just("{{template \"t2\" .}}".to_owned()),
        Just("{{include \"t2\" $}}".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(|parts| parts.concat()),
            (
                prop::sample::select(vec![
                    "if",
                    "with",
                    "range",
                    "range $x :=",
                    "range $i, $x :="
                ]),
                pipeline(),
                inner.clone(),
                inner
            )
                .prop_map(|(keyword, pipe, list, other)| {
                    format!("{{{{{keyword} {pipe}}}}}{list}{{{{else}}}}{other}{{{{end}}}}")
                }),
        ]
    })
}

fn data() -> impl Strategy<Value = Value> {
    let deep: Map = [("b", Value::Nil), ("c", Value::Int(1))]
        .into_iter()
        .collect();
    let list = List::new(vec![Value::Int(1), Value::Nil, "x".into()]);
    let map = [("a", Value::Map(deep)), ("l", Value::List(list.clone()))];
    prop::sample::select(vec![0, 1, 2, 3]).prop_map(move |choice| match choice {
        0 => sample(),
        1 => Value::Map(map.clone().into_iter().collect()),
        2 => Value::List(list.clone()),
        _ => Value::Nil,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn never_panics(first in body(), second in body(), data in data()) {
        let text = format!("{{{{$x := 1}}}}{first}{{{{define \"t2\"}}}}{{{{$x := .}}}}{second}{{{{end}}}}");
        for key in [MissingKey::Default, MissingKey::Zero, MissingKey::Error] {
            // Its output or its error: either will do.
            let _ = run(&text, &data, key);
        }
    }
}
