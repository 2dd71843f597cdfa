//! Every credential is a canary, in runs that fail in every way that is known, with every way to show them: none of its
//! forms is on the screen, in the outputs, the summary, the report or a file left behind, or reaches a child process.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

use tokio::runtime::Runtime;

use crate::faults::{self, Outcome};
use crate::git_server::Behaviour;
use crate::registry::{Access, Failure, Grant};
use crate::workspace::{Run, Workspace};
use crate::{Stage, workers};

const USER: &str = "octocat";
/// Credentials whose forms differ from each other in every encoding.
const PASSWORD: &str = "canary/reg+5e1d\"é%7B";
const PAGES_TOKEN: &str = "canary&pages=77aa~?";
const TOKEN: &str = "canary-token<c0de>/+";
const IN_CONFIG: &str = "canary config\\41ef;";
const CANARIES: [&str; 4] = [PASSWORD, PAGES_TOKEN, TOKEN, IN_CONFIG];

const INPUTS: [(&str, &str); 4] = [
    ("INPUT_REGISTRY-USERNAME", USER),
    ("INPUT_REGISTRY-PASSWORD", PASSWORD),
    ("INPUT_PAGES-TOKEN", PAGES_TOKEN),
    ("INPUT_TOKEN", TOKEN),
];

/// What it is, arguments, environment.
type Mode = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

/// The ways to run it: further arguments and environment.
const MODES: [Mode; 5] = [
    ("verbose", &["-v"], &[]),
    (
        "the runner with debugging",
        &[],
        &[("GITHUB_ACTIONS", "true"), ("RUNNER_DEBUG", "1")],
    ),
    ("the runner", &[], &[("GITHUB_ACTIONS", "true")]),
    ("JSON", &["--format", "json", "-v"], &[]),
    ("SARIF", &["--format", "sarif"], &[]),
];

/// All forms in which a canary could be seen.
fn forms() -> BTreeSet<String> {
    let mut forms = BTreeSet::from(["canary".to_owned(), "63616e617279".to_owned()]);
    for canary in CANARIES {
        let pairs = [USER, "x-access-token", "<token>", ""]
            .map(|user| format!("{user}:{canary}"))
            .into_iter()
            .chain([canary.to_owned()]);
        for text in pairs {
            for engine in [STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD] {
                forms.insert(engine.encode(&text));
            }
            forms.insert(url::form_urlencoded::byte_serialize(text.as_bytes()).collect());
            forms.insert(text.bytes().map(|byte| format!("{byte:02X}")).collect());
            forms.insert(
                serde_json::to_string(&text)
                    .unwrap()
                    .trim_matches('"')
                    .to_owned(),
            );
            forms.insert(format!("{text:?}").trim_matches('"').to_owned());
        }
    }
    forms
}

/// Where a text holds a canary.
fn seen(forms: &BTreeSet<String>, place: &str, text: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(text);
    let form = forms.iter().find(|form| text.contains(form.as_str()))?;
    Some(format!("{form} in {place}:\n{text}"))
}

/// A stream without the runner's masks, which say what is not to be seen: those that the runner hears, for it hears
/// nothing between `::stop-commands::` and its end.
fn without_masks(stream: &str) -> String {
    let mut deaf: Option<&str> = None;
    let mut rest = String::new();
    for line in stream.lines() {
        match (deaf, line.strip_prefix("::stop-commands::")) {
            (None, Some(token)) => deaf = Some(token),
            (Some(token), _) if line == format!("::{token}::") => deaf = None,
            (None, None) if line.starts_with("::add-mask::") => continue,
            _ => {}
        }
        rest.push_str(line);
        rest.push('\n');
    }
    rest
}

/// What a run shows of a canary.
fn shown(forms: &BTreeSet<String>, run: &Run) -> Option<String> {
    let (stdout, stderr) = (without_masks(&run.stdout), without_masks(&run.stderr));
    let outputs = format!("{:?}", run.outputs);
    [
        ("stdout", stdout.as_str()),
        ("stderr", stderr.as_str()),
        ("the outputs", outputs.as_str()),
        ("the summary", run.summary.as_str()),
    ]
    .into_iter()
    .find_map(|(place, text)| seen(forms, place, text.as_bytes()))
}

