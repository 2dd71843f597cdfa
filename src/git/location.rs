//! Where a repository is, as a user writes it.

use camino::{Utf8Path, Utf8PathBuf};
use url::Url;

use super::error::GitError;
use super::remote::Credentials;
use crate::secret::Secret;

/// What `pages-repository` names.
#[derive(Debug, Clone)]
pub enum RepositoryLocation {
    /// A git repository: `owner/name`, a URL, or a bare repository's directory.
    Git(GitUrl),
    /// A directory that is no bare git repository; it need not exist yet.
    Directory(Utf8PathBuf),
}

/// A git repository that can be spoken to.
#[derive(Debug, Clone)]
pub struct GitUrl {
    /// As the user wrote it, without credentials.
    pub text: String,
    /// How to get there.
    pub address: Address,
    /// The credential that the URL carried, if it did.
    pub credentials: Option<Credentials>,
}

/// How to get to a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// Over HTTP or HTTPS; the URL has no credentials, query or trailing slash.
    Http(Url),
    /// A directory on this machine.
    Local(Utf8PathBuf),
}

impl GitUrl {
    /// `owner` and `name` when the repository is on that host in the usual place: `https://<host>/<owner>/<name>`.
    pub fn owner_and_name(&self, host: &str) -> Option<(String, String)> {
        let Address::Http(url) = &self.address else {
            return None;
        };
        if !url.host_str()?.eq_ignore_ascii_case(host) {
            return None;
        }
        let mut segments = url.path_segments()?;
        let (owner, name) = (segments.next()?, segments.next()?);
        if segments.next().is_some() || owner.is_empty() || name.is_empty() {
            return None;
        }
        Some((
            owner.to_owned(),
            name.strip_suffix(".git").unwrap_or(name).to_owned(),
        ))
    }

    /// The host's name, when the repository is not on this machine's disk.
    pub fn host(&self) -> Option<&str> {
        match &self.address {
            Address::Http(url) => url.host_str(),
            Address::Local(_) => None,
        }
    }

    /// Whether both are on the same server: scheme, host and port. A credential for the one may go to the other.
    pub fn has_same_origin_as(&self, other: &Self) -> bool {
        match (&self.address, &other.address) {
            (Address::Http(one), Address::Http(another)) => one.origin() == another.origin(),
            _ => false,
        }
    }

    /// Whether what is pushed there can be seen from other machines.
    pub fn leaves_the_machine(&self) -> bool {
        match &self.address {
            Address::Http(url) => !url.host_str().is_some_and(crate::http::is_loopback),
            Address::Local(_) => false,
        }
    }

    /// Reads a git URL: http, https or file. Credentials in it are taken out and registered as secrets.
    ///
    /// # Errors
    /// When it is no URL, or one of a kind that is not spoken here (SSH).
    pub fn parse(text: &str) -> Result<Self, GitError> {
        if let Some(path) = text.strip_prefix("file://") {
            return Ok(Self {
                text: text.to_owned(),
                address: Address::Local(Utf8PathBuf::from(path)),
                credentials: None,
            });
        }
        let mut url = Url::parse(text).map_err(|error| GitError::Location {
            text: without_credentials(text),
            problem: error.to_string(),
        })?;
        match url.scheme() {
            "http" | "https" => {}
            "ssh" | "git+ssh" | "ssh+git" => return Err(ssh(text)),
            scheme => {
                return Err(GitError::Location {
                    text: without_credentials(text),
                    problem: format!("{scheme}:// is not spoken here, http:// and https:// are"),
                });
            }
        }
        let credentials = credentials_of(&url);
        let cleared = url.set_username("").and_then(|()| url.set_password(None));
        if cleared.is_err() || url.host_str().is_none_or(str::is_empty) {
            return Err(GitError::Location {
                text: without_credentials(text),
                problem: "it has no host".to_owned(),
            });
        }
        url.set_query(None);
        url.set_fragment(None);
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(Self {
            text: without_credentials(text),
            address: Address::Http(url),
            credentials,
        })
    }
}

