//! One path: the chart there, linted with every set of values that is asked for.

use std::collections::HashMap;

use camino::{Utf8Path, Utf8PathBuf};
use gotemplate::Map;
use helm::lint::{RunOptions, path as paths};
use helm::load::{ExpandError, expand};
use helm::values::{ReadError, ValuesError};

use super::error::NotLinted;
use super::helm::Block;
use super::inputs::LintInputs;
use crate::chart::{self, read_values_file, rehearsal};
use crate::report::Finding;

/// What came of one path.
#[derive(Debug)]
pub(super) struct Answer {
    /// What Helm says: once, and once more for each of the values for CI.
    pub(super) blocks: Vec<Block>,
    /// What this program says.
    pub(super) findings: Vec<Finding>,
}

/// The files that the user's values come from, as they were read once: standard input has no second time.
pub(super) type Files = HashMap<String, Vec<u8>>;

/// What all charts of a call have in common.
pub(super) struct Call<'a> {
    pub(super) inputs: &'a LintInputs,
    pub(super) files: Files,
    pub(super) working_directory: Utf8PathBuf,
}

impl Call<'_> {
    /// The user's values, with a file of values between.
    fn values(&self, ci: Option<&Utf8Path>) -> Result<Map, ValuesError> {
        let mut options = self.inputs.values.clone();
        options.value_files.extend(ci.map(Utf8Path::to_string));
        options.merge(&|name| match self.files.get(name) {
            Some(bytes) => Ok(bytes.clone()),
            None => read_values_file(name),
        })
    }

    /// The answer to one path, with values of its own.
    pub(super) fn lint(&self, path: &str) -> Answer {
        match self.values(None) {
            Ok(user) => self.lint_with(path, &user),
            // They were read before.
            Err(error) => stopped(path, &NotLinted::NoChart(error.to_string())),
        }
    }

    /// The answer to one path. Tables of `user` take on the chart's defaults.
    pub(super) fn lint_with(&self, path: &str, user: &Map) -> Answer {
        if !paths::is_package(path) {
            if let Some(problem) = paths::chartfile_problem(path) {
                let problem = if Utf8Path::new(path).exists() {
                    NotLinted::NoChart(problem)
                } else {
                    NotLinted::Nothing(problem)
                };
                return stopped(path, &problem);
            }
            let directory = paths::absolute(self.working_directory.as_std_path(), path);
            return self.directory(path, Utf8Path::new(&directory), user);
        }
        let unpacked = match unpack(path) {
            Ok(unpacked) => unpacked,
            Err(problem) => return stopped(path, &problem),
        };
        if let Some(problem) = paths::chartfile_problem(unpacked.chart.as_str()) {
            return stopped(path, &NotLinted::NoChart(problem));
        }
        self.directory(path, &unpacked.chart, user)
    }

    fn directory(&self, path: &str, directory: &Utf8Path, user: &Map) -> Answer {
        let mut answer = Answer {
            blocks: Vec::new(),
            findings: Vec::new(),
        };
        self.run(path, directory, None, user, &mut answer);
        if !self.inputs.ci_values {
            return answer;
        }
        for name in ci_values(directory) {
            let file = directory.join(&name);
            match self.values(Some(&file)) {
                Ok(user) => self.run(path, directory, Some(name), &user, &mut answer),
                Err(source) => {
                    let problem = NotLinted::CiValues {
                        file: Utf8Path::new(path).join(&name).into_string(),
                        source: Box::new(source),
                    };
                    answer.findings.push(problem.finding(path));
                    let block = Block::problem(path, Some(name), problem.to_string());
                    answer.blocks.push(block);
                }
            }
        }
        answer
    }

    /// One lint; what it finds and those before did not find is added.
    fn run(
        &self,
        path: &str,
        directory: &Utf8Path,
        values: Option<String>,
        user: &Map,
        answer: &mut Answer,
    ) {
        let options = RunOptions {
            capabilities: self.inputs.capabilities.clone(),
            namespace: self.inputs.namespace.clone(),
            skip_schema_validation: self.inputs.skip_schema_validation,
            schemas: chart::schemas(),
            limits: self.inputs.limits,
            sources: rehearsal(),
        };
        let linted = chart::lint(
            directory,
            Utf8Path::new(path),
            user,
            &options,
            self.inputs.mode,
        );
        let told = answer.findings.len();
        for mut finding in linted.findings {
            let is_known = answer.findings.iter().take(told).any(|known| {
                known.code == finding.code
                    && known.message == finding.message
                    && known.place == finding.place
                    && finding.notes.iter().all(|note| known.notes.contains(note))
            });
            if is_known {
                continue;
            }
            if let Some(values) = &values {
                finding = finding.note("values", values.as_str());
            }
            answer.findings.push(finding);
        }
        answer
            .blocks
            .push(Block::of(path, values, &linted.messages));
    }
}

fn stopped(path: &str, problem: &NotLinted) -> Answer {
    Answer {
        blocks: vec![Block::problem(path, None, problem.to_string())],
        findings: vec![problem.finding(path)],
    }
}

/// A package's files on the disk, until this is dropped.
struct Unpacked {
    chart: Utf8PathBuf,
    _directory: tempfile::TempDir,
}

fn unpack(path: &str) -> Result<Unpacked, NotLinted> {
    let bytes = paths::read_package(path).map_err(|words| {
        if Utf8Path::new(path).exists() {
            NotLinted::Package(words)
        } else {
            NotLinted::Nothing(words)
        }
    })?;
    let no_room = |error: std::io::Error| {
        NotLinted::NoRoom(format!(
            "unable to create temp dir to extract tarball: {error}"
        ))
    };
    let directory = tempfile::Builder::new()
        .prefix("helm-lint")
        .tempdir()
        .map_err(no_room)?;
    let chart = expand(&bytes, directory.path()).map_err(|error| {
        let words = format!("unable to extract tarball: {error}");
        match error {
            ExpandError::Write { .. } => NotLinted::NoRoom(words),
            _ => NotLinted::Package(words),
        }
    })?;
    match Utf8PathBuf::from_path_buf(chart) {
        Ok(chart) => Ok(Unpacked {
            chart,
            _directory: directory,
        }),
        Err(path) => Err(NotLinted::NoRoom(format!("{} is no text", path.display()))),
    }
}

/// The files of values for CI that a chart holds, as the chart-testing tool finds them: `ci/*-values.yaml`.
fn ci_values(directory: &Utf8Path) -> Vec<String> {
    let Ok(entries) = directory.join("ci").read_dir_utf8() else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_owned())
        .filter(|name| name.ends_with("-values.yaml"))
        .map(|name| format!("ci/{name}"))
        .collect();
    names.sort();
    names
}

/// Reads the user's values once, and keeps their files for every chart.
pub(super) fn read_values(inputs: &LintInputs) -> Result<(Map, Files), ValuesError> {
    let files = std::cell::RefCell::new(Files::new());
    let read = |name: &str| -> Result<Vec<u8>, ReadError> {
        if let Some(bytes) = files.borrow().get(name) {
            return Ok(bytes.clone());
        }
        let bytes = read_values_file(name)?;
        files.borrow_mut().insert(name.to_owned(), bytes.clone());
        Ok(bytes)
    };
    let user = inputs.values.merge(&read)?;
    Ok((user, files.into_inner()))
}
