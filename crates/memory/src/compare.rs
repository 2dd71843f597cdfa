//! `memcmp` and `bcmp`.

use core::arch::x86_64::{_mm_cmpeq_epi8, _mm_movemask_epi8};
use core::cmp::Ordering;

use crate::block::{BLOCK, load, load_block};

/// C's `memcmp`: which of two pieces of memory comes first, by the first byte that differs.
///
/// # Safety
/// As many bytes can be read at both.
#[cfg_attr(target_env = "musl", unsafe(no_mangle))]
pub unsafe extern "C" fn memcmp(one: *const u8, other: *const u8, length: usize) -> i32 {
    // SAFETY: as this function's.
    unsafe { compare(one, other, length) }
}

/// C's `bcmp`: 0 when two pieces of memory are the same.
///
/// # Safety
/// As many bytes can be read at both.
#[cfg_attr(target_env = "musl", unsafe(no_mangle))]
pub unsafe extern "C" fn bcmp(one: *const u8, other: *const u8, length: usize) -> i32 {
    // SAFETY: as this function's.
    unsafe { compare(one, other, length) }
}

#[inline(always)]
unsafe fn compare(one: *const u8, other: *const u8, length: usize) -> i32 {
    // SAFETY: of two pieces the first begins at the beginning and the second ends at the end; the length is at least
    // that of one piece, and at most that of both. The loop stops before a piece would end beyond the length.
    unsafe {
        if length < BLOCK {
            return match length {
                8.. => ends(one, other, length, |at| u64::from_be(load(at)), 8),
                4.. => ends(one, other, length, |at| u32::from_be(load(at)), 4),
                2.. => ends(one, other, length, |at| u16::from_be(load(at)), 2),
                1 => i32::from(load::<u8>(one)) - i32::from(load::<u8>(other)),
                0 => 0,
            };
        }
        let mut position = 0;
        while position < length - BLOCK {
            let difference = block(one.add(position), other.add(position));
            if difference != 0 {
                return difference;
            }
            position += BLOCK;
        }
        block(one.add(length - BLOCK), other.add(length - BLOCK))
    }
}

/// Compares the first and the last piece, as numbers of which the first byte is the highest.
#[inline(always)]
unsafe fn ends<T: Ord>(
    one: *const u8,
    other: *const u8,
    length: usize,
    load: impl Fn(*const u8) -> T,
    size: usize,
) -> i32 {
    // SAFETY: as that of `compare`.
    let last = unsafe { (one.add(length - size), other.add(length - size)) };
    match load(one).cmp(&load(other)) {
        Ordering::Equal => load(last.0).cmp(&load(last.1)) as i32,
        different => different as i32,
    }
}

/// Compares sixteen bytes.
#[inline(always)]
unsafe fn block(one: *const u8, other: *const u8) -> i32 {
    // SAFETY: as that of `compare`; the index is that of a byte of the block.
    unsafe {
        let same = _mm_cmpeq_epi8(load_block(one), load_block(other));
        let differs = !_mm_movemask_epi8(same) & 0xFFFF;
        if differs == 0 {
            return 0;
        }
        let index = differs.trailing_zeros() as usize;
        i32::from(load::<u8>(one.add(index))) - i32::from(load::<u8>(other.add(index)))
    }
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::vec::Vec;

    use super::*;

    #[test]
    fn finds_a_difference_wherever_it_is() {
        for length in (0..100).chain([1000]) {
            let one: Vec<u8> = (0..length).map(|index| (index * 37) as u8).collect();
            let same = one.clone();
            assert_eq!(unsafe { memcmp(one.as_ptr(), same.as_ptr(), length) }, 0);
            for at in 0..length {
                for (change, behind) in [(1, 0), (0x80, 0), (1, 0xFF), (0xFF, 0x80)] {
                    let mut other = one.clone();
                    other[at] ^= change;
                    // What stands behind the first difference has no say.
                    if let Some(next) = other.get_mut(at + 1) {
                        *next ^= behind;
                    }
                    let (one, other) = (one.as_slice(), other.as_slice());
                    let result = unsafe { memcmp(one.as_ptr(), other.as_ptr(), length) };
                    assert_eq!(result.cmp(&0), one.cmp(other), "{length} bytes, at {at}");
                    assert_ne!(unsafe { bcmp(one.as_ptr(), other.as_ptr(), length) }, 0);
                }
            }
        }
    }
}
