//! Runaways end in errors.

use super::sample::functions;
use crate::execute::{MissingKey, Templates};
use crate::{Budget, Limits, Map, Value};

fn execute(text: &str, limits: Limits) -> Result<Vec<u8>, String> {
    let mut templates = Templates::new("set", functions(), MissingKey::Default);
    templates.parse("t", text.as_bytes()).unwrap();
    templates
        .execute("t", &Value::Map(Map::new()), &Budget::new(limits))
        .map_err(|error| error.to_string())
}

#[test]
fn a_long_range_ends() {
    let limits = Limits {
        steps: 1_000,
        ..Limits::default()
    };
    assert_eq!(
        execute("{{range 1000000000}}{{end}}", limits).unwrap_err(),
        "template: t:1:8: executing \"t\" at <1000000000>: the templates take over 1000 steps"
    );
}

#[test]
fn much_output_ends() {
    let limits = Limits {
        text: 10,
        ..Limits::default()
    };
    assert_eq!(
        execute("{{range 100}}abc{{end}}", limits).unwrap_err(),
        "template: t:1:13: executing \"t\" at <abc>: a template makes a text or a list of over 10 bytes"
    );
    let limits = Limits {
        bytes: 10,
        ..Limits::default()
    };
    assert!(
        execute("{{range 100}}{{$x := print `abc`}}{{end}}", limits)
            .unwrap_err()
            .ends_with("the templates make over 10 bytes")
    );
}

#[test]
fn templates_that_call_each_other_end() {
    for text in [
        "{{define \"x\"}}{{template \"x\" .}}{{end}}{{template \"x\" .}}",
        "{{define \"x\"}}{{include \"x\" .}}{{end}}{{include \"x\" .}}",
        "{{define \"x\"}}{{with 1}}{{range 1}}{{template \"y\"}}{{end}}{{end}}{{end}}\
         {{define \"y\"}}{{print (include \"x\" .)}}{{end}}{{template \"x\"}}",
    ] {
        let error = execute(text, Limits::default()).unwrap_err();
        assert!(
            error.ends_with(": exceeded maximum template depth (100000)"),
            "{error}"
        );
    }
}

#[test]
fn a_deep_error_can_be_shown_copied_and_dropped() {
    let mut templates = Templates::new("set", functions(), MissingKey::Default);
    let text = "{{define \"x\"}}{{include \"x\" .}}{{end}}";
    templates.parse("t", text.as_bytes()).unwrap();
    let error = templates
        .execute("x", &Value::Nil, &Budget::default())
        .unwrap_err();
    let shown = error.to_string();
    assert_eq!(shown.matches("error calling include: ").count(), 10_000);
    let copy = error.clone();
    drop(error);
    assert_eq!(copy.to_string(), shown);
    assert_eq!(format!("{copy:?}").matches("Failure {").count(), 10_000);
}

#[test]
fn deep_includes_work() {
    let text = "{{define \"x\"}}{{if lt . 999}}{{include \"x\" (add . 1)}}{{end}}.{{end}}{{include \"x\" 0}}";
    assert_eq!(execute(text, Limits::default()).unwrap(), vec![b'.'; 1_000]);
}

#[test]
fn deep_nesting_works() {
    let text = format!(
        "{}x{}",
        "{{if true}}".repeat(5_000),
        "{{end}}".repeat(5_000)
    );
    assert_eq!(execute(&text, Limits::default()).unwrap(), b"x");
    let text = format!("{{{{{}1{}}}}}", "(".repeat(5_000), ")".repeat(5_000));
    assert_eq!(execute(&text, Limits::default()).unwrap(), b"1");
    let text = format!("{{{{{}1{}}}}}", "(add 1 ".repeat(5_000), ")".repeat(5_000));
    assert_eq!(execute(&text, Limits::default()).unwrap(), b"5001");
}
