//! What the containers promise: sharing, order, and dropping at any depth.

use super::*;

#[test]
fn a_clone_is_the_same_map() {
    let map = Map::new();
    let same = map.clone();
    assert!(map.insert("b", "2"));
    assert!(map.insert("a", "1"));
    assert_eq!(same.keys(), [Text::from("a"), Text::from("b")]);
    assert!(same.remove("a").is_some());
    assert_eq!(map.len(), 1);
    assert!(!Map::nil(&MapType::ANY).insert("a", "1"));
}

#[test]
fn deep_values_drop_without_recursion() {
    let mut value = Value::Nil;
    for level in 0..1_000_000 {
        value = if level % 2 == 0 {
            [("a", value)].into_iter().collect::<Map>().into()
        } else {
            List::new(vec![value]).into()
        };
    }
    drop(value);
}

#[test]
fn types_are_spelled_as_in_go() {
    let cases: [(Value, &str); 6] = [
        (Value::from("a"), "string"),
        (Map::new().into(), "map[string]interface {}"),
        (List::new(Vec::new()).into(), "[]interface {}"),
        (List::strings(["a"]).into(), "[]string"),
        (List::bytes("a").into(), "[]uint8"),
        (Value::Float64(1.0), "float64"),
    ];
    for (value, expected) in cases {
        assert_eq!(value.type_of().unwrap().to_string(), expected);
    }
    assert!(Type::STRING_MAP.is_assignable_to(Type::Any));
    assert!(!Type::STRING_MAP.is_assignable_to(Type::MAP));
}

#[test]
fn lists_share_items_as_slices_do() {
    let strings = List::strings(["c", "b", "a"]);
    let front = strings.slice(0, 2).unwrap();
    front.sort_strings();
    let texts = |list: &List| {
        list.iter()
            .map(|item| item.as_text().unwrap().to_str().into_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(texts(&front), ["b", "c"]);
    assert_eq!(texts(&strings), ["b", "c", "a"]);
    assert!(strings.slice(1, 4).is_none());
    assert!(strings.slice(2, 1).is_none());

    let one = List::new(vec!["a".into()]);
    let two = one.extended(["b".into()]);
    // The end of `one` is taken: this one has its own items.
    let other = one.extended(["c".into()]);
    assert_eq!(texts(&one), ["a"]);
    assert_eq!(texts(&two), ["a", "b"]);
    assert_eq!(texts(&other), ["a", "c"]);
    assert_eq!(texts(&two.slice(1, 2).unwrap()), ["b"]);
    assert_eq!(two.address(), one.address());
    assert_ne!(other.address(), one.address());
}
