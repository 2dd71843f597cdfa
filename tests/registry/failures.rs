//! Registries that fail, lie, or answer nonsense.

use super::*;

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
        // Longer than what was written.
        let body = format!("{{\"x\":\"{}\"}}", "y".repeat(9000));
        registry.fail("GET", path, None, Failure::Body(body.into_bytes()));
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

#[tokio::test]
async fn a_digest_that_the_registry_answers_must_be_the_manifest_s() {
    let registry = FakeRegistry::start(Access::Open);
    let other = Digest::of(b"other").to_string();
    let answer = Failure::Answer(201, "", vec![("docker-content-digest", other.clone())]);
    registry.fail("PUT", "/manifests/", None, answer);
    let finding = failing(&target(&registry), &package()).await;
    assert_eq!(finding.code.id, "CW-REGISTRY-015");
    assert_eq!(note(&finding, "read back"), other);
}
