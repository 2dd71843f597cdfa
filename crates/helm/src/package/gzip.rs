//! The gzip stream of a package, with the header that Helm 4.2 writes.

use std::num::NonZero;
use std::thread::{Builder, available_parallelism};

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

/// The tar is compressed in blocks of this many bytes, each for itself, so that every core can take some. Where a block
/// ends depends on this number alone: however many threads there are, the stream is the same.
const BLOCK: usize = 1024 * 1024;

/// Compresses the bytes. The header holds no time, so the same bytes always give the same stream.
pub(super) fn compress(bytes: &[u8]) -> Result<Vec<u8>, CompressError> {
    let mut stream = Vec::with_capacity(bytes.len() / 2 + 1024);
    stream.extend_from_slice(&[0x1f, 0x8b, 8, FLAGS, 0, 0, 0, 0, 0, SYSTEM]);
    stream.extend_from_slice(&[44, 0]);
    stream.extend_from_slice(EXTRA);
    stream.extend_from_slice(COMMENT);
    for block in deflate_all(bytes)? {
        stream.extend_from_slice(&block);
    }
    let mut crc = Crc::new();
    crc.update(bytes);
    stream.extend_from_slice(&crc.sum().to_le_bytes());
    stream.extend_from_slice(&crc.amount().to_le_bytes());
    Ok(stream)
}

/// The blocks in their order, compressed. Thread `n` of `threads` takes every `threads`-th block from the `n`-th on.
fn deflate_all(bytes: &[u8]) -> Result<Vec<Vec<u8>>, CompressError> {
    let blocks: Vec<&[u8]> = bytes.chunks(BLOCK).collect();
    let last = blocks.len().saturating_sub(1);
    let threads = available_parallelism()
        .map_or(1, NonZero::get)
        .min(blocks.len().max(1));
    let share = |first: usize| -> Result<Vec<(usize, Vec<u8>)>, CompressError> {
        blocks
            .iter()
            .enumerate()
            .skip(first)
            .step_by(threads)
            .map(|(index, block)| Ok((index, deflate(block, index == last)?)))
            .collect()
    };
    let shares = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads)
            .map(|first| {
                (
                    first,
                    Builder::new().spawn_scoped(scope, move || share(first)),
                )
            })
            .collect();
        let mut shares = vec![share(0)];
        for (first, other) in others {
            shares.push(match other {
                Ok(thread) => thread
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic)),
                // No thread was to be had: this one does its share.
                Err(_) => share(first),
            });
        }
        shares.into_iter().collect::<Result<Vec<_>, _>>()
    })?;
    let mut compressed: Vec<(usize, Vec<u8>)> = shares.into_iter().flatten().collect();
    if compressed.is_empty() {
        compressed.push((0, deflate(&[], true)?));
    }
    compressed.sort_unstable_by_key(|(index, _)| *index);
    Ok(compressed.into_iter().map(|(_, block)| block).collect())
}

/// One block of a deflate stream (RFC 1951). All but the last end at a byte, by an empty stored block.
fn deflate(block: &[u8], is_last: bool) -> Result<Vec<u8>, CompressError> {
    let flush = if is_last {
        FlushCompress::Finish
    } else {
        FlushCompress::Sync
    };
    let mut compressed = Vec::with_capacity(block.len() / 2 + 64 * 1024);
    let mut state = Compress::new(Compression::new(LEVEL), false);
    let mut rest = block;
    loop {
        let before = state.total_in();
        let status = state.compress_vec(rest, &mut compressed, flush)?;
        let consumed = usize::try_from(state.total_in() - before).unwrap_or(usize::MAX);
        rest = rest.get(consumed..).unwrap_or_default();
        // Room that was left over says that everything is flushed (zlib's manual, `deflate`).
        let room_left = compressed.len() < compressed.capacity();
        if status == Status::StreamEnd || (!is_last && rest.is_empty() && room_left) {
            return Ok(compressed);
        }
        compressed.reserve(rest.len() / 2 + 64 * 1024);
    }
}
