//! The targets "OCI registry" and "OCI image layout", against a registry within this process.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/registry.rs"]
mod fake;

use std::io::Write as _;
use std::time::Duration;

use chartwright::registry::{
    ChartRepositoryReference, Client, Credentials, Digest, DockerConfiguration, OciLayout,
    RegistryHost, RetryPolicy,
};
use chartwright::release::target::ImageLayoutTarget;
use chartwright::release::target::RegistryTarget;
use chartwright::release::target::{
    Preflight, Publication, PublicationState, Standing, Target, TargetError, Written,
};
use chartwright::report::Finding;
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
async fn a_token_is_asked_for_once_and_renewed_when_it_ends() {
    for grant in [Grant::Push, Grant::OpaquePush] {
        let registry = FakeRegistry::start(Access::Token("octocat", PASSWORD, grant));
        let package = package();
        let target = target(&registry);
        let preflight = target.preflight(&package).await.unwrap();
        assert_eq!(preflight.detail, "1.4.0+5 is free, credentials may write");
        let requests = registry.requests();
        let tokens: Vec<_> = requests
            .iter()
            .filter(|request| request.path == "/token")
            .collect();
        assert_eq!(tokens.len(), 1);
        assert!(
            tokens[0]
                .query
                .contains("service=fake&scope=repository%3Aacme%2Fapi%3Apull%2Cpush"),
            "{}",
            tokens[0].query
        );
        // Only a token that tells nothing makes the preflight open an upload, and it gives it up.
        let writes = requests
            .iter()
            .filter(|request| matches!(request.method.as_str(), "POST" | "DELETE"))
            .count();
        assert_eq!(writes, if grant == Grant::Push { 0 } else { 2 });
        assert_eq!(registry.content(), (Vec::new(), Vec::new(), 0));

        registry.revoke_tokens();
        let written = target.publish(&package, preflight).await.unwrap();
        let tokens = registry
            .requests()
            .iter()
            .filter(|request| request.path == "/token")
            .count();
        assert_eq!(tokens, 1, "two uploads at once renew together");
        registry.revoke_tokens();
        target.verify(&package, written).await.unwrap();
    }
}

#[tokio::test]
async fn a_token_near_its_end_is_renewed_before_it_is_refused() {
    let registry = FakeRegistry::start(Access::Token("octocat", PASSWORD, Grant::Push));
    registry.set_expires_in(1);
    let target = target(&registry);
    let preflight = target.preflight(&package()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(600)).await;
    registry.requests();
    target.publish(&package(), preflight).await.unwrap();
    assert_eq!(registry.requests()[0].path, "/token", "renewed first");
}

#[tokio::test]
async fn identity_tokens_are_refreshed_by_post_and_else_by_get() {
    for refresh in [true, false] {
        let registry = FakeRegistry::start(Access::Token("octocat", PASSWORD, Grant::Push));
        registry.set_refresh(refresh);
        release(
            &target_with(&registry, credentials(&registry, "<token>", PASSWORD)),
            &package(),
        )
        .await
        .unwrap();
    }
    let registry = FakeRegistry::start(Access::Token("octocat", PASSWORD, Grant::Push));
    let wrong = target_with(&registry, credentials(&registry, "<token>", "canary-old"));
    let finding = failing(&wrong, &package()).await;
    assert_eq!(finding.code.id, "CW-REGISTRY-007");
    assert_eq!(note(&finding, "registry says"), "invalid_grant: expired");
}

#[tokio::test]
async fn credentials_come_from_a_docker_configuration() {
    let registry = FakeRegistry::start(Access::Basic("octocat", PASSWORD));
    let text = format!(
        r#"{{"auths":{{"{}":{{"username":"octocat","password":"{PASSWORD}"}}}}}}"#,
        registry.host()
    );
    let configuration = DockerConfiguration::parse(&text, "input registry-config").unwrap();
    let credentials = Credentials::none().with_configuration(configuration);
    release(&target_with(&registry, credentials), &package())
        .await
        .unwrap();
}

