//! The target that is a chart repository in a directory.

mod known;

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use camino::Utf8PathBuf;
use helm::index::{Entry, Outcome};
use helm::package::Package;

use super::{
    Precedence, Preflight, Publication, PublicationState, PublishedWithOtherContent, Standing,
    Target, TargetError, TargetKind, Visibility, Written,
};
use crate::report::{Finding, Severity, boxed};
use crate::repository::{
    Directory, DirectoryError, ELSEWHERE, Held, Holding, INDEX, IndexError, REENCODED, Retention,
    Retired, judge, listed_file, missing_entry, same_content,
};
use known::Known;

/// A chart repository in a directory of this machine: packages beside an index.yaml, ready to be served.
#[derive(Debug, Clone)]
pub struct DirectoryTarget {
    directory: Directory,
    retention: Retention,
    /// The index as it was last read or written here. What stands in the file is always read again; it is taken apart
    /// again only when it has changed.
    known: Arc<Mutex<Option<Known>>>,
}

/// What was seen in the directory.
struct Sight {
    index: Option<Known>,
    holding: Holding,
    /// The package's file: its name from the directory.
    file: String,
}

impl DirectoryTarget {
    /// The repository at a path, which need not exist yet.
    pub fn new(path: impl Into<Utf8PathBuf>) -> Self {
        Self {
            directory: Directory::new(path),
            retention: Retention::default(),
            known: Arc::default(),
        }
    }

    /// With a bound on the prereleases that stay.
    #[must_use]
    pub fn with_retention(self, retention: Retention) -> Self {
        Self { retention, ..self }
    }

