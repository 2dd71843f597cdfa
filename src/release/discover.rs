//! Finding the chart that a tag or the `chart` input means.

use camino::{Utf8Path, Utf8PathBuf};

use crate::report::{Blame, Code, Explain, Note};

/// CW-CHART-001.
pub const NO_CHART: Code = Code::new(
    "CW-CHART-001",
    Blame::Chart,
    "there is no chart here",
    "set `chart` to the directory that holds Chart.yaml, from the root of the checkout",
);
/// CW-CHART-002.
pub const SEVERAL_CHARTS: Code = Code::new(
    "CW-CHART-002",
    Blame::Chart,
    "several charts are here, and the tag names none of them",
    "name the chart in the tag (`name-1.2.3` or `charts/name/v1.2.3`), or set `chart`",
);
/// CW-CHART-003.
pub const TAG_NAMES_ANOTHER_CHART: Code = Code::new(
    "CW-CHART-003",
    Blame::Inputs,
    "the tag names one chart, the input `chart` another",
    "leave `chart` out: the tag selects the chart",
);
/// CW-CHART-004.
pub const CHART_OUTSIDE: Code = Code::new(
    "CW-CHART-004",
    Blame::Inputs,
    "the chart's directory is not in the checkout",
    "give a directory within the checkout, as a path from its root",
);

/// A directory with a Chart.yaml, not loaded yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundChart {
    /// The directory, from the root of the checkout; `.` for the root itself.
    pub directory: Utf8PathBuf,
    /// The name in its Chart.yaml; absent when that cannot be read (the lint says why, later).
    pub name: Option<String>,
}

impl FoundChart {
    /// The chart in a directory, if it has a Chart.yaml.
    pub(super) fn at(root: &Utf8Path, directory: impl Into<Utf8PathBuf>) -> Option<Self> {
        let directory = directory.into();
        let chart_yaml = root.join(&directory).join("Chart.yaml");
        if !chart_yaml.is_file() {
            return None;
        }
        let name = std::fs::read(&chart_yaml)
            .ok()
            .and_then(|bytes| name_in(&bytes));
        Some(Self { directory, name })
    }

    /// `name (directory)`.
    fn describe(&self) -> String {
        match &self.name {
            Some(name) => format!("{name} ({})", self.directory),
            None => self.directory.to_string(),
        }
    }
}

/// The name in a Chart.yaml, when it has a readable one.
fn name_in(chart_yaml: &[u8]) -> Option<String> {
    match helm::yaml::parse(chart_yaml).ok()??.get("name")?.resolve() {
        helm::yaml::Scalar::String(name) => Some(name),
        _ => None,
    }
}

/// What says which chart is meant.
#[derive(Debug, Clone, Copy, Default)]
pub struct Selection<'a> {
    /// The `chart` input: a directory.
    pub chart: Option<&'a Utf8Path>,
    /// The path before the version in the tag: `api` of `api/v1.2.3`.
    pub path: Option<&'a str>,
    /// The chart's name in the tag: `podinfo` of `podinfo-1.2.3`.
    pub name: Option<&'a str>,
}

/// No chart, or not exactly one.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// Nothing was found at all.
    #[error("{}", no_chart_message(.looked_in, .wanted.as_deref()))]
    NoChart {
        /// Where was looked, as the user would write it.
        looked_in: Vec<String>,
        /// What the tag or the input asked for.
        wanted: Option<String>,
    },
    /// Several were, and nothing says which.
    #[error("{} charts are here, and the tag {tag} names none of them", .found.len())]
    Several {
        /// All of them.
        found: Vec<String>,
        /// The tag.
        tag: String,
    },
    /// The tag and the `chart` input contradict each other.
    #[error("the tag {tag} means {by_tag}, the input `chart` says {by_input}")]
    Contradiction {
        /// The tag.
        tag: String,
        /// The chart that the tag names.
        by_tag: String,
        /// The directory given.
        by_input: Utf8PathBuf,
    },
    /// The directory given leaves the checkout.
    #[error("`chart: {directory}` is not in the checkout")]
    Outside {
        /// The directory given.
        directory: Utf8PathBuf,
    },
}

fn no_chart_message(looked_in: &[String], wanted: Option<&str>) -> String {
    match wanted {
        Some(wanted) => format!("no chart was found for {wanted}"),
        None => format!("no Chart.yaml was found in {}", looked_in.join(", ")),
    }
}

impl Explain for DiscoverError {
    fn code(&self) -> &'static Code {
        match self {
            Self::NoChart { .. } => &NO_CHART,
            Self::Several { .. } => &SEVERAL_CHARTS,
            Self::Contradiction { .. } => &TAG_NAMES_ANOTHER_CHART,
            Self::Outside { .. } => &CHART_OUTSIDE,
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::NoChart {
                looked_in,
                wanted: Some(_),
            } => vec![Note::new("looked in", looked_in.join(", "))],
            Self::Several { found, .. } => vec![Note::new("charts", found.join(", "))],
            _ => Vec::new(),
        }
    }
}

