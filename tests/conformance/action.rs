//! The action as the runner runs it: the image, its environment, mounts and file commands; and the example workflows
//! under `act`.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::Output;

use serde_json::Value;

use crate::support::act::Act;
use crate::support::git_server::{GitServer, TOKEN};
use crate::support::image::{Engine, IMAGE};
use crate::support::registry::{Access, Registry};
use crate::support::workspace::{self, VERSION, Workspace};
use crate::support::{process, sha256};

/// The runner's user, who owns the workspace; the container runs as root.
const RUNNER_USER: u32 = 1001;

/// The bound on the compressed image.
const LARGEST_IMAGE: u64 = 10_000_000;

/// Runs the image as the runner does: its mounts, its variables, root, the host's network (so that a registry on
/// this machine is reachable, which is the one difference). Returns how it ended and its file commands.
struct Run {
    output: Output,
    outputs: BTreeMap<String, String>,
    summary: String,
}

fn run(engine: &Engine, workspace: &Workspace, tag: &str, inputs: &[(&str, &str)]) -> Run {
    let commands = engine.folder("file_commands");
    let event = engine.folder("workflow");
    for file in ["output", "summary", "env", "path", "state"] {
        std::fs::write(commands.join(file), "").expect("a file command");
    }
    let push =
        std::fs::read_to_string(workspace::repository().join("tests/conformance/act/push.json"))
            .expect("the event");
    std::fs::write(event.join("event.json"), push.replace("v1.2.3", tag)).expect("the event");
    let commit = process::git(workspace.path(), &["rev-parse", "HEAD"]);
    process::succeed(
        process::clean("chown")
            .args(["-R", &RUNNER_USER.to_string()])
            .arg(workspace.path()),
    );
    let mut command = engine.command("podman");
    command
        .args([
            "run",
            "--rm",
            "--network",
            "host",
            "--workdir",
            "/github/workspace",
        ])
        .arg("--volume")
        .arg(format!("{}:/github/workspace", workspace.path().display()))
        .arg("--volume")
        .arg(format!("{}:/github/file_commands", commands.display()))
        .arg("--volume")
        .arg(format!("{}:/github/workflow", event.display()))
        .arg("--volume")
        .arg(format!(
            "{}:/github/home",
            engine.folder("github-home").display()
        ));
    let reference = format!("refs/tags/{tag}");
    let variables = [
        ("HOME", "/github/home"),
        ("CI", "true"),
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_WORKSPACE", "/github/workspace"),
        ("GITHUB_EVENT_NAME", "push"),
        ("GITHUB_EVENT_PATH", "/github/workflow/event.json"),
        ("GITHUB_OUTPUT", "/github/file_commands/output"),
        ("GITHUB_STEP_SUMMARY", "/github/file_commands/summary"),
        ("GITHUB_ENV", "/github/file_commands/env"),
        ("GITHUB_PATH", "/github/file_commands/path"),
        ("GITHUB_STATE", "/github/file_commands/state"),
        ("GITHUB_REF", &reference),
        ("GITHUB_REF_NAME", tag),
        ("GITHUB_REF_TYPE", "tag"),
        ("GITHUB_SHA", &commit),
        ("GITHUB_REPOSITORY", "acme/demo"),
        ("GITHUB_REPOSITORY_OWNER", "acme"),
        ("GITHUB_SERVER_URL", "https://github.com"),
        ("GITHUB_API_URL", "https://api.github.com"),
        ("GITHUB_RUN_ID", "1"),
        ("GITHUB_ACTOR", "octocat"),
        ("RUNNER_OS", "Linux"),
        ("RUNNER_ARCH", "X64"),
    ];
    for (name, value) in variables.iter().chain(inputs) {
        command.args(["--env", &format!("{name}={value}")]);
    }
    let output = command.arg(IMAGE).output().expect("podman starts");
    Run {
        output,
        outputs: heredocs(&commands.join("output")),
        summary: std::fs::read_to_string(commands.join("summary")).expect("the summary"),
    }
}

/// `GITHUB_OUTPUT` read strictly: heredocs only, each closed, as `docs/actions.md` promises.
fn heredocs(file: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(file).expect("the outputs");
    let mut lines = text.lines();
    let mut outputs = BTreeMap::new();
    while let Some(line) = lines.next() {
        let (name, delimiter) = line
            .split_once("<<")
            .unwrap_or_else(|| panic!("no heredoc: {line:?}"));
        let mut value = Vec::new();
        loop {
            match lines.next() {
                Some(line) if line == delimiter => break,
                Some(line) => value.push(line),
                None => panic!("{name} is never closed by {delimiter}"),
            }
        }
        outputs.insert(name.to_owned(), value.join("\n"));
    }
    outputs
}

