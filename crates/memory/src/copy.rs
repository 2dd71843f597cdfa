//! `memcpy` and `memmove`.

use crate::block::{
    BLOCK, BLOCKS, load, load_block, load_blocks, store, store_block, store_blocks,
};

/// C's `memcpy`: copies bytes. Returns `to`.
///
/// # Safety
/// As many bytes can be read at `from` and written at `to`.
#[cfg_attr(target_env = "musl", unsafe(no_mangle))]
pub unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, length: usize) -> *mut u8 {
    // SAFETY: as this function's.
    unsafe { copy(to, from, length) };
    to
}

/// C's `memmove`: copies bytes to where they may overlap with what they were. Returns `to`.
///
/// # Safety
/// As many bytes can be read at `from` and written at `to`.
#[cfg_attr(target_env = "musl", unsafe(no_mangle))]
pub unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, length: usize) -> *mut u8 {
    // SAFETY: as this function's.
    unsafe { copy(to, from, length) };
    to
}

/// Up to 128 bytes everything is loaded before anything is stored, so that it does not matter what overlaps.
#[inline(always)]
unsafe fn copy(to: *mut u8, from: *const u8, length: usize) {
    // SAFETY: of two pieces the first begins at the beginning and the second ends at the end; the length is at least
    // that of one piece, and at most that of both.
    unsafe {
        if length <= BLOCK {
            match length {
                8.. => ends::<u64>(to, from, length),
                4.. => ends::<u32>(to, from, length),
                2.. => ends::<u16>(to, from, length),
                1 => store(to, load::<u8>(from)),
                0 => {}
            }
        } else if length <= 2 * BLOCK {
            let (first, last) = (load_block(from), load_block(from.add(length - BLOCK)));
            store_block(to, first);
            store_block(to.add(length - BLOCK), last);
        } else if length <= BLOCKS {
            let (first, second) = (load_block(from), load_block(from.add(BLOCK)));
            let third = load_block(from.add(length - 2 * BLOCK));
            let last = load_block(from.add(length - BLOCK));
            store_block(to, first);
            store_block(to.add(BLOCK), second);
            store_block(to.add(length - 2 * BLOCK), third);
            store_block(to.add(length - BLOCK), last);
        } else if length <= 2 * BLOCKS {
            let (first, last) = (load_blocks(from), load_blocks(from.add(length - BLOCKS)));
            store_blocks(to, first);
            store_blocks(to.add(length - BLOCKS), last);
        } else if to.addr().wrapping_sub(from.addr()) >= length {
            forward(to, from, length);
        } else {
            backward(to, from, length);
        }
    }
}

#[inline(always)]
unsafe fn ends<T>(to: *mut u8, from: *const u8, length: usize) {
    let last = length - size_of::<T>();
    // SAFETY: as that of `copy`.
    unsafe {
        let (head, tail) = (load::<T>(from), load::<T>(from.add(last)));
        store(to, head);
        store(to.add(last), tail);
    }
}

/// Copies more than 128 bytes, from the first to the last: `to` is not within what is copied, or before it.
#[inline(never)]
unsafe fn forward(to: *mut u8, from: *const u8, length: usize) {
    // SAFETY: a position and the 64 bytes behind it are never beyond the length.
    unsafe {
        let (head, tail) = (load_block(from), load_blocks(from.add(length - BLOCKS)));
        // From the second store on, none crosses a line of the cache.
        let mut position = BLOCK - to.addr() % BLOCK;
        while position < length - BLOCKS {
            store_blocks(to.add(position), load_blocks(from.add(position)));
            position += BLOCKS;
        }
        store_block(to, head);
        store_blocks(to.add(length - BLOCKS), tail);
    }
}

/// Copies more than 128 bytes, from the last to the first: `to` is within what is copied.
#[inline(never)]
unsafe fn backward(to: *mut u8, from: *const u8, length: usize) {
    // SAFETY: a position and the 64 bytes behind it are never beyond the length.
    unsafe {
        let head = load_blocks(from);
        let mut position = length;
        while position > BLOCKS {
            position -= BLOCKS;
            store_blocks(to.add(position), load_blocks(from.add(position)));
        }
        store_blocks(to, head);
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::vec::Vec;

    use super::*;

    /// Bytes of which no neighbours are the same.
    fn bytes(length: usize) -> Vec<u8> {
        (0..length)
            .map(|index| (index * 7 + index / 251) as u8)
            .collect()
    }

    #[test]
    fn copies_every_length_to_every_alignment() {
        for length in (0..400).chain([1023, 1024, 4097, 100_000]) {
            for (from, to) in [(0, 0), (1, 0), (0, 1), (3, 13), (15, 7)] {
                let source = bytes(length + 16);
                let mut target = std::vec![0xAA; length + 32];
                let mut expected = target.clone();
                expected[to..to + length].copy_from_slice(&source[from..from + length]);
                let result =
                    unsafe { memcpy(target[to..].as_mut_ptr(), source[from..].as_ptr(), length) };
                assert_eq!(result, target[to..].as_mut_ptr());
                assert!(target == expected, "{length} bytes from {from} to {to}");
            }
        }
    }

    #[test]
    fn what_overlaps_is_copied_as_it_was() {
        for length in (0..400).chain([1000, 5000]) {
            for distance in [0, 1, 2, 7, 15, 16, 17, 63, 64, 65, 127, 200, 399, 999] {
                for (from, to) in [(0, distance), (distance, 0)] {
                    let mut memory = bytes(length + distance);
                    let mut expected = memory.clone();
                    expected.copy_within(from..from + length, to);
                    unsafe {
                        let begin = memory.as_mut_ptr();
                        memmove(begin.add(to), begin.add(from), length)
                    };
                    assert!(memory == expected, "{length} bytes from {from} to {to}");
                }
            }
        }
    }
}
