//! What several targets share: bytes of the fuzzer made into something that gets past the first check.

use std::io::Write as _;

use flate2::{Compression, write::GzEncoder};
use gotemplate::{Budget, Limits, List, Map, Value};
use helm::metadata::Metadata;
use helm::package::Package;

/// Two inputs in one: before and after the first line that is `----`.
pub fn halves(data: &[u8]) -> (&[u8], &[u8]) {
    const MARK: &[u8] = b"\n----\n";
    match data.windows(MARK.len()).position(|window| window == MARK) {
        Some(at) => (&data[..at], &data[at + MARK.len()..]),
        None => (data, &[]),
    }
}

/// A gzip stream of a tar file whose headers have the right checksums, which no mutation would find.
pub fn package_bytes(tar: &[u8]) -> Vec<u8> {
    let mut tar = tar.to_vec();
    let mut at = 0;
    while let Some(header) = tar.get_mut(at..at + 512) {
        if header.iter().all(|byte| *byte == 0) {
            at += 512;
            continue;
        }
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        let digits = String::from_utf8_lossy(&header[124..136]).into_owned();
        let size = usize::from_str_radix(digits.trim_matches(['\0', ' ']), 8).unwrap_or(0);
        at = at
            .saturating_add(512)
            .saturating_add(size.min(1 << 24).next_multiple_of(512));
    }
    gzip(&tar)
}

/// A gzip stream.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(1));
    encoder.write_all(bytes).expect("into memory");
    encoder.finish().expect("into memory")
}

/// A built package that says no more than its name and version.
pub fn package(name: &str, version: &str) -> Package {
    Package {
        metadata: Metadata {
            name: name.to_owned(),
            version: version.to_owned(),
            api_version: "v2".to_owned(),
            description: "a: chart # with\nlines".to_owned(),
            ..Metadata::default()
        },
        bytes: b"bytes".to_vec(),
        sha256: "0123456789abcdef".repeat(4),
        repeated: Vec::new(),
        created: "2026-05-04T03:02:01Z".parse().expect("a time"),
    }
}

/// What a template, or a function, may spend on one input.
pub fn budget() -> Budget {
    Budget::new(Limits {
        steps: 20_000,
        bytes: 64 << 20,
        text: 1 << 20,
    })
}

/// Data of every kind for templates, made anew each time: templates change it.
pub fn data() -> Value {
    let list: List = (1..4).map(Value::Int).collect();
    let inner: Map = [("deep", Value::from("value")), ("nil", Value::Nil)]
        .into_iter()
        .collect();
    let map: Map = [
        ("text", Value::from("some text, \u{e4}")),
        ("number", Value::Float64(1.5)),
        ("whole", Value::Int(7)),
        ("yes", Value::Bool(true)),
        ("list", list.into()),
        ("texts", List::strings(["b", "a"]).into()),
        ("map", inner.into()),
        ("none", Value::Nil),
    ]
    .into_iter()
    .collect();
    map.into()
}

/// A directory in memory, where there is one.
pub fn directory() -> tempfile::TempDir {
    let memory = std::path::Path::new("/dev/shm");
    if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    }
    .expect("a directory")
}

/// A file in memory, where there is such a place, with this content.
pub fn file(content: &[u8]) -> tempfile::NamedTempFile {
    let memory = std::path::Path::new("/dev/shm");
    let mut file = if memory.is_dir() {
        tempfile::NamedTempFile::new_in(memory)
    } else {
        tempfile::NamedTempFile::new()
    }
    .expect("a file");
    file.write_all(content).expect("a file");
    file
}
