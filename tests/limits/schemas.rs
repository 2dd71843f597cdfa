//! values.schema.json that is hostile to its reader.

use serde_json::{Value, json};

use crate::support::{Chart, SMALL};

fn with_schema(schema: &str, values: &str) -> Result<String, String> {
    Chart {
        template: "a: 1",
        schema,
        values,
        ..Chart::default()
    }
    .render(SMALL)
}

/// Definitions each of which asks the one before twice, by `keyword`: 2^60 ways.
fn doubling(keyword: &str, end: Value) -> String {
    let mut definitions = serde_json::Map::new();
    definitions.insert("d0".to_owned(), end);
    for level in 1..60 {
        let before = json!({ "$ref": format!("#/definitions/d{}", level - 1) });
        definitions.insert(format!("d{level}"), json!({ keyword: [before, before] }));
    }
    json!({ "definitions": definitions, "$ref": "#/definitions/d59" }).to_string()
}

#[test]
fn references_in_circles_end() {
    for schema in [
        r##"{"$ref":"#"}"##,
        r##"{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}"##,
        r##"{"$schema":"https://json-schema.org/draft/2020-12/schema","$dynamicAnchor":"x","allOf":[{"$dynamicRef":"#x"}]}"##,
    ] {
        let error = with_schema(schema, "a: 1").expect_err(schema);
        assert!(
            error.contains("values don't meet the specifications of the schema"),
            "{schema}\n{error}"
        );
    }
}

#[test]
fn schemas_that_ask_2_to_the_60_times_end() {
    for keyword in ["anyOf", "oneOf", "allOf"] {
        for end in [json!({"type": "object"}), json!({"type": "string"})] {
            let schema = doubling(keyword, end);
            if let Err(error) = with_schema(&schema, "a: 1") {
                assert!(!error.is_empty(), "{keyword}");
            }
        }
    }
}

#[test]
fn schemas_that_nest_deep_end() {
    for depth in [9_000, 100_000] {
        let schema = format!("{}{{}}{}", "{\"items\":".repeat(depth), "}".repeat(depth));
        if let Err(error) = with_schema(&schema, "a: 1") {
            assert!(!error.is_empty(), "{depth}");
        }
    }
    let values = format!("a: {}{}", "{a: ".repeat(900), "}".repeat(900));
    with_schema(r##"{"additionalProperties":{"$ref":"#"}}"##, &values).unwrap();
}

#[test]
fn expressions_and_numbers_in_schemas_end() {
    let long = format!("a: {}\nb: 1e308\n", "x".repeat(100_000));
    for schema in [
        json!({"properties": {"a": {"pattern": "(x{1000}){1000}"}}}).to_string(),
        json!({"properties": {"a": {"pattern": "(".repeat(100_000)}}}).to_string(),
        json!({"properties": {"a": {"pattern": "^(x+x+)+y$"}}}).to_string(),
        r#"{"properties":{"b":{"multipleOf":1e-400}}}"#.to_owned(),
        r#"{"properties":{"b":{"multipleOf":1e-300000000}}}"#.to_owned(),
        r#"{"properties":{"b":{"maximum":1e1000000000}}}"#.to_owned(),
        r#"{"$ref":"file:///dev/zero"}"#.to_owned(),
    ] {
        if let Err(error) = with_schema(&schema, &long) {
            assert!(!error.is_empty());
        }
    }
}

#[test]
fn unique_items_are_compared_in_time_linear_in_their_number() {
    let numbers: Vec<String> = (0..100_000).map(|number| number.to_string()).collect();
    let maps: Vec<String> = (0..20_000)
        .map(|number| format!("{{a: {number}}}"))
        .collect();
    for items in [numbers, maps] {
        let values = format!("a: [{}]\n", items.join(","));
        with_schema(r#"{"properties":{"a":{"uniqueItems":true}}}"#, &values).unwrap();
    }
}
