use std::fs;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::path::Path;

use proptest::prelude::*;

use super::*;

const CHARTFILE: &str = "apiVersion: v2\nname: x\nversion: 1.2.3\n";

fn write(directory: &Path, files: &[(&str, &[u8])]) {
    for (name, data) in files {
        let path = directory.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, data).unwrap();
    }
}

fn chart(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    write(directory.path(), &[("Chart.yaml", CHARTFILE.as_bytes())]);
    write(directory.path(), files);
    directory
}

fn names(files: &[crate::chart::File]) -> Vec<&str> {
    files.iter().map(|file| file.name.as_str()).collect()
}

fn problems(directory: &Path) -> Vec<String> {
    let Err(errors) = load_directory(directory) else {
        return Vec::new();
    };
    errors.iter().map(ToString::to_string).collect()
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, data) in entries {
        let mut header = tar::Header::new_ustar();
        // The name as it is: the library would refuse a dangerous one.
        header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(data.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *data).unwrap();
    }
    gzip(&builder.into_inner().unwrap())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn files_are_ordered_by_bytes_within_each_directory() {
    let directory = chart(&[
        ("B", b""),
        ("a", b""),
        ("Z/x", b""),
        ("Z-x", b""),
        ("Z.x", b""),
        ("templates/b/c.yaml", b""),
        ("templates/b.yaml", b""),
        ("templates/b-c.yaml", b""),
    ]);
    let chart = load_directory(directory.path()).unwrap();
    assert_eq!(names(&chart.files), ["B", "Z/x", "Z-x", "Z.x", "a"]);
    assert_eq!(
        names(&chart.templates),
        [
            "templates/b/c.yaml",
            "templates/b-c.yaml",
            "templates/b.yaml"
        ]
    );
}

#[test]
fn every_file_finds_its_place() {
    let directory = chart(&[
        (".helmignore", b"*.bak\n"),
        ("README.md", b"\xef\xbb\xbfread\r\n"),
        ("old.bak", b""),
        ("templates/.hidden", b""),
        ("templates/a.yaml", b"a: 1"),
        (
            "values.yaml",
            b"\xef\xbb\xbfa: {x: 1}\n---\na: {z: 2}\nb: 3\n",
        ),
        ("values.schema.json", b"{}"),
        ("Chart.lock", b"digest: d\n"),
        ("charts/a/Chart.yaml", b"name: a\nversion: 0.1.0\n"),
        ("charts/a.tgz.prov", b""),
        ("charts/_no/Chart.yaml", b"["),
        ("charts/.no", b""),
        ("crds/c.yaml", b"kind: C"),
    ]);
    let chart = load_directory(directory.path()).unwrap();
    assert_eq!(
        names(&chart.files),
        [
            ".helmignore",
            "README.md",
            "charts/a.tgz.prov",
            "crds/c.yaml"
        ]
    );
    assert_eq!(&*chart.files[1].data, b"read\r\n");
    assert_eq!(names(&chart.templates), ["templates/a.yaml"]);
    assert_eq!(
        serde_json::Value::Object(chart.values.clone()),
        serde_json::json!({"a": {"x": 1, "z": 2}, "b": 3})
    );
    assert_eq!(chart.schema.as_deref(), Some(b"{}".as_slice()));
    assert_eq!(chart.lock.as_ref().unwrap().digest, "d");
    assert_eq!(chart.subcharts.len(), 1);
    assert_eq!(chart.subcharts[0].metadata.api_version, "v1");
    assert_eq!(chart.crds().len(), 1);
    assert!(
        chart
            .sources
            .iter()
            .any(|source| source.name == "charts/_no/Chart.yaml")
    );
    assert!(!chart.sources.iter().any(|source| source.name == "old.bak"));
}

#[test]
fn requirements_are_merged_into_the_metadata() {
    let requirements = b"dependencies:\n- name: a\n  version: 1.0.0\n  repository: https://r\n";
    let lock = b"digest: d\ndependencies: []\n";
    let files: &[(&str, &[u8])] = &[
        ("requirements.yaml", requirements),
        ("requirements.lock", lock),
    ];
    let version_2 = load_directory(chart(files).path()).unwrap();
    assert_eq!(version_2.metadata.dependencies().count(), 1);
    assert!(version_2.files.is_empty());
    let directory = chart(files);
    write(
        directory.path(),
        &[("Chart.yaml", b"name: x\nversion: 1.0.0\n")],
    );
    let version_1 = load_directory(directory.path()).unwrap();
    assert_eq!(version_1.metadata.dependencies().count(), 1);
    assert_eq!(
        names(&version_1.files),
        ["requirements.lock", "requirements.yaml"]
    );
    assert_eq!(version_1.lock.unwrap().digest, "d");
}

