//! Many publishers at once, each a process with a checkout of its own: nothing is lost, and nothing is mixed.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::page;
use crate::support::git_server::{GitServer, TOKEN};
use crate::support::outcome::Outcome;
use crate::support::process;
use crate::support::registry::{Access, Registry};
use crate::support::sha256;

const BRANCH: &str = "gh-pages";
/// How many publish at once.
pub(crate) const PUBLISHERS: usize = 32;
/// What was there before, and must stay to the byte.
const BEFORE: &str = "# kept by hand\napiVersion: v1\nentries:\n  other:\n  - name: other   # ours since 2019\n    version: 0.1.0\n    urls:\n    - other-0.1.0.tgz\n";

/// How many rounds docs/reliability.md tells of.
const ROUNDS: usize = 50;

/// How many rounds; `.ci/run` asks for all of them.
fn rounds() -> usize {
    std::env::var("CHARTWRIGHT_RACE_ROUNDS")
        .ok()
        .and_then(|rounds| rounds.parse().ok())
        .unwrap_or(3)
}

/// Checkouts, one a publisher, and the targets that they share.
pub(crate) struct Arena {
    folder: TempDir,
    server: GitServer,
    registry: Registry,
}

impl Arena {
    pub(crate) fn new() -> Self {
        let server = GitServer::with_token();
        server.seed(
            BRANCH,
            &[("index.yaml", BEFORE), ("other-0.1.0.tgz", "old bytes")],
        );
        Self {
            folder: TempDir::new().expect("a temporary folder"),
            server,
            registry: Registry::docker(Access::Open),
        }
    }

    /// A checkout with a chart that is small enough for its release to be nothing but the race.
    pub(crate) fn checkout(
        &self,
        place: &str,
        chart: &str,
        values: &str,
        versions: usize,
    ) -> PathBuf {
        let root = self.folder.path().join(place);
        let directory = root.join("chart/templates");
        std::fs::create_dir_all(&directory).expect("a folder");
        let write = |path: &str, text: &str| std::fs::write(root.join(path), text).expect("a file");
        write(
            "chart/Chart.yaml",
            &format!("apiVersion: v2\nname: {chart}\nversion: 0.0.0\n"),
        );
        write("chart/values.yaml", values);
        write(
            "chart/templates/map.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n",
        );
        process::git(&root, &["init", "--quiet"]);
        process::git(&root, &["add", "--all"]);
        process::git(&root, &["commit", "--quiet", "-m", "Begin"]);
        for round in 1..=versions {
            process::git(&root, &["tag", &format!("v{round}.0.0")]);
        }
        root
    }

    fn layout(&self) -> PathBuf {
        self.folder.path().join("layout")
    }

    /// The registry and the directory, and the branch's URL.
    pub(crate) fn targets(&self) -> (String, String) {
        let layout = format!("oci-layout:{}", self.layout().display());
        (
            format!("{layout}\n{}", self.registry.reference("race")),
            self.server.url(),
        )
    }

    /// All of them release a version at once, to the branch, the directory and the registry, in an order of their own.
    fn race(&self, checkouts: &[PathBuf], round: usize) -> Vec<Outcome> {
        let layout = format!("oci-layout:{}", self.layout().display());
        let registry = self.registry.reference("race");
        let url = self.server.url();
        at_once(checkouts, |number, root| {
            let registries = if number % 2 == 0 {
                format!("{layout}\n{registry}")
            } else {
                format!("{registry}\n{layout}")
            };
            release(root, round, &registries, &url)
        })
    }

    fn index(&self) -> String {
        let index = self.server.file(BRANCH, "index.yaml").expect("the index");
        String::from_utf8(index).expect("UTF-8")
    }

    /// The digest of a version's package at each of the three targets.
    pub(crate) fn held(&self, chart: &str, version: &str) -> [String; 3] {
        let branch = self
            .server
            .file(BRANCH, &format!("{chart}-{version}.tgz"))
            .map(|package| sha256(&package))
            .unwrap_or_default();
        let layer = |manifest: &serde_json::Value| {
            manifest["layers"][0]["digest"]
                .as_str()
                .unwrap_or_default()
                .to_owned()
        };
        let registry = self
            .registry
            .manifest(&format!("race/{chart}"), version)
            .map(|manifest| layer(&manifest))
            .unwrap_or_default();
        let layout = self.layout().join(chart);
        let index = std::fs::read(layout.join("index.json")).unwrap_or_default();
        let index: serde_json::Value = serde_json::from_slice(&index).unwrap_or_default();
        let directory = index["manifests"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|entry| {
                entry["annotations"]["org.opencontainers.image.ref.name"].as_str() == Some(version)
            })
            .and_then(|entry| entry["digest"].as_str()?.strip_prefix("sha256:"))
            .and_then(|digest| std::fs::read(layout.join("blobs/sha256").join(digest)).ok())
            .and_then(|manifest| serde_json::from_slice(&manifest).ok())
            .map(|manifest: serde_json::Value| layer(&manifest))
            .unwrap_or_default();
        [branch, registry, directory]
    }

