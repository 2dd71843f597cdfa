//! What `reflect.DeepEqual` says.

use super::*;
use crate::sprig::arguments::testing::{list, map};
use crate::value::{List, ListType, Map, MapType};

fn equal(left: &Value, right: &Value) -> bool {
    let equal = deep_equal(left, right, &Budget::default()).unwrap();
    if equal {
        assert_eq!(fingerprint(left), fingerprint(right), "{left:?} {right:?}");
    }
    equal
}

#[test]
fn type_and_content_decide() {
    let nil_list = || Value::from(List::nil(&ListType::ANY));
    let nil_map = || Value::from(Map::nil(&MapType::ANY));
    let cases = [
        (Value::Nil, Value::Nil, true),
        (Value::Nil, nil_list(), false),
        (Value::Int(1), Value::Int(1), true),
        (Value::Int(1), Value::Int64(1), false),
        (0.0.into(), (-0.0).into(), true),
        (f64::NAN.into(), f64::NAN.into(), false),
        ("a".into(), "a".into(), true),
        ("a".into(), List::bytes("a").into(), false),
        (nil_list(), nil_list(), true),
        (nil_list(), list([]), false),
        (nil_map(), map([]), false),
        (List::strings(["a"]).into(), list(["a".into()]), false),
        (
            List::strings(["a"]).into(),
            List::strings(["a"]).into(),
            true,
        ),
        (List::bytes("ab").into(), List::bytes("ab").into(), true),
        (List::bytes("ab").into(), List::bytes("ac").into(), false),
        (
            list([list([Value::Int(1)])]),
            list([list([Value::Int(1)])]),
            true,
        ),
        (map([("a", list([]))]), map([("a", list([]))]), true),
        (map([("a", Value::Nil)]), map([("b", Value::Nil)]), false),
        (map([("a", Value::Nil)]), map([]), false),
    ];
    for (left, right, expected) in cases {
        assert_eq!(equal(&left, &right), expected, "{left:?} {right:?}");
        assert_eq!(equal(&right, &left), expected, "{right:?} {left:?}");
    }
}

#[test]
fn the_same_container_equals_itself_whatever_it_holds() {
    let with_nan = list([f64::NAN.into()]);
    assert!(equal(&with_nan, &with_nan));
    assert!(!equal(&with_nan, &list([f64::NAN.into()])));
}

#[test]
fn shared_values_are_compared_once() {
    // Each level holds the one below twice: 2^60 values, but 60 maps.
    let tower = || {
        (0..60).fold(map([]), |below, _| {
            map([("a", below.clone()), ("b", below)])
        })
    };
    assert!(equal(&tower(), &tower()));
}
