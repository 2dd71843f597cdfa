//! Docker's credential helpers: programs named `docker-credential-<suffix>` that keep secrets.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde::Deserialize;
use tokio::io::AsyncWriteExt as _;

use super::credential::Credential;
use crate::report::{Blame, Code, Explain, Note};
use crate::secret::{self, Secret};

/// CW-REGISTRY-019.
pub const CREDENTIAL_HELPER_FAILED: Code = Code::new(
    "CW-REGISTRY-019",
    Blame::Inputs,
    "a Docker credential helper failed",
    "log in again with it, or give registry-username and registry-password",
);

/// The longest a helper may take: one that waits for a person would hang a job.
const PATIENCE: Duration = Duration::from_secs(30);

/// Why a helper gave nothing. What it printed is not told: it may be the secret.
#[derive(Debug, thiserror::Error)]
#[error("the credential helper `{program}` failed for {server}")]
pub struct HelperError {
    /// The program.
    pub program: String,
    /// The server it was asked for.
    pub server: String,
    /// How it failed.
    pub reason: String,
}

impl Explain for HelperError {
    fn code(&self) -> &'static Code {
        &CREDENTIAL_HELPER_FAILED
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::new("cause", self.reason.clone())]
    }
}

/// The helper's program, when it is installed. A configuration that names an absent helper is common (a developer's
/// file in a container) and no error.
pub(super) fn find_program(suffix: &str, directories: &[PathBuf]) -> Option<PathBuf> {
    // The suffix comes from a file: it must not lead to another folder.
    let plain = suffix
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    if !plain {
        return None;
    }
    let name = format!("docker-credential-{suffix}{}", std::env::consts::EXE_SUFFIX);
    directories
        .iter()
        .map(|directory| directory.join(&name))
        .find(|path| path.is_file())
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "Username", default)]
    username: String,
    #[serde(rename = "Secret", default)]
    secret: String,
}

/// The variables that a helper does not get: the action's inputs, the runner's own tokens, and whatever holds a
/// credential of this run. Those by which it knows its user (`HOME`, `AWS_*`, `GOOGLE_*`, …) it gets.
fn not_for_helpers(variables: impl Iterator<Item = (OsString, OsString)>) -> Vec<OsString> {
    variables
        .filter(|(name, value)| {
            let name = name.to_string_lossy();
            let value = value.to_string_lossy();
            name.starts_with("INPUT_")
                || name.starts_with("ACTIONS_")
                || matches!(&*name, "GITHUB_TOKEN" | "GH_TOKEN")
                || secret::redact(&value) != value
        })
        .map(|(name, _)| name)
        .collect()
}

/// Asks a helper for a server's credential; `None` when it has none.
pub(super) async fn get(program: &Path, server: &str) -> Result<Option<Credential>, HelperError> {
    let failed = |reason: String| HelperError {
        program: program.file_name().map_or_else(
            || program.display().to_string(),
            |name| name.to_string_lossy().into_owned(),
        ),
        server: server.to_owned(),
        reason,
    };
    let mut command = tokio::process::Command::new(program);
    for name in not_for_helpers(std::env::vars_os()) {
        command.env_remove(name);
    }
    let mut child = command
        .arg("get")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| failed(error.to_string()))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A helper that does not read its input is told by its exit code, not by the broken pipe.
        let _ = stdin.write_all(server.as_bytes()).await;
    }
    let output = tokio::time::timeout(PATIENCE, child.wait_with_output())
        .await
        .map_err(|_| failed(format!("no answer within {} s", PATIENCE.as_secs())))?
        .map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        // docker-credential-helpers prints its errors to stdout, and this one means "none".
        let text = String::from_utf8_lossy(&output.stdout);
        if text.contains("credentials not found") {
            return Ok(None);
        }
        return Err(failed(format!("it ended with {}", output.status)));
    }
    let answer: Answer = serde_json::from_slice(&output.stdout)
        .map_err(|_| failed("it printed something other than a JSON object".to_owned()))?;
    if answer.secret.is_empty() {
        return Ok(None);
    }
    Ok(Some(Credential::password(
        answer.username,
        Secret::new(answer.secret),
    )))
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn helper(folder: &Path, body: &str) -> PathBuf {
        let path = folder.join("docker-credential-test");
        std::fs::write(&path, format!("#!/bin/sh\n{body}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    #[tokio::test]
    async fn a_helper_is_asked_on_stdin_and_answers_json() {
        let folder = tempfile::tempdir().unwrap();
        helper(
            folder.path(),
            r#"read server; printf '{"ServerURL":"%s","Username":"octocat","Secret":"canary-%s"}' "$server" "$server""#,
        );
        let program = find_program("test", &[folder.path().to_owned()]).unwrap();
        match get(&program, "ghcr.io").await.unwrap() {
            Some(Credential::Password { username, password }) => {
                assert_eq!(
                    (username.as_str(), password.expose()),
                    ("octocat", "canary-ghcr.io")
                );
            }
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn an_unknown_server_is_none_and_a_failure_shows_no_output() {
        let folder = tempfile::tempdir().unwrap();
        let program = helper(
            folder.path(),
            "echo 'credentials not found in native keychain'; exit 1",
        );
        assert!(get(&program, "ghcr.io").await.unwrap().is_none());
        for body in [
            "echo canary-secret; echo canary-secret >&2; exit 3",
            "echo canary-secret",
        ] {
            let program = helper(folder.path(), body);
            let error = get(&program, "ghcr.io").await.unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"));
            assert_eq!(error.code().id, "CW-REGISTRY-019");
        }
    }

    #[test]
    fn an_absent_helper_and_a_path_are_no_program() {
        let folder = tempfile::tempdir().unwrap();
        helper(folder.path(), "true");
        assert_eq!(find_program("absent", &[folder.path().to_owned()]), None);
        assert_eq!(find_program("/../test", &[folder.path().to_owned()]), None);
    }
}