    /// What was there before is there still, and no killed or failed writer has left anything.
    pub(crate) fn is_whole(&self) {
        let index = self.index();
        for line in BEFORE.lines() {
            assert!(
                index.lines().any(|kept| kept == line),
                "{line:?} is gone:\n{index}"
            );
        }
        let old = self.server.file(BRANCH, "other-0.1.0.tgz");
        assert_eq!(old.as_deref(), Some(b"old bytes".as_slice()));
        let mut folders = vec![self.layout()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                assert!(!name.starts_with(".chartwright-"), "{name} was left behind");
                if entry.path().is_dir() {
                    folders.push(entry.path());
                }
            }
        }
    }
}

/// Does something in all checkouts at the same moment; what comes of it is in their order.
pub(crate) fn at_once<Answer: Send>(
    checkouts: &[PathBuf],
    run: impl Fn(usize, &Path) -> Answer + Sync,
) -> Vec<Answer> {
    std::thread::scope(|scope| {
        let run = &run;
        let runs: Vec<_> = checkouts
            .iter()
            .enumerate()
            .map(|(number, root)| scope.spawn(move || run(number, root)))
            .collect();
        runs.into_iter()
            .map(|run| run.join().expect("the run"))
            .collect()
    })
}

/// Releases a version of a checkout to all targets.
pub(crate) fn release(root: &Path, round: usize, registries: &str, pages: &str) -> Outcome {
    let pages = ["--pages-repository", pages, "--pages-token", TOKEN];
    release_to(root, round, registries, &pages)
}

/// Verifies everything that is published.
pub(crate) fn verify(root: &Path, registries: &str, pages: &str) -> Outcome {
    Outcome::of(
        process::clean(process::static_binary())
            .args([
                "verify",
                "--all",
                "--format",
                "json",
                "--registry",
                registries,
            ])
            .args(["--pages-repository", pages, "--pages-token", TOKEN])
            .env("HOME", root.join(".home"))
            .current_dir(root),
    )
}

fn release_to(root: &Path, round: usize, registries: &str, more: &[&str]) -> Outcome {
    let tag = format!("v{round}.0.0");
    Outcome::of(
        process::clean(process::static_binary())
            .args([
                "release",
                "--format",
                "json",
                "--version-from",
                "tag",
                "--tag",
                &tag,
            ])
            .args(["--registry", registries])
            .args(more)
            .env("HOME", root.join(".home"))
            .current_dir(root),
    )
}

/// Promise 2: every run ends released, the index lists every entry, no package is missing, no other byte changed.
#[test]
fn publishers_of_different_charts_lose_nothing() {
    let arena = Arena::new();
    let names: Vec<String> = (1..=PUBLISHERS)
        .map(|number| format!("chart-{number}"))
        .collect();
    let checkouts: Vec<PathBuf> = names
        .iter()
        .map(|name| arena.checkout(name, name, "replicas: 1\n", rounds()))
        .collect();
    for round in 1..=rounds() {
        let version = format!("{round}.0.0");
        for outcome in arena.race(&checkouts, round) {
            assert_eq!(outcome.status(), "released", "{}", outcome.log);
        }
        for name in &names {
            let held: BTreeSet<String> = arena.held(name, &version).into();
            assert_eq!(held.len(), 1, "{name} {version}: {held:?}");
            assert!(!held.contains(""), "{name} {version} is missing");
        }
        arena.is_whole();
    }
    let index = arena.index();
    let listed = helm::index::Catalog::read(index.as_bytes()).expect("an index");
    assert_eq!(listed.versions(), 1 + PUBLISHERS * rounds());
    counted(
        "lost-entries",
        format!(
            "lost entries: 0 of {PUBLISHERS} × {} publishers of different charts",
            rounds()
        ),
    );
}

