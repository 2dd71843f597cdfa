//! What people read of each way a run can end.

use super::examples::*;
use super::*;

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
      ✓ publish   acme/charts (gh-pages)             index.yaml +1 entry  1.0 s
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

    Unchanged: both targets hold podinfo 6.7.1 already, with this very content. Nothing was written. 1.9 s.
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
      · publish   acme/charts (gh-pages)             dry run

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
      ✗ publish   acme/charts (gh-pages)             the push was refused
      · publish   dist/pages                         not reached
      · verify    oci://ghcr.io/acme/charts/podinfo  not reached

    error[CW-GIT-009]: the server refused the push to gh-pages of acme/charts
     = server: remote: GH006: Protected branch update failed
               remote: 1 review is required
     = help: let the token write to gh-pages, then run this again

      written          oci://ghcr.io/acme/charts/podinfo
      refused          acme/charts (gh-pages)
      not reached      dist/pages

    1 error. The release is not complete: run it again to complete it; what is done is left as it is. Exit 3 (a target or the network is at fault).
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
    insta::assert_snapshot!(quiet(&unchanged()), @r#"Unchanged: both targets hold podinfo 6.7.1 already, with this very content. Nothing was written. 1.9 s."#);
}

#[test]
fn the_summary_of_a_release() {
    insta::assert_snapshot!(released().printable().markdown(10_000), @r#"
    ### 📦 podinfo 6.7.1 released

    | target | reference | digest | state |
    |---|---|---|---|
    | registry | `oci://ghcr.io/acme/charts/podinfo:6.7.1` | `sha256:51c0…77de` | released, verified |
    | chart repository | [podinfo-6.7.1.tgz](https://acme.github.io/charts/podinfo-6.7.1.tgz) in `acme/charts@8d01b7e` | `sha256:9b1f…e07a` | committed, not yet served |

    ```sh
    helm install podinfo oci://ghcr.io/acme/charts/podinfo --version 6.7.1
    helm install podinfo podinfo --repo https://acme.github.io/charts --version 6.7.1
    ```

    <details><summary>1 warning</summary>

    **warning `CW-LINT-011`** icon is recommended

    at `charts/podinfo/Chart.yaml:1:1`

    - **help**: add `icon: https://…` so that catalogues can show the chart

    </details>

    <details><summary>Steps: 1.9 s</summary>

    | step | what | result | time |
    |---|---|---|---|
    | ✓ tag |  | v6.7.1 is Chart.yaml's version, on the commit checked out | 12 ms |
    | ✓ chart |  | charts/podinfo: 21 files, 1 dependency, lint 0 errors 1 warning | 31 ms |
    | ✓ package | `podinfo-6.7.1.tgz` | 14.2 kB  sha256:9b1f…e07a | 22 ms |
    | ✓ preflight | `oci://ghcr.io/acme/charts/podinfo` | 6.7.1 is free, token may write | 0.3 s |
    | ✓ preflight | `acme/charts (gh-pages)` | 6.7.1 is free, 341 packages there | 0.4 s |
    | ✓ publish | `oci://ghcr.io/acme/charts/podinfo:6.7.1` | sha256:51c0…77de | 0.4 s |
    | ✓ publish | `acme/charts (gh-pages)` | index.yaml +1 entry | 1.0 s |
    | ✓ verify |  | both targets hold sha256:9b1f…e07a | 0.1 s |
    | · note | `https://acme.github.io/charts` | does not serve it yet (Pages takes up to 10 minutes) |  |

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
    | chart repository | [podinfo-6.7.1.tgz](https://acme.github.io/charts/podinfo-6.7.1.tgz) in `acme/charts@8d01b7e` | `sha256:9b1f…e07a` | unchanged, verified, served |

    ```sh
    helm install podinfo oci://ghcr.io/acme/charts/podinfo --version 6.7.1
    helm install podinfo podinfo --repo https://acme.github.io/charts --version 6.7.1
    ```

    <details><summary>Steps: 1.9 s</summary>

    | step | what | result | time |
    |---|---|---|---|
    | ✓ tag |  | v6.7.1 is Chart.yaml's version, on the commit checked out | 12 ms |
    | ✓ chart |  | charts/podinfo: 21 files, 1 dependency, lint 0 errors 1 warning | 31 ms |
    | ✓ package | `podinfo-6.7.1.tgz` | 14.2 kB  sha256:9b1f…e07a | 22 ms |
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
    | ✓ chart |  | charts/podinfo: 21 files, 1 dependency, lint 0 errors 1 warning | 31 ms |
    | ✓ package | `podinfo-6.7.1.tgz` | 14.2 kB  sha256:9b1f…e07a | 22 ms |
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

    the tag `production` names an environment, not a version. Nothing was written. (`CW-TAG-010`)

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

    at `charts/api/Chart.yaml:4:10`: this version would be published

    ```yaml
    version: 1.3.9
    ```

    - tag: v1.4.0 (3f2a91c, pushed by octocat)
    - **help**: raise `version` to 1.4.0, commit, and move on with a new tag; or set `version-from: tag`

    1 more error below.

    **Nothing was written.** Exit 1 (the chart or tag is at fault).

    Not reached: publish `oci://ghcr.io/acme/charts/api`.

    <details open><summary>1 more error</summary>

    **error `CW-PUBLISH-007`** api 1.3.9 is published already, with other content

    - at: oci&#58;//ghcr.io/acme/charts/api:1.3.9  sha256:77aa… (this run: sha256:9b1f…)
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
    ### ❌ podinfo 6.7.1 not released without errors

    **error `CW-GIT-009`** the server refused the push to gh-pages of acme/charts

    - server:
      ```text
      remote: GH006: Protected branch update failed
      remote: 1 review is required
      ```
    - **help**: let the token write to gh-pages, then run this again

    **The release is not complete: run it again to complete it; what is done is left as it is.** Exit 3 (a target or the network is at fault).

    - written: `oci://ghcr.io/acme/charts/podinfo`
    - refused: `acme/charts (gh-pages)`
    - not reached: `dist/pages`

    Not reached: publish `dist/pages`, verify `oci://ghcr.io/acme/charts/podinfo`.

    <details><summary>Steps: 1.9 s</summary>

    | step | what | result | time |
    |---|---|---|---|
    | ✓ tag |  | v6.7.1 is Chart.yaml's version, on the commit checked out | 12 ms |
    | ✓ chart |  | charts/podinfo: 21 files, 1 dependency, lint 0 errors 1 warning | 31 ms |
    | ✓ package | `podinfo-6.7.1.tgz` | 14.2 kB  sha256:9b1f…e07a | 22 ms |
    | ✓ preflight | `oci://ghcr.io/acme/charts/podinfo` | 6.7.1 is free, token may write | 0.3 s |
    | ✓ preflight | `acme/charts (gh-pages)` | 6.7.1 is free, 341 packages there | 0.4 s |
    | ✓ publish | `oci://ghcr.io/acme/charts/podinfo` | sha256:51c0…77de | 0.4 s |
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
        assert_eq!(report.reason().map(|code| code.id), reason);
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
    // A push that was refused has left nothing.
    let mut refused = broken_off();
    refused.written.clear();
    assert!(printed(&refused).contains("Nothing was written"));
    // It may have arrived where its answer did not.
    let mut lost = refused;
    lost.refused.clear();
    let lost = printed(&lost);
    assert!(!lost.contains("Nothing was written"), "{lost}");
    assert!(
        lost.contains("may hold a part  acme/charts (gh-pages)"),
        "{lost}"
    );
}

#[test]
fn a_failed_run_says_how_far_it_came() {
    let with = |change: fn(&mut Report)| {
        let mut report = released();
        report.find([Finding::new(&PUSH_REFUSED, Severity::Error, "x")]);
        change(&mut report);
        report.standing()
    };
    assert_eq!(with(|_| {}), "The release itself is done.");
    assert!(
        with(|report| {
            for step in &mut report.steps {
                if step.stage == Stage::Verify {
                    step.state = StepState::Failed;
                }
            }
        })
        .starts_with("The release is written, but not verified")
    );
    assert!(
        broken_off()
            .standing()
            .starts_with("The release is not complete")
    );
    assert_eq!(failed().standing(), "Nothing was written.");
    const TAKEN: Code = Code::new("CW-TEST-001", Blame::Chart, "it is taken", "x").lasting();
    let mut lasting = broken_off();
    lasting.find([Finding::new(&TAKEN, Severity::Error, "x")]);
    assert!(
        lasting
            .standing()
            .starts_with("The release is not whole, and another run of it cannot")
    );
}
