//! Reports that tests of several modules share, one for each way a run can end; and what people read of them.

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
pub(crate) const NO_RELEASE: Code = Code::new(
    "CW-TAG-010",
    Blame::Chart,
    "no release",
    "",
);

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
        done(Stage::Preflight, PAGES, "6.7.1 is free, 341 packages there", 410),
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
            reference: "acme/charts@8d01b7e".to_owned(),
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
        done(Stage::Publish, &format!("{OCI}:6.7.1"), "sha256:51c0…77de", 402),
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
        Step::new(Stage::Preflight, StepState::Failed, "oci://ghcr.io/acme/charts/api", "1.3.9 is taken")
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
        Step::new(Stage::Publish, StepState::Failed, PAGES, "the push was refused")
            .took(milliseconds(700)),
        Step::not_reached(Stage::Publish, "dist/pages"),
        Step::not_reached(Stage::Verify, OCI),
    ]);
    report.written = vec![OCI.to_owned()];
    report.find([Finding::new(
        &PUSH_REFUSED,
        Severity::Error,
        "the server refused the push to gh-pages of acme/charts",
    )
    .note("server", "remote: GH006: Protected branch update failed\nremote: 1 review is required")]);
    report
}

/// All that is printed of a run.
fn printed(report: &Report) -> String {
    let printable = report.printable();
    format!(
        "{}\n{}",
        printable.steps_text(Style::PLAIN),
        printable.closing_text(Style::PLAIN, Verbosity::Normal)
    )
}

