//! Which names a tag or a branch may have: git's rules, and a few of ours.

/// Why a name cannot be a tag's or a branch's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// Nothing at all.
    #[error("it is empty")]
    Empty,
    /// Longer than any file system lets a reference's file be named.
    #[error("it is {0} bytes long, more than 255")]
    TooLong(usize),
    /// A character that git refuses, or that would make a log line lie (control and bidirectional characters).
    #[error("it has the character {0}")]
    Character(String),
    /// A stretch that git refuses anywhere.
    #[error("it has `{0}`")]
    Stretch(&'static str),
    /// `/` at the start or the end.
    #[error("it begins or ends with `/`")]
    OuterSlash,
    /// A part between slashes that git refuses.
    #[error("its part `{part}` {problem}")]
    Part {
        /// The part.
        part: String,
        /// What is wrong with it.
        problem: &'static str,
    },
}

/// Checks the part of a reference's name after `refs/tags/` or `refs/heads/`.
///
/// The rules are those of git's `check-ref-format`. Beyond them a name may not begin with `-` (as `git tag` and `git
/// branch` demand), hold characters that turn the direction of text, or be longer than 255 bytes.
///
/// # Errors
/// The first rule that is broken.
pub fn check_reference_name(name: &str) -> Result<(), NameProblem> {
    if name.is_empty() {
        return Err(NameProblem::Empty);
    }
    if name.len() > 255 {
        return Err(NameProblem::TooLong(name.len()));
    }
    if let Some(refused) = name.chars().find(|any| is_refused(*any)) {
        return Err(NameProblem::Character(if refused.is_ascii_graphic() {
            format!("`{refused}`")
        } else if refused == ' ' {
            "space".to_owned()
        } else {
            format!("U+{:04X}", u32::from(refused))
        }));
    }
    if let Some(stretch) = ["..", "@{", "//"]
        .into_iter()
        .find(|stretch| name.contains(stretch))
    {
        return Err(NameProblem::Stretch(stretch));
    }
    if name.starts_with('/') || name.ends_with('/') {
        return Err(NameProblem::OuterSlash);
    }
    for part in name.split('/') {
        let problem = if part.starts_with('.') {
            "begins with a dot"
        } else if part.ends_with(".lock") {
            "ends in `.lock`"
        } else {
            continue;
        };
        return Err(NameProblem::Part {
            part: part.to_owned(),
            problem,
        });
    }
    let whole = if name.starts_with('-') {
        "begins with `-`"
    } else if name.ends_with('.') {
        "ends with a dot"
    } else if name == "@" {
        "is git's short word for HEAD"
    } else {
        return Ok(());
    };
    Err(NameProblem::Part {
        part: name.to_owned(),
        problem: whole,
    })
}

fn is_refused(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            ' ' | '~' | '^' | ':' | '?' | '*' | '[' | '\\'
                // Line and paragraph separators, invisible and bidirectional marks.
                | '\u{2028}' | '\u{2029}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
                | '\u{2066}'..='\u{2069}' | '\u{FEFF}'
        )
}
