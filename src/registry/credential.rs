//! Credentials, and where they are looked for.

use std::ffi::OsString;
use std::path::PathBuf;

use super::credential_helper::{self, HelperError};
use super::docker_configuration::{ConfigurationError, DockerConfiguration};
use super::reference::{RegistryHost, RepositoryName};
use crate::report::{Code, Explain, Note};
use crate::secret::Secret;

/// What opens a registry.
#[derive(Debug, Clone)]
pub enum Credential {
    /// A user and a password or access token.
    Password {
        /// The user.
        username: String,
        /// The password.
        password: Secret,
    },
    /// A refresh token of the token server, stored under the user `<token>` or as `identitytoken`.
    IdentityToken(Secret),
    /// A token to send as it is (`registrytoken`).
    RegistryToken(Secret),
}

impl Credential {
    /// A pair as it is typed or stored; the user `<token>` marks an identity token (Docker's and Helm's custom).
    pub fn password(username: impl Into<String>, password: Secret) -> Self {
        let username = username.into();
        if username == "<token>" {
            Self::IdentityToken(password)
        } else {
            Self::Password { username, password }
        }
    }

    /// How to speak of it without telling it.
    pub(super) fn described(&self) -> String {
        match self {
            Self::Password { username, .. } => format!("user `{username}`"),
            Self::IdentityToken(_) => "an identity token".to_owned(),
            Self::RegistryToken(_) => "a registry token".to_owned(),
        }
    }
}

/// A credential with the place it came from.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) credential: Credential,
    pub(super) origin: String,
}

/// Why credentials could not be looked up.
#[derive(Debug, thiserror::Error)]
pub enum CredentialError {
    /// A Docker configuration makes no sense.
    #[error(transparent)]
    Configuration(#[from] ConfigurationError),
    /// A credential helper failed.
    #[error(transparent)]
    Helper(#[from] HelperError),
}

impl Explain for CredentialError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Configuration(error) => error.code(),
            Self::Helper(error) => error.code(),
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Configuration(error) => error.help(),
            Self::Helper(error) => error.help(),
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::Configuration(error) => error.notes(),
            Self::Helper(error) => error.notes(),
        }
    }
}

#[derive(Debug)]
enum Source {
    Given(DockerConfiguration),
    File(PathBuf),
}

/// Where credentials are looked for, in this order: a given user and password (for the given hosts only), a given
/// Docker configuration, the machine's own. The machine's files are read, and helpers run, when a registry first
/// asks; a broken file that nobody needs fails nothing.
#[derive(Debug, Default)]
pub struct Credentials {
    given: Option<(Credential, Vec<RegistryHost>)>,
    sources: Vec<Source>,
    programs: Vec<PathBuf>,
}

impl Credentials {
    /// None at all: every registry is spoken to anonymously.
    pub fn none() -> Self {
        Self::default()
    }

    /// What `docker login`, `helm registry login` and `podman login` have left on this machine.
    pub fn of_this_machine() -> Self {
        Self {
            given: None,
            sources: machine_files(|name| std::env::var_os(name))
                .into_iter()
                .map(Source::File)
                .collect(),
            programs: std::env::var_os("PATH")
                .map(|path| std::env::split_paths(&path).collect())
                .unwrap_or_default(),
        }
    }

    /// Adds a user and password for these hosts; they come first. They are sent to no other host.
    #[must_use]
    pub fn with_password(
        mut self,
        username: impl Into<String>,
        password: Secret,
        hosts: Vec<RegistryHost>,
    ) -> Self {
        self.given = Some((Credential::password(username, password), hosts));
        self
    }

    /// Adds a Docker configuration (input `registry-config`), looked into before the machine's own.
    #[must_use]
    pub fn with_configuration(mut self, configuration: DockerConfiguration) -> Self {
        self.sources.insert(0, Source::Given(configuration));
        self
    }

    /// Where credential helpers are searched, instead of `PATH`.
    #[must_use]
    pub fn with_programs_in(mut self, directories: Vec<PathBuf>) -> Self {
        self.programs = directories;
        self
    }

