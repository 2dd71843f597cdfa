//! Starting programs: in an environment that holds nothing of the machine's, and stopped for certain.

use std::ffi::OsStr;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take until it answers.
const READY_WITHIN: Duration = Duration::from_secs(30);

/// A command with none of this process's environment but PATH: no `GITHUB_*`, `INPUT_*`, `CI`, proxies, Docker or
/// Helm settings of whoever runs the tests. HOME is a folder that does not exist, so that nothing is found there;
/// give another where a program must write.
pub(crate) fn clean(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", "/nonexistent")
        .env("LC_ALL", "C.UTF-8")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null());
    command
}

/// The program as it is released: the static binary.
///
/// # Panics
/// When nobody has built it.
pub(crate) fn static_binary() -> PathBuf {
    std::env::var_os("CHARTWRIGHT_STATIC_BINARY")
        .map(PathBuf::from)
        .expect("CHARTWRIGHT_STATIC_BINARY names the static binary; `.ci/run static conformance` builds it")
}

/// Runs a command to its end.
///
/// # Panics
/// With both of its streams, when it fails.
pub(crate) fn succeed(command: &mut Command) -> Output {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
    assert!(
        output.status.success(),
        "{command:?} failed: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    output
}

/// The standard output of a command that succeeds, without its line end.
pub(crate) fn stdout(command: &mut Command) -> String {
    String::from_utf8(succeed(command).stdout)
        .expect("output is UTF-8")
        .trim_end()
        .to_owned()
}

/// Runs git in a folder, as an author with a fixed name and time.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    stdout(
        clean("git")
            .arg("-C")
            .arg(folder)
            .args(["-c", "safe.directory=*", "-c", "init.defaultBranch=main"])
            .args(arguments)
            .envs([
                ("GIT_AUTHOR_NAME", "octocat"),
                ("GIT_AUTHOR_EMAIL", "octocat@example.com"),
                ("GIT_AUTHOR_DATE", "2026-05-04T10:11:12Z"),
                ("GIT_COMMITTER_NAME", "octocat"),
                ("GIT_COMMITTER_EMAIL", "octocat@example.com"),
                ("GIT_COMMITTER_DATE", "2026-05-04T10:11:12Z"),
            ]),
    )
}

/// A port of this machine that nobody listens on at the moment.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .expect("a free port")
        .port()
}

/// A server in a process of its own, killed when dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
}

impl Server {
    /// Starts a server and waits until it accepts connections at `port` of this machine.
    ///
    /// # Panics
    /// When it ends before, or takes longer than half a minute; with what it wrote to `log`.
    pub(crate) fn start(command: &mut Command, port: u16, log: &Path) -> Self {
        let file = std::fs::File::create(log).expect("the log can be created");
        let copy = file.try_clone().expect("the log can be shared");
        let child = command
            .stdout(file)
            .stderr(copy)
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        let mut server = Self { child };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let deadline = Instant::now() + READY_WITHIN;
        while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
            let ended = server.child.try_wait().expect("the child can be asked");
            let said = || std::fs::read_to_string(log).unwrap_or_default();
            assert!(ended.is_none(), "{command:?} ended: {ended:?}\n{}", said());
            assert!(
                Instant::now() < deadline,
                "{command:?} does not listen at {address}\n{}",
                said()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
