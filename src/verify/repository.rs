//! A chart repository: every entry of its index against the package, and every package against the index.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use futures_util::stream::{self, StreamExt};
use helm::index::{Catalog, Found, Listed};
use tokio::sync::OnceCell;

use super::code::{
    LISTED_TWICE, MISSING, NO_INDEX, NOT_LISTED, NOT_LOOKED_AT, NOT_THERE, UNKNOWN_ELSEWHERE,
};
use super::elsewhere::{Elsewhere, Given, written};
use super::entry::{Package, inspect_entry};
use super::package::{counted, named};
use super::place::{Known, Place, Release, Survey, What};
use super::shelf::{Contents, Shelf};
use crate::release::target::TargetError;
use crate::report::{Finding, PROGRESS, Severity};
use crate::repository::{INDEX, IndexError, is_relative, listed_file};

/// How many packages are read at a time: few enough for the memory, many enough for a server that is asked anew each
/// time.
const AT_A_TIME: usize = 16;
/// How many packages are downloaded at a time from other addresses.
const DOWNLOADS: usize = 8;
/// After how many packages something is said.
const SAID_EVERY: usize = 256;

/// A chart repository.
pub(super) struct Repository {
    shelf: Box<dyn Shelf>,
    elsewhere: Elsewhere,
    contents: OnceCell<Contents>,
}

/// An entry whose package is to be read.
struct Entry {
    release: Release,
    listed: Listed,
    /// The package's path from the index.
    file: String,
}

impl Repository {
    pub(super) fn new(shelf: Box<dyn Shelf>, elsewhere: Elsewhere) -> Self {
        Self {
            shelf,
            elsewhere,
            contents: OnceCell::new(),
        }
    }

    async fn contents(&self) -> Result<&Contents, TargetError> {
        self.contents
            .get_or_try_init(|| self.shelf.contents())
            .await
    }

    fn refused(&self, index: &[u8], cause: helm::index::Error) -> TargetError {
        Box::new(IndexError::new(
            format!("{}/{INDEX}", self.shelf.name()),
            index,
            cause,
        ))
    }

    /// Where the package of an entry is among the files: where its URL says, or, where that is an address, under the
    /// address's last part, if there is such a file.
    fn file(listed: &Listed, files: &BTreeSet<&str>) -> Where {
        let found = Found {
            digest: None,
            created: None,
            urls: listed.urls.clone(),
        };
        if let Some(file) = listed_file(&found) {
            return Where::Here(file);
        }
        let Some(url) = listed.urls.first() else {
            return Where::Nowhere;
        };
        if is_relative(url) {
            return Where::Here(url.trim_start_matches("./").to_owned());
        }
        let last = url.split(['?', '#']).next().unwrap_or(url);
        match last.rsplit('/').next() {
            Some(name) if files.contains(name) => Where::Here(name.to_owned()),
            _ => Where::Elsewhere,
        }
    }

    /// Reads some entries' packages and provenance files, and holds them against what the index says.
    async fn read(
        &self,
        entries: &[Entry],
        files: &BTreeSet<&str>,
        survey: &mut Survey,
    ) -> Result<(), TargetError> {
        let mut wanted: Vec<String> = entries.iter().map(|entry| entry.file.clone()).collect();
        let provenance =
            |file: &str| Some(format!("{file}.prov")).filter(|file| files.contains(file.as_str()));
        wanted.extend(entries.iter().filter_map(|entry| provenance(&entry.file)));
        wanted.sort();
        wanted.dedup();
        let contents = self.shelf.read(&wanted).await?;
        let contents: BTreeMap<String, Vec<u8>> = wanted
            .into_iter()
            .zip(contents)
            .filter_map(|(file, bytes)| Some((file, bytes?)))
            .collect();
        for entry in entries {
            let (release, file) = (&entry.release, &entry.file);
            let Some(bytes) = contents.get(file) else {
                survey.error(
                    &NOT_THERE,
                    format!("{release} is listed at {file}, which is not there"),
                );
                continue;
            };
            let signed = provenance(file).and_then(|file| contents.get(&file));
            let package = Package {
                at: file,
                file: file.rsplit('/').next().unwrap_or(file),
                bytes,
                provenance: signed.map(Vec::as_slice),
            };
            inspect_entry(release.clone(), &entry.listed, &package, survey);
        }
        Ok(())
    }

