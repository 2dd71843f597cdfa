//! Splitting a rendered file into documents (`manifest.go:SplitManifests`).

/// The documents, without blanks before them. Every line that begins with `---` parts two, whatever follows it: Go's
/// expression is `(?m)^---[ \t]*`.
#[must_use]
pub fn documents(text: &[u8]) -> Vec<&[u8]> {
    let text = trim_space_start(text);
    let mut documents = Vec::new();
    let mut start = 0;
    let mut line = 0;
    loop {
        let rest = text.get(line..).unwrap_or_default();
        if rest.starts_with(b"---") {
            push(text.get(start..line), &mut documents);
            let blanks = rest
                .iter()
                .skip(3)
                .take_while(|byte| matches!(byte, b' ' | b'\t'))
                .count();
            start = line + 3 + blanks;
        }
        match memchr::memchr(b'\n', rest) {
            Some(end) => line += end + 1,
            None => break,
        }
    }
    push(text.get(start..), &mut documents);
    documents
}

fn push<'a>(document: Option<&'a [u8]>, documents: &mut Vec<&'a [u8]>) {
    let document = trim_space_start(document.unwrap_or_default());
    if !document.is_empty() {
        documents.push(document);
    }
}

/// Go's `strings.TrimSpace`.
#[must_use]
pub fn trim_space(text: &[u8]) -> &[u8] {
    trim_space_end(trim_space_start(text))
}

/// Go's `strings.TrimRightFunc` with `unicode.IsSpace`.
pub(crate) fn trim_space_end(mut text: &[u8]) -> &[u8] {
    loop {
        match text.last() {
            Some(byte) if is_ascii_space(*byte) => {
                text = text.get(..text.len() - 1).unwrap_or_default();
            }
            Some(0x80..) => match wide_space_at_end(text) {
                0 => return text,
                length => text = text.get(..text.len() - length).unwrap_or_default(),
            },
            _ => return text,
        }
    }
}

fn trim_space_start(mut text: &[u8]) -> &[u8] {
    loop {
        match text.first() {
            Some(byte) if is_ascii_space(*byte) => text = text.get(1..).unwrap_or_default(),
            Some(0x80..) => match wide_space_at_start(text) {
                0 => return text,
                length => text = text.get(length..).unwrap_or_default(),
            },
            _ => return text,
        }
    }
}

fn is_ascii_space(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0B | 0x0C | b'\r' | b' ')
}

/// How many bytes of a space beyond ASCII stand at the start: `unicode.IsSpace` is Unicode's White_Space.
fn wide_space_at_start(text: &[u8]) -> usize {
    let head = text.get(..text.len().min(4)).unwrap_or_default();
    let Some(chunk) = head.utf8_chunks().next() else {
        return 0;
    };
    match chunk.valid().chars().next() {
        Some(character) if character.is_whitespace() => character.len_utf8(),
        _ => 0,
    }
}

/// The same at the end.
fn wide_space_at_end(text: &[u8]) -> usize {
    (2..=3)
        .find(|length| {
            text.len()
                .checked_sub(*length)
                .and_then(|from| text.get(from..))
                .and_then(|tail| std::str::from_utf8(tail).ok())
                .is_some_and(|tail| {
                    let mut characters = tail.chars();
                    characters.next().is_some_and(char::is_whitespace)
                        && characters.next().is_none()
                })
        })
        .unwrap_or(0)
}
