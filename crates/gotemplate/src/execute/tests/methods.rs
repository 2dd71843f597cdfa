//! Methods of maps and lists of named types.

use super::{error, output};
use crate::function::{Method, Signature};
use crate::value::{List, ListType, Map, MapType, Type, Value};

const VALUES: MapType = MapType {
    name: Some("common.Values"),
    element: Type::Any,
    methods: &[
        Method {
            name: "Count",
            signature: Signature::of(&[]),
            body: |receiver, _, _| {
                let length = receiver.as_map().map_or(0, Map::len);
                Ok(Value::Int(i64::try_from(length).unwrap()))
            },
        },
        Method {
            name: "Table",
            signature: Signature::of(&[Type::String]),
            body: |receiver, _, arguments| {
                let name = arguments[0].as_text().unwrap();
                let found = receiver.as_map().and_then(|map| map.get(name.as_bytes()));
                found.ok_or_else(|| format!("{:?} is not a table", name.to_str()).into())
            },
        },
    ],
};

const VERSIONS: ListType = ListType {
    name: Some("common.VersionSet"),
    element: Type::String,
    methods: &[Method {
        name: "Has",
        signature: Signature::of(&[Type::String]),
        body: |receiver, _, arguments| {
            let wanted = arguments[0].as_text();
            let list = receiver.as_list().unwrap();
            Ok(list.iter().any(|item| item.as_text() == wanted).into())
        },
    }],
};

fn data() -> Value {
    let values = Map::typed(&VALUES);
    values.insert("Count", "hidden");
    values.insert("a", Value::Map([("b", "c")].into_iter().collect()));
    let versions = List::strings(["v1", "v2"]).with_type(&VERSIONS);
    let data = [
        ("Values", Value::Map(values)),
        ("Versions", Value::List(versions)),
    ];
    Value::Map(data.into_iter().collect())
}

#[test]
fn methods_come_before_keys() {
    let data = data();
    for (text, expected) in [
        ("{{.Values.Count}}", "2"),
        ("{{index .Values `Count`}}", "hidden"),
        ("{{.Values.a.b}}", "c"),
        ("{{(.Values.Table `a`).b}}", "c"),
        (
            "{{.Versions.Has `v2`}}{{`v3` | .Versions.Has}}",
            "truefalse",
        ),
        (
            "{{typeOf .Values}} {{takesMap .Values}}",
            "common.Values map[string]interface {}",
        ),
    ] {
        assert_eq!(output(text, &data), expected, "{text}");
    }
}

#[test]
fn methods_fail_as_functions_do() {
    let data = data();
    for (text, expected) in [
        (
            "{{.Values.Table `x`}}",
            "t:1:9: executing \"t\" at <.Values.Table>: error calling Table: \"x\" is not a table",
        ),
        (
            "{{.Values.Count 1}}",
            "t:1:9: executing \"t\" at <.Values.Count>: wrong number of args for Count: want 0 got 1",
        ),
        (
            "{{.Values.Table.x}}",
            "t:1:9: executing \"t\" at <.Values.Table.x>: wrong number of args for Table: want 1 got 0",
        ),
        (
            "{{.Versions.Have `v2`}}",
            "t:1:11: executing \"t\" at <.Versions.Have>: can't evaluate field Have in type interface {}",
        ),
    ] {
        assert_eq!(error(text, &data), expected, "{text}");
    }
}
