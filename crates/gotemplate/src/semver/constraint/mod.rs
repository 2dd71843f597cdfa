//! Constraints that versions are held against: `>= 1.2, < 2 || ~3.1` (Masterminds' `constraints.go`).
//!
//! What looks like a mistake there is one here too: charts rely on what Helm does.

mod check;
mod read;

use std::fmt;

use super::Version;
use crate::strconv::quote;

pub use read::ConstraintError;

/// Alternatives, separated by `||`; each asks for one thing or several.
#[derive(Debug, Clone)]
pub struct Constraint {
    alternatives: Vec<Alternative>,
    includes_prereleases: bool,
}

/// Comparisons that must all hold.
#[derive(Debug, Clone)]
struct Alternative {
    comparisons: Vec<Comparison>,
    /// One comparison that names a prerelease admits every prerelease to all of them.
    names_prerelease: bool,
}

/// An operator and a version.
#[derive(Debug, Clone)]
struct Comparison {
    operator: Operator,
    /// The operator as it was written.
    sign: &'static str,
    version: Version,
    /// The version as it was written.
    written: String,
    wildcard: Wildcard,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    /// `=`, or none: with a wildcard it is a tilde.
    Equal,
    /// `!=`
    NotEqual,
    /// `>`
    Greater,
    /// `<`
    Less,
    /// `>=`, `=>`
    GreaterOrEqual,
    /// `<=`, `=<`
    LessOrEqual,
    /// `~`, `~>`
    Tilde,
    /// `^`
    Caret,
}

/// The first number of a version that is left open, by `x`, `X`, `*` or by leaving it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wildcard {
    None,
    Patch,
    Minor,
    Major,
}

/// Why a version does not fit: Masterminds' words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{}", quote(.version.as_bytes()), .mismatch.words(.constraint))]
pub struct Violation {
    /// The version in its canonical form.
    pub version: String,
    /// The version that it was held against, as the constraint has it.
    pub constraint: String,
    /// What is wrong.
    pub mismatch: Mismatch,
}

/// In what way a version does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// A prerelease, where only releases are asked for.
    Prerelease,
    /// `!=`
    Equal,
    /// `=`
    NotEqual,
    /// `>=`, `~`, `^`
    Less,
    /// `>`
    LessOrEqual,
    /// `<=`
    Greater,
    /// `<`
    GreaterOrEqual,
    /// `~` and `^`
    Major,
    /// `~`
    MajorAndMinor,
    /// `^0.0.1`
    Minor,
    /// `^0.1`
    MinorOfMajorZero,
    /// `^0.0.1`
    PatchOfMinorZero,
}

impl Mismatch {
    fn words(self, constraint: &str) -> String {
        let (before, after) = match self {
            Self::Prerelease => {
                return " is a prerelease version and the constraint is only looking for release versions"
                    .to_owned();
            }
            Self::Equal => ("is equal to", ""),
            Self::NotEqual => ("is not equal to", ""),
            Self::Less => ("is less than", ""),
            Self::LessOrEqual => ("is less than or equal to", ""),
            Self::Greater => ("is greater than", ""),
            Self::GreaterOrEqual => ("is greater than or equal to", ""),
            Self::Major => ("does not have same major version as", ""),
            Self::MajorAndMinor => ("does not have same major and minor version as", ""),
            Self::Minor => ("does not have same minor version as", ""),
            Self::MinorOfMajorZero => (
                "does not have same minor version as",
                ". Expected minor versions to match when constraint major version is 0",
            ),
            Self::PatchOfMinorZero => (
                "does not equal",
                ". Expect version and constraint to equal when major and minor versions are 0",
            ),
        };
        format!(" {before} {}{after}", quote(constraint.as_bytes()))
    }
}

impl Constraint {
    /// Reads a constraint (`semver.NewConstraint`).
    ///
    /// # Errors
    /// When it is none, or too long.
    pub fn parse(text: impl AsRef<[u8]>) -> Result<Self, ConstraintError> {
        Ok(Self {
            alternatives: read::alternatives(text.as_ref())?,
            includes_prereleases: false,
        })
    }

    /// The same constraint, which prereleases may meet too although it names none (`IncludePrerelease`).
    #[must_use]
    pub fn including_prereleases(mut self) -> Self {
        self.includes_prereleases = true;
        self
    }

    /// Whether a version meets it (`Check`).
    #[must_use]
    pub fn check(&self, version: &Version) -> bool {
        self.alternatives.iter().any(|alternative| {
            let prereleases = self.includes_prereleases || alternative.names_prerelease;
            alternative
                .comparisons
                .iter()
                .all(|comparison| comparison.check(version, prereleases).is_ok())
        })
    }

    /// Holds a version against it (`Validate`).
    ///
    /// # Errors
    /// All reasons why it does not meet it, of all alternatives. That it is a prerelease is said once.
    pub fn validate(&self, version: &Version) -> Result<(), Vec<Violation>> {
        let mut violations: Vec<Violation> = Vec::new();
        let mut said_prerelease = false;
        for alternative in &self.alternatives {
            let prereleases = self.includes_prereleases || alternative.names_prerelease;
            let mut fits = true;
            for comparison in &alternative.comparisons {
                let Err(mismatch) = comparison.check(version, prereleases) else {
                    continue;
                };
                fits = false;
                if mismatch == Mismatch::Prerelease && std::mem::replace(&mut said_prerelease, true)
                {
                    continue;
                }
                violations.push(Violation {
                    version: version.to_string(),
                    constraint: comparison.written.clone(),
                    mismatch,
                });
            }
            if fits {
                return Ok(());
            }
        }
        Err(violations)
    }
}

impl std::str::FromStr for Constraint {
    type Err = ConstraintError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl fmt::Display for Constraint {
    /// `>=1.2 <2 || ~3.1`
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, alternative) in self.alternatives.iter().enumerate() {
            if index > 0 {
                out.write_str(" || ")?;
            }
            for (index, comparison) in alternative.comparisons.iter().enumerate() {
                let space = if index > 0 { " " } else { "" };
                write!(out, "{space}{}{}", comparison.sign, comparison.written)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
