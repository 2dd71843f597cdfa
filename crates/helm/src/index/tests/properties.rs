//! The line reader against the full parser, on indexes made up and on indexes damaged.

use proptest::prelude::*;

use super::*;

/// A scalar or a small collection as the value of a key, over one line or several; `margin` indents further lines.
fn value() -> impl Strategy<Value = Vec<&'static str>> {
    prop::sample::select(vec![
        vec!["text"],
        vec!["'quoted: text'"],
        vec!["\"quoted \\\"text\\\" # no comment\""],
        vec!["12"],
        vec!["true"],
        vec!["{}"],
        vec!["[]"],
        vec!["[a, {b: c}]"],
        vec!["&anchor text"],
        vec!["# nothing"],
        vec![""],
        vec!["|", "  line", "", "    more", "  - item: x"],
        vec!["|+", "  line", "", ""],
        vec![">2-", "    line", "  more"],
        vec!["plain text", "  that goes on", "", "  - and on"],
        vec!["\"double", "  quoted\""],
        vec!["'single", "", "  quoted' # comment"],
        vec!["", "- a", "- b: c", "  d: e"],
        vec!["", "  - a", "  # c", "  - - b", "    - c"],
        vec!["", "  k: v", "  l:", "    m: n"],
    ])
}

fn version() -> impl Strategy<Value = String> {
    (
        0..3_u8,
        0..3_u8,
        prop::sample::select(vec!["", "-rc.1", "-alpha", "+b"]),
    )
        .prop_map(|(minor, patch, rest)| format!("1.{minor}.{patch}{rest}"))
}

#[derive(Debug, Clone)]
struct Style {
    chart: usize,
    dash: usize,
    gap: usize,
    comments: bool,
    crlf: bool,
    ended: bool,
}

fn style() -> impl Strategy<Value = Style> {
    (
        1..5_usize,
        0..4_usize,
        1..4_usize,
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(chart, dash, gap, comments, crlf, ended)| Style {
            chart,
            dash,
            gap,
            comments,
            crlf,
            ended,
        })
}

pub(super) fn index() -> impl Strategy<Value = String> {
    let entry = (version(), prop::collection::vec(value(), 0..3));
    let chart = prop::collection::vec(entry, 1..4);
    (
        style(),
        prop::collection::vec(chart, 0..4),
        prop::sample::select(vec![
            "",
            "generated: \"2020-01-01T00:00:00Z\"",
            "generated: '2020-01-01T00:00:00Z' # g",
            "zeta:\n- a\n- b",
        ]),
    )
        .prop_map(|(style, charts, tail)| write(&style, &charts, tail))
}

#[allow(clippy::type_complexity, reason = "names, versions and their lines")]
fn write(style: &Style, charts: &[Vec<(String, Vec<Vec<&str>>)>], tail: &str) -> String {
    let mut lines = vec!["apiVersion: v1".to_owned(), "entries:".to_owned()];
    let chart_margin = " ".repeat(style.chart);
    let dash = style.chart + style.dash;
    let dash_margin = " ".repeat(dash);
    let key_margin = " ".repeat(dash + 1 + style.gap);
    for (chart, name) in charts.iter().zip(["alpha", "demo", "\"quoted\"", "zebra"]) {
        if style.comments {
            lines.push(format!("{chart_margin}# about {name}"));
        }
        lines.push(format!("{chart_margin}{name}:"));
        for (version, values) in chart {
            if style.comments {
                lines.push(format!("{dash_margin}# about {version}"));
            }
            lines.push(format!(
                "{dash_margin}-{}version: {version}",
                " ".repeat(style.gap)
            ));
            for (number, value) in values.iter().enumerate() {
                for (row, text) in value.iter().enumerate() {
                    lines.push(match (row, text.is_empty()) {
                        (0, _) => format!("{key_margin}field{number}: {text}"),
                        (_, true) => String::new(),
                        (_, false) => format!("{key_margin}{text}"),
                    });
                }
            }
            if style.comments {
                lines.push(format!("{key_margin}# behind {version}"));
            }
        }
    }
    lines.extend((!tail.is_empty()).then(|| tail.to_owned()));
    let end = if style.crlf { "\r\n" } else { "\n" };
    let mut text = lines.join("\n").replace('\n', end);
    if style.ended {
        text.push_str(end);
    }
    text
}

