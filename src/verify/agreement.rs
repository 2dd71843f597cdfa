//! What several places hold of the same versions: whether it is the same.

use std::collections::{BTreeMap, BTreeSet};

use helm::package::differences;

use super::code::{MISSING, OTHER_PACKAGE};
use super::package::named;
use super::place::{Place, Release, Survey, What};
use crate::release::mixed::MIXED;
use crate::release::target::TargetError;
use crate::report::{Finding, Severity};
use crate::repository::SAME_CONTENT;

/// How many disagreements are looked into for the files that differ; each costs two downloads.
const MOST_LOOKED_INTO: usize = 20;

/// A place that could be read, and what it holds.
pub(super) struct Surveyed {
    pub(super) place: Box<dyn Place>,
    pub(super) survey: Survey,
}

/// What the places say of one another.
pub(super) async fn compare(
    what: &What,
    places: &[Surveyed],
    mine: Option<&[u8]>,
) -> Result<Vec<Finding>, TargetError> {
    let mut holders: BTreeMap<&Release, Vec<(&Surveyed, &str)>> = BTreeMap::new();
    for place in places {
        for (release, digest) in &place.survey.held {
            holders.entry(release).or_default().push((place, digest));
        }
    }
    let mut findings = Vec::new();
    let mut looked_into = 0;
    for (release, holders) in &holders {
        if let (What::Release(_), Some(mine)) = (what, mine) {
            for (place, digest) in holders {
                findings.extend(other_than_mine(release, place, digest, mine).await?);
            }
        }
        let digests: BTreeSet<&str> = holders.iter().map(|(_, digest)| *digest).collect();
        if digests.len() > 1 {
            looked_into += 1;
            findings.push(mixed(release, holders, looked_into <= MOST_LOOKED_INTO).await?);
        }
    }
    if matches!(what, What::All(_)) {
        findings.extend(
            places
                .iter()
                .filter_map(|place| lacking(place, holders.keys().copied(), places)),
        );
    }
    Ok(findings)
}

async fn other_than_mine(
    release: &Release,
    place: &Surveyed,
    digest: &str,
    mine: &[u8],
) -> Result<Option<Finding>, TargetError> {
    let ours = super::package::sha256(mine);
    if digest == ours {
        return Ok(None);
    }
    let name = place.place.name();
    let bytes = place.place.package(release).await?;
    let differing = bytes.and_then(|bytes| differences(&bytes, mine).ok());
    let finding = match &differing {
        Some(differing) if differing.is_empty() => Finding::new(
            &SAME_CONTENT,
            Severity::Note,
            format!("{name} holds {release} with the same files, packed by another tool"),
        ),
        Some(differing) => Finding::new(
            &OTHER_PACKAGE,
            Severity::Error,
            format!("{name} holds {release} with other content than the package at hand"),
        )
        .note("differs in", named(differing)),
        None => Finding::new(
            &OTHER_PACKAGE,
            Severity::Error,
            format!("{name} holds {release} with other content than the package at hand"),
        ),
    };
    let finding = finding
        .note("there", format!("sha256:{digest}"))
        .note("at hand", format!("sha256:{ours}"));
    Ok(Some(finding))
}

/// The finding that a version is not the same everywhere. Packages of the same files in other bytes are one content.
async fn mixed(
    release: &Release,
    holders: &[(&Surveyed, &str)],
    look_into: bool,
) -> Result<Finding, TargetError> {
    let mut differing = None;
    if look_into
        && let Some((first, digest)) = holders.first()
        && let Some(mine) = first.place.package(release).await?
    {
        let mut all = BTreeSet::new();
        let mut compared = true;
        for (place, _) in holders.iter().filter(|(_, other)| other != digest) {
            let theirs = place.place.package(release).await?;
            match theirs.map(|theirs| differences(&theirs, &mine)) {
                Some(Ok(files)) => all.extend(files),
                _ => compared = false,
            }
        }
        differing = compared.then(|| all.into_iter().collect::<Vec<_>>());
    }
    let mut finding = match &differing {
        Some(differing) if differing.is_empty() => Finding::new(
            &SAME_CONTENT,
            Severity::Note,
            format!("{release} has the same files at every target, in packages of other bytes"),
        ),
        _ => Finding::new(
            &MIXED,
            Severity::Error,
            format!("{release} has different content at different targets"),
        ),
    };
    if let Some(differing) = differing.filter(|differing| !differing.is_empty()) {
        finding = finding.note("differs in", named(&differing));
    }
    for (place, digest) in holders {
        finding = finding.note("at", format!("{}  sha256:{digest}", place.place.name()));
    }
    Ok(finding)
}

/// The finding that a place lacks versions that others hold.
fn lacking<'a>(
    place: &Surveyed,
    all: impl Iterator<Item = &'a Release>,
    places: &[Surveyed],
) -> Option<Finding> {
    let (mut missing, mut total) = (Vec::new(), 0);
    for release in all {
        total += 1;
        // A version that is there and damaged is a finding already.
        let spoken_of = place.survey.findings.iter().any(|finding| {
            finding.severity == Severity::Error && finding.message.contains(&release.to_string())
        });
        if !place.survey.held.contains_key(release) && !spoken_of {
            missing.push(release.to_string());
        }
    }
    if missing.is_empty() || places.len() < 2 {
        return None;
    }
    let message = format!(
        "{} lacks {} of {total} versions that other targets hold",
        place.place.name(),
        missing.len()
    );
    Some(Finding::new(&MISSING, Severity::Warning, message).note("versions", named(&missing)))
}
