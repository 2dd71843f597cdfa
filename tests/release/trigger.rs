//! What starts a release, and what is none.

use crate::CHART;
use crate::workspace::Workspace;

#[test]
fn a_rehearsal_without_the_tag_is_a_warning() {
    let workspace = Workspace::with_chart();
    workspace.git(&["tag", "--delete", "v1.2.3"]);
    let run = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    assert!(run.stderr.contains("warning[CW-TAG-004]"), "{}", run.stderr);
}

/// A broken chart or tag: what is prepared, the arguments, the exit code and the reason.
type Case = (
    &'static str,
    fn(&Workspace),
    &'static [&'static str],
    i32,
    &'static str,
);

#[test]
fn what_must_not_be_released_is_refused_with_its_own_reason() {
    let cases: &[Case] = &[
        (
            "the tag is not the version",
            |w| {
                w.git(&["tag", "v1.4.0"]);
            },
            &["--tag", "v1.4.0"],
            1,
            "CW-TAG-003",
        ),
        (
            "a malformed tag",
            |_| {},
            &["--tag", "1.2"],
            1,
            "CW-TAG-001",
        ),
        (
            "a tag that exists nowhere, for a target that leaves the machine",
            |_| {},
            &[
                "--tag",
                "v9.9.9",
                "--version-from",
                "tag",
                "--registry",
                "oci://127.0.0.1:1/charts",
            ],
            1,
            "CW-TAG-004",
        ),
        (
            "a tag on another commit",
            |w| {
                w.write("README.md", "more");
                w.commit("Move on");
            },
            &["--tag", "v1.2.3"],
            1,
            "CW-TAG-006",
        ),
        ("no tag", |_| {}, &[], 2, "CW-TAG-007"),
        (
            "no chart",
            |w| {
                std::fs::remove_dir_all(w.root().join("chart")).unwrap();
            },
            &["--tag", "v1.2.3"],
            1,
            "CW-CHART-001",
        ),
        (
            "several charts",
            |w| {
                w.write("charts/other/Chart.yaml", CHART);
            },
            &["--tag", "v1.2.3"],
            1,
            "CW-CHART-002",
        ),
        (
            "an unknown value for an input",
            |_| {},
            &["--tag", "v1.2.3", "--lint", "maybe"],
            2,
            "CW-INPUT-001",
        ),
    ];
    for (what, prepare, arguments, exit, reason) in cases {
        let workspace = Workspace::with_chart();
        prepare(&workspace);
        let mut all = vec!["release"];
        all.extend_from_slice(arguments);
        let run = workspace.chartwright(&all);
        assert_eq!(run.exit, *exit, "{what}\n{}", run.stderr);
        let run = run.fails(*exit, reason);
        assert!(
            run.stderr.contains("Nothing was written"),
            "{what}\n{}",
            run.stderr
        );
        assert!(
            !workspace.root().join("dist").exists(),
            "{what} wrote something"
        );
    }
}

#[test]
fn environments_states_and_deletions_are_no_release() {
    for tag in [
        "production",
        "v1.2.3-stable",
        "v1.2.3-production",
        "api/staging",
    ] {
        let workspace = Workspace::with_chart();
        let run = workspace.chartwright(&["release", "--tag", tag]).exits(0);
        assert_eq!(run.output("status"), "skipped", "{tag}\n{}", run.stderr);
        assert!(
            run.output("reason").starts_with("CW-TAG-01"),
            "{tag}: {}",
            run.output("reason")
        );
        assert!(!workspace.root().join("dist").exists());
    }
}

