//! The gzip stream of a package, with the header that Helm 4.2 writes.

use flate2::{Compress, CompressError, Compression, Crc, FlushCompress, Status};

/// The level of Go's `gzip.DefaultCompression`.
const LEVEL: u32 = 6;

/// The subfield of `save.go:headerBytes`: its two letters, its length, its data.
const EXTRA: &[u8; 44] = b"rr\x28\x00aHR0cHM6Ly95b3V0dS5iZS96OVV6MWljandyTQo=";

/// The comment, with its end.
const COMMENT: &[u8; 5] = b"Helm\0";

/// FEXTRA and FCOMMENT of RFC 1952.
const FLAGS: u8 = 0x04 | 0x10;

/// An unknown system, as Go writes it.
const SYSTEM: u8 = 0xff;

/// Compresses the bytes. The header holds no time, so the same bytes always give the same stream.
pub(super) fn compress(bytes: &[u8]) -> Result<Vec<u8>, CompressError> {
    let mut stream = Vec::with_capacity(bytes.len() / 2 + 1024);
    stream.extend_from_slice(&[0x1f, 0x8b, 8, FLAGS, 0, 0, 0, 0, 0, SYSTEM]);
    stream.extend_from_slice(&[44, 0]);
    stream.extend_from_slice(EXTRA);
    stream.extend_from_slice(COMMENT);
    let mut deflate = Compress::new(Compression::new(LEVEL), false);
    let mut rest = bytes;
    loop {
        let before = deflate.total_in();
        let status = deflate.compress_vec(rest, &mut stream, FlushCompress::Finish)?;
        let consumed = usize::try_from(deflate.total_in() - before).unwrap_or(usize::MAX);
        rest = rest.get(consumed..).unwrap_or_default();
        if status == Status::StreamEnd {
            break;
        }
        stream.reserve(rest.len() / 2 + 64 * 1024);
    }
    let mut crc = Crc::new();
    crc.update(bytes);
    stream.extend_from_slice(&crc.sum().to_le_bytes());
    stream.extend_from_slice(&crc.amount().to_le_bytes());
    Ok(stream)
}
