use proptest::prelude::*;

use super::*;

const ALL: &str = r#"
apiVersion: v2
name: x
home: https://h
sources: [https://s]
version: 1.2.3
description: "<a> & b"
keywords: [k]
maintainers: [{name: one, email: e@f.g, url: https://u}, {name: two}]
icon: https://i
condition: c.d
tags: t
appVersion: "1.10"
deprecated: true
annotations: {k10: a, k9: b}
kubeVersion: ">=1.20.0-0"
dependencies:
- {name: d, version: 1.x.x, repository: "", condition: e, tags: [f], enabled: true, import-values: [g, {child: h, parent: i}], alias: j}
- name: k
type: application
"#;

#[test]
fn json_is_in_helms_order_with_gos_escapes() {
    let metadata = Metadata::from_yaml(ALL.as_bytes()).unwrap();
    insta::assert_snapshot!(metadata.to_json(), @r#"{"name":"x","home":"https://h","sources":["https://s"],"version":"1.2.3","description":"\u003ca\u003e \u0026 b","keywords":["k"],"maintainers":[{"name":"one","email":"e@f.g","url":"https://u"},{"name":"two"}],"icon":"https://i","apiVersion":"v2","condition":"c.d","tags":"t","appVersion":"1.10","deprecated":true,"annotations":{"k10":"a","k9":"b"},"kubeVersion":"\u003e=1.20.0-0","dependencies":[{"name":"d","version":"1.x.x","repository":"","condition":"e","tags":["f"],"enabled":true,"import-values":["g",{"child":"h","parent":"i"}],"alias":"j"},{"name":"k","repository":""}],"type":"application"}"#);
}

#[test]
fn yaml_is_in_key_order() {
    let metadata = Metadata::from_yaml(ALL.as_bytes()).unwrap();
    insta::assert_snapshot!(metadata.to_yaml(), @r#"
    annotations:
      k9: b
      k10: a
    apiVersion: v2
    appVersion: "1.10"
    condition: c.d
    dependencies:
    - alias: j
      condition: e
      enabled: true
      import-values:
      - g
      - child: h
        parent: i
      name: d
      repository: ""
      tags:
      - f
      version: 1.x.x
    - name: k
      repository: ""
    deprecated: true
    description: <a> & b
    home: https://h
    icon: https://i
    keywords:
    - k
    kubeVersion: '>=1.20.0-0'
    maintainers:
    - email: e@f.g
      name: one
      url: https://u
    - name: two
    name: x
    sources:
    - https://s
    tags: t
    type: application
    version: 1.2.3
    "#);
}

#[test]
fn empty_fields_are_left_out() {
    let text =
        b"name: x\nversion: ''\nsources: []\nannotations: {}\nmaintainers: ~\ndeprecated: false\n";
    let metadata = Metadata::from_yaml(text).unwrap();
    assert_eq!(metadata.to_json(), r#"{"name":"x"}"#);
    assert_eq!(Metadata::default().to_yaml(), "{}\n");
}

#[test]
fn scalars_become_texts_as_in_helm() {
    for (value, expected) in [
        ("1.10", "1.1"),
        ("1", "1"),
        ("0123", "83"),
        ("0x10", "16"),
        ("1e10", "1e+10"),
        ("yes", "true"),
        ("2020-01-01", "2020-01-01"),
        ("~", ""),
        ("'~'", "~"),
    ] {
        let metadata = Metadata::from_yaml(format!("appVersion: {value}").as_bytes()).unwrap();
        assert_eq!(metadata.app_version, expected, "{value}");
    }
}

#[test]
fn keys_match_without_regard_to_case_and_the_exact_one_need_not_win() {
    let metadata =
        Metadata::from_yaml(b"name: a\nNAME: b\nAPIversion: v2\nunknown: [1]\n").unwrap();
    // Go visits the keys in order: NAME comes first, and name overwrites it.
    assert_eq!(metadata.name, "a");
    assert_eq!(metadata.api_version, "v2");
}

#[test]
fn shapes_that_do_not_fit_are_told_as_go_tells_them() {
    for (text, expected) in [
        (
            "version: [1]",
            "json: cannot unmarshal array into Go struct field Metadata.version of type string",
        ),
        (
            "sources: a",
            "json: cannot unmarshal string into Go struct field Metadata.sources of type []string",
        ),
        (
            "sources: [{a: b}]",
            "json: cannot unmarshal object into Go struct field Metadata.sources of type string",
        ),
        (
            "deprecated: 'true'",
            "json: cannot unmarshal string into Go struct field Metadata.deprecated of type bool",
        ),
        (
            "deprecated: 1",
            "json: cannot unmarshal number into Go struct field Metadata.deprecated of type bool",
        ),
        (
            "annotations: [a]",
            "json: cannot unmarshal array into Go struct field Metadata.annotations of type map[string]string",
        ),
        (
            "maintainers: [a]",
            "json: cannot unmarshal string into Go struct field Metadata.maintainers of type v2.Maintainer",
        ),
        (
            "maintainers: [{name: [a]}]",
            "json: cannot unmarshal array into Go struct field Maintainer.maintainers.name of type string",
        ),
        (
            "dependencies: {a: b}",
            "json: cannot unmarshal object into Go struct field Metadata.dependencies of type []*v2.Dependency",
        ),
        (
            "- a",
            "json: cannot unmarshal array into Go value of type v2.Metadata",
        ),
        (
            "version: [1]\nicon: [2]",
            "json: cannot unmarshal array into Go struct field Metadata.icon of type string",
        ),
    ] {
        let error = Metadata::from_yaml(text.as_bytes())
            .unwrap_err()
            .to_string();
        assert_eq!(
            error,
            format!("error unmarshaling JSON: while decoding JSON: {expected}"),
            "{text}"
        );
    }
}

#[test]
fn validation_is_helms() {
    let base = "apiVersion: v2\nname: x\nversion: 1.2.3\n";
    for (text, expected) in [
        (
            "name: x\nversion: 1.2.3\n".to_owned(),
            "chart.metadata.apiVersion is required",
        ),
        (
            "apiVersion: v2\nversion: 1.2.3\n".to_owned(),
            "chart.metadata.name is required",
        ),
        (
            base.replace("name: x", "name: '.'"),
            "chart.metadata.name \".\" is not allowed",
        ),
        (
            base.replace("name: x", "name: a/b"),
            "chart.metadata.name \"a/b\" is invalid",
        ),
        (
            base.replace("name: x", "name: ../b"),
            "chart.metadata.name \"../b\" is invalid",
        ),
        (
            base.replace("name: x", "name: /"),
            "chart.metadata.name \"/\" is invalid",
        ),
        (
            "apiVersion: v2\nname: x\n".to_owned(),
            "chart.metadata.version is required",
        ),
        (
            base.replace("1.2.3", "1.2.x"),
            "chart.metadata.version \"1.2.x\" is invalid",
        ),
        (
            format!("{base}type: app\n"),
            "chart.metadata.type must be application or library",
        ),
        (
            format!("{base}maintainers: [~]\n"),
            "maintainers must not contain empty or null nodes",
        ),
        (
            format!("{base}dependencies: [~]\n"),
            "dependencies must not contain empty or null nodes",
        ),
        (
            format!("{base}dependencies: [{{name: a, alias: b c}}]\n"),
            "dependency \"a\" has disallowed characters in the alias",
        ),
        (
            format!("{base}dependencies: [{{name: a}}, {{name: b, alias: a}}]\n"),
            "more than one dependency with name or alias \"a\"",
        ),
    ] {
        let mut metadata = Metadata::from_yaml(text.as_bytes()).unwrap();
        let error = metadata.validate().unwrap_err().to_string();
        assert_eq!(error, format!("validation: {expected}"), "{text}");
    }
    assert_eq!(
        Metadata::from_yaml(ALL.as_bytes()).unwrap().validate(),
        Ok(())
    );
}

#[test]
fn texts_are_cleaned_but_for_some() {
    let text = "description: \"a\\tb\\u200bc\\u00a0d é\"\nversion: \"1\\u200b\"\nkeywords: [\"\\u0007k\"]\nannotations: {a: \"\\u200b\"}\n";
    let mut metadata = Metadata::from_yaml(text.as_bytes()).unwrap();
    let _ = metadata.validate();
    assert_eq!(metadata.description, "a bc d é");
    assert_eq!(metadata.keywords, ["k"]);
    assert_eq!(metadata.version, "1\u{200b}");
    assert_eq!(metadata.annotations["a"], "\u{200b}");
}

#[test]
fn a_lock_is_written_as_go_writes_it() {
    let text = b"# comment\ndependencies:\n- name: a\n  version: 1.10\n  repository: https://r\ndigest: sha256:x\ngenerated: 2020-01-02T03:04:05.120Z\n";
    insta::assert_snapshot!(decode::lock(text).unwrap().unwrap().to_yaml(), @r#"
    dependencies:
    - name: a
      repository: https://r
      version: "1.1"
    digest: sha256:x
    generated: "2020-01-02T03:04:05.12Z"
    "#);
    assert_eq!(decode::lock(b"").unwrap(), None);
    assert_eq!(
        decode::lock(b"{}").unwrap().unwrap().to_yaml(),
        "dependencies: null\ndigest: \"\"\ngenerated: \"0001-01-01T00:00:00Z\"\n"
    );
    assert!(decode::lock(b"generated: soon").is_err());
}

#[test]
fn fields_have_places() {
    let chartfile = Chartfile::new(ALL.as_bytes());
    let line =
        |node: Option<&crate::yaml::Node>| node.map(|node| (node.start.line, node.start.column));
    assert_eq!(line(chartfile.key("version")), Some((6, 1)));
    assert_eq!(line(chartfile.value("version")), Some((6, 10)));
    assert_eq!(line(chartfile.item("dependencies", 1)), Some((19, 3)));
    assert_eq!(
        line(chartfile.item_value("maintainers", 0, "email")),
        Some((9, 34))
    );
    assert_eq!(line(chartfile.value("none")), None);
    assert_eq!(chartfile.place("name").map(|(_, width)| width), Some(1));
}

proptest! {
    #[test]
    fn what_is_written_reads_back(name in "\\PC{0,20}", description in "[ -~\\n]{0,40}", version in "[0-9a-z.:]{0,8}", value in "\\PC{0,10}") {
        let metadata = Metadata {
            name,
            description,
            version,
            annotations: [("key".to_owned(), value)].into(),
            ..Metadata::default()
        };
        prop_assert_eq!(Metadata::from_yaml(metadata.to_yaml().as_bytes()).unwrap(), metadata.clone());
        prop_assert_eq!(Metadata::from_yaml(metadata.to_json().as_bytes()).unwrap(), metadata);
    }
}