#[test]
fn a_list_is_merged_entry_by_entry_as_go_does() {
    let directory = chart(&[("requirements.yaml", b"dependencies:\n- name: b\n")]);
    write(
        directory.path(),
        &[(
            "Chart.yaml",
            format!("{CHARTFILE}dependencies:\n- name: a\n  alias: z\n- name: c\n").as_bytes(),
        )],
    );
    let chart = load_directory(directory.path()).unwrap();
    let dependencies: Vec<_> = chart
        .metadata
        .dependencies()
        .map(|dependency| (dependency.name.as_str(), dependency.alias.as_str()))
        .collect();
    assert_eq!(dependencies, [("b", "z")]);
}

#[test]
fn all_problems_are_told_at_once_helms_first() {
    let directory = chart(&[
        ("big", &vec![b'x'; 5 * 1024 * 1024 + 1]),
        ("values.yaml", b"- no\n"),
        ("charts/README.md", b""),
        ("charts/b/values.yaml", b""),
        ("charts/c.tgz", b"junk"),
    ]);
    symlink("nowhere", directory.path().join("link")).unwrap();
    let chart = directory.path().to_string_lossy().into_owned();
    let problems = problems(directory.path()).join("\n");
    insta::assert_snapshot!(problems.replace(&chart, "CHART"), @r#"
    chart file "big" is larger than the maximum file size 5242880
    error evaluating symlink CHART/link: lstat CHART/nowhere: no such file or directory
    cannot load values.yaml: cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}
    error unpacking subchart README.md in x: Chart.yaml file is missing
    error unpacking subchart b in x: Chart.yaml file is missing
    error unpacking subchart c.tgz in x: unexpected EOF
    "#);
}

#[test]
fn a_file_may_be_as_large_as_the_limit() {
    let directory = chart(&[("big", &vec![b'x'; 5 * 1024 * 1024])]);
    assert_eq!(problems(directory.path()), [""; 0]);
}

#[test]
fn what_is_no_chart_says_so() {
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(problems(empty.path()), ["Chart.yaml file is missing"]);
    let missing = empty.path().join("missing");
    assert!(matches!(
        load_directory(&missing).unwrap_err().first(),
        Error::Io { path, .. } if *path == missing
    ));
    let broken = chart(&[("Chart.yaml", b"name: [")]);
    assert!(
        problems(broken.path())[0]
            .starts_with("cannot load Chart.yaml: error converting YAML to JSON: yaml: ")
    );
    let nothing = chart(&[("Chart.yaml", b"")]);
    assert_eq!(
        problems(nothing.path()),
        [
            "validation: chart.metadata.name is required",
            "validation: chart.metadata.version is required"
        ]
    );
}

#[test]
fn a_problem_has_a_place() {
    let directory = chart(&[
        ("values.yaml", b"a: 1\n---\nb: [\n"),
        ("charts/README.md", b""),
        ("charts/b/Chart.yaml", b"name: b\nversion: [\n"),
    ]);
    let places: Vec<_> = load_directory(directory.path())
        .unwrap_err()
        .iter()
        .map(|error| {
            let path = error.path().unwrap().display().to_string();
            (path, error.mark().map(|mark| mark.line))
        })
        .collect();
    assert_eq!(
        places,
        [
            ("values.yaml".to_owned(), Some(4)),
            ("charts/README.md".to_owned(), None),
            ("charts/b/Chart.yaml".to_owned(), Some(3)),
        ]
    );
}

#[test]
fn a_bad_rule_names_the_file() {
    let directory = chart(&[(".helmignore", b"a/**\n")]);
    assert!(matches!(
        load_directory(directory.path()).unwrap_err().first(),
        Error::Ignore { path, source } if path == Path::new(".helmignore") && source.line == 1
    ));
}

