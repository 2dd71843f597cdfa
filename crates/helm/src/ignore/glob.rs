//! Go's `filepath.Match`, on bytes: `*` and `?` do not cross `/`; `[a-z]`, `[^a-z]`, `\x`.

/// The pattern is malformed. As in Go, only the part that was looked at is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BadPattern;

/// Whether the pattern matches the whole name.
pub(super) fn matches(pattern: &[u8], name: &[u8]) -> Result<bool, BadPattern> {
    let mut pattern = pattern;
    let mut name = name;
    'pattern: while !pattern.is_empty() {
        let chunk = next_chunk(pattern);
        pattern = chunk.rest;
        if chunk.star && chunk.text.is_empty() {
            return Ok(!name.contains(&b'/'));
        }
        if let Some(rest) = match_chunk(chunk.text, name)?
            && (rest.is_empty() || !pattern.is_empty())
        {
            name = rest;
            continue;
        }
        if chunk.star {
            let mut tail = name;
            while let Some((first, after)) = tail.split_first() {
                if *first == b'/' {
                    break;
                }
                tail = after;
                if let Some(rest) = match_chunk(chunk.text, tail)? {
                    if pattern.is_empty() && !rest.is_empty() {
                        continue;
                    }
                    name = rest;
                    continue 'pattern;
                }
            }
        }
        return Ok(false);
    }
    Ok(name.is_empty())
}

/// A piece of a pattern without stars in it, and whether a star stands before it.
struct Chunk<'a> {
    star: bool,
    text: &'a [u8],
    rest: &'a [u8],
}

fn next_chunk(pattern: &[u8]) -> Chunk<'_> {
    let stars = pattern.iter().take_while(|byte| **byte == b'*').count();
    let pattern = pattern.get(stars..).unwrap_or_default();
    let mut in_class = false;
    let mut escaped = false;
    let end = pattern
        .iter()
        .position(|byte| {
            if escaped {
                escaped = false;
                return false;
            }
            match byte {
                b'\\' => escaped = true,
                b'[' => in_class = true,
                b']' => in_class = false,
                b'*' => return !in_class,
                _ => {}
            }
            false
        })
        .unwrap_or(pattern.len());
    let (text, rest) = pattern.split_at(end);
    Chunk {
        star: stars > 0,
        text,
        rest,
    }
}

/// What is left of the name behind the chunk, or `None` when the chunk does not match its beginning.
fn match_chunk<'a>(chunk: &[u8], name: &'a [u8]) -> Result<Option<&'a [u8]>, BadPattern> {
    let mut chunk = chunk;
    let mut name = name;
    // A mismatch does not end the loop: the rest of the chunk is still checked for mistakes.
    let mut failed = false;
    while let Some((first, after)) = chunk.split_first() {
        failed = failed || name.is_empty();
        match first {
            b'[' => {
                let subject = if failed {
                    None
                } else {
                    Some(take_character(&mut name))
                };
                chunk = after;
                let matched = match_class(&mut chunk, subject)?;
                failed = failed || !matched;
            }
            b'?' => {
                if !failed {
                    failed = name.first() == Some(&b'/');
                    take_character(&mut name);
                }
                chunk = after;
            }
            first => {
                let mut literal = first;
                let mut rest = after;
                if *first == b'\\' {
                    (literal, rest) = after.split_first().ok_or(BadPattern)?;
                }
                if !failed {
                    failed = name.first() != Some(literal);
                    name = name.get(1..).unwrap_or_default();
                }
                chunk = rest;
            }
        }
    }
    Ok((!failed).then_some(name))
}

/// Reads a class behind its `[`, and tells whether the subject is in it (or is not, for `[^…]`).
fn match_class(chunk: &mut &[u8], subject: Option<u32>) -> Result<bool, BadPattern> {
    let negated = chunk.first() == Some(&b'^');
    if negated {
        *chunk = chunk.get(1..).unwrap_or_default();
    }
    let mut found = false;
    let mut ranges = 0;
    loop {
        if chunk.first() == Some(&b']') && ranges > 0 {
            *chunk = chunk.get(1..).unwrap_or_default();
            return Ok(found != negated);
        }
        let low = class_character(chunk)?;
        let mut high = low;
        if chunk.first() == Some(&b'-') {
            *chunk = chunk.get(1..).unwrap_or_default();
            high = class_character(chunk)?;
        }
        found = found || subject.is_some_and(|subject| (low..=high).contains(&subject));
        ranges += 1;
    }
}

fn class_character(chunk: &mut &[u8]) -> Result<u32, BadPattern> {
    match chunk.first() {
        None | Some(b'-' | b']') => return Err(BadPattern),
        Some(b'\\') => *chunk = chunk.get(1..).unwrap_or_default(),
        Some(_) => {}
    }
    if chunk.is_empty() {
        return Err(BadPattern);
    }
    let character = take_character(chunk);
    if character == INVALID || chunk.is_empty() {
        return Err(BadPattern);
    }
    Ok(character)
}

/// Stands for a byte that is not UTF-8; beyond every character.
const INVALID: u32 = u32::MAX;

/// Takes one UTF-8 character, or one byte where there is none.
fn take_character(bytes: &mut &[u8]) -> u32 {
    for length in 1..=4 {
        if let Some((head, rest)) = bytes.split_at_checked(length)
            && let Ok(text) = std::str::from_utf8(head)
            && let Some(character) = text.chars().next()
        {
            *bytes = rest;
            return u32::from(character);
        }
    }
    *bytes = bytes.get(1..).unwrap_or_default();
    INVALID
}
