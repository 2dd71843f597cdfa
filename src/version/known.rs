//! The names that give a tag its meaning: the charts of the repository, and its environments.

/// The environments of R7, which hold when the repository has no folder `environments/` (C5).
pub const DEFAULT_ENVIRONMENTS: &[&str] =
    &["production", "staging", "canary", "sandbox", "performance"];

/// What is known of the repository when a tag is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    charts: Vec<String>,
    environments: Vec<String>,
}

impl Known {
    /// `charts`: the names in the Chart.yaml files; `environments`: the names of the directories under
    /// `environments/`. When there is none that could be an environment (R42: `[a-z][a-z0-9-]*`), the five names of
    /// R7 hold.
    pub fn new<Chart, Environment>(
        charts: impl IntoIterator<Item = Chart>,
        environments: impl IntoIterator<Item = Environment>,
    ) -> Self
    where
        Chart: Into<String>,
        Environment: Into<String>,
    {
        let charts = longest_first(charts.into_iter().map(Into::into).collect());
        let mut environments: Vec<String> = environments
            .into_iter()
            .map(Into::into)
            .filter(|name: &String| is_environment_name(name))
            .collect();
        if environments.is_empty() {
            environments = DEFAULT_ENVIRONMENTS
                .iter()
                .map(|name| (*name).to_owned())
                .collect();
        }
        Self {
            charts,
            environments: longest_first(environments),
        }
    }

    /// The charts' names, longest first, so that `app-2-1.0.0` is the chart `app-2` before it is the chart `app`.
    pub fn charts(&self) -> &[String] {
        &self.charts
    }

    /// The environments' names, longest first.
    pub fn environments(&self) -> &[String] {
        &self.environments
    }
}

impl Default for Known {
    /// No chart, and the five environments of R7.
    fn default() -> Self {
        Self::new([""; 0], [""; 0])
    }
}

fn longest_first(mut names: Vec<String>) -> Vec<String> {
    names.retain(|name| !name.is_empty());
    names.sort_by(|one, other| other.len().cmp(&one.len()).then_with(|| one.cmp(other)));
    names.dedup();
    names
}

fn is_environment_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .chars()
            .all(|any| any.is_ascii_lowercase() || any.is_ascii_digit() || any == '-')
}
