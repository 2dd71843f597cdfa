//! A Pages branch behind git's own HTTP server.

use crate::support::git_server::{GitServer, TOKEN};
use crate::support::helm::Helm;
use crate::support::outcome::Outcome;
use crate::support::sha256;
use crate::support::workspace::{VERSION, Workspace};

const BRANCH: &str = "gh-pages";

/// An index as someone keeps it by hand: comments, an order of keys and an unknown field that must all stay.
const INDEX: &str = "# kept by hand\napiVersion: v1\nserverInfo:\n  contextPath: /charts\nentries:\n  other:\n  - name: other   # ours since 2019\n    version: 0.1.0\n    apiVersion: v2\n    created: \"2019-01-01T00:00:00Z\"\n    digest: 0000000000000000000000000000000000000000000000000000000000000000\n    urls:\n    - other-0.1.0.tgz\ngenerated: \"2019-01-01T00:00:00Z\"\n";

fn publish(workspace: &Workspace, server: &GitServer, token: &str) -> Outcome {
    workspace.release(["--pages-repository", &server.url(), "--pages-token", token])
}

#[test]
fn a_release_is_spliced_into_the_branch_and_helm_reads_it() {
    let server = GitServer::with_token();
    server.seed(
        BRANCH,
        &[
            ("index.yaml", INDEX),
            ("CNAME", "charts.example.com\n"),
            (".nojekyll", ""),
        ],
    );
    let workspace = Workspace::new();
    let first = publish(&workspace, &server, TOKEN);
    assert_eq!(first.status(), "released", "{}", first.log);

    let index = server.file(BRANCH, "index.yaml").expect("the index");
    let index = String::from_utf8(index).expect("UTF-8");
    for line in INDEX.lines().filter(|line| !line.starts_with("generated:")) {
        assert!(
            index.lines().any(|kept| kept == line),
            "{line:?} is gone from:\n{index}"
        );
    }
    assert_eq!(
        server.file(BRANCH, "CNAME").as_deref(),
        Some(b"charts.example.com\n".as_slice())
    );
    let package = server
        .file(BRANCH, "podlet-1.2.3.tgz")
        .expect("the package");
    assert_eq!(first.report["package"]["digest"], sha256(&package));

    let site = server.site(BRANCH);
    let helm = Helm::reference();
    let pulled = helm.pull_repository(&format!("http://{}", site.host()), "podlet", VERSION);
    assert_eq!(sha256(&pulled), sha256(&package));

    let head = server.head(BRANCH);
    let second = publish(&workspace, &server, TOKEN);
    assert_eq!(second.status(), "unchanged", "{}", second.log);
    assert_eq!(
        server.head(BRANCH),
        head,
        "an unchanged release commits nothing"
    );

    workspace.change_content();
    publish(&workspace, &server, TOKEN).refused(1, &["CW-PUBLISH-007"]);
    assert_eq!(server.head(BRANCH), head);
}

#[test]
fn a_wrong_token_is_told() {
    let server = GitServer::with_token();
    server.seed(BRANCH, &[("index.yaml", INDEX)]);
    let head = server.head(BRANCH);
    publish(&Workspace::new(), &server, "wrong-s3cret-token")
        .refused(3, &["CW-GIT-006", &server.url()]);
    assert_eq!(server.head(BRANCH), head);
}

#[test]
fn the_words_of_a_refusing_hook_are_shown() {
    let server = GitServer::open();
    server.seed(BRANCH, &[("index.yaml", INDEX)]);
    server.refuse("GH006: Protected branch update failed for refs/heads/gh-pages");
    let head = server.head(BRANCH);
    publish(&Workspace::new(), &server, TOKEN)
        .refused(3, &["CW-", "Protected branch update failed"]);
    assert_eq!(server.head(BRANCH), head);
}

#[test]
fn a_branch_that_is_not_there_is_begun_only_when_asked() {
    let server = GitServer::open();
    server.seed("main", &[("README.md", "charts\n")]);
    let workspace = Workspace::new();
    publish(&workspace, &server, TOKEN)
        .refused(2, &["CW-GIT-009", "gh-pages", "pages-create-branch"]);
    assert_eq!(server.head(BRANCH), None);
    let outcome = workspace.release(["--pages-repository", &server.url(), "--pages-create-branch"]);
    assert_eq!(outcome.status(), "released", "{}", outcome.log);
    assert!(server.file(BRANCH, "index.yaml").is_some());
}

#[test]
fn an_index_that_cannot_be_read_is_never_replaced() {
    let server = GitServer::open();
    server.seed(BRANCH, &[("index.yaml", "<html>502 Bad Gateway</html>\n")]);
    let head = server.head(BRANCH);
    let outcome = publish(&Workspace::new(), &server, TOKEN);
    assert_ne!(outcome.code, 0, "{}", outcome.log);
    assert_eq!(server.head(BRANCH), head);
}

/// Eight publishers of eight charts at once: every one succeeds and no entry is lost (promise 2).
#[test]
fn publishers_that_race_all_succeed() {
    let server = GitServer::with_token();
    server.seed(BRANCH, &[("index.yaml", INDEX)]);
    let names: Vec<String> = (1..=8).map(|number| format!("racer-{number}")).collect();
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        let runs: Vec<_> = names
            .iter()
            .map(|name| {
                let server = &server;
                scope.spawn(move || publish(&Workspace::with_chart(name), server, TOKEN))
            })
            .collect();
        runs.into_iter()
            .map(|run| run.join().expect("the run"))
            .collect()
    });
    for outcome in &outcomes {
        assert_eq!(outcome.status(), "released", "{}", outcome.log);
    }
    let index = server.file(BRANCH, "index.yaml").expect("the index");
    let index = String::from_utf8(index).expect("UTF-8");
    assert!(index.contains("name: other   # ours since 2019"));
    let site = server.site(BRANCH);
    let helm = Helm::reference();
    for name in &names {
        helm.pull_repository(&format!("http://{}", site.host()), name, VERSION);
    }
}

/// Two publishers of the same version with other content: one is first, the other is told, nothing is replaced.
#[test]
fn the_same_version_twice_at_once_is_published_once() {
    let server = GitServer::open();
    server.seed(BRANCH, &[("index.yaml", INDEX)]);
    let (first, second) = (Workspace::new(), Workspace::new());
    second.change_content();
    let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
        let runs = [&first, &second].map(|workspace| {
            let server = &server;
            scope.spawn(move || publish(workspace, server, TOKEN))
        });
        runs.map(|run| run.join().expect("the run")).into()
    });
    let mut codes: Vec<i32> = outcomes.iter().map(|outcome| outcome.code).collect();
    codes.sort_unstable();
    assert_eq!(codes, [0, 1], "{}\n{}", outcomes[0].log, outcomes[1].log);
    let package = server
        .file(BRANCH, "podlet-1.2.3.tgz")
        .expect("the package");
    let winner = outcomes.iter().find(|outcome| outcome.code == 0);
    assert_eq!(
        winner.map(|winner| winner.report["package"]["digest"].clone()),
        Some(sha256(&package).into())
    );
}
