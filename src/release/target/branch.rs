//! The target that is a chart repository on a branch of a git repository: GitHub Pages and its like.

mod options;
mod race;
mod sight;

use std::sync::Mutex;
use std::time::Duration;

use async_trait::async_trait;
use helm::package::Package;

pub use self::options::{BranchOptions, ReleaseSource};
use self::sight::Sight;
use super::{
    Precedence, Preflight, Publication, PublicationState, Standing, Target, TargetError,
    TargetKind, Visibility, Written,
};
use crate::git::remote::{PushSession, Remote};
use crate::git::{GitError, Kind, ObjectId};
use crate::report::{Finding, Severity, boxed, short_reference};
use crate::repository::branch::error::NOT_YET_SERVED;
use crate::repository::branch::{
    Branch, BranchError, Change, Edit, NEAR_SITE, PagesSite, Served, Sizes, near,
};
use crate::repository::{ELSEWHERE, Holding, INDEX, REENCODED, same_content};

/// How long a public site is looked at by default, until it shows the release.
pub const SERVE_WAIT: Duration = Duration::from_secs(10);

/// A chart repository on a branch.
#[derive(Debug)]
pub struct BranchTarget {
    options: BranchOptions,
    branch: Branch,
    client: reqwest::Client,
    /// What the preflight saw, for the publish that follows it: no second fetch.
    seen: Mutex<Option<Seen>>,
    /// What the publish left behind, for the verify that follows it.
    left: Mutex<Option<Left>>,
}

/// The state of the branch before a write.
#[derive(Debug)]
struct Seen {
    session: PushSession,
    sight: Sight,
}

/// The state of the branch after it: what is expected to be read back.
#[derive(Debug, Clone)]
struct Left {
    tip: ObjectId,
    /// The index's and the package's blobs.
    files: Vec<ObjectId>,
    /// The commit below the tip, when this run made the tip.
    parent: Option<ObjectId>,
}

impl BranchTarget {
    /// A target on a branch. No request is made.
    ///
    /// # Errors
    /// When a credential would travel over plain HTTP to another machine.
    pub fn new(options: BranchOptions, client: reqwest::Client) -> Result<Self, GitError> {
        let remote = Remote::new(
            &options.repository,
            options.credentials.clone(),
            client.clone(),
        )?;
        Ok(Self {
            branch: Branch::new(remote, options.branch.clone()).with_api(options.api.clone()),
            options,
            client,
            seen: Mutex::new(None),
            left: Mutex::new(None),
        })
    }

    /// Looks at the branch afresh: may this credential write, and what is there.
    async fn see(&self, package: &Package) -> Result<Seen, TargetError> {
        let (session, tip) = self.branch.open().await.map_err(boxed)?;
        if tip.is_none() && !self.options.create_branch {
            let mut others = session.branches();
            others.truncate(10);
            return Err(boxed(GitError::NoBranch {
                repository: self.branch.repository().to_owned(),
                branch: self.branch.name().to_string(),
                others,
            }));
        }
        let sight = match tip {
            Some(tip) => {
                let view = self.branch.view(tip, &[], None).await.map_err(boxed)?;
                Sight::of(self, package, view).await?
            }
            None => Sight::of_nothing(self, package)?,
        };
        Ok(Seen { session, sight })
    }

    /// What the commit says: the release, and where it comes from, as trailers that tools can read.
    fn message(&self, package: &Package) -> String {
        let mut message = format!(
            "Release {} {}\n\nChart-Digest: sha256:{}\n",
            package.metadata.name, package.metadata.version, package.sha256
        );
        for (key, value) in [
            ("Source-Tag", &self.options.source.tag),
            ("Source-Commit", &self.options.source.commit),
        ] {
            if let Some(value) = value {
                // A trailer is one line, whatever the value holds.
                let value = value.replace(|c: char| c.is_control(), " ");
                message.push_str(&format!("{key}: {value}\n"));
            }
        }
        message
    }

    /// What a commit has to add and to take out; `None` when nothing is missing.
    fn edit(&self, package: &Package, sight: &Sight) -> Option<Edit> {
        let directory = &self.options.directory;
        let mut changes = Vec::new();
        if matches!(sight.holding, Holding::Free | Holding::Missing) {
            changes.push(Change {
                path: directory.join(&sight.file),
                bytes: package.bytes.clone(),
                former: None,
            });
        }
        if let Some(index) = sight.new_index() {
            changes.push(Change {
                path: directory.join(INDEX),
                bytes: index.to_vec(),
                former: sight.index.clone(),
            });
        }
        let removals = sight.retired.iter().flat_map(|retired| {
            let files = retired.files.iter();
            files.flat_map(|file| {
                [
                    directory.join(file),
                    directory.join(&format!("{file}.prov")),
                ]
            })
        });
        let removals: Vec<String> = removals.collect();
        if changes.is_empty() {
            return None;
        }
        if sight.view.is_none() {
            // Without it GitHub runs the branch through Jekyll, which drops files that begin with `_` or `.`.
            changes.push(Change {
                path: ".nojekyll".to_owned(),
                bytes: Vec::new(),
                former: None,
            });
        }
        Some(Edit {
            changes,
            removals,
            message: self.message(package),
        })
    }