    /// The first credential for a repository of a registry.
    pub(super) async fn find(
        &self,
        host: &RegistryHost,
        repository: &RepositoryName,
    ) -> Result<Option<Found>, CredentialError> {
        if let Some((credential, hosts)) = &self.given
            && hosts
                .iter()
                .any(|given| given.api().eq_ignore_ascii_case(host.api()))
        {
            return Ok(Some(Found {
                credential: credential.clone(),
                origin: "the inputs registry-username and registry-password".to_owned(),
            }));
        }
        for source in &self.sources {
            let read;
            let configuration = match source {
                Source::Given(configuration) => configuration,
                Source::File(path) => match DockerConfiguration::read(path)? {
                    Some(configuration) => {
                        read = configuration;
                        &read
                    }
                    None => continue,
                },
            };
            if let Some(found) = self.find_in(configuration, host, repository).await? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    async fn find_in(
        &self,
        configuration: &DockerConfiguration,
        host: &RegistryHost,
        repository: &RepositoryName,
    ) -> Result<Option<Found>, CredentialError> {
        if let Some((suffix, server)) = configuration.helper(host)
            && let Some(program) = credential_helper::find_program(suffix, &self.programs)
            && let Some(credential) = credential_helper::get(&program, &server).await?
        {
            return Ok(Some(Found {
                credential,
                origin: format!("docker-credential-{suffix} ({})", configuration.origin()),
            }));
        }
        Ok(configuration
            .credential(host, repository)?
            .map(|credential| Found {
                credential,
                origin: configuration.origin().to_owned(),
            }))
    }
}

/// The files that hold credentials on a machine, most specific first: Helm's own, Docker's, Podman's.
fn machine_files(variable: impl Fn(&str) -> Option<OsString>) -> Vec<PathBuf> {
    let path = |name: &str| {
        variable(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    let home = path("HOME").or_else(|| path("USERPROFILE"));
    let configuration =
        path("XDG_CONFIG_HOME").or_else(|| home.as_ref().map(|home| home.join(".config")));
    let helm = path("HELM_REGISTRY_CONFIG").or_else(|| {
        path("HELM_CONFIG_HOME")
            .or_else(|| configuration.as_ref().map(|folder| folder.join("helm")))
            .map(|folder| folder.join("registry/config.json"))
    });
    let docker = path("DOCKER_CONFIG")
        .or_else(|| home.map(|home| home.join(".docker")))
        .map(|folder| folder.join("config.json"));
    let podman = path("REGISTRY_AUTH_FILE").or_else(|| {
        path("XDG_RUNTIME_DIR")
            .or(configuration)
            .map(|folder| folder.join("containers/auth.json"))
    });
    [helm, docker, podman].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(variables: &[(&str, &str)]) -> Vec<String> {
        machine_files(|name| {
            variables
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| OsString::from(value))
        })
        .into_iter()
        .map(|path| path.to_string_lossy().into_owned())
        .collect()
    }

    #[test]
    fn the_machine_s_files_are_helm_s_docker_s_and_podman_s() {
        assert_eq!(
            files(&[("HOME", "/home/o")]),
            [
                "/home/o/.config/helm/registry/config.json",
                "/home/o/.docker/config.json",
                "/home/o/.config/containers/auth.json"
            ]
        );
        assert_eq!(
            files(&[
                ("HOME", "/home/o"),
                ("HELM_REGISTRY_CONFIG", "/h.json"),
                ("DOCKER_CONFIG", "/d"),
                ("XDG_RUNTIME_DIR", "/run/user/1"),
            ]),
            [
                "/h.json",
                "/d/config.json",
                "/run/user/1/containers/auth.json"
            ]
        );
        assert!(files(&[]).is_empty());
    }

    #[tokio::test]
    async fn a_password_goes_to_the_given_hosts_only() {
        let host = |name| RegistryHost::parse(name).unwrap();
        let credentials = Credentials::none().with_password(
            "octocat",
            Secret::new("canary-host"),
            vec![host("ghcr.io"), host("docker.io")],
        );
        let name = RepositoryName::parse("acme/api").unwrap();
        for (asked, given) in [
            ("ghcr.io", true),
            ("registry-1.docker.io", true),
            ("ghcr.io:8080", false),
            ("evil.example", false),
        ] {
            let found = credentials.find(&host(asked), &name).await.unwrap();
            assert_eq!(found.is_some(), given, "{asked}");
        }
    }

    #[test]
    fn the_user_token_marks_an_identity_token() {
        let credential = Credential::password("<token>", Secret::new("refresh-me"));
        assert!(matches!(credential, Credential::IdentityToken(_)));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn an_installed_helper_comes_first_and_an_absent_one_is_passed_over() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("docker-credential-kept");
        let script = "#!/bin/sh\nprintf '{\"Username\":\"<token>\",\"Secret\":\"kept-token\"}'\n";
        std::fs::write(&program, script).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        let find = async |helper: &str| {
            let text = format!(
                r#"{{"auths":{{"ghcr.io":{{"username":"octocat","password":"from-file"}}}},"credsStore":"{helper}"}}"#
            );
            let configuration = DockerConfiguration::parse(&text, "x").unwrap();
            let credentials = Credentials::none()
                .with_configuration(configuration)
                .with_programs_in(vec![folder.path().to_owned()]);
            let host = RegistryHost::parse("ghcr.io").unwrap();
            let name = RepositoryName::parse("acme/api").unwrap();
            credentials.find(&host, &name).await.unwrap().unwrap()
        };
        let kept = find("kept").await;
        assert!(matches!(kept.credential, Credential::IdentityToken(_)));
        assert_eq!(kept.origin, "docker-credential-kept (x)");
        assert!(matches!(
            find("absent").await.credential,
            Credential::Password { .. }
        ));
    }
}
