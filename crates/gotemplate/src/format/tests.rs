//! Texts that Go's `fmt` has printed.

use std::any::Any;
use std::rc::Rc;
use std::slice::from_ref;

use super::*;
use crate::budget::Limits;
use crate::value::{List, ListType, Map, MapType, Object};

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8_lossy(&bytes).into_owned()
}

fn printed(format: &str, arguments: &[Value]) -> String {
    text(sprintf(format.as_bytes(), arguments, &Budget::default()).unwrap())
}

#[test]
fn operands_are_spaced_where_neither_is_a_string() {
    let budget = Budget::default();
    let cases: [(&[Value], &str, &str); 5] = [
        (&[], "", "\n"),
        (&[Value::Int(1), Value::Int(2)], "1 2", "1 2\n"),
        (&["a".into(), "b".into(), Value::Int(1)], "ab1", "a b 1\n"),
        (
            &[Value::Int(1), "a".into(), Value::Int(1), Value::Nil],
            "1a1 <nil>",
            "1 a 1 <nil>\n",
        ),
        (
            &[Value::Nil, Value::Bool(true)],
            "<nil> true",
            "<nil> true\n",
        ),
    ];
    for (operands, together, line) in cases {
        assert_eq!(text(sprint(operands, &budget).unwrap()), together);
        assert_eq!(text(sprintln(operands, &budget).unwrap()), line);
    }
}

#[test]
fn a_value_that_holds_itself_ends_in_an_error() {
    let map = Map::new();
    map.insert("again", map.clone());
    let value = Value::Map(map.clone());
    assert_eq!(
        display(&value, &Budget::default()),
        Err(Exhausted::Depth(MAX_DEPTH))
    );
    map.remove("again");
}

#[test]
fn a_long_text_ends_in_an_error() {
    let budget = Budget::new(Limits {
        text: 1_000,
        ..Limits::default()
    });
    for format in [
        "%1001d", "%01001d", "%.1001d", "%.1001f", "%1001s", "%.1001U",
    ] {
        let argument = if format.ends_with('f') {
            Value::Float64(1.0)
        } else {
            Value::Int(1)
        };
        assert_eq!(
            sprintf(format.as_bytes(), &[argument], &budget),
            Err(Exhausted::Text(1_000)),
            "{format}"
        );
    }
    assert_eq!(
        sprintf(b"%1000000000d", &[Value::Int(1)], &budget).map(text),
        Ok("%!(NOVERB)%!(EXTRA int=1)".to_owned())
    );
    let list: List = std::iter::repeat_n(Value::from("abc"), 300).collect();
    assert_eq!(display(&list.into(), &budget), Err(Exhausted::Text(1_000)));
}