/// What is left in a folder of a canary.
fn left(forms: &BTreeSet<String>, folder: &Path) -> Option<String> {
    Workspace::contents(folder)
        .iter()
        .find_map(|(path, bytes)| {
            let name = path.display().to_string();
            seen(forms, &name, bytes).or_else(|| seen(forms, "a name", name.as_bytes()))
        })
}

/// One way to fail.
struct Failing {
    what: String,
    /// Fresh servers that make it fail: what happens once would have happened to the run before.
    stage: Box<dyn Fn(&Runtime) -> Stage + Send + Sync>,
    /// The inputs that are left out.
    without: &'static str,
    /// More inputs and variables. `HOST` in a value is the registry's.
    environment: Vec<(&'static str, String)>,
}

impl Failing {
    fn new(
        what: impl Into<String>,
        stage: impl Fn(&Runtime) -> Stage + Send + Sync + 'static,
    ) -> Self {
        Self {
            what: what.into(),
            stage: Box::new(stage),
            without: "none",
            environment: Vec::new(),
        }
    }

    /// At servers that ask for this.
    fn at(what: impl Into<String>, access: Access, behaviour: Behaviour) -> Self {
        Self::new(what, move |runtime| {
            runtime.block_on(Stage::with(access.clone(), behaviour.again()))
        })
    }

    /// At open servers to which something is done before.
    fn after(what: impl Into<String>, prepare: impl Fn(&Stage) + Send + Sync + 'static) -> Self {
        Self::new(what, move |runtime| {
            let stage = runtime.block_on(Stage::new());
            prepare(&stage);
            stage
        })
    }
}

/// What a server says that was sent a credential, and has it in its words.
fn echo() -> &'static str {
    Box::leak(
        format!(
            r#"{{"errors":[{{"code":"DENIED","message":"{} and {} of {}"}}]}}"#,
            serde_json::to_string(PASSWORD).unwrap().trim_matches('"'),
            STANDARD.encode(format!("{USER}:{PASSWORD}")),
            url::form_urlencoded::byte_serialize(PASSWORD.as_bytes()).collect::<String>(),
        )
        .into_boxed_str(),
    )
}

fn refused_logins() -> Vec<Failing> {
    let logins = [
        ("a wrong password", Access::Basic(USER, "another")),
        (
            "a wrong password for a token",
            Access::Token(USER, "another", Grant::Push),
        ),
        (
            "a token that may not write",
            Access::Token(USER, PASSWORD, Grant::Pull),
        ),
        (
            "an opaque token that may not write",
            Access::Token(USER, PASSWORD, Grant::OpaquePull),
        ),
    ];
    let mut failing: Vec<Failing> = logins
        .into_iter()
        .map(|(what, access)| Failing::at(what, access, Behaviour::default()))
        .collect();
    for (what, pair) in [
        ("a wrong git token", "x-access-token:another"),
        ("another git user", "other:x"),
    ] {
        let behaviour = Behaviour {
            writers: vec![pair.to_owned()],
            ..Behaviour::default()
        };
        failing.push(Failing::at(what, Access::Open, behaviour));
    }
    let behaviour = Behaviour {
        readers: vec![format!("x-access-token:{PAGES_TOKEN}")],
        ..Behaviour::default()
    };
    let what = "a git token that may only read";
    failing.push(Failing::at(what, Access::Open, behaviour));
    failing
}

