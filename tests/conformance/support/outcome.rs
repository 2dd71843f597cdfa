//! What came of a run of the program.

use std::process::Command;

use serde_json::Value;

/// The end of a run.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The exit code.
    pub(crate) code: i32,
    /// The report of `--format json`; null when nothing was printed.
    pub(crate) report: Value,
    /// What a person saw.
    pub(crate) log: String,
}

impl Outcome {
    /// Runs the program to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let output = command.output().expect("chartwright starts");
        let text = String::from_utf8(output.stdout).expect("the report is UTF-8");
        Self {
            code: output.status.code().expect("it ends by itself"),
            report: serde_json::from_str(&text).unwrap_or(Value::Null),
            log: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// The run's status, which must have ended it with exit code 0.
    pub(crate) fn status(&self) -> &str {
        assert_eq!(self.code, 0, "{}", self.log);
        self.report["status"].as_str().unwrap_or_default()
    }

    /// A refusal with this exit code whose log has all of these words; nothing of it may be a credential.
    pub(crate) fn refused(&self, code: i32, words: &[&str]) {
        assert_eq!(self.code, code, "{}", self.log);
        for word in words {
            assert!(self.log.contains(word), "no {word:?} in:\n{}", self.log);
        }
        // Every credential of these tests holds this word.
        let shown = format!("{}{}", self.log, self.report);
        assert!(!shown.contains("s3cret"), "a credential in:\n{shown}");
    }
}
