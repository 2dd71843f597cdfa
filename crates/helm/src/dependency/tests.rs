//! Which subcharts a render takes, and what it imports from them, as Helm decides.

use gotemplate::{Budget, Value};

use super::*;
use crate::chart::Chart;
use crate::metadata::Metadata;
use crate::{values, yaml};

fn chart(metadata: &str, values: &str, subcharts: Vec<Chart>) -> Chart {
    let text = format!("apiVersion: v2\nversion: 1.2.3\n{metadata}");
    let values_json = yaml::to_value(values.as_bytes()).unwrap();
    Chart {
        metadata: Metadata::from_yaml(text.as_bytes()).unwrap(),
        values: values_json.as_object().cloned().unwrap_or_default(),
        values_files: vec![values.into()],
        subcharts,
        ..Chart::default()
    }
}

fn processed<'a>(chart: &'a Chart, user: &str) -> (ChartTree<'a>, Vec<String>) {
    let user = values::load(user.as_bytes()).unwrap();
    let mut warnings = Vec::new();
    let tree = process(chart, &user, &mut warnings).unwrap();
    (tree, warnings.iter().map(ToString::to_string).collect())
}

fn names(tree: &ChartTree<'_>) -> Vec<String> {
    tree.subcharts()
        .iter()
        .flat_map(|subchart| {
            let inner = names(subchart).into_iter();
            let name = subchart.name().to_owned();
            let inner = inner.map(|inner| format!("{}/{inner}", subchart.name()));
            std::iter::once(name).chain(inner.collect::<Vec<_>>())
        })
        .collect()
}

fn shown(tree: &ChartTree<'_>) -> String {
    yaml::marshal_value(&Value::Map(tree.values().clone()), &Budget::default()).unwrap()
}

#[test]
fn tags_and_conditions_choose() {
    let inner = chart("name: inner", "", Vec::new());
    let one = chart(
        "name: one\ndependencies: [{name: inner, condition: inner.enabled}]",
        "inner: {enabled: true}",
        vec![inner],
    );
    let two = chart("name: two", "", Vec::new());
    let loose = chart("name: loose", "", Vec::new());
    let top = chart(
        "name: top\ndependencies:\n\
         - {name: one, version: '*', tags: [front, all], condition: 'one.enabled, x,one.live'}\n\
         - {name: two, version: ^1, tags: [back]}\n",
        "",
        vec![loose, one, two],
    );
    // An inner requirement without a version is met by no chart: the chart stays, as one that nothing requires, and
    // is still taken out by its name.
    for (user, expected) in [
        ("", vec!["loose", "one", "one/inner", "two"]),
        ("tags: {front: false}", vec!["loose", "two"]),
        (
            "tags: {front: false, all: true}",
            vec!["loose", "one", "one/inner", "two"],
        ),
        ("tags: {back: false}\none: {enabled: false}", vec!["loose"]),
        ("one: {enabled: false, live: true}", vec!["loose", "two"]),
        ("one: {live: false}", vec!["loose", "two"]),
        ("one: {enabled: x, live: false}", vec!["loose", "two"]),
        (
            "one: {inner: {enabled: false}}",
            vec!["loose", "one", "two"],
        ),
    ] {
        assert_eq!(names(&processed(&top, user).0), expected, "{user}");
    }
    let (tree, warnings) = processed(&top, "tags: {back: 1}\none: {enabled: x}");
    assert_eq!(
        warnings,
        [
            "returned non-bool value path=one.enabled chart=one",
            "returned non-bool value tag=back chart=two",
        ]
    );
    assert!(
        tree.metadata()
            .dependencies()
            .all(|requirement| requirement.enabled)
    );
}

#[test]
fn an_alias_is_a_copy_with_another_name() {
    let sub = chart("name: sub", "a: 1", Vec::new());
    let top = chart(
        "name: top\ndependencies:\n\
         - {name: sub, version: 1.x.x, alias: first}\n\
         - {name: sub, version: '>=1', alias: second}\n\
         - {name: sub, version: ^2, alias: third}\n",
        "first: {a: 2}\n",
        vec![sub],
    );
    let (tree, _) = processed(&top, "second: {a: 3}");
    assert_eq!(names(&tree), ["first", "second"]);
    let requirements: Vec<_> = tree
        .metadata()
        .dependencies()
        .map(|one| &*one.name)
        .collect();
    assert_eq!(requirements, ["first", "second", "third"]);
    assert_eq!(top.metadata.dependencies().count(), 3);
    assert_eq!(top.metadata.dependencies().next().unwrap().name, "sub");
}

#[test]
fn without_a_list_of_dependencies_nothing_is_looked_into() {
    let inner = chart("name: inner", "", Vec::new());
    let sub = chart(
        "name: sub\ndependencies: [{name: inner, version: 1.2.3, condition: inner.enabled}]",
        "inner: {enabled: false}",
        vec![inner],
    );
    let top = |list: &str| chart(&format!("name: top\n{list}"), "", vec![sub.clone()]);
    let without = top("");
    assert_eq!(names(&processed(&without, "").0), ["sub", "sub/inner"]);
    let empty = top("dependencies: []");
    assert_eq!(names(&processed(&empty, "").0), ["sub"]);
}

#[test]
fn values_are_imported_under_the_parents_own() {
    let sub = chart(
        "name: sub",
        "exports: {all: {a: 1, b: 1}}\ndata: {x: 1, z: null}\n1.5: {w: 1}",
        Vec::new(),
    );
    let top = chart(
        "name: top\ndependencies:\n\
         - name: sub\n  version: 1.2.3\n  import-values:\n\
         \x20 - all\n  - {child: data, parent: some.where}\n  - none\n  - {child: gone, parent: x}\n  - 1\n",
        "a: 2\nsome: {x: 1}\n",
        vec![sub],
    );
    let (tree, warnings) = processed(&top, "");
    assert_eq!(
        shown(&tree),
        "a: 2\nb: 1\nsome:\n  where:\n    x: 1\n    z: null\n  x: 1\nsub:\n  \"1.5\":\n    w: 1\n  data:\n    x: 1\n    z: null\n  exports:\n    all:\n      a: 1\n      b: 1\n  global: {}\n"
    );
    assert_eq!(
        warnings,
        [
            "ImportValues missing table from chart chart=sub error=\"none\" is not a table",
            "ImportValues missing table from chart chart=sub error=\"gone\" is not a table",
        ]
    );
    let requirement = tree.metadata().dependencies().next().unwrap();
    assert_eq!(
        serde_json::Value::from(requirement.import_values.clone()).to_string(),
        r#"[{"child":"exports.all","parent":"."},{"child":"data","parent":"some.where"},{"child":"exports.none","parent":"."},{"child":"gone","parent":"x"}]"#
    );
}