#[test]
fn the_runner_gives_the_tag_by_its_event() {
    let workspace = Workspace::with_chart();
    let sha = workspace.git(&["rev-parse", "HEAD"]).trim().to_owned();
    let event = workspace.beside("event.json");
    let environment = |kind: &'static str| {
        [
            ("GITHUB_ACTIONS".to_owned(), "true".to_owned()),
            ("GITHUB_EVENT_NAME".to_owned(), kind.to_owned()),
            ("GITHUB_EVENT_PATH".to_owned(), event.display().to_string()),
            ("GITHUB_REF".to_owned(), "refs/tags/v1.2.3".to_owned()),
            ("GITHUB_REF_TYPE".to_owned(), "tag".to_owned()),
            ("GITHUB_REF_NAME".to_owned(), "v1.2.3".to_owned()),
            ("GITHUB_SHA".to_owned(), sha.clone()),
            ("GITHUB_REPOSITORY".to_owned(), "acme/demo".to_owned()),
        ]
    };
    let run = |kind: &'static str, body: &str| {
        std::fs::write(&event, body).unwrap();
        let environment = environment(kind);
        let pairs: Vec<(&str, &str)> = environment
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        workspace.run(&["release"], &pairs)
    };
    let pushed = r#"{"ref":"refs/tags/v1.2.3","created":true,"deleted":false,"after":"SHA","pusher":{"name":"octocat"}}"#
        .replace("SHA", &sha);
    assert_eq!(run("push", &pushed).exits(0).output("status"), "released");
    let deleted = r#"{"ref":"refs/tags/v1.2.3","created":false,"deleted":true,"after":"0000000000000000000000000000000000000000"}"#;
    assert_eq!(run("push", deleted).exits(0).output("status"), "skipped");
    run("push", "{").fails(2, "CW-EVENT-002");
    std::fs::remove_file(&event).unwrap();
    let environment = environment("push");
    let pairs: Vec<(&str, &str)> = environment
        .iter()
        .map(|(a, b)| (a.as_str(), b.as_str()))
        .collect();
    workspace.run(&["release"], &pairs).fails(2, "CW-EVENT-001");
}

/// A run as the runner starts it: an event's name and payload, and the environment that goes with it.
struct Runner<'a> {
    workspace: &'a Workspace,
    event: &'a str,
    payload: String,
    reference: &'a str,
    sha: &'a str,
}

impl Runner<'_> {
    fn run(&self, inputs: &[(&str, &str)]) -> crate::workspace::Run {
        let event = self.workspace.beside("event.json");
        std::fs::write(&event, &self.payload).unwrap();
        let (kind, name) = match self.reference.strip_prefix("refs/tags/") {
            Some(name) => ("tag", name),
            None => ("branch", self.reference.trim_start_matches("refs/heads/")),
        };
        let mut environment = vec![
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_EVENT_NAME", self.event),
            ("GITHUB_EVENT_PATH", event.to_str().unwrap()),
            ("GITHUB_REF", self.reference),
            ("GITHUB_REF_TYPE", kind),
            ("GITHUB_REF_NAME", name),
            ("GITHUB_SHA", self.sha),
            ("GITHUB_REPOSITORY", "acme/demo"),
            ("GITHUB_ACTOR", "octocat"),
        ];
        environment.extend_from_slice(inputs);
        self.workspace.run(&["release"], &environment)
    }
}

fn head(workspace: &Workspace) -> String {
    workspace.git(&["rev-parse", "HEAD"]).trim().to_owned()
}

#[test]
fn a_published_release_is_released_and_a_draft_is_not() {
    let workspace = Workspace::with_chart();
    let sha = head(&workspace);
    let of = |action: &str, draft: bool| {
        Runner {
            workspace: &workspace,
            event: "release",
            payload: serde_json::json!({
                "action": action,
                "release": {"tag_name": "v1.2.3", "draft": draft, "prerelease": false, "target_commitish": "main",
                            "author": {"login": "octocat"}},
                "repository": {"full_name": "acme/demo"},
            })
            .to_string(),
            reference: "refs/tags/v1.2.3",
            sha: &sha,
        }
        .run(&[])
    };
    for (action, draft) in [("deleted", false), ("created", true)] {
        let run = of(action, draft).exits(0);
        assert_eq!(run.output("status"), "skipped", "{action}\n{}", run.stderr);
        assert!(run.output("reason").starts_with("CW-"), "{action}");
        assert!(!workspace.root().join("dist").exists());
    }
    let run = of("published", false).exits(0);
    assert_eq!(run.output("status"), "released", "{}", run.stderr);
    assert_eq!(run.output("version"), "1.2.3");
}

