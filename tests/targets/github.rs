//! A Pages branch at GitHub: its API is asked for what is needed, and makes the commit. Where it cannot, git can.

use std::sync::{Arc, Mutex};

use crate::git_server::{Behaviour, Fault};
use crate::registry::Access;
use crate::workspace::{Run, Workspace};
use crate::{Stage, is_push};

/// What is asked of the API, as faults name it.
pub(crate) const QUERY: &str = "/api/graphql?query";
pub(crate) const MUTATION: &str = "/api/graphql?mutation";
pub(crate) const BLOB: &str = "?blob";

impl Stage {
    /// A stage at a server that has GitHub's API.
    pub(crate) async fn at_github(faults: &[(&'static str, Fault)]) -> Self {
        let behaviour = Behaviour {
            github: true,
            writers: vec!["x-access-token:the-token".to_owned()],
            faults: Arc::new(Mutex::new(faults.to_vec())),
            ..Behaviour::default()
        };
        Self::with(Access::Open, behaviour).await
    }

    /// A release to the branch alone, on a runner of that server.
    pub(crate) fn release_at_github(&self, arguments: &[&str]) -> Run {
        let pages = self.pages();
        self.run(
            &[arguments, &["--pages-repository", &pages]].concat(),
            &[("INPUT_PAGES-TOKEN", "the-token")],
        )
    }

    /// What git itself was asked to send or to take.
    fn asked_of_git(&self) -> Vec<String> {
        let log = self.git.log().into_iter();
        log.filter(|request| request.method == "POST" && request.path.contains("-pack"))
            .map(|request| request.path)
            .collect()
    }
}

const RELEASE: [&str; 3] = ["release", "--tag", "v1.2.3"];

#[tokio::test(flavor = "multi_thread")]
async fn a_release_asks_for_the_index_and_commits_without_a_clone_or_a_push() {
    let stage = Stage::at_github(&[]).await;
    let old = "# ours\napiVersion: v1\nentries: {}\ngenerated: \"2020-01-01T00:00:00Z\"\n";
    let files: Vec<(String, Vec<u8>)> = (0..300)
        .map(|number| (format!("other-{number}.0.0.tgz"), vec![0; 10]))
        .collect();
    let mut files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    files.push(("index.yaml", old.as_bytes()));
    let tip = stage.git.commit("acme/charts", "gh-pages", &files);
    let before = stage.git.files("acme/charts", "gh-pages");
    stage.git.clear_log();

    let run = stage.release_at_github(&RELEASE).exits(0);
    assert_eq!(run.output("status"), "released");
    // git is asked where the branch is, in a few bytes each time.
    let fetched = stage
        .git
        .log()
        .iter()
        .map(|request| request.answered)
        .sum::<usize>();
    assert!(fetched < 20_000, "{fetched} bytes: {:#?}", stage.git.log());
    assert!(!stage.git.log().iter().any(is_push));
    let parent = stage.git.git("acme/charts", &["rev-parse", "gh-pages^"]);
    assert_eq!(parent, tip);
    let message = stage
        .git
        .git("acme/charts", &["show", "-s", "--format=%B", "gh-pages"]);
    assert!(
        message.starts_with("Release demo 1.2.3\n\nChart-Digest: sha256:"),
        "{message}"
    );
    let after = stage.git.files("acme/charts", "gh-pages");
    let new: Vec<&String> = after.iter().filter(|name| !before.contains(name)).collect();
    assert_eq!(new, ["demo-1.2.3.tgz"]);
    assert_eq!(after.len(), before.len() + 1);
    let index = stage.git.file("acme/charts", "gh-pages", "index.yaml");
    let index = String::from_utf8(index.unwrap()).unwrap();
    assert!(index.starts_with("# ours\n") && index.contains("demo-1.2.3.tgz"));

    stage.git.clear_log();
    let again = stage.release_at_github(&RELEASE).exits(0);
    assert_eq!(again.output("status"), "unchanged");
    let verify = ["verify", "--name", "demo", "--version", "1.2.3"];
    stage.release_at_github(&verify).exits(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_that_is_not_there_is_begun_by_a_push() {
    let stage = Stage::at_github(&[]).await;
    let arguments = [
        &RELEASE[..],
        &["--pages-branch", "charts", "--pages-create-branch"],
    ]
    .concat();
    stage.release_at_github(&arguments).exits(0);
    assert!(stage.git.log().iter().any(is_push));
    assert!(
        stage
            .git
            .file("acme/charts", "charts", "demo-1.2.3.tgz")
            .is_some()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_in_the_directorys_place_is_not_replaced() {
    let stage = Stage::at_github(&[]).await;
    stage
        .git
        .commit("acme/charts", "gh-pages", &[("charts", b"a file")]);
    let before = stage.content();
    let arguments = [&RELEASE[..], &["--pages-directory", "charts"]].concat();
    stage
        .release_at_github(&arguments)
        .fails(3, "CW-REPOSITORY-051");
    assert_eq!(stage.content(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn old_prereleases_go_in_the_same_commit() {
    let stage = Stage::at_github(&[]).await;
    for (number, tag) in ["v1.2.3-rc.1", "v1.2.3-rc.2", "v1.2.3-rc.3"]
        .into_iter()
        .enumerate()
    {
        let version = tag.trim_start_matches('v');
        let chart = format!("apiVersion: v2\nname: demo\nversion: {version}\n");
        stage.workspace.write("chart/Chart.yaml", chart);
        stage.workspace.commit(version);
        stage.workspace.git(&["tag", tag]);
        stage
            .release_at_github(&["release", "--tag", tag, "--retention", "keep 2 prereleases"])
            .exits(0);
        let count = stage
            .git
            .git("acme/charts", &["rev-list", "--count", "gh-pages"]);
        assert_eq!(count, (number + 2).to_string());
    }
    let files = stage.git.files("acme/charts", "gh-pages");
    assert!(
        !files.contains(&"demo-1.2.3-rc.1.tgz".to_owned()),
        "{files:?}"
    );
    assert!(
        files.contains(&"demo-1.2.3-rc.2.tgz".to_owned()),
        "{files:?}"
    );
    assert!(!stage.git.log().iter().any(is_push));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_api_does_not_do_git_does() {
    for fault in [Fault::Status(404), Fault::Status(403), Fault::Break] {
        for at in [QUERY, MUTATION] {
            let stage = Stage::at_github(&[(at, fault)]).await;
            let run = stage.release_at_github(&RELEASE).exits(0);
            assert_eq!(run.output("status"), "released", "{fault:?} {at}");
            assert!(
                stage
                    .asked_of_git()
                    .iter()
                    .any(|path| path.contains("upload"))
            );
            assert!(!run.stderr.contains("api/graphql"), "{}", run.stderr);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_the_api_does_not_show_is_not_begun_anew() {
    let stage = Stage::at_github(&[(QUERY, Fault::Hidden); 2]).await;
    let old = "apiVersion: v1\nentries:\n  other:\n  - version: 1.0.0\n";
    let files: [(&str, &[u8]); 1] = [("index.yaml", old.as_bytes())];
    stage.git.commit("acme/charts", "gh-pages", &files);
    stage.release_at_github(&RELEASE).exits(0);
    let index = stage.git.file("acme/charts", "gh-pages", "index.yaml");
    let index = String::from_utf8(index.unwrap()).unwrap();
    assert!(
        index.contains("other:") && index.contains("demo-1.2.3.tgz"),
        "{index}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn another_servers_repository_is_not_asked_of_this_ones_api() {
    let stage = Stage::at_github(&[]).await;
    let elsewhere = Stage::at_github(&[]).await;
    let variables = elsewhere.git.variables();
    let environment: Vec<(&str, &str)> = variables
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .chain([("INPUT_PAGES-TOKEN", "the-token")])
        .collect();
    let pages = stage.pages();
    let arguments = [&RELEASE[..], &["--pages-repository", &pages]].concat();
    stage.workspace.run(&arguments, &environment).exits(0);
    assert_eq!(elsewhere.git.log(), []);
    assert!(stage.git.log().iter().any(is_push));
}

#[tokio::test(flavor = "multi_thread")]
async fn publishers_at_the_same_moment_lose_nothing() {
    let stage = Stage::at_github(&[]).await;
    let (pages, variables) = (stage.pages(), stage.git.variables());
    let publish = |number: usize| {
        let workspace = Workspace::with_chart();
        let chart = format!("apiVersion: v2\nname: demo-{number}\nversion: 1.2.3\n");
        workspace.write("chart/Chart.yaml", chart);
        workspace.commit("Another name");
        workspace.git(&["tag", "--force", "v1.2.3"]);
        let environment: Vec<(&str, &str)> = variables
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .chain([("INPUT_PAGES-TOKEN", "the-token")])
            .collect();
        let arguments = [&RELEASE[..], &["--pages-repository", &pages]].concat();
        workspace.run(&arguments, &environment).exits(0)
    };
    std::thread::scope(|scope| {
        let publish = &publish;
        let all: Vec<_> = (0..8)
            .map(|number| scope.spawn(move || publish(number)))
            .collect();
        for run in all {
            assert_eq!(run.join().unwrap().output("status"), "released");
        }
    });
    let index = stage.git.file("acme/charts", "gh-pages", "index.yaml");
    let index = String::from_utf8(index.unwrap()).unwrap();
    let files = stage.git.files("acme/charts", "gh-pages");
    for number in 0..8 {
        let package = format!("demo-{number}-1.2.3.tgz");
        assert!(
            index.contains(&package) && files.contains(&package),
            "{package}"
        );
    }
    let commits = stage
        .git
        .git("acme/charts", &["rev-list", "--count", "gh-pages"]);
    assert_eq!(commits, "9");
    assert!(!stage.git.log().iter().any(is_push));
}
