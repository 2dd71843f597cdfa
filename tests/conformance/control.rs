//! The control: `helm push` and `git push` in a script, as most repositories do it today, in the same races.

use std::path::{Path, PathBuf};

use crate::page;
use crate::races::{Arena, PUBLISHERS, at_once};
use crate::support::git_server::TOKEN;
use crate::support::process;

const SCRIPT: &str = r#"set -e
work=$(mktemp -d -p "$HOME")
helm-4 package chart --version "$VERSION" -d "$work" >/dev/null
helm-4 push "$work"/*.tgz "$REGISTRY" --plain-http
git clone --quiet --depth 1 --branch gh-pages "$PAGES" "$work/pages"
cp "$work"/*.tgz "$work/pages/"
cd "$work/pages"
helm-4 repo index --merge index.yaml .
git add --all
git commit --quiet -m "Release $VERSION"
git push --quiet origin gh-pages
"#;

fn script(root: &Path, registry: &str, pages: &str) -> bool {
    let home = root.join(".home");
    std::fs::create_dir_all(&home).expect("a folder");
    process::clean("bash")
        .args(["-c", SCRIPT])
        .current_dir(root)
        .env("HOME", home)
        .env("VERSION", "1.0.0")
        .env("REGISTRY", registry)
        .env(
            "PAGES",
            pages.replace("http://", &format!("http://x-access-token:{TOKEN}@")),
        )
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_AUTHOR_NAME", "octocat")
        .env("GIT_AUTHOR_EMAIL", "octocat@example.com")
        .env("GIT_COMMITTER_NAME", "octocat")
        .env("GIT_COMMITTER_EMAIL", "octocat@example.com")
        .output()
        .expect("bash")
        .status
        .success()
}

/// Runs all at once; how many succeed.
fn race(arena: &Arena, checkouts: &[PathBuf]) -> usize {
    let (registries, pages) = arena.targets();
    let registry = registries.lines().last().unwrap_or_default().to_owned();
    at_once(checkouts, |_, root| script(root, &registry, &pages))
        .into_iter()
        .filter(|succeeded| *succeeded)
        .count()
}

#[test]
fn the_usual_script_runs_the_same_races() {
    let arena = Arena::new();
    let names: Vec<String> = (1..=PUBLISHERS)
        .map(|number| format!("chart-{number}"))
        .collect();
    let checkouts: Vec<PathBuf> = names
        .iter()
        .map(|name| arena.checkout(name, name, "replicas: 1\n", 1))
        .collect();
    let succeeded = race(&arena, &checkouts);
    let half = names
        .iter()
        .filter(|name| {
            let [branch, registry, _] = arena.held(name, "1.0.0");
            branch.is_empty() && !registry.is_empty()
        })
        .count();

    let arena = Arena::new();
    let rivals: Vec<PathBuf> = (1..=PUBLISHERS)
        .map(|number| {
            arena.checkout(
                &number.to_string(),
                "rival",
                &format!("replicas: {number}\n"),
                1,
            )
        })
        .collect();
    let winners = race(&arena, &rivals);
    let [branch, registry, _] = arena.held("rival", "1.0.0");
    let mixed = if branch == registry {
        "the same content"
    } else {
        "another content"
    };

    assert!(succeeded < PUBLISHERS, "the script is as good: take it");
    let figure = format!(
        "the usual script, one round: of {PUBLISHERS} publishers of different charts {succeeded} succeed, and {half} \
         leave a chart that the registry has and the index has not; of {PUBLISHERS} publishers of different content \
         {winners} succeed, and the registry holds {mixed} than the branch"
    )
    .replace("the same content than", "the same content as");
    println!("{figure}");
    page::records("docs/reliability.md", "races-control", &figure);
}
