//! What can go wrong with git, each with its own code.

use std::time::Duration;

use camino::Utf8PathBuf;

use crate::report::{Blame, Code, Explain, Note};

/// CW-GIT-001.
pub const LOCATION: Code = Code::new(
    "CW-GIT-001",
    Blame::Inputs,
    "this is no git repository's location",
    "write `owner/name`, `https://host/path.git`, or a directory such as `./charts-repository`",
);
/// CW-GIT-002.
pub const SSH: Code = Code::new(
    "CW-GIT-002",
    Blame::Inputs,
    "git over SSH is not spoken here",
    "write the repository's HTTPS URL and give a token that may write",
);
/// CW-GIT-003.
pub const PLAIN_HTTP: Code = Code::new(
    "CW-GIT-003",
    Blame::Inputs,
    "a credential would travel over plain HTTP",
    "use the repository's https:// URL",
);
/// CW-GIT-004.
pub const UNREACHABLE: Code = Code::new(
    "CW-GIT-004",
    Blame::Target,
    "the git server cannot be reached",
    "check the URL's host and the network, then run again: what was published stays, the rest is completed",
);
/// CW-GIT-005.
pub const CREDENTIALS_NEEDED: Code = Code::new(
    "CW-GIT-005",
    Blame::Inputs,
    "the git server wants a credential",
    "give `pages-token` (or `token`) a token that may write to this repository",
);
/// CW-GIT-006.
pub const WRONG_CREDENTIALS: Code = Code::new(
    "CW-GIT-006",
    Blame::Target,
    "the git server does not accept this token",
    "check that `pages-token` (or `token`) is the right one, not expired, and not cut short",
);
/// CW-GIT-007.
pub const NO_PERMISSION: Code = Code::new(
    "CW-GIT-007",
    Blame::Target,
    "the token may not do this",
    "give the job `permissions: contents: write`; for another repository `pages-token` needs a token with write \
     access to that repository's contents",
);
/// CW-GIT-008.
pub const NO_REPOSITORY: Code = Code::new(
    "CW-GIT-008",
    Blame::Inputs,
    "there is no such git repository, or the token may not see it",
    "check the spelling; a private repository looks missing to a token without access to it",
);
/// CW-GIT-009.
pub const NO_BRANCH: Code = Code::new(
    "CW-GIT-009",
    Blame::Inputs,
    "the branch is not there",
    "check `pages-branch`, or let this run start the branch with `pages-create-branch: true`",
);
/// CW-GIT-010.
pub const REFUSED: Code = Code::new(
    "CW-GIT-010",
    Blame::Target,
    "the git server refused the push",
    "the server's words are above: a protected branch needs a rule that lets this token push, a hook needs what it \
     asks for",
);
/// CW-GIT-011.
pub const RACED: Code = Code::new(
    "CW-GIT-011",
    Blame::Target,
    "other publishers were faster, each time",
    "nothing was lost; run again, or let the releases of this repository queue with a `concurrency` group",
);
/// CW-GIT-012.
pub const NOT_GIT: Code = Code::new(
    "CW-GIT-012",
    Blame::Target,
    "the answer is not git's protocol",
    "check that the URL is a git repository's, and that no proxy or login page answers in its place",
);
/// CW-GIT-013.
pub const REDIRECTED: Code = Code::new(
    "CW-GIT-013",
    Blame::Inputs,
    "the git server sends to another host",
    "if that is right, write the new URL; the token was not sent there",
);
/// CW-GIT-014.
pub const SERVER_FAILED: Code = Code::new(
    "CW-GIT-014",
    Blame::Target,
    "the git server failed",
    "look at the host's status page, then run again: what was published stays, the rest is completed",
);
/// CW-GIT-015.
pub const CHECKOUT: Code = Code::new(
    "CW-GIT-015",
    Blame::Target,
    "the checkout cannot be read",
    "check that the workspace is a whole git checkout (actions/checkout ran, nothing deleted .git)",
);
/// CW-GIT-016.
pub const OBJECT_FORMAT: Code = Code::new(
    "CW-GIT-016",
    Blame::Inputs,
    "the repository's object format is not spoken here",
    "publish to a repository with SHA-1 objects, git's default",
);
/// CW-GIT-017.
pub const TOO_LARGE: Code = Code::new(
    "CW-GIT-017",
    Blame::Target,
    "the git server's answer is larger than this program takes",
    "the repository is beyond what a chart repository should hold; move its packages elsewhere",
);
/// CW-GIT-018.
pub const LOCAL_RULES: Code = Code::new(
    "CW-GIT-018",
    Blame::Inputs,
    "a push into this local repository would pass its rules by",
    "publish to it over HTTP, where its own git applies them, or to a bare repository without hooks",
);

