//! Reading the inputs of a verification, and checking them against each other.

use camino::{Utf8Path, Utf8PathBuf};
use clap::ArgMatches;
use helm::load::load_archive;
use helm::metadata::Metadata;

use super::definitions as input;
use super::error::VerifyInputError;
use crate::action::environment::Environment;
use crate::action::input::Reader;
use crate::command::release::pages::pages;
use crate::command::release::registries::{credentials, registries};
use crate::release::inputs::{OciLayout, RegistryTarget};
use crate::verify::inputs::VerifyInputs;
use crate::verify::{Release, What};

/// Reads and checks the inputs: flag, then `INPUT_*`, then default.
///
/// # Errors
/// Everything that is wrong, not only the first.
pub fn read(
    flags: &ArgMatches,
    environment: &Environment,
) -> Result<VerifyInputs, Vec<VerifyInputError>> {
    let mut reader = Reader::new(flags, environment);
    let mut problems = Vec::new();
    let mut of_targets = Vec::new();
    // Secrets first: from here on no message can hold one.
    let token = reader.secret(&input::TOKEN);
    let pages_token = reader.secret(&input::PAGES_TOKEN);
    let password = reader.secret(&input::REGISTRY_PASSWORD);
    let config = reader.secret(&input::REGISTRY_CONFIG);

    let registries = registries(&reader.lines(&input::REGISTRY), &mut of_targets);
    let registry_credentials = credentials(
        reader.text(&input::REGISTRY_USERNAME),
        password,
        config,
        &registries,
        &mut of_targets,
    );
    let pages = pages(&mut reader, pages_token, &mut of_targets);
    let oci_layout = reader.choice(&input::OCI_LAYOUT);
    let asked = Asked {
        name: reader.text(&input::NAME),
        version: reader.text(&input::VERSION),
        package: reader.path(&input::PACKAGE),
        all: reader.boolean(&input::ALL),
    };
    if registries.is_empty() && pages.is_none() && of_targets.is_empty() {
        problems.push(VerifyInputError::Where);
    }
    let (what, package) = asked.what(&mut problems);
    if what == What::All(None) && pages.is_none() {
        // A directory of image layouts can be listed, a registry cannot.
        let asked = |line: &&RegistryTarget| {
            matches!(line, RegistryTarget::Oci(_)) || oci_layout == OciLayout::Exact
        };
        if let Some(registry) = registries.iter().find(asked) {
            problems.push(VerifyInputError::Whose {
                registry: match registry {
                    RegistryTarget::Oci(text) => crate::secret::redact(text),
                    RegistryTarget::Layout(directory) => format!("oci-layout:{directory}"),
                },
            });
        }
    }
    let inputs = VerifyInputs {
        what,
        package,
        registries,
        pages,
        oci_layout,
        registry_credentials,
        plain_http: reader.boolean(&input::PLAIN_HTTP),
        token,
    };
    let mut all: Vec<VerifyInputError> = reader
        .problems()
        .into_iter()
        .map(VerifyInputError::from)
        .collect();
    all.extend(of_targets.into_iter().map(VerifyInputError::from));
    all.append(&mut problems);
    if all.is_empty() { Ok(inputs) } else { Err(all) }
}

/// The inputs that say what is to be verified.
struct Asked {
    name: Option<String>,
    version: Option<String>,
    package: Option<Utf8PathBuf>,
    all: bool,
}

impl Asked {
    fn what(self, problems: &mut Vec<VerifyInputError>) -> (What, Option<Vec<u8>>) {
        if self.all {
            for (given, input) in [
                (self.version.is_some(), "version"),
                (self.package.is_some(), "package"),
            ] {
                if given {
                    problems.push(VerifyInputError::AllAndOne { input });
                }
            }
            return (What::All(self.name), None);
        }
        if let Some(path) = self.package {
            let (metadata, bytes) = match read_package(&path) {
                Ok(read) => read,
                Err(problem) => {
                    problems.push(problem);
                    return (What::All(self.name), None);
                }
            };
            for (input, given, found) in [
                ("name", self.name, &metadata.name),
                ("version", self.version, &metadata.version),
            ] {
                if let Some(given) = given.filter(|given| given != found) {
                    problems.push(VerifyInputError::Another {
                        path: path.clone(),
                        found: format!("{} {}", metadata.name, metadata.version),
                        input,
                        given,
                    });
                }
            }
            let release = Release::new(metadata.name, metadata.version);
            return (What::Release(release), Some(bytes));
        }
        match (self.name, self.version) {
            (Some(name), Some(version)) => (What::Release(Release::new(name, version)), None),
            (name, version) => {
                problems.push(VerifyInputError::Which {
                    missing: match (&name, &version) {
                        (Some(_), None) => "`version`",
                        (None, Some(_)) => "`name`",
                        _ => "`version`, `package` or `all`",
                    },
                });
                // Not a whole registry: that would be said to be wrong, too.
                (What::Release(Release::new("", "")), None)
            }
        }
    }
}

fn read_package(path: &Utf8Path) -> Result<(Metadata, Vec<u8>), VerifyInputError> {
    let bytes = std::fs::read(path).map_err(|source| VerifyInputError::Read {
        path: path.to_owned(),
        source,
    })?;
    match load_archive(&bytes) {
        Ok(chart) => Ok((chart.metadata, bytes)),
        Err(errors) => Err(VerifyInputError::Package {
            path: path.to_owned(),
            cause: errors.first().to_string(),
        }),
    }
}
