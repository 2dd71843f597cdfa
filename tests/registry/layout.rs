//! Image layouts.

use super::*;

fn layout_target(folder: &tempfile::TempDir, layout: OciLayout) -> ImageLayoutTarget {
    ImageLayoutTarget::new(folder.path().join("dist"), layout, "oci-layout:dist")
}

#[tokio::test]
async fn a_layout_holds_the_promises_too() {
    let folder = tempfile::tempdir().unwrap();
    let target = layout_target(&folder, OciLayout::Helm);
    let preflight: Preflight = target.preflight(&package()).await.unwrap();
    assert_eq!(preflight.standing, Standing::Free);
    assert!(
        !folder.path().join("dist").exists(),
        "a preflight writes nothing"
    );
    let written: Written = target.publish(&package(), preflight).await.unwrap();
    let publication = target.verify(&package(), written).await.unwrap();
    assert_eq!(publication.state, PublicationState::Released);
    assert!(publication.reference.ends_with("dist/api:1.4.0_5"));

    let again = release(&target, &package()).await.unwrap();
    assert_eq!(again.state, PublicationState::Unchanged);
    assert_eq!(again.digest, publication.digest);

    let finding = failing(&target, &other_package()).await;
    assert_eq!(finding.code.id, "CW-PUBLISH-007");
    assert_eq!(note(&finding, "differs in"), "values.yaml");

    let blob = folder
        .path()
        .join(format!("dist/api/blobs/sha256/{}", package().sha256));
    std::fs::write(&blob, "damaged").unwrap();
    assert_eq!(
        failing(&target, &package()).await.code.id,
        "CW-REGISTRY-021"
    );
}

#[tokio::test]
async fn a_layout_and_a_registry_hold_the_same_manifest() {
    let registry = FakeRegistry::start(Access::Open);
    let folder = tempfile::tempdir().unwrap();
    let there = release(&target(&registry), &package()).await.unwrap();
    let here = release(&layout_target(&folder, OciLayout::Exact), &package())
        .await
        .unwrap();
    assert_eq!(there.digest, here.digest);
}

#[tokio::test]
async fn charts_of_one_version_do_not_meet_in_a_layout() {
    let folder = tempfile::tempdir().unwrap();
    let target = layout_target(&folder, OciLayout::Helm);
    release(&target, &package()).await.unwrap();
    let mut second = other_package();
    second.metadata.name = "web".to_owned();
    release(&target, &second).await.unwrap();
    let mut outside = other_package();
    outside.metadata.name = "../outside".to_owned();
    assert_eq!(failing(&target, &outside).await.code.id, "CW-REGISTRY-002");
    assert!(!folder.path().join("outside").exists());
}