/// Every code of this module.
pub const CODES: &[&Code] = &[
    &LOCATION,
    &SSH,
    &PLAIN_HTTP,
    &UNREACHABLE,
    &CREDENTIALS_NEEDED,
    &WRONG_CREDENTIALS,
    &NO_PERMISSION,
    &NO_REPOSITORY,
    &NO_BRANCH,
    &REFUSED,
    &RACED,
    &NOT_GIT,
    &REDIRECTED,
    &SERVER_FAILED,
    &CHECKOUT,
    &OBJECT_FORMAT,
    &TOO_LARGE,
    &LOCAL_RULES,
];

/// What went wrong. `repository` is the repository as the user wrote it, without credentials.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GitError {
    /// The text names no repository.
    #[error("{text:?} is no git repository's location: {problem}")]
    Location {
        /// As written, without credentials.
        text: String,
        /// What is wrong with it.
        problem: String,
    },
    /// An SSH URL.
    #[error("{text} is an SSH URL, and git over SSH is not spoken here")]
    Ssh {
        /// As written.
        text: String,
        /// The HTTPS URL of the same repository, as far as it can be told.
        instead: Option<String>,
    },
    /// A credential for a plain HTTP URL.
    #[error("the credential for {repository} would travel over plain HTTP")]
    PlainHttp {
        /// The repository.
        repository: String,
    },
    /// No answer, after every attempt.
    #[error("{repository} cannot be reached")]
    Unreachable {
        /// The repository.
        repository: String,
        /// The last attempt's reason.
        cause: String,
    },
    /// 401 without a credential.
    #[error("{repository} wants a credential, and none was given")]
    CredentialsNeeded {
        /// The repository.
        repository: String,
    },
    /// 401 with one.
    #[error("{repository} does not accept the token")]
    WrongCredentials {
        /// The repository.
        repository: String,
        /// The server's words.
        said: Option<String>,
    },
    /// 403.
    #[error("the token may not {} {repository}", if *.write { "write to" } else { "read" })]
    NoPermission {
        /// The repository.
        repository: String,
        /// Whether writing was asked for.
        write: bool,
        /// The server's words.
        said: Option<String>,
    },
    /// 404.
    #[error("there is no repository {repository}, or the token may not see it")]
    NoRepository {
        /// The repository.
        repository: String,
        /// The server's words.
        said: Option<String>,
    },
    /// The branch does not exist.
    #[error("{repository} has no branch {branch:?}")]
    NoBranch {
        /// The repository.
        repository: String,
        /// The branch.
        branch: String,
        /// The branches it does have, the first few.
        others: Vec<String>,
    },
    /// The server or a hook refused the push.
    #[error("{repository} refused the push to {branch:?}: {reason}")]
    Refused {
        /// The repository.
        repository: String,
        /// The branch.
        branch: String,
        /// git's short reason: `pre-receive hook declined`.
        reason: String,
        /// What the server or its hook said, a line each.
        said: Vec<String>,
    },
    /// Every attempt lost against another publisher.
    #[error(
        "other publishers pushed to {branch:?} of {repository} first, {attempts} times in a row"
    )]
    Raced {
        /// The repository.
        repository: String,
        /// The branch.
        branch: String,
        /// How often it was tried.
        attempts: usize,
        /// How long that took.
        elapsed: Duration,
    },
    /// Not git's protocol.
    #[error("{repository} does not answer in git's protocol")]
    NotGit {
        /// The repository.
        repository: String,
        /// What was wrong.
        problem: String,
    },
    /// A redirect to another host.
    #[error("{repository} sends to another host, {to}")]
    Redirected {
        /// The repository.
        repository: String,
        /// The other host.
        to: String,
    },
    /// An answer that is neither of the above.
    #[error("{repository} answered with status {status}")]
    ServerFailed {
        /// The repository.
        repository: String,
        /// The HTTP status.
        status: u16,
        /// The server's words.
        said: Option<String>,
    },
    /// libgit2 could not read a repository on this machine.
    #[error("the git repository at {path} cannot be read")]
    Unreadable {
        /// Where.
        path: Utf8PathBuf,
        /// Why.
        cause: String,
    },
    /// Not SHA-1.
    #[error("{repository} has {format} objects")]
    ObjectFormat {
        /// The repository.
        repository: String,
        /// Which ones it has.
        format: String,
    },
    /// An answer beyond the limits.
    #[error("the answer of {repository} has more than {limit} bytes")]
    TooLarge {
        /// The repository.
        repository: String,
        /// The limit in bytes.
        limit: usize,
    },
    /// A local repository whose rules only git itself applies.
    #[error("{repository} cannot be pushed to as a directory: {reason}")]
    LocalRules {
        /// The repository.
        repository: String,
        /// Which rule.
        reason: String,
    },
}

