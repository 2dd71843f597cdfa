//! What Helm asks of metadata before it loads or packages a chart (`metadata.go:Validate`).

use std::collections::BTreeSet;

use super::{Dependency, Maintainer, Metadata};
use crate::version::Version;
use gotemplate::strconv::is_printable;
use gotemplate::strconv::quote;

/// Why Helm refuses metadata, in Helm's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ValidationError {
    /// No `apiVersion`.
    #[error("validation: chart.metadata.apiVersion is required")]
    ApiVersionMissing,
    /// No `name`.
    #[error("validation: chart.metadata.name is required")]
    NameMissing,
    /// The name is `.` or `..`.
    #[error("validation: chart.metadata.name {} is not allowed", quote(.0.as_bytes()))]
    NameNotAllowed(String),
    /// The name holds a path.
    #[error("validation: chart.metadata.name {} is invalid", quote(.0.as_bytes()))]
    NameInvalid(String),
    /// No `version`.
    #[error("validation: chart.metadata.version is required")]
    VersionMissing,
    /// The version is none.
    #[error("validation: chart.metadata.version {} is invalid", quote(.0.as_bytes()))]
    VersionInvalid(String),
    /// The type is neither `application` nor `library`.
    #[error("validation: chart.metadata.type must be application or library")]
    Type(String),
    /// A maintainer is null.
    #[error("validation: maintainers must not contain empty or null nodes")]
    MaintainerNull,
    /// A dependency is null.
    #[error("validation: dependencies must not contain empty or null nodes")]
    DependencyNull,
    /// An alias holds other characters than letters, digits, `_` and `-`.
    #[error("validation: dependency {} has disallowed characters in the alias", quote(.0.as_bytes()))]
    Alias(String),
    /// Two dependencies go by the same name.
    #[error("validation: more than one dependency with name or alias {}", quote(.0.as_bytes()))]
    DependencyRepeated(String),
}

impl ValidationError {
    /// The field of Chart.yaml that it is about.
    pub fn field(&self) -> &'static str {
        match self {
            Self::ApiVersionMissing => "apiVersion",
            Self::NameMissing | Self::NameNotAllowed(_) | Self::NameInvalid(_) => "name",
            Self::VersionMissing | Self::VersionInvalid(_) => "version",
            Self::Type(_) => "type",
            Self::MaintainerNull => "maintainers",
            Self::DependencyNull | Self::Alias(_) | Self::DependencyRepeated(_) => "dependencies",
        }
    }
}

impl Metadata {
    /// Cleans the texts and checks them as Helm does; the error is the one that Helm would show.
    pub fn validate(&mut self) -> Result<(), ValidationError> {
        self.problems().into_iter().next().map_or(Ok(()), Err)
    }

    /// Cleans the texts and gives all that Helm would refuse, in Helm's order.
    pub(crate) fn problems(&mut self) -> Vec<ValidationError> {
        self.sanitise();
        let mut problems = Vec::new();
        if self.api_version.is_empty() {
            problems.push(ValidationError::ApiVersionMissing);
        }
        problems.extend(name_problem(&self.name));
        if self.version.is_empty() {
            problems.push(ValidationError::VersionMissing);
        } else if Version::parse(&self.version).is_err() {
            problems.push(ValidationError::VersionInvalid(self.version.clone()));
        }
        if !matches!(self.chart_type.as_str(), "" | "application" | "library") {
            problems.push(ValidationError::Type(self.chart_type.clone()));
        }
        if self.maintainers.iter().any(Option::is_none) {
            problems.push(ValidationError::MaintainerNull);
        }
        let mut keys = BTreeSet::new();
        for dependency in &self.dependencies {
            let Some(dependency) = dependency else {
                problems.push(ValidationError::DependencyNull);
                continue;
            };
            if !is_alias(&dependency.alias) {
                problems.push(ValidationError::Alias(dependency.name.clone()));
            }
            if !keys.insert(dependency.key()) {
                problems.push(ValidationError::DependencyRepeated(
                    dependency.key().to_owned(),
                ));
            }
        }
        problems
    }

    /// Version, type, annotations and API version stay as they are, as in Helm.
    fn sanitise(&mut self) {
        for text in [
            &mut self.name,
            &mut self.description,
            &mut self.home,
            &mut self.icon,
            &mut self.condition,
            &mut self.tags,
            &mut self.app_version,
            &mut self.kube_version,
        ] {
            sanitise(text);
        }
        self.sources.iter_mut().for_each(sanitise);
        self.keywords.iter_mut().for_each(sanitise);
        for Maintainer { name, email, url } in self.maintainers.iter_mut().flatten() {
            [name, email, url].into_iter().for_each(sanitise);
        }
        for dependency in self.dependencies.iter_mut().flatten() {
            let Dependency {
                name,
                version,
                repository,
                condition,
                tags,
                ..
            } = dependency;
            [name, version, repository, condition]
                .into_iter()
                .chain(tags)
                .for_each(sanitise);
        }
    }
}

fn name_problem(name: &str) -> Option<ValidationError> {
    match name {
        "" => Some(ValidationError::NameMissing),
        "." | ".." => Some(ValidationError::NameNotAllowed(name.to_owned())),
        name if !is_base_name(name) => Some(ValidationError::NameInvalid(name.to_owned())),
        _ => None,
    }
}

/// Whether the name is its own last path element. Helm lets the name `/` pass, whose files would be absolute; this
/// project does not.
pub(crate) fn is_base_name(name: &str) -> bool {
    !name.contains('/')
}

fn is_alias(alias: &str) -> bool {
    alias
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

/// Every space becomes a plain one, and what cannot be printed goes (`sanitizeString`).
fn sanitise(text: &mut String) {
    let clean = |character: char| character == ' ' || is_printable(character);
    if text.chars().all(clean) {
        return;
    }
    *text = text
        .chars()
        .filter_map(|character| {
            if character.is_whitespace() {
                Some(' ')
            } else {
                is_printable(character).then_some(character)
            }
        })
        .collect();
}
