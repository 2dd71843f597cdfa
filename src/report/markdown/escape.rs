//! Untrusted text in GitHub-flavoured Markdown: shown as it is, never as markup.

/// Splits a word for the filters that GitHub runs over the rendered text (mentions, emoji), and shows nothing.
const SPLIT: &str = "<!-- -->";

/// Running text, on one line: what stands in backticks is code, and nothing else in it is markup, a tag, an entity,
/// a mention, an emoji or an address that would become a link. Not for the start of a line, where `-` and `1.` begin
/// a list.
pub(super) fn text(untrusted: &str) -> String {
    let parts: Vec<&str> = untrusted.split('`').collect();
    // Backticks in pairs, around something, are meant as code.
    let is_quoting = parts.len() % 2 == 1
        && parts
            .iter()
            .skip(1)
            .step_by(2)
            .all(|part| !part.trim().is_empty() && !part.contains('\n'));
    if !is_quoting {
        return plain(untrusted);
    }
    parts
        .iter()
        .enumerate()
        .map(|(index, part)| {
            if index % 2 == 1 {
                code(part)
            } else {
                plain(part)
            }
        })
        .collect()
}

fn plain(untrusted: &str) -> String {
    let mut escaped = String::with_capacity(untrusted.len() + 16);
    let mut previous = ' ';
    for (index, character) in untrusted.char_indices() {
        let rest = untrusted.get(index + character.len_utf8()..).unwrap_or("");
        match character {
            '\n' | '\r' | '\t' => escaped.push(' '),
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' if !previous.is_alphanumeric() => {
                escaped.push('@');
                escaped.push_str(SPLIT);
            }
            // GitHub's own advice for a dollar that begins no formula.
            '$' => escaped.push_str("<span>$</span>"),
            // GFM makes links of `scheme://` and `www.`.
            ':' if rest.starts_with("//") => escaped.push_str("&#58;"),
            '.' if matches!(previous, 'w' | 'W') => escaped.push_str("&#46;"),
            ':' if begins_emoji(rest) => {
                escaped.push(':');
                escaped.push_str(SPLIT);
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' => {
                escaped.push('\\');
                escaped.push(character);
            }
            other => escaped.push(other),
        }
        previous = character;
    }
    escaped
}

/// Whether what follows a colon is a name and another colon.
fn begins_emoji(rest: &str) -> bool {
    rest.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-'))
    })
}

/// Code within a line. In a table a `|` ends the cell even within code, and a backtick may be anywhere: HTML's own
/// element takes both, as entities.
pub(super) fn code(untrusted: &str) -> String {
    let plain = !untrusted.is_empty()
        && !untrusted.starts_with(' ')
        && !untrusted.ends_with(' ')
        && untrusted
            .chars()
            .all(|character| !matches!(character, '`' | '|' | '\n' | '\r' | '\t' | '\\'));
    if plain {
        return format!("`{untrusted}`");
    }
    format!("<code>{}</code>", entities(untrusted))
}

/// A link, if `url` is an `http(s)` address; else the label as code.
pub(super) fn link(label: &str, url: &str) -> String {
    let harmless = url::Url::parse(url)
        .is_ok_and(|parsed| matches!(parsed.scheme(), "https" | "http"))
        && url.chars().all(|character| {
            character.is_ascii_graphic() && !matches!(character, '<' | '>' | '"' | '|' | '\\' | '`')
        });
    if harmless {
        let url = url.replace('(', "%28").replace(')', "%29");
        format!("[{}]({url})", text(label))
    } else {
        code(label)
    }
}

/// A fenced block. The fence is longer than any run of backticks inside.
pub(super) fn fence(language: &str, untrusted: &str) -> String {
    let mut longest = 0;
    let mut run = 0;
    for character in untrusted.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let fence = "`".repeat((longest + 1).max(3));
    format!(
        "{fence}{language}\n{}\n{fence}\n",
        untrusted.trim_end_matches('\n')
    )
}

