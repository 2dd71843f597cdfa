use proptest::prelude::*;
use semver::Version;

use super::*;
use crate::report::Explain as _;

fn known(charts: &[&str]) -> Known {
    Known::new(charts.iter().copied(), [""; 0])
}

/// A short form of a meaning, for tables.
fn short(name: &str, known: &Known) -> String {
    let place = |of: &ReleaseTag| match (&of.path, &of.chart) {
        (Some(path), None) => format!("{path}/"),
        (None, Some(chart)) => format!("{chart}="),
        (None, None) => String::new(),
        (Some(_), Some(_)) => "both".to_owned(),
    };
    match Tag::parse(name, known) {
        Ok(TagMeaning::Release(release)) => {
            format!("release {}{}", place(&release), release.version)
        }
        Ok(TagMeaning::Environment {
            path, environment, ..
        }) => format!("environment {}:{environment}", path.unwrap_or_default()),
        Ok(TagMeaning::State { of, state, .. }) => {
            format!("state {}{} {state}", place(&of), of.version)
        }
        Ok(TagMeaning::Marker {
            of, environment, ..
        }) => format!("marker {}{} {environment}", place(&of), of.version),
        Err(TagError::Malformed {
            problem,
            suggestion,
            ..
        }) => format!(
            "malformed: {problem}{}",
            suggestion
                .map(|better| format!(" → {better}"))
                .unwrap_or_default()
        ),
        Err(other) => other.to_string(),
    }
}

fn check(charts: &[&str], table: &[(&str, &str)]) {
    let known = known(charts);
    for (tag, expected) in table {
        assert_eq!(short(tag, &known), *expected, "{tag}");
    }
}

#[test]
fn a_tag_with_v_is_a_release() {
    check(
        &[],
        &[
            ("v1.2.3", "release 1.2.3"),
            ("v0.0.0", "release 0.0.0"),
            ("v1.2.3-rc.1", "release 1.2.3-rc.1"),
            ("v1.2.3+build.7", "release 1.2.3+build.7"),
            ("v1.2.3-rc.1+build.7", "release 1.2.3-rc.1+build.7"),
            ("api/v1.2.3", "release api/1.2.3"),
            ("charts/deep/api/v1.2.3", "release charts/deep/api/1.2.3"),
            ("production/v1.2.3", "release production/1.2.3"),
            ("v1.2.3-canary.4", "release 1.2.3-canary.4"),
            ("v1.2.3-0", "release 1.2.3-0"),
            ("v1.2.3--", "release 1.2.3--"),
        ],
    );
}

#[test]
fn a_tag_names_a_known_chart_longest_first() {
    check(
        &["app", "app-2", "my-chart", "v2ray", "my.chart_x"],
        &[
            ("app-1.0.0", "release app=1.0.0"),
            ("app-v1.0.0", "release app=1.0.0"),
            ("app@1.0.0", "release app=1.0.0"),
            ("app@v1.0.0", "release app=1.0.0"),
            ("app-2-1.0.0", "release app-2=1.0.0"),
            ("app-2@1.0.0", "release app-2=1.0.0"),
            ("app-2.0.0", "release app=2.0.0"),
            ("my-chart-1.2.3-rc.1", "release my-chart=1.2.3-rc.1"),
            ("my.chart_x-1.2.3+4", "release my.chart_x=1.2.3+4"),
            ("v2ray-1.2.3", "release v2ray=1.2.3"),
            ("app-1.2.3-stable", "state app=1.2.3 stable"),
            ("app-1.2.3-production", "marker app=1.2.3 production"),
            ("v1.2.3", "release 1.2.3"),
        ],
    );
}

#[test]
fn a_versions_meaning_does_not_hang_on_charts_that_are_named_like_one() {
    check(&["v1.0.0"], &[("v1.0.0-1.2.3", "release 1.0.0-1.2.3")]);
}

