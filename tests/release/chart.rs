//! Charts that must not be released, and what is said of them.

use crate::CHART;
use crate::workspace::Workspace;

#[test]
fn a_broken_chart_is_refused_with_its_own_reason() {
    type Broken = (&'static str, fn(&Workspace), &'static str);
    let cases: &[Broken] = &[
        (
            "broken Chart.yaml",
            |w| w.write("chart/Chart.yaml", "name: [\n"),
            "CW-LINT-",
        ),
        (
            "empty Chart.yaml",
            |w| w.write("chart/Chart.yaml", ""),
            "CW-LINT-",
        ),
        (
            "no name",
            |w| w.write("chart/Chart.yaml", "apiVersion: v2\nversion: 1.2.3\n"),
            "CW-LINT-",
        ),
        (
            "no version",
            |w| w.write("chart/Chart.yaml", "apiVersion: v2\nname: demo\n"),
            "CW-LINT-",
        ),
        (
            "values.yaml is not YAML",
            |w| w.write("chart/values.yaml", "a: b: c\n"),
            "CW-LINT-",
        ),
        (
            "a dependency is missing in charts/",
            |w| {
                w.write(
                    "chart/Chart.yaml",
                    format!("{CHART}dependencies:\n- name: common\n  version: 1.x.x\n  repository: https://example.com\n"),
                );
            },
            "CW-CHART-",
        ),
        (
            "a link out of the chart",
            |w| std::os::unix::fs::symlink("../../outside", w.root().join("chart/link")).unwrap(),
            "CW-CHART-",
        ),
        (
            "a file over 5 MiB",
            |w| w.write("chart/big.bin", vec![0; 5 * 1024 * 1024 + 1]),
            "CW-CHART-",
        ),
        (
            "a loose file in charts/",
            |w| w.write("chart/charts/README.md", "hello"),
            "CW-CHART-",
        ),
    ];
    let mut reasons = Vec::new();
    for (what, prepare, reason) in cases {
        let workspace = Workspace::with_chart();
        std::fs::write(workspace.beside("outside"), "secret").unwrap();
        prepare(&workspace);
        workspace.commit("Break the chart");
        workspace.git(&["tag", "--force", "v1.2.3"]);
        let run = workspace.chartwright(&["release", "--tag", "v1.2.3"]);
        assert_eq!(run.exit, 1, "{what}\n{}", run.stderr);
        assert!(
            run.output("reason").starts_with(reason),
            "{what}: {}\n{}",
            run.output("reason"),
            run.stderr
        );
        assert!(
            !workspace.root().join("dist").exists(),
            "{what} wrote something"
        );
        reasons.push((*what, run.output("reason").to_owned()));
    }
    for (index, (what, reason)) in reasons.iter().enumerate() {
        for (other, same) in &reasons[..index] {
            let both_required =
                ["no name", "no version"].contains(what) && *other == "empty Chart.yaml";
            assert!(
                reason != same || both_required,
                "{what} and {other} share {reason}"
            );
        }
    }
}

/// What lint, loading and the version say of a chart, as a person reads it: where, which line, what to do.
#[test]
fn findings_point_at_the_file_the_line_and_the_column() {
    type Broken = (&'static str, fn(&Workspace), &'static [&'static str]);
    let cases: &[Broken] = &[
        (
            "the version",
            |w| {
                w.git(&["tag", "v1.4.0"]);
            },
            &[
                "error[CW-TAG-003]: the tag says 1.4.0, Chart.yaml says 1.2.3",
                "--> chart/Chart.yaml:5:10",
                "5 | version: 1.2.3\n  |          ^^^^^ this version would be published",
                "= tag: v1.4.0 (",
                "= help: set `version` to 1.4.0 in chart/Chart.yaml, commit,",
            ],
        ),
        (
            "what is missing",
            |w| {
                w.write(
                    "chart/Chart.yaml",
                    "apiVersion: v2\nname: demo\nversion: 1.4.0\ndependencies:\n- name: common\n  version: 1.x.x\n  repository: https://example.com\n",
                );
                w.write("chart/values.yaml", "ok: 1\na: b: c\n");
                w.commit("Break the chart in three ways");
                w.git(&["tag", "v1.4.0"]);
            },
            &[
                "note[CW-LINT-011]: icon is recommended\n --> chart/Chart.yaml:1:1\n = help: add `icon:`",
                "--> chart/values.yaml:2:5",
                "2 | a: b: c\n  |     ^",
                "error[CW-CHART-030]: found in Chart.yaml, but missing in charts/ directory: common\n --> chart/Chart.yaml:4:1",
                "4 | dependencies:\n  | ^^^^^^^^^^^^",
                "v1.4.0 on the commit checked out; not compared with the chart, which is broken",
                "✗ chart     chart: 2 errors 0 warnings",
            ],
        ),
    ];
    for (what, prepare, expected) in cases {
        let workspace = Workspace::with_chart();
        prepare(&workspace);
        let run = workspace
            .chartwright(&["release", "--tag", "v1.4.0"])
            .exits(1);
        for part in *expected {
            assert!(
                run.stderr.contains(part),
                "{what}: {part}\n--- stderr\n{}",
                run.stderr
            );
        }
        assert!(
            !run.stderr.lines().any(|line| line == " |"),
            "{what}\n{}",
            run.stderr
        );
        assert!(!workspace.root().join("dist").exists(), "{what}");
    }
}

#[test]
fn lint_can_be_strict_or_left_out() {
    let workspace = Workspace::with_chart();
    workspace.write(
        "chart/Chart.yaml",
        "apiVersion: v2\nname: demo\nversion: 1.2.3\nunknown: 1\n",
    );
    workspace.commit("Add a field that Helm does not know");
    workspace.git(&["tag", "--force", "v1.2.3"]);
    workspace
        .chartwright(&["release", "--tag", "v1.2.3", "--lint", "strict"])
        .fails(1, "CW-LINT-003");
    assert!(!workspace.root().join("dist").exists());
    for (lint, said) in [("on", "lint 0 errors 1 warning"), ("off", "lint off")] {
        let run = workspace
            .chartwright(&["release", "--tag", "v1.2.3", "--lint", lint, "--dry-run"])
            .exits(0);
        assert!(
            run.stderr
                .contains(&format!("chart: 3 files, no dependencies, {said}\n")),
            "{}",
            run.stderr
        );
    }
}
