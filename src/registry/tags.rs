//! The tags of a repository.

use std::collections::BTreeSet;

use reqwest::{Method, StatusCode};
use serde::Deserialize;

use super::error::Error;
use super::session::Session;
use super::transport::Request;
use crate::http::shown;

/// How many tags are asked for at a time; a registry may give fewer.
const PAGE: usize = 1000;
/// How many pages are read at most: a registry that goes on for ever is not followed.
const MOST_PAGES: usize = 1000;

#[derive(Deserialize)]
struct Page {
    /// Some registries answer `null` for a repository whose tags are all gone.
    #[serde(default)]
    tags: Option<Vec<String>>,
}

impl Session {
    /// Every tag of the repository, sorted; `None` when the registry has no such repository. The pages are followed by
    /// their last tag, as the specification says (distribution specification, "Listing Tags"), whatever address the
    /// registry's `Link` gives.
    ///
    /// # Errors
    /// When the registry refuses, answers something else, or does not come to an end.
    pub async fn tags(&self) -> Result<Option<BTreeSet<String>>, Error> {
        let mut all = BTreeSet::new();
        let mut last: Option<String> = None;
        for _ in 0..MOST_PAGES {
            let mut url = self.transport.url("tags/list").await?;
            url.query_pairs_mut().append_pair("n", &PAGE.to_string());
            if let Some(last) = &last {
                url.query_pairs_mut().append_pair("last", last);
            }
            let answer = self
                .transport
                .send(Request::reading(Method::GET, url.clone(), "list the tags"))
                .await?;
            match answer.status {
                StatusCode::OK => {}
                StatusCode::NOT_FOUND if last.is_none() => return Ok(None),
                _ => return Err(self.transport.refused(answer, "list the tags").await),
            }
            let page: Page = serde_json::from_slice(&answer.body).map_err(|_| Error::Unusable {
                url: shown(&url),
                what: "something other than a list of tags".to_owned(),
            })?;
            let tags = page.tags.unwrap_or_default();
            let more = answer.header("link").is_some_and(is_next);
            let known = all.len();
            last = tags.last().cloned();
            all.extend(tags);
            // A page that brings nothing new would be followed by itself.
            if !more || all.len() == known {
                return Ok(Some(all));
            }
        }
        Err(Error::Unusable {
            url: shown(&self.transport.url("tags/list").await?),
            what: format!("a list of tags of more than {MOST_PAGES} pages"),
        })
    }
}

/// Whether a `Link` header leads to a next page (RFC 8288).
fn is_next(header: &str) -> bool {
    header.split(';').skip(1).any(|parameter| {
        let parameter = parameter.trim().to_ascii_lowercase();
        matches!(parameter.as_str(), "rel=\"next\"" | "rel=next")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_next_link_is_followed() {
        for (header, next) in [
            ("</v2/a/tags/list?n=1&last=b>; rel=\"next\"", true),
            ("</v2/a/tags/list>; title=x; rel=next", true),
            ("</v2/a/tags/list>; rel=\"prev\"", false),
            ("", false),
        ] {
            assert_eq!(is_next(header), next, "{header}");
        }
    }
}
