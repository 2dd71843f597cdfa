//! What a release was asked to do: the inputs, checked.

use camino::Utf8PathBuf;
use helm::render::KubeVersion;
use url::Url;

use crate::action::input::choices;
use crate::chart::LintMode;
use crate::repository::Retention;
use crate::secret::Secret;

/// The inputs of a release, each of its own type. Made by the command, which has checked
/// them one by one and against each other.
#[derive(Debug, Clone)]
pub struct ReleaseInputs {
    /// The chart's directory, from the workspace; when absent the chart is looked for.
    pub chart: Option<Utf8PathBuf>,
    /// The tag to release, without `refs/tags/`; when absent the event's. Its grammar is not checked yet.
    pub tag: Option<String>,
    /// Where the version comes from (C3).
    pub version_from: VersionFrom,
    /// The appVersion to write into the package; when absent the chart's stays.
    pub app_version: Option<AppVersion>,
    /// Whether prereleases are released (C1).
    pub prerelease: PrereleasePolicy,
    /// What a malformed tag means (C2).
    pub on_invalid_tag: OnInvalidTag,
    /// Where to publish.
    pub targets: Targets,
    /// Whether the chart's name is appended to a registry's path (C13).
    pub oci_layout: OciLayout,
    /// How to authenticate with registries.
    pub registry_credentials: RegistryCredentials,
    /// Whether registries are spoken to without TLS, beyond loopback, where this needs no asking.
    pub plain_http: bool,
    /// The workflow's GitHub token.
    pub token: Option<Secret>,
    /// How strict the lint is.
    pub lint: LintMode,
    /// The version of Kubernetes that the chart is rendered for.
    pub kube_version: KubeVersion,
    /// Everything but the writes.
    pub dry_run: bool,
    /// Where the package is kept.
    pub destination: Utf8PathBuf,
}

choices! {
    /// Where the version comes from (C3).
    pub enum VersionFrom {
        /// The tag and Chart.yaml must say the same.
        Match = "match",
        /// The tag's version is written into the packaged copy.
        Tag = "tag",
        /// Chart.yaml's counts.
        Chart = "chart",
    }
}

choices! {
    /// Whether prereleases are released (C1).
    pub enum PrereleasePolicy {
        /// They are.
        Allow = "allow",
        /// They are an error.
        Deny = "deny",
    }
}

choices! {
    /// What a malformed tag means (C2).
    pub enum OnInvalidTag {
        /// The run fails.
        Fail = "fail",
        /// The run ends well, and does nothing.
        Skip = "skip",
    }
}

choices! {
    /// What becomes of a registry's path (C13).
    pub enum OciLayout {
        /// The chart's name is appended, as `helm push` does.
        Helm = "helm",
        /// The path is the chart's repository itself.
        Exact = "exact",
    }
}

/// The appVersion to write into the package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AppVersion {
    /// The tag's version.
    Tag,
    /// This text.
    Value(String),
}

/// Where to publish.
#[derive(Debug, Clone)]
pub enum Targets {
    /// What the inputs name; at least one.
    Given {
        /// The registries, in the order given.
        registries: Vec<RegistryTarget>,
        /// The chart repository.
        pages: Option<PagesTarget>,
    },
    /// Nothing was named: two directories under the destination, no network.
    Embedded {
        /// The image layout, `dist/registry`.
        layout: Utf8PathBuf,
        /// The static chart repository, `dist/pages`.
        pages: Utf8PathBuf,
    },
}

/// One line of the input `registry`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum RegistryTarget {
    /// `oci://host/path`, whole, as given; the grammar of host and path is not checked yet.
    Oci(String),
    /// `oci-layout:DIR`.
    Layout(Utf8PathBuf),
}

impl RegistryTarget {
    /// The host, with its port, of a registry; without a user in front, which has no place there.
    pub fn host(&self) -> Option<&str> {
        match self {
            Self::Oci(reference) => {
                let authority = reference.strip_prefix("oci://")?.split('/').next()?;
                authority.rsplit('@').next()
            }
            Self::Layout(_) => None,
        }
    }

    /// The directory of an image layout.
    pub fn directory(&self) -> Option<Utf8PathBuf> {
        match self {
            Self::Oci(_) => None,
            Self::Layout(directory) => Some(directory.clone()),
        }
    }
}

