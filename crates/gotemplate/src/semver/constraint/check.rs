//! Whether a version meets one comparison.

use std::cmp::Ordering;

use super::{Comparison, Mismatch, Operator, Wildcard};
use crate::semver::Version;

impl Comparison {
    /// `prereleases`: whether a prerelease may meet it at all.
    pub(super) fn check(&self, version: &Version, prereleases: bool) -> Result<(), Mismatch> {
        if !version.prerelease().is_empty() && !prereleases {
            return Err(Mismatch::Prerelease);
        }
        match self.operator {
            Operator::Equal if self.wildcard == Wildcard::None => {
                require(*version == self.version, Mismatch::NotEqual)
            }
            Operator::Equal | Operator::Tilde => self.tilde(version),
            Operator::NotEqual => self.not_equal(version),
            Operator::Greater => self.greater(version),
            Operator::Less => require(*version < self.version, Mismatch::GreaterOrEqual),
            Operator::GreaterOrEqual => require(*version >= self.version, Mismatch::Less),
            Operator::LessOrEqual => self.less_or_equal(version),
            Operator::Caret => self.caret(version),
        }
    }

    /// `!=1.2` shuts out all of 1.2. `!=*` shuts out 0.0.0 only.
    fn not_equal(&self, version: &Version) -> Result<(), Mismatch> {
        let asked = &self.version;
        let equal = match self.wildcard {
            Wildcard::None | Wildcard::Major => version == asked,
            Wildcard::Minor => version.major() == asked.major(),
            Wildcard::Patch => {
                version.major() == asked.major()
                    && version.minor() == asked.minor()
                    && version.prerelease() == asked.prerelease()
            }
        };
        require(!equal, Mismatch::Equal)
    }

    /// `>11` begins with 12, `>11.1` with 11.2.
    fn greater(&self, version: &Version) -> Result<(), Mismatch> {
        let asked = &self.version;
        let greater = match (version.major().cmp(&asked.major()), self.wildcard) {
            (_, Wildcard::None) | (Ordering::Equal, Wildcard::Major) => version > asked,
            (Ordering::Equal, Wildcard::Minor) => false,
            (Ordering::Equal, Wildcard::Patch) => version.minor() > asked.minor(),
            (ordering, _) => ordering == Ordering::Greater,
        };
        require(greater, Mismatch::LessOrEqual)
    }

    /// `<=11` ends with 12, `<=11.1` with 11.2.
    fn less_or_equal(&self, version: &Version) -> Result<(), Mismatch> {
        let asked = &self.version;
        let greater = match self.wildcard {
            Wildcard::None => version > asked,
            Wildcard::Minor => version.major() > asked.major(),
            Wildcard::Major | Wildcard::Patch => {
                (version.major(), version.minor()) > (asked.major(), asked.minor())
            }
        };
        require(!greater, Mismatch::Greater)
    }

    /// `~1.2.3` is `>=1.2.3, <1.3`; `~1` is `>=1, <2`; `~0.0.0` and `~*` are `>=0`.
    fn tilde(&self, version: &Version) -> Result<(), Mismatch> {
        let asked = &self.version;
        require(version >= asked, Mismatch::Less)?;
        let is_zero = asked.major() == 0 && asked.minor() == 0 && asked.patch() == 0;
        if is_zero && !matches!(self.wildcard, Wildcard::Minor | Wildcard::Patch) {
            return Ok(());
        }
        require(version.major() == asked.major(), Mismatch::Major)?;
        require(
            version.minor() == asked.minor() || self.wildcard == Wildcard::Minor,
            Mismatch::MajorAndMinor,
        )
    }

    /// `^1.2.3` is `>=1.2.3, <2`; `^0.2.3` is `>=0.2.3, <0.3`; `^0.0.3` is 0.0.3; `^0` is `<1`; `^*` is 0.0.0.
    fn caret(&self, version: &Version) -> Result<(), Mismatch> {
        let asked = &self.version;
        require(version >= asked, Mismatch::Less)?;
        require(version.major() == asked.major(), Mismatch::Major)?;
        if asked.major() > 0 || self.wildcard == Wildcard::Minor {
            return Ok(());
        }
        if asked.minor() > 0 || self.wildcard == Wildcard::Patch {
            return require(version.minor() == asked.minor(), Mismatch::MinorOfMajorZero);
        }
        require(version.minor() == 0, Mismatch::Minor)?;
        require(version.patch() == asked.patch(), Mismatch::PatchOfMinorZero)
    }
}

fn require(condition: bool, otherwise: Mismatch) -> Result<(), Mismatch> {
    if condition { Ok(()) } else { Err(otherwise) }
}
