//! Docker's `config.json`: `auths`, `credHelpers`, `credsStore`. Helm's and Podman's files have the same form.

use std::collections::BTreeMap;
use std::path::Path;

use base64::Engine as _;
use serde::Deserialize;

use super::credential::Credential;
use super::reference::{RegistryHost, RepositoryName};
use crate::report::{Blame, Code, Explain, Note};
use crate::secret::Secret;

/// CW-REGISTRY-018.
pub const DOCKER_CONFIGURATION_UNREADABLE: Code = Code::new(
    "CW-REGISTRY-018",
    Blame::Inputs,
    "a Docker configuration cannot be read",
    "it must be the text of a Docker config.json: `{\"auths\": {\"ghcr.io\": {\"auth\": \"<base64 of user:password>\"}}}`",
);

/// The key under which Docker keeps Docker Hub's credentials.
const DOCKER_HUB_KEY: &str = "https://index.docker.io/v1/";

/// Why a Docker configuration makes no sense. Says where, never what stands there: it is full of secrets.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the Docker configuration ({origin}) cannot be read")]
pub struct ConfigurationError {
    /// A path, or the name of the input.
    pub origin: String,
    /// What is the matter, without any of its content.
    pub reason: String,
}

impl Explain for ConfigurationError {
    fn code(&self) -> &'static Code {
        &DOCKER_CONFIGURATION_UNREADABLE
    }

    fn notes(&self) -> Vec<Note> {
        vec![Note::new("cause", self.reason.clone())]
    }
}

/// A Docker configuration, as far as it is about credentials.
#[derive(Debug)]
pub struct DockerConfiguration {
    origin: String,
    entries: BTreeMap<String, Option<Entry>>,
    helpers: BTreeMap<String, String>,
    store: Option<String>,
}

#[derive(Deserialize)]
struct Raw {
    auths: Option<BTreeMap<String, Option<Entry>>>,
    #[serde(rename = "credHelpers")]
    helpers: Option<BTreeMap<String, String>>,
    #[serde(rename = "credsStore")]
    store: Option<String>,
}

/// One entry of `auths`. Its fields are secrets: no `Debug` that shows them.
#[derive(Deserialize, Default)]
struct Entry {
    auth: Option<String>,
    username: Option<String>,
    password: Option<String>,
    identitytoken: Option<String>,
    registrytoken: Option<String>,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Entry(…)")
    }
}

impl DockerConfiguration {
    /// Reads a configuration's text; `origin` is where it comes from, for messages.
    ///
    /// # Errors
    /// When it is not JSON of that form.
    pub fn parse(text: &str, origin: impl Into<String>) -> Result<Self, ConfigurationError> {
        let origin = origin.into();
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            // Docker itself leaves an empty file behind when a disk was full; it means "no credentials".
            return Ok(Self {
                origin,
                entries: BTreeMap::new(),
                helpers: BTreeMap::new(),
                store: None,
            });
        }
        match serde_json::from_str::<Raw>(text) {
            Ok(raw) => Ok(Self {
                origin,
                entries: raw.auths.unwrap_or_default(),
                helpers: raw.helpers.unwrap_or_default(),
                store: raw.store.filter(|store| !store.is_empty()),
            }),
            // serde_json quotes the value it stumbled over, which may be a password: only say where.
            Err(error) => Err(ConfigurationError {
                origin,
                reason: format!(
                    "{} at line {} column {}",
                    if error.is_data() {
                        "a value of another kind than expected"
                    } else {
                        "not JSON"
                    },
                    error.line(),
                    error.column()
                ),
            }),
        }
    }

    /// Reads a file; `None` when there is none.
    ///
    /// # Errors
    /// When it is there and cannot be read or makes no sense.
    pub fn read(path: &Path) -> Result<Option<Self>, ConfigurationError> {
        match std::fs::read(path) {
            Ok(bytes) => {
                Self::parse(&String::from_utf8_lossy(&bytes), path.display().to_string()).map(Some)
            }
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
                ) =>
            {
                Ok(None)
            }
            Err(error) => Err(ConfigurationError {
                origin: path.display().to_string(),
                reason: error.to_string(),
            }),
        }
    }

    /// Where it comes from.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The credential helper in charge of a host (its name's last part), and the server's name to ask it for.
    pub(super) fn helper(&self, host: &RegistryHost) -> Option<(&str, String)> {
        let server = if host.is_docker_hub() {
            DOCKER_HUB_KEY.to_owned()
        } else {
            host.to_string()
        };
        let own = self
            .helpers
            .iter()
            .find(|(key, _)| same_host(key, host))
            .map(|(_, suffix)| suffix.as_str());
        own.or(self.store.as_deref())
            .filter(|suffix| !suffix.is_empty())
            .map(|suffix| (suffix, server))
    }

    /// The entry of `auths` for a repository: the longest key that is its host or a path above it (Podman keeps
    /// credentials for single namespaces; Docker for hosts only).
    pub(super) fn credential(
        &self,
        host: &RegistryHost,
        repository: &RepositoryName,
    ) -> Result<Option<Credential>, ConfigurationError> {
        let best = self
            .entries
            .iter()
            .filter(|(key, _)| same_host(key, host))
            .filter_map(|(key, entry)| {
                let path = key_path(key);
                let above = path.is_empty()
                    || repository.as_str() == path
                    || repository
                        .as_str()
                        .strip_prefix(path)
                        .is_some_and(|rest| rest.starts_with('/'));
                // An entry for which a helper keeps the secret is `{}`.
                let entry = entry.as_ref().filter(|entry| !entry.is_empty())?;
                above.then_some((path.len(), key, entry))
            })
            .max_by_key(|(length, _, _)| *length);
        match best {
            Some((_, key, entry)) => {
                entry
                    .credential()
                    .map(Some)
                    .map_err(|reason| ConfigurationError {
                        origin: self.origin.clone(),
                        reason: format!("the entry `{key}` of `auths`: {reason}"),
                    })
            }
            None => Ok(None),
        }
    }
}

