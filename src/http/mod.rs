//! The one HTTP client: TLS by rustls, no automatic redirects (each caller decides which host may see what).

pub mod download;
pub mod retry;

use std::time::Duration;

use reqwest::redirect::Policy;
use url::Url;

/// `chartwright/<version>`, sent with every request.
pub const USER_AGENT: &str = concat!("chartwright/", env!("CARGO_PKG_VERSION"));

/// Builds the client. Cheap to clone, keeps connections alive between requests; redirects are returned, not
/// followed, because a credential must not follow one to another host.
///
/// # Errors
/// When no TLS roots can be loaded (an image without CA certificates).
pub fn client() -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .user_agent(USER_AGENT)
        .redirect(Policy::none())
        .connect_timeout(Duration::from_secs(10))
        .read_timeout(Duration::from_secs(60))
        .build()
}

/// The innermost reason of a failed request: `Connection refused (os error 111)`, not "error sending request". reqwest's
/// own text is not shown: it names the address with its query.
pub fn innermost_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if !std::ptr::addr_eq(cause, error) {
        cause.to_string()
    } else if error.is_timeout() {
        "no answer in time".to_owned()
    } else {
        "the connection ended early".to_owned()
    }
}

/// Whether what is sent there is read by nobody on the way: over TLS, or to this machine itself.
pub fn is_confidential(url: &Url) -> bool {
    match url.scheme() {
        "https" => true,
        "http" => url.host_str().is_some_and(is_loopback),
        _ => false,
    }
}

/// Whether a host is this machine itself: plain HTTP is allowed there without being asked for.
pub fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse::<std::net::IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// An address fit to be shown: without its query (upload states, signatures) and without credentials.
pub fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    let _ = url.set_password(None);
    let _ = url.set_username("");
    url.to_string()
}
