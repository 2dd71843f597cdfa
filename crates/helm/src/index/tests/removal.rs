//! Versions taken out of an index.

use proptest::prelude::*;

use super::*;

const INDEX: &str = "\
# ours
apiVersion: v1
entries:
  alpha:
  - version: 1.0.0-rc.1
    urls: [alpha-1.0.0-rc.1.tgz]
  demo:
  # the newest
  - name: demo
    version: 1.1.0
  - name: demo
    version: 1.1.0-rc.2 # soon
    unknown: kept elsewhere
  - name: demo
    version: 1.1.0-rc.1
  - name: demo
    version: 1.0.0
generated: \"2020-01-01T00:00:00Z\"
";

fn without(index: &str, gone: &[&str]) -> Thinned {
    Index::read(index.as_bytes(), "demo")
        .unwrap()
        .without(gone, time("2026-05-04T10:11:12Z"))
        .unwrap()
}

fn text(thinned: &Thinned) -> &str {
    std::str::from_utf8(&thinned.bytes).unwrap()
}

#[test]
fn only_the_lines_of_those_versions_go() {
    let thinned = without(INDEX, &["1.1.0-rc.1", "1.1.0-rc.2", "1.0.0-rc.1"]);
    insta::assert_snapshot!(text(&thinned), @r#"
    # ours
    apiVersion: v1
    entries:
      alpha:
      - version: 1.0.0-rc.1
        urls: [alpha-1.0.0-rc.1.tgz]
      demo:
      # the newest
      - name: demo
        version: 1.1.0
      - name: demo
        version: 1.0.0
    generated: "2026-05-04T10:11:12Z"
    "#);
    assert_eq!((thinned.versions, thinned.reencoded), (3, false));
}

#[test]
fn an_index_in_json_is_written_anew_without_them() {
    let json = r#"{"apiVersion":"v1","x":1,"entries":{"demo":[{"version":"2.0.0"},{"version":"2.0.0-a"}]}}"#;
    let thinned = without(json, &["2.0.0-a"]);
    insta::assert_snapshot!(text(&thinned), @r"
    apiVersion: v1
    entries:
      demo:
      - version: 2.0.0
    x: 1
    ");
    assert_eq!((thinned.versions, thinned.reencoded), (1, true));
}

#[test]
fn what_another_entry_names_is_not_lost() {
    let index = "apiVersion: v1\nentries:\n  demo:\n  - version: 2.0.0-a\n    keywords: &k [a]\n  - version: 1.0.0\n    keywords: *k\n";
    let thinned = without(index, &["2.0.0-a"]);
    insta::assert_snapshot!(text(&thinned), @r"
    apiVersion: v1
    entries:
      demo:
      - keywords:
        - a
        version: 1.0.0
    ");
}

#[test]
fn a_chart_without_versions_is_gone() {
    let index =
        "apiVersion: v1\nentries:\n  demo:\n  - version: 1.0.0-a\n  other:\n  - version: 1.0.0\n";
    insta::assert_snapshot!(text(&without(index, &["1.0.0-a"])), @r"
    apiVersion: v1
    entries:
      other:
      - version: 1.0.0
    ");
}

proptest! {
    #[test]
    fn what_was_put_in_and_taken_out_again_leaves_the_same(
        index in super::properties::index(),
        version in "[3-9]\\.[0-9]\\.[0-9]-[a-z]{1,3}",
    ) {
        let Ok(there) = try_splice(&index, "demo", &version) else { return Ok(()); };
        let thinned = without(text_of(&there), &[&version]);
        let data = |bytes: &[u8]| {
            let mut value = crate::yaml::to_value(bytes).unwrap();
            let root = value.as_object_mut().unwrap();
            root.remove("generated");
            if let Some(entries) = root.get_mut("entries").and_then(Value::as_object_mut) {
                entries.retain(|_, versions| versions.as_array().is_some_and(|versions| !versions.is_empty()));
            }
            root.retain(|key, value| key != "entries" || value.as_object().is_some_and(|entries| !entries.is_empty()));
            value
        };
        prop_assert_eq!(data(&thinned.bytes), data(index.as_bytes()));
        if there.reencoded { return Ok(()); }
        prop_assert!(thinned.versions + 1 == there.versions);
    }
}
