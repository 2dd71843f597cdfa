//! Which credential goes to which registry and which chart repository.

use super::inputs::{OciLayout, PagesTarget, RegistryCredentials, RegistryTarget};
use crate::git::{Credentials, GitUrl};
use crate::registry::{self, ChartRepositoryReference, DockerConfiguration, RegistryHost};
use crate::report::{Explain, boxed};
use crate::secret::Secret;

/// How the targets of a run are reached.
#[derive(Clone, Copy)]
pub struct Access<'a> {
    /// How to authenticate with registries.
    pub registry_credentials: &'a RegistryCredentials,
    /// Whether the chart's name is appended to a registry's path.
    pub oci_layout: OciLayout,
    /// Whether registries are spoken to without TLS.
    pub plain_http: bool,
    /// The workflow's token.
    pub token: Option<&'a Secret>,
    /// The workflow's GitHub server, which issued it.
    pub server_url: &'a str,
    /// The HTTP client.
    pub http: &'a reqwest::Client,
}

impl Access<'_> {
    /// What becomes of a registry's path.
    pub fn layout(&self) -> registry::OciLayout {
        match self.oci_layout {
            OciLayout::Helm => registry::OciLayout::Helm,
            OciLayout::Exact => registry::OciLayout::Exact,
        }
    }

    /// A registry (`oci://host/path`), and the client for it.
    ///
    /// # Errors
    /// When the reference is none, or the credentials cannot be read.
    pub fn registry(
        &self,
        text: &str,
    ) -> Result<(registry::Client, ChartRepositoryReference), Box<dyn Explain>> {
        let reference = ChartRepositoryReference::parse(text, self.layout()).map_err(boxed)?;
        let credentials = self.registry_credentials(vec![reference.host().clone()])?;
        let client =
            registry::Client::new(self.http.clone(), credentials).plain_http(self.plain_http);
        Ok((client, reference))
    }

    /// A client for the registries that an index names. The login goes to none but the targets' own registries:
    /// whoever may write the index could name any other.
    ///
    /// # Errors
    /// When the credentials cannot be read.
    pub fn listed_registries(
        &self,
        targets: &[RegistryTarget],
    ) -> Result<registry::Client, Box<dyn Explain>> {
        let hosts = targets
            .iter()
            .filter_map(|target| RegistryHost::parse(target.host()?));
        let credentials = self.registry_credentials(hosts.collect())?;
        Ok(registry::Client::new(self.http.clone(), credentials).plain_http(self.plain_http))
    }

    /// The login is for one registry, which the inputs have made sure of; a Docker configuration may hold several.
    fn registry_credentials(
        &self,
        hosts: Vec<RegistryHost>,
    ) -> Result<registry::Credentials, Box<dyn Explain>> {
        let machine = registry::Credentials::of_this_machine();
        Ok(match self.registry_credentials {
            RegistryCredentials::Docker => machine,
            RegistryCredentials::Login { username, password } => {
                machine.with_password(username.clone(), password.clone(), hosts)
            }
            RegistryCredentials::Config(text) => machine.with_configuration(
                DockerConfiguration::parse(text.expose(), "the input `registry-config`")
                    .map_err(boxed)?,
            ),
        })
    }

    /// The token given for this repository; else the workflow's, at the server that issued it and no other.
    pub fn pages_credentials(
        &self,
        pages: &PagesTarget,
        repository: &GitUrl,
    ) -> Option<Credentials> {
        let workflow = || {
            let server = GitUrl::parse(self.server_url).ok()?;
            let ours = server.has_same_origin_as(repository);
            self.token.cloned().filter(|_| ours)
        };
        // What the user wrote into the URL goes before the workflow's token.
        pages
            .token
            .clone()
            .or_else(|| workflow().filter(|_| repository.credentials.is_none()))
            .map(Credentials::token)
    }
}
