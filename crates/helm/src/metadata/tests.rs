use super::{Dependency, Metadata};

/// The config of an OCI chart is a struct in Go, so its fields do not stand in the alphabet's order
/// (`pkg/chart/v2/metadata.go`); maps within it do.
#[test]
fn json_keeps_the_order_of_the_struct() {
    let dependency = Dependency {
        name: "db".to_owned(),
        import_values: vec![serde_json::json!({"parent": "b", "child": "a"})],
        ..Dependency::default()
    };
    let metadata = Metadata {
        name: "api".to_owned(),
        version: "1.0.0".to_owned(),
        api_version: "v2".to_owned(),
        annotations: [("b", "2"), ("a", "1")]
            .map(|(name, text)| (name.to_owned(), text.to_owned()))
            .into(),
        dependencies: vec![Some(dependency)],
        ..Metadata::default()
    };
    assert_eq!(
        metadata.to_json(),
        r#"{"name":"api","version":"1.0.0","apiVersion":"v2","annotations":{"a":"1","b":"2"},"dependencies":[{"name":"db","repository":"","import-values":[{"child":"a","parent":"b"}]}]}"#
    );
}
