//! The fault table: one thing goes wrong at a registry, a git server or GitHub's API, once or for
//! ever. Each run ends as it should,
//! what it leaves is whole, and when the fault is over the next run completes the release.

mod git;
mod github;
mod registry;

use tokio::runtime::Runtime;

use crate::git_server::{Behaviour, Fault};
use crate::registry::{Access, FakeRegistry};
use crate::workspace::Run;
use crate::{Stage, nobody, page, workers};

/// How a run with the fault ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// As if nothing had been.
    Released,
    /// With this exit code and reason, before anything was written.
    Nothing(i32, &'static str),
    /// With this exit code and reason; one target is whole, the other has nothing that anybody sees.
    Half(i32, &'static str),
}

/// What the next run does, with the fault over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// It releases, or has nothing to do.
    Completes,
    /// It refuses with this reason: somebody else's release is there.
    Refuses(&'static str),
}

/// One fault.
pub(crate) struct Row {
    pub(crate) what: &'static str,
    access: Access,
    registry: fn(&FakeRegistry),
    git: Vec<(&'static str, Fault)>,
    behaviour: fn(&mut Behaviour),
    /// Whether the git server has GitHub's API.
    github: bool,
    pub(crate) outcome: Outcome,
    next: Next,
}

impl Row {
    /// Nothing goes wrong yet, and the registry is open.
    fn new(what: &'static str, outcome: Outcome) -> Self {
        Self {
            what,
            access: Access::Open,
            registry: |_| {},
            git: Vec::new(),
            behaviour: |_| {},
            github: false,
            outcome,
            next: Next::Completes,
        }
    }

    /// What the registry asks of its users.
    pub(crate) fn access(&self) -> Access {
        self.access.clone()
    }

    /// Servers with this fault; `access` is the row's, or has another credential.
    pub(crate) fn stage(&self, access: Access, runtime: &Runtime) -> Stage {
        let mut behaviour = Behaviour {
            github: self.github,
            ..Behaviour::default()
        };
        (self.behaviour)(&mut behaviour);
        behaviour.faults.lock().unwrap().extend(&self.git);
        let stage = runtime.block_on(Stage::with(access, behaviour));
        let _within = runtime.enter();
        (self.registry)(&stage.registry);
        stage
    }

    /// Whether it is a fault of GitHub's API, which the usual script does not ask.
    #[cfg_attr(
        not(feature = "conformance"),
        expect(dead_code, reason = "the control asks")
    )]
    pub(crate) fn is_of_github(&self) -> bool {
        self.github
    }

    /// Whether the next run completes the release.
    #[cfg_attr(
        not(feature = "conformance"),
        expect(dead_code, reason = "the control asks")
    )]
    pub(crate) fn completes(&self) -> bool {
        self.next == Next::Completes
    }
}

const LOGIN: &[(&str, &str)] = &[
    ("INPUT_REGISTRY-USERNAME", "octocat"),
    ("INPUT_REGISTRY-PASSWORD", "the-password"),
];
const PAGES_LOGIN: &[(&str, &str)] = &[("INPUT_PAGES-TOKEN", "the-token")];

/// All faults.
pub(crate) fn rows() -> Vec<Row> {
    let mut rows = registry::rows();
    rows.extend(git::rows());
    rows.extend(github::rows());
    rows
}

