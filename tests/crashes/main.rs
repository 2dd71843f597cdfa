//! The program is killed, at every point at which others can see what it does and at random moments; the next run
//! completes the release, nothing is damaged, and nothing is left behind.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "these are tests"
)]

#[path = "../support/body.rs"]
mod body;
#[path = "../support/git_server.rs"]
mod git_server;
#[path = "../support/page.rs"]
mod page;
#[path = "../support/registry.rs"]
mod registry;
#[path = "../support/workspace.rs"]
#[allow(dead_code, reason = "the runs here are started another way")]
mod workspace;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use git_server::{Behaviour, GitServer};
use registry::{Access, FakeRegistry};
use workspace::{Workspace, git, scrub};

/// Every point of the program; `src/crash.rs` says what they are.
const POINTS: &[&str] = &[
    "file-beside",
    "file-there",
    "layout-beside",
    "layout-there",
    "upload-open",
    "blob-there",
    "manifest-next",
    "manifest-there",
    "push-next",
    "pushed",
    "target-there",
    "verify-next",
    "outputs-there",
    "summary-there",
];

/// How many kills docs/reliability.md tells of.
const KILLS: usize = 200;

/// What was published before, and stays to the byte.
const BEFORE: &str = "# kept by hand\napiVersion: v1\nentries:\n  other:\n  - name: other   # ours\n    version: 0.1.0\n    urls:\n    - other-0.1.0.tgz\n";

/// A checkout with a chart, and the places that it is released to.
struct Stage {
    workspace: Workspace,
    registry: FakeRegistry,
    git: GitServer,
}

impl Stage {
    async fn new() -> Self {
        let git = GitServer::start(Behaviour::default()).await;
        git.create("acme/charts");
        git.commit(
            "acme/charts",
            "gh-pages",
            &[
                ("index.yaml", BEFORE.as_bytes()),
                ("other-0.1.0.tgz", b"old bytes"),
            ],
        );
        let stage = Self {
            workspace: Workspace::with_chart(),
            registry: FakeRegistry::start(Access::Open),
            git,
        };
        stage.workspace.write("site/index.yaml", BEFORE);
        stage.workspace.write("site/other-0.1.0.tgz", "old bytes");
        stage
    }

    /// A release to a branch, an image layout and a registry, or to a directory.
    fn command(&self, to: To) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chartwright"));
        command.args(["release", "--tag", "v1.2.3"]);
        let registries = format!("oci-layout:layout\noci://{}/acme", self.registry.host());
        match to {
            To::Remote => command
                .args(["--registry", &registries, "--pages-repository"])
                .arg(self.git.url("acme/charts")),
            To::Directory => command.args(["--pages-repository", "./site"]),
        };
        scrub(&mut command);
        command
            .current_dir(self.workspace.root())
            .env("HOME", self.workspace.beside("home"))
            .env("GITHUB_OUTPUT", self.workspace.beside("outputs"))
            .env("GITHUB_STEP_SUMMARY", self.workspace.beside("summary"))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        std::fs::write(self.workspace.beside("outputs"), "").unwrap();
        std::fs::write(self.workspace.beside("summary"), "").unwrap();
        command
    }

    /// What a killed run left must be no more than unfinished files, and never an index that lists what is not there.
    fn is_sound(&self, why: &str) {
        for (index, has) in [
            (
                self.git.file("acme/charts", "gh-pages", "index.yaml"),
                self.git
                    .file("acme/charts", "gh-pages", "demo-1.2.3.tgz")
                    .is_some(),
            ),
            (
                std::fs::read(self.workspace.root().join("site/index.yaml")).ok(),
                self.workspace.root().join("site/demo-1.2.3.tgz").exists(),
            ),
        ] {
            let index = String::from_utf8(index.expect("the index")).expect("UTF-8");
            for line in BEFORE.lines() {
                assert!(
                    index.lines().any(|kept| kept == line),
                    "{why}: {line:?} is gone"
                );
            }
            assert!(
                has || !index.contains("demo-1.2.3"),
                "{why}: listed and not there"
            );
        }
        git(
            &self.git.path("acme/charts"),
            &["fsck", "--strict", "--no-dangling"],
        );
    }

    /// The next run completes it.
    fn completes(&self, to: To, why: &str) {
        let run = self.command(to).stderr(Stdio::piped()).output().unwrap();
        let log = String::from_utf8_lossy(&run.stderr);
        assert!(run.status.success(), "{why}\n{log}");
        let package = self.workspace.read("dist/demo-1.2.3.tgz");
        match to {
            To::Remote => {
                assert_eq!(
                    self.git.file("acme/charts", "gh-pages", "demo-1.2.3.tgz"),
                    Some(package)
                );
                let index = self
                    .git
                    .file("acme/charts", "gh-pages", "index.yaml")
                    .unwrap();
                assert_eq!(listed(&index), 2, "{why}");
                assert!(self.registry.manifest("acme/demo:1.2.3").is_some(), "{why}");
                let layout = self.workspace.read("layout/demo/index.json");
                assert_eq!(
                    String::from_utf8_lossy(&layout).matches("ref.name").count(),
                    1,
                    "{why}"
                );
            }
            To::Directory => {
                assert_eq!(self.workspace.read("site/demo-1.2.3.tgz"), package, "{why}");
                assert_eq!(listed(&self.workspace.read("site/index.yaml")), 2, "{why}");
            }
        }
        self.is_sound(why);
        let left = unfinished(&self.workspace.root());
        assert!(left.is_empty(), "{why}: left behind: {left:?}");
        let again = self.command(to).status().unwrap();
        assert!(again.success(), "{why}");
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum To {
    Remote,
    Directory,
}

fn listed(index: &[u8]) -> usize {
    helm::index::Catalog::read(index).unwrap().versions()
}

/// Files that are not done, below a folder.
fn unfinished(folder: &Path) -> Vec<PathBuf> {
    let names = |path: &PathBuf| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        name.starts_with(".tmp") || name.starts_with(".chartwright-") || name.ends_with(".lock")
    };
    Workspace::contents(folder)
        .into_iter()
        .map(|(path, _)| path)
        .filter(names)
        .collect()
}

