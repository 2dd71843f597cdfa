//! templates/ (`lint/rules/template.go`).

mod list;
mod name;

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use super::message::Severity::{Error, Warning};
use super::objects::{Object, objects};
use super::{KubernetesVersion, Message, Rule, Severity, deprecation, rule};
use crate::chart::{Chart, File};
use crate::load::Errors;
use crate::schema::Violation;
use crate::yaml::Mark;
use gotemplate::strconv::quote;

const DIRECTORY: &str = "templates/";
/// What Go's `bufio.Scanner` takes for a line, its end included.
const MAX_LINE: usize = 64 << 10;

/// What came of rendering a chart for lint.
#[derive(Debug, Clone)]
pub enum Rendering {
    /// The dependencies could not be processed, or the values not be merged: Helm's lint says nothing of that.
    Silent,
    /// The values were refused (`ToRenderValues`): the schema speaks.
    Refused {
        /// Helm's words.
        text: String,
        /// What is wrong, one by one.
        violations: Vec<Violation>,
        /// What to do, when that is not to change values or schema.
        help: Option<String>,
    },
    /// A template failed, in Helm's words.
    Failed {
        /// The words.
        text: String,
        /// The template at fault and the place in it, when they are known.
        place: Option<(String, Mark)>,
    },
    /// The rendered templates by their names (`chart/templates/x.yaml`).
    Done(BTreeMap<String, Vec<u8>>),
}

pub(super) fn lint(
    directory: &Path,
    loaded: Result<&Chart, &Errors>,
    kubernetes: KubernetesVersion,
    render: &dyn Fn(&Chart) -> Rendering,
    messages: &mut Vec<Message>,
) {
    let path = directory.join("templates");
    match std::fs::metadata(&path) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return messages.push(of_all(&rule::TEMPLATES_DIRECTORY, "not a directory")),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let text = "directory does not exist";
            messages.push(Message::new(
                &rule::TEMPLATES_DIRECTORY,
                Warning,
                DIRECTORY,
                text,
            ));
            return;
        }
        Err(error) => {
            let path = std::path::absolute(&path).unwrap_or(path);
            let problem = match error.kind() {
                ErrorKind::PermissionDenied => "permission denied".to_owned(),
                ErrorKind::NotADirectory => "not a directory".to_owned(),
                _ => error.to_string(),
            };
            let text = format!("stat {}: {problem}", path.display());
            return messages.push(of_all(&rule::TEMPLATES_DIRECTORY, text));
        }
    }
    let chart = match loaded {
        Ok(chart) => chart,
        Err(errors) => return messages.push(of_all(&rule::CHART_LOADS, errors.to_string())),
    };
    let rendered = match render(chart) {
        Rendering::Silent => return,
        Rendering::Refused {
            text,
            violations,
            help,
        } => {
            let mut message = of_all(&rule::VALUES_SCHEMA, text);
            message.violations = violations;
            message.help = help;
            return messages.push(message);
        }
        Rendering::Failed { text, place } => {
            let mut message = of_all(&rule::TEMPLATES_RENDER, text);
            if let Some((file, mark)) = place {
                message.file = Some(file);
                message = message.at_mark(Some(mark));
            }
            return messages.push(message);
        }
        Rendering::Done(rendered) => rendered,
    };
    for template in &chart.templates {
        let name = format!("{}/{}", chart.name(), template.name);
        let text = rendered.get(&name).map_or(&[][..], Vec::as_slice);
        let mut checks = Checks {
            template,
            kubernetes,
            messages,
        };
        if !checks.run(text) {
            // A manifest that cannot be read ends the rule, as in Helm.
            return;
        }
    }
}

fn of_all(rule: &'static Rule, text: impl Into<String>) -> Message {
    Message::new(rule, Error, DIRECTORY, text)
}

/// The checks of one template.
struct Checks<'a> {
    template: &'a File,
    kubernetes: KubernetesVersion,
    messages: &'a mut Vec<Message>,
}

