//! The Pages branch target against real `git http-backend`: what is published, what is refused, and what is left
//! alone.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "these are tests"
)]

#[path = "support/body.rs"]
mod body;
#[path = "support/git_server.rs"]
mod git_server;

use std::time::Duration;

use chartwright::git::remote::Credentials;
use chartwright::git::{GitUrl, Remote, RepositoryLocation};
use chartwright::release::target::{
    BranchOptions, BranchTarget, Publication, PublicationState, ReleaseSource, Standing, Target,
    TargetError, Visibility, Written,
};
use chartwright::repository::branch::{BranchName, PagesDirectory};
use chartwright::secret::Secret;
use git_server::{Behaviour, GitServer};
use helm::metadata::Metadata;
use helm::package::Package;
use sha2::{Digest, Sha256};

const OLD_INDEX: &str = "\
# kept by hand
apiVersion: v1
entries:
  other:
  - created: \"2020-01-01T00:00:00Z\"
    digest: 0000000000000000000000000000000000000000000000000000000000000000
    name: other
    urls:
    - other-0.1.0.tgz
    version: 0.1.0
    x-unknown: true
generated: \"2020-01-01T00:00:00Z\"
";

fn package(name: &str, version: &str, content: &[u8]) -> Package {
    Package {
        metadata: Metadata {
            name: name.to_owned(),
            version: version.to_owned(),
            ..Metadata::default()
        },
        bytes: content.to_vec(),
        sha256: Sha256::digest(content)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
        created: "2026-05-04T10:11:12Z".parse().unwrap(),
        repeated: Vec::new(),
    }
}

fn options(url: &str) -> BranchOptions {
    let repository = match RepositoryLocation::parse(url, "https://github.com").unwrap() {
        RepositoryLocation::Git(url) => url,
        RepositoryLocation::Directory(path) => panic!("{path} is a directory"),
    };
    BranchOptions {
        repository,
        branch: BranchName::parse("gh-pages").unwrap(),
        directory: PagesDirectory::parse(".").unwrap(),
        create_branch: false,
        credentials: None,
        pages_url: None,
        api: None,
        serve_wait: Duration::ZERO,
        source: ReleaseSource {
            tag: Some("v1.0.0".to_owned()),
            commit: Some("3f2a91c0000000000000000000000000000000ab".to_owned()),
        },
        retention: chartwright::repository::Retention::KeepAll,
    }
}

fn target(options: BranchOptions) -> BranchTarget {
    BranchTarget::new(options, chartwright::http::client().unwrap()).unwrap()
}

/// All three steps.
async fn release(target: &BranchTarget, package: &Package) -> Result<Publication, TargetError> {
    let preflight = target.preflight(package).await?;
    let written = target.publish(package, preflight).await?;
    target.verify(package, written).await
}

fn code(error: &TargetError) -> &'static str {
    error.code().id
}

fn notes(error: &TargetError) -> String {
    error
        .notes()
        .into_iter()
        .map(|note| format!("{}: {}\n", note.label, note.text))
        .collect()
}

async fn server() -> GitServer {
    server_that(Behaviour::default()).await
}

async fn server_that(behaviour: Behaviour) -> GitServer {
    let server = GitServer::start(behaviour).await;
    server.create("acme/charts");
    server.commit(
        "acme/charts",
        "gh-pages",
        &[
            ("index.yaml", OLD_INDEX.as_bytes()),
            ("README.md", b"# charts\n"),
            ("assets/logo.svg", b"<svg/>"),
            ("other-0.1.0.tgz", &noise(200_000)),
        ],
    );
    server
}

/// Bytes that do not compress.
fn noise(length: usize) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(7);
    (0..length).map(|_| random.u8(..)).collect()
}

fn index(server: &GitServer) -> String {
    String::from_utf8(
        server
            .file("acme/charts", "gh-pages", "index.yaml")
            .unwrap(),
    )
    .unwrap()
}

