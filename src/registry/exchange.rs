//! One request, one answer, read whole and bounded.

use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Method, StatusCode};
use url::Url;

use super::error::Error;
use crate::http::innermost_cause;
use crate::http::shown;

/// The most that is read of an answer that is a refusal.
const REFUSAL_LIMIT: usize = 64 * 1024;

/// One request as it goes over the wire.
pub(super) struct Outgoing<'a> {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<&'a [u8]>,
    /// The most that a good answer may hold, in bytes.
    pub(super) limit: usize,
}

/// One answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
    /// Who answered.
    pub(super) url: Url,
}

impl Answer {
    /// A header's text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Where `Location` leads, relative to who answered.
    pub(super) fn location(&self) -> Option<Url> {
        let location = self.headers.get(LOCATION)?.to_str().ok()?;
        self.url.join(location).ok()
    }
}

/// Why no answer came.
pub(super) struct Failure {
    pub(super) error: Error,
    /// Whether another attempt may do better.
    pub(super) transient: bool,
}

/// Sends one request and reads the answer.
pub(super) async fn exchange(
    http: &reqwest::Client,
    outgoing: Outgoing<'_>,
) -> Result<Answer, Failure> {
    let Outgoing {
        method,
        url,
        headers,
        body,
        limit,
    } = outgoing;
    tracing::debug!(%method, url = %shown(&url), "request");
    let mut request = http.request(method, url.clone()).headers(headers);
    if let Some(body) = body {
        request = request.body(body.to_vec());
    }
    let failed = |error: reqwest::Error| failure(&url, &error);
    let mut response = request.send().await.map_err(failed)?;
    let status = response.status();
    let headers = response.headers().clone();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(failed)? {
        let room = if status.is_success() {
            limit
        } else {
            REFUSAL_LIMIT
        };
        if body.len() + chunk.len() > room {
            if status.is_success() {
                return Err(Failure {
                    error: Error::Unusable {
                        url: shown(&url),
                        what: format!("with more than the {limit} bytes that were expected"),
                    },
                    transient: false,
                });
            }
            break;
        }
        body.extend_from_slice(&chunk);
    }
    tracing::debug!(status = status.as_u16(), url = %shown(&url), "answer");
    Ok(Answer {
        status,
        headers,
        body,
        url,
    })
}

fn failure(url: &Url, error: &reqwest::Error) -> Failure {
    let mut cause: &dyn std::error::Error = error;
    let mut secure = false;
    loop {
        let text = cause.to_string();
        secure |= url.scheme() == "https"
            && [
                "certificate",
                "InvalidContentType",
                "HandshakeFailure",
                "AlertReceived",
                "received fatal alert",
                "peer is incompatible",
            ]
            .iter()
            .any(|word| text.contains(word));
        match cause.source() {
            Some(inner) => cause = inner,
            None => break,
        }
    }
    let host = url
        .port()
        .map(|port| format!("{}:{port}", url.host_str().unwrap_or_default()))
        .unwrap_or_else(|| url.host_str().unwrap_or_default().to_owned());
    let text = super::diagnosis::one_line(&innermost_cause(error));
    if secure {
        return Failure {
            error: Error::Tls { host, cause: text },
            transient: false,
        };
    }
    Failure {
        error: Error::Unreachable {
            host,
            cause: text,
            attempts: 1,
        },
        transient: !error.is_builder(),
    }
}
