//! The formats for programs.

use serde_json::Value;

use crate::workspace::Workspace;

fn workspace() -> Workspace {
    let workspace = Workspace::empty();
    workspace.write(
        "a chart/Chart.yaml",
        "apiVersion: v2\nname: demo\nversion: 1.2.3\n",
    );
    workspace.write("a chart/values.yaml", "{}\n");
    workspace.write(
        "a chart/templates/a.yaml",
        "a: {{ .Values.x.y }}\nb: {{ fail \"b\" }}\n",
    );
    workspace
}

#[test]
fn json_is_the_report() {
    let run = workspace()
        .chartwright(&["lint", "a chart", "--format", "json"])
        .exits(1);
    let mut report: Value = serde_json::from_str(&run.stdout).unwrap();
    report["milliseconds"] = 7.into();
    report["program"]["version"] = "0.0.0".into();
    insta::assert_json_snapshot!(report);
}

#[test]
fn sarif_holds_rules_and_results() {
    let workspace = workspace();
    let run = workspace
        .chartwright(&[
            "lint",
            "a chart",
            "--format",
            "sarif",
            "--sarif-file",
            "out.sarif",
        ])
        .exits(1);
    let mut log: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        String::from_utf8(workspace.read("out.sarif")).unwrap(),
        run.stdout
    );
    log["runs"][0]["tool"]["driver"]["semanticVersion"] = "0.0.0".into();
    insta::assert_json_snapshot!(log);
}

#[test]
fn github_is_annotations_on_standard_output_alone() {
    let run = workspace()
        .run(
            &["lint", "a chart", "--format", "github"],
            &[("GITHUB_ACTIONS", "true")],
        )
        .exits(1);
    insta::assert_snapshot!(run.stdout);
    assert!(!run.stderr.contains("::error"), "{}", run.stderr);
    assert!(
        run.stderr.contains("error[CW-RENDER-003]"),
        "{}",
        run.stderr
    );
}

#[test]
fn text_is_on_standard_error_and_quiet_leaves_notes_out() {
    let workspace = workspace();
    let run = workspace.chartwright(&["lint", "a chart"]).exits(1);
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("note[CW-LINT-011]"), "{}", run.stderr);
    let run = workspace
        .chartwright(&["lint", "a chart", "--quiet"])
        .exits(1);
    assert!(!run.stderr.contains("CW-LINT-011"), "{}", run.stderr);
}
