//! The outputs of the action.

/// Every output, with its description: `action.yml` and the reference page are generated from it.
pub const OUTPUTS: &[(&str, &str)] = &[
    (
        "status",
        "What came of the run: released, unchanged, skipped, planned or failed.",
    ),
    (
        "reason",
        "The stable code of the first error, or of why the tag is no release; empty otherwise.",
    ),
    ("name", "The chart's name."),
    ("version", "The released version, without a `v`."),
    ("app-version", "The packaged appVersion."),
    ("package", "Path of the package (.tgz) from the workspace."),
    (
        "digest",
        "Digest of the package: `sha256:` and 64 hex digits.",
    ),
    (
        "registry-reference",
        "`oci://host/path/name:version`, one registry a line.",
    ),
    (
        "registry-digest",
        "Digest of the OCI manifest, one registry a line, in the order of registry-reference.",
    ),
    (
        "chart-url",
        "Where the package is downloaded over HTTP, one chart repository a line.",
    ),
    (
        "index-url",
        "Where the index is downloaded over HTTP, one chart repository a line.",
    ),
    (
        "artifacts",
        "JSON array of what was published: type (helm-chart), uri, checksum, size.",
    ),
    (
        "report",
        "JSON of everything the run found and did; at most 120 kB, so that a step can take it as a variable.",
    ),
];
