//! Go's `regexp`: RE2 syntax, with Go's errors and Go's meaning.

mod classes;
mod replace;
mod syntax;
mod text;
mod translate;

use std::sync::Arc;

use crate::budget::{Budget, Exhausted};
use syntax::{Expression, SyntaxError};
use text::Text;

/// The most bytes of the program of one expression.
const LARGEST_PROGRAM: usize = 64 << 20;

/// The most bytes of the program of an expression of the usual kind, which is compiled in no time.
const USUAL_PROGRAM: usize = 1 << 20;

/// What it costs to compile an expression, in steps: one of the usual kind, and a larger one.
const COMPILATION: (u64, u64) = (200, 500_000);

/// How many bytes of a text are looked at in the time of a step.
const BYTES_A_STEP: usize = 512;

/// How much stack compiling may take: the crate recurses over groups, of which 1,000 may be in each other.
const COMPILE_STACK: usize = 16 << 20;

/// Why an expression cannot be compiled: Go's words, "error parsing regexp: missing closing ]: `[a`".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("error parsing regexp: {0}")]
pub struct Error(pub String);

impl From<SyntaxError> for Error {
    fn from(error: SyntaxError) -> Self {
        Self(error.to_string())
    }
}

/// A compiled expression. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct Regexp {
    regex: regex::Regex,
    /// The names of the groups, the first group's first.
    names: Arc<[Option<String>]>,
    /// The expression is the empty text.
    empty: bool,
}

/// The places of the groups of a match, the whole match first.
struct Groups(regex::CaptureLocations);

impl Groups {
    /// The start and the end of a group that took part.
    fn get(&self, group: usize) -> Option<(usize, usize)> {
        self.0.get(group)
    }
}

impl Regexp {
    /// `regexp.Compile`. It costs much more than a match: what is used again is worth keeping.
    ///
    /// # Errors
    /// When the expression is not of RE2's syntax, or too large.
    pub fn new(expression: &str) -> Result<Self, Error> {
        Self::from_bytes(expression.as_bytes())
    }

    /// `regexp.Compile` of a string that may be no UTF-8, which is an error of its own.
    ///
    /// # Errors
    /// When the expression is not of RE2's syntax, or too large.
    pub fn from_bytes(expression: &[u8]) -> Result<Self, Error> {
        Self::compile(expression, LARGEST_PROGRAM)
    }

    /// [`Regexp::from_bytes`] on a budget: an expression may stand for a program much larger than itself.
    ///
    /// # Errors
    /// The outer error says that the budget is spent, the inner one what [`Regexp::from_bytes`] says.
    pub fn within(expression: &[u8], budget: &Budget) -> Result<Result<Self, Error>, Exhausted> {
        let (usual, large) = COMPILATION;
        budget.step(usual.saturating_add((expression.len() / BYTES_A_STEP) as u64))?;
        match Self::compile(expression, USUAL_PROGRAM) {
            Err(error) if error == too_large(expression) => {
                budget.step(large)?;
                budget.spend(LARGEST_PROGRAM as u64)?;
                Ok(Self::compile(expression, LARGEST_PROGRAM))
            }
            outcome => Ok(outcome),
        }
    }

    fn compile(expression: &[u8], largest: usize) -> Result<Self, Error> {
        let Expression { tree, names } = syntax::parse(expression)?;
        let translation = translate::translate(&tree).ok_or_else(|| too_large(expression))?;
        let compile = || {
            regex::RegexBuilder::new(&translation)
                .nest_limit(100_000)
                .size_limit(largest)
                .build()
        };
        let regex = if tree.height > 50 {
            stacker::maybe_grow(COMPILE_STACK, COMPILE_STACK, compile)
        } else {
            compile()
        };
        Ok(Self {
            regex: regex.map_err(|_| too_large(expression))?,
            names: names.into(),
            empty: expression.is_empty(),
        })
    }

    /// `Match`.
    #[must_use]
    pub fn is_match(&self, text: &[u8]) -> bool {
        let text = Text::new(text);
        // Where `\B` holds within a character only, the crate's `is_match` misses a match that its `find` finds.
        if self.regex.as_str().contains("\\B") {
            return self.regex.find(text.shown()).is_some();
        }
        self.regex.is_match(text.shown())
    }

