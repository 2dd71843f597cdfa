//! The outputs of the action.

use serde::Serialize;

use crate::report::{Blame, Code, Finding, Printable, Publication, Report, Severity, TargetKind};
use crate::secret;

/// CW-OUTPUT-003.
pub const OUTPUT_HOLDS_SECRET: Code = Code::new(
    "CW-OUTPUT-003",
    Blame::Target,
    "an output holds a registered secret and was left out",
    "rename what holds the secret's value (a path, a chart's name), or change the secret",
);

/// The codes of this module.
pub const CODES: &[&Code] = &[&OUTPUT_HOLDS_SECRET];

/// An output: its name, and its description.
pub type Output = (&'static str, &'static str);

const CHECK_STATUS: Output = ("status", "What came of the run: passed or failed.");

const CHECK_REASON: Output = (
    "reason",
    "The stable code of the first error; empty otherwise.",
);

const REPORT: Output = (
    "report",
    "JSON of everything the run found and did; at most 120 kB, so that a step can take it as a variable.",
);

/// Every output of `lint` and of `verify`.
pub const CHECK_OUTPUTS: &[Output] = &[CHECK_STATUS, CHECK_REASON, REPORT];

/// Every output of `template`.
pub const TEMPLATE_OUTPUTS: &[Output] = &[
    CHECK_STATUS,
    CHECK_REASON,
    (
        "directory",
        "Path of the directory that the manifests were written to, from the workspace; empty without `output-dir`.",
    ),
    REPORT,
];

/// Every output of `release`, with its description: `action.yml` and the reference page are generated from it.
pub const OUTPUTS: &[Output] = &[
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
    REPORT,
];

/// The `report` output's limit in bytes. A job's outputs may be 1 MB in all, counted in UTF-16; one variable of a
/// process's environment 128 KiB on Linux, and outputs are mostly read through one.
const REPORT_LIMIT: usize = 120_000;

/// The artifact types of R26 that this program makes.
#[derive(Serialize)]
enum ArtifactType {
    #[serde(rename = "helm-chart")]
    HelmChart,
}

/// R26.
#[derive(Serialize)]
struct Artifact<'a> {
    r#type: ArtifactType,
    uri: &'a str,
    checksum: &'a str,
    size: u64,
}

/// The outputs of a run, in the order of its command's table, those that are empty left out; and a warning for each that
/// was left out because it holds a secret, since an output is shown to later steps unmasked or dropped by the
/// runner.
pub fn outputs(report: &Report) -> (Vec<(&'static str, String)>, Vec<Finding>) {
    let printable = report.printable();
    let secrets = secret::registered();
    let mut kept = Vec::new();
    let mut warnings = Vec::new();
    let table = if report.check {
        TEMPLATE_OUTPUTS
    } else {
        OUTPUTS
    };
    for (name, _) in table {
        let value = value(name, report, &printable);
        if secrets.iter().any(|secret| value.contains(secret.as_str())) {
            warnings.push(Finding::new(
                &OUTPUT_HOLDS_SECRET,
                Severity::Warning,
                format!("the output `{name}` holds a secret's value and was left out"),
            ));
        } else if !value.is_empty() {
            kept.push((*name, value));
        }
    }
    (kept, warnings)
}

fn value(name: &str, report: &Report, printable: &Printable) -> String {
    let of = |kind: TargetKind| {
        report
            .publications
            .iter()
            .filter(move |publication| publication.kind == kind)
    };
    match name {
        "status" => report.status().word().to_owned(),
        "reason" => report
            .reason()
            .map(|code| code.id.to_string())
            .unwrap_or_default(),
        "name" => report.name.clone().unwrap_or_default(),
        "version" => report.version.clone().unwrap_or_default(),
        "app-version" => report.app_version.clone().unwrap_or_default(),
        "package" => report
            .package
            .as_ref()
            .map(|package| package.path.to_string())
            .unwrap_or_default(),
        "digest" => report
            .package
            .as_ref()
            .map(|package| package.digest.clone())
            .unwrap_or_default(),
        "registry-reference" => {
            lines(of(TargetKind::Registry).map(|publication| publication.reference.as_str()))
        }
        "registry-digest" => {
            lines(of(TargetKind::Registry).map(|publication| publication.digest.as_str()))
        }
        "chart-url" => lines(
            of(TargetKind::Repository).filter_map(|publication| publication.chart_url.as_deref()),
        ),
        "index-url" => lines(
            of(TargetKind::Repository).filter_map(|publication| publication.index_url.as_deref()),
        ),
        "directory" => report
            .directory
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        "artifacts" => artifacts(report),
        "report" => printable.json(REPORT_LIMIT),
        _ => String::new(),
    }
}

fn lines<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.collect::<Vec<_>>().join("\n")
}

/// One artifact for each place that holds the package.
fn artifacts(report: &Report) -> String {
    let Some(package) = &report.package else {
        return "[]".to_owned();
    };
    let uri = |publication: &'_ Publication| -> String {
        publication
            .chart_url
            .clone()
            .unwrap_or_else(|| publication.reference.clone())
    };
    let uris: Vec<String> = report.publications.iter().map(uri).collect();
    let artifacts: Vec<Artifact<'_>> = uris
        .iter()
        .map(|uri| Artifact {
            r#type: ArtifactType::HelmChart,
            uri,
            checksum: &package.digest,
            size: package.size,
        })
        .collect();
    serde_json::to_string(&artifacts).unwrap_or_default()
}

#[cfg(test)]
mod tests;
