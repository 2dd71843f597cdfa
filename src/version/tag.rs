//! The grammar of tags (R5, R7, C1, C4–C6).

use std::fmt;

use semver::{Prerelease, Version};

use super::error::{TagError, TagProblem};
use super::known::Known;
use super::name::check_reference_name;
use super::skip::TagSkip;

/// The entry to the grammar.
#[derive(Debug, Clone, Copy)]
pub struct Tag;

/// What a tag means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TagMeaning {
    /// A version to be released.
    Release(ReleaseTag),
    /// `[path/]production`: the movable pointer to what runs in an environment.
    Environment {
        /// The tag as pushed.
        tag: String,
        /// The part before the last slash.
        path: Option<String>,
        /// The environment.
        environment: String,
    },
    /// `[path/]v1.2.3-stable`: a statement about a version.
    State {
        /// The tag as pushed.
        tag: String,
        /// The version it is about, with path or chart.
        of: ReleaseTag,
        /// What it says.
        state: State,
    },
    /// `[path/]v1.2.3-production`: the immutable record that a version was deployed (C6).
    Marker {
        /// The tag as pushed.
        tag: String,
        /// The version it is about, with path or chart.
        of: ReleaseTag,
        /// Where it was deployed.
        environment: String,
    },
}

/// A tag that names a version to be released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleaseTag {
    /// The tag's whole name, without `refs/tags/`.
    pub name: String,
    /// The part before the last slash: the directory whose chart is meant (`api` of `api/v1.2.3`).
    pub path: Option<String>,
    /// The chart named by the tag (`podinfo` of `podinfo-1.2.3`); one of the known ones.
    pub chart: Option<String>,
    /// The version, without the `v`.
    pub version: Version,
}

/// What a state tag says of a version (R7).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Proven: preferred as a rollback target.
    Stable,
    /// Known to be bad.
    Unstable,
    /// Not to be used any more.
    Deprecated,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Stable, Self::Unstable, Self::Deprecated];

    /// The word in the tag.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Stable => "stable",
            Self::Unstable => "unstable",
            Self::Deprecated => "deprecated",
        }
    }
}

impl fmt::Display for State {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

impl TagMeaning {
    /// The release that the tag asks for, or the reason why it asks for none.
    ///
    /// # Errors
    /// The reason to skip: the tag is an environment's, a state's or a marker.
    pub fn release(self) -> Result<ReleaseTag, TagSkip> {
        match self {
            Self::Release(release) => Ok(release),
            Self::Environment {
                tag, environment, ..
            } => Err(TagSkip::Environment { tag, environment }),
            Self::State { tag, of, state } => Err(TagSkip::State {
                tag,
                version: of.version,
                state,
            }),
            Self::Marker {
                tag,
                of,
                environment,
            } => Err(TagSkip::Marker {
                tag,
                version: of.version,
                environment,
            }),
        }
    }
}

impl ReleaseTag {
    /// Refuses a prerelease, for `prerelease: deny` (C1).
    ///
    /// # Errors
    /// When the version has a prerelease part.
    pub fn refuse_prerelease(&self) -> Result<(), TagError> {
        if self.version.pre.is_empty() {
            return Ok(());
        }
        Err(TagError::PrereleaseDenied {
            tag: self.name.clone(),
            version: self.version.clone(),
        })
    }
}

impl Tag {
    /// Reads a tag's name (without `refs/tags/`).
    ///
    /// The forms are `[path/]vX.Y.Z[-pre][+build]`, and `name-X.Y.Z`, `name-vX.Y.Z`, `name@X.Y.Z`, `name@vX.Y.Z` with
    /// a known chart's name, the longest first. A tag of the first form means the same whatever charts there are. A
    /// tag that is an environment's name, or ends in `-` and a state's or an environment's name, is never a release,
    /// although `-production` would do as a prerelease (C4). Other prereleases that merely begin with such a word are
    /// releases: `v1.2.3-canary.4`.
    ///
    /// # Errors
    /// When the name is outside the grammar, or none that git allows.
    pub fn parse(name: &str, known: &Known) -> Result<TagMeaning, TagError> {
        read(name, known).map_err(|problem| {
            // A suggestion is only made when following it helps.
            let suggestion = suggest(name, &problem, known).filter(|better| {
                better != name && matches!(read(better, known), Ok(TagMeaning::Release(_)))
            });
            TagError::Malformed {
                tag: name.to_owned(),
                problem,
                suggestion,
                charts: known.charts().into(),
            }
        })
    }
}

fn read(name: &str, known: &Known) -> Result<TagMeaning, TagProblem> {
    check_reference_name(name).map_err(TagProblem::Name)?;
    let (path, leaf) = split_path(name);
    if known.environments().iter().any(|known| known == leaf) {
        return Ok(TagMeaning::Environment {
            tag: name.to_owned(),
            path: path.map(str::to_owned),
            environment: leaf.to_owned(),
        });
    }
    if let Some(version) = leaf.strip_prefix('v').filter(|rest| begins_a_number(rest)) {
        match read_version(version) {
            Ok(version) => {
                let release = ReleaseTag {
                    name: name.to_owned(),
                    path: path.map(str::to_owned),
                    chart: None,
                    version,
                };
                return Ok(reserve(release, known));
            }
            // The name of a chart may begin like a version: `v2ray-1.2.3`.
            Err(problem) => return read_named(name, path, leaf, known)?.ok_or(problem),
        }
    }
    if let Some(meaning) = read_named(name, path, leaf, known)? {
        return Ok(meaning);
    }
    if begins_a_number(leaf) {
        return Err(TagProblem::NoV);
    }
    if leaf.strip_prefix('V').is_some_and(begins_a_number) {
        return Err(TagProblem::CapitalV);
    }
    match split_unknown(leaf) {
        Some((chart, _)) => Err(TagProblem::UnknownChart {
            name: chart.to_owned(),
        }),
        None => Err(TagProblem::NoVersion),
    }
}

/// The forms with a chart's name. `None` when no known name begins the tag; an error when one does and no version
/// follows.
fn read_named(
    name: &str,
    path: Option<&str>,
    leaf: &str,
    known: &Known,
) -> Result<Option<TagMeaning>, TagProblem> {
    let mut first_problem = None;
    for chart in known.charts() {
        let Some(rest) = leaf
            .strip_prefix(chart.as_str())
            .and_then(|rest| rest.strip_prefix(['-', '@']))
        else {
            continue;
        };
        let text = rest.strip_prefix('v').unwrap_or(rest);
        match read_version(text) {
            Ok(version) => {
                if let Some(path) = path {
                    return Err(TagProblem::PathAndName {
                        path: path.to_owned(),
                        name: chart.clone(),
                    });
                }
                let release = ReleaseTag {
                    name: name.to_owned(),
                    path: None,
                    chart: Some(chart.clone()),
                    version,
                };
                return Ok(Some(reserve(release, known)));
            }
            Err(problem) => {
                if begins_a_number(text) {
                    first_problem.get_or_insert(problem);
                }
            }
        }
    }
    first_problem.map_or(Ok(None), Err)
}

/// Recognises the reserved words at the end of what would otherwise be a release (C4).
fn reserve(release: ReleaseTag, known: &Known) -> TagMeaning {
    for state in State::ALL {
        if let Some(version) = without_word(&release.version, state.word()) {
            return TagMeaning::State {
                tag: release.name.clone(),
                of: ReleaseTag { version, ..release },
                state,
            };
        }
    }
    for environment in known.environments() {
        if let Some(version) = without_word(&release.version, environment) {
            return TagMeaning::Marker {
                tag: release.name.clone(),
                of: ReleaseTag { version, ..release },
                environment: environment.clone(),
            };
        }
    }
    TagMeaning::Release(release)
}

/// The version that is meant when the text ends in `-word`: `1.2.3` of `1.2.3-stable`, `1.2.3-rc.1` of
/// `1.2.3-rc.1-stable`, `1.2.3+7` of `1.2.3+7-stable`. Also when build metadata follow the word: `1.2.3-stable+7`.
fn without_word(version: &Version, word: &str) -> Option<Version> {
    if version.pre.as_str() == word {
        return Some(Version {
            pre: Prerelease::EMPTY,
            ..version.clone()
        });
    }
    let text = version.to_string();
    let rest = text.strip_suffix(word)?.strip_suffix('-')?;
    if let Ok(version) = Version::parse(rest) {
        return Some(version);
    }
    let before = version.pre.strip_suffix(word)?.strip_suffix('-')?;
    Some(Version {
        pre: Prerelease::new(before).ok()?,
        ..version.clone()
    })
}

fn read_version(text: &str) -> Result<Version, TagProblem> {
    Version::parse(text).map_err(|cause| TagProblem::Version {
        text: text.to_owned(),
        cause: cause.to_string(),
    })
}

fn split_path(name: &str) -> (Option<&str>, &str) {
    match name.rsplit_once('/') {
        Some((path, leaf)) => (Some(path), leaf),
        None => (None, name),
    }
}

fn begins_a_number(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit())
}

