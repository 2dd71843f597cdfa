//! The target "chart repository in a directory".

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::Write as _;
use std::path::Path;

use camino::Utf8PathBuf;
use chartwright::release::target::{
    DirectoryTarget, Publication, PublicationState, Standing, Target, TargetError, Visibility,
};
use chartwright::report::Finding;
use chartwright::repository::Directory;
use helm::metadata::Metadata;
use helm::package::Package;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn package_of(version: &str, values: &[u8], level: u32) -> Package {
    let metadata = Metadata {
        api_version: "v2".to_owned(),
        name: "demo".to_owned(),
        version: version.to_owned(),
        ..Metadata::default()
    };
    let chart = format!("apiVersion: v2\nname: demo\nversion: {version}\n");
    let mut tar = tar::Builder::new(Vec::new());
    for (name, content) in [("Chart.yaml", chart.as_bytes()), ("values.yaml", values)] {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, format!("demo/{name}"), content)
            .unwrap();
    }
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    gzip.write_all(&tar.into_inner().unwrap()).unwrap();
    let bytes = gzip.finish().unwrap();
    Package {
        metadata,
        sha256: hex(&bytes),
        bytes,
        created: "2026-05-04T10:11:12Z".parse().unwrap(),
        repeated: Vec::new(),
    }
}

fn package(version: &str) -> Package {
    package_of(version, b"a: 1\n", 6)
}

/// A place for a repository, and the target there.
fn place() -> (TempDir, Utf8PathBuf, DirectoryTarget) {
    let folder = tempfile::tempdir().unwrap();
    let path = Utf8PathBuf::from_path_buf(folder.path().join("dist/pages")).unwrap();
    let target = DirectoryTarget::new(path.clone());
    (folder, path, target)
}

/// All files of a directory, with what is in them.
fn contents(path: impl AsRef<Path>) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(path)
        .map(|entries| {
            entries
                .map(|entry| entry.unwrap())
                .map(|entry| {
                    let name = entry.file_name().into_string().unwrap();
                    (name, fs::read(entry.path()).unwrap_or_default())
                })
                .collect()
        })
        .unwrap_or_default();
    files.sort();
    files
}

fn names(path: impl AsRef<Path>) -> Vec<String> {
    contents(path).into_iter().map(|(name, _)| name).collect()
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap()
        .block_on(future)
}

async fn try_release(
    target: &DirectoryTarget,
    package: &Package,
) -> Result<Publication, TargetError> {
    let preflight = target.preflight(package).await?;
    let written = target.publish(package, preflight).await?;
    target.verify(package, written).await
}

fn release(target: &DirectoryTarget, package: &Package) -> Publication {
    match wait(try_release(target, package)) {
        Ok(publication) => publication,
        Err(error) => panic!("{:?}", error.finding()),
    }
}

fn standing(target: &DirectoryTarget, package: &Package) -> Standing {
    match wait(target.preflight(package)) {
        Ok(preflight) => preflight.standing,
        Err(error) => panic!("{:?}", error.finding()),
    }
}

/// The finding of a release that must fail, in the preflight, with nothing changed.
fn refused(target: &DirectoryTarget, path: &Utf8PathBuf, package: &Package) -> Finding {
    let before = contents(path);
    let finding = wait(target.preflight(package))
        .expect_err("it passed the preflight")
        .finding();
    assert_eq!(contents(path), before);
    assert!(finding.help.is_some(), "no advice: {finding:?}");
    finding
}

fn note(finding: &Finding, label: &str) -> String {
    finding
        .notes
        .iter()
        .find(|note| note.label == label)
        .map(|note| note.text.clone())
        .unwrap_or_default()
}

