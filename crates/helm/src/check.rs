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
    /// Lint's messages hold some that stop the release.
    #[error("1 chart(s) linted, 1 chart(s) failed")]
    Lint {
        /// How many of them do.
        stopping: usize,
    },
    /// Dependencies are not vendored.
    #[error(transparent)]
    Dependencies(#[from] MissingDependencies),
}

/// Loads, lints and checks the chart in a directory.
pub fn check(directory: &Path, linting: Linting) -> Review {
    let (chart, errors) = load::load_what_loads(directory);
    // Whatever else is wrong, what charts/ lacks is known as long as charts/ itself could be read.
    let charts_are_known = errors.iter().all(|error| {
        error
            .path()
            .is_some_and(|path| !path.starts_with("charts") && path != Path::new(""))
    });
    let missing = check_vendored(&chart).err().filter(|_| charts_are_known);
    let loaded = load::Errors::or(errors, chart);
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
        problems.push(Problem::Lint { stopping });
    }
    let chart = match loaded {
        Ok(chart) => chart,
        Err(errors) => {
            problems.extend(errors.into_iter().map(Problem::Load));
            problems.extend(missing.map(Problem::Dependencies));
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
    problems.extend(missing.map(Problem::Dependencies));
    Review {
        messages,
        outcome: if problems.is_empty() {
            Ok(CheckedChart(chart))
        } else {
            Err(problems)
        },
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn chart(files: &[(&str, &str)]) -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in files {
            fs::write(directory.path().join(name), text).unwrap();
        }
        directory
    }

    fn problems(directory: &Path, linting: Linting) -> Vec<String> {
        check(directory, linting)
            .outcome
            .err()
            .unwrap_or_default()
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn linting_decides_what_stops_a_chart() {
        let directory = chart(&[(
            "Chart.yaml",
            "apiVersion: v2\nname: x\nversion: v1.2.3\nappVersion: 1.0\n",
        )]);
        let stopped = "1 chart(s) linted, 1 chart(s) failed";
        assert_eq!(problems(directory.path(), Linting::Off), [""; 0]);
        assert_eq!(problems(directory.path(), Linting::On), [stopped]);
        fs::write(
            directory.path().join("Chart.yaml"),
            "apiVersion: v2\nname: x\nversion: v1.2.3\n",
        )
        .unwrap();
        assert_eq!(problems(directory.path(), Linting::On), [""; 0]);
        assert_eq!(problems(directory.path(), Linting::Strict), [stopped]);
        let review = check(directory.path(), Linting::On);
        assert_eq!(review.messages.len(), 3);
        assert_eq!(review.outcome.unwrap().chart().name(), "x");
    }

    #[test]
    fn missing_dependencies_are_named() {
        let directory = chart(&[(
            "Chart.yaml",
            "apiVersion: v2\nname: x\nversion: 1.2.3\ndependencies: [{name: a}, {name: b}]\n",
        )]);
        assert_eq!(
            problems(directory.path(), Linting::On),
            ["found in Chart.yaml, but missing in charts/ directory: a, b"]
        );
    }

    #[test]
    fn missing_dependencies_are_named_beside_other_problems() {
        let directory = chart(&[
            (
                "Chart.yaml",
                "apiVersion: v2\nname: x\nversion: 1.2.3\ndependencies: [{name: a}]\n",
            ),
            ("values.yaml", "a: b: c\n"),
        ]);
        let missing = "found in Chart.yaml, but missing in charts/ directory: a";
        let found = problems(directory.path(), Linting::Off);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[1], missing);
        // What is behind a file that cannot be loaded may be the very dependency.
        fs::create_dir(directory.path().join("charts")).unwrap();
        fs::write(directory.path().join("charts/a-1.0.0.tgz"), "no package").unwrap();
        let found = problems(directory.path(), Linting::Off);
        assert!(!found.contains(&missing.to_owned()), "{found:?}");
    }

    #[test]
    fn other_api_versions_are_refused() {
        let directory = chart(&[("Chart.yaml", "apiVersion: v3\nname: x\nversion: 1.2.3\n")]);
        assert_eq!(
            problems(directory.path(), Linting::Off),
            ["unsupported chart version"]
        );
    }

    #[test]
    fn what_does_not_load_is_told_with_lints_messages() {
        let directory = chart(&[("Chart.yaml", "name: x\n")]);
        let review = check(directory.path(), Linting::On);
        assert!(!review.messages.is_empty());
        let problems = review.outcome.unwrap_err();
        assert!(matches!(problems.first(), Some(Problem::Lint { .. })));
        assert!(
            problems
                .iter()
                .any(|problem| matches!(problem, Problem::Load(_)))
        );
    }
}
