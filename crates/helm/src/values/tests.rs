//! Values files, options and coalescing, with what Helm makes of them.

use gotemplate::{Budget, Value};
use proptest::prelude::*;

use super::*;
use crate::chart::Chart;
use crate::dependency::ChartTree;
use crate::metadata::Metadata;
use crate::yaml;

fn values(text: &str) -> gotemplate::Map {
    load(text.as_bytes()).unwrap()
}

fn shown(map: &gotemplate::Map) -> String {
    yaml::marshal_value(&Value::Map(map.clone()), &Budget::default()).unwrap()
}

fn chart(name: &str, values: &str, subcharts: Vec<Chart>) -> Chart {
    let text = format!("apiVersion: v2\nname: {name}\nversion: 1.0.0\n");
    let values_json = yaml::to_value(values.as_bytes()).unwrap();
    Chart {
        metadata: Metadata::from_yaml(text.as_bytes()).unwrap(),
        values: values_json.as_object().cloned().unwrap_or_default(),
        values_files: vec![values.into()],
        subcharts,
        ..Chart::default()
    }
}

fn coalesced(chart: &Chart, user: &str) -> (String, Vec<String>) {
    let mut warnings = Vec::new();
    let text = match coalesce(&ChartTree::new(chart), &values(user), &mut warnings) {
        Ok(map) => shown(&map),
        Err(error) => error.to_string(),
    };
    (text, warnings.iter().map(ToString::to_string).collect())
}

#[test]
fn documents_of_a_values_file_merge() {
    let map = values("a: {b: 1, c: [1]}\n---\na: {c: [2]}\nd: null\n");
    assert_eq!(shown(&map), "a:\n  b: 1\n  c:\n  - 2\nd: null\n");
    for (text, expected) in [
        (
            "- a",
            "cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}",
        ),
        (
            "a: [",
            "cannot unmarshal yaml document: error converting YAML to JSON: yaml: line 1: did not find expected node content",
        ),
        (
            "a: 1\n---b",
            "error reading yaml document: invalid Yaml document separator: b",
        ),
    ] {
        assert_eq!(load(text.as_bytes()).unwrap_err().to_string(), expected);
    }
}

#[test]
fn options_are_applied_in_helms_order() {
    let strings = |list: &[&str]| list.iter().map(ToString::to_string).collect();
    let options = Options {
        value_files: strings(&["one", "two"]),
        set: strings(&["a=set,b=set,c=set,l.m=1"]),
        set_string: strings(&["b=1,c=string"]),
        set_file: strings(&["c=one"]),
        set_literal: strings(&["d=x,y"]),
        ..Options::default()
    };
    let read = |name: &str| match name {
        "one" => Ok(b"a: 1\nl: {q: 1}\n".to_vec()),
        "two" => Ok(b"e: 2\nl: {q: 2, o: 3}\n".to_vec()),
        _ => Err(ReadError {
            words: format!("open {name}: no such file or directory"),
        }),
    };
    assert_eq!(
        shown(&options.merge(&read).unwrap()),
        "a: set\nb: \"1\"\nc: |\n  a: 1\n  l: {q: 1}\nd: x,y\ne: 2\nl:\n  m: 1\n  o: 3\n  q: 2\n"
    );
    for (options, expected) in [
        (
            Options {
                set: strings(&["a"]),
                ..Options::default()
            },
            "failed parsing --set data: key \"a\" has no value",
        ),
        (
            Options {
                set_string: strings(&["a={"]),
                ..Options::default()
            },
            "failed parsing --set-string data: list must terminate with '}'",
        ),
        (
            Options {
                set_json: strings(&["a=}"]),
                ..Options::default()
            },
            "failed parsing --set-json data a=}",
        ),
        (
            Options {
                set_file: strings(&["a=three"]),
                ..Options::default()
            },
            "failed parsing --set-file data: open three: no such file or directory",
        ),
        (
            Options {
                value_files: strings(&["three"]),
                ..Options::default()
            },
            "open three: no such file or directory",
        ),
    ] {
        assert_eq!(options.merge(&read).unwrap_err().to_string(), expected);
    }
}

