//! `chartwright release` as a user runs it: the embedded targets, and everything that must stop it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "these are tests"
)]

#[path = "support/workspace.rs"]
mod workspace;

use workspace::{Workspace, git, scrub};

const CHART: &str = "apiVersion: v2\nname: demo\nicon: https://example.com/i.png\nversion: 1.2.3\n";

#[test]
fn a_release_needs_no_target_and_no_network() {
    let workspace = Workspace::with_chart();
    let run = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    assert!(run.stderr.contains("Released demo 1.2.3"), "{}", run.stderr);
    assert_eq!(run.output("status"), "released");
    assert_eq!(run.output("name"), "demo");
    assert_eq!(run.output("version"), "1.2.3");
    assert_eq!(run.output("app-version"), "4.5.6");
    assert!(run.output("digest").starts_with("sha256:"));
    assert!(run.output("registry-digest").starts_with("sha256:"));
    assert_eq!(run.output("reason"), "");
    assert!(run.summary.contains("demo 1.2.3"), "{}", run.summary);

    let package = workspace.read("dist/demo-1.2.3.tgz");
    assert_eq!(package, workspace.read("dist/pages/demo-1.2.3.tgz"));
    let index = String::from_utf8(workspace.read("dist/pages/index.yaml")).unwrap();
    assert!(
        index.contains("created: \"2026-05-04T08:11:12Z\""),
        "{index}"
    );
    assert!(index.contains(run.output("digest").trim_start_matches("sha256:")));
}

#[test]
fn the_same_release_again_changes_nothing() {
    let workspace = Workspace::with_chart();
    workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    let before = Workspace::contents(&workspace.root().join("dist"));
    let run = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    assert_eq!(run.output("status"), "unchanged");
    assert!(run.stderr.contains("unchanged"), "{}", run.stderr);
    assert_eq!(before, Workspace::contents(&workspace.root().join("dist")));
}

#[test]
fn other_content_under_a_published_version_is_refused_everywhere() {
    let workspace = Workspace::with_chart();
    workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    // One target keeps the old release, the other is emptied: nothing may be written there either.
    std::fs::remove_dir_all(workspace.root().join("dist/registry")).unwrap();
    std::fs::remove_file(workspace.root().join("dist/demo-1.2.3.tgz")).unwrap();
    workspace.write("chart/values.yaml", "replicas: 2\n");
    workspace.commit("Change the content, not the version");
    workspace.git(&["tag", "--force", "v1.2.3"]);
    let before = Workspace::contents(&workspace.root().join("dist"));
    let run = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .fails(1, "CW-PUBLISH-007");
    assert!(run.stderr.contains("values.yaml"), "{}", run.stderr);
    assert!(run.stderr.contains("Nothing was written"), "{}", run.stderr);
    assert_eq!(before, Workspace::contents(&workspace.root().join("dist")));
}

#[test]
fn a_run_completes_what_another_left_half_done() {
    let workspace = Workspace::with_chart();
    let first = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    std::fs::remove_dir_all(workspace.root().join("dist/registry")).unwrap();
    std::fs::remove_file(workspace.root().join("dist/pages/index.yaml")).unwrap();
    let again = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    assert_eq!(again.output("status"), "released");
    assert_eq!(
        again.output("registry-digest"),
        first.output("registry-digest")
    );
    workspace.read("dist/pages/index.yaml");
}

#[test]
fn a_dry_run_says_what_would_be_done_and_writes_nothing() {
    let workspace = Workspace::with_chart();
    let run = workspace
        .chartwright(&["release", "--tag", "v1.2.3", "--dry-run"])
        .exits(0);
    assert_eq!(run.output("status"), "planned");
    assert!(!workspace.root().join("dist").exists());
}

#[test]
fn the_same_commit_gives_the_same_bytes_in_any_clone() {
    let workspace = Workspace::with_chart();
    let first = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    git(&workspace.root(), &["clone", "--quiet", ".", "../clone"]);
    let clone = workspace.beside("clone");
    let mut command = std::process::Command::new("sh");
    scrub(&mut command);
    let output = command
        .args([
            "-c",
            "umask 077; chmod -R go-rwx chart; exec \"$0\" release --tag v1.2.3",
        ])
        .arg(env!("CARGO_BIN_EXE_chartwright"))
        .env("TZ", "Pacific/Kiritimati")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("HOME", workspace.beside("home"))
        .current_dir(&clone)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let package = std::fs::read(clone.join("dist/demo-1.2.3.tgz")).unwrap();
    assert_eq!(package, workspace.read("dist/demo-1.2.3.tgz"));
    let index = std::fs::read(clone.join("dist/registry/demo/index.json")).unwrap();
    let digest = first.output("registry-digest");
    assert!(String::from_utf8_lossy(&index).contains(digest));
}

#[test]
fn the_tag_may_carry_the_version() {
    let workspace = Workspace::with_chart();
    workspace.git(&["tag", "v2.0.0-rc.1"]);
    let run = workspace
        .chartwright(&[
            "release",
            "--tag",
            "v2.0.0-rc.1",
            "--version-from",
            "tag",
            "--app-version",
            "tag",
        ])
        .exits(0);
    assert_eq!(run.output("version"), "2.0.0-rc.1");
    assert_eq!(run.output("app-version"), "2.0.0-rc.1");
    assert!(
        String::from_utf8(workspace.read("chart/Chart.yaml"))
            .unwrap()
            .contains("version: 1.2.3")
    );
    workspace.read("dist/demo-2.0.0-rc.1.tgz");
}

#[test]
fn a_rehearsal_without_the_tag_is_a_warning() {
    let workspace = Workspace::with_chart();
    workspace.git(&["tag", "--delete", "v1.2.3"]);
    let run = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    assert!(run.stderr.contains("warning[CW-TAG-004]"), "{}", run.stderr);
}

#[test]
fn files_that_git_does_not_know_are_named() {
    let workspace = Workspace::with_chart();
    workspace.write("chart/secret.txt", "left behind");
    workspace.write("chart/values.yaml", "replicas: 3\n");
    let run = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    assert!(run.stderr.contains("warning[CW-PACKAGE-"), "{}", run.stderr);
    assert!(run.stderr.contains("secret.txt"), "{}", run.stderr);
    assert!(run.stderr.contains("values.yaml"), "{}", run.stderr);
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
