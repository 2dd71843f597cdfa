//! What a release to a branch moves over the wire, whether the branch holds ten packages or thirty thousand.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Stdio;

use crate::support::git_server::GitServer;
use crate::support::process;
use crate::support::workspace::Workspace;

const BRANCH: &str = "gh-pages";
/// The bytes of each package there. They do not compress.
const PACKAGE: usize = 2_000;

/// What was moved, and what of it is the index's and the directory listing's own.
struct Moved {
    packages: usize,
    total: u64,
    index: u64,
    listing: u64,
    clone: u64,
}

impl Moved {
    fn rest(&self) -> u64 {
        self.total.saturating_sub(self.index + self.listing)
    }
}

#[test]
fn a_release_moves_no_packages_of_others() {
    let measured: Vec<Moved> = [10, 1_000, 30_000].map(measure).into();
    println!(
        "| packages there | moved | without the index's own bytes | without the listing's, too | `git clone --depth 1` |"
    );
    println!("|---:|---:|---:|---:|---:|");
    for moved in &measured {
        println!(
            "| {} | {} | {} | {} | {} |",
            moved.packages,
            moved.total,
            moved.total.saturating_sub(moved.index),
            moved.rest(),
            moved.clone
        );
    }
    let (Some(first), Some(last)) = (measured.first(), measured.last()) else {
        panic!("nothing was measured");
    };
    let ratio = last.rest() as f64 / first.rest() as f64;
    println!("ratio without index and listing: {ratio:.2}");
    // What is left grows by how well the same bytes compress in two packs, and by the steps of the index's delta.
    let growth = last.rest().saturating_sub(first.rest());
    assert!(
        growth * 100 < last.index + last.listing,
        "the cost grows with what is there: {growth} bytes"
    );
    assert!(
        last.total * 10 < last.clone,
        "{} of {}",
        last.total,
        last.clone
    );
}

fn measure(packages: usize) -> Moved {
    let server = GitServer::open();
    server.allow_filters();
    fill(&server, packages);
    let workspace = Workspace::new();
    server.take_moved();
    let released = workspace.release(["--pages-repository", &server.url()]);
    assert_eq!(released.status(), "released", "{}", released.log);
    let total = server.take_moved();

    let folder = tempfile::tempdir().expect("a temporary folder");
    server.take_moved();
    process::git(
        folder.path(),
        &[
            "clone",
            "--quiet",
            "--depth",
            "1",
            "--branch",
            BRANCH,
            &server.url(),
            "clone",
        ],
    );
    // Both are read before and after the write.
    Moved {
        packages,
        total,
        index: 2 * stored(&server, &format!("{BRANCH}~1:index.yaml")),
        listing: 2 * stored(&server, &format!("{BRANCH}~1^{{tree}}")),
        clone: server.take_moved(),
    }
}

/// A branch with so many packages in its top, and an index that lists them.
fn fill(server: &GitServer, packages: usize) {
    let mut random = fastrand::Rng::with_seed(7);
    let mut index = String::from("apiVersion: v1\nentries:\n  demo:\n");
    let mut stream = format!(
        "commit refs/heads/{BRANCH}\ncommitter A <a@example.com> 1700000000 +0000\ndata 5\nBegin\n"
    )
    .into_bytes();
    for number in (0..packages).rev() {
        let name = format!("demo-1.{number}.0.tgz");
        let bytes: Vec<u8> = (0..PACKAGE).map(|_| random.u8(..)).collect();
        let digest = crate::support::sha256(&bytes);
        let digest = digest.trim_start_matches("sha256:");
        let _ = write!(
            index,
            "  - apiVersion: v2\n    created: \"2024-03-01T10:11:12Z\"\n    digest: {digest}\n    name: demo\n    urls:\n    \
             - {name}\n    version: 1.{number}.0\n"
        );
        file(&mut stream, &name, &bytes);
    }
    index.push_str("generated: \"2024-03-01T10:11:12Z\"\n");
    file(&mut stream, "index.yaml", index.as_bytes());
    let mut import = process::clean("git")
        .arg("-C")
        .arg(server.repository())
        .args(["fast-import", "--quiet"])
        .stdin(Stdio::piped())
        .spawn()
        .expect("git starts");
    let mut input = import.stdin.take().expect("its input");
    input.write_all(&stream).expect("the stream is taken");
    drop(input);
    assert!(import.wait().expect("git ends").success());
}

fn file(stream: &mut Vec<u8>, name: &str, bytes: &[u8]) {
    stream.extend_from_slice(format!("M 100644 inline {name}\ndata {}\n", bytes.len()).as_bytes());
    stream.extend_from_slice(bytes);
    stream.push(b'\n');
}

/// How many bytes git keeps an object in, and sends it in.
fn stored(server: &GitServer, object: &str) -> u64 {
    let mut command = process::clean("git");
    command
        .arg("-C")
        .arg(server.repository())
        .args(["cat-file", "--batch-check=%(objectsize:disk)"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().expect("git starts");
    let mut input = child.stdin.take().expect("its input");
    writeln!(input, "{object}").expect("the name is taken");
    drop(input);
    let output = child.wait_with_output().expect("git ends");
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim()
        .parse()
        .unwrap_or_else(|_| panic!("{object}: {text}"))
}