#[tokio::test]
async fn credentials_that_do_not_do_are_told_apart_before_anything_is_written() {
    let basic = Access::Basic("octocat", PASSWORD);
    let token = |grant| Access::Token("octocat", PASSWORD, grant);
    for (access, given, code) in [
        (basic.clone(), Some("canary-wrong"), "CW-REGISTRY-007"),
        (basic, None, "CW-REGISTRY-008"),
        (token(Grant::Push), Some("canary-wrong"), "CW-REGISTRY-007"),
        (token(Grant::Push), None, "CW-REGISTRY-008"),
        (token(Grant::Pull), Some(PASSWORD), "CW-REGISTRY-009"),
        (token(Grant::OpaquePull), Some(PASSWORD), "CW-REGISTRY-009"),
    ] {
        let registry = FakeRegistry::start(access.clone());
        let known = match given {
            Some(password) => credentials(&registry, "octocat", password),
            None => Credentials::none(),
        };
        let target = target_with(&registry, known);
        let error = target.preflight(&package()).await.unwrap_err().finding();
        assert_eq!(error.code.id, code, "{access:?} {given:?}: {error:?}");
        let shown = format!("{error:?}");
        assert!(!shown.contains("canary"), "{shown}");
        assert_eq!(
            note(&error, "credentials").contains("octocat"),
            given.is_some()
        );
        assert_eq!(registry.content(), (Vec::new(), Vec::new(), 0));
    }
}

#[tokio::test]
async fn passing_failures_are_repeated_and_lasting_ones_end() {
    for (method, path) in [
        ("GET", "/v2/"),
        ("HEAD", "/manifests/"),
        ("HEAD", "/blobs/"),
        ("POST", "/uploads/"),
        ("PUT", "/uploads/"),
        ("PUT", "/manifests/"),
        ("GET", "/manifests/"),
        ("GET", "/blobs/"),
    ] {
        for status in [408, 429, 500, 502, 503] {
            let registry = FakeRegistry::start(Access::Open);
            registry.fail_with(method, path, Some(1), status);
            let publication = release(&target(&registry), &package()).await;
            let publication =
                publication.unwrap_or_else(|error| panic!("{method} {path} {status}: {error}"));
            assert_eq!(publication.state, PublicationState::Released);
        }
        let registry = FakeRegistry::start(Access::Open);
        registry.fail(method, path, Some(1), Failure::Break);
        release(&target(&registry), &package())
            .await
            .unwrap_or_else(|error| panic!("{method} {path} broken: {error}"));

        let registry = FakeRegistry::start(Access::Open);
        registry.fail(
            method,
            path,
            None,
            Failure::Answer(503, "<html>Bad</html>", Vec::new()),
        );
        let finding = failing(&target(&registry), &package()).await;
        assert_eq!(finding.code.id, "CW-REGISTRY-011", "{method} {path}");
        registry.recover();
        let healed = release(&target(&registry), &package()).await.unwrap();
        assert_eq!(
            registry
                .manifest(TAG)
                .map(|bytes| Digest::of(&bytes).to_string()),
            Some(healed.digest)
        );
    }
}

#[tokio::test]
async fn attempts_are_bounded_and_retry_after_is_heard() {
    let registry = FakeRegistry::start(Access::Open);
    registry.fail(
        "HEAD",
        "/manifests/",
        None,
        Failure::Answer(429, "", vec![("retry-after", "3600".to_owned())]),
    );
    let finding = failing(&target(&registry), &package()).await;
    assert_eq!(finding.code.id, "CW-REGISTRY-014");
    assert!(
        finding.message.contains("it asks to wait 3600 s"),
        "{}",
        finding.message
    );
    let asked = registry
        .requests()
        .iter()
        .filter(|request| request.method == "HEAD")
        .count();
    assert_eq!(asked, 3);
}