/// Every chart in the usual places below `root`: `.`, `chart/`, `charts/*`, `helm/*`. A chart at the root hides
/// the rest, for there `charts/` holds its own dependencies.
pub fn charts_in(root: &Utf8Path) -> Vec<FoundChart> {
    if let Some(found) = FoundChart::at(root, ".") {
        return vec![found];
    }
    let mut found: Vec<FoundChart> = FoundChart::at(root, "chart").into_iter().collect();
    for parent in ["charts", "helm"] {
        let mut directories: Vec<Utf8PathBuf> = root
            .join(parent)
            .read_dir_utf8()
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .map(|entry| Utf8Path::new(parent).join(entry.file_name()))
            .collect();
        directories.sort();
        found.extend(
            directories
                .into_iter()
                .filter_map(|directory| FoundChart::at(root, directory)),
        );
    }
    found
}

/// The one chart that is meant.
///
/// # Errors
/// [`DiscoverError`]: none, several, or a contradiction between the tag and the input.
pub fn find(
    root: &Utf8Path,
    tag: &str,
    selection: Selection<'_>,
    known: &[FoundChart],
) -> Result<FoundChart, DiscoverError> {
    if let Some(directory) = selection.chart {
        return chosen(root, tag, selection, directory);
    }
    if let Some(name) = selection.name {
        let mut named = known
            .iter()
            .filter(|chart| chart.name.as_deref() == Some(name));
        return match (named.next(), named.next()) {
            (Some(one), None) => Ok(one.clone()),
            (Some(one), Some(other)) => Err(DiscoverError::Several {
                found: vec![one.describe(), other.describe()],
                tag: tag.to_owned(),
            }),
            (None, _) => Err(DiscoverError::NoChart {
                looked_in: usual_places(),
                wanted: Some(format!("the chart {name} that the tag {tag} names")),
            }),
        };
    }
    if let Some(path) = selection.path {
        return below(root, tag, path);
    }
    match known {
        [one] => Ok(one.clone()),
        [] => Err(DiscoverError::NoChart {
            looked_in: usual_places(),
            wanted: None,
        }),
        several => Err(DiscoverError::Several {
            found: several.iter().map(FoundChart::describe).collect(),
            tag: tag.to_owned(),
        }),
    }
}

fn usual_places() -> Vec<String> {
    [".", "chart/", "charts/*", "helm/*"]
        .map(str::to_owned)
        .to_vec()
}

/// The chart that the `chart` input names; a tag that names a chart must mean the same one.
fn chosen(
    root: &Utf8Path,
    tag: &str,
    selection: Selection<'_>,
    directory: &Utf8Path,
) -> Result<FoundChart, DiscoverError> {
    let outside = || DiscoverError::Outside {
        directory: directory.to_owned(),
    };
    // Absolute paths are taken when they are below the root, so that `${{ github.workspace }}/chart` works.
    let relative = if directory.is_absolute() {
        let real_root = root.canonicalize_utf8().unwrap_or_else(|_| root.to_owned());
        let real = directory
            .canonicalize_utf8()
            .unwrap_or_else(|_| directory.to_owned());
        real.strip_prefix(&real_root)
            .or_else(|_| directory.strip_prefix(root))
            .map_err(|_| outside())?
            .to_owned()
    } else {
        directory.to_owned()
    };
    let mut clean = Utf8PathBuf::new();
    for part in relative.components() {
        match part {
            camino::Utf8Component::CurDir => {}
            camino::Utf8Component::ParentDir => {
                if !clean.pop() {
                    return Err(outside());
                }
            }
            other => clean.push(other),
        }
    }
    if clean.as_str().is_empty() {
        clean.push(".");
    }
    let found = FoundChart::at(root, &clean).ok_or_else(|| DiscoverError::NoChart {
        looked_in: vec![format!("{clean}/Chart.yaml")],
        wanted: Some(format!("the input `chart: {directory}`")),
    })?;
    if let (Some(by_tag), Some(name)) = (selection.name, &found.name)
        && by_tag != name
    {
        return Err(DiscoverError::Contradiction {
            tag: tag.to_owned(),
            by_tag: by_tag.to_owned(),
            by_input: directory.to_owned(),
        });
    }
    Ok(found)
}

