//! What sprig 3.3.0 gives: cases of its `list_test.go`, and where it is odd.

use super::super::arguments::testing::{call_sprig, check, list, map, show};
use crate::budget::Budget;
use crate::value::{List, Value};
use Value::{Float64, Int, Int64};

const NIL: &str = "error: runtime error: invalid memory address or nil pointer dereference";

fn numbers(count: i64) -> Value {
    List::new((1..=count).map(Int).collect()).into()
}

#[test]
fn ends() {
    let empty = || list([]);
    let strings = || Value::from(List::strings(["a", "b"]));
    check(&[
        (
            "tuple",
            vec![Int(1), "a".into(), Value::Nil],
            r#"[]interface {}[1 "a" nil]"#,
        ),
        ("list", vec![], "[]interface {}[]"),
        ("append", vec![numbers(2), Int(9)], "[]interface {}[1 2 9]"),
        (
            "push",
            vec![strings(), Int(9)],
            r#"[]interface {}["a" "b" 9]"#,
        ),
        (
            "mustPush",
            vec![Int(1), Int(9)],
            "error: Cannot push on type int",
        ),
        ("append", vec![Value::Nil, Int(9)], NIL),
        (
            "prepend",
            vec![strings(), Int(9)],
            r#"[]interface {}[9 "a" "b"]"#,
        ),
        (
            "mustPrepend",
            vec!["a".into(), Int(9)],
            "error: Cannot prepend on type string",
        ),
        ("first", vec![strings()], r#""a""#),
        ("first", vec![empty()], "nil"),
        (
            "mustFirst",
            vec![map([])],
            "error: Cannot find first on type map",
        ),
        ("last", vec![strings()], r#""b""#),
        ("last", vec![empty()], "nil"),
        (
            "mustLast",
            vec!["a".into()],
            "error: Cannot find last on type string",
        ),
        ("rest", vec![strings()], r#"[]interface {}["b"]"#),
        ("rest", vec![numbers(1)], "[]interface {}[]"),
        ("rest", vec![empty()], "[]interface {}(nil)"),
        (
            "mustRest",
            vec![true.into()],
            "error: Cannot find rest on type bool",
        ),
        ("initial", vec![numbers(3)], "[]interface {}[1 2]"),
        ("initial", vec![empty()], "[]interface {}(nil)"),
        (
            "mustInitial",
            vec![Float64(1.0)],
            "error: Cannot find initial on type float64",
        ),
    ]);
}

#[test]
fn parts() {
    let slice = |count, bounds: &[i64]| {
        let bounds = bounds.iter().copied().map(Int);
        std::iter::once(numbers(count))
            .chain(bounds)
            .collect::<Vec<_>>()
    };
    let chunk = |size, count| vec![Int(size), numbers(count)];
    let out_of_range = "error: runtime error: makeslice: len out of range";
    check(&[
        ("reverse", vec![numbers(3)], "[]interface {}[3 2 1]"),
        (
            "mustReverse",
            vec!["a".into()],
            "error: Cannot find reverse on type string",
        ),
        (
            "concat",
            vec![numbers(1), List::strings(["a"]).into()],
            r#"[]interface {}[1 "a"]"#,
        ),
        ("concat", vec![list([]), list([])], "[]interface {}(nil)"),
        ("concat", vec![], "[]interface {}(nil)"),
        (
            "concat",
            vec![numbers(1), "a".into()],
            "error: Cannot concat type string as list",
        ),
        ("concat", vec![Value::Nil], NIL),
        ("slice", slice(3, &[]), "[]interface {}[1 2 3]"),
        ("slice", slice(0, &[1, 2]), "nil"),
        (
            "mustSlice",
            vec![Int(3)],
            "error: list should be type of slice or array but int",
        ),
        (
            "chunk",
            chunk(2, 5),
            "[][]interface {}[[]interface {}[1 2] []interface {}[3 4] []interface {}[5]]",
        ),
        (
            "chunk",
            chunk(9, 2),
            "[][]interface {}[[]interface {}[1 2]]",
        ),
        ("chunk", chunk(1, 0), "[][]interface {}[]"),
        ("chunk", chunk(0, 3), out_of_range),
        ("chunk", chunk(-1, 3), out_of_range),
        ("chunk", chunk(-2, 3), "[][]interface {}[]"),
        ("chunk", chunk(-1, 1), out_of_range),
        ("chunk", chunk(-2, 1), "[][]interface {}[[]interface {}[1]]"),
        ("chunk", chunk(-2, 0), out_of_range),
        (
            "mustChunk",
            vec![Int(1), "a".into()],
            "error: Cannot chunk type string",
        ),
    ]);
}

#[test]
fn searches() {
    let nested = || list([list([Int(1)]), list([Int(1)]), list([Int64(1)])]);
    let mixed = || {
        list([
            Int(1),
            Int64(1),
            Float64(1.0),
            "1".into(),
            Int(1),
            Value::Nil,
            Value::Nil,
        ])
    };
    let nan = || {
        list([
            Float64(f64::NAN),
            Float64(f64::NAN),
            Float64(0.0),
            Float64(-0.0),
        ])
    };
    check(&[
        (
            "uniq",
            vec![mixed()],
            r#"[]interface {}[1 int64(1) float64(1) "1" nil]"#,
        ),
        (
            "uniq",
            vec![nested()],
            "[]interface {}[[]interface {}[1] []interface {}[int64(1)]]",
        ),
        (
            "uniq",
            vec![nan()],
            "[]interface {}[float64(NaN) float64(NaN) float64(0)]",
        ),
        (
            "mustUniq",
            vec![Int(1)],
            "error: Cannot find uniq on type int",
        ),
        (
            "without",
            vec![mixed(), Int(1), Value::Nil],
            r#"[]interface {}[int64(1) float64(1) "1"]"#,
        ),
        ("without", vec![list([])], "[]interface {}[]"),
        (
            "mustWithout",
            vec!["a".into()],
            "error: Cannot find without on type string",
        ),
        ("has", vec![Int(1), mixed()], "true"),
        ("has", vec![Int(2), mixed()], "false"),
        ("has", vec![Int(2), Value::Nil], "false"),
        (
            "has",
            vec![Value::Uint8(b'a'), List::bytes("ba").into()],
            "true",
        ),
        (
            "mustHas",
            vec![Int(1), "a".into()],
            "error: Cannot find has on type string",
        ),
        (
            "compact",
            vec![list([Int(0), Int(1), "".into(), "a".into(), list([])])],
            r#"[]interface {}[1 "a"]"#,
        ),
        (
            "mustCompact",
            vec![Int(1)],
            "error: Cannot compact on type int",
        ),
        ("compact", vec![Value::Nil], NIL),
    ]);
}

#[test]
fn long_lists_grow_and_shrink_at_no_cost() {
    // Copying each time would take 5 * 10^9 steps.
    let budget = Budget::default();
    let mut grown = list([]);
    let mut joined = list([]);
    for number in 0..100_000 {
        grown = Value::List(grown.as_list().unwrap().extended([Int(number)]));
        let pair = [joined, list([Int(number)])];
        joined = super::concat(&pair, &budget).unwrap().into();
    }
    assert_eq!(joined.as_list().unwrap().len(), 100_000);
    let mut rest = grown;
    for _ in 0..99_998 {
        let list = rest.as_list().unwrap();
        rest = super::parts::part(list, 1, list.len(), &budget)
            .unwrap()
            .into();
    }
    assert_eq!(show(&rest), "[]interface {}[99998 99999]");
}

#[test]
fn many_different_items_are_told_apart_fast() {
    let items: Vec<Value> = (0..20_000)
        .map(|number| map([("name", format!("n{number}").into())]))
        .collect();
    let twice = List::new(items.iter().chain(&items).cloned().collect());
    let unique = call_sprig("uniq", &[twice.into()]).unwrap();
    assert_eq!(unique.as_list().unwrap().len(), 20_000);
}