impl Checks<'_> {
    /// Whether all of the manifest could be read.
    fn run(&mut self, text: &[u8]) -> bool {
        let extension = extension(&self.template.name);
        if !matches!(extension, ".yaml" | ".yml" | ".tpl" | ".txt") {
            let text = format!(
                "file extension '{extension}' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt"
            );
            self.say(&rule::TEMPLATE_EXTENSION, Error, text);
        }
        let lower = extension.to_lowercase();
        if lower != ".yaml" && lower != ".yml" || is_blank(text) {
            return true;
        }
        if let Some(problem) = indent(text) {
            self.say(&rule::TEMPLATE_INDENT, Warning, problem);
        }
        for object in objects(text) {
            match object {
                Ok(object) => self.object(&object, text),
                Err(error) => {
                    let words = format!("unable to parse YAML: {}", error.text);
                    self.say(&rule::TEMPLATE_PARSES, Error, words);
                    self.in_manifest(error.mark.map(|mark| mark.line), text);
                    return false;
                }
            }
        }
        true
    }

    fn object(&mut self, object: &Object, manifest: &[u8]) {
        let line = Some(object.line).filter(|line| *line > 0);
        if let Some(problem) = name::problem(object) {
            self.say(&rule::OBJECT_NAME, Warning, problem);
            self.in_manifest(line, manifest);
        }
        if let Some(text) = deprecation::warning(&object.api_version, &object.kind, self.kubernetes)
        {
            self.say(&rule::DEPRECATION, Warning, text);
            self.in_manifest(line, manifest);
        }
        let selects = matches!(
            object.kind.as_str(),
            "Deployment" | "ReplicaSet" | "DaemonSet" | "StatefulSet"
        );
        // Helm looks for the words anywhere in the file.
        if selects
            && !contains(manifest, b"matchLabels")
            && !contains(manifest, b"matchExpressions")
        {
            let text = format!(
                "a {} must contain matchLabels or matchExpressions, and {} does not",
                object.kind,
                quote(object.name.as_bytes())
            );
            self.say(&rule::MATCH_SELECTOR, Error, text);
            self.in_manifest(line, manifest);
        }
        if object.kind == "List"
            && let Err(problem) = list::check(manifest)
        {
            let rule = match problem {
                list::Problem::Policy => &rule::LIST_POLICY,
                list::Problem::Unreadable(_) => &rule::TEMPLATE_PARSES,
            };
            self.say(rule, Error, problem.to_string());
            self.in_manifest(line, manifest);
        }
    }

    fn say(&mut self, rule: &'static Rule, severity: Severity, text: String) {
        self.messages
            .push(Message::new(rule, severity, &self.template.name, text));
    }

    /// Notes on which line of the rendered manifest the last message's object stands.
    fn in_manifest(&mut self, line: Option<usize>, manifest: &[u8]) {
        if let (Some(message), Some(line)) = (self.messages.last_mut(), line) {
            let text = manifest
                .split(|byte| *byte == b'\n')
                .nth(line.saturating_sub(1));
            message.manifest_line = Some(line);
            message.manifest_text = text.map(|text| String::from_utf8_lossy(text).into_owned());
        }
    }
}

/// What is wrong with the start of a manifest (`validateTopIndentLevel`).
fn indent(text: &[u8]) -> Option<String> {
    for line in text.split(|byte| *byte == b'\n') {
        if line.len() >= MAX_LINE {
            return Some("bufio.Scanner: token too long".to_owned());
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if is_blank(line) {
            continue;
        }
        let is_indented = line.starts_with(b" ") || line.starts_with(b"\t");
        return is_indented.then(|| illegal(line));
    }
    None
}

fn illegal(line: &[u8]) -> String {
    format!(
        "document starts with an illegal indent: {}, which may cause parsing problems",
        quote(line)
    )
}

/// Go's `filepath.Ext`.
fn extension(name: &str) -> &str {
    let base = name.rsplit('/').next().unwrap_or_default();
    base.rfind('.')
        .and_then(|dot| base.get(dot..))
        .unwrap_or_default()
}

fn is_blank(text: &[u8]) -> bool {
    match std::str::from_utf8(text) {
        Ok(text) => text.trim().is_empty(),
        Err(_) => false,
    }
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    memchr::memmem::find(text, word).is_some()
}

#[cfg(test)]
mod tests;
