//! Reading the inputs of a release, and checking them against each other.

use std::collections::BTreeMap;

use base64::Engine as _;
use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use clap::ArgMatches;
use serde_json::Value;
use url::Url;

use super::definitions as input;
use super::error::ReleaseInputError;
use crate::action::environment::Environment;
use crate::action::input::{Input, Reader};
use crate::release::inputs::{
    AppVersion, PagesRepository, PagesTarget, RegistryCredentials, RegistryTarget, ReleaseInputs,
    Targets, register_url_credentials,
};
use crate::secret::{self, Secret};
use crate::version::check_reference_name;

/// Reads and checks the inputs: flag, then `INPUT_*`, then default.
///
/// # Errors
/// Everything that is wrong, not only the first.
pub fn read(
    flags: &ArgMatches,
    environment: &Environment,
) -> Result<ReleaseInputs, Vec<ReleaseInputError>> {
    let mut reader = Reader::new(flags, environment);
    let mut problems = Vec::new();
    // Secrets first: from here on no message can hold one.
    let token = reader.secret(&input::TOKEN);
    let pages_token = reader.secret(&input::PAGES_TOKEN);
    let password = reader.secret(&input::REGISTRY_PASSWORD);
    let config = reader.secret(&input::REGISTRY_CONFIG);

    let destination = reader
        .path(&input::DESTINATION)
        .unwrap_or_else(|| Utf8PathBuf::from("."));
    let registries = registries(&reader.lines(&input::REGISTRY), &mut problems);
    let registry_credentials = credentials(
        reader.text(&input::REGISTRY_USERNAME),
        password,
        config,
        &registries,
        &mut problems,
    );
    let pages = pages(&mut reader, pages_token, &mut problems);
    refuse_the_same_twice(&registries, pages.as_ref(), &mut problems);
    let targets = if registries.is_empty() && pages.is_none() {
        Targets::Embedded {
            layout: destination.join("registry"),
            pages: destination.join("pages"),
        }
    } else {
        Targets::Given { registries, pages }
    };

    let inputs = ReleaseInputs {
        chart: reader.path(&input::CHART),
        tag: reader
            .text(&input::TAG)
            .and_then(|tag| tag_name(&tag, &mut problems)),
        version_from: reader.choice(&input::VERSION_FROM),
        app_version: reader
            .text(&input::APP_VERSION)
            .map(|value| match value.as_str() {
                "tag" => AppVersion::Tag,
                _ => AppVersion::Value(value),
            }),
        prerelease: reader.choice(&input::PRERELEASE),
        on_invalid_tag: reader.choice(&input::ON_INVALID_TAG),
        targets,
        oci_layout: reader.choice(&input::OCI_LAYOUT),
        registry_credentials,
        plain_http: reader.boolean(&input::PLAIN_HTTP),
        token,
        lint: reader.choice(&input::LINT),
        dry_run: reader.boolean(&input::DRY_RUN),
        destination,
    };
    let mut all: Vec<ReleaseInputError> = reader
        .problems()
        .into_iter()
        .map(ReleaseInputError::from)
        .collect();
    all.append(&mut problems);
    if all.is_empty() { Ok(inputs) } else { Err(all) }
}

fn tag_name(given: &str, problems: &mut Vec<ReleaseInputError>) -> Option<String> {
    let problem = match given.strip_prefix("refs/tags/") {
        Some("") => "no name at all",
        Some(name) => return Some(name.to_owned()),
        None if given.starts_with("refs/heads/") => "a branch",
        None if given.starts_with("refs/") => "a reference that is no tag",
        None => return Some(given.to_owned()),
    };
    problems.push(ReleaseInputError::NotATag {
        tag: given.to_owned(),
        problem,
    });
    None
}

fn registries(lines: &[String], problems: &mut Vec<ReleaseInputError>) -> Vec<RegistryTarget> {
    let mut targets = Vec::new();
    for line in lines {
        register_url_credentials(line);
        if let Some(rest) = line.strip_prefix("oci://")
            && !rest.is_empty()
            && !rest.starts_with('/')
        {
            targets.push(RegistryTarget::Oci(line.clone()));
        } else if let Some(directory) = line.strip_prefix("oci-layout:")
            && !directory.trim().is_empty()
        {
            targets.push(RegistryTarget::Layout(directory.trim().into()));
        } else {
            problems.push(ReleaseInputError::RegistryScheme {
                suggestion: meant_by(line),
                line: line.clone(),
            });
        }
    }
    targets
}

