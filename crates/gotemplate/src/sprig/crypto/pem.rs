//! Keys and certificates as text (Go's `encoding/pem`).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;

use crate::sprig::encoding::decode_base64;

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"\n-----END ";
const DASHES: &[u8] = b"-----";
const LINE: usize = 64;

/// A block of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// `CERTIFICATE`, `RSA PRIVATE KEY`.
    pub(super) label: Vec<u8>,
    pub(super) bytes: Vec<u8>,
}

/// Writes a block.
pub(super) fn encode(label: &str, bytes: &[u8]) -> Vec<u8> {
    let mut out = format!("-----BEGIN {label}-----\n").into_bytes();
    for line in STANDARD.encode(bytes).as_bytes().chunks(LINE) {
        out.extend_from_slice(line);
        out.push(b'\n');
    }
    out.extend_from_slice(format!("-----END {label}-----\n").as_bytes());
    out
}

/// The first whole block of a text. What is broken is passed over.
pub(super) fn decode(text: &[u8]) -> Option<Block> {
    let mut rest = text;
    loop {
        let end = memmem::find(rest, END)?;
        let (before, after) = rest.split_at_checked(end)?;
        rest = after.get(END.len()..)?;
        // The last beginning before this end: earlier ones have none of their own.
        let Some(begin) = memmem::rfind(before, BEGIN) else {
            continue;
        };
        let is_line_start = begin
            .checked_sub(1)
            .is_none_or(|at| before.get(at) == Some(&b'\n'));
        let body = before.get(begin.saturating_add(BEGIN.len())..);
        if let (true, Some(body)) = (is_line_start, body)
            && let Some(block) = read(body, rest)
        {
            return Some(block);
        }
    }
}

/// Reads a block from what stands between its marks and what comes after the second.
fn read(body: &[u8], trailer: &[u8]) -> Option<Block> {
    let (first, mut body) = line(body);
    let label = first.strip_suffix(DASHES)?;
    loop {
        // Headers, of which nobody here has a use.
        let (header, after) = line(body);
        if !header.contains(&b':') {
            break;
        }
        if after.is_empty() && !body.ends_with(b"\n") {
            return None;
        }
        body = after;
    }
    let rest_of_line = trailer.strip_prefix(label)?.strip_prefix(DASHES)?;
    if !line(rest_of_line).0.is_empty() {
        return None;
    }
    let letters: Vec<u8> = body
        .iter()
        .copied()
        .filter(|byte| !matches!(byte, b' ' | b'\t'))
        .collect();
    Some(Block {
        label: label.to_vec(),
        bytes: decode_base64(&letters).ok()?,
    })
}

/// The first line, without spaces at its end, and what comes after.
fn line(text: &[u8]) -> (&[u8], &[u8]) {
    let (line, rest) = match memchr::memchr(b'\n', text) {
        Some(at) => (
            text.get(..at).unwrap_or_default(),
            text.get(at.saturating_add(1)..).unwrap_or_default(),
        ),
        None => (text, &[][..]),
    };
    let mut line = if rest.len() < text.len() && line.len() < text.len() {
        line.strip_suffix(b"\r").unwrap_or(line)
    } else {
        line
    };
    while let [front @ .., b' ' | b'\t'] = line {
        line = front;
    }
    (line, rest)
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn blocks_have_lines_of_64() {
        let text = String::from_utf8(encode("X Y", &[0; 49])).unwrap();
        let lines: Vec<&str> = text.split('\n').collect();
        assert_eq!(lines[0], "-----BEGIN X Y-----");
        assert_eq!(lines[1], "A".repeat(64));
        assert_eq!(lines[2], "AA==");
        assert_eq!(lines[3..], ["-----END X Y-----", ""]);
        assert_eq!(decode(text.as_bytes()).unwrap().bytes, [0; 49]);
        assert_eq!(encode("X", &[]), b"-----BEGIN X-----\n-----END X-----\n");
        assert_eq!(decode(&encode("X", &[])).unwrap().bytes, []);
    }

    #[test]
    fn the_first_whole_block_counts() {
        for (text, found) in [
            ("", None),
            ("-----BEGIN A-----\nAAAA\n", None),
            ("x-----BEGIN A-----\nAAAA\n-----END A-----\n", None),
            ("-----BEGIN A-----\nAAAA\n-----END B-----\n", None),
            ("-----BEGIN A-----\nAA*A\n-----END A-----\n", None),
            ("-----BEGIN A-----\nAAAA\n-----END A-----x\n", None),
            ("-----BEGIN A-----\nAAAA\n-----END A-----", Some("A")),
            (
                "text\n-----BEGIN A-----\r\nAA AA\r\n-----END A----- \r\n",
                Some("A"),
            ),
            (
                "-----BEGIN B-----\n-----BEGIN A-----\nAAAA\n-----END A-----\n",
                Some("A"),
            ),
            (
                "-----BEGIN B-----\n!\n-----END B-----\n-----BEGIN A-----\nAAAA\n-----END A-----\n",
                Some("A"),
            ),
            (
                "-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END A-----\n",
                Some("A"),
            ),
        ] {
            let label =
                decode(text.as_bytes()).map(|block| String::from_utf8(block.label).unwrap());
            assert_eq!(label.as_deref(), found, "{text}");
        }
    }
}
