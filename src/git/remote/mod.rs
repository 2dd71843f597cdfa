//! A remote repository: its refs, the objects behind them, and pushing one branch with a lease.

mod advertisement;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod http;
mod local;
mod receive;
mod upload;

use crate::git::error::GitError;
use crate::git::location::{Address, GitUrl};
use crate::git::object::{Object, ObjectId};
use crate::git::pack::{NewObject, Pack};
use crate::secret::Secret;

use http::Transport;
use local::LocalRepository;

/// A user and a password or token, for one repository's host.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// The user; hosts ignore it beside a token.
    pub username: String,
    /// The password or token.
    pub password: Secret,
}

impl Credentials {
    /// A token, with the user that GitHub wants beside one.
    pub fn token(token: Secret) -> Self {
        Self {
            username: "x-access-token".to_owned(),
            password: token,
        }
    }
}

/// A ref of a remote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteRef {
    /// The full name: `refs/tags/v1.4.0`.
    pub name: String,
    /// What it points at: for an annotated tag the tag object.
    pub id: ObjectId,
    /// For an annotated tag, what it finally points at.
    pub peeled: Option<ObjectId>,
}

impl RemoteRef {
    /// The commit, through an annotated tag if it is one.
    pub fn commit(&self) -> ObjectId {
        self.peeled.unwrap_or(self.id)
    }
}

/// Which objects a fetch brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Of the commits asked for: themselves and their trees, no ancestors, and no files where the server can leave
    /// them out. Objects that are asked for by id come in any case.
    TreesOfOneCommit,
    /// The same, of commits on top of one that is known: a server that cannot leave files out then sends at least none
    /// of those that stand in the known one. What that has may be missing from the answer.
    OnTopOf(ObjectId),
    /// Just the objects asked for, each a file.
    Files,
}

/// What a push changes.
#[derive(Debug, Clone)]
pub struct RefUpdate {
    /// The branch's full name: `refs/heads/gh-pages`.
    pub name: String,
    /// What it must point at for the push to happen; [`ObjectId::ZERO`]: it must not exist.
    pub old: ObjectId,
    /// What it shall point at.
    pub new: ObjectId,
}

/// What the server answered to a push, ref by ref.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PushAnswer {
    /// The ref points at the new commit.
    Done,
    /// It does not. Whether another publisher was faster is told by looking at the ref again.
    Refused {
        /// git's reason.
        reason: String,
        /// What the server or its hooks printed.
        said: Vec<String>,
    },
    /// The connection broke before the answer came, or the server failed on the way: the push may have happened or
    /// not.
    Unknown {
        /// What to say when it turns out that it has not.
        failure: GitError,
    },
}

/// The objects that a fetch brought.
#[derive(Debug)]
pub enum Objects {
    /// In memory.
    Pack(Pack),
    /// In a repository on this machine.
    Local(LocalRepository),
}

/// What a server said at the start of a push: it lets this credential write.
#[derive(Debug)]
pub struct PushSession {
    refs: Vec<RemoteRef>,
    /// The branch that HEAD names, when the server tells.
    pub default_branch: Option<String>,
    thin: bool,
}

impl PushSession {
    /// What the ref of this full name points at.
    pub fn tip(&self, name: &str) -> Option<ObjectId> {
        self.refs
            .iter()
            .find(|reference| reference.name == name)
            .map(|reference| reference.id)
    }

    /// The short names of the branches.
    pub fn branches(&self) -> Vec<String> {
        self.refs
            .iter()
            .filter_map(|reference| reference.name.strip_prefix("refs/heads/"))
            .map(str::to_owned)
            .collect()
    }
}

/// A remote repository, over HTTP or on this machine.
#[derive(Debug)]
pub struct Remote {
    text: String,
    connection: Connection,
}

#[derive(Debug)]
enum Connection {
    Http(Transport),
    Local(LocalRepository),
}

