//! Large charts that have to work, at one and at four times a size: quadratic work would not come back in a slow build.

use std::fmt::Write as _;

use crate::support::{Chart, LARGE, SMALL, render};

#[test]
fn five_thousand_documents_are_rendered() {
    for count in [5_000, 20_000] {
        let chart = Chart {
            template: &format!(
                "{{{{ range until {count} }}}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c{{{{ . }}}}\n{{{{ end }}}}"
            ),
            ..Chart::default()
        };
        let shown = chart.render(LARGE).unwrap();
        assert_eq!(shown.matches("\nkind: ConfigMap").count(), count);
    }
}

#[test]
fn five_megabytes_of_values_are_coalesced() {
    let mut values = String::new();
    let mut keys = 0;
    // Helm takes no file of more than 5 MiB in a chart; a user's file may be as large as it likes.
    while values.len() < (5 << 20) - 100 {
        let _ = write!(
            values,
            "key{keys}:\n  name: abcdefgh\n  list: [1, 2, 3]\n  text: \"some text\"\n"
        );
        keys += 1;
    }
    let chart = Chart {
        template: "a: {{ len .Values }}",
        values: &values,
        ..Chart::default()
    };
    assert!(
        chart
            .render(LARGE)
            .unwrap()
            .contains(&format!("a: {keys}\n"))
    );
}

#[test]
fn a_hundred_thousand_rounds_are_made() {
    for body in [
        "- {{ $i | quote }}\n",
        "{{ $_ := set $d (print $i) $i }}",
        "{{ $l = append $l $i }}",
        "{{ $s = print $s \"\" }}",
        "{{ if eq $i 5 }}{{ continue }}{{ end }}{{ $x := add $i 1 }}",
    ] {
        let chart = Chart {
            template: &format!(
                "{{{{ $l := list }}}}{{{{ $d := dict }}}}{{{{ $s := \"\" }}}}a:\n{{{{ range $i, $_ := until 100000 }}}}{body}{{{{ end }}}}"
            ),
            ..Chart::default()
        };
        assert!(chart.render(LARGE).unwrap().contains("a:"), "{body}");
    }
}

#[test]
fn what_grows_by_copies_ends() {
    // Each round copies all there is: 45 GB for a hundred thousand.
    let error = render(
        "{{ $s := \"\" }}{{ range until 100000 }}{{ $s = print $s \"abcdefghi\" }}{{ end }}",
    );
    assert!(error.unwrap_err().contains("the templates make over"));
    let error = render("{{ $l := list }}{{ range until 100000 }}{{ $l = prepend $l 1 }}{{ end }}");
    assert!(error.unwrap_err().contains("the templates"));
}

#[test]
fn many_keys_comments_and_merges_are_read() {
    let merges = {
        let keys: Vec<String> = (0..1_000).map(|key| format!("k{key}: 1")).collect();
        let mut text = format!("x: &x {{{}}}\n", keys.join(","));
        for user in 0..1_000 {
            let _ = writeln!(text, "m{user}: {{<<: *x}}");
        }
        text
    };
    for values in [
        "k: 1\n".repeat(200_000),
        "# x\n".repeat(1_000_000),
        format!("a: |\n{}", "  x\n".repeat(500_000)),
        format!("{}: 1\n", "a".repeat(2_000_000)),
        format!("a: {}\n", "9".repeat(1_000_000)),
        format!("a: '{}'\n", "x y ".repeat(1_000_000)),
        merges,
    ] {
        let chart = Chart {
            template: "a: 1",
            values: &values,
            ..Chart::default()
        };
        if let Err(error) = chart.render(SMALL) {
            assert!(!error.is_empty());
        }
    }
}

#[test]
fn twenty_thousand_definitions_cost_a_tpl_nothing() {
    let definitions: String = (0..20_000)
        .map(|index| format!("{{{{ define \"d{index}\" }}}}x{{{{ end }}}}"))
        .collect();
    let chart = Chart {
        template: "{{ range until 5000 }}{{ $_ := tpl \"{{ . }}\" . }}{{ end }}a: b",
        definitions: &definitions,
        ..Chart::default()
    };
    assert!(chart.render(LARGE).unwrap().contains("a: b"));
}
