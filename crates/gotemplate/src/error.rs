//! Errors, each with Go's words and its place.

use std::fmt;

use crate::budget::Exhausted;
use crate::stack;

/// A place in a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The template's parse name: the file.
    pub template: String,
    /// The line, from 1.
    pub line: usize,
    /// The column as Go gives it: in bytes, **from 0**. Parse errors have none.
    pub column: Option<usize>,
}

impl fmt::Display for Position {
    /// `name:line` or `name:line:column`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}:{}", self.template, self.line)?;
        match self.column {
            Some(column) => write!(out, ":{column}"),
            None => Ok(()),
        }
    }
}

/// A template that cannot be parsed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("template: {position}: {message}")]
pub struct ParseError {
    /// Where.
    pub position: Position,
    /// Go's words, without the place.
    pub message: String,
}

/// A template that cannot be executed. It shows as Go's error does, to the letter.
#[derive(Debug, Clone)]
pub enum ExecuteError {
    /// There is no such template: `template: no template "x" associated with template "y"`.
    NoTemplate {
        /// The one asked for.
        name: String,
        /// Go's word for who was asked.
        asked: String,
    },
    /// Something about a template as a whole: `template: x: "x" is an incomplete or empty template`.
    Template {
        /// The template.
        name: String,
        /// Go's words.
        message: String,
    },
    /// A step failed: `template: file:1:2: executing "name" at <context>: message`.
    At(Box<Failure>),
}

/// A step of a template that failed. Templates that call each other nest failures thousands deep, so that its `Clone`,
/// `Debug` and `Drop` take care of the stack.
pub struct Failure {
    /// Where.
    pub position: Position,
    /// The template (a `define`'s name, or the file) that was executing.
    pub executing: String,
    /// The node as Go prints it: `.Values.a.b`.
    pub context: String,
    /// Go's words up to the cause: `error calling include: `, or all of them.
    pub message: String,
    /// The function's error, whose words come after `message`.
    pub cause: Option<FunctionError>,
    /// Where a field was not found: what the template asked for, for help with a near miss.
    pub missing: Option<Missing>,
}

impl Failure {
    /// Takes the error of the template that was called out of this one.
    fn take_inner(&mut self) -> Option<Box<Self>> {
        match self.cause.take() {
            Some(FunctionError::Execute {
                source: ExecuteError::At(inner),
                ..
            }) => Some(inner),
            other => {
                self.cause = other;
                None
            }
        }
    }
}

impl Clone for Failure {
    fn clone(&self) -> Self {
        stack::grow(|| Self {
            position: self.position.clone(),
            executing: self.executing.clone(),
            context: self.context.clone(),
            message: self.message.clone(),
            cause: self.cause.clone(),
            missing: self.missing.clone(),
        })
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        stack::grow(|| {
            out.debug_struct("Failure")
                .field("position", &self.position)
                .field("executing", &self.executing)
                .field("context", &self.context)
                .field("message", &self.message)
                .field("cause", &self.cause)
                .field("missing", &self.missing)
                .finish()
        })
    }
}

impl Drop for Failure {
    fn drop(&mut self) {
        let mut next = self.take_inner();
        while let Some(mut failure) = next {
            next = failure.take_inner();
        }
    }
}

/// A field that was not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The whole path as the template has it: `.Values.image.repo`, or with a variable `$x.a.b`.
    pub path: Vec<String>,
    /// How many of its parts could be followed; the next one was not there.
    pub followed: usize,
    /// How many of its parts lead to the nil that has no fields: 0 is `.`, what the path starts from. `None` where
    /// something was there, but nothing that has such a field.
    pub nil: Option<usize>,
    /// The keys that stand where the missing one was looked for.
    pub siblings: Vec<String>,
}

impl ExecuteError {
    /// The limit that was reached, when that is what ended the run.
    #[must_use]
    pub fn exhausted(&self) -> Option<Exhausted> {
        let mut error = self;
        loop {
            let Self::At(failure) = error else {
                return None;
            };
            match &failure.cause {
                Some(FunctionError::Execute { source, .. }) => error = source,
                Some(FunctionError::Exhausted(exhausted)) => return Some(*exhausted),
                _ => return None,
            }
        }
    }

    /// Its words up to those of the template that it called, of which `template: ` alone is left: what is asked of each
    /// of many errors in a chain must not be written out for each.
    #[must_use]
    pub fn own_words(&self) -> String {
        struct Own<'a>(&'a ExecuteError);
        impl fmt::Display for Own<'_> {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.0.write_one(out)? {
                    Some(_) => out.write_str("template: "),
                    None => Ok(()),
                }
            }
        }
        Own(self).to_string()
    }

    /// Its words without those of another template's error behind them, and that error.
    fn write_one(&self, out: &mut fmt::Formatter<'_>) -> Result<Option<&Self>, fmt::Error> {
        match self {
            Self::NoTemplate { name, asked } => write!(
                out,
                "template: no template {} associated with template {}",
                crate::strconv::quote(name.as_bytes()),
                crate::strconv::quote(asked.as_bytes())
            )?,
            Self::Template { name, message } => write!(out, "template: {name}: {message}")?,
            Self::At(failure) => {
                write!(
                    out,
                    "template: {}: executing {} at <{}>: {}",
                    failure.position,
                    crate::strconv::quote(failure.executing.as_bytes()),
                    failure.context,
                    failure.message
                )?;
                match &failure.cause {
                    Some(FunctionError::Execute { prefix, source }) => {
                        out.write_str(prefix)?;
                        return Ok(Some(source));
                    }
                    Some(cause) => write!(out, "{cause}")?,
                    None => {}
                }
            }
        }
        Ok(None)
    }
}

impl fmt::Display for ExecuteError {
    /// Templates that call each other nest errors thousands deep: they are written one after another.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut next = Some(self);
        while let Some(error) = next {
            next = error.write_one(out)?;
        }
        Ok(())
    }
}

impl std::error::Error for ExecuteError {}

/// Why a function failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum FunctionError {
    /// Its own words.
    #[error("{0}")]
    Message(String),
    /// A template that it executed failed; `prefix` comes before that error's words.
    #[error("{prefix}{source}")]
    Execute {
        /// Words of the function itself: `error during tpl function execution for "…": `.
        prefix: String,
        /// The template's error.
        source: ExecuteError,
    },
    /// A template that it parsed failed.
    #[error("{prefix}{source}")]
    Parse {
        /// Words of the function itself: `cannot parse template "…": `.
        prefix: String,
        /// The template's error.
        source: ParseError,
    },
    /// Words that the caller of the templates knows by a mark of his own.
    #[error("{message}")]
    Marked {
        /// The mark.
        mark: &'static str,
        /// The words, as Go would show them.
        message: String,
    },
    /// A limit was reached.
    #[error(transparent)]
    Exhausted(#[from] Exhausted),
}

impl From<String> for FunctionError {
    fn from(message: String) -> Self {
        Self::Message(message)
    }
}

impl From<&str> for FunctionError {
    fn from(message: &str) -> Self {
        Self::Message(message.to_owned())
    }
}