#[test]
fn a_release_makes_the_directory_and_a_second_one_changes_nothing() {
    let (_folder, path, target) = place();
    let package = package("1.0.0");
    let preflight = wait(target.preflight(&package)).unwrap();
    assert_eq!(preflight.standing, Standing::Free);
    assert_eq!(preflight.detail, "1.0.0 is free, a new index will be begun");
    assert!(!path.exists(), "the preflight wrote");

    let publication = release(&target, &package);
    assert_eq!(publication.state, PublicationState::Released);
    assert_eq!(publication.visibility, Visibility::Verified);
    assert_eq!(publication.reference, path.join("demo-1.0.0.tgz"));
    assert_eq!(publication.digest, format!("sha256:{}", package.sha256));
    assert_eq!(
        publication.install,
        [format!("helm install demo {path}/demo-1.0.0.tgz")]
    );
    assert_eq!(names(&path), ["demo-1.0.0.tgz", "index.yaml"]);
    assert_eq!(
        fs::read(path.join("demo-1.0.0.tgz")).unwrap(),
        package.bytes
    );
    let index = fs::read_to_string(path.join("index.yaml")).unwrap();
    assert_eq!(
        index,
        format!(
            "apiVersion: v1\nentries:\n  demo:\n  - apiVersion: v2\n    created: \"2026-05-04T10:11:12Z\"\n    \
             digest: {}\n    name: demo\n    urls:\n    - demo-1.0.0.tgz\n    version: 1.0.0\n\
             generated: \"2026-05-04T10:11:12Z\"\n",
            package.sha256
        )
    );

    let times = || {
        let of = |name| fs::metadata(path.join(name)).unwrap().modified().unwrap();
        (of("index.yaml"), of("demo-1.0.0.tgz"))
    };
    let before = (contents(&path), times());
    assert_eq!(standing(&target, &package), Standing::Unchanged);
    assert_eq!(
        release(&target, &package).state,
        PublicationState::Unchanged
    );
    assert_eq!((contents(&path), times()), before);
}

#[test]
fn an_index_of_others_keeps_every_byte() {
    let (_folder, path, target) = place();
    fs::create_dir_all(&path).unwrap();
    let old = "# ours\napiVersion: v1\nentries:\n  demo: # d\n  - version: 0.9.0\n    x-mine: kept\n\n# tail\n";
    fs::write(path.join("index.yaml"), old).unwrap();
    fs::write(path.join("CNAME"), "charts.example.org").unwrap();
    release(&target, &package("1.0.0"));
    let new = fs::read_to_string(path.join("index.yaml")).unwrap();
    let start = new.find("  - apiVersion").unwrap();
    let end = new.find("  - version: 0.9.0").unwrap();
    assert_eq!(format!("{}{}", &new[..start], &new[end..]), old);
    assert_eq!(names(&path), ["CNAME", "demo-1.0.0.tgz", "index.yaml"]);
}

#[test]
fn other_content_under_the_version_is_refused() {
    let (_folder, path, target) = place();
    release(&target, &package("1.0.0"));
    let finding = refused(&target, &path, &package_of("1.0.0", b"a: 2\n", 6));
    assert_eq!(finding.code.id, "CW-PUBLISH-007");
    assert_eq!(note(&finding, "differs in"), "values.yaml");
    assert!(note(&finding, "at").starts_with(path.join("demo-1.0.0.tgz").as_str()));
    // A publish without its preflight's knowledge finds it, too.
    let other = package_of("1.1.0", b"a: 2\n", 6);
    let preflight = wait(target.preflight(&other)).unwrap();
    release(&target, &package("1.1.0"));
    let before = contents(&path);
    let finding = wait(target.publish(&other, preflight))
        .unwrap_err()
        .finding();
    assert_eq!(finding.code.id, "CW-PUBLISH-007");
    assert_eq!(contents(&path), before);
}

#[test]
fn the_same_content_in_other_bytes_stays_as_it_is() {
    let (_folder, path, target) = place();
    let theirs = package_of("1.0.0", b"a: 1\n", 1);
    let ours = package_of("1.0.0", b"a: 1\n", 9);
    assert_ne!(theirs.sha256, ours.sha256);
    release(&target, &theirs);
    let before = contents(&path);
    let preflight = wait(target.preflight(&ours)).unwrap();
    assert_eq!(preflight.standing, Standing::Unchanged);
    assert_eq!(preflight.findings[0].code.id, "CW-REPOSITORY-013");
    let publication = release(&target, &ours);
    assert_eq!(publication.digest, format!("sha256:{}", theirs.sha256));
    assert_eq!(publication.state, PublicationState::Unchanged);
    assert_eq!(contents(&path), before);
    // And when it is not listed yet, its own digest is.
    fs::remove_file(path.join("index.yaml")).unwrap();
    release(&target, &ours);
    assert_eq!(contents(&path), before);
}

#[test]
fn a_half_finished_release_is_completed() {
    let (_folder, path, target) = place();
    let package = package("1.0.0");
    release(&target, &package);
    let whole = contents(&path);
    for lost in ["index.yaml", "demo-1.0.0.tgz"] {
        fs::remove_file(path.join(lost)).unwrap();
        assert_eq!(standing(&target, &package), Standing::Incomplete, "{lost}");
        assert_eq!(release(&target, &package).state, PublicationState::Released);
        assert_eq!(contents(&path), whole, "{lost}");
    }
    // What a killed run left unfinished goes with the next write.
    fs::write(path.join(".chartwright-AbCdEf"), "half").unwrap();
    fs::remove_file(path.join("index.yaml")).unwrap();
    release(&target, &package);
    assert_eq!(contents(&path), whole);
}