    fn reencoded(&self) -> Finding {
        Finding::new(
            &REENCODED,
            Severity::Note,
            format!(
                "{INDEX} on {} is in JSON or flow style and is written anew as YAML",
                self.name()
            ),
        )
    }

    fn done(&self, sight: &Sight, commit: ObjectId) -> Written {
        let mut findings = Vec::new();
        if sight
            .spliced
            .as_ref()
            .is_some_and(|spliced| spliced.reencoded)
        {
            findings.push(self.reencoded());
        }
        let what = if let Some(retired) = &sight.retired {
            format!("{INDEX} +1 −{} entries", retired.versions.len())
        } else if sight.spliced.is_some() {
            format!("{INDEX} +1 entry")
        } else {
            sight.file.clone()
        };
        Written {
            changed: true,
            detail: format!("{}  {what}", short_reference(&self.reference(commit))),
            findings,
        }
    }

    /// `acme/charts@8d01b7e…`, the commit's id whole.
    fn reference(&self, commit: ObjectId) -> String {
        format!("{}@{commit}", self.branch.repository())
    }

    /// Where the branch is served, as far as it is known.
    async fn site(&self, sight: &Sight) -> Option<PagesSite> {
        if let Some(url) = &self.options.pages_url {
            return Some(PagesSite::at(url.clone()));
        }
        let cname = match (&sight.view, sight.cname) {
            (Some(view), Some(id)) => self.branch.content(view, id).await.ok(),
            _ => None,
        };
        PagesSite::derive(
            &self.options.repository,
            &self.options.directory,
            cname.as_deref(),
        )
    }

    /// Keeps what a verification has to find: at this commit, which `edit` made when there is one.
    fn remember(&self, sight: &Sight, tip: ObjectId, edit: Option<&Edit>) {
        let mut files: Vec<_> = sight.files.clone();
        let replaced = |id: &ObjectId, change: &Change| {
            let former = change.former.as_ref();
            former.is_some_and(|(former, _)| former == id)
        };
        for change in edit.iter().flat_map(|edit| &edit.changes) {
            files.retain(|id| !replaced(id, change));
            files.push(ObjectId::of(Kind::Blob, &change.bytes));
        }
        if let Ok(mut left) = self.left.lock() {
            let made_from = sight.view.as_ref().map(|view| view.id);
            let parent = edit.and(made_from);
            *left = Some(Left { tip, files, parent });
        }
    }

    /// What the branch holds now, from the server.
    async fn read_back(&self, package: &Package) -> Result<Sight, TargetError> {
        let left = self.left.lock().ok().and_then(|mut left| left.take());
        let (tip, fetched) = match left {
            // The commit is asked for together with the question whether it still is the branch's tip.
            Some(left) => {
                let (tip, fetched) = tokio::join!(
                    self.branch.tip(),
                    self.branch.view(left.tip, &left.files, left.parent)
                );
                let tip = tip.map_err(boxed)?;
                if tip == Some(left.tip) {
                    (tip, Some(fetched.map_err(boxed)?))
                } else {
                    (tip, None)
                }
            }
            None => (self.branch.tip().await.map_err(boxed)?, None),
        };
        let Some(tip) = tip else {
            return Err(self.not_as_written("is not there any more", None));
        };
        let view = match fetched {
            Some(view) => view,
            None => self.branch.view(tip, &[], None).await.map_err(boxed)?,
        };
        Sight::read_back(self, package, view).await
    }

    fn not_as_written(&self, problem: impl Into<String>, tip: Option<ObjectId>) -> TargetError {
        Box::new(BranchError::NotAsWritten {
            at: self.name(),
            problem: problem.into(),
            tip: tip.map(|tip| tip.to_string()),
        })
    }
}

#[async_trait]
impl Target for BranchTarget {
    fn kind(&self) -> TargetKind {
        TargetKind::Repository
    }

    fn name(&self) -> String {
        if self.options.directory.is_top() {
            format!("{} ({})", self.branch.repository(), self.branch.name())
        } else {
            format!(
                "{} ({}:{})",
                self.branch.repository(),
                self.branch.name(),
                self.options.directory
            )
        }
    }

