//! Loops, recursion and output without end.

use crate::support::{Chart, LARGE, SMALL, all_fail, is_exhausted, render};

#[test]
fn loops_end() {
    all_fail(&[
        ("{{ range 1000000000000 }}{{ end }}", "over 300000 steps"),
        ("{{ range 1000000000000 }}x{{ end }}", "over 300000 steps"),
        (
            "{{ range until 1000000000 }}{{ end }}",
            "list of over 16777216",
        ),
        (
            "{{ range until 9223372036854775807 }}{{ end }}",
            "list of over",
        ),
        ("{{ untilStep 0 1000000000 1 | len }}", "list of over"),
        ("{{ seq 1000000000000 }}", "over"),
        (
            "{{ range until 10000 }}{{ range until 10000 }}{{ range until 10000 }}{{ break }}{{ end }}{{ end }}{{ end }}",
            "over 300000 steps",
        ),
        (
            "{{ $l := list 1 }}{{ range until 60 }}{{ $l = concat $l $l }}{{ end }}",
            "list of over",
        ),
        (
            "{{ $s := \"x\" }}{{ range until 60 }}{{ $s = print $s $s }}{{ end }}",
            "over",
        ),
        (
            "{{ range until 1000 }}{{ $_ := repeat 1000000 \"x\" }}{{ end }}",
            "the templates make over 67108864 bytes",
        ),
    ]);
}

#[test]
fn recursion_ends() {
    let mutual: String = (0..20)
        .map(|index| {
            let next = (index + 1) % 20;
            format!("{{{{ define \"d{index}\" }}}}{{{{ include \"d{next}\" . }}}}{{{{ end }}}}")
        })
        .collect();
    let cases = [
        (
            "{{ include \"d\" . }}",
            "{{ define \"d\" }}{{ include \"d\" . }}{{ end }}",
            "rendering template has a nested reference name: d: unable to execute template",
        ),
        // 20 templates of 1,000 levels each are more than all may have together.
        (
            "{{ include \"d0\" . }}",
            &mutual,
            "exceeded maximum template depth",
        ),
        (
            "{{ template \"d\" . }}",
            "{{ define \"d\" }}{{ template \"d\" . }}{{ end }}",
            "exceeded maximum template depth",
        ),
        (
            "{{ tpl \"{{ tpl .t . }}\" (dict \"t\" \"{{ tpl .t . }}\") }}",
            "",
            "rendering template has a nested reference name: tpl: unable to execute template",
        ),
        (
            "{{ include \"d\" \"x\" }}",
            "{{ define \"d\" }}{{ include \"d\" (print . .) }}{{ include \"d\" (print . .) }}{{ end }}",
            "the templates make over",
        ),
        (
            "{{ include \"d\" 40 }}",
            "{{ define \"d\" }}{{ if . }}{{ include \"d\" (sub . 1) }}{{ include \"d\" (sub . 1) }}{{ end }}{{ end }}",
            "the templates take over 300000 steps",
        ),
    ];
    for (template, definitions, words) in cases {
        let chart = Chart {
            template,
            definitions,
            ..Chart::default()
        };
        let error = chart.render(SMALL).expect_err(template);
        assert!(error.contains(words), "{template}\n{error}");
    }
}

#[test]
fn an_include_999_deep_works() {
    let chart = Chart {
        template: "a: {{ include \"d\" 998 }}",
        definitions: "{{ define \"d\" }}{{ if . }}{{ include \"d\" (sub . 1) }}{{ else }}end{{ end }}{{ end }}",
        ..Chart::default()
    };
    assert!(chart.render(LARGE).unwrap().contains("a: end"));
}

#[test]
fn what_a_function_takes_in_time_is_counted() {
    for body in [
        "bcrypt \"b\"",
        "htpasswd \"a\" \"b\"",
        "derivePassword 1 \"long\" \"p\" \"u\" \"s\"",
        "genPrivateKey \"ed25519\"",
        "uuidv4",
        "randAlphaNum 1000",
        "adler32sum \"x\"",
        "tpl \"{{ . }}\" 1",
        "fromYaml \"a: 1\"",
        "regexMatch \"a+b\" \"aaa\"",
    ] {
        let error = render(&format!(
            "{{{{ range 100000000 }}}}{{{{ $_ := {body} }}}}{{{{ end }}}}"
        ));
        assert!(is_exhausted(&error.unwrap_err()), "{body}");
    }
    // One of these takes long; so none is made that the budget has not.
    for body in ["genPrivateKey \"rsa\"", "genCA \"x\" 1"] {
        let error = render(&format!("{{{{ {body} }}}}")).unwrap_err();
        assert!(is_exhausted(&error), "{body}: {error}");
    }
}
