//! Reading the inputs of `template`, and the words of the command.

use camino::Utf8PathBuf;
use clap::ArgMatches;
use gotemplate::Limits;
use helm::render::{Capabilities, Show};
use helm::values;

use super::definitions as input;
use super::error::TemplateCommandError;
use crate::action::environment::Environment;
use crate::action::input::Reader;
use crate::command::values::{self as shared, comma_separated};

/// What is asked for.
#[derive(Debug, Clone)]
pub struct TemplateInputs {
    /// The chart: a directory or a package.
    pub chart: Utf8PathBuf,
    /// The release's name.
    pub name: Name,
    /// The release's namespace.
    pub namespace: String,
    /// The user's values.
    pub values: values::Options,
    /// The cluster.
    pub capabilities: Capabilities,
    /// What is shown.
    pub show: Show,
    /// The templates that are shown; all when there are none.
    pub show_only: Vec<String>,
    /// Whether the release is upgraded.
    pub is_upgrade: bool,
    /// Where files are written; nothing: to the standard output.
    pub output_dir: Option<Utf8PathBuf>,
    /// Whether the release's name is part of the paths there.
    pub use_release_name: bool,
    /// Whether values.schema.json has no say.
    pub skip_schema_validation: bool,
    /// Whether rendered files are shown that are no YAML.
    pub debug: bool,
    /// Whether what is printed is fenced off from the runner.
    pub fence: bool,
    /// What rendering may spend.
    pub limits: Limits,
}

/// Where the release's name comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// It was given, or is Helm's `release-name`.
    Given(String),
    /// A template gives it.
    Template(String),
}

/// Reads and checks the inputs.
///
/// # Errors
/// Everything that is wrong with them.
pub fn read(
    flags: &ArgMatches,
    environment: &Environment,
) -> Result<TemplateInputs, Vec<TemplateCommandError>> {
    let mut reader = Reader::new(flags, environment);
    let mut problems = Vec::new();
    let words: Vec<String> = flags
        .try_get_many::<String>(super::WORDS)
        .ok()
        .flatten()
        .map(|words| words.cloned().collect())
        .unwrap_or_default();
    let name_template = reader.text(&input::NAME_TEMPLATE);
    let (name, chart) = match name_and_chart(&mut reader, &words, name_template) {
        Ok((name, chart)) => (name, chart),
        Err(problem) => {
            problems.push(problem);
            (Name::Given(String::new()), String::new())
        }
    };
    let api_versions = comma_separated(&reader.each(&input::API_VERSIONS));
    let kube_version = reader.text(&shared::KUBE_VERSION);
    let capabilities = shared::capabilities(kube_version.as_deref(), api_versions)
        .map_err(|words| problems.push(TemplateCommandError::KubeVersion(words)))
        .unwrap_or_default();
    let limits = shared::limits(&mut reader)
        .map_err(|error| problems.push(error.into()))
        .unwrap_or_default();
    let inputs = TemplateInputs {
        chart: chart.trim().into(),
        name,
        namespace: reader.text(&shared::NAMESPACE).unwrap_or_default(),
        values: shared::options(&mut reader),
        capabilities,
        show: Show {
            definitions: reader.boolean(&input::INCLUDE_CRDS),
            hooks: !reader.boolean(&input::NO_HOOKS),
            tests: !reader.boolean(&input::SKIP_TESTS),
        },
        show_only: reader.each(&input::SHOW_ONLY),
        is_upgrade: reader.boolean(&input::IS_UPGRADE),
        output_dir: reader.path(&input::OUTPUT_DIR),
        use_release_name: reader.boolean(&input::RELEASE_NAME),
        skip_schema_validation: reader.boolean(&shared::SKIP_SCHEMA_VALIDATION),
        debug: reader.boolean(&input::DEBUG),
        fence: reader.boolean(&input::FENCE),
        limits,
    };
    problems.extend(
        reader
            .problems()
            .into_iter()
            .map(TemplateCommandError::from),
    );
    if problems.is_empty() {
        Ok(inputs)
    } else {
        Err(problems)
    }
}

/// Helm's `NameAndChart`: two words, or one and a name from elsewhere.
fn name_and_chart(
    reader: &mut Reader<'_>,
    words: &[String],
    template: Option<String>,
) -> Result<(Name, String), TemplateCommandError> {
    let refuse = |words: &str| Err(TemplateCommandError::Arguments(words.to_owned()));
    let generate = reader.boolean(&input::GENERATE_NAME);
    let named = reader.text(&input::NAME);
    let given = reader.path(&input::CHART).map(Utf8PathBuf::into_string);
    let (name, chart) = match (words, given) {
        ([], None) => {
            return refuse("\"chartwright template\" requires at least 1 argument");
        }
        ([], Some(chart)) => (named, chart),
        ([chart], None) => (named, chart.clone()),
        ([name], Some(chart)) => (Some(name.clone()), chart),
        ([name, chart], _) => (Some(name.clone()), chart.clone()),
        ([_, _, rest @ ..], _) => {
            return refuse(&format!(
                "expected at most two arguments, unexpected arguments: {}",
                rest.join(", ")
            ));
        }
    };
    match (name, template) {
        (Some(_), _) if generate => refuse("cannot set --generate-name and also specify a name"),
        (Some(_), Some(_)) => refuse("cannot set --name-template and also specify a name"),
        (Some(name), None) => Ok((Name::Given(name), chart)),
        (None, Some(template)) => Ok((Name::Template(template), chart)),
        // Helm's `template` has a name already, and so never makes one up.
        (None, None) => Ok((Name::Given("release-name".to_owned()), chart)),
    }
}
