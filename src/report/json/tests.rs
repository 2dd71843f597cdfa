use serde_json::Value;

use crate::report::{Finding, Report, Severity, examples};

fn pretty(report: &Report) -> String {
    let mut value: Value = serde_json::from_str(&report.printable().json(usize::MAX)).unwrap();
    assert_eq!(value["program"]["version"], env!("CARGO_PKG_VERSION"));
    value["program"]["version"] = "0.0.0".into();
    serde_json::to_string_pretty(&value).unwrap()
}

#[test]
fn the_json_of_a_release() {
    insta::assert_snapshot!(pretty(&examples::released()), @r#"
    {
      "format": 1,
      "program": {
        "name": "chartwright",
        "version": "0.0.0"
      },
      "command": "release",
      "status": "released",
      "reason": null,
      "exit_code": 0,
      "dry_run": false,
      "chart": {
        "name": "podinfo",
        "version": "6.7.1",
        "app_version": "6.7.1",
        "path": "charts/podinfo"
      },
      "tag": "v6.7.1",
      "commit": "3f2a91c0d1e2f30415263748596a7b8c9d0e1f20",
      "package": {
        "path": "dist/podinfo-6.7.1.tgz",
        "digest": "sha256:9b1f4c3f8a0d5e6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2be07a",
        "size": 14213
      },
      "publications": [
        {
          "kind": "registry",
          "target": "oci://ghcr.io/acme/charts/podinfo",
          "reference": "oci://ghcr.io/acme/charts/podinfo:6.7.1",
          "digest": "sha256:51c0aa3f8a0d5e6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b77de",
          "state": "released",
          "visibility": "verified",
          "chart_url": null,
          "index_url": null,
          "install": [
            "helm install podinfo oci://ghcr.io/acme/charts/podinfo --version 6.7.1"
          ]
        },
        {
          "kind": "repository",
          "target": "acme/charts (gh-pages)",
          "reference": "acme/charts@8d01b7e2c4f6a8091b3d5e7f9a0c2e4d6f8b1a35",
          "digest": "sha256:9b1f4c3f8a0d5e6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2be07a",
          "state": "released",
          "visibility": "not-yet-served",
          "chart_url": "https://acme.github.io/charts/podinfo-6.7.1.tgz",
          "index_url": "https://acme.github.io/charts/index.yaml",
          "install": [
            "helm install podinfo podinfo --repo https://acme.github.io/charts --version 6.7.1"
          ]
        }
      ],
      "written": [
        "oci://ghcr.io/acme/charts/podinfo",
        "acme/charts (gh-pages)"
      ],
      "skipped_because": null,
      "steps": [
        {
          "step": "tag",
          "subject": "",
          "detail": "v6.7.1 is Chart.yaml's version, on the commit checked out",
          "state": "done",
          "milliseconds": 12
        },
        {
          "step": "chart",
          "subject": "",
          "detail": "charts/podinfo: 21 files, 1 dependency, lint 0 errors 1 warning",
          "state": "done",
          "milliseconds": 31
        },
        {
          "step": "package",
          "subject": "podinfo-6.7.1.tgz",
          "detail": "14.2 kB  sha256:9b1f…e07a",
          "state": "done",
          "milliseconds": 22
        },
        {
          "step": "preflight",
          "subject": "oci://ghcr.io/acme/charts/podinfo",
          "detail": "6.7.1 is free, token may write",
          "state": "done",
          "milliseconds": 320
        },
        {
          "step": "preflight",
          "subject": "acme/charts (gh-pages)",
          "detail": "6.7.1 is free, 341 packages there",
          "state": "done",
          "milliseconds": 410
        },
        {
          "step": "publish",
          "subject": "oci://ghcr.io/acme/charts/podinfo:6.7.1",
          "detail": "sha256:51c0…77de",
          "state": "done",
          "milliseconds": 402
        },
        {
          "step": "publish",
          "subject": "acme/charts (gh-pages)",
          "detail": "index.yaml +1 entry",
          "state": "done",
          "milliseconds": 1031
        },
        {
          "step": "verify",
          "subject": "",
          "detail": "both targets hold sha256:9b1f…e07a",
          "state": "done",
          "milliseconds": 190
        },
        {
          "step": "verify",
          "subject": "https://acme.github.io/charts",
          "detail": "does not serve it yet (Pages takes up to 10 minutes)",
          "state": "note",
          "milliseconds": null
        }
      ],
      "findings": [
        {
          "code": "CW-LINT-011",
          "severity": "warning",
          "path": "charts/podinfo/Chart.yaml",
          "line": 1,
          "column": 1,
          "message": "icon is recommended",
          "place": {
            "path": "charts/podinfo/Chart.yaml",
            "line": 1,
            "column": 1,
            "width": 1
          },
          "notes": [],
          "help": "add `icon: https://…` so that catalogues can show the chart"
        }
      ],
      "findings_left_out": 0,
      "helm_profile": "4.2",
      "run_url": "https://github.com/acme/app/actions/runs/7",
      "milliseconds": 1912
    }
    "#);
}

#[test]
fn the_json_of_a_failed_run() {
    insta::assert_snapshot!(pretty(&examples::failed()), @r#"
    {
      "format": 1,
      "program": {
        "name": "chartwright",
        "version": "0.0.0"
      },
      "command": "release",
      "status": "failed",
      "reason": "CW-TAG-003",
      "exit_code": 1,
      "dry_run": false,
      "chart": {
        "name": "api",
        "version": "1.3.9",
        "app_version": null,
        "path": "charts/api"
      },
      "tag": "v1.4.0",
      "commit": "3f2a91c0d1e2f30415263748596a7b8c9d0e1f20",
      "package": null,
      "publications": [],
      "written": [],
      "skipped_because": null,
      "steps": [
        {
          "step": "tag",
          "subject": "",
          "detail": "v1.4.0 is not Chart.yaml's version",
          "state": "failed",
          "milliseconds": 9
        },
        {
          "step": "preflight",
          "subject": "oci://ghcr.io/acme/charts/api",
          "detail": "1.3.9 is taken",
          "state": "failed",
          "milliseconds": 612
        },
        {
          "step": "publish",
          "subject": "oci://ghcr.io/acme/charts/api",
          "detail": "not reached",
          "state": "not reached",
          "milliseconds": null
        }
      ],
      "findings": [
        {
          "code": "CW-TAG-003",
          "severity": "error",
          "path": "charts/api/Chart.yaml",
          "line": 4,
          "column": 10,
          "message": "the tag says 1.4.0, Chart.yaml says 1.3.9",
          "place": {
            "path": "charts/api/Chart.yaml",
            "line": 4,
            "column": 10,
            "width": 5
          },
          "notes": [
            {
              "label": "tag",
              "text": "v1.4.0 (3f2a91c, pushed by octocat)"
            }
          ],
          "help": "raise `version` to 1.4.0, commit, and move on with a new tag; or set `version-from: tag`"
        },
        {
          "code": "CW-PUBLISH-007",
          "severity": "error",
          "path": null,
          "line": null,
          "column": null,
          "message": "api 1.3.9 is published already, with other content",
          "place": null,
          "notes": [
            {
              "label": "at",
              "text": "oci://ghcr.io/acme/charts/api:1.3.9  sha256:77aa… (this run: sha256:9b1f…)"
            },
            {
              "label": "differs in",
              "text": "values.yaml, templates/deployment.yaml"
            }
          ],
          "help": "a published version never changes; raise the version in charts/api/Chart.yaml"
        }
      ],
      "findings_left_out": 0,
      "helm_profile": "4.2",
      "run_url": null,
      "milliseconds": 640
    }
    "#);
}

#[test]
fn findings_that_do_not_fit_are_counted_and_errors_stay_longest() {
    let mut report = Report::new("release");
    let find = |severity, number: usize| {
        Finding::new(
            &examples::ICON,
            severity,
            format!("{number} {}", "x".repeat(500)),
        )
    };
    report.find((0..200).map(|number| find(Severity::Note, number)));
    report.find((0..20).map(|number| find(Severity::Error, number)));
    let whole = report.printable().json(usize::MAX);
    assert!(whole.contains("\"findings_left_out\":0"));
    for limit in [0, 700, 2_000, 20_000, 60_000] {
        let json = report.printable().json(limit);
        let value: Value = serde_json::from_str(&json).unwrap();
        let kept = value["findings"].as_array().unwrap();
        assert_eq!(
            kept.len() as u64 + value["findings_left_out"].as_u64().unwrap(),
            220
        );
        assert!(json.len() <= limit.max(700), "{} over {limit}", json.len());
        let errors = kept
            .iter()
            .filter(|finding| finding["severity"] == "error")
            .count();
        assert!(errors == 20 || errors == kept.len());
        if limit >= 20_000 {
            assert!(
                json.len() + 800 > limit,
                "{} is far below {limit}",
                json.len()
            );
        }
    }
}

#[test]
fn the_json_is_one_line_in_which_the_runner_sees_no_command() {
    let mut report = examples::failed();
    report.find([Finding::new(
        &examples::ICON,
        Severity::Error,
        "a\n::error::b\n##[add-mask]c ####[x] \u{1b}[31mred",
    )]);
    let json = report.printable().json(usize::MAX);
    assert_eq!(json.lines().count(), 1);
    assert!(json.starts_with('{'));
    assert!(!json.contains("##["));
    let value: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(
        value["findings"][2]["message"],
        "a\n::error::b\n##[add-mask]c ####[x] red"
    );
}

/// `CHARTWRIGHT_WRITE_REFERENCE=1 cargo test --lib the_page` writes the page's example anew.
#[test]
fn the_page_shows_the_example() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference/report.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once("```json\n").unwrap();
    let (shown, after) = rest.split_once("```").unwrap();
    let report: serde_json::Value =
        serde_json::from_str(&examples::released().printable().json(usize::MAX)).unwrap();
    let example = serde_json::to_string_pretty(&report).unwrap() + "\n";
    if std::env::var_os("CHARTWRIGHT_WRITE_REFERENCE").is_some() {
        std::fs::write(&path, format!("{before}```json\n{example}```{after}")).unwrap();
    } else {
        assert_eq!(shown, example);
    }
}