impl RepositoryLocation {
    /// Reads what a user wrote. `server_url` is what `owner/name` stands on: `GITHUB_SERVER_URL`, else
    /// `https://github.com`.
    ///
    /// In this order: a URL is a git repository, and so is a bare repository's directory; any other directory that
    /// exists, and whatever begins with `.` or `/`, is a directory (a working tree with a `.git` in it too: it is
    /// written to as files; name it by `file://` to push into it instead); `owner/name` is a git repository.
    ///
    /// # Errors
    /// When it is none of these, or an SSH URL.
    pub fn parse(text: &str, server_url: &str) -> Result<Self, GitError> {
        let text = text.trim();
        if text.contains("://") {
            return GitUrl::parse(text).map(Self::Git);
        }
        let path = Utf8Path::new(text);
        if !text.is_empty() && path.is_dir() {
            return Ok(if is_bare_repository(path) {
                Self::Git(GitUrl {
                    text: text.to_owned(),
                    address: Address::Local(path.to_owned()),
                    credentials: None,
                })
            } else {
                Self::Directory(path.to_owned())
            });
        }
        if text.starts_with('.') || text.starts_with('/') {
            return Ok(Self::Directory(path.to_owned()));
        }
        if is_scp_style(text) {
            return Err(ssh(text));
        }
        if let Some((owner, name)) = text.split_once('/')
            && is_slug_part(owner)
            && is_slug_part(name)
        {
            let server = server_url.trim_end_matches('/');
            let mut url = GitUrl::parse(&format!("{server}/{owner}/{name}"))?;
            url.text = text.to_owned();
            return Ok(Self::Git(url));
        }
        Err(GitError::Location {
            text: text.to_owned(),
            problem: "a directory that does not exist yet is written with `./` in front, a git repository as \
                      `owner/name` or a URL"
                .to_owned(),
        })
    }
}

fn is_slug_part(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with(['.', '-'])
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

/// A bare repository has HEAD, objects and refs at its top.
fn is_bare_repository(path: &Utf8Path) -> bool {
    path.join("HEAD").is_file() && path.join("objects").is_dir() && path.join("refs").is_dir()
}

/// `git@github.com:acme/charts.git`: a colon before the first slash, as git tells it from a path.
fn is_scp_style(text: &str) -> bool {
    text.find(':')
        .is_some_and(|colon| colon > 0 && !text.get(..colon).unwrap_or_default().contains('/'))
}

fn ssh(text: &str) -> GitError {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let rest = rest.rsplit_once('@').map_or(rest, |(_, rest)| rest);
    let (host, path) = rest
        .find([':', '/'])
        .and_then(|end| Some((rest.get(..end)?, rest.get(end + 1..)?)))
        .unwrap_or((rest, ""));
    // `ssh://host:2222/path`: the port is SSH's, not HTTPS's.
    let path = match path.split_once('/') {
        Some((port, path))
            if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            path
        }
        _ => path,
    };
    let instead = (!host.is_empty() && !path.is_empty())
        .then(|| format!("https://{host}/{}", path.trim_start_matches('/')));
    GitError::Ssh {
        text: without_credentials(text),
        instead,
    }
}

