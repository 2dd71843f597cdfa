//! Maps that hold themselves, and values nested very deep or very wide.

use crate::support::{Chart, LARGE, is_exhausted, render};

/// Calls that go through the whole value `$d`, and what becomes of them: Helm would hang or crash.
const READERS: &[&str] = &[
    "toYaml $d",
    "mustToYaml $d",
    "toYamlPretty $d",
    "toJson $d",
    "mustToJson $d",
    "toPrettyJson $d",
    "toRawJson $d",
    "toToml $d",
    "mustToToml $d",
    "printf \"%v\" $d",
    "printf \"%#v\" $d",
    "printf \"%d\" $d",
    "print $d",
    "println $d",
    "html $d",
    "js $d",
    "urlquery $d",
    "quote $d",
    "squote $d",
    "toString $d",
    "toStrings (list $d)",
    "cat $d",
    "join \",\" (list $d)",
    "sortAlpha (list $d)",
    "merge (dict) $d",
    "merge $d $d",
    "mergeOverwrite (dict \"self\" (dict)) $d",
    "mustMergeOverwrite (dict \"self\" $d) $d",
    "deepCopy $d",
    "mustDeepCopy $d",
    "deepEqual $d $d",
    "deepEqual $d (dict \"self\" $d)",
    "uniq (list $d $d)",
    "has $d (list $d (dict \"self\" $d))",
    "without (list $d) $d",
    "fail (print $d)",
    "required \"x\" $d",
    "tpl \"{{ . }}\" $d",
    "values $d",
    "pick $d \"self\"",
    "omit $d \"other\"",
    "concat (list $d) (list $d)",
    "chunk 1 (list $d)",
    "max $d",
    "float64 $d",
    "date \"2006\" $d",
    "urlJoin $d",
    "dig \"self\" \"self\" \"x\" 1 $d",
    "genSignedCert \"a\" $d $d 1 $d",
];

#[test]
fn a_map_that_holds_itself_ends_in_a_result_or_an_error() {
    for reader in READERS {
        // Whichever it is, it comes back, and says something.
        let outcome = render(&format!(
            "{{{{ $d := dict }}}}{{{{ $_ := set $d \"self\" $d }}}}{{{{ {reader} }}}}"
        ));
        if let Err(error) = outcome {
            assert!(!error.is_empty(), "{reader}");
        }
    }
    for reader in ["print $d", "quote $d", "toString $d"] {
        let error = render(&format!(
            "{{{{ $d := dict }}}}{{{{ $_ := set $d \"self\" $d }}}}{{{{ {reader} }}}}"
        ));
        assert!(is_exhausted(&error.unwrap_err()), "{reader}");
    }
}

#[test]
fn the_same_map_in_many_places_ends_the_run() {
    for reader in READERS {
        let outcome = render(&format!(
            "{{{{ $d := dict \"x\" 1 }}}}{{{{ range until 60 }}}}{{{{ $d = dict \"self\" $d \"other\" $d }}}}{{{{ end }}}}\
             {{{{ {reader} }}}}"
        ));
        if let Err(error) = outcome {
            assert!(!error.is_empty(), "{reader}");
        }
    }
    for reader in [
        "toYaml $d",
        "toJson $d",
        "toToml $d",
        "print $d",
        "deepCopy $d",
    ] {
        let error = render(&format!(
            "{{{{ $d := dict \"x\" 1 }}}}{{{{ range until 60 }}}}{{{{ $d = dict \"a\" $d \"b\" $d }}}}{{{{ end }}}}\
             {{{{ {reader} }}}}"
        ));
        assert!(is_exhausted(&error.unwrap_err()), "{reader}");
    }
}

#[test]
fn values_100_000_deep_are_written_or_refused_and_dropped() {
    for reader in [
        "",
        "toYaml $d",
        "toJson $d",
        "print $d",
        "deepCopy $d",
        "deepEqual $d $d",
    ] {
        for wrap in ["dict \"a\" $d", "list $d"] {
            let template = format!(
                "{{{{ $d := list }}}}{{{{ range until 100000 }}}}{{{{ $d = {wrap} }}}}{{{{ end }}}}\
                 {{{{ $_ := {} }}}}",
                if reader.is_empty() { "1" } else { reader }
            );
            let chart = Chart {
                template: &template,
                ..Chart::default()
            };
            if let Err(error) = chart.render(LARGE) {
                assert!(!error.is_empty(), "{reader}");
            }
        }
    }
}

#[test]
fn the_values_may_hold_themselves() {
    for template in [
        "{{ $_ := set .Values \"self\" .Values }}{{ toYaml .Values }}",
        "{{ $_ := set .Values \"self\" .Values }}{{ tpl \"{{ .Values }}\" . }}",
        "{{ $_ := set .Values \"all\" . }}{{ toJson .Values }}",
        "{{ $_ := set . \"all\" . }}{{ deepCopy . }}",
        "{{ $_ := set .Values \"self\" .Values }}{{ merge (dict) .Values }}",
    ] {
        if let Err(error) = render(template) {
            assert!(!error.is_empty(), "{template}");
        }
    }
}
