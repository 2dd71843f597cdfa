//! What can go wrong with a chart repository on a branch, beyond git itself.

use crate::report::{Blame, Code, Explain, Note};

/// CW-REPOSITORY-050.
pub const DIRECTORY: Code = Code::new(
    "CW-REPOSITORY-050",
    Blame::Inputs,
    "pages-directory is no directory of the branch",
    "write a path from the branch's top, such as `charts`; `.` is the top itself",
);
/// CW-REPOSITORY-051.
pub const NOT_A_FILE: Code = Code::new(
    "CW-REPOSITORY-051",
    Blame::Target,
    "something of another kind stands on the branch where a file or a directory is needed",
    "look at that path on the branch: a link or a directory cannot be written as a file; move it, or choose another \
     `pages-directory`",
);
/// CW-REPOSITORY-052.
pub const NOT_AS_WRITTEN: Code = Code::new(
    "CW-REPOSITORY-052",
    Blame::Target,
    "the branch does not hold what was published",
    "something else changes this branch at the same time (a force push, another tool that rewrites index.yaml): find \
     it, then run again to heal the release",
);
/// CW-REPOSITORY-053.
pub const NAME: Code = Code::new(
    "CW-REPOSITORY-053",
    Blame::Inputs,
    "pages-branch is no branch name",
    "write the branch's short name, such as `gh-pages`",
);
/// CW-REPOSITORY-054.
pub const NOT_YET_SERVED: Code = Code::new(
    "CW-REPOSITORY-054",
    Blame::Target,
    "committed, not yet served",
    "nothing to do: GitHub Pages takes up to ten minutes; if it stays so, check that Pages is enabled for this branch \
     and that `pages-url` is right",
);
/// CW-REPOSITORY-055.
pub const NEAR_FILE_LIMIT: Code = Code::new(
    "CW-REPOSITORY-055",
    Blame::Target,
    "a file nears GitHub's limit of 100 MB",
    "GitHub refuses a push with a larger file: make the chart smaller, let `retention` take old prereleases out of the \
     index, or publish to a registry",
);
/// CW-REPOSITORY-056.
pub const NEAR_SITE_LIMIT: Code = Code::new(
    "CW-REPOSITORY-056",
    Blame::Target,
    "the site may near GitHub Pages' limit of 1 GB",
    "look at the branch's size; `retention` takes old prereleases out, and a registry has no such limit",
);

/// Every code of this module.
pub const CODES: &[&Code] = &[
    &DIRECTORY,
    &NOT_A_FILE,
    &NOT_AS_WRITTEN,
    &NAME,
    &NOT_YET_SERVED,
    &NEAR_FILE_LIMIT,
    &NEAR_SITE_LIMIT,
];

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BranchError {
    /// `pages-directory` is no path within the branch.
    #[error("pages-directory {text:?}: {problem}")]
    Directory {
        /// As written.
        text: String,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// `pages-branch` is no name that git takes.
    #[error("pages-branch {text:?} is no branch name")]
    Name {
        /// As written.
        text: String,
    },
    /// A link, directory or submodule stands where a file should, or a file where a directory should.
    #[error("{path} on the branch is of another kind than is needed there")]
    NotAFile {
        /// The path from the branch's top.
        path: String,
    },
    /// What was read back is not what was written.
    #[error("{at} {problem}")]
    NotAsWritten {
        /// The branch: `acme/charts (gh-pages)`.
        at: String,
        /// What it is instead.
        problem: String,
        /// The commit that the branch is at.
        tip: Option<String>,
    },
}

impl Explain for BranchError {
    fn code(&self) -> &'static Code {
        match self {
            Self::Directory { .. } => &DIRECTORY,
            Self::Name { .. } => &NAME,
            Self::NotAFile { .. } => &NOT_A_FILE,
            Self::NotAsWritten { .. } => &NOT_AS_WRITTEN,
        }
    }

    fn wrote_nothing(&self) -> bool {
        match self {
            Self::Directory { .. } | Self::Name { .. } | Self::NotAFile { .. } => true,
            Self::NotAsWritten { .. } => false,
        }
    }

    fn notes(&self) -> Vec<Note> {
        match self {
            Self::NotAsWritten { tip: Some(tip), .. } => {
                vec![Note::new("branch is at", tip.clone())]
            }
            _ => Vec::new(),
        }
    }
}