/// What a line without a known scheme probably means.
fn meant_by(line: &str) -> Option<String> {
    let (scheme, rest) = match line.split_once(':') {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest.trim_start_matches('/')),
        None => (String::new(), line),
    };
    match scheme.as_str() {
        "https" | "http" | "oci" | "docker" | "oic" if !rest.is_empty() => {
            Some(format!("oci://{rest}"))
        }
        "oci-layout" if rest.is_empty() => None,
        "layout" | "dir" | "file" | "oci_layout" | "ocilayout" if !rest.is_empty() => {
            Some(format!("oci-layout:{rest}"))
        }
        _ => {
            let host = line.split('/').next()?;
            (host.contains(['.', ':']) && !host.starts_with('.') && line.contains('/'))
                .then(|| format!("oci://{line}"))
        }
    }
}

fn credentials(
    username: Option<String>,
    password: Option<Secret>,
    config: Option<Secret>,
    registries: &[RegistryTarget],
    problems: &mut Vec<ReleaseInputError>,
) -> RegistryCredentials {
    let given = [
        (username.is_some(), input::REGISTRY_USERNAME.name),
        (password.is_some(), input::REGISTRY_PASSWORD.name),
        (config.is_some(), input::REGISTRY_CONFIG.name),
    ]
    .into_iter()
    .find_map(|(is_given, name)| is_given.then_some(name));
    let mut hosts: Vec<String> = Vec::new();
    for host in registries.iter().filter_map(RegistryTarget::host) {
        if !hosts.iter().any(|known| known.eq_ignore_ascii_case(host)) {
            hosts.push(host.to_owned());
        }
    }
    if let Some(input) = given
        && hosts.is_empty()
        // A line that could not be read may well have been the registry.
        && problems.is_empty()
    {
        problems.push(ReleaseInputError::CredentialsWithoutRegistry { input });
    }
    if let Some(config) = &config {
        check_config(config, problems);
        if let Some(login) = given.filter(|name| *name != input::REGISTRY_CONFIG.name) {
            problems.push(ReleaseInputError::TwoKindsOfCredentials { login });
        }
    }
    match (username, password) {
        (Some(username), Some(password)) => {
            if hosts.len() > 1 && config.is_none() {
                problems.push(ReleaseInputError::OneLoginForSeveral { hosts });
            }
            RegistryCredentials::Login { username, password }
        }
        (None, None) => config.map_or(RegistryCredentials::Docker, RegistryCredentials::Config),
        (username, _) => {
            let (given, missing) = if username.is_some() {
                (&input::REGISTRY_USERNAME, &input::REGISTRY_PASSWORD)
            } else {
                (&input::REGISTRY_PASSWORD, &input::REGISTRY_USERNAME)
            };
            problems.push(ReleaseInputError::HalfALogin {
                given: given.name,
                missing: missing.name,
            });
            RegistryCredentials::Docker
        }
    }
}

/// Checks that the config is a JSON object, and registers the secrets within it one by one: the whole text alone would
/// not blank out a single password.
fn check_config(config: &Secret, problems: &mut Vec<ReleaseInputError>) {
    match serde_json::from_str::<Value>(config.expose()) {
        Ok(value) if value.is_object() => {
            let entries = value.get("auths").and_then(Value::as_object);
            for entry in entries.into_iter().flat_map(serde_json::Map::values) {
                register_entry(entry);
            }
        }
        Ok(_) => problems.push(ReleaseInputError::ConfigNotJson {
            place: "it is JSON, but no object".to_owned(),
        }),
        // The parser's words could quote the text.
        Err(cause) => problems.push(ReleaseInputError::ConfigNotJson {
            place: format!(
                "it {} at line {}, column {}",
                if cause.is_eof() {
                    "ends too early"
                } else {
                    "stops being JSON"
                },
                cause.line(),
                cause.column()
            ),
        }),
    }
}

fn register_entry(entry: &Value) {
    for field in ["auth", "password", "identitytoken", "registrytoken"] {
        let Some(text) = entry.get(field).and_then(Value::as_str) else {
            continue;
        };
        secret::register(text);
        if field == "auth"
            && let Ok(bytes) = base64::engine::general_purpose::STANDARD.decode(text.trim())
            && let Ok(pair) = String::from_utf8(bytes)
            && let Some((_, password)) = pair.split_once(':')
        {
            secret::register(&pair);
            secret::register(password.trim_end_matches('\0'));
        }
    }
}

