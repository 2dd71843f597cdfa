//! What kind of chart something is, before it is loaded (`pkg/chart/loader/load.go` of Helm 4, whose words these are).

use std::path::Path;

use super::{Errors, archive, archive_of, load_directory};
use crate::chart::Chart;
use crate::metadata::decode;
use crate::words::go_words;

/// Why it is not known to be a chart.
#[derive(Debug, thiserror::Error)]
pub enum DetectError {
    /// The directory has no Chart.yaml that can be read.
    #[error("unable to detect chart at {path}: open {path}: {cause}")]
    NoChartfile {
        /// Where it should be.
        path: String,
        /// Go's words.
        cause: String,
    },
    /// The file is something else than a package.
    #[error("file '{path}' does not appear to be a gzipped archive; got '{found}'")]
    NotGzip {
        /// The file.
        path: String,
        /// Its media type, as far as its beginning tells.
        found: &'static str,
    },
    /// The file is probably one of values.
    #[error("file '{path}' seems to be a YAML file, but expected a gzipped archive")]
    Yaml {
        /// The file.
        path: String,
    },
    /// The package is damaged.
    #[error("unable to load chart archive")]
    Archive(#[source] super::ArchiveError),
    /// The package holds no Chart.yaml.
    #[error("unable to detect chart version, no Chart.yaml found")]
    NoChartfileInArchive,
    /// Chart.yaml cannot be read.
    #[error("cannot load Chart.yaml: {0}")]
    Chartfile(String),
    /// Its `apiVersion` is none that there is.
    #[error("unsupported chart version")]
    Unsupported,
    /// The file cannot be read.
    #[error("open {path}: {source}")]
    Io {
        /// The file.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// Why no chart was loaded.
#[derive(Debug)]
pub enum NotLoaded {
    /// It is not known to be a chart.
    Detect(DetectError),
    /// It is one, and does not load.
    Load(Errors),
}

impl From<DetectError> for NotLoaded {
    fn from(error: DetectError) -> Self {
        Self::Detect(error)
    }
}

impl From<Errors> for NotLoaded {
    fn from(errors: Errors) -> Self {
        Self::Load(errors)
    }
}

/// Loads a chart from a directory or from a package, whichever is there. `absolute` is the path as errors show it.
///
/// # Errors
/// When it is no chart of a kind that is known (`v3` is one, which nothing here can do more with), or does not load.
pub fn load(path: &Path, absolute: &str) -> Result<Chart, NotLoaded> {
    if path.is_dir() {
        let chartfile =
            std::fs::read(path.join("Chart.yaml")).map_err(|error| DetectError::NoChartfile {
                path: format!("{absolute}/Chart.yaml"),
                cause: go_words(&error),
            })?;
        check_api_version(&chartfile)?;
        return Ok(load_directory(path)?);
    }
    let bytes = std::fs::read(path).map_err(|source| DetectError::Io {
        path: absolute.to_owned(),
        source,
    })?;
    if !bytes.starts_with(b"\x1f\x8b\x08") {
        let path = absolute.to_owned();
        return Err(if path.ends_with(".yml") || path.ends_with(".yaml") {
            DetectError::Yaml { path }
        } else {
            let found = media_type(&bytes);
            DetectError::NotGzip { path, found }
        }
        .into());
    }
    let files = archive::read(&bytes).map_err(DetectError::Archive)?;
    let chartfile = files
        .iter()
        .find(|file| file.name == "Chart.yaml")
        .ok_or(DetectError::NoChartfileInArchive)?;
    check_api_version(&chartfile.data)?;
    Ok(archive_of(files, 0)?)
}

fn check_api_version(chartfile: &[u8]) -> Result<(), DetectError> {
    let version = decode::api_version(chartfile)
        .map_err(|error| DetectError::Chartfile(error.to_string()))?;
    match version.as_str() {
        "" | "v1" | "v2" | "v3" => Ok(()),
        _ => Err(DetectError::Unsupported),
    }
}

/// `net/http.DetectContentType` of the first 512 bytes, which Helm fills up with zeros: of the many types that it
/// knows, those that somebody may take for a package.
fn media_type(bytes: &[u8]) -> &'static str {
    const LOOKED_AT: usize = 512;
    let is_binary = |byte: &u8| matches!(byte, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f);
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    if head.starts_with(b"PK\x03\x04") {
        "application/zip"
    } else if head.starts_with(b"%PDF-") {
        "application/pdf"
    } else if head.trim_ascii_start().starts_with(b"<?xml") {
        "text/xml; charset=utf-8"
    } else if head.starts_with(b"\xef\xbb\xbf") {
        "text/plain; charset=utf-8"
    } else if head.len() < LOOKED_AT || head.iter().any(is_binary) {
        "application/octet-stream"
    } else {
        "text/plain; charset=utf-8"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn api_versions_are_told_apart() {
        let ask =
            |text: &str| check_api_version(text.as_bytes()).map_err(|error| error.to_string());
        for good in [
            "",
            "apiVersion: v1",
            "APIVERSION: v2",
            "apiVersion: v3\nname: [x]",
        ] {
            assert_eq!(ask(good), Ok(()), "{good}");
        }
        for (bad, message) in [
            ("apiVersion: v4", "unsupported chart version"),
            ("apiVersion: 2", "unsupported chart version"),
            (
                "apiVersion: [a]",
                "cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array \
                 into Go struct field chartBase.apiVersion of type string",
            ),
            (
                "abc",
                "cannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string \
                 into Go value of type loader.chartBase",
            ),
        ] {
            assert_eq!(ask(bad), Err(message.to_owned()), "{bad}");
        }
    }

    #[test]
    fn files_that_are_no_packages_are_named() {
        for (bytes, expected) in [
            (&b"hello"[..], "application/octet-stream"),
            (&[b'a'; 600], "text/plain; charset=utf-8"),
            (b"PK\x03\x04..", "application/zip"),
        ] {
            assert_eq!(media_type(bytes), expected);
        }
    }
}
