//! Requests to one repository of one registry: with authorization, repeated where that is safe, and never led to
//! another host with a credential.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue, WWW_AUTHENTICATE,
};
use reqwest::{Method, StatusCode};
use tokio::sync::{Mutex, OnceCell};
use url::Url;

use super::bearer::{self, BearerChallenge, Token, TokenOutcome, host_of, sensitive};
use super::challenge::Challenge;
use super::client::Client;
use super::credential::{Credential, Found};
use super::diagnosis::Complaint;
use super::error::{Error, Refusal, shown};
use super::exchange::{Answer, Failure, Outgoing, exchange};
use super::reference::{RegistryHost, RepositoryName};
use super::retry::{RetryPolicy, retry_after};
use crate::http::is_loopback;
use crate::secret::Secret;

/// How many redirects are followed.
const LONGEST_CHAIN: usize = 5;

/// What to do when the registry leads a request to another host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Elsewhere {
    /// It is an error: nothing but blobs is kept elsewhere.
    Refuse,
    /// Follow, without a credential: registries keep blobs in object storage.
    WithoutCredentials,
}

/// Whether a request may be sent again after it may have had its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    /// It has the same effect twice as once (or a harmless one).
    Safe,
    /// It has not: the caller looks first what came of it.
    Never,
}

/// One request.
#[derive(Debug)]
pub(super) struct Request<'a> {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) accept: Option<&'static str>,
    pub(super) content_type: Option<&'a str>,
    pub(super) body: Option<&'a [u8]>,
    pub(super) repeat: Repeat,
    pub(super) elsewhere: Elsewhere,
    pub(super) limit: usize,
    /// For messages and progress: "look for the tag".
    pub(super) doing: &'static str,
}

impl Request<'_> {
    /// A request that reads.
    pub(super) fn reading(method: Method, url: Url, doing: &'static str) -> Self {
        Self {
            method,
            url,
            accept: None,
            content_type: None,
            body: None,
            repeat: Repeat::Safe,
            elsewhere: Elsewhere::Refuse,
            limit: 4 * 1024 * 1024,
            doing,
        }
    }
}

/// How the registry wants to be spoken to, as learnt from its challenges.
#[derive(Debug)]
enum Scheme {
    /// It has not asked for anything.
    Open,
    Basic,
    Bearer(BearerChallenge),
}

#[derive(Debug)]
struct Authentication {
    scheme: Scheme,
    /// Counts the changes, so that two requests that fail together renew once.
    generation: u64,
    header: Option<Secret>,
    renew_at: Option<Instant>,
    may_push: Option<bool>,
    /// Whether the registry has accepted it once.
    accepted: bool,
}

/// What is known of the permission to write, without writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Permission {
    /// The registry asks for nothing.
    Open,
    /// The token says that it may push.
    Granted,
    /// The token says that it may not.
    Denied,
    /// Only the registry knows.
    Unknown,
}

/// The transport to one repository.
#[derive(Debug)]
pub(super) struct Transport {
    client: Client,
    host: RegistryHost,
    repository: RepositoryName,
    base: OnceCell<Url>,
    credential: OnceCell<Option<Found>>,
    authentication: Mutex<Authentication>,
}

impl Transport {
    pub(super) fn new(client: Client, host: RegistryHost, repository: RepositoryName) -> Self {
        Self {
            client,
            host,
            repository,
            base: OnceCell::new(),
            credential: OnceCell::new(),
            authentication: Mutex::new(Authentication {
                scheme: Scheme::Open,
                generation: 0,
                header: None,
                renew_at: None,
                may_push: None,
                accepted: false,
            }),
        }
    }

    pub(super) fn retry(&self) -> &RetryPolicy {
        &self.client.retry
    }

    /// The registry's address: found, and its kind of authorization learnt, by the first question to `/v2/`.
    pub(super) async fn base(&self) -> Result<&Url, Error> {
        self.base.get_or_try_init(|| self.ping()).await
    }

    /// The address of something in the repository: `manifests/1.0.0`.
    pub(super) async fn url(&self, path: &str) -> Result<Url, Error> {
        let base = self.base().await?;
        base.join(&format!("{}/{path}", self.repository))
            .map_err(|_| Error::Unusable {
                url: shown(base),
                what: "under an address that cannot be extended".to_owned(),
            })
    }

