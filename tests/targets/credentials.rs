//! No credential is ever seen: not on the screen, not in the outputs, not in the summary, whatever fails and however
//! much is asked to be shown.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::git_server::Behaviour;
use crate::registry::{Access, Failure, Grant};
use crate::workspace::Run;
use crate::{Stage, nobody};

const USER: &str = "octocat";
const PASSWORD: &str = "canary-registry-5e1d";
const PAGES_TOKEN: &str = "canary-pages-77aa";
const TOKEN: &str = "canary-token-c0de";
const IN_URL: &str = "canary-url-9b3f";
const IN_CONFIG: &str = "canary-config-41ef";
const CANARIES: [&str; 5] = [PASSWORD, PAGES_TOKEN, TOKEN, IN_URL, IN_CONFIG];

#[track_caller]
fn shows_no_canary(what: &str, run: &Run) {
    let mut forms: Vec<String> = vec!["canary-".to_owned()];
    for canary in CANARIES {
        forms.push(STANDARD.encode(canary));
        for user in [USER, "x-access-token", "bot"] {
            forms.push(STANDARD.encode(format!("{user}:{canary}")));
        }
    }
    // The runner is told what to blank out by the canary itself: that is what the command is for.
    let seen = |text: &str| -> String {
        text.lines()
            .filter(|line| !line.starts_with("::add-mask::"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    let outputs: String = run
        .outputs
        .iter()
        .map(|(name, value)| format!("{name}={value}\n"))
        .collect();
    for (place, text) in [
        ("stdout", seen(&run.stdout)),
        ("stderr", seen(&run.stderr)),
        ("the outputs", outputs),
        ("the summary", run.summary.clone()),
    ] {
        for form in &forms {
            assert!(!text.contains(form), "{what}: {form} in {place}\n{text}");
        }
    }
}

/// Runs it quietly, verbosely, and as the runner does with debugging on.
fn run_in_every_way(
    stage: &Stage,
    what: &str,
    arguments: &[&str],
    environment: &[(&str, &str)],
    succeeds: bool,
) {
    let arguments = [&["release", "--tag", "v1.2.3"], arguments].concat();
    let runner = [("GITHUB_ACTIONS", "true"), ("RUNNER_DEBUG", "1")];
    for (more, also) in [(&["-v"][..], &[][..]), (&[], &runner)] {
        let run = stage
            .workspace
            .run(&[&arguments, more].concat(), &[environment, also].concat());
        assert_eq!(run.exit == 0, succeeds, "{what}\n{}", run.stderr);
        shows_no_canary(what, &run);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_credential_of_a_registry_is_shown() {
    let login = [
        ("INPUT_REGISTRY-USERNAME", USER),
        ("INPUT_REGISTRY-PASSWORD", PASSWORD),
        ("INPUT_TOKEN", TOKEN),
    ];
    for (what, access, succeeds) in [
        ("wrong password", Access::Basic(USER, "another"), false),
        ("right password", Access::Basic(USER, PASSWORD), true),
        (
            "right password for a token",
            Access::Token(USER, PASSWORD, Grant::Push),
            true,
        ),
        (
            "wrong password for a token",
            Access::Token(USER, "another", Grant::Push),
            false,
        ),
        (
            "no permission",
            Access::Token(USER, PASSWORD, Grant::Pull),
            false,
        ),
    ] {
        let stage = Stage::with(access, Behaviour::default()).await;
        let oci = stage.oci();
        run_in_every_way(&stage, what, &["--registry", &oci], &login, succeeds);
    }

    // A server that echoes what it was sent.
    let stage = Stage::new().await;
    let echo: &'static str = Box::leak(
        format!(
            r#"{{"errors":[{{"code":"DENIED","message":"user {USER} with {PASSWORD} ({})"}}]}}"#,
            STANDARD.encode(format!("{USER}:{PASSWORD}"))
        )
        .into_boxed_str(),
    );
    for status in [403, 500] {
        stage.registry.recover();
        let answer = Failure::Answer(status, echo, Vec::new());
        stage.registry.fail("", "/manifests/", None, answer);
        let oci = stage.oci();
        run_in_every_way(&stage, "an echo", &["--registry", &oci], &login, false);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_credential_of_a_docker_configuration_is_shown() {
    let stage = Stage::with(Access::Basic(USER, "another"), Behaviour::default()).await;
    let oci = stage.oci();
    let auth = STANDARD.encode(format!("{USER}:{IN_CONFIG}"));
    let good = format!(
        r#"{{"auths":{{"{}":{{"auth":"{auth}"}}}}}}"#,
        stage.registry.host()
    );
    let broken = format!(r#"{{"auths":{{"h":{{"password":"{IN_CONFIG}"}}}}, oops"#);
    let odd = format!(
        r#"{{"auths":{{"{}":{{"auth":"{IN_CONFIG}"}}}}}}"#,
        stage.registry.host()
    );
    for (what, config) in [("refused", &good), ("broken", &broken), ("odd", &odd)] {
        run_in_every_way(
            &stage,
            what,
            &["--registry", &oci],
            &[("INPUT_REGISTRY-CONFIG", config)],
            false,
        );
    }
    // The machine's own.
    let folder = stage.workspace.beside("docker");
    std::fs::create_dir(&folder).unwrap();
    for config in [&good, &broken, &odd] {
        std::fs::write(folder.join("config.json"), config).unwrap();
        run_in_every_way(
            &stage,
            "the machine's",
            &["--registry", &oci],
            &[("DOCKER_CONFIG", folder.to_str().unwrap())],
            false,
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_credential_within_a_url_is_shown() {
    let stage = Stage::new().await;
    let (nobody, host) = (nobody(), stage.registry.host());
    let pages = stage
        .pages()
        .replace("http://", &format!("http://bot:{IN_URL}@"));
    let cases: [(&str, Vec<String>, bool); 6] = [
        (
            "registry",
            vec![
                "--registry".into(),
                format!("oci://bot:{IN_URL}@{host}/acme"),
            ],
            false,
        ),
        (
            "not a registry",
            vec![
                "--registry".into(),
                format!("https://bot:{IN_URL}@{host}/acme"),
            ],
            false,
        ),
        (
            "unreachable git server",
            vec![
                "--pages-repository".into(),
                format!("http://bot:{IN_URL}@{nobody}/acme"),
            ],
            false,
        ),
        (
            "another machine without TLS",
            vec![
                "--pages-repository".into(),
                format!("http://bot:{IN_URL}@git.example.com/acme"),
            ],
            false,
        ),
        (
            "SSH",
            vec![
                "--pages-repository".into(),
                format!("ssh://bot:{IN_URL}@git.example.com/acme"),
            ],
            false,
        ),
        (
            "a site",
            vec![
                "--pages-repository".into(),
                pages,
                "--pages-url".into(),
                format!("http://bot:{IN_URL}@{nobody}/charts"),
            ],
            true,
        ),
    ];
    for (what, arguments, succeeds) in cases {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        run_in_every_way(&stage, what, &arguments, &[], succeeds);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_token_of_a_git_server_is_shown() {
    let tokens = [("INPUT_PAGES-TOKEN", PAGES_TOKEN), ("INPUT_TOKEN", TOKEN)];
    let guarded = |token: &str| Behaviour {
        writers: vec![format!("x-access-token:{token}")],
        ..Behaviour::default()
    };
    for (what, behaviour, hook, succeeds) in [
        ("right", guarded(PAGES_TOKEN), None, true),
        ("wrong", guarded("another"), None, false),
        (
            "a hook that talks",
            guarded(PAGES_TOKEN),
            Some(format!("echo 'you are {PAGES_TOKEN}' >&2; exit 1")),
            false,
        ),
    ] {
        let stage = Stage::with(Access::Open, behaviour).await;
        if let Some(hook) = hook {
            stage.git.hook("acme/charts", "pre-receive", &hook);
        }
        let pages = stage.pages();
        let arguments = ["--pages-repository", &pages];
        run_in_every_way(&stage, what, &arguments, &tokens, succeeds);
        let first = stage.git.log().into_iter().next().unwrap();
        if let Some(sent) = first.authorization {
            assert_eq!(
                sent,
                format!(
                    "Basic {}",
                    STANDARD.encode(format!("x-access-token:{PAGES_TOKEN}"))
                )
            );
        }
    }
}
