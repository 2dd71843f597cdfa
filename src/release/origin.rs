//! Whether the chart's files are what the commit says.

use camino::{Utf8Path, Utf8PathBuf};
use helm::chart::Chart;

use crate::git::{Checkout, GitError};
use crate::report::{Blame, Code, Finding, Severity};

/// CW-PACKAGE-001.
const NOT_THE_COMMIT: Code = Code::new(
    "CW-PACKAGE-001",
    Blame::Chart,
    "the chart's files are not what the commit says",
    "commit the files, or name them in .helmignore: only a package made of what the commit holds can be made again",
);

/// The codes of this module.
pub const CODES: &[&Code] = &[&NOT_THE_COMMIT];

/// How many files are named; the rest are counted.
const NAMED: usize = 10;

/// A warning that names the packaged files that git does not know, or that differ from the commit; `None` when there
/// are none.
///
/// # Errors
/// When the checkout cannot be read.
pub fn differences(
    checkout: &Checkout,
    root: &Utf8Path,
    directory: &Utf8Path,
    chart: &Chart,
) -> Result<Option<Finding>, GitError> {
    let files: Vec<Utf8PathBuf> = chart
        .sources
        .iter()
        .filter_map(|source| Utf8PathBuf::from_path_buf(source.file.clone()).ok())
        .collect();
    let differences = checkout.differences(root.join(directory).as_std_path(), &files)?;
    if differences.is_empty() {
        return Ok(None);
    }
    let mut finding = Finding::new(
        &NOT_THE_COMMIT,
        Severity::Warning,
        match differences.len() {
            1 => "1 file of the chart is not what the commit says".to_owned(),
            count => format!("{count} files of the chart are not what the commit says"),
        },
    );
    for difference in differences.iter().take(NAMED) {
        finding = finding.note(
            "file",
            format!("{} ({})", difference.path, difference.kind.words()),
        );
    }
    if differences.len() > NAMED {
        finding = finding.note("file", format!("and {} more", differences.len() - NAMED));
    }
    Ok(Some(finding))
}