    /// `GET /v2/`. A registry on this machine is asked over plain HTTP first, and over TLS when it wants that.
    async fn ping(&self) -> Result<Url, Error> {
        let loopback = self.host.is_loopback();
        let plain = loopback || self.client.plain_http;
        let address = |scheme: &str| {
            Url::parse(&format!("{scheme}://{}/v2/", self.host.api())).map_err(|_| {
                Error::Unusable {
                    url: self.host.to_string(),
                    what: "under no address that can be asked".to_owned(),
                }
            })
        };
        let url = address(if plain { "http" } else { "https" })?;
        let request = |url: &Url| Request::reading(Method::GET, url.clone(), "answer under /v2/");
        let mut answer = self.send_to(&url, request(&url)).await;
        let mut base = url;
        if loopback
            && !self.client.plain_http
            && matches!(&answer, Ok(answer) if answer.status == StatusCode::BAD_REQUEST)
        {
            base = address("https")?;
            answer = self.send_to(&base, request(&base)).await;
        }
        let answer = answer?;
        if answer.status == StatusCode::NOT_FOUND {
            return Err(Error::Unusable {
                url: shown(&base),
                what: "404: there is no OCI registry".to_owned(),
            });
        }
        if !answer.status.is_success() {
            return Err(self.refused(answer, "answer under /v2/").await);
        }
        let html = answer
            .header("content-type")
            .is_some_and(|kind| kind.to_ascii_lowercase().contains("text/html"));
        if html {
            return Err(Error::Unusable {
                url: shown(&base),
                what: "a web page: there is no OCI registry".to_owned(),
            });
        }
        Ok(base)
    }

    /// Sends a request to the registry.
    pub(super) async fn send(&self, request: Request<'_>) -> Result<Answer, Error> {
        let base = self.base().await?.clone();
        self.send_to(&base, request).await
    }

    async fn send_to(&self, base: &Url, request: Request<'_>) -> Result<Answer, Error> {
        let mut attempt = 1;
        loop {
            let outcome = self.authorized(base, &request).await;
            let (asked, reason) = match &outcome {
                Ok(answer) if RetryPolicy::is_transient(answer.status) => (
                    retry_after(&answer.headers, Timestamp::now()),
                    answer.status.as_u16().to_string(),
                ),
                Err(Failure {
                    transient: true, ..
                }) => (None, "no connection".to_owned()),
                _ => return outcome.map_err(|failure| failure.error),
            };
            let wait = (request.repeat == Repeat::Safe)
                .then(|| self.client.retry.wait(attempt, asked))
                .flatten();
            let Some(wait) = wait else {
                return outcome.map_err(|failure| tried(failure.error, attempt));
            };
            self.rest(
                wait,
                asked,
                attempt,
                &format!("{reason} when asked to {}", request.doing),
            )
            .await;
            attempt += 1;
        }
    }

    /// Waits before another attempt, and says so.
    pub(super) async fn rest(
        &self,
        wait: Duration,
        asked: Option<Duration>,
        attempt: u32,
        reason: &str,
    ) {
        tracing::info!(
            target: "chartwright::progress",
            "{}: {reason}; again in {:.1} s{} (attempt {} of {})",
            self.host,
            wait.as_secs_f64(),
            match asked {
                Some(asked) if asked > wait => format!(" (it asks for {} s)", asked.as_secs()),
                Some(_) => " (as it asks)".to_owned(),
                None => String::new(),
            },
            attempt + 1,
            self.client.retry.attempts,
        );
        tokio::time::sleep(wait).await;
    }

    /// One attempt; a 401 is answered by authorization and one more request.
    async fn authorized(&self, base: &Url, request: &Request<'_>) -> Result<Answer, Failure> {
        let (header, generation) = self.authorization(base).await?;
        let answer = self.follow(base, request, header.as_ref()).await?;
        if answer.status != StatusCode::UNAUTHORIZED || answer.url.origin() != base.origin() {
            if header.is_some() && answer.status.is_success() {
                self.authentication.lock().await.accepted = true;
            }
            return Ok(answer);
        }
        let Some(header) = self.reauthorize(base, &answer, generation).await? else {
            return Ok(answer);
        };
        let answer = self.follow(base, request, Some(&header)).await?;
        if answer.status.is_success() {
            self.authentication.lock().await.accepted = true;
        }
        Ok(answer)
    }

    /// The authorization to send now, renewed when its end is near.
    async fn authorization(&self, base: &Url) -> Result<(Option<Secret>, u64), Failure> {
        let mut state = self.authentication.lock().await;
        if let Scheme::Bearer(challenge) = &state.scheme
            && state.renew_at.is_some_and(|end| end <= Instant::now())
        {
            let challenge = challenge.clone();
            let token = self.token(base, &challenge).await?;
            state.renewed(token);
        }
        Ok((state.header.clone(), state.generation))
    }