    /// The same of entries whose packages are at addresses of their own. Each package is looked at as it comes.
    async fn read_elsewhere(&self, entries: Vec<(Release, Listed)>, survey: &mut Survey) {
        let mut reading = stream::iter(entries)
            .map(|(release, listed)| async move {
                let given = self.elsewhere.read(&release, &listed).await;
                (release, listed, given)
            })
            .buffered(DOWNLOADS);
        let (mut count, mut unknown, mut unreadable) =
            (0, Unknown::default(), Unreadable::default());
        while let Some((release, listed, given)) = reading.next().await {
            count += 1;
            if count % SAID_EVERY == 0 {
                tracing::info!(target: PROGRESS, "{}: {count} packages at other addresses read", self.name());
            }
            let at = listed.urls.first().map_or("", String::as_str);
            let at = written(at);
            match given {
                Given::Package {
                    bytes,
                    file,
                    provenance,
                } => {
                    let package = Package {
                        at: &at,
                        file: &file,
                        bytes: &bytes,
                        provenance: provenance.as_deref(),
                    };
                    inspect_entry(release, &listed, &package, survey);
                    continue;
                }
                Given::Nothing { without_login } => {
                    let message = format!("{release} is listed at {at}, which is not there");
                    let mut finding = Finding::new(&NOT_THERE, Severity::Error, message);
                    if without_login {
                        // Some servers say of a private file that it is not there.
                        finding = finding.note("asked", "without a login");
                    }
                    survey.find(finding);
                    continue;
                }
                Given::Unknown { server, cause } => unknown
                    .entry((server, cause))
                    .or_default()
                    .push(format!("{release} at {at}")),
                Given::Unreadable => unreadable.push(format!("{release} at {at}")),
            }
            if let Some(digest) = listed.digest {
                survey.unread.insert(release.clone());
                survey.held.entry(release).or_insert(digest);
            }
        }
        for ((server, cause), packages) in unknown {
            let message = format!(
                "{} lists {} at {server} that cannot be read",
                self.name(),
                packages_of(packages.len())
            );
            let finding = Finding::new(&UNKNOWN_ELSEWHERE, Severity::Error, message);
            survey.find(
                finding
                    .note("cause", cause)
                    .note("packages", named(&packages)),
            );
        }
        if !unreadable.is_empty() {
            let message = format!(
                "{} lists {} at addresses that only its own clients can read",
                self.name(),
                packages_of(unreadable.len())
            );
            let finding = Finding::new(&NOT_LOOKED_AT, Severity::Note, message);
            survey.find(finding.note("packages", named(&unreadable)));
        }
    }
}

/// Packages that could not be read, by the server and the cause.
type Unknown = BTreeMap<(String, String), Vec<String>>;
/// Packages at addresses that this program cannot read.
type Unreadable = Vec<String>;

/// "1 package", "2 packages".
fn packages_of(count: usize) -> String {
    format!("{count} package{}", if count == 1 { "" } else { "s" })
}

/// Where an entry's package is.
enum Where {
    /// Beside the index, or in a folder there.
    Here(String),
    /// At an address of its own.
    Elsewhere,
    /// The entry does not say.
    Nowhere,
}

#[async_trait]
impl Place for Repository {
    fn name(&self) -> String {
        self.shelf.name()
    }

