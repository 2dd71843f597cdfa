//! Blobs: content under its own digest.

use reqwest::header::CONTENT_LENGTH;
use reqwest::{Method, StatusCode};
use url::Url;

use super::digest::Digest;
use super::error::{Error, tried};
use super::exchange::Answer;
use super::session::Session;
use super::transport::{Elsewhere, Repeat, Request};
use crate::crash;
use crate::http::retry::{RetryPolicy, retry_after};
use crate::http::shown;

/// What came of opening an upload.
#[derive(Debug)]
pub(super) enum Upload {
    /// Where to put the content.
    Opened(Url),
    /// The registry said no.
    Refused(Answer),
}

impl Session {
    /// Whether the registry holds a blob of this digest and length. An answer that says neither yes nor no counts as
    /// no: the upload then tells.
    ///
    /// # Errors
    /// When the registry does not answer, or is in trouble for all attempts.
    pub async fn has_blob(&self, digest: &Digest, length: usize) -> Result<bool, Error> {
        let url = self.transport.url(&format!("blobs/{digest}")).await?;
        let mut request = Request::reading(Method::HEAD, url, "look for a blob");
        request.elsewhere = Elsewhere::WithoutCredentials;
        let answer = self.transport.send(request).await?;
        if RetryPolicy::is_transient(answer.status) {
            return Err(self.transport.refused(answer, "look for a blob").await);
        }
        let other_length = answer
            .headers
            .get(CONTENT_LENGTH)
            .and_then(|value| value.to_str().ok()?.parse::<usize>().ok())
            .is_some_and(|found| found != length);
        Ok(answer.status == StatusCode::OK && !other_length)
    }

    /// Uploads a blob unless the registry has it; whether it had to.
    ///
    /// A failed upload is begun anew after another look: content under its own digest is the same however often it
    /// is put.
    ///
    /// # Errors
    /// When the registry refuses it, or is in trouble for all attempts.
    pub async fn push_blob(&self, digest: &Digest, content: &[u8]) -> Result<bool, Error> {
        let mut attempt = 1;
        loop {
            if self.has_blob(digest, content.len()).await? {
                return Ok(attempt > 1);
            }
            let place = match self.open_upload().await? {
                Upload::Opened(url) => url,
                Upload::Refused(answer) => {
                    return Err(self.transport.refused(answer, "open an upload").await);
                }
            };
            crash::point("upload-open");
            let outcome = self.put_blob(place, digest, content).await;
            crash::point("blob-there");
            let (asked, reason) = match &outcome {
                Ok(answer) if answer.status == StatusCode::CREATED => return Ok(true),
                // A registry that answers the last PUT otherwise has it, or has not.
                Ok(answer) if answer.status.is_success() => {
                    if self.has_blob(digest, content.len()).await? {
                        return Ok(true);
                    }
                    (None, answer.status.as_u16().to_string())
                }
                // The session was lost on the way: another one is harmless.
                Ok(answer)
                    if RetryPolicy::is_transient(answer.status)
                        || answer.status == StatusCode::NOT_FOUND =>
                {
                    (
                        retry_after(&answer.headers, jiff::Timestamp::now()),
                        answer.status.as_u16().to_string(),
                    )
                }
                Err(Error::Unreachable { .. }) => (None, "the upload broke off".to_owned()),
                _ => {
                    return Err(match outcome {
                        Ok(answer) => self.transport.refused(answer, "take a blob").await,
                        Err(error) => error,
                    });
                }
            };
            let Some(wait) = self.transport.retry().wait(attempt, asked) else {
                return Err(match outcome {
                    Ok(answer) => self.transport.refused(answer, "take a blob").await,
                    Err(error) => tried(error, attempt),
                });
            };
            self.transport.rest(wait, asked, attempt, &reason).await;
            attempt += 1;
        }
    }

    /// Opens an upload. May be repeated: an upload session that nobody uses leaves nothing behind.
    pub(super) async fn open_upload(&self) -> Result<Upload, Error> {
        let url = self.transport.url("blobs/uploads/").await?;
        let mut request = Request::reading(Method::POST, url.clone(), "open an upload");
        request.body = Some(&[]);
        let answer = self.transport.send(request).await?;
        if answer.status != StatusCode::ACCEPTED {
            return Ok(Upload::Refused(answer));
        }
        // Relative or absolute, with a state in its query: taken as it is.
        let Some(place) = answer.location() else {
            return Err(Error::Unusable {
                url: shown(&url),
                what: "202 without the `Location` that an upload goes to".to_owned(),
            });
        };
        let base = self.transport.base().await?;
        if place.origin() != base.origin() {
            return Err(self.transport.elsewhere(&url, &place));
        }
        Ok(Upload::Opened(place))
    }

    async fn put_blob(
        &self,
        mut place: Url,
        digest: &Digest,
        content: &[u8],
    ) -> Result<Answer, Error> {
        // Appended by hand: the query's own encoding is the registry's and must come back as it was.
        let query = match place.query() {
            Some(query) if !query.is_empty() => format!("{query}&digest={digest}"),
            _ => format!("digest={digest}"),
        };
        place.set_query(Some(&query.replace("sha256:", "sha256%3A")));
        let mut request = Request::reading(Method::PUT, place, "take a blob");
        request.content_type = Some("application/octet-stream");
        request.body = Some(content);
        request.repeat = Repeat::Never;
        self.transport.send(request).await
    }

    /// Reads a blob whole, `None` when the registry has none. Its digest is not compared: the caller does.
    ///
    /// # Errors
    /// When the registry refuses it, or it is longer than `limit` bytes.
    pub async fn blob(&self, digest: &str, limit: usize) -> Result<Option<Vec<u8>>, Error> {
        let url = self.transport.url(&format!("blobs/{digest}")).await?;
        let mut request = Request::reading(Method::GET, url, "give a blob");
        request.elsewhere = Elsewhere::WithoutCredentials;
        request.limit = limit;
        let answer = self.transport.send(request).await?;
        match answer.status {
            StatusCode::OK => Ok(Some(answer.body)),
            StatusCode::NOT_FOUND => Ok(None),
            _ => Err(self.transport.refused(answer, "give a blob").await),
        }
    }
}
