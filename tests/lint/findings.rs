//! The findings: where they are, what Helm passes over, and which charts are looked at.

use serde_json::Value;

use crate::workspace::{Run, Workspace};

const CHARTFILE: &str = "apiVersion: v2\nname: demo\nicon: https://a.b/c.png\nversion: 1.2.3\n";

fn workspace(files: &[(&str, &str)]) -> Workspace {
    let workspace = Workspace::empty();
    workspace.write("chart/Chart.yaml", CHARTFILE);
    workspace.write("chart/values.yaml", "image: {}\n");
    workspace.write("chart/templates/_helpers.tpl", "");
    for (name, text) in files {
        workspace.write(name, text);
    }
    workspace
}

fn findings(run: &Run) -> Vec<Value> {
    let report: Value = serde_json::from_str(&run.stdout).expect("JSON");
    report["findings"].as_array().expect("findings").clone()
}

/// `code path:line:column message`
fn shown(findings: &[Value]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| {
            format!(
                "{} {} {}:{}:{} {}",
                finding["severity"].as_str().unwrap(),
                finding["code"].as_str().unwrap(),
                finding["path"].as_str().unwrap_or_default(),
                finding["line"],
                finding["column"],
                finding["message"].as_str().unwrap()
            )
        })
        .collect()
}

