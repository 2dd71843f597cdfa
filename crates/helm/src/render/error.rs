//! Errors of the engine, in Helm's words (`pkg/engine/engine.go:cleanupParseError`, `reformatExecErrorMsg`).

use std::fmt;

use gotemplate::error::{Failure, Missing};
use gotemplate::{ExecuteError, Exhausted, FunctionError, ParseError, Position};

/// The words around a message of `required` or `fail`, by which Helm knows it again.
pub(super) const WARNING_START: &str = "HELM_ERR_START";
pub(super) const WARNING_END: &str = "HELM_ERR_END";

/// A template that cannot be parsed or executed. It shows as Helm shows it.
#[derive(Debug, Clone)]
pub struct RenderError {
    /// The template that Helm was at.
    pub template: String,
    source: Source,
}

/// What went wrong.
#[derive(Debug, Clone)]
pub(super) enum Source {
    /// It cannot be parsed.
    Parse(ParseError),
    /// It cannot be executed.
    Execute(ExecuteError),
}

/// A step on the way to an error: the template's own, then what it includes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Where.
    pub position: Position,
    /// The template or definition that was executing; nothing for a parse error.
    pub executing: Option<String>,
    /// The node, as Go prints it; nothing for a parse error.
    pub context: Option<String>,
}

impl RenderError {
    pub(super) fn new(template: &str, source: Source) -> Self {
        Self {
            template: template.to_owned(),
            source,
        }
    }

    /// The way to the error, from the template to the innermost definition.
    #[must_use]
    pub fn frames(&self) -> Vec<Frame> {
        match &self.source {
            Source::Parse(error) => vec![Frame {
                position: error.position.clone(),
                executing: None,
                context: None,
            }],
            Source::Execute(error) => {
                let mut frames = Vec::new();
                walk(error, &mut |failure| {
                    frames.push(Frame {
                        position: failure.position.clone(),
                        executing: Some(failure.executing.clone()),
                        context: Some(failure.context.clone()),
                    });
                });
                frames
            }
        }
    }

    /// The field that was not there, when that is what went wrong.
    #[must_use]
    pub fn missing(&self) -> Option<Missing> {
        let mut missing = None;
        if let Source::Execute(error) = &self.source {
            walk(error, &mut |failure| missing.clone_from(&failure.missing));
        }
        missing
    }

    /// The limit that was reached, when that is what ended the run.
    #[must_use]
    pub fn exhausted(&self) -> Option<Exhausted> {
        match &self.source {
            Source::Parse(_) => None,
            Source::Execute(error) => error.exhausted(),
        }
    }

    /// What is wrong, without the way to it.
    #[must_use]
    pub fn message(&self) -> String {
        match &self.source {
            Source::Parse(error) => error.message.clone(),
            Source::Execute(error) => match warning(&error.to_string()) {
                Some(message) => message,
                None => innermost(error),
            },
        }
    }

    /// The message of the chart's own `required` or `fail`, when that is what went wrong.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        match &self.source {
            Source::Parse(_) => None,
            Source::Execute(error) => warning(&error.to_string()),
        }
    }
}

/// Visits the failures from the outermost to the innermost.
fn walk(error: &ExecuteError, visit: &mut impl FnMut(&Failure)) {
    let mut next = Some(error);
    while let Some(error) = next.take() {
        if let ExecuteError::At(failure) = error {
            visit(failure);
            if let Some(FunctionError::Execute { source, .. }) = &failure.cause {
                next = Some(source);
            }
        }
    }
}

fn innermost(error: &ExecuteError) -> String {
    let mut message = error.to_string();
    walk(error, &mut |failure| {
        message = match &failure.cause {
            Some(cause) => format!("{}{cause}", failure.message),
            None => failure.message.clone(),
        };
    });
    message
}

/// What stands between the marks of `required` and `fail`: from the first start to the last end.
fn warning(text: &str) -> Option<String> {
    let (_, rest) = text.split_once(WARNING_START)?;
    let (message, _) = rest.rsplit_once(WARNING_END)?;
    Some(message.to_owned())
}