#[test]
fn reserved_words_are_never_a_release() {
    check(
        &[],
        &[
            ("production", "environment :production"),
            ("api/staging", "environment api:staging"),
            ("a/b/canary", "environment a/b:canary"),
            ("sandbox", "environment :sandbox"),
            ("performance", "environment :performance"),
            ("v1.2.3-stable", "state 1.2.3 stable"),
            ("api/v1.2.3-unstable", "state api/1.2.3 unstable"),
            ("v1.2.3-deprecated", "state 1.2.3 deprecated"),
            ("v1.2.3-rc.1-stable", "state 1.2.3-rc.1 stable"),
            ("v1.2.3+7-stable", "state 1.2.3+7 stable"),
            ("v1.2.3-stable+7", "state 1.2.3+7 stable"),
            ("v1.2.3-production", "marker 1.2.3 production"),
            ("api/v1.2.3-production", "marker api/1.2.3 production"),
            ("v1.2.3-rc.1-staging", "marker 1.2.3-rc.1 staging"),
            ("v1.2.3-performance", "marker 1.2.3 performance"),
        ],
    );
}

#[test]
fn directories_under_environments_replace_the_five_names() {
    let known = Known::new(
        [""; 0],
        ["live", "eu-live", "README.md", "Upper", ".hidden"],
    );
    for (tag, expected) in [
        ("live", "environment :live"),
        ("api/eu-live", "environment api:eu-live"),
        ("v1.2.3-live", "marker 1.2.3 live"),
        ("v1.2.3-eu-live", "marker 1.2.3 eu-live"),
        ("v1.2.3-production", "release 1.2.3-production"),
        (
            "production",
            "malformed: it is neither `v1.2.3` nor a chart's name with a version",
        ),
        ("v1.2.3-stable", "state 1.2.3 stable"),
    ] {
        assert_eq!(short(tag, &known), expected, "{tag}");
    }
    let none = Known::new([""; 0], ["README.md"]);
    assert_eq!(none, Known::default());
}

#[test]
fn malformed_tags_say_what_is_wrong_and_what_may_be_meant() {
    check(
        &["podinfo", "my-chart"],
        &[
            (
                "1.2.3",
                "malformed: a version without a chart's name needs a `v` in front → v1.2.3",
            ),
            (
                "api/1.2.3-rc.1",
                "malformed: a version without a chart's name needs a `v` in front → api/v1.2.3-rc.1",
            ),
            ("V1.2.3", "malformed: the `v` is a small letter → v1.2.3"),
            (
                "v1.2",
                "malformed: `1.2` is not a semantic version → v1.2.0",
            ),
            ("v1", "malformed: `1` is not a semantic version → v1.0.0"),
            (
                "v1-rc.1",
                "malformed: `1-rc.1` is not a semantic version → v1.0.0-rc.1",
            ),
            ("v1.2.3.4", "malformed: `1.2.3.4` is not a semantic version"),
            ("v01.2.3", "malformed: `01.2.3` is not a semantic version"),
            (
                "v1.2.3-01",
                "malformed: `1.2.3-01` is not a semantic version",
            ),
            ("v1.2.3-", "malformed: `1.2.3-` is not a semantic version"),
            ("v1.2.3+", "malformed: `1.2.3+` is not a semantic version"),
            (
                "v99999999999999999999.0.0",
                "malformed: `99999999999999999999.0.0` is not a semantic version",
            ),
            (
                "podinfo-1.2",
                "malformed: `1.2` is not a semantic version → podinfo-1.2.0",
            ),
            (
                "podinfo@v6",
                "malformed: `6` is not a semantic version → podinfo@v6.0.0",
            ),
            (
                "podnifo-1.2.3",
                "malformed: there is no chart named `podnifo` here → podinfo-1.2.3",
            ),
            (
                "release-1.2.3",
                "malformed: there is no chart named `release` here",
            ),
            (
                "charts/podinfo/podinfo-1.2.3",
                "malformed: it has both a path (`charts/podinfo`) and a chart's name (`podinfo`) → charts/podinfo/v1.2.3",
            ),
            (
                "charts/podinfo-1.2.3",
                "malformed: it has both a path (`charts`) and a chart's name (`podinfo`) → podinfo-1.2.3",
            ),
            (
                "latest",
                "malformed: it is neither `v1.2.3` nor a chart's name with a version",
            ),
            (
                "podinfo",
                "malformed: it is neither `v1.2.3` nor a chart's name with a version",
            ),
            (
                "version",
                "malformed: it is neither `v1.2.3` nor a chart's name with a version",
            ),
            (
                "v",
                "malformed: it is neither `v1.2.3` nor a chart's name with a version",
            ),
        ],
    );
}