    /// Does what blocks (disks, and the wait for another process) where it holds up nothing else.
    async fn off_thread<T: Send + 'static>(
        &self,
        package: &Package,
        job: impl FnOnce(&Self, &Package) -> Result<T, TargetError> + Send + 'static,
    ) -> Result<T, TargetError> {
        let (target, package) = (self.clone(), package.clone());
        match tokio::task::spawn_blocking(move || job(&target, &package)).await {
            Ok(outcome) => outcome,
            Err(error) => match error.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(error) => Err(boxed(DirectoryError::Read {
                    path: self.directory.path().to_owned(),
                    source: std::io::Error::other(error),
                })),
            },
        }
    }

    fn index_path(&self) -> Utf8PathBuf {
        self.directory.path().join(INDEX)
    }

    fn refused(&self, index: &[u8], cause: helm::index::Error) -> TargetError {
        Box::new(IndexError::new(self.index_path(), index, cause))
    }

    fn look(&self, package: &Package) -> Result<Sight, TargetError> {
        let metadata = &package.metadata;
        let index = match self.directory.read(INDEX).map_err(boxed)? {
            Some(bytes) => {
                let known = self.take_known();
                let read = Known::read(bytes, known, &metadata.name);
                Some(read.map_err(|error| self.refused(&error.bytes, error.cause))?)
            }
            None => None,
        };
        let entry = index
            .as_ref()
            .and_then(|index| index.find(&metadata.version));
        let file = entry
            .as_ref()
            .and_then(listed_file)
            .unwrap_or_else(|| package.file_name());
        let bytes = self.directory.read(&file).map_err(boxed)?;
        let holding = judge(
            package,
            Held {
                entry: entry.as_ref(),
                file: bytes.as_deref(),
            },
        );
        Ok(Sight {
            index,
            holding,
            file,
        })
    }

    fn take_known(&self) -> Option<Known> {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    fn keep_known(&self, known: Option<Known>) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = known;
    }

    /// What was seen, unless it is another's.
    fn look_for_ours(&self, package: &Package) -> Result<Sight, TargetError> {
        let sight = self.look(package)?;
        match sight.holding {
            Holding::Other {
                theirs,
                differs_in,
                created,
            } => Err(Box::new(PublishedWithOtherContent {
                name: package.metadata.name.clone(),
                version: package.metadata.version.clone(),
                at: self.directory.path().join(&sight.file).into_string(),
                theirs: if theirs.is_empty() {
                    theirs
                } else {
                    format!("sha256:{theirs}")
                },
                ours: format!("sha256:{}", package.sha256),
                differs_in,
                published: created.map(|created| format!("{created}, says {INDEX}")),
            })),
            _ => Ok(sight),
        }
    }

    fn preflight_now(&self, package: &Package) -> Result<Preflight, TargetError> {
        let sight = self.look_for_ours(package)?;
        let metadata = &package.metadata;
        let version = &metadata.version;
        let mut findings: Vec<Finding> =
            same_content(package, &sight.holding).into_iter().collect();
        let (standing, mut detail) = match &sight.holding {
            Holding::Complete { .. } => {
                (Standing::Unchanged, format!("{version} is there already"))
            }
            Holding::Elsewhere { url } => {
                findings.push(Finding::new(
                    &ELSEWHERE,
                    Severity::Note,
                    format!("the index lists this package at {url}, outside this directory"),
                ));
                (Standing::Unchanged, format!("{version} is listed already"))
            }
            Holding::Unlisted { .. } => (
                Standing::Incomplete,
                format!("{version} is there, the index does not list it yet"),
            ),
            Holding::Missing => (
                Standing::Incomplete,
                format!("{version} is listed, its package is missing"),
            ),
            Holding::Free | Holding::Other { .. } => (Standing::Free, format!("{version} is free")),
        };
        if standing != Standing::Unchanged {
            self.directory.check_writable().map_err(boxed)?;
        }
        if let Some(entry) = missing_entry(package, &sight.holding, &sight.file) {
            // That the index can take the entry is known before anything is written anywhere.
            let spliced = self.splice(&sight, &entry, package)?;
            if spliced.reencoded {
                findings.push(self.reencoded());
            }
            if let Some(retired) = self.retired(&spliced.bytes, package)? {
                findings.push(retired.finding(&metadata.name, &self.name()));
            }
            detail = match (&sight.index, spliced.versions.saturating_sub(1)) {
                (None, _) => format!("{detail}, a new index will be begun"),
                (Some(_), 1) => format!("{detail}, 1 package there"),
                (Some(_), count) => format!("{detail}, {count} packages there"),
            };
        }
        self.keep_known(sight.index);
        Ok(Preflight {
            standing,
            detail,
            findings,
        })
    }

    fn splice(
        &self,
        sight: &Sight,
        entry: &Entry,
        package: &Package,
    ) -> Result<helm::index::Spliced, TargetError> {
        match &sight.index {
            Some(index) => index
                .splice(entry, package.created)
                .map_err(|cause| self.refused(index.bytes(), cause)),
            None => helm::index::splice(None, entry, package.created)
                .map_err(|cause| self.refused(&[], cause)),
        }
    }

    fn retired(&self, index: &[u8], package: &Package) -> Result<Option<Retired>, TargetError> {
        let metadata = &package.metadata;
        self.retention
            .apply(index, &metadata.name, &metadata.version, package.created)
            .map_err(|cause| self.refused(index, cause))
    }

    fn reencoded(&self) -> Finding {
        Finding::new(
            &REENCODED,
            Severity::Note,
            format!(
                "{} is in JSON or flow style and is written anew as YAML",
                self.index_path()
            ),
        )
    }

    fn publish_now(&self, package: &Package) -> Result<Written, TargetError> {
        let session = self.directory.lock().map_err(boxed)?;
        // Another process may have published since the preflight: what counts is what is there under the lock.
        let mut sight = self.look_for_ours(package)?;
        let mut written = Written {
            changed: false,
            detail: "nothing to write".to_owned(),
            findings: Vec::new(),
        };
        // The package first: an index must never list what is not there.
        if matches!(sight.holding, Holding::Free | Holding::Missing) {
            session.add(&sight.file, &package.bytes).map_err(boxed)?;
            written.changed = true;
            written.detail.clone_from(&sight.file);
        }
        if let Some(entry) = missing_entry(package, &sight.holding, &sight.file) {
            let spliced = self.splice(&sight, &entry, package)?;
            // The old index is not needed any more, and may be large.
            sight.index = None;
            if spliced.outcome == Outcome::Added {
                let retired = self.retired(&spliced.bytes, package)?;
                let (bytes, files, what) = match retired {
                    Some(retired) => {
                        let what = format!("+1 −{} entries", retired.versions.len());
                        (retired.index, retired.files, what)
                    }
                    None => (spliced.bytes, Vec::new(), "+1 entry".to_owned()),
                };
                session.replace(INDEX, &bytes).map_err(boxed)?;
                // The index first: it must never list what is not there.
                for file in files {
                    session.remove(&file);
                    session.remove(&format!("{file}.prov"));
                }
                sight.index = Some(Known::written(bytes, &entry));
                written.changed = true;
                written.detail = format!("{}  {INDEX} {what}", sight.file);
            }
            if spliced.reencoded {
                written.findings.push(self.reencoded());
            }
        }
        self.keep_known(sight.index);
        Ok(written)
    }

    fn verify_now(&self, package: &Package, written: Written) -> Result<Publication, TargetError> {
        let sight = self.look_for_ours(package)?;
        let path = self.directory.path().join(&sight.file);
        let wrong = |path: Utf8PathBuf, what: &str| -> TargetError {
            Box::new(DirectoryError::NotAsWritten {
                path,
                what: what.to_owned(),
            })
        };
        let (digest, reference, install) = match sight.holding {
            Holding::Complete { digest } => {
                let install = install_line(&package.metadata.name, path.as_str());
                (digest, path.into_string(), install)
            }
            Holding::Elsewhere { url } => {
                let install = install_line(&package.metadata.name, &url);
                (package.sha256.clone(), url, install)
            }
            Holding::Missing => return Err(wrong(path, "is not there any more")),
            _ => {
                return Err(wrong(
                    self.index_path(),
                    &format!(
                        "does not list {} {} any more",
                        package.metadata.name, package.metadata.version
                    ),
                ));
            }
        };
        Ok(Publication {
            kind: TargetKind::Repository,
            target: self.name(),
            reference,
            digest: format!("sha256:{digest}"),
            state: if written.changed {
                PublicationState::Released
            } else {
                PublicationState::Unchanged
            },
            visibility: Visibility::Verified,
            chart_url: None,
            index_url: None,
            install: vec![install],
            findings: written.findings,
        })
    }
}

