//! References: where in which registry a chart goes.
//!
//! The grammar is the distribution specification's; the rule how a chart's reference is made of the user's
//! `oci://host/path` is `helm push`'s (`pkg/pusher/ocipusher.go`), or the exact path (ruling C13).

use std::fmt;

use crate::http::is_loopback;
use crate::report::{Blame, Code, Explain};

/// CW-REGISTRY-001.
pub const REFERENCE_INVALID: Code = Code::new(
    "CW-REGISTRY-001",
    Blame::Inputs,
    "this is no reference to a registry",
    "write `oci://host/path`, for example `oci://ghcr.io/acme/charts`, without a tag; one a line",
);

/// CW-REGISTRY-002.
pub const NAME_OUTSIDE_GRAMMAR: Code = Code::new(
    "CW-REGISTRY-002",
    Blame::Inputs,
    "a registry cannot hold a repository of this name",
    "repository names are lower-case letters and digits, joined by `.`, `_`, `__` or dashes, in parts separated by `/`",
);

/// CW-REGISTRY-003.
pub const TAG_OUTSIDE_GRAMMAR: Code = Code::new(
    "CW-REGISTRY-003",
    Blame::Chart,
    "a registry cannot hold a tag of this name",
    "a tag has at most 128 letters, digits, `_`, `.` and `-`: shorten the version (its build metadata counts)",
);

/// CW-REGISTRY-004.
pub const THREE_LEVELS_ON_DOCKER_HUB: Code = Code::new(
    "CW-REGISTRY-004",
    Blame::Inputs,
    "Docker Hub has no repositories three levels deep",
    "name the namespace only (`oci://registry-1.docker.io/acme`), or the whole repository with `oci-layout: exact`",
);

/// How the repository is made of the user's path (ruling C13, input `oci-layout`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OciLayout {
    /// The chart's name is appended, as `helm push` does.
    #[default]
    Helm,
    /// The path is the repository.
    Exact,
}

/// Why a reference cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceError {
    /// No `oci://`, no host, or a tag or digest where none belongs.
    #[error("`{written}` is no reference to a registry: {reason}")]
    Invalid {
        /// As the user wrote it.
        written: String,
        /// What is the matter with it.
        reason: &'static str,
    },
    /// The repository's name is outside the grammar.
    #[error("`{host}` cannot hold a repository named `{repository}`")]
    Name {
        /// The registry.
        host: String,
        /// The repository that would be needed.
        repository: String,
        /// The same in lower case, when that would be a good name.
        suggestion: Option<String>,
        /// Whether the chart's own name is what is outside the grammar.
        chart_name: Option<String>,
    },
    /// The version makes no tag.
    #[error("`{tag}` is not a tag that a registry can hold{}", if *.length > 128 { format!(" ({length} characters, at most 128)") } else { String::new() })]
    Tag {
        /// The tag that would be needed.
        tag: String,
        /// Its length in characters.
        length: usize,
    },
    /// `namespace/path/chart` on Docker Hub, which answers it with a misleading 401.
    #[error(
        "Docker Hub cannot hold `{repository}`: its repositories are `namespace/name`, two levels"
    )]
    ThreeLevels {
        /// The repository that would be needed.
        repository: String,
        /// The exact reference to write instead, with `oci-layout: exact`.
        exact: String,
    },
}

impl Explain for ReferenceError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Invalid { .. } => &REFERENCE_INVALID,
            Self::Name { .. } => &NAME_OUTSIDE_GRAMMAR,
            Self::Tag { .. } => &TAG_OUTSIDE_GRAMMAR,
            Self::ThreeLevels { .. } => &THREE_LEVELS_ON_DOCKER_HUB,
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::Name {
                chart_name: Some(name),
                ..
            } => Some(format!(
                "the chart's name `{name}` is appended to the path, and a registry takes lower case only: \
                 rename the chart, or give the whole repository with `oci-layout: exact`"
            )),
            Self::Name {
                host,
                suggestion: Some(suggestion),
                ..
            } if host.eq_ignore_ascii_case("ghcr.io") => Some(format!(
                "GHCR knows owners in lower case only, whatever their name looks like on the web: write `{suggestion}`"
            )),
            Self::Name {
                suggestion: Some(suggestion),
                ..
            } => Some(format!(
                "registries take lower case only: write `{suggestion}`"
            )),
            Self::ThreeLevels { exact, .. } => Some(format!(
                "name the namespace only and the chart's name is appended; or write `{exact}` with `oci-layout: exact`"
            )),
            _ => None,
        }
    }
}

