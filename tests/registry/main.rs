//! The targets "OCI registry" and "OCI image layout", against a registry within this process.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod authentication;
#[path = "../support/body.rs"]
mod body;
mod failures;
#[path = "../support/registry.rs"]
mod fake;
mod layout;
mod publishing;

use std::io::Write as _;
use std::time::Duration;

use chartwright::http::retry::RetryPolicy;
use chartwright::registry::{
    ChartRepositoryReference, Client, Credentials, Digest, DockerConfiguration, OciLayout,
    RegistryHost,
};
use chartwright::release::target::ImageLayoutTarget;
use chartwright::release::target::RegistryTarget;
use chartwright::release::target::{
    Preflight, Publication, PublicationState, Standing, Target, TargetError, Written,
};
use chartwright::report::{Explain as _, Finding};
use chartwright::secret::Secret;
use fake::{Access, Failure, FakeRegistry, Grant, Location};
use helm::metadata::Metadata;
use helm::package::Package;

const PASSWORD: &str = "canary-p4ssw0rd";
const TAG: &str = "acme/api:1.4.0_5";

fn package_of(files: &[(&str, &str)], level: u32) -> Package {
    let mut tar = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, format!("api/{name}"), content.as_bytes())
            .unwrap();
    }
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    gzip.write_all(&tar.into_inner().unwrap()).unwrap();
    let bytes = gzip.finish().unwrap();
    Package {
        metadata: Metadata {
            api_version: "v2".to_owned(),
            name: "api".to_owned(),
            version: "1.4.0+5".to_owned(),
            ..Metadata::default()
        },
        sha256: Digest::of(&bytes).hex().to_owned(),
        bytes,
        created: "2026-05-04T10:11:12Z".parse().unwrap(),
        repeated: Vec::new(),
    }
}

const CHART: &str = "apiVersion: v2\nname: api\nversion: 1.4.0+5\n";

fn package() -> Package {
    package_of(&[("Chart.yaml", CHART), ("values.yaml", "a: 1\n")], 6)
}

fn other_package() -> Package {
    package_of(&[("Chart.yaml", CHART), ("values.yaml", "a: 2\n")], 6)
}

fn credentials(registry: &FakeRegistry, user: &str, password: &str) -> Credentials {
    let host = RegistryHost::parse(&registry.host()).unwrap();
    Credentials::none().with_password(user, Secret::new(password), vec![host])
}

fn target_with(registry: &FakeRegistry, credentials: Credentials) -> RegistryTarget {
    let reference = ChartRepositoryReference::parse(
        &format!("oci://{}/acme", registry.host()),
        OciLayout::Helm,
    );
    let client =
        Client::new(chartwright::http::client().unwrap(), credentials).retry(RetryPolicy {
            attempts: 3,
            first_wait: Duration::from_millis(2),
            longest_wait: Duration::from_millis(5),
            longest_retry_after: Duration::from_millis(20),
        });
    RegistryTarget::new(client, reference.unwrap())
}

fn target(registry: &FakeRegistry) -> RegistryTarget {
    target_with(registry, credentials(registry, "octocat", PASSWORD))
}

async fn release(target: &dyn Target, package: &Package) -> Result<Publication, TargetError> {
    let preflight = target.preflight(package).await?;
    let written = target.publish(package, preflight).await?;
    target.verify(package, written).await
}

/// The finding of a run that must fail.
async fn failing(target: &dyn Target, package: &Package) -> Finding {
    let error = release(target, package).await.expect_err("it succeeded");
    let finding = error.finding();
    let shown = format!("{finding:?}");
    assert!(!shown.contains("canary"), "a secret shows: {shown}");
    assert!(finding.help.is_some(), "no advice: {shown}");
    finding
}

fn note(finding: &Finding, label: &str) -> String {
    let texts: Vec<&str> = finding
        .notes
        .iter()
        .filter(|note| note.label == label)
        .map(|note| note.text.as_str())
        .collect();
    texts.join("; ")
}
