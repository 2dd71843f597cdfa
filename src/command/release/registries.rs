//! The inputs about registries: the targets, and the credentials for them.

use base64::Engine as _;
use serde_json::Value;

use super::definitions as input;
use super::error::ReleaseInputError;
use crate::release::inputs::{RegistryCredentials, RegistryTarget, register_url_credentials};
use crate::secret::{self, Secret};

/// Reads the lines of `registry`. Only the scheme is checked here.
pub(in crate::command) fn registries(
    lines: &[String],
    problems: &mut Vec<ReleaseInputError>,
) -> Vec<RegistryTarget> {
    let mut targets = Vec::new();
    for line in lines {
        register_url_credentials(line);
        if let Some(rest) = line.strip_prefix("oci://")
            && !rest.is_empty()
            && !rest.starts_with('/')
        {
            targets.push(RegistryTarget::Oci(line.clone()));
        } else if let Some(directory) = line.strip_prefix("oci-layout:")
            && !directory.trim().is_empty()
        {
            targets.push(RegistryTarget::Layout(directory.trim().into()));
        } else {
            problems.push(ReleaseInputError::RegistryScheme {
                suggestion: meant_by(line),
                line: line.clone(),
            });
        }
    }
    targets
}

/// What a line without a known scheme probably means.
fn meant_by(line: &str) -> Option<String> {
    let (scheme, rest) = match line.split_once(':') {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest.trim_start_matches('/')),
        None => (String::new(), line),
    };
    match scheme.as_str() {
        "https" | "http" | "oci" | "docker" | "oic" if !rest.is_empty() => {
            Some(format!("oci://{rest}"))
        }
        "oci-layout" if rest.is_empty() => None,
        "layout" | "dir" | "file" | "oci_layout" | "ocilayout" if !rest.is_empty() => {
            Some(format!("oci-layout:{rest}"))
        }
        _ => {
            let host = line.split('/').next()?;
            (host.contains(['.', ':']) && !host.starts_with('.') && line.contains('/'))
                .then(|| format!("oci://{line}"))
        }
    }
}

/// Brings the three inputs for credentials together, and holds them against the registries that are named.
pub(in crate::command) fn credentials(
    username: Option<String>,
    password: Option<Secret>,
    config: Option<Secret>,
    registries: &[RegistryTarget],
    problems: &mut Vec<ReleaseInputError>,
) -> RegistryCredentials {
    let given = [
        (username.is_some(), input::REGISTRY_USERNAME.name),
        (password.is_some(), input::REGISTRY_PASSWORD.name),
        (config.is_some(), input::REGISTRY_CONFIG.name),
    ]
    .into_iter()
    .find_map(|(is_given, name)| is_given.then_some(name));
    let mut hosts: Vec<String> = Vec::new();
    for host in registries.iter().filter_map(RegistryTarget::host) {
        if !hosts.iter().any(|known| known.eq_ignore_ascii_case(host)) {
            hosts.push(host.to_owned());
        }
    }
    if let Some(input) = given
        && hosts.is_empty()
        // A line that could not be read may well have been the registry.
        && problems.is_empty()
    {
        problems.push(ReleaseInputError::CredentialsWithoutRegistry { input });
    }
    if let Some(config) = &config {
        check_config(config, problems);
        if let Some(login) = given.filter(|name| *name != input::REGISTRY_CONFIG.name) {
            problems.push(ReleaseInputError::TwoKindsOfCredentials { login });
        }
    }
    match (username, password) {
        (Some(username), Some(password)) => {
            if hosts.len() > 1 && config.is_none() {
                problems.push(ReleaseInputError::OneLoginForSeveral { hosts });
            }
            // Servers and proxies that echo what they were sent know the two as one.
            secret::register(&format!("{username}:{}", password.expose()));
            RegistryCredentials::Login { username, password }
        }
        (None, None) => config.map_or(RegistryCredentials::Docker, RegistryCredentials::Config),
        (username, _) => {
            let (given, missing) = if username.is_some() {
                (&input::REGISTRY_USERNAME, &input::REGISTRY_PASSWORD)
            } else {
                (&input::REGISTRY_PASSWORD, &input::REGISTRY_USERNAME)
            };
            problems.push(ReleaseInputError::HalfALogin {
                given: given.name,
                missing: missing.name,
            });
            RegistryCredentials::Docker
        }
    }
}

/// Checks that the config is a JSON object, and registers the secrets within it one by one: the whole text alone would
/// not blank out a single password.
fn check_config(config: &Secret, problems: &mut Vec<ReleaseInputError>) {
    match serde_json::from_str::<Value>(config.expose()) {
        Ok(value) if value.is_object() => {
            let entries = value.get("auths").and_then(Value::as_object);
            for entry in entries.into_iter().flat_map(serde_json::Map::values) {
                register_entry(entry);
            }
        }
        Ok(_) => problems.push(ReleaseInputError::ConfigNotJson {
            place: "it is JSON, but no object".to_owned(),
        }),
        // The parser's words could quote the text.
        Err(cause) => problems.push(ReleaseInputError::ConfigNotJson {
            place: format!(
                "it {} at line {}, column {}",
                if cause.is_eof() {
                    "ends too early"
                } else {
                    "stops being JSON"
                },
                cause.line(),
                cause.column()
            ),
        }),
    }
}

fn register_entry(entry: &Value) {
    for field in ["auth", "password", "identitytoken", "registrytoken"] {
        let Some(text) = entry.get(field).and_then(Value::as_str) else {
            continue;
        };
        secret::register(text);
        if field == "auth"
            && let Ok(bytes) = base64::engine::general_purpose::STANDARD.decode(text.trim())
            && let Ok(pair) = String::from_utf8(bytes)
            && let Some((_, password)) = pair.split_once(':')
        {
            secret::register(&pair);
            secret::register(password.trim_end_matches('\0'));
        }
    }
}
