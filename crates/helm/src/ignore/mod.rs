//! `.helmignore`: which files of a directory are not part of the chart (Helm's `pkg/ignore/rules.go`).
//!
//! It looks like `.gitignore` and is not: the first rule that says "ignore" wins, and `!pattern` ignores everything
//! that does **not** match.

mod glob;

use glob::{BadPattern, matches};

/// The name of the file that holds the rules.
pub const FILE_NAME: &str = ".helmignore";

/// The rule that Helm adds to every chart's own.
const DEFAULT_RULE: &[u8] = b"templates/.?*";

/// Longer lines fail in Helm too (`bufio.MaxScanTokenSize`).
const MAX_LINE: usize = 64 * 1024;

/// Whether a path fits a pattern (Go's `filepath.Match`); a pattern that is none fits nothing.
pub(crate) fn path_matches(pattern: &[u8], path: &[u8]) -> bool {
    matches(pattern, path).unwrap_or_default()
}

/// The rules of one chart, in the order in which they stand.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    rules: Vec<Rule>,
}

/// Why the rules cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct RuleError {
    /// The line, from 1.
    pub line: usize,
    /// The line's text.
    pub text: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// What is wrong with a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// `**`, which Helm does not know.
    #[error("double-star (**) syntax is not supported")]
    DoubleStar,
    /// A pattern that does not compile.
    #[error("syntax error in pattern")]
    Pattern,
    /// A line of 64 KiB or more.
    #[error("bufio.Scanner: token too long")]
    TooLong,
}

#[derive(Debug, Clone)]
struct Rule {
    pattern: Vec<u8>,
    negated: bool,
    directories_only: bool,
    against: Against,
}

/// What a pattern is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Against {
    /// The path relative to the chart.
    Path,
    /// The last part of it.
    Name,
}

impl Rules {
    /// Reads a `.helmignore` and adds Helm's default rule after it.
    pub fn parse(text: &[u8]) -> Result<Self, RuleError> {
        let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let mut rules = Vec::new();
        for (index, line) in text.split(|byte| *byte == b'\n').enumerate() {
            let error = |reason| RuleError {
                line: index + 1,
                text: String::from_utf8_lossy(trimmed(line)).into_owned(),
                reason,
            };
            if line.len() >= MAX_LINE {
                return Err(error(Reason::TooLong));
            }
            rules.extend(parse_rule(line).map_err(error)?);
        }
        Ok(Self::with_default(rules))
    }

    fn with_default(mut rules: Vec<Rule>) -> Self {
        rules.extend(parse_rule(DEFAULT_RULE).ok().flatten());
        Self { rules }
    }

    /// The rules of a chart that has no `.helmignore`: Helm's default rule alone.
    pub fn helm_default() -> Self {
        Self::with_default(Vec::new())
    }

    /// Whether the chart leaves out this file or directory, and all that is in it. `path` is relative to the chart,
    /// with `/` between its parts.
    pub fn ignores(&self, path: &[u8], is_directory: bool) -> bool {
        if matches!(path, b"" | b"." | b"./") {
            return false;
        }
        for rule in &self.rules {
            let excluded = rule.directories_only && !is_directory;
            if rule.negated {
                if excluded || !rule.matches(path) {
                    return true;
                }
            } else if !excluded && rule.matches(path) {
                return true;
            }
        }
        false
    }
}

impl Rule {
    fn matches(&self, path: &[u8]) -> bool {
        let subject = match self.against {
            Against::Path => path,
            Against::Name => path.rsplit(|byte| *byte == b'/').next().unwrap_or_default(),
        };
        matches(&self.pattern, subject).unwrap_or(false)
    }
}

fn trimmed(line: &[u8]) -> &[u8] {
    std::str::from_utf8(line).map_or(line.trim_ascii(), |text| text.trim().as_bytes())
}

fn parse_rule(line: &[u8]) -> Result<Option<Rule>, Reason> {
    let rule = trimmed(line);
    if rule.is_empty() || rule.starts_with(b"#") {
        return Ok(None);
    }
    if rule.windows(2).any(|pair| pair == b"**") {
        return Err(Reason::DoubleStar);
    }
    // Helm tries the whole line on a name of its own, so a mistake behind the first difference stays unseen.
    matches(rule, b"abc").map_err(|BadPattern| Reason::Pattern)?;
    let negated = rule.starts_with(b"!");
    let rule = rule.strip_prefix(b"!").unwrap_or(rule);
    let directories_only = rule.ends_with(b"/");
    let rule = rule.strip_suffix(b"/").unwrap_or(rule);
    let against = if rule.contains(&b'/') {
        Against::Path
    } else {
        Against::Name
    };
    Ok(Some(Rule {
        pattern: rule.strip_prefix(b"/").unwrap_or(rule).to_vec(),
        negated,
        directories_only,
        against,
    }))
}

#[cfg(test)]
mod tests;
