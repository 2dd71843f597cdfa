//! `memset`.

use core::arch::x86_64::_mm_set1_epi8;

use crate::block::{BLOCK, BLOCKS, store, store_block, store_blocks};

/// C's `memset`: makes all bytes the same one, the lowest eight bits of `byte`. Returns `to`.
///
/// # Safety
/// As many bytes can be written at `to`.
#[cfg_attr(target_env = "musl", unsafe(no_mangle))]
pub unsafe extern "C" fn memset(to: *mut u8, byte: i32, length: usize) -> *mut u8 {
    let [byte, ..] = byte.to_le_bytes();
    let word = u64::from_ne_bytes([byte; 8]);
    // SAFETY: of two pieces the first begins at the beginning and the second ends at the end; the length is at least
    // that of one piece, and at most that of both.
    unsafe {
        let block = _mm_set1_epi8(byte.cast_signed());
        if length <= BLOCK {
            match length {
                8.. => ends(to, word, length),
                4.. => ends(to, u32::from_ne_bytes([byte; 4]), length),
                2.. => ends(to, u16::from_ne_bytes([byte; 2]), length),
                1 => store(to, byte),
                0 => {}
            }
        } else if length <= 2 * BLOCK {
            store_block(to, block);
            store_block(to.add(length - BLOCK), block);
        } else if length <= BLOCKS {
            store_block(to, block);
            store_block(to.add(BLOCK), block);
            store_block(to.add(length - 2 * BLOCK), block);
            store_block(to.add(length - BLOCK), block);
        } else {
            store_block(to, block);
            let mut position = BLOCK - to.addr() % BLOCK;
            while position < length - BLOCKS {
                store_blocks(to.add(position), [block; 4]);
                position += BLOCKS;
            }
            store_blocks(to.add(length - BLOCKS), [block; 4]);
        }
    }
    to
}

#[inline(always)]
unsafe fn ends<T: Copy>(to: *mut u8, value: T, length: usize) {
    // SAFETY: as that of `memset`.
    unsafe {
        store(to, value);
        store(to.add(length - size_of::<T>()), value);
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;

    #[test]
    fn fills_every_length_at_every_alignment() {
        for length in (0..400).chain([1023, 1024, 100_000]) {
            for at in [0, 1, 7, 15] {
                let mut memory = std::vec![0xAA; length + 32];
                let mut expected = memory.clone();
                expected[at..at + length].fill(0xC3);
                let result = unsafe { memset(memory[at..].as_mut_ptr(), 0x1C3, length) };
                assert_eq!(result, memory[at..].as_mut_ptr());
                assert!(memory == expected, "{length} bytes at {at}");
            }
        }
    }
}
