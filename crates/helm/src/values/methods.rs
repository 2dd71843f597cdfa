//! The type of the values that templates get: `common.Values` and its methods (`pkg/chart/common/values.go`).

use gotemplate::{Call, FunctionError, Map, MapType, Method, Signature, Type, Value};

use super::{path_value, table};
use crate::yaml;

/// `common.Values`, a map with methods.
pub static VALUES: MapType = MapType {
    name: Some("common.Values"),
    element: Type::Any,
    methods: &[
        Method {
            name: "AsMap",
            signature: Signature::of(&[]),
            body: as_map,
        },
        Method {
            name: "Encode",
            // No template has a writer to give.
            signature: Signature::of(&[Type::Object("io.Writer")]),
            body: encode,
        },
        Method {
            name: "PathValue",
            signature: Signature::of(&[Type::String]),
            body: value_at,
        },
        Method {
            name: "Table",
            signature: Signature::of(&[Type::String]),
            body: table_at,
        },
        Method {
            name: "YAML",
            signature: Signature::of(&[]),
            body: yaml_text,
        },
    ],
};

fn receiver(values: &Value) -> Map {
    values
        .as_map()
        .cloned()
        .unwrap_or_else(|| Map::nil(&VALUES))
}

fn path(arguments: &[Value]) -> &[u8] {
    match arguments.first() {
        Some(Value::String(text)) => text,
        _ => b"",
    }
}

fn as_map(values: &Value, _: Call<'_>, _: &[Value]) -> Result<Value, FunctionError> {
    let values = receiver(values);
    Ok(Value::Map(if values.is_empty() {
        Map::new()
    } else {
        values.with_type(&MapType::ANY)
    }))
}

fn encode(_: &Value, _: Call<'_>, _: &[Value]) -> Result<Value, FunctionError> {
    Ok(Value::Nil)
}

fn value_at(values: &Value, _: Call<'_>, arguments: &[Value]) -> Result<Value, FunctionError> {
    path_value(&receiver(values), path(arguments)).map_err(|error| error.to_string().into())
}

fn table_at(values: &Value, _: Call<'_>, arguments: &[Value]) -> Result<Value, FunctionError> {
    match table(&receiver(values), path(arguments)) {
        Ok(table) => Ok(Value::Map(table)),
        Err(error) => Err(error.to_string().into()),
    }
}

fn yaml_text(values: &Value, call: Call<'_>, _: &[Value]) -> Result<Value, FunctionError> {
    Ok(yaml::marshal_value(values, call.budget())?.into())
}
