//! The public site of a Pages branch: where it is, and whether it shows a version yet.

use std::time::{Duration, Instant};

use helm::package::Package;
use sha2::{Digest, Sha256};
use url::Url;

use super::PagesDirectory;
use crate::git::GitUrl;
use crate::http::download::download;
use crate::repository::INDEX;

/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_secs(2);
/// What a look needs at least to be worth it.
const SHORTEST_LOOK: Duration = Duration::from_millis(500);
/// The largest file that is downloaded to compare; an index of 50,000 versions has 43 MB, GitHub takes 100.
const LARGEST: usize = 1 << 28;

/// Where clients read the repository over HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagesSite {
    base: Url,
}

/// What a look at the site showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Served {
    /// The index lists the version with the digest, and the package has it.
    Yes,
    /// Not within the wait, for this reason.
    NotYet(String),
}

impl PagesSite {
    /// At a URL that the user gave: the directory that index.yaml is in.
    pub fn at(mut base: Url) -> Self {
        if !base.path().ends_with('/') {
            let path = format!("{}/", base.path());
            base.set_path(&path);
        }
        base.set_query(None);
        base.set_fragment(None);
        Self { base }
    }

    /// Where GitHub Pages serves a branch: at the host that the branch's CNAME file names, else at
    /// `<owner>.github.io/<name>`. `None` where that cannot be told: other hosts without a CNAME, and repositories
    /// on this machine.
    pub fn derive(
        repository: &GitUrl,
        directory: &PagesDirectory,
        cname: Option<&[u8]>,
    ) -> Option<Self> {
        if !repository.leaves_the_machine() {
            return None;
        }
        let host = cname
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .and_then(|text| text.split_whitespace().next())
            .filter(|host| is_host_name(host));
        let base = if let Some(host) = host {
            format!("https://{host}/")
        } else {
            let (owner, name) = repository.owner_and_name("github.com")?;
            let site = format!("{}.github.io", owner.to_ascii_lowercase());
            if name.eq_ignore_ascii_case(&site) {
                format!("https://{site}/")
            } else {
                format!("https://{site}/{name}/")
            }
        };
        let mut base = Url::parse(&base).ok()?;
        if !directory.is_top() {
            base.path_segments_mut()
                .ok()?
                .pop_if_empty()
                .extend(directory.0.iter());
        }
        Some(Self::at(base))
    }

    /// The URL for `helm repo add`, without a trailing slash.
    pub fn url(&self) -> String {
        self.base.as_str().trim_end_matches('/').to_owned()
    }

    /// The URL of a file in the repository.
    pub fn file(&self, path: &str) -> Option<Url> {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .ok()?
            .pop_if_empty()
            .extend(path.split('/'));
        Some(url)
    }

    /// Looks whether the site shows this version with this digest, for at most `wait`.
    pub async fn serves(
        &self,
        client: &reqwest::Client,
        package: &Package,
        file: &str,
        digest: &str,
        wait: Duration,
    ) -> Served {
        let started = Instant::now();
        loop {
            let left = wait.saturating_sub(started.elapsed());
            let look = tokio::time::timeout(left, self.look(client, package, file, digest)).await;
            let reason = match look {
                Ok(Ok(())) => return Served::Yes,
                Ok(Err(reason)) => reason,
                Err(_) => "it does not answer".to_owned(),
            };
            let left = wait.saturating_sub(started.elapsed());
            if left < PAUSE + SHORTEST_LOOK {
                return Served::NotYet(reason);
            }
            tracing::info!(
                target: "chartwright::progress",
                "{}: {reason}; looking again for {} s",
                self.url(),
                left.as_secs()
            );
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// A file of the site, read without any credential.
    async fn read(&self, client: &reqwest::Client, file: &str) -> Result<Vec<u8>, String> {
        let url = self.file(file).ok_or("its URL has no path")?;
        let read = download(client, &url, LARGEST).await;
        read.map_err(|error| error.to_string())
    }

    async fn look(
        &self,
        client: &reqwest::Client,
        package: &Package,
        file: &str,
        digest: &str,
    ) -> Result<(), String> {
        let index = self.read(client, INDEX).await?;
        let (name, version) = (&package.metadata.name, &package.metadata.version);
        let found = helm::index::find(&index, name, version)
            .map_err(|error| format!("its index cannot be read: {error}"))?
            .ok_or_else(|| format!("its index does not list {version} yet"))?;
        if found.digest.is_some_and(|found| found != digest) {
            return Err(format!("its index lists {version} with another digest"));
        }
        let bytes = self.read(client, file).await?;
        let there: String = Sha256::digest(&bytes)
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        if there == digest {
            Ok(())
        } else {
            Err(format!("{file} there has other bytes"))
        }
    }
}

fn is_host_name(text: &str) -> bool {
    text.contains('.')
        && text.len() <= 253
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_site_is_where_github_serves_it() {
        for (repository, directory, cname, expected) in [
            (
                "https://github.com/Acme/charts",
                ".",
                None,
                Some("https://acme.github.io/charts"),
            ),
            (
                "https://github.com/acme/charts.git",
                "a/b",
                None,
                Some("https://acme.github.io/charts/a/b"),
            ),
            (
                "https://github.com/acme/acme.github.io",
                ".",
                None,
                Some("https://acme.github.io"),
            ),
            (
                "https://github.com/acme/charts",
                ".",
                Some("charts.acme.dev\n"),
                Some("https://charts.acme.dev"),
            ),
            (
                "https://git.acme.dev/a/b",
                "x",
                Some("charts.acme.dev"),
                Some("https://charts.acme.dev/x"),
            ),
            (
                "https://github.com/acme/charts",
                ".",
                Some("evil/../x y"),
                Some("https://acme.github.io/charts"),
            ),
            ("https://git.acme.dev/a/b", ".", None, None),
            ("http://127.0.0.1/a/b", ".", Some("charts.acme.dev"), None),
        ] {
            let site = PagesSite::derive(
                &GitUrl::parse(repository).unwrap(),
                &PagesDirectory::parse(directory).unwrap(),
                cname.map(str::as_bytes),
            );
            assert_eq!(
                site.map(|site| site.url()).as_deref(),
                expected,
                "{repository} {directory}"
            );
        }
    }

    #[test]
    fn file_urls_are_escaped() {
        let site = PagesSite::at(Url::parse("https://h/charts?x=1").unwrap());
        let url = site.file("a-1.0.0+b #.tgz").unwrap();
        assert_eq!(url.as_str(), "https://h/charts/a-1.0.0+b%20%23.tgz");
    }
}