#[test]
fn a_package_that_is_listed_elsewhere_is_not_written_again() {
    let (_folder, path, target) = place();
    let package = package("1.0.0");
    fs::create_dir_all(&path).unwrap();
    let index = format!(
        "apiVersion: v1\nentries:\n  demo:\n  - version: 1.0.0\n    digest: {}\n    urls: [\"https://example.org/d.tgz\"]\n",
        package.sha256
    );
    fs::write(path.join("index.yaml"), index).unwrap();
    let before = contents(&path);
    let publication = release(&target, &package);
    assert_eq!(publication.state, PublicationState::Unchanged);
    assert_eq!(publication.reference, "https://example.org/d.tgz");
    assert_eq!(contents(&path), before);
}

#[test]
fn an_index_in_flow_style_is_written_anew_and_said_so() {
    let (_folder, path, target) = place();
    fs::create_dir_all(&path).unwrap();
    let old = r#"{"apiVersion":"v1","entries":{"other":[{"version":"1.0.0","x-mine":[1]}]}}"#;
    fs::write(path.join("index.yaml"), old).unwrap();
    let package = package("1.0.0");
    let preflight = wait(target.preflight(&package)).unwrap();
    assert_eq!(preflight.findings[0].code.id, "CW-REPOSITORY-014");
    assert_eq!(preflight.detail, "1.0.0 is free, 1 package there");
    release(&target, &package);
    let index = fs::read(path.join("index.yaml")).unwrap();
    let index = helm::yaml::to_value_strict(&index).unwrap();
    assert_eq!(index["entries"]["other"][0]["x-mine"][0], 1);
    assert_eq!(
        index["entries"]["demo"][0]["digest"],
        package.sha256.as_str()
    );
}

#[test]
fn an_unreadable_index_is_refused_and_never_replaced() {
    for (index, code, line) in [
        ("", "CW-REPOSITORY-001", None),
        (
            "apiVersion: v1\nentries: [a\n",
            "CW-REPOSITORY-002",
            Some(3),
        ),
        (
            "apiVersion: v1\nentries:\n  a: []\n  a: []\n",
            "CW-REPOSITORY-002",
            Some(4),
        ),
        (
            "apiVersion: v1\nentries: []\n",
            "CW-REPOSITORY-003",
            Some(2),
        ),
        ("entries: {}\n", "CW-REPOSITORY-004", None),
    ] {
        let (_folder, path, target) = place();
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("index.yaml"), index).unwrap();
        let finding = refused(&target, &path, &package("1.0.0"));
        assert_eq!(finding.code.id, code, "{index}");
        let place = finding
            .place
            .and_then(|place| place.span)
            .map(|span| span.line);
        assert_eq!(place, line, "{index}");
    }
}

#[cfg(unix)]
#[test]
fn links_and_other_kinds_are_refused() {
    use std::os::unix::fs::symlink;

    let package = package("1.0.0");
    for name in ["index.yaml", "demo-1.0.0.tgz"] {
        let (folder, path, target) = place();
        fs::create_dir_all(&path).unwrap();
        let outside = folder.path().join("outside");
        fs::write(&outside, "apiVersion: v1\nentries: {}\n").unwrap();
        symlink(&outside, path.join(name)).unwrap();
        let finding = refused(&target, &path, &package);
        assert_eq!(finding.code.id, "CW-REPOSITORY-006");
        assert_eq!(
            finding.message,
            format!("{} is a symbolic link", path.join(name))
        );

        fs::remove_file(path.join(name)).unwrap();
        fs::create_dir(path.join(name)).unwrap();
        let finding = refused(&target, &path, &package);
        assert_eq!(finding.code.id, "CW-REPOSITORY-007");
    }
    // An entry that leads out of the directory, or through a link, is not followed.
    let (folder, path, target) = place();
    fs::create_dir_all(&path).unwrap();
    symlink(folder.path(), path.join("sub")).unwrap();
    fs::write(folder.path().join("demo-1.0.0.tgz"), &package.bytes).unwrap();
    let index = |url: &str| {
        format!(
            "apiVersion: v1\nentries:\n  demo:\n  - version: 1.0.0\n    digest: {}\n    urls:\n    - {url}\n",
            package.sha256
        )
    };
    fs::write(path.join("index.yaml"), index("sub/demo-1.0.0.tgz")).unwrap();
    assert_eq!(
        refused(&target, &path, &package).code.id,
        "CW-REPOSITORY-006"
    );
    fs::write(path.join("index.yaml"), index("../../demo-1.0.0.tgz")).unwrap();
    assert_eq!(standing(&target, &package), Standing::Incomplete);
    // A file where the directory should be.
    let (_folder, path, target) = place();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, "").unwrap();
    let finding = wait(target.preflight(&package)).unwrap_err().finding();
    assert_eq!(finding.code.id, "CW-REPOSITORY-007");
    assert_eq!(finding.message, format!("{path} is not a directory"));
}

