use std::path::Path;

use super::*;
use crate::lint::{Options, lint_all};
use crate::load::load_directory;

/// Lints a chart with these templates, which render as they are.
fn linted(files: &[(&str, &str)]) -> Vec<String> {
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = directory.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write(
        "Chart.yaml",
        "apiVersion: v2\nname: c\nversion: 1.0.0\nicon: https://example.com/icon.svg\n",
    );
    write("values.yaml", "a: 1\n");
    for (name, text) in files {
        write(name, text);
    }
    said(directory.path(), &|chart| {
        Rendering::Done(
            chart
                .templates
                .iter()
                .map(|file| (format!("c/{}", file.name), file.data.to_vec()))
                .collect(),
        )
    })
}

fn said(directory: &Path, render: &dyn Fn(&Chart) -> Rendering) -> Vec<String> {
    let coalesce = |values: &serde_json::Map<String, serde_json::Value>| {
        values
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_f64().unwrap_or_default()))
            .collect()
    };
    let options = Options {
        kubernetes: KubernetesVersion::default(),
        skip_schema_validation: false,
        schemas: &crate::schema::Loader::default(),
        coalesce: &coalesce,
        render,
    };
    let loaded = load_directory(directory);
    lint_all(directory, loaded.as_ref(), &options)
        .iter()
        .map(ToString::to_string)
        .collect()
}

const NAMING: &str = "object name does not conform to Kubernetes naming requirements";

/// What Helm 4.2.4 says of the same charts.
#[test]
fn templates_are_linted_as_helm_lints_them() {
    let subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and \
                     must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is \
                     '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
    for (text, expected) in [
        ("kind: Pod\nmetadata:\n  name: a.b\n", vec![]),
        ("", vec![]),
        (" \n\t\n", vec![]),
        (
            "kind: Pod\n",
            vec![format!("[WARNING] templates/a.yaml: {NAMING}: \"\": metadata.name: Invalid value: \"\": {subdomain}")],
        ),
        (
            "\n  kind: Pod\n  metadata: {name: a}\n",
            vec![
                "[WARNING] templates/a.yaml: document starts with an illegal indent: \"  kind: Pod\", which may cause parsing problems".to_owned(),
            ],
        ),
        (
            "kind: Service\nmetadata:\n  name: 1a\n",
            vec![format!("[WARNING] templates/a.yaml: {NAMING}: \"1a\": metadata.name: Invalid value: \"1a\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')")],
        ),
        (
            "kind: Namespace\nmetadata:\n  name: a.b\n",
            vec![format!("[WARNING] templates/a.yaml: {NAMING}: \"a.b\": metadata.name: Invalid value: \"a.b\": must not contain dots")],
        ),
        (
            "kind: ClusterRole\nmetadata:\n  name: a/%\n",
            vec![format!("[WARNING] templates/a.yaml: {NAMING}: \"a/%\": [metadata.name: Invalid value: \"a/%\": may not contain '/', metadata.name: Invalid value: \"a/%\": may not contain '%']")],
        ),
        ("kind: CertificateSigningRequest\nmetadata:\n  name: A/\n", vec![]),
        (
            "apiVersion: apps/v1beta1\nkind: Deployment\nmetadata:\n  name: a\n",
            vec![
                "[WARNING] templates/a.yaml: apps/v1beta1 Deployment is deprecated in v1.8+, unavailable in v1.16+; use apps/v1 Deployment".to_owned(),
                "[ERROR] templates/a.yaml: a Deployment must contain matchLabels or matchExpressions, and \"a\" does not".to_owned(),
            ],
        ),
        (
            "kind: List\nmetadata: {name: a}\nitems:\n- metadata:\n    annotations:\n      helm.sh/resource-policy: keep\n",
            vec!["[ERROR] templates/a.yaml: annotation 'helm.sh/resource-policy' within List objects are ignored".to_owned()],
        ),
        (
            "kind: List\nmetadata: {name: a}\nitems: x\n",
            vec!["[ERROR] templates/a.yaml: unable to parse YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field .Items of type []struct { Metadata struct { Annotations map[string]string } }".to_owned()],
        ),
        (
            "kind: Pod\nmetadata: {name: a}\n---x\n",
            vec!["[ERROR] templates/a.yaml: unable to parse YAML: invalid Yaml document separator: x".to_owned()],
        ),
        (
            "kind: [a]\n",
            vec!["[ERROR] templates/a.yaml: unable to parse YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field k8sYamlStruct.Kind of type string".to_owned()],
        ),
        (
            "{\"kind\":5} {\"a\":\"\\x\"}---\n",
            vec!["[ERROR] templates/a.yaml: unable to parse YAML: json: cannot unmarshal number into Go struct field k8sYamlStruct.Kind of type string".to_owned()],
        ),
    ] {
        assert_eq!(linted(&[("templates/a.yaml", text)]), expected, "{text}");
    }
}

