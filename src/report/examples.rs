//! Reports that tests of several modules share, one for each way a run can end.

use std::time::Duration;

use super::*;

pub(crate) const TAG_IS_NOT_VERSION: Code = Code::new(
    "CW-TAG-003",
    Blame::Chart,
    "the tag is not Chart.yaml's version",
    "",
);
pub(crate) const OTHER_CONTENT: Code = Code::new(
    "CW-PUBLISH-007",
    Blame::Chart,
    "published already",
    "a published version never changes; raise the version in charts/api/Chart.yaml",
);
pub(crate) const ICON: Code = Code::new(
    "CW-LINT-011",
    Blame::Chart,
    "icon is recommended",
    "add `icon: https://…` so that catalogues can show the chart",
);
pub(crate) const PUSH_REFUSED: Code = Code::new(
    "CW-GIT-009",
    Blame::Target,
    "the push was refused",
    "let the token write to gh-pages, then run this again",
);
pub(crate) const NO_RELEASE: Code = Code::new("CW-TAG-010", Blame::Chart, "no release", "");

const PACKAGE: &str = "sha256:9b1f4c3f8a0d5e6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2be07a";
const MANIFEST: &str = "sha256:51c0aa3f8a0d5e6b7c8d9e0f1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b77de";
const OCI: &str = "oci://ghcr.io/acme/charts/podinfo";
const PAGES: &str = "acme/charts (gh-pages)";

fn milliseconds(number: u64) -> Duration {
    Duration::from_millis(number)
}

fn checked() -> Report {
    let mut report = Report::new("release");
    report.name = Some("podinfo".to_owned());
    report.version = Some("6.7.1".to_owned());
    report.app_version = Some("6.7.1".to_owned());
    report.chart = Some("charts/podinfo".into());
    report.tag = Some("v6.7.1".to_owned());
    report.commit = Some("3f2a91c0d1e2f30415263748596a7b8c9d0e1f20".to_owned());
    report.package = Some(PackageFacts {
        path: "dist/podinfo-6.7.1.tgz".into(),
        digest: PACKAGE.to_owned(),
        size: 14_213,
    });
    report.run_url = Some("https://github.com/acme/app/actions/runs/7".to_owned());
    report.duration = milliseconds(1_912);
    let done = |stage, subject: &str, detail: &str, time| {
        Step::new(stage, StepState::Done, subject, detail).took(milliseconds(time))
    };
    report.steps = vec![
        done(
            Stage::Tag,
            "",
            "v6.7.1 is Chart.yaml's version, on the commit checked out",
            12,
        ),
        done(
            Stage::Chart,
            "",
            "charts/podinfo: 21 files, 1 dependency, lint 0 errors 1 warning",
            31,
        ),
        done(
            Stage::Package,
            "podinfo-6.7.1.tgz",
            "14.2 kB  sha256:9b1f…e07a",
            22,
        ),
        done(Stage::Preflight, OCI, "6.7.1 is free, token may write", 320),
        done(
            Stage::Preflight,
            PAGES,
            "6.7.1 is free, 341 packages there",
            410,
        ),
    ];
    report.find([
        Finding::new(&ICON, Severity::Warning, "icon is recommended").at(Place::in_text(
            "charts/podinfo/Chart.yaml",
            "",
            1,
            1,
            1,
        )),
    ]);
    report
}

fn publication(kind: TargetKind, state: PublicationState) -> Publication {
    match kind {
        TargetKind::Registry => Publication {
            kind,
            target: OCI.to_owned(),
            reference: format!("{OCI}:6.7.1"),
            digest: MANIFEST.to_owned(),
            state,
            visibility: Visibility::Verified,
            chart_url: None,
            index_url: None,
            install: vec![format!("helm install podinfo {OCI} --version 6.7.1")],
            findings: Vec::new(),
        },
        TargetKind::Repository => Publication {
            kind,
            target: PAGES.to_owned(),
            reference: "acme/charts@8d01b7e2c4f6a8091b3d5e7f9a0c2e4d6f8b1a35".to_owned(),
            digest: PACKAGE.to_owned(),
            state,
            visibility: match state {
                PublicationState::Released => Visibility::NotYetServed,
                PublicationState::Unchanged => Visibility::Served,
            },
            chart_url: Some("https://acme.github.io/charts/podinfo-6.7.1.tgz".to_owned()),
            index_url: Some("https://acme.github.io/charts/index.yaml".to_owned()),
            install: vec![
                "helm install podinfo podinfo --repo https://acme.github.io/charts --version 6.7.1"
                    .to_owned(),
            ],
            findings: Vec::new(),
        },
    }
}

