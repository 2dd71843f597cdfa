//! Cases of Go's `exec_test.go` (`cmpTests`).

use super::{error, output};
use crate::value::{Map, Value};

fn data() -> Value {
    let entries = [
        ("Uthree", Value::Uint(3)),
        ("Ufour", Value::Uint(4)),
        ("NegOne", Value::Int(-1)),
        ("Three", Value::Int(3)),
        ("Nil", Value::Nil),
        ("Map", Value::Map(Map::nil(&crate::MapType::ANY))),
        ("NonNilMap", Value::Map(Map::new())),
    ];
    Value::Map(entries.into_iter().collect())
}

#[test]
fn compares_as_go_compares() {
    let data = data();
    for (truth, expressions) in [
        (
            "true",
            "eq true true|eq 1+2i 1+2i|eq 1.5 1.5|eq 1 1|eq `xy` `xy`|eq .Uthree .Uthree|eq 3 4 5 6 3|\
             ne true false|ne 1+2i 1+3i|ne 1.5 2.5|ne 1 2|ne `xy` `xyz`|ne .Uthree .Ufour|\
             lt 1.5 2.5|lt 1 2|lt `xy` `xyz`|lt .Uthree .Ufour|le 1.5 1.5|le 1.5 2.5|le 1 1|le 1 2|\
             le `xy` `xy`|le `xy` `xyz`|le .Uthree .Uthree|gt 2 1|gt .Ufour .Uthree|ge 1.5 1.5|\
             ge 2.5 1.5|ge 2 1|ge `xyz` `xy`|eq .Uthree .Three|eq .Three .Uthree|le .Uthree .Three|\
             ge .Three .Uthree|gt .Ufour .Three|ne .NegOne .Uthree|lt .NegOne .Uthree|\
             le .NegOne .Uthree|gt .Uthree .NegOne|ge .Uthree .NegOne|eq (index `x` 0) 'x'|\
             eq .Nil .Nil|eq .Map .Map|eq .Map nil|eq nil .Map|eq .Nil .Map",
        ),
        (
            "false",
            "eq true false|eq 1+2i 1+3i|eq 1.5 2.5|eq 1 2|eq `xy` `xyz`|eq 3 4 5 6 7|ne 1 1|\
             lt 1.5 1.5|lt 1 1|lt `xy` `xy`|le 2.5 1.5|le 2 1|le `xyz` `xy`|le .Ufour .Uthree|\
             gt 1.5 2.5|gt 1 1|ge 1.5 2.5|ge `xy` `xyz`|lt .Uthree .Three|lt .Three .Uthree|\
             eq .NegOne .Uthree|eq .Uthree .NegOne|lt .Uthree .NegOne|le .Uthree .NegOne|\
             gt .NegOne .Uthree|ge .NegOne .Uthree|eq (index `x` 0) 'y'|eq .Nil 0|eq 0 .Nil|\
             eq .Map .NonNilMap|eq .NonNilMap nil",
        ),
    ] {
        for expression in expressions.split('|') {
            let text = format!("{{{{{expression}}}}}");
            assert_eq!(output(&text, &data), truth, "{expression}");
        }
    }
}

#[test]
fn fails_to_compare_as_go_fails() {
    let data = data();
    for (expression, expected) in [
        (
            "eq `xy` 1",
            "incompatible types for comparison: string and int",
        ),
        (
            "eq 2 2.0",
            "incompatible types for comparison: int and float64",
        ),
        (
            "lt 2 2.0",
            "incompatible types for comparison: int and float64",
        ),
        ("lt true true", "invalid type for comparison"),
        ("lt 1+0i 1+0i", "invalid type for comparison"),
        ("lt nil 1", "invalid type for comparison"),
        ("eq 1", "missing argument for comparison"),
        (
            "eq .NonNilMap .NonNilMap",
            "non-comparable type map[]: map[string]interface {}",
        ),
        (
            "eq .NonNilMap 1",
            "incompatible types for comparison: map[string]interface {} and int",
        ),
        (
            "eq .NonNilMap (slice (print 1) | index)",
            "incompatible types for comparison: map[string]interface {} and string",
        ),
    ] {
        let text = format!("{{{{{expression}}}}}");
        let name = expression.split(' ').next().unwrap();
        assert_eq!(
            error(&text, &data),
            format!("t:1:2: executing \"t\" at <{expression}>: error calling {name}: {expected}"),
        );
    }
}