#[tokio::test]
async fn a_release_adds_one_package_and_one_entry_and_leaves_the_rest() {
    let server = server().await;
    let before = server.git("acme/charts", &["rev-parse", "gh-pages"]);
    let package = package("api", "1.0.0", b"the package");
    let target = target(options(&server.url("acme/charts")));

    let preflight = target.preflight(&package).await.unwrap();
    assert_eq!(preflight.standing, Standing::Free);
    assert_eq!(
        preflight.detail,
        "1.0.0 is free, the token may write, 1 package there"
    );
    assert!(
        server
            .log()
            .iter()
            .all(|request| request.method == "GET" || request.path.ends_with("git-upload-pack"))
    );

    let written = target.publish(&package, preflight).await.unwrap();
    assert!(written.changed);
    let publication = target.verify(&package, written).await.unwrap();
    assert_eq!(publication.state, PublicationState::Released);
    assert_eq!(publication.visibility, Visibility::Verified);
    assert_eq!(publication.digest, format!("sha256:{}", package.sha256));

    assert_eq!(
        server.files("acme/charts", "gh-pages"),
        [
            "README.md",
            "api-1.0.0.tgz",
            "assets/logo.svg",
            "index.yaml",
            "other-0.1.0.tgz"
        ]
    );
    assert_eq!(
        server
            .file("acme/charts", "gh-pages", "api-1.0.0.tgz")
            .unwrap(),
        package.bytes
    );
    let index = index(&server);
    let (head, tail) = OLD_INDEX.split_once("  other:").unwrap();
    assert!(index.starts_with(head), "{index}");
    let tail = tail.split_once("generated").unwrap().0;
    assert!(index.contains(tail), "{index}");
    assert!(
        index.contains("api-1.0.0.tgz") && index.contains(&package.sha256),
        "{index}"
    );

    let log = server.git(
        "acme/charts",
        &["log", "-1", "--format=%P|%an|%s|%b", "gh-pages"],
    );
    assert_eq!(
        log,
        format!(
            "{before}|chartwright[bot]|Release api 1.0.0|Chart-Digest: sha256:{}\nSource-Tag: v1.0.0\n\
             Source-Commit: 3f2a91c0000000000000000000000000000000ab",
            package.sha256
        )
    );
    server.git("acme/charts", &["fsck", "--strict"]);

    // Two greetings, the directories, the index, the push; then the branch and what it holds.
    assert_eq!(server.log().len(), 7, "{:#?}", server.log());
    let moved: usize = server.log().iter().map(|request| request.answered).sum();
    assert!(
        moved < 10_000,
        "{moved} bytes for a branch with 200 kB of packages"
    );
}

#[tokio::test]
async fn the_same_again_is_unchanged_and_pushes_nothing() {
    let server = server().await;
    let package = package("api", "1.0.0", b"the package");
    release(&target(options(&server.url("acme/charts"))), &package)
        .await
        .unwrap();
    let before = server.git("acme/charts", &["rev-parse", "gh-pages"]);
    server.clear_log();

    let target = target(options(&server.url("acme/charts")));
    let preflight = target.preflight(&package).await.unwrap();
    assert_eq!(preflight.standing, Standing::Unchanged);
    let written = target.publish(&package, preflight).await.unwrap();
    assert!(!written.changed);
    let publication = target.verify(&package, written).await.unwrap();
    assert_eq!(publication.state, PublicationState::Unchanged);
    assert_eq!(
        server.git("acme/charts", &["rev-parse", "gh-pages"]),
        before
    );
    assert!(
        !server
            .log()
            .iter()
            .any(|request| request.method == "POST" && request.path.ends_with("git-receive-pack"))
    );
}

#[tokio::test]
async fn other_content_under_a_version_is_refused() {
    let server = server().await;
    let url = server.url("acme/charts");
    release(&target(options(&url)), &package("api", "1.0.0", b"theirs"))
        .await
        .unwrap();
    let before = server.git("acme/charts", &["rev-parse", "gh-pages"]);
    let error = target(options(&url))
        .preflight(&package("api", "1.0.0", b"ours"))
        .await
        .unwrap_err();
    assert_eq!(code(&error), "CW-PUBLISH-007");
    let notes = notes(&error);
    assert!(
        notes.contains("chartwright[bot]") && notes.contains("2026-05-04"),
        "{notes}"
    );
    assert!(
        notes.contains("acme/charts (gh-pages), api-1.0.0.tgz"),
        "{notes}"
    );
    assert_eq!(
        server.git("acme/charts", &["rev-parse", "gh-pages"]),
        before
    );
}