/// Waits for the run to stop at the point; `false` when it ended without passing it so often.
fn stops(child: &mut Child, marker: &Path) -> bool {
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        if marker.exists() {
            return true;
        }
        if let Some(status) = child.try_wait().unwrap() {
            assert!(
                status.success() || marker.exists(),
                "the run failed by itself: {status}"
            );
            return marker.exists();
        }
        assert!(Instant::now() < deadline, "the run neither stops nor ends");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_killed_at_any_step_is_completed_by_the_next() {
    let mut passes: BTreeMap<&str, usize> = BTreeMap::new();
    for to in [To::Remote, To::Directory] {
        for point in POINTS {
            for pass in 1.. {
                let stage = Stage::new().await;
                let marker = stage.workspace.beside("stopped");
                let mut child = stage
                    .command(to)
                    .env("CHARTWRIGHT_STOP_AT", point)
                    .env("CHARTWRIGHT_STOP_PASS", pass.to_string())
                    .env("CHARTWRIGHT_STOPPED", &marker)
                    .spawn()
                    .unwrap();
                if !stops(&mut child, &marker) {
                    break;
                }
                child.kill().unwrap();
                child.wait().unwrap();
                let why = format!("{to:?}, killed at {point}, pass {pass}");
                stage.is_sound(&why);
                stage.completes(to, &why);
                *passes.entry(point).or_default() += 1;
            }
        }
    }
    for point in POINTS {
        assert!(passes.contains_key(point), "no run passes {point}");
    }
    let killed = passes.values().sum::<usize>();
    println!("killed at {killed} points: {passes:?}");
    page::holds(
        "docs/reliability.md",
        "points",
        &format!(
            "kills survived: {killed} of {killed} at the {} steps that others can see",
            POINTS.len()
        ),
    );
}

/// Kills at random moments, as many as `CHARTWRIGHT_KILLS` says.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_killed_at_any_moment_is_completed_by_the_next() {
    let kills = std::env::var("CHARTWRIGHT_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(KILLS);
    let seed = std::env::var("CHARTWRIGHT_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(1);
    let mut random = fastrand::Rng::with_seed(seed);
    // How long an undisturbed run takes here and now.
    let stage = Stage::new().await;
    let begun = Instant::now();
    assert!(stage.command(To::Remote).status().unwrap().success());
    let whole = begun.elapsed();
    let (mut killed, mut done) = (0, 0);
    while killed < kills {
        let stage = Stage::new().await;
        let to = if killed % 4 == 3 {
            To::Directory
        } else {
            To::Remote
        };
        // Several in a row, so that a run that completes is killed, too.
        for _ in 0..random.usize(1..4) {
            let moment = whole.mul_f64(random.f64());
            let mut child = stage.command(to).spawn().unwrap();
            std::thread::sleep(moment);
            match child.try_wait().unwrap() {
                Some(status) => {
                    assert!(status.success(), "the run failed by itself");
                    done += 1;
                }
                None => {
                    child.kill().unwrap();
                    killed += 1;
                }
            }
            child.wait().unwrap();
            stage.is_sound(&format!("{to:?}, killed after {moment:?}"));
        }
        stage.completes(to, &format!("{to:?}, after {killed} kills, seed {seed}"));
    }
    println!("{killed} runs killed at random moments, {done} were done before");
    if kills == KILLS {
        page::holds(
            "docs/reliability.md",
            "kills",
            &format!("kills survived: {KILLS} of {KILLS} at random moments"),
        );
    }
}