    async fn survey(&self, what: &What, _known: &Known) -> Result<Survey, TargetError> {
        let mut survey = Survey::default();
        let contents = self.contents().await?;
        let Some(index) = contents.index.clone() else {
            survey.error(&NO_INDEX, format!("{} has no {INDEX}", self.name()));
            survey.detail = format!("no {INDEX}");
            return Ok(survey);
        };
        let catalog = Catalog::read(&index).map_err(|cause| self.refused(&index, cause))?;
        let files: BTreeSet<&str> = contents.files.iter().map(String::as_str).collect();
        let charts: Vec<String> = catalog
            .charts()
            .filter(|name| match what {
                What::All(only) => only.as_deref().is_none_or(|only| only == *name),
                What::Release(release) => release.name == *name,
            })
            .map(ToOwned::to_owned)
            .collect();
        let mut listed_files = BTreeSet::new();
        let mut count = 0;
        let (mut waiting, mut elsewhere) = (Vec::new(), Vec::new());
        for chart in &charts {
            let entries = catalog
                .entries(chart)
                .map_err(|cause| self.refused(&index, cause))?;
            let mut seen: BTreeMap<String, Option<String>> = BTreeMap::new();
            for listed in entries {
                let version = listed.version.clone().unwrap_or_default();
                if let What::Release(wanted) = what
                    && version != wanted.version
                {
                    continue;
                }
                count += 1;
                if count % SAID_EVERY == 0 {
                    tracing::info!(target: PROGRESS, "{}: {count} versions read", self.name());
                }
                let release = Release::new(chart.clone(), version.clone());
                if let Some(first) = seen.get(&version) {
                    let same = *first == listed.digest;
                    let message = format!(
                        "{release} is listed more than once{}",
                        if same { "" } else { ", with different digests" }
                    );
                    let severity = if same {
                        Severity::Warning
                    } else {
                        Severity::Error
                    };
                    survey.find(Finding::new(&LISTED_TWICE, severity, message));
                } else {
                    seen.insert(version, listed.digest.clone());
                }
                match Self::file(&listed, &files) {
                    Where::Here(file) => {
                        listed_files.insert(file.clone());
                        waiting.push(Entry {
                            release,
                            listed,
                            file,
                        });
                    }
                    Where::Elsewhere => {
                        elsewhere.push((release, listed));
                    }
                    Where::Nowhere => {
                        survey.error(
                            &NOT_THERE,
                            format!("{release} is listed without an address"),
                        );
                    }
                }
                if waiting.len() >= AT_A_TIME {
                    self.read(&waiting, &files, &mut survey).await?;
                    waiting.clear();
                }
            }
        }
        self.read(&waiting, &files, &mut survey).await?;
        self.read_elsewhere(elsewhere, &mut survey).await;
        match what {
            What::Release(release) if count == 0 => {
                survey.error(&MISSING, format!("{} does not list {release}", self.name()));
                survey.detail = format!("{} is not listed", release.version);
            }
            What::Release(release) => {
                survey.detail = match survey.held.get(release) {
                    Some(digest) => crate::report::short_digest(&format!("sha256:{digest}")),
                    None => format!("{} is listed, and not there", release.version),
                };
            }
            What::All(only) => {
                if only.is_none() {
                    unlisted(&contents.files, &listed_files, &mut survey);
                }
                survey.detail = counted(count, charts.len());
            }
        }
        survey.charts.extend(charts);
        Ok(survey)
    }

    async fn package(&self, release: &Release) -> Result<Option<Vec<u8>>, TargetError> {
        let contents = self.contents().await?;
        let Some(index) = contents.index.clone() else {
            return Ok(None);
        };
        let catalog = Catalog::read(&index).map_err(|cause| self.refused(&index, cause))?;
        let entries = catalog
            .entries(&release.name)
            .map_err(|cause| self.refused(&index, cause))?;
        let entry = entries
            .iter()
            .find(|entry| entry.version.as_deref() == Some(release.version.as_str()));
        let files: BTreeSet<&str> = contents.files.iter().map(String::as_str).collect();
        match (entry, entry.map(|entry| Self::file(entry, &files))) {
            (Some(_), Some(Where::Here(file))) => {
                let read = self.shelf.read(std::slice::from_ref(&file)).await?;
                Ok(read.into_iter().next().flatten())
            }
            (Some(entry), Some(Where::Elsewhere)) => {
                Ok(match self.elsewhere.read(release, entry).await {
                    Given::Package { bytes, .. } => Some(bytes),
                    Given::Nothing { .. } | Given::Unknown { .. } | Given::Unreadable => None,
                })
            }
            _ => Ok(None),
        }
    }
}

/// Packages that no entry lists, and provenance files without their package.
fn unlisted(files: &[String], listed: &BTreeSet<String>, survey: &mut Survey) {
    let all: BTreeSet<&str> = files.iter().map(String::as_str).collect();
    for file in files {
        let message = if let Some(package) = file.strip_suffix(".prov") {
            if !package.ends_with(".tgz") || all.contains(package) {
                continue;
            }
            format!("{file} is there, {package} is not")
        } else if file.ends_with(".tgz") && !listed.contains(file) {
            format!("{file} is there, the index does not list it")
        } else {
            continue;
        };
        survey.find(Finding::new(&NOT_LISTED, Severity::Warning, message));
    }
}
