//! Versions of Kubernetes, with the outcomes of Helm's own parser.

use super::*;

#[test]
fn versions_are_read_generously() {
    let cases = [
        ("1.27.3-eks-abc", "v1.27.3-eks-abc", "v1.27.3", 1, 27),
        ("v1.36.0", "v1.36.0", "v1.36.0", 1, 36),
        ("1.2.3.4", "v1.2.3.4", "v1.2.3.4", 1, 2),
        ("1.20", "v1.20", "v1.20", 1, 20),
        ("1.20+", "v1.20+", "v1.20", 1, 20),
        ("1.08.", "v1.08.", "v1.8", 1, 8),
        (" v1.2", "v v1.2", "v1.2", 1, 2),
    ];
    for (text, version, normalized, major, minor) in cases {
        let parsed = KubeVersion::parse(text).unwrap();
        assert_eq!(
            (parsed.version.as_str(), parsed.normalized.as_str()),
            (version, normalized)
        );
        assert_eq!((parsed.major, parsed.minor), (major, minor));
    }
}

#[test]
fn what_is_no_version_is_refused_in_kubernetes_words() {
    let cases = [
        ("x", "could not parse \"x\" as version"),
        ("", "could not parse \"\" as version"),
        ("1", "illegal version string \"1\""),
        ("1.x", "illegal version string \"1.x\""),
        (
            "01.2",
            "illegal zero-prefixed version component \"01\" in \"01.2\"",
        ),
        (
            "1.99999999999999999999",
            "illegal non-numeric version component \"99999999999999999999\" in \"1.99999999999999999999\": \
             strconv.ParseUint: parsing \"99999999999999999999\": value out of range",
        ),
    ];
    for (text, message) in cases {
        assert_eq!(KubeVersion::parse(text).unwrap_err().to_string(), message);
    }
}

/// What Helm 4.2.4 prints: `String()` belongs to the pointer, and functions get a copy.
#[test]
fn the_version_shows_as_its_place_shows_and_not_as_a_copy() {
    let mut functions = gotemplate::Functions::new();
    functions.add("same", Signature::of(&[Type::Any]), |_, arguments| {
        Ok(arguments.first().cloned().unwrap_or_default())
    });
    let cases = [
        ("{{ .KubeVersion }}", "v1.36.0"),
        ("{{ $k := .KubeVersion }}{{ $k }}", "v1.36.0"),
        ("{{ .KubeVersion.String }}", "v1.36.0"),
        (
            r#"{{ printf "%v" .KubeVersion }}"#,
            "{v1.36.0 v1.36.0 1 36}",
        ),
        (
            r#"{{ printf "%+v" .KubeVersion }}"#,
            "{Version:v1.36.0 normalizedVersion:v1.36.0 Major:1 Minor:36}",
        ),
        ("{{ .KubeVersion | same }}", "{v1.36.0 v1.36.0 1 36}"),
        ("{{ html .KubeVersion }}", "{v1.36.0 v1.36.0 1 36}"),
    ];
    let data = Capabilities::default().to_value();
    for (text, expected) in cases {
        let mut templates = gotemplate::Templates::new(
            "root",
            functions.clone(),
            gotemplate::MissingKey::default(),
        );
        templates.parse("t", text.as_bytes()).unwrap();
        let output = templates
            .execute("t", &data, &gotemplate::Budget::default())
            .unwrap();
        assert_eq!(String::from_utf8_lossy(&output), expected, "{text}");
    }
    let mut templates =
        gotemplate::Templates::new("root", functions, gotemplate::MissingKey::default());
    templates
        .parse("t", "{{ (same .KubeVersion).GitVersion }}")
        .unwrap();
    let error = templates
        .execute("t", &data, &gotemplate::Budget::default())
        .unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("can't evaluate field GitVersion in type common.KubeVersion"),
        "{error}"
    );
}