impl fmt::Display for RenderError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Parse(error) => parse_words(&error.to_string(), out),
            Source::Execute(error) => out.write_str(&execute_words(error)),
        }
    }
}

impl std::error::Error for RenderError {}

/// `parse error at (file:line): message`, where Helm takes for the message what follows the last `: `.
fn parse_words(text: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    let location = text.split(": ").nth(1).unwrap_or_default();
    let message = text.rsplit(": ").next().unwrap_or_default();
    write!(out, "parse error at ({location}): {message}")
}

fn execute_words(error: &ExecuteError) -> String {
    let text = error.to_string();
    if matches!(error, ExecuteError::NoTemplate { .. }) {
        return text;
    }
    let mut tokens = text.splitn(3, ": ").skip(1);
    if let (Some(location), Some(rest)) = (tokens.next(), tokens.next())
        && let Some(message) = warning(rest)
    {
        return format!("execution error at ({location}): {message}");
    }
    let mut shown = Vec::new();
    let mut next = Some(error);
    while let Some(error) = next.take() {
        // A chain may be 10,000 errors long: most say who they are before the next one begins.
        let Some(traceable) =
            Traceable::first(&error.own_words()).or_else(|| Traceable::parse(&error.to_string()))
        else {
            return text;
        };
        if shown.last() != Some(&traceable) {
            shown.push(traceable);
        }
        let ExecuteError::At(failure) = error else {
            continue;
        };
        match &failure.cause {
            None => {}
            // The error of an included template stands there itself.
            Some(FunctionError::Execute { prefix, source }) if prefix.is_empty() => {
                next = Some(source);
            }
            // Helm wants every error in the chain to begin with `template: `, and gives up where one does not.
            Some(cause) => match Traceable::parse(&cause.to_string()) {
                Some(traceable) if shown.last() != Some(&traceable) => shown.push(traceable),
                Some(_) => {}
                None => return text,
            },
        }
    }
    let words: String = shown.iter().map(ToString::to_string).collect();
    words.trim().to_owned()
}

/// Helm's `TraceableError`: one step of the way.
#[derive(Debug, PartialEq, Eq)]
struct Traceable {
    location: String,
    executing: String,
    message: String,
}

impl Traceable {
    /// `parseTemplateExecErrorString`
    fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("template: ")?;
        if rest.starts_with("no template ") {
            return Some(Self {
                location: String::new(),
                executing: String::new(),
                message: text.to_owned(),
            });
        }
        Self::executing(rest).or_else(|| Self::simple(rest))
    }

    /// [`Traceable::parse`] of the beginning of an error's words, where it holds all that counts.
    fn first(words: &str) -> Option<Self> {
        let rest = words.strip_prefix("template: ")?;
        if rest.starts_with("no template ") || !words.ends_with(" template: ") {
            return None;
        }
        Self::executing(rest)
    }

    /// `<template>: executing "<name>" at <<node>>: <message>`
    fn executing(rest: &str) -> Option<Self> {
        let (location, after) = rest.split_once(": executing ")?;
        let (name, after) = after.strip_prefix('"')?.split_once('"')?;
        let (node, message) = after.strip_prefix(" at <")?.split_once(">: ")?;
        Some(Self {
            location: location.to_owned(),
            executing: format!("executing \"{name}\" at <{node}>:"),
            message: without_chain(message),
        })
    }

    /// `<template>: <message>`
    fn simple(rest: &str) -> Option<Self> {
        let (location, message) = rest.rsplit_once(": ")?;
        Some(Self {
            location: location.to_owned(),
            executing: String::new(),
            message: without_chain(message),
        })
    }
}

/// What stands before the next error of the chain.
fn without_chain(message: &str) -> String {
    message
        .split_once(" template:")
        .map_or(message, |(before, _)| before)
        .to_owned()
}

impl fmt::Display for Traceable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.location.is_empty() {
            write!(out, "{}\n  ", self.location)?;
        }
        if !self.executing.is_empty() {
            write!(out, "{}\n    ", self.executing)?;
        }
        if !self.message.is_empty() {
            writeln!(out, "{}", self.message)?;
        }
        Ok(())
    }
}
