//! An OCI registry within the test's process: open, with Basic authorization, or with a token server; everything it
//! is asked is recorded, and it fails on demand.

#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used
)]

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use base64::Engine as _;
use bytes::Bytes;
use chartwright::registry::Digest;
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

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
}

/// A failure for requests whose method and path match.
#[derive(Debug, Clone)]
pub struct Fault {
    pub method: &'static str,
    pub path: &'static str,
    /// How often; `None` for ever.
    pub times: Option<u32>,
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
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
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
        Self {
            address,
            state,
            stop: Some(stop),
            thread: Some(thread),
        }
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
        self.state().faults.push(Fault {
            method,
            path,
            times,
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

/// An error of the service breaks the connection.
#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("broken on purpose")
    }
}

impl std::error::Error for Broken {}

impl From<Infallible> for Broken {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}

type Reply = Response<Full<Bytes>>;

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
        let found = state.faults.iter_mut().find(|fault| {
            (fault.method.is_empty() || fault.method == recorded.method)
                && recorded.path.contains(fault.path)
                && fault.times != Some(0)
        });
        found.map(|fault| {
            fault.times = fault.times.map(|times| times - 1);
            fault.failure.clone()
        })
    };
    let handle = || handle(&mut state.lock().unwrap(), &recorded, &body);
    let plain = |status: u16| reply(status, Vec::new(), "", &[]);
    Ok(match failure {
        None => handle(),
        Some(Failure::Answer(status, body, headers)) => {
            let headers: Vec<(&str, &str)> = headers
                .iter()
                .map(|(name, value)| (*name, value.as_str()))
                .collect();
            reply(status, body.as_bytes().to_vec(), "", &headers)
        }
        Some(Failure::AfterEffect(status)) => {
            handle();
            plain(status)
        }
        Some(Failure::BreakAfterEffect) => {
            handle();
            return Err(Broken);
        }
        Some(Failure::Break) => return Err(Broken),
        Some(Failure::Slow(time)) => {
            tokio::time::sleep(time).await;
            handle()
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
    })
}

fn reply(status: u16, body: Vec<u8>, kind: &str, headers: &[(&str, &str)]) -> Reply {
    let mut response = Response::builder().status(StatusCode::from_u16(status).unwrap());
    if !kind.is_empty() {
        response = response.header("content-type", kind);
    }
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Full::new(Bytes::from(body))).unwrap()
}

fn refusal(status: u16, code: &str, headers: &[(&str, &str)]) -> Reply {
    let body = format!(r#"{{"errors":[{{"code":"{code}","message":"{code} said the fake"}}]}}"#);
    reply(status, body.into_bytes(), "application/json", headers)
}

/// `/v2/acme/api/blobs/sha256:…` at `/blobs/` is `acme/api` and `sha256:…`.
fn split<'a>(path: &'a str, at: &str) -> Option<(&'a str, &'a str)> {
    path.strip_prefix("/v2/")?.split_once(at)
}

fn handle(state: &mut State, request: &Recorded, body: &[u8]) -> Reply {
    if request.path == "/token" {
        return token(state, request, body);
    }
    if let Some(denied) = unauthorized(state, request) {
        return denied;
    }
    let method = request.method.as_str();
    if request.path == "/v2/" {
        return reply(200, b"{}".to_vec(), "application/json", &[]);
    }
    if let Some((repository, rest)) = split(&request.path, "/blobs/uploads/") {
        return upload(state, request, body, repository, rest);
    }
    if let Some((_, digest)) = split(&request.path, "/blobs/") {
        return match (method, state.blobs.get(digest)) {
            ("GET", Some(blob)) => reply(200, blob.clone(), "application/octet-stream", &[]),
            ("HEAD", Some(blob)) => reply(
                200,
                Vec::new(),
                "",
                &[("content-length", &blob.len().to_string())],
            ),
            _ => refusal(404, "BLOB_UNKNOWN", &[]),
        };
    }
    if let Some((repository, tag)) = split(&request.path, "/manifests/") {
        let key = format!("{repository}:{tag}");
        return match (method, state.manifests.get(&key)) {
            ("PUT", _) => put_manifest(state, key, body),
            ("GET" | "HEAD", Some(bytes)) => {
                let digest = Digest::of(bytes).to_string();
                let kind = "application/vnd.oci.image.manifest.v1+json";
                let bytes = if method == "HEAD" {
                    Vec::new()
                } else {
                    bytes.clone()
                };
                reply(200, bytes, kind, &[("docker-content-digest", &digest)])
            }
            _ => refusal(404, "MANIFEST_UNKNOWN", &[]),
        };
    }
    refusal(404, "NAME_UNKNOWN", &[])
}

/// A manifest must name blobs that are there, as in real registries.
fn put_manifest(state: &mut State, key: String, body: &[u8]) -> Reply {
    let value: serde_json::Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(_) => return refusal(400, "MANIFEST_INVALID", &[]),
    };
    let layers = value["layers"].as_array().cloned().unwrap_or_default();
    for descriptor in layers.iter().chain([&value["config"]]) {
        if !state
            .blobs
            .contains_key(descriptor["digest"].as_str().unwrap_or_default())
        {
            return refusal(400, "MANIFEST_BLOB_UNKNOWN", &[]);
        }
    }
    state.manifests.insert(key, body.to_vec());
    reply(
        201,
        Vec::new(),
        "",
        &[("docker-content-digest", Digest::of(body).as_str())],
    )
}

