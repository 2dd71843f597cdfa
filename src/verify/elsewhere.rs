//! Packages at addresses of their own, as chart-releaser lists them (a GitHub release's files), or in a registry: read
//! from there, as Helm would.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use helm::index::Listed;
use percent_encoding::percent_decode_str;
use url::Url;

use super::place::Release;
use super::registry::provenance;
use super::store::LONGEST_PACKAGE;
use crate::http::download::{DownloadError, download_patiently};
use crate::http::retry::RetryPolicy;
use crate::http::shown;
use crate::registry::manifest::Descriptor;
use crate::registry::{Client, RegistryHost, RepositoryName, Session, Tag};

/// The longest provenance file that is read, in bytes: its text is Chart.yaml's and a signature.
const LONGEST_PROVENANCE: usize = 4 * 1024 * 1024;

/// Reads packages that are not beside the index.
pub(super) struct Elsewhere {
    http: reqwest::Client,
    registries: Client,
    retry: RetryPolicy,
    /// The servers that failed for good, and how: they are not asked again.
    failed: Mutex<BTreeMap<String, String>>,
}

/// What is at an address.
pub(super) enum Given {
    /// A package.
    Package {
        /// Its bytes.
        bytes: Vec<u8>,
        /// The name under which Helm keeps it, and by which its provenance file knows it.
        file: String,
        /// Its provenance file, when there is one.
        provenance: Option<Vec<u8>>,
    },
    /// Nothing: the server says so.
    Nothing {
        /// Whether it was asked without credentials.
        without_login: bool,
    },
    /// It cannot be told: the server failed, or refuses.
    Unknown {
        /// The server, by which failures are told together.
        server: String,
        /// What went wrong.
        cause: String,
    },
    /// An address of a kind that this program cannot read (`s3://`).
    Unreadable,
}

/// A package's address.
enum Address {
    Web(Url),
    Registry {
        host: RegistryHost,
        repository: RepositoryName,
        tag: Tag,
    },
}

impl Elsewhere {
    /// Reads without credentials over HTTP, and with those of `registries` from a registry.
    pub(super) fn new(http: reqwest::Client, registries: Client) -> Self {
        Self {
            http,
            registries,
            retry: RetryPolicy::default(),
            failed: Mutex::default(),
        }
    }

    /// The package of an entry.
    pub(super) async fn read(&self, release: &Release, listed: &Listed) -> Given {
        let url = listed.urls.first().map_or("", String::as_str);
        let Some(address) = Address::parse(url, release) else {
            return Given::Unreadable;
        };
        let server = address.server();
        if let Some(cause) = self.failed().get(&server) {
            let cause = cause.clone();
            return Given::Unknown { server, cause };
        }
        let read = match &address {
            Address::Web(url) => self.download(url).await,
            Address::Registry {
                host,
                repository,
                tag,
            } => {
                let session = self.registries.session(host.clone(), repository.clone());
                pull(&session, tag).await
            }
        };
        match read {
            Ok(Some((bytes, provenance))) => Given::Package {
                bytes,
                file: address.file(release),
                provenance,
            },
            Ok(None) => Given::Nothing {
                without_login: matches!(address, Address::Web(_)),
            },
            Err(Failure {
                cause,
                is_of_the_server,
            }) => {
                if is_of_the_server {
                    self.failed().insert(server.clone(), cause.clone());
                }
                Given::Unknown { server, cause }
            }
        }
    }

    fn failed(&self) -> MutexGuard<'_, BTreeMap<String, String>> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn download(&self, url: &Url) -> Result<Option<Read>, Failure> {
        let bytes = match self.file(url, LONGEST_PACKAGE).await {
            Ok(bytes) => bytes,
            Err(DownloadError::Status { status, .. }) if matches!(status.as_u16(), 404 | 410) => {
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        };
        // Helm appends to the whole address, its query included (`ChartDownloader.DownloadTo`).
        let Ok(url) = Url::parse(&format!("{url}.prov")) else {
            return Ok(Some((bytes, None)));
        };
        match self.file(&url, LONGEST_PROVENANCE).await {
            Ok(provenance) => Ok(Some((bytes, Some(provenance)))),
            // Not only 404: who may not list a store's files is told 403 of those that are not there.
            Err(DownloadError::Status { status, .. }) if !RetryPolicy::is_transient(status) => {
                Ok(Some((bytes, None)))
            }
            Err(error) => {
                let Failure {
                    cause,
                    is_of_the_server,
                } = error.into();
                Err(Failure {
                    cause: format!("its provenance file: {cause}"),
                    is_of_the_server,
                })
            }
        }
    }

    async fn file(&self, url: &Url, largest: usize) -> Result<Vec<u8>, DownloadError> {
        download_patiently(&self.http, url, largest, &self.retry).await
    }
}

/// A package, and its provenance file.
type Read = (Vec<u8>, Option<Vec<u8>>);