impl Run {
    fn log(&self) -> String {
        format!(
            "{}{}",
            String::from_utf8_lossy(&self.output.stdout),
            String::from_utf8_lossy(&self.output.stderr)
        )
    }

    fn output(&self, name: &str) -> &str {
        self.outputs.get(name).map_or("", String::as_str)
    }
}

#[test]
fn the_image_releases_as_the_runner_runs_it() {
    let engine = Engine::with_image();
    let registry = Registry::docker(Access::Password);
    let server = GitServer::with_token();
    server.seed("gh-pages", &[("README.md", "charts\n")]);
    let workspace = Workspace::new();
    let (user, password) = crate::support::authority::WRITER;
    let (target, pages) = (registry.reference("acme/charts"), server.url());
    let inputs = [
        ("INPUT_REGISTRY", target.as_str()),
        ("INPUT_REGISTRY-USERNAME", user),
        ("INPUT_REGISTRY-PASSWORD", password),
        ("INPUT_PAGES-REPOSITORY", pages.as_str()),
        ("INPUT_PAGES-TOKEN", TOKEN),
        // Empty, as every input that a workflow leaves to its default arrives when it has none.
        ("INPUT_PAGES-URL", ""),
        ("INPUT_APP-VERSION", ""),
    ];
    let released = run(&engine, &workspace, "v1.2.3", &inputs);
    assert!(released.output.status.success(), "{}", released.log());
    assert_eq!(released.output("status"), "released");
    assert_eq!(released.output("name"), "podlet");
    assert_eq!(released.output("version"), VERSION);
    let manifest = registry
        .manifest("acme/charts/podlet", VERSION)
        .expect("the manifest");
    assert_eq!(manifest["layers"][0]["digest"], released.output("digest"));
    let package = server
        .file("gh-pages", "podlet-1.2.3.tgz")
        .expect("the package on Pages");
    assert_eq!(sha256(&package), released.output("digest"));
    let report: Value = serde_json::from_str(released.output("report")).expect("the report");
    assert_eq!(report["status"], "released");
    assert!(
        released.summary.contains("podlet") && released.summary.contains("helm install"),
        "{}",
        released.summary
    );

    // The masks come first, and no credential is printed but in them.
    let log = released.log();
    for secret in [password, TOKEN] {
        for line in log.lines().filter(|line| line.contains(secret)) {
            assert!(line.starts_with("::add-mask::"), "{secret} in {line:?}");
        }
        assert!(!released.summary.contains(secret));
    }

    // What is left in the workspace belongs to whoever owns the workspace.
    let kept = workspace.path().join(released.output("package"));
    let owner = kept.metadata().expect("the package in the workspace").uid();
    assert_eq!(owner, RUNNER_USER, "{}", kept.display());

    let again = run(&engine, &workspace, "v1.2.3", &inputs);
    assert!(again.output.status.success(), "{}", again.log());
    assert_eq!(again.output("status"), "unchanged");
    assert_eq!(again.output("digest"), released.output("digest"));
}

#[test]
fn a_failing_run_writes_its_outputs_and_summary_too() {
    let engine = Engine::with_image();
    let workspace = Workspace::new();
    workspace.tag("v9.9.9");
    let failed = run(&engine, &workspace, "v9.9.9", &[]);
    assert_eq!(failed.output.status.code(), Some(1), "{}", failed.log());
    assert_eq!(failed.output("status"), "failed");
    assert_eq!(
        failed.output("reason"),
        "CW-TAG-003",
        "{:?}",
        failed.outputs
    );
    assert!(failed.summary.contains("9.9.9"), "{}", failed.summary);
    assert!(failed.log().contains("::error "), "{}", failed.log());
    assert!(
        !workspace.path().join("dist").exists(),
        "nothing was written"
    );
}

#[test]
fn an_input_with_an_unknown_value_is_the_inputs_fault() {
    let engine = Engine::with_image();
    let workspace = Workspace::new();
    let failed = run(&engine, &workspace, "v1.2.3", &[("INPUT_LINT", "maybe")]);
    assert_eq!(failed.output.status.code(), Some(2), "{}", failed.log());
    assert!(failed.log().contains("maybe"), "{}", failed.log());
}