#[test]
fn names_that_git_has_not_are_refused() {
    check(
        &[],
        &[
            ("", "malformed: it is empty"),
            ("../v1.2.3", "malformed: it has `..`"),
            ("a/../v1.2.3", "malformed: it has `..`"),
            ("a//v1.2.3", "malformed: it has `//`"),
            ("/v1.2.3", "malformed: it begins or ends with `/`"),
            ("v1.2.3/", "malformed: it begins or ends with `/`"),
            ("a@{1}/v1.2.3", "malformed: it has `@{`"),
            (".a/v1.2.3", "malformed: its part `.a` begins with a dot"),
            (
                "a.lock/v1.2.3",
                "malformed: its part `a.lock` ends in `.lock`",
            ),
            ("v1.2.3.", "malformed: its part `v1.2.3.` ends with a dot"),
            ("-v1.2.3", "malformed: its part `-v1.2.3` begins with `-`"),
            ("@", "malformed: its part `@` is git's short word for HEAD"),
            ("v1.2.3 ", "malformed: it has the character space"),
            ("v1.2.3\n", "malformed: it has the character U+000A"),
            ("v1.2.3\u{7f}", "malformed: it has the character U+007F"),
            ("\u{202e}v1.2.3", "malformed: it has the character U+202E"),
            ("a:b", "malformed: it has the character `:`"),
            ("a\\b/v1.2.3", "malformed: it has the character `\\`"),
            ("v1.*", "malformed: it has the character `*`"),
        ],
    );
    let long = format!("{}/v1.2.3", "a".repeat(250));
    assert_eq!(
        short(&long, &Known::default()),
        "malformed: it is 257 bytes long, more than 255"
    );
}

#[test]
fn a_prerelease_is_refused_when_denied() {
    let release = |name: &str| {
        Tag::parse(name, &Known::default())
            .unwrap()
            .release()
            .unwrap()
    };
    assert_eq!(release("v1.2.3").refuse_prerelease(), Ok(()));
    assert_eq!(release("v1.2.3+7").refuse_prerelease(), Ok(()));
    let refused = release("v1.2.3-rc.1").refuse_prerelease().unwrap_err();
    assert_eq!(
        refused.to_string(),
        "1.2.3-rc.1 is a prerelease, and `prerelease` is `deny`"
    );
    assert_eq!(refused.code().id, "CW-TAG-002");
}

#[test]
fn a_skipped_tag_gives_its_reason() {
    let skip = |name: &str| {
        Tag::parse(name, &Known::default())
            .unwrap()
            .release()
            .unwrap_err()
    };
    for (tag, code, words) in [
        (
            "api/production",
            "CW-TAG-010",
            "`api/production` is the pointer of the environment production, not a release",
        ),
        (
            "v1.2.3-stable",
            "CW-TAG-011",
            "`v1.2.3-stable` says that 1.2.3 is stable; it is not a release",
        ),
        (
            "v1.2.3-production",
            "CW-TAG-012",
            "`v1.2.3-production` records that 1.2.3 was deployed to production; it is not a release",
        ),
    ] {
        let finding = skip(tag).finding();
        assert_eq!(finding.code.id, code);
        assert_eq!(finding.message, words);
        assert_eq!(finding.severity, crate::report::Severity::Note);
    }
}

