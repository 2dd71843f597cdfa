//! Names of releases (`pkg/chart/v2/util/validate_name.go`, `pkg/action/install.go`).

use gotemplate::sprig::{self, Sources};
use gotemplate::strconv::quote;
use gotemplate::{Budget, Limits, MissingKey, Templates, Value};

/// Kubernetes takes 63 characters; ten are left for what charts append.
const MAX_LENGTH: usize = 53;

/// A name that no release may have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseNameError {
    /// There is none.
    #[error("release name check failed: release name \"\": no name provided")]
    Missing,
    /// It is none of Kubernetes' names, or too long.
    #[error(
        "release name check failed: release name {}: invalid release name, must match regex \
         ^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$ and the length must not be longer than 53",
        quote(.0.as_bytes())
    )]
    Invalid(String),
}

/// Checks the name of a release: labels of lower-case letters, digits and dashes, parted by dots.
///
/// # Errors
/// When it is no such name, or longer than 53 bytes.
pub fn check(name: &str) -> Result<(), ReleaseNameError> {
    if name.is_empty() {
        return Err(ReleaseNameError::Missing);
    }
    let is_label = |label: &str| {
        let inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        label.bytes().all(|byte| inner(byte) || byte == b'-')
            && label.bytes().next().is_some_and(inner)
            && label.bytes().last().is_some_and(inner)
    };
    if name.len() > MAX_LENGTH || !name.split('.').all(is_label) {
        return Err(ReleaseNameError::Invalid(name.to_owned()));
    }
    Ok(())
}

/// The name that a template gives (`--name-template`): sprig's functions, and no data.
///
/// # Errors
/// Go's words when the template cannot be parsed or executed.
pub fn from_template(template: &str, sources: &Sources, limits: Limits) -> Result<String, String> {
    const NAME: &str = "name-template";
    let mut templates = Templates::new(NAME, sprig::functions(sources), MissingKey::Default);
    let template = templates
        .parse_text(NAME, template.as_bytes())
        .map_err(|error| error.to_string())?;
    let name = templates
        .execute_template(&template, &Value::Nil, &Budget::new(limits))
        .map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&name).into_owned())
}

/// The name that Helm makes up (`--generate-name`): the chart's base name up to the first dot, and the time.
#[must_use]
pub fn generated(chart: &str, seconds: i64) -> String {
    let base = chart.trim_end_matches('/').rsplit('/').next();
    let base = match base.unwrap_or_default() {
        "" | "." => "chart",
        base => base,
    };
    let base = base.split('.').next().unwrap_or_default();
    format!("{base}-{seconds}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_kubernetes() {
        for name in ["a", "release-name", "a.b-c.1"] {
            assert_eq!(check(name), Ok(()));
        }
        let long = "a".repeat(54);
        for name in ["A", "-a", "a-", "a..b", "a_b", long.as_str()] {
            assert!(check(name).is_err(), "{name}");
        }
        assert_eq!(
            check("").unwrap_err().to_string(),
            "release name check failed: release name \"\": no name provided"
        );
    }

    #[test]
    fn a_generated_name_is_the_charts_with_the_time() {
        for (chart, name) in [
            ("charts/web/", "web-7"),
            (".", "chart-7"),
            ("web-1.2.tgz", "web-1-7"),
        ] {
            assert_eq!(generated(chart, 7), name);
        }
    }
}