#[test]
fn the_image_is_small_and_holds_what_it_says() {
    let engine = Engine::with_image();
    let size = engine.compressed_size();
    println!("the image is {size} bytes compressed");
    assert!(size <= LARGEST_IMAGE, "{size} bytes");
    let configuration = process::stdout(
        engine
            .command("buildah")
            .args(["inspect", "--type", "image", IMAGE]),
    );
    let configuration: Value = serde_json::from_str(&configuration).expect("JSON");
    let config = &configuration["OCIv1"]["config"];
    assert_eq!(config["Entrypoint"], serde_json::json!(["/chartwright"]));
    assert_eq!(config["Cmd"], serde_json::json!(["release"]));
    assert!(
        config["User"].as_str().unwrap_or_default().is_empty(),
        "{config}"
    );
    let version = process::stdout(engine.command("podman").args([
        "run",
        "--rm",
        "--network",
        "none",
        IMAGE,
        "--version",
    ]));
    assert_eq!(
        version,
        format!("chartwright {}", env!("CARGO_PKG_VERSION"))
    );
}

/// The example workflows, run by `act` on the push of a tag. GitHub's registry and repository are replaced by ones
/// on this machine; nothing else of them is changed.
#[test]
fn the_example_workflows_release_under_act() {
    let act = Act::start();
    for (workflow, to_registry, to_pages) in [
        ("pages", false, true),
        ("ghcr", true, false),
        ("both", true, true),
        ("composite", true, false),
    ] {
        let registry = Registry::docker(Access::Open);
        let server = GitServer::with_token();
        server.seed("gh-pages", &[("README.md", "charts\n")]);
        let workspace = Workspace::new();
        let ours = |text: String| {
            text.replace("oci://ghcr.io", &format!("oci://{}", registry.host()))
                .replace(
                    "pages-repository: ${{ github.repository }}",
                    // `token` goes to GitHub alone, so this server wants one of its own.
                    &format!(
                        "pages-repository: {}\n          pages-token: ${{{{ github.token }}}}",
                        server.url()
                    ),
                )
        };
        let examples = workspace::repository().join("examples");
        let text = std::fs::read_to_string(examples.join(format!("workflows/{workflow}.yml")))
            .expect("the example");
        workspace.write(".github/workflows/release.yml", &ours(text));
        let composite = std::fs::read_to_string(examples.join("composite/action.yml"))
            .expect("the composite action");
        workspace.write(".github/actions/release-chart/action.yml", &ours(composite));
        workspace.commit("Release by workflow");
        workspace.tag("v1.2.3");
        process::git(
            workspace.path(),
            &[
                "remote",
                "add",
                "origin",
                "https://github.com/acme/demo.git",
            ],
        );

        let output = act.push(&workspace, ".github/workflows/release.yml", TOKEN);
        let log = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert!(output.status.success(), "{workflow}:\n{log}");
        assert!(!log.contains(TOKEN), "{workflow} shows the token:\n{log}");
        let manifest = registry.manifest("acme/charts/podlet", VERSION);
        assert_eq!(manifest.is_some(), to_registry, "{workflow}:\n{log}");
        let package = server.file("gh-pages", "podlet-1.2.3.tgz");
        assert_eq!(package.is_some(), to_pages, "{workflow}:\n{log}");
    }
}

/// The example that checks charts before a tag is made, run by `act`: the actions in `actions/`.
#[test]
fn the_example_workflow_checks_charts_under_act() {
    let act = Act::start();
    let workspace = Workspace::new();
    let example = workspace::repository().join("examples/workflows/check.yml");
    let text = std::fs::read_to_string(example).expect("the example");
    workspace.write(".github/workflows/check.yml", &text);
    workspace.write(
        "charts/podlet/templates/injected.yaml",
        "# ::error::from a template\n",
    );
    workspace.commit("Check by workflow");
    process::git(
        workspace.path(),
        &[
            "remote",
            "add",
            "origin",
            "https://github.com/acme/demo.git",
        ],
    );
    let run = |succeeds: bool| {
        let output = act.push(&workspace, ".github/workflows/check.yml", TOKEN);
        let log = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(output.status.success(), succeeds, "{log}");
        log
    };
    let log = run(true);
    assert!(log.contains("wrote rendered/podlet/templates/"), "{log}");
    assert!(log.contains("passed"), "{log}");
    workspace.write(
        "charts/podlet/templates/broken.yaml",
        "a: {{ .Values.image.tag.name.first }}\n",
    );
    workspace.commit("Break the chart");
    let log = run(false);
    assert!(log.contains("charts/podlet/templates/broken.yaml"), "{log}");
}
