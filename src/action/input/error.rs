//! Why an input's value cannot be read.

use super::reader::Source;
use crate::report::{Blame, Code, Explain, Note};

/// CW-INPUT-001.
pub const UNKNOWN_CHOICE: Code = Code::new(
    "CW-INPUT-001",
    Blame::Inputs,
    "an input has a value that it does not know",
    "use one of the values that the message lists",
);

/// CW-INPUT-002.
pub const NOT_A_BOOLEAN: Code = Code::new(
    "CW-INPUT-002",
    Blame::Inputs,
    "an input that is true or false is neither",
    "write `true` or `false`",
);

/// CW-INPUT-003.
pub const NOT_UNICODE: Code = Code::new(
    "CW-INPUT-003",
    Blame::Inputs,
    "an input is not Unicode text",
    "give the value in UTF-8",
);

/// CW-INPUT-004.
pub const NOT_ONE_LINE: Code = Code::new(
    "CW-INPUT-004",
    Blame::Inputs,
    "an input of one line has line ends or control characters",
    "give the value in one line",
);

/// The codes of reading inputs. Those of what inputs mean together belong to the commands.
pub const CODES: &[&Code] = &[&UNKNOWN_CHOICE, &NOT_A_BOOLEAN, &NOT_UNICODE, &NOT_ONE_LINE];

/// An input's value cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InputError {
    /// Not one of the words that it takes.
    #[error("`{input}` is `{}`, but takes only {}", value.escape_debug(), listed(allowed))]
    UnknownChoice {
        /// The input's name.
        input: &'static str,
        /// What was given.
        value: String,
        /// What it takes.
        allowed: &'static [&'static str],
        /// Where it was given.
        source_of_value: Source,
    },
    /// Not one of the toolkit's six spellings.
    #[error("`{input}` is `{}`, but takes only `true` or `false`", value.escape_debug())]
    NotBoolean {
        /// The input's name.
        input: &'static str,
        /// What was given.
        value: String,
        /// Where it was given.
        source_of_value: Source,
    },
    /// Bytes that are no text.
    #[error("`{input}` is not Unicode text")]
    NotUnicode {
        /// The input's name.
        input: &'static str,
        /// Where it was given.
        source_of_value: Source,
    },
    /// Line ends, or other control characters, where one line is meant.
    #[error("`{input}` is `{}`, but takes one line of text", value.escape_debug())]
    NotOneLine {
        /// The input's name.
        input: &'static str,
        /// What was given.
        value: String,
        /// Where it was given.
        source_of_value: Source,
    },
}

impl Explain for InputError {
    fn code(&self) -> &'static Code {
        match self {
            Self::UnknownChoice { .. } => &UNKNOWN_CHOICE,
            Self::NotBoolean { .. } => &NOT_A_BOOLEAN,
            Self::NotUnicode { .. } => &NOT_UNICODE,
            Self::NotOneLine { .. } => &NOT_ONE_LINE,
        }
    }

    fn help(&self) -> Option<String> {
        match self {
            Self::UnknownChoice { value, allowed, .. } => {
                nearest(value, allowed).map(|near| format!("did you mean `{near}`?"))
            }
            Self::NotBoolean { value, .. } => {
                boolean_for(value).map(|near| format!("did you mean `{near}`?"))
            }
            Self::NotUnicode { .. } | Self::NotOneLine { .. } => None,
        }
    }

    fn notes(&self) -> Vec<Note> {
        let (Self::UnknownChoice {
            source_of_value, ..
        }
        | Self::NotBoolean {
            source_of_value, ..
        }
        | Self::NotUnicode {
            source_of_value, ..
        }
        | Self::NotOneLine {
            source_of_value, ..
        }) = self;
        vec![Note::new("given by", source_of_value.to_string())]
    }
}

/// "`a`, `b` or `c`".
fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// The word that was probably meant: at most two slips away, and fewer than the word has letters.
fn nearest(value: &str, words: &'static [&'static str]) -> Option<&'static str> {
    let value = value.to_lowercase();
    words
        .iter()
        .map(|word| (strsim::damerau_levenshtein(&value, word), *word))
        .filter(|(distance, word)| *distance <= 2 && *distance < word.len())
        .min()
        .map(|(_, word)| word)
}

fn boolean_for(value: &str) -> Option<&'static str> {
    match value.to_lowercase().as_str() {
        "yes" | "y" | "on" | "1" | "t" | "true" => Some("true"),
        "no" | "n" | "off" | "0" | "f" | "false" => Some("false"),
        other => nearest(other, &["true", "false"]),
    }
}
