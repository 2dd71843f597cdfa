//! One entry of an index, held against the package that it lists.

use helm::index::Listed;

use super::code::{NO_DIGEST, OTHER_DIGEST, OTHER_METADATA};
use super::package::{differing_fields, inspect, inspect_provenance, sha256};
use super::place::{Release, Survey};
use crate::report::{Finding, Severity};

/// A package as it was read.
pub(super) struct Package<'a> {
    /// Where it was read, as a message shows it.
    pub(super) at: &'a str,
    /// The name by which its provenance file knows it.
    pub(super) file: &'a str,
    /// Its bytes.
    pub(super) bytes: &'a [u8],
    /// Its provenance file, when there is one.
    pub(super) provenance: Option<&'a [u8]>,
}

/// What the entry says of the package: its digest, its Chart.yaml. And whether its provenance file is its own.
pub(super) fn inspect_entry(
    release: Release,
    listed: &Listed,
    package: &Package<'_>,
    survey: &mut Survey,
) {
    let at = package.at;
    let digest = sha256(package.bytes);
    match &listed.digest {
        Some(said) if *said != digest => {
            let message = format!("{release}: {at} does not have the digest that the index says");
            let finding = Finding::new(&OTHER_DIGEST, Severity::Error, message);
            survey.find(
                finding
                    .note("index", format!("sha256:{said}"))
                    .note("file", format!("sha256:{digest}")),
            );
        }
        Some(_) => {}
        None => {
            let message = format!("{release} has no digest in the index");
            survey.find(Finding::new(&NO_DIGEST, Severity::Warning, message));
        }
    }
    if let Some(metadata) = inspect(&release, package.bytes, at, survey) {
        let fields = differing_fields(&listed.fields, &metadata);
        if !fields.is_empty() {
            let message = format!(
                "{release}: the index and Chart.yaml differ in {}",
                fields.join(", ")
            );
            survey.find(Finding::new(&OTHER_METADATA, Severity::Warning, message));
        }
    }
    if let Some(provenance) = package.provenance {
        inspect_provenance(&release, package.file, &digest, provenance, survey);
    }
    survey.held.entry(release).or_insert(digest);
}
