//! A git server for tests: real `git http-backend` behind a small HTTP server of this process, on a port of its own.
//! Knows Basic auth, hooks, read-only tokens, faults, and keeps a log of the requests.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test binary mounts it as a module, and uses a part of it"
)]

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use bytes::Bytes;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::body::Body;

#[path = "git_server/behaviour.rs"]
mod behaviour;
#[path = "git_server/commands.rs"]
mod commands;
#[path = "git_server/github.rs"]
mod github;

pub use behaviour::{Behaviour, Fault};
pub use commands::git;
use commands::{command, git_with, run_backend, try_git};

/// One request as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    pub method: String,
    pub path: String,
    pub authorization: Option<String>,
    /// Bytes of the answer's body.
    pub answered: usize,
    /// Bytes of the request's body.
    pub received: usize,
}

/// A question in GraphQL, and its answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    pub request: Bytes,
    pub answer: Bytes,
}

/// A running server; stopped, and its repositories removed, when dropped.
pub struct GitServer {
    folder: tempfile::TempDir,
    address: SocketAddr,
    log: Arc<Mutex<Vec<Logged>>>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for GitServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl GitServer {
    pub async fn start(behaviour: Behaviour) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let exchanges = Arc::default();
        let shared = Arc::new(Shared {
            root: folder.path().to_owned(),
            behaviour,
            log: Arc::clone(&log),
            exchanges: Arc::clone(&exchanges),
        });
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&shared);
                connections.spawn(async move {
                    let service = service_fn(move |request| {
                        let shared = Arc::clone(&shared);
                        async move { shared.answer(request).await }
                    });
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        Self {
            folder,
            address,
            log,
            exchanges,
            task,
        }
    }

    pub fn url(&self, repository: &str) -> String {
        format!("http://{}/{repository}", self.address)
    }

    /// What a runner of this server sets.
    pub fn variables(&self) -> [(&'static str, String); 3] {
        [
            ("GITHUB_SERVER_URL", format!("http://{}", self.address)),
            (
                "GITHUB_API_URL",
                self.url(github::REST.trim_start_matches('/')),
            ),
            (
                "GITHUB_GRAPHQL_URL",
                self.url(github::GRAPHQL.trim_start_matches('/')),
            ),
        ]
    }

    pub fn path(&self, repository: &str) -> PathBuf {
        self.folder.path().join(repository)
    }

    /// An empty bare repository that may be pushed to, and filtered.
    pub fn create(&self, repository: &str) {
        let path = self.path(repository);
        git(
            self.folder.path(),
            &["init", "-q", "--bare", "-b", "main", path.to_str().unwrap()],
        );
        for (key, value) in [
            ("http.receivepack", "true"),
            ("uploadpack.allowFilter", "true"),
            ("gc.auto", "0"),
        ] {
            self.configure(repository, key, value);
        }
    }

    pub fn configure(&self, repository: &str, key: &str, value: &str) {
        git(&self.path(repository), &["config", key, value]);
    }

    /// Installs a hook: a shell script.
    pub fn hook(&self, repository: &str, name: &str, script: &str) {
        let path = self.path(repository).join("hooks").join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Commits files to a branch, on top of what is there. The others stay.
    pub fn commit(&self, repository: &str, branch: &str, files: &[(&str, &[u8])]) -> String {
        let path = self.path(repository);
        let reference = format!("refs/heads/{branch}");
        let old = try_git(&path, &["rev-parse", "-q", "--verify", &reference]);
        let index = tempfile::NamedTempFile::new_in(self.folder.path()).unwrap();
        let index_path = index.path().with_extension("index");
        let environment = [("GIT_INDEX_FILE", index_path.to_str().unwrap())];
        if let Some(old) = &old {
            git_with(&path, &environment, &["read-tree", old], &[]);
        }
        for (file, bytes) in files {
            let id = git_with(&path, &[], &["hash-object", "-w", "--stdin"], bytes);
            let entry = format!("100644,{id},{file}");
            git_with(
                &path,
                &environment,
                &["update-index", "--add", "--cacheinfo", &entry],
                &[],
            );
        }
        let tree = git_with(&path, &environment, &["write-tree"], &[]);
        let mut arguments = vec!["commit-tree", &tree, "-m", "a commit of the test"];
        if let Some(old) = &old {
            arguments.extend(["-p", old]);
        }
        let commit = git(&path, &arguments);
        git(&path, &["update-ref", &reference, &commit]);
        let _ = std::fs::remove_file(index_path);
        commit
    }

    /// A file's content on a branch.
    pub fn file(&self, repository: &str, branch: &str, file: &str) -> Option<Vec<u8>> {
        let output = command(&self.path(repository), &[])
            .args(["cat-file", "blob", &format!("{branch}:{file}")])
            .output()
            .unwrap();
        output.status.success().then_some(output.stdout)
    }

    /// The names on a branch, all directories.
    pub fn files(&self, repository: &str, branch: &str) -> Vec<String> {
        git(
            &self.path(repository),
            &["ls-tree", "-r", "--name-only", branch],
        )
        .lines()
        .map(str::to_owned)
        .collect()
    }

    pub fn git(&self, repository: &str, arguments: &[&str]) -> String {
        git(&self.path(repository), arguments)
    }

    pub fn git_with_input(&self, repository: &str, arguments: &[&str], input: &[u8]) -> String {
        git_with(&self.path(repository), &[], arguments, input)
    }

    /// The requests so far.
    pub fn log(&self) -> Vec<Logged> {
        self.log.lock().unwrap().clone()
    }

    /// What was asked in GraphQL so far, and answered.
    pub fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges.lock().unwrap().clone()
    }

    pub fn clear_log(&self) {
        self.log.lock().unwrap().clear();
    }
}

struct Shared {
    root: PathBuf,
    behaviour: Behaviour,
    log: Arc<Mutex<Vec<Logged>>>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl Shared {
    async fn answer(&self, request: Request<Incoming>) -> Result<Response<Body>, std::io::Error> {
        let (parts, body) = request.into_parts();
        let body = body
            .collect()
            .await
            .map_err(std::io::Error::other)?
            .to_bytes();
        let header = |name: &str| {
            parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned)
        };
        let path = parts.uri.path().to_owned();
        let query = parts.uri.query().unwrap_or_default().to_owned();
        let authorization = header("authorization");
        let received = body.len();
        let writing = query.contains("git-receive-pack") || path.ends_with("git-receive-pack");
        let asked = match github::kind(&path, &body) {
            "" if query.is_empty() => path.clone(),
            "" => format!("{path}?{query}"),
            kind => format!("{path}?{kind}"),
        };
        let fault = {
            let mut faults = self.behaviour.faults.lock().unwrap();
            let found = faults.iter().position(|(end, _)| asked.ends_with(end));
            found.map(|index| faults.remove(index).1)
        };
        if matches!(fault, Some(Fault::Break)) {
            return Err(std::io::Error::other("broken on purpose"));
        }
        let prevented = match fault {
            Some(Fault::Status(_) | Fault::Other(_)) => Some(plain(StatusCode::OK, "")),
            _ => self.refusal(&path, authorization.as_deref(), writing),
        };
        let mut response = match prevented {
            Some(refusal) => refusal,
            None if self.behaviour.github && path.starts_with("/api/") => {
                let gzip = header("accept-encoding").is_some_and(|value| value.contains("gzip"));
                let (root, path, request) = (self.root.clone(), path.clone(), body.clone());
                let response = tokio::task::spawn_blocking(move || {
                    github::answer(&root, &path, gzip, &request)
                })
                .await
                .map_err(std::io::Error::other)?;
                if parts.uri.path() == github::GRAPHQL {
                    self.exchanges.lock().unwrap().push(Exchange {
                        request: body,
                        answer: response.body().bytes(),
                    });
                }
                response
            }
            None => {
                let mut environment = vec![
                    ("GIT_PROJECT_ROOT", self.root.to_str().unwrap().to_owned()),
                    ("GIT_HTTP_EXPORT_ALL", "1".to_owned()),
                    ("REQUEST_METHOD", parts.method.to_string()),
                    ("PATH_INFO", path.clone()),
                    ("QUERY_STRING", query.clone()),
                    ("CONTENT_LENGTH", received.to_string()),
                    ("CONTENT_TYPE", header("content-type").unwrap_or_default()),
                    ("REMOTE_ADDR", "127.0.0.1".to_owned()),
                ];
                if let Some(protocol) =
                    header("git-protocol").filter(|_| !self.behaviour.old_protocol)
                {
                    environment.push(("GIT_PROTOCOL", protocol));
                }
                let response =
                    tokio::task::spawn_blocking(move || run_backend(&environment, &body))
                        .await
                        .map_err(std::io::Error::other)?;
                let lost = path.ends_with("git-receive-pack")
                    && std::mem::take(&mut *self.behaviour.lose_next_push_answer.lock().unwrap());
                if lost {
                    return Err(std::io::Error::other("the answer is lost"));
                }
                response
            }
        };
        match fault {
            Some(Fault::Truncated) => response = response.map(Body::truncated),
            Some(Fault::Drip) => response = response.map(Body::dripping),
            Some(Fault::Html) => {
                let page = "<html><body>Please sign in</body></html>";
                response = Response::new(Body::whole(page));
                response
                    .headers_mut()
                    .insert("content-type", "text/html".parse().unwrap());
            }
            Some(Fault::Loop) => {
                let again = parts.uri.to_string();
                response = plain(StatusCode::TEMPORARY_REDIRECT, "");
                response
                    .headers_mut()
                    .insert("location", again.parse().unwrap());
            }
            Some(Fault::Lost) => return Err(std::io::Error::other("the answer is lost")),
            Some(Fault::Status(status)) => {
                response = plain(StatusCode::from_u16(status).unwrap(), "a fault of the test");
            }
            Some(Fault::Other(bytes)) => response = Response::new(Body::whole(bytes)),
            Some(Fault::Hidden) => {
                let answer = github::without_files(&response.body().bytes());
                response = response.map(|_| Body::whole(answer));
            }
            Some(Fault::Break) | None => {}
        }
        let answered = response.body().length();
        self.log.lock().unwrap().push(Logged {
            method: parts.method.to_string(),
            path: asked,
            authorization,
            answered,
            received,
        });
        Ok(response)
    }

    fn refusal(
        &self,
        path: &str,
        authorization: Option<&str>,
        writing: bool,
    ) -> Option<Response<Body>> {
        let behaviour = &self.behaviour;
        let next = {
            let mut failures = behaviour.fail_first.lock().unwrap();
            (!failures.is_empty()).then(|| failures.remove(0))
        };
        if let Some(status) = next {
            return Some(plain(
                StatusCode::from_u16(status).unwrap(),
                "a fault of the test",
            ));
        }
        if path.ends_with("/git-receive-pack") {
            let mut failures = behaviour.fail_pushes.lock().unwrap();
            if failures.1 > 0 {
                failures.1 -= 1;
                let status = StatusCode::from_u16(failures.0).unwrap();
                let mut response = plain(status, "a fault of the test");
                response
                    .headers_mut()
                    .insert("retry-after", "1".parse().unwrap());
                return Some(response);
            }
        }
        for (from, to) in &behaviour.redirects {
            if let Some(rest) = path.strip_prefix(from.as_str()) {
                let mut response = plain(StatusCode::MOVED_PERMANENTLY, "");
                let service = if writing {
                    "git-receive-pack"
                } else {
                    "git-upload-pack"
                };
                let location = format!("{to}{rest}?service={service}");
                response
                    .headers_mut()
                    .insert("location", location.parse().unwrap());
                return Some(response);
            }
        }
        if let Some(folder) = &behaviour.pages
            && let Some(file) = path.strip_prefix("/pages/")
        {
            return Some(match std::fs::read(folder.join(file)) {
                Ok(bytes) => Response::new(Body::whole(bytes)),
                Err(_) => plain(StatusCode::NOT_FOUND, "not yet"),
            });
        }
        if behaviour.writers.is_empty() && behaviour.readers.is_empty() {
            return None;
        }
        if path.starts_with("/api/") {
            let token = authorization.and_then(|value| value.strip_prefix("Bearer "));
            let known = behaviour
                .writers
                .iter()
                .chain(&behaviour.readers)
                .any(|pair| {
                    token.is_some_and(|token| {
                        pair.split_once(':').is_some_and(|pair| pair.1 == token)
                    })
                });
            return (!known).then(|| plain(StatusCode::UNAUTHORIZED, "Bad credentials"));
        }
        let pair = authorization
            .and_then(|value| value.strip_prefix("Basic "))
            .and_then(|value| base64::engine::general_purpose::STANDARD.decode(value).ok())
            .and_then(|bytes| String::from_utf8(bytes).ok());
        match pair {
            Some(pair) if behaviour.writers.contains(&pair) => None,
            Some(pair) if behaviour.readers.contains(&pair) => writing.then(|| {
                plain(
                    StatusCode::FORBIDDEN,
                    "Write access to repository not granted.",
                )
            }),
            _ => {
                let mut response = plain(StatusCode::UNAUTHORIZED, "Invalid username or token.");
                response
                    .headers_mut()
                    .insert("www-authenticate", "Basic realm=\"git\"".parse().unwrap());
                Some(response)
            }
        }
    }
}

fn plain(status: StatusCode, text: &str) -> Response<Body> {
    let mut response = Response::new(Body::whole(text.as_bytes().to_vec()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert("content-type", "text/plain".parse().unwrap());
    response
}