#[test]
fn links_within_the_chart_are_followed() {
    let directory = chart(&[("real/a.txt", b"a"), ("templates/b.yaml", b"b: 1")]);
    symlink("real/a.txt", directory.path().join("l.txt")).unwrap();
    symlink("real", directory.path().join("ldir")).unwrap();
    symlink("../real/a.txt", directory.path().join("templates/c.yaml")).unwrap();
    let chart = load_directory(directory.path()).unwrap();
    assert_eq!(names(&chart.files), ["l.txt", "ldir/a.txt", "real/a.txt"]);
    assert_eq!(
        names(&chart.templates),
        ["templates/b.yaml", "templates/c.yaml"]
    );
    let through = chart
        .sources
        .iter()
        .find(|source| source.name == "ldir/a.txt")
        .unwrap();
    assert_eq!(through.file, Path::new("real/a.txt"));
}

#[test]
fn links_out_of_the_chart_are_refused() {
    let elsewhere = tempfile::tempdir().unwrap();
    write(elsewhere.path(), &[("secret", b"s")]);
    let directory = chart(&[("sub/x", b"")]);
    symlink(
        elsewhere.path().join("secret"),
        directory.path().join("direct"),
    )
    .unwrap();
    symlink(elsewhere.path(), directory.path().join("sub/directory")).unwrap();
    symlink("sub/directory/secret", directory.path().join("indirect")).unwrap();
    let errors = load_directory(directory.path()).unwrap_err();
    let refused: Vec<_> = errors
        .iter()
        .map(|error| match error {
            Error::LinkLeavesChart { path, .. } => path.display().to_string(),
            other => panic!("{other}"),
        })
        .collect();
    assert_eq!(refused, ["direct", "indirect", "sub/directory"]);
}

#[test]
fn an_ignored_link_does_no_harm_unless_it_is_broken() {
    let elsewhere = tempfile::tempdir().unwrap();
    let directory = chart(&[(".helmignore", b"out\nloop\n")]);
    symlink(elsewhere.path(), directory.path().join("out")).unwrap();
    symlink(".", directory.path().join("loop")).unwrap();
    assert_eq!(problems(directory.path()), [""; 0]);
    write(directory.path(), &[(".helmignore", b"broken\nout\nloop\n")]);
    symlink("nowhere", directory.path().join("broken")).unwrap();
    assert!(matches!(
        load_directory(directory.path()).unwrap_err().first(),
        Error::BrokenLink { path, .. } if path == Path::new("broken")
    ));
}

#[test]
fn a_link_in_a_circle_ends() {
    let directory = chart(&[("sub/x", b"")]);
    symlink("..", directory.path().join("sub/up")).unwrap();
    assert!(matches!(
        load_directory(directory.path()).unwrap_err().first(),
        Error::CircularLink { path, .. } if path == Path::new("sub/up")
    ));
}

#[test]
fn a_socket_is_irregular() {
    let directory = chart(&[]);
    let _listener = std::os::unix::net::UnixListener::bind(directory.path().join("s")).unwrap();
    assert_eq!(
        problems(directory.path()),
        ["cannot load irregular file s as it has file mode type bits set"]
    );
}

#[test]
fn an_archive_loads_like_its_directory() {
    let bytes = archive(&[
        ("x/Chart.yaml", CHARTFILE.as_bytes()),
        ("x/values.yaml", b"\xef\xbb\xbfa: 1\n"),
        ("x/templates/./a.yaml", b""),
        ("x/values.schema.json", b"{}"),
        ("other\\b.txt", b""),
    ]);
    let chart = load_archive(&bytes).unwrap();
    assert_eq!(chart.name(), "x");
    assert_eq!(names(&chart.templates), ["templates/a.yaml"]);
    assert_eq!(names(&chart.files), ["b.txt"]);
    assert_eq!(chart.schema.as_deref(), Some(b"{}".as_slice()));
    assert_eq!(chart.values["a"], 1);
}

