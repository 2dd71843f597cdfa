//! What known registries say when they refuse, and what helps there: the place to click, the permission to add.
//!
//! The answers are those of the registries' documentation and of their users' reports; `docs/registries.md` has what
//! else is to know of each. The first row that fits counts.

use reqwest::StatusCode;

use super::diagnosis::{Complaint, Kind};
use super::reference::RegistryHost;

/// Whose registry it is, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Registry {
    /// Any: the words alone tell (Harbor, Artifactory, GitLab and Quay run under any name).
    Any,
    DockerHub,
    Ghcr,
    /// Amazon ECR, private and public.
    Ecr,
    /// Azure Container Registry.
    Acr,
    /// Google Artifact Registry.
    Gar,
    Quay,
}

impl Registry {
    fn is(self, host: &RegistryHost) -> bool {
        let name = host.name().to_ascii_lowercase();
        match self {
            Self::Any => true,
            Self::DockerHub => host.is_docker_hub(),
            Self::Ghcr => name == "ghcr.io",
            Self::Ecr => {
                name.ends_with(".amazonaws.com")
                    || name.ends_with(".amazonaws.com.cn")
                    || name == "public.ecr.aws"
            }
            Self::Acr => name.ends_with(".azurecr.io") || name.ends_with(".azurecr.cn"),
            Self::Gar => {
                name.ends_with(".pkg.dev") || name == "gcr.io" || name.ends_with(".gcr.io")
            }
            Self::Quay => name == "quay.io",
        }
    }
}

/// A refusal that is known.
#[derive(Debug)]
pub(super) struct Known {
    registry: Registry,
    /// What kind of refusal it is.
    pub(super) kind: Kind,
    /// What to do. `{repository}` stands for the repository's name.
    pub(super) advice: &'static str,
    /// The answer's status, if it has to be this one.
    status: Option<u16>,
    /// The complaint's code, if it has to be this one.
    code: Option<&'static str>,
    /// What the complaint's words have to hold, in lower case.
    words: Option<&'static str>,
}

impl Known {
    /// Every refusal of a registry.
    const fn of(registry: Registry, kind: Kind, advice: &'static str) -> Self {
        Self {
            registry,
            kind,
            advice,
            status: None,
            code: None,
            words: None,
        }
    }

    /// Of these, those with this status.
    const fn status(self, status: u16) -> Self {
        Self {
            status: Some(status),
            ..self
        }
    }

    /// Of these, those with this code.
    const fn code(self, code: &'static str) -> Self {
        Self {
            code: Some(code),
            ..self
        }
    }

    /// Of these, those with these words.
    const fn words(self, words: &'static str) -> Self {
        Self {
            words: Some(words),
            ..self
        }
    }

    fn is(&self, host: &RegistryHost, status: StatusCode, complaints: &[Complaint]) -> bool {
        let complains = self.code.is_none() && self.words.is_none()
            || complaints.iter().any(|complaint| {
                self.code.is_none_or(|code| complaint.has(code))
                    && self.words.is_none_or(|words| complaint.says(words))
            });
        complains
            && self.status.is_none_or(|known| known == status.as_u16())
            && self.registry.is(host)
    }
}

/// The known refusal that this is.
pub(super) fn refusal(
    host: &RegistryHost,
    status: StatusCode,
    complaints: &[Complaint],
) -> Option<&'static Known> {
    KNOWN
        .iter()
        .find(|known| known.is(host, status, complaints))
}

