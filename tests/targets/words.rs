//! Words of strangers stay words: those of charts, registries, git servers and their hooks start no command of the
//! runner, forge no output and no heading of the summary, and draw on no terminal.

use crate::Stage;
use crate::registry::Failure;
use crate::workspace::Run;

/// What each stranger says. A word in it tells whose it is.
const WORDS: &str = "pwned\n::error title=pwned::pwned\r\n##[error]pwned\n::set-output name=pwned::pwned\n::add-mask::pwned\n::stop-commands::pwned\n::endgroup::\nGITHUB_OUTPUT<<pwned\npwned=pwned\n# pwned heading\n</details><script>pwned</script>\n| pwned | ✓ |\n```\n[pwned](https://pwned.example)\n![pwned](https://pwned.example/x.png)\n<!-- pwned\n\u{1b}[2J\u{1b}]8;;https://pwned.example\u{7}pwned\u{202e}\u{2028}::warning::pwned";

/// The commands that this program gives the runner.
const COMMANDS: [&str; 7] = [
    "::group::",
    "::endgroup::",
    "::error ",
    "::warning ",
    "::notice ",
    "::add-mask::",
    "::stop-commands::chartwright-",
];

/// What a stranger's words became besides words.
fn obeyed(run: &Run) -> Option<String> {
    let mut stopped: Option<String> = None;
    let log = format!("{}\n{}", run.stderr, run.stdout);
    for line in log.split(['\n', '\r']) {
        if line.contains("##[") {
            return Some(format!("a command: {line:?}"));
        }
        if let Some(token) = &stopped {
            if line == format!("::{token}::") {
                stopped = None;
            }
            // Viewers look at lines, whether or not commands are stopped.
            else if line.trim_start().starts_with("::") {
                return Some(format!("a line that begins as a command: {line:?}"));
            }
            continue;
        }
        if let Some(token) = line.strip_prefix("::stop-commands::") {
            stopped = Some(token.to_owned());
        }
        if line.trim_start().starts_with("::")
            && !COMMANDS.iter().any(|ours| line.starts_with(ours))
        {
            return Some(format!("a command: {line:?}"));
        }
        if line.starts_with("::error title=pwned") || line.starts_with("::add-mask::pwned") {
            return Some(format!("a command: {line:?}"));
        }
    }
    if log.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{2028}']) {
        return Some("characters that draw".to_owned());
    }
    if let Some((name, _)) = run.outputs.iter().find(|(name, _)| name.contains("pwned")) {
        return Some(format!("an output {name}"));
    }
    let mut fence: Option<String> = None;
    for line in run.summary.lines().map(str::trim_start) {
        let ticks: String = line
            .chars()
            .take_while(|character| *character == '`')
            .collect();
        match &fence {
            Some(open) if ticks.len() >= open.len() && line.len() == ticks.len() => fence = None,
            Some(_) => continue,
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => {}
        }
        let marks = [
            "# pwned",
            "<script",
            "</details><script",
            "| pwned |",
            "![pwned](",
            "<!-- pwned",
        ];
        if marks.iter().any(|mark| line.starts_with(mark))
            || line.contains("](https://pwned.example")
        {
            return Some(format!("Markdown: {line:?}"));
        }
    }
    None
}

/// Runs it as the runner does, and says what of the words was obeyed; they must be there to be a test.
#[track_caller]
fn stay_words(what: &str, run: &Run) {
    let all = format!("{}{}{}", run.stderr, run.stdout, run.summary);
    assert!(all.contains("pwned"), "{what}: not told\n{}", run.stderr);
    if let Some(problem) = obeyed(run) {
        panic!("{what}: {problem}\n{}\n{}", run.stderr, run.summary);
    }
}

