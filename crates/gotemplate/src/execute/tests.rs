use super::*;
use crate::{Budget, Functions, Map, Value};

#[test]
fn executes_a_template() {
    let mut templates = Templates::new("set", Functions::new(), MissingKey::Zero);
    templates.parse("a", b"{{ .x }}{{ .y }}").unwrap();
    let data: Map = [("x", "1")].into_iter().collect();
    let out = templates.execute("a", &Value::Map(data), &Budget::default());
    assert_eq!(out.unwrap(), b"1<no value>");
}