/// How to authenticate with registries.
#[derive(Debug, Clone)]
pub enum RegistryCredentials {
    /// As Docker's own config says, if there is one.
    Docker,
    /// With this pair, at the one registry that is named.
    Login {
        /// The user.
        username: String,
        /// The password, or token.
        password: Secret,
    },
    /// As this text of a Docker config.json says. It is a JSON object.
    Config(Secret),
}

/// The chart repository to publish to.
#[derive(Debug, Clone)]
pub struct PagesTarget {
    /// Which repository.
    pub repository: PagesRepository,
    /// The branch, without `refs/heads/`; a name that git allows.
    pub branch: String,
    /// The directory in the branch: relative, normal, without `..`; `.` is the root.
    pub directory: Utf8PathBuf,
    /// Where the branch is served, when that was given.
    pub url: Option<Url>,
    /// The token given for this repository. When absent, [`ReleaseInputs::token`] may serve, but only at the GitHub
    /// server that issued it: it must not be sent to any other host.
    pub token: Option<Secret>,
    /// Whether to start the branch when it is not there.
    pub create_branch: bool,
    /// Which prereleases stay.
    pub retention: Retention,
}

/// `owner/name`, a git URL, or a directory: as given, not taken apart yet. Its `Debug` hides credentials in a URL.
#[derive(Clone, PartialEq, Eq)]
pub struct PagesRepository(String);

impl PagesRepository {
    /// Takes the input; a credential within a URL is registered as a secret.
    pub fn new(given: impl Into<String>) -> Self {
        let given = given.into();
        register_url_credentials(&given);
        Self(given)
    }

    /// The input, as given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PagesRepository {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?}", crate::secret::redact(&self.0))
    }
}

/// Registers the password of `scheme://user:password@host/…`, or the user when there is no password and the scheme is
/// HTTP: `https://<token>@github.com/…` is common.
pub(crate) fn register_url_credentials(text: &str) {
    let Some((scheme, rest)) = text.split_once("://") else {
        return;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let Some((credentials, _)) = authority.rsplit_once('@') else {
        return;
    };
    let secret = match credentials.split_once(':') {
        Some((user, "x-oauth-basic" | "")) => user,
        Some((_, password)) => password,
        None if scheme.starts_with("http") => credentials,
        None => return,
    };
    // `x-access-token` and `git` are users that the hosts themselves prescribe; they protect nothing.
    if !matches!(secret, "git" | "x-access-token") {
        crate::secret::register(secret);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::redact;

    #[test]
    fn credentials_in_a_url_are_never_shown() {
        for (url, shown) in [
            (
                "https://octocat:canary-url-1@github.com/a/b",
                "https://octocat:***@github.com/a/b",
            ),
            (
                "https://canary-url-2@github.com/a/b",
                "https://***@github.com/a/b",
            ),
            (
                "https://canary-url-3:x-oauth-basic@github.com/a/b",
                "https://***:x-oauth-basic@github.com/a/b",
            ),
            (
                "https://x-access-token:canary-url-4@github.com/a/b",
                "https://x-access-token:***@github.com/a/b",
            ),
            ("ssh://git@github.com/a/b", "ssh://git@github.com/a/b"),
            ("git@github.com:a/b", "git@github.com:a/b"),
            ("acme/charts", "acme/charts"),
        ] {
            let repository = PagesRepository::new(url);
            assert_eq!(redact(repository.as_str()), shown);
            assert_eq!(format!("{repository:?}"), format!("{shown:?}"));
        }
    }

    #[test]
    fn a_registry_has_a_host() {
        for (target, host) in [
            (
                RegistryTarget::Oci("oci://ghcr.io/acme".into()),
                Some("ghcr.io"),
            ),
            (
                RegistryTarget::Oci("oci://127.0.0.1:5000".into()),
                Some("127.0.0.1:5000"),
            ),
            (
                RegistryTarget::Oci("oci://octocat:password@ghcr.io/acme".into()),
                Some("ghcr.io"),
            ),
            (RegistryTarget::Layout("dist".into()), None),
        ] {
            assert_eq!(target.host(), host);
        }
    }
}
