//! Bearer tokens: what a token server is asked, and what it gives (distribution's token specification).

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use base64::Engine as _;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::challenge::Challenge;
use super::credential::Credential;
use super::error::Error;
use super::exchange::{Answer, Failure, Outgoing, exchange};
use super::reference::RepositoryName;
use crate::http::is_loopback;
use crate::http::shown;
use crate::secret::Secret;

/// The most that a token server's answer may hold.
const LIMIT: usize = 1024 * 1024;
/// A token without a lifetime lives a minute (token specification).
const DEFAULT_LIFETIME: Duration = Duration::from_secs(60);
/// A token is renewed this long before its end.
const MARGIN: Duration = Duration::from_secs(10);

/// What a registry's Bearer challenge asks for.
#[derive(Debug, Clone)]
pub(super) struct BearerChallenge {
    realm: Url,
    service: Option<String>,
    scopes: BTreeSet<String>,
}

impl BearerChallenge {
    /// Reads a challenge. `asked` is the registry's address, against which a relative realm resolves.
    pub(super) fn new(
        challenge: &Challenge,
        asked: &Url,
        repository: &RepositoryName,
    ) -> Result<Self, Error> {
        let realm = challenge
            .parameters
            .get("realm")
            .and_then(|realm| asked.join(realm).ok())
            .filter(|realm| matches!(realm.scheme(), "http" | "https"))
            .ok_or_else(|| Error::Unusable {
                url: shown(asked),
                what: "with a Bearer challenge that names no token server".to_owned(),
            })?;
        // One token for all that this run does; and what the registry wants besides (public ECR: `aws`).
        let mut scopes = BTreeSet::from([format!("repository:{repository}:pull,push")]);
        if let Some(scope) = challenge.parameters.get("scope") {
            let own = format!("repository:{repository}:");
            scopes.extend(
                scope
                    .split_ascii_whitespace()
                    .filter(|scope| !scope.starts_with(&own))
                    .map(ToOwned::to_owned),
            );
        }
        Ok(Self {
            realm,
            service: challenge.parameters.get("service").cloned(),
            scopes,
        })
    }

    /// The token server, for messages.
    pub(super) fn realm(&self) -> String {
        shown(&self.realm)
    }
}

/// A token with its end.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) secret: Secret,
    pub(super) renew_at: Instant,
    /// Whether the token itself says that it may push; `None` when it cannot be read.
    pub(super) may_push: Option<bool>,
}

#[derive(Deserialize)]
struct TokenAnswer {
    token: Option<String>,
    access_token: Option<String>,
    expires_in: Option<Value>,
}

/// What came of asking for a token.
pub(super) enum TokenOutcome {
    /// A token.
    Granted(Token),
    /// The server said no.
    Refused(Answer),
}

/// Asks for a token once. Credentials go to a realm on another host over HTTPS only (or on loopback).
pub(super) async fn fetch(
    http: &reqwest::Client,
    registry: &Url,
    challenge: &BearerChallenge,
    repository: &RepositoryName,
    credential: Option<&Credential>,
) -> Result<TokenOutcome, Failure> {
    let final_error = |error| Failure {
        error,
        transient: false,
    };
    let same_origin = challenge.realm.origin() == registry.origin();
    let safe = challenge.realm.scheme() == "https"
        || challenge.realm.host_str().is_some_and(is_loopback)
        || same_origin;
    if credential.is_some() && !safe {
        return Err(final_error(Error::PlainHttp {
            host: host_of(registry),
            what: "the credentials",
            to: challenge.realm(),
        }));
    }
    if let Some(Credential::RegistryToken(token)) = credential {
        return Ok(TokenOutcome::Granted(Token {
            secret: token.clone(),
            renew_at: Instant::now() + Duration::from_secs(24 * 3600),
            may_push: None,
        }));
    }
    if let Some(Credential::IdentityToken(token)) = credential {
        let answer = exchange(
            http,
            Outgoing {
                method: Method::POST,
                url: challenge.realm.clone(),
                headers: HeaderMap::from_iter([
                    (ACCEPT, HeaderValue::from_static("application/json")),
                    (
                        CONTENT_TYPE,
                        HeaderValue::from_static("application/x-www-form-urlencoded"),
                    ),
                ]),
                body: Some(refresh_form(challenge, token).as_bytes()),
                limit: LIMIT,
            },
        )
        .await?;
        // Not every token server speaks OAuth 2; all take the GET.
        if !matches!(
            answer.status,
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED
        ) {
            return read(answer, repository).map_err(final_error);
        }
    }
    let mut url = challenge.realm.clone();
    {
        let mut query = url.query_pairs_mut();
        if let Some(service) = &challenge.service {
            query.append_pair("service", service);
        }
        for scope in &challenge.scopes {
            query.append_pair("scope", scope);
        }
    }
    let mut headers =
        HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
    let basic = match credential {
        Some(Credential::Password { username, password }) => Some(password.basic(username)),
        Some(Credential::IdentityToken(token)) => Some(token.basic("<token>")),
        _ => None,
    };
    if let Some(basic) = basic {
        headers.insert(
            AUTHORIZATION,
            sensitive(&basic, registry).map_err(final_error)?,
        );
    }
    let answer = exchange(
        http,
        Outgoing {
            method: Method::GET,
            url,
            headers,
            body: None,
            limit: LIMIT,
        },
    )
    .await?;
    read(answer, repository).map_err(final_error)
}

