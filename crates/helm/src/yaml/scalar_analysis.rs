//! Which styles can hold a string (go-yaml's `yaml_emitter_analyze_scalar`).

use super::source::width;

/// What a string allows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Analysis {
    /// It has line breaks, so it is no simple key.
    pub(super) multiline: bool,
    /// Plain style can hold it.
    pub(super) plain_allowed: bool,
    /// Single quotes can hold it.
    pub(super) single_quoted_allowed: bool,
    /// A literal block can hold it.
    pub(super) block_allowed: bool,
    /// A literal block of go-yaml v3 can hold it, which may have tabs.
    pub(super) pretty_block_allowed: bool,
}

/// Looks at a string once.
pub(super) fn analyze(text: &str) -> Analysis {
    let bytes = text.as_bytes();
    if bytes.is_empty() {
        return Analysis {
            multiline: false,
            plain_allowed: true,
            single_quoted_allowed: true,
            block_allowed: false,
            pretty_block_allowed: false,
        };
    }
    let mut indicators = text.starts_with("---") || text.starts_with("...");
    let mut line_breaks = false;
    let (mut special, mut tabs) = (false, false);
    let (mut edge_space, mut edge_break, mut trailing_space) = (false, false, false);
    let (mut break_space, mut space_break) = (false, false);
    let (mut previous_space, mut previous_break) = (false, false);
    let mut preceded_by_whitespace = true;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let next = at + width(byte).max(1);
        let followed_by_whitespace = matches!(bytes.get(next), None | Some(b' ' | b'\t'));
        indicators |= match byte {
            b',' | b'[' | b']' | b'{' | b'}' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\'' | b'"'
            | b'%' | b'@' | b'`' => at == 0,
            b'#' => at == 0 || preceded_by_whitespace,
            b'?' | b'-' => at == 0 && followed_by_whitespace,
            b':' => followed_by_whitespace,
            _ => false,
        };
        if byte == b'\t' {
            tabs = true;
        } else {
            special |= !is_printable(bytes, at);
        }
        if byte == b' ' {
            edge_space |= at == 0 || next >= bytes.len();
            trailing_space |= next >= bytes.len();
            break_space |= previous_break;
            previous_space = true;
            previous_break = false;
        } else if is_break(bytes, at) {
            line_breaks = true;
            edge_break |= at == 0 || next >= bytes.len();
            space_break |= previous_space;
            previous_space = false;
            previous_break = true;
        } else {
            previous_space = false;
            previous_break = false;
        }
        preceded_by_whitespace = matches!(byte, b' ' | b'\t' | 0) || is_break(bytes, at);
        at = next;
    }
    let pretty_block_allowed = !(trailing_space || space_break || special);
    let unquotable = space_break || special || tabs;
    Analysis {
        multiline: line_breaks,
        plain_allowed: !(edge_space
            || edge_break
            || break_space
            || unquotable
            || line_breaks
            || indicators),
        single_quoted_allowed: !(break_space || unquotable),
        block_allowed: pretty_block_allowed && !tabs,
        pretty_block_allowed,
    }
}

/// Whether a line break starts here.
pub(super) fn is_break(bytes: &[u8], at: usize) -> bool {
    matches!(
        bytes.get(at..).unwrap_or_default(),
        [b'\r' | b'\n', ..] | [0xC2, 0x85, ..] | [0xE2, 0x80, 0xA8 | 0xA9, ..]
    )
}

/// Whether a character can be written as it is. Tabs cannot, nor can anything behind U+FFFF.
pub(super) fn is_printable(bytes: &[u8], at: usize) -> bool {
    match bytes.get(at..).unwrap_or_default() {
        [0x0A | 0x20..=0x7E, ..] => true,
        [0xC2, second, ..] => *second >= 0xA0,
        [0xED, second, ..] => *second < 0xA0,
        [0xEF, 0xBB, 0xBF, ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => false,
        [first, ..] => matches!(first, 0xC3..=0xEC | 0xEE | 0xEF),
        [] => false,
    }
}
