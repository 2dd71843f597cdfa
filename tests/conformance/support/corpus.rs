//! A few hundred real charts, for the comparisons with Helm. They are other people's, so they are not part of this
//! repository: `CHARTWRIGHT_CORPUS` names a folder of charts, or a .tar.xz of one.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::process;

/// The folders of all charts of the corpus, sorted. A chart within a chart is a part of it.
///
/// # Panics
/// When there is no corpus: a comparison with nothing has shown nothing.
pub(crate) fn charts() -> Vec<PathBuf> {
    let given = std::env::var_os("CHARTWRIGHT_CORPUS")
        .map(PathBuf::from)
        .unwrap_or_default();
    assert!(
        given.exists(),
        "no corpus of charts at {:?}: set CHARTWRIGHT_CORPUS to a folder of charts, or to a .tar.xz of one",
        given
    );
    let folder = if given.is_dir() {
        given
    } else {
        unpacked(&given)
    };
    let mut charts = Vec::new();
    collect(&folder, &mut charts);
    charts.sort();
    assert!(!charts.is_empty(), "no chart in {}", folder.display());
    charts
}

fn collect(folder: &Path, charts: &mut Vec<PathBuf>) {
    if folder.join("Chart.yaml").is_file() {
        charts.push(folder.to_owned());
        return;
    }
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.is_symlink() {
            collect(&path, charts);
        }
    }
}

/// The archive's content, in this build's own folder: unpacked once, whichever test comes first.
fn unpacked(archive: &Path) -> PathBuf {
    let built = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let size = archive.metadata().expect("the archive").len();
    let folder = built.join(format!("corpus-{size}"));
    if !folder.is_dir() {
        let part = tempfile::Builder::new()
            .prefix("corpus-part-")
            .tempdir_in(&built)
            .expect("a temporary folder");
        process::succeed(
            process::clean("tar")
                .args(["--extract", "--xz", "--file"])
                .arg(archive)
                .arg("--directory")
                .arg(part.path()),
        );
        // Another test that was faster has put the same there.
        if std::fs::rename(part.path(), &folder).is_err() {
            assert!(folder.is_dir(), "{} cannot be made", folder.display());
        }
    }
    folder
}

/// Does something with every chart, or every case, on every core; the answers in their order.
pub(crate) fn compare<Case: Sync, Answer: Send>(
    cases: &[Case],
    with: impl Fn(&Case) -> Answer + Sync,
) -> Vec<Answer> {
    let next = AtomicUsize::new(0);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut answers: Vec<(usize, Answer)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores)
            .map(|_| {
                scope.spawn(|| {
                    let mut done = Vec::new();
                    loop {
                        let index = next.fetch_add(1, Ordering::SeqCst);
                        let Some(case) = cases.get(index) else {
                            return done;
                        };
                        done.push((index, with(case)));
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().expect("a worker"))
            .collect()
    });
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, answer)| answer).collect()
}
