//! GitHub's limits, before a push runs into them (docs/registries.md): 100 MB a file, 1 GB a site of Pages.

use super::error::{NEAR_FILE_LIMIT, NEAR_SITE_LIMIT};
use crate::report::{Finding, Severity};

/// The largest file that GitHub takes, in bytes.
const FILE: usize = 100_000_000;
/// The largest site that Pages serves, in bytes.
const SITE: usize = 1_000_000_000;

/// From how many bytes on a site is near the limit.
pub const NEAR_SITE: u64 = SITE as u64 / 10 * 9;

/// What a release is about to put on a branch at GitHub.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// The package's bytes.
    pub package: usize,
    /// The bytes of the index, as it will be.
    pub index: usize,
    /// How many packages the branch holds. Their sizes are not known: no package is fetched.
    pub packages: usize,
}

/// What is near a limit, from nine tenths of it on.
pub fn near(sizes: Sizes, at: &str) -> Vec<Finding> {
    let is_near = |bytes: usize, limit: usize| bytes >= limit / 10 * 9;
    let mut findings = Vec::new();
    for (what, bytes) in [("the package", sizes.package), ("index.yaml", sizes.index)] {
        if is_near(bytes, FILE) {
            findings.push(Finding::new(
                &NEAR_FILE_LIMIT,
                Severity::Warning,
                format!("{what} on {at} has {} MB", bytes / 1_000_000),
            ));
        }
    }
    let site = sizes
        .packages
        .saturating_add(1)
        .saturating_mul(sizes.package);
    if is_near(site, SITE) {
        findings.push(Finding::new(
            &NEAR_SITE_LIMIT,
            Severity::Note,
            format!(
                "{at} holds {} packages: about {} MB, if all are as large as this one",
                sizes.packages,
                site / 1_000_000
            ),
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_told() {
        for (package, index, packages, expected) in [
            (20_000, 5_000_000, 30_000, &[][..]),
            (89_000_000, 89_000_000, 1, &[]),
            (90_000_000, 1, 0, &["CW-REPOSITORY-055"]),
            (1, 120_000_000, 0, &["CW-REPOSITORY-055"]),
            (300_000, 1, 3_000, &["CW-REPOSITORY-056"]),
        ] {
            let sizes = Sizes {
                package,
                index,
                packages,
            };
            let found = near(sizes, "acme/charts (gh-pages)");
            let codes: Vec<&str> = found.iter().map(|finding| finding.code.id).collect();
            assert_eq!(codes, expected, "{sizes:?}");
        }
    }
}