    /// `FindString`: the first match.
    #[must_use]
    pub fn find<'t>(&self, text: &'t [u8]) -> Option<&'t [u8]> {
        let text = Text::new(text);
        let found = self.regex.find(text.shown())?;
        Some(text.between(found.start(), found.end()))
    }

    /// `FindAllString`: as many matches as `limit`, or all where it is negative.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn find_all<'t>(
        &self,
        text: &'t [u8],
        limit: i64,
        budget: &Budget,
    ) -> Result<Vec<&'t [u8]>, Exhausted> {
        let found = self.find_all_index(text, limit, budget)?.into_iter();
        Ok(found
            .map(|(start, end)| text.get(start..end).unwrap_or_default())
            .collect())
    }

    /// `FindAllIndex`: where the matches start and end; as many as `limit`, or all where it is negative.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn find_all_index(
        &self,
        text: &[u8],
        limit: i64,
        budget: &Budget,
    ) -> Result<Vec<(usize, usize)>, Exhausted> {
        let text = Text::new(text);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut found = Vec::new();
        let mut position = 0;
        let mut last_end = None;
        while found.len() < limit && position <= text.shown().len() {
            spend_search(&text, position, budget)?;
            let Some(next) = self.regex.find_at(text.shown(), position) else {
                break;
            };
            // An empty match right after another one does not count.
            let counts = next.end() != position || Some(next.start()) != last_end;
            position = if next.end() == position {
                position.saturating_add(text.width(position).max(1))
            } else {
                next.end()
            };
            last_end = Some(next.end());
            if counts {
                found.push((text.position(next.start()), text.position(next.end())));
            }
        }
        Ok(found)
    }

    /// `Split`: what is between the matches; as many texts as `limit`, or all where it is negative, or none.
    ///
    /// # Errors
    /// When the budget is spent.
    pub fn split<'t>(
        &self,
        text: &'t [u8],
        limit: i64,
        budget: &Budget,
    ) -> Result<Vec<&'t [u8]>, Exhausted> {
        if limit == 0 {
            return Ok(Vec::new());
        }
        if text.is_empty() && !self.empty {
            return Ok(vec![text]);
        }
        let most = usize::try_from(limit).ok();
        let mut parts = Vec::new();
        let (mut begin, mut end) = (0, 0);
        for (start, stop) in self.find_all_index(text, limit, budget)? {
            if most.is_some_and(|most| parts.len() >= most.saturating_sub(1)) {
                break;
            }
            end = start;
            if stop != 0 {
                parts.push(text.get(begin..end).unwrap_or_default());
            }
            begin = stop;
        }
        if end != text.len() {
            parts.push(text.get(begin..).unwrap_or_default());
        }
        Ok(parts)
    }

    /// Looks for a match from a place on.
    fn search(&self, text: &Text<'_>, position: usize, groups: &mut Groups) -> bool {
        self.regex
            .captures_read_at(&mut groups.0, text.shown(), position)
            .is_some()
    }

    fn groups(&self) -> Groups {
        Groups(self.regex.capture_locations())
    }

    /// The numbers of the groups of a name.
    fn named(&self, name: &[u8]) -> Vec<usize> {
        let named = |group: &Option<String>| group.as_ref().is_some_and(|it| it.as_bytes() == name);
        self.names
            .iter()
            .zip(1_usize..)
            .filter(|(group, _)| named(group))
            .map(|(_, number)| number)
            .collect()
    }
}

fn too_large(expression: &[u8]) -> Error {
    syntax::ErrorCode::Large.at(expression).into()
}

/// Spends what it takes at most to look for the next match: one that is found at once may still need a look at all the
/// rest, as with `.*x|a`.
fn spend_search(text: &Text<'_>, position: usize, budget: &Budget) -> Result<(), Exhausted> {
    let rest = text.shown().len().saturating_sub(position);
    budget.step((rest / BYTES_A_STEP) as u64 + 1)
}

/// `regexp.QuoteMeta`: an expression that matches just this text.
#[must_use]
pub fn quote_meta(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for byte in text {
        if b"\\.+*?()|[]{}^$".contains(byte) {
            out.push(b'\\');
        }
        out.push(*byte);
    }
    out
}

#[cfg(test)]
mod tests;