#[async_trait]
impl Target for DirectoryTarget {
    fn kind(&self) -> TargetKind {
        TargetKind::Repository
    }

    fn name(&self) -> String {
        self.directory.path().to_string()
    }

    fn leaves_the_machine(&self) -> bool {
        false
    }

    fn precedence(&self) -> Precedence {
        Precedence::Lock
    }

    async fn preflight(&self, package: &Package) -> Result<Preflight, TargetError> {
        self.off_thread(package, Self::preflight_now).await
    }

    async fn publish(
        &self,
        package: &Package,
        _preflight: Preflight,
    ) -> Result<Written, TargetError> {
        self.off_thread(package, Self::publish_now).await
    }

    async fn verify(
        &self,
        package: &Package,
        written: Written,
    ) -> Result<Publication, TargetError> {
        self.off_thread(package, |target, package| {
            target.verify_now(package, written)
        })
        .await
    }
}

/// `helm install NAME PACKAGE`, ready to copy into a shell.
fn install_line(name: &str, package: &str) -> String {
    let mut package = package.to_owned();
    let local = !package.contains("://");
    if local && !package.starts_with(['/', '.']) {
        package.insert_str(0, "./");
    }
    let plain = package
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"/._-+:@,=~".contains(&byte));
    if !plain {
        package = format!("'{}'", package.replace('\'', r"'\''"));
    }
    format!("helm install {name} {package}")
}
