use gotemplate::{List, Map, Value};
use serde_json::Value as Json;

use super::*;
use crate::chart::Chart;

fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Nil,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => Value::Float64(number.as_f64().unwrap()),
        Json::String(text) => Value::from(text.as_str()),
        Json::Array(items) => Value::List(items.iter().map(value).collect::<List>()),
        Json::Object(_) => Value::Map(map(json)),
    }
}

fn map(json: &Json) -> Map {
    let members = json.as_object().unwrap().iter();
    members
        .map(|(key, member)| (key.as_str(), value(member)))
        .collect()
}

fn said(values: &str, schema: &str) -> String {
    let values = map(&serde_json::from_str(values).unwrap());
    match validate(&values, schema.as_bytes()) {
        Ok(()) => String::new(),
        Err(error) => error.to_string(),
    }
}

/// What Helm 4.2.4's own function says, with Go's maps gone through in order.
#[test]
fn schemas_are_applied_as_helm_applies_them() {
    let cases: Vec<Json> = serde_json::from_str(include_str!("tests/cases.json")).unwrap();
    assert!(cases.len() > 50);
    for case in cases {
        let text = |field: &str| case[field].as_str().unwrap();
        assert_eq!(
            said(text("values"), text("schema")),
            text("error"),
            "{case}"
        );
    }
}

