//! Why the inputs of a verification cannot be followed.

use std::io;

use camino::Utf8PathBuf;

use crate::action::input::InputError;
use crate::command::release::error::ReleaseInputError;
use crate::report::{Blame, Code, Explain, Note};

const fn code(id: &'static str, title: &'static str, help: &'static str) -> Code {
    Code::new(id, Blame::Inputs, title, help)
}

/// CW-VERIFY-101.
pub const WHICH: Code = code(
    "CW-VERIFY-101",
    "what is to be verified is not said",
    "give `name` and `version`, or the `package`, or `all`",
);

/// CW-VERIFY-102.
pub const WHERE: Code = code(
    "CW-VERIFY-102",
    "no target to verify is named",
    "give `registry`, `pages-repository`, or both",
);

/// CW-VERIFY-103.
pub const ALL_AND_ONE: Code = code(
    "CW-VERIFY-103",
    "`all` together with one version",
    "leave one of the two out; with `all`, `name` alone picks a chart",
);

/// CW-VERIFY-104.
pub const UNREADABLE_PACKAGE: Code = code(
    "CW-VERIFY-104",
    "`package` cannot be read as a chart",
    "give the path of the .tgz that was published, as in the release's output `package`",
);

/// CW-VERIFY-105.
pub const WHOSE: Code = code(
    "CW-VERIFY-105",
    "a registry is to be verified whole, and no chart is named",
    "give `name`, or the `pages-repository` that lists the charts: a registry cannot list them",
);

/// CW-VERIFY-106.
pub const ANOTHER_PACKAGE: Code = code(
    "CW-VERIFY-106",
    "`package` is of another chart or version than the one named",
    "leave `name` and `version` out: the package says both",
);

/// The codes of this module.
pub const CODES: &[&Code] = &[
    &WHICH,
    &WHERE,
    &ALL_AND_ONE,
    &UNREADABLE_PACKAGE,
    &WHOSE,
    &ANOTHER_PACKAGE,
];

/// An input of a verification cannot be followed.
#[derive(Debug, thiserror::Error)]
pub enum VerifyInputError {
    /// It could not be read at all.
    #[error(transparent)]
    Input(#[from] InputError),
    /// An input about a target.
    #[error(transparent)]
    Target(#[from] ReleaseInputError),
    /// Neither a version nor all.
    #[error("what is to be verified is not said: {missing} is not given")]
    Which {
        /// What is missing.
        missing: &'static str,
    },
    /// No target.
    #[error("neither `registry` nor `pages-repository` is given")]
    Where,
    /// Both a version and all.
    #[error("`all` is given together with `{input}`")]
    AllAndOne {
        /// The other input.
        input: &'static str,
    },
    /// A registry alone, and no chart.
    #[error("`all` is given with `{registry}`, and no chart is named")]
    Whose {
        /// The registry.
        registry: String,
    },
    /// The package is not there.
    #[error("{path} cannot be read")]
    Read {
        /// The file.
        path: Utf8PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The package is no chart.
    #[error("{path} is no chart's package")]
    Package {
        /// The file.
        path: Utf8PathBuf,
        /// What is wrong with it.
        cause: String,
    },
    /// The package is another's.
    #[error("{path} is {found}, and `{input}` says {given}")]
    Another {
        /// The file.
        path: Utf8PathBuf,
        /// What the package says.
        found: String,
        /// The input.
        input: &'static str,
        /// What it says.
        given: String,
    },
}

impl Explain for VerifyInputError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Input(error) => error.code(),
            Self::Target(error) => error.code(),
            Self::Which { .. } => &WHICH,
            Self::Where => &WHERE,
            Self::AllAndOne { .. } => &ALL_AND_ONE,
            Self::Whose { .. } => &WHOSE,
            Self::Read { .. } | Self::Package { .. } => &UNREADABLE_PACKAGE,
            Self::Another { .. } => &ANOTHER_PACKAGE,
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Input(error) => error.help(),
            Self::Target(error) => error.help(),
            _ => None,
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::Input(error) => error.notes(),
            Self::Target(error) => error.notes(),
            Self::Read { source, .. } => vec![Note::new("cause", source.to_string())],
            Self::Package { cause, .. } => vec![Note::new("cause", cause.clone())],
            _ => Vec::new(),
        }
    }
}
