//! The gate before packaging: only a chart that Helm would package becomes a [`CheckedChart`].

use std::path::Path;

use gotemplate::Map;

use crate::chart::Chart;
use crate::dependency::{MissingDependencies, check_vendored};
use crate::lint::{self, Linted, RunOptions, Severity};
use crate::load::{self, Errors};
use crate::metadata::{API_VERSION_1, API_VERSION_2};
use crate::render::{self, Operation, Release, TemplateError};
use crate::values;

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
    /// The lint and the render with the defaults, then with each of ci/'s values; none when linting is off.
    pub runs: Vec<Run>,
    /// The chart, or all that stands against it.
    pub outcome: Result<CheckedChart, Rejected>,
}

/// A lint and a render with one set of values.
#[derive(Debug)]
pub struct Run {
    /// The file of values, relative to the chart; nothing for the chart's defaults.
    pub values: Option<String>,
    /// What lint says and what it is silent about.
    pub linted: Linted,
    /// What keeps the chart from being installed with these values. Nothing either when it was not tried: lint failed
    /// to render it, it is a library, or its dependencies are missing.
    pub stopped: Option<TemplateError>,
}

/// What stands against packaging a chart, and what of it could be loaded.
#[derive(Debug)]
pub struct Rejected {
    /// What stands against it. Never empty.
    pub problems: Vec<Problem>,
    /// The chart, where it could be loaded.
    pub loaded: Result<Box<Chart>, Errors>,
}

/// Something that stands against packaging a chart.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It cannot be loaded; [`Rejected::loaded`] says why. Lint says it again as [`lint::CHART_LOADS`] and
    /// [`lint::CRDS_LOAD`], where it runs.
    #[error("the chart cannot be loaded")]
    Load,
    /// It is of an API version that Helm does not package.
    #[error(transparent)]
    ApiVersion(load::Error),
    /// Lint's messages hold some that stop the release.
    #[error("1 chart(s) linted, 1 chart(s) failed")]
    Lint {
        /// How many of them do.
        stopping: usize,
    },
    /// It cannot be rendered; [`Run::stopped`] says why.
    #[error("the chart cannot be rendered")]
    Render {
        /// With how many of the sets of values.
        stopping: usize,
    },
    /// A file of values in ci/ cannot be read.
    #[error("{file}: {words}")]
    Values {
        /// The file, relative to the chart.
        file: String,
        /// Why.
        words: String,
    },
    /// Dependencies are not vendored.
    #[error(transparent)]
    Dependencies(#[from] MissingDependencies),
}

/// Loads, lints, renders and checks the chart in a directory.
pub fn check(directory: &Path, linting: Linting, options: &RunOptions) -> Review {
    let (chart, errors) = load::load_what_loads(directory);
    // Whatever else is wrong, what charts/ lacks is known as long as charts/ itself could be read.
    let charts_are_known = errors.iter().all(|error| {
        error
            .path()
            .is_some_and(|path| !path.starts_with("charts") && path != Path::new(""))
    });
    let missing = check_vendored(&chart).err().filter(|_| charts_are_known);
    let loaded = Errors::or(errors, chart);
    let mut problems = Vec::new();
    let runs = match linting {
        Linting::Off => Vec::new(),
        Linting::On | Linting::Strict => {
            let whole = loaded.as_ref().ok().filter(|_| missing.is_none());
            value_sets(directory, &mut problems)
                .into_iter()
                .map(|set| run(directory, set, loaded.as_ref(), whole, options))
                .collect()
        }
    };
    judge(&runs, linting, &mut problems);
    let chart = match loaded {
        Ok(chart) => chart,
        Err(errors) => {
            problems.push(Problem::Load);
            problems.extend(missing.map(Problem::Dependencies));
            return Review {
                runs,
                outcome: Err(Rejected {
                    problems,
                    loaded: Err(errors),
                }),
            };
        }
    };
    // `helm package` looks at this before it picks a loader (`pkg/chart/loader/load.go`).
    let api_version = &chart.metadata.api_version;
    if api_version != API_VERSION_1 && api_version != API_VERSION_2 {
        problems.push(Problem::ApiVersion(load::Error::ApiVersion {
            found: api_version.clone(),
        }));
    }
    problems.extend(missing.map(Problem::Dependencies));
    Review {
        runs,
        outcome: if problems.is_empty() {
            Ok(CheckedChart(chart))
        } else {
            Err(Rejected {
                problems,
                loaded: Ok(Box::new(chart)),
            })
        },
    }
}

