//! `chartwright verify`: what is published is read, and what is wrong with it is said.

use std::path::PathBuf;

use crate::Stage;
use crate::registry::{Access, FakeRegistry};
use crate::workspace::{Run, Workspace};

/// The codes of a run's findings, without what they begin with, in their order.
pub(crate) fn codes(run: &Run) -> Vec<&str> {
    run.stderr
        .split("[CW-")
        .skip(1)
        .filter_map(|rest| rest.split(']').next())
        .collect()
}

/// Two versions of a chart in `dist/pages` and `dist/registry`, as a rehearsal leaves them.
pub(crate) struct Published {
    pub(crate) workspace: Workspace,
}

const BOTH: [&str; 4] = [
    "--pages-repository",
    "./dist/pages",
    "--registry",
    "oci-layout:dist/registry",
];

impl Published {
    pub(crate) fn new() -> Self {
        let workspace = Workspace::with_chart();
        workspace
            .chartwright(&["release", "--tag", "v1.2.3"])
            .exits(0);
        workspace.write(
            "chart/Chart.yaml",
            "apiVersion: v2\nname: demo\ndescription: A chart for tests\nicon: https://example.com/icon.png\nversion: 1.3.0\n",
        );
        workspace.commit("Another version");
        workspace.git(&["tag", "v1.3.0"]);
        workspace
            .chartwright(&["release", "--tag", "v1.3.0"])
            .exits(0);
        Self { workspace }
    }

    pub(crate) fn verify(&self, arguments: &[&str]) -> Run {
        let before = Workspace::contents(&self.workspace.root());
        let run = self
            .workspace
            .chartwright(&[&["verify"], arguments].concat());
        assert_eq!(Workspace::contents(&self.workspace.root()), before);
        run
    }

    pub(crate) fn all(&self) -> Run {
        self.verify(&[&["--all"], &BOTH[..]].concat())
    }

    /// Makes `other/demo-1.3.0.tgz`, which differs from what is published in values.yaml.
    pub(crate) fn make_other_package(&self) {
        self.workspace.write("chart/values.yaml", "replicas: 2\n");
        self.workspace.commit("Other content");
        self.workspace.git(&["tag", "--force", "v1.3.0"]);
        let run = [
            "release",
            "--tag",
            "v1.3.0",
            "--destination",
            "other",
            "--registry",
            "oci-layout:elsewhere",
        ];
        let run = self.workspace.chartwright(&run).exits(0);
        assert_eq!(run.output("status"), "released");
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.workspace.root().join("dist/pages").join(name)
    }

    pub(crate) fn index(&self) -> String {
        String::from_utf8(self.workspace.read("dist/pages/index.yaml")).unwrap()
    }

    pub(crate) fn write_index(&self, text: &str) {
        self.workspace.write("dist/pages/index.yaml", text);
    }
}

#[test]
fn what_was_released_is_well() {
    let published = Published::new();
    let run = published.all().exits(0);
    assert_eq!(run.output("status"), "passed");
    assert!(
        run.stderr
            .contains("✓ verify    ./dist/pages              2 versions of 1 chart"),
        "{}",
        run.stderr
    );
    for one in [
        &["--name", "demo", "--version", "1.2.3"][..],
        &["--package", "dist/demo-1.3.0.tgz"],
    ] {
        published.verify(&[one, &BOTH].concat()).exits(0);
    }
    let run = published
        .verify(&[&["--name", "demo", "--version", "9.9.9"], &BOTH[..]].concat())
        .fails(3, "CW-VERIFY-010");
    assert_eq!(
        run.stderr.matches("CW-VERIFY-010").count(),
        2,
        "{}",
        run.stderr
    );
}

