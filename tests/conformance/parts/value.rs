//! Values as they travel to the oracle and back: each with its Go type.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use gotemplate::{List, ListType, Map, MapType, Type, Value};
use serde_json::{Value as Json, json};

/// `map[string]int`
pub(crate) static INT_MAP: MapType = MapType::of(Type::Int);

/// Bytes as JSON carries them: Go's own form of a `[]byte`.
pub(crate) fn bytes(bytes: &[u8]) -> Json {
    STANDARD.encode(bytes).into()
}

/// The bytes of it; none for `null`.
pub(crate) fn to_bytes(json: &Json) -> Vec<u8> {
    STANDARD
        .decode(json.as_str().unwrap_or_default())
        .expect("the oracle writes base64")
}

/// A value with its type. One that the oracle does not know goes by its type's name.
pub(crate) fn to_json(value: &Value) -> Json {
    match value {
        Value::Nil => Json::Null,
        Value::Bool(value) => json!({"bool": value}),
        Value::Int(value) => json!({"int": value.to_string()}),
        Value::Int32(value) => json!({"int32": value.to_string()}),
        Value::Int64(value) => json!({"int64": value.to_string()}),
        Value::Uint(value) => json!({"uint": value.to_string()}),
        Value::Uint8(value) => json!({"uint8": value.to_string()}),
        Value::Uint64(value) => json!({"uint64": value.to_string()}),
        Value::Float64(value) => json!({"float64": format!("{:016x}", value.to_bits())}),
        Value::String(text) => json!({"string": bytes(text)}),
        Value::List(list) => match list.as_bytes() {
            Some(content) if list.list_type().element == Type::Uint8 => {
                json!({"bytes": bytes(&content)})
            }
            _ => {
                let items: Vec<Json> = list.iter().map(|item| to_json(&item)).collect();
                match list.list_type().element {
                    Type::Any => json!({"list": items}),
                    Type::String => json!({"strings": items}),
                    Type::Int => json!({"ints": items}),
                    other => json!({"other": format!("[]{other}")}),
                }
            }
        },
        Value::Map(map) => {
            let entries: Vec<Json> = map
                .entries()
                .iter()
                .map(|(key, value)| json!([bytes(key), to_json(value)]))
                .collect();
            match map.map_type().element {
                Type::Any => json!({"map": entries}),
                Type::String => json!({"string_map": entries}),
                Type::Int => json!({"int_map": entries}),
                other => json!({"other": format!("map[string]{other}")}),
            }
        }
        other => json!({"other": other.type_of().map(|of| of.to_string())}),
    }
}

/// A value of the oracle's; `None` for one of a type that templates never see.
pub(crate) fn from_json(json: &Json) -> Option<Value> {
    let Json::Object(tagged) = json else {
        return Some(Value::Nil);
    };
    let (tag, content) = tagged.iter().next()?;
    let digits = content.as_str().unwrap_or_default();
    Some(match tag.as_str() {
        "bool" => content.as_bool()?.into(),
        "int" => Value::Int(digits.parse().ok()?),
        "int32" => Value::Int32(digits.parse().ok()?),
        "int64" => Value::Int64(digits.parse().ok()?),
        "uint" => Value::Uint(digits.parse().ok()?),
        "uint8" => Value::Uint8(digits.parse().ok()?),
        "uint64" => Value::Uint64(digits.parse().ok()?),
        "float64" => Value::Float64(f64::from_bits(u64::from_str_radix(digits, 16).ok()?)),
        "string" => to_bytes(content).into(),
        "bytes" => List::bytes(to_bytes(content)).into(),
        "list" => List::new(items(content)?).into(),
        "strings" => List::typed(&ListType::STRINGS, items(content)?).into(),
        "ints" => List::typed(&ListType::INTS, items(content)?).into(),
        "map" => entries(content, &MapType::ANY)?.into(),
        "string_map" => entries(content, &MapType::STRINGS)?.into(),
        "int_map" => entries(content, &INT_MAP)?.into(),
        _ => return None,
    })
}

fn items(json: &Json) -> Option<Vec<Value>> {
    json.as_array()?.iter().map(from_json).collect()
}

fn entries(json: &Json, map_type: &'static MapType) -> Option<Map> {
    let map = Map::typed(map_type);
    for entry in json.as_array()? {
        map.insert(to_bytes(entry.get(0)?), from_json(entry.get(1)?)?);
    }
    Some(map)
}
