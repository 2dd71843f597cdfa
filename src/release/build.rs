//! The package: built in memory, kept in the destination when the writes begin.

use camino::{Utf8Path, Utf8PathBuf};
use helm::check::CheckedChart;
use helm::package::{Options, Package};
use helm::version::{Version, VersionError};
use jiff::Timestamp;

use super::version::{Overrides, VERSION_NOT_WRITABLE};
use crate::report::{Blame, Code, Explain, Finding, Note, PackageFacts, Severity};
use crate::repository::{Directory, DirectoryError};

/// CW-PACKAGE-010.
pub const NOT_PACKAGED: Code = Code::new(
    "CW-PACKAGE-010",
    Blame::Chart,
    "the chart cannot be packaged",
    "mend what the message names; `helm package` would fail in the same way",
);

/// CW-PACKAGE-011.
pub const REPEATED: Code = Code::new(
    "CW-PACKAGE-011",
    Blame::Chart,
    "the package holds a file twice",
    "leave one chart of each name in charts/: what is installed depends on who unpacks the package",
);

/// The codes of this module.
pub const CODES: &[&Code] = &[&NOT_PACKAGED, &REPEATED];

/// How many names are shown; the rest are counted.
const NAMED: usize = 5;

/// Why no package was built.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The chart does not allow it.
    #[error("the chart in {chart} cannot be packaged: {source}")]
    Package {
        /// The chart's directory.
        chart: Utf8PathBuf,
        /// Why.
        source: helm::package::Error,
    },
    /// The tag's version is none that Helm takes.
    #[error("the version {version} cannot be written into the package")]
    Version {
        /// The version.
        version: String,
        /// Why.
        source: VersionError,
    },
}

impl Explain for BuildError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Package { .. } => &NOT_PACKAGED,
            Self::Version { .. } => &VERSION_NOT_WRITABLE,
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::Package { .. } => Vec::new(),
            Self::Version { source, .. } => vec![Note::new("cause", source.to_string())],
        }
    }
}

/// A built package, and where it will be kept.
pub struct Built {
    package: Package,
    destination: Utf8PathBuf,
}

impl Built {
    /// Builds the package of a checked chart. Nothing is written.
    ///
    /// # Errors
    /// When the chart cannot be packaged as it is.
    pub fn new(
        chart: CheckedChart,
        directory: &Utf8Path,
        overrides: Overrides,
        created: Timestamp,
        destination: Utf8PathBuf,
    ) -> Result<Self, BuildError> {
        let version = overrides
            .version
            .map(|version| {
                Version::parse(&version).map_err(|source| BuildError::Version { version, source })
            })
            .transpose()?;
        let options = Options {
            created,
            version,
            app_version: overrides.app_version,
        };
        let package =
            helm::package::build(chart, &options).map_err(|source| BuildError::Package {
                chart: directory.to_owned(),
                source,
            })?;
        Ok(Self {
            package,
            destination,
        })
    }

    /// The package.
    pub fn package(&self) -> &Package {
        &self.package
    }

    /// What the report shows of it.
    pub fn facts(&self) -> PackageFacts {
        PackageFacts {
            path: self.destination.join(self.package.file_name()),
            digest: format!("sha256:{}", self.package.sha256),
            size: self.package.bytes.len() as u64,
        }
    }

    /// A warning that names the entries which stand in the package more than once; `None` when there are none.
    pub(super) fn repeated(&self) -> Option<Finding> {
        let (first, others) = self.package.repeated.split_first()?;
        let message = match others.len() {
            0 => format!("the package holds {first} twice"),
            1 => format!("the package holds {first} twice, and 1 file more"),
            count => format!("the package holds {first} twice, and {count} files more"),
        };
        let mut finding = Finding::new(&REPEATED, Severity::Warning, message);
        for name in others.iter().take(NAMED) {
            finding = finding.note("twice", name);
        }
        if others.len() > NAMED {
            finding = finding.note("twice", format!("… and {} more", others.len() - NAMED));
        }
        Some(finding)
    }

    /// Looks whether the destination can be written, and writes nothing.
    ///
    /// # Errors
    /// When it cannot.
    pub(super) fn check_destination(&self) -> Result<(), DirectoryError> {
        Directory::new(self.destination.clone()).check_writable()
    }

    /// Writes the package into the destination, whole or not at all. The destination is this run's own: what an
    /// earlier run left there under the same name is replaced.
    ///
    /// # Errors
    /// When it cannot be written, for example because the disk is full.
    pub(super) fn keep(&self) -> Result<(), DirectoryError> {
        let directory = Directory::new(self.destination.clone());
        let name = self.package.file_name();
        if directory.read(&name)?.as_deref() == Some(self.package.bytes.as_slice()) {
            return Ok(());
        }
        directory.lock()?.replace(&name, &self.package.bytes)
    }
}