    /// Answers a challenge. `None` when there is nothing better to send: the 401 stands.
    async fn reauthorize(
        &self,
        base: &Url,
        answer: &Answer,
        used: u64,
    ) -> Result<Option<Secret>, Failure> {
        let mut state = self.authentication.lock().await;
        if state.generation != used {
            // Another request was faster.
            return Ok(state.header.clone());
        }
        let challenges: Vec<Challenge> = answer
            .headers
            .get_all(WWW_AUTHENTICATE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(Challenge::parse)
            .collect();
        let of = |scheme: &str| {
            challenges
                .iter()
                .find(|challenge| challenge.scheme == scheme)
        };
        if let Some(challenge) = of("bearer") {
            let challenge =
                BearerChallenge::new(challenge, base, &self.repository).map_err(lasting)?;
            let token = self.token(base, &challenge).await?;
            state.scheme = Scheme::Bearer(challenge);
            state.renewed(token);
            return Ok(state.header.clone());
        }
        if of("basic").is_some() && !matches!(state.scheme, Scheme::Basic) {
            let Some(found) = self.credential().await.map_err(lasting)? else {
                return Ok(None);
            };
            state.header = match &found.credential {
                Credential::Password { username, password } => {
                    Some(Secret::new(password.basic(username)))
                }
                Credential::IdentityToken(token) => Some(Secret::new(token.basic("<token>"))),
                Credential::RegistryToken(token) => {
                    Some(Secret::new(format!("Bearer {}", token.expose())))
                }
            };
            state.scheme = Scheme::Basic;
            state.generation += 1;
            return Ok(state.header.clone());
        }
        Ok(None)
    }

    /// A fresh token, asked for as often as any request that only reads.
    async fn token(&self, base: &Url, challenge: &BearerChallenge) -> Result<Token, Failure> {
        let found = self.credential().await.map_err(lasting)?;
        let credential = found.map(|found| &found.credential);
        let mut attempt = 1;
        loop {
            let outcome = bearer::fetch(
                &self.client.http,
                base,
                challenge,
                &self.repository,
                credential,
            )
            .await;
            let (asked, reason) = match outcome {
                Ok(TokenOutcome::Granted(token)) => return Ok(token),
                Ok(TokenOutcome::Refused(answer)) if !RetryPolicy::is_transient(answer.status) => {
                    return Err(lasting(self.token_refused(answer).await));
                }
                Ok(TokenOutcome::Refused(answer)) => {
                    let asked = retry_after(&answer.headers, Timestamp::now());
                    let reason = format!("{} from its token server", answer.status.as_u16());
                    if self.client.retry.wait(attempt, asked).is_none() {
                        return Err(lasting(self.token_refused(answer).await));
                    }
                    (asked, reason)
                }
                Err(failure)
                    if !failure.transient || self.client.retry.wait(attempt, None).is_none() =>
                {
                    return Err(lasting(tried(failure.error, attempt)));
                }
                Err(_) => (None, "no connection to its token server".to_owned()),
            };
            let wait = self.client.retry.wait(attempt, asked).unwrap_or_default();
            self.rest(wait, asked, attempt, &reason).await;
            attempt += 1;
        }
    }

    async fn token_refused(&self, answer: Answer) -> Error {
        let mut refusal = self.refusal(&answer, "give a token").await;
        // `invalid_grant` and the like: an identity token that has ended.
        if refusal.status == StatusCode::BAD_REQUEST && refusal.credentials.is_some() {
            refusal.status = StatusCode::UNAUTHORIZED;
        }
        let after = retry_after(&answer.headers, Timestamp::now());
        Error::refused(&self.host, refusal, false, after)
    }

    async fn credential(&self) -> Result<Option<&Found>, Error> {
        let found = self
            .credential
            .get_or_try_init(|| async {
                self.client
                    .credentials
                    .find(&self.host, &self.repository)
                    .await
            })
            .await?;
        Ok(found.as_ref())
    }

    /// Sends, and follows redirects.
    async fn follow(
        &self,
        base: &Url,
        request: &Request<'_>,
        authorization: Option<&Secret>,
    ) -> Result<Answer, Failure> {
        let mut url = request.url.clone();
        for _ in 0..=LONGEST_CHAIN {
            let mut headers = HeaderMap::new();
            if let Some(accept) = request.accept {
                headers.insert(ACCEPT, HeaderValue::from_static(accept));
            }
            if let Some(kind) = request.content_type
                && let Ok(kind) = HeaderValue::from_str(kind)
            {
                headers.insert(CONTENT_TYPE, kind);
            }
            if let Some(body) = request.body {
                headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
            }
            if let Some(authorization) = authorization
                && url.origin() == base.origin()
            {
                headers.insert(
                    AUTHORIZATION,
                    sensitive(authorization.expose(), base).map_err(lasting)?,
                );
            }
            let answer = exchange(
                &self.client.http,
                Outgoing {
                    method: request.method.clone(),
                    url: url.clone(),
                    headers,
                    body: request.body,
                    limit: request.limit,
                },
            )
            .await?;
            if !matches!(answer.status.as_u16(), 301 | 302 | 303 | 307 | 308) {
                return Ok(answer);
            }
            let Some(target) = answer.location() else {
                return Ok(answer);
            };
            let reading = matches!(request.method, Method::GET | Method::HEAD);
            if target.origin() != base.origin() {
                let safe = target.scheme() == "https" || target.host_str().is_some_and(is_loopback);
                if request.elsewhere == Elsewhere::Refuse || !reading || !safe {
                    return Err(lasting(self.elsewhere(&url, &target)));
                }
            } else if !reading && !matches!(answer.status.as_u16(), 307 | 308) {
                return Ok(answer);
            }
            url = target;
        }
        Err(lasting(Error::Unusable {
            url: shown(&request.url),
            what: format!("with more than {LONGEST_CHAIN} redirects"),
        }))
    }

    /// The error for being led to another host.
    pub(super) fn elsewhere(&self, asked: &Url, target: &Url) -> Error {
        Error::RedirectedElsewhere {
            host: self.host.to_string(),
            url: shown(asked),
            to: format!("{}://{}", target.scheme(), host_of(target)),
        }
    }

    /// The error that an unwelcome answer is.
    pub(super) async fn refused(&self, answer: Answer, doing: &'static str) -> Error {
        let refusal = self.refusal(&answer, doing).await;
        let accepted = self.authentication.lock().await.accepted;
        let bearer = matches!(self.authentication.lock().await.scheme, Scheme::Bearer(_));
        let after = retry_after(&answer.headers, Timestamp::now());
        // A 401 after a fresh token is a lack of permission: the token server has accepted the credentials.
        Error::refused(&self.host, refusal, accepted || bearer, after)
    }

    async fn refusal(&self, answer: &Answer, doing: &'static str) -> Refusal {
        let credentials = self
            .credential
            .get()
            .and_then(Option::as_ref)
            .map(|found| format!("{} ({})", found.credential.described(), found.origin));
        Refusal {
            host: self.host.to_string(),
            repository: self.repository.to_string(),
            doing,
            url: shown(&answer.url),
            status: answer.status,
            complaints: Complaint::read(&answer.body),
            credentials,
            advice: None,
        }
    }

    /// What can be known of the permission to write without asking to write.
    pub(super) async fn permission(&self) -> Permission {
        let state = self.authentication.lock().await;
        match (&state.scheme, state.may_push) {
            (Scheme::Open, _) => Permission::Open,
            (Scheme::Bearer(_), Some(true)) => Permission::Granted,
            (Scheme::Bearer(_), Some(false)) => Permission::Denied,
            _ => Permission::Unknown,
        }
    }

    /// The error for a token that says it may not push.
    pub(super) async fn denied(&self) -> Error {
        let realm = match &self.authentication.lock().await.scheme {
            Scheme::Bearer(challenge) => challenge.realm(),
            _ => String::new(),
        };
        let credentials = self
            .credential
            .get()
            .and_then(Option::as_ref)
            .map(|found| format!("{} ({})", found.credential.described(), found.origin));
        let refusal = Refusal {
            host: self.host.to_string(),
            repository: self.repository.to_string(),
            doing: "grant the scope `push`",
            url: realm,
            status: StatusCode::FORBIDDEN,
            complaints: vec![Complaint {
                code: String::new(),
                message: format!(
                    "the token does not hold `repository:{}:push`",
                    self.repository
                ),
            }],
            credentials,
            advice: None,
        };
        Error::refused(&self.host, refusal, true, None)
    }
}

impl Authentication {
    fn renewed(&mut self, token: Token) {
        self.header = Some(Secret::new(format!("Bearer {}", token.secret.expose())));
        self.renew_at = Some(token.renew_at);
        self.may_push = token.may_push;
        self.generation += 1;
    }
}

fn lasting(error: Error) -> Failure {
    Failure {
        error,
        transient: false,
    }
}

/// Says how often an unreachable host was tried.
pub(super) fn tried(error: Error, times: u32) -> Error {
    match error {
        Error::Unreachable { host, cause, .. } => Error::Unreachable {
            host,
            cause,
            attempts: times,
        },
        other => other,
    }
}