/// Each damage to the chart repository, and the codes that are found.
#[test]
fn damage_to_a_chart_repository_is_found() {
    type Damage = fn(&Published);
    let cases: &[(&str, Damage, i32, &[&str])] = &[
        (
            "a package is gone",
            |at| std::fs::remove_file(at.file("demo-1.2.3.tgz")).unwrap(),
            3,
            &["CW-VERIFY-001"],
        ),
        (
            "a package is another's",
            |at| {
                std::fs::copy(at.file("demo-1.3.0.tgz"), at.file("demo-1.2.3.tgz")).unwrap();
            },
            3,
            &["CW-VERIFY-002", "CW-VERIFY-004", "CW-PUBLISH-008"],
        ),
        (
            "a package is no archive",
            |at| std::fs::write(at.file("demo-1.2.3.tgz"), b"<html>").unwrap(),
            3,
            &["CW-VERIFY-002", "CW-VERIFY-003", "CW-PUBLISH-008"],
        ),
        (
            "the index says other things",
            |at| at.write_index(&at.index().replace("A chart for tests", "Another")),
            0,
            &["CW-VERIFY-005", "CW-VERIFY-005"],
        ),
        (
            "an entry stands twice",
            |at| {
                let index = at.index();
                let (head, tail) = index.split_once("  demo:\n").unwrap();
                let (entries, rest) = tail.split_once("generated").unwrap();
                at.write_index(&format!("{head}  demo:\n{entries}{entries}generated{rest}"));
            },
            0,
            &["CW-VERIFY-006", "CW-VERIFY-006"],
        ),
        (
            "a package and a provenance file are not listed",
            |at| {
                std::fs::write(at.file("web-1.0.0.tgz"), b"x").unwrap();
                std::fs::write(at.file("old-1.0.0.tgz.prov"), b"x").unwrap();
            },
            0,
            &["CW-VERIFY-007", "CW-VERIFY-007"],
        ),
        (
            "a provenance file is of another package",
            |at| {
                let text = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nname: demo\n\n...\nfiles:\n  \
                            demo-1.2.3.tgz: sha256:00\n-----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n";
                std::fs::write(at.file("demo-1.2.3.tgz.prov"), text).unwrap();
            },
            3,
            &["CW-VERIFY-008"],
        ),
        (
            "an entry has no digest",
            |at| {
                let index = at.index();
                let kept: Vec<&str> = index
                    .lines()
                    .filter(|line| !line.contains("digest:"))
                    .collect();
                at.write_index(&(kept.join("\n") + "\n"));
            },
            0,
            &["CW-VERIFY-009", "CW-VERIFY-009"],
        ),
        (
            "a package is listed by its address, and is here",
            |at| {
                at.write_index(
                    &at.index()
                        .replace("- demo-", "- https://charts.example.com/d/demo-"),
                );
            },
            0,
            &[],
        ),
        (
            "there is no index",
            |at| std::fs::remove_file(at.file("index.yaml")).unwrap(),
            3,
            &["CW-VERIFY-014", "CW-VERIFY-010"],
        ),
    ];
    for (name, damage, exit, wanted) in cases {
        let published = Published::new();
        damage(&published);
        let run = published.all();
        assert_eq!(run.exit, *exit, "{name}\n{}", run.stderr);
        let mut found = codes(&run);
        let mut expected: Vec<&str> = wanted.iter().map(|code| &code["CW-".len()..]).collect();
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{name}\n{}", run.stderr);
    }
}

