//! Deprecated API objects (`lint/rules/deprecations.go`, k8s.io/apiserver's `deprecation.go`).
//!
//! `deprecation/table.txt` holds what Kubernetes says of its own types: an object, the version since when it is
//! deprecated, the one that has it no more, and what to use. `deprecation/generate` made it from k8s.io/api v0.36.1
//! (Apache-2.0), the version in Helm 4.2.4.

use std::str::FromStr;

/// A version of Kubernetes, without its patch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KubernetesVersion {
    /// 1
    pub major: u64,
    /// The number that counts.
    pub minor: u64,
}

impl Default for KubernetesVersion {
    /// The one that Helm 4.2.4 takes where none is given.
    fn default() -> Self {
        Self {
            major: 1,
            minor: 36,
        }
    }
}

impl FromStr for KubernetesVersion {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (major, minor) = text.split_once('.').unwrap_or((text, ""));
        Ok(Self {
            major: major.parse()?,
            minor: minor.parse()?,
        })
    }
}

/// What Kubernetes says of a type that it gives up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Deprecation {
    since: &'static str,
    removed: Option<&'static str>,
    replacement: Option<&'static str>,
}

const TABLE: &str = include_str!("deprecation/table.txt");

/// What a line of the table says, behind its object.
fn deprecation(fields: &'static str) -> Option<Deprecation> {
    let given = |field: &'static str| (field != "-").then_some(field);
    let mut fields = fields.split('\t');
    Some(Deprecation {
        since: fields.next()?,
        removed: given(fields.next()?),
        replacement: given(fields.next()?),
    })
}

/// Looks an object up in the table: every rendered object is, so it is not read line by line.
fn find(object: &str) -> Option<Deprecation> {
    // Nothing in the table has a tab or a line end in its name, and what is looked for ends there.
    if object.bytes().any(|byte| byte.is_ascii_control()) {
        return None;
    }
    let start = format!("{object}\t");
    let fields = match TABLE.strip_prefix(&start) {
        Some(fields) => fields,
        None => {
            let line = format!("\n{start}");
            let at = memchr::memmem::find(TABLE.as_bytes(), line.as_bytes())?;
            TABLE.get(at + line.len()..)?
        }
    };
    deprecation(fields.lines().next()?)
}

/// What Helm's lint says of an object that is deprecated in a version of Kubernetes; `None` for any other.
pub(super) fn warning(
    api_version: &str,
    kind: &str,
    kubernetes: KubernetesVersion,
) -> Option<String> {
    if api_version.is_empty() || kind.is_empty() {
        return None;
    }
    // A group without a name may be written as such.
    let api_version = match api_version.strip_prefix('/') {
        Some(version) if !version.is_empty() && !version.contains('/') => version,
        _ => api_version,
    };
    let object = format!("{api_version} {kind}");
    let deprecation = find(&object)?;
    let since: KubernetesVersion = deprecation.since.parse().ok()?;
    let is_unknown = (kubernetes.major, kubernetes.minor) == (0, 0);
    if since > kubernetes && !is_unknown {
        return None;
    }
    let mut text = format!("{object} is deprecated in v{}+", deprecation.since);
    if let Some(removed) = deprecation.removed {
        text.push_str(&format!(", unavailable in v{removed}+"));
    }
    if let Some(replacement) = deprecation.replacement {
        text.push_str(&format!("; use {replacement}"));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_whole() {
        assert!(TABLE.lines().is_sorted());
        for line in TABLE.lines() {
            let (object, fields) = line.split_once('\t').unwrap();
            assert_eq!(find(object), deprecation(fields), "{object}");
            let since = find(object).unwrap().since;
            assert!(since.parse::<KubernetesVersion>().is_ok(), "{object}");
        }
        let (first, _) = TABLE.split_once('\n').unwrap();
        for object in ["", "v1", "v1 Pod", first, "Deployment"] {
            assert_eq!(find(object), None, "{object}");
        }
    }

    /// What Helm 4.2.4 says.
    #[test]
    fn deprecated_objects_are_told() {
        let told = |api_version, kind, minor| {
            warning(api_version, kind, KubernetesVersion { major: 1, minor })
        };
        let text = "apps/v1beta1 Deployment is deprecated in v1.8+, unavailable in v1.16+; use apps/v1 Deployment";
        assert_eq!(
            told("apps/v1beta1", "Deployment", 36).as_deref(),
            Some(text)
        );
        assert_eq!(told("apps/v1beta1", "Deployment", 8).as_deref(), Some(text));
        assert_eq!(told("apps/v1beta1", "Deployment", 7), None);
        assert_eq!(told("apps/v1", "Deployment", 36), None);
        assert_eq!(told("", "Deployment", 36), None);
        assert_eq!(
            told("v1", "Endpoints", 36).as_deref(),
            Some("v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice")
        );
        assert_eq!(told("/v1", "Endpoints", 36), told("v1", "Endpoints", 36));
    }
}