#[test]
fn integers_of_the_command_line_are_numbers() {
    let values = Map::new();
    values.insert("a", Value::Int64(3));
    values.insert("b", Value::List(List::strings(["x"])));
    let error = validate(
        &values,
        br#"{"properties": {"a": {"type": "string"}, "b": {}}}"#,
    );
    assert_eq!(
        error.unwrap_err().to_string(),
        "- at '/a': got number, want string\n"
    );
    let error = validate(&values, br#"{"properties": {"b": {"type": "array"}}}"#);
    assert_eq!(
        error.unwrap_err().to_string(),
        "- at '/b': invalid jsonType []string\n"
    );
}

#[test]
fn a_schema_on_the_network_is_named() {
    assert_eq!(
        said("{}", r#"{"$ref": "https://example.com/s.json#/a"}"#),
        "failing loading \"https://example.com/s.json\": HTTP request failed for https://example.com/s.json: no schema is \
         loaded over the network"
    );
}

#[test]
fn what_a_schema_names_elsewhere_is_asked_of_the_loader() {
    let loader = Loader::new(|location| match location {
        Location::Web("https://example.com/s.json") => {
            Ok(br##"{"definitions": {"a": {"$ref": "t.json#/x"}}}"##.to_vec())
        }
        Location::Web("https://example.com/t.json") => Ok(br#"{"x": {"type": "object"}}"#.to_vec()),
        Location::Web("https://example.com/broken.json") => Ok(b"{".to_vec()),
        Location::Web(url) => Err(format!(
            "HTTP request to {url} returned status 404 (Not Found)"
        )),
        Location::File(path) if path == std::path::Path::new("/beside.json") => {
            Ok(br#"{"type": "array"}"#.to_vec())
        }
        Location::File(path) => Err(format!("open {}: permission denied", path.display())),
    });
    for (schema, said) in [
        (
            r#"{"$ref": "https://example.com/s.json#/definitions/a"}"#,
            None,
        ),
        (
            r#"{"$ref": "beside.json"}"#,
            Some("- at '': got object, want array\n"),
        ),
        (
            r#"{"$ref": "other.json"}"#,
            Some("failing loading \"file:///other.json\": open /other.json: permission denied"),
        ),
        (
            r#"{"$ref": "https://example.com/u.json"}"#,
            Some(
                "failing loading \"https://example.com/u.json\": HTTP request to https://example.com/u.json returned \
                 status 404 (Not Found)",
            ),
        ),
        (
            r#"{"$ref": "https://example.com/broken.json"}"#,
            Some("failing loading \"https://example.com/broken.json\": unexpected EOF"),
        ),
    ] {
        let found = validate_with(&Map::new(), schema.as_bytes(), &loader);
        let found = found.err().map(|error| error.to_string());
        assert_eq!(found.as_deref(), said, "{schema}");
    }
}

#[test]
fn violations_are_data() {
    let values = map(&serde_json::json!({"a": {"b": 1}, "c": "x"}));
    let schema = br##"{
        "$defs": {"t": {"type": "string"}},
        "properties": {"a": {"properties": {"b": {"$ref": "#/$defs/t"}}}, "c": {"maxLength": 0}}
    }"##;
    let error = validate(&values, schema).unwrap_err();
    assert!(error.is_about_values());
    let violations = error.violations();
    let found: Vec<_> = violations
        .iter()
        .map(|one| {
            (
                one.instance.as_str(),
                one.keyword.as_str(),
                one.message.as_str(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (
                "/a/b",
                "file:///values.schema.json#/$defs/t/type",
                "got number, want string"
            ),
            (
                "/c",
                "file:///values.schema.json#/properties/c/maxLength",
                "maxLength: got 1, want 0"
            ),
        ]
    );
}

#[test]
fn subcharts_have_their_own_values() {
    let chart = |name: &str, schema: Option<&str>| {
        let mut chart = Chart::default();
        chart.metadata.name = name.to_owned();
        chart.schema = schema.map(|schema| schema.into());
        chart
    };
    let mut outer = chart("outer", Some(r#"{"required": ["x"]}"#));
    let mut inner = chart("inner", Some(r#"{"required": ["y"]}"#));
    inner.subcharts.push(chart("innermost", Some("{")));
    outer.subcharts.push(inner);
    outer.subcharts.push(chart("text", None));
    outer
        .subcharts
        .push(chart("none", Some(r#"{"required": ["z"]}"#)));
    let values = map(&serde_json::json!({"inner": {"innermost": {}}, "text": "x", "none": null}));
    let errors = validate_tree(
        &crate::dependency::ChartTree::new(&outer),
        &values,
        &Loader::default(),
    )
    .unwrap_err();
    assert_eq!(
        errors.to_string(),
        "outer:\n- at '': missing property 'x'\ninner:\n- at '': missing property 'y'\ninnermost:\nunexpected EOFtext:\n\
         invalid type for values: expected object (map), got string\n"
    );
    assert_eq!(errors.charts[2].path, ["outer", "inner", "innermost"]);
}

#[test]
fn work_without_end_ends() {
    // Each level doubles the work of the one below.
    let levels: Vec<String> = (0..40)
        .map(|level| {
            let next = format!(r##"{{"$ref": "#/$defs/l{}"}}"##, level + 1);
            format!(r#""l{level}": {{"anyOf": [{{"allOf": [{next}, false]}}, {{"allOf": [{next}, false]}}]}}"#)
        })
        .collect();
    let schema = format!(
        r##"{{"$ref": "#/$defs/l0", "$defs": {{{}, "l40": true}}}}"##,
        levels.join(", ")
    );
    let error = validate_in(
        &Map::new(),
        schema.as_bytes(),
        &Loader::default(),
        &Steps::at_most(100_000),
    );
    assert_eq!(
        error.unwrap_err().to_string(),
        "unable to validate schema: the schema asks for too much work"
    );
}

#[test]
fn depth_is_no_danger() {
    let nested = |open: &str, close: &str, depth: usize| {
        format!("{}true{}", open.repeat(depth), close.repeat(depth))
    };
    assert_eq!(said("{}", &nested(r#"{"not": "#, "}", 200)), "");
    assert_eq!(said("{}", &nested("[", "]", 10_001)), "exceeded max depth");
    let inner = Map::new();
    let mut values = inner.clone();
    for _ in 0..9_000 {
        let outer = Map::new();
        outer.insert("a", values);
        values = outer;
    }
    let schema = br##"{"type": "object", "additionalProperties": {"$ref": "#"}}"##;
    assert!(validate(&values, schema).is_ok());
    inner.insert("b", Value::from("x"));
    let error = validate(&values, schema).unwrap_err().to_string();
    assert!(
        error.ends_with("/a/b': got string, want object\n"),
        "{}",
        error.len()
    );
    // A map that holds itself.
    inner.insert("b", inner.clone());
    let error = validate(&inner, b"{}").unwrap_err().to_string();
    assert_eq!(
        error,
        "unable to validate schema: the values nest too deep for the schema"
    );
    inner.remove("b");
}