#[tokio::test]
async fn a_manifest_whose_answer_was_lost_is_not_put_twice() {
    for failure in [
        Failure::AfterEffect(500),
        Failure::AfterEffect(502),
        Failure::BreakAfterEffect,
    ] {
        let registry = FakeRegistry::start(Access::Open);
        registry.fail("PUT", "/manifests/", Some(1), failure);
        let publication = release(&target(&registry), &package()).await.unwrap();
        assert_eq!(publication.state, PublicationState::Released);
        let puts = registry
            .writes()
            .iter()
            .filter(|write| write.contains("PUT /v2/acme/api/manifests"))
            .count();
        assert_eq!(puts, 1);
    }
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

#[tokio::test]
async fn answers_that_no_registry_gives_are_named() {
    let html = || Failure::Body(b"<html>Please log in</html>".to_vec());
    let registry = FakeRegistry::start(Access::Open);
    release(&target(&registry), &package()).await.unwrap();
    for body in ["<html>Please log in</html>", "", "[1]", r#"{"layers":"x"}"#] {
        registry.recover();
        registry.fail(
            "GET",
            "/manifests/",
            None,
            Failure::Body(body.as_bytes().to_vec()),
        );
        let finding = failing(&target(&registry), &package()).await;
        assert_eq!(finding.code.id, "CW-REGISTRY-012", "{body}");
    }
    let registry = FakeRegistry::start(Access::Token("octocat", PASSWORD, Grant::Push));
    registry.fail("GET", "/token", None, html());
    let finding = failing(&target(&registry), &package()).await;
    assert_eq!(finding.code.id, "CW-REGISTRY-012");
    assert!(
        finding
            .message
            .contains("something other than JSON where a token should be")
    );
    let registry = FakeRegistry::start(Access::Open);
    registry.fail_with("GET", "/v2/", None, 404);
    assert_eq!(
        failing(&target(&registry), &package()).await.code.id,
        "CW-REGISTRY-012"
    );
}

#[tokio::test]
async fn no_credential_follows_a_redirect_to_another_host() {
    let elsewhere = FakeRegistry::start(Access::Open);
    let there = format!("http://{}/v2/acme/api/manifests/x", elsewhere.host());
    for (method, path) in [
        ("GET", "/v2/"),
        ("HEAD", "/manifests/"),
        ("POST", "/uploads/"),
        ("PUT", "/uploads/"),
        ("PUT", "/manifests/"),
        ("GET", "/manifests/"),
    ] {
        for status in [301, 302, 307, 308] {
            let registry = FakeRegistry::start(Access::Basic("octocat", PASSWORD));
            let redirect = Failure::Answer(status, "", vec![("location", there.clone())]);
            registry.fail(method, path, None, redirect);
            let finding = failing(&target(&registry), &package()).await;
            assert_eq!(
                finding.code.id, "CW-REGISTRY-013",
                "{method} {path} {status}"
            );
            assert!(finding.message.contains(&elsewhere.host()));
            assert!(elsewhere.requests().is_empty(), "nothing is sent there");
        }
    }
}

#[tokio::test]
async fn blobs_are_read_from_object_storage_without_the_credential() {
    let package = package();
    let storage = FakeRegistry::start(Access::Open);
    let digest = storage.put_blob(&package.bytes);
    let registry = FakeRegistry::start(Access::Basic("octocat", PASSWORD));
    let target = target(&registry);
    let preflight = target.preflight(&package).await.unwrap();
    let written = target.publish(&package, preflight).await.unwrap();
    registry.fail(
        "GET",
        Box::leak(digest.clone().into_boxed_str()),
        None,
        Failure::Answer(
            307,
            "",
            vec![(
                "location",
                format!("http://{}/v2/x/blobs/{digest}?signature=s", storage.host()),
            )],
        ),
    );
    target.verify(&package, written).await.unwrap();
    let asked = storage.requests();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].authorization, None);
    assert_eq!(asked[0].query, "signature=s");
}