/// Text within an HTML element within a table cell: everything that Markdown could read is an entity.
fn entities(untrusted: &str) -> String {
    untrusted
        .chars()
        .map(|character| match character {
            '\n' | '\r' | '\t' => " ".to_owned(),
            other if other.is_ascii_punctuation() => format!("&#{};", u32::from(other)),
            other => other.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn text_is_never_markup() {
        for (hostile, escaped) in [
            ("a|b", r"a\|b"),
            ("<img src=x>", "&lt;img src=x&gt;"),
            ("![x](http://evil)", r"!\[x\](http&#58;//evil)"),
            ("`code` *b* _i_ ~s~", r"`code` \*b\* \_i\_ \~s\~"),
            ("`a|b` x", "<code>a&#124;b</code> x"),
            ("one ` tick", r"one \` tick"),
            ("```sh", r"\`\`\`sh"),
            ("`` ` ``", r"\`\` \` \`\`"),
            ("one\ntwo", "one two"),
            (r"\|", r"\\\|"),
            (
                "@octocat #1 :tada: $x a@b",
                r"@<!-- -->octocat \#1 :<!-- -->tada: <span>$</span>x a@b",
            ),
            ("sha256:77aa: x", "sha256:<!-- -->77aa: x"),
            ("cause: a tag", "cause: a tag"),
            ("&lt; www.evil.example", "&amp;lt; www&#46;evil.example"),
            ("6.7.1 is free", "6.7.1 is free"),
        ] {
            assert_eq!(text(hostile), escaped, "{hostile}");
        }
    }

    #[test]
    fn code_stays_code() {
        for (hostile, escaped) in [
            ("v1.2.3", "`v1.2.3`"),
            ("a|b", "<code>a&#124;b</code>"),
            ("a`b", "<code>a&#96;b</code>"),
            (
                "`</code><b>",
                "<code>&#96;&#60;&#47;code&#62;&#60;b&#62;</code>",
            ),
            ("<b>", "`<b>`"),
            ("", "<code></code>"),
            (" x", "<code> x</code>"),
        ] {
            assert_eq!(code(hostile), escaped, "{hostile}");
        }
    }

    #[test]
    fn only_web_addresses_are_links() {
        for (url, shown) in [
            ("https://acme.example/a", "[x](https://acme.example/a)"),
            (
                "https://acme.example/a(b)",
                "[x](https://acme.example/a%28b%29)",
            ),
            ("javascript:alert(1)", "`x`"),
            ("https://acme.example/a b", "`x`"),
            ("https://acme.example/|", "`x`"),
            ("not a url", "`x`"),
        ] {
            assert_eq!(link("x", url), shown, "{url}");
        }
        assert_eq!(
            link("a]b", "https://acme.example"),
            r"[a\]b](https://acme.example)"
        );
    }

    #[test]
    fn a_fence_outlasts_the_backticks_inside() {
        assert_eq!(fence("sh", "a"), "```sh\na\n```\n");
        assert_eq!(fence("sh", "```\n"), "````sh\n```\n````\n");
        assert_eq!(fence("", "`````"), "``````\n`````\n``````\n");
    }

    proptest! {
        #[test]
        fn a_cell_stays_a_cell(untrusted in any::<String>()) {
            for cell in [text(&untrusted), code(&untrusted), link(&untrusted, "https://a.example")] {
                prop_assert!(!cell.contains('\n'));
                let mut escaped = false;
                for character in cell.chars() {
                    prop_assert!(character != '|' || escaped, "{cell}");
                    escaped = character == '\\' && !escaped;
                }
            }
        }

        #[test]
        fn text_holds_no_tag(untrusted in any::<String>()) {
            let escaped = text(&untrusted);
            let ours = ["<!-- -->", "<span>", "</span>", "<code>", "</code>"];
            let foreign = ours.iter().fold(escaped, |text, tag| text.replace(tag, ""));
            // What is left of `<` stands in code.
            let outside: String = foreign.split('`').step_by(2).collect();
            prop_assert!(untrusted.contains('`') || !foreign.contains(['<', '>']), "{foreign}");
            prop_assert!(!outside.contains("<script"), "{outside}");
        }

        #[test]
        fn no_line_inside_closes_the_fence(untrusted in "[`a\n ]{0,40}") {
            let block = fence("sh", &untrusted);
            let lines: Vec<&str> = block.lines().collect();
            let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
                return Ok(());
            };
            let length = first.trim_end_matches("sh").len();
            prop_assert_eq!(last.len(), length);
            for line in lines.get(1..lines.len() - 1).unwrap_or_default() {
                prop_assert!(line.trim().len() < length || !line.trim().trim_matches('`').is_empty());
            }
        }
    }
}
