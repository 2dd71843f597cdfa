//! What a run leaves to read: lines, summary, outputs and JSON, of runs that fail too.

use serde_json::Value;

use crate::workspace::{Run, Workspace};

fn json(run: &Run) -> Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}\n{}", run.stdout))
}

/// The names of all fields, `publications[].digest`; those of arrays from their first element.
fn fields(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                let path = if at.is_empty() {
                    name.clone()
                } else {
                    format!("{at}.{name}")
                };
                found.push(path.clone());
                fields(value, &path, found);
            }
        }
        Value::Array(values) => {
            if let Some(first) = values.first() {
                fields(first, &format!("{at}[]"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn steps_are_one_line_each_with_short_digests_in_one_column() {
    let workspace = Workspace::with_chart();
    let run = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    let manifest = run.output("registry-digest");
    let package = run.output("digest");
    let short = |digest: &str| format!("{}…{}", &digest[..11], &digest[digest.len() - 4..]);
    for line in [
        "  ✓ tag       v1.2.3 is Chart.yaml's version, on the commit checked out".to_owned(),
        "  ✓ chart     chart: 3 files, no dependencies, lint 0 errors 0 warnings".to_owned(),
        "  ✓ preflight dist/registry  1.2.3 is free".to_owned(),
        "  ✓ preflight dist/pages     1.2.3 is free, a new index will be begun".to_owned(),
        format!("  ✓ publish   dist/registry  {}", short(manifest)),
        "  ✓ publish   dist/pages     demo-1.2.3.tgz  index.yaml +1 entry".to_owned(),
        format!("  ✓ verify    dist/registry  holds {}", short(package)),
        format!("  ✓ verify    dist/pages     holds {}", short(package)),
    ] {
        // Slow machines add a time at the end.
        assert!(
            run.stderr.lines().any(|other| other.starts_with(&line)),
            "{line}\n--- stderr\n{}",
            run.stderr
        );
    }
    assert_eq!(manifest.len(), 71);
    let steps: String = run
        .stderr
        .lines()
        .filter(|line| line.starts_with("  ✓"))
        .collect();
    assert!(!steps.contains(manifest), "{}", run.stderr);
    assert!(
        !run.summary.contains(&format!("| {manifest}")),
        "{}",
        run.summary
    );
}

#[test]
fn a_dry_run_says_what_would_be_written_where() {
    let workspace = Workspace::with_chart();
    let plan = || {
        workspace
            .chartwright(&["release", "--tag", "v1.2.3", "--dry-run"])
            .exits(0)
            .stderr
    };
    let before = plan();
    for line in [
        "publish   dist/registry  would write dist/registry/demo:1.2.3",
        "publish   dist/pages     would write demo-1.2.3.tgz  index.yaml +1 entry",
        "Planned: demo 1.2.3 would go to 2 targets. Nothing was written (dry-run).",
    ] {
        assert!(before.contains(line), "{line}\n{before}");
    }
    workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    std::fs::remove_dir_all(workspace.root().join("dist/registry")).unwrap();
    let after = plan();
    for line in [
        "publish   dist/pages     nothing to write",
        "would go to 1 target; 1 had it already.",
    ] {
        assert!(after.contains(line), "{line}\n{after}");
    }
}

#[test]
fn json_is_whole_and_as_documented_whether_the_run_ends_well_or_not() {
    let workspace = Workspace::with_chart();
    let released = workspace
        .chartwright(&["release", "--tag", "v1.2.3", "--format", "json"])
        .exits(0);
    let report = json(&released);
    assert_eq!(report["status"], "released");
    assert_eq!(report["package"]["digest"], released.output("digest"));
    let publications = report["publications"].as_array().unwrap();
    assert!(
        publications
            .iter()
            .any(|one| one["digest"] == released.output("registry-digest")),
        "{report}"
    );
    assert_eq!(
        report["commit"],
        workspace.git(&["rev-parse", "HEAD"]).trim()
    );
    let output: Value = serde_json::from_str(released.output("report")).unwrap();
    assert_eq!(output["publications"], report["publications"]);

    workspace.git(&["tag", "v1.4.0"]);
    let failed = workspace
        .chartwright(&["release", "--tag", "v1.4.0", "--format", "json"])
        .exits(1);
    let report = json(&failed);
    assert_eq!(report["status"], "failed");
    assert_eq!(report["reason"], "CW-TAG-003");
    assert_eq!(report["exit_code"], 1);
    assert_eq!(report["written"], serde_json::json!([]));
    let finding = &report["findings"][0];
    assert_eq!(finding["place"]["path"], "chart/Chart.yaml");
    assert_eq!(
        [
            &finding["place"]["line"],
            &finding["place"]["column"],
            &finding["place"]["width"]
        ],
        [5, 10, 5]
    );

    // Each field that a run gives is in the page's example or table.
    let page = std::fs::read_to_string("docs/reference/report.md").unwrap();
    let example = page
        .split_once("```json\n")
        .and_then(|(_, rest)| rest.split_once("```"))
        .map(|(example, _)| example)
        .unwrap();
    let mut documented = Vec::new();
    fields(&serde_json::from_str(example).unwrap(), "", &mut documented);
    for run in [&released, &failed] {
        let mut given = Vec::new();
        fields(&json(run), "", &mut given);
        for field in given {
            let leaf = field.rsplit('.').next().unwrap();
            assert!(
                documented.contains(&field) || page.contains(&format!("`{leaf}`")),
                "{field} is not documented"
            );
        }
    }
}

#[test]
fn a_run_that_fails_has_its_summary_and_outputs() {
    let workspace = Workspace::with_chart();
    workspace.git(&["tag", "v1.4.0"]);
    let run = workspace
        .chartwright(&["release", "--tag", "v1.4.0"])
        .fails(1, "CW-TAG-003");
    assert_eq!(run.output("status"), "failed");
    assert_eq!(run.output("name"), "demo");
    assert_eq!(run.output("artifacts"), "[]");
    assert_eq!(run.output("registry-reference"), "");
    for part in [
        "### ❌ demo",
        "**error `CW-TAG-003`** the tag says 1.4.0, Chart.yaml says 1.2.3",
        "at `chart/Chart.yaml:5:10`",
        "**Nothing was written.** Exit 1 (the chart or tag is at fault).",
        "Not reached: publish `dist/registry`, publish `dist/pages`.",
        "Tag `v1.4.0`",
    ] {
        assert!(run.summary.contains(part), "{part}\n{}", run.summary);
    }
}

#[test]
fn in_the_runner_findings_are_annotations_and_words_are_fenced() {
    let workspace = Workspace::with_chart();
    workspace.git(&["tag", "v1.4.0"]);
    let run = workspace
        .run(
            &["release", "--tag", "v1.4.0"],
            &[("GITHUB_ACTIONS", "true")],
        )
        .exits(1);
    let annotation = run
        .stderr
        .lines()
        .find(|line| line.starts_with("::error "))
        .unwrap_or_else(|| panic!("{}", run.stderr));
    for part in [
        "file=chart/Chart.yaml",
        "line=5",
        "col=10",
        "title=CW-TAG-003",
    ] {
        assert!(annotation.contains(part), "{annotation}");
    }
    assert!(!run.stderr.contains('\u{1b}'), "{}", run.stderr);
}