impl Entry {
    fn is_empty(&self) -> bool {
        [
            &self.auth,
            &self.username,
            &self.password,
            &self.identitytoken,
            &self.registrytoken,
        ]
        .iter()
        .all(|field| field.as_deref().is_none_or(str::is_empty))
    }

    fn credential(&self) -> Result<Credential, &'static str> {
        let given = |field: &Option<String>| field.clone().filter(|text| !text.is_empty());
        if let Some(token) = given(&self.identitytoken) {
            return Ok(Credential::IdentityToken(Secret::new(token)));
        }
        if let Some(token) = given(&self.registrytoken) {
            return Ok(Credential::RegistryToken(Secret::new(token)));
        }
        if let Some(auth) = given(&self.auth) {
            crate::secret::register(&auth);
            let engine = base64::engine::GeneralPurpose::new(
                &base64::alphabet::STANDARD,
                base64::engine::GeneralPurposeConfig::new()
                    .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent),
            );
            let decoded = engine
                .decode(auth.trim())
                .ok()
                .and_then(|bytes| String::from_utf8(bytes).ok())
                .ok_or("`auth` is not base64")?;
            let (username, password) = decoded
                .split_once(':')
                .ok_or("`auth` is not the base64 of user:password")?;
            // Docker pads some with a NUL.
            let password = password.trim_end_matches('\0');
            return Ok(Credential::password(username, Secret::new(password)));
        }
        match (given(&self.username), given(&self.password)) {
            (Some(username), Some(password)) => {
                Ok(Credential::password(username, Secret::new(password)))
            }
            _ => Err("it needs both a username and a password"),
        }
    }
}