#[test]
fn a_run_after_another_releases_its_tag_when_that_run_succeeded_here() {
    let workspace = Workspace::with_chart();
    let sha = head(&workspace);
    let of = |conclusion: &str, repository: &str, branch: &str| {
        Runner {
            workspace: &workspace,
            event: "workflow_run",
            payload: serde_json::json!({
                "action": "completed",
                "workflow_run": {"name": "CI", "event": "push", "head_branch": branch, "head_sha": sha,
                                 "conclusion": conclusion, "actor": {"login": "octocat"},
                                 "head_repository": {"full_name": repository}},
                "repository": {"full_name": "acme/demo"},
            })
            .to_string(),
            reference: "refs/heads/main",
            sha: &sha,
        }
        .run(&[])
    };
    for (conclusion, repository, branch) in [
        ("failure", "acme/demo", "v1.2.3"),
        ("success", "mallory/demo", "v1.2.3"),
        ("success", "acme/demo", "main"),
    ] {
        let run = of(conclusion, repository, branch).exits(0);
        assert_eq!(
            run.output("status"),
            "skipped",
            "{conclusion} {repository} {branch}\n{}",
            run.stderr
        );
        assert!(!workspace.root().join("dist").exists());
    }
    let run = of("success", "acme/demo", "v1.2.3").exits(0);
    assert_eq!(run.output("status"), "released", "{}", run.stderr);
}

#[test]
fn a_dispatch_on_a_branch_releases_the_tag_of_the_input() {
    let workspace = Workspace::with_chart();
    let sha = head(&workspace);
    let runner = |inputs: serde_json::Value| Runner {
        workspace: &workspace,
        event: "workflow_dispatch",
        payload: serde_json::json!({"ref": "refs/heads/main", "inputs": inputs}).to_string(),
        reference: "refs/heads/main",
        sha: &sha,
    };
    runner(serde_json::Value::Null)
        .run(&[])
        .fails(2, "CW-TAG-007");
    assert!(!workspace.root().join("dist").exists());
    let run = runner(serde_json::Value::Null)
        .run(&[("INPUT_TAG", "v1.2.3")])
        .exits(0);
    assert_eq!(run.output("status"), "released", "{}", run.stderr);
    // The workflow's own input of that name does as well.
    let run = runner(serde_json::json!({"tag": "v1.2.3"}))
        .run(&[])
        .exits(0);
    assert_eq!(run.output("status"), "unchanged", "{}", run.stderr);
}

#[test]
fn the_tag_is_the_events_commit_even_when_it_is_annotated() {
    let workspace = Workspace::with_chart();
    workspace.git(&["tag", "--delete", "v1.2.3"]);
    workspace.git(&["tag", "--annotate", "--message", "one", "v1.2.3"]);
    let first = head(&workspace);
    let pushed = |sha: &str| {
        Runner {
            workspace: &workspace,
            event: "push",
            payload:
                serde_json::json!({"ref": "refs/tags/v1.2.3", "created": true, "deleted": false,
                                        "after": sha, "pusher": {"name": "octocat"}})
                .to_string(),
            reference: "refs/tags/v1.2.3",
            sha,
        }
        .run(&[])
    };
    // Somebody moved the tag after the event.
    workspace.write("README.md", "more");
    let second = workspace.commit("Move on");
    let run = pushed(&second).fails(1, "CW-TAG-005");
    assert!(run.stderr.contains(&first), "{}", run.stderr);
    assert!(run.stderr.contains(&second), "{}", run.stderr);
    assert!(!workspace.root().join("dist").exists());
    workspace.git(&["checkout", "--quiet", "v1.2.3"]);
    let run = pushed(&first).exits(0);
    assert_eq!(run.output("status"), "released", "{}", run.stderr);
}

#[test]
fn a_tag_may_name_the_chart_by_its_path_or_its_name() {
    for (tag, version) in [
        ("charts/api/v2.0.0", "2.0.0"),
        ("api-2.0.0", "2.0.0"),
        ("api-v2.0.0", "2.0.0"),
        ("api@2.0.0", "2.0.0"),
        ("api-gateway-3.0.0", "3.0.0"),
    ] {
        let workspace = Workspace::with_chart();
        for (name, version) in [("api", "2.0.0"), ("api-gateway", "3.0.0")] {
            workspace.write(
                &format!("charts/{name}/Chart.yaml"),
                CHART
                    .replace("name: demo", &format!("name: {name}"))
                    .replace("1.2.3", version),
            );
        }
        workspace.commit("Add charts");
        workspace.git(&["tag", tag]);
        let run = workspace.chartwright(&["release", "--tag", tag]).exits(0);
        assert_eq!(run.output("version"), version, "{tag}");
        let name = if version == "3.0.0" {
            "api-gateway"
        } else {
            "api"
        };
        assert_eq!(run.output("name"), name, "{tag}");
    }
}
