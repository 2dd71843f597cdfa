//! Sets of templates: what is defined, replaced, cloned.

use super::sample::functions;
use crate::execute::{MissingKey, Templates};
use crate::{Budget, Functions, Signature, Value};

fn set() -> Templates {
    Templates::new("set", functions(), MissingKey::Default)
}

fn execute(templates: &Templates, name: &str) -> String {
    match templates.execute(name, &"data".into(), &Budget::default()) {
        Ok(output) => String::from_utf8(output).unwrap(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn later_definitions_replace_earlier_ones_but_empty_ones_do_not() {
    let mut templates = set();
    templates
        .parse("a", b"{{define \"x\"}}one{{end}}{{template \"x\"}}")
        .unwrap();
    assert_eq!(execute(&templates, "a"), "one");
    templates.parse("b", b"{{define \"x\"}}two{{end}}").unwrap();
    assert_eq!(execute(&templates, "a"), "two");
    templates
        .parse("c", b"{{define \"x\"}} \n{{/* empty */}}{{end}}")
        .unwrap();
    assert_eq!(execute(&templates, "a"), "two");
    templates.parse("a", b" ").unwrap();
    assert_eq!(execute(&templates, "a"), "two");
    assert_eq!(templates.defined(), ["a", "b", "c", "x"]);
    assert!(templates.lookup("x").is_some());
    assert!(templates.lookup("y").is_none());
}

#[test]
fn a_failing_parse_changes_nothing() {
    let mut templates = set();
    templates.parse("a", b"one").unwrap();
    let failure = templates.parse("a", b"{{define \"x\"}}{{end}}{{nope}}");
    assert_eq!(
        failure.unwrap_err().to_string(),
        "template: a:1: function \"nope\" not defined"
    );
    assert_eq!(execute(&templates, "a"), "one");
    assert!(templates.lookup("x").is_none());
}

#[test]
fn a_clone_has_what_was_there_and_shows_nothing_to_the_original() {
    let mut original = set();
    original
        .parse("a", b"a({{block \"inner\" .}}bar({{.}})baz{{end}})b")
        .unwrap();
    let mut clone = original.clone();
    clone
        .parse("overlay", b"{{define \"inner\"}}foo({{.}})bar{{end}}")
        .unwrap();
    assert_eq!(execute(&original, "a"), "a(bar(data)baz)b");
    assert_eq!(execute(&clone, "a"), "a(foo(data)bar)b");
    let mut third = clone.clone();
    third.parse("z", b"{{template \"a\" 1}}").unwrap();
    drop(clone);
    assert_eq!(execute(&third, "z"), "a(foo(1)bar)b");
    original.parse("inner", b"new").unwrap();
    assert_eq!(execute(&original, "a"), "a(new)b");
    assert_eq!(execute(&third, "a"), "a(foo(data)bar)b");
    assert_eq!(third.defined(), ["a", "inner", "overlay", "z"]);
    assert_eq!(
        execute(&original, "z"),
        "template: no template \"z\" associated with template \"set\""
    );
}

#[test]
fn the_original_may_change_again_when_its_clones_are_gone() {
    let mut templates = set();
    templates.parse("a", b"one").unwrap();
    let clone = templates.clone();
    templates.parse("a", b"two").unwrap();
    drop(clone);
    templates.parse("a", b"three").unwrap();
    templates.parse("b", b"four").unwrap();
    assert_eq!(execute(&templates, "a"), "three");
    assert_eq!(execute(&templates, "b"), "four");
}

#[test]
fn a_parsed_text_executes_even_if_the_set_keeps_another_of_its_name() {
    let mut templates = set();
    templates.parse("set", b"old").unwrap();
    let parsed = templates
        .parse_text("set", b"{{define \"x\"}}y{{end}} ")
        .unwrap();
    assert_eq!(parsed.name(), "set");
    let budget = Budget::default();
    let output = templates.execute_template(&parsed, &Value::Nil, &budget);
    assert_eq!(output.unwrap(), b" ");
    assert_eq!(execute(&templates, "set"), "old");
    assert_eq!(execute(&templates, "x"), "y");
}

#[test]
fn functions_can_be_put_in_the_place_of_others() {
    let mut templates = set();
    templates.parse("a", b"{{zeroArgs}} {{len `abc`}}").unwrap();
    let mut more = Functions::new();
    more.add("zeroArgs", Signature::of(&[]), |_, _| Ok("new".into()));
    more.add("len", Signature::of(&[crate::Type::Any]), |_, _| {
        Ok("mine".into())
    });
    let changed = templates.clone().with_functions(&more);
    assert_eq!(execute(&templates, "a"), "zeroArgs 3");
    assert_eq!(execute(&changed, "a"), "new mine");
}

#[test]
fn output_before_an_error_stays() {
    let mut templates = set();
    templates.parse("a", b"before{{die}}after").unwrap();
    let mut out = b"> ".to_vec();
    let budget = Budget::default();
    let result = templates.execute_into("a", &Value::Nil, &budget, &mut out);
    assert!(result.is_err());
    assert_eq!(out, b"> before");
}
