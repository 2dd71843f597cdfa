//! A repository on this machine: read and written in place, through libgit2.

use camino::Utf8PathBuf;
use git2::{ErrorCode, ObjectType, Repository};

use super::{PushAnswer, PushSession, RefUpdate, RemoteRef};
use crate::git::error::GitError;
use crate::git::object::{Kind, Object, ObjectId};
use crate::git::ownership::trust_the_workspace;
use crate::git::pack::NewObject;

/// Hooks that a push through git would run. Nothing runs them here, so a repository that has one is not pushed to.
const HOOKS: [&str; 4] = [
    "pre-receive",
    "update",
    "reference-transaction",
    "proc-receive",
];

/// A repository's directory. Opened anew for each operation: another process may write in between.
#[derive(Debug, Clone)]
pub struct LocalRepository {
    text: String,
    path: Utf8PathBuf,
}

impl LocalRepository {
    pub(super) fn new(text: String, path: Utf8PathBuf) -> Self {
        Self { text, path }
    }

    fn open(&self) -> Result<Repository, GitError> {
        trust_the_workspace();
        Repository::open(&self.path).map_err(|error| match error.code() {
            ErrorCode::NotFound => GitError::NoRepository {
                repository: self.text.clone(),
                said: None,
            },
            _ => self.unreadable(&error),
        })
    }

    fn unreadable(&self, error: &git2::Error) -> GitError {
        GitError::Unreadable {
            path: self.path.clone(),
            cause: error.message().to_owned(),
        }
    }

    pub(super) fn refs(&self) -> Result<Vec<RemoteRef>, GitError> {
        let repository = self.open()?;
        let references = repository
            .references()
            .map_err(|error| self.unreadable(&error))?;
        let mut refs = Vec::new();
        for reference in references {
            let reference = reference.map_err(|error| self.unreadable(&error))?;
            let (Ok(name), Some(target)) = (reference.name(), reference.target()) else {
                continue;
            };
            let Some(id) = ObjectId::from_bytes(target.as_bytes()) else {
                continue;
            };
            let peeled = reference
                .peel(ObjectType::Any)
                .ok()
                .and_then(|object| ObjectId::from_bytes(object.id().as_bytes()))
                .filter(|peeled| *peeled != id);
            refs.push(RemoteRef {
                name: name.to_owned(),
                id,
                peeled,
            });
        }
        Ok(refs)
    }

    pub(super) fn open_push(&self) -> Result<PushSession, GitError> {
        let repository = self.open()?;
        if !repository.is_bare() {
            return Err(GitError::LocalRules {
                repository: self.text.clone(),
                reason: "it is a working tree, whose files a push would leave behind".to_owned(),
            });
        }
        let folder = repository
            .config()
            .and_then(|config| config.get_path("core.hooksPath"))
            .unwrap_or_else(|_| repository.path().join("hooks"));
        if let Some(hook) = HOOKS.iter().find(|hook| folder.join(hook).is_file()) {
            return Err(GitError::LocalRules {
                repository: self.text.clone(),
                reason: format!("its {hook} hook would not run"),
            });
        }
        Ok(PushSession {
            refs: self.refs()?,
            default_branch: repository.find_reference("HEAD").ok().and_then(|head| {
                let target = head.symbolic_target().ok().flatten()?;
                target.strip_prefix("refs/heads/").map(str::to_owned)
            }),
            thin: false,
        })
    }

    pub(super) fn get(&self, id: ObjectId) -> Result<Option<Object>, GitError> {
        let repository = self.open()?;
        let unreadable = |error: git2::Error| self.unreadable(&error);
        let odb = repository.odb().map_err(unreadable)?;
        let oid = git2::Oid::from_bytes(id.as_bytes()).map_err(unreadable)?;
        let object = match odb.read(oid) {
            Ok(object) => object,
            Err(error) if error.code() == ErrorCode::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(error)),
        };
        let kind = match object.kind() {
            ObjectType::Commit => Kind::Commit,
            ObjectType::Tree => Kind::Tree,
            ObjectType::Blob => Kind::Blob,
            ObjectType::Tag => Kind::Tag,
            _ => return Ok(None),
        };
        Ok(Some(Object {
            kind,
            bytes: object.data().to_vec(),
        }))
    }

    pub(super) fn push(
        &self,
        update: &RefUpdate,
        objects: &[NewObject],
    ) -> Result<PushAnswer, GitError> {
        let repository = self.open()?;
        let unreadable = |error: git2::Error| self.unreadable(&error);
        let odb = repository.odb().map_err(unreadable)?;
        for new in objects {
            let kind = match new.object.kind {
                Kind::Commit => ObjectType::Commit,
                Kind::Tree => ObjectType::Tree,
                Kind::Blob => ObjectType::Blob,
                Kind::Tag => ObjectType::Tag,
            };
            if let Err(error) = odb.write(kind, &new.object.bytes) {
                return Ok(refused(&error));
            }
        }
        let new = git2::Oid::from_bytes(update.new.as_bytes()).map_err(unreadable)?;
        let log = "push by chartwright";
        let set = if update.old.is_zero() {
            repository.reference(&update.name, new, false, log)
        } else {
            let old = git2::Oid::from_bytes(update.old.as_bytes()).map_err(unreadable)?;
            repository.reference_matching(&update.name, new, true, old, log)
        };
        match set {
            Ok(_) => Ok(PushAnswer::Done),
            Err(error) => Ok(refused(&error)),
        }
    }
}

fn refused(error: &git2::Error) -> PushAnswer {
    PushAnswer::Refused {
        reason: error.message().to_owned(),
        said: Vec::new(),
    }
}
