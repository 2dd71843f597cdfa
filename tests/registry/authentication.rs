//! Credentials: found, sent to whom they are for, and to nobody else.

use super::*;

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
async fn credentials_do_not_travel_in_the_clear_to_a_token_server() {
    let registry = FakeRegistry::start(Access::Open);
    let challenge = r#"Bearer realm="http://auth.example.invalid/token",service="x""#;
    registry.fail(
        "GET",
        "/v2/",
        None,
        Failure::Answer(401, "", vec![("www-authenticate", challenge.to_owned())]),
    );
    let finding = failing(&target(&registry), &package()).await;
    assert_eq!(finding.code.id, "CW-REGISTRY-017");
    assert_eq!(registry.requests().len(), 1);
}

#[tokio::test]
async fn a_token_server_in_trouble_is_asked_again() {
    let registry = FakeRegistry::start(Access::Token("octocat", PASSWORD, Grant::Push));
    registry.fail_with("GET", "/token", Some(1), 503);
    release(&target(&registry), &package()).await.unwrap();
    let registry = FakeRegistry::start(Access::Token("octocat", PASSWORD, Grant::Push));
    registry.fail_with("GET", "/token", None, 503);
    assert_eq!(
        failing(&target(&registry), &package()).await.code.id,
        "CW-REGISTRY-011"
    );
    let asked = registry
        .requests()
        .iter()
        .filter(|request| request.path == "/token")
        .count();
    assert_eq!(asked, 3);
}

#[tokio::test]
async fn a_broken_configuration_is_named_without_its_content() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.json");
    std::fs::write(&path, "canary: not JSON").unwrap();
    let error = DockerConfiguration::read(&path).unwrap_err();
    assert_eq!(error.finding().code.id, "CW-REGISTRY-018");
    assert!(!format!("{:?}", error.finding()).contains("canary"));
}
