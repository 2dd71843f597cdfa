//! What can go wrong between this program and a registry.

use std::time::Duration;

use reqwest::StatusCode;

use super::credential::CredentialError;
use super::diagnosis::{Complaint, Diagnosis, Kind, diagnose};
use super::digest::Digest;
use super::exchange::Answer;
use super::reference::{ReferenceError, RegistryHost, RepositoryName};
use crate::http::shown;
use crate::report::{Blame, Code, Explain, Note};

/// CW-REGISTRY-005.
pub const UNREACHABLE: Code = Code::new(
    "CW-REGISTRY-005",
    Blame::Target,
    "the registry cannot be reached",
    "check the host's name and port, and that this machine may reach it (proxy, firewall); then run again",
);

/// CW-REGISTRY-006.
pub const TLS: Code = Code::new(
    "CW-REGISTRY-006",
    Blame::Target,
    "no secure connection to the registry can be made",
    "its certificate must be valid for this host and signed by an authority that this machine trusts; a registry without TLS needs `--plain-http`",
);

/// CW-REGISTRY-007.
pub const CREDENTIALS_REFUSED: Code = Code::new(
    "CW-REGISTRY-007",
    Blame::Target,
    "the registry refuses the credentials",
    "check registry-username and registry-password (or the login of this machine): the password may be mistyped or expired",
);

/// CW-REGISTRY-008.
pub const CREDENTIALS_MISSING: Code = Code::new(
    "CW-REGISTRY-008",
    Blame::Inputs,
    "the registry asks for credentials and none are known for it",
    "give registry-username and registry-password, or registry-config, or log in before (`docker login`, `helm registry login`)",
);

/// CW-REGISTRY-009.
pub const NO_PERMISSION: Code = Code::new(
    "CW-REGISTRY-009",
    Blame::Target,
    "the credentials may not write to this repository",
    "give the user or token the permission to push to this repository",
);

/// CW-REGISTRY-010.
pub const REPOSITORY_MISSING: Code = Code::new(
    "CW-REGISTRY-010",
    Blame::Target,
    "the repository does not exist, and the registry does not make it on a push",
    "make the repository in the registry first",
);

/// CW-REGISTRY-011.
pub const SERVER_ERROR: Code = Code::new(
    "CW-REGISTRY-011",
    Blame::Target,
    "the registry failed",
    "this is the registry's own trouble: look at its status page and run again; a run completes what an earlier one left",
);

/// CW-REGISTRY-012.
pub const NOT_JSON: Code = Code::new(
    "CW-REGISTRY-012",
    Blame::Target,
    "the registry's answer is not what a registry answers",
    "check that the host is an OCI registry's API and not its web page, and that no proxy or login page stands between",
);

/// CW-REGISTRY-013.
pub const REDIRECTED_ELSEWHERE: Code = Code::new(
    "CW-REGISTRY-013",
    Blame::Target,
    "the registry leads to another host",
    "nothing was sent there; when that host is the right one, name it in `registry`; when a proxy ends TLS before the registry, have it pass `X-Forwarded-Proto` and `Host` on",
);

/// CW-REGISTRY-014.
pub const RATE_LIMITED: Code = Code::new(
    "CW-REGISTRY-014",
    Blame::Target,
    "the registry takes no more requests for now",
    "wait and run again; a run completes what an earlier one left",
);

/// CW-REGISTRY-015.
pub const DIGEST_MISMATCH: Code = Code::new(
    "CW-REGISTRY-015",
    Blame::Target,
    "what the registry gives back is not what was published",
    "do not use this version: compare what the registry holds with the package, and tell the registry's operators",
);

/// CW-REGISTRY-016.
pub const UNSUPPORTED: Code = Code::new(
    "CW-REGISTRY-016",
    Blame::Target,
    "the registry does not take Helm charts",
    "it must accept OCI artifacts: a setting in some registries (Quay, Nexus), a newer release in others",
);

/// CW-REGISTRY-017.
pub const PLAIN_HTTP_REFUSED: Code = Code::new(
    "CW-REGISTRY-017",
    Blame::Inputs,
    "credentials or content would travel in the clear",
    "plain HTTP is for this machine only; `--plain-http` allows it for the named registry itself",
);

/// CW-REGISTRY-020.
pub const TAG_IMMUTABLE: Code = Code::new(
    "CW-REGISTRY-020",
    Blame::Target,
    "the registry keeps the tag as it is",
    "another publisher was faster, or the tag was used before: raise `version` in Chart.yaml, or run again to see what is there",
);

/// CW-REGISTRY-023.
pub const UNEXPECTED_ANSWER: Code = Code::new(
    "CW-REGISTRY-023",
    Blame::Target,
    "the registry refused a request",
    "the registry's own words say why; run again with -v to see each request",
);

