//! Workflow commands: the lines by which a step talks to the runner.

use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

use crate::report::disarm;

/// One workflow command. `Display` is its line, escaped as the toolkit's `command.ts` does, without a line end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    name: &'static str,
    properties: Vec<(&'static str, String)>,
    data: String,
}

impl Command {
    fn new(name: &'static str, data: impl Into<String>) -> Self {
        Self {
            name,
            properties: Vec::new(),
            data: data.into(),
        }
    }

    /// Keeps a value out of the log from now on.
    pub fn add_mask(value: impl Into<String>) -> Self {
        Self::new("add-mask", value)
    }

    /// Begins a fold of the log. Groups do not nest.
    pub fn group(title: impl AsRef<str>) -> Self {
        Self::new("group", disarm(title.as_ref()))
    }

    /// Ends it.
    pub fn end_group() -> Self {
        Self::new("endgroup", "")
    }

    /// An annotation: `error`, `warning` or `notice`.
    pub fn annotation(kind: AnnotationKind, message: impl AsRef<str>) -> Self {
        Self::new(kind.word(), disarm(message.as_ref()))
    }

    /// Adds a property. An empty value is left out, since the runner takes it for given.
    #[must_use]
    pub fn property(mut self, name: &'static str, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.properties.push((name, value));
        }
        self
    }
}

/// The runner's kinds of annotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnnotationKind {
    /// Red.
    Error,
    /// Yellow.
    Warning,
    /// Blue.
    Notice,
}

impl AnnotationKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

impl fmt::Display for Command {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "::{}", self.name)?;
        let mut separator = ' ';
        for (name, value) in &self.properties {
            write!(formatter, "{separator}{name}={}", escape_property(value))?;
            separator = ',';
        }
        write!(formatter, "::{}", escape_data(&self.data))
    }
}

/// What follows the second `::`.
fn escape_data(data: &str) -> String {
    data.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// A property's value.
fn escape_property(value: &str) -> String {
    escape_data(value).replace(':', "%3A").replace(',', "%2C")
}

/// A stretch of the log in which the runner obeys no command: between [`Fence::begin`] and [`Fence::end`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence(String);

impl Fence {
    /// A fence with a token that no text can know beforehand.
    pub fn random() -> Self {
        Self(random_token())
    }

    /// The line that begins it.
    pub fn begin(&self) -> String {
        format!("::stop-commands::{}", self.0)
    }

    /// The line that ends it.
    pub fn end(&self) -> String {
        format!("::{}::", self.0)
    }
}

/// Text as the runner may be given it on standard output: within a [`Fence`], each line disarmed besides.
pub fn fenced(text: &str) -> String {
    let fence = Fence::random();
    let mut lines = vec![fence.begin()];
    // `lines` keeps a carriage return, at which the runner ends a line too.
    lines.extend(text.trim_end().split(['\n', '\r']).map(disarm));
    lines.push(fence.end());
    lines.join("\n") + "\n"
}

/// 128 bits in hex, from the randomly keyed hashers of the standard library (their keys come from the operating
/// system). Fresh for every use.
pub(super) fn random_token() -> String {
    let half = || RandomState::new().build_hasher().finish();
    format!("chartwright-{:016x}{:016x}", half(), half())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_escaped_as_the_toolkit_does() {
        for (command, line) in [
            (Command::end_group(), "::endgroup::"),
            (Command::group("a: b, 100%"), "::group::a: b, 100%25"),
            (Command::add_mask("a\r\nb"), "::add-mask::a%0D%0Ab"),
            (
                Command::annotation(AnnotationKind::Error, "two\nlines: 100%")
                    .property("file", "a,b:c%.yaml")
                    .property("line", "4")
                    .property("title", ""),
                "::error file=a%2Cb%3Ac%25.yaml,line=4::two%0Alines: 100%25",
            ),
            (
                Command::annotation(AnnotationKind::Warning, "::error::x ##[group]"),
                "::warning::: :error::x # #[group]",
            ),
            (
                Command::annotation(AnnotationKind::Notice, "%0A::error::"),
                "::notice::%250A::error::",
            ),
        ] {
            assert_eq!(command.to_string(), line);
        }
    }

    #[test]
    fn a_command_is_always_one_line() {
        let hostile = "a\nb\rc::error::\n::x";
        let command =
            Command::annotation(AnnotationKind::Error, hostile).property("title", hostile);
        assert_eq!(command.to_string().lines().count(), 1);
        assert!(!command.to_string().contains('\r'));
    }

    #[test]
    fn fenced_text_gives_no_command() {
        let text = fenced("a: 1\n::error::x\r##[add-mask]y\n");
        let lines: Vec<&str> = text.lines().collect();
        let [begin, inner @ .., end] = lines.as_slice() else {
            panic!("{text}")
        };
        assert_eq!(
            begin.strip_prefix("::stop-commands::").unwrap(),
            end.trim_matches(':')
        );
        assert_eq!(inner.len(), 3);
        assert!(
            inner
                .iter()
                .all(|line| !line.starts_with("::") && !line.contains("##["))
        );
    }

    #[test]
    fn every_fence_is_another() {
        let (one, two) = (Fence::random(), Fence::random());
        assert_ne!(one, two);
        assert_eq!(
            one.begin().strip_prefix("::stop-commands::").unwrap(),
            one.end().trim_matches(':')
        );
    }
}
