//! The real Helms.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use super::{peer, process};

/// The Helms that what is published is held against: the profile's, the last 3, and the oldest that reads OCI
/// registries without a feature flag.
pub(crate) const VERSIONS: [&str; 3] = ["helm-4", "helm-3.21", "helm-3.8"];

/// One Helm with a home of its own.
#[derive(Debug)]
pub(crate) struct Helm {
    /// The name on PATH.
    pub(crate) name: &'static str,
    home: TempDir,
}

impl Helm {
    /// Helm `name` of [`VERSIONS`], logged in nowhere.
    pub(crate) fn new(name: &'static str) -> Self {
        Self {
            name,
            home: TempDir::new().expect("a temporary folder"),
        }
    }

    /// The reference of this project.
    pub(crate) fn reference() -> Self {
        Self::new("helm-4")
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = peer::command(self.name);
        command
            .args(arguments)
            .current_dir(self.home.path())
            .env("HOME", self.home.path())
            .env("HELM_CACHE_HOME", self.home.path().join("cache"))
            .env("HELM_CONFIG_HOME", self.home.path().join("config"))
            .env("HELM_DATA_HOME", self.home.path().join("data"));
        command
    }

    /// Runs it, whatever comes of it.
    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("helm starts")
    }

    /// Runs it in a folder, whatever comes of it.
    pub(crate) fn run_in(&self, folder: &Path, arguments: &[&str]) -> Output {
        let mut command = self.command(arguments);
        command.current_dir(folder).env("PWD", folder);
        command.output().expect("helm starts")
    }

    /// Runs it and takes its standard output; panics when it fails.
    pub(crate) fn succeed(&self, arguments: &[&str]) -> String {
        process::stdout(&mut self.command(arguments))
    }

    /// A path within its home.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Pulls a chart from a registry on this machine; the .tgz's bytes.
    pub(crate) fn pull_oci(&self, reference: &str, version: &str) -> Vec<u8> {
        let folder = self.fresh("oci");
        let destination = folder.to_str().expect("a UTF-8 path");
        let mut arguments = vec![
            "pull",
            reference,
            "--version",
            version,
            "--destination",
            destination,
        ];
        // 3.8 has no such flag and uses plain HTTP on this machine's own address by itself.
        if self.name != "helm-3.8" {
            arguments.push("--plain-http");
        }
        self.succeed(&arguments);
        only_file(&folder)
    }

    /// Pulls a chart from a chart repository; the .tgz's bytes.
    pub(crate) fn pull_repository(&self, url: &str, chart: &str, version: &str) -> Vec<u8> {
        let folder = self.fresh("repository");
        let destination = folder.to_str().expect("a UTF-8 path");
        self.succeed(&[
            "pull",
            chart,
            "--repo",
            url,
            "--version",
            version,
            "--destination",
            destination,
        ]);
        only_file(&folder)
    }

    /// Renders a package; the manifests.
    pub(crate) fn template(&self, package: &[u8]) -> String {
        let file = self.fresh("template").join("chart.tgz");
        std::fs::write(&file, package).expect("the package");
        self.succeed(&[
            "template",
            "rehearsal",
            file.to_str().expect("a UTF-8 path"),
        ])
    }

    /// An empty folder in its home.
    fn fresh(&self, name: &str) -> PathBuf {
        let folder = self.path(name);
        // It is there from an earlier call, or it is not: both are fine.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        folder
    }
}

/// The bytes of the one file in a folder.
pub(crate) fn only_file(folder: &Path) -> Vec<u8> {
    let files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    assert_eq!(files.len(), 1, "one file: {files:?}");
    std::fs::read(&files[0]).expect("the file")
}
