//! OCI image layouts on disk, read by oras and crane.

use crate::support::registry::Registry;
use crate::support::workspace::{VERSION, Workspace};
use crate::support::{peer, process, sha256};

#[test]
fn oras_and_crane_read_the_layout() {
    let workspace = Workspace::new();
    let outcome = workspace.release(["--registry", "oci-layout:out/layout"]);
    assert_eq!(outcome.status(), "released", "{}", outcome.log);
    let layout = workspace.path().join("out/layout/podlet");
    let index: serde_json::Value =
        serde_json::from_str(&workspace.read("out/layout/podlet/index.json")).expect("an index");
    let descriptor = &index["manifests"][0];
    let digest = descriptor["digest"].as_str().expect("a digest").to_owned();
    let name = descriptor["annotations"]["org.opencontainers.image.ref.name"]
        .as_str()
        .expect("the layout names what it holds")
        .to_owned();

    // oras takes what follows the last colon for the tag, and a layout's names are free text: by digest, then.
    let manifest = process::stdout(
        peer::command("oras")
            .args(["manifest", "fetch", "--oci-layout"])
            .arg(format!("{}@{digest}", layout.display()))
            .env("HOME", workspace.path()),
    );
    assert_eq!(sha256(manifest.as_bytes()), digest);
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("a manifest");
    let chart = &manifest["layers"][0];
    assert_eq!(
        chart["mediaType"],
        "application/vnd.cncf.helm.chart.content.v1.tar+gzip"
    );
    assert_eq!(chart["digest"], outcome.report["package"]["digest"]);
    process::succeed(
        peer::command("oras")
            .args(["pull", "--oci-layout"])
            .arg(format!("{}@{digest}", layout.display()))
            .args(["--output", "pulled"])
            .current_dir(workspace.path())
            .env("HOME", workspace.path()),
    );

    // crane reads a layout by pushing it: what arrives is what the layout held.
    let registry = Registry::crane();
    let copy = format!("{}/copy:{VERSION}", registry.host());
    process::succeed(
        peer::command("crane")
            .args(["push", "--insecure"])
            .arg(&layout)
            .arg(&copy)
            .env("HOME", workspace.path()),
    );
    let copied = process::stdout(
        peer::command("crane")
            .args(["digest", "--insecure", &copy])
            .env("HOME", workspace.path()),
    );
    assert_eq!(copied, digest);
    assert!(
        name.ends_with(VERSION),
        "the layout names the version: {name}"
    );
}

/// Each chart has a layout of its own below the folder, as it has a repository of its own in a registry.
#[test]
fn a_layout_takes_several_charts() {
    let workspace = Workspace::new();
    let layout = tempfile::TempDir::new().expect("a temporary folder");
    let target = format!("oci-layout:{}", layout.path().display());
    workspace.release(["--registry", &target]).status();
    let other = Workspace::with_chart("other");
    assert_eq!(other.release(["--registry", &target]).status(), "released");
    assert_eq!(
        workspace.release(["--registry", &target]).status(),
        "unchanged"
    );
    for name in ["podlet", "other"] {
        let tags = process::stdout(
            peer::command("oras")
                .args(["repo", "tags", "--oci-layout"])
                .arg(layout.path().join(name))
                .env("HOME", workspace.path()),
        );
        assert_eq!(tags, VERSION, "{name}");
    }
}
