//! git's own HTTP server (`git http-backend`), with or without a password, and a static site of a branch, as
//! GitHub Pages is one.

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::TempDir;

use super::http_server::{HttpServer, Request, Response};
use super::process;

/// What a token is sent with, as GitHub wants it.
pub(crate) const USER: &str = "x-access-token";
/// The token that may write.
pub(crate) const TOKEN: &str = "git-s3cret-token";

/// A git server with one bare repository, `charts.git`.
#[derive(Debug)]
pub(crate) struct GitServer {
    server: HttpServer,
    folder: TempDir,
}

impl GitServer {
    /// Serves without asking who it is.
    pub(crate) fn open() -> Self {
        Self::start(false)
    }

    /// Serves only with [`USER`] and [`TOKEN`].
    pub(crate) fn with_token() -> Self {
        Self::start(true)
    }

    fn start(guarded: bool) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let bare = folder.path().join("charts.git");
        std::fs::create_dir(&bare).expect("a folder");
        process::git(&bare, &["init", "--quiet", "--bare"]);
        process::git(&bare, &["config", "http.receivepack", "true"]);
        let root = folder.path().to_owned();
        let server = HttpServer::start(move |request| {
            let may = request
                .basic()
                .is_some_and(|(user, token)| user == USER && token == TOKEN);
            if guarded && !may {
                return Response::new(401, "who are you?")
                    .with("WWW-Authenticate", "Basic realm=\"conformance\"");
            }
            backend(&root, request)
        });
        Self { server, folder }
    }

    /// The URL of the repository.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/charts.git", self.server.host())
    }

    /// Lets clients leave files out, as GitHub does. git's own server does not by itself.
    pub(crate) fn allow_filters(&self) {
        process::git(
            &self.repository(),
            &["config", "uploadpack.allowFilter", "true"],
        );
    }

    /// The bytes that went over the wire since this was asked before.
    pub(crate) fn take_moved(&self) -> u64 {
        self.server.take_moved()
    }

    /// The bare repository's folder.
    pub(crate) fn repository(&self) -> PathBuf {
        self.folder.path().join("charts.git")
    }

    /// Starts a branch with the given files.
    pub(crate) fn seed(&self, branch: &str, files: &[(&str, &str)]) {
        let folder = TempDir::new().expect("a temporary folder");
        process::git(folder.path(), &["init", "--quiet"]);
        for (path, text) in files {
            std::fs::write(folder.path().join(path), text).expect("a file");
        }
        process::git(folder.path(), &["add", "--all"]);
        process::git(
            folder.path(),
            &["commit", "--quiet", "--allow-empty", "-m", "Begin"],
        );
        let repository = self.repository();
        let repository = repository.to_str().expect("a UTF-8 path");
        let refspec = format!("HEAD:refs/heads/{branch}");
        process::git(folder.path(), &["push", "--quiet", repository, &refspec]);
    }

    /// Lets every push be refused with these words, as a protected branch does.
    pub(crate) fn refuse(&self, words: &str) {
        let hook = self.repository().join("hooks/pre-receive");
        std::fs::create_dir_all(hook.parent().expect("a folder")).expect("the hooks");
        std::fs::write(&hook, format!("#!/bin/sh\necho '{words}' >&2\nexit 1\n"))
            .expect("the hook");
        std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755))
            .expect("the hook's mode");
    }

    /// A branch's commit; nothing when there is no such branch.
    pub(crate) fn head(&self, branch: &str) -> Option<String> {
        let name = format!("refs/heads/{branch}");
        let output = process::clean("git")
            .arg("-C")
            .arg(self.repository())
            .args(["rev-parse", "--verify", "--quiet", &name])
            .output()
            .expect("git starts");
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// A file of a branch; nothing when there is none.
    pub(crate) fn file(&self, branch: &str, path: &str) -> Option<Vec<u8>> {
        blob(&self.repository(), branch, path)
    }

    /// A static site of the branch: what GitHub Pages would serve, at once.
    pub(crate) fn site(&self, branch: &'static str) -> HttpServer {
        let repository = self.repository();
        HttpServer::start(move |request| {
            match blob(&repository, branch, request.path.trim_start_matches('/')) {
                Some(content) => Response::new(200, content),
                None => Response::new(404, "no such file"),
            }
        })
    }
}

fn blob(repository: &Path, branch: &str, path: &str) -> Option<Vec<u8>> {
    let output = process::clean("git")
        .arg("-C")
        .arg(repository)
        .args(["cat-file", "blob", &format!("refs/heads/{branch}:{path}")])
        .output()
        .expect("git starts");
    output.status.success().then_some(output.stdout)
}

/// One request handed to `git http-backend` (RFC 3875).
fn backend(root: &Path, request: &Request) -> Response {
    let mut command = process::clean("git");
    command
        .args(["-c", "safe.directory=*", "http-backend"])
        .env("GIT_PROJECT_ROOT", root)
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("REQUEST_METHOD", &request.method)
        .env("PATH_INFO", &request.path)
        .env("QUERY_STRING", &request.query)
        .env("CONTENT_LENGTH", request.body.len().to_string())
        .env("REMOTE_USER", USER)
        .env("REMOTE_ADDR", "127.0.0.1");
    for (header, variable) in [
        ("content-type", "CONTENT_TYPE"),
        ("content-encoding", "HTTP_CONTENT_ENCODING"),
        ("git-protocol", "GIT_PROTOCOL"),
    ] {
        if let Some(value) = request.header(header) {
            command.env(variable, value);
        }
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("git starts");
    let mut input = child.stdin.take().expect("a pipe");
    let body = request.body.clone();
    let writing = std::thread::spawn(move || {
        // It may have answered without reading everything.
        let _ = input.write_all(&body);
    });
    let output = child.wait_with_output().expect("git ends");
    writing.join().expect("the writer");
    let split = output
        .stdout
        .windows(4)
        .position(|window| window == b"\r\n\r\n");
    let Some(split) = split else {
        return Response::new(500, output.stderr);
    };
    let (head, body) = output.stdout.split_at(split);
    let mut response = Response::new(200, &body[4..]);
    for line in String::from_utf8_lossy(head).lines() {
        if let Some((name, value)) = line.split_once(": ") {
            if name.eq_ignore_ascii_case("status") {
                response.status = value
                    .split(' ')
                    .next()
                    .and_then(|code| code.parse().ok())
                    .unwrap_or(500);
            } else {
                response = response.with(name, value);
            }
        }
    }
    response
}
