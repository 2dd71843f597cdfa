//! JSON pointers and the fragments of URLs that hold them (`util.go`).

use super::url::{path_escape, path_unescape};

/// Adds a token to a pointer.
pub(super) fn append(pointer: &mut Vec<u8>, token: &[u8]) {
    pointer.push(b'/');
    for byte in token {
        match byte {
            b'~' => pointer.extend_from_slice(b"~0"),
            b'/' => pointer.extend_from_slice(b"~1"),
            byte => pointer.push(*byte),
        }
    }
}

/// A pointer to what stands under tokens below another.
pub(super) fn below(pointer: &[u8], tokens: &[&[u8]]) -> Vec<u8> {
    let mut pointer = pointer.to_vec();
    for token in tokens {
        append(&mut pointer, token);
    }
    pointer
}

/// A token of a pointer as it is meant; `None` for a tilde that escapes nothing.
pub(super) fn unescape(token: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(token.len());
    let mut bytes = token.iter();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'~' => match bytes.next() {
                Some(b'0') => b'~',
                Some(b'1') => b'/',
                _ => return None,
            },
            byte => *byte,
        });
    }
    Some(out)
}

/// A pointer as a fragment: everything but the slashes is escaped.
pub(super) fn encode(pointer: &[u8]) -> String {
    let tokens: Vec<Vec<u8>> = pointer
        .split(|byte| *byte == b'/')
        .map(path_escape)
        .collect();
    String::from_utf8_lossy(&tokens.join(&b'/')).into_owned()
}

/// A fragment as it is meant. The error is Go's.
pub(super) fn decode(fragment: &str) -> Result<Vec<u8>, String> {
    path_unescape(fragment.as_bytes())
}

/// A URL before its fragment, and the fragment as it is written.
pub(super) fn split(url: &str) -> (&str, &str) {
    url.split_once('#').unwrap_or((url, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_escaped_and_back() {
        let pointer = below(b"", &[b"a/b~c", b"d"]);
        assert_eq!(pointer, b"/a~1b~0c/d");
        assert_eq!(unescape(b"a~1b~0c"), Some(b"a/b~c".to_vec()));
        assert_eq!(unescape(b"~2"), None);
        assert_eq!(unescape(b"~"), None);
        assert_eq!(encode(b"/a b/%"), "/a%20b/%25");
        assert_eq!(decode("%41"), Ok(b"A".to_vec()));
        assert_eq!(split("a#b#c"), ("a", "b#c"));
    }
}
