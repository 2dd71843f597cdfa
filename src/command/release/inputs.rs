//! Reading the inputs of a release, and checking them against each other.

use std::collections::BTreeMap;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use clap::ArgMatches;
use helm::render::KubeVersion;

use super::definitions as input;
use super::error::ReleaseInputError;
use super::pages::pages;
use super::registries::{credentials, registries};
use crate::action::environment::Environment;
use crate::action::input::Reader;
use crate::command::values::KUBE_VERSION;
use crate::release::inputs::{AppVersion, PagesTarget, RegistryTarget, ReleaseInputs, Targets};

/// Reads and checks the inputs: flag, then `INPUT_*`, then default.
///
/// # Errors
/// Everything that is wrong, not only the first.
pub fn read(
    flags: &ArgMatches,
    environment: &Environment,
) -> Result<ReleaseInputs, Vec<ReleaseInputError>> {
    let mut reader = Reader::new(flags, environment);
    let mut problems = Vec::new();
    // Secrets first: from here on no message can hold one.
    let token = reader.secret(&input::TOKEN);
    let pages_token = reader.secret(&input::PAGES_TOKEN);
    let password = reader.secret(&input::REGISTRY_PASSWORD);
    let config = reader.secret(&input::REGISTRY_CONFIG);

    let destination = reader
        .path(&input::DESTINATION)
        .unwrap_or_else(|| Utf8PathBuf::from("."));
    let registries = registries(&reader.lines(&input::REGISTRY), &mut problems);
    let registry_credentials = credentials(
        reader.text(&input::REGISTRY_USERNAME),
        password,
        config,
        &registries,
        &mut problems,
    );
    let pages = pages(&mut reader, pages_token, &mut problems);
    refuse_the_same_twice(&registries, pages.as_ref(), &mut problems);
    let targets = if registries.is_empty() && pages.is_none() {
        Targets::Embedded {
            layout: destination.join("registry"),
            pages: destination.join("pages"),
        }
    } else {
        Targets::Given { registries, pages }
    };

    let inputs = ReleaseInputs {
        chart: reader.path(&input::CHART),
        tag: reader
            .text(&input::TAG)
            .and_then(|tag| tag_name(&tag, &mut problems)),
        version_from: reader.choice(&input::VERSION_FROM),
        app_version: reader
            .text(&input::APP_VERSION)
            .map(|value| match value.as_str() {
                "tag" => AppVersion::Tag,
                _ => AppVersion::Value(value),
            }),
        prerelease: reader.choice(&input::PRERELEASE),
        on_invalid_tag: reader.choice(&input::ON_INVALID_TAG),
        targets,
        oci_layout: reader.choice(&input::OCI_LAYOUT),
        registry_credentials,
        plain_http: reader.boolean(&input::PLAIN_HTTP),
        token,
        lint: reader.choice(&input::LINT),
        kube_version: kube_version(&mut reader, &mut problems),
        dry_run: reader.boolean(&input::DRY_RUN),
        destination,
    };
    let mut all: Vec<ReleaseInputError> = reader
        .problems()
        .into_iter()
        .map(ReleaseInputError::from)
        .collect();
    all.append(&mut problems);
    if all.is_empty() { Ok(inputs) } else { Err(all) }
}

fn kube_version(reader: &mut Reader<'_>, problems: &mut Vec<ReleaseInputError>) -> KubeVersion {
    let Some(given) = reader.text(&KUBE_VERSION) else {
        return KubeVersion::default();
    };
    KubeVersion::parse(&given).unwrap_or_else(|source| {
        problems.push(ReleaseInputError::KubeVersion { given, source });
        KubeVersion::default()
    })
}

fn tag_name(given: &str, problems: &mut Vec<ReleaseInputError>) -> Option<String> {
    let problem = match given.strip_prefix("refs/tags/") {
        Some("") => "no name at all",
        Some(name) => return Some(name.to_owned()),
        None if given.starts_with("refs/heads/") => "a branch",
        None if given.starts_with("refs/") => "a reference that is no tag",
        None => return Some(given.to_owned()),
    };
    problems.push(ReleaseInputError::NotATag {
        tag: given.to_owned(),
        problem,
    });
    None
}

fn refuse_the_same_twice(
    registries: &[RegistryTarget],
    pages: Option<&PagesTarget>,
    problems: &mut Vec<ReleaseInputError>,
) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let registries = registries.iter().map(|target| match target {
        RegistryTarget::Oci(reference) => {
            let trimmed = reference.trim_end_matches('/');
            let host = target.host().unwrap_or_default();
            let place = trimmed.replacen(host, &host.to_ascii_lowercase(), 1);
            (place, reference.clone())
        }
        RegistryTarget::Layout(directory) => (normal(directory), format!("oci-layout:{directory}")),
    });
    // A chart repository in a directory that is an image layout too would be two things in one.
    let pages = pages.map(|pages| {
        let repository = pages.repository.as_str();
        let place = normal(&Utf8Path::new(repository).join(&pages.directory));
        (place, repository.to_owned())
    });
    for (place, written) in registries.chain(pages) {
        if let Some(first) = seen.get(&place) {
            problems.push(ReleaseInputError::TargetTwice {
                target: first.clone(),
                again: written,
            });
        } else {
            seen.insert(place, written);
        }
    }
}

/// A path without `.` parts, with `..` taken back where that can be told from the text alone.
fn normal(path: &Utf8Path) -> String {
    let mut normal = Utf8PathBuf::new();
    for component in path.components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal.into_string()
}
