//! Real registries: what is written, what is refused, and that it is what `helm push` writes.

use serde_json::Value;

use crate::support::authority;
use crate::support::helm::Helm;
use crate::support::registry::{Access, Registry, flags};
use crate::support::workspace::{VERSION, Workspace};

/// A release, a second one that changes nothing, and a third with other content that is refused (promises 2 and 5).
fn releases_once(registry: &Registry) {
    let workspace = Workspace::new();
    let mut arguments = vec!["--registry".to_owned(), registry.reference("acme/charts")];
    arguments.extend(registry.credentials());

    let first = workspace.release(&arguments);
    assert_eq!(
        first.status(),
        "released",
        "{}: {}",
        registry.name,
        first.log
    );
    let manifest = registry
        .manifest("acme/charts/podlet", VERSION)
        .expect("the manifest");
    assert_eq!(
        first.report["package"]["digest"], manifest["layers"][0]["digest"],
        "{}: {}",
        registry.name, first.report
    );

    let second = workspace.release(&arguments);
    assert_eq!(
        second.status(),
        "unchanged",
        "{}: {}",
        registry.name,
        second.log
    );

    workspace.change_content();
    let third = workspace.release(&arguments);
    third.refused(1, &["CW-PUBLISH-007", "values.yaml"]);
    assert_eq!(
        registry.manifest("acme/charts/podlet", VERSION),
        Some(manifest),
        "{}: a published version changed",
        registry.name
    );
}

#[test]
fn docker_registry_open() {
    releases_once(&Registry::docker(Access::Open));
}

#[test]
fn docker_registry_with_a_password() {
    releases_once(&Registry::docker(Access::Password));
}

#[test]
fn docker_registry_with_tokens() {
    let registry = Registry::docker(Access::Token);
    releases_once(&registry);
    let asked = registry.authority().asked();
    assert!(
        asked
            .iter()
            .any(|query| query.contains("acme%2Fcharts%2Fpodlet")
                || query.contains("acme/charts/podlet")),
        "a token for the repository was asked for: {asked:?}"
    );
}

#[test]
fn distribution_3_open() {
    releases_once(&Registry::distribution_3(Access::Open));
}

#[test]
fn distribution_3_with_a_password() {
    releases_once(&Registry::distribution_3(Access::Password));
}

#[test]
fn distribution_3_with_tokens() {
    releases_once(&Registry::distribution_3(Access::Token));
}

#[test]
fn crane_registry() {
    releases_once(&Registry::crane());
}

#[test]
fn a_wrong_password_is_told_and_nothing_is_written() {
    for access in [Access::Password, Access::Token] {
        let registry = Registry::docker(access);
        let workspace = Workspace::new();
        let mut arguments = vec!["--registry".to_owned(), registry.reference("acme/charts")];
        arguments.extend(flags(("writer", "wrong-s3cret")));
        let outcome = workspace.release(&arguments);
        outcome.refused(3, &["CW-", &registry.host()]);
        assert_eq!(registry.manifest("acme/charts/podlet", VERSION), None);
    }
}

#[test]
fn a_user_who_may_only_read_is_told_so_before_any_write() {
    let registry = Registry::docker(Access::Token);
    let workspace = Workspace::new();
    let mut arguments = vec!["--registry".to_owned(), registry.reference("acme/charts")];
    arguments.extend(flags(authority::READER));
    let outcome = workspace.release(&arguments);
    outcome.refused(3, &["CW-", "acme/charts/podlet"]);
    assert_eq!(registry.manifest("acme/charts/podlet", VERSION), None);
}

#[test]
fn two_registries_get_the_same_or_neither() {
    let first = Registry::docker(Access::Open);
    let second = Registry::crane();
    let workspace = Workspace::new();
    let both = format!(
        "{}\n{}",
        first.reference("charts"),
        second.reference("charts")
    );
    // The second holds other content under this version: the first must not be written either (promise 1).
    workspace
        .release(["--registry", &second.reference("charts")])
        .status();
    workspace.change_content();
    workspace
        .release(["--registry", &both])
        .refused(1, &["CW-PUBLISH-007"]);
    assert_eq!(first.manifest("charts/podlet", VERSION), None);
}

#[test]
fn a_run_that_finds_one_target_done_completes_the_other() {
    let first = Registry::docker(Access::Open);
    let second = Registry::crane();
    let workspace = Workspace::new();
    workspace
        .release(["--registry", &first.reference("charts")])
        .status();
    let both = format!(
        "{}\n{}",
        first.reference("charts"),
        second.reference("charts")
    );
    assert_eq!(
        workspace.release(["--registry", &both]).status(),
        "released"
    );
    assert_eq!(
        first.manifest("charts/podlet", VERSION),
        second.manifest("charts/podlet", VERSION)
    );
}

/// Config, layers and annotations are those that Helm itself pushes, `created` apart (`helm push` writes the
/// file's time there, this program the commit's).
#[test]
fn the_manifest_is_what_helm_push_writes() {
    let registry = Registry::docker(Access::Open);
    let workspace = Workspace::new();
    workspace
        .release(["--registry", &registry.reference("ours")])
        .status();
    let helm = Helm::reference();
    let package = helm.pull_oci(&registry.reference("ours/podlet"), VERSION);
    let file = helm.path("podlet-1.2.3.tgz");
    std::fs::write(&file, package).expect("the package");
    helm.succeed(&[
        "push",
        file.to_str().expect("a UTF-8 path"),
        &registry.reference("theirs"),
        "--plain-http",
    ]);
    let without_created = |repository: &str| {
        let mut manifest = registry.manifest(repository, VERSION).expect("a manifest");
        let created = manifest["annotations"]
            .as_object_mut()
            .and_then(|annotations| annotations.remove("org.opencontainers.image.created"));
        assert!(created.is_some(), "{repository} says when");
        manifest
    };
    assert_eq!(
        without_created("ours/podlet"),
        without_created("theirs/podlet")
    );
    let created = &registry
        .manifest("ours/podlet", VERSION)
        .expect("a manifest")["annotations"]["org.opencontainers.image.created"];
    assert_eq!(created, &Value::from("2026-05-04T10:11:12Z"));
}
