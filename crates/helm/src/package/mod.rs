//! Packaging: the same tar content as `helm package`, and the same bytes whenever it is done again.

mod comparison;
mod gzip;
mod tarball;

use sha2::{Digest as _, Sha256};

use crate::chart::Chart;
use crate::check::CheckedChart;
use crate::load::ArchiveError;
use crate::metadata::{API_VERSION_2, DecodeError, Metadata, ValidationError};
use crate::version::Version;

pub use comparison::differences;

/// A built chart package: the .tgz in memory with what is known about it.
#[derive(Debug, Clone)]
pub struct Package {
    /// The metadata as packaged (after `version-from` and `app-version`).
    pub metadata: Metadata,
    /// The .tgz's bytes.
    pub bytes: Vec<u8>,
    /// Their sha256, lower-case hex without a prefix.
    pub sha256: String,
    /// The commit's time: the mtime of every entry, `created` everywhere.
    pub created: jiff::Timestamp,
    /// The entries' names that stand in it more than once, in order: Helm packs two subcharts of one name, and what is
    /// installed then depends on who unpacks.
    pub repeated: Vec<String>,
}

impl Package {
    /// `<name>-<version>.tgz`, as `helm package` names it.
    pub fn file_name(&self) -> String {
        format!("{}-{}.tgz", self.metadata.name, self.metadata.version)
    }
}

/// What a package takes from elsewhere than the chart.
#[derive(Debug, Clone)]
pub struct Options {
    /// The mtime of every entry, to the second.
    pub created: jiff::Timestamp,
    /// Another version than Chart.yaml's, written as its [`Version::original`] is.
    pub version: Option<Version>,
    /// Another appVersion than Chart.yaml's.
    pub app_version: Option<String>,
}

/// Why a chart cannot be packaged, or packages cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The metadata is not valid, with the new version and appVersion.
    #[error("chart validation: {0}")]
    Validation(#[from] ValidationError),
    /// A values.schema.json is not JSON.
    #[error("invalid JSON in {path}: {source}")]
    Schema {
        /// Its path in the package.
        path: String,
        /// Why.
        source: serde_json::Error,
    },
    /// Chart.yaml cannot be read again as Helm writes it: a key `"<<"` loses its quotes and becomes a merge key.
    #[error("{path} could not be read again by Helm: {source}")]
    Chartfile {
        /// Its path in the package.
        path: String,
        /// Why.
        source: DecodeError,
    },
    /// A file's name cannot be written to a tar file.
    #[error("the name {name:?} cannot be written to a package")]
    Name {
        /// The name.
        name: String,
    },
    /// The bytes cannot be compressed.
    #[error("cannot compress the package: {0}")]
    Compress(#[from] flate2::CompressError),
    /// An existing package cannot be read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

/// Packages a chart (`pkg/chart/v2/util/save.go`).
pub fn build(chart: CheckedChart, options: &Options) -> Result<Package, Error> {
    let mut chart = chart.into_chart();
    if let Some(version) = &options.version {
        version.original().clone_into(&mut chart.metadata.version);
    }
    if let Some(app_version) = &options.app_version {
        chart.metadata.app_version.clone_from(app_version);
    }
    chart.metadata.validate()?;
    let mut tarball = tarball::Tarball::new(size_of(&chart), options.created.as_second());
    write(&mut tarball, &chart, "")?;
    let (tar, repeated) = tarball.finish();
    let bytes = gzip::compress(&tar)?;
    let sha256 = hex(&Sha256::digest(&bytes));
    Ok(Package {
        metadata: chart.metadata,
        bytes,
        sha256,
        created: options.created,
        repeated,
    })
}

/// `writeTarContents`: the chart's own files in Helm's order, then its subcharts.
fn write(tarball: &mut tarball::Tarball, chart: &Chart, prefix: &str) -> Result<(), Error> {
    let base = format!("{prefix}{}", chart.name());
    let chartfile = chart.metadata.to_packaged_yaml();
    let path = format!("{base}/Chart.yaml");
    if let Err(source) = Metadata::from_yaml(chartfile.as_bytes()) {
        return Err(Error::Chartfile { path, source });
    }
    tarball.append(&path, chartfile.as_bytes())?;
    if chart.metadata.api_version == API_VERSION_2
        && let Some(lock) = &chart.lock
    {
        tarball.append(&format!("{base}/Chart.lock"), lock.to_yaml().as_bytes())?;
    }
    for values in &chart.values_files {
        tarball.append(&format!("{base}/values.yaml"), values)?;
    }
    if let Some(schema) = &chart.schema {
        let path = format!("{base}/values.schema.json");
        if let Err(source) = serde_json::from_slice::<serde::de::IgnoredAny>(schema) {
            return Err(Error::Schema { path, source });
        }
        tarball.append(&path, schema)?;
    }
    for file in chart.templates.iter().chain(&chart.files) {
        tarball.append(&format!("{base}/{}", file.name), &file.data)?;
    }
    for subchart in &chart.subcharts {
        write(tarball, subchart, &format!("{base}/charts/"))?;
    }
    Ok(())
}

/// About how many bytes the chart takes in a tar file.
fn size_of(chart: &Chart) -> usize {
    let files = chart.templates.iter().chain(&chart.files);
    let data = files.map(|file| file.data.len() + 1024).sum::<usize>();
    let values: usize = chart.values_files.iter().map(|file| file.len()).sum();
    let subcharts: usize = chart.subcharts.iter().map(size_of).sum();
    data + values + chart.schema.as_ref().map_or(0, |schema| schema.len()) + subcharts + 8 * 1024
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests;
