//! Charts whose values.schema.json names documents at other addresses: they are loaded, as Helm loads them.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::web::{Answer, Web};
use crate::workspace::Workspace;

/// A chart in each of these directories, with a schema that names `url`.
fn charts(directories: &[&str], url: &str) -> Workspace {
    let workspace = Workspace::with_chart();
    for directory in directories {
        for file in ["Chart.yaml", "values.yaml", "templates/configmap.yaml"] {
            let text = workspace.read(&format!("chart/{file}"));
            workspace.write(&format!("{directory}/{file}"), text);
        }
        workspace.write(
            &format!("{directory}/values.schema.json"),
            format!(r#"{{"properties": {{"replicas": {{"$ref": "{url}"}}}}}}"#),
        );
    }
    workspace
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_asked_for_once_in_a_run_and_without_a_credential() {
    let web = Web::start(Box::new(|_| {
        Answer::File(br#"{"type": "string"}"#.to_vec())
    }))
    .await;
    let workspace = charts(&["one", "two"], &format!("{}/s.json", web.url()));
    let run = workspace.chartwright(&["lint", "one", "two", "--format", "helm"]);
    assert_eq!(run.exit, 1, "{}", run.stderr);
    let said = "[ERROR] values.yaml: - at '/replicas': got number, want string";
    assert_eq!(run.stdout.matches(said).count(), 2, "{}", run.stdout);
    assert_eq!(web.asked(), [("/s.json".to_owned(), false)]);
    // Nothing is asked for when the schema has no say.
    let run = workspace.chartwright(&["lint", "one", "--skip-schema-validation"]);
    assert_eq!(run.exit, 0, "{}", run.stderr);
    assert_eq!(web.asked().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_holds_values_against_documents_elsewhere() {
    let count = AtomicUsize::new(0);
    let web = Web::start(Box::new(move |path| {
        let kind = match (path, count.fetch_add(1, Ordering::SeqCst)) {
            ("/slow.json", 0 | 1) => return Answer::Status(503),
            ("/slow.json", _) => "integer",
            ("/other.json", _) => "string",
            _ => return Answer::Status(404),
        };
        Answer::File(format!(r#"{{"type": "{kind}"}}"#).into_bytes())
    }))
    .await;
    let target = ["--registry", "oci-layout:published"];
    for (name, exit, words) in [
        // The server recovers.
        ("slow.json", 0, "released"),
        ("other.json", 1, "/replicas: got number, want string"),
        ("nothing.json", 1, "returned status 404 (Not Found)"),
    ] {
        let workspace = charts(&["chart"], &format!("{}/{name}", web.url()));
        workspace.commit("A schema");
        workspace.git(&["tag", "--force", "v1.2.3"]);
        let run = workspace.chartwright(&[&["release", "--tag", "v1.2.3"], &target[..]].concat());
        assert_eq!(run.exit, exit, "{name}\n{}", run.stderr);
        assert!(
            run.stderr.contains(words) || run.output("status") == words,
            "{name}\n{}",
            run.stderr
        );
        let says_what_to_do = run.stderr.contains("see that it can be read from here");
        assert_eq!(
            says_what_to_do,
            name == "nothing.json",
            "{name}\n{}",
            run.stderr
        );
        assert_eq!(
            workspace.root().join("published").exists(),
            exit == 0,
            "{name}"
        );
    }
}
