//! A checkout as `actions/checkout` leaves it, and the program run in it as the runner or a person would.

#![allow(
    unreachable_pub,
    reason = "each test file mounts it as a module of its own"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// When every commit of a test is made.
pub const COMMIT_TIME: &str = "2026-05-04T10:11:12+02:00";

/// A temporary git repository with the program to run in it.
pub struct Workspace {
    folder: tempfile::TempDir,
}

/// What a run left behind.
pub struct Run {
    pub exit: i32,
    pub stdout: String,
    pub stderr: String,
    pub outputs: Vec<(String, String)>,
    pub summary: String,
}

impl Run {
    /// The value of an output, as a later step would read it.
    pub fn output(&self, name: &str) -> &str {
        self.outputs
            .iter()
            .rev()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// Fails the test with everything the run printed when it did not exit as expected.
    #[track_caller]
    pub fn exits(self, expected: i32) -> Self {
        assert_eq!(
            self.exit, expected,
            "exit {}, expected {expected}\n--- stderr\n{}\n--- stdout\n{}",
            self.exit, self.stderr, self.stdout
        );
        self
    }

    /// Fails the test unless the run exited so and gave this reason.
    #[track_caller]
    pub fn fails(self, exit: i32, reason: &str) -> Self {
        let run = self.exits(exit);
        assert_eq!(run.output("reason"), reason, "--- stderr\n{}", run.stderr);
        assert!(run.stderr.contains(reason), "--- stderr\n{}", run.stderr);
        assert!(run.summary.contains(reason), "--- summary\n{}", run.summary);
        run
    }
}

impl Workspace {
    /// An empty repository.
    pub fn empty() -> Self {
        let workspace = Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        std::fs::create_dir(workspace.root()).expect("the checkout");
        workspace.git(&["init", "--quiet", "--initial-branch=main"]);
        workspace
    }

    /// A repository with one chart `demo` 1.2.3 in `chart/`, committed and tagged `v1.2.3`.
    #[allow(dead_code, reason = "each test file uses a part of this module")]
    pub fn with_chart() -> Self {
        let workspace = Self::empty();
        workspace.write(
            "chart/Chart.yaml",
            "apiVersion: v2\nname: demo\ndescription: A chart for tests\nicon: https://example.com/icon.png\nversion: 1.2.3\nappVersion: \"4.5.6\"\n",
        );
        workspace.write("chart/values.yaml", "replicas: 1\n");
        workspace.write(
            "chart/templates/configmap.yaml",
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  replicas: {{ .Values.replicas | quote }}\n",
        );
        workspace.commit("Add the chart");
        workspace.git(&["tag", "v1.2.3"]);
        workspace
    }

    /// The checkout's root.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("checkout")
    }

    /// A path beside the checkout, for what must not be in it.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file of the checkout.
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(path, content).expect("a file");
    }

    /// Reads a file of the checkout.
    #[allow(dead_code, reason = "each test file uses a part of this module")]
    pub fn read(&self, path: &str) -> Vec<u8> {
        let path = self.root().join(path);
        std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Runs git in the checkout, away from the machine's configuration.
    pub fn git(&self, arguments: &[&str]) -> String {
        git(&self.root(), arguments)
    }

    /// Commits everything.
    #[allow(dead_code, reason = "each test file uses a part of this module")]
    pub fn commit(&self, message: &str) -> String {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", message]);
        self.git(&["rev-parse", "HEAD"]).trim().to_owned()
    }

    /// Runs the program on the command line: `chartwright <arguments>`.
    pub fn chartwright(&self, arguments: &[&str]) -> Run {
        self.run(arguments, &[])
    }

    /// Runs the program with further environment; outputs and summary are read from the runner's files.
    #[allow(dead_code, reason = "each test file uses a part of this module")]
    pub fn run(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_chartwright"));
        command.args(arguments);
        self.finish(command, environment)
    }

    /// Runs the program by a shell script, which gets it as `$0` and the arguments as `$@`.
    #[allow(dead_code, reason = "each test file uses a part of this module")]
    pub fn run_by_shell(&self, script: &str, arguments: &[&str]) -> Run {
        let mut command = Command::new("bash");
        command
            .args(["-c", script, env!("CARGO_BIN_EXE_chartwright")])
            .args(arguments);
        self.finish(command, &[])
    }

    fn finish(&self, mut command: Command, environment: &[(&str, &str)]) -> Run {
        let outputs = self.beside("github_output");
        let summary = self.beside("github_step_summary");
        std::fs::write(&outputs, "").expect("the output file");
        std::fs::write(&summary, "").expect("the summary file");
        command.current_dir(self.root());
        scrub(&mut command);
        command
            .env("HOME", self.beside("home"))
            .env("GITHUB_OUTPUT", &outputs)
            .env("GITHUB_STEP_SUMMARY", &summary)
            .envs(environment.iter().copied());
        let Output {
            status,
            stdout,
            stderr,
        } = command.output().expect("the program starts");
        Run {
            exit: status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&stdout).into_owned(),
            stderr: String::from_utf8_lossy(&stderr).into_owned(),
            outputs: heredocs(&std::fs::read_to_string(&outputs).unwrap_or_default()),
            summary: std::fs::read_to_string(&summary).unwrap_or_default(),
        }
    }

    /// Every file below a folder beside or in the checkout with its bytes, sorted: to see that nothing changed.
    #[allow(dead_code, reason = "each test file uses a part of this module")]
    pub fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for entry in std::fs::read_dir(&next).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    found.push((path.clone(), std::fs::read(&path).unwrap_or_default()));
                }
            }
        }
        found.sort();
        found
    }
}

/// Takes the runner's and the machine's own settings out of a child's environment.
pub fn scrub(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let name_text = name.to_string_lossy();
        let foreign = [
            "GITHUB_", "INPUT_", "RUNNER_", "ACTIONS_", "DOCKER_", "HELM_", "GIT_", "XDG_",
        ];
        let single = [
            "CI",
            "NO_COLOR",
            "TZ",
            "LANG",
            "LC_ALL",
            "HTTP_PROXY",
            "HTTPS_PROXY",
            "http_proxy",
            "https_proxy",
        ];
        if foreign.iter().any(|prefix| name_text.starts_with(prefix))
            || single.contains(&&*name_text)
        {
            command.env_remove(&name);
        }
    }
}

/// Runs git in a folder, away from the machine's configuration, with fixed names and times.
#[track_caller]
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    scrub(&mut command);
    let output = command
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_AUTHOR_NAME", "octocat")
        .env("GIT_AUTHOR_EMAIL", "octocat@example.com")
        .env("GIT_COMMITTER_NAME", "octocat")
        .env("GIT_COMMITTER_EMAIL", "octocat@example.com")
        .env("GIT_AUTHOR_DATE", COMMIT_TIME)
        .env("GIT_COMMITTER_DATE", COMMIT_TIME)
        .output()
        .expect("git starts");
    assert!(
        output.status.success(),
        "git {arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Reads a file of `NAME<<DELIMITER` blocks as the runner does.
fn heredocs(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some((name, delimiter)) = line.split_once("<<") {
            let value: Vec<&str> = lines
                .by_ref()
                .take_while(|line| *line != delimiter)
                .collect();
            found.push((name.to_owned(), value.join("\n")));
        } else if let Some((name, value)) = line.split_once('=') {
            found.push((name.to_owned(), value.to_owned()));
        }
    }
    found
}
