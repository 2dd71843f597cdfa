//! The gate before packaging: only a chart that Helm would package becomes a [`CheckedChart`].

use std::path::Path;

use crate::chart::Chart;
use crate::dependency::{MissingDependencies, check_vendored};
use crate::lint::{self, Message, Severity};
use crate::load;
use crate::metadata::{API_VERSION_1, API_VERSION_2};

/// A chart that was loaded without error, linted without error (unless that was asked not to be done), and holds its
/// dependencies. Only [`check`] makes one.
#[derive(Debug, Clone)]
pub struct CheckedChart(Chart);

impl CheckedChart {
    /// The chart.
    pub fn chart(&self) -> &Chart {
        &self.0
    }

    /// The chart, no longer known to be checked.
    pub fn into_chart(self) -> Chart {
        self.0
    }
}

/// Whether Helm's lint has a say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Linting {
    /// Its errors stop the release.
    On,
    /// Its warnings do too (`helm lint --strict`).
    Strict,
    /// It is not run.
    Off,
}

/// What a check found, and the chart when nothing stands against it.
#[derive(Debug)]
pub struct Review {
    /// What lint says, in Helm's order, whether or not it stops the release.
    pub messages: Vec<Message>,
    /// The chart, or all that stands against it.
    pub outcome: Result<CheckedChart, Vec<Problem>>,
}

/// Something that stands against packaging a chart.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It cannot be loaded. Lint says this again as [`lint::CHART_LOADS`] and [`lint::CRDS_LOAD`], where it runs.
    #[error(transparent)]
    Load(#[from] load::Error),
    /// Lint's messages hold so many that stop the release.
    #[error("{0} chart(s) linted, 1 chart(s) failed")]
    Lint(usize),
    /// Dependencies are not vendored.
    #[error(transparent)]
    Dependencies(#[from] MissingDependencies),
}

/// Loads, lints and checks the chart in a directory.
pub fn check(directory: &Path, linting: Linting) -> Review {
    let loaded = load::load_directory(directory);
    let messages = match linting {
        Linting::Off => Vec::new(),
        Linting::On | Linting::Strict => lint::lint_loaded(directory, loaded.as_ref()),
    };
    let floor = match linting {
        Linting::Strict => Severity::Warning,
        Linting::On | Linting::Off => Severity::Error,
    };
    let mut problems = Vec::new();
    let stopping = messages
        .iter()
        .filter(|message| message.severity >= floor)
        .count();
    if stopping > 0 {
        problems.push(Problem::Lint(stopping));
    }
    let chart = match loaded {
        Ok(chart) => chart,
        Err(errors) => {
            problems.extend(errors.into_iter().map(Problem::Load));
            return Review {
                messages,
                outcome: Err(problems),
            };
        }
    };
    // `helm package` looks at this before it picks a loader (`pkg/chart/loader/load.go`).
    let api_version = &chart.metadata.api_version;
    if api_version != API_VERSION_1 && api_version != API_VERSION_2 {
        problems.push(Problem::Load(load::Error::ApiVersion {
            found: api_version.clone(),
        }));
    }
    if let Err(missing) = check_vendored(&chart) {
        problems.push(missing.into());
    }
    Review {
        messages,
        outcome: if problems.is_empty() {
            Ok(CheckedChart(chart))
        } else {
            Err(problems)
        },
    }
}
