//! `retention`: old prereleases leave a chart repository in the write that adds a version; nothing else does.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may fail so"
)]

#[path = "support/workspace.rs"]
mod workspace;

use workspace::Workspace;

/// Releases `version` into the directory or branch `pages`, and gives what the run said.
fn release(workspace: &Workspace, version: &str, pages: &str, more: &[&str]) -> workspace::Run {
    workspace.write(
        "chart/Chart.yaml",
        format!(
            "apiVersion: v2\nname: demo\ndescription: A chart\nicon: https://example.com/icon.png\nversion: {version}\n"
        ),
    );
    workspace.commit(version);
    let tag = format!("v{version}");
    workspace.git(&["tag", &tag]);
    let mut arguments = vec!["release", "--tag", &tag, "--pages-repository", pages];
    arguments.extend(more);
    workspace.chartwright(&arguments)
}

const KEEP_TWO: [&str; 2] = ["--retention", "keep 2 prereleases"];

fn names(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_directory_keeps_the_newest_prereleases_and_every_stable_version() {
    let workspace = Workspace::with_chart();
    let pages = workspace.beside("pages");
    let path = pages.to_str().unwrap();
    for version in ["1.0.0", "1.1.0-rc.1", "1.1.0-rc.2"] {
        release(&workspace, version, path, &[]).exits(0);
    }
    std::fs::write(pages.join("demo-1.1.0-rc.1.tgz.prov"), "signed").unwrap();

    let planned = {
        let more = [&KEEP_TWO[..], &["--dry-run"]].concat();
        release(&workspace, "1.1.0-rc.10", path, &more).exits(0)
    };
    assert!(
        planned.stderr.contains("CW-REPOSITORY-016"),
        "{}",
        planned.stderr
    );
    assert_eq!(names(&pages).len(), 5);

    let arguments = [
        &[
            "release",
            "--tag",
            "v1.1.0-rc.10",
            "--pages-repository",
            path,
        ][..],
        &KEEP_TWO,
    ]
    .concat();
    let run = workspace.chartwright(&arguments).exits(0);
    assert_eq!(run.output("status"), "released");
    assert!(
        run.stderr.contains("index.yaml +1 −1 entries"),
        "{}",
        run.stderr
    );
    assert_eq!(
        names(&pages),
        [
            "demo-1.0.0.tgz",
            "demo-1.1.0-rc.10.tgz",
            "demo-1.1.0-rc.2.tgz",
            "index.yaml"
        ]
    );
    let index = std::fs::read_to_string(pages.join("index.yaml")).unwrap();
    let versions: Vec<&str> = index
        .lines()
        .filter_map(|line| line.trim().strip_prefix("version: "))
        .collect();
    assert_eq!(versions, ["1.1.0-rc.10", "1.1.0-rc.2", "1.0.0"]);

    // Again: nothing is there to do, and nothing goes.
    let again = workspace.chartwright(&arguments);
    assert_eq!(again.exits(0).output("status"), "unchanged");
    assert_eq!(names(&pages).len(), 4);
}

#[test]
fn a_branch_loses_entry_and_package_in_the_same_commit() {
    let workspace = Workspace::with_chart();
    let bare = workspace.beside("charts.git");
    std::fs::create_dir(&bare).unwrap();
    let git = |arguments: &[&str]| {
        let path = bare.to_str().unwrap();
        workspace.git(&[&["-C", path][..], arguments].concat())
    };
    git(&["init", "--quiet", "--bare"]);
    let url = format!("file://{}", bare.display());
    let create = ["--pages-create-branch"];
    for version in ["1.1.0-rc.1", "1.1.0-rc.2"] {
        release(&workspace, version, &url, &create).exits(0);
    }
    release(&workspace, "1.1.0", &url, &KEEP_TWO).exits(0);
    assert_eq!(git(&["rev-list", "--count", "gh-pages"]), "3\n");
    let one = ["--retention", "keep 1 prerelease"];
    release(&workspace, "1.2.0", &url, &one).exits(0);
    assert_eq!(git(&["rev-list", "--count", "gh-pages"]), "4\n");
    assert_eq!(
        git(&["ls-tree", "-r", "--name-only", "gh-pages"])
            .lines()
            .collect::<Vec<_>>(),
        [
            ".nojekyll",
            "demo-1.1.0-rc.2.tgz",
            "demo-1.1.0.tgz",
            "demo-1.2.0.tgz",
            "index.yaml"
        ]
    );
    git(&["fsck", "--strict"]);
}

#[test]
fn what_to_keep_has_to_be_said() {
    let workspace = Workspace::with_chart();
    let arguments = [
        "release",
        "--tag",
        "v1.2.3",
        "--pages-repository",
        "./pages",
        "--retention",
        "keep some",
    ];
    let run = workspace.chartwright(&arguments).fails(2, "CW-INPUT-023");
    assert!(run.stderr.contains("keep 10 prereleases"), "{}", run.stderr);
}
