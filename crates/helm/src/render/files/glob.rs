//! The patterns of `.Files.Glob` (gobwas/glob with `/` as the separator).

use std::iter::Peekable;
use std::str::Chars;

use regex::Regex;

/// A pattern: `*` and `?` stay within a name, `**` does not; `[a-z]`, `[!abc]`, `{a,b}`.
#[derive(Debug)]
pub(super) struct Glob(Regex);

impl Glob {
    /// Reads a pattern. `None`: it is none, and Helm takes `**` instead.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        if pattern.contains(char::REPLACEMENT_CHARACTER) {
            return None;
        }
        let mut expression = String::from(r"\A(?s:");
        let mut characters = pattern.chars().peekable();
        let mut braces = 0_usize;
        while let Some(character) = characters.next() {
            match character {
                '*' if characters.next_if_eq(&'*').is_some() => expression.push_str(".*"),
                '*' => expression.push_str("[^/]*"),
                '?' => expression.push_str("[^/]"),
                '[' => expression.push_str(&class(&mut characters)?),
                '{' => {
                    braces += 1;
                    expression.push_str("(?:");
                }
                '}' if braces > 0 => {
                    braces -= 1;
                    expression.push(')');
                }
                ',' if braces > 0 => expression.push('|'),
                '\\' => {
                    if let Some(escaped) = characters.next() {
                        push_literal(escaped, &mut expression);
                    }
                }
                literal => push_literal(literal, &mut expression),
            }
        }
        // An open brace at the end counts as closed.
        expression.push_str(&")".repeat(braces + 1));
        expression.push_str(r"\z");
        Regex::new(&expression).ok().map(Self)
    }

    /// Whether a path fits.
    pub(super) fn matches(&self, path: &str) -> bool {
        self.0.is_match(path)
    }
}

fn push_literal(character: char, expression: &mut String) {
    expression.push_str(&regex::escape(character.encode_utf8(&mut [0; 4])));
}

/// What follows `[`: `!`, then one range or some characters, then `]`. The separator may be among them.
fn class(characters: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut class = String::from("[");
    if characters.next_if_eq(&'!').is_some() {
        class.push('^');
    }
    let mut ahead = characters.clone();
    let low = ahead.next()?;
    if ahead.next_if_eq(&'-').is_some() {
        let high = ahead.next()?;
        if ahead.next()? != ']' || high < low {
            return None;
        }
        *characters = ahead;
        class.push_str(&format!(
            "\\x{{{:x}}}-\\x{{{:x}}}]",
            u32::from(low),
            u32::from(high)
        ));
        return Some(class);
    }
    let mut empty = true;
    loop {
        let character = match characters.next()? {
            ']' if empty => return None,
            ']' => break,
            '\\' => characters.next()?,
            other => other,
        };
        empty = false;
        class.push_str(&format!("\\x{{{:x}}}", u32::from(character)));
    }
    class.push(']');
    Some(class)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_gobwas() {
        let cases = [
            ("", "", true),
            ("", "b", false),
            ("*ä", "åä", true),
            ("a/*", "a/b", true),
            ("a/*", "a/b/c", false),
            ("a/**", "a/b/c", true),
            ("a/?/c", "a/b/c", true),
            ("a/?/c", "a/bb/c", false),
            ("\\*", "*", true),
            ("[!a]*", "this", true),
            ("{abc,abcd}a", "abcda", true),
            ("{a,ab}{bc,f}", "abc", true),
            ("/{rate,[a-z][a-z][a-z]}*", "/usd", true),
            ("{a,b", "b", true),
            ("a}", "a}", true),
            ("a,b", "a,b", true),
            ("conf/{x,y}/*.{yaml,yml}", "conf/y/a.yml", true),
            ("a.b", "axb", false),
        ];
        for (pattern, path, expected) in cases {
            let glob = Glob::new(pattern).unwrap();
            assert_eq!(glob.matches(path), expected, "{pattern} {path}");
        }
        for pattern in ["[", "[a", "[]", "[a-zA-Z]", "[z-a]", "[!]"] {
            assert!(Glob::new(pattern).is_none(), "{pattern}");
        }
    }
}