#[cfg(unix)]
#[test]
fn files_are_readable_as_the_umask_says_and_the_index_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt;

    let (_folder, path, target) = place();
    let mode = |name: &str| fs::metadata(path.join(name)).unwrap().permissions().mode() & 0o777;
    release(&target, &package("1.0.0"));
    let usual = path.join("usual");
    fs::write(&usual, "").unwrap();
    assert_eq!(mode("index.yaml"), mode("usual"));
    assert_eq!(mode("demo-1.0.0.tgz"), mode("usual"));
    fs::set_permissions(path.join("index.yaml"), fs::Permissions::from_mode(0o604)).unwrap();
    release(&target, &package("1.1.0"));
    assert_eq!(mode("index.yaml"), 0o604);
}

#[test]
fn no_entry_is_lost_when_many_publish_at_once() {
    let (_folder, path, _target) = place();
    let versions: Vec<String> = (0..12).map(|number| format!("1.{number}.0")).collect();
    std::thread::scope(|scope| {
        for version in &versions {
            let target = DirectoryTarget::new(path.clone());
            scope.spawn(move || release(&target, &package(version)));
        }
    });
    let index = fs::read(path.join("index.yaml")).unwrap();
    for version in &versions {
        assert!(
            helm::index::find(&index, "demo", version)
                .unwrap()
                .is_some(),
            "{version}"
        );
    }
    assert_eq!(names(&path).len(), versions.len() + 1);
    // The order is Helm's, whoever came first.
    let index = helm::yaml::to_value_strict(&index).unwrap();
    let listed: Vec<_> = index["entries"]["demo"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["version"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(listed, versions.into_iter().rev().collect::<Vec<_>>());
}

#[test]
fn a_writer_waits_for_another() {
    let (_folder, path, target) = place();
    let directory = Directory::new(path.clone());
    let session = directory.lock().unwrap();
    std::thread::scope(|scope| {
        let other = scope.spawn(|| release(&target, &package("1.0.0")));
        std::thread::sleep(std::time::Duration::from_millis(120));
        assert!(!other.is_finished());
        assert_eq!(
            names(&path),
            [""; 0],
            "a lock leaves no file, and keeps others from writing"
        );
        drop(session);
        assert_eq!(other.join().unwrap().state, PublicationState::Released);
    });
}

/// The environment variable by which the next test starts itself with little room to write.
#[cfg(unix)]
const LITTLE_ROOM: &str = "CHARTWRIGHT_TEST_LITTLE_ROOM";

#[cfg(unix)]
#[test]
fn no_room_leaves_nothing_half_written() {
    // Too much for a compressor to make small.
    let large: Vec<u8> = (0..20_000_u32)
        .flat_map(|number| Sha256::digest(number.to_le_bytes()).to_vec())
        .collect();
    let package = package_of("1.0.0", &large, 1);
    if let Ok(path) = std::env::var(LITTLE_ROOM) {
        let finding = wait(try_release(&DirectoryTarget::new(path), &package))
            .unwrap_err()
            .finding();
        assert_eq!(finding.code.id, "CW-REPOSITORY-010", "{finding:?}");
        assert!(
            finding
                .message
                .ends_with("demo-1.0.0.tgz cannot be written"),
            "{finding:?}"
        );
        return;
    }
    let (_folder, path, target) = place();
    // The limit on a file's size stands in for a full disk: the system refuses the write half-way.
    let status = std::process::Command::new("sh")
        .arg("-c")
        .arg("ulimit -f 100; trap '' XFSZ; exec \"$0\" --exact no_room_leaves_nothing_half_written")
        .arg(std::env::current_exe().unwrap())
        .env(LITTLE_ROOM, &path)
        .output()
        .unwrap();
    assert!(
        status.status.success(),
        "{}",
        String::from_utf8_lossy(&status.stdout)
    );
    assert_eq!(names(&path), [""; 0]);
    assert_eq!(release(&target, &package).state, PublicationState::Released);
}