#[test]
fn json_is_read_as_helm_does() {
    let read = |_: &str| Ok(Vec::new());
    let merged = |given: &[&str]| {
        let set_json = given.iter().map(ToString::to_string).collect();
        let options = Options {
            set_json,
            ..Options::default()
        };
        match options.merge(&read) {
            Ok(map) => shown(&map),
            Err(error) => error.to_string(),
        }
    };
    for (given, expected) in [
        (
            vec!["a=1,b=[1,{\"c\":null}], d=\"x,y\""],
            "' d': x,y\na: 1\nb:\n- 1\n- c: null\n",
        ),
        (vec!["a=,b= ,c=1"], "a: null\nb: null\nc: 1\n"),
        (vec!["a.b[1]={}"], "a:\n  b:\n  - null\n  - {}\n"),
        (
            vec![" {\"a\": {\"b\": 1}}", "a.c=2"],
            "a:\n  b: 1\n  c: 2\n",
        ),
        (
            vec!["{\"a\": 1} x"],
            "failed parsing --set-json data JSON: {\"a\": 1} x",
        ),
        (vec!["a=1x"], "failed parsing --set-json data a=1x"),
        (vec!["a=[1"], "failed parsing --set-json data a=[1"),
        (vec!["a=1e999"], "failed parsing --set-json data a=1e999"),
    ] {
        assert_eq!(merged(&given), expected, "{given:?}");
    }
}

#[test]
fn nulls_take_defaults_away() {
    let chart = chart(
        "top",
        "a: 1\nb: {c: 1, d: null}\ne: null\nf: {g: 1}",
        Vec::new(),
    );
    for (user, expected) in [
        ("", "a: 1\nb:\n  c: 1\nf:\n  g: 1\n"),
        (
            "a: null\nb: {c: null}\nx: null",
            "b: {}\nf:\n  g: 1\nx: null\n",
        ),
        (
            "b: {d: null}\nf: {h: null}",
            "a: 1\nb:\n  c: 1\n  d: null\nf:\n  g: 1\n  h: null\n",
        ),
        ("b: null\nf: 1", "a: 1\nf: 1\n"),
    ] {
        assert_eq!(
            coalesced(&chart, user),
            (expected.to_owned(), Vec::new()),
            "{user}"
        );
    }
}

#[test]
fn what_does_not_go_together_is_told() {
    let sub = chart("sub", "x: 1", Vec::new());
    let chart = chart("top", "a: {b: {c: 1}}\nd: 1\ne: {f: 1}", vec![sub]);
    let (_, warnings) = coalesced(&chart, "a: {b: 1}\nd: {x: 1}\ne: {f: {g: 1}}\nglobal: 1");
    assert_eq!(
        warnings,
        [
            "warning: cannot overwrite table with non table for top.a.b (map[c:1])",
            "warning: skipped value for top.d: Not a table.",
            "warning: destination for top.e.f is a table. Ignoring non-table value (1)",
            "warning: skipping globals because source global is not a table.",
        ]
    );
    let (error, _) = coalesced(&chart, "sub: x");
    assert_eq!(error, "type mismatch on sub: %!t(string=x)");
}

#[test]
fn globals_go_down_and_their_inner_tables_are_shared() {
    let sub = chart("sub", "global: {own: 1, t: {z: 1}}\nx: null", Vec::new());
    let top = chart(
        "top",
        "global: {a: 1, t: {u: {v: 1}}}\nsub: {w: 1}",
        vec![sub],
    );
    let mut warnings = Vec::new();
    let map = coalesce(
        &ChartTree::new(&top),
        &values("global: {a: 2}"),
        &mut warnings,
    )
    .unwrap();
    assert_eq!(
        shown(&map),
        "global:\n  a: 2\n  t:\n    u:\n      v: 1\nsub:\n  global:\n    a: 2\n    own: 1\n    t:\n      u:\n        v: 1\n      z: 1\n  w: 1\n"
    );
    let at = |path: &str| table(&map, path.as_bytes()).unwrap();
    assert!(!at("global.t").is_same(&at("sub.global.t")));
    assert!(at("global.t.u").is_same(&at("sub.global.t.u")));
    assert_eq!(warnings, []);
}

