//! `act`, which runs workflows on this machine, with podman as its Docker.

use std::path::Path;
use std::process::Output;

use tempfile::TempDir;

use super::image::{Engine, IMAGE};
use super::peer;
use super::process::{self, Server};
use super::workspace::{self, Workspace};

/// The image that jobs run in.
const JOB: &str = "localhost/conformance-job:1";

/// The runner of workflows: an engine with the action's image and the jobs', and podman's service before it.
#[derive(Debug)]
pub(crate) struct Act {
    // Stopped before the engine's folder goes.
    _service: Server,
    port: u16,
    engine: Engine,
    action: TempDir,
}

impl Act {
    /// Builds the images and starts the service.
    pub(crate) fn start() -> Self {
        let engine = Engine::with_image();
        let context = engine.folder("job");
        for tool in ["busybox", "bash-static"] {
            std::fs::copy(peer::path(tool), context.join(tool)).expect("the tool");
        }
        let sources = workspace::repository().join("tests/conformance/act");
        process::succeed(
            engine
                .command("buildah")
                .args([
                    "bud",
                    "--quiet",
                    "--isolation",
                    "chroot",
                    "--tag",
                    JOB,
                    "--file",
                ])
                .arg(sources.join("job.Dockerfile"))
                .arg(&context),
        );
        let port = process::free_port();
        let service = Server::start(
            engine
                .command("podman")
                .args(["system", "service", "--time=0"])
                .arg(format!("tcp://127.0.0.1:{port}")),
            port,
            &engine.path().join("service.log"),
        );
        Self {
            _service: service,
            port,
            engine,
            action: released_action(),
        }
    }

    /// Runs a workflow of the workspace as the push of tag v1.2.3. `token` is what `github.token` will be.
    pub(crate) fn push(&self, workspace: &Workspace, workflow: &str, token: &str) -> Output {
        let event = workspace::repository().join("tests/conformance/act/push.json");
        let mut command = self.engine.command("act");
        command
            .current_dir(workspace.path())
            .env("DOCKER_HOST", format!("tcp://127.0.0.1:{}", self.port))
            .args([
                "push",
                "--pull=false",
                "--no-cache-server",
                "--rm",
                "--eventpath",
            ])
            .arg(event)
            .args(["--container-daemon-socket", "-", "--workflows", workflow])
            .args(["--platform", &format!("ubuntu-24.04={JOB}")])
            .args(["--secret", &format!("GITHUB_TOKEN={token}")])
            .args(["--local-repository"])
            .arg(format!(
                "chartwright/chartwright@v1={}",
                self.action.path().display()
            ));
        command.output().expect("act starts")
    }
}

/// The actions as they are released: this repository's files, the image named instead of built.
fn released_action() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    copy_action(folder.path());
    folder
}

fn copy_action(folder: &Path) {
    for file in [
        "action.yml",
        "actions/lint/action.yml",
        "actions/template/action.yml",
    ] {
        pin_action(file, folder);
    }
}

fn pin_action(file: &str, folder: &Path) {
    let text = std::fs::read_to_string(workspace::repository().join(file))
        .expect("this repository's action");
    let pinned: String = text
        .lines()
        .map(|line| match line.split_once("image:") {
            Some((indent, _)) if indent.trim().is_empty() => {
                format!("{indent}image: docker://{IMAGE}\n")
            }
            _ => format!("{line}\n"),
        })
        .collect();
    assert!(pinned.contains(IMAGE), "action.yml names an image");
    let path = folder.join(file);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
    std::fs::write(path, pinned).expect("the action");
}