#[test]
fn verbs_and_flags() {
    let int = Value::Int(-42);
    let byte = Value::Uint8(97);
    let float = Value::Float64(3.5);
    let string = Value::from("é\"x");
    let raw = Value::from(b"a\xff".to_vec());
    let complex = Value::Complex128(1.0, -2.5);
    let cases: &[(&str, &Value, &str)] = &[
        ("%v", &int, "-42"),
        ("%6d", &int, "   -42"),
        ("%-6d|", &int, "-42   |"),
        ("%06d", &int, "-00042"),
        ("%.5d", &int, "-00042"),
        ("%8.5d", &int, "  -00042"),
        ("%x", &int, "-2a"),
        ("%#X", &int, "-0X2A"),
        ("%o", &int, "-52"),
        ("%O", &int, "-0o52"),
        ("%#b", &int, "-0b101010"),
        ("%c", &int, "\u{fffd}"),
        ("%U", &int, "U+FFFFFFFFFFFFFFD6"),
        ("%s", &int, "%!s(int=-42)"),
        ("%5t", &int, "%!t(int=  -42)"),
        ("%T", &int, "int"),
        ("%v", &byte, "97"),
        ("%#v", &byte, "0x61"),
        ("%q", &byte, "'a'"),
        ("%c", &byte, "a"),
        ("%#U", &byte, "U+0061 'a'"),
        ("% d", &byte, " 97"),
        ("%+d", &byte, "+97"),
        ("%v", &float, "3.5"),
        ("%f", &float, "3.500000"),
        ("%.0f", &float, "4"),
        ("%8.2f", &float, "    3.50"),
        ("%-8.2f|", &float, "3.50    |"),
        ("%+08.2f", &float, "+0003.50"),
        ("%e", &float, "3.500000e+00"),
        ("%G", &float, "3.5"),
        ("%#g", &float, "3.50000"),
        ("%x", &float, "0x1.cp+01"),
        ("%b", &float, "7881299347898368p-51"),
        ("%d", &float, "%!d(float64=3.5)"),
        ("%q", &float, "%!q(float64=3.5)"),
        ("%v", &complex, "(1-2.5i)"),
        ("%.1f", &complex, "(1.0-2.5i)"),
        ("%s", &string, "é\"x"),
        ("%q", &string, "\"é\\\"x\""),
        ("%+q", &string, "\"\\u00e9\\\"x\""),
        ("%#q", &string, "`é\"x`"),
        ("%x", &string, "c3a92278"),
        ("% X", &string, "C3 A9 22 78"),
        ("%# x", &string, "0xc3 0xa9 0x22 0x78"),
        ("%.1s", &string, "é"),
        ("%5s", &string, "  é\"x"),
        ("%05s", &string, "00é\"x"),
        ("%d", &string, "%!d(string=é\"x)"),
        ("%q", &raw, "\"a\\xff\""),
        ("%t", &Value::Bool(true), "true"),
        ("%-6t|", &Value::Bool(true), "true  |"),
        ("%v", &Value::Nil, "<nil>"),
        ("%6v", &Value::Nil, " <nil>"),
        ("%s", &Value::Nil, "%!s(<nil>)"),
        ("%T", &Value::Nil, "<nil>"),
        ("%z", &int, "%!z(int=-42)"),
        ("%%", &int, "%%!(EXTRA int=-42)"),
    ];
    for (format, value, expected) in cases {
        assert_eq!(
            printed(format, &[(*value).clone()]),
            *expected,
            "{format} {value:?}"
        );
    }
}

#[test]
fn directives_that_are_wrong() {
    let one = Value::Int(1);
    let two = Value::from("b");
    let cases: &[(&str, &[Value], &str)] = &[
        ("a%", &[], "a%!(NOVERB)"),
        ("%d", &[], "%!d(MISSING)"),
        ("%d %d", from_ref(&one), "1 %!d(MISSING)"),
        (
            "a",
            &[one.clone(), Value::Nil, two.clone()],
            "a%!(EXTRA int=1, <nil>, string=b)",
        ),
        ("%[2]s %[1]d", &[one.clone(), two.clone()], "b 1"),
        ("%[2]s", &[one.clone(), two.clone()], "b"),
        ("%[3]d", from_ref(&one), "%!d(BADINDEX)"),
        ("%[x]d", from_ref(&one), "%!d(BADINDEX)"),
        ("%[1", from_ref(&one), "%!(NOVERB)"),
        ("%[1]2d", from_ref(&one), "%!d(BADINDEX)"),
        ("%*d", &[Value::Int(3), one.clone()], "  1"),
        ("%*d|", &[Value::Int(-3), one.clone()], "1  |"),
        ("%*d", &[two.clone(), one.clone()], "%!(BADWIDTH)1"),
        ("%.*d", &[Value::Int(-1), one.clone()], "%!(BADPREC)1"),
        ("%.*f", &[Value::Uint8(1), Value::Float64(1.25)], "1.2"),
        (
            "%[1]*.[2]*[3]f",
            &[Value::Int(6), Value::Int(2), Value::Float64(1.5)],
            "  1.50",
        ),
        ("%99999999d", from_ref(&one), "%!(NOVERB)%!(EXTRA int=1)"),
        ("%!", &[], "%!!(MISSING)"),
        ("%é", from_ref(&one), "%!é(int=1)"),
    ];
    for (format, arguments, expected) in cases {
        assert_eq!(printed(format, arguments), *expected, "{format}");
    }
}

