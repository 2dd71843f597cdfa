//! Where charts are published, read only: the trait that both kinds of target implement.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;

use crate::report::{Code, Finding, Severity};

use crate::release::target::TargetError;

/// What is to be verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// One version, at every target.
    Release(Release),
    /// All that is there; of one chart only, when it is named.
    All(Option<String>),
}

/// One version of one chart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Release {
    /// The chart's name.
    pub name: String,
    /// The version, as in Chart.yaml.
    pub version: String,
}

impl Release {
    /// One version of one chart.
    pub fn new(name: impl Into<String>, version: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            version: version.into(),
        }
    }
}

impl std::fmt::Display for Release {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.name, self.version)
    }
}

/// Charts by their names.
pub(super) type Charts = BTreeSet<String>;

/// What the places before have told: a registry cannot list its charts, and need not be asked for bytes that were read
/// elsewhere.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// The charts that were met.
    pub(super) charts: Charts,
    /// The digests of packages whose bytes were read.
    pub(super) read: BTreeMap<Release, String>,
}

/// What a place holds.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Each version with its package's digest, bare hex; a version whose package could not be told is not in it.
    pub(super) held: BTreeMap<Release, String>,
    /// Those of them whose bytes were not read: the digest is what the index says.
    pub(super) unread: BTreeSet<Release>,
    /// What is wrong, and what is worth knowing.
    pub(super) findings: Vec<Finding>,
    /// What was looked at, for the step's line: "312 versions of 4 charts".
    pub(super) detail: String,
    /// Every chart that was met, also those of which no version could be read.
    pub(super) charts: Charts,
}

impl Survey {
    /// Adds what is wrong.
    pub(super) fn error(&mut self, code: &'static Code, message: String) -> &mut Self {
        self.find(Finding::new(code, Severity::Error, message))
    }

    /// Adds a finding.
    pub(super) fn find(&mut self, finding: Finding) -> &mut Self {
        self.findings.push(finding);
        self
    }
}

/// A place where charts are published.
#[async_trait]
pub(super) trait Place: Send + Sync {
    /// As the user wrote it.
    fn name(&self) -> String;

    /// Reads what is to be verified. `known` is what earlier places told.
    async fn survey(&self, what: &What, known: &Known) -> Result<Survey, TargetError>;

    /// A version's package; `None` when it is not there. Called after [`survey`](Self::survey).
    async fn package(&self, release: &Release) -> Result<Option<Vec<u8>>, TargetError>;
}
