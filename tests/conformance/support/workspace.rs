//! A repository with the example chart and a tag, as a maintainer has it.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::outcome::Outcome;
use super::process;

/// The version of the example chart.
pub(crate) const VERSION: &str = "1.2.3";

/// A git repository in a temporary folder, with the chart at `charts/podlet`.
#[derive(Debug)]
pub(crate) struct Workspace {
    folder: TempDir,
}

impl Workspace {
    /// The example chart, committed and tagged `v1.2.3`.
    pub(crate) fn new() -> Self {
        Self::with_chart("podlet")
    }

    /// The same under another name.
    pub(crate) fn with_chart(name: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let workspace = Self { folder };
        copy(&example(), &workspace.path().join("charts").join(name));
        if name != "podlet" {
            let file = format!("charts/{name}/Chart.yaml");
            let text = workspace
                .read(&file)
                .replace("name: podlet", &format!("name: {name}"));
            workspace.write(&file, &text);
        }
        process::git(workspace.path(), &["init", "--quiet"]);
        workspace.commit("Begin");
        workspace.tag("v1.2.3");
        workspace
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A file's text.
    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path().join(path)).expect("the file")
    }

    /// Writes a file.
    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        std::fs::write(path, text).expect("the file");
    }

    /// Commits everything.
    pub(crate) fn commit(&self, message: &str) {
        process::git(self.path(), &["add", "--all"]);
        process::git(self.path(), &["commit", "--quiet", "-m", message]);
    }

    /// Tags the commit checked out; a tag of that name moves.
    pub(crate) fn tag(&self, name: &str) {
        process::git(self.path(), &["tag", "--force", name]);
    }

    /// Changes the chart's content, keeps its version, and moves the tag: what must never overwrite a publication.
    pub(crate) fn change_content(&self) {
        let values = self.read("charts/podlet/values.yaml");
        self.write(
            "charts/podlet/values.yaml",
            &values.replace("replicas: 2", "replicas: 3"),
        );
        self.commit("Change a default");
        self.tag("v1.2.3");
    }

    /// `chartwright release` of tag v1.2.3 with further arguments.
    pub(crate) fn release<Argument: AsRef<std::ffi::OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = Argument>,
    ) -> Outcome {
        Outcome::of(self.command().args(arguments))
    }

    /// The same, not yet started.
    pub(crate) fn command(&self) -> Command {
        let mut command = process::clean(env!("CARGO_BIN_EXE_chartwright"));
        command
            .args(["release", "--tag", "v1.2.3", "--format", "json"])
            .env("HOME", self.path().join(".home"))
            .current_dir(self.path());
        command
    }
}

/// The example chart in this repository.
pub(crate) fn example() -> PathBuf {
    repository().join("examples/charts/podlet")
}

/// This repository's root.
pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("the folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