#[test]
fn a_manifest_that_cannot_be_read_ends_the_rule_alone() {
    assert_eq!(
        linted(&[
            ("templates/a.yaml", "a: b: c\n"),
            ("templates/b.md", "x"),
            ("crds", "x"),
        ]),
        [
            "[ERROR] templates/a.yaml: unable to parse YAML: error converting YAML to JSON: yaml: mapping values are not allowed in this context",
            "[ERROR] crds/: not a directory",
        ]
    );
}

#[test]
fn extensions_are_told_for_all_files() {
    assert_eq!(
        linted(&[
            ("templates/NOTES.txt", "x"),
            ("templates/_a.tpl", "x"),
            ("templates/b.md", "x"),
            ("templates/c", "x"),
        ]),
        [
            "[ERROR] templates/b.md: file extension '.md' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt",
            "[ERROR] templates/c: file extension '' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt",
        ]
    );
}

#[test]
fn templates_are_a_directory() {
    assert_eq!(
        linted(&[]),
        ["[WARNING] templates/: directory does not exist"]
    );
    assert_eq!(
        linted(&[("templates", "x")]),
        ["[ERROR] templates/: not a directory"]
    );
}

#[test]
fn the_schema_speaks_of_the_values() {
    assert_eq!(
        linted(&[
            ("templates/NOTES.txt", "x"),
            (
                "values.schema.json",
                r#"{"properties": {"a": {"type": "string"}}}"#
            ),
        ]),
        ["[ERROR] values.yaml: - at '/a': got number, want string\n"]
    );
}

#[test]
fn what_rendering_says_is_told() {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(
        directory.path().join("Chart.yaml"),
        "apiVersion: v2\nname: c\nversion: 1.0.0\nicon: https://example.com/icon.svg\n",
    )
    .unwrap();
    std::fs::write(directory.path().join("values.yaml"), "").unwrap();
    std::fs::create_dir(directory.path().join("templates")).unwrap();
    for (rendering, expected) in [
        (Rendering::Silent, None),
        (
            Rendering::Refused {
                text: "no".to_owned(),
                violations: Vec::new(),
                help: None,
            },
            Some("[ERROR] templates/: no"),
        ),
        (
            Rendering::Failed {
                text: "broken".to_owned(),
                place: None,
            },
            Some("[ERROR] templates/: broken"),
        ),
    ] {
        let messages = said(directory.path(), &|_| rendering.clone());
        assert_eq!(messages.iter().map(String::as_str).next(), expected);
    }
}

#[test]
fn lines_that_are_too_long_for_go() {
    assert_eq!(
        indent("x".repeat(MAX_LINE).as_bytes()).as_deref(),
        Some("bufio.Scanner: token too long")
    );
    assert_eq!(indent("x".repeat(MAX_LINE - 1).as_bytes()), None);
    assert_eq!(
        indent(b"\r\n\tx").as_deref(),
        Some("document starts with an illegal indent: \"\\tx\", which may cause parsing problems")
    );
}
