//! The outputs of the action.

/// Every output: its name and what it holds.
pub const OUTPUTS: &[(&str, &str)] = &[
    (
        "status",
        "What the run did: released, unchanged, skipped, planned or failed.",
    ),
    (
        "reason",
        "The stable code of why, for example CW-TAG-003; empty when there is nothing to say.",
    ),
    ("name", "The chart's name."),
    ("version", "The chart's version, as published."),
    ("app-version", "The chart's appVersion, as published."),
    ("package", "Path of the package (.tgz) from the workspace."),
    ("digest", "sha256:… of the package."),
    (
        "registry-reference",
        "Where the chart is in the registry: oci://host/path/name:version. One a line.",
    ),
    (
        "registry-digest",
        "sha256:… of the manifest in the registry.",
    ),
    ("chart-url", "Where the package can be downloaded."),
    (
        "index-url",
        "Where the index.yaml of the chart repository is.",
    ),
    (
        "artifacts",
        "Everything that was published, as JSON: type, uri, checksum, size.",
    ),
    ("report", "The whole report, as JSON."),
];
