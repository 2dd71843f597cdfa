//! Why the inputs of a release cannot be followed.

use std::borrow::Cow;

use helm::render::KubeVersionError;

use crate::action::input::InputError;
use crate::report::{Blame, Code, Explain, Note};
use crate::repository::RetentionError;
use crate::secret::redact;
use crate::version::NameProblem;

const fn code(id: &'static str, title: &'static str, help: &'static str) -> Code {
    Code::new(id, Blame::Inputs, title, help)
}

/// CW-INPUT-010.
pub const REGISTRY_SCHEME: Code = code(
    "CW-INPUT-010",
    "a line of `registry` is neither a registry nor an image layout",
    "write `oci://host/path` for a registry, `oci-layout:DIR` for an image layout in a directory",
);

/// CW-INPUT-011.
pub const HALF_A_LOGIN: Code = code(
    "CW-INPUT-011",
    "of the registry's user and password one is missing",
    "give both `registry-username` and `registry-password`, or neither; an empty secret counts as missing, and \
     secrets are empty in runs of forks",
);

/// CW-INPUT-012.
pub const CONFIG_NOT_JSON: Code = code(
    "CW-INPUT-012",
    "`registry-config` is not a Docker config.json",
    "give the text of the file, for example `{\"auths\": {\"ghcr.io\": {\"auth\": \"…\"}}}`",
);

/// CW-INPUT-013.
pub const ONE_LOGIN_FOR_SEVERAL: Code = code(
    "CW-INPUT-013",
    "one user and password, but several registries",
    "a password is sent to one registry only: give `registry-config` with an entry for each",
);

/// CW-INPUT-014.
pub const CREDENTIALS_WITHOUT_REGISTRY: Code = code(
    "CW-INPUT-014",
    "credentials for a registry, but no registry",
    "set `registry` to `oci://host/path`, or take the credentials away",
);

/// CW-INPUT-015.
pub const TARGET_TWICE: Code = code(
    "CW-INPUT-015",
    "the same target is named twice",
    "name each target once",
);

/// CW-INPUT-016.
pub const PAGES_WITHOUT_REPOSITORY: Code = code(
    "CW-INPUT-016",
    "an input about the chart repository, but no chart repository",
    "set `pages-repository` to `owner/name`, a git URL or a directory, or take the input away",
);

/// CW-INPUT-017.
pub const DIRECTORY_LEAVES_BRANCH: Code = code(
    "CW-INPUT-017",
    "`pages-directory` is not a directory of the branch",
    "give a path from the branch's root without `..`, for example `charts`",
);

/// CW-INPUT-018.
pub const NOT_A_BRANCH: Code = code(
    "CW-INPUT-018",
    "`pages-branch` is not the name of a branch",
    "give the branch's name, for example `gh-pages`",
);

/// CW-INPUT-019.
pub const NOT_A_URL: Code = code(
    "CW-INPUT-019",
    "`pages-url` is not a web address",
    "give the address under which index.yaml is served, for example `https://acme.github.io/charts`",
);

/// CW-INPUT-020.
pub const NOT_A_TAG: Code = code(
    "CW-INPUT-020",
    "`tag` is not the name of a tag",
    "give the tag's name, for example `v1.2.3`",
);

/// CW-INPUT-021.
pub const TWO_KINDS_OF_CREDENTIALS: Code = code(
    "CW-INPUT-021",
    "both a user with password and a config for registries",
    "give `registry-username` and `registry-password`, or `registry-config`, not both",
);

/// CW-INPUT-022.
pub const NOT_A_KUBE_VERSION: Code = code(
    "CW-INPUT-022",
    "`kube-version` is no version of Kubernetes",
    "give at least two numbers: `1.33`",
);

/// CW-INPUT-023.
pub const NOT_A_RETENTION: Code = code(
    "CW-INPUT-023",
    "`retention` does not say what to keep",
    "write `keep all`, or for example `keep 10 prereleases`",
);

/// Every code of this module.
pub const CODES: &[&Code] = &[
    &REGISTRY_SCHEME,
    &HALF_A_LOGIN,
    &CONFIG_NOT_JSON,
    &ONE_LOGIN_FOR_SEVERAL,
    &CREDENTIALS_WITHOUT_REGISTRY,
    &TARGET_TWICE,
    &PAGES_WITHOUT_REPOSITORY,
    &DIRECTORY_LEAVES_BRANCH,
    &NOT_A_BRANCH,
    &NOT_A_URL,
    &NOT_A_TAG,
    &TWO_KINDS_OF_CREDENTIALS,
    &NOT_A_KUBE_VERSION,
    &NOT_A_RETENTION,
];

