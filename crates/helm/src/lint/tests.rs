use std::fs;
use std::path::Path;

use super::*;

/// A chart that lint has nothing to say about, with some files replaced.
fn chart(files: &[(&str, &str)]) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let mut all = vec![
        (
            "Chart.yaml",
            "apiVersion: v2\nname: x\nversion: 1.2.3\nicon: https://a.b/c.svg\n",
        ),
        ("values.yaml", "a: 1\n"),
    ];
    all.extend(files);
    for (name, text) in all {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    directory
}

/// Lint's lines, with the chart's path as `<chart>`.
fn lines(directory: &Path) -> String {
    let lines: Vec<String> = lint(directory).iter().map(ToString::to_string).collect();
    lines
        .join("\n")
        .replace(&directory.display().to_string(), "<chart>")
}

fn of_chartfile(text: &str) -> String {
    lines(chart(&[("Chart.yaml", text)]).path())
}

#[test]
fn a_good_chart_gets_no_message() {
    assert_eq!(lines(chart(&[]).path()), "");
}

#[test]
fn chartfile_messages_are_helms() {
    let base = "apiVersion: v2\nname: x\nversion: 1.2.3\nicon: https://a.b/c.svg\n";
    for (extra, expected) in [
        (
            "maintainers: [~]\n",
            "[ERROR] Chart.yaml: a maintainer entry is empty\n[ERROR] : unable to load chart\n\tvalidation: maintainers must not contain empty or null nodes",
        ),
        (
            "maintainers: [{email: a@b.c}]\n",
            "[ERROR] Chart.yaml: each maintainer requires a name",
        ),
        (
            "maintainers: [{name: a, email: nope}]\n",
            "[ERROR] Chart.yaml: invalid email 'nope' for maintainer 'a'",
        ),
        (
            "maintainers: [{name: a, url: nope}]\n",
            "[ERROR] Chart.yaml: invalid url 'nope' for maintainer 'a'",
        ),
        (
            "sources: [https://a.b, foo, bar]\n",
            "[ERROR] Chart.yaml: invalid source URL 'foo'",
        ),
        (
            "icon: foo\n",
            "[WARNING] Chart.yaml: failed to strictly parse chart metadata file\n\terror converting YAML to JSON: yaml: unmarshal errors:\n  line 5: key \"icon\" already set in map\n[ERROR] Chart.yaml: invalid icon URL 'foo'",
        ),
        (
            "appVersion: 1.10\n",
            "[ERROR] Chart.yaml: appVersion should be of type string but it's of type float64",
        ),
        (
            "appVersion: true\n",
            "[ERROR] Chart.yaml: appVersion should be of type string but it's of type bool",
        ),
        (
            "appVersion: ~\n",
            "[ERROR] Chart.yaml: appVersion should be of type string but it's of type <nil>",
        ),
        (
            "appVersion:\n",
            "[ERROR] Chart.yaml: appVersion should be of type string but it's of type <nil>",
        ),
        (
            "engine: gotpl\n",
            "[WARNING] Chart.yaml: failed to strictly parse chart metadata file\n\terror unmarshaling JSON: while decoding JSON: json: unknown field \"engine\"",
        ),
        (
            "dependencies: [{name: a}, {name: b, alias: a}]\n",
            "[ERROR] : unable to load chart\n\tvalidation: more than one dependency with name or alias \"a\"",
        ),
        (
            "dependencies: [{name: a}, {name: b}]\n",
            "[WARNING] <chart>: chart directory is missing these dependencies: a,b",
        ),
        (
            "keywords: foo\n",
            "[ERROR] Chart.yaml: unable to parse YAML\n\terror unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field Metadata.keywords of type []string\n[ERROR] : unable to load chart\n\tcannot load Chart.yaml: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go struct field Metadata.keywords of type []string",
        ),
    ] {
        assert_eq!(of_chartfile(&format!("{base}{extra}")), expected, "{extra}");
    }
}

