//! What sprig 3.3.0 and mergo 1.0.1 give: cases of sprig's `dict_test.go`, and where they are odd.

use super::super::arguments::testing::{call_sprig, check, list, map, show};
use crate::value::{List, ListType, Map, MapType, Value};
use Value::{Int, Int64, Nil};

fn texts<const N: usize>(entries: [(&str, &str); N]) -> Value {
    let map = Map::typed(&MapType::STRINGS);
    for (key, value) in entries {
        map.insert(key, value);
    }
    map.into()
}

fn nil_map() -> Value {
    Map::nil(&MapType::ANY).into()
}

#[test]
fn entries() {
    let one = || map([("a", Int(1))]);
    check(&[
        (
            "dict",
            vec!["a".into(), Int(1), Int(2), Nil, "z".into()],
            r#"map[string]interface {}{2:nil a:1 z:""}"#,
        ),
        ("dict", vec![], "map[string]interface {}{}"),
        ("get", vec![one(), "a".into()], "1"),
        ("get", vec![one(), "b".into()], r#""""#),
        ("get", vec![nil_map(), "b".into()], r#""""#),
        (
            "set",
            vec![one(), "b".into(), Nil],
            "map[string]interface {}{a:1 b:nil}",
        ),
        (
            "set",
            vec![nil_map(), "b".into(), Nil],
            "error: assignment to entry in nil map",
        ),
        (
            "unset",
            vec![one(), "a".into()],
            "map[string]interface {}{}",
        ),
        (
            "unset",
            vec![nil_map(), "a".into()],
            "map[string]interface {}(nil)",
        ),
        ("hasKey", vec![map([("a", Nil)]), "a".into()], "true"),
        ("hasKey", vec![one(), "b".into()], "false"),
    ]);
}

#[test]
fn a_map_is_changed_where_it_is() {
    const VALUES: MapType = MapType {
        name: Some("common.Values"),
        ..MapType::ANY
    };
    let values = Map::typed(&VALUES);
    let set = call_sprig("set", &[values.clone().into(), "a".into(), Int(1)]).unwrap();
    assert_eq!(values.len(), 1);
    // The function takes a map without a name, so that is what it gives.
    assert_eq!(
        set.type_of().unwrap().to_string(),
        "map[string]interface {}"
    );
}

#[test]
fn selections() {
    let both = || map([("b", Int(2)), ("a", Int(1))]);
    check(&[
        (
            "pluck",
            vec!["a".into(), both(), map([]), map([("a", Nil)])],
            "[]interface {}[1 nil]",
        ),
        (
            "keys",
            vec![both(), map([("a", Nil)])],
            r#"[]string["a" "b" "a"]"#,
        ),
        ("keys", vec![], "[]string[]"),
        ("values", vec![both()], "[]interface {}[1 2]"),
        (
            "pick",
            vec![both(), "a".into(), "x".into()],
            "map[string]interface {}{a:1}",
        ),
        (
            "omit",
            vec![both(), "a".into(), "x".into()],
            "map[string]interface {}{b:2}",
        ),
    ]);
}

#[test]
fn digging() {
    let deep = || map([("a", map([("b", map([("c", Int(1))]))])), ("x", Int(2))]);
    let dig = |keys: &[&str], last: Value| {
        let keys = keys.iter().map(|key| Value::from(*key));
        keys.chain([Value::from("default"), last])
            .collect::<Vec<_>>()
    };
    let conversion = "error: interface conversion: interface {} is";
    let is_int = format!("{conversion} int, not map[string]interface {{}}");
    let is_nil = format!("{conversion} nil, not map[string]interface {{}}");
    let is_texts = format!("{conversion} map[string]string, not map[string]interface {{}}");
    let no_key = format!("{conversion} int, not string");
    for (arguments, expected) in [
        (dig(&["a", "b", "c"], deep()), "1"),
        (dig(&["a", "b"], deep()), "map[string]interface {}{c:1}"),
        (dig(&["a", "y", "c"], deep()), r#""default""#),
        (dig(&["a"], map([("a", Nil)])), "nil"),
        (dig(&["a", "b"], map([("a", Nil)])), is_nil.as_str()),
        (dig(&["x", "b"], deep()), is_int.as_str()),
        (dig(&["a"], texts([])), is_texts.as_str()),
        (vec![Int(1), Nil, deep()], no_key.as_str()),
        (
            dig(&[], deep()),
            "error: dig needs at least three arguments",
        ),
    ] {
        let given = match call_sprig("dig", &arguments) {
            Ok(value) => show(&value),
            Err(words) => format!("error: {words}"),
        };
        assert_eq!(given, expected);
    }
}

#[test]
fn merges() {
    let target = || {
        map([
            ("empty", "".into()),
            ("false", false.into()),
            ("nil", Nil),
            ("text", "mine".into()),
            ("list", list([Int(1)])),
            ("map", map([("a", Int(1))])),
        ])
    };
    let source = || {
        map([
            ("empty", "yours".into()),
            ("false", true.into()),
            ("nil", Int(0)),
            ("text", "yours".into()),
            ("list", list([])),
            ("map", map([("a", Int(2)), ("b", Nil), ("c", Int(3))])),
            ("new", Int64(1)),
        ])
    };
    check(&[
        (
            "merge",
            vec![target(), source()],
            r#"map[string]interface {}{empty:"yours" false:true list:[]interface {}[1] map:map[string]interface {}{a:1 c:3} new:int64(1) nil:0 text:"mine"}"#,
        ),
        (
            "mergeOverwrite",
            vec![target(), source()],
            r#"map[string]interface {}{empty:"yours" false:true list:[]interface {}[] map:map[string]interface {}{a:2 b:nil c:3} new:int64(1) nil:0 text:"yours"}"#,
        ),
        // Kinds may change, also from a map to a text and back.
        (
            "mustMergeOverwrite",
            vec![
                map([("a", map([])), ("b", Int(1))]),
                map([("a", Int(1)), ("b", map([]))]),
            ],
            "map[string]interface {}{a:1 b:map[string]interface {}{}}",
        ),
        (
            "mustMerge",
            vec![
                map([("a", Int(1))]),
                map([("a", map([]))]),
                map([("b", Int(2))]),
            ],
            "map[string]interface {}{a:1 b:2}",
        ),
        (
            "merge",
            vec![nil_map(), map([])],
            "map[string]interface {}{}",
        ),
        (
            "merge",
            vec![nil_map(), nil_map()],
            "map[string]interface {}(nil)",
        ),
        ("merge", vec![nil_map()], "map[string]interface {}(nil)"),
        (
            "merge",
            vec![
                map([("a", texts([("b", "")]))]),
                map([("a", map([("b", Int(1))]))]),
            ],
            "error: reflect.Value.SetMapIndex: value of type interface {} is not assignable to type string",
        ),
        (
            "merge",
            vec![
                map([("a", texts([("b", "x")]))]),
                map([("a", map([("b", list([]))]))]),
            ],
            "error: reflect: call of reflect.Value.IsNil on string Value",
        ),
        (
            "merge",
            vec![
                map([("a", map([("b", "".into())]))]),
                map([("a", texts([("b", "x")]))]),
            ],
            r#"map[string]interface {}{a:map[string]interface {}{b:"x"}}"#,
        ),
        (
            "mergeOverwrite",
            vec![
                map([("a", Int(1))]),
                map([("a", List::nil(&ListType::ANY).into())]),
            ],
            "map[string]interface {}{a:[]interface {}(nil)}",
        ),
    ]);
}

#[test]
fn merged_maps_are_shared_with_the_source() {
    let inner = Map::new();
    let own = Map::new();
    own.insert("x", Int(1));
    let target: Map = [("own", own.clone())].into_iter().collect();
    let source: Map = [("own", inner.clone()), ("new", inner.clone())]
        .into_iter()
        .collect();
    inner.insert("y", Int(2));
    let merged = call_sprig("merge", &[target.clone().into(), source.into()]).unwrap();
    assert!(merged.as_map().unwrap().is_same(&target));
    // A map on both sides is filled in place; one that is new is the source's.
    assert!(target.get("own").unwrap().as_map().unwrap().is_same(&own));
    assert!(target.get("new").unwrap().as_map().unwrap().is_same(&inner));
    assert_eq!(show(&own.into()), "map[string]interface {}{x:1 y:2}");
    assert_eq!(show(&inner.into()), "map[string]interface {}{y:2}");
}

#[test]
fn a_map_in_itself_ends_in_an_error() {
    let knot = Map::new();
    knot.insert("a", knot.clone());
    for name in ["merge", "mergeOverwrite"] {
        let error = call_sprig(name, &[knot.clone().into(), knot.clone().into()]).unwrap_err();
        assert_eq!(error, "stack overflow: values nest over 100000 deep");
    }
    let error = call_sprig("deepCopy", &[knot.clone().into()]).unwrap_err();
    assert_eq!(error, "stack overflow: values nest over 100000 deep");
    let other = Map::new();
    other.insert("a", other.clone());
    let equal = call_sprig("deepEqual", &[knot.clone().into(), other.clone().into()]).unwrap();
    assert_eq!(show(&equal), "true");
    knot.remove("a");
    other.remove("a");
}