/// A struct of two fields, and a pointer to one.
#[derive(Debug)]
struct Pair(&'static str, Value, Value);

impl Object for Pair {
    fn type_name(&self) -> &'static str {
        self.0
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![("A", self.1.clone()), ("B", self.2.clone())]
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A number with a name.
#[derive(Debug)]
struct Month;

impl Object for Month {
    fn type_name(&self) -> &'static str {
        "time.Month"
    }

    fn kind(&self) -> Kind {
        Kind::Int
    }

    fn display(&self) -> Option<String> {
        Some("March".to_owned())
    }

    fn underlying(&self) -> Option<Value> {
        Some(Value::Int(3))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[test]
fn bytes_are_printed_as_numbers_however_many() {
    let all: Vec<u8> = (0..5_000_u32).map(|number| (number % 256) as u8).collect();
    let numbers: Vec<String> = all.iter().map(u8::to_string).collect();
    for length in [0, 1, 2, 1_023, 1_024, 1_025, 5_000] {
        let bytes = Value::List(List::bytes(&all[..length]));
        let wanted = format!("[{}]", numbers[..length].join(" "));
        assert_eq!(
            printed("%v", std::slice::from_ref(&bytes)),
            wanted,
            "{length}"
        );
        assert_eq!(printed("%-1d", &[bytes]), wanted, "{length}, with a width");
    }
}

#[test]
fn containers() {
    static NAMED: MapType = MapType {
        name: Some("common.Values"),
        element: crate::value::Type::Any,
        methods: &[],
    };
    let inner: Map = [("b", Value::Int(2)), ("a", Value::from("x"))]
        .into_iter()
        .collect();
    let map = Value::Map(inner.clone());
    let list = Value::List(List::new(vec![
        Value::Int(1),
        "a".into(),
        Value::Nil,
        map.clone(),
    ]));
    let bytes = Value::List(List::bytes(b"hi".as_slice()));
    let holder = Value::List(List::new(vec![bytes.clone()]));
    let month = Value::Object(Rc::new(Month));
    let pair = Value::Object(Rc::new(Pair("main.Pair", month.clone(), Value::Nil)));
    let pointer = Value::Object(Rc::new(Pair("*main.Pair", Value::Int(1), "b".into())));
    let cases: &[(&str, Value, &str)] = &[
        ("%v", map.clone(), "map[a:x b:2]"),
        (
            "%d",
            map.clone(),
            "map[%!d(string=a):%!d(string=x) %!d(string=b):2]",
        ),
        (
            "%#v",
            map.clone(),
            "map[string]interface {}{\"a\":\"x\", \"b\":2}",
        ),
        (
            "%#v",
            inner.with_type(&NAMED).into(),
            "common.Values{\"a\":\"x\", \"b\":2}",
        ),
        (
            "%#v",
            Map::nil(&MapType::ANY).into(),
            "map[string]interface {}(nil)",
        ),
        ("%v", Map::nil(&MapType::ANY).into(), "map[]"),
        ("%v", list.clone(), "[1 a <nil> map[a:x b:2]]"),
        ("%3v", list.clone(), "[  1   a <nil> map[  a:  x   b:  2]]"),
        (
            "%#v",
            list.clone(),
            "[]interface {}{1, \"a\", interface {}(nil), map[string]interface {}{\"a\":\"x\", \"b\":2}}",
        ),
        ("%s", list, "[%!s(int=1) a <nil> map[a:x b:%!s(int=2)]]"),
        ("%q", List::strings(["a", "b c"]).into(), "[\"a\" \"b c\"]"),
        ("%#v", List::nil(&ListType::STRINGS).into(), "[]string(nil)"),
        ("%w", List::strings(["a"]).into(), "%!w([]string=[a])"),
        ("%v", bytes.clone(), "[104 105]"),
        ("%s", bytes.clone(), "hi"),
        ("%x", bytes.clone(), "6869"),
        ("%t", bytes.clone(), "[%!t(uint8=104) %!t(uint8=105)]"),
        ("%#v", bytes, "[]byte{0x68, 0x69}"),
        ("%#v", holder.clone(), "[]interface {}{[]uint8{0x68, 0x69}}"),
        ("%s", holder, "[hi]"),
        (
            "%v %[1]d %[1]q %[1]x %[1]t",
            month,
            "March 3 \"March\" 4d61726368 %!t(time.Month=3)",
        ),
        (
            "%v %+[1]v %[1]d",
            pair.clone(),
            "{March <nil>} {A:March B:<nil>} {3 <nil>}",
        ),
        ("%#v", pair, "main.Pair{A:3, B:interface {}(nil)}"),
        (
            "%v %+[1]v %#[1]v",
            pointer,
            "&{1 b} &{A:1 B:b} &main.Pair{A:1, B:\"b\"}",
        ),
    ];
    for (format, value, expected) in cases {
        assert_eq!(printed(format, from_ref(value)), *expected, "{format}");
    }
}