#[test]
fn a_malformed_tag_is_explained() {
    let error = Tag::parse("podinfo-1.2", &known(&["podinfo", "api"])).unwrap_err();
    let finding = error.finding();
    insta::assert_snapshot!(finding.message, @"`podinfo-1.2` is not a release tag: `1.2` is not a semantic version");
    assert!(
        finding
            .help
            .as_deref()
            .is_some_and(|help| help.starts_with("did you mean `podinfo-1.2.0`?"))
    );
    assert_eq!(
        finding
            .notes
            .iter()
            .map(|note| note.label)
            .collect::<Vec<_>>(),
        ["cause", "charts"]
    );
}

#[test]
fn codes_are_unique() {
    let mut ids: Vec<_> = CODES.iter().map(|code| code.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), CODES.len());
}

fn semantic_version() -> impl Strategy<Value = Version> {
    (
        any::<(u16, u16, u16)>(),
        proptest::option::of("[a-z]{1,3}(\\.(0|[1-9][0-9]{0,3}|[a-z-]{1,4})){0,2}"),
        proptest::option::of("[0-9a-zA-Z-]{1,4}(\\.[0-9a-zA-Z-]{1,4}){0,2}"),
    )
        .prop_map(|((major, minor, patch), pre, build)| {
            let pre = pre.map(|pre| format!("-{pre}")).unwrap_or_default();
            let build = build.map(|build| format!("+{build}")).unwrap_or_default();
            Version::parse(&format!("{major}.{minor}.{patch}{pre}{build}")).unwrap()
        })
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(name in ".{0,60}", chart in "[a-z0-9.-]{0,8}") {
        let known = Known::new([chart], [""; 0]);
        if let Err(TagError::Malformed { suggestion: Some(better), .. }) = Tag::parse(&name, &known) {
            prop_assert!(matches!(Tag::parse(&better, &known), Ok(TagMeaning::Release(_))));
        }
    }

    #[test]
    fn nearly_right_tags_do_not_panic(name in "[v]?[a-z/]{0,6}[-@v]{0,2}[0-9.]{0,8}[-+a-z0-9.]{0,12}") {
        let known = Known::new(["a", "ab", "a-b"], [""; 0]);
        if let Err(TagError::Malformed { suggestion: Some(better), .. }) = Tag::parse(&name, &known) {
            prop_assert!(matches!(Tag::parse(&better, &known), Ok(TagMeaning::Release(_))));
        }
    }

    #[test]
    fn every_version_survives_every_form(
        version in semantic_version(),
        path in "[a-z][a-z0-9_-]{0,6}(/[a-z][a-z0-9_-]{0,6}){0,2}",
        chart in "[a-z][a-z0-9-]{0,8}[a-z]",
    ) {
        let known = Known::new([chart.clone()], [""; 0]);
        let forms = [
            (format!("v{version}"), None, None),
            (format!("{path}/v{version}"), Some(path.clone()), None),
            (format!("{chart}-{version}"), None, Some(chart.clone())),
            (format!("{chart}-v{version}"), None, Some(chart.clone())),
            (format!("{chart}@{version}"), None, Some(chart.clone())),
            (format!("{chart}@v{version}"), None, Some(chart.clone())),
        ];
        for (name, path, chart) in forms {
            let expected = TagMeaning::Release(ReleaseTag { name: name.clone(), path, chart, version: version.clone() });
            prop_assert_eq!(Tag::parse(&name, &known), Ok(expected));
        }
    }

    #[test]
    fn a_reserved_word_at_the_end_is_never_a_release(
        version in semantic_version(),
        word in proptest::sample::select(vec!["stable", "unstable", "deprecated", "production", "staging", "canary", "sandbox", "performance"]),
    ) {
        let name = format!("v{version}-{word}");
        let meaning = Tag::parse(&name, &Known::default()).unwrap();
        prop_assert!(meaning.clone().release().is_err());
        if let TagMeaning::State { of, .. } | TagMeaning::Marker { of, .. } = meaning {
            prop_assert_eq!(of.version, version);
        }
    }
}