#[tokio::test]
async fn an_upload_goes_where_the_registry_says_with_the_query_as_it_was() {
    for location in [Location::Relative, Location::Absolute] {
        let registry = FakeRegistry::start(Access::Open);
        registry.set_location(location);
        release(&target(&registry), &package()).await.unwrap();
    }
    let registry = FakeRegistry::start(Access::Open);
    registry.set_location(Location::Absent);
    assert_eq!(
        failing(&target(&registry), &package()).await.code.id,
        "CW-REGISTRY-012"
    );
    let elsewhere = FakeRegistry::start(Access::Open);
    let registry = FakeRegistry::start(Access::Basic("octocat", PASSWORD));
    registry.set_location(Location::Elsewhere(format!("http://{}", elsewhere.host())));
    assert_eq!(
        failing(&target(&registry), &package()).await.code.id,
        "CW-REGISTRY-013"
    );
    assert!(elsewhere.requests().is_empty());
}

#[tokio::test]
async fn what_is_read_back_must_be_what_was_published() {
    let package = package();
    let blob = format!("/blobs/sha256:{}", package.sha256);
    let blob: &'static str = Box::leak(blob.into_boxed_str());
    for (path, part) in [("/manifests/", "manifest"), (blob, "package")] {
        let registry = FakeRegistry::start(Access::Open);
        let target = target(&registry);
        let preflight = target.preflight(&package).await.unwrap();
        let written = target.publish(&package, preflight).await.unwrap();
        registry.fail("GET", path, None, Failure::Body(b"{}".to_vec()));
        let finding = target
            .verify(&package, written)
            .await
            .unwrap_err()
            .finding();
        assert_eq!(finding.code.id, "CW-REGISTRY-015");
        assert!(finding.message.contains(part), "{}", finding.message);
    }
    let registry = FakeRegistry::start(Access::Open);
    let target = target(&registry);
    let preflight = target.preflight(&package).await.unwrap();
    let written = target.publish(&package, preflight).await.unwrap();
    registry.fail_with("GET", blob, None, 404);
    let finding = target
        .verify(&package, written)
        .await
        .unwrap_err()
        .finding();
    assert_eq!(note(&finding, "read back"), "nothing");
}

#[tokio::test]
async fn a_registry_s_own_words_are_shown_in_one_line() {
    let registry = FakeRegistry::start(Access::Open);
    registry.fail(
        "PUT",
        "/manifests/",
        None,
        Failure::Answer(
            400,
            "{\"errors\":[{\"code\":\"TAG_INVALID\",\"message\":\"cannot be overwritten:\\n::error::immutable\"}]}",
            Vec::new(),
        ),
    );
    let finding = failing(&target(&registry), &package()).await;
    assert_eq!(finding.code.id, "CW-REGISTRY-020");
    assert_eq!(
        note(&finding, "registry says"),
        "TAG_INVALID: cannot be overwritten: ::error::immutable"
    );
}

#[tokio::test]
async fn nobody_there_and_no_tls_there_are_two_things() {
    let registry = FakeRegistry::start(Access::Open);
    registry.fail_with("GET", "/v2/", None, 400);
    let finding = failing(&target(&registry), &package()).await;
    assert_eq!(finding.code.id, "CW-REGISTRY-006");

    let gone = target(&registry);
    drop(registry);
    let finding = failing(&gone, &package()).await;
    assert_eq!(finding.code.id, "CW-REGISTRY-005");
    assert_eq!(note(&finding, "tried"), "3 times");
}

#[tokio::test]
async fn a_slow_registry_is_waited_for() {
    let registry = FakeRegistry::start(Access::Open);
    registry.fail(
        "PUT",
        "/manifests/",
        Some(1),
        Failure::Slow(Duration::from_millis(200)),
    );
    release(&target(&registry), &package()).await.unwrap();
}

#[tokio::test]
async fn a_registry_that_does_not_answer_head_is_read_instead() {
    for status in [401, 403, 405] {
        let registry = FakeRegistry::start(Access::Open);
        registry.fail_with("HEAD", "/manifests/", None, status);
        release(&target(&registry), &package()).await.unwrap();
        let again = release(&target(&registry), &package()).await.unwrap();
        assert_eq!(again.state, PublicationState::Unchanged, "{status}");
    }
}

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
