//! git's own programs, with nothing of the machine's or the user's configuration.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use hyper::{Response, StatusCode};

use crate::body::Body;

/// Runs git's own CGI program.
pub(super) fn run_backend(environment: &[(&str, String)], body: &[u8]) -> Response<Body> {
    let mut child = base_command()
        .arg("http-backend")
        .envs(environment.iter().map(|(key, value)| (key, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let body = body.to_vec();
    let writer = std::thread::spawn(move || {
        let _ = input.write_all(&body);
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    let text = output.stdout;
    let end = text
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap_or_else(|| {
            panic!(
                "git http-backend: {}",
                String::from_utf8_lossy(&output.stderr)
            )
        });
    let head = String::from_utf8_lossy(text.get(..end).unwrap()).into_owned();
    let mut response = Response::new(Body::whole(text.get(end + 4..).unwrap().to_vec()));
    for line in head.lines() {
        let (key, value) = line.split_once(':').unwrap();
        if key.eq_ignore_ascii_case("status") {
            let code = value.trim().get(..3).unwrap().parse().unwrap();
            *response.status_mut() = StatusCode::from_u16(code).unwrap();
        } else {
            response.headers_mut().append(
                hyper::header::HeaderName::from_bytes(key.as_bytes()).unwrap(),
                value.trim().parse().unwrap(),
            );
        }
    }
    response
}

/// git, with nothing of the machine's or the user's configuration.
fn base_command() -> Command {
    let mut command = Command::new("git");
    command.env_clear();
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("HOME", "/nonexistent")
        .env("GIT_AUTHOR_NAME", "Octo Cat")
        .env("GIT_AUTHOR_EMAIL", "octo@example.com")
        .env("GIT_AUTHOR_DATE", "2026-05-04T10:11:12Z")
        .env("GIT_COMMITTER_NAME", "Octo Cat")
        .env("GIT_COMMITTER_EMAIL", "octo@example.com")
        .env("GIT_COMMITTER_DATE", "2026-05-04T10:11:12Z");
    command
}

pub(super) fn command(folder: &Path, environment: &[(&str, &str)]) -> Command {
    let mut command = base_command();
    command
        .current_dir(folder)
        .envs(environment.iter().copied());
    command
}

/// Runs git and returns what it prints, trimmed; fails the test when it fails.
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    git_with(folder, &[], arguments, &[])
}

pub(super) fn try_git(folder: &Path, arguments: &[&str]) -> Option<String> {
    let output = command(folder, &[]).args(arguments).output().unwrap();
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

pub(super) fn git_with(
    folder: &Path,
    environment: &[(&str, &str)],
    arguments: &[&str],
    input: &[u8],
) -> String {
    let mut child = command(folder, environment)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "git {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