const ECR_MISSING: &str = "Amazon ECR makes no repository by itself: `aws ecr create-repository --repository-name {repository}`";
const ECR_RIGHTS: &str = "the role needs `ecr:InitiateLayerUpload`, `ecr:UploadLayerPart`, `ecr:CompleteLayerUpload`, `ecr:PutImage`, `ecr:BatchCheckLayerAvailability` and `ecr:BatchGetImage` on {repository}";
const ACR_LOGIN: &str = "for Azure: `az acr login --expose-token` gives a password for the user `00000000-0000-0000-0000-000000000000`; its identity needs the role AcrPush";
const GAR_LOGIN: &str = "for Google: the user is `oauth2accesstoken` with an access token, or `_json_key` with a key file's text; a token lives an hour";
const GAR_RIGHTS: &str = "give the service account the role `roles/artifactregistry.writer` on the repository (IAM, Grant access)";
const GAR_MISSING: &str = "Google makes no repository by itself: `gcloud artifacts repositories create <name> --repository-format=docker --location=<region>`";
const QUAY_RIGHTS: &str = "on Quay: open the repository's Settings and give the robot account the role Write, or let it create repositories (organization, Default Permissions, Teams)";
const HARBOR_RIGHTS: &str = "in Harbor: the project must exist, and the robot account or user needs Push Artifact there (Project, Robot Accounts; or Members, role Developer)";
const DOCKER_HUB_LIMIT: &str = "Docker Hub counts anonymous requests by address, which hosted runners share: give credentials, or wait";
const GHCR_PACKAGE: &str = "add `permissions: packages: write` to the job; if the package `{repository}` exists already, open its settings on GitHub, \"Manage Actions access\", and give this repository the role Write";
const GHCR_TOKEN: &str = "the token is wrong, or lacks `permissions: packages: write` (a personal token: classic, with `write:packages`); GHCR answers both alike";

