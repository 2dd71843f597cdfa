//! What stops a chart, and what does not.

use std::fs;

use super::*;

fn chart(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

fn problems(directory: &Path, linting: Linting) -> Vec<String> {
    let review = check(directory, linting, &options());
    let rejected = review.outcome.err();
    let problems = rejected.iter().flat_map(|rejected| &rejected.problems);
    problems.map(ToString::to_string).collect()
}

pub(crate) fn options() -> RunOptions {
    RunOptions::new(gotemplate::sprig::Sources::fixed())
}

#[test]
fn linting_decides_what_stops_a_chart() {
    let directory = chart(&[(
        "Chart.yaml",
        "apiVersion: v2\nname: x\nversion: v1.2.3\nappVersion: 1.0\n",
    )]);
    let stopped = "1 chart(s) linted, 1 chart(s) failed";
    assert_eq!(problems(directory.path(), Linting::Off), [""; 0]);
    assert_eq!(problems(directory.path(), Linting::On), [stopped]);
    fs::write(
        directory.path().join("Chart.yaml"),
        "apiVersion: v2\nname: x\nversion: v1.2.3\n",
    )
    .unwrap();
    assert_eq!(problems(directory.path(), Linting::On), [""; 0]);
    assert_eq!(problems(directory.path(), Linting::Strict), [stopped]);
    let review = check(directory.path(), Linting::On, &options());
    assert_eq!(review.runs[0].linted.messages.len(), 4);
    assert_eq!(review.outcome.unwrap().chart().name(), "x");
}

#[test]
fn missing_dependencies_are_named() {
    let directory = chart(&[(
        "Chart.yaml",
        "apiVersion: v2\nname: x\nversion: 1.2.3\ndependencies: [{name: a}, {name: b}]\n",
    )]);
    assert_eq!(
        problems(directory.path(), Linting::On),
        ["found in Chart.yaml, but missing in charts/ directory: a, b"]
    );
}

#[test]
fn missing_dependencies_are_named_beside_other_problems() {
    let directory = chart(&[
        (
            "Chart.yaml",
            "apiVersion: v2\nname: x\nversion: 1.2.3\ndependencies: [{name: a}]\n",
        ),
        ("values.yaml", "a: b: c\n"),
    ]);
    let missing = "found in Chart.yaml, but missing in charts/ directory: a";
    let found = problems(directory.path(), Linting::Off);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[1], missing);
    // What is behind a file that cannot be loaded may be the very dependency.
    fs::create_dir(directory.path().join("charts")).unwrap();
    fs::write(directory.path().join("charts/a-1.0.0.tgz"), "no package").unwrap();
    let found = problems(directory.path(), Linting::Off);
    assert!(!found.contains(&missing.to_owned()), "{found:?}");
}

#[test]
fn other_api_versions_are_refused() {
    let directory = chart(&[("Chart.yaml", "apiVersion: v3\nname: x\nversion: 1.2.3\n")]);
    assert_eq!(
        problems(directory.path(), Linting::Off),
        ["unsupported chart version"]
    );
}

#[test]
fn what_does_not_load_is_told_with_lints_messages() {
    let directory = chart(&[("Chart.yaml", "name: x\n")]);
    let review = check(directory.path(), Linting::On, &options());
    assert!(!review.runs[0].linted.messages.is_empty());
    let rejected = review.outcome.unwrap_err();
    assert!(matches!(
        rejected.problems[..],
        [Problem::Lint { .. }, Problem::Load]
    ));
    assert!(rejected.loaded.is_err());
}

/// A chart with a template and a file of values in ci/.
fn templated(template: &str, values: &str) -> tempfile::TempDir {
    chart(&[
        (
            "Chart.yaml",
            "apiVersion: v2\nname: x\nversion: 1.2.3\nicon: https://x.io/i.png\n",
        ),
        ("values.yaml", "a: {b: 1}\n"),
        ("ci/other-values.yaml", values),
        ("templates/x.yaml", template),
    ])
}

#[test]
fn a_template_that_fails_stops_a_chart() {
    let directory = templated("a: {{ .Values.a.b.c }}\n", "");
    assert_eq!(
        problems(directory.path(), Linting::On),
        ["1 chart(s) linted, 1 chart(s) failed"]
    );
    // Lint renders neither for an install nor for an upgrade.
    let directory = templated(
        "{{ if .Release.IsInstall }}{{ .Values.n.o }}{{ end }}\n",
        "",
    );
    assert_eq!(
        problems(directory.path(), Linting::On),
        ["the chart cannot be rendered"]
    );
    assert_eq!(problems(directory.path(), Linting::Off), [""; 0]);
}

#[test]
fn what_a_chart_refuses_stops_it_under_strict_only() {
    let directory = templated("a: {{ required \"give c\" .Values.c }}\n", "c: 1\n");
    assert_eq!(problems(directory.path(), Linting::On), [""; 0]);
    assert_eq!(
        problems(directory.path(), Linting::Strict).last().unwrap(),
        "the chart cannot be rendered"
    );
    let review = check(directory.path(), Linting::On, &options());
    assert_eq!(review.runs.len(), 2);
    assert!(review.runs[0].stopped.is_some());
    assert!(review.runs[1].stopped.is_none());
    assert_eq!(
        review.runs[1].values.as_deref(),
        Some("ci/other-values.yaml")
    );
}

#[test]
fn values_in_ci_are_tried_too() {
    let directory = templated(
        "a: {{ if .Values.c }}{{ .Values.c.d.e }}{{ end }}\n",
        "c: {d: 1}\n",
    );
    let review = check(directory.path(), Linting::On, &options());
    assert!(review.runs[0].linted.stopped.is_none());
    assert!(review.runs[1].linted.stopped.is_some());
    assert!(review.outcome.is_err());
    let directory = templated("a: 1\n", "a: b: c\n");
    let found = problems(directory.path(), Linting::On);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("ci/other-values.yaml: "), "{found:?}");
}
