//! What is packaged, and that it is the same bytes everywhere.

use crate::workspace::{Workspace, git, scrub};

#[test]
fn the_same_commit_gives_the_same_bytes_in_any_clone() {
    let workspace = Workspace::with_chart();
    let first = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    git(&workspace.root(), &["clone", "--quiet", ".", "../clone"]);
    let clone = workspace.beside("clone");
    let mut command = std::process::Command::new("sh");
    scrub(&mut command);
    let output = command
        .args([
            "-c",
            "umask 077; chmod -R go-rwx chart; exec \"$0\" release --tag v1.2.3",
        ])
        .arg(env!("CARGO_BIN_EXE_chartwright"))
        .env("TZ", "Pacific/Kiritimati")
        .env("LC_ALL", "tr_TR.UTF-8")
        .env("HOME", workspace.beside("home"))
        .current_dir(&clone)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let package = std::fs::read(clone.join("dist/demo-1.2.3.tgz")).unwrap();
    assert_eq!(package, workspace.read("dist/demo-1.2.3.tgz"));
    let index = std::fs::read(clone.join("dist/registry/demo/index.json")).unwrap();
    let digest = first.output("registry-digest");
    assert!(String::from_utf8_lossy(&index).contains(digest));
}

#[test]
fn the_tag_may_carry_the_version() {
    let workspace = Workspace::with_chart();
    workspace.git(&["tag", "v2.0.0-rc.1"]);
    let run = workspace
        .chartwright(&[
            "release",
            "--tag",
            "v2.0.0-rc.1",
            "--version-from",
            "tag",
            "--app-version",
            "tag",
        ])
        .exits(0);
    assert_eq!(run.output("version"), "2.0.0-rc.1");
    assert_eq!(run.output("app-version"), "2.0.0-rc.1");
    assert!(
        String::from_utf8(workspace.read("chart/Chart.yaml"))
            .unwrap()
            .contains("version: 1.2.3")
    );
    workspace.read("dist/demo-2.0.0-rc.1.tgz");
}

#[test]
fn files_that_git_does_not_know_are_named() {
    let workspace = Workspace::with_chart();
    workspace.write("chart/secret.txt", "left behind");
    workspace.write("chart/values.yaml", "replicas: 3\n");
    let run = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    assert!(run.stderr.contains("warning[CW-PACKAGE-"), "{}", run.stderr);
    assert!(run.stderr.contains("secret.txt"), "{}", run.stderr);
    assert!(run.stderr.contains("values.yaml"), "{}", run.stderr);
}

/// All text of the entries of a .tgz that have this name.
fn unpacked(package: &[u8], name: &str) -> Vec<String> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(package));
    let mut found = Vec::new();
    for entry in archive.entries().unwrap() {
        let mut entry = entry.unwrap();
        if entry.path().unwrap().to_str() == Some(name) {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut entry, &mut text).unwrap();
            found.push(text);
        }
    }
    found
}

#[test]
fn an_overridden_version_is_the_same_in_the_package_the_config_and_the_index() {
    let workspace = Workspace::with_chart();
    workspace.git(&["tag", "v2.0.0+7"]);
    let run = workspace
        .chartwright(&[
            "release",
            "--tag",
            "v2.0.0+7",
            "--version-from",
            "tag",
            "--app-version",
            "tag",
        ])
        .exits(0);
    assert_eq!(run.output("version"), "2.0.0+7");
    assert_eq!(run.output("app-version"), "2.0.0+7");

    let chartfile = unpacked(&workspace.read("dist/demo-2.0.0+7.tgz"), "demo/Chart.yaml").remove(0);
    for line in ["version: 2.0.0+7\n", "appVersion: 2.0.0+7\n"] {
        assert!(chartfile.contains(line), "{chartfile}");
    }
    let index = String::from_utf8(workspace.read("dist/pages/index.yaml")).unwrap();
    for line in ["    version: 2.0.0+7\n", "    appVersion: 2.0.0+7\n"] {
        assert!(index.replace("- ", "  ").contains(line), "{index}");
    }
    let blob = |digest: &str| {
        let hex = digest.strip_prefix("sha256:").unwrap();
        workspace.read(&format!("dist/registry/demo/blobs/sha256/{hex}"))
    };
    let manifest: serde_json::Value =
        serde_json::from_slice(&blob(run.output("registry-digest"))).unwrap();
    let config: serde_json::Value =
        serde_json::from_slice(&blob(manifest["config"]["digest"].as_str().unwrap())).unwrap();
    assert_eq!(config["version"], "2.0.0+7");
    assert_eq!(config["appVersion"], "2.0.0+7");
    assert_eq!(
        manifest["annotations"]["org.opencontainers.image.version"],
        "2.0.0+7"
    );

    // The repository's own file is as it was.
    assert_eq!(workspace.git(&["status", "--short", "chart"]), "");
}

