//! Making text from elsewhere fit to be shown: no secret, no control character, no hidden character, no workflow
//! command.

use crate::secret;

/// The longest piece of text from elsewhere that is shown, in characters. A registry's error page can be megabytes.
const LONGEST: usize = 8_192;

/// The longest of Helm's words, in characters: a pipeline may compare them, and a schema has much to say of values.
const LONGEST_WORDS: usize = 1 << 20;

/// `text` on one line: secrets replaced, escapes and control characters removed, line breaks turned into spaces.
pub fn clean(text: &str) -> String {
    let lines = clean_lines(text);
    if lines.contains('\n') {
        let parts: Vec<&str> = lines
            .split('\n')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(" ")
    } else {
        lines
    }
}

/// Like [`clean`], with its line breaks kept (as `\n`).
pub fn clean_lines(text: &str) -> String {
    clean_up_to(text, LONGEST)
}

/// Like [`clean_lines`], for what Helm says in this place: as long as it may be.
pub(super) fn clean_words(text: &str) -> String {
    clean_up_to(text, LONGEST_WORDS)
}

fn clean_up_to(text: &str, longest: usize) -> String {
    // Twice: before, since a secret may hold what is removed below; after, since the removal may join one together.
    let redacted = secret::redact(text);
    let redacted = secret::redact(&strip(&redacted));
    let text = redacted.trim_end();
    match text.char_indices().nth(longest) {
        None => text.to_owned(),
        Some((end, _)) => {
            let (head, rest) = text.split_at_checked(end).unwrap_or((text, ""));
            format!("{head}… ({} more characters)", rest.chars().count())
        }
    }
}

/// Takes escape sequences, control characters and hidden characters out; line breaks become `\n`, tabs stay.
fn strip(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\u{1b}' => match characters.next() {
                // Control sequence: parameters, then one final byte (ECMA-48 5.4).
                Some('[') => {
                    while let Some(next) = characters.peek() {
                        let last = ('\u{40}'..='\u{7e}').contains(next);
                        if !last && !('\u{20}'..='\u{3f}').contains(next) {
                            break;
                        }
                        characters.next();
                        if last {
                            break;
                        }
                    }
                }
                // Operating system command (titles, hyperlinks): up to BEL or ESC \, on its line.
                Some(']' | 'P' | 'X' | '^' | '_') => {
                    while let Some(next) = characters.peek() {
                        if matches!(next, '\n' | '\r') {
                            break;
                        }
                        match characters.next() {
                            Some('\u{7}') => break,
                            Some('\u{1b}') => {
                                if characters.peek() == Some(&'\\') {
                                    characters.next();
                                }
                                break;
                            }
                            _ => {}
                        }
                    }
                }
                Some(other @ ('\n' | '\r')) => shown.push(if other == '\r' { ' ' } else { '\n' }),
                _ => {}
            },
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    shown.push('\n');
                }
            }
            '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => shown.push('\n'),
            '\t' => shown.push('\t'),
            other if other.is_control() || is_hidden(other) => {}
            other => shown.push(other),
        }
    }
    shown
}

/// Characters that show nothing and change how their neighbours read: zero widths, and the bidirectional controls
/// by which text can be made to read as something else.
const fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e007f}'
    )
}

/// `line` so that the runner reads no workflow command in it. The runner takes `::name::` at the start of a line,
/// leading white space ignored, and the legacy `##[name]` anywhere (`ActionCommand.cs`); the log's viewer folds and
/// colours by the latter even where commands are stopped. What .NET takes for white space, or ignores when it
/// compares texts, is more than Rust does: every `::` with nothing legible before it counts as the start.
pub fn disarm(line: &str) -> String {
    let line = line.replace("##[", "# #[");
    match line.split_once("::") {
        Some((before, after))
            if !before.contains(|character: char| character.is_ascii_graphic()) =>
        {
            format!("{before}: :{after}")
        }
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::secret::Secret;

    #[test]
    fn escapes_and_controls_do_not_get_through() {
        for (hostile, shown) in [
            ("plain", "plain"),
            ("\u{1b}[31mred\u{1b}[0m", "red"),
            ("\u{1b}[2K\u{1b}[1Aover", "over"),
            ("\u{1b}]0;title\u{7}after", "after"),
            (
                "\u{1b}]8;;http://evil\u{1b}\\link\u{1b}]8;;\u{1b}\\",
                "link",
            ),
            ("\u{9b}31mred", "31mred"),
            ("a\u{0}b\u{7}c\u{8}d\u{7f}", "abcd"),
            ("one\r\ntwo\rthree\nfour", "one two three four"),
            ("one\u{2028}two\u{85}three", "one two three"),
            ("abc\u{202e}cba\u{200b}", "abccba"),
            ("tab\there", "tab\there"),
            ("\u{1b}", ""),
            ("\u{1b}[", ""),
            ("\u{1b}[12", ""),
            ("\u{1b}]unfinished", ""),
            ("\u{1b}[é", "é"),
        ] {
            assert_eq!(clean(hostile), shown, "{hostile:?}");
        }
    }

    #[test]
    fn a_secret_that_an_escape_splits_is_still_found() {
        let _secret = Secret::new("split-canary-77");
        assert_eq!(clean("a split-\u{1b}[0mcanary-77 b"), "a *** b");
    }

    #[test]
    fn overlong_text_is_cut_and_says_so() {
        let cut = clean(&"é".repeat(LONGEST + 5));
        assert!(cut.ends_with("é… (5 more characters)"), "{}", cut.len());
        let words = "é".repeat(LONGEST + 5);
        assert_eq!(clean_words(&words), words);
    }

    #[test]
    fn commands_are_disarmed() {
        for (line, harmless) in [
            ("::error::x", ": :error::x"),
            ("  ::set-output name=a::b", "  : :set-output name=a::b"),
            ("\u{a0}::x::", "\u{a0}: :x::"),
            ("\u{fe0f}::x::", "\u{fe0f}: :x::"),
            ("::::x::", ": :::x::"),
            ("text ##[add-mask]a", "text # #[add-mask]a"),
            ("###[x]", "## #[x]"),
            (":::x::", ": ::x::"),
            ("a ::error::x", "a ::error::x"),
            ("", ""),
        ] {
            assert_eq!(disarm(line), harmless);
        }
    }

    proptest! {
        #[test]
        fn clean_text_has_no_control_characters(text in any::<String>()) {
            let shown = clean(&text);
            prop_assert!(!shown.chars().any(|c| c != '\t' && c.is_control()));
            prop_assert!(!clean_lines(&text).chars().any(|c| c != '\t' && c != '\n' && c.is_control()));
        }

        #[test]
        fn a_disarmed_line_is_no_command(line in "[ \t\u{a0}]{0,3}[:#\\[]{0,6}[a-z]{0,4}[:#\\[\\] ]{0,8}.*") {
            let harmless = disarm(&line);
            prop_assert!(!harmless.trim_start().starts_with("::"));
            prop_assert!(!harmless.contains("##["));
        }
    }
}