#[test]
fn paths_lead_to_tables_and_values() {
    let map = values("a: {b: {c: 1}, d: x}\ne: 1");
    assert_eq!(shown(&table(&map, b"a.b").unwrap()), "c: 1\n");
    assert_eq!(
        table(&map, b"a.d").unwrap_err().to_string(),
        "\"d\" is not a table"
    );
    assert_eq!(
        table(&map, b"x.y").unwrap_err().to_string(),
        "\"x\" is not a table"
    );
    assert!(matches!(path_value(&map, b"a.b.c"), Ok(Value::Float64(_))));
    assert!(matches!(path_value(&map, b"e"), Ok(Value::Float64(_))));
    for (path, expected) in [
        ("", "YAML path cannot be empty"),
        ("a", "\"a\" is not a value"),
        ("a.b", "\"b\" is not a value"),
        ("a.x.y", "\"y\" is not a value"),
    ] {
        assert_eq!(
            path_value(&map, path.as_bytes()).unwrap_err().to_string(),
            expected
        );
    }
}

/// Maps of maps and scalars over few keys, so that they meet.
fn tables() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        (0..3).prop_map(serde_json::Value::from),
        "[x-z]".prop_map(serde_json::Value::from),
        proptest::collection::vec(0..3, 0..2).prop_map(serde_json::Value::from),
    ];
    let map = leaf.prop_recursive(3, 20, 4, |inner| {
        proptest::collection::hash_map("[a-d]", inner, 0..4)
            .prop_map(|map| map.into_iter().collect())
    });
    proptest::collection::hash_map("[a-d]", map, 0..4).prop_map(|map| map.into_iter().collect())
}

fn read(value: &serde_json::Value) -> gotemplate::Map {
    values(&value.to_string())
}

/// Whether every value of `part` is also in `whole`.
fn holds(whole: &gotemplate::Map, part: &gotemplate::Map) -> bool {
    part.entries()
        .into_iter()
        .all(|(key, value)| match (whole.get(&*key), value) {
            (Some(Value::Map(whole)), Value::Map(part)) => holds(&whole, &part),
            (Some(whole), value) => {
                let one = [("x", whole)].into_iter().collect();
                let other = [("x", value)].into_iter().collect();
                shown(&one) == shown(&other)
            }
            (None, _) => false,
        })
}

proptest! {
    #[test]
    fn merging_keeps_what_comes_later(one in tables(), other in tables(), third in tables()) {
        let (one, other, third) = (read(&one), read(&other), read(&third));
        let merged = merge_maps(&one, &other);
        prop_assert!(holds(&merged, &other));
        prop_assert_eq!(shown(&merge_maps(&merged, &other)), shown(&merged));
        let left = merge_maps(&merged, &third);
        let right = merge_maps(&one, &merge_maps(&other, &third));
        // A scalar between two maps is a wall when merged in steps; without one, the order does not matter.
        if holds(&merge_maps(&other, &one), &one) && holds(&merge_maps(&third, &other), &other) {
            prop_assert_eq!(shown(&left), shown(&merge_maps(&merge_maps(&one, &other), &third)));
        }
        prop_assert!(holds(&left, &third) && holds(&right, &third));
    }

    #[test]
    fn coalescing_is_merging_the_other_way_round(user in tables(), defaults in tables()) {
        let text = defaults.to_string();
        let top = chart("top", &text, Vec::new());
        let tree = ChartTree::new(&top);
        let (user, defaults) = (read(&user), values(&text));
        let before = (shown(&user), shown(tree.values()));
        let mut warnings = Vec::new();
        let result = coalesce(&tree, &user, &mut warnings).unwrap();
        prop_assert!(holds(&result, &user));
        if warnings.is_empty() {
            prop_assert_eq!(shown(&result), shown(&merge_maps(&defaults, &user)));
        }
        let again = coalesce(&tree, &result, &mut warnings).unwrap();
        prop_assert_eq!(shown(&again), shown(&result));
        prop_assert_eq!((shown(&user), shown(tree.values())), before);
    }
}