/// The chart of a sub-project: `path` itself, `charts/path`, `helm/path`, or the one chart in the usual places
/// below `path`.
fn below(root: &Utf8Path, tag: &str, path: &str) -> Result<FoundChart, DiscoverError> {
    for directory in [
        path.to_owned(),
        format!("charts/{path}"),
        format!("helm/{path}"),
    ] {
        if let Some(found) = FoundChart::at(root, directory) {
            return Ok(found);
        }
    }
    let mut inner: Vec<FoundChart> = charts_in(&root.join(path))
        .into_iter()
        .map(|chart| FoundChart {
            directory: Utf8Path::new(path).join(chart.directory),
            ..chart
        })
        .collect();
    match (inner.pop(), inner.is_empty()) {
        (Some(one), true) => Ok(one),
        (Some(last), false) => {
            inner.push(last);
            Err(DiscoverError::Several {
                found: inner.iter().map(FoundChart::describe).collect(),
                tag: tag.to_owned(),
            })
        }
        (None, _) => Err(DiscoverError::NoChart {
            looked_in: [
                path.to_owned(),
                format!("charts/{path}"),
                format!("helm/{path}"),
                format!("{path}/chart"),
                format!("{path}/charts/*"),
                format!("{path}/helm/*"),
            ]
            .to_vec(),
            wanted: Some(format!("the path of the tag {tag}")),
        }),
    }
}

/// The codes of this module.
pub const CODES: &[&Code] = &[
    &NO_CHART,
    &SEVERAL_CHARTS,
    &TAG_NAMES_ANOTHER_CHART,
    &CHART_OUTSIDE,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn checkout(charts: &[(&str, &str)]) -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap();
        for (directory, name) in charts {
            let directory = root.join(directory);
            std::fs::create_dir_all(&directory).unwrap();
            std::fs::write(
                directory.join("Chart.yaml"),
                format!("apiVersion: v2\nname: {name}\nversion: 1.0.0\n"),
            )
            .unwrap();
        }
        (folder, root)
    }

    fn found(charts: &[(&str, &str)], tag: &str, selection: Selection<'_>) -> String {
        let (_folder, root) = checkout(charts);
        match find(&root, tag, selection, &charts_in(&root)) {
            Ok(chart) => chart.directory.to_string(),
            Err(error) => format!("{} {error}", error.code()),
        }
    }

    #[test]
    fn one_chart_in_a_usual_place_needs_no_input() {
        for directory in [".", "chart", "charts/api", "helm/api"] {
            assert_eq!(
                found(&[(directory, "api")], "v1.0.0", Selection::default()),
                directory
            );
        }
    }

    #[test]
    fn a_chart_at_the_root_hides_its_own_dependencies() {
        assert_eq!(
            found(
                &[(".", "api"), ("charts/common", "common")],
                "v1.0.0",
                Selection::default()
            ),
            "."
        );
    }

    #[test]
    fn several_charts_need_a_name() {
        let charts = [("charts/api", "api"), ("charts/web", "web")];
        assert_eq!(
            found(&charts, "v1.0.0", Selection::default()),
            "CW-CHART-002 2 charts are here, and the tag v1.0.0 names none of them"
        );
        let by_name = Selection {
            name: Some("web"),
            ..Selection::default()
        };
        assert_eq!(found(&charts, "web-1.0.0", by_name), "charts/web");
        let by_path = Selection {
            path: Some("web"),
            ..Selection::default()
        };
        assert_eq!(found(&charts, "web/v1.0.0", by_path), "charts/web");
        let by_input = Selection {
            chart: Some(Utf8Path::new("./charts/../charts/api/")),
            ..Selection::default()
        };
        assert_eq!(found(&charts, "v1.0.0", by_input), "charts/api");
    }

    #[test]
    fn what_cannot_be_found_is_said() {
        assert!(found(&[], "v1.0.0", Selection::default()).starts_with("CW-CHART-001 no Chart"));
        for (selection, code) in [
            (
                Selection {
                    chart: Some(Utf8Path::new("../x")),
                    ..Selection::default()
                },
                "CW-CHART-004",
            ),
            (
                Selection {
                    chart: Some(Utf8Path::new("nowhere")),
                    ..Selection::default()
                },
                "CW-CHART-001",
            ),
            (
                Selection {
                    chart: Some(Utf8Path::new("chart")),
                    name: Some("other"),
                    path: None,
                },
                "CW-CHART-003",
            ),
            (
                Selection {
                    path: Some("nowhere"),
                    ..Selection::default()
                },
                "CW-CHART-001",
            ),
        ] {
            let said = found(&[("chart", "api")], "v1.0.0", selection);
            assert!(said.starts_with(code), "{selection:?}: {said}");
        }
    }

    #[test]
    fn a_sub_project_has_usual_places_of_its_own() {
        let by_path = Selection {
            path: Some("services/api"),
            ..Selection::default()
        };
        assert_eq!(
            found(
                &[("services/api/chart", "api"), ("chart", "x")],
                "services/api/v1.0.0",
                by_path
            ),
            "services/api/chart"
        );
    }
}