#[test]
fn a_release_as_text() {
    insta::assert_snapshot!(printed(&released()), @r#"
      ✓ tag       v6.7.1 is Chart.yaml's version, on the commit checked out
      ✓ chart     charts/podinfo: 21 files, 1 dependency, lint 0 errors 1 warning
      ✓ package   podinfo-6.7.1.tgz  14.2 kB  sha256:9b1f…e07a
      ✓ preflight oci://ghcr.io/acme/charts/podinfo  6.7.1 is free, token may write
      ✓ preflight acme/charts (gh-pages)             6.7.1 is free, 341 packages there
      ✓ publish   oci://ghcr.io/acme/charts/podinfo:6.7.1  sha256:51c0…77de
      ✓ publish   acme/charts (gh-pages)  index.yaml +1 entry  1.0 s
      ✓ verify    both targets hold sha256:9b1f…e07a
      · note      https://acme.github.io/charts  does not serve it yet (Pages takes up to 10 minutes)

    warning[CW-LINT-011]: icon is recommended
    --> charts/podinfo/Chart.yaml:1:1
     = help: add `icon: https://…` so that catalogues can show the chart

    Released podinfo 6.7.1 to 2 targets in 1.9 s.
      helm install podinfo oci://ghcr.io/acme/charts/podinfo --version 6.7.1
      helm install podinfo podinfo --repo https://acme.github.io/charts --version 6.7.1
    "#);
}

#[test]
fn an_unchanged_run_as_text() {
    insta::assert_snapshot!(printed(&unchanged()), @r#"
      ✓ tag       v6.7.1 is Chart.yaml's version, on the commit checked out
      ✓ chart     charts/podinfo: 21 files, 1 dependency, lint 0 errors 1 warning
      ✓ package   podinfo-6.7.1.tgz  14.2 kB  sha256:9b1f…e07a
      ✓ preflight oci://ghcr.io/acme/charts/podinfo  6.7.1 is there, with this content
      ✓ preflight acme/charts (gh-pages)             6.7.1 is there, with this content

    Unchanged: all 2 targets hold podinfo 6.7.1 already, with this very content. Nothing was written. 1.9 s.
      helm install podinfo oci://ghcr.io/acme/charts/podinfo --version 6.7.1
      helm install podinfo podinfo --repo https://acme.github.io/charts --version 6.7.1
    "#);
}

#[test]
fn a_plan_as_text() {
    insta::assert_snapshot!(printed(&planned()), @r#"
      ✓ tag       v6.7.1 is Chart.yaml's version, on the commit checked out
      ✓ chart     charts/podinfo: 21 files, 1 dependency, lint 0 errors 1 warning
      ✓ package   podinfo-6.7.1.tgz  14.2 kB  sha256:9b1f…e07a
      ✓ preflight oci://ghcr.io/acme/charts/podinfo  6.7.1 is free, token may write
      ✓ preflight acme/charts (gh-pages)             6.7.1 is free, 341 packages there
      · publish   oci://ghcr.io/acme/charts/podinfo  dry run
      · publish   acme/charts (gh-pages)  dry run

    Planned: podinfo 6.7.1 would go to 2 targets. Nothing was written (dry-run). 1.9 s.
    "#);
}

#[test]
fn a_skipped_run_as_text() {
    insta::assert_snapshot!(printed(&skipped()), @r#"
      · tag       production names an environment, not a version

    Skipped: the tag `production` names an environment, not a version. Nothing was written. 8 ms.
    "#);
}

#[test]
fn a_failed_run_as_text() {
    insta::assert_snapshot!(printed(&failed()), @r#"
      ✗ tag       v1.4.0 is not Chart.yaml's version
      ✗ preflight oci://ghcr.io/acme/charts/api  1.3.9 is taken
      · publish   oci://ghcr.io/acme/charts/api  not reached

    error[CW-TAG-003]: the tag says 1.4.0, Chart.yaml says 1.3.9
     --> charts/api/Chart.yaml:4:10
      |
    4 | version: 1.3.9
      |          ^^^^^ this version would be published
      |
      = tag: v1.4.0 (3f2a91c, pushed by octocat)
      = help: raise `version` to 1.4.0, commit, and move on with a new tag; or set `version-from: tag`

    error[CW-PUBLISH-007]: api 1.3.9 is published already, with other content
     |
     = at: oci://ghcr.io/acme/charts/api:1.3.9  sha256:77aa… (this run: sha256:9b1f…)
     = differs in: values.yaml, templates/deployment.yaml
     = help: a published version never changes; raise the version in charts/api/Chart.yaml

    2 errors. Nothing was written. Exit 1 (the chart or tag is at fault).
    "#);
}

#[test]
fn a_run_that_broke_off_as_text() {
    insta::assert_snapshot!(printed(&broken_off()), @r#"
      ✓ tag       v6.7.1 is Chart.yaml's version, on the commit checked out
      ✓ chart     charts/podinfo: 21 files, 1 dependency, lint 0 errors 1 warning
      ✓ package   podinfo-6.7.1.tgz  14.2 kB  sha256:9b1f…e07a
      ✓ preflight oci://ghcr.io/acme/charts/podinfo  6.7.1 is free, token may write
      ✓ preflight acme/charts (gh-pages)             6.7.1 is free, 341 packages there
      ✓ publish   oci://ghcr.io/acme/charts/podinfo  sha256:51c0…77de
      ✗ publish   acme/charts (gh-pages)  the push was refused
      · publish   dist/pages  not reached
      · verify    oci://ghcr.io/acme/charts/podinfo  not reached

    error[CW-GIT-009]: the server refused the push to gh-pages of acme/charts
     |
     = server: remote: GH006: Protected branch update failed
               remote: 1 review is required
     = help: let the token write to gh-pages, then run this again

    1 error. Written: oci://ghcr.io/acme/charts/podinfo. May hold a part: acme/charts (gh-pages). Not written: dist/pages. Nothing that was published before has changed; run it again to complete the release. Exit 3 (a target or the network is at fault).
    "#);
}

#[test]
fn a_quiet_run_says_what_is_wrong_and_how_it_ended() {
    let quiet = |report: &Report| {
        report
            .printable()
            .closing_text(Style::PLAIN, Verbosity::Quiet)
    };
    insta::assert_snapshot!(quiet(&released()), @r#"
    warning[CW-LINT-011]: icon is recommended
    --> charts/podinfo/Chart.yaml:1:1
     = help: add `icon: https://…` so that catalogues can show the chart

    Released podinfo 6.7.1 to 2 targets in 1.9 s.
    "#);
    insta::assert_snapshot!(quiet(&unchanged()), @r#"Unchanged: all 2 targets hold podinfo 6.7.1 already, with this very content. Nothing was written. 1.9 s."#);
}

#[test]
fn the_summary_of_a_release() {
    insta::assert_snapshot!(released().printable().markdown(10_000), @r#"
    ### 📦 podinfo 6.7.1 released

    | target | reference | digest | state |
    |---|---|---|---|
    | registry | `oci://ghcr.io/acme/charts/podinfo:6.7.1` | `sha256:51c0…77de` | released, verified |
    | Pages | `acme/charts@8d01b7e` | `sha256:9b1f…e07a` | committed, not yet served |

    ```sh
    helm install podinfo oci://ghcr.io/acme/charts/podinfo --version 6.7.1
    helm install podinfo podinfo --repo https://acme.github.io/charts --version 6.7.1
    ```

    <details><summary>1 warning</summary>

    **warning `CW-LINT-011`** icon is recommended

    at `charts/podinfo/Chart.yaml:1:1`

    - **help**: add \`icon&#58; https&#58;//…\` so that catalogues can show the chart

    </details>

    <details><summary>Steps: 1.9 s</summary>

    | step | what | result | time |
    |---|---|---|---|
    | ✓ tag |  | v6.7.1 is Chart.yaml's version, on the commit checked out | 12 ms |
    | ✓ chart |  | charts/podinfo&#58; 21 files, 1 dependency, lint 0 errors 1 warning | 31 ms |
    | ✓ package | `podinfo-6.7.1.tgz` | 14.2 kB  sha256&#58;9b1f…e07a | 22 ms |
    | ✓ preflight | `oci://ghcr.io/acme/charts/podinfo` | 6.7.1 is free, token may write | 0.3 s |
    | ✓ preflight | `acme/charts (gh-pages)` | 6.7.1 is free, 341 packages there | 0.4 s |
    | ✓ publish | `oci://ghcr.io/acme/charts/podinfo:6.7.1` | sha256&#58;51c0…77de | 0.4 s |
    | ✓ publish | `acme/charts (gh-pages)` | index.yaml +1 entry | 1.0 s |
    | ✓ verify |  | both targets hold sha256&#58;9b1f…e07a | 0.1 s |
    | · verify | `https://acme.github.io/charts` | does not serve it yet (Pages takes up to 10 minutes) |  |

    </details>

    Tag `v6.7.1` · commit `3f2a91c` · package `sha256:9b1f…e07a` (14.2 kB) · Helm profile 4.2 · [run](https://github.com/acme/app/actions/runs/7)
    "#);
}

#[test]
fn the_summary_of_an_unchanged_run() {
    insta::assert_snapshot!(unchanged().printable().markdown(10_000), @r#"
    ### 📦 podinfo 6.7.1 unchanged

    This very content is published already. Nothing was written.

    | target | reference | digest | state |
    |---|---|---|---|
    | registry | `oci://ghcr.io/acme/charts/podinfo:6.7.1` | `sha256:51c0…77de` | unchanged, verified |
    | Pages | [acme/charts&#64;8d01b7e](https://acme.github.io/charts/podinfo-6.7.1.tgz) | `sha256:9b1f…e07a` | unchanged, verified, served |

    ```sh
    helm install podinfo oci://ghcr.io/acme/charts/podinfo --version 6.7.1
    helm install podinfo podinfo --repo https://acme.github.io/charts --version 6.7.1
    ```

    <details><summary>Steps: 1.9 s</summary>

    | step | what | result | time |
    |---|---|---|---|
    | ✓ tag |  | v6.7.1 is Chart.yaml's version, on the commit checked out | 12 ms |
    | ✓ chart |  | charts/podinfo&#58; 21 files, 1 dependency, lint 0 errors 1 warning | 31 ms |
    | ✓ package | `podinfo-6.7.1.tgz` | 14.2 kB  sha256&#58;9b1f…e07a | 22 ms |
    | ✓ preflight | `oci://ghcr.io/acme/charts/podinfo` | 6.7.1 is there, with this content | 0.3 s |
    | ✓ preflight | `acme/charts (gh-pages)` | 6.7.1 is there, with this content | 0.4 s |

    </details>

    Tag `v6.7.1` · commit `3f2a91c` · package `sha256:9b1f…e07a` (14.2 kB) · Helm profile 4.2 · [run](https://github.com/acme/app/actions/runs/7)
    "#);
}

#[test]
fn the_summary_of_a_plan() {
    insta::assert_snapshot!(planned().printable().markdown(10_000), @r#"
    ### 📝 podinfo 6.7.1 planned, not released

    A dry run: everything was checked, nothing was written.

    | target | before this release |
    |---|---|
    | `oci://ghcr.io/acme/charts/podinfo` | 6.7.1 is free, token may write |
    | `acme/charts (gh-pages)` | 6.7.1 is free, 341 packages there |

    <details><summary>Steps: 1.9 s</summary>

    | step | what | result | time |
    |---|---|---|---|
    | ✓ tag |  | v6.7.1 is Chart.yaml's version, on the commit checked out | 12 ms |
    | ✓ chart |  | charts/podinfo&#58; 21 files, 1 dependency, lint 0 errors 1 warning | 31 ms |
    | ✓ package | `podinfo-6.7.1.tgz` | 14.2 kB  sha256&#58;9b1f…e07a | 22 ms |
    | ✓ preflight | `oci://ghcr.io/acme/charts/podinfo` | 6.7.1 is free, token may write | 0.3 s |
    | ✓ preflight | `acme/charts (gh-pages)` | 6.7.1 is free, 341 packages there | 0.4 s |
    | · publish | `oci://ghcr.io/acme/charts/podinfo` | dry run |  |
    | · publish | `acme/charts (gh-pages)` | dry run |  |

    </details>

    Tag `v6.7.1` · commit `3f2a91c` · package `sha256:9b1f…e07a` (14.2 kB) · Helm profile 4.2 · [run](https://github.com/acme/app/actions/runs/7)
    "#);
}

#[test]
fn the_summary_of_a_skipped_run() {
    insta::assert_snapshot!(skipped().printable().markdown(10_000), @r#"
    ### ⏭️ Nothing to release for tag `production`

    the tag \`production\` names an environment, not a version. Nothing was written. (`CW-TAG-010`)

    <details><summary>Steps: 8 ms</summary>

    | step | what | result | time |
    |---|---|---|---|
    | · tag |  | production names an environment, not a version |  |

    </details>

    Tag `production` · Helm profile 4.2
    "#);
}

#[test]
fn the_summary_of_a_failed_run() {
    insta::assert_snapshot!(failed().printable().markdown(10_000), @r#"
    ### ❌ api 1.3.9 not released

    **error `CW-TAG-003`** the tag says 1.4.0, Chart.yaml says 1.3.9

    at `charts/api/Chart.yaml:4:10`

    ```yaml
    version: 1.3.9
    ```

    - tag: v1.4.0 (3f2a91c, pushed by octocat)
    - **help**: raise \`version\` to 1.4.0, commit, and move on with a new tag; or set \`version-from&#58; tag\`

    1 more error below.

    **Nothing was written.**

    Not reached: publish `oci://ghcr.io/acme/charts/api`.

    <details open><summary>1 more error</summary>

    **error `CW-PUBLISH-007`** api 1.3.9 is published already, with other content

    - at: oci&#58;//ghcr.io/acme/charts/api&#58;1.3.9  sha256&#58;77aa… (this run&#58; sha256&#58;9b1f…)
    - differs in: values.yaml, templates/deployment.yaml
    - **help**: a published version never changes; raise the version in charts/api/Chart.yaml

    </details>

    <details><summary>Steps: 0.6 s</summary>

    | step | what | result | time |
    |---|---|---|---|
    | ✗ tag |  | v1.4.0 is not Chart.yaml's version | 9 ms |
    | ✗ preflight | `oci://ghcr.io/acme/charts/api` | 1.3.9 is taken | 0.6 s |
    | · publish | `oci://ghcr.io/acme/charts/api` | not reached |  |

    </details>

    Tag `v1.4.0` · commit `3f2a91c` · Helm profile 4.2
    "#);
}

#[test]
fn the_summary_of_a_run_that_broke_off() {
    insta::assert_snapshot!(broken_off().printable().markdown(10_000), @r#"
    ### ❌ podinfo 6.7.1 not released completely

    **error `CW-GIT-009`** the server refused the push to gh-pages of acme/charts

    - server: remote&#58; GH006&#58; Protected branch update failed remote&#58; 1 review is required
    - **help**: let the token write to gh-pages, then run this again

    **Written&#58; oci&#58;//ghcr.io/acme/charts/podinfo. May hold a part&#58; acme/charts (gh-pages). Not written&#58; dist/pages. Nothing that was published before has changed; run it again to complete the release.**

    Not reached: publish `dist/pages`, verify `oci://ghcr.io/acme/charts/podinfo`.

    <details><summary>Steps: 1.9 s</summary>

    | step | what | result | time |
    |---|---|---|---|
    | ✓ tag |  | v6.7.1 is Chart.yaml's version, on the commit checked out | 12 ms |
    | ✓ chart |  | charts/podinfo&#58; 21 files, 1 dependency, lint 0 errors 1 warning | 31 ms |
    | ✓ package | `podinfo-6.7.1.tgz` | 14.2 kB  sha256&#58;9b1f…e07a | 22 ms |
    | ✓ preflight | `oci://ghcr.io/acme/charts/podinfo` | 6.7.1 is free, token may write | 0.3 s |
    | ✓ preflight | `acme/charts (gh-pages)` | 6.7.1 is free, 341 packages there | 0.4 s |
    | ✓ publish | `oci://ghcr.io/acme/charts/podinfo` | sha256&#58;51c0…77de | 0.4 s |
    | ✗ publish | `acme/charts (gh-pages)` | the push was refused | 0.7 s |
    | · publish | `dist/pages` | not reached |  |
    | · verify | `oci://ghcr.io/acme/charts/podinfo` | not reached |  |

    </details>

    Tag `v6.7.1` · commit `3f2a91c` · package `sha256:9b1f…e07a` (14.2 kB) · Helm profile 4.2 · [run](https://github.com/acme/app/actions/runs/7)
    "#);
}

#[test]
fn the_status_and_the_exit_code_follow_from_what_was_found() {
    for (report, status, reason, exit) in [
        (released(), Status::Released, None, 0),
        (unchanged(), Status::Unchanged, None, 0),
        (planned(), Status::Planned, None, 0),
        (skipped(), Status::Skipped, Some("CW-TAG-010"), 0),
        (failed(), Status::Failed, Some("CW-TAG-003"), 1),
        (broken_off(), Status::Failed, Some("CW-GIT-009"), 3),
    ] {
        assert_eq!(report.status(), status);
        assert_eq!(report.reason().map(|code| &*code.id), reason);
        assert_eq!(report.exit_code(), exit);
    }
}

#[test]
fn only_a_run_that_surely_wrote_nothing_says_so() {
    for (report, nothing) in [
        (released(), false),
        (unchanged(), true),
        (failed(), true),
        (broken_off(), false),
    ] {
        assert_eq!(report.nothing_written(), nothing);
        let text = printed(&report);
        assert_eq!(text.contains("Nothing was written"), nothing, "{text}");
    }
    // The push may have arrived even though its answer did not.
    let mut lost = broken_off();
    lost.written.clear();
    assert!(!printed(&lost).contains("Nothing was written"));
}
