//! The paths that `helm lint` is given (`pkg/action/lint.go`, `pkg/cmd/lint.go`).

use std::fs;
use std::os::unix::ffi::OsStrExt as _;

use crate::filepath::join;
use crate::words::go_words;

pub use crate::filepath::absolute;

/// Whether lint takes what a path names for a package: its name decides.
#[must_use]
pub fn is_package(path: &str) -> bool {
    path.ends_with(".tgz") || path.ends_with(".tar.gz")
}

/// Why a directory is not looked at as a chart, in Helm's words; nothing when there is a Chart.yaml.
#[must_use]
pub fn chartfile_problem(directory: &str) -> Option<String> {
    let path = join(directory, "Chart.yaml");
    let error = fs::metadata(&path).err()?;
    Some(format!(
        "unable to check Chart.yaml file in chart: stat {path}: {}",
        go_words(&error)
    ))
}

/// Why a package cannot be opened, in Helm's words.
///
/// # Errors
/// The words.
pub fn read_package(path: &str) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| {
        let operation = match error.kind() {
            // Go opens a directory, and fails when it reads it.
            std::io::ErrorKind::IsADirectory => "unable to extract tarball: read",
            _ => "unable to open tarball: open",
        };
        format!("{operation} {path}: {}", go_words(&error))
    })
}

/// The charts and packages in a chart's charts/, at any depth, in the order in which `--with-subcharts` lints them.
/// Links are not followed.
#[must_use]
pub fn subcharts(path: &str) -> Vec<String> {
    let mut found = Vec::new();
    walk(&join(path, "charts"), 0, &mut found);
    found
}

/// Deeper than any path can be.
const MAX_DEPTH: usize = 2_048;

/// Go's `filepath.Walk`, with the function that Helm gives it.
fn walk(path: &str, depth: usize, found: &mut Vec<String>) {
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return;
    };
    if path.rsplit('/').next() == Some("Chart.yaml") {
        found.push(parent(path));
    } else if is_package(path) {
        found.push(path.to_owned());
    }
    if !metadata.is_dir() || depth > MAX_DEPTH {
        return;
    }
    let Ok(entries) = fs::read_dir(path) else {
        return;
    };
    let mut names: Vec<_> = entries.flatten().map(|entry| entry.file_name()).collect();
    names.sort_by(|left, right| left.as_bytes().cmp(right.as_bytes()));
    for name in names.iter().filter_map(|name| name.to_str()) {
        walk(&join(path, name), depth + 1, found);
    }
}

/// Go's `filepath.Dir` of a path that is clean.
fn parent(path: &str) -> String {
    match path.rsplit_once('/') {
        Some(("", _)) => "/".to_owned(),
        Some((parent, _)) => parent.to_owned(),
        None => ".".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charts_within_charts_are_found_in_helms_order() {
        let directory = tempfile::tempdir().unwrap();
        for file in [
            "charts/b/Chart.yaml",
            "charts/b/charts/c-1.0.0.tgz",
            "charts/a.tar.gz",
            "charts/b/values.yaml",
            "charts/d.tgz/Chart.yaml",
        ] {
            let path = directory.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let root = directory.path().display().to_string();
        let found: Vec<String> = subcharts(&root)
            .iter()
            .map(|path| path.replace(&root, ""))
            .collect();
        assert_eq!(
            found,
            [
                "/charts/a.tar.gz",
                "/charts/b",
                "/charts/b/charts/c-1.0.0.tgz",
                "/charts/d.tgz",
                "/charts/d.tgz",
            ]
        );
        assert_eq!(subcharts("/nowhere"), [""; 0]);
    }

    #[test]
    fn what_is_no_chart_is_told_in_helms_words() {
        let directory = tempfile::tempdir().unwrap();
        let root = directory.path().display().to_string();
        assert_eq!(
            chartfile_problem(&format!("{root}/")).unwrap(),
            format!(
                "unable to check Chart.yaml file in chart: stat {root}/Chart.yaml: no such file or directory"
            )
        );
        fs::write(directory.path().join("file"), "").unwrap();
        assert_eq!(
            chartfile_problem(&format!("{root}/file")).unwrap(),
            format!(
                "unable to check Chart.yaml file in chart: stat {root}/file/Chart.yaml: not a directory"
            )
        );
        assert_eq!(
            read_package(&format!("{root}/x.tgz")).unwrap_err(),
            format!("unable to open tarball: open {root}/x.tgz: no such file or directory")
        );
    }
}
