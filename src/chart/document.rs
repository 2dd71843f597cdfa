//! A document at a web address: what Helm downloads beside charts and packages.

use std::time::Duration;

use reqwest::StatusCode;
use url::Url;

use crate::http::download::{DownloadError, download_patiently};
use crate::http::retry::RetryPolicy;

/// The longest document, in bytes: all of Kubernetes' definitions are 1.5 MB.
pub(super) const LONGEST: usize = 16 * 1024 * 1024;

/// How often it is asked for.
const ATTEMPTS: u32 = 3;

/// Why there is no document.
pub(super) enum NotGiven {
    /// The server's answer.
    Status(StatusCode),
    /// Anything else, as Go's client says it: `Get "https://example.com/x": Connection refused`.
    Failed(String),
}

/// Downloads it, without any credential. Charts are checked outside of any runtime, or in a task that must not wait: the
/// download has a thread of its own.
pub(super) fn document(address: &str, patience: Duration) -> Result<Vec<u8>, NotGiven> {
    let failed = |cause: String| NotGiven::Failed(format!("Get \"{address}\": {cause}"));
    let url = Url::parse(address).map_err(|error| failed(error.to_string()))?;
    let download = || {
        let client = crate::http::client().map_err(|error| failed(error.to_string()))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| failed(error.to_string()))?;
        let policy = RetryPolicy {
            attempts: ATTEMPTS,
            ..RetryPolicy::default()
        };
        runtime.block_on(async {
            let download = download_patiently(&client, &url, LONGEST, &policy);
            match tokio::time::timeout(patience, download).await {
                Ok(Ok(text)) => Ok(text),
                Ok(Err(DownloadError::Status { status, .. })) => Err(NotGiven::Status(status)),
                Ok(Err(DownloadError::Unreachable { cause })) => Err(failed(cause)),
                Ok(Err(error)) => Err(failed(error.to_string())),
                Err(_) => Err(failed(format!("no answer in {} s", patience.as_secs()))),
            }
        })
    };
    std::thread::scope(|scope| match scope.spawn(download).join() {
        Ok(downloaded) => downloaded,
        Err(_) => Err(failed("the download stopped".to_owned())),
    })
}

/// Go's `404 Not Found`.
pub(super) fn reason(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or_default()
}
