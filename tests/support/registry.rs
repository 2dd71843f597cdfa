//! An OCI registry within the test's process: open, with Basic authorization, or with a token server; everything it
//! is asked is recorded, and it fails on demand.

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used
)]

#[path = "registry/protocol.rs"]
mod protocol;

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use chartwright::registry::Digest;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::body::{Body, Broken};
use protocol::{handle, reply, split};

/// Who may do what.
#[derive(Debug, Clone, Default)]
pub enum Access {
    /// Everyone everything.
    #[default]
    Open,
    /// This user with this password everything.
    Basic(&'static str, &'static str),
    /// Tokens of `/token`, given to this user with this password (or refresh token).
    Token(&'static str, &'static str, Grant),
}

/// What a token allows, and whether it can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grant {
    /// A readable token that may push.
    Push,
    /// A readable token that may only pull.
    Pull,
    /// An opaque token that may push.
    OpaquePush,
    /// An opaque token that may only pull.
    OpaquePull,
}

/// Where an upload is said to go.
#[derive(Debug, Clone, Default)]
pub enum Location {
    /// `/v2/…?_state=…`
    #[default]
    Relative,
    /// `http://host/v2/…?_state=…`
    Absolute,
    /// Nowhere.
    Absent,
    /// To this origin.
    Elsewhere(String),
}

/// What happens instead of an answer.
#[derive(Debug, Clone)]
pub enum Failure {
    /// This status, body and headers.
    Answer(u16, &'static str, Vec<(&'static str, String)>),
    /// The effect takes place, and then comes this status.
    AfterEffect(u16),
    /// The effect takes place, and then the connection breaks.
    BreakAfterEffect,
    /// The connection breaks.
    Break,
    /// The answer comes late.
    Slow(Duration),
    /// A good answer with this body.
    Body(Vec<u8>),
    /// Another publisher puts this manifest under the tag, and then comes this status.
    Overtaken(Vec<u8>, u16),
    /// Another publisher puts this manifest under `repository:tag`, and then the request takes its effect.
    TagMoves(&'static str, Vec<u8>),
    /// The answer comes in small pieces.
    Drip,
    /// The answer breaks off in its middle.
    Truncated,
    /// The answer names another digest than the content's.
    WrongDigest,
    /// The effect takes place, and what was sent is not kept as it was.
    Corrupt,
    /// Every token given so far becomes worthless.
    RevokeTokens,
}

/// A failure for requests whose method and path match.
#[derive(Debug, Clone)]
pub struct Fault {
    pub method: &'static str,
    pub path: &'static str,
    /// How often; `None` for ever.
    pub times: Option<u32>,
    /// Nothing fails before a request with this method and path was answered.
    pub after: Option<(&'static str, &'static str)>,
    /// How often it did.
    pub happened: u32,
    pub failure: Failure,
}

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Recorded {
    pub method: String,
    pub path: String,
    pub query: String,
    pub authorization: Option<String>,
    pub length: usize,
}

impl std::fmt::Display for Recorded {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.method, self.path)
    }
}

#[derive(Debug, Default)]
struct State {
    address: String,
    access: Access,
    location: Location,
    blobs: BTreeMap<String, Vec<u8>>,
    /// By `repository:tag`, and by digest.
    manifests: BTreeMap<String, Vec<u8>>,
    uploads: BTreeSet<String>,
    tokens: BTreeSet<String>,
    issued: usize,
    refresh: bool,
    expires_in: u64,
    issued_at: Option<jiff::Timestamp>,
    requests: Vec<Recorded>,
    faults: Vec<Fault>,
}

/// The registry; stopped when dropped.
#[derive(Debug)]
pub struct FakeRegistry {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl FakeRegistry {
    /// Starts one on a free port of this machine.
    pub fn start(access: Access) -> Self {
        Self::start_at("127.0.0.1:0", access).unwrap()
    }