/// The host of a key such as `ghcr.io`, `https://ghcr.io/v2/` or `quay.io/acme`.
fn key_host(key: &str) -> &str {
    let rest = key.split_once("://").map_or(key, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// The path of a key; empty for a bare host and for the API's own paths.
fn key_path(key: &str) -> &str {
    if key.contains("://") {
        return "";
    }
    let path = key.split_once('/').map_or("", |(_, path)| path);
    let path = path.trim_end_matches('/');
    if matches!(path, "v1" | "v2") {
        ""
    } else {
        path
    }
}

fn same_host(key: &str, host: &RegistryHost) -> bool {
    let key = key_host(key);
    key.eq_ignore_ascii_case(host.as_str())
        || (host.is_docker_hub() && RegistryHost::parse(key).is_some_and(|key| key.is_docker_hub()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn no_text_makes_it_panic_or_shows_itself(text in "\\PC{0,40}", auth in "\\PC{0,20}") {
            let _ = DockerConfiguration::parse(&text, "x");
            let entry = serde_json::json!({"auths": {"ghcr.io": {"auth": auth}}}).to_string();
            let configuration = DockerConfiguration::parse(&entry, "x");
            prop_assert!(configuration.is_ok());
            if let Ok(configuration) = configuration {
                let host = RegistryHost::parse("ghcr.io").unwrap();
                let _ = configuration.credential(&host, &RepositoryName::parse("a").unwrap());
            }
        }
    }

    const CONFIGURATION: &str = r#"{
      "auths": {
        "https://index.docker.io/v1/": {"auth": "aHViOnBhc3M6d29yZA=="},
        "https://ghcr.io": {"username": "octocat", "password": "ghp_canary"},
        "quay.io": {"auth": "d2hvbGU6aG9zdA"},
        "quay.io/acme": {"auth": "YWNtZTpvbmx5AA=="},
        "acr.example.io": {"identitytoken": "refresh", "auth": "MDAwOg=="},
        "kept.example.io": {},
        "null.example.io": null,
        "bad.example.io": {"auth": "%%%"},
        "half.example.io": {"username": "octocat"}
      },
      "credHelpers": {"gcr.io": "gcloud", "docker.io": ""},
      "credsStore": "desktop",
      "HttpHeaders": {"User-Agent": "x"}
    }"#;

    fn shown(host: &str, repository: &str) -> String {
        let configuration =
            DockerConfiguration::parse(CONFIGURATION, "input registry-config").unwrap();
        let host = RegistryHost::parse(host).unwrap();
        let repository = RepositoryName::parse(repository).unwrap();
        match configuration.credential(&host, &repository) {
            Ok(Some(Credential::Password { username, password })) => {
                format!("{username} {}", password.expose())
            }
            Ok(Some(Credential::IdentityToken(token))) => format!("identity {}", token.expose()),
            Ok(Some(Credential::RegistryToken(token))) => format!("registry {}", token.expose()),
            Ok(None) => "none".to_owned(),
            Err(error) => error.reason,
        }
    }

    #[test]
    fn an_entry_is_found_under_every_spelling_of_its_key() {
        for (host, repository, expected) in [
            ("docker.io", "acme/api", "hub pass:word"),
            ("registry-1.docker.io", "acme/api", "hub pass:word"),
            ("ghcr.io", "acme/api", "octocat ghp_canary"),
            ("GHCR.io", "acme/api", "octocat ghp_canary"),
            ("quay.io", "acme/api", "acme only"),
            ("quay.io", "acmeother/api", "whole host"),
            ("acr.example.io", "a", "identity refresh"),
            ("kept.example.io", "a", "none"),
            ("null.example.io", "a", "none"),
            ("ghcr.io:443", "a", "none"),
            (
                "bad.example.io",
                "a",
                "the entry `bad.example.io` of `auths`: `auth` is not base64",
            ),
            (
                "half.example.io",
                "a",
                "the entry `half.example.io` of `auths`: it needs both a username and a password",
            ),
        ] {
            assert_eq!(shown(host, repository), expected, "{host}/{repository}");
        }
    }

    #[test]
    fn a_host_s_own_helper_comes_before_the_store() {
        let configuration = DockerConfiguration::parse(CONFIGURATION, "x").unwrap();
        let helper = |host| configuration.helper(&RegistryHost::parse(host).unwrap());
        assert_eq!(helper("gcr.io"), Some(("gcloud", "gcr.io".to_owned())));
        assert_eq!(helper("ghcr.io"), Some(("desktop", "ghcr.io".to_owned())));
        assert_eq!(helper("docker.io"), None);
    }

    #[test]
    fn an_error_tells_the_place_and_never_the_content() {
        for text in [
            r#"{"auths": {"ghcr.io": "canary-secret"}}"#,
            "canary-secret",
            r#"{"auths": {"ghcr.io": {"auth": "canary-secret"}"#,
            "[]",
        ] {
            let error = DockerConfiguration::parse(text, "input registry-config").unwrap_err();
            let shown = format!("{error} {error:?} {:?}", error.notes());
            assert!(!shown.contains("canary"), "{shown}");
            assert!(error.reason.contains("line 1 column"), "{shown}");
        }
        let configuration = DockerConfiguration::parse(CONFIGURATION, "x").unwrap();
        assert!(!format!("{configuration:?}").contains("canary"));
    }

    #[test]
    fn an_empty_file_holds_no_credentials_and_an_absent_one_is_none() {
        assert!(DockerConfiguration::parse(" \n", "x").is_ok());
        let folder = tempfile::tempdir().unwrap();
        assert!(
            DockerConfiguration::read(&folder.path().join("config.json"))
                .unwrap()
                .is_none()
        );
        assert!(DockerConfiguration::read(folder.path()).is_err());
    }
}
