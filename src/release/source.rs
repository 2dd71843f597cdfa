//! The commit that is released: what is checked out, and where the tag is.

use camino::Utf8Path;
use jiff::Timestamp;

use super::commit::{CommitError, Found};
use crate::action::context::RunContext;
use crate::git::remote::Credentials;
use crate::git::{Checkout, GitError, GitUrl, Remote};
use crate::report::{Explain, boxed};
use crate::secret::Secret;

/// The checkout, and the commit that is checked out in it.
#[derive(Debug)]
pub struct Source {
    /// The checkout.
    pub checkout: Checkout,
    /// The commit, 40 hex digits.
    pub commit: String,
    /// The committer's time: the time of everything that is made from it.
    pub time: Timestamp,
}

/// Finds the checkout that holds `root`.
///
/// # Errors
/// When there is none, it has no commit, or it cannot be read.
pub fn source(root: &Utf8Path) -> Result<Source, Box<dyn Explain>> {
    let no_commit = |repository| -> Box<dyn Explain> {
        let path = match root.as_str() {
            "." => "the current directory".to_owned(),
            path => path.to_owned(),
        };
        Box::new(CommitError::NoCommit { path, repository })
    };
    let checkout = Checkout::discover(root.as_std_path())
        .map_err(boxed)?
        .ok_or_else(|| no_commit(false))?;
    let head = checkout
        .head()
        .map_err(boxed)?
        .ok_or_else(|| no_commit(true))?;
    Ok(Source {
        commit: head.id.to_string(),
        time: head.time,
        checkout,
    })
}

/// How to ask the remote for a tag that the checkout does not have.
#[derive(Debug)]
pub struct RemoteQuestion<'a> {
    /// The run: its repository is asked when there is one, else `origin`.
    pub context: &'a RunContext,
    /// The workflow's token; sent to the GitHub server that issued it, and to no other host.
    pub token: Option<&'a Secret>,
    /// The HTTP client.
    pub http: &'a reqwest::Client,
}

/// Looks for a tag, in the checkout first: `actions/checkout` brings one commit and no tags by default, so the remote
/// is asked when the tag is not here. With no question to ask (nothing leaves the machine), what the event says counts.
///
/// # Errors
/// When the checkout or the remote cannot be read.
pub async fn find_tag(
    source: &Source,
    tag: &str,
    event_commit: Option<&str>,
    question: Option<RemoteQuestion<'_>>,
) -> Result<Found, GitError> {
    if let Some(here) = source.checkout.tag(tag)? {
        return Ok(Found::At(here.commit.to_string()));
    }
    let Some(question) = question else {
        return Ok(match event_commit {
            Some(commit) => Found::At(commit.to_owned()),
            None => Found::Nowhere { remote: None },
        });
    };
    let Some(url) = remote_url(source, question.context)? else {
        return Ok(Found::Nowhere { remote: None });
    };
    tracing::info!(target: "chartwright::progress", "asking {} for the tag", url.text);
    let credentials = question
        .token
        .filter(|_| is_the_server(&url, question.context))
        .map(|token| Credentials::token(token.clone()));
    let remote = Remote::new(&url, credentials, question.http.clone())?;
    let name = format!("refs/tags/{tag}");
    let found = remote
        .refs(&[name.as_str()])
        .await?
        .into_iter()
        .find(|reference| reference.name == name);
    Ok(match found {
        Some(reference) => Found::At(reference.commit().to_string()),
        None => Found::Nowhere {
            remote: Some(url.text),
        },
    })
}

/// The run's own repository; on a command line the checkout's `origin`.
fn remote_url(source: &Source, context: &RunContext) -> Result<Option<GitUrl>, GitError> {
    if let Some(origin) = source.checkout.origin() {
        match GitUrl::parse(&absolute(&origin)) {
            Ok(url) => return Ok(Some(url)),
            // An SSH origin is no obstacle in a workflow, where the same repository is there over HTTPS.
            Err(error) if context.repository_url().is_none() => return Err(error),
            Err(_) => {}
        }
    }
    context
        .repository_url()
        .map(|url| GitUrl::parse(&url))
        .transpose()
}

/// `origin` may be a path.
fn absolute(origin: &str) -> String {
    if !origin.contains("://") && (origin.starts_with('/') || origin.starts_with('.')) {
        format!("file://{origin}")
    } else {
        origin.to_owned()
    }
}

fn is_the_server(url: &GitUrl, context: &RunContext) -> bool {
    crate::git::GitUrl::parse(&context.server_url)
        .is_ok_and(|server| server.has_same_origin_as(url))
}
