use std::fs;
use std::io::Read as _;
use std::path::Path;

use super::tarball::Tarball;
use super::*;
use crate::check::{Linting, check};

const CHARTFILE: &str =
    "# comment\nversion: 1.2.3\nname: x\napiVersion: v2\ndependencies: [{name: a}]\n";

fn chart(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let base = [
        ("Chart.yaml", CHARTFILE),
        ("values.yaml", "\u{feff}a: 1\r\n"),
        ("values.schema.json", "{}"),
        ("Chart.lock", "digest: d\n"),
        ("templates/b.yaml", "b: 1\n"),
        ("README.md", "read"),
        ("charts/a/Chart.yaml", "version: 0.1.0\nname: a\n"),
        ("charts/a/templates/c.yaml", ""),
    ];
    for (name, text) in base.iter().chain(files) {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

fn checked(directory: &Path) -> CheckedChart {
    check(directory, Linting::Off, &crate::check::tests::options())
        .outcome
        .unwrap()
}

fn options(seconds: i64) -> Options {
    Options {
        created: jiff::Timestamp::from_second(seconds).unwrap(),
        version: None,
        app_version: None,
    }
}

fn untarred(bytes: &[u8]) -> Vec<u8> {
    let mut tar = Vec::new();
    flate2::read::GzDecoder::new(bytes)
        .read_to_end(&mut tar)
        .unwrap();
    tar
}

fn listing(tar: &[u8]) -> String {
    let mut archive = tar::Archive::new(tar);
    let mut lines = Vec::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        let mut data = String::new();
        let path = entry.path().unwrap().display().to_string();
        let header = entry.header().clone();
        let _ = entry.read_to_string(&mut data);
        lines.push(format!(
            "{path} {:o} {}:{} {} {:?}",
            header.mode().unwrap(),
            header.uid().unwrap(),
            header.gid().unwrap(),
            header.mtime().unwrap(),
            data
        ));
    }
    lines.join("\n")
}

#[test]
fn entries_are_helms_in_helms_order() {
    let package = build(checked(chart(&[]).path()), &options(1_700_000_000)).unwrap();
    assert_eq!(package.file_name(), "x-1.2.3.tgz");
    insta::assert_snapshot!(listing(&untarred(&package.bytes)), @r#"
    x/Chart.yaml 644 0:0 1700000000 "apiVersion: v2\ndependencies:\n- name: a\n  repository: \"\"\nname: x\nversion: 1.2.3\n"
    x/Chart.lock 644 0:0 1700000000 "dependencies: null\ndigest: d\ngenerated: \"0001-01-01T00:00:00Z\"\n"
    x/values.yaml 644 0:0 1700000000 "a: 1\r\n"
    x/values.schema.json 644 0:0 1700000000 "{}"
    x/templates/b.yaml 644 0:0 1700000000 "b: 1\n"
    x/README.md 644 0:0 1700000000 "read"
    x/charts/a/Chart.yaml 644 0:0 1700000000 "apiVersion: v1\nname: a\nversion: 0.1.0\n"
    x/charts/a/templates/c.yaml 644 0:0 1700000000 ""
    "#);
}

#[test]
fn the_gzip_header_is_helms() {
    let package = build(checked(chart(&[]).path()), &options(0)).unwrap();
    let mut expected = vec![0x1f, 0x8b, 8, 0x14, 0, 0, 0, 0, 0, 0xff, 0x2c, 0];
    expected.extend(b"rr\x28\x00aHR0cHM6Ly95b3V0dS5iZS96OVV6MWljandyTQo=Helm\0");
    assert_eq!(package.bytes[..expected.len()], expected);
    assert_eq!(package.sha256, hex(&Sha256::digest(&package.bytes)));
}

#[test]
fn the_same_chart_gives_the_same_bytes() {
    let first = build(checked(chart(&[]).path()), &options(1)).unwrap();
    let again = build(checked(chart(&[]).path()), &options(1)).unwrap();
    let later = build(checked(chart(&[]).path()), &options(2)).unwrap();
    assert_eq!(first.bytes, again.bytes);
    assert_ne!(first.bytes, later.bytes);
    assert_eq!(differences(&first.bytes, &later.bytes).unwrap(), [""; 0]);
}

#[test]
fn version_and_app_version_change_the_package_only() {
    let directory = chart(&[]);
    let package = build(
        checked(directory.path()),
        &Options {
            version: Some("v2.0".parse().unwrap()),
            app_version: Some("new".to_owned()),
            ..options(0)
        },
    )
    .unwrap();
    assert_eq!(package.file_name(), "x-v2.0.tgz");
    assert_eq!(package.metadata.app_version, "new");
    let original = build(checked(directory.path()), &options(0)).unwrap();
    assert_eq!(
        differences(&original.bytes, &package.bytes).unwrap(),
        ["Chart.yaml"]
    );
    assert_eq!(
        fs::read_to_string(directory.path().join("Chart.yaml")).unwrap(),
        CHARTFILE
    );
}

#[test]
fn a_version_1_chart_keeps_its_dependencies_in_their_file() {
    let directory = chart(&[
        ("Chart.yaml", "apiVersion: v1\nname: x\nversion: 1.0.0\n"),
        ("requirements.yaml", "dependencies: [{name: a}]\n"),
    ]);
    let package = build(checked(directory.path()), &options(0)).unwrap();
    let listing = listing(&untarred(&package.bytes));
    assert!(listing.contains("x/requirements.yaml"));
    assert!(!listing.contains("x/Chart.lock"));
    assert!(!listing.lines().next().unwrap().contains("dependencies"));
}

#[test]
fn a_vendored_package_is_expanded() {
    let vendored = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("Chart.yaml", "apiVersion: v2\nname: a\nversion: 0.1.0\n"),
        ("b.txt", "b"),
    ] {
        fs::write(vendored.path().join(name), text).unwrap();
    }
    let inner = build(checked(vendored.path()), &options(5)).unwrap();
    let directory = chart(&[]);
    fs::remove_dir_all(directory.path().join("charts/a")).unwrap();
    fs::write(directory.path().join("charts/a-0.1.0.tgz"), inner.bytes).unwrap();
    let package = build(checked(directory.path()), &options(0)).unwrap();
    let listing = listing(&untarred(&package.bytes));
    assert!(
        listing.contains("x/charts/a/b.txt 644 0:0 0 \"b\""),
        "{listing}"
    );
}

#[test]
fn a_schema_has_to_be_json() {
    let directory = chart(&[("charts/a/values.schema.json", "{")]);
    let error = build(checked(directory.path()), &options(0)).unwrap_err();
    assert!(
        matches!(&error, Error::Schema { path, .. } if path == "x/charts/a/values.schema.json"),
        "{error}"
    );
}

#[test]
fn differences_name_what_is_added_removed_and_changed() {
    let old = build(
        checked(chart(&[("old.txt", ""), ("both.txt", "1")]).path()),
        &options(0),
    )
    .unwrap();
    let new = build(
        checked(chart(&[("new.txt", ""), ("both.txt", "2")]).path()),
        &options(0),
    )
    .unwrap();
    assert_eq!(
        differences(&old.bytes, &new.bytes).unwrap(),
        ["both.txt", "new.txt", "old.txt"]
    );
    assert!(differences(b"junk", &new.bytes).is_err());
}

/// The forms that Go's `archive/tar` chooses: `0` alone is USTAR, `x0` has a PAX header before.
#[test]
fn names_are_written_as_go_writes_them() {
    let directory = "d".repeat(60);
    for (name, kinds) in [
        ("x/a".to_owned(), "0"),
        (format!("x/{}", "f".repeat(98)), "0"),
        (format!("x/{}", "f".repeat(99)), "0"),
        (format!("x/{}", "f".repeat(101)), "x0"),
        (format!("x/{directory}/{directory}/f"), "0"),
        (format!("x/{directory}/{directory}/{directory}/f"), "0"),
        (
            format!("x/{directory}/{directory}/{directory}/{directory}/f"),
            "x0",
        ),
        (format!("x/{}/{}", "g".repeat(153), "h".repeat(100)), "0"),
        (format!("x/{}/{}", "g".repeat(154), "h".repeat(100)), "x0"),
        ("x/é.txt".to_owned(), "x0"),
        (format!("x/{}/f", "é".repeat(60)), "x0"),
    ] {
        let mut tarball = Tarball::new(0, 7);
        tarball.append(&name, b"data").unwrap();
        let (tar, _) = tarball.finish();
        assert_eq!(tar.len() % 512, 0);
        let found: String = tar
            .chunks(512)
            .filter(|block| block[257..262] == *b"ustar")
            .map(|block| char::from(block[156]))
            .collect();
        assert_eq!(found, kinds, "{name}");
        let mut archive = tar::Archive::new(tar.as_slice());
        let mut entries = archive.entries().unwrap();
        let entry = entries.next().unwrap().unwrap();
        assert_eq!(entry.path().unwrap().to_str().unwrap(), name);
        assert_eq!(entry.size(), 4);
        assert_eq!(entry.header().mtime().unwrap(), 7);
        assert!(entries.next().is_none());
    }
}

#[test]
fn names_that_a_reader_could_misread_are_refused() {
    let mut tarball = Tarball::new(0, 0);
    tarball.append("x/a", b"").unwrap();
    assert!(matches!(
        tarball.append("x/\0", b""),
        Err(Error::Name { .. })
    ));
    assert!(matches!(tarball.append("", b""), Err(Error::Name { .. })));
}

#[test]
fn a_time_before_1970_goes_into_a_pax_record() {
    let mut tarball = Tarball::new(0, -5);
    tarball.append("x/a", b"").unwrap();
    let (tar, _) = tarball.finish();
    assert!(tar.windows(12).any(|window| window == b"12 mtime=-5\n"));
}

#[test]
fn names_that_stand_twice_are_written_twice_and_told() {
    let mut tarball = Tarball::new(0, 0);
    for (name, data) in [("x/b", "1"), ("x/a", "2"), ("x/b", "3"), ("x/b", "4")] {
        tarball.append(name, data.as_bytes()).unwrap();
    }
    let (tar, repeated) = tarball.finish();
    assert_eq!(repeated, ["x/b"]);
    let mut archive = tar::Archive::new(tar.as_slice());
    let names: Vec<String> = archive
        .entries()
        .unwrap()
        .map(|entry| entry.unwrap().path().unwrap().display().to_string())
        .collect();
    assert_eq!(names, ["x/b", "x/a", "x/b", "x/b"]);
}

#[test]
fn a_chartfile_that_helm_could_not_read_again_is_refused() {
    let chartfile = "name: a\nversion: 0.1.0\nannotations: {\"<<\": text}\n";
    for (path, named) in [
        ("Chart.yaml", "x/Chart.yaml"),
        ("charts/a/Chart.yaml", "x/charts/a/Chart.yaml"),
    ] {
        let text = match path {
            "Chart.yaml" => format!("{CHARTFILE}annotations: {{\"<<\": text}}\n"),
            _ => chartfile.to_owned(),
        };
        let directory = chart(&[(path, &text)]);
        let error = build(checked(directory.path()), &options(0)).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "{named} could not be read again by Helm: error converting YAML to JSON: yaml: map merge requires map or sequence of maps as the value"
            )
        );
    }
}

#[test]
fn a_large_package_is_compressed_in_blocks_that_make_one_stream() {
    let megabyte = 1024 * 1024;
    let mut random = 0x2545_f491_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        random as u8
    })
    .take(2 * megabyte + 17)
    .collect();
    let text: Vec<u8> = b"replicas: 1\n".repeat(300_000);
    for bytes in [
        &noise[..],
        &text[..],
        &noise[..megabyte],
        &noise[..megabyte - 1],
        &noise[..megabyte + 1],
        &text[..2 * megabyte],
        &[],
    ] {
        let stream = super::gzip::compress(bytes).unwrap();
        assert_eq!(stream, super::gzip::compress(bytes).unwrap());
        let mut read = Vec::new();
        // Not the multi-member reader: all of it has to be one member.
        flate2::read::GzDecoder::new(&stream[..])
            .read_to_end(&mut read)
            .unwrap();
        assert!(
            read == bytes,
            "{} bytes came back as {}",
            bytes.len(),
            read.len()
        );
    }
}