/// The same content: one run releases it, for the others it is there already.
#[test]
fn publishers_of_the_same_content_are_as_one() {
    let arena = Arena::new();
    let checkouts: Vec<PathBuf> = (1..=PUBLISHERS)
        .map(|number| arena.checkout(&number.to_string(), "same", "replicas: 1\n", rounds()))
        .collect();
    for round in 1..=rounds() {
        for outcome in arena.race(&checkouts, round) {
            assert_eq!(outcome.code, 0, "{}", outcome.log);
            let status = outcome.status();
            assert!(
                ["released", "unchanged"].contains(&status),
                "{}",
                outcome.log
            );
        }
        let held: BTreeSet<String> = arena.held("same", &format!("{round}.0.0")).into();
        assert!(held.len() == 1 && !held.contains(""), "{held:?}");
        arena.is_whole();
    }
    let listed = helm::index::Catalog::read(arena.index().as_bytes())
        .expect("an index")
        .versions();
    assert_eq!(listed, 1 + rounds());
    counted(
        "same-content",
        format!(
            "publishers of the same content: {PUBLISHERS} × {}, released once each time",
            rounds()
        ),
    );
}

/// Different content: one run wins at all targets, the others fail and say so, nothing is mixed.
#[test]
fn publishers_of_different_content_have_one_winner_everywhere() {
    let arena = Arena::new();
    let checkouts: Vec<PathBuf> = (1..=PUBLISHERS)
        .map(|number| {
            arena.checkout(
                &number.to_string(),
                "rival",
                &format!("replicas: {number}\n"),
                rounds(),
            )
        })
        .collect();
    for round in 1..=rounds() {
        let outcomes = arena.race(&checkouts, round);
        let winners: Vec<&Outcome> = outcomes
            .iter()
            .filter(|outcome| outcome.code == 0)
            .collect();
        let held: BTreeSet<String> = arena.held("rival", &format!("{round}.0.0")).into();
        assert_eq!(winners.len(), 1, "{} winners", winners.len());
        let digest = winners[0].report["package"]["digest"]
            .as_str()
            .unwrap_or_default();
        assert_eq!(held, BTreeSet::from([digest.to_owned()]));
        for loser in outcomes.iter().filter(|outcome| outcome.code != 0) {
            assert_eq!(loser.code, 1, "{}", loser.log);
            assert_eq!(loser.report["reason"], "CW-PUBLISH-007", "{}", loser.log);
            assert_eq!(
                loser.report["written"],
                serde_json::json!([]),
                "{}",
                loser.log
            );
        }
        arena.is_whole();
    }
    counted(
        "mixed-releases",
        format!(
            "mixed releases: 0 of {PUBLISHERS} × {} publishers of different content",
            rounds()
        ),
    );
}

/// Where all targets are registries, none of them lets only one publisher win: what comes through that window is told
/// by who came through it.
#[test]
fn a_release_that_two_registries_hold_differently_is_told() {
    const RIVALS: usize = 8;
    let arena = Arena::new();
    let second = Registry::docker(Access::Open);
    let checkouts: Vec<PathBuf> = (1..=RIVALS)
        .map(|number| {
            arena.checkout(
                &number.to_string(),
                "rival",
                &format!("replicas: {number}\n"),
                rounds(),
            )
        })
        .collect();
    let registries = format!(
        "{}\n{}",
        arena.registry.reference("race"),
        second.reference("race")
    );
    let mut mixed = 0;
    for round in 1..=rounds() {
        let outcomes = at_once(&checkouts, |_, root| {
            release_to(root, round, &registries, &[])
        });
        let version = format!("{round}.0.0");
        let held = [&arena.registry, &second].map(|registry| {
            registry
                .manifest("race/rival", &version)
                .expect("a release")
        });
        let told = outcomes
            .iter()
            .filter(|outcome| outcome.log.contains("CW-PUBLISH-008"))
            .count();
        if held[0] == held[1] {
            assert!(outcomes.iter().any(|outcome| outcome.code == 0));
        } else {
            mixed += 1;
            assert!(told > 0, "nobody tells that round {round} is mixed");
        }
    }
    println!("{mixed} of {} rounds ended mixed", rounds());
    counted(
        "registries-alone",
        format!(
            "mixed releases that no run tells: 0 of {RIVALS} × {} publishers of different content",
            rounds()
        ),
    );
}

/// Prints a figure, and holds docs/reliability.md against it where the rounds are those that it tells of.
fn counted(name: &str, figure: String) {
    println!("{figure}");
    if rounds() == ROUNDS {
        page::holds("docs/reliability.md", name, &figure);
    }
}
