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
