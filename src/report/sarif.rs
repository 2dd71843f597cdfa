//! The findings as SARIF 2.1.0 (OASIS), for code scanning.

use std::collections::BTreeMap;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{Code, Finding, Place, Printable, Severity};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The property under which code scanning looks for a fingerprint.
const FINGERPRINT: &str = "primaryLocationLineHash";

#[derive(Serialize)]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    invocations: [Invocation; 1],
    column_kind: &'static str,
    results: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    information_uri: &'static str,
    rules: Vec<Rule<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'a str,
    short_description: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Text<'a>>,
    help_uri: String,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    exit_code: u8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location<'a>>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    properties: Option<Properties<'a>>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
struct Properties<'a> {
    helm: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: PhysicalLocation<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation<'a> {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region<'a>>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'a> {
    start_line: usize,
    start_column: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Text<'a>>,
}

impl Printable {
    /// The findings as a SARIF log on one line. Rules are the codes that occur, with their advice.
    ///
    /// `##[` never occurs in it (its bracket is escaped), so that the runner sees no workflow command in it.
    pub fn sarif(&self) -> String {
        let mut rules: Vec<&'static Code> = Vec::new();
        let mut seen = BTreeMap::new();
        let mut results = Vec::with_capacity(self.findings.len());
        for finding in &self.findings {
            let position = rules.iter().position(|code| code.id == finding.code.id);
            let rule_index = position.unwrap_or_else(|| {
                rules.push(finding.code);
                rules.len() - 1
            });
            results.push(result(finding, rule_index, &mut seen));
        }
        let log = Log {
            schema: SCHEMA,
            version: "2.1.0",
            runs: [Run {
                tool: Tool {
                    driver: Driver {
                        name: "chartwright",
                        semantic_version: env!("CARGO_PKG_VERSION"),
                        information_uri: env!("CARGO_PKG_REPOSITORY"),
                        rules: rules.iter().map(|code| rule(code)).collect(),
                    },
                },
                invocations: [Invocation {
                    // It looked at everything; what it found is in the results.
                    execution_successful: true,
                    exit_code: self.exit_code(),
                }],
                column_kind: "unicodeCodePoints",
                results,
            }],
        };
        // None of the types has a `Serialize` that fails.
        serde_json::to_string(&log)
            .unwrap_or_default()
            .replace("##[", "##\\u005b")
    }
}

fn rule(code: &Code) -> Rule<'_> {
    Rule {
        id: code.id,
        short_description: Text { text: code.title },
        help: (!code.help.is_empty()).then_some(Text { text: code.help }),
        help_uri: concat!(
            env!("CARGO_PKG_REPOSITORY"),
            "/blob/main/docs/reference/findings.md"
        )
        .to_owned(),
    }
}

fn result<'a>(
    finding: &'a Finding,
    rule_index: usize,
    seen: &mut BTreeMap<String, usize>,
) -> Entry<'a> {
    let mut text = finding.prose();
    if let Some(help) = &finding.help {
        text.push_str("\nhelp: ");
        text.push_str(help);
    }
    Entry {
        rule_id: finding.code.id,
        rule_index,
        level: match finding.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        },
        message: Message { text },
        locations: finding.place.iter().map(location).collect(),
        partial_fingerprints: BTreeMap::from([(FINGERPRINT, fingerprint(finding, seen))]),
        properties: finding.helm.as_deref().map(|helm| Properties { helm }),
    }
}

fn location(place: &Place) -> Location<'_> {
    Location {
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: uri(place.path.as_str()),
            },
            region: place.span.as_ref().map(|span| Region {
                start_line: span.line,
                start_column: span.column,
                end_column: span.column.saturating_add(span.width),
                snippet: (!span.source.is_empty()).then_some(Text { text: &span.source }),
            }),
        },
    }
}

/// A path as a URI reference (RFC 3986): from the workspace, or `file://` when it is a full path.
fn uri(path: &str) -> String {
    let mut relative = path;
    while let Some(rest) = relative.strip_prefix("./") {
        relative = rest.trim_start_matches('/');
    }
    let mut uri = String::from(if relative.starts_with('/') {
        "file://"
    } else {
        ""
    });
    for byte in relative.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// Tells a finding again when lines were added above it: made of the code, the file, the message and the line's text,
/// and of how many of the same come before.
fn fingerprint(finding: &Finding, seen: &mut BTreeMap<String, usize>) -> String {
    let place = finding.place.as_ref();
    let source = place
        .and_then(|place| place.span.as_ref())
        .map_or("", |span| span.source.trim());
    let path = place.map_or("", |place| place.path.as_str());
    let mut hash = Sha256::new();
    for part in [finding.code.id, path, &finding.message, source] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let digits: String = hash
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let count = seen.entry(digits.clone()).or_default();
    *count += 1;
    format!("{digits}:{count}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Report, examples};

    #[test]
    fn findings_are_results_of_rules() {
        let mut report = Report::check("lint");
        let finding = |severity| Finding::new(&examples::ICON, severity, "icon is recommended");
        report.find([
            finding(Severity::Warning)
                .at(Place::in_text(
                    "./charts/a b/Chart.yaml",
                    "name: ä ##[error]",
                    1,
                    7,
                    1,
                ))
                .note("cause", "none"),
            finding(Severity::Error).at(Place::file("/tmp/x#y")),
            finding(Severity::Note),
        ]);
        let mut findings = report.findings.clone();
        if let Some(first) = findings.first_mut() {
            first.helm = Some("[INFO] Chart.yaml: icon is recommended".to_owned());
        }
        report.findings = findings;
        let text = report.printable().sarif();
        assert!(!text.contains("##["), "{text}");
        let log: serde_json::Value = serde_json::from_str(&text).unwrap();
        insta::assert_json_snapshot!(log["runs"][0]["results"]);
        assert_eq!(log["version"], "2.1.0");
        let rules = &log["runs"][0]["tool"]["driver"]["rules"];
        assert_eq!(rules.as_array().unwrap().len(), 1);
        assert_eq!(rules[0]["id"], "CW-LINT-011");
    }

    #[test]
    fn repeated_findings_have_fingerprints_of_their_own() {
        let mut report = Report::check("lint");
        let finding = Finding::new(&examples::ICON, Severity::Warning, "icon is recommended");
        report.find([finding.clone(), finding]);
        let log: serde_json::Value = serde_json::from_str(&report.printable().sarif()).unwrap();
        let of = |index: usize| {
            log["runs"][0]["results"][index]["partialFingerprints"][FINGERPRINT].clone()
        };
        assert_ne!(of(0), of(1));
        let (first, second) = (of(0), of(1));
        let bare = |value: &serde_json::Value| {
            let text = value.as_str().unwrap();
            text.split(':').next().unwrap().to_owned()
        };
        assert_eq!(bare(&first), bare(&second));
    }
}