fn echoes() -> Vec<Failing> {
    let mut failing = Vec::new();
    for status in [400, 401, 403, 404, 405, 413, 429, 500, 503] {
        for (method, path) in [
            ("", "/v2/"),
            ("PUT", "/manifests/"),
            ("POST", "/blobs/uploads/"),
        ] {
            failing.push(Failing::after(
                format!("an echo with {status} of {method} {path}"),
                move |stage| {
                    let headers = vec![
                        (
                            "www-authenticate",
                            format!("Basic realm=\"{}\"", STANDARD.encode(PASSWORD)),
                        ),
                        ("retry-after", "0".to_owned()),
                    ];
                    let answer = Failure::Answer(status, echo(), headers);
                    stage.registry.fail(method, path, None, answer);
                },
            ));
        }
    }
    for (what, words) in [
        (
            "a hook that tells the token",
            format!("echo 'you are {PAGES_TOKEN}' >&2; exit 1"),
        ),
        (
            "a hook that tells the pair",
            format!(
                "echo '{}' >&2; exit 1",
                STANDARD.encode(format!("x-access-token:{PAGES_TOKEN}"))
            ),
        ),
    ] {
        failing.push(Failing::after(what, move |stage| {
            stage.git.hook("acme/charts", "pre-receive", &words);
        }));
    }
    failing
}

