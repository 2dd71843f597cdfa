//! The inputs about the chart repository.

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use url::Url;

use super::definitions as input;
use super::error::ReleaseInputError;
use crate::action::input::{Input, Reader};
use crate::release::inputs::{PagesRepository, PagesTarget, register_url_credentials};
use crate::repository::Retention;
use crate::secret::Secret;
use crate::version::check_reference_name;

/// Reads the `pages-` inputs; `None` when there is no `pages-repository`.
pub(in crate::command) fn pages(
    reader: &mut Reader<'_>,
    token: Option<Secret>,
    problems: &mut Vec<ReleaseInputError>,
) -> Option<PagesTarget> {
    let repository = reader.text(&input::PAGES_REPOSITORY);
    let branch = reader.text(&input::PAGES_BRANCH).unwrap_or_default();
    let directory = reader.path(&input::PAGES_DIRECTORY).unwrap_or_default();
    let url = reader.text(&input::PAGES_URL);
    let create_branch = reader.boolean(&input::PAGES_CREATE_BRANCH);
    let retention = reader.text(&input::RETENTION).unwrap_or_default();
    let Some(repository) = repository else {
        // The runner hands over the defaults of action.yml too: only what differs from them was given by a person.
        let given: [(&Input, bool); 6] = [
            (&input::PAGES_BRANCH, differs(&input::PAGES_BRANCH, &branch)),
            (
                &input::PAGES_DIRECTORY,
                differs(&input::PAGES_DIRECTORY, directory.as_str()),
            ),
            (&input::PAGES_URL, url.is_some()),
            (&input::PAGES_TOKEN, token.is_some()),
            (&input::PAGES_CREATE_BRANCH, create_branch),
            (&input::RETENTION, differs(&input::RETENTION, &retention)),
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
        retention: kept(&retention, problems),
    })
}

fn kept(given: &str, problems: &mut Vec<ReleaseInputError>) -> Retention {
    given.parse().unwrap_or_else(|source| {
        // Nothing at all means that reading it failed, which is a problem already.
        if !given.is_empty() {
            problems.push(ReleaseInputError::Retention {
                given: given.to_owned(),
                source,
            });
        }
        Retention::KeepAll
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