/// An input of a release cannot be followed, alone or together with others.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseInputError {
    /// It could not be read at all.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A version of Kubernetes that is none.
    #[error("`kube-version` is `{}`: {source}", shown(given))]
    KubeVersion {
        /// What was given.
        given: String,
        /// What is wrong with it.
        source: KubeVersionError,
    },
    /// A line of `registry` with no scheme, or another.
    #[error(
        "`registry` has `{}`, which is neither `oci://host/path` nor `oci-layout:DIR`",
        shown(line)
    )]
    RegistryScheme {
        /// The line.
        line: String,
        /// What may have been meant.
        suggestion: Option<String>,
    },
    /// A user without a password, or the reverse.
    #[error("`{given}` is given, `{missing}` is not")]
    HalfALogin {
        /// The input that is given.
        given: &'static str,
        /// The input that is not.
        missing: &'static str,
    },
    /// The config is not a JSON object.
    #[error("`registry-config` is not a JSON object")]
    ConfigNotJson {
        /// Where it stops being JSON; never what is there.
        place: String,
    },
    /// A login, and several hosts.
    #[error("`registry-username` is for one registry, `registry` names {}", hosts.join(" and "))]
    OneLoginForSeveral {
        /// The hosts.
        hosts: Vec<String>,
    },
    /// Credentials, and no registry.
    #[error("`{input}` is given, but `registry` names no `oci://` registry")]
    CredentialsWithoutRegistry {
        /// The input that is given.
        input: &'static str,
    },
    /// The same place twice.
    #[error("`{}` is named twice", shown(target))]
    TargetTwice {
        /// The place, as first written.
        target: String,
        /// As written the second time.
        again: String,
    },
    /// A `pages-` input, and no `pages-repository`.
    #[error("`{input}` is given, but `pages-repository` is not")]
    PagesWithoutRepository {
        /// The input that is given.
        input: &'static str,
    },
    /// The directory is not within the branch.
    #[error("`pages-directory` is `{}`: {problem}", shown(directory))]
    DirectoryLeavesBranch {
        /// The directory.
        directory: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// git allows no branch of that name.
    #[error("`pages-branch` is `{}`: {problem}", shown(branch))]
    NotABranch {
        /// The name.
        branch: String,
        /// The rule that it breaks.
        problem: NameProblem,
    },
    /// Not `http://…` or `https://…`.
    #[error("`pages-url` is `{}`: {problem}", shown(url))]
    NotAUrl {
        /// The text.
        url: String,
        /// What is wrong with it.
        problem: Cow<'static, str>,
    },
    /// What to keep is not said.
    #[error("`retention` is `{}`: {source}", shown(given))]
    Retention {
        /// What was given.
        given: String,
        /// What is wrong with it.
        source: RetentionError,
    },
    /// `refs/tags/` alone, or the reference of a branch.
    #[error("`tag` is `{}`, which is {problem}", shown(tag))]
    NotATag {
        /// The text.
        tag: String,
        /// What it is instead.
        problem: &'static str,
    },
    /// A login and a config.
    #[error("`registry-config` is given together with `{login}`")]
    TwoKindsOfCredentials {
        /// Which input of the login is given.
        login: &'static str,
    },
}

/// A value in a message: without secrets, and in one line.
fn shown(value: &str) -> String {
    redact(value).escape_debug().to_string()
}

impl Explain for ReleaseInputError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Input(error) => error.code(),
            Self::RegistryScheme { .. } => &REGISTRY_SCHEME,
            Self::HalfALogin { .. } => &HALF_A_LOGIN,
            Self::ConfigNotJson { .. } => &CONFIG_NOT_JSON,
            Self::OneLoginForSeveral { .. } => &ONE_LOGIN_FOR_SEVERAL,
            Self::CredentialsWithoutRegistry { .. } => &CREDENTIALS_WITHOUT_REGISTRY,
            Self::TargetTwice { .. } => &TARGET_TWICE,
            Self::PagesWithoutRepository { .. } => &PAGES_WITHOUT_REPOSITORY,
            Self::DirectoryLeavesBranch { .. } => &DIRECTORY_LEAVES_BRANCH,
            Self::NotABranch { .. } => &NOT_A_BRANCH,
            Self::NotAUrl { .. } => &NOT_A_URL,
            Self::NotATag { .. } => &NOT_A_TAG,
            Self::TwoKindsOfCredentials { .. } => &TWO_KINDS_OF_CREDENTIALS,
            Self::KubeVersion { .. } => &NOT_A_KUBE_VERSION,
            Self::Retention { .. } => &NOT_A_RETENTION,
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Input(error) => error.help(),
            Self::RegistryScheme {
                suggestion: Some(suggestion),
                ..
            } => Some(format!("did you mean `{}`?", shown(suggestion))),
            _ => None,
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::Input(error) => error.notes(),
            Self::ConfigNotJson { place } => vec![Note::new("cause", place.clone())],
            Self::TargetTwice { target, again } if target != again => {
                vec![Note::new("again as", shown(again))]
            }
            _ => Vec::new(),
        }
    }
}