fn release(stage: &Stage, more: &[(&str, &str)]) -> Run {
    let environment = [&[("GITHUB_ACTIONS", "true")], more].concat();
    stage.run_at_both(&["release", "--tag", "v1.2.3", "-v"], &environment)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_chart_stay_words() {
    let quoted = serde_json::to_string(WORDS).unwrap();
    let fields = [
        format!("description: {quoted}"),
        format!("appVersion: {quoted}"),
        format!("home: {quoted}"),
        format!("maintainers: [{{name: {quoted}, email: {quoted}, url: {quoted}}}]"),
        format!("annotations: {{x: {quoted}}}"),
        format!("kubeVersion: {quoted}"),
        format!("dependencies: [{{name: {quoted}, version: {quoted}, repository: {quoted}}}]"),
        format!("type: {quoted}"),
        format!("keywords: [{quoted}]"),
    ];
    for field in &fields {
        let stage = Stage::new().await;
        let chartfile = format!("apiVersion: v2\nname: demo\nversion: 1.2.3\n{field}\n");
        stage.workspace.write("chart/Chart.yaml", chartfile);
        stage.workspace.commit("Change it");
        stage.workspace.git(&["tag", "--force", "v1.2.3"]);
        let run = release(&stage, &[]);
        // Not every field is told of.
        if let Some(problem) = obeyed(&run) {
            panic!("{field}: {problem}\n{}\n{}", run.stderr, run.summary);
        }
    }
    for (what, path, text) in [
        (
            "fail",
            "chart/templates/a.yaml",
            format!("{{{{ fail {quoted} }}}}"),
        ),
        (
            "required",
            "chart/templates/a.yaml",
            format!("{{{{ required {quoted} nil }}}}"),
        ),
        (
            "a function's error",
            "chart/templates/a.yaml",
            format!("{{{{ mustRegexMatch (print \"(\" {quoted}) \"a\" }}}}"),
        ),
        (
            "a name that is none",
            "chart/templates/a.yaml",
            format!("{{{{ include {quoted} . }}}}"),
        ),
        ("YAML", "chart/templates/a.yaml", format!("a: b: {quoted}")),
        (
            "an object's name",
            "chart/templates/a.yaml",
            format!("apiVersion: v1\nkind: Service\nmetadata: {{name: {quoted}}}"),
        ),
        (
            "values",
            "chart/values.yaml",
            format!("a: &pwned {quoted}\nb: *pwned-gone"),
        ),
        (
            "a schema",
            "chart/values.schema.json",
            format!("{{\"required\": [{quoted}]}}"),
        ),
        (
            "a file's name",
            "chart/templates/pwned\n::error::pwned.yaml",
            "{{ fail \"x\" }}".to_owned(),
        ),
    ] {
        let stage = Stage::new().await;
        stage.workspace.write(path, text);
        stage.workspace.commit("Change it");
        stage.workspace.git(&["tag", "--force", "v1.2.3"]);
        stay_words(what, &release(&stage, &[("INPUT_LINT", "strict")]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_servers_stay_words() {
    let body: &'static str = Box::leak(
        serde_json::json!({"errors": [{"code": WORDS, "message": WORDS, "detail": WORDS}]})
            .to_string()
            .into_boxed_str(),
    );
    for (status, method, path) in [
        (400, "PUT", "/manifests/"),
        (403, "POST", "/blobs/uploads/"),
        (401, "", "/v2/"),
        (404, "PUT", "/blobs/uploads/"),
        (429, "PUT", "/manifests/"),
        (500, "PUT", "/manifests/"),
    ] {
        let stage = Stage::new().await;
        let later = vec![("retry-after", "0".to_owned())];
        stage
            .registry
            .fail(method, path, None, Failure::Answer(status, body, later));
        stay_words(&format!("{status} at {path}"), &release(&stage, &[]));
    }
    let stage = Stage::new().await;
    let quoted = WORDS.replace('\'', "");
    stage.git.hook(
        "acme/charts",
        "pre-receive",
        &format!("cat >&2 <<'END_OF_WORDS'\n{quoted}\nEND_OF_WORDS\nexit 1"),
    );
    stay_words("a hook", &release(&stage, &[]));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_reach_no_shell_no_option_and_no_other_host() {
    let stage = Stage::new().await;
    let marker = stage.workspace.beside("marker");
    let touch = format!("$(touch {})", marker.display());
    let host = stage.registry.host();
    for (flag, value) in [
        ("--tag", touch.clone()),
        ("--tag", "--upload-pack=touch".to_owned()),
        ("--tag", "v1.2.3\n::error::pwned".to_owned()),
        ("--chart", "../..".to_owned()),
        ("--chart", touch.clone()),
        ("--pages-repository", format!("--upload-pack={touch}")),
        ("--pages-repository", format!("ext::sh -c {touch}")),
        ("--pages-branch", "--force".to_owned()),
        ("--pages-branch", "../../hooks/x".to_owned()),
        ("--pages-directory", "../../..".to_owned()),
        ("--pages-directory", "/etc".to_owned()),
        ("--registry", format!("oci://{host}@evil.example/acme")),
        ("--registry", format!("oci://{host}/../v2/acme")),
        ("--registry", format!("oci://{host}/acme?x=1#y")),
        ("--registry", format!("oci://{host}/acme\n::error::pwned")),
    ] {
        let pages = stage.pages();
        let mut arguments = vec!["release"];
        for (name, usual) in [("--tag", "v1.2.3"), ("--pages-repository", pages.as_str())] {
            if name != flag {
                arguments.extend([name, usual]);
            }
        }
        arguments.extend([flag, &value]);
        let before = stage.content();
        let run = stage
            .workspace
            .run(&arguments, &[("GITHUB_ACTIONS", "true")]);
        assert_ne!(run.exit, 0, "{flag} {value}\n{}", run.stderr);
        assert_eq!(stage.content(), before, "{flag} {value}\n{}", run.stderr);
        assert!(!marker.exists(), "{flag} {value}");
        if let Some(problem) = obeyed(&run) {
            panic!("{flag} {value}: {problem}\n{}", run.stderr);
        }
    }
}