/// A registry's host, with its port when it has one.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RegistryHost(String);

impl RegistryHost {
    /// Reads `host`, `host:port`, `[v6]:port`.
    pub fn parse(text: &str) -> Option<Self> {
        let (host, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (address, after) = rest.split_once(']')?;
                address.parse::<std::net::Ipv6Addr>().ok()?;
                (
                    None,
                    after
                        .strip_prefix(':')
                        .or_else(|| after.is_empty().then_some("")),
                )
            }
            None => match text.split_once(':') {
                Some((host, port)) => (Some(host), Some(port).filter(|port| !port.is_empty())),
                None => (Some(text), Some("")),
            },
        };
        let port = port?;
        if !port.is_empty() {
            port.parse::<u16>().ok()?;
        }
        if let Some(host) = host {
            let component = |part: &str| {
                !part.is_empty()
                    && !part.starts_with('-')
                    && !part.ends_with('-')
                    && part
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            };
            if !host.split('.').all(component) {
                return None;
            }
        }
        Some(Self(text.to_owned()))
    }

    /// As written: `ghcr.io`, `localhost:5000`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Without the port.
    pub fn name(&self) -> &str {
        match self.0.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or(rest),
            None => self.0.split(':').next().unwrap_or(&self.0),
        }
    }

    /// Whether it is this machine itself.
    pub fn is_loopback(&self) -> bool {
        is_loopback(self.name())
    }

    /// Whether it is Docker Hub under one of its names.
    pub fn is_docker_hub(&self) -> bool {
        ["docker.io", "index.docker.io", "registry-1.docker.io"]
            .iter()
            .any(|name| self.0.eq_ignore_ascii_case(name))
    }

    /// Where its API answers: Docker Hub's is at `registry-1.docker.io`.
    pub fn api(&self) -> &str {
        if self.is_docker_hub() {
            "registry-1.docker.io"
        } else {
            &self.0
        }
    }
}

impl fmt::Display for RegistryHost {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A repository's name within its registry: `acme/charts/podinfo`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RepositoryName(String);

impl RepositoryName {
    /// `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/…)*`, at most 255 characters.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() <= 255 && text.split('/').all(is_path_component)).then(|| Self(text.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RepositoryName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

fn is_path_component(text: &str) -> bool {
    let alphanumeric = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut separator = String::new();
    let mut any = false;
    for byte in text.bytes() {
        if alphanumeric(byte) {
            let joined = separator.is_empty()
                || matches!(separator.as_str(), "." | "_" | "__")
                || separator.bytes().all(|byte| byte == b'-');
            if !joined || (!any && !separator.is_empty()) {
                return false;
            }
            separator.clear();
            any = true;
        } else if matches!(byte, b'.' | b'_' | b'-') {
            separator.push(char::from(byte));
        } else {
            return false;
        }
    }
    any && separator.is_empty()
}

/// A tag: a version with `+` written as `_`, since a registry takes no `+` (Helm maps it both ways).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Tag(String);

impl Tag {
    /// The tag of a version.
    ///
    /// # Errors
    /// When it is outside `[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}`.
    pub fn of_version(version: &str) -> Result<Self, ReferenceError> {
        let tag = version.replace('+', "_");
        let mut bytes = tag.bytes();
        let first = bytes
            .next()
            .is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let rest =
            bytes.all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'));
        if first && rest && tag.len() <= 128 {
            Ok(Self(tag))
        } else {
            let length = tag.chars().count();
            Err(ReferenceError::Tag { tag, length })
        }
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What the user named: `oci://host/path`, to be completed by a chart's name and version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartRepositoryReference {
    written: String,
    host: RegistryHost,
    path: String,
    layout: OciLayout,
}

impl ChartRepositoryReference {
    /// Reads `oci://host[:port][/path]`. A trailing slash is dropped.
    ///
    /// # Errors
    /// When the scheme or the host is missing or wrong, when it carries a tag, digest or credentials, or when the
    /// path cannot be a repository's.
    pub fn parse(text: &str, layout: OciLayout) -> Result<Self, ReferenceError> {
        let written = text.trim();
        let invalid = |reason| ReferenceError::Invalid {
            written: written.to_owned(),
            reason,
        };
        let rest = match written.split_once("://") {
            Some(("oci", rest)) => rest,
            Some(("http", _)) => {
                return Err(invalid(
                    "it begins with `http://`; write `oci://` (plain HTTP is for loopback, or with `--plain-http`)",
                ));
            }
            Some(_) => return Err(invalid("it does not begin with `oci://`")),
            None => return Err(invalid("it has no `oci://` in front")),
        };
        let rest = rest.trim_end_matches('/');
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if rest.contains('@') {
            return Err(invalid(
                "it holds an `@`: neither a digest nor credentials belong here",
            ));
        }
        if rest.contains(['?', '#']) || rest.contains(char::is_whitespace) {
            return Err(invalid("it holds characters that no reference has"));
        }
        let host =
            RegistryHost::parse(host).ok_or_else(|| invalid("its host is not a host name"))?;
        if path.contains(':') {
            return Err(invalid(
                "it holds a tag; the chart's version becomes the tag",
            ));
        }
        if path.is_empty() && layout == OciLayout::Exact {
            return Err(invalid(
                "with `oci-layout: exact` it must name the repository",
            ));
        }
        if !path.is_empty() && RepositoryName::parse(path).is_none() {
            return Err(name_error(&host, path, path, None));
        }
        Ok(Self {
            written: written.to_owned(),
            path: path.to_owned(),
            host,
            layout,
        })
    }