/// One byte of an index changed, or some lines lost.
fn damaged() -> impl Strategy<Value = String> {
    (
        index(),
        any::<prop::sample::Index>(),
        prop::sample::select(vec![
            " ", "\t", "-", ":", "'", "\"", "#", "\n", "\r", "{", "[", "|", "&a ", "- ", ": ", "",
            "\u{85}",
        ]),
        any::<bool>(),
    )
        .prop_map(|(mut text, at, with, replace)| {
            let at = at.index(text.len());
            if text.is_char_boundary(at) && text.is_char_boundary(at + 1) {
                text.replace_range(at..at + usize::from(replace), with);
            }
            text
        })
}

/// Whatever the line reader vouches for, the full parser reads alike; and the outcome holds all that was there.
fn check(old: &str, name: &str, version: &str) -> Result<(), TestCaseError> {
    let tree = Tree::read(old, name);
    if let Ok(fast) = Outline::read(old, name) {
        let slow = match &tree {
            Ok(tree) => &tree.outline,
            Err(error) => return Err(TestCaseError::fail(format!("vouched for {error:?}"))),
        };
        prop_assert_eq!(fast.versions, slow.versions);
        let versions = |outline: &Outline| {
            outline
                .chart(name)
                .map(|chart| {
                    let of = |version: &Version| {
                        (
                            version.version.clone(),
                            version.digest.clone(),
                            version.urls.clone(),
                        )
                    };
                    chart.versions.iter().map(of).collect::<Vec<_>>()
                })
                .unwrap_or_default()
        };
        prop_assert_eq!(versions(&fast), versions(slow));
        if slow.in_place {
            let entry = entry(name, version);
            let generated = time("2026-05-04T10:11:12Z");
            let by = |outline| {
                place::insert(old, outline, &entry, generated)
                    .map(|bytes| String::from_utf8(bytes).unwrap())
            };
            prop_assert_eq!(by(&fast), by(slow));
        }
    }
    let spliced = try_splice(old, name, version);
    let (Ok(tree), Ok(spliced)) = (tree, &spliced) else {
        return Ok(());
    };
    if spliced.outcome == Outcome::Added {
        let expected = rewrite::insert(
            tree.value,
            &entry(name, version),
            time("2026-05-04T10:11:12Z"),
        );
        prop_assert!(
            rewrite::holds(&spliced.bytes, &expected),
            "{}",
            text_of(spliced)
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_readers_agree(old in index(), name in prop::sample::select(vec!["demo", "beta", "quoted"]), version in version()) {
        check(&old, name, &version)?;
        // A made-up index is sound, and only its values are in flow style.
        let spliced = try_splice(&old, name, &version);
        match &spliced {
            // A literal block at the end would gain a line end.
            Ok(spliced) => prop_assert!(!spliced.reencoded || !old.ends_with('\n'), "{}", text_of(spliced)),
            Err(error) => prop_assert!(matches!(error, Error::OtherContent { .. }), "{error:?}"),
        }
    }

    #[test]
    fn damage_is_never_overlooked(old in damaged(), version in version()) {
        check(&old, "demo", &version)?;
    }

    #[test]
    fn no_text_makes_a_reader_panic(old in "[-:#|>'\"{}\\[\\]&*!%@a1 \t\r\n\u{85}\u{feff}]{0,80}") {
        let _ = try_splice(&old, "demo", "1.0.0");
        let _ = try_splice(&format!("apiVersion: v1\nentries:\n  demo:\n  - version: 1.0.0\n    x: {old}"), "demo", "1.0.1");
    }
}
