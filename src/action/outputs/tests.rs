use super::*;
use crate::report::examples;
use crate::secret::Secret;

fn shown(report: &Report) -> String {
    let (outputs, warnings) = outputs(report);
    assert!(warnings.is_empty(), "{warnings:?}");
    outputs
        .iter()
        .filter(|(name, _)| *name != "report")
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect()
}

#[test]
fn the_outputs_of_a_release() {
    insta::assert_snapshot!(shown(&examples::released()), @r#"
    status: released
    name: podinfo
    version: 6.7.1
    app-version: 6.7.1
    package: dist/podinfo-6.7.1.tgz
    digest: sha256:9b1f4c3f8a0d5e6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2be07a
    registry-reference: oci://ghcr.io/acme/charts/podinfo:6.7.1
    registry-digest: sha256:51c0aa3f8a0d5e6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b77de
    chart-url: https://acme.github.io/charts/podinfo-6.7.1.tgz
    index-url: https://acme.github.io/charts/index.yaml
    artifacts: [{"type":"helm-chart","uri":"oci://ghcr.io/acme/charts/podinfo:6.7.1","checksum":"sha256:9b1f4c3f8a0d5e6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2be07a","size":14213},{"type":"helm-chart","uri":"https://acme.github.io/charts/podinfo-6.7.1.tgz","checksum":"sha256:9b1f4c3f8a0d5e6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2be07a","size":14213}]
    "#);
}

#[test]
fn the_outputs_of_a_failed_run() {
    insta::assert_snapshot!(shown(&examples::failed()), @r#"
    status: failed
    reason: CW-TAG-003
    name: api
    version: 1.3.9
    artifacts: []
    "#);
}

#[test]
fn the_outputs_of_a_command_that_only_looks() {
    let mut report = Report::check("template");
    report.directory = Some("dist/manifests".into());
    assert_eq!(
        shown(&report),
        "status: passed\ndirectory: dist/manifests\n"
    );
    report.find([Finding::new(&examples::ICON, Severity::Error, "no icon")]);
    report.directory = None;
    assert_eq!(shown(&report), "status: failed\nreason: CW-LINT-011\n");
}

#[test]
fn every_output_is_filled_by_some_run() {
    let mut filled: Vec<&str> = Vec::new();
    for report in [examples::released(), examples::failed()] {
        filled.extend(outputs(&report).0.iter().map(|(name, _)| *name));
    }
    let mut checked = Report::check("template");
    checked.directory = Some("dist".into());
    filled.extend(outputs(&checked).0.iter().map(|(name, _)| *name));
    for (name, description) in OUTPUTS.iter().chain(TEMPLATE_OUTPUTS) {
        assert!(filled.contains(name), "{name} is never filled");
        assert!(!description.is_empty());
    }
}

#[test]
fn several_registries_are_several_lines_in_one_order() {
    let mut report = examples::released();
    let mut second = report.publications.first().unwrap().clone();
    second.reference = "oci://quay.io/acme/podinfo:6.7.1".to_owned();
    second.digest = "sha256:other".to_owned();
    report.publications.push(second);
    let (outputs, _) = outputs(&report);
    let value = |wanted: &str| {
        outputs
            .iter()
            .find(|(name, _)| *name == wanted)
            .map(|(_, value)| value.clone())
            .unwrap()
    };
    assert_eq!(
        value("registry-reference"),
        "oci://ghcr.io/acme/charts/podinfo:6.7.1\noci://quay.io/acme/podinfo:6.7.1"
    );
    assert!(value("registry-digest").ends_with("\nsha256:other"));
}

#[test]
fn an_output_with_a_secret_is_left_out_and_the_report_is_redacted() {
    let _secret = Secret::new("output-canary-5521");
    let mut report = examples::released();
    report.app_version = Some("1-output-canary-5521".to_owned());
    let (outputs, warnings) = outputs(&report);
    assert!(!outputs.iter().any(|(name, _)| *name == "app-version"));
    assert!(
        !outputs
            .iter()
            .any(|(_, value)| value.contains("output-canary"))
    );
    let json = &outputs
        .iter()
        .find(|(name, _)| *name == "report")
        .unwrap()
        .1;
    assert!(json.contains("\"app_version\":\"1-***\""), "{json}");
    let codes: Vec<&str> = warnings.iter().map(|warning| warning.code.id).collect();
    assert_eq!(codes, ["CW-OUTPUT-003"]);
    assert!(warnings.iter().all(|warning| {
        warning.message.contains("`app-version`") && !warning.message.contains("canary")
    }));
}

#[test]
fn the_report_fits_a_variable() {
    let mut report = examples::failed();
    report.find((0..2_000).map(|number| {
        Finding::new(
            &examples::ICON,
            Severity::Warning,
            format!("{number} {}", "é".repeat(100)),
        )
    }));
    let (outputs, _) = outputs(&report);
    let json = &outputs
        .iter()
        .find(|(name, _)| *name == "report")
        .unwrap()
        .1;
    assert!(json.len() <= REPORT_LIMIT);
    assert!(json.len() > REPORT_LIMIT - 2_000);
}