/// An answer that says no.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The registry.
    pub host: String,
    /// The repository.
    pub repository: String,
    /// What was being done: "open an upload".
    pub doing: &'static str,
    /// The address asked, without its query.
    pub url: String,
    /// The answer's status.
    pub status: StatusCode,
    /// The registry's own words.
    pub complaints: Vec<Complaint>,
    /// Whose credentials were sent: "user `octocat` of ~/.docker/config.json"; `None` for no credentials.
    pub credentials: Option<String>,
    /// What this registry is known to need.
    pub advice: Option<String>,
}

impl Refusal {
    /// Of an answer.
    pub(super) fn new(
        host: &RegistryHost,
        repository: &RepositoryName,
        answer: &Answer,
        doing: &'static str,
        credentials: Option<String>,
    ) -> Self {
        Self {
            host: host.to_string(),
            repository: repository.to_string(),
            doing,
            url: shown(&answer.url),
            status: answer.status,
            complaints: Complaint::read(&answer.body),
            credentials,
            advice: None,
        }
    }

    fn notes(&self) -> Vec<Note> {
        let mut notes = vec![Note::new(
            "at",
            format!("{} ({})", self.url, self.status.as_u16()),
        )];
        for complaint in &self.complaints {
            notes.push(Note::new("registry says", complaint.to_string()));
        }
        notes.push(Note::new(
            "credentials",
            self.credentials
                .clone()
                .unwrap_or_else(|| "none".to_owned()),
        ));
        notes
    }
}

/// Why a registry did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The reference cannot exist.
    #[error(transparent)]
    Reference(#[from] ReferenceError),
    /// The credentials could not be looked up.
    #[error(transparent)]
    Credential(#[from] CredentialError),
    /// No connection.
    #[error("{host} cannot be reached")]
    Unreachable {
        /// The host.
        host: String,
        /// The innermost cause.
        cause: String,
        /// How often it was tried.
        attempts: u32,
    },
    /// No secure connection.
    #[error("no secure connection to {host} can be made")]
    Tls {
        /// The host.
        host: String,
        /// The innermost cause.
        cause: String,
    },
    /// Wrong password.
    #[error("{} refuses the credentials", .0.host)]
    CredentialsRefused(Box<Refusal>),
    /// No credentials.
    #[error("{} asks for credentials, and none are known for it", .0.host)]
    CredentialsMissing(Box<Refusal>),
    /// Not allowed.
    #[error("the credentials may not push to {}/{}", .0.host, .0.repository)]
    NoPermission(Box<Refusal>),
    /// No such repository.
    #[error("{} has no repository `{}`, and makes none on a push", .0.host, .0.repository)]
    RepositoryMissing(Box<Refusal>),
    /// 5xx, after all attempts.
    #[error("{} failed to {} ({})", .0.host, .0.doing, .0.status)]
    Server(Box<Refusal>),
    /// 429, after all attempts.
    #[error("{} takes no more requests for now{}", .refusal.host, retry_words(.retry_after))]
    RateLimited {
        /// The answer.
        refusal: Box<Refusal>,
        /// When it would take more.
        retry_after: Option<Duration>,
    },
    /// The registry does not take charts.
    #[error("{} does not take Helm charts in {}", .0.host, .0.repository)]
    Unsupported(Box<Refusal>),
    /// The tag is kept as it is.
    #[error("{} keeps the tag in {} as it is", .0.host, .0.repository)]
    TagImmutable(Box<Refusal>),
    /// Any other refusal.
    #[error("{} refused to {} ({})", .0.host, .0.doing, .0.status)]
    Refused(Box<Refusal>),
    /// Not JSON, not a registry, or an answer that lacks what it must have.
    #[error("{url} answers {what}")]
    Unusable {
        /// The address, without its query.
        url: String,
        /// What came: "something other than JSON".
        what: String,
    },
    /// A redirect that is not followed.
    #[error("{host} leads to another host, {to}")]
    RedirectedElsewhere {
        /// The registry.
        host: String,
        /// The address asked, without its query.
        url: String,
        /// The other host, with its scheme.
        to: String,
    },
    /// Something would travel in the clear.
    #[error("{host} asks to send {what} over plain HTTP to {to}")]
    PlainHttp {
        /// The registry.
        host: String,
        /// "credentials".
        what: &'static str,
        /// Where to.
        to: String,
    },
    /// Read back, and different.
    #[error("{reference}: the {part} read back is not what was published")]
    Mismatch {
        /// What was read.
        reference: String,
        /// "manifest", "package", "config".
        part: &'static str,
        /// What it should be.
        expected: Digest,
        /// What it is.
        found: String,
    },
}

fn retry_words(after: &Option<Duration>) -> String {
    match after {
        Some(after) => format!(" (it asks to wait {} s)", after.as_secs()),
        None => String::new(),
    }
}

impl Error {
    /// The error that a refusal is. `authenticated` tells whether the credentials have been accepted before, which
    /// makes of a 401 a lack of permission.
    pub(super) fn refused(
        host: &RegistryHost,
        mut refusal: Refusal,
        authenticated: bool,
        retry_after: Option<Duration>,
    ) -> Self {
        let Diagnosis { kind, advice } = diagnose(
            host,
            &refusal.repository,
            refusal.status,
            &refusal.complaints,
        );
        let anonymous = refusal.credentials.is_none();
        let about_credentials = matches!(kind, Kind::Credentials | Kind::Permission);
        // Advice on a token's permissions helps nobody who has given none.
        refusal.advice = advice.filter(|_| !(anonymous && about_credentials));
        let refusal = Box::new(refusal);
        match kind {
            Kind::Credentials | Kind::Permission if anonymous => Self::CredentialsMissing(refusal),
            Kind::Credentials if authenticated => Self::NoPermission(refusal),
            Kind::Credentials => Self::CredentialsRefused(refusal),
            Kind::Permission => Self::NoPermission(refusal),
            Kind::RepositoryMissing => Self::RepositoryMissing(refusal),
            Kind::Immutable => Self::TagImmutable(refusal),
            Kind::Unsupported => Self::Unsupported(refusal),
            Kind::RateLimited => Self::RateLimited {
                refusal,
                retry_after,
            },
            Kind::Server => Self::Server(refusal),
            Kind::Other => Self::Refused(refusal),
        }
    }

    /// Whether every further request to this server would end so, whichever repository it is about.
    pub(crate) fn is_of_the_server(&self) -> bool {
        matches!(
            self,
            Self::Credential(_)
                | Self::Unreachable { .. }
                | Self::Tls { .. }
                | Self::Server(_)
                | Self::RateLimited { .. }
                | Self::RedirectedElsewhere { .. }
                | Self::PlainHttp { .. }
        )
    }

    /// Whether a manifest was refused for a blob that the registry does not know.
    pub(super) fn lacks_a_blob(&self) -> bool {
        self.refusal().is_some_and(|refusal| {
            refusal.complaints.iter().any(|complaint| {
                complaint.has("MANIFEST_BLOB_UNKNOWN") || complaint.has("BLOB_UNKNOWN")
            })
        })
    }

    fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::CredentialsRefused(refusal)
            | Self::CredentialsMissing(refusal)
            | Self::NoPermission(refusal)
            | Self::RepositoryMissing(refusal)
            | Self::Server(refusal)
            | Self::RateLimited { refusal, .. }
            | Self::Unsupported(refusal)
            | Self::TagImmutable(refusal)
            | Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }
}

