//! A file from a public address: no credential, redirects followed, a bound on what is taken.

use std::time::Duration;

use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::{CACHE_CONTROL, LOCATION};
use url::Url;

use super::retry::{RetryPolicy, retry_after};
use super::{innermost_cause, shown};

/// How many redirects are followed: as many as Go's client does for Helm (`net/http`, `defaultCheckRedirect`).
const REDIRECTS: usize = 10;
/// How long one download may take, redirects and all.
const PATIENCE: Duration = Duration::from_secs(600);

/// Why a file was not given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DownloadError {
    /// No connection, or no answer.
    #[error("it cannot be reached: {cause}")]
    Unreachable {
        /// The innermost reason.
        cause: String,
    },
    /// Another answer than the file.
    #[error("{url} answers with status {}", .status.as_u16())]
    Status {
        /// What was asked for at last.
        url: String,
        /// The answer.
        status: StatusCode,
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
    },
    /// A redirect that says no address, or one that is not followed.
    #[error("{url} redirects {}", match .to { Some(to) => format!("to {to}, which is not followed"), None => "without saying where to".to_owned() })]
    Astray {
        /// What was asked for.
        url: String,
        /// Where to: from TLS to plain HTTP, or to no HTTP at all.
        to: Option<String>,
    },
    /// Too many redirects.
    #[error("it redirects without end")]
    RedirectLoop,
    /// The answer ended before its end.
    #[error("{url} breaks off: {cause}")]
    BrokenOff {
        /// What was asked for at last.
        url: String,
        /// The innermost reason.
        cause: String,
    },
    /// Ten minutes were not enough.
    #[error("{url} was not given in {} seconds", PATIENCE.as_secs())]
    TooSlow {
        /// What was asked for.
        url: String,
    },
    /// More than the caller takes.
    #[error("{url} is larger than {largest} bytes")]
    TooLarge {
        /// What was asked for at last.
        url: String,
        /// The bound, in bytes.
        largest: usize,
    },
}

impl DownloadError {
    /// Whether another attempt may get the file.
    pub(crate) fn is_transient(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::BrokenOff { .. } => true,
            Self::Status { status, .. } => RetryPolicy::is_transient(*status),
            Self::Astray { .. }
            | Self::RedirectLoop
            | Self::TooSlow { .. }
            | Self::TooLarge { .. } => false,
        }
    }
}

/// Downloads a file of at most `largest` bytes, once. Caches on the way are asked to look anew.
///
/// # Errors
/// Whatever is not the file.
pub async fn download(
    client: &reqwest::Client,
    url: &Url,
    largest: usize,
) -> Result<Vec<u8>, DownloadError> {
    let read = follow(client, url.clone(), largest);
    match tokio::time::timeout(PATIENCE, read).await {
        Ok(read) => read,
        Err(_) => Err(DownloadError::TooSlow { url: shown(url) }),
    }
}

/// The same, with further attempts where they may help.
///
/// # Errors
/// The last attempt's.
pub async fn download_patiently(
    client: &reqwest::Client,
    url: &Url,
    largest: usize,
    policy: &RetryPolicy,
) -> Result<Vec<u8>, DownloadError> {
    let mut attempt = 1;
    loop {
        let error = match download(client, url, largest).await {
            Ok(bytes) => return Ok(bytes),
            Err(error) => error,
        };
        let asked = match &error {
            DownloadError::Status { retry_after, .. } => *retry_after,
            _ => None,
        };
        let wait = policy.wait(attempt, asked);
        let Some(wait) = wait.filter(|_| error.is_transient()) else {
            return Err(error);
        };
        let host = url.host_str().unwrap_or_default();
        policy
            .rest(host, wait, asked, attempt, &error.to_string())
            .await;
        attempt += 1;
    }
}

async fn follow(
    client: &reqwest::Client,
    mut url: Url,
    largest: usize,
) -> Result<Vec<u8>, DownloadError> {
    for _ in 0..=REDIRECTS {
        let response = client
            .get(url.clone())
            .header(CACHE_CONTROL, "no-cache")
            .send()
            .await
            .map_err(|error| DownloadError::Unreachable {
                cause: innermost_cause(&error),
            })?;
        let status = response.status();
        if status.is_redirection() {
            url = redirected(&url, response.headers().get(LOCATION))?;
        } else if status == StatusCode::OK {
            return body(response, &url, largest).await;
        } else {
            return Err(DownloadError::Status {
                url: shown(&url),
                status,
                retry_after: retry_after(response.headers(), Timestamp::now()),
            });
        }
    }
    Err(DownloadError::RedirectLoop)
}

/// Where a redirect leads: not out of TLS, where what comes could be anybody's.
fn redirected(
    from: &Url,
    location: Option<&reqwest::header::HeaderValue>,
) -> Result<Url, DownloadError> {
    let astray = |to: Option<&Url>| DownloadError::Astray {
        url: shown(from),
        to: to.map(shown),
    };
    let to = location
        .and_then(|location| from.join(location.to_str().ok()?).ok())
        .ok_or_else(|| astray(None))?;
    match (from.scheme(), to.scheme()) {
        (_, "https") | ("http", "http") => Ok(to),
        _ => Err(astray(Some(&to))),
    }
}

async fn body(
    mut response: reqwest::Response,
    url: &Url,
    largest: usize,
) -> Result<Vec<u8>, DownloadError> {
    let too_large = || DownloadError::TooLarge {
        url: shown(url),
        largest,
    };
    if response
        .content_length()
        .is_some_and(|length| length > largest as u64)
    {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    loop {
        let chunk = response.chunk().await;
        let chunk = chunk.map_err(|error| DownloadError::BrokenOff {
            url: shown(url),
            cause: innermost_cause(&error),
        })?;
        let Some(chunk) = chunk else {
            return Ok(bytes);
        };
        if bytes.len() + chunk.len() > largest {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_does_not_leave_tls() {
        for (from, location, to) in [
            (
                "https://a.example/x",
                Some("https://b.example/y?sig=1"),
                Ok("https://b.example/y?sig=1"),
            ),
            ("https://a.example/x", Some("/y"), Ok("https://a.example/y")),
            (
                "http://a.example/x",
                Some("http://b.example/y"),
                Ok("http://b.example/y"),
            ),
            (
                "http://a.example/x",
                Some("https://a.example/x"),
                Ok("https://a.example/x"),
            ),
            (
                "https://a.example/x?token=1",
                Some("http://user:word@b.example/y?sig=1"),
                Err("https://a.example/x redirects to http://b.example/y, which is not followed"),
            ),
            (
                "http://a.example/x",
                Some("file:///etc/passwd"),
                Err("http://a.example/x redirects to file:///etc/passwd, which is not followed"),
            ),
            (
                "https://a.example/x",
                None,
                Err("https://a.example/x redirects without saying where to"),
            ),
        ] {
            let from = Url::parse(from).unwrap();
            let location = location.map(|location| location.parse().unwrap());
            let found = redirected(&from, location.as_ref());
            let found = found.map(String::from).map_err(|error| error.to_string());
            assert_eq!(found, to.map(ToOwned::to_owned).map_err(ToOwned::to_owned));
        }
    }
}
