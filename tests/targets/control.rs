//! The control: what most repositories do today, `helm push` and `git push` in a script, through the same faults.

use std::process::{Command, Stdio};

use tokio::runtime::Runtime;

use crate::faults::{self, Outcome, Row};
use crate::registry::Access;
use crate::workers;
use crate::workspace::{Workspace, scrub};

/// As it stands in workflows everywhere, without what only makes it longer.
const SCRIPT: &str = r#"set -e
work=$(mktemp -d)
helm-4 package chart -d "$work" >/dev/null
helm-4 push "$work/demo-1.2.3.tgz" "$REGISTRY" --plain-http $LOGIN
git clone --quiet --depth 1 --branch gh-pages "$PAGES" "$work/pages"
cp "$work/demo-1.2.3.tgz" "$work/pages/"
cd "$work/pages"
if [ -f index.yaml ]; then helm-4 repo index --merge index.yaml .; else helm-4 repo index .; fi
git add --all
git diff --cached --quiet || git commit --quiet -m "Release demo 1.2.3"
git push --quiet origin gh-pages
"#;

/// Whether the script succeeds.
fn script(workspace: &Workspace, registry: &str, pages: &str, login: &str) -> bool {
    // Helm pushes for ever, and takes all memory, at a registry that sends it to itself.
    let mut command = Command::new("timeout");
    scrub(&mut command);
    command
        .args(["30", "bash", "-c", &format!("ulimit -v 8000000\n{SCRIPT}")])
        .current_dir(workspace.root())
        .env("HOME", workspace.beside("home"))
        .env("REGISTRY", registry)
        .env("PAGES", pages)
        .env("LOGIN", login)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_AUTHOR_NAME", "octocat")
        .env("GIT_AUTHOR_EMAIL", "octocat@example.com")
        .env("GIT_COMMITTER_NAME", "octocat")
        .env("GIT_COMMITTER_EMAIL", "octocat@example.com")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().unwrap().success()
}

/// Whether the script's runs end as the fault's row says.
fn is_right(row: &Row, runtime: &Runtime) -> bool {
    let stage = row.stage(row.access(), runtime);
    let before = stage.content();
    let login = match row.access() {
        Access::Open => "",
        _ => "--username octocat --password the-password",
    };
    let (oci, pages) = (stage.oci(), stage.pages());
    let succeeded = script(&stage.workspace, &oci, &pages, login);
    let first = match row.outcome {
        Outcome::Released => succeeded && stage.holds() == (true, true),
        Outcome::Nothing(..) => !succeeded && stage.content() == before,
        Outcome::Half(..) => !succeeded,
    };
    stage.recover();
    // Where another's release is there, the next run must not go on over it.
    let theirs = stage.registry.manifest("acme/demo:1.2.3");
    let succeeded = script(&stage.workspace, &oci, &pages, login);
    let next = if row.completes() {
        succeeded && stage.holds() == (true, true)
    } else {
        !succeeded && stage.registry.manifest("acme/demo:1.2.3") == theirs
    };
    first && next
}

#[test]
fn the_usual_script_meets_the_same_faults() {
    let mut rows = faults::rows();
    rows.retain(|row| !row.is_of_github());
    let right = workers::each(&rows, is_right)
        .into_iter()
        .filter(|right| *right)
        .count();
    assert!(right < rows.len(), "the script is as good: take it");
    let figure = format!(
        "the usual script (`helm package`, `helm push`, `git clone`, `helm repo index --merge`, `git push`): {right} of {} faults with the right outcome",
        rows.len()
    );
    println!("{figure}");
    crate::page::records("docs/reliability.md", "faults-control", &figure);
}
