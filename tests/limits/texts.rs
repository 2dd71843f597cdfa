//! YAML, JSON, TOML and templates that nest deep or stand for more than they are.

use crate::support::{Chart, LARGE, SMALL, is_exhausted, render};

/// Ten names, each of which stands for ten of the one before.
fn bomb(line_end: &str) -> String {
    let mut text = format!("a0: &a0 [x,x,x,x,x,x,x,x,x,x]{line_end}");
    for level in 1..12 {
        let names = vec![format!("*a{}", level - 1); 10].join(",");
        text += &format!("a{level}: &a{level} [{names}]{line_end}");
    }
    text
}

#[test]
fn aliases_that_stand_for_too_much_are_refused() {
    let values = bomb("\n");
    let error = Chart {
        template: "a: {{ toYaml .Values | len }}",
        values: &values,
        ..Chart::default()
    }
    .render(SMALL)
    .unwrap_err();
    assert!(
        error.contains("document contains excessive aliasing"),
        "{error}"
    );

    let text = bomb("\\n");
    let shown = Chart {
        template: &format!("a: {{{{ (fromYaml \"{text}\").Error | quote }}}}"),
        ..Chart::default()
    }
    .render(LARGE)
    .unwrap();
    assert!(shown.contains("excessive aliasing"), "{shown}");
    // Each of them costs.
    let error = render(&format!(
        "{{{{ range 100000 }}}}{{{{ $_ := fromYaml \"{text}\" }}}}{{{{ end }}}}"
    ));
    assert!(is_exhausted(&error.unwrap_err()));
}

#[test]
fn texts_100_000_deep_are_refused_in_words() {
    for (template, words) in [
        (
            "a: {{ (fromYaml (repeat 100000 \"[\")).Error | quote }}",
            "exceeded max depth of 10000",
        ),
        (
            "a: {{ (fromYaml (print (repeat 100000 \"{a: \") (repeat 100000 \"}\"))).Error | quote }}",
            "exceeded max depth of 10000",
        ),
        (
            "a: {{ fromYamlArray (print (repeat 100000 \"- \") \"x\") | first | quote }}",
            "exceeded max depth of 10000",
        ),
        (
            "a: {{ (fromJson (print (repeat 100000 \"{\\\"a\\\":\") \"1\" (repeat 100000 \"}\"))).Error | quote }}",
            "exceeded max depth",
        ),
        (
            "a: {{ fromJsonArray (print (repeat 100000 \"[\") (repeat 100000 \"]\")) | first | quote }}",
            "exceeded max depth",
        ),
    ] {
        let shown = render(template).expect(template);
        assert!(shown.contains(words), "{template}\n{shown}");
    }
    for template in [
        "{{ $_ := fromToml (print \"a = \" (repeat 50000 \"[\") (repeat 50000 \"]\")) }}",
        "{{ $_ := fromToml (print (repeat 50000 \"a.\") \"a = 1\") }}",
        "{{ $_ := fromToml (print \"[\" (repeat 50000 \"a.\") \"a]\") }}",
        "{{ $_ := fromToml (print \"a = \" (repeat 500000 \"9\")) }}",
        "a: {{ repeat 100000 \"[\" }}",
        "a: {{ repeat 5000 \"[\" }}{{ repeat 5000 \"]\" }}",
        "a: {{ fromYaml (print (repeat 9000 \"{a: \") (repeat 9000 \"}\")) | toYaml | len }}",
    ] {
        if let Err(error) = render(template) {
            assert!(!error.is_empty(), "{template}");
        }
    }
}

#[test]
fn values_100_000_deep_are_refused_in_words() {
    let deep = format!("a: {}{}", "[".repeat(100_000), "]".repeat(100_000));
    let error = Chart {
        template: "a: 1",
        values: &deep,
        ..Chart::default()
    }
    .render(SMALL)
    .unwrap_err();
    assert!(error.contains("exceeded max depth of 10000"), "{error}");
}

#[test]
fn templates_that_nest_too_deep_are_refused() {
    for template in [
        format!(
            "a: {{{{ {}1{} }}}}",
            "(".repeat(100_000),
            ")".repeat(100_000)
        ),
        format!(
            "{}{}",
            "{{ if true }}".repeat(100_000),
            "{{ end }}".repeat(100_000)
        ),
        format!(
            "{{{{ if false }}}}{}{{{{ end }}}}",
            "{{ else if false }}".repeat(100_000)
        ),
        format!("a: {{{{ 1{} }}}}", " | print".repeat(100_000)),
        format!("a: {{{{ .{} }}}}", ".a".repeat(100_000)),
        format!("{{{{ `{}", "x".repeat(1_000_000)),
        format!("{{{{/* {}", "x".repeat(1_000_000)),
        "{{".repeat(100_000),
    ] {
        if let Err(error) = render(&template) {
            assert!(!error.is_empty());
        }
    }
}
