//! What a release to a branch at GitHub moves over the wire, whether the branch holds ten packages or thirty thousand.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::github::{BLOB, MUTATION};
use crate::{Stage, page};

/// The bytes of each package there. They do not compress.
const PACKAGE: usize = 2_000;

/// Bytes of requests and answers.
struct Moved {
    packages: usize,
    total: usize,
    /// The index, read and written.
    index: usize,
}

impl Moved {
    fn rest(&self) -> usize {
        self.total - self.index
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_github_a_release_moves_as_much_at_30_000_packages_as_at_ten() {
    let mut table = String::from(
        "| packages there | moved | of it the index | the rest |\n|---:|---:|---:|---:|\n",
    );
    let mut rests = Vec::new();
    for packages in [10, 1_000, 30_000] {
        let moved = measure(packages).await;
        println!(
            "{} packages: {} bytes, {} of them the index",
            moved.packages, moved.total, moved.index
        );
        let _ = writeln!(
            table,
            "| {} | {} kB | {} kB | {} bytes |",
            moved.packages,
            moved.total.div_ceil(1_000),
            moved.index.div_ceil(1_000),
            moved.rest()
        );
        rests.push(moved.rest());
    }
    let (Some(first), Some(last)) = (rests.first(), rests.last()) else {
        panic!("nothing was measured");
    };
    // In hundredths, with the index's own bytes taken off.
    let ratio = last * 100 / first;
    assert!(ratio <= 120, "{rests:?}");
    let figure = format!(
        "{table}\nratio without the index: {}.{:02}",
        ratio / 100,
        ratio % 100
    );
    page::holds("docs/reliability.md", "pages-size", &figure);
}

async fn measure(packages: usize) -> Moved {
    let stage = Stage::at_github(&[]).await;
    fill(&stage.git.path("acme/charts"), packages);
    stage.git.clear_log();
    stage
        .release_at_github(&["release", "--tag", "v1.2.3"])
        .exits(0);
    let log = stage.git.log();
    let index = |revision: &str| {
        stage
            .git
            .file("acme/charts", revision, "index.yaml")
            .unwrap()
    };
    let ids: Vec<String> = ["gh-pages~1", "gh-pages"]
        .map(|revision| {
            stage.git.git(
                "acme/charts",
                &["rev-parse", &format!("{revision}:index.yaml")],
            )
        })
        .into();
    let read: usize = log
        .iter()
        .filter(|request| {
            ids.iter()
                .any(|id| request.path.ends_with(&format!("{id}{BLOB}")))
        })
        .map(|request| request.answered)
        .sum();
    assert!(read > 0 && log.iter().any(|request| request.path.ends_with(MUTATION)));
    // In base64.
    let written = index("gh-pages").len().div_ceil(3) * 4;
    Moved {
        packages,
        total: log
            .iter()
            .map(|request| request.answered + request.received)
            .sum(),
        index: read + written,
    }
}

/// So many packages in the branch's top, and an index that lists them.
fn fill(repository: &Path, packages: usize) {
    let mut random = fastrand::Rng::with_seed(7);
    let mut index = String::from("apiVersion: v1\nentries:\n  demo:\n");
    let mut stream = Vec::new();
    for number in (0..packages).rev() {
        let name = format!("demo-1.{number}.0.tgz");
        let bytes: Vec<u8> = (0..PACKAGE).map(|_| random.u8(..)).collect();
        let digest: String = (0..32).map(|_| format!("{:02x}", random.u8(..))).collect();
        let _ = write!(
            index,
            "  - apiVersion: v2\n    created: \"2024-03-01T10:11:12Z\"\n    digest: {digest}\n    name: demo\n    \
             urls:\n    - {name}\n    version: 1.{number}.0\n"
        );
        file(&mut stream, &name, &bytes);
    }
    index.push_str("generated: \"2024-03-01T10:11:12Z\"\n");
    file(&mut stream, "index.yaml", index.as_bytes());
    let mut import = Command::new("git")
        .arg("-C")
        .arg(repository)
        .args(["fast-import", "--quiet", "--force"])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = import.stdin.take().unwrap();
    let commit =
        "commit refs/heads/gh-pages\ncommitter A <a@example.com> 1700000000 +0000\ndata 5\nBegin\n";
    input.write_all(commit.as_bytes()).unwrap();
    input.write_all(&stream).unwrap();
    drop(input);
    assert!(import.wait().unwrap().success());
}

fn file(stream: &mut Vec<u8>, name: &str, bytes: &[u8]) {
    stream.extend_from_slice(format!("M 100644 inline {name}\ndata {}\n", bytes.len()).as_bytes());
    stream.extend_from_slice(bytes);
    stream.push(b'\n');
}
