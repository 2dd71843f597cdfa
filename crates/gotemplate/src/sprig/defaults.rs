//! Sprig's functions on defaults, and those on JSON beside them (`defaults.go`).

use super::Sources;
use super::arguments::Declare;
use super::copy::deep_copy;
use super::cost;
use crate::error::FunctionError;
use crate::function::{Functions, Signature};
use crate::json::{self, Style};
use crate::value::{Type, Value};

const ANY: Signature = Signature::of(&[Type::Any]);
const ANY_NUMBER: Signature = Signature::variadic(&[Type::Any]);
const TEXT: Signature = Signature::of(&[Type::String]);

/// What a byte of JSON may take as a value: `[],` is three bytes, and a list.
const DECODED_BYTES: usize = 8;

/// Adds them.
pub(super) fn add(functions: &mut Functions, _sources: &Sources) {
    functions.declare(
        "default",
        Signature::variadic(&[Type::Any, Type::Any]),
        |_, arguments| {
            let default = arguments.value(0);
            let given = arguments.from(1).first().filter(|given| !is_empty(given));
            Ok(given.unwrap_or(default).clone())
        },
    );
    functions.declare("empty", ANY, |_, arguments| {
        Ok(is_empty(arguments.value(0)))
    });
    functions.declare("coalesce", ANY_NUMBER, |_, arguments| {
        let first = arguments.from(0).iter().find(|value| !is_empty(value));
        Ok(first.cloned().unwrap_or_default())
    });
    functions.declare("all", ANY_NUMBER, |_, arguments| {
        Ok(!arguments.from(0).iter().any(is_empty))
    });
    functions.declare("any", ANY_NUMBER, |_, arguments| {
        Ok(!arguments.from(0).iter().all(is_empty))
    });
    functions.declare(
        "ternary",
        Signature::of(&[Type::Any, Type::Any, Type::Bool]),
        |_, arguments| Ok(arguments.value(usize::from(!arguments.bool(2))).clone()),
    );
    functions.declare_all(&["deepCopy", "mustDeepCopy"], ANY, |call, arguments| {
        deep_copy(arguments.value(0), call.budget())
    });
    add_json(functions);
}

fn add_json(functions: &mut Functions) {
    functions.declare("fromJson", TEXT, |call, arguments| {
        let text = arguments.bytes(0);
        cost::bytes(call.budget(), text.len().saturating_mul(DECODED_BYTES))?;
        Ok(json::decode_partly(text).0)
    });
    functions.declare("mustFromJson", TEXT, |call, arguments| {
        let text = arguments.bytes(0);
        cost::bytes(call.budget(), text.len().saturating_mul(DECODED_BYTES))?;
        json::decode(text).map_err(complaint)
    });
    let styles = [
        ("toJson", "mustToJson", Style::Compact),
        ("toPrettyJson", "mustToPrettyJson", Style::Indented),
    ];
    for (name, must, style) in styles {
        functions.declare(name, ANY, move |call, arguments| {
            let text = json::encode_within(arguments.value(0), style, call.budget())?;
            Ok(text.unwrap_or_default())
        });
        functions.declare(must, ANY, move |call, arguments| {
            json::encode_within(arguments.value(0), style, call.budget())?.map_err(complaint)
        });
    }
    // Unlike its kin, `toRawJson` does not swallow errors.
    functions.declare_all(&["toRawJson", "mustToRawJson"], ANY, |call, arguments| {
        json::encode_within(arguments.value(0), Style::Raw, call.budget())?.map_err(complaint)
    });
}

fn complaint(error: json::Error) -> FunctionError {
    FunctionError::Message(error.to_string())
}

/// Sprig's `empty`: the zero value of its type, or a text, list or map without content. Structs never are.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Object(object) => object.underlying().is_some_and(|value| !value.is_true()),
        value => !value.is_true(),
    }
}

#[cfg(test)]
mod tests {
    //! Cases of sprig's `defaults_test.go` and `reflect_test.go`.

    use super::super::arguments::testing::{call_sprig, check, list, map, show};
    use crate::value::{List, ListType, Map, MapType, Value};
    use Value::{Float64, Int, Nil};