impl Remote {
    /// A remote at `url`. `credentials` win over those that the URL carried; they are sent with the first request
    /// and to no other host.
    ///
    /// # Errors
    /// When a credential would travel over plain HTTP to another machine ([`GitError::PlainHttp`]). Without a
    /// credential plain HTTP is as the user wrote it.
    pub fn new(
        url: &GitUrl,
        credentials: Option<Credentials>,
        client: reqwest::Client,
    ) -> Result<Self, GitError> {
        let connection = match &url.address {
            Address::Local(path) => {
                Connection::Local(LocalRepository::new(url.text.clone(), path.clone()))
            }
            Address::Http(address) => {
                let credentials = credentials.or_else(|| url.credentials.clone());
                let exposed = address.scheme() == "http"
                    && !address.host_str().is_some_and(crate::http::is_loopback);
                if exposed && credentials.is_some() {
                    return Err(GitError::PlainHttp {
                        repository: url.text.clone(),
                    });
                }
                Connection::Http(Transport::new(
                    url.text.clone(),
                    address.clone(),
                    credentials,
                    client,
                ))
            }
        };
        Ok(Self {
            text: url.text.clone(),
            connection,
        })
    }

    /// As the user wrote it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The refs whose full names begin with one of `prefixes`, annotated tags with what they point at.
    ///
    /// # Errors
    /// When the remote cannot be reached or read.
    pub async fn refs(&self, prefixes: &[&str]) -> Result<Vec<RemoteRef>, GitError> {
        let mut refs = match &self.connection {
            Connection::Http(transport) => upload::refs(transport, prefixes).await?,
            Connection::Local(repository) => repository.refs()?,
        };
        refs.retain(|reference| {
            prefixes
                .iter()
                .any(|prefix| reference.name.starts_with(prefix))
        });
        Ok(refs)
    }

    /// Asks for the right to push: a read, which a server answers with 401 or 403 when the credential may not write.
    ///
    /// # Errors
    /// When it may not, or the remote cannot be reached.
    pub async fn open_push(&self) -> Result<PushSession, GitError> {
        match &self.connection {
            Connection::Http(transport) => {
                // The read side's greeting is needed next in any case: ask for both at once.
                let (session, _) = tokio::join!(receive::open(transport), upload::greet(transport));
                session
            }
            Connection::Local(repository) => repository.open_push(),
        }
    }

    /// Brings objects by their ids, which must be there: commits with [`Depth::TreesOfOneCommit`] or [`Depth::OnTopOf`], files with
    /// either.
    ///
    /// # Errors
    /// When one is not there, or the remote cannot be reached or read.
    pub async fn fetch(&self, wants: &[ObjectId], depth: Depth) -> Result<Objects, GitError> {
        match &self.connection {
            Connection::Http(transport) => upload::fetch(transport, wants, depth)
                .await
                .map(Objects::Pack),
            Connection::Local(repository) => Ok(Objects::Local(repository.clone())),
        }
    }

    /// Pushes: the server sets the ref if it still is what `update.old` says. Never repeated here, since it is not
    /// known whether a push without an answer happened.
    ///
    /// # Errors
    /// When the remote cannot be reached, or does not let this credential write.
    pub async fn push(
        &self,
        session: &PushSession,
        update: &RefUpdate,
        objects: &[NewObject],
    ) -> Result<PushAnswer, GitError> {
        match &self.connection {
            Connection::Http(transport) => {
                receive::push(transport, session.thin, update, objects).await
            }
            Connection::Local(repository) => repository.push(update, objects),
        }
    }
}

impl Objects {
    /// The object of this id, if the fetch brought it.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    pub fn get(&self, repository: &str, id: ObjectId) -> Result<Option<Object>, GitError> {
        match self {
            Self::Pack(pack) => pack.get(id).map_err(|error| GitError::NotGit {
                repository: repository.to_owned(),
                problem: error.to_string(),
            }),
            Self::Local(local) => local.get(id),
        }
    }
}
