//! The tree of what is wrong with a value, and how it is printed (`output.go`).

use std::fmt;

use super::kind::Kind;
use super::location::{append, encode};
use super::words::quoted;

/// Printed texts end here: trees of a hostile schema could fill the memory.
const MAX_TEXT: usize = 16 << 20;

/// What is wrong with a value, and why.
#[derive(Debug)]
pub struct Invalid {
    /// The schema that it failed.
    pub(super) schema: String,
    /// Where the value stands: a JSON pointer.
    pub(super) instance: Vec<u8>,
    pub(super) kind: Box<Kind>,
    pub(super) causes: Vec<Invalid>,
}

/// One thing that is wrong, as data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Where the value stands: a JSON pointer into the values, empty for the values as a whole.
    pub instance: String,
    /// The keyword of the schema that it failed: a URL with a JSON pointer as its fragment.
    pub keyword: String,
    /// What is wrong: `got number, want string`.
    pub message: String,
}

impl Invalid {
    pub(super) fn silent() -> Self {
        Self {
            schema: String::new(),
            instance: Vec::new(),
            kind: Box::new(Kind::Silent),
            causes: Vec::new(),
        }
    }

    /// The things at the ends of the tree, in its order.
    #[must_use]
    pub fn violations(&self) -> Vec<Violation> {
        let mut violations = Vec::new();
        let mut pending = vec![self];
        while let Some(error) = pending.pop() {
            if error.causes.is_empty() {
                violations.push(Violation {
                    instance: String::from_utf8_lossy(&error.instance).into_owned(),
                    keyword: error.keyword_location(),
                    message: error.kind.to_string(),
                });
            }
            pending.extend(error.causes.iter().rev());
        }
        violations
    }

    fn keyword_location(&self) -> String {
        if let Kind::Reference { url, .. } = self.kind.as_ref() {
            return url.clone();
        }
        let mut path = Vec::new();
        for token in self.kind.keyword_path() {
            append(&mut path, token);
        }
        format!("{}{}", self.schema, encode(&path))
    }

    /// Whether it only says that what the schema refers to failed, for one reason.
    fn is_skipped(&self) -> bool {
        matches!(*self.kind, Kind::Reference { .. }) && self.causes.len() == 1
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut written = 0;
        let mut pending = vec![(self, 0)];
        while let Some((error, mut indent)) = pending.pop() {
            if !error.is_skipped() {
                let mut line = String::new();
                if indent > 0 {
                    line.push('\n');
                    line.push_str(&"  ".repeat(indent - 1));
                    line.push_str("- ");
                }
                indent += 1;
                if !matches!(*error.kind, Kind::Schema { .. }) {
                    line.push_str(&format!("at {}: ", quoted(&error.instance)));
                }
                line.push_str(&error.kind.to_string());
                written += line.len();
                if written > MAX_TEXT {
                    return out.write_str("\n- and more");
                }
                out.write_str(&line)?;
            }
            pending.extend(error.causes.iter().rev().map(|cause| (cause, indent)));
        }
        Ok(())
    }
}

impl Drop for Invalid {
    /// A tree can be deeper than the stack.
    fn drop(&mut self) {
        let mut pending = std::mem::take(&mut self.causes);
        while let Some(mut error) = pending.pop() {
            pending.append(&mut error.causes);
        }
    }
}
