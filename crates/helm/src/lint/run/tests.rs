//! What Helm 4.2.4's lint says of charts with templates, and what it keeps to itself.

use std::fs;
use std::rc::Rc;

use super::*;
use crate::load;
use crate::values::load as values;

/// A chart that lint has nothing to say about, with some files replaced.
fn chart(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let mut all = vec![
        (
            "Chart.yaml",
            "apiVersion: v2\nname: x\nversion: 1.2.3\nicon: https://a.b/c.svg\n",
        ),
        ("values.yaml", "a: 1\n"),
        ("templates/_x.tpl", ""),
    ];
    all.extend(files);
    for (name, text) in all {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

fn options() -> RunOptions {
    RunOptions {
        capabilities: Capabilities::default(),
        namespace: "default".to_owned(),
        skip_schema_validation: false,
        schemas: crate::schema::Loader::default(),
        limits: Limits::default(),
        sources: Sources {
            rsa_keys: gotemplate::sprig::RsaKeys::New,
            now: Rc::new(|| 0),
            local_zone: "UTC".to_owned(),
            random: Rc::new(|bytes| {
                bytes.fill(7);
                true
            }),
        },
    }
}

fn linted(files: &[(&str, &str)], user: &str) -> Linted {
    let directory = chart(files);
    let loaded = load::load_directory(directory.path());
    let user = values(user.as_bytes()).unwrap();
    run(directory.path(), loaded.as_ref(), &user, &options())
}

fn lines(linted: &Linted) -> Vec<String> {
    linted.messages.iter().map(ToString::to_string).collect()
}

#[test]
fn what_required_and_fail_say_is_hidden() {
    let linted = linted(
        &[
            (
                "templates/a.txt",
                "a: {{ required \"give a\" .Values.gone }}",
            ),
            ("templates/b.txt", "{{ fail \"no b\" }}"),
        ],
        "",
    );
    assert_eq!(lines(&linted), [""; 0]);
    assert!(linted.stopped.is_none());
    let hidden: Vec<_> = linted.hidden.iter().map(|error| error.refusal()).collect();
    assert_eq!(hidden, [Some("no b".to_owned()), Some("give a".to_owned())]);
}

#[test]
fn the_first_error_is_helms_and_the_others_come_with_it() {
    let linted = linted(
        &[
            ("templates/a.yaml", "a: {{ .Values.x.y }}"),
            ("templates/b.yaml", "b:\n  {{ .Values.x.z }}"),
            ("templates/c.yaml", "{{ fail \"c\" }}{{ .Values.x.y }}"),
        ],
        "",
    );
    assert_eq!(
        lines(&linted),
        [
            "[ERROR] templates/: x/templates/c.yaml:1:24\n  executing \"x/templates/c.yaml\" at <.Values.x.y>:\n    nil pointer evaluating interface {}.y"
        ]
    );
    let message = &linted.messages[0];
    assert_eq!(message.file.as_deref(), Some("templates/c.yaml"));
    assert_eq!(
        message.position.map(|mark| (mark.line, mark.column)),
        Some((1, 25))
    );
    let Some(TemplateError::Render(errors)) = &linted.stopped else {
        panic!("{:?}", linted.stopped);
    };
    assert_eq!(errors.len(), 3);
    assert_eq!(linted.hidden.len(), 1);
    assert_eq!(linted.hidden[0].refusal().as_deref(), Some("c"));
}

#[test]
fn a_users_null_takes_no_default_away() {
    // Helm's lint puts the values together twice.
    let template = &[("templates/a.yaml", "{{ if .Values.a }} a: 1{{ end }}")];
    assert_eq!(
        lines(&linted(template, "a: null")).first().unwrap(),
        "[WARNING] templates/a.yaml: document starts with an illegal indent: \" a: 1\", which may cause parsing problems"
    );
    assert_eq!(lines(&linted(template, "a: 0")), [""; 0]);
    // And before that once more, in the user's own tables.
    let template = &[
        ("values.yaml", "t: {a: 1}"),
        ("templates/a.yaml", "{{ if .Values.t.a }} a: 1{{ end }}"),
    ];
    assert_eq!(lines(&linted(template, "t: {a: null}")).len(), 2);
}

#[test]
fn schemas_speak_twice_and_values_that_are_no_map_not_at_all() {
    let schema = r#"{"properties": {"a": {"type": "string"}}}"#;
    let files = &[("values.schema.json", schema), ("templates/a.yaml", "")];
    let found = linted(files, "");
    assert_eq!(
        lines(&found),
        [
            "[ERROR] values.yaml: - at '/a': got number, want string\n",
            "[ERROR] templates/: values don't meet the specifications of the schema(s) in the following chart(s):\nx:\n- at '/a': got number, want string\n",
        ]
    );
    assert!(found.messages.iter().all(|one| one.violations.len() == 1));
    assert!(matches!(found.stopped, Some(TemplateError::Schema(_))));
    assert_eq!(lines(&linted(files, "a: text")), [""; 0]);
    let files = &[
        (
            "Chart.yaml",
            "apiVersion: v2\nname: x\nversion: 1.2.3\nicon: https://a.b/c.svg\ndependencies: [{name: s, version: 1.0.0}]\n",
        ),
        (
            "charts/s/Chart.yaml",
            "apiVersion: v2\nname: s\nversion: 1.0.0\n",
        ),
    ];
    let found = linted(files, "s: 1");
    assert_eq!(lines(&found), [""; 0]);
    assert!(matches!(
        found.stopped,
        Some(TemplateError::Dependencies(_))
    ));
}