/// What is wrong with how a row went; nothing where it went as it should.
fn went(row: &Row, runtime: &Runtime) -> Result<(), String> {
    let stage = row.stage(row.access(), runtime);
    let planned = stage.behaviour.again();
    let before = stage.content();
    let login = match row.access {
        Access::Open if row.github => PAGES_LOGIN,
        Access::Open => &[],
        _ => LOGIN,
    };
    let release = || stage.run_at_both(&["release", "--tag", "v1.2.3"], login);
    let check = |holds: bool, what: &str, run: &Run| {
        if holds {
            return Ok(());
        }
        let (exit, reason) = (run.exit, run.output("reason"));
        Err(format!(
            "{}: {what}; exit {exit} {reason}\n{}",
            row.what, run.stderr
        ))
    };

    let run = release();
    let (code, reason) = match row.outcome {
        Outcome::Released => (0, ""),
        Outcome::Nothing(code, reason) | Outcome::Half(code, reason) => (code, reason),
    };
    check(run.exit == code, "ends otherwise", &run)?;
    check(run.output("reason") == reason, "has another reason", &run)?;
    match row.outcome {
        Outcome::Released => check(stage.holds() == (true, true), "is not there", &run)?,
        Outcome::Nothing(..) => check(stage.content() == before, "wrote something", &run)?,
        Outcome::Half(..) => check(
            !run.stderr.contains("Nothing was written"),
            "says that nothing was written",
            &run,
        )?,
    }
    let happened = stage.registry.has_failed() && stage.behaviour.has_failed(&planned);
    check(happened, "did not meet its fault", &run)?;

    stage.recover();
    let run = release();
    if let Next::Refuses(reason) = row.next {
        let refused = run.exit != 0 && run.output("reason") == reason;
        return check(refused, "the next run goes on over another's release", &run);
    }
    check(run.exit == 0, "the next run fails", &run)?;
    check(
        stage.holds() == (true, true),
        "the next run does not complete it",
        &run,
    )?;
    let one = ["verify", "--name", "demo", "--version", "1.2.3"];
    let run = stage.run_at_both(&one, login);
    check(run.exit == 0, "what is published is damaged", &run)
}

#[test]
fn every_fault_has_the_right_outcome() {
    let rows = rows();
    let wrong: Vec<String> = workers::each(&rows, went)
        .into_iter()
        .filter_map(Result::err)
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let lines = rows.iter().map(|row| {
        let outcome = match (row.outcome, row.next) {
            (Outcome::Released, _) => "released".to_owned(),
            (Outcome::Nothing(_, reason), _) => format!("{reason}, nothing written"),
            (Outcome::Half(_, reason), Next::Completes) => {
                format!("{reason}, says what is written; the next run completes it")
            }
            (Outcome::Half(_, reason), Next::Refuses(next)) => {
                format!("{reason}, says which target has what; the next run refuses ({next})")
            }
        };
        format!("| {} | {outcome} |\n", row.what)
    });
    let table: String = lines.collect();
    page::holds(
        "docs/reliability.md",
        "faults",
        &format!(
            "{count} of {count} faults with the right outcome.\n\n| fault | outcome |\n|---|---|\n{table}",
            count = rows.len()
        ),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_without_an_ipv4_address_is_published_to() {
    let stage = Stage::new().await;
    let Some(registry) = FakeRegistry::start_at("[::1]:0", Access::Open) else {
        // A machine without IPv6 has nothing to try it on.
        return;
    };
    let place = format!("oci://{}/acme", registry.host());
    let run = stage.release(&["--registry", &place]).exits(0);
    assert_eq!(run.output("status"), "released");
    assert!(registry.manifest("acme/demo:1.2.3").is_some());
    let again = stage.release(&["--registry", &place]).exits(0);
    assert_eq!(again.output("status"), "unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_connection_is_told_and_nothing_is_written_elsewhere() {
    let stage = Stage::new().await;
    let before = stage.content();
    let (oci, pages) = (stage.oci(), stage.pages());
    let nowhere = nobody();
    for (registry, repository, reason) in [
        (format!("oci://{nowhere}/acme"), pages, "CW-REGISTRY-005"),
        (oci, format!("http://{nowhere}/acme/charts"), "CW-GIT-004"),
    ] {
        stage
            .release(&["--registry", &registry, "--pages-repository", &repository])
            .fails(3, reason);
        assert_eq!(stage.content(), before, "{reason}");
    }
}