pub(crate) fn released() -> Report {
    let mut report = checked();
    let done = |stage, subject: &str, detail: &str, time| {
        Step::new(stage, StepState::Done, subject, detail).took(milliseconds(time))
    };
    report.steps.extend([
        done(
            Stage::Publish,
            &format!("{OCI}:6.7.1"),
            "sha256:51c0…77de",
            402,
        ),
        done(Stage::Publish, PAGES, "index.yaml +1 entry", 1_031),
        done(Stage::Verify, "", "both targets hold sha256:9b1f…e07a", 190),
        Step::new(
            Stage::Verify,
            StepState::Note,
            "https://acme.github.io/charts",
            "does not serve it yet (Pages takes up to 10 minutes)",
        ),
    ]);
    report.written = vec![OCI.to_owned(), PAGES.to_owned()];
    report.publications = vec![
        publication(TargetKind::Registry, PublicationState::Released),
        publication(TargetKind::Repository, PublicationState::Released),
    ];
    report
}

pub(crate) fn unchanged() -> Report {
    let mut report = checked();
    for step in &mut report.steps {
        if step.stage == Stage::Preflight {
            step.detail = "6.7.1 is there, with this content".to_owned();
        }
    }
    report.findings.clear();
    report.publications = vec![
        publication(TargetKind::Registry, PublicationState::Unchanged),
        publication(TargetKind::Repository, PublicationState::Unchanged),
    ];
    report
}

pub(crate) fn planned() -> Report {
    let mut report = checked();
    report.dry_run = true;
    report.findings.clear();
    report.steps.extend([
        Step::new(Stage::Publish, StepState::Skipped, OCI, "dry run"),
        Step::new(Stage::Publish, StepState::Skipped, PAGES, "dry run"),
    ]);
    report
}

pub(crate) fn skipped() -> Report {
    let mut report = Report::new("release");
    report.tag = Some("production".to_owned());
    report.skip = Some(Skip {
        code: &NO_RELEASE,
        why: "the tag `production` names an environment, not a version".to_owned(),
    });
    report.steps = vec![Step::new(
        Stage::Tag,
        StepState::Skipped,
        "",
        "production names an environment, not a version",
    )];
    report.duration = milliseconds(8);
    report
}

pub(crate) fn failed() -> Report {
    let mut report = Report::new("release");
    report.name = Some("api".to_owned());
    report.version = Some("1.3.9".to_owned());
    report.tag = Some("v1.4.0".to_owned());
    report.commit = Some("3f2a91c0d1e2f30415263748596a7b8c9d0e1f20".to_owned());
    report.chart = Some("charts/api".into());
    report.duration = milliseconds(640);
    report.steps = vec![
        Step::new(
            Stage::Tag,
            StepState::Failed,
            "",
            "v1.4.0 is not Chart.yaml's version",
        )
        .took(milliseconds(9)),
        Step::new(
            Stage::Preflight,
            StepState::Failed,
            "oci://ghcr.io/acme/charts/api",
            "1.3.9 is taken",
        )
        .took(milliseconds(612)),
        Step::not_reached(Stage::Publish, "oci://ghcr.io/acme/charts/api"),
    ];
    report.find([
        Finding::new(
            &TAG_IS_NOT_VERSION,
            Severity::Error,
            "the tag says 1.4.0, Chart.yaml says 1.3.9",
        )
        .at(Place::in_text(
            "charts/api/Chart.yaml",
            "apiVersion: v2\nname: api\ntype: application\nversion: 1.3.9\n",
            4,
            10,
            5,
        )
        .label("this version would be published"))
        .note("tag", "v1.4.0 (3f2a91c, pushed by octocat)")
        .help("raise `version` to 1.4.0, commit, and move on with a new tag; or set `version-from: tag`"),
        Finding::new(
            &OTHER_CONTENT,
            Severity::Error,
            "api 1.3.9 is published already, with other content",
        )
        .note(
            "at",
            "oci://ghcr.io/acme/charts/api:1.3.9  sha256:77aa… (this run: sha256:9b1f…)",
        )
        .note("differs in", "values.yaml, templates/deployment.yaml"),
    ]);
    report
}

pub(crate) fn broken_off() -> Report {
    let mut report = checked();
    report.findings.clear();
    report.steps.extend([
        Step::new(Stage::Publish, StepState::Done, OCI, "sha256:51c0…77de").took(milliseconds(402)),
        Step::new(
            Stage::Publish,
            StepState::Failed,
            PAGES,
            "the push was refused",
        )
        .took(milliseconds(700)),
        Step::not_reached(Stage::Publish, "dist/pages"),
        Step::not_reached(Stage::Verify, OCI),
    ]);
    report.written = vec![OCI.to_owned()];
    report.refused = vec![PAGES.to_owned()];
    report.find([Finding::new(
        &PUSH_REFUSED,
        Severity::Error,
        "the server refused the push to gh-pages of acme/charts",
    )
    .note(
        "server",
        "remote: GH006: Protected branch update failed\nremote: 1 review is required",
    )]);
    report
}
