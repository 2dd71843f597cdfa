//! What a verification was asked to do: the inputs, checked.

use super::place::What;
use crate::release::inputs::{OciLayout, PagesTarget, RegistryCredentials, RegistryTarget};
use crate::secret::Secret;

/// The inputs of a verification, each of its own type.
#[derive(Debug, Clone)]
pub struct VerifyInputs {
    /// One version, or all.
    pub what: What,
    /// The package that was published, to compare with.
    pub package: Option<Vec<u8>>,
    /// The registries.
    pub registries: Vec<RegistryTarget>,
    /// The chart repository.
    pub pages: Option<PagesTarget>,
    /// Whether the chart's name is appended to a registry's path.
    pub oci_layout: OciLayout,
    /// How to authenticate with registries.
    pub registry_credentials: RegistryCredentials,
    /// Whether registries are spoken to without TLS, beyond loopback.
    pub plain_http: bool,
    /// The workflow's GitHub token.
    pub token: Option<Secret>,
}
