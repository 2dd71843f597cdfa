//! Paths, as Go's `path/filepath` treats them: in text, whatever is on the disk; and links, as it follows them.

use std::collections::VecDeque;
use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::words::go_words;

/// How many links are followed (`filepath/symlink.go:walkSymlinks`).
const MOST_LINKS: usize = 255;

/// Go's `filepath.Abs`, from a working directory.
#[must_use]
pub fn absolute(working_directory: &Path, path: &str) -> String {
    if path.starts_with('/') {
        clean(path)
    } else {
        join(&working_directory.to_string_lossy(), path)
    }
}

/// Go's `filepath.Join` of two parts.
pub(crate) fn join(first: &str, second: &str) -> String {
    match (first, second) {
        ("", second) => clean(second),
        (first, second) => clean(&format!("{first}/{second}")),
    }
}

/// Go's `filepath.Clean`.
pub(crate) fn clean(path: &str) -> String {
    let is_rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if is_rooted => {}
            other => parts.push(other),
        }
    }
    match (is_rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

/// Why a path's links lead nowhere, in the words of `filepath.EvalSymlinks`; `None` when they lead somewhere.
pub(crate) fn broken_link(path: &Path) -> Option<String> {
    let parts = |path: &Path| -> VecDeque<OsString> {
        path.components()
            .map(|part| part.as_os_str().to_owned())
            .collect()
    };
    let mut ahead = parts(path);
    let mut behind = PathBuf::new();
    let mut links = 0;
    while let Some(part) = ahead.pop_front() {
        match Path::new(&part).components().next() {
            Some(Component::RootDir) => {
                behind = PathBuf::from("/");
                continue;
            }
            Some(Component::ParentDir) => {
                behind.pop();
                continue;
            }
            Some(Component::CurDir) => continue,
            _ => behind.push(&part),
        }
        let problem =
            |error: std::io::Error| format!("lstat {}: {}", behind.display(), go_words(&error));
        let metadata = match fs::symlink_metadata(&behind) {
            Ok(metadata) => metadata,
            Err(error) => return Some(problem(error)),
        };
        if !metadata.is_symlink() {
            if !metadata.is_dir() && !ahead.is_empty() {
                return Some("not a directory".to_owned());
            }
            continue;
        }
        links += 1;
        if links > MOST_LINKS {
            return Some("EvalSymlinks: too many links".to_owned());
        }
        let target = match fs::read_link(&behind) {
            Ok(target) => target,
            Err(error) => return Some(problem(error)),
        };
        behind.pop();
        let mut further = parts(&target);
        further.append(&mut ahead);
        ahead = further;
    }
    None
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// What Go says.
    #[test]
    fn paths_are_cleaned_as_go_does() {
        for (path, expected) in [
            ("", "."),
            (".", "."),
            ("./a//b/", "a/b"),
            ("a/../..", ".."),
            ("../../a/./b/..", "../../a"),
            ("/../a/..", "/"),
            ("//a", "/a"),
        ] {
            assert_eq!(clean(path), expected, "{path}");
        }
        assert_eq!(absolute(Path::new("/w/x"), "../y/"), "/w/y");
        assert_eq!(absolute(Path::new("/w/x"), "/y/."), "/y");
        assert_eq!(join("", "charts"), "charts");
    }

    /// What Go's `filepath.EvalSymlinks` says.
    #[test]
    fn links_are_followed_as_go_does() {
        let directory = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(directory.path()).unwrap();
        fs::create_dir(root.join("folder")).unwrap();
        fs::write(root.join("folder/file"), "").unwrap();
        let nowhere = format!(
            "lstat {}/nowhere: no such file or directory",
            root.display()
        );
        for (link, target, problem) in [
            ("good", "folder/../folder/file", None),
            ("missing", "folder/../nowhere/file", Some(nowhere.clone())),
            ("far", "missing", Some(nowhere.clone())),
            (
                "through",
                "folder/file/x",
                Some("not a directory".to_owned()),
            ),
            (
                "itself",
                "itself",
                Some("EvalSymlinks: too many links".to_owned()),
            ),
        ] {
            symlink(target, root.join(link)).unwrap();
            assert_eq!(broken_link(&root.join(link)), problem, "{link}");
        }
        symlink(root.join("nowhere"), root.join("full")).unwrap();
        assert_eq!(broken_link(&root.join("full")), Some(nowhere));
    }
}