/// Splits a leaf of no known chart at the first separator that a version follows.
fn split_unknown(leaf: &str) -> Option<(&str, &str)> {
    leaf.match_indices(['-', '@']).find_map(|(at, _)| {
        let name = leaf.get(..at).filter(|name| !name.is_empty())?;
        let rest = leaf.get(at + 1..)?;
        let text = rest.strip_prefix('v').unwrap_or(rest);
        Version::parse(text).ok().map(|_| (name, rest))
    })
}

fn suggest(name: &str, problem: &TagProblem, known: &Known) -> Option<String> {
    let (path, leaf) = split_path(name);
    let with_path = |leaf: String| match path {
        Some(path) => format!("{path}/{leaf}"),
        None => leaf,
    };
    match problem {
        TagProblem::NoV => Some(with_path(format!("v{}", completed(leaf)))),
        TagProblem::CapitalV => Some(with_path(format!("v{}", completed(leaf.get(1..)?)))),
        TagProblem::Version { text, .. } => {
            let before = leaf.strip_suffix(text.as_str())?;
            Some(with_path(format!("{before}{}", completed(text))))
        }
        TagProblem::UnknownChart { name } => {
            let rest = leaf.strip_prefix(name.as_str())?;
            let near = known
                .charts()
                .iter()
                .map(|chart| (strsim::damerau_levenshtein(chart, name), chart))
                .filter(|(distance, chart)| *distance <= 2 && *distance < chart.len())
                .min()?;
            Some(format!("{}{rest}", near.1))
        }
        TagProblem::PathAndName { path, name } => {
            // The path decides when it names the chart's own directory.
            let version = leaf.strip_prefix(name.as_str())?.get(1..)?;
            if path.rsplit('/').next() == Some(name) {
                Some(format!("{path}/v{}", version.trim_start_matches('v')))
            } else {
                Some(leaf.to_owned())
            }
        }
        TagProblem::Name(_) | TagProblem::NoVersion => None,
    }
}

/// `1.2` and `1` with the numbers that are missing.
fn completed(text: &str) -> String {
    let (numbers, rest) = match text.find(['-', '+']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    match numbers.split('.').count() {
        1 => format!("{numbers}.0.0{rest}"),
        2 => format!("{numbers}.0{rest}"),
        _ => text.to_owned(),
    }
}