    #[test]
    fn values_are_given_or_not() {
        check(&[
            ("default", vec!["a".into(), "b".into()], r#""b""#),
            ("default", vec!["a".into(), "".into()], r#""a""#),
            ("default", vec!["a".into()], r#""a""#),
            ("default", vec!["a".into(), Nil], r#""a""#),
            ("default", vec!["a".into(), Int(0), Int(1)], r#""a""#),
            ("default", vec!["a".into(), map([])], r#""a""#),
            ("default", vec![true.into(), false.into()], "true"),
            ("empty", vec![Float64(-0.0)], "true"),
            ("empty", vec![Float64(f64::NAN)], "false"),
            ("empty", vec![list([Nil])], "false"),
            ("empty", vec![Map::nil(&MapType::ANY).into()], "true"),
            ("coalesce", vec![Int(0), "".into(), Int(1), Int(2)], "1"),
            ("coalesce", vec![Int(0), Nil], "nil"),
            ("coalesce", vec![], "nil"),
            ("all", vec![Int(1), "a".into()], "true"),
            ("all", vec![Int(1), Nil], "false"),
            ("all", vec![], "true"),
            ("any", vec![Int(1), Nil], "true"),
            ("any", vec![], "false"),
            (
                "ternary",
                vec!["a".into(), "b".into(), true.into()],
                r#""a""#,
            ),
            (
                "ternary",
                vec!["a".into(), "b".into(), false.into()],
                r#""b""#,
            ),
        ]);
    }

    #[test]
    fn json_is_read_and_written() {
        let text = |text: &str| vec![Value::from(text)];
        check(&[
            (
                "fromJson",
                text(r#"{"foo": 55, "a": [null, true]}"#),
                "map[string]interface {}{a:[]interface {}[nil true] foo:float64(55)}",
            ),
            ("fromJson", text("{"), "nil"),
            // What Go can hold of it stays.
            (
                "fromJson",
                text("[1, 1e999]"),
                "[]interface {}[float64(1) nil]",
            ),
            (
                "mustFromJson",
                text("{"),
                "error: unexpected end of JSON input",
            ),
            (
                "mustFromJson",
                text("1e999"),
                "error: json: cannot unmarshal number 1e999 into Go value of type float64",
            ),
            (
                "toJson",
                vec![map([("a", "<b>".into())])],
                r#""{\"a\":\"\\u003cb\\u003e\"}""#,
            ),
            (
                "toRawJson",
                vec![map([("a", "<b>".into())])],
                r#""{\"a\":\"<b>\"}""#,
            ),
            ("toPrettyJson", vec![list([Int(1)])], r#""[\n  1\n]""#),
            ("toJson", vec![Float64(f64::NAN)], r#""""#),
            (
                "mustToJson",
                vec![Float64(f64::NAN)],
                "error: json: unsupported value: NaN",
            ),
            (
                "toRawJson",
                vec![Float64(f64::NAN)],
                "error: json: unsupported value: NaN",
            ),
        ]);
    }

    #[test]
    fn types_and_kinds() {
        check(&[
            ("typeOf", vec![Nil], r#""<nil>""#),
            ("typeOf", vec![map([])], r#""map[string]interface {}""#),
            (
                "typeIs",
                vec!["[]string".into(), List::strings(["a"]).into()],
                "true",
            ),
            ("typeIs", vec!["<nil>".into(), Nil], "true"),
            ("typeIsLike", vec!["int".into(), Int(1)], "true"),
            ("typeIsLike", vec!["nt".into(), Int(1)], "false"),
            ("kindOf", vec![Nil], r#""invalid""#),
            ("kindOf", vec![list([])], r#""slice""#),
            ("kindIs", vec!["float64".into(), Float64(1.0)], "true"),
            ("kindIs", vec!["int".into(), Value::Int64(1)], "false"),
            ("deepEqual", vec![list([Int(1)]), list([Int(1)])], "true"),
            ("deepEqual", vec![Int(1), Value::Int64(1)], "false"),
        ]);
    }

    #[test]
    fn copies_share_nothing() {
        let strings = Value::from(List::strings(["b", "a"]));
        let inner = Map::new();
        let value = map([
            ("map", inner.clone().into()),
            ("list", list([strings.clone(), Nil])),
            ("nil", Nil),
            ("nils", List::nil(&ListType::STRINGS).into()),
            ("bytes", List::bytes("a").into()),
        ]);
        let copy = call_sprig("deepCopy", std::slice::from_ref(&value)).unwrap();
        assert_eq!(show(&copy), show(&value));
        inner.insert("a", Int(1));
        call_sprig("sortAlpha", &[strings]).unwrap();
        assert_eq!(
            show(&copy),
            "map[string]interface {}{bytes:[]uint8[uint8(97)] \
             list:[]interface {}[[]string[\"b\" \"a\"] nil] \
             map:map[string]interface {}{} nil:nil nils:[]string(nil)}"
        );
        let error = call_sprig("mustDeepCopy", &[Nil]).unwrap_err();
        assert_eq!(error, "reflect: call of reflect.Value.Type on zero Value");
    }
}
