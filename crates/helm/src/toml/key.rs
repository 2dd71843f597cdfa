//! Keys of several parts (`Key` in meta.go), and texts in double quotes.

/// The parts of a key, from the outermost table.
pub(super) type Key = Vec<Vec<u8>>;

/// Whether a part can stand without quotes.
pub(super) fn is_bare(part: &[u8]) -> bool {
    !part.is_empty()
        && part
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

/// Writes one part.
pub(super) fn write_part(part: &[u8], out: &mut Vec<u8>) {
    if is_bare(part) {
        out.extend_from_slice(part);
    } else {
        write_quoted(part, out);
    }
}

/// A key with dots.
pub(super) fn dotted(key: &[Vec<u8>]) -> Vec<u8> {
    let mut out = Vec::new();
    for (index, part) in key.iter().enumerate() {
        if index > 0 {
            out.push(b'.');
        }
        write_part(part, &mut out);
    }
    out
}

/// Writes a text in double quotes. What is no UTF-8 stays as it is.
pub(super) fn write_quoted(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    for &byte in text {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\x08' => out.extend_from_slice(b"\\b"),
            b'\t' => out.extend_from_slice(b"\\t"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\x0c' => out.extend_from_slice(b"\\f"),
            b'\r' => out.extend_from_slice(b"\\r"),
            0..0x20 | 0x7f => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}