    fn leaves_the_machine(&self) -> bool {
        self.options.repository.leaves_the_machine()
    }

    fn precedence(&self) -> Precedence {
        Precedence::CompareAndSwap
    }

    async fn preflight(&self, package: &Package) -> Result<Preflight, TargetError> {
        let seen = self.see(package).await?;
        let sight = &seen.sight;
        let version = &package.metadata.version;
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
                    format!("the index on {} lists this package at {url}", self.name()),
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
            Holding::Free | Holding::Other { .. } => (
                Standing::Free,
                format!("{version} is free, the token may write"),
            ),
        };
        if self
            .options
            .repository
            .owner_and_name("github.com")
            .is_some()
            && let Some(index) = sight.new_index()
        {
            let packages = match &sight.view {
                Some(view) => self
                    .branch
                    .packages(view, &self.options.directory, NEAR_SITE)
                    .await
                    .map_err(boxed)?,
                None => None,
            };
            let sizes = Sizes {
                package: package.bytes.len(),
                index: index.len(),
                packages: packages.unwrap_or(0),
            };
            findings.extend(near(sizes, &self.name()));
        }
        if let Some(retired) = &sight.retired {
            findings.push(retired.finding(&package.metadata.name, &self.name()));
        }
        if let Some(spliced) = &sight.spliced {
            if spliced.reencoded {
                findings.push(self.reencoded());
            }
            detail = match (
                &sight.view,
                &sight.index,
                spliced.versions.saturating_sub(1),
            ) {
                (None, ..) => format!("{detail}, the branch will be started"),
                (_, None, _) => format!("{detail}, a new index will be begun"),
                (_, _, 1) => format!("{detail}, 1 package there"),
                (_, _, count) => format!("{detail}, {count} packages there"),
            };
        }
        if let Ok(mut slot) = self.seen.lock() {
            *slot = Some(seen);
        }
        Ok(Preflight {
            standing,
            detail,
            findings,
        })
    }

    async fn publish(
        &self,
        package: &Package,
        _preflight: Preflight,
    ) -> Result<Written, TargetError> {
        let seen = self.seen.lock().ok().and_then(|mut slot| slot.take());
        let seen = match seen {
            Some(seen) => seen,
            None => self.see(package).await?,
        };
        self.race(package, seen).await
    }

    async fn verify(
        &self,
        package: &Package,
        written: Written,
    ) -> Result<Publication, TargetError> {
        let sight = self.read_back(package).await?;
        let tip = sight.view.as_ref().map(|view| view.id);
        let version = &package.metadata.version;
        let (digest, chart_url) = match &sight.holding {
            Holding::Complete { digest } => (digest.clone(), None),
            Holding::Elsewhere { url } => (package.sha256.clone(), Some(url.clone())),
            Holding::Missing => {
                return Err(self.not_as_written(format!("lacks {}", sight.file), tip));
            }
            _ => {
                return Err(self.not_as_written(format!("does not list {version}"), tip));
            }
        };
        let site = self.site(&sight).await;
        let mut findings = written.findings;
        let mut visibility = Visibility::Verified;
        if let Some(site) = &site
            && chart_url.is_none()
            && !self.options.serve_wait.is_zero()
        {
            let wait = self.options.serve_wait;
            visibility = match site
                .serves(&self.client, package, &sight.file, &digest, wait)
                .await
            {
                Served::Yes => Visibility::Served,
                Served::NotYet(reason) => {
                    findings.push(
                        Finding::new(
                            &NOT_YET_SERVED,
                            Severity::Note,
                            format!("{} does not serve {version} yet", site.url()),
                        )
                        .note("last look", reason),
                    );
                    Visibility::NotYetServed
                }
            };
        }
        let name = &package.metadata.name;
        Ok(Publication {
            kind: TargetKind::Repository,
            target: self.name(),
            reference: tip.map_or_else(|| self.name(), |tip| self.reference(tip)),
            digest: format!("sha256:{digest}"),
            state: if written.changed {
                PublicationState::Released
            } else {
                PublicationState::Unchanged
            },
            visibility,
            chart_url: chart_url.or_else(|| {
                site.as_ref()
                    .and_then(|site| site.file(&sight.file))
                    .map(String::from)
            }),
            index_url: site
                .as_ref()
                .and_then(|site| site.file(INDEX))
                .map(String::from),
            install: site
                .map(|site| {
                    format!(
                        "helm install {name} {name} --repo {} --version {version}",
                        site.url()
                    )
                })
                .into_iter()
                .collect(),
            findings,
        })
    }
}
