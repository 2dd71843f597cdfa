//! Authorization with one registry for one repository: what it asks for, learnt from its challenges, and what is sent.

use std::time::Instant;

use jiff::Timestamp;
use reqwest::StatusCode;
use reqwest::header::WWW_AUTHENTICATE;
use tokio::sync::{Mutex, OnceCell};
use url::Url;

use super::bearer::{self, BearerChallenge, Token, TokenOutcome};
use super::challenge::Challenge;
use super::client::Client;
use super::credential::{Credential, Found};
use super::diagnosis::Complaint;
use super::error::{Error, Refusal, tried};
use super::exchange::{Answer, Failure};
use super::reference::{RegistryHost, RepositoryName};
use crate::http::retry::{RetryPolicy, retry_after};
use crate::secret::Secret;

/// How the registry wants to be spoken to.
#[derive(Debug)]
enum Scheme {
    /// It has not asked for anything.
    Open,
    Basic,
    Bearer(BearerChallenge),
}

#[derive(Debug)]
struct State {
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

/// The authorization of a session.
#[derive(Debug)]
pub(super) struct Authorization {
    client: Client,
    host: RegistryHost,
    repository: RepositoryName,
    credential: OnceCell<Option<Found>>,
    state: Mutex<State>,
}

impl Authorization {
    pub(super) fn new(client: Client, host: RegistryHost, repository: RepositoryName) -> Self {
        Self {
            client,
            host,
            repository,
            credential: OnceCell::new(),
            state: Mutex::new(State {
                scheme: Scheme::Open,
                generation: 0,
                header: None,
                renew_at: None,
                may_push: None,
                accepted: false,
            }),
        }
    }

    /// The authorization to send now, renewed when its end is near.
    pub(super) async fn header(&self, base: &Url) -> Result<(Option<Secret>, u64), Failure> {
        let mut state = self.state.lock().await;
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
    pub(super) async fn answer(
        &self,
        base: &Url,
        answer: &Answer,
        used: u64,
    ) -> Result<Option<Secret>, Failure> {
        let mut state = self.state.lock().await;
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
                    return Err(lasting(self.token_refused(&answer)));
                }
                Ok(TokenOutcome::Refused(answer)) => {
                    let asked = retry_after(&answer.headers, Timestamp::now());
                    let reason = format!("{} from its token server", answer.status.as_u16());
                    if self.client.retry.wait(attempt, asked).is_none() {
                        return Err(lasting(self.token_refused(&answer)));
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
            self.client
                .retry
                .rest(&self.host, wait, asked, attempt, &reason)
                .await;
            attempt += 1;
        }
    }

    fn token_refused(&self, answer: &Answer) -> Error {
        let mut refusal = Refusal::new(
            &self.host,
            &self.repository,
            answer,
            "give a token",
            self.described(),
        );
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

    /// What can be known of the permission to write without asking to write.
    pub(super) async fn permission(&self) -> Permission {
        let state = self.state.lock().await;
        match (&state.scheme, state.may_push) {
            (Scheme::Open, _) => Permission::Open,
            (Scheme::Bearer(_), Some(true)) => Permission::Granted,
            (Scheme::Bearer(_), Some(false)) => Permission::Denied,
            _ => Permission::Unknown,
        }
    }

    /// The error for a token that says it may not push.
    pub(super) async fn denied(&self) -> Error {
        let realm = match &self.state.lock().await.scheme {
            Scheme::Bearer(challenge) => challenge.realm(),
            _ => String::new(),
        };
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
            credentials: self.described(),
            advice: None,
        };
        Error::refused(&self.host, refusal, true, None)
    }

    /// Notes that the registry took what was sent.
    pub(super) async fn accepted(&self) {
        self.state.lock().await.accepted = true;
    }

    /// Whether the credentials themselves are known to be good: a 401 is then a lack of permission. A token server
    /// has accepted them, or the registry did before.
    pub(super) async fn is_accepted(&self) -> bool {
        let state = self.state.lock().await;
        state.accepted || matches!(state.scheme, Scheme::Bearer(_))
    }

    /// Whose credentials are sent, fit to be shown; `None` for none.
    pub(super) fn described(&self) -> Option<String> {
        self.credential
            .get()
            .and_then(Option::as_ref)
            .map(|found| format!("{} ({})", found.credential.described(), found.origin))
    }
}

impl State {
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
