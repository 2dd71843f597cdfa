//! Which prereleases a chart repository keeps. Stable versions stay for ever (R23); prereleases are what fills an index.

use std::collections::HashSet;
use std::str::FromStr;

use helm::index::{Error, Index};
use helm::version::Version;
use jiff::Timestamp;

use super::error::RETIRED;
use super::listing::listed_file;
use crate::report::{Finding, Severity};

/// What is kept of a chart's prereleases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Retention {
    /// All of them.
    #[default]
    KeepAll,
    /// So many of the newest. The one that is being released is always among them.
    Prereleases(usize),
}

/// A text that says nothing about retention.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it is neither `keep all` nor `keep NUMBER prereleases`, with a number from 1")]
pub struct RetentionError;

impl FromStr for Retention {
    type Err = RetentionError;

    fn from_str(text: &str) -> Result<Self, RetentionError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        match words.as_slice() {
            ["keep", "all"] => Ok(Self::KeepAll),
            ["keep", number, "prereleases" | "prerelease"] => number
                .parse()
                .ok()
                .filter(|number| *number > 0)
                .map(Self::Prereleases)
                .ok_or(RetentionError),
            _ => Err(RetentionError),
        }
    }
}

/// An index from which prereleases were taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retired {
    /// The index's bytes.
    pub index: Vec<u8>,
    /// The versions that it lists no more.
    pub versions: Vec<String>,
    /// Their packages, from the index's directory. A `.prov` beside one goes with it.
    pub files: Vec<String>,
}

impl Retired {
    /// The note that says so.
    pub fn finding(&self, chart: &str, at: &str) -> Finding {
        Finding::new(
            &RETIRED,
            Severity::Note,
            format!(
                "{} of {chart} goes out of {at}",
                count(self.versions.len(), "old prerelease")
            ),
        )
        .note("versions", self.versions.join(", "))
    }
}

fn count(number: usize, what: &str) -> String {
    match number {
        1 => format!("1 {what}"),
        _ => format!("{number} {what}s"),
    }
}

impl Retention {
    /// Takes out of an index what is not kept of a chart's prereleases; `None` when everything is.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn apply(
        self,
        index: &[u8],
        chart: &str,
        released: &str,
        generated: Timestamp,
    ) -> Result<Option<Retired>, Error> {
        let Self::Prereleases(kept) = self else {
            return Ok(None);
        };
        let index = Index::read(index, chart)?;
        let listed: Vec<&str> = index.listed().collect();
        let gone: HashSet<&str> = too_many(&listed, released, kept).into_iter().collect();
        // A package that a version that stays is listed with, too, or that is elsewhere, is not ours to take.
        let file_of = |version: &str| index.find(version).as_ref().and_then(listed_file);
        let kept_files: HashSet<String> = listed
            .iter()
            .filter(|version| !gone.contains(*version))
            .filter_map(|version| file_of(version))
            .collect();
        let mut versions = Vec::new();
        let mut files = Vec::new();
        for version in listed.iter().filter(|version| gone.contains(*version)) {
            if let Some(file) = file_of(version).filter(|file| !kept_files.contains(file))
                && !versions.iter().any(|known| known == version)
            {
                versions.push((*version).to_owned());
                files.push(file);
            }
        }
        if versions.is_empty() {
            return Ok(None);
        }
        let names: Vec<&str> = versions.iter().map(String::as_str).collect();
        let thinned = index.without(&names, generated)?;
        Ok(Some(Retired {
            index: thinned.bytes,
            versions,
            files,
        }))
    }
}

/// The prereleases beyond the newest ones, in SemVer's order. What is no version is none.
fn too_many<'a>(listed: &[&'a str], released: &str, kept: usize) -> Vec<&'a str> {
    let mut prereleases: Vec<(Version, &str)> = listed
        .iter()
        .filter_map(|text| Some((Version::parse(text).ok()?, *text)))
        .filter(|(version, _)| !version.prerelease().is_empty())
        .collect();
    prereleases.sort_by(|(left, _), (right, _)| right.cmp(left));
    let own = prereleases.iter().any(|(_, text)| *text == released).into();
    prereleases
        .into_iter()
        .map(|(_, text)| text)
        .filter(|text| *text != released)
        .skip(kept.saturating_sub(own))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_input_is_read() {
        for (text, expected) in [
            ("keep all", Ok(Retention::KeepAll)),
            ("keep 1 prerelease", Ok(Retention::Prereleases(1))),
            (" keep  20 prereleases ", Ok(Retention::Prereleases(20))),
            ("keep 0 prereleases", Err(RetentionError)),
            ("keep -1 prereleases", Err(RetentionError)),
            ("keep some prereleases", Err(RetentionError)),
            ("keep 3 versions", Err(RetentionError)),
            ("", Err(RetentionError)),
        ] {
            assert_eq!(text.parse(), expected, "{text}");
        }
    }

    #[test]
    fn the_oldest_prereleases_go_and_never_a_stable_version_nor_the_one_released() {
        let listed = [
            "2.0.0",
            "2.0.0-rc.10",
            "2.0.0-rc.2",
            "not a version",
            "1.0.0",
            "1.0.0-beta+b",
            "v0.9.0-alpha",
        ];
        for (released, kept, gone) in [
            (
                "2.0.0",
                1,
                &["2.0.0-rc.2", "1.0.0-beta+b", "v0.9.0-alpha"][..],
            ),
            ("2.0.0", 4, &[]),
            ("2.0.0-rc.10", 2, &["1.0.0-beta+b", "v0.9.0-alpha"]),
            // An old one that is released again stays, and counts.
            ("1.0.0-beta+b", 2, &["2.0.0-rc.2", "v0.9.0-alpha"]),
        ] {
            assert_eq!(too_many(&listed, released, kept), gone, "{released} {kept}");
        }
    }

    #[test]
    fn packages_of_others_and_packages_that_are_listed_twice_stay() {
        let index = b"apiVersion: v1\nentries:\n  demo:\n  - version: 3.0.0-a\n    urls: [a.tgz]\n  - version: 2.0.0-a\n    \
                      urls: [shared.tgz]\n  - version: 1.0.0-a\n    urls: [old/b.tgz]\n  - version: 0.9.0-a\n    urls: \
                      ['https://elsewhere.example/c.tgz']\n  - version: 0.8.0\n    urls: [shared.tgz]\n";
        let retired = Retention::Prereleases(1)
            .apply(index, "demo", "3.0.0-a", Timestamp::UNIX_EPOCH)
            .unwrap()
            .unwrap();
        assert_eq!(retired.versions, ["1.0.0-a"]);
        assert_eq!(retired.files, ["old/b.tgz"]);
        let left = String::from_utf8(retired.index).unwrap();
        assert!(
            !left.contains("1.0.0-a") && left.contains("0.9.0-a"),
            "{left}"
        );
    }
}