#[test]
fn every_template_error_is_told_with_helms_first_as_helms() {
    let workspace = workspace(&[
        (
            "chart/templates/_helpers.tpl",
            "{{- define \"demo.image\" -}}\n{{ .Values.imag.tag }}\n{{- end }}\n",
        ),
        (
            "chart/templates/a.yaml",
            "a: {{ include \"demo.image\" . }}\n",
        ),
        (
            "chart/templates/b.yaml",
            "b: {{ .Values.image.tag.name }}\n",
        ),
        (
            "chart/templates/c.yaml",
            "c: {{ required \"give c\" .Values.c }}\n",
        ),
    ]);
    let run = workspace
        .chartwright(&["lint", "chart", "--format", "json"])
        .exits(1);
    let found = findings(&run);
    assert_eq!(
        shown(&found),
        [
            "error CW-RENDER-003 chart/templates/b.yaml:1:14 nil pointer evaluating interface {}.name",
            "error CW-RENDER-003 chart/templates/_helpers.tpl:2:11 nil pointer evaluating interface {}.tag",
            "warning CW-RENDER-004 chart/templates/c.yaml:1:7 give c",
        ]
    );
    assert_eq!(
        found[0]["helm"],
        "[ERROR] templates/: demo/templates/b.yaml:1:13\n  executing \"demo/templates/b.yaml\" at <.Values.image.tag.name>:\n    nil pointer evaluating interface {}.name"
    );
    assert!(found[1].get("helm").is_none() && found[2].get("helm").is_none());
    assert_eq!(found[1]["help"], "did you mean `.Values.image`?");
    assert!(
        run.stderr.contains("2 | {{ .Values.imag.tag }}")
            && run
                .stderr
                .contains("included from: demo/templates/a.yaml:1:7"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.ends_with("2 errors. Exit 1.\n"),
        "{}",
        run.stderr
    );
    assert_eq!(run.output("status"), "failed");
    assert_eq!(run.output("reason"), "CW-RENDER-003");
    assert_eq!(run.output("artifacts"), "");
}

#[test]
fn messages_about_manifests_and_values_say_where_to_look() {
    let workspace = workspace(&[
        (
            "chart/templates/a.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n{{ range $name, $text := .Values.texts }}\n  {{ $name }}: b\n  x: y: z\n{{ end }}\n",
        ),
        ("chart/values.yaml", "image:\n  tag: 1\ntexts: {a: b}\n"),
        (
            "chart/values.schema.json",
            r#"{"properties": {"image": {"properties": {"tag": {"type": "string"}}}}}"#,
        ),
    ]);
    let run = workspace
        .chartwright(&["lint", "chart", "--format", "json"])
        .exits(1);
    assert_eq!(
        shown(&findings(&run)),
        [
            "error CW-LINT-022 chart/values.yaml:2:3 the values are not what values.schema.json asks for",
            "error CW-LINT-022 chart/values.yaml:2:3 templates cannot be rendered: the values are not what values.schema.json asks for",
        ]
    );
    assert!(
        run.stderr
            .contains("at: /image/tag: got number, want string"),
        "{}",
        run.stderr
    );
    let run = workspace
        .chartwright(&[
            "lint",
            "chart",
            "--format",
            "json",
            "--skip-schema-validation",
        ])
        .exits(1);
    let found = findings(&run);
    assert_eq!(
        shown(&found),
        [
            "error CW-LINT-034 chart/templates/a.yaml:8:3 unable to parse YAML: error converting YAML to JSON: yaml: line 8: mapping values are not allowed in this context",
        ]
    );
    assert!(
        run.stderr.contains("rendered: line 8: x: y: z"),
        "{}",
        run.stderr
    );
}

#[test]
fn values_for_ci_are_further_runs_and_tell_what_is_new() {
    let workspace = workspace(&[
        (
            "chart/Chart.yaml",
            &CHARTFILE.replace("icon: https://a.b/c.png\n", ""),
        ),
        (
            "chart/templates/a.yaml",
            "{{ if .Values.no }}{{ fail \"on\" }}{{ .Values.x.y }}{{ end }}\n",
        ),
        ("chart/ci/b-values.yaml", "\"no\": true\n"),
        ("chart/ci/a-values.yaml", "\"no\": false\n"),
        ("chart/ci/other.yaml", "a: [\n"),
    ]);
    let run = workspace
        .chartwright(&["lint", "chart", "--format", "json", "--ci-values"])
        .exits(1);
    let found = findings(&run);
    assert_eq!(
        shown(&found),
        [
            "note CW-LINT-011 chart/Chart.yaml:1:1 icon is recommended",
            "error CW-RENDER-003 chart/templates/a.yaml:1:45 nil pointer evaluating interface {}.y",
            "warning CW-RENDER-004 chart/templates/a.yaml:1:23 on",
        ]
    );
    assert!(
        run.stderr.contains("values: ci/b-values.yaml"),
        "{}",
        run.stderr
    );
    let run = workspace
        .chartwright(&["lint", "chart", "--format", "helm", "--ci-values"])
        .exits(1);
    assert!(
        run.stdout.starts_with(
            "==> Linting chart\n[INFO] Chart.yaml: icon is recommended\n\n==> Linting chart with ci/a-values.yaml\n"
        ),
        "{}",
        run.stdout
    );
    assert_eq!(run.stderr, "Error: 1 chart(s) linted, 1 chart(s) failed\n");
    workspace.write("chart/ci/c-values.yaml", "a: [\n");
    let run = workspace
        .chartwright(&["lint", "chart", "--format", "json", "--ci-values"])
        .exits(1);
    assert!(
        shown(&findings(&run)).iter().any(|line| line
            .starts_with("error CW-LINT-107 chart/ci/c-values.yaml:null:null failed to parse")),
        "{:?}",
        shown(&findings(&run))
    );
}

#[test]
fn the_working_directory_is_linted_when_nothing_is_named_and_all_charts_in_one_order() {
    let workspace = workspace(&[("Chart.yaml", "name: top\n")]);
    let run = workspace.chartwright(&["lint"]).fails(1, "CW-LINT-005");
    assert!(run.stderr.contains("--> Chart.yaml:1:1"), "{}", run.stderr);
    let paths: Vec<String> = (0..20).map(|number| format!("c{number}")).collect();
    for path in &paths {
        workspace.write(&format!("{path}/Chart.yaml"), format!("name: {path}\n"));
    }
    let mut arguments = vec!["lint", "--format", "json"];
    arguments.extend(paths.iter().map(String::as_str));
    let run = workspace.chartwright(&arguments).exits(1);
    let found = findings(&run);
    let mut order: Vec<&str> = found
        .iter()
        .map(|finding| finding["path"].as_str().unwrap())
        .map(|path| path.split('/').next().unwrap())
        .collect();
    order.dedup();
    assert_eq!(order, paths.iter().map(String::as_str).collect::<Vec<_>>());
    let run = workspace
        .run(
            &["lint", "--format", "helm"],
            &[("INPUT_CHARTS", "*\nnone/*")],
        )
        .exits(1);
    let linted: Vec<&str> = run
        .stdout
        .lines()
        .filter_map(|line| line.strip_prefix("==> Linting "))
        .collect();
    assert_eq!(linted.len(), 22, "{linted:?}");
    assert_eq!(linted.first(), Some(&"c0"));
    assert_eq!(linted.last(), Some(&"none/*"));
}

#[test]
fn under_strict_helms_warnings_fail_and_what_helm_passes_over_does_not() {
    let workspace = workspace(&[("chart/templates/a.txt", "{{ fail \"never\" }}")]);
    let run = workspace
        .chartwright(&["lint", "chart", "--strict"])
        .exits(0);
    assert!(
        run.stderr.contains("warning[CW-RENDER-004]: never")
            && run.stderr.contains("`helm lint` passes over this"),
        "{}",
        run.stderr
    );
    assert_eq!(run.output("status"), "passed");
    workspace.write("chart/Chart.yaml", CHARTFILE.replace("1.2.3", "v1.2.3"));
    workspace.chartwright(&["lint", "chart"]).exits(0);
    workspace
        .chartwright(&["lint", "chart", "--strict"])
        .fails(1, "CW-LINT-015");
}

#[test]
fn inputs_can_be_wrong_and_charts_not_there() {
    let workspace = workspace(&[("empty/file", "")]);
    workspace
        .chartwright(&["lint", "chart", "--kube-version", "latest"])
        .fails(2, "CW-LINT-102");
    workspace
        .chartwright(&["lint", "chart", "-f", "nowhere.yaml"])
        .fails(2, "CW-LINT-101");
    workspace
        .chartwright(&["lint", "chart", "--max-output", "much"])
        .fails(2, "CW-LINT-103");
    workspace
        .chartwright(&["lint", "nowhere"])
        .fails(2, "CW-LINT-104");
    workspace
        .chartwright(&["lint", "empty"])
        .fails(1, "CW-LINT-105");
    workspace.write("a.tgz", "no package");
    workspace
        .chartwright(&["lint", "a.tgz"])
        .fails(1, "CW-LINT-106");
    workspace
        .chartwright(&["lint", "chart", "--sarif-file", "nowhere/x"])
        .fails(3, "CW-LINT-109");
}
