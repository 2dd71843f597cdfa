//! From the inputs to the targets.

use super::access::Access;
use super::inputs::{PagesTarget, RegistryTarget as RegistryInput, ReleaseInputs, Targets};
use super::target::{
    BranchOptions, BranchTarget, DirectoryTarget, ImageLayoutTarget, RegistryTarget, ReleaseSource,
    SERVE_WAIT, Target,
};
use crate::action::context::RunContext;
use crate::git::{Credentials, GitUrl, RepositoryLocation};
use crate::github::{Addresses, Api, RepositoryName};
use crate::registry;
use crate::report::{Explain, Finding, boxed};
use crate::repository::branch::{BranchName, PagesDirectory};

/// Makes the targets of a run.
pub struct TargetMaker<'a> {
    /// The inputs.
    pub inputs: &'a ReleaseInputs,
    /// The run.
    pub context: &'a RunContext,
    /// What is released; named in a branch's commit.
    pub source: &'a ReleaseSource,
    /// The HTTP client.
    pub http: &'a reqwest::Client,
}

type Made = Result<Box<dyn Target>, Box<dyn Explain>>;

impl TargetMaker<'_> {
    /// Makes every target that the inputs name. Nothing is asked of any of them yet.
    ///
    /// # Errors
    /// Everything that is wrong with what was written for a target.
    pub fn targets(&self) -> Result<Vec<Box<dyn Target>>, Vec<Finding>> {
        let made: Vec<Made> = match &self.inputs.targets {
            Targets::Embedded { layout, pages } => vec![
                Ok(Box::new(ImageLayoutTarget::new(
                    layout.clone(),
                    registry::OciLayout::Helm,
                    layout.as_str(),
                ))),
                Ok(Box::new(DirectoryTarget::new(pages.clone()))),
            ],
            Targets::Given { registries, pages } => registries
                .iter()
                .map(|line| self.registry(line))
                .chain(pages.as_ref().map(|pages| self.pages(pages)))
                .collect(),
        };
        let mut targets = Vec::new();
        let mut findings = Vec::new();
        for one in made {
            match one {
                Ok(target) => targets.push(target),
                Err(error) => findings.push(error.finding()),
            }
        }
        if findings.is_empty() {
            Ok(targets)
        } else {
            Err(findings)
        }
    }

    fn access(&self) -> Access<'_> {
        Access {
            registry_credentials: &self.inputs.registry_credentials,
            oci_layout: self.inputs.oci_layout,
            plain_http: self.inputs.plain_http,
            token: self.inputs.token.as_ref(),
            server_url: &self.context.server_url,
            http: self.http,
        }
    }

    fn registry(&self, line: &RegistryInput) -> Made {
        match line {
            RegistryInput::Layout(directory) => Ok(Box::new(ImageLayoutTarget::new(
                directory.clone(),
                self.access().layout(),
                format!("oci-layout:{directory}"),
            ))),
            RegistryInput::Oci(text) => {
                let (client, reference) = self.access().registry(text)?;
                Ok(Box::new(RegistryTarget::new(client, reference)))
            }
        }
    }

    /// The API of the GitHub server that this run is of, for one of its repositories and with the credential that is
    /// given for that.
    fn api(&self, repository: &GitUrl, credentials: Option<&Credentials>) -> Option<Api> {
        let urls = self.context.api.as_ref()?;
        let server = GitUrl::parse(&self.context.server_url).ok()?;
        if !server.has_same_origin_as(repository) {
            return None;
        }
        let (owner, name) = repository.owner_and_name(server.host()?)?;
        let token = credentials
            .or(repository.credentials.as_ref())
            .map(|credentials| credentials.password.clone())?;
        let addresses = Addresses::new(&urls.rest, &urls.graphql)?;
        let repository = RepositoryName { owner, name };
        Some(Api::new(addresses, repository, token, self.http.clone()))
    }

    fn pages(&self, pages: &PagesTarget) -> Made {
        let location =
            RepositoryLocation::parse(pages.repository.as_str(), &self.context.server_url)
                .map_err(boxed)?;
        match location {
            RepositoryLocation::Directory(repository) => {
                // The inputs have made sure that it is relative and leads nowhere else; `.` is the repository itself.
                let directory = match pages.directory.as_str() {
                    "." => repository,
                    directory => repository.join(directory),
                };
                let target = DirectoryTarget::new(directory).with_retention(pages.retention);
                Ok(Box::new(target))
            }
            RepositoryLocation::Git(repository) => {
                let credentials = self.access().pages_credentials(pages, &repository);
                let options = BranchOptions {
                    api: self.api(&repository, credentials.as_ref()),
                    credentials,
                    repository,
                    branch: BranchName::parse(&pages.branch).map_err(boxed)?,
                    directory: PagesDirectory::parse(pages.directory.as_str()).map_err(boxed)?,
                    create_branch: pages.create_branch,
                    pages_url: pages.url.clone(),
                    serve_wait: SERVE_WAIT,
                    source: self.source.clone(),
                    retention: pages.retention,
                };
                let target = BranchTarget::new(options, self.http.clone()).map_err(boxed)?;
                Ok(Box::new(target))
            }
        }
    }
}
