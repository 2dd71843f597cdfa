//! Inputs as the runner, act, a shell and a person give them.

use crate::workspace::Workspace;

#[test]
fn inputs_are_read_however_they_are_spelled() {
    let workspace = Workspace::with_chart();
    let layouts = "oci-layout:out/a\r\n\r\n  oci-layout:out/b  \r\n";
    let table: &[(&str, &[(&str, &str)])] = &[
        (
            "the runner",
            &[
                ("INPUT_TAG", "  v1.2.3 \n"),
                ("INPUT_REGISTRY", layouts),
                ("INPUT_DRY-RUN", "true"),
                ("INPUT_APP-VERSION", ""),
            ],
        ),
        (
            "act",
            &[
                ("INPUT_TAG", "refs/tags/v1.2.3"),
                ("INPUT_REGISTRY", layouts),
                ("INPUT_DRY_RUN", "True"),
            ],
        ),
    ];
    for (who, environment) in table {
        let run = workspace.run(&["release"], environment).exits(0);
        assert_eq!(run.output("status"), "planned", "{who}");
        for target in ["oci-layout:out/a", "oci-layout:out/b"] {
            assert!(
                run.stderr.contains(&format!("preflight {target}  1.2.3")),
                "{who}\n{}",
                run.stderr
            );
        }
        assert!(!workspace.root().join("out").exists(), "{who}");
    }
}

#[test]
fn an_empty_input_is_none() {
    let workspace = Workspace::with_chart();
    for tag in ["", "  ", "\n"] {
        let run = workspace
            .run(&["release"], &[("INPUT_TAG", tag), ("INPUT_CHART", "")])
            .fails(2, "CW-TAG-007");
        assert!(run.stderr.contains("set the input `tag`"), "{}", run.stderr);
    }
}

#[test]
fn a_wrong_input_is_refused_with_its_own_reason_and_a_way_out() {
    type Case = (
        &'static [&'static str],
        &'static [(&'static str, &'static str)],
        &'static str,
        &'static str,
    );
    let cases: &[Case] = &[
        (
            &["--lint", "maybe"],
            &[],
            "CW-INPUT-001",
            "takes only `on`, `strict` or `off`",
        ),
        (
            &[],
            &[("INPUT_DRY-RUN", "yes")],
            "CW-INPUT-002",
            "given by: INPUT_DRY-RUN",
        ),
        (
            &["--registry", "ghcr.io/acme"],
            &[],
            "CW-INPUT-010",
            "oci://ghcr.io/acme",
        ),
        (
            &[
                "--registry",
                "oci://ghcr.io/acme",
                "--registry-username",
                "x",
            ],
            &[],
            "CW-INPUT-011",
            "`registry-password` is not",
        ),
        (
            &[
                "--registry-username",
                "x",
                "--registry-password",
                "a-password",
            ],
            &[],
            "CW-INPUT-014",
            "names no `oci://` registry",
        ),
        (
            &["--pages-branch", "charts"],
            &[],
            "CW-INPUT-016",
            "`pages-repository` is not",
        ),
    ];
    for (arguments, environment, reason, said) in cases {
        let workspace = Workspace::with_chart();
        let mut all = vec!["release", "--tag", "v1.2.3"];
        all.extend_from_slice(arguments);
        let run = workspace.run(&all, environment).fails(2, reason);
        assert!(run.stderr.contains(said), "{reason}\n{}", run.stderr);
        assert!(!run.stderr.contains("a-password"), "{}", run.stderr);
        assert!(!workspace.root().join("dist").exists(), "{reason}");
    }
}

#[test]
fn a_misspelled_flag_is_told_its_name() {
    let workspace = Workspace::with_chart();
    let run = workspace
        .chartwright(&["release", "--registy", "oci://ghcr.io/acme"])
        .exits(2);
    assert!(run.stderr.contains("'--registry'"), "{}", run.stderr);
    let run = workspace.chartwright(&["relase"]).exits(2);
    assert!(run.stderr.contains("'release'"), "{}", run.stderr);
    let run = workspace.chartwright(&["--version"]).exits(0);
    assert_eq!(
        run.stdout,
        format!("chartwright {}\n", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn help_has_sections_defaults_and_examples() {
    let workspace = Workspace::with_chart();
    let help = workspace
        .chartwright(&["release", "--help"])
        .exits(0)
        .stdout;
    let parts = [
        "What is released:\n",
        "[default: match]",
        "Registry:\n",
        "--registry <TARGET>",
        "Chart repository:\n",
        "[default: gh-pages]",
        "How:\n",
        "[default: dist]",
        "--help",
        "Examples:\n",
    ];
    let mut at = 0;
    for part in parts {
        let found = help[at..].find(part);
        at += found.unwrap_or_else(|| panic!("{part:?} is not in its place:\n{help}"));
    }
    let widest = help.lines().map(|line| line.chars().count()).max();
    assert!(widest <= Some(100), "{help}");
}

#[test]
fn without_a_place_for_the_outputs_nothing_is_written() {
    let workspace = Workspace::with_chart();
    let missing = workspace.beside("missing/output");
    let folder = workspace.root();
    for output in [&missing, &folder] {
        let run = workspace
            .run(
                &["release", "--tag", "v1.2.3"],
                &[("GITHUB_OUTPUT", output.to_str().unwrap())],
            )
            .exits(3);
        assert!(
            run.stderr.contains("error[CW-OUTPUT-001]"),
            "{}",
            run.stderr
        );
        assert!(run.summary.contains("CW-OUTPUT-001"), "{}", run.summary);
        assert!(!workspace.root().join("dist").exists());
    }
    // The summary is for people only: the release goes on.
    let run = workspace
        .run(
            &["release", "--tag", "v1.2.3"],
            &[("GITHUB_STEP_SUMMARY", missing.to_str().unwrap())],
        )
        .exits(0);
    assert!(
        run.stderr.contains("warning[CW-OUTPUT-002]"),
        "{}",
        run.stderr
    );
    assert_eq!(run.output("status"), "released");
}
