//! Reading the inputs of `lint`, and the words of the command.

use camino::{Utf8Path, Utf8PathBuf};
use clap::ArgMatches;
use gotemplate::Limits;
use helm::render::Capabilities;
use helm::values;

use super::definitions as input;
use super::error::LintInputError;
use crate::action::environment::Environment;
use crate::action::input::Reader;
use crate::chart::LintMode;
use crate::command::values as shared;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct LintInputs {
    /// The charts, as they were written: directories or packages. At least one.
    pub charts: Vec<String>,
    /// Whether warnings fail.
    pub mode: LintMode,
    /// Whether the charts in charts/ are linted, too.
    pub with_subcharts: bool,
    /// Whether a chart is linted again with each of its values for CI.
    pub ci_values: bool,
    /// The user's values.
    pub values: values::Options,
    /// The cluster.
    pub capabilities: Capabilities,
    /// The release's namespace.
    pub namespace: String,
    /// Whether values.schema.json has no say.
    pub skip_schema_validation: bool,
    /// What rendering a chart may spend.
    pub limits: Limits,
    /// Where the findings are written as SARIF, too.
    pub sarif_file: Option<Utf8PathBuf>,
}

/// Reads and checks the inputs.
///
/// # Errors
/// Everything that is wrong with them.
pub fn read(
    flags: &ArgMatches,
    environment: &Environment,
) -> Result<LintInputs, Vec<LintInputError>> {
    let mut reader = Reader::new(flags, environment);
    let mut problems = Vec::new();
    let words: Vec<String> = flags
        .try_get_many::<String>(super::WORDS)
        .ok()
        .flatten()
        .map(|words| words.cloned().collect())
        .unwrap_or_default();
    let charts = if words.is_empty() {
        let given = reader.each(&input::CHARTS);
        given.into_iter().flat_map(each_chart).collect()
    } else {
        words
    };
    let kube_version = reader.text(&shared::KUBE_VERSION);
    let capabilities = shared::capabilities(kube_version.as_deref(), Vec::new())
        .map_err(|words| problems.push(LintInputError::KubeVersion(words)))
        .unwrap_or_default();
    let limits = shared::limits(&mut reader)
        .map_err(|error| problems.push(error.into()))
        .unwrap_or_default();
    let inputs = LintInputs {
        charts,
        mode: if reader.boolean(&input::STRICT) {
            LintMode::Strict
        } else {
            LintMode::On
        },
        with_subcharts: reader.boolean(&input::WITH_SUBCHARTS),
        ci_values: reader.boolean(&input::CI_VALUES),
        values: shared::options(&mut reader),
        capabilities,
        namespace: reader.text(&shared::NAMESPACE).unwrap_or_default(),
        skip_schema_validation: reader.boolean(&shared::SKIP_SCHEMA_VALIDATION),
        limits,
        sarif_file: reader.path(&input::SARIF_FILE),
    };
    problems.extend(reader.problems().into_iter().map(LintInputError::from));
    if problems.is_empty() {
        Ok(inputs)
    } else {
        Err(problems)
    }
}

/// What a path stands for where no shell has seen it: `charts/*` for the directories in `charts` that hold a chart, in
/// the order of their names; itself when there is none.
fn each_chart(path: String) -> Vec<String> {
    let directory = match path.as_str() {
        "*" => ".",
        path => match path.strip_suffix("/*") {
            Some(directory) => directory,
            None => return vec![path.to_owned()],
        },
    };
    let entries = Utf8Path::new(directory).read_dir_utf8();
    let mut charts: Vec<String> = entries
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().to_owned())
        .filter(|chart| chart.join("Chart.yaml").is_file())
        .map(|chart| chart.as_str().trim_start_matches("./").to_owned())
        .collect();
    charts.sort();
    if charts.is_empty() {
        vec![path]
    } else {
        charts
    }
}
