use super::*;
use crate::metadata::Metadata;
use crate::package::Package;

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn package(name: &str, version: &str) -> Package {
    Package {
        metadata: Metadata {
            name: name.to_owned(),
            version: version.to_owned(),
            ..Metadata::default()
        },
        bytes: Vec::new(),
        sha256: "ab".repeat(32),
        created: time("2026-05-04T10:11:12Z"),
    }
}

fn entry(name: &str, version: &str) -> Entry {
    let package = package(name, version);
    Entry::new(&package, vec![package.file_name()])
}

fn spliced(old: &str, name: &str, version: &str) -> Spliced {
    splice(
        Some(old.as_bytes()),
        &entry(name, version),
        time("2026-05-04T10:11:12Z"),
    )
    .unwrap()
}

fn text_of(spliced: &Spliced) -> &str {
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
      - created: "2026-05-04T10:11:12Z"
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
        let at = text.find("  - created").unwrap();
        assert!(text[..at].ends_with(below), "{version}: {text}");
        assert!(text.ends_with("generated: \"2026-05-04T10:11:12Z\"\n"));
        assert_eq!(spliced.versions, 6);
    }
}