/// Two versions of one subchart: Helm packs both under one name, and so does this program, with a warning.
#[test]
fn two_subcharts_of_one_name_are_packed_with_a_warning() {
    let workspace = Workspace::with_chart();
    for version in ["1.0.0", "1.1.0"] {
        let chartfile = format!("apiVersion: v2\nname: common\nversion: {version}\n");
        let mut archive = tar::Builder::new(flate2::write::GzEncoder::new(
            Vec::new(),
            flate2::Compression::default(),
        ));
        let mut header = tar::Header::new_gnu();
        header.set_size(chartfile.len() as u64);
        header.set_mode(0o644);
        archive
            .append_data(&mut header, "common/Chart.yaml", chartfile.as_bytes())
            .unwrap();
        let package = archive.into_inner().unwrap().finish().unwrap();
        workspace.write(&format!("chart/charts/common-{version}.tgz"), package);
    }
    workspace.write(
        "chart/Chart.yaml",
        format!(
            "{}dependencies:\n- name: common\n  version: 1.x.x\n  repository: https://example.com\n",
            crate::CHART
        ),
    );
    workspace.commit("Vendor two versions");
    workspace.git(&["tag", "--force", "v1.2.3"]);
    let run = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    assert!(
        run.stderr.contains(
            "warning[CW-PACKAGE-011]: the package holds demo/charts/common/Chart.yaml twice"
        ),
        "{}",
        run.stderr
    );
    let held = unpacked(
        &workspace.read("dist/demo-1.2.3.tgz"),
        "demo/charts/common/Chart.yaml",
    );
    assert_eq!(held.len(), 2, "{held:?}");
    // What is published twice compares well with itself.
    let again = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    assert_eq!(again.output("status"), "unchanged");
}

/// Whatever a checkout's files look like on disk, the package is the same: modes, times, links to one file, the order
/// in which they were made.
#[test]
fn the_same_commit_gives_the_same_bytes_however_the_files_lie_on_disk() {
    use std::os::unix::fs::PermissionsExt as _;

    let workspace = Workspace::with_chart();
    for name in ["b", "a", "Z", "ä", "10", "9"] {
        workspace.write(&format!("chart/files/{name}.txt"), "same\n");
    }
    workspace.commit("Add files");
    workspace.git(&["tag", "--force", "v1.2.3"]);
    let first = workspace
        .chartwright(&["release", "--tag", "v1.2.3"])
        .exits(0);
    let package = workspace.read("dist/demo-1.2.3.tgz");
    std::fs::remove_dir_all(workspace.root().join("dist")).unwrap();

    let folder = workspace.root().join("chart/files");
    let mut names: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::create_dir(&folder).unwrap();
    for (number, name) in names.iter().enumerate() {
        let path = folder.join(name);
        match number {
            0 => std::fs::write(&path, "same\n").unwrap(),
            _ => std::fs::hard_link(folder.join(&names[0]), &path).unwrap(),
        }
    }
    std::fs::set_permissions(
        folder.join(&names[0]),
        std::fs::Permissions::from_mode(0o600),
    )
    .unwrap();
    let again = workspace
        .run(
            &["release", "--tag", "v1.2.3"],
            &[("TZ", "America/St_Johns"), ("LC_ALL", "de_DE.UTF-8")],
        )
        .exits(0);
    assert_eq!(package, workspace.read("dist/demo-1.2.3.tgz"));
    assert_eq!(
        first.output("registry-digest"),
        again.output("registry-digest")
    );
    assert!(!again.stderr.contains("CW-PACKAGE-001"), "{}", again.stderr);
}

/// A clone that turns line ends around packs other bytes: that is told, and what the commit itself asks for is not.
#[test]
fn line_ends_that_only_this_clone_has_are_named() {
    let workspace = Workspace::with_chart();
    workspace.write(".gitattributes", "*.bat text eol=crlf\n");
    workspace.write("chart/files/run.bat", "echo\r\n");
    workspace.commit("Add a file with line ends of its own");
    workspace.git(&["tag", "--force", "v1.2.3"]);
    for (name, setting, told) in [
        ("plain", "core.autocrlf=false", false),
        ("turned", "core.autocrlf=true", true),
    ] {
        git(
            &workspace.root(),
            &[
                "clone",
                "--quiet",
                "--config",
                setting,
                ".",
                &format!("../{name}"),
            ],
        );
        let clone = workspace.beside(name);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_chartwright"));
        scrub(&mut command);
        let output = command
            .args(["release", "--tag", "v1.2.3", "--dry-run"])
            .env("HOME", workspace.beside("home"))
            .current_dir(&clone)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        assert_eq!(said.contains("CW-PACKAGE-001"), told, "{said}");
        assert_eq!(
            said.contains(
                "values.yaml (line ends converted by this clone's core.autocrlf or core.eol)"
            ),
            told,
            "{said}"
        );
        assert!(!said.contains("run.bat ("), "{said}");
    }
}
