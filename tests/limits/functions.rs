//! Functions given more than they can do.

use crate::support::{all_fail, render};

#[test]
fn what_is_too_large_is_refused_before_it_is_made() {
    all_fail(&[
        ("{{ repeat 1000000000 \"x\" }}", "over 16777216 bytes"),
        ("{{ printf \"%1000000000d\" 1 }}", ""),
        ("{{ indent 1000000000 \"x\" }}", "over 16777216 bytes"),
        (
            "{{ indent 1000000 (repeat 1000000 \"\\n\") }}",
            "over 16777216 bytes",
        ),
        ("{{ randAlphaNum 1000000000000 }}", "over"),
        ("{{ randBytes 1000000000000 }}", "over"),
        (
            "{{ replace \"a\" (repeat 100000 \"a\") (repeat 100000 \"a\") }}",
            "over 16777216 bytes",
        ),
        (
            "{{ replace \"\" (repeat 100000 \"a\") (repeat 1000 \"a\") }}",
            "over 16777216 bytes",
        ),
        (
            "{{ wrapWith 1 (repeat 100000 \"x\") (repeat 100000 \"a \") }}",
            "over",
        ),
        (
            "{{ splitList \"\" (repeat 10000000 \"a\") }}",
            "over 16777216 bytes",
        ),
        (
            "{{ $s := \"x\" }}{{ range until 1000 }}{{ $s = b64enc $s }}{{ end }}",
            "over",
        ),
        (
            "{{ $s := \"x\" }}{{ range until 1000 }}{{ $s = quote $s }}{{ end }}",
            "over",
        ),
        (
            "{{ $s := \"x\" }}{{ range until 1000 }}{{ $s = toJson $s }}{{ end }}",
            "over",
        ),
        ("{{ div 1 0 }}", "divide by zero"),
    ]);
}

#[test]
fn extremes_of_numbers_give_results_or_errors() {
    for template in [
        "{{ $_ := substr -9223372036854775808 9223372036854775807 \"aa\" }}",
        "{{ $_ := trunc -9223372036854775808 \"aa\" }}",
        "{{ $_ := abbrev 9223372036854775807 \"aaa\" }}",
        "{{ $_ := abbrevboth 9223372036854775807 -9223372036854775808 \"aaa\" }}",
        "{{ $_ := add 9223372036854775807 9223372036854775807 }}",
        "{{ $_ := mul 9223372036854775807 9223372036854775807 }}",
        "{{ $_ := sub -9223372036854775808 1 }}",
        "{{ $_ := div -9223372036854775808 -1 }}",
        "{{ $_ := mod -9223372036854775808 -1 }}",
        "{{ $_ := round 1.5 1000000000 }}",
        "{{ $_ := round 1.5 -1000000000 }}",
        "{{ $_ := mulf 1e308 1e308 1e308 }}",
        "{{ $_ := divf 1 3 }}",
        "{{ $_ := addf 1e308 1e-308 }}",
        "{{ $_ := toDecimal (repeat 100000 \"7\") }}",
        "{{ $_ := int (repeat 1000000 \"7\") }}",
        "{{ $_ := float64 (repeat 1000000 \"7\") }}",
        "{{ $_ := plural \"a\" \"b\" 9223372036854775807 }}",
        "{{ $_ := splitn \",\" 9223372036854775807 \"a,b\" }}",
        "{{ $_ := chunk 9223372036854775807 (list 1) }}",
        "{{ $_ := slice (list 1) 9223372036854775807 }}",
        "{{ $_ := wrap -9223372036854775808 \"a b\" }}",
        "{{ $_ := nindent -1 \"a\" }}",
        "{{ $_ := untilStep 0 -9223372036854775808 -9223372036854775807 }}",
        "{{ $_ := untilStep 9223372036854775806 9223372036854775807 9223372036854775807 }}",
        "{{ $_ := seq 9223372036854775806 9223372036854775807 }}",
    ] {
        if let Err(error) = render(template) {
            assert!(!error.is_empty(), "{template}");
        }
    }
}

#[test]
fn extremes_of_time_give_results_or_errors() {
    for template in [
        "{{ $_ := date \"2006-01-02\" 9223372036854775807 }}",
        "{{ $_ := date \"2006\" -9223372036854775808 }}",
        "{{ $_ := duration 9223372036854775807 }}",
        "{{ $_ := durationRound -9223372036854775808 }}",
        "{{ $_ := dateModify \"2562047h\" now }}",
        "{{ $_ := dateModify \"-9223372036854775808ns\" now }}",
        "{{ $_ := toDate \"2006-01-02\" \"999999999-01-01\" }}",
        "{{ $_ := (toDate \"2006\" \"9999\").AddDate 2147483647 2147483647 2147483647 }}",
        "{{ $_ := (now.AddDate 9223372036854775807 9223372036854775807 9223372036854775807).Unix }}",
        "{{ $_ := (now.AddDate -9223372036854775808 -9223372036854775808 -9223372036854775808).Format \"2006\" }}",
        "{{ $_ := now.Add 9223372036854775807 }}",
        "{{ $_ := ago (toDate \"2006\" \"0001\") }}",
        "{{ $_ := (now.Sub (toDate \"2006\" \"0001\")).Round 9223372036854775807 }}",
        "{{ $_ := now.Truncate -9223372036854775808 }}",
        "{{ $_ := now.Round 9223372036854775807 }}",
        "{{ $_ := htmlDateInZone now (repeat 100000 \"../\") }}",
        "{{ $_ := date (repeat 10000 \"2006\") now }}",
        "{{ $_ := unixEpoch (now.AddDate 1000000000 0 0) }}",
    ] {
        if let Err(error) = render(template) {
            assert!(!error.is_empty(), "{template}");
        }
    }
}

#[test]
fn long_texts_are_read_in_one_go() {
    for template in [
        "{{ $_ := semverCompare (repeat 250000 \">1,\") \"1.2.3\" }}",
        "{{ $_ := semverCompare (repeat 70000 \">=1.0.0 || \") \"1.2.3\" }}",
        "{{ $_ := semverCompare \">1\" (repeat 500000 \"1.\") }}",
        "{{ $_ := semver (print \"1.2.3-\" (repeat 500000 \"a.\") \"a\") }}",
        "{{ $_ := urlParse (repeat 10000000 \"a\") }}",
        "{{ $_ := urlParse (print \"http://h/\" (repeat 1000000 \"%41\")) }}",
        "{{ $_ := osDir (repeat 1000000 \"a/../\") }}",
        "{{ $_ := clean (repeat 1000000 \"../\") }}",
        "{{ $_ := shuffle (repeat 100000 \"ab\") }}",
        "{{ $_ := printf (repeat 100000 \"%[1]v\") \"xxxxxxxx\" }}",
        "{{ $_ := camelcase (repeat 100000 \"a_b\") }}",
        "{{ $_ := snakecase (repeat 100000 \"aB\") }}",
        "{{ $_ := initials (repeat 100000 \"a b\") }}",
        "{{ $_ := .Files.Glob (repeat 10000 \"{\") }}",
        "{{ $_ := .Files.Glob (print (repeat 30 \"*a\") \"b\") }}",
    ] {
        if let Err(error) = render(template) {
            assert!(!error.is_empty(), "{template}");
        }
    }
}
