use super::*;
use crate::metadata::Metadata;
use crate::package::Package;

mod lines;
mod properties;
mod removal;
mod styles;

pub(super) fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub(super) fn package(name: &str, version: &str) -> Package {
    Package {
        metadata: Metadata {
            name: name.to_owned(),
            version: version.to_owned(),
            api_version: "v2".to_owned(),
            ..Metadata::default()
        },
        bytes: Vec::new(),
        sha256: "ab".repeat(32),
        created: time("2026-05-04T10:11:12Z"),
        repeated: Vec::new(),
    }
}

pub(super) fn entry(name: &str, version: &str) -> Entry {
    let package = package(name, version);
    Entry::new(&package, vec![package.file_name()])
}

pub(super) fn try_splice(old: &str, name: &str, version: &str) -> Result<Spliced, Error> {
    splice(
        Some(old.as_bytes()),
        &entry(name, version),
        time("2026-05-04T10:11:12Z"),
    )
}

pub(super) fn spliced(old: &str, name: &str, version: &str) -> Spliced {
    try_splice(old, name, version).unwrap()
}

pub(super) fn text_of(spliced: &Spliced) -> &str {
    std::str::from_utf8(&spliced.bytes).unwrap()
}

#[test]
fn an_index_begins_as_helm_writes_it() {
    let spliced = splice(
        None,
        &entry("demo", "1.0.0"),
        time("2026-05-04T10:11:12.5Z"),
    )
    .unwrap();
    insta::assert_snapshot!(text_of(&spliced), @r#"
    apiVersion: v1
    entries:
      demo:
      - apiVersion: v2
        created: "2026-05-04T10:11:12Z"
        digest: abababababababababababababababababababababababababababababababab
        name: demo
        urls:
        - demo-1.0.0.tgz
        version: 1.0.0
    generated: "2026-05-04T10:11:12.5Z"
    "#);
    assert_eq!(spliced.versions, 1);
}

#[test]
fn an_entry_holds_all_of_the_metadata_as_helm_writes_it() {
    let mut package = package("demo", "1.10.0");
    package.metadata = Metadata::from_yaml(
        b"apiVersion: v2\nname: demo\nversion: 1.10.0\nappVersion: \"1.10\"\nkubeVersion: '>=1.20.0-0'\n\
          description: A chart with a description that is so long that Go's encoder folds it at the eightieth column\n\
          keywords: [yes, b]\nmaintainers: [{name: M, email: m@example.org}]\n\
          dependencies: [{name: common, version: 1.x, repository: https://example.org, tags: [t]}]\n\
          annotations: {changes: \"- one\\n- two\\n\", note: \" led\\n  by\"}\n",
    )
    .unwrap();
    let entry = Entry::new(&package, vec![package.file_name()]);
    let helms = splice(None, &entry, time("2026-05-04T10:11:12Z")).unwrap();
    insta::assert_snapshot!(text_of(&helms), @r#"
    apiVersion: v1
    entries:
      demo:
      - annotations:
          changes: |
            - one
            - two
          note: |2-
             led
              by
        apiVersion: v2
        appVersion: "1.10"
        created: "2026-05-04T10:11:12Z"
        dependencies:
        - name: common
          repository: https://example.org
          tags:
          - t
          version: 1.x
        description: A chart with a description that is so long that Go's encoder folds
          it at the eightieth column
        digest: abababababababababababababababababababababababababababababababab
        keywords:
        - "true"
        - b
        kubeVersion: '>=1.20.0-0'
        maintainers:
        - email: m@example.org
          name: M
        name: demo
        urls:
        - demo-1.10.0.tgz
        version: 1.10.0
    generated: "2026-05-04T10:11:12Z"
    "#);
    // Into an index that indents its sequences by two more.
    let old = "apiVersion: v1\nentries:\n    demo:\n        -   version: 0.1.0\n";
    let spliced = splice(Some(old.as_bytes()), &entry, time("2026-05-04T10:11:12Z")).unwrap();
    insta::assert_snapshot!(text_of(&spliced), @r#"
    apiVersion: v1
    entries:
        demo:
            -   annotations:
                  changes: |
                    - one
                    - two
                  note: |2-
                     led
                      by
                apiVersion: v2
                appVersion: "1.10"
                created: "2026-05-04T10:11:12Z"
                dependencies:
                    - name: common
                      repository: https://example.org
                      tags:
                      - t
                      version: 1.x
                description: A chart with a description that is so long that Go's encoder folds
                  it at the eightieth column
                digest: abababababababababababababababababababababababababababababababab
                keywords:
                    - "true"
                    - b
                kubeVersion: '>=1.20.0-0'
                maintainers:
                    - email: m@example.org
                      name: M
                name: demo
                urls:
                    - demo-1.10.0.tgz
                version: 1.10.0
            -   version: 0.1.0
    "#);
    let read =
        |bytes: &[u8]| crate::yaml::to_value_strict(bytes).unwrap()["entries"]["demo"][0].clone();
    assert_eq!(read(&spliced.bytes), read(&helms.bytes));
    assert_eq!(read(&spliced.bytes), entry.to_value());
}

#[test]
fn the_entry_goes_where_helms_order_puts_it() {
    let old = "\
apiVersion: v1
entries:
  demo:
  - name: demo
    version: 2.0.0
  # about 1.1.0
  - version: 1.1.0
    # still about 1.1.0
  - version: 1.0.0-rc.1
  - version: v0.9
  - version: nonsense
generated: \"2020-01-01T00:00:00Z\"
";
    for (version, below) in [
        ("3.0.0", "entries:\n  demo:\n"),
        ("2.0.0+b", "entries:\n  demo:\n"),
        ("1.5.0", "    version: 2.0.0\n"),
        ("1.0.0", "    # still about 1.1.0\n"),
        ("1.0.0-rc.0", "  - version: 1.0.0-rc.1\n"),
        ("0.1.0", "  - version: v0.9\n"),
    ] {
        let spliced = spliced(old, "demo", version);
        let text = text_of(&spliced);
        let at = text.find("  - apiVersion").unwrap();
        assert!(text[..at].ends_with(below), "{version}: {text}");
        assert!(text.ends_with("generated: \"2026-05-04T10:11:12Z\"\n"));
        assert_eq!(spliced.versions, 6);
        assert!(!spliced.reencoded);
    }
}

#[test]
fn a_new_chart_goes_where_the_alphabet_puts_it() {
    for (names, new, order) in [
        ("b d", "a", "a b d"),
        ("b d", "c", "b c d"),
        ("b d", "e", "b d e"),
        ("k9 k11", "k10", "k9 k10 k11"),
        ("k11 k9", "k10", "k10 k11 k9"),
        ("z a m", "b", "z a m b"),
        ("a", "389ds", "389ds a"),
    ] {
        let mut old = "apiVersion: v1\nentries:\n".to_owned();
        for name in names.split(' ') {
            old.push_str(&format!("  {name}:\n  - version: 1.0.0\n"));
        }
        let spliced = spliced(&old, new, "1.0.0");
        let value = crate::yaml::to_value_strict(&spliced.bytes).unwrap();
        let keys: Vec<_> = value["entries"].as_object().unwrap().keys().collect();
        assert_eq!(
            keys,
            order.split(' ').collect::<Vec<_>>(),
            "{new} into {names}"
        );
    }
}

#[test]
fn the_same_digest_again_changes_nothing() {
    let old = spliced("apiVersion: v1\n", "demo", "1.0.0");
    assert_eq!(old.outcome, Outcome::Added);
    for digest in ["", "sha256:"] {
        let text = text_of(&old).replace("digest: ", &format!("digest: {digest}"));
        let again = spliced(&text, "demo", "1.0.0");
        assert_eq!(again.outcome, Outcome::Unchanged);
        assert_eq!(text_of(&again), text);
        assert_eq!(again.versions, 1);
    }
}

#[test]
fn another_digest_or_none_is_refused() {
    let ours = "ab".repeat(32);
    for (digest, theirs) in [
        ("    digest: 77aa\n", Some("77aa".to_owned())),
        ("    digest: \"77AA\"\n", Some("77aa".to_owned())),
        ("", None),
        ("    digest:\n", None),
    ] {
        let old = format!(
            "apiVersion: v1\nentries:\n  demo:\n  - version: 1.0.0\n{digest}    created: 2020-01-01T00:00:00Z\n"
        );
        assert_eq!(
            try_splice(&old, "demo", "1.0.0"),
            Err(Error::OtherContent {
                name: "demo".to_owned(),
                version: "1.0.0".to_owned(),
                theirs,
                ours: ours.clone(),
                created: Some("2020-01-01T00:00:00Z".to_owned()),
            })
        );
    }
}

#[test]
fn versions_are_the_same_as_exact_strings_only() {
    let old = "apiVersion: v1\nentries:\n  demo:\n  - version: 1.2.3+a\n    digest: 77\n";
    for version in ["1.2.3+b", "1.2.3", "v1.2.3+a"] {
        assert_eq!(spliced(old, "demo", version).outcome, Outcome::Added);
        assert_eq!(find(old.as_bytes(), "demo", version), Ok(None));
    }
    assert!(find(old.as_bytes(), "demo", "1.2.3+a").unwrap().is_some());
    assert_eq!(find(old.as_bytes(), "dem", "1.2.3+a"), Ok(None));
}

#[test]
fn a_version_is_found_in_any_style() {
    let found = Found {
        digest: Some("77aa".to_owned()),
        created: Some("2020-01-01T00:00:00Z".to_owned()),
        urls: vec!["a".to_owned(), "b".to_owned()],
    };
    for index in [
        "apiVersion: v1\nentries:\n  demo:\n  - version: 1.0.0\n    digest: 77aa\n    created: 2020-01-01T00:00:00Z\n    urls:\n    - a\n    - b\n",
        "apiVersion: v1\nentries:\n  demo:\n    - {version: 1.0.0, digest: 77aa, created: 2020-01-01T00:00:00Z, urls: [a, b]}\n",
        "{\"apiVersion\": \"v1\", \"entries\": {\"demo\": [{\"version\": \"1.0.0\", \"digest\": \"sha256:77AA\", \"created\": \"2020-01-01T00:00:00Z\", \"urls\": [\"a\", \"b\"]}]}}",
    ] {
        assert_eq!(
            find(index.as_bytes(), "demo", "1.0.0"),
            Ok(Some(found.clone())),
            "{index}"
        );
    }
}

#[test]
fn what_cannot_be_read_is_refused_and_says_where() {
    type Case<'a> = (&'a [u8], &'a str, Option<(usize, usize)>);
    let cases: &[Case<'_>] = &[
        (b"", "the index is empty", None),
        (b" \n\n", "the index is empty", None),
        (b"# only a comment\n", "the index is empty", None),
        (b"apiVersion: v1\nx: \xff\n", "the index is not UTF-8 text", Some((2, 1))),
        (b"a: b: c\n", "the index is not valid YAML", Some((1, 5))),
        (b"just text\n", "the index is not one of Helm's: it is not a map", Some((1, 1))),
        (b"- a\n", "the index is not one of Helm's: it is not a map", Some((1, 1))),
        (b"entries: {}\n", "the index has no apiVersion", None),
        (b"apiVersion: \"\"\nentries: {}\n", "the index has no apiVersion", None),
        (b"apiVersion:\nentries: {}\n", "the index has no apiVersion", None),
        (b"apiVersion: v1\nentries: []\n", "the index is not one of Helm's: entries is not a map from chart names to lists", Some((2, 10))),
        (b"apiVersion: v1\nentries:\n- a\n", "the index is not one of Helm's: entries is not a map from chart names to lists", Some((3, 1))),
        (b"apiVersion: v1\nentries: text\n", "the index is not one of Helm's: entries is not a map from chart names to lists", Some((2, 10))),
        (b"apiVersion: v1\nentries:\n  demo: text\n", "the index is not one of Helm's: entries.demo is not a list", Some((3, 9))),
        (b"apiVersion: v1\nentries:\n  other:\n    a: b\n", "the index is not one of Helm's: entries.other is not a list", Some((4, 5))),
        (b"apiVersion: v1\nentries:\n  demo:\n  - text\n", "the index is not one of Helm's: entries.demo holds something else than versions", Some((4, 3))),
        (b"apiVersion: v1\nentries: {}\nentries: {}\n", "the index is not valid YAML", Some((3, 1))),
        (b"apiVersion: v1\nentries:\n  other:\n  - version: 1.0.0\n    version: 1.0.1\n", "the index is not valid YAML", Some((5, 5))),
        (b"apiVersion: v1\nentries:\n  a:\n  - version: 1.0.0\n  b: []\n  a:\n  - version: 1.0.1\n", "the index is not valid YAML", Some((6, 3))),
        (b"apiVersion: v1\n---\napiVersion: v1\n", "the index is not one of Helm's: it holds several documents", Some((3, 1))),
        (b"{\"apiVersion\": \"v1\", \"entries\": {\"a\": [], \"a\": []}}", "the index is not one of Helm's: the key \"a\" is given twice", Some((1, 45))),
    ];
    for (index, message, place) in cases {
        let shown = String::from_utf8_lossy(index);
        let error = splice(
            Some(index),
            &entry("demo", "1.0.0"),
            time("2026-05-04T10:11:12Z"),
        )
        .expect_err(&shown);
        assert_eq!(error.to_string(), *message, "{shown}");
        assert_eq!(error.position(), *place, "{shown}");
        assert_eq!(find(index, "demo", "1.0.0"), Err(error), "{shown}");
    }
}

#[test]
fn generated_keeps_its_quotes_and_never_goes_back() {
    for (old, new) in [
        (
            "generated: \"2020-01-01T00:00:00.123Z\"\n",
            "generated: \"2026-05-04T10:11:12Z\"\n",
        ),
        (
            "generated: '2020-01-01T00:00:00Z' # by hand\n",
            "generated: '2026-05-04T10:11:12Z' # by hand\n",
        ),
        (
            "generated: 2020-01-01T00:00:00+02:00\n",
            "generated: 2026-05-04T10:11:12Z\n",
        ),
        ("generated: whenever\n", "generated: 2026-05-04T10:11:12Z\n"),
        (
            "generated: \"2030-01-01T00:00:00Z\"\n",
            "generated: \"2030-01-01T00:00:00Z\"\n",
        ),
        ("generated:\n", "generated:\n"),
        ("", ""),
    ] {
        let spliced = spliced(
            &format!("apiVersion: v1\nentries: {{}}\n{old}"),
            "demo",
            "1.0.0",
        );
        let (_, tail) = text_of(&spliced).split_once("version: 1.0.0\n").unwrap();
        assert_eq!(tail, new, "{old}");
    }
}
