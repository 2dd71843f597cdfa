//! The oracle: a Go program (`tests/conformance/oracle`) that does what is asked with the real things.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value as Json, json};

use super::value;
use crate::support::{peer, workspace};

/// In the place of an answer that nests deeper than serde_json reads.
pub(crate) const TOO_DEEP: &str = "the answer nests over 127 deep";

/// What is asked of both sides.
#[derive(Debug, Clone, Default)]
pub(crate) struct Question {
    /// The operation.
    pub(crate) operation: &'static str,
    /// Its flavour.
    pub(crate) mode: &'static str,
    /// The text that it works on.
    pub(crate) text: Vec<u8>,
    /// A second one.
    pub(crate) second: Vec<u8>,
    /// The value that it works on.
    pub(crate) value: Json,
    /// A template's `missingkey`.
    pub(crate) missing_key: &'static str,
}

/// What a side says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Answer {
    /// What was written, before an error too.
    pub(crate) output: Vec<u8>,
    /// The value that was read.
    pub(crate) value: Json,
    /// The error's words, or none.
    pub(crate) error: String,
    /// What Go died of.
    pub(crate) panic: String,
}

impl Answer {
    /// One that is a text.
    pub(crate) fn output(output: impl Into<Vec<u8>>) -> Self {
        Self {
            output: output.into(),
            ..Self::default()
        }
    }

    /// One that is an error.
    pub(crate) fn error(error: impl ToString) -> Self {
        Self {
            error: error.to_string(),
            ..Self::default()
        }
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:?}", String::from_utf8_lossy(&self.output))?;
        if !self.value.is_null() {
            write!(out, " value {}", self.value)?;
        }
        if !self.error.is_empty() {
            write!(out, " error {:?}", self.error)?;
        }
        if !self.panic.is_empty() {
            write!(out, " panic {:?}", self.panic)?;
        }
        Ok(())
    }
}

impl std::fmt::Display for Question {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "{} {} {:?}",
            self.operation,
            self.mode,
            String::from_utf8_lossy(&self.text)
        )?;
        if !self.second.is_empty() {
            write!(out, " {:?}", String::from_utf8_lossy(&self.second))?;
        }
        if !self.value.is_null() && self.operation != "template" {
            write!(out, " on {}", self.value)?;
        }
        Ok(())
    }
}

/// A line of a table, or a call's arguments, of an upstream test file.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// The values; those that are no constants are `{"other":…}`.
    pub(crate) values: Vec<Json>,
}

impl Row {
    /// The text at that place.
    pub(crate) fn text(&self, index: usize) -> Option<Vec<u8>> {
        let text = self.values.get(index)?.get("string")?;
        Some(value::to_bytes(text))
    }

    /// All texts.
    pub(crate) fn texts(&self) -> impl Iterator<Item = Vec<u8>> + '_ {
        (0..self.values.len()).filter_map(|index| self.text(index))
    }
}

/// The program, running.
#[derive(Debug)]
pub(crate) struct Oracle {
    child: Child,
    input: Option<BufWriter<ChildStdin>>,
    output: BufReader<ChildStdout>,
}

impl Oracle {
    /// Starts it.
    ///
    /// # Panics
    /// When `.ci/peers` has not built it.
    pub(crate) fn start() -> Self {
        let mut command = peer::command("oracle");
        // Where the toolchain keeps modules.
        for name in [
            "HOME",
            "GOPATH",
            "GOMODCACHE",
            "GOCACHE",
            "GOPROXY",
            "GOFLAGS",
        ] {
            if let Some(setting) = std::env::var_os(name) {
                command.env(name, setting);
            }
        }
        let mut child = command
            .env("TZ", "UTC")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the oracle starts");
        Self {
            input: child.stdin.take().map(BufWriter::new),
            output: BufReader::new(child.stdout.take().expect("its output")),
            child,
        }
    }

    /// What the real thing says.
    pub(crate) fn ask(&mut self, question: &Question) -> Answer {
        let given = self.exchange(&json!({
            "operation": question.operation,
            "mode": question.mode,
            "text": value::bytes(&question.text),
            "second": value::bytes(&question.second),
            "value": question.value,
            "missing_key": question.missing_key,
        }));
        let text = |name: &str| given[name].as_str().unwrap_or_default().to_owned();
        Answer {
            output: value::to_bytes(&given["output"]),
            value: given["value"].clone(),
            error: text("error"),
            panic: text("panic"),
        }
    }

    /// The rows of the test files of a module, in one folder of it. `std` is Go's own library.
    pub(crate) fn cases(&mut self, module: &str, folder: &str) -> Vec<Row> {
        let sources: &Path = &workspace::repository().join("tests/conformance/oracle");
        let given = self.exchange(&json!({
            "operation": "cases",
            "text": value::bytes(module.as_bytes()),
            "second": value::bytes(folder.as_bytes()),
            "module": sources,
        }));
        assert_eq!(given["error"], "", "the cases of {module}");
        let rows = given["cases"].as_array().cloned().unwrap_or_default();
        rows.iter()
            .map(|row| Row {
                values: row["values"].as_array().cloned().unwrap_or_default(),
            })
            .collect()
    }

    fn exchange(&mut self, question: &Json) -> Json {
        let input = self.input.as_mut().expect("the oracle listens");
        serde_json::to_writer(&mut *input, question).expect("the question goes");
        input.write_all(b"\n").expect("the question goes");
        input.flush().expect("the question goes");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("an answer");
        assert!(!line.is_empty(), "the oracle died of {question}");
        serde_json::from_str(&line).unwrap_or_else(|error| {
            assert!(error.to_string().starts_with("recursion limit"), "{error}");
            json!({ "error": TOO_DEEP })
        })
    }
}

impl Drop for Oracle {
    fn drop(&mut self) {
        // Without input it ends.
        self.input = None;
        let _ = self.child.wait();
    }
}