fn pages(
    reader: &mut Reader<'_>,
    token: Option<Secret>,
    problems: &mut Vec<ReleaseInputError>,
) -> Option<PagesTarget> {
    let repository = reader.text(&input::PAGES_REPOSITORY);
    let branch = reader.text(&input::PAGES_BRANCH).unwrap_or_default();
    let directory = reader.path(&input::PAGES_DIRECTORY).unwrap_or_default();
    let url = reader.text(&input::PAGES_URL);
    let create_branch = reader.boolean(&input::PAGES_CREATE_BRANCH);
    let Some(repository) = repository else {
        // The runner hands over the defaults of action.yml too: only what differs from them was given by a person.
        let given: [(&Input, bool); 5] = [
            (&input::PAGES_BRANCH, differs(&input::PAGES_BRANCH, &branch)),
            (
                &input::PAGES_DIRECTORY,
                differs(&input::PAGES_DIRECTORY, directory.as_str()),
            ),
            (&input::PAGES_URL, url.is_some()),
            (&input::PAGES_TOKEN, token.is_some()),
            (&input::PAGES_CREATE_BRANCH, create_branch),
        ];
        problems.extend(
            given
                .into_iter()
                .filter(|(_, is_given)| *is_given)
                .map(|(input, _)| ReleaseInputError::PagesWithoutRepository { input: input.name }),
        );
        return None;
    };
    let branch = branch_name(&branch, problems);
    let directory = directory_in_branch(&directory, problems);
    let url = url.and_then(|url| web_address(&url, problems));
    Some(PagesTarget {
        repository: PagesRepository::new(repository),
        branch,
        directory,
        url,
        token,
        create_branch,
    })
}

fn differs(input: &Input, value: &str) -> bool {
    !value.is_empty() && input.default_value() != Some(value)
}

fn branch_name(given: &str, problems: &mut Vec<ReleaseInputError>) -> String {
    let name = given.strip_prefix("refs/heads/").unwrap_or(given);
    if let Err(problem) = check_reference_name(name)
        // Nothing at all means that reading it failed, which is a problem already.
        && !given.is_empty()
    {
        problems.push(ReleaseInputError::NotABranch {
            branch: given.to_owned(),
            problem,
        });
    }
    name.to_owned()
}

/// The directory without `.` parts and outer slashes.
fn directory_in_branch(given: &Utf8Path, problems: &mut Vec<ReleaseInputError>) -> Utf8PathBuf {
    let mut directory = Utf8PathBuf::new();
    let mut problem = None;
    for component in given.components() {
        match component {
            Utf8Component::Normal(part) if part.eq_ignore_ascii_case(".git") => {
                problem = Some("git has no directory of that name");
            }
            Utf8Component::Normal(part) => directory.push(part),
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => problem = Some("it leads out of the branch"),
            Utf8Component::RootDir | Utf8Component::Prefix(_) => {
                problem = Some("it begins at the root of the machine");
            }
        }
    }
    if let Some(problem) = problem {
        problems.push(ReleaseInputError::DirectoryLeavesBranch {
            directory: given.to_string(),
            problem,
        });
    }
    if directory.as_str().is_empty() {
        directory.push(".");
    }
    directory
}

fn web_address(given: &str, problems: &mut Vec<ReleaseInputError>) -> Option<Url> {
    register_url_credentials(given);
    let problem = match Url::parse(given) {
        Ok(url) if !matches!(url.scheme(), "http" | "https") => {
            "it begins neither with `https://` nor with `http://`".into()
        }
        Ok(url) if url.query().is_some() || url.fragment().is_some() => {
            "it has a `?` or `#` part, and files cannot be found below it".into()
        }
        Ok(url) => return Some(url),
        Err(cause) => cause.to_string().into(),
    };
    problems.push(ReleaseInputError::NotAUrl {
        url: given.to_owned(),
        problem,
    });
    None
}

fn refuse_the_same_twice(
    registries: &[RegistryTarget],
    pages: Option<&PagesTarget>,
    problems: &mut Vec<ReleaseInputError>,
) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let registries = registries.iter().map(|target| match target {
        RegistryTarget::Oci(reference) => {
            let trimmed = reference.trim_end_matches('/');
            let host = target.host().unwrap_or_default();
            let place = trimmed.replacen(host, &host.to_ascii_lowercase(), 1);
            (place, reference.clone())
        }
        RegistryTarget::Layout(directory) => (normal(directory), format!("oci-layout:{directory}")),
    });
    // A chart repository in a directory that is an image layout too would be two things in one.
    let pages = pages.map(|pages| {
        let repository = pages.repository.as_str();
        let place = normal(&Utf8Path::new(repository).join(&pages.directory));
        (place, repository.to_owned())
    });
    for (place, written) in registries.chain(pages) {
        if let Some(first) = seen.get(&place) {
            problems.push(ReleaseInputError::TargetTwice {
                target: first.clone(),
                again: written,
            });
        } else {
            seen.insert(place, written);
        }
    }
}

/// A path without `.` parts, with `..` taken back where that can be told from the text alone.
fn normal(path: &Utf8Path) -> String {
    let mut normal = Utf8PathBuf::new();
    for component in path.components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal.into_string()
}