fn credentials_of(url: &Url) -> Option<Credentials> {
    let decode = |text: &str| {
        // The form decoder also turns `+` into a space, which a URL's userinfo does not mean.
        let text = text.replace('+', "%2B");
        url::form_urlencoded::parse(format!("v={text}").as_bytes())
            .next()
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let username = decode(url.username());
    match url.password() {
        Some(password) => {
            crate::secret::register(password);
            Some(Credentials {
                username,
                password: Secret::new(decode(password)),
            })
        }
        // `https://<token>@host/…`: a token alone, as GitHub's documentation once showed it.
        None if !username.is_empty() => {
            crate::secret::register(url.username());
            Some(Credentials::token(Secret::new(username)))
        }
        None => None,
    }
}

/// A URL's text without what stands before its host's `@`. For anything that is shown.
pub fn without_credentials(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    format!("{scheme}://{host}{path}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Explain as _;

    fn parsed(text: &str) -> String {
        match RepositoryLocation::parse(text, "https://git.example.com/") {
            Ok(RepositoryLocation::Git(GitUrl {
                text,
                address: Address::Http(url),
                ..
            })) => format!("{text} at {url}"),
            Ok(RepositoryLocation::Git(GitUrl {
                address: Address::Local(path),
                ..
            })) => format!("local {path}"),
            Ok(RepositoryLocation::Directory(path)) => format!("directory {path}"),
            Err(error) => error.code().id.to_owned(),
        }
    }

    #[test]
    fn every_form_that_a_user_writes() {
        for (text, expected) in [
            (
                "acme/charts",
                "acme/charts at https://git.example.com/acme/charts",
            ),
            (
                "https://h/a/b.git/",
                "https://h/a/b.git/ at https://h/a/b.git",
            ),
            (
                "http://127.0.0.1:80/a",
                "http://127.0.0.1:80/a at http://127.0.0.1/a",
            ),
            ("https://u:p4ss@h/a", "https://h/a at https://h/a"),
            ("file:///srv/a.git", "local /srv/a.git"),
            ("./out/pages", "directory ./out/pages"),
            ("/srv/pages", "directory /srv/pages"),
            ("git@github.com:acme/charts.git", "CW-GIT-002"),
            ("ssh://git@github.com/acme/charts", "CW-GIT-002"),
            ("git://github.com/acme/charts", "CW-GIT-001"),
            ("github.com/acme/charts", "CW-GIT-001"),
            ("charts", "CW-GIT-001"),
            ("", "CW-GIT-001"),
            ("../", "directory ../"),
            ("https://", "CW-GIT-001"),
            ("acme/-charts", "CW-GIT-001"),
        ] {
            assert_eq!(parsed(text), expected, "{text}");
        }
    }

    #[test]
    fn a_directory_is_git_when_it_is_a_bare_repository() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().to_str().unwrap();
        assert_eq!(parsed(path), format!("directory {path}"));
        git2::Repository::init_bare(folder.path()).unwrap();
        assert_eq!(parsed(path), format!("local {path}"));
    }

    #[test]
    fn an_ssh_url_is_answered_with_the_https_one() {
        for (text, instead) in [
            (
                "git@github.com:acme/charts.git",
                "https://github.com/acme/charts.git",
            ),
            ("ssh://git@h:2222/acme/charts", "https://h/acme/charts"),
            ("ssh://h/acme/charts", "https://h/acme/charts"),
        ] {
            let error = RepositoryLocation::parse(text, "https://github.com").unwrap_err();
            assert!(
                error.help().unwrap().contains(instead),
                "{:?}",
                error.help()
            );
        }
    }

    #[test]
    fn credentials_are_taken_out_of_the_url() {
        let url = GitUrl::parse("https://octo:can%2Fary+1@h/a").unwrap();
        let credentials = url.credentials.clone().unwrap();
        assert_eq!(credentials.username, "octo");
        assert_eq!(credentials.password.expose(), "can/ary+1");
        assert!(!format!("{url:?}").contains("ary"));
        let url = GitUrl::parse("https://tok_canary@h/a").unwrap();
        assert_eq!(url.credentials.unwrap().username, "x-access-token");
    }

    #[test]
    fn owner_and_name_are_those_of_the_host() {
        let url = GitUrl::parse("https://github.com/acme/charts.git").unwrap();
        assert_eq!(
            url.owner_and_name("github.com"),
            Some(("acme".to_owned(), "charts".to_owned()))
        );
        assert_eq!(url.owner_and_name("example.com"), None);
        let url = GitUrl::parse("https://github.com/a/b/c").unwrap();
        assert_eq!(url.owner_and_name("github.com"), None);
    }
}