fn upload(
    state: &mut State,
    request: &Recorded,
    body: &[u8],
    repository: &str,
    rest: &str,
) -> Reply {
    match request.method.as_str() {
        "POST" => {
            let id = format!("upload-{}", state.requests.len());
            // A state that must come back as it was: percent-encoded, with characters that some encoders touch.
            let path = format!("/v2/{repository}/blobs/uploads/{id}?_state=a%2Fb+c%3D%3D");
            state.uploads.insert(id);
            let location = match &state.location {
                Location::Relative => Some(path),
                Location::Absolute => Some(format!("http://{}{path}", state.address)),
                Location::Absent => None,
                Location::Elsewhere(origin) => Some(format!("{origin}{path}")),
            };
            match location {
                Some(location) => reply(202, Vec::new(), "", &[("location", &location)]),
                None => reply(202, Vec::new(), "", &[]),
            }
        }
        "DELETE" if state.uploads.remove(rest) => reply(204, Vec::new(), "", &[]),
        "PUT" => {
            let Some(digest) = request.query.strip_prefix("_state=a%2Fb+c%3D%3D&digest=") else {
                return refusal(400, "BLOB_UPLOAD_INVALID", &[]);
            };
            let digest = digest.replace("%3A", ":");
            if !state.uploads.remove(rest) {
                return refusal(404, "BLOB_UPLOAD_UNKNOWN", &[]);
            }
            if Digest::of(body).as_str() != digest {
                return refusal(400, "DIGEST_INVALID", &[]);
            }
            state.blobs.insert(digest, body.to_vec());
            reply(201, Vec::new(), "", &[])
        }
        _ => refusal(404, "BLOB_UPLOAD_UNKNOWN", &[]),
    }
}

fn basic(user: &str, password: &str) -> String {
    let pair = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
    format!("Basic {pair}")
}

fn unauthorized(state: &State, request: &Recorded) -> Option<Reply> {
    let sent = request.authorization.as_deref();
    match &state.access {
        Access::Open => None,
        Access::Basic(user, password) if sent == Some(&basic(user, password)) => None,
        Access::Basic(..) => Some(refusal(
            401,
            "UNAUTHORIZED",
            &[("www-authenticate", r#"Basic realm="Fake, registry""#)],
        )),
        Access::Token(_, _, grant) => {
            let known = sent
                .and_then(|sent| sent.strip_prefix("Bearer "))
                .is_some_and(|token| state.tokens.contains(token));
            let writes = !matches!(request.method.as_str(), "GET" | "HEAD");
            if known && writes && matches!(grant, Grant::Pull | Grant::OpaquePull) {
                return Some(refusal(403, "DENIED", &[]));
            }
            if known {
                return None;
            }
            let challenge = format!(
                r#"Bearer realm="http://{}/token",service="fake",scope="repository:x:pull""#,
                state.address
            );
            Some(refusal(
                401,
                "UNAUTHORIZED",
                &[("www-authenticate", &challenge)],
            ))
        }
    }
}

fn token(state: &mut State, request: &Recorded, body: &[u8]) -> Reply {
    let Access::Token(user, password, grant) = state.access.clone() else {
        return refusal(404, "NAME_UNKNOWN", &[]);
    };
    let scope = if request.method == "POST" {
        if !state.refresh {
            return reply(404, b"404 page not found".to_vec(), "text/plain", &[]);
        }
        let form: BTreeMap<String, String> =
            url::form_urlencoded::parse(body).into_owned().collect();
        if form.get("refresh_token").map(String::as_str) != Some(password) {
            let body = br#"{"error":"invalid_grant","error_description":"expired"}"#.to_vec();
            return reply(400, body, "application/json", &[]);
        }
        form.get("scope").cloned().unwrap_or_default()
    } else {
        let accepted = [basic(user, password), basic("<token>", password)];
        if !request
            .authorization
            .as_ref()
            .is_some_and(|sent| accepted.contains(sent))
        {
            return refusal(401, "UNAUTHORIZED", &[]);
        }
        url::form_urlencoded::parse(request.query.as_bytes())
            .filter(|(name, _)| name == "scope")
            .map(|(_, scope)| scope.into_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    state.issued += 1;
    let issued = state.issued;
    let token = if matches!(grant, Grant::Push | Grant::Pull) {
        let actions = if grant == Grant::Push {
            r#"["pull","push"]"#
        } else {
            r#"["pull"]"#
        };
        let access: Vec<String> = scope
            .split_whitespace()
            .filter_map(|scope| scope.strip_prefix("repository:")?.split_once(':'))
            .map(|(name, _)| {
                format!(r#"{{"type":"repository","name":"{name}","actions":{actions}}}"#)
            })
            .collect();
        let claims = format!(r#"{{"jti":"{issued}","access":[{}]}}"#, access.join(","));
        let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
        format!("e30.{}.c2ln", engine.encode(claims))
    } else {
        format!("opaque-token-{issued}")
    };
    state.tokens.insert(token.clone());
    let expires = state.expires_in;
    // The two spellings in turn.
    let key = if issued.is_multiple_of(2) {
        "access_token"
    } else {
        "token"
    };
    let body = format!(r#"{{"{key}":"{token}","expires_in":{expires}}}"#);
    reply(200, body.into_bytes(), "application/json", &[])
}
