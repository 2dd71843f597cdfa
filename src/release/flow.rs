//! The whole release, stage by stage. What each stage found stands in the journal.

use camino::Utf8PathBuf;

use super::inputs::{ReleaseInputs, Targets};
use super::journal::Journal;
use crate::action::context::RunContext;
use crate::action::event::Event;
use crate::action::ownership::hand_over;
use crate::report::{Blame, Code, Explain, Note, Stage, Step, StepState};

/// CW-HTTP-001.
const NO_CLIENT: Code = Code::new(
    "CW-HTTP-001",
    Blame::Target,
    "the HTTP client cannot be made",
    "the machine has no CA certificates: install `ca-certificates`, or set SSL_CERT_FILE to a bundle",
);

/// The codes of this module.
pub(super) const CODES: &[&Code] = &[&NO_CLIENT];

/// The HTTP client, or the program's own machinery, could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum SetUpError {
    /// TLS has no roots.
    #[error("the HTTP client cannot be made")]
    Http(#[source] reqwest::Error),
    /// The system gives no more of something.
    #[error("the program cannot start its event loop")]
    Runtime(#[source] std::io::Error),
}

impl SetUpError {
    /// The event loop, and the HTTP client.
    ///
    /// # Errors
    /// When either cannot be made.
    pub fn runtime_and_client() -> Result<(tokio::runtime::Runtime, reqwest::Client), Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(Self::Runtime)?;
        let http = crate::http::client().map_err(Self::Http)?;
        Ok((runtime, http))
    }
}

impl Explain for SetUpError {
    fn code(&self) -> &'static Code {
        &NO_CLIENT
    }

    fn notes(&self) -> Vec<Note> {
        let cause = match self {
            Self::Http(cause) => cause.to_string(),
            Self::Runtime(cause) => cause.to_string(),
        };
        vec![Note::new("cause", cause)]
    }
}

/// What is to be released, and from where.
#[derive(Debug, Clone)]
pub struct Request {
    /// The inputs.
    pub inputs: ReleaseInputs,
    /// The event that started the run.
    pub event: Event,
    /// What the runner says of the run.
    pub context: RunContext,
    /// The root of the checkout; paths in the inputs are relative to the current directory, which it is.
    pub root: Utf8PathBuf,
}

/// Runs a release. Everything that comes of it stands in the journal's report.
pub fn release(request: Request, journal: &mut Journal) {
    match SetUpError::runtime_and_client() {
        Ok((runtime, http)) => runtime.block_on(run(request, &http, journal)),
        Err(error) => journal.find([error.finding()]),
    }
}

async fn run(request: Request, http: &reqwest::Client, journal: &mut Journal) {
    journal.report.dry_run = request.inputs.dry_run;
    let Some(planned) = request.plan(http, journal).await else {
        return;
    };
    let Some(preflighted) = planned.built.preflight(planned.targets, journal).await else {
        return;
    };
    if request.inputs.dry_run {
        for (name, what) in preflighted.plan() {
            journal.show(Step::new(Stage::Publish, StepState::Skipped, name, what));
        }
        return;
    }
    preflighted.publish(journal).await.verify(journal).await;
    request.hand_over();
}

impl Request {
    /// Gives what was written into the workspace to its owner.
    fn hand_over(&self) {
        let mut written = vec![self.inputs.destination.clone()];
        match &self.inputs.targets {
            Targets::Embedded { .. } => {}
            Targets::Given { registries, pages } => {
                written.extend(
                    registries
                        .iter()
                        .filter_map(|registry| registry.directory()),
                );
                written.extend(pages.iter().map(|pages| pages.repository.as_str().into()));
            }
        }
        let workspace = self.root.as_std_path();
        for path in written.iter().filter(|path| path.exists()) {
            hand_over(workspace, path.as_std_path());
        }
    }
}