    /// Starts one at an address; nothing where this machine has no such address.
    pub fn start_at(address: &str, access: Access) -> Option<Self> {
        let listener = std::net::TcpListener::bind(address).ok()?;
        listener.set_nonblocking(true).unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State {
            address: address.to_string(),
            access,
            refresh: true,
            expires_in: 300,
            ..State::default()
        }));
        let (stop, stopped) = oneshot::channel();
        let shared = Arc::clone(&state);
        let thread = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap()
                .block_on(serve(listener, shared, stopped));
        });
        Some(Self {
            address,
            state,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// `127.0.0.1:port`.
    pub fn host(&self) -> String {
        self.address.to_string()
    }

    pub fn set_location(&self, location: Location) {
        self.state().location = location;
    }

    /// Whether the token server speaks OAuth 2.
    pub fn set_refresh(&self, refresh: bool) {
        self.state().refresh = refresh;
    }

    /// How long its tokens are said to live, in seconds.
    pub fn set_expires_in(&self, seconds: u64) {
        self.state().expires_in = seconds;
    }

    /// When its tokens are said to be issued.
    pub fn set_issued_at(&self, time: jiff::Timestamp) {
        self.state().issued_at = Some(time);
    }

    /// Makes every token given so far worthless.
    pub fn revoke_tokens(&self) {
        self.state().tokens.clear();
    }

    pub fn fail(
        &self,
        method: &'static str,
        path: &'static str,
        times: Option<u32>,
        failure: Failure,
    ) {
        self.fault(None, method, path, times, failure);
    }

    /// `fail`, once a request with this method and path was answered.
    pub fn fail_after(
        &self,
        after: (&'static str, &'static str),
        method: &'static str,
        path: &'static str,
        times: Option<u32>,
        failure: Failure,
    ) {
        self.fault(Some(after), method, path, times, failure);
    }

    fn fault(
        &self,
        after: Option<(&'static str, &'static str)>,
        method: &'static str,
        path: &'static str,
        times: Option<u32>,
        failure: Failure,
    ) {
        self.state().faults.push(Fault {
            method,
            path,
            times,
            after,
            happened: 0,
            failure,
        });
    }

    /// `fail` with a status and nothing else.
    pub fn fail_with(
        &self,
        method: &'static str,
        path: &'static str,
        times: Option<u32>,
        status: u16,
    ) {
        self.fail(method, path, times, Failure::Answer(status, "", Vec::new()));
    }

    /// Whether every failure happened.
    pub fn has_failed(&self) -> bool {
        self.state().faults.iter().all(|fault| fault.happened > 0)
    }

    /// Ends all failures.
    pub fn recover(&self) {
        self.state().faults.clear();
    }

    /// What was asked so far; forgotten afterwards.
    pub fn requests(&self) -> Vec<Recorded> {
        std::mem::take(&mut self.state().requests)
    }

    /// The requests so far that may change something; forgotten afterwards.
    pub fn writes(&self) -> Vec<String> {
        self.requests()
            .iter()
            .filter(|request| !matches!(request.method.as_str(), "GET" | "HEAD"))
            .map(ToString::to_string)
            .collect()
    }

    /// The manifest under `repository:tag`.
    pub fn manifest(&self, reference: &str) -> Option<Vec<u8>> {
        self.state().manifests.get(reference).cloned()
    }

    pub fn put_manifest(&self, reference: &str, bytes: &[u8]) {
        self.state()
            .manifests
            .insert(reference.to_owned(), bytes.to_vec());
    }

    pub fn blob(&self, digest: &str) -> Option<Vec<u8>> {
        self.state().blobs.get(digest).cloned()
    }

    pub fn put_blob(&self, bytes: &[u8]) -> String {
        let digest = Digest::of(bytes).to_string();
        self.state().blobs.insert(digest.clone(), bytes.to_vec());
        digest
    }

    /// Puts other bytes in the place of a blob, as a disk that goes bad.
    pub fn corrupt_blob(&self, digest: &str, bytes: &[u8]) {
        self.state().blobs.insert(digest.to_owned(), bytes.to_vec());
    }

    /// Takes a blob away.
    pub fn remove_blob(&self, digest: &str) {
        self.state().blobs.remove(digest);
    }

    /// Everything it holds, for "nothing was written".
    pub fn content(&self) -> (Vec<String>, Vec<String>, usize) {
        let state = self.state();
        (
            state.blobs.keys().cloned().collect(),
            state.manifests.keys().cloned().collect(),
            state.uploads.len(),
        )
    }
}

impl Drop for FakeRegistry {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn serve(
    listener: std::net::TcpListener,
    state: Arc<Mutex<State>>,
    mut stopped: oneshot::Receiver<()>,
) {
    let listener = TcpListener::from_std(listener).unwrap();
    loop {
        tokio::select! {
            _ = &mut stopped => return,
            accepted = listener.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                let state = Arc::clone(&state);
                tokio::spawn(async move {
                    let service = service_fn(move |request| answer(Arc::clone(&state), request));
                    // A broken connection is what some tests are about.
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        }
    }
}

type Reply = Response<Body>;

async fn answer(state: Arc<Mutex<State>>, request: Request<Incoming>) -> Result<Reply, Broken> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map_err(|_| Broken)?.to_bytes();
    let recorded = Recorded {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        authorization: parts
            .headers
            .get("authorization")
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
        length: body.len(),
    };
    let failure = {
        let mut state = state.lock().unwrap();
        state.requests.push(recorded.clone());
        let is = |method: &str, path: &str| {
            (method.is_empty() || method == recorded.method) && recorded.path.contains(path)
        };
        let found = state.faults.iter_mut().find(|fault| {
            is(fault.method, fault.path) && fault.times != Some(0) && fault.after.is_none()
        });
        let failure = found.map(|fault| {
            fault.times = fault.times.map(|times| times - 1);
            fault.happened += 1;
            fault.failure.clone()
        });
        for fault in &mut state.faults {
            fault.after = fault.after.filter(|(method, path)| !is(method, path));
        }
        failure
    };
    let handle_now = || handle(&mut state.lock().unwrap(), &recorded, &body);
    let plain = |status: u16| reply(status, Vec::new(), "", &[]);
    Ok(match failure {
        None => handle_now(),
        Some(Failure::Answer(status, body, headers)) => {
            let headers: Vec<(&str, &str)> = headers
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            reply(status, body.as_bytes().to_vec(), "", &headers)
        }
        Some(Failure::AfterEffect(status)) => {
            handle_now();
            plain(status)
        }
        Some(Failure::BreakAfterEffect) => {
            handle_now();
            return Err(Broken);
        }
        Some(Failure::Break) => return Err(Broken),
        Some(Failure::Slow(time)) => {
            tokio::time::sleep(time).await;
            handle_now()
        }
        Some(Failure::Body(bytes)) => reply(200, bytes, "application/json", &[]),
        Some(Failure::Overtaken(manifest, status)) => {
            if let Some((repository, tag)) = split(&recorded.path, "/manifests/") {
                let mut state = state.lock().unwrap();
                state
                    .manifests
                    .insert(format!("{repository}:{tag}"), manifest);
            }
            plain(status)
        }
        Some(Failure::TagMoves(key, manifest)) => {
            let mut state = state.lock().unwrap();
            state.manifests.insert(key.to_owned(), manifest);
            handle(&mut state, &recorded, &body)
        }
        Some(Failure::Drip) => handle_now().map(Body::dripping),
        Some(Failure::Truncated) => handle_now().map(Body::truncated),
        Some(Failure::WrongDigest) => {
            let mut answer = handle_now();
            let wrong = format!("sha256:{}", "0".repeat(64));
            answer
                .headers_mut()
                .insert("docker-content-digest", wrong.parse().unwrap());
            answer
        }
        Some(Failure::Corrupt) => {
            let answer = handle_now();
            let mut state = state.lock().unwrap();
            let digest = Digest::of(&body).to_string();
            if let Some(kept) = state.blobs.get_mut(&digest) {
                kept.reverse();
            }
            answer
        }
        Some(Failure::RevokeTokens) => {
            let mut state = state.lock().unwrap();
            state.tokens.clear();
            handle(&mut state, &recorded, &body)
        }
    })
}
