//! Real registries on this machine.

use std::fmt::Write as _;

use tempfile::TempDir;

use super::authority::{self, Authority};
use super::peer;
use super::process::{self, Server};

/// Who may do what at a registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Everyone everything.
    Open,
    /// Basic authentication with an htpasswd file.
    Password,
    /// Bearer tokens of [`Authority`].
    Token,
}

/// A registry that runs until it is dropped.
#[derive(Debug)]
pub(crate) struct Registry {
    /// What it is, for messages of tests.
    pub(crate) name: String,
    access: Access,
    port: u16,
    authority: Option<Authority>,
    _server: Server,
    _folder: TempDir,
}

impl Registry {
    /// Debian's docker-registry: distribution 2.8, which most self-hosted registries are.
    pub(crate) fn docker(access: Access) -> Self {
        Self::distribution("docker-registry", access)
    }

    /// Distribution 3.
    pub(crate) fn distribution_3(access: Access) -> Self {
        Self::distribution("registry-3", access)
    }

    fn distribution(program: &str, access: Access) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let port = process::free_port();
        let authority = (access == Access::Token).then(Authority::start);
        let mut configuration = format!(
            "version: 0.1\nlog:\n  level: warn\nstorage:\n  filesystem:\n    rootdirectory: {}\nhttp:\n  addr: 127.0.0.1:{port}\n",
            folder.path().join("blobs").display(),
        );
        if access == Access::Password {
            let file = folder.path().join("htpasswd");
            let (user, password) = authority::WRITER;
            let line = process::stdout(peer::command("htpasswd").args(["-nbB", user, password]));
            std::fs::write(&file, line).expect("the htpasswd file");
            write!(
                configuration,
                "auth:\n  htpasswd:\n    realm: conformance\n    path: {}\n",
                file.display()
            )
            .expect("text");
        }
        if let Some(authority) = &authority {
            write!(
                configuration,
                "auth:\n  token:\n    realm: {}\n    service: {}\n    issuer: {}\n    rootcertbundle: {}\n",
                authority.realm(),
                authority::SERVICE,
                authority::ISSUER,
                authority.certificate().display()
            )
            .expect("text");
        }
        let file = folder.path().join("configuration.yml");
        std::fs::write(&file, configuration).expect("the configuration");
        let server = Server::start(
            peer::command(program)
                .arg("serve")
                .arg(&file)
                .env("OTEL_TRACES_EXPORTER", "none"),
            port,
            &folder.path().join("log"),
        );
        Self {
            name: format!("{program} ({access:?})"),
            access,
            port,
            authority,
            _server: server,
            _folder: folder,
        }
    }

    /// go-containerregistry's registry: strict about the protocol, and it has referrers.
    pub(crate) fn crane() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let port = process::free_port();
        let server = Server::start(
            peer::command("crane")
                .args(["registry", "serve", "--address"])
                .arg(format!("127.0.0.1:{port}"))
                .arg("--disk")
                .arg(folder.path()),
            port,
            &folder.path().join("log"),
        );
        Self {
            name: "crane registry serve".to_owned(),
            access: Access::Open,
            port,
            authority: None,
            _server: server,
            _folder: folder,
        }
    }

    /// `127.0.0.1:port`.
    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The value of `--registry` for a path at this registry.
    pub(crate) fn reference(&self, path: &str) -> String {
        format!("oci://{}/{path}", self.host())
    }

    /// The token server beside it.
    pub(crate) fn authority(&self) -> &Authority {
        self.authority.as_ref().expect("a registry with tokens")
    }

    /// The flags that let the program write.
    pub(crate) fn credentials(&self) -> Vec<String> {
        match self.access {
            Access::Open => Vec::new(),
            Access::Password | Access::Token => flags(authority::WRITER),
        }
    }

    /// The manifest that a reference names, as oras reads it; nothing when there is none. (crane would do, but for
    /// registries with tokens: it refuses a token server on this machine's own address.)
    pub(crate) fn manifest(&self, repository: &str, tag: &str) -> Option<serde_json::Value> {
        let folder = TempDir::new().expect("a temporary folder");
        let mut command = peer::command("oras");
        command
            .args(["manifest", "fetch", "--plain-http"])
            .arg(format!("{}/{repository}:{tag}", self.host()))
            .env("HOME", folder.path())
            .env("DOCKER_CONFIG", folder.path());
        if self.access != Access::Open {
            let (user, password) = authority::WRITER;
            command.args(["--username", user, "--password", password]);
        }
        let output = command.output().expect("oras starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success() || said.contains("not found"),
            "{said}"
        );
        output
            .status
            .success()
            .then(|| serde_json::from_slice(&output.stdout).expect("a manifest is JSON"))
    }
}

/// The flags of a user and a password.
pub(crate) fn flags(user: (&str, &str)) -> Vec<String> {
    ["--registry-username", user.0, "--registry-password", user.1]
        .map(str::to_owned)
        .to_vec()
}
