//! Splitting and sorting, with the outcomes of Helm 4.2.4.

use super::*;

fn sorted(text: &str) -> Result<Sorted, String> {
    let files = BTreeMap::from([("h/templates/a.yaml".to_owned(), text.as_bytes().to_vec())]);
    sort(&files).map_err(|errors| errors[0].to_string())
}

#[test]
fn documents_part_at_every_line_that_begins_with_dashes() {
    let cases: [(&str, &[&str]); 7] = [
        ("", &[]),
        ("a: 1\n", &["a: 1\n"]),
        ("---\na: 1\n---\nb: 1\n", &["a: 1\n", "b: 1\n"]),
        ("\n\n--- \t\n\n  a: 1", &["a: 1"]),
        ("a: 1\n--- # b\nb: 1\n", &["a: 1\n", "# b\nb: 1\n"]),
        ("a: 1\n---b: 1\n", &["a: 1\n", "b: 1\n"]),
        ("a: |\n  ---\n----\n", &["a: |\n  ---\n", "-\n"]),
    ];
    for (text, expected) in cases {
        let found: Vec<_> = documents(text.as_bytes())
            .into_iter()
            .map(String::from_utf8_lossy)
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }
    assert_eq!(trim_space("\u{85} \u{a0}a\u{2003}\n".as_bytes()), b"a");
}

#[test]
fn what_is_no_object_is_refused_in_helms_words() {
    let prefix = "YAML parse error on h/templates/a.yaml: ";
    let cases = [
        (
            "a\n",
            "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type \
             util.SimpleHead",
        ),
        (
            "kind: [a]\n",
            "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field \
             SimpleHead.kind of type string",
        ),
        (
            "kind: 1\nmetadata: x\n",
            "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field \
             SimpleHead.metadata of type struct { Name string \"json:\\\"name\\\"\"; Annotations map[string]string \
             \"json:\\\"annotations\\\"\" }",
        ),
        (
            "metadata: {name: [a]}\n",
            "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field \
             .metadata.name of type string",
        ),
        (
            "metadata: {annotations: {a: [1]}}\n",
            "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go struct field \
             .metadata.annotations of type string",
        ),
        (
            "a: b: c\n",
            "error converting YAML to JSON: yaml: mapping values are not allowed in this context",
        ),
    ];
    for (text, message) in cases {
        assert_eq!(sorted(text).unwrap_err(), format!("{prefix}{message}"));
    }
    for text in [
        "kind: null\nmetadata: null\n",
        "# only a comment\n",
        "{\"a\": 1}\n",
    ] {
        assert_eq!(sorted(text).unwrap().manifests.len(), 1, "{text:?}");
    }
}

#[test]
fn kinds_stand_in_the_order_of_installation_and_hooks_apart() {
    let text = "kind: Zebra\n---\nkind: Deployment\n---\nkind: Apple\n---\nkind: Service\n---\n\
                kind: Job\nmetadata: {annotations: {helm.sh/hook: 'pre-install, Test'}}\n---\n\
                kind: Pod\nmetadata: {annotations: {helm.sh/hook: other}}\n---\nkind: Namespace\n";
    let sorted = sorted(text).unwrap();
    let kinds: Vec<_> = sorted
        .manifests
        .iter()
        .map(|manifest| manifest.head.kind.as_str())
        .collect();
    assert_eq!(
        kinds,
        ["Namespace", "Service", "Deployment", "Apple", "Zebra"]
    );
    assert_eq!(sorted.hooks.len(), 1);
    assert_eq!(sorted.hooks[0].events, [Event::PreInstall, Event::Test]);
    assert!(sorted.hooks[0].is_test());
}