/// The values of one lint and one render.
struct ValueSet {
    file: Option<String>,
    /// For lint, which fills the tables of what it is given.
    to_lint: Map,
    /// For the render.
    to_render: Map,
}

/// No values of a user, then each of ci/'s files.
fn value_sets(directory: &Path, problems: &mut Vec<Problem>) -> Vec<ValueSet> {
    let mut sets = vec![ValueSet {
        file: None,
        to_lint: Map::new(),
        to_render: Map::new(),
    }];
    for file in lint::ci_values(directory) {
        let read = std::fs::read(directory.join(&file)).map_err(|error| error.to_string());
        let load = |text: &[u8]| values::load(text).map_err(|error| error.to_string());
        match read.and_then(|text| Ok((load(&text)?, load(&text)?))) {
            Ok((to_lint, to_render)) => sets.push(ValueSet {
                file: Some(file),
                to_lint,
                to_render,
            }),
            Err(words) => problems.push(Problem::Values { file, words }),
        }
    }
    sets
}

/// Lints with one set of values, and renders for an install. `whole` is the chart when it has all that a render needs.
fn run(
    directory: &Path,
    set: ValueSet,
    loaded: Result<&Chart, &Errors>,
    whole: Option<&Chart>,
    options: &RunOptions,
) -> Run {
    let linted = lint::run(directory, loaded, &set.to_lint, options);
    let installable = whole.filter(|chart| {
        let kind = &chart.metadata.chart_type;
        linted.stopped.is_none() && !kind.eq_ignore_ascii_case("library")
    });
    let rendering = render::Options {
        release: Release {
            name: "release-name".to_owned(),
            namespace: options.namespace.clone(),
            operation: Operation::Install,
        },
        capabilities: options.capabilities.clone(),
        skip_schema_validation: options.skip_schema_validation,
        schemas: options.schemas.clone(),
        limits: options.limits,
        sources: options.sources.clone(),
    };
    let stopped =
        installable.and_then(|chart| render::template(chart, &set.to_render, &rendering).err());
    Run {
        values: set.file,
        linted,
        stopped,
    }
}

/// Counts what stops the release: lint's errors, and templates that fail. What a chart refuses by `required` or `fail`,
/// and versions of Kubernetes that it is not made for, are warnings.
fn judge(runs: &[Run], linting: Linting, problems: &mut Vec<Problem>) {
    let strict = linting == Linting::Strict;
    let floor = if strict {
        Severity::Warning
    } else {
        Severity::Error
    };
    let messages = runs.iter().flat_map(|run| &run.linted.messages);
    let stopping = messages.filter(|message| message.severity >= floor).count();
    if stopping > 0 {
        problems.push(Problem::Lint { stopping });
    }
    let fails = |run: &&Run| {
        run.stopped
            .as_ref()
            .is_some_and(|error| strict || stops_a_release(error))
            || (strict && !run.linted.hidden.is_empty())
    };
    let stopping = runs.iter().filter(fails).count();
    if stopping > 0 {
        problems.push(Problem::Render { stopping });
    }
}

/// Whether a chart that cannot be rendered so cannot be released: not when it only refuses these values by `required`
/// or `fail`, or this version of Kubernetes.
#[must_use]
pub fn stops_a_release(error: &TemplateError) -> bool {
    match error {
        TemplateError::Render(errors) => errors.iter().any(|error| error.refusal().is_none()),
        TemplateError::KubeVersion { .. } => false,
        _ => true,
    }
}

#[cfg(test)]
pub(crate) mod tests;
