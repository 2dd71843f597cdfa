//! What stops `template` before a chart is rendered.

use std::io;

use camino::Utf8PathBuf;
use helm::load::DetectError;
use helm::render::NoSuchTemplate;
use helm::render::release_name::ReleaseNameError;
use helm::values::ValuesError;

use crate::action::input::InputError;
use crate::command::values::NoNumber;
use crate::report::{Blame, Code, Explain, Note};

const fn code(id: &'static str, blame: Blame, title: &'static str, help: &'static str) -> Code {
    Code::new(id, blame, title, help)
}

const ARGUMENTS: Code = code(
    "CW-TEMPLATE-001",
    Blame::Inputs,
    "the words of the command do not go together",
    "give a name and a chart, or a chart alone: `chartwright template [NAME] CHART`",
);
const NO_CHART: Code = code(
    "CW-TEMPLATE-002",
    Blame::Inputs,
    "there is no such chart",
    "give the chart's directory, or a package (.tgz); charts are not fetched from repositories",
);
const VALUES: Code = code(
    "CW-TEMPLATE-003",
    Blame::Inputs,
    "the values cannot be read",
    "see that the file is there and is YAML; `--set` takes key=value, parted by commas",
);
const KUBE_VERSION: Code = code(
    "CW-TEMPLATE-004",
    Blame::Inputs,
    "the version of Kubernetes is none",
    "give at least two numbers: `1.33`",
);
const RELEASE_NAME: Code = code(
    "CW-TEMPLATE-005",
    Blame::Inputs,
    "the release's name is none that Kubernetes takes",
    "use lower-case letters, digits and dashes, at most 53 characters",
);
const NOT_INSTALLABLE: Code = code(
    "CW-TEMPLATE-006",
    Blame::Chart,
    "the chart is a library",
    "render a chart that uses the library",
);
const SHOW_ONLY: Code = code(
    "CW-TEMPLATE-007",
    Blame::Inputs,
    "no template fits what show-only names",
    "give the template's path in the chart, for example `templates/service.yaml`; a template that renders to nothing \
     is not there either",
);
const OUTPUT: Code = code(
    "CW-TEMPLATE-008",
    Blame::Target,
    "a rendered file cannot be written",
    "see that the directory can be written and the disk is not full",
);
const NUMBER: Code = code(
    "CW-TEMPLATE-009",
    Blame::Inputs,
    "a limit is no number",
    "give a whole number",
);
const API_VERSION: Code = code(
    "CW-TEMPLATE-010",
    Blame::Chart,
    "the chart's apiVersion is none that can be rendered",
    "write `apiVersion: v2` in Chart.yaml; `v3` is an experiment of Helm's own",
);
const CHARTFILE: Code = code(
    "CW-TEMPLATE-011",
    Blame::Chart,
    "Chart.yaml does not say what kind of chart this is",
    "mend Chart.yaml: a map with apiVersion, name and version",
);
const PACKAGE: Code = code(
    "CW-TEMPLATE-012",
    Blame::Chart,
    "the package cannot be read",
    "fetch or make it anew: a chart's package is a .tgz that holds one directory",
);

/// The codes of this module.
pub const CODES: &[&Code] = &[
    &ARGUMENTS,
    &NO_CHART,
    &VALUES,
    &KUBE_VERSION,
    &RELEASE_NAME,
    &NOT_INSTALLABLE,
    &SHOW_ONLY,
    &OUTPUT,
    &NUMBER,
    &API_VERSION,
    &CHARTFILE,
    &PACKAGE,
];

/// What stops a chart from being rendered before its templates are looked at. It shows in Helm's words where Helm
/// has any.
#[derive(Debug, thiserror::Error)]
pub enum TemplateCommandError {
    /// An input cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The words of the command do not go together.
    #[error("{0}")]
    Arguments(String),
    /// There is no chart where one should be.
    #[error("{0}")]
    NoChart(String),
    /// The values cannot be read.
    #[error("{0}")]
    Values(#[from] ValuesError),
    /// The version of Kubernetes is none.
    #[error("{0}")]
    KubeVersion(String),
    /// The release's name is none.
    #[error("{0}")]
    ReleaseName(#[from] ReleaseNameError),
    /// `name-template` fails.
    #[error("{0}")]
    NameTemplate(String),
    /// It is not known to be a chart.
    #[error("{0}")]
    Detect(#[from] DetectError),
    /// The chart is one of Helm's experiments.
    #[error("invalid chart apiVersion")]
    ApiVersion,
    /// The chart is a library.
    #[error("{0} charts are not installable")]
    NotInstallable(String),
    /// `show-only` names what is not there.
    #[error("{0}")]
    ShowOnly(#[from] NoSuchTemplate),
    /// A rendered file cannot be written.
    #[error("{path} cannot be written")]
    Output {
        /// The file.
        path: Utf8PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A limit is no number.
    #[error(transparent)]
    Number(#[from] NoNumber),
}

impl Explain for TemplateCommandError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Input(error) => error.code(),
            Self::Arguments(_) => &ARGUMENTS,
            Self::NoChart(_) => &NO_CHART,
            Self::Values(_) => &VALUES,
            Self::KubeVersion(_) => &KUBE_VERSION,
            Self::ReleaseName(_) | Self::NameTemplate(_) => &RELEASE_NAME,
            Self::Detect(DetectError::Unsupported) | Self::ApiVersion => &API_VERSION,
            Self::Detect(DetectError::Chartfile(_)) => &CHARTFILE,
            Self::Detect(DetectError::Archive(_) | DetectError::NoChartfileInArchive) => &PACKAGE,
            Self::Detect(_) => &NO_CHART,
            Self::NotInstallable(_) => &NOT_INSTALLABLE,
            Self::ShowOnly(_) => &SHOW_ONLY,
            Self::Output { .. } => &OUTPUT,
            Self::Number(_) => &NUMBER,
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::Input(error) => error.notes(),
            Self::Detect(DetectError::Archive(cause)) => {
                vec![Note::new("cause", cause.to_string())]
            }
            Self::Output { source, .. } => vec![Note::new("cause", source.to_string())],
            _ => Vec::new(),
        }
    }
}
