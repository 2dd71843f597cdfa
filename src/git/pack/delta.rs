//! Deltas: an object as copies from another one and a few new bytes.

use std::collections::HashMap;

/// Applies a delta; `None` when it does not fit its base or is malformed. `limit` bounds the result.
pub(super) fn apply(base: &[u8], delta: &[u8], limit: usize) -> Option<Vec<u8>> {
    let mut delta = delta.iter().copied();
    if read_size(&mut delta)? != base.len() {
        return None;
    }
    let size = read_size(&mut delta)?;
    if size > limit {
        return None;
    }
    let mut result = Vec::with_capacity(size.min(1 << 24));
    while let Some(command) = delta.next() {
        if command & 0x80 != 0 {
            let mut operand = |bits: std::ops::Range<u8>| -> Option<usize> {
                let mut value = 0;
                for (position, bit) in bits.enumerate() {
                    if command & (1 << bit) != 0 {
                        value |= usize::from(delta.next()?) << (8 * position);
                    }
                }
                Some(value)
            };
            let offset = operand(0..4)?;
            let length = match operand(4..7)? {
                0 => 0x1_0000,
                length => length,
            };
            result.extend_from_slice(base.get(offset..offset.checked_add(length)?)?);
        } else if command == 0 {
            return None;
        } else {
            for _ in 0..command {
                result.push(delta.next()?);
            }
        }
        if result.len() > size {
            return None;
        }
    }
    (result.len() == size).then_some(result)
}

fn read_size(bytes: &mut impl Iterator<Item = u8>) -> Option<usize> {
    let mut size = 0_usize;
    for shift in (0..63).step_by(7) {
        let byte = bytes.next()?;
        size |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(size);
        }
    }
    None
}

/// How long the stretches of the base are that are looked for. An index entry is some hundred bytes long.
const BLOCK: usize = 64;
/// Beyond this a copy's offset does not fit its four bytes.
const LARGEST_BASE: usize = u32::MAX as usize;

/// The delta that makes `new` out of `base`: the stretches they share are found by a rolling hash over blocks, so
/// that an index of many megabytes with one entry more becomes a few kilobytes. `None` when that saves too little
/// to be worth it, or the base is too large.
pub(super) fn between(base: &[u8], new: &[u8]) -> Option<Vec<u8>> {
    if base.len() < BLOCK || base.len() > LARGEST_BASE {
        return None;
    }
    let mut writer = DeltaWriter::new(base.len(), new.len());
    let prefix = common_prefix(base, new);
    writer.copy(0, prefix);

    let mut blocks: HashMap<u64, usize> = HashMap::new();
    for (number, block) in base.chunks_exact(BLOCK).enumerate() {
        blocks.entry(hash(block)).or_insert(number * BLOCK);
    }
    let mut position = prefix;
    let mut literal = prefix;
    let mut rolling = new.get(position..position + BLOCK).map(hash);
    while let Some(current) = rolling {
        let found = blocks.get(&current).and_then(|offset| {
            let length = common_prefix(base.get(*offset..)?, new.get(position..)?);
            (length >= BLOCK).then_some((*offset, length))
        });
        if let Some((offset, length)) = found {
            writer.insert(new.get(literal..position)?);
            writer.copy(offset, length);
            position += length;
            literal = position;
            rolling = new.get(position..position + BLOCK).map(hash);
        } else {
            rolling = match (new.get(position), new.get(position + BLOCK)) {
                (Some(leaving), Some(entering)) => Some(roll(current, *leaving, *entering)),
                _ => None,
            };
            position += 1;
        }
    }
    writer.insert(new.get(literal..)?);
    (writer.bytes.len() < new.len() / 2).then_some(writer.bytes)
}

fn common_prefix(left: &[u8], right: &[u8]) -> usize {
    left.iter()
        .zip(right)
        .take_while(|(left, right)| left == right)
        .count()
}

const FACTOR: u64 = 0x100_0000_01b3;

/// `FACTOR` to the power of `BLOCK - 1`: the weight of a block's first byte.
const FIRST_WEIGHT: u64 = {
    let mut weight = 1_u64;
    let mut count = 1;
    while count < BLOCK {
        weight = weight.wrapping_mul(FACTOR);
        count += 1;
    }
    weight
};

