//! Verification: reads what is published, and says what is not as it should be. Nothing is ever written.
//!
//! `repository` reads a chart repository (its files are a `shelf`: a directory or a branch), `registry` a registry
//! (its content is a `store`: a registry or image layouts), `elsewhere` what an index lists at other addresses;
//! `agreement` compares what they hold. A package is in
//! memory while it is looked at, and its digest afterwards, so that thousands of them can be gone through.

mod agreement;
pub mod code;
mod elsewhere;
mod entry;
pub mod inputs;
mod package;
mod place;
mod registry;
mod repository;
mod shelf;
mod store;

use self::agreement::Surveyed;
use self::elsewhere::Elsewhere;
use self::inputs::VerifyInputs;
use self::place::{Known, Place};
use self::registry::Registry;
use self::repository::Repository;
use self::shelf::{BranchShelf, DirectoryShelf, Shelf};
use self::store::{LayoutStore, RegistryStore, Store};
use crate::action::context::RunContext;
use crate::git::RepositoryLocation;
use crate::git::remote::Remote;
use crate::release::Journal;
use crate::release::access::Access;
use crate::release::inputs::{PagesTarget, RegistryTarget};
use crate::report::{Explain, Severity, Stage, StepState, boxed};
use crate::repository::Directory;
use crate::repository::branch::{Branch, BranchName, PagesDirectory};

pub use code::CODES;
pub use place::{Release, What};

/// Reads every target, one after the other. What comes of it stands in the journal's report.
pub async fn verify(
    inputs: &VerifyInputs,
    context: &RunContext,
    http: &reqwest::Client,
    journal: &mut Journal,
) {
    let access = Access {
        registry_credentials: &inputs.registry_credentials,
        oci_layout: inputs.oci_layout,
        plain_http: inputs.plain_http,
        token: inputs.token.as_ref(),
        server_url: &context.server_url,
        http,
    };
    // The chart repository first: it tells which charts to ask the registries for.
    let made: Vec<Result<Box<dyn Place>, Box<dyn Explain>>> = inputs
        .pages
        .iter()
        .map(|pages| repository(pages, &inputs.registries, &access))
        .chain(inputs.registries.iter().map(|line| registry(line, &access)))
        .collect();
    let mut places = Vec::new();
    for place in made {
        match place {
            Ok(place) => places.push(place),
            Err(error) => journal.find([error.finding()]),
        }
    }
    if journal.has_error() {
        return;
    }
    let names: Vec<String> = places.iter().map(|place| place.name()).collect();
    journal.expect(names.iter().map(String::as_str));

    let mut known = Known::default();
    let mut surveyed = Vec::new();
    for place in places {
        let running = journal.begin(Stage::Verify, &place.name());
        match place.survey(&inputs.what, &known).await {
            Ok(survey) => {
                let wrong = survey
                    .findings
                    .iter()
                    .any(|finding| finding.severity == Severity::Error);
                let state = if wrong {
                    StepState::Failed
                } else {
                    StepState::Done
                };
                journal.end(running, state, survey.detail.clone());
                journal.find(survey.findings.clone());
                known.charts.extend(survey.charts.iter().cloned());
                let read = survey
                    .held
                    .iter()
                    .filter(|(one, _)| !survey.unread.contains(one));
                known
                    .read
                    .extend(read.map(|(one, digest)| (one.clone(), digest.clone())));
                surveyed.push(Surveyed { place, survey });
            }
            Err(error) => {
                journal.end(running, StepState::Failed, error.to_string());
                journal.find([error.finding()]);
            }
        }
    }
    match agreement::compare(&inputs.what, &surveyed, inputs.package.as_deref()).await {
        Ok(findings) => journal.find(findings),
        Err(error) => journal.find([error.finding()]),
    }
}

fn repository(
    pages: &PagesTarget,
    registries: &[RegistryTarget],
    access: &Access<'_>,
) -> Result<Box<dyn Place>, Box<dyn Explain>> {
    let location =
        RepositoryLocation::parse(pages.repository.as_str(), access.server_url).map_err(boxed)?;
    let shelf: Box<dyn Shelf> = match location {
        RepositoryLocation::Directory(repository) => {
            let directory = match pages.directory.as_str() {
                "." => repository,
                directory => repository.join(directory),
            };
            Box::new(DirectoryShelf(Directory::new(directory)))
        }
        RepositoryLocation::Git(repository) => {
            let credentials = access.pages_credentials(pages, &repository);
            let remote =
                Remote::new(&repository, credentials, access.http.clone()).map_err(boxed)?;
            let branch = Branch::new(remote, BranchName::parse(&pages.branch).map_err(boxed)?);
            let directory = PagesDirectory::parse(pages.directory.as_str()).map_err(boxed)?;
            Box::new(BranchShelf::new(branch, directory))
        }
    };
    let elsewhere = Elsewhere::new(access.http.clone(), access.listed_registries(registries)?);
    Ok(Box::new(Repository::new(shelf, elsewhere)))
}

fn registry(
    line: &RegistryTarget,
    access: &Access<'_>,
) -> Result<Box<dyn Place>, Box<dyn Explain>> {
    let store: Box<dyn Store> = match line {
        RegistryTarget::Layout(directory) => Box::new(LayoutStore {
            directory: directory.clone(),
            layout: access.layout(),
            written: format!("oci-layout:{directory}"),
        }),
        RegistryTarget::Oci(text) => {
            let (client, reference) = access.registry(text)?;
            Box::new(RegistryStore::new(client, reference))
        }
    };
    Ok(Box::new(Registry::new(store)))
}