/// Why nothing was read.
struct Failure {
    cause: String,
    /// Whether every further question would end so, after all attempts.
    is_of_the_server: bool,
}

impl From<DownloadError> for Failure {
    fn from(error: DownloadError) -> Self {
        Self {
            cause: match &error {
                // Without the path, so that a server's failures are the same.
                DownloadError::Status { status, .. } => format!("status {}", status.as_u16()),
                error => error.to_string(),
            },
            is_of_the_server: error.is_transient(),
        }
    }
}

impl Address {
    /// An entry's first URL, which is the one that Helm takes; `None` for what is neither the web's nor a registry's.
    fn parse(text: &str, release: &Release) -> Option<Self> {
        if let Some(reference) = text.strip_prefix("oci://") {
            return Self::of_registry(reference, release);
        }
        let url = Url::parse(text).ok()?;
        let web = matches!(url.scheme(), "https" | "http") && url.has_host();
        web.then_some(Self::Web(url))
    }

    /// `host/repository:tag`; without a tag it is the version's (Helm's `registry.GetTagMatchingVersionOrConstraint`).
    fn of_registry(reference: &str, release: &Release) -> Option<Self> {
        let (host, path) = reference.split_once('/')?;
        let (repository, tag) = match path.rsplit_once(':') {
            Some((repository, tag)) => (repository, tag),
            None => (path, release.version.as_str()),
        };
        Some(Self::Registry {
            host: RegistryHost::parse(host)?,
            repository: RepositoryName::parse(repository)?,
            tag: Tag::of_version(tag).ok()?,
        })
    }

    /// The last part of the path, or what Helm makes of a tag (`ChartDownloader.DownloadTo`).
    fn file(&self, release: &Release) -> String {
        match self {
            Self::Web(url) => {
                let last = url.path().rsplit('/').next().unwrap_or_default();
                percent_decode_str(last).decode_utf8_lossy().into_owned()
            }
            Self::Registry { .. } => format!("{}-{}.tgz", release.name, release.version),
        }
    }

    fn server(&self) -> String {
        match self {
            Self::Web(url) => url.origin().ascii_serialization(),
            Self::Registry { host, .. } => format!("oci://{host}"),
        }
    }
}

/// An address as a message shows it: without a query, which may hold a signature, and without credentials.
pub(super) fn written(url: &str) -> String {
    Url::parse(url).map_or_else(|_| url.to_owned(), |url| shown(&url))
}

/// A chart and its provenance file under a tag.
async fn pull(session: &Session, tag: &Tag) -> Result<Option<Read>, Failure> {
    let failed = |error: crate::registry::Error| Failure {
        is_of_the_server: error.is_of_the_server(),
        cause: error.to_string(),
    };
    let Some(found) = session.manifest(tag).await.map_err(failed)? else {
        return Ok(None);
    };
    let blob = async |layer: &Descriptor, longest| {
        let blob = session.blob(&layer.digest, longest).await;
        blob.map_err(failed)
    };
    let Some(layer) = found.manifest.chart_layer() else {
        return Ok(None);
    };
    let Some(bytes) = blob(layer, LONGEST_PACKAGE).await? else {
        return Ok(None);
    };
    let provenance = match provenance(&found.manifest) {
        Some(layer) => blob(layer, LONGEST_PROVENANCE).await?,
        None => None,
    };
    Ok(Some((bytes, provenance)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_an_address_leads() {
        let release = Release::new("web", "1.2.0+build");
        for (text, server) in [
            (
                "https://github.com/acme/charts/releases/download/web-1.2.0/web-1.2.0.tgz",
                Some("https://github.com"),
            ),
            (
                "http://charts.example.com:8080/web.tgz",
                Some("http://charts.example.com:8080"),
            ),
            (
                "oci://registry.example.com/charts/web:1.2.0",
                Some("oci://registry.example.com"),
            ),
            (
                "oci://registry.example.com:5000/web",
                Some("oci://registry.example.com:5000"),
            ),
            ("oci://registry.example.com", None),
            ("oci://registry.example.com/Web:1", None),
            ("s3://bucket/web-1.2.0.tgz", None),
            ("file:///charts/web-1.2.0.tgz", None),
            ("/charts/web-1.2.0.tgz", None),
            ("//charts.example.com/web-1.2.0.tgz", None),
            ("https://", None),
            ("", None),
        ] {
            let found = Address::parse(text, &release).map(|address| address.server());
            assert_eq!(found.as_deref(), server, "{text}");
        }
        let Some(Address::Registry {
            tag, repository, ..
        }) = Address::parse("oci://registry.example.com/charts/web", &release)
        else {
            panic!("it is a registry's");
        };
        assert_eq!(
            (repository.as_str(), tag.as_str()),
            ("charts/web", "1.2.0_build")
        );
    }
}
