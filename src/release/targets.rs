//! From the inputs to the targets.

use super::inputs::{
    OciLayout, PagesTarget, RegistryCredentials, RegistryTarget as RegistryInput, ReleaseInputs,
    Targets,
};
use super::target::{
    BranchOptions, BranchTarget, DirectoryTarget, ImageLayoutTarget, RegistryTarget, ReleaseSource,
    SERVE_WAIT, Target,
};
use crate::action::context::RunContext;
use crate::git::{Credentials, GitUrl, RepositoryLocation};
use crate::registry::{self, ChartRepositoryReference, DockerConfiguration, RegistryHost};
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

    fn registry(&self, line: &RegistryInput) -> Made {
        let layout = match self.inputs.oci_layout {
            OciLayout::Helm => registry::OciLayout::Helm,
            OciLayout::Exact => registry::OciLayout::Exact,
        };
        match line {
            RegistryInput::Layout(directory) => Ok(Box::new(ImageLayoutTarget::new(
                directory.clone(),
                layout,
                format!("oci-layout:{directory}"),
            ))),
            RegistryInput::Oci(text) => {
                let reference = ChartRepositoryReference::parse(text, layout).map_err(boxed)?;
                let client = registry::Client::new(
                    self.http.clone(),
                    self.registry_credentials(reference.host())?,
                )
                .plain_http(self.inputs.plain_http);
                Ok(Box::new(RegistryTarget::new(client, reference)))
            }
        }
    }

    /// The login is for one registry, which the inputs have made sure of; a Docker configuration may hold several.
    fn registry_credentials(
        &self,
        host: &RegistryHost,
    ) -> Result<registry::Credentials, Box<dyn Explain>> {
        let machine = registry::Credentials::of_this_machine();
        Ok(match &self.inputs.registry_credentials {
            RegistryCredentials::Docker => machine,
            RegistryCredentials::Login { username, password } => {
                machine.with_password(username.clone(), password.clone(), vec![host.clone()])
            }
            RegistryCredentials::Config(text) => machine.with_configuration(
                DockerConfiguration::parse(text.expose(), "the input `registry-config`")
                    .map_err(boxed)?,
            ),
        })
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
                let options = BranchOptions {
                    credentials: self.pages_credentials(pages, &repository),
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

    /// The token given for this repository; else the workflow's, at the server that issued it and no other.
    fn pages_credentials(&self, pages: &PagesTarget, repository: &GitUrl) -> Option<Credentials> {
        let workflow = || {
            let server = GitUrl::parse(&self.context.server_url).ok()?;
            let ours = server.has_same_origin_as(repository);
            self.inputs.token.clone().filter(|_| ours)
        };
        // What the user wrote into the URL goes before the workflow's token.
        pages
            .token
            .clone()
            .or_else(|| workflow().filter(|_| repository.credentials.is_none()))
            .map(Credentials::token)
    }
}