fn refresh_form(challenge: &BearerChallenge, token: &Secret) -> String {
    let scopes: Vec<&str> = challenge.scopes.iter().map(String::as_str).collect();
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.append_pair("grant_type", "refresh_token")
        .append_pair("client_id", "chartwright")
        .append_pair("scope", &scopes.join(" "))
        .append_pair("refresh_token", token.expose());
    if let Some(service) = &challenge.service {
        form.append_pair("service", service);
    }
    form.finish()
}

fn read(answer: Answer, repository: &RepositoryName) -> Result<TokenOutcome, Error> {
    if !answer.status.is_success() {
        return Ok(TokenOutcome::Refused(answer));
    }
    let unusable = |what: &str| Error::Unusable {
        url: shown(&answer.url),
        what: what.to_owned(),
    };
    let read: TokenAnswer = serde_json::from_slice(&answer.body)
        .map_err(|_| unusable("something other than JSON where a token should be"))?;
    let token = read
        .token
        .filter(|token| !token.is_empty())
        .or(read.access_token)
        .filter(|token| !token.is_empty())
        .ok_or_else(|| unusable("without a token"))?;
    let may_push = may_push(&token, repository);
    let lifetime = read
        .expires_in
        .as_ref()
        .and_then(|value| value.as_f64().or_else(|| value.as_str()?.parse().ok()))
        .filter(|seconds| *seconds > 0.0 && *seconds < 1e9)
        .map_or(DEFAULT_LIFETIME, Duration::from_secs_f64);
    Ok(TokenOutcome::Granted(Token {
        secret: Secret::new(token),
        renew_at: Instant::now() + lifetime.saturating_sub(MARGIN.min(lifetime / 2)),
        may_push,
    }))
}

/// What a JSON web token of a token server grants: its `access` claim. The signature is the registry's business;
/// this only spares a write that would be refused.
fn may_push(token: &str, repository: &RepositoryName) -> Option<bool> {
    let mut parts = token.split('.');
    let payload = match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(_), Some(payload), Some(_), None) => payload,
        _ => return None,
    };
    let payload = base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(payload.trim_end_matches('='))
        .ok()?;
    let claims: Value = serde_json::from_slice(&payload).ok()?;
    let access = claims.get("access")?.as_array()?;
    Some(access.iter().any(|grant| {
        let is =
            |key: &str, expected: &str| grant.get(key).and_then(Value::as_str) == Some(expected);
        is("type", "repository")
            && is("name", repository.as_str())
            && grant
                .get("actions")
                .and_then(Value::as_array)
                .is_some_and(|actions| {
                    actions
                        .iter()
                        .any(|action| action == "push" || action == "*")
                })
    }))
}

/// A header's value that no log shows.
pub(super) fn sensitive(text: &str, url: &Url) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::from_str(text).map_err(|_| Error::Unusable {
        url: shown(url),
        what: "cannot be asked: the credentials hold characters that no HTTP header takes"
            .to_owned(),
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// `host` or `host:port` of an address.
pub(super) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port()
        .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt(claims: &str) -> String {
        let encoded = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(claims);
        format!("e30.{encoded}.c2ln")
    }

    #[test]
    fn a_readable_token_says_whether_it_may_push() {
        let repository = RepositoryName::parse("acme/api").unwrap();
        let grant = |name: &str, actions: &str| {
            jwt(&format!(
                r#"{{"access":[{{"type":"repository","name":"{name}","actions":{actions}}}]}}"#
            ))
        };
        for (token, expected) in [
            (grant("acme/api", r#"["pull","push"]"#), Some(true)),
            (grant("acme/api", r#"["*"]"#), Some(true)),
            (grant("acme/api", r#"["pull"]"#), Some(false)),
            (grant("acme/other", r#"["pull","push"]"#), Some(false)),
            (jwt(r#"{"access":[]}"#), Some(false)),
            (jwt(r#"{"sub":"x"}"#), None),
            (jwt("nonsense"), None),
            ("opaque".to_owned(), None),
            ("a.b.c.d".to_owned(), None),
        ] {
            assert_eq!(may_push(&token, &repository), expected, "{token}");
        }
    }

    #[test]
    fn scopes_are_our_own_and_what_the_registry_wants_besides() {
        let asked = Url::parse("https://example.io/v2/").unwrap();
        let repository = RepositoryName::parse("acme/api").unwrap();
        let read = |header: &str| {
            let challenge = Challenge::parse(header).remove(0);
            BearerChallenge::new(&challenge, &asked, &repository)
        };
        let challenge = read(
            r#"Bearer realm="https://auth.example.io/token",scope="aws repository:acme/api:pull""#,
        )
        .unwrap();
        assert_eq!(
            challenge.scopes.into_iter().collect::<Vec<_>>(),
            ["aws", "repository:acme/api:pull,push"]
        );
        assert_eq!(
            read(r#"Bearer realm="/token""#).unwrap().realm(),
            "https://example.io/token"
        );
        assert!(read("Bearer service=x").is_err());
        assert!(read(r#"Bearer realm="file:///etc/passwd""#).is_err());
    }
}
