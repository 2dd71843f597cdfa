//! One observation of a run, and the trait by which a typed error becomes one.

use super::code::Code;
use super::place::Place;

/// How grave a finding is. The order is ascending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; never fails a run.
    Note,
    /// Should be looked at; fails a run under `lint: strict` only.
    Warning,
    /// Stops the run before anything is written.
    Error,
}

/// One observation: rendered as rustc-like text, annotation, JSON and Markdown from this one value.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Its stable reason code.
    pub code: &'static Code,
    /// How grave it is.
    pub severity: Severity,
    /// What is the matter, one sentence, no trailing full stop. Names things as the user wrote them.
    pub message: String,
    /// Where in a file, when it is in a file.
    pub place: Option<Place>,
    /// Further facts, each a line of its own below the source: `= label: text`.
    pub notes: Vec<Note>,
    /// What to do next.
    pub help: Option<String>,
    /// The line that `helm lint` prints for it; absent for findings of this project's own.
    pub helm: Option<String>,
}

/// A labelled fact below a finding, for example `at: oci://…` or `tag: v1.4.0 (3f2a91c)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// A word or two: `tag`, `at`, `cause`, `differs in`. `note` where nothing fits better.
    pub label: &'static str,
    /// The fact.
    pub text: String,
}

impl Note {
    /// A labelled fact.
    pub fn new(label: &'static str, text: impl Into<String>) -> Self {
        Self {
            label,
            text: text.into(),
        }
    }
}

impl Finding {
    /// A finding with a message and nothing else; its help is the code's own.
    pub fn new(code: &'static Code, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code,
            severity,
            message: message.into(),
            place: None,
            notes: Vec::new(),
            help: Some(code.help.to_string()).filter(|help| !help.is_empty()),
            helm: None,
        }
    }

    /// Places it in a file.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Adds a labelled fact.
    #[must_use]
    pub fn note(mut self, label: &'static str, text: impl Into<String>) -> Self {
        self.notes.push(Note::new(label, text));
        self
    }

    /// Replaces the code's general advice with a better one.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl Finding {
    /// The message and what follows it, a fact a line; without the help.
    pub(crate) fn prose(&self) -> String {
        let mut prose = self.message.clone();
        for note in &self.notes {
            prose.push('\n');
            if !note.label.is_empty() {
                prose.push_str(note.label);
                prose.push_str(": ");
            }
            prose.push_str(&note.text);
        }
        prose
    }
}

/// A typed error among others: for operations that several kinds of error can stop.
pub fn boxed<Error: Explain>(error: Error) -> Box<dyn Explain> {
    Box::new(error)
}

/// A typed error that can say what it is about and what to do next. `Display` is the message: what happened,
/// one sentence, naming the path, URL or input; the cause is a note (`Note::new("cause", …)`), never nested text.
pub trait Explain: std::error::Error + Send + Sync + 'static {
    /// The stable reason code.
    fn code(&self) -> &'static Code;

    /// Advice for this very case; the code's general help otherwise.
    fn help(&self) -> Option<String> {
        None
    }

    /// Where in a file.
    fn place(&self) -> Option<Place> {
        None
    }

    /// Further facts.
    fn notes(&self) -> Vec<Note> {
        Vec::new()
    }

    /// Whether what failed is certain to have written nothing where it was to write. What ends in between, or is not
    /// answered, may have.
    fn wrote_nothing(&self) -> bool {
        false
    }

    /// The finding that this error is. The only way an error reaches a person.
    fn finding(&self) -> Finding {
        let mut finding = Finding::new(self.code(), Severity::Error, self.to_string());
        if let Some(help) = self.help() {
            finding.help = Some(help);
        }
        finding.place = self.place();
        finding.notes = self.notes();
        finding
    }
}
