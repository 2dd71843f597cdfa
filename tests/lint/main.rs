//! `chartwright lint` as a user runs it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "these are tests"
)]

mod findings;
mod formats;
#[path = "../support/lint_case.rs"]
mod lint_case;
#[path = "../support/workspace.rs"]
mod workspace;

use std::process::Command;

use lint_case::Case;

/// `--format helm` is what Helm 4.2.4 prints: the cases hold what it printed.
#[test]
fn helms_format_is_helms_output() {
    let cases = lint_case::all();
    assert!(cases.len() > 50, "{}", cases.len());
    for case in &cases {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        case.write(&root);
        let output = Command::new(env!("CARGO_BIN_EXE_chartwright"))
            .env_clear()
            .current_dir(&root)
            .args(["lint", "--format", "helm"])
            .args(&case.arguments)
            .output()
            .unwrap();
        assert_eq!(
            Case::outcome(&output, &root),
            case.expected(),
            "{}",
            case.name
        );
    }
}
