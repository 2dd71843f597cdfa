//! `chartwright release` as a user runs it: the embedded targets, and everything that must stop it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "these are tests"
)]

mod chart;
mod inputs;
mod package;
mod report;
mod trigger;
#[path = "../support/workspace.rs"]
mod workspace;

use workspace::Workspace;

/// A chart `demo` 1.2.3 with nothing but what lint asks for.
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