#[test]
fn dangerous_archives_are_refused_in_helms_words() {
    for (entry, expected) in [
        ("x//etc/passwd", "chart illegally contains absolute paths"),
        (
            "x",
            "chart illegally contains content outside the base directory: \"x\"",
        ),
        ("/", "no files in chart archive"),
        ("x/../../y", "chart illegally references parent directory"),
        ("x/..y", "chart illegally references parent directory"),
        ("x/c:/y", "chart contains illegally named files"),
        ("Chart.yaml/y", "chart yaml not in base directory"),
    ] {
        let error = load_archive(&archive(&[(entry, b"")])).unwrap_err();
        assert_eq!(error.to_string(), expected, "{entry}");
    }
    let big = vec![0; 5 * 1024 * 1024 + 1];
    assert_eq!(
        load_archive(&archive(&[("x/big", &big)]))
            .unwrap_err()
            .to_string(),
        "decompressed chart file \"x/big\" is larger than the maximum file size 5242880"
    );
    let many: Vec<(String, &[u8])> = (0..20).map(|n| (format!("x/{n}"), &big[1..])).collect();
    let many: Vec<(&str, &[u8])> = many
        .iter()
        .map(|(name, data)| (name.as_str(), *data))
        .collect();
    assert_eq!(
        load_archive(&archive(&many)).unwrap_err().to_string(),
        "decompressed chart is larger than the maximum size 104857600"
    );
    assert!(load_archive(b"").is_err());
    assert!(load_archive(b"junk").is_err());
}

#[test]
fn links_in_an_archive_are_empty_files() {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_ustar();
    header.set_size(CHARTFILE.len() as u64);
    builder
        .append_data(&mut header, "x/Chart.yaml", CHARTFILE.as_bytes())
        .unwrap();
    let mut header = tar::Header::new_ustar();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    builder
        .append_link(&mut header, "x/passwd", "/etc/passwd")
        .unwrap();
    let chart = load_archive(&gzip(&builder.into_inner().unwrap())).unwrap();
    assert_eq!(names(&chart.files), ["passwd"]);
    assert!(chart.files[0].data.is_empty());
}

#[test]
fn charts_may_not_nest_without_end() {
    let mut inner = archive(&[("x/Chart.yaml", CHARTFILE.as_bytes())]);
    for _ in 0..40 {
        inner = archive(&[
            ("x/Chart.yaml", CHARTFILE.as_bytes()),
            ("x/charts/x.tgz", &inner),
        ]);
    }
    let error = load_archive(&inner).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("charts are nested more than 32 deep"),
        "{error}"
    );
    let deep = format!("x/{}Chart.yaml", "charts/x/".repeat(9));
    assert!(load_archive(&archive(&[(&deep, CHARTFILE.as_bytes())])).is_err());
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes: Vec<u8>) {
        let _ = load_archive(&bytes);
        let _ = load_archive(&gzip(&bytes));
    }

    #[test]
    fn no_name_leads_out(name in "[a-c./\\\\:]{1,12}") {
        if let Ok(path) = path_in_chart(&name) {
            prop_assert!(!path.starts_with('/') && !path.split('/').any(|part| part == ".." || part.is_empty()));
        }
    }
}

#[test]
fn a_package_is_expanded_into_a_directory_of_the_charts_name() {
    let chartfile = b"apiVersion: v2\nname: x\nversion: 1.0.0\n";
    let into = tempfile::tempdir().unwrap();
    let bytes = archive(&[
        ("other/Chart.yaml", chartfile),
        ("other/templates/a.yaml", b"a: 1\n"),
    ]);
    let directory = expand(&bytes, into.path()).unwrap();
    assert_eq!(directory, into.path().join("x"));
    let template = fs::read(directory.join("templates/a.yaml")).unwrap();
    assert_eq!(template, b"a: 1\n");
    for (chartfile, words) in [
        ("version: 1.0.0", "chart name not specified"),
        ("name: ..", "chart name \"..\" is not allowed"),
        (
            "name: a/b",
            "chart name \"a/b\" must not contain path separators",
        ),
        (
            "name: [",
            "cannot load Chart.yaml: error converting YAML to JSON: yaml: line 1: did not find expected node content",
        ),
    ] {
        let bytes = archive(&[("x/Chart.yaml", chartfile.as_bytes())]);
        let error = expand(&bytes, into.path()).unwrap_err();
        assert_eq!(error.to_string(), words);
    }
    let clash = archive(&[("x/Chart.yaml", chartfile), ("x/a", b""), ("x/a/b", b"")]);
    let error = expand(&clash, into.path()).unwrap_err().to_string();
    let file = into.path().join("x/a");
    assert_eq!(error, format!("mkdir {}: not a directory", file.display()));
    assert_eq!(expand(b"", into.path()).unwrap_err().to_string(), "EOF");
    assert_eq!(
        expand(b"x", into.path()).unwrap_err().to_string(),
        load_archive(b"x").unwrap_err().to_string()
    );
}
