//! A chart repository: every entry of its index against the package, and every package against the index.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use helm::index::{Catalog, Found, Listed};
use tokio::sync::OnceCell;

use super::code::{
    LISTED_TWICE, MISSING, NO_DIGEST, NO_INDEX, NOT_LISTED, NOT_LOOKED_AT, NOT_THERE, OTHER_DIGEST,
    OTHER_METADATA,
};
use super::package::{counted, differing_fields, inspect, inspect_provenance, sha256};
use super::place::{Known, Place, Release, Survey, What};
use super::shelf::{Contents, Shelf};
use crate::release::target::TargetError;
use crate::report::{Finding, PROGRESS, Severity};
use crate::repository::{INDEX, IndexError, is_relative, listed_file};

/// How many packages are read at a time: few enough for the memory, many enough for a server that is asked anew each
/// time.
const AT_A_TIME: usize = 16;
/// After how many packages something is said.
const SAID_EVERY: usize = 256;

/// A chart repository.
pub(super) struct Repository {
    shelf: Box<dyn Shelf>,
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
    pub(super) fn new(shelf: Box<dyn Shelf>) -> Self {
        Self {
            shelf,
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
            let Entry {
                release,
                listed,
                file,
            } = entry;
            let Some(bytes) = contents.get(file) else {
                survey.error(
                    &NOT_THERE,
                    format!("{release} is listed at {file}, which is not there"),
                );
                continue;
            };
            let digest = sha256(bytes);
            match &listed.digest {
                Some(said) if *said != digest => {
                    let message =
                        format!("{release}: {file} does not have the digest that the index says");
                    let finding = Finding::new(&OTHER_DIGEST, Severity::Error, message);
                    survey.find(
                        finding
                            .note("index", format!("sha256:{said}"))
                            .note("file", format!("sha256:{digest}")),
                    );
                }
                Some(_) => {}
                None => {
                    let message = format!("{release} has no digest in the index");
                    survey.find(Finding::new(&NO_DIGEST, Severity::Warning, message));
                }
            }
            if let Some(metadata) = inspect(release, bytes, file, survey) {
                let fields = differing_fields(&listed.fields, &metadata);
                if !fields.is_empty() {
                    let message = format!(
                        "{release}: the index and Chart.yaml differ in {}",
                        fields.join(", ")
                    );
                    survey.find(Finding::new(&OTHER_METADATA, Severity::Warning, message));
                }
            }
            if let Some(signed) = provenance(file).and_then(|file| contents.get(&file)) {
                let name = file.rsplit('/').next().unwrap_or(file);
                inspect_provenance(release, name, &digest, signed, survey);
            }
            survey.held.entry(release.clone()).or_insert(digest);
        }
        Ok(())
    }
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
        let (mut count, mut elsewhere) = (0, 0);
        let mut waiting = Vec::new();
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
                        elsewhere += 1;
                        if let Some(digest) = &listed.digest {
                            survey.unread.insert(release.clone());
                            survey.held.entry(release).or_insert(digest.clone());
                        }
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
        if elsewhere > 0 {
            let message = format!(
                "{} lists {elsewhere} packages at other addresses, which were not looked at",
                self.name()
            );
            survey.find(Finding::new(&NOT_LOOKED_AT, Severity::Note, message));
        }
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
        match entry.map(|entry| Self::file(entry, &files)) {
            Some(Where::Here(file)) => {
                let read = self.shelf.read(std::slice::from_ref(&file)).await?;
                Ok(read.into_iter().next().flatten())
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
