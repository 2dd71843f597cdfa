//! Which files a commit has, of those at some paths.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::api::PATIENCE;
use super::{Api, ApiError};
use crate::git::{ObjectId, TreeEntry};

/// The most paths of one question. GitHub counts the nodes of a question; each path is one.
const MOST_PATHS: usize = 100;

/// What a commit has at the paths that were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitFiles {
    /// Who made the change.
    pub author: String,
    /// When.
    pub time: Timestamp,
    /// What the whole repository takes at GitHub, all its history, in kilobytes.
    pub kilobytes: u64,
    /// The entries, in the order of the paths; `None` where nothing is.
    pub entries: Vec<Option<TreeEntry>>,
}

/// The data of an answer.
#[derive(Deserialize)]
pub(super) struct Found {
    repository: Option<FoundRepository>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FoundRepository {
    disk_usage: Option<u64>,
    object: Option<FoundCommit>,
}

#[derive(Deserialize)]
struct FoundCommit {
    oid: String,
    author: Option<FoundAuthor>,
    #[serde(flatten)]
    files: Map<String, Value>,
}

#[derive(Deserialize)]
struct FoundAuthor {
    name: Option<String>,
    date: Option<String>,
}

#[derive(Deserialize)]
struct FoundEntry {
    mode: u32,
    oid: String,
}

impl Api {
    /// Asks what a commit has at these paths, from the commit's top.
    ///
    /// # Errors
    /// When the commit is not there, or not yet: a write is seen everywhere a moment later only.
    pub async fn files(&self, commit: ObjectId, paths: &[String]) -> Result<CommitFiles, ApiError> {
        let (first, rest) = paths.split_at(paths.len().min(MOST_PATHS));
        let mut files = self.some_files(commit, first).await?;
        for paths in rest.chunks(MOST_PATHS) {
            files
                .entries
                .extend(self.some_files(commit, paths).await?.entries);
        }
        Ok(files)
    }

    async fn some_files(
        &self,
        commit: ObjectId,
        paths: &[String],
    ) -> Result<CommitFiles, ApiError> {
        let mut variables = json!({
            "owner": self.repository.owner,
            "name": self.repository.name,
            "commit": commit.to_string(),
        });
        for (number, path) in paths.iter().enumerate() {
            variables[format!("path{number}")] = json!(path);
        }
        let found: Found = self
            .graphql(&query(paths.len()), variables, PATIENCE)
            .await?;
        found
            .read(commit, paths)
            .map_err(|problem| self.unusable(&problem))
    }
}

impl Found {
    /// What it says of these paths, or what is wrong with it.
    pub(super) fn read(self, commit: ObjectId, paths: &[String]) -> Result<CommitFiles, String> {
        let repository = self.repository.ok_or("it shows no such repository")?;
        let mut object = repository
            .object
            .filter(|object| ObjectId::parse(&object.oid) == Some(commit))
            .ok_or("it does not show that commit")?;
        let mut entries = Vec::with_capacity(paths.len());
        for (number, path) in paths.iter().enumerate() {
            let value = object
                .files
                .remove(&format!("file{number}"))
                .ok_or("it leaves a path out")?;
            let entry: Option<FoundEntry> =
                serde_json::from_value(value).map_err(|error| error.to_string())?;
            let name = path.rsplit('/').next().unwrap_or(path);
            let entry = entry
                .map(|entry| {
                    Ok::<_, String>(TreeEntry {
                        mode: format!("{:o}", entry.mode).into_bytes(),
                        name: name.as_bytes().to_vec(),
                        id: ObjectId::parse(&entry.oid).ok_or("an id is no object's")?,
                    })
                })
                .transpose()?;
            entries.push(entry);
        }
        let author = object.author;
        Ok(CommitFiles {
            time: author
                .as_ref()
                .and_then(|author| author.date.as_ref()?.parse().ok())
                .ok_or("the commit has no time")?,
            author: author.and_then(|author| author.name).unwrap_or_default(),
            kilobytes: repository.disk_usage.unwrap_or(u64::MAX),
            entries,
        })
    }
}

/// The question for so many paths: GraphQL knows no lists of questions, so each path has a name of its own. The paths
/// themselves are variables, and no part of the text.
pub fn query(paths: usize) -> String {
    let mut variables = String::new();
    let mut files = String::new();
    for number in 0..paths {
        let _ = write!(variables, ", $path{number}: String!");
        let _ = write!(
            files,
            " file{number}: file(path: $path{number}) {{ mode oid }}"
        );
    }
    format!(
        "query ($owner: String!, $name: String!, $commit: GitObjectID!{variables}) {{ \
         repository(owner: $owner, name: $name) {{ diskUsage \
         object(oid: $commit) {{ oid ... on Commit {{ author {{ name date }}{files} }} }} }} }}"
    )
}