#[test]
fn an_empty_chartfile_gets_all_messages_in_helms_order() {
    insta::assert_snapshot!(of_chartfile("description: nothing\n"), @r#"
    [ERROR] Chart.yaml: name is required
    [ERROR] Chart.yaml: apiVersion is required. The value must be either "v1" or "v2"
    [ERROR] Chart.yaml: version is required
    [INFO] Chart.yaml: icon is recommended
    [WARNING] Chart.yaml: version '' is not a valid SemVerV2
    [ERROR] : unable to load chart
    	validation: chart.metadata.name is required
    "#);
}

#[test]
fn an_old_chartfile_may_not_use_new_fields() {
    insta::assert_snapshot!(of_chartfile("apiVersion: v1\nname: x\nversion: v1.2\ntype: application\ndependencies: [{name: a}]\n"), @r#"
    [INFO] Chart.yaml: icon is recommended
    [ERROR] Chart.yaml: chart type is not valid in apiVersion 'v1'. It is valid in apiVersion 'v2'
    [ERROR] Chart.yaml: dependencies are not valid in the Chart file with apiVersion 'v1'. They are valid in apiVersion 'v2'
    [WARNING] Chart.yaml: version 'v1.2' is not a valid SemVerV2
    [WARNING] <chart>: chart directory is missing these dependencies: a
    "#);
}

#[test]
fn versions_are_judged_as_helm_judges_them() {
    for (version, expected) in [
        ("1.2.3", vec![]),
        ("0.0.0", vec![]),
        ("0.0.0-1", vec![]),
        ("1.2.3-rc.1+b", vec![]),
        (
            "0.0.0-0",
            vec!["version \"0.0.0-0\" is less than or equal to \"0.0.0-0\""],
        ),
        ("v1.2.3", vec!["version 'v1.2.3' is not a valid SemVerV2"]),
        (
            "1.10",
            vec![
                "version should be of type string but it's of type float64",
                "version '1.1' is not a valid SemVerV2",
            ],
        ),
        (
            "1",
            vec![
                "version should be of type string but it's of type float64",
                "version '1' is not a valid SemVerV2",
            ],
        ),
    ] {
        let directory = chart(&[(
            "Chart.yaml",
            &format!("apiVersion: v2\nname: x\nversion: {version}\nicon: https://a.b\n"),
        )]);
        let texts: Vec<String> = lint(directory.path())
            .into_iter()
            .map(|message| message.text)
            .collect();
        assert_eq!(texts, expected, "{version}");
    }
}

#[test]
fn messages_point_at_the_field() {
    let directory = chart(&[(
        "Chart.yaml",
        "apiVersion: v2\nname: x\nversion: 1.2.3\nappVersion: 1.10\nicon: foo\nmaintainers:\n- name: a\n  email: nope\n",
    )]);
    let places: Vec<_> = lint(directory.path())
        .into_iter()
        .map(|message| {
            let mark = message.position.unwrap();
            (message.rule.name, mark.line, mark.column, message.width)
        })
        .collect();
    assert_eq!(
        places,
        [
            ("app-version-type", 4, 13, 4),
            ("maintainers", 8, 10, 4),
            ("icon-url", 5, 7, 3),
        ]
    );
}

#[test]
fn an_unquoted_app_version_is_told_how_to_quote() {
    let directory = chart(&[(
        "Chart.yaml",
        "apiVersion: v2\nname: x\nversion: 1.2.3\nappVersion: 1.10\nicon: https://a.b\n",
    )]);
    let messages = lint(directory.path());
    assert_eq!(
        messages[0].help.as_deref(),
        Some("put it in quotes: `appVersion: \"1.10\"`")
    );
}

#[test]
fn a_chartfile_that_is_a_directory_is_named() {
    let directory = chart(&[]);
    fs::remove_file(directory.path().join("Chart.yaml")).unwrap();
    fs::create_dir(directory.path().join("Chart.yaml")).unwrap();
    insta::assert_snapshot!(lines(directory.path()), @r#"
    [ERROR] Chart.yaml: should be a file, not a directory
    [ERROR] Chart.yaml: unable to parse YAML
    	read <chart>/Chart.yaml: is a directory
    [ERROR] : unable to load chart
    	Chart.yaml file is missing
    "#);
}

#[test]
fn values_are_read_as_one_document() {
    for (text, expected) in [
        ("", ""),
        (
            "a: 1\n---\n- b\n",
            "[ERROR] : unable to load chart\n\tcannot load values.yaml: cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}",
        ),
        (
            "- a\n",
            "[ERROR] values.yaml: unable to parse YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type common.Values\n[ERROR] : unable to load chart\n\tcannot load values.yaml: cannot unmarshal yaml document: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}",
        ),
    ] {
        let directory = chart(&[("values.yaml", text)]);
        assert_eq!(lines(directory.path()), expected, "{text}");
    }
    let directory = chart(&[]);
    fs::remove_file(directory.path().join("values.yaml")).unwrap();
    assert_eq!(
        lines(directory.path()),
        "[INFO] values.yaml: file does not exist"
    );
}

#[test]
fn charts_in_charts_have_to_be_declared() {
    let directory = chart(&[
        (
            "charts/a/Chart.yaml",
            "apiVersion: v2\nname: a\nversion: 1.0.0\n",
        ),
        (
            "charts/b/Chart.yaml",
            "apiVersion: v2\nname: bb\nversion: 1.0.0\n",
        ),
    ]);
    assert_eq!(
        lines(directory.path()),
        "[ERROR] <chart>: chart metadata is missing these dependencies: a,bb"
    );
}

#[test]
fn crds_have_to_be_definitions() {
    let definition = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n";
    for (text, expected) in [
        (definition.to_owned(), ""),
        (
            format!("---\n{definition}---\n# nothing\n---\n{definition}"),
            "",
        ),
        (
            "apiVersion: v1\nkind: Secret\n".to_owned(),
            "[ERROR] crds/a.yaml: apiVersion is not in 'apiextensions.k8s.io'\n[ERROR] crds/a.yaml: object kind is not 'CustomResourceDefinition'",
        ),
        (
            format!("{definition}---\nfoo\n"),
            "[ERROR] crds/a.yaml: unable to parse YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type rules.k8sYamlStruct",
        ),
        (
            format!("{definition}--- x\n"),
            "[ERROR] crds/a.yaml: unable to parse YAML: invalid Yaml document separator: x",
        ),
    ] {
        let directory = chart(&[("crds/a.yaml", &text), ("crds/README.md", "no")]);
        assert_eq!(lines(directory.path()), expected, "{text}");
    }
    assert_eq!(
        lines(chart(&[("crds", "")]).path()),
        "[ERROR] crds/: not a directory"
    );
}

#[cfg(unix)]
#[test]
fn a_chartfile_out_of_the_chart_is_not_read() {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("secret"), "secret: [").unwrap();
    let directory = chart(&[]);
    let link = directory.path().join("Chart.yaml");
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("secret"), &link).unwrap();
    let first = &lint(directory.path())[0];
    assert_eq!(first.rule, &CHARTFILE_PARSES);
    assert!(
        first.text.ends_with("the symlink leads out of the chart"),
        "{first}"
    );
}

#[test]
fn rules_are_numbered_once_and_in_order() {
    assert!(RULES.windows(2).all(|pair| pair[0].number < pair[1].number));
    assert_eq!(ICON_RECOMMENDED.number, 11);
}