impl Explain for GitError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Location { .. } => &LOCATION,
            Self::Ssh { .. } => &SSH,
            Self::PlainHttp { .. } => &PLAIN_HTTP,
            Self::Unreachable { .. } => &UNREACHABLE,
            Self::CredentialsNeeded { .. } => &CREDENTIALS_NEEDED,
            Self::WrongCredentials { .. } => &WRONG_CREDENTIALS,
            Self::NoPermission { .. } => &NO_PERMISSION,
            Self::NoRepository { .. } => &NO_REPOSITORY,
            Self::NoBranch { .. } => &NO_BRANCH,
            Self::Refused { .. } => &REFUSED,
            Self::Raced { .. } => &RACED,
            Self::NotGit { .. } => &NOT_GIT,
            Self::Redirected { .. } => &REDIRECTED,
            Self::ServerFailed { .. } => &SERVER_FAILED,
            Self::Unreadable { .. } => &CHECKOUT,
            Self::ObjectFormat { .. } => &OBJECT_FORMAT,
            Self::TooLarge { .. } => &TOO_LARGE,
            Self::LocalRules { .. } => &LOCAL_RULES,
        }
    }

    /// A push changes the branch as a whole or not at all, and all of these come before it does or instead.
    fn wrote_nothing(&self) -> bool {
        match self {
            Self::Location { .. }
            | Self::Ssh { .. }
            | Self::PlainHttp { .. }
            | Self::CredentialsNeeded { .. }
            | Self::WrongCredentials { .. }
            | Self::NoPermission { .. }
            | Self::NoRepository { .. }
            | Self::NoBranch { .. }
            | Self::Refused { .. }
            | Self::Raced { .. }
            | Self::ObjectFormat { .. }
            | Self::LocalRules { .. } => true,
            Self::Unreachable { .. }
            | Self::NotGit { .. }
            | Self::Redirected { .. }
            | Self::ServerFailed { .. }
            | Self::Unreadable { .. }
            | Self::TooLarge { .. } => false,
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Ssh {
                instead: Some(url), ..
            } => Some(format!("write {url} and give a token that may write")),
            _ => None,
        }
    }

    fn notes(&self) -> Vec<Note> {
        let said = |said: &Option<String>| {
            said.iter()
                .map(|text| Note::new("server says", text.clone()))
                .collect()
        };
        match self {
            Self::Unreachable { cause, .. } | Self::Unreadable { cause, .. } => {
                vec![Note::new("cause", cause.clone())]
            }
            Self::NotGit { problem, .. } => vec![Note::new("cause", problem.clone())],
            Self::WrongCredentials { said: words, .. }
            | Self::NoPermission { said: words, .. }
            | Self::NoRepository { said: words, .. }
            | Self::ServerFailed { said: words, .. } => said(words),
            Self::NoBranch { others, .. } if !others.is_empty() => {
                vec![Note::new("branches there", others.join(", "))]
            }
            Self::Refused { said, .. } => said
                .iter()
                .map(|line| Note::new("server says", line.clone()))
                .collect(),
            Self::Raced { elapsed, .. } => {
                vec![Note::new(
                    "tried for",
                    format!("{:.1} s", elapsed.as_secs_f64()),
                )]
            }
            _ => Vec::new(),
        }
    }
}
