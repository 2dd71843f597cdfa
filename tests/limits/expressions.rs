//! Regular expressions of any shape: they compile and match in time linear in the text, or they are refused.

use crate::support::render;

#[test]
fn expressions_of_any_shape_end() {
    for (template, expected) in [
        (
            "{{ regexMatch \"(a*)*b\" (repeat 100000 \"a\") }}",
            Some("false"),
        ),
        (
            "{{ regexMatch \"^(a+a+)+y$\" (repeat 100000 \"a\") }}",
            Some("false"),
        ),
        (
            "{{ regexMatch \"(a|a)*b\" (repeat 100000 \"a\") }}",
            Some("false"),
        ),
        (
            "{{ regexFindAll \"a\" (repeat 10000 \"a\") -1 | len }}",
            Some("10000"),
        ),
        (
            "{{ regexReplaceAll \"a\" (repeat 1000 \"a\") (repeat 1000 \"b\") | len }}",
            Some("1000000"),
        ),
        // Too large for Go, too.
        ("{{ mustRegexMatch \"(x{1000}){1000}\" \"x\" }}", None),
        ("{{ mustRegexMatch \"((x{100}){100}){100}\" \"x\" }}", None),
        ("{{ mustRegexMatch (repeat 100000 \"(\") \"x\" }}", None),
        (
            "{{ mustRegexMatch (print (repeat 2000 \"(\") (repeat 2000 \")\")) \"x\" }}",
            None,
        ),
        (
            "{{ mustRegexMatch (print (repeat 100000 \"[a-\")) \"x\" }}",
            None,
        ),
        ("{{ mustRegexMatch \"x{1001}\" \"x\" }}", None),
        ("{{ mustRegexMatch (repeat 1000000 \"x**\") \"x\" }}", None),
    ] {
        let outcome = render(&template.replace("{{ ", "a: {{ "));
        match expected {
            Some(expected) => {
                let shown = outcome.expect(template);
                assert!(
                    shown.contains(&format!("a: {expected}")),
                    "{template}\n{shown}"
                );
            }
            None => {
                let error = outcome.expect_err(template);
                assert!(
                    error.contains("error parsing regexp: "),
                    "{template}\n{error}"
                );
            }
        }
    }
}

#[test]
fn many_expressions_end_the_run() {
    let error = render(
        "{{ range $i, $_ := until 200000 }}{{ $_ := regexMatch (printf \"^a{%d}$\" (mod $i 900)) \"abc\" }}{{ end }}",
    );
    assert!(crate::support::is_exhausted(&error.unwrap_err()));
}
