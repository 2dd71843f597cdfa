//! What is asked of GitHub's API, and what the tests' own API answers, against GitHub's own descriptions of it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::Stage;

const CHECK: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/conformance/github/check.js"
);

/// A release that begins an index, one that takes a prerelease out, and one that changes nothing.
async fn exchanges() -> Vec<Value> {
    let stage = Stage::at_github(&[]).await;
    for tag in ["v1.2.3-rc.1", "v1.2.3-rc.2", "v1.2.3-rc.2"] {
        let version = tag.trim_start_matches('v');
        let chart = format!("apiVersion: v2\nname: demo\nversion: {version}\n");
        stage.workspace.write("chart/Chart.yaml", chart);
        if !stage.workspace.git(&["tag"]).contains(tag) {
            stage.workspace.commit(version);
            stage.workspace.git(&["tag", tag]);
        }
        let retention = "keep 1 prerelease";
        stage
            .release_at_github(&["release", "--tag", tag, "--retention", retention])
            .exits(0);
    }
    let read = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).unwrap();
    stage
        .git
        .exchanges()
        .iter()
        .map(|exchange| {
            json!({"request": read(&exchange.request), "answer": read(&exchange.answer)})
        })
        .collect()
}

/// What the check says of it.
fn problems(exchanges: &[Value], path: &str) -> Vec<String> {
    let input = json!({
        "exchanges": exchanges,
        "path": path,
        "accept": "application/vnd.github.raw+json",
    });
    let mut check = Command::new("node-with-github")
        .arg(CHECK)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the peer `node-with-github`; run: eval \"$(.ci/peers)\"");
    let mut standard_input = check.stdin.take().unwrap();
    standard_input
        .write_all(input.to_string().as_bytes())
        .unwrap();
    drop(standard_input);
    let output = check.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.success(), text.is_empty(), "{text}");
    text.lines().map(str::to_owned).collect()
}

const BLOB: &str = "/repos/{owner}/{repo}/git/blobs/{file_sha}";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_and_answered_is_what_github_describes() {
    let exchanges = exchanges().await;
    let mutations = exchanges
        .iter()
        .filter(|exchange| exchange["request"]["variables"]["input"].is_object());
    assert_eq!(mutations.count(), 2);
    assert!(exchanges.len() > 4, "{exchanges:#?}");
    assert_eq!(problems(&exchanges, BLOB), Vec::<String>::new());

    // The check can fail.
    let damaged = |from: &str, to: &str| -> Vec<Value> {
        let text = serde_json::to_string(&exchanges).unwrap();
        serde_json::from_str(&text.replace(from, to)).unwrap()
    };
    for (from, to) in [
        ("expectedHeadOid", "expectedOid"),
        ("diskUsage", "diskUse"),
        ("\"mode\":33188", "\"mode\":\"100644\""),
        ("\"owner\":", "\"holder\":"),
    ] {
        assert_ne!(
            problems(&damaged(from, to), BLOB),
            Vec::<String>::new(),
            "{from}"
        );
    }
    assert_ne!(problems(&exchanges, "/repos/{owner}"), Vec::<String>::new());
}
