use proptest::prelude::*;

use super::*;

fn reference(text: &str) -> ChartRepositoryReference {
    ChartRepositoryReference::parse(text, OciLayout::Helm).unwrap()
}

#[test]
fn a_chart_goes_where_helm_push_puts_it() {
    for (written, layout, expected) in [
        (
            "oci://ghcr.io/acme/charts",
            OciLayout::Helm,
            "oci://ghcr.io/acme/charts/api:1.4.0_5",
        ),
        (
            "oci://ghcr.io/acme/charts/",
            OciLayout::Helm,
            "oci://ghcr.io/acme/charts/api:1.4.0_5",
        ),
        (
            "oci://localhost:5000",
            OciLayout::Helm,
            "oci://localhost:5000/api:1.4.0_5",
        ),
        (
            "oci://[::1]:5000/x",
            OciLayout::Helm,
            "oci://[::1]:5000/x/api:1.4.0_5",
        ),
        (
            "oci://ghcr.io/acme/api",
            OciLayout::Exact,
            "oci://ghcr.io/acme/api:1.4.0_5",
        ),
        (
            "oci://docker.io/acme",
            OciLayout::Helm,
            "oci://docker.io/acme/api:1.4.0_5",
        ),
        (
            "oci://docker.io/acme/api",
            OciLayout::Exact,
            "oci://docker.io/acme/api:1.4.0_5",
        ),
    ] {
        let chart = ChartRepositoryReference::parse(written, layout)
            .and_then(|reference| reference.chart("api", "1.4.0+5"));
        assert_eq!(
            chart.map(|chart| chart.to_string()),
            Ok(expected.to_owned()),
            "{written}"
        );
    }
}

#[test]
fn what_is_no_reference_is_refused_with_its_own_code() {
    for (written, code) in [
        ("", "CW-REGISTRY-001"),
        ("ghcr.io/acme", "CW-REGISTRY-001"),
        ("https://ghcr.io/acme", "CW-REGISTRY-001"),
        ("http://ghcr.io/acme", "CW-REGISTRY-001"),
        ("oci://", "CW-REGISTRY-001"),
        ("oci:///charts", "CW-REGISTRY-001"),
        ("oci://ghcr.io/acme:1.0.0", "CW-REGISTRY-001"),
        ("oci://ghcr.io/acme@sha256:00", "CW-REGISTRY-001"),
        ("oci://octocat:secret@ghcr.io/acme", "CW-REGISTRY-001"),
        ("oci://ghcr.io:99999/acme", "CW-REGISTRY-001"),
        ("oci://-a.io/acme", "CW-REGISTRY-001"),
        ("oci://ghcr.io/a b", "CW-REGISTRY-001"),
        ("oci://ghcr.io/Acme/charts", "CW-REGISTRY-002"),
        ("oci://ghcr.io/acme//charts", "CW-REGISTRY-002"),
        ("oci://ghcr.io/acme/_charts", "CW-REGISTRY-002"),
        ("oci://ghcr.io/acme/a..b", "CW-REGISTRY-002"),
        ("oci://ghcr.io/../../etc", "CW-REGISTRY-002"),
    ] {
        let error = ChartRepositoryReference::parse(written, OciLayout::Helm).unwrap_err();
        assert_eq!(error.code().id, code, "{written}: {error}");
    }
}

#[test]
fn upper_case_gets_the_advice_of_its_registry() {
    let error =
        ChartRepositoryReference::parse("oci://ghcr.io/Acme/Charts", OciLayout::Helm).unwrap_err();
    insta::assert_snapshot!(error.help().unwrap(), @"GHCR knows owners in lower case only, whatever their name looks like on the web: write `oci://ghcr.io/acme/charts`");
    let error = reference("oci://ghcr.io/acme")
        .chart("Api", "1.0.0")
        .unwrap_err();
    insta::assert_snapshot!(error, @"`ghcr.io` cannot hold a repository named `acme/Api`");
    assert!(error.help().unwrap().contains("the chart's name `Api`"));
}

#[test]
fn docker_hub_takes_two_levels() {
    for host in ["docker.io", "index.docker.io", "registry-1.docker.io"] {
        let error = reference(&format!("oci://{host}/acme/charts"))
            .chart("api", "1.0.0")
            .unwrap_err();
        assert_eq!(error.code().id, "CW-REGISTRY-004");
        assert!(
            error
                .help()
                .unwrap()
                .contains(&format!("`oci://{host}/acme/api` with `oci-layout: exact`"))
        );
    }
}

#[test]
fn a_tag_is_at_most_128_characters_of_its_alphabet() {
    assert_eq!(
        Tag::of_version("1.2.3+build.5").unwrap().as_str(),
        "1.2.3_build.5"
    );
    assert!(Tag::of_version(&"1".repeat(128)).is_ok());
    for bad in ["", ".1", "-1", "1/2", "1 2", "ü", &"1".repeat(129)] {
        assert_eq!(
            Tag::of_version(bad).unwrap_err().code().id,
            "CW-REGISTRY-003",
            "{bad}"
        );
    }
    insta::assert_snapshot!(Tag::of_version(&"1".repeat(129)).unwrap_err().to_string().replace('1', ""), @"`` is not a tag that a registry can hold (29 characters, at most 28)");
}

#[test]
fn names_follow_the_grammar_of_the_specification() {
    for good in [
        "a", "a/b", "a.b", "a_b", "a__b", "a---b", "0/1/2", "a-b_c.d",
    ] {
        assert!(RepositoryName::parse(good).is_some(), "{good}");
    }
    for bad in [
        "", "/", "a/", "/a", "A", "a___b", "a.-b", "-a", "a-", "a..b", "a b", "ä",
    ] {
        assert!(RepositoryName::parse(bad).is_none(), "{bad}");
    }
    assert!(RepositoryName::parse(&"a".repeat(256)).is_none());
}

proptest! {
    #[test]
    fn parsing_never_panics_and_keeps_what_was_written(text in "\\PC{0,60}") {
        if let Ok(parsed) = ChartRepositoryReference::parse(&text, OciLayout::Helm) {
            prop_assert_eq!(parsed.as_written(), text.trim());
        }
        let _ = Tag::of_version(&text);
        let _ = RepositoryName::parse(&text);
        let _ = RegistryHost::parse(&text);
    }

    #[test]
    fn a_repository_name_matches_the_specification_s_expression(text in "[a-b0._/-]{0,12}") {
        // The distribution specification's expression, tried by hand: split, then consume.
        fn component(mut rest: &str) -> bool {
            let take = |text: &str| text.bytes().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let first = take(rest);
            if first == 0 { return false; }
            rest = &rest[first..];
            while !rest.is_empty() {
                let dashes = rest.bytes().take_while(|byte| *byte == b'-').count();
                let separator = if dashes > 0 { dashes } else if rest.starts_with("__") { 2 }
                    else if rest.starts_with(['.', '_']) { 1 } else { return false };
                rest = &rest[separator..];
                let next = take(rest);
                if next == 0 { return false; }
                rest = &rest[next..];
            }
            true
        }
        prop_assert_eq!(RepositoryName::parse(&text).is_some(), text.split('/').all(component));
    }
}