    /// As the user wrote it.
    pub fn as_written(&self) -> &str {
        &self.written
    }

    /// The registry.
    pub fn host(&self) -> &RegistryHost {
        &self.host
    }

    /// Where a chart goes.
    ///
    /// # Errors
    /// When the repository or the tag would be outside the grammar, or three levels deep on Docker Hub.
    pub fn chart(&self, name: &str, version: &str) -> Result<ChartReference, ReferenceError> {
        let repository = match (self.layout, self.path.is_empty()) {
            (OciLayout::Exact, _) => self.path.clone(),
            (OciLayout::Helm, true) => name.to_owned(),
            (OciLayout::Helm, false) => format!("{}/{name}", self.path),
        };
        let Some(parsed) = RepositoryName::parse(&repository) else {
            return Err(name_error(&self.host, &self.path, &repository, Some(name)));
        };
        if self.host.is_docker_hub() && repository.split('/').count() > 2 {
            let namespace = repository.split('/').next().unwrap_or_default();
            return Err(ReferenceError::ThreeLevels {
                exact: format!("oci://{}/{namespace}/{name}", self.host),
                repository,
            });
        }
        Ok(ChartReference {
            host: self.host.clone(),
            repository: parsed,
            tag: Tag::of_version(version)?,
        })
    }
}

fn name_error(
    host: &RegistryHost,
    path: &str,
    repository: &str,
    chart_name: Option<&str>,
) -> ReferenceError {
    let lower = path.to_lowercase();
    ReferenceError::Name {
        host: host.to_string(),
        repository: repository.to_owned(),
        suggestion: RepositoryName::parse(&lower).map(|path| format!("oci://{host}/{path}")),
        chart_name: chart_name.map(ToOwned::to_owned),
    }
}

impl fmt::Display for ChartRepositoryReference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written)
    }
}

/// One chart at one version in one registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChartReference {
    /// The registry.
    pub host: RegistryHost,
    /// The repository.
    pub repository: RepositoryName,
    /// The tag.
    pub tag: Tag,
}

impl ChartReference {
    /// `oci://host/repository`, what `helm install` takes together with `--version`.
    pub fn without_tag(&self) -> String {
        format!("oci://{}/{}", self.host, self.repository)
    }
}

impl fmt::Display for ChartReference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "oci://{}/{}:{}",
            self.host, self.repository, self.tag
        )
    }
}

#[cfg(test)]
#[path = "reference/tests.rs"]
mod tests;