/// A chart package as another tool might have packed it: the same files, other compression and times.
fn packed(values: &str, level: u32, time: u64) -> Vec<u8> {
    let mut archive = tar::Builder::new(flate2::write::GzEncoder::new(
        Vec::new(),
        flate2::Compression::new(level),
    ));
    for (name, text) in [
        (
            "api/Chart.yaml",
            "apiVersion: v2\nname: api\nversion: 1.0.0\n",
        ),
        ("api/values.yaml", values),
    ] {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(text.len()).unwrap());
        header.set_mode(0o644);
        header.set_mtime(time);
        archive
            .append_data(&mut header, name, text.as_bytes())
            .unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

#[tokio::test]
async fn the_same_content_in_other_bytes_stays_as_it_is() {
    let server = server().await;
    let url = server.url("acme/charts");
    let theirs = package("api", "1.0.0", &packed("replicas: 1\n", 9, 1));
    release(&target(options(&url)), &theirs).await.unwrap();

    let ours = package("api", "1.0.0", &packed("replicas: 1\n", 1, 2));
    assert_ne!(ours.sha256, theirs.sha256);
    let same = target(options(&url));
    let preflight = same.preflight(&ours).await.unwrap();
    assert_eq!(preflight.standing, Standing::Unchanged);
    assert_eq!(
        preflight.findings.first().unwrap().code.id,
        "CW-REPOSITORY-013"
    );
    let written = same.publish(&ours, preflight).await.unwrap();
    assert!(!written.changed);
    let publication = same.verify(&ours, written).await.unwrap();
    assert_eq!(publication.digest, format!("sha256:{}", theirs.sha256));

    let other = package("api", "1.0.0", &packed("replicas: 2\n", 9, 1));
    let error = target(options(&url)).preflight(&other).await.unwrap_err();
    assert_eq!(code(&error), "CW-PUBLISH-007");
    assert!(
        notes(&error).contains("differs in: values.yaml"),
        "{}",
        notes(&error)
    );
}

#[tokio::test]
async fn many_packages_cost_no_more_than_their_names() {
    let server = server().await;
    let blob = server.git("acme/charts", &["rev-parse", "gh-pages:README.md"]);
    let mut list = String::new();
    for number in 0..3000 {
        list.push_str(&format!("100644 blob {blob}\tchart-1.0.{number}.tgz\n"));
    }
    let index = server.git("acme/charts", &["rev-parse", "gh-pages:index.yaml"]);
    list.push_str(&format!("100644 blob {index}\tindex.yaml\n"));
    let tree = server.git_with_input("acme/charts", &["mktree"], list.as_bytes());
    let commit = server.git("acme/charts", &["commit-tree", &tree, "-m", "many"]);
    server.git(
        "acme/charts",
        &["update-ref", "refs/heads/gh-pages", &commit],
    );
    server.clear_log();

    let package = package("api", "1.0.0", &noise(5000));
    release(&target(options(&server.url("acme/charts"))), &package)
        .await
        .unwrap();
    let sent: usize = server.log().iter().map(|request| request.received).sum();
    assert!(sent < 8_000, "{sent} bytes sent for a package of 5,000");
    assert_eq!(server.files("acme/charts", "gh-pages").len(), 3002);
    server.git("acme/charts", &["fsck", "--strict"]);
}

#[tokio::test]
async fn a_release_that_stopped_half_way_is_completed() {
    let package = package("api", "1.0.0", b"the package");
    for missing in ["index.yaml", "api-1.0.0.tgz"] {
        let server = server().await;
        let url = server.url("acme/charts");
        if missing == "index.yaml" {
            server.commit(
                "acme/charts",
                "gh-pages",
                &[("api-1.0.0.tgz", &package.bytes)],
            );
        } else {
            release(&target(options(&url)), &package).await.unwrap();
            let index = index(&server);
            server.git("acme/charts", &["update-ref", "-d", "refs/heads/gh-pages"]);
            server.commit(
                "acme/charts",
                "gh-pages",
                &[("index.yaml", index.as_bytes())],
            );
        }
        let target = target(options(&url));
        let preflight = target.preflight(&package).await.unwrap();
        assert_eq!(preflight.standing, Standing::Incomplete, "{missing}");
        let written = target.publish(&package, preflight).await.unwrap();
        assert!(written.changed);
        target.verify(&package, written).await.unwrap();
        assert!(index(&server).contains(&package.sha256));
        assert!(
            server
                .file("acme/charts", "gh-pages", "api-1.0.0.tgz")
                .is_some()
        );
    }
}

#[tokio::test]
async fn a_missing_branch_is_started_only_when_asked_for() {
    let server = GitServer::start(Behaviour::default()).await;
    server.create("empty");
    server.create("full");
    server.commit("full", "main", &[("README.md", b"hello")]);
    let package = package("api", "1.0.0", b"the package");
    for repository in ["empty", "full"] {
        let mut options = options(&server.url(repository));
        let error = target(options.clone())
            .preflight(&package)
            .await
            .unwrap_err();
        assert_eq!(code(&error), "CW-GIT-009");
        assert_eq!(notes(&error).contains("main"), repository == "full");

        options.create_branch = true;
        let publication = release(&target(options), &package).await.unwrap();
        assert_eq!(publication.state, PublicationState::Released);
        assert_eq!(
            server.files(repository, "gh-pages"),
            [".nojekyll", "api-1.0.0.tgz", "index.yaml"]
        );
        let parents = server.git(repository, &["log", "--format=%P", "gh-pages"]);
        assert_eq!(parents, "", "the branch has no history but its own");
        server.git(repository, &["fsck", "--strict"]);
    }
}

#[tokio::test]
async fn each_denial_has_its_own_code() {
    let server = server_that(Behaviour {
        writers: vec!["x-access-token:writer-canary".to_owned()],
        readers: vec!["x-access-token:reader-canary".to_owned()],
        ..Behaviour::default()
    })
    .await;
    let package = package("api", "1.0.0", b"the package");
    for (repository, token, expected) in [
        ("acme/charts", None, "CW-GIT-005"),
        ("acme/charts", Some("wrong-canary"), "CW-GIT-006"),
        ("acme/charts", Some("reader-canary"), "CW-GIT-007"),
        ("acme/nothing", Some("writer-canary"), "CW-GIT-008"),
    ] {
        let mut options = options(&server.url(repository));
        options.credentials = token.map(|token| Credentials::token(Secret::new(token)));
        let error = target(options).preflight(&package).await.unwrap_err();
        assert_eq!(code(&error), expected);
        let shown = format!("{error} {error:?} {}", notes(&error));
        assert!(!shown.contains("canary"), "{shown}");
    }
    let mut options = options(&server.url("acme/charts"));
    options.credentials = Some(Credentials::token(Secret::new("writer-canary")));
    server.clear_log();
    release(&target(options), &package).await.unwrap();
    assert!(
        server
            .log()
            .iter()
            .all(|request| request.authorization.is_some())
    );
}

#[tokio::test]
async fn a_hooks_words_are_shown() {
    let server = server().await;
    server.hook(
        "acme/charts",
        "pre-receive",
        "echo 'releases are frozen until Monday' >&2; echo 'ask #platform' >&2; exit 1",
    );
    let package = package("api", "1.0.0", b"the package");
    let error = release(&target(options(&server.url("acme/charts"))), &package)
        .await
        .unwrap_err();
    assert_eq!(code(&error), "CW-GIT-010");
    assert!(
        error.to_string().contains("pre-receive hook declined"),
        "{error}"
    );
    let notes = notes(&error);
    assert!(
        notes.contains("server says: releases are frozen until Monday"),
        "{notes}"
    );
    assert!(notes.contains("server says: ask #platform"), "{notes}");
    assert!(!index(&server).contains("api-1.0.0"));
}

#[tokio::test]
async fn a_slower_publisher_merges_again() {
    let server = server().await;
    server.configure("acme/charts", "receive.denyNonFastForwards", "true");
    let url = server.url("acme/charts");
    let (first, second) = (target(options(&url)), target(options(&url)));
    let (api, web) = (
        package("api", "1.0.0", b"api"),
        package("web", "2.0.0", b"web"),
    );
    let (of_first, of_second) = (
        first.preflight(&api).await.unwrap(),
        second.preflight(&web).await.unwrap(),
    );
    let written_first = first.publish(&api, of_first).await.unwrap();
    let written_second = second.publish(&web, of_second).await.unwrap();
    for (target, package, written) in [(first, api, written_first), (second, web, written_second)] {
        let publication = target.verify(&package, written).await.unwrap();
        assert_eq!(publication.state, PublicationState::Released);
        assert!(index(&server).contains(&package.sha256));
    }
    assert_eq!(server.files("acme/charts", "gh-pages").len(), 6);
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_publishers_at_once_lose_nothing() {
    let server = server().await;
    let url = server.url("acme/charts");
    let mut publishers = tokio::task::JoinSet::new();
    for number in 0..8 {
        let target = target(options(&url));
        publishers.spawn(async move {
            let package = package(&format!("chart{number}"), "1.0.0", &[number; 30]);
            release(&target, &package).await.unwrap();
            package.sha256
        });
    }
    let digests = publishers.join_all().await;
    let index = index(&server);
    for digest in digests {
        assert!(index.contains(&digest), "{digest} is lost");
    }
    assert_eq!(server.files("acme/charts", "gh-pages").len(), 12);
    server.git("acme/charts", &["fsck", "--strict"]);
}

#[tokio::test]
async fn two_publishers_of_one_version_end_with_one() {
    let server = server().await;
    let url = server.url("acme/charts");
    let (winner, same, other) = (
        target(options(&url)),
        target(options(&url)),
        target(options(&url)),
    );
    let ours = package("api", "1.0.0", b"ours");
    let theirs = package("api", "1.0.0", b"theirs");
    let of_winner = winner.preflight(&ours).await.unwrap();
    let of_same = same.preflight(&ours).await.unwrap();
    let of_other = other.preflight(&theirs).await.unwrap();
    assert!(winner.publish(&ours, of_winner).await.unwrap().changed);

    let written = same.publish(&ours, of_same).await.unwrap();
    assert!(!written.changed);
    same.verify(&ours, written).await.unwrap();

    let error = other.publish(&theirs, of_other).await.unwrap_err();
    assert_eq!(code(&error), "CW-PUBLISH-007");
    assert!(!index(&server).contains(&theirs.sha256));
}

#[tokio::test]
async fn a_push_whose_answer_is_lost_is_looked_after() {
    let behaviour = Behaviour::default();
    let server = server_that(behaviour.clone()).await;
    let package = package("api", "1.0.0", b"the package");
    let target = target(options(&server.url("acme/charts")));
    let preflight = target.preflight(&package).await.unwrap();
    *behaviour.lose_next_push_answer.lock().unwrap() = true;
    let written = target.publish(&package, preflight).await.unwrap();
    assert!(written.changed);
    target.verify(&package, written).await.unwrap();
    let commits = server.git("acme/charts", &["rev-list", "--count", "gh-pages"]);
    assert_eq!(commits, "2", "the push was not repeated");
}

#[tokio::test]
async fn a_server_error_that_passes_is_waited_out() {
    let behaviour = Behaviour::default();
    let server = server_that(behaviour.clone()).await;
    let package = package("api", "1.0.0", b"the package");
    *behaviour.fail_first.lock().unwrap() = vec![503, 502];
    release(&target(options(&server.url("acme/charts"))), &package)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_server_of_the_old_protocol_or_without_filters_serves_too() {
    for (old_protocol, filter) in [(true, true), (true, false), (false, false)] {
        let server = server_that(Behaviour {
            old_protocol,
            ..Behaviour::default()
        })
        .await;
        server.configure("acme/charts", "uploadpack.allowFilter", &filter.to_string());
        // Annotated, so that the old protocol's list has a peeled line.
        server.git("acme/charts", &["tag", "-a", "-m", "one", "v1", "gh-pages"]);
        let package = package("api", "1.0.0", b"the package");
        let publication = release(&target(options(&server.url("acme/charts"))), &package)
            .await
            .unwrap();
        assert_eq!(publication.state, PublicationState::Released);
        assert_eq!(server.files("acme/charts", "gh-pages").len(), 5);

        let remote = remote(&server.url("acme/charts"));
        let refs = remote.refs(&["refs/tags/"]).await.unwrap();
        assert_eq!(refs.len(), 1);
        let tag = refs.first().unwrap();
        assert_eq!(tag.name, "refs/tags/v1");
        assert_eq!(
            tag.commit().to_string(),
            server.git("acme/charts", &["rev-parse", "v1^{commit}"])
        );
        assert_ne!(tag.id, tag.commit());
    }
}

fn remote(url: &str) -> Remote {
    Remote::new(
        &GitUrl::parse(url).unwrap(),
        None,
        chartwright::http::client().unwrap(),
    )
    .unwrap()
}

#[tokio::test]
async fn a_bare_repository_on_this_machine_needs_no_server() {
    let server = server().await;
    let path = server.path("acme/charts");
    let package = package("api", "1.0.0", b"the package");
    for location in [
        path.to_str().unwrap().to_owned(),
        format!("file://{}", path.display()),
    ] {
        let publication = release(&target(options(&location)), &package)
            .await
            .unwrap();
        assert!(publication.reference.starts_with(&location));
    }
    assert_eq!(
        server.git("acme/charts", &["rev-list", "--count", "gh-pages"]),
        "2"
    );
    server.git("acme/charts", &["fsck", "--strict"]);

    server.hook("acme/charts", "update", "exit 1");
    let error = target(options(path.to_str().unwrap()))
        .preflight(&package)
        .await
        .unwrap_err();
    assert_eq!(code(&error), "CW-GIT-018");
}

#[tokio::test]
async fn publishers_on_one_machine_race_as_fairly() {
    let server = server().await;
    let path = server.path("acme/charts");
    let path = path.to_str().unwrap();
    let (first, second) = (target(options(path)), target(options(path)));
    let (api, web) = (
        package("api", "1.0.0", b"api"),
        package("web", "2.0.0", b"web"),
    );
    let of_first = first.preflight(&api).await.unwrap();
    let of_second = second.preflight(&web).await.unwrap();
    first.publish(&api, of_first).await.unwrap();
    let written = second.publish(&web, of_second).await.unwrap();
    second.verify(&web, written).await.unwrap();
    assert!(index(&server).contains(&api.sha256) && index(&server).contains(&web.sha256));
}

#[tokio::test]
async fn redirects_are_followed_on_the_same_host_only() {
    let elsewhere = server().await;
    let server = server_that(Behaviour {
        redirects: [
            ("/old/charts".to_owned(), "/acme/charts".to_owned()),
            ("/moved/charts".to_owned(), elsewhere.url("acme/charts")),
        ]
        .into(),
        ..Behaviour::default()
    })
    .await;
    let package = package("api", "1.0.0", b"the package");
    let mut renamed = options(&server.url("old/charts"));
    renamed.credentials = Some(Credentials::token(Secret::new("canary-of-redirects")));
    release(&target(renamed.clone()), &package).await.unwrap();

    renamed.repository = options(&server.url("moved/charts")).repository;
    let error = target(renamed).preflight(&package).await.unwrap_err();
    assert_eq!(code(&error), "CW-GIT-013");
    assert_eq!(elsewhere.log(), []);
}

#[tokio::test]
async fn an_index_that_cannot_be_read_is_never_replaced() {
    let package = package("api", "1.0.0", b"the package");
    for broken in [&b""[..], b"entries: [\n", b"<html>404</html>"] {
        let server = server().await;
        server.commit("acme/charts", "gh-pages", &[("index.yaml", broken)]);
        let error = target(options(&server.url("acme/charts")))
            .preflight(&package)
            .await
            .unwrap_err();
        assert!(
            code(&error).starts_with("CW-REPOSITORY-00"),
            "{}",
            code(&error)
        );
        assert_eq!(index(&server).as_bytes(), broken);
    }
}

#[tokio::test]
async fn a_directory_of_the_branch_may_hold_the_index() {
    let server = server().await;
    let mut options = options(&server.url("acme/charts"));
    options.directory = PagesDirectory::parse("stable/charts").unwrap();
    let target = target(options);
    release(&target, &package("api", "1.0.0", b"the package"))
        .await
        .unwrap();
    assert!(
        target
            .name()
            .ends_with("acme/charts (gh-pages:stable/charts)")
    );
    let files = server.files("acme/charts", "gh-pages");
    assert!(
        files.contains(&"stable/charts/index.yaml".to_owned()),
        "{files:?}"
    );
    assert!(
        files.contains(&"stable/charts/api-1.0.0.tgz".to_owned()),
        "{files:?}"
    );
    assert_eq!(index(&server), OLD_INDEX);
}

#[tokio::test]
async fn a_file_where_a_directory_should_be_is_refused_before_anything_is_written() {
    let server = server().await;
    for directory in ["README.md", "README.md/charts"] {
        let mut options = options(&server.url("acme/charts"));
        options.directory = PagesDirectory::parse(directory).unwrap();
        let error = target(options)
            .preflight(&package("api", "1.0.0", b"the package"))
            .await
            .unwrap_err();
        assert_eq!(code(&error), "CW-REPOSITORY-051", "{directory}");
        assert!(
            error.to_string().starts_with("README.md on the branch"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn what_is_no_git_server_is_said_to_be_none() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("info")).unwrap();
    std::fs::write(folder.path().join("info/refs"), "<html>sign in</html>").unwrap();
    let server = GitServer::start(Behaviour {
        pages: Some(folder.path().to_owned()),
        ..Behaviour::default()
    })
    .await;
    let package = package("api", "1.0.0", b"the package");
    let error = target(options(&server.url("pages")))
        .preflight(&package)
        .await
        .unwrap_err();
    assert_eq!(code(&error), "CW-GIT-012");
}

#[tokio::test]
async fn nobody_at_the_port_is_unreachable() {
    let gone = {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        format!("http://{}/acme/charts", listener.local_addr().unwrap())
    };
    let package = package("api", "1.0.0", b"the package");
    let error = target(options(&gone))
        .preflight(&package)
        .await
        .unwrap_err();
    assert_eq!(code(&error), "CW-GIT-004");
    assert!(notes(&error).contains("refused"), "{}", notes(&error));
}

#[tokio::test]
async fn the_read_back_catches_a_branch_that_was_rewritten() {
    let server = server().await;
    let package = package("api", "1.0.0", b"the package");
    let target = target(options(&server.url("acme/charts")));
    let old = server.git("acme/charts", &["rev-parse", "gh-pages"]);
    let preflight = target.preflight(&package).await.unwrap();
    let written = target.publish(&package, preflight).await.unwrap();
    server.git("acme/charts", &["update-ref", "refs/heads/gh-pages", &old]);
    let error = target.verify(&package, written).await.unwrap_err();
    assert_eq!(code(&error), "CW-REPOSITORY-052");
}

#[tokio::test]
async fn a_commit_on_top_of_the_release_does_not_hide_it() {
    let server = server().await;
    let package = package("api", "1.0.0", b"the package");
    let target = target(options(&server.url("acme/charts")));
    let preflight = target.preflight(&package).await.unwrap();
    let written = target.publish(&package, preflight).await.unwrap();
    server.commit("acme/charts", "gh-pages", &[("README.md", b"edited")]);
    let publication = target.verify(&package, written).await.unwrap();
    assert_eq!(publication.state, PublicationState::Released);
}

#[tokio::test]
async fn the_site_is_looked_at_when_its_url_is_known() {
    let folder = tempfile::tempdir().unwrap();
    let server = server_that(Behaviour {
        pages: Some(folder.path().to_owned()),
        ..Behaviour::default()
    })
    .await;
    let package = package("api", "1.0.0", b"the package");
    let mut options = options(&server.url("acme/charts"));
    options.pages_url = Some(server.url("pages/").parse().unwrap());
    options.serve_wait = Duration::from_millis(100);
    let served = target(options.clone());
    let publication = release(&served, &package).await.unwrap();
    assert_eq!(publication.visibility, Visibility::NotYetServed);
    let finding = publication.findings.first().unwrap();
    assert_eq!(finding.code.id, "CW-REPOSITORY-054");
    assert!(
        finding.notes.first().unwrap().text.contains("404"),
        "{finding:?}"
    );
    assert_eq!(
        publication.install,
        [format!(
            "helm install api api --repo {} --version 1.0.0",
            server.url("pages")
        )]
    );

    for file in ["index.yaml", "api-1.0.0.tgz"] {
        let bytes = server.file("acme/charts", "gh-pages", file).unwrap();
        std::fs::write(folder.path().join(file), bytes).unwrap();
    }
    let publication = release(&target(options), &package).await.unwrap();
    assert_eq!(publication.visibility, Visibility::Served);
    assert_eq!(
        publication.chart_url,
        Some(server.url("pages/api-1.0.0.tgz"))
    );
}

#[tokio::test]
async fn a_credential_never_travels_over_plain_http() {
    let mut options = options("http://git.example.com/acme/charts");
    options.credentials = Some(Credentials::token(Secret::new("canary-in-the-clear")));
    let error = BranchTarget::new(options, chartwright::http::client().unwrap()).unwrap_err();
    assert!(error.to_string().contains("plain HTTP"));
}

#[tokio::test]
async fn verify_without_publish_reads_the_branch() {
    let server = server().await;
    let package = package("api", "1.0.0", b"the package");
    release(&target(options(&server.url("acme/charts"))), &package)
        .await
        .unwrap();
    let written = Written {
        changed: false,
        detail: String::new(),
        findings: Vec::new(),
    };
    let publication = target(options(&server.url("acme/charts")))
        .verify(&package, written)
        .await
        .unwrap();
    assert_eq!(publication.state, PublicationState::Unchanged);
}