fn configurations() -> Vec<Failing> {
    let pair = STANDARD.encode(format!("{USER}:{IN_CONFIG}"));
    [
        (
            "a configuration that is cut off",
            format!(r#"{{"auths":{{"h":{{"auth":"{pair}"#),
        ),
        (
            "a configuration that is no JSON",
            format!("password: {IN_CONFIG}"),
        ),
        (
            "a configuration with a pair that is none",
            r#"{"auths":{"HOST":{"auth":"canary"}}}"#.to_owned(),
        ),
        (
            "a configuration with a wrong password",
            format!(r#"{{"auths":{{"HOST":{{"auth":"{pair}"}}}}}}"#),
        ),
        (
            "a configuration with another shape",
            format!(r#"{{"auths":["{pair}"]}}"#),
        ),
    ]
    .into_iter()
    .map(|(what, text)| Failing {
        without: "INPUT_REGISTRY",
        environment: vec![("INPUT_REGISTRY-CONFIG", text)],
        ..Failing::at(what, Access::Basic(USER, "another"), Behaviour::default())
    })
    .collect()
}

/// Points at which a build for this panics with all credentials in its words.
#[cfg(feature = "crash-points")]
fn panics() -> Vec<Failing> {
    [
        "upload-open",
        "blob-there",
        "manifest-next",
        "manifest-there",
        "push-next",
        "pushed",
        "target-there",
        "verify-next",
    ]
    .into_iter()
    .map(|point| Failing {
        environment: vec![("CHARTWRIGHT_PANIC_AT", point.to_owned())],
        ..Failing::after(format!("a panic at {point}"), |_| {})
    })
    .collect()
}

#[cfg(not(feature = "crash-points"))]
fn panics() -> Vec<Failing> {
    Vec::new()
}

fn all() -> Vec<Failing> {
    let mut failing = refused_logins();
    failing.extend(echoes());
    failing.extend(configurations());
    failing.extend(panics());
    for row in faults::rows() {
        if row.outcome == Outcome::Released {
            continue;
        }
        let access = match row.access() {
            Access::Token(_, _, grant) => Access::Token(USER, PASSWORD, grant),
            other => other,
        };
        failing.push(Failing::new(row.what, move |runtime| {
            row.stage(access.clone(), runtime)
        }));
    }
    failing
}

/// Runs it one way; what is seen of a canary.
fn one(
    failing: &Failing,
    mode: usize,
    forms: &BTreeSet<String>,
    runtime: &Runtime,
) -> Result<(), String> {
    let (name, arguments, environment) = MODES[mode];
    let stage = (failing.stage)(runtime);
    let temporary = stage.workspace.beside("temporary");
    std::fs::create_dir(&temporary).unwrap();
    let inputs: Vec<(&str, &str)> = INPUTS
        .into_iter()
        .filter(|(name, _)| !name.starts_with(failing.without))
        .collect();
    let more: Vec<(&str, String)> = failing
        .environment
        .iter()
        .map(|(name, value)| (*name, value.replace("HOST", &stage.registry.host())))
        .collect();
    let mut variables = inputs.clone();
    variables.extend(environment);
    variables.extend(more.iter().map(|(name, value)| (*name, value.as_str())));
    variables.push(("TMPDIR", temporary.to_str().unwrap()));
    let arguments = [&["release", "--tag", "v1.2.3"], arguments].concat();
    let run = stage.run_at_both(&arguments, &variables);
    let problem = if run.exit == 0 {
        Some("it did not fail".to_owned())
    } else {
        let on_runner = environment.contains(&("GITHUB_ACTIONS", "true"));
        let unmasked = inputs
            .iter()
            .filter(|(_, value)| *value != USER)
            .find(|(_, canary)| {
                let mut first = run
                    .stderr
                    .lines()
                    .take_while(|line| line.starts_with("::add-mask::"));
                // As a command's data is escaped.
                let mask = format!("::add-mask::{}", canary.replace('%', "%25"));
                on_runner && !first.any(|line| line == mask)
            });
        shown(forms, &run)
            .or_else(|| left(forms, &stage.workspace.beside("")))
            .or_else(|| unmasked.map(|(input, _)| format!("{input} is not masked first")))
    };
    match problem {
        Some(problem) => {
            let problem: String = problem.chars().take(2_000).collect();
            Err(format!("{}, {name}: {problem}", failing.what))
        }
        None => Ok(()),
    }
}

#[test]
fn no_form_of_a_credential_is_seen_in_any_run_that_fails() {
    let forms = forms();
    let failing = all();
    // Without the feature that CI has, some of them.
    let modes = if cfg!(feature = "crash-points") {
        MODES.len()
    } else {
        1
    };
    let runs: Vec<(&Failing, usize)> = (0..modes)
        .flat_map(|mode| failing.iter().map(move |failing| (failing, mode)))
        .collect();
    let wrong: Vec<String> = workers::each(&runs, |(failing, mode), runtime| {
        one(failing, *mode, &forms, runtime)
    })
    .into_iter()
    .filter_map(Result::err)
    .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    if cfg!(feature = "crash-points") {
        let figure = format!("canary bytes seen: 0 in {} runs that failed", runs.len());
        println!("{figure}");
        crate::page::holds("docs/reliability.md", "canaries", &figure);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credential_helper_is_told_no_other_credential() {
    let stage = Stage::with(Access::Basic(USER, "another"), Behaviour::default()).await;
    let folder = stage.workspace.beside("docker");
    std::fs::create_dir(&folder).unwrap();
    let told = folder.join("told");
    let helper = folder.join("docker-credential-bird");
    std::fs::write(
        &helper,
        format!(
            "#!/bin/sh\n{{ echo \"$@\"; cat; env; tr '\\0' ' ' </proc/$PPID/cmdline; }} >{}\necho '{{\"Username\":\"u\",\"Secret\":\"canary-helper\"}}'\n",
            told.display()
        ),
    )
    .unwrap();
    std::fs::set_permissions(&helper, std::fs::Permissions::from_mode(0o755)).unwrap();
    std::fs::write(folder.join("config.json"), r#"{"credsStore":"bird"}"#).unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let run = stage.run_at_both(
        &["release", "--tag", "v1.2.3", "-v"],
        &[
            ("PATH", &path),
            ("DOCKER_CONFIG", folder.to_str().unwrap()),
            ("INPUT_PAGES-TOKEN", PAGES_TOKEN),
            ("INPUT_TOKEN", TOKEN),
            ("GITHUB_TOKEN", TOKEN),
            ("MINE", TOKEN),
            ("ACTIONS_RUNTIME_TOKEN", "canary-runtime"),
            ("AWS_PROFILE", "what a helper needs"),
        ],
    );
    assert_eq!(run.exit, 3, "{}", run.stderr);
    let told = std::fs::read(&told).unwrap();
    let text = String::from_utf8_lossy(&told).into_owned();
    assert!(text.contains("AWS_PROFILE=what a helper needs"), "{text}");
    let forms = forms();
    assert_eq!(seen(&forms, "the helper", text.as_bytes()), None);
    assert_eq!(shown(&forms, &run), None);
}
