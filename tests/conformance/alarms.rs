//! Runs in which nothing goes wrong raise no alarm: no error, no warning, no second attempt.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::page;
use crate::races::{Arena, release, verify};
use crate::support::outcome::Outcome;

const CHARTS: usize = 10;
const VERSIONS: usize = 25;

/// What a run says that has nothing to say.
fn alarms(outcome: &Outcome, wanted: &str) -> Option<String> {
    let loud = outcome.report["findings"]
        .as_array()
        .into_iter()
        .flatten()
        .any(|finding| finding["severity"] != "note");
    let calm = outcome.code == 0
        && outcome.report["status"] == wanted
        && !loud
        && !outcome.log.contains("again in");
    (!calm).then(|| outcome.log.clone())
}

/// Ten charts with 25 versions each, released to a branch, a registry and a directory, and once more each; two publish
/// at a time, as a busy repository's jobs do. Then everything is verified.
#[test]
fn runs_without_a_fault_raise_no_alarm() {
    let arena = Arena::new();
    let checkouts: Vec<PathBuf> = (1..=CHARTS)
        .map(|number| {
            let name = format!("calm-{number}");
            arena.checkout(&name, &name, "replicas: 1\n", VERSIONS)
        })
        .collect();
    let (registries, pages) = arena.targets();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut told = Vec::new();
        while let Some(root) = checkouts.get(next.fetch_add(1, Ordering::Relaxed)) {
            for version in 1..=VERSIONS {
                for wanted in ["released", "unchanged"] {
                    let outcome = release(root, version, &registries, &pages);
                    told.extend(alarms(&outcome, wanted));
                }
            }
        }
        told
    };
    let told: Vec<String> = std::thread::scope(|scope| {
        let threads = [scope.spawn(work), scope.spawn(work)];
        threads
            .into_iter()
            .flat_map(|thread| thread.join().expect("the runs"))
            .collect()
    });
    let runs = CHARTS * VERSIONS * 2;
    assert!(
        told.is_empty(),
        "{} of {runs}:\n{}",
        told.len(),
        told.join("\n")
    );
    arena.is_whole();

    let all = verify(&checkouts[0], &registries, &pages);
    let findings: Vec<_> = all.report["findings"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    // What the branch had before was made by hand, and is told.
    let ours: Vec<_> = findings
        .iter()
        .filter(|finding| finding.to_string().contains("calm-"))
        .collect();
    assert!(ours.is_empty(), "{ours:?}\n{}", all.log);

    let figure = format!("false alarms: 0 of {runs} runs without a fault");
    println!("{figure}");
    page::holds("docs/reliability.md", "alarms", &figure);
}
