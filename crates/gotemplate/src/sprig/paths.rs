//! Sprig's functions on paths: Go's `path`, and `path/filepath` as it is on Linux, which is the same.

use super::Sources;
use super::arguments::Declare;
use crate::function::{Functions, Signature};
use crate::value::Type;

/// Adds them.
pub(super) fn add(functions: &mut Functions, _sources: &Sources) {
    type Change = fn(&[u8]) -> Vec<u8>;
    let changes: [(&[&'static str], Change); 4] = [
        (&["base", "osBase"], base),
        (&["clean", "osClean"], clean),
        (&["dir", "osDir"], dir),
        (&["ext", "osExt"], ext),
    ];
    for (names, change) in changes {
        functions.declare_all(
            names,
            Signature::of(&[Type::String]),
            move |_, arguments| Ok(change(arguments.bytes(0))),
        );
    }
    functions.declare_all(
        &["isAbs", "osIsAbs"],
        Signature::of(&[Type::String]),
        |_, arguments| Ok(arguments.bytes(0).starts_with(b"/")),
    );
}

/// `path.Base`: the last element; slashes at the end do not count.
fn base(path: &[u8]) -> Vec<u8> {
    if path.is_empty() {
        return b".".to_vec();
    }
    path.rsplit(|byte| *byte == b'/')
        .find(|element| !element.is_empty())
        .unwrap_or(b"/")
        .to_owned()
}

/// `path.Dir`: all but the last element, cleaned.
fn dir(path: &[u8]) -> Vec<u8> {
    let slash = path.iter().rposition(|byte| *byte == b'/');
    clean(
        slash
            .and_then(|slash| path.get(..=slash))
            .unwrap_or_default(),
    )
}

/// `path.Ext`: from the last dot of the last element on.
fn ext(path: &[u8]) -> Vec<u8> {
    let element = path.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let dot = element.iter().rposition(|byte| *byte == b'.');
    dot.and_then(|dot| element.get(dot..))
        .unwrap_or_default()
        .to_owned()
}

/// `path.Clean`: the shortest path to the same place.
fn clean(path: &[u8]) -> Vec<u8> {
    let rooted = path.starts_with(b"/");
    let mut elements: Vec<&[u8]> = Vec::new();
    for element in path.split(|byte| *byte == b'/') {
        match element {
            b"" | b"." => {}
            b".." => match elements.last() {
                Some(last) if *last != b".." => {
                    elements.pop();
                }
                _ if rooted => {}
                _ => elements.push(element),
            },
            _ => elements.push(element),
        }
    }
    let joined = elements.join(&b'/');
    match (rooted, joined.is_empty()) {
        (true, _) => [b"/", joined.as_slice()].concat(),
        (false, true) => b".".to_vec(),
        (false, false) => joined,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_paths_apart_as_go_does() {
        // path, base, dir, ext, clean
        let cases = [
            ("", ".", ".", "", "."),
            ("/", "/", "/", "", "/"),
            ("//", "/", "/", "", "/"),
            (".", ".", ".", ".", "."),
            ("..", "..", ".", ".", ".."),
            ("a", "a", ".", "", "a"),
            ("a/", "a", "a", "", "a"),
            ("a/b.tar.gz", "b.tar.gz", "a", ".gz", "a/b.tar.gz"),
            ("/a//b/./c/..", "..", "/a/b/c", ".", "/a/b"),
            ("/../../a", "a", "/", "", "/a"),
            ("../../a/../..", "..", "../..", ".", "../../.."),
            ("a.b/c", "c", "a.b", "", "a.b/c"),
            ("a/..", "..", "a", ".", "."),
            (".bashrc", ".bashrc", ".", ".bashrc", ".bashrc"),
        ];
        for (path, expected_base, expected_dir, expected_ext, expected_clean) in cases {
            let path = path.as_bytes();
            let found = [base(path), dir(path), ext(path), clean(path)]
                .map(|bytes| String::from_utf8(bytes).unwrap());
            assert_eq!(
                found,
                [expected_base, expected_dir, expected_ext, expected_clean]
            );
        }
    }
}