impl Explain for Error {
    fn code(&self) -> &'static Code {
        match self {
            Self::Reference(error) => error.code(),
            Self::Credential(error) => error.code(),
            Self::Unreachable { .. } => &UNREACHABLE,
            Self::Tls { .. } => &TLS,
            Self::CredentialsRefused(_) => &CREDENTIALS_REFUSED,
            Self::CredentialsMissing(_) => &CREDENTIALS_MISSING,
            Self::NoPermission(_) => &NO_PERMISSION,
            Self::RepositoryMissing(_) => &REPOSITORY_MISSING,
            Self::Server(_) => &SERVER_ERROR,
            Self::RateLimited { .. } => &RATE_LIMITED,
            Self::Unsupported(_) => &UNSUPPORTED,
            Self::TagImmutable(_) => &TAG_IMMUTABLE,
            Self::Refused(_) => &UNEXPECTED_ANSWER,
            Self::Unusable { .. } => &NOT_JSON,
            Self::RedirectedElsewhere { .. } => &REDIRECTED_ELSEWHERE,
            Self::PlainHttp { .. } => &PLAIN_HTTP_REFUSED,
            Self::Mismatch { .. } => &DIGEST_MISMATCH,
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Reference(error) => error.help(),
            Self::Credential(error) => error.help(),
            _ => self.refusal().and_then(|refusal| refusal.advice.clone()),
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::Credential(error) => error.notes(),
            Self::Unreachable {
                cause, attempts, ..
            } => vec![
                Note::new("cause", cause.clone()),
                Note::new("tried", format!("{attempts} times")),
            ],
            Self::Tls { cause, .. } => vec![Note::new("cause", cause.clone())],
            Self::RedirectedElsewhere { url, .. } => vec![Note::new("at", url.clone())],
            Self::Mismatch {
                expected, found, ..
            } => vec![
                Note::new("published", expected.to_string()),
                Note::new("read back", found.clone()),
            ],
            _ => self.refusal().map(Refusal::notes).unwrap_or_default(),
        }
    }
}

/// Says how often an unreachable host was tried.
pub(super) fn tried(error: Error, times: u32) -> Error {
    match error {
        Error::Unreachable { host, cause, .. } => Error::Unreachable {
            host,
            cause,
            attempts: times,
        },
        other => other,
    }
}
