//! What keeps `lint` from linting.

use std::io;

use camino::Utf8PathBuf;
use helm::values::ValuesError;

use crate::action::input::InputError;
use crate::command::values::NoNumber;
use crate::report::{Blame, Code, Explain, Finding, Note, Place, Severity};

const fn code(id: &'static str, blame: Blame, title: &'static str, help: &'static str) -> Code {
    Code::new(id, blame, title, help)
}

const VALUES: Code = code(
    "CW-LINT-101",
    Blame::Inputs,
    "the values cannot be read",
    "see that the file is there and is YAML; `--set` takes key=value, parted by commas",
);
const KUBE_VERSION: Code = code(
    "CW-LINT-102",
    Blame::Inputs,
    "the version of Kubernetes is none",
    "give at least two numbers: `1.33`",
);
const NUMBER: Code = code(
    "CW-LINT-103",
    Blame::Inputs,
    "a limit is no number",
    "give a whole number",
);
const NOTHING: Code = code(
    "CW-LINT-104",
    Blame::Inputs,
    "there is nothing to lint at the path",
    "give the chart's directory, or a package (.tgz)",
);
const NO_CHART: Code = code(
    "CW-LINT-105",
    Blame::Chart,
    "the directory holds no chart",
    "give the directory that holds the Chart.yaml",
);
const PACKAGE: Code = code(
    "CW-LINT-106",
    Blame::Chart,
    "the package cannot be unpacked",
    "make the package anew: `helm package`",
);
const CI_VALUES: Code = code(
    "CW-LINT-107",
    Blame::Chart,
    "values of the chart's ci/ cannot be read",
    "mend the file: it holds values, as values.yaml does",
);
const NO_ROOM: Code = code(
    "CW-LINT-108",
    Blame::Target,
    "there is no directory to unpack a package into",
    "see that the directory for temporary files (`TMPDIR`) can be written",
);

const SARIF_FILE: Code = code(
    "CW-LINT-109",
    Blame::Target,
    "the SARIF file cannot be written",
    "see that its directory is there and can be written",
);

/// The codes of this module.
pub const CODES: &[&Code] = &[
    &VALUES,
    &KUBE_VERSION,
    &NUMBER,
    &NOTHING,
    &NO_CHART,
    &PACKAGE,
    &CI_VALUES,
    &NO_ROOM,
    &SARIF_FILE,
];

/// What is wrong with the inputs, in Helm's words where Helm has any.
#[derive(Debug, thiserror::Error)]
pub enum LintInputError {
    /// An input cannot be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The values cannot be read.
    #[error("{0}")]
    Values(#[from] ValuesError),
    /// The version of Kubernetes is none.
    #[error("{0}")]
    KubeVersion(String),
    /// A limit is no number.
    #[error(transparent)]
    Number(#[from] NoNumber),
}

impl Explain for LintInputError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Input(error) => error.code(),
            Self::Values(_) => &VALUES,
            Self::KubeVersion(_) => &KUBE_VERSION,
            Self::Number(_) => &NUMBER,
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::Input(error) => error.notes(),
            _ => Vec::new(),
        }
    }
}

/// Why a path is not linted. It shows in Helm's words.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotLinted {
    /// There is nothing.
    #[error("{0}")]
    Nothing(String),
    /// There is something, and it is no chart.
    #[error("{0}")]
    NoChart(String),
    /// It is no package.
    #[error("{0}")]
    Package(String),
    /// A package cannot be unpacked here.
    #[error("{0}")]
    NoRoom(String),
    /// A file of values for CI cannot be read.
    #[error("{source}")]
    CiValues {
        /// The file, as the user knows it.
        file: String,
        /// Why.
        source: Box<ValuesError>,
    },
}

impl NotLinted {
    /// The finding; the place is the path.
    pub(super) fn finding(&self, path: &str) -> Finding {
        let code = match self {
            Self::Nothing(_) => &NOTHING,
            Self::NoChart(_) => &NO_CHART,
            Self::Package(_) => &PACKAGE,
            Self::NoRoom(_) => &NO_ROOM,
            Self::CiValues { .. } => &CI_VALUES,
        };
        let mut finding = Finding::new(code, Severity::Error, self.to_string());
        finding.place = Some(Place::file(match self {
            Self::CiValues { file, .. } => file,
            _ => path,
        }));
        finding.helm = Some(format!("Error {self}"));
        finding
    }
}

/// The SARIF file cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("{path} cannot be written")]
pub(super) struct SarifFileError {
    /// The file.
    pub(super) path: Utf8PathBuf,
    /// Why.
    pub(super) source: io::Error,
}

impl Explain for SarifFileError {
    fn code(&self) -> &'static Code {
        &SARIF_FILE
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::new("cause", self.source.to_string())]
    }
}
