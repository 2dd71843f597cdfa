//! The action's image, built by buildah from the Dockerfile and run by podman, with settings and storage of its own.

use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::workspace;
use super::{peer, process};

/// The image's name.
pub(crate) const IMAGE: &str = "localhost/chartwright:conformance";

/// A container engine's folder: configuration, images, containers.
#[derive(Debug)]
pub(crate) struct Engine {
    folder: TempDir,
}

impl Engine {
    /// An engine with no image.
    pub(crate) fn new() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let root = folder.path().display();
        let runc = workspace::repository().join("tests/conformance/act/runc-without-limits");
        let containers = format!(
            "[engine]\ntmp_dir = \"{root}/tmp\"\nexit_command_delay = 10\nruntime = \"runc-without-limits\"\n\
             cgroup_manager = \"cgroupfs\"\nevents_logger = \"file\"\n\
             [engine.runtimes]\nrunc-without-limits = [\"{}\"]\n",
            runc.display()
        );
        let storage = format!(
            "[storage]\ndriver = \"vfs\"\ngraphroot = \"{root}/images\"\nrunroot = \"{root}/run\"\n"
        );
        std::fs::write(folder.path().join("containers.conf"), containers).expect("a file");
        std::fs::write(folder.path().join("storage.conf"), storage).expect("a file");
        Self { folder }
    }

    /// An engine that has the action's image.
    pub(crate) fn with_image() -> Self {
        let engine = Self::new();
        let binary = process::static_binary();
        let context = engine.folder("context");
        let repository = workspace::repository();
        std::fs::copy(binary, context.join("chartwright")).expect("the static binary");
        std::fs::copy(
            "/etc/ssl/certs/ca-certificates.crt",
            context.join("ca-certificates.crt"),
        )
        .expect("this machine's CA certificates");
        process::succeed(
            engine
                .command("buildah")
                .args(["bud", "--quiet", "--isolation", "chroot"])
                .args(["--build-arg", "SOURCE=prebuilt", "--tag", IMAGE, "--file"])
                .arg(repository.join("Dockerfile"))
                .arg(&context),
        );
        engine
    }

    /// A command of buildah or podman for this engine.
    pub(crate) fn command(&self, program: &str) -> Command {
        let mut command = peer::command(program);
        command
            .env("HOME", self.folder("home"))
            .env("TMPDIR", self.folder("scratch"))
            .env("XDG_CACHE_HOME", self.folder("cache"))
            .env("XDG_RUNTIME_DIR", self.folder("runtime"))
            .env("CONTAINERS_CONF", self.path().join("containers.conf"))
            .env("CONTAINERS_STORAGE_CONF", self.path().join("storage.conf"));
        command
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// A folder within it, made when it is not there.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        let folder = self.path().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        folder
    }

    /// The bytes of the image as a registry stores and a runner pulls it: compressed layers, config and manifest.
    pub(crate) fn compressed_size(&self) -> u64 {
        let layout = self.folder("layout");
        process::succeed(
            self.command("buildah")
                .args(["push", "--quiet", IMAGE])
                .arg(format!("oci:{}:image", layout.display())),
        );
        std::fs::read_dir(layout.join("blobs/sha256"))
            .expect("the layout's blobs")
            .map(|entry| entry.expect("a blob").metadata().expect("its size").len())
            .sum()
    }
}