#[test]
fn the_package_at_hand_is_compared() {
    let published = Published::new();
    published.make_other_package();
    let run = published
        .verify(&[&["--package", "other/demo-1.3.0.tgz"], &BOTH[..]].concat())
        .fails(3, "CW-VERIFY-015");
    assert!(
        run.stderr.contains("differs in: values.yaml"),
        "{}",
        run.stderr
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_and_a_registry_are_held_against_each_other() {
    let stage = Stage::new().await;
    stage.release_to_both(&[]).exits(0);
    let (oci, pages) = (stage.oci(), stage.pages());
    let verify = || {
        stage.git.clear_log();
        stage.registry.requests();
        let run = stage.workspace.chartwright(&[
            "verify",
            "--all",
            "--registry",
            &oci,
            "--pages-repository",
            &pages,
        ]);
        // Reads, and nothing else.
        assert_eq!(stage.registry.writes(), [""; 0]);
        assert!(!stage.git.log().iter().any(crate::is_push));
        run
    };
    let run = verify().exits(0);
    assert_eq!(
        run.stderr.matches("1 version of 1 chart").count(),
        2,
        "{}",
        run.stderr
    );

    // Five versions more in the registry than in the index: all pages of the list are read.
    let manifest = stage.registry.manifest("acme/demo:1.2.3").unwrap();
    for tag in ["2.0.0", "2.0.1", "2.0.2", "2.0.3_build", "latest"] {
        stage
            .registry
            .put_manifest(&format!("acme/demo:{tag}"), &manifest);
    }
    stage
        .registry
        .put_manifest("acme/demo:sha256-00.sig", b"{}");
    stage.registry.put_manifest("acme/demo:image", b"{}");
    let run = verify().exits(3);
    assert_eq!(
        run.stderr.matches("CW-VERIFY-004").count(),
        5,
        "{}",
        run.stderr
    );
    assert_eq!(
        run.stderr.matches("CW-VERIFY-013").count(),
        1,
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("2.0.3+build"), "{}", run.stderr);
    assert!(
        run.stderr.contains("lacks 5 of 6 versions"),
        "{}",
        run.stderr
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_that_is_mixed_is_told() {
    let stage = Stage::new().await;
    let second = FakeRegistry::start(Access::Open);
    stage.release_to_both(&[]).exits(0);
    let other = Workspace::with_chart();
    other.write("chart/values.yaml", "replicas: 7\n");
    other.commit("Other content");
    other.git(&["tag", "--force", "v1.2.3"]);
    let elsewhere = format!("oci://{}/acme", second.host());
    other
        .chartwright(&["release", "--tag", "v1.2.3", "--registry", &elsewhere])
        .exits(0);
    let registries = format!("{}\n{elsewhere}", stage.oci());
    let run = stage
        .workspace
        .chartwright(&[
            "verify",
            "--name",
            "demo",
            "--version",
            "1.2.3",
            "--registry",
            &registries,
            "--pages-repository",
            &stage.pages(),
        ])
        .fails(3, "CW-PUBLISH-008");
    assert!(
        run.stderr.contains("differs in: values.yaml"),
        "{}",
        run.stderr
    );
    for at in [&stage.oci(), &elsewhere, &stage.pages()] {
        assert!(run.stderr.contains(at.as_str()), "{}", run.stderr);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_lost_or_changed_a_blob_is_found() {
    for (damage, words) in [("gone", "is not there"), ("changed", "and is sha256:")] {
        let stage = Stage::new().await;
        let oci = stage.oci();
        stage.release(&["--registry", &oci]).exits(0);
        let manifest = stage.registry.manifest("acme/demo:1.2.3").unwrap();
        let manifest: serde_json::Value = serde_json::from_slice(&manifest).unwrap();
        let digest = manifest["layers"][0]["digest"].as_str().unwrap();
        match damage {
            "gone" => stage.registry.remove_blob(digest),
            _ => stage.registry.corrupt_blob(digest, b"other"),
        }
        let run = stage
            .workspace
            .chartwright(&[
                "verify",
                "--name",
                "demo",
                "--version",
                "1.2.3",
                "--registry",
                &oci,
            ])
            .fails(3, "CW-VERIFY-012");
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
}

#[test]
fn contradictory_inputs_are_told_before_anything_is_read() {
    let published = Published::new();
    for (arguments, codes) in [
        (&[][..], &["CW-VERIFY-102", "CW-VERIFY-101"][..]),
        (
            &["--name", "demo", "--pages-repository", "./dist/pages"],
            &["CW-VERIFY-101"],
        ),
        (
            &[
                "--all",
                "--version",
                "1.2.3",
                "--pages-repository",
                "./dist/pages",
            ],
            &["CW-VERIFY-103"],
        ),
        (
            &["--all", "--registry", "oci://127.0.0.1:1/a"],
            &["CW-VERIFY-105"],
        ),
        (
            &[
                "--package",
                "nothing.tgz",
                "--pages-repository",
                "./dist/pages",
            ],
            &["CW-VERIFY-104"],
        ),
        (
            &[
                "--package",
                "chart/Chart.yaml",
                "--pages-repository",
                "./dist/pages",
            ],
            &["CW-VERIFY-104"],
        ),
        (
            &[
                "--package",
                "dist/demo-1.2.3.tgz",
                "--version",
                "1.3.0",
                "--pages-repository",
                "./dist/pages",
            ],
            &["CW-VERIFY-106"],
        ),
        (&["--all", "--registry", "ghcr.io/a"], &["CW-INPUT-010"]),
    ] {
        let run = published.verify(arguments).exits(2);
        for code in codes {
            assert!(run.stderr.contains(code), "{arguments:?}: {}", run.stderr);
        }
    }
}

#[test]
fn the_findings_are_printed_as_json_and_as_sarif() {
    let published = Published::new();
    std::fs::remove_file(published.file("demo-1.2.3.tgz")).unwrap();
    let run = published.verify(&[&["--all", "--format", "json"], &BOTH[..]].concat());
    let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(json["status"], "failed");
    assert_eq!(json["reason"], "CW-VERIFY-001");
    assert_eq!(json["findings"][0]["severity"], "error");
    assert_eq!(json["steps"][0]["step"], "verify");
    let run = published.verify(&[&["--all", "--format", "sarif"], &BOTH[..]].concat());
    let sarif: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(sarif["runs"][0]["results"][0]["ruleId"], "CW-VERIFY-001");
}
