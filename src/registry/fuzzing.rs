//! The readers of a registry's headers and of Docker's configuration, for `fuzz/`, which is outside of this crate.

use std::collections::BTreeMap;

use super::challenge::Challenge;
use super::{ConfigurationError, DockerConfiguration, RegistryHost, RepositoryName};

/// The challenges of a `WWW-Authenticate` header: schemes with their parameters.
pub fn challenges(header: &str) -> Vec<(String, BTreeMap<String, String>)> {
    Challenge::parse(header)
        .into_iter()
        .map(|challenge| (challenge.scheme, challenge.parameters))
        .collect()
}

/// Whether the configuration holds a credential for a repository.
///
/// # Errors
/// When the entry makes no sense.
pub fn docker_credential(
    configuration: &DockerConfiguration,
    host: &RegistryHost,
    repository: &RepositoryName,
) -> Result<bool, ConfigurationError> {
    let _ = configuration.helper(host);
    configuration
        .credential(host, repository)
        .map(|credential| credential.is_some())
}
