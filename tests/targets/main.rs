//! The targets as a user meets them: the program against a registry and a git server of this process. A target that
//! cannot be published to says why, and nothing is written at any other.

#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "these are tests"
)]

#[path = "../support/body.rs"]
mod body;
mod canaries;
mod completion;
#[cfg(feature = "conformance")]
mod control;
mod credentials;
mod faults;
#[path = "../support/git_server.rs"]
mod git_server;
mod github;
#[cfg(feature = "conformance")]
mod github_schema;
#[path = "../support/page.rs"]
mod page;
#[cfg(feature = "conformance")]
mod pages_size;
mod refusals;
#[path = "../support/registry.rs"]
mod registry;
mod schemas;
mod site;
mod verification;
mod verification_elsewhere;
mod web;
mod words;
mod workers;

#[path = "../support/workspace.rs"]
mod workspace;

use git_server::{Behaviour, GitServer};
use registry::{Access, FakeRegistry, Location};
use workspace::{Run, Workspace};

/// The branch's tip and the registry's content: what must be the same after a refusal.
type Content = (String, (Vec<String>, Vec<String>, usize));

/// A checkout, a registry and a git server with a `gh-pages` branch.
struct Stage {
    workspace: Workspace,
    registry: FakeRegistry,
    git: GitServer,
    /// What the git server does, and still will.
    behaviour: Behaviour,
}

impl Stage {
    async fn with(access: Access, behaviour: Behaviour) -> Self {
        let git = GitServer::start(behaviour.clone()).await;
        git.create("acme/charts");
        git.commit("acme/charts", "gh-pages", &[("README.md", b"hello")]);
        Self {
            workspace: Workspace::with_chart(),
            registry: FakeRegistry::start(access),
            git,
            behaviour,
        }
    }

    /// Ends all faults of both servers.
    fn recover(&self) {
        self.registry.recover();
        self.registry.set_location(Location::Relative);
        self.behaviour.recover();
    }

    async fn new() -> Self {
        Self::with(Access::Open, Behaviour::default()).await
    }

    /// `oci://127.0.0.1:port/acme`.
    fn oci(&self) -> String {
        format!("oci://{}/acme", self.registry.host())
    }

    fn pages(&self) -> String {
        self.git.url("acme/charts")
    }

    fn content(&self) -> Content {
        (
            self.git.git("acme/charts", &["for-each-ref"]),
            self.registry.content(),
        )
    }

    /// Whether the registry holds the release and the branch lists it.
    fn holds(&self) -> (bool, bool) {
        let index = self.git.file("acme/charts", "gh-pages", "index.yaml");
        (
            self.registry.manifest("acme/demo:1.2.3").is_some(),
            index.is_some_and(|index| String::from_utf8_lossy(&index).contains("demo-1.2.3.tgz")),
        )
    }

    /// `chartwright release` with these arguments, at the tag.
    fn release(&self, arguments: &[&str]) -> Run {
        self.workspace
            .chartwright(&[&["release", "--tag", "v1.2.3"], arguments].concat())
    }

    /// The same to both targets.
    fn release_to_both(&self, arguments: &[&str]) -> Run {
        self.run_at_both(&[&["release", "--tag", "v1.2.3"], arguments].concat(), &[])
    }

    /// Any command with both targets, and further environment.
    fn run_at_both(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let (oci, pages) = (self.oci(), self.pages());
        let targets = ["--registry", &oci, "--pages-repository", &pages];
        self.run(&[arguments, &targets].concat(), environment)
    }

    /// Any command; a server with GitHub's API is the one that the runner belongs to.
    fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let variables = self.git.variables();
        let of_github = variables
            .iter()
            .filter(|_| self.behaviour.github)
            .map(|(name, value)| (*name, value.as_str()));
        let environment: Vec<(&str, &str)> = environment.iter().copied().chain(of_github).collect();
        self.workspace.run(arguments, &environment)
    }
}

/// An address of this machine at which nobody listens: a free port might be another test's a moment later.
fn nobody() -> String {
    "127.0.0.1:1".to_owned()
}

fn is_push(request: &git_server::Logged) -> bool {
    request.method == "POST" && request.path.ends_with("git-receive-pack")
}