const KNOWN: &[Known] = &[
    Known::of(Registry::DockerHub, Kind::RateLimited, DOCKER_HUB_LIMIT).status(429),
    Known::of(Registry::DockerHub, Kind::RateLimited, DOCKER_HUB_LIMIT).code("TOOMANYREQUESTS"),
    Known::of(Registry::Ecr, Kind::RateLimited, "public ECR counts anonymous requests by address, and private ECR requests by account: log in, or wait").code("TOOMANYREQUESTS"),
    Known::of(Registry::Ecr, Kind::Immutable, "the repository {repository} has tag immutability: raise `version` in Chart.yaml; only `aws ecr put-image-tag-mutability` lets a tag be written twice").words("immutable"),
    Known::of(Registry::Any, Kind::Immutable, "a rule of the Harbor project keeps this tag (Project, Policy, Tag Immutability): raise `version` in Chart.yaml, or take the chart out of the rule").status(412).words("configured as immutable"),
    Known::of(Registry::Ghcr, Kind::Permission, "add `permissions: packages: write` to the job; if it is there, the organisation's settings (Packages, package creation) must allow it").words("installation not allowed to create"),
    Known::of(Registry::Ghcr, Kind::Permission, "GHCR takes no GitHub App tokens for an organisation's packages: use the workflow's GITHUB_TOKEN with `permissions: packages: write`, or a classic personal access token with `write:packages`").words("installation not allowed to write"),
    Known::of(Registry::Ghcr, Kind::Permission, GHCR_PACKAGE).words("write_package"),
    Known::of(Registry::Ghcr, Kind::Permission, GHCR_PACKAGE).words("permission_denied"),
    Known::of(Registry::Ghcr, Kind::Permission, GHCR_TOKEN).status(403),
    Known::of(Registry::Ghcr, Kind::Permission, GHCR_TOKEN).code("DENIED"),
    Known::of(Registry::Ecr, Kind::RepositoryMissing, ECR_MISSING).code("NAME_UNKNOWN"),
    Known::of(Registry::Ecr, Kind::RepositoryMissing, ECR_MISSING).code("RepositoryNotFoundException"),
    Known::of(Registry::Ecr, Kind::Credentials, "Amazon's token lives twelve hours: get a new one in this job (`aws ecr get-login-password`, or aws-actions/amazon-ecr-login)").words("authorization token has expired"),
    Known::of(Registry::Ecr, Kind::Permission, ECR_RIGHTS).code("DENIED"),
    Known::of(Registry::Ecr, Kind::Permission, ECR_RIGHTS).status(403),
    Known::of(Registry::Acr, Kind::Permission, "the registry's firewall keeps this machine out: add its address (Networking, Public access), or run on a runner in its network").status(403).words("is not allowed access"),
    Known::of(Registry::Acr, Kind::Credentials, ACR_LOGIN).status(401),
    Known::of(Registry::Acr, Kind::Permission, ACR_LOGIN).status(403),
    Known::of(Registry::Gar, Kind::RepositoryMissing, GAR_MISSING).code("NAME_UNKNOWN"),
    Known::of(Registry::Gar, Kind::Credentials, GAR_LOGIN).status(401),
    Known::of(Registry::Gar, Kind::Permission, GAR_RIGHTS).words("artifactregistry.repositories"),
    Known::of(Registry::Gar, Kind::Permission, GAR_RIGHTS).status(403),
    Known::of(Registry::Quay, Kind::Permission, QUAY_RIGHTS).status(401).words("not authorized"),
    Known::of(Registry::Quay, Kind::Permission, QUAY_RIGHTS).status(403),
    Known::of(Registry::Any, Kind::Permission, HARBOR_RIGHTS).words("unauthorized to access repository"),
    Known::of(Registry::Any, Kind::RepositoryMissing, "Harbor makes no project by itself: create it (Projects, New Project), then run again").status(404).code("NOT_FOUND").words("project"),
    Known::of(Registry::Any, Kind::Unsupported, "the registry takes images only: it needs a setting for OCI artifacts, or a newer version").words("manifest invalid: unknown media type"),
    Known::of(Registry::DockerHub, Kind::Credentials, "Docker Hub answers so too when the namespace is another account's, or the token may only read").status(401),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::diagnosis::diagnose;

    const ECR: &str = "1.dkr.ecr.eu-west-1.amazonaws.com";

    fn diagnosed(host: &str, status: u16, body: &str) -> (Kind, String) {
        let diagnosis = diagnose(
            &RegistryHost::parse(host).unwrap(),
            "acme/charts/api",
            StatusCode::from_u16(status).unwrap(),
            &Complaint::read(body.as_bytes()),
        );
        (diagnosis.kind, diagnosis.advice.unwrap_or_default())
    }

    /// Answers as they are reported, and what is said of them; without advice the words of the code stand.
    #[test]
    fn known_refusals_of_known_registries() {
        let errors = |code: &str, message: &str| {
            serde_json::json!({"errors": [{"code": code, "message": message}]}).to_string()
        };
        let token = r#"{"details":"incorrect username or password"}"#.to_owned();
        for (host, status, body, kind, advice) in [
            (
                "ghcr.io",
                403,
                errors("DENIED", "permission_denied: write_package"),
                Kind::Permission,
                "Manage Actions access",
            ),
            (
                "ghcr.io",
                403,
                errors(
                    "DENIED",
                    "permission_denied: The token provided does not match expected scopes.",
                ),
                Kind::Permission,
                "packages: write",
            ),
            (
                "ghcr.io",
                403,
                errors(
                    "DENIED",
                    "installation not allowed to Create organization package",
                ),
                Kind::Permission,
                "package creation",
            ),
            (
                "ghcr.io",
                403,
                errors(
                    "DENIED",
                    "installation not allowed to Write organization package",
                ),
                Kind::Permission,
                "App tokens",
            ),
            (
                "ghcr.io",
                403,
                errors("DENIED", "denied"),
                Kind::Permission,
                "the token is wrong, or lacks",
            ),
            (
                ECR,
                404,
                errors(
                    "NAME_UNKNOWN",
                    "The repository with name 'x' does not exist in the registry with id '1'",
                ),
                Kind::RepositoryMissing,
                "aws ecr create-repository --repository-name acme/charts/api",
            ),
            (
                ECR,
                400,
                errors(
                    "TAG_INVALID",
                    "The image tag '1' already exists in the 'x' repository and cannot be overwritten because the repository is immutable.",
                ),
                Kind::Immutable,
                "tag immutability",
            ),
            (
                ECR,
                403,
                errors(
                    "DENIED",
                    "User: arn:aws:sts::1:assumed-role/x is not authorized to perform: ecr:InitiateLayerUpload on resource: y",
                ),
                Kind::Permission,
                "ecr:PutImage",
            ),
            (
                ECR,
                403,
                errors(
                    "DENIED",
                    "Your authorization token has expired. Reauthenticate and try again.",
                ),
                Kind::Credentials,
                "twelve hours",
            ),
            (
                "public.ecr.aws",
                429,
                errors("TOOMANYREQUESTS", "Rate exceeded"),
                Kind::RateLimited,
                "log in, or wait",
            ),
            (
                "acme.azurecr.io",
                401,
                errors(
                    "UNAUTHORIZED",
                    "authentication required, visit https://aka.ms/acr/authorization for more information.",
                ),
                Kind::Credentials,
                "az acr login --expose-token",
            ),
            (
                "acme.azurecr.io",
                403,
                errors(
                    "DENIED",
                    "client with IP '1.2.3.4' is not allowed access. Refer https://aka.ms/acr/firewall to grant access.",
                ),
                Kind::Permission,
                "firewall",
            ),
            (
                "europe-docker.pkg.dev",
                403,
                errors(
                    "DENIED",
                    "Permission \"artifactregistry.repositories.uploadArtifacts\" denied on resource",
                ),
                Kind::Permission,
                "roles/artifactregistry.writer",
            ),
            (
                "europe-docker.pkg.dev",
                404,
                errors("NAME_UNKNOWN", "Repository \"charts\" not found"),
                Kind::RepositoryMissing,
                "gcloud artifacts repositories create",
            ),
            (
                "europe-docker.pkg.dev",
                401,
                errors("UNAUTHORIZED", "authentication failed"),
                Kind::Credentials,
                "oauth2accesstoken",
            ),
            (
                "quay.io",
                401,
                errors(
                    "UNAUTHORIZED",
                    "access to the requested resource is not authorized",
                ),
                Kind::Permission,
                "robot account",
            ),
            (
                "quay.io",
                415,
                errors("MANIFEST_INVALID", "manifest invalid: unknown media type"),
                Kind::Unsupported,
                "takes images only",
            ),
            (
                "harbor.example.io",
                412,
                errors(
                    "PRECONDITION",
                    "Failed to process request due to 'api:1.2.3' configured as immutable.",
                ),
                Kind::Immutable,
                "Tag Immutability",
            ),
            (
                "harbor.example.io",
                401,
                errors(
                    "UNAUTHORIZED",
                    "unauthorized to access repository: acme/api, action: push",
                ),
                Kind::Permission,
                "Push Artifact",
            ),
            (
                "harbor.example.io",
                404,
                errors("NOT_FOUND", "project acme not found"),
                Kind::RepositoryMissing,
                "New Project",
            ),
            (
                "registry-1.docker.io",
                401,
                token,
                Kind::Credentials,
                "another account's",
            ),
            (
                "registry-1.docker.io",
                429,
                errors(
                    "TOOMANYREQUESTS",
                    "You have reached your unauthenticated pull rate limit.",
                ),
                Kind::RateLimited,
                "give credentials",
            ),
            ("example.io", 403, String::new(), Kind::Permission, ""),
            (
                "example.io",
                415,
                errors("UNSUPPORTED", "x"),
                Kind::Unsupported,
                "",
            ),
            (
                "example.io",
                404,
                errors("NAME_UNKNOWN", "repository name not known to registry"),
                Kind::RepositoryMissing,
                "",
            ),
            (
                "example.io",
                409,
                errors("X", "tag is immutable"),
                Kind::Immutable,
                "",
            ),
            ("example.io", 429, String::new(), Kind::RateLimited, ""),
            ("example.io", 401, String::new(), Kind::Credentials, ""),
            ("example.io", 502, "<html>".to_owned(), Kind::Server, ""),
            (
                "example.io",
                400,
                errors("SIZE_INVALID", "x"),
                Kind::Other,
                "",
            ),
        ] {
            let (found, text) = diagnosed(host, status, &body);
            assert_eq!(found, kind, "{host} {status} {body}");
            assert!(
                text.contains(advice) && text.is_empty() == advice.is_empty(),
                "{host} {status} {body}: {text}"
            );
        }
    }

    #[test]
    fn advice_begins_as_help_does_and_does_not_end_in_a_full_stop() {
        for known in KNOWN {
            assert!(!known.advice.ends_with('.'), "{}", known.advice);
            let words = known.words.unwrap_or_default();
            assert_eq!(words, words.to_lowercase());
        }
    }
}
