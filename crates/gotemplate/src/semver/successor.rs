//! Versions made of others (Masterminds' `IncMajor` and its kin, `version.go`).

use super::{Reason, Version, check_build, check_prerelease};

/// A number of a version is the largest there is, and cannot be raised. The words are those of Masterminds' panic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Overflow {
    /// The first number.
    #[error("major version increment would overflow uint64")]
    Major,
    /// The second number.
    #[error("minor version increment would overflow uint64")]
    Minor,
    /// The third number.
    #[error("patch version increment would overflow uint64")]
    Patch,
}

impl Version {
    /// The next major version (`IncMajor`): `2.0.0` after `1.2.3-rc.1`.
    ///
    /// # Errors
    /// When the number cannot be raised.
    pub fn next_major(&self) -> Result<Self, Overflow> {
        let major = self.major.checked_add(1).ok_or(Overflow::Major)?;
        Ok(self.successor([major, 0, 0], "", ""))
    }

    /// The next minor version (`IncMinor`): `1.3.0` after `1.2.3-rc.1`.
    ///
    /// # Errors
    /// When the number cannot be raised.
    pub fn next_minor(&self) -> Result<Self, Overflow> {
        let minor = self.minor.checked_add(1).ok_or(Overflow::Minor)?;
        Ok(self.successor([self.major, minor, 0], "", ""))
    }

    /// The next patch version (`IncPatch`): `1.2.4` after `1.2.3`, but `1.2.3` after `1.2.3-rc.1`.
    ///
    /// # Errors
    /// When the number cannot be raised.
    pub fn next_patch(&self) -> Result<Self, Overflow> {
        let patch = if self.prerelease.is_empty() {
            self.patch.checked_add(1).ok_or(Overflow::Patch)?
        } else {
            self.patch
        };
        Ok(self.successor([self.major, self.minor, patch], "", ""))
    }

    /// The same version as another prerelease (`SetPrerelease`); an empty one makes it a release.
    ///
    /// # Errors
    /// When it is no prerelease.
    pub fn with_prerelease(&self, prerelease: &str) -> Result<Self, Reason> {
        if !prerelease.is_empty() {
            check_prerelease(prerelease)?;
        }
        Ok(self.successor(
            [self.major, self.minor, self.patch],
            prerelease,
            &self.build,
        ))
    }

    /// The same version with other build metadata (`SetMetadata`), or with none.
    ///
    /// # Errors
    /// When it is no build metadata.
    pub fn with_build(&self, build: &str) -> Result<Self, Reason> {
        if !build.is_empty() {
            check_build(build)?;
        }
        Ok(self.successor(
            [self.major, self.minor, self.patch],
            &self.prerelease,
            build,
        ))
    }

    /// Its original text keeps the `v` of this one.
    fn successor(&self, numbers: [u64; 3], prerelease: &str, build: &str) -> Self {
        let mut next = Self::new("", numbers, prerelease, build);
        let prefix = if self.original.starts_with('v') {
            "v"
        } else {
            ""
        };
        next.original = format!("{prefix}{next}");
        next
    }
}
