//! What is published, what stays unchanged, and what is refused.

use super::*;

#[tokio::test]
async fn a_chart_is_published_read_back_and_unchanged_the_second_time() {
    let registry = FakeRegistry::start(Access::Open);
    let package = package();
    let first = target(&registry);
    let preflight = first.preflight(&package).await.unwrap();
    assert_eq!(preflight.standing, Standing::Free);
    assert_eq!(
        registry.writes(),
        Vec::<String>::new(),
        "a preflight writes nothing"
    );

    let written = first.publish(&package, preflight).await.unwrap();
    assert!(written.changed);
    registry.requests();
    let publication = first.verify(&package, written).await.unwrap();
    assert_eq!(publication.state, PublicationState::Released);
    let manifest = registry.manifest(TAG).unwrap();
    assert_eq!(publication.digest, Digest::of(&manifest).to_string());
    let host = registry.host();
    assert_eq!(
        publication.reference,
        format!("oci://{host}/acme/api:1.4.0_5")
    );
    assert_eq!(
        publication.install,
        [
            format!("helm install api oci://{host}/acme/api --version 1.4.0+5 --plain-http"),
            format!("helm pull oci://{host}/acme/api --version 1.4.0+5 --plain-http"),
        ]
    );
    assert!(
        registry.requests().len() >= 3,
        "manifest, config and package are read back"
    );

    let again = release(&target(&registry), &package).await.unwrap();
    assert_eq!(again.state, PublicationState::Unchanged);
    assert_eq!(again.digest, publication.digest);
    assert_eq!(registry.writes(), Vec::<String>::new());
}

#[tokio::test]
async fn other_content_under_the_version_is_refused_with_who_what_and_when() {
    let registry = FakeRegistry::start(Access::Open);
    release(&target(&registry), &package()).await.unwrap();
    let before = registry.manifest(TAG);
    registry.requests();
    let finding = failing(&target(&registry), &other_package()).await;
    assert_eq!(finding.code.id, "CW-PUBLISH-007");
    assert_eq!(note(&finding, "differs in"), "values.yaml");
    assert_eq!(note(&finding, "published"), "2026-05-04T10:11:12Z");
    assert_eq!(registry.writes(), Vec::<String>::new());
    assert_eq!(registry.manifest(TAG), before);
}

#[tokio::test]
async fn the_same_files_in_other_bytes_are_unchanged_with_a_note() {
    let registry = FakeRegistry::start(Access::Open);
    let files = [("Chart.yaml", CHART), ("values.yaml", "a: 1\n")];
    release(&target(&registry), &package_of(&files, 1))
        .await
        .unwrap();
    let ours = package_of(&files, 9);
    registry.requests();
    let target = target(&registry);
    let preflight = target.preflight(&ours).await.unwrap();
    assert_eq!(preflight.standing, Standing::Unchanged);
    assert_eq!(preflight.findings[0].code.id, "CW-REGISTRY-024");
    let written = target.publish(&ours, preflight).await.unwrap();
    let publication = target.verify(&ours, written).await.unwrap();
    assert_eq!(publication.state, PublicationState::Unchanged);
    assert_eq!(registry.writes(), Vec::<String>::new());
}

#[tokio::test]
async fn a_tag_that_names_something_else_than_a_chart_is_a_conflict() {
    let registry = FakeRegistry::start(Access::Open);
    registry.put_manifest(TAG, br#"{"schemaVersion":2,"manifests":[]}"#);
    let finding = failing(&target(&registry), &package()).await;
    assert_eq!(finding.code.id, "CW-PUBLISH-007");
    assert_eq!(registry.writes(), Vec::<String>::new());
}

#[tokio::test]
async fn a_run_completes_what_a_killed_one_left() {
    let registry = FakeRegistry::start(Access::Open);
    let package = package();
    registry.put_blob(&package.bytes);
    let publication = release(&target(&registry), &package).await.unwrap();
    assert_eq!(publication.state, PublicationState::Released);
    let uploads = registry
        .writes()
        .iter()
        .filter(|write| write.starts_with("POST"))
        .count();
    assert_eq!(uploads, 1, "only the config was missing");
}

#[tokio::test]
async fn another_publisher_who_was_faster_is_never_overwritten() {
    let theirs = br#"{"schemaVersion":2,"config":{"mediaType":"x","digest":"sha256:0","size":1},"layers":[]}"#;
    // Between the preflight and the publication.
    let registry = FakeRegistry::start(Access::Open);
    let early = target(&registry);
    let preflight = early.preflight(&package()).await.unwrap();
    registry.put_manifest(TAG, theirs);
    let error = early.publish(&package(), preflight).await.unwrap_err();
    assert_eq!(error.code().id, "CW-PUBLISH-007");
    assert_eq!(registry.manifest(TAG).unwrap(), theirs);
    // Between a PUT that failed and its repetition.
    let registry = FakeRegistry::start(Access::Open);
    registry.fail(
        "PUT",
        "/manifests/",
        Some(1),
        Failure::Overtaken(theirs.to_vec(), 503),
    );
    let finding = failing(&target(&registry), &package()).await;
    assert_eq!(finding.code.id, "CW-PUBLISH-007");
    assert_eq!(registry.manifest(TAG).unwrap(), theirs);
    // With the same chart.
    let registry = FakeRegistry::start(Access::Open);
    let early = target(&registry);
    let preflight = early.preflight(&package()).await.unwrap();
    release(&target(&registry), &package()).await.unwrap();
    let written = early.publish(&package(), preflight).await.unwrap();
    assert!(!written.changed);
    early.verify(&package(), written).await.unwrap();
}