fn hash(block: &[u8]) -> u64 {
    block.iter().fold(0, |hash: u64, byte| {
        hash.wrapping_mul(FACTOR).wrapping_add(u64::from(*byte))
    })
}

fn roll(hash: u64, leaving: u8, entering: u8) -> u64 {
    hash.wrapping_sub(u64::from(leaving).wrapping_mul(FIRST_WEIGHT))
        .wrapping_mul(FACTOR)
        .wrapping_add(u64::from(entering))
}

struct DeltaWriter {
    bytes: Vec<u8>,
}

impl DeltaWriter {
    fn new(base: usize, new: usize) -> Self {
        let mut bytes = Vec::new();
        for size in [base, new] {
            let mut rest = size;
            while rest >= 0x80 {
                bytes.push(low_byte(rest) | 0x80);
                rest >>= 7;
            }
            bytes.push(low_byte(rest));
        }
        Self { bytes }
    }

    fn copy(&mut self, offset: usize, length: usize) {
        let mut offset = offset;
        let mut rest = length;
        while rest > 0 {
            let length = rest.min(0xffff);
            let at = self.bytes.len();
            self.bytes.push(0);
            let mut command = 0x80_u8;
            for (bit, shift) in [(0, 0), (1, 8), (2, 16), (3, 24)] {
                let byte = low_byte(offset >> shift);
                if byte != 0 {
                    command |= 1 << bit;
                    self.bytes.push(byte);
                }
            }
            for (bit, shift) in [(4, 0), (5, 8)] {
                let byte = low_byte(length >> shift);
                if byte != 0 {
                    command |= 1 << bit;
                    self.bytes.push(byte);
                }
            }
            if let Some(first) = self.bytes.get_mut(at) {
                *first = command;
            }
            offset += length;
            rest -= length;
        }
    }

    fn insert(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(0x7f) {
            self.bytes.push(low_byte(chunk.len()));
            self.bytes.extend_from_slice(chunk);
        }
    }
}

const fn low_byte(value: usize) -> u8 {
    let [low, ..] = value.to_le_bytes();
    low
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_more_entry_in_a_large_index_is_a_small_delta() {
        let entries: Vec<String> = (0..5000)
            .map(|number| format!("  - version: 1.0.{number}\n    digest: {number:064x}\n"))
            .collect();
        let base = format!(
            "entries:\n{}generated: \"2026-01-01T00:00:00Z\"\n",
            entries.concat()
        );
        let mut longer = entries.clone();
        longer.insert(1234, "  - version: 2.0.0\n    digest: none\n".to_owned());
        let new = format!(
            "entries:\n{}generated: \"2026-02-03T04:05:06.7Z\"\n",
            longer.concat()
        );
        let delta = between(base.as_bytes(), new.as_bytes()).unwrap();
        assert!(delta.len() < 500, "{} bytes", delta.len());
        assert_eq!(
            apply(base.as_bytes(), &delta, 1 << 20).unwrap(),
            new.as_bytes()
        );
    }

    #[test]
    fn a_delta_that_does_not_fit_is_refused() {
        let base = b"0123456789";
        for delta in [
            &[][..],
            &[9, 1, 1, b'x'],
            &[10, 2, 1, b'x'],
            &[10, 1, 0],
            &[10, 5, 0x91, 8, 5],
            &[10, 200, 127],
        ] {
            assert_eq!(apply(base, delta, 100), None, "{delta:?}");
        }
        assert_eq!(apply(base, &[10, 3, 0x91, 2, 3], 100).unwrap(), b"234");
        assert_eq!(apply(base, &[10, 3, 0x91, 2, 3], 2), None);
    }

    proptest! {
        #[test]
        fn applying_gives_what_was_meant(
            pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..200), 1..8),
            order in proptest::collection::vec(0_usize..8, 0..12),
        ) {
            let base = pieces.concat();
            let new: Vec<u8> = order
                .iter()
                .flat_map(|index| pieces.get(index % pieces.len()).cloned().unwrap_or_default())
                .collect();
            if let Some(delta) = between(&base, &new) {
                prop_assert_eq!(apply(&base, &delta, 1 << 20), Some(new));
            }
        }

        #[test]
        fn no_delta_makes_it_panic(delta in proptest::collection::vec(any::<u8>(), 0..60)) {
            let _ = apply(b"0123456789", &delta, 1000);
        }
    }
}
