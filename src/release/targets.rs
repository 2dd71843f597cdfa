//! From the inputs to the targets.

use super::access::Access;
use super::inputs::{PagesTarget, RegistryTarget as RegistryInput, ReleaseInputs, Targets};
use super::target::{
    BranchOptions, BranchTarget, DirectoryTarget, ImageLayoutTarget, RegistryTarget, ReleaseSource,
    SERVE_WAIT, Target,
};
use crate::action::context::RunContext;
use crate::git::RepositoryLocation;
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
                    credentials: self.access().pages_credentials(pages, &repository),
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
