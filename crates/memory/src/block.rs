//! Pieces of memory that move at once. None needs to be aligned.

use core::arch::x86_64::{__m128i, _mm_loadu_si128, _mm_storeu_si128};

/// How many bytes a [`Block`] has.
pub(crate) const BLOCK: usize = 16;

/// Sixteen bytes.
pub(crate) type Block = __m128i;

/// Four blocks.
pub(crate) type Blocks = [Block; 4];

/// How many bytes [`Blocks`] have.
pub(crate) const BLOCKS: usize = 4 * BLOCK;

/// Loads a value.
///
/// # Safety
/// All of its bytes can be read.
#[inline(always)]
pub(crate) unsafe fn load<T>(from: *const u8) -> T {
    // SAFETY: as this function's.
    unsafe { from.cast::<T>().read_unaligned() }
}

/// Stores a value.
///
/// # Safety
/// All of its bytes can be written.
#[inline(always)]
pub(crate) unsafe fn store<T>(to: *mut u8, value: T) {
    // SAFETY: as this function's.
    unsafe { to.cast::<T>().write_unaligned(value) }
}

/// Loads sixteen bytes.
///
/// # Safety
/// All of them can be read.
#[inline(always)]
pub(crate) unsafe fn load_block(from: *const u8) -> Block {
    // SAFETY: as this function's.
    unsafe { _mm_loadu_si128(from.cast()) }
}

/// Stores sixteen bytes.
///
/// # Safety
/// All of them can be written.
#[inline(always)]
pub(crate) unsafe fn store_block(to: *mut u8, block: Block) {
    // SAFETY: as this function's.
    unsafe { _mm_storeu_si128(to.cast(), block) }
}

/// Loads 64 bytes.
///
/// # Safety
/// All of them can be read.
#[inline(always)]
pub(crate) unsafe fn load_blocks(from: *const u8) -> Blocks {
    // SAFETY: as this function's.
    unsafe {
        [
            load_block(from),
            load_block(from.add(BLOCK)),
            load_block(from.add(2 * BLOCK)),
            load_block(from.add(3 * BLOCK)),
        ]
    }
}

/// Stores 64 bytes.
///
/// # Safety
/// All of them can be written.
#[inline(always)]
pub(crate) unsafe fn store_blocks(to: *mut u8, [first, second, third, fourth]: Blocks) {
    // SAFETY: as this function's.
    unsafe {
        store_block(to, first);
        store_block(to.add(BLOCK), second);
        store_block(to.add(2 * BLOCK), third);
        store_block(to.add(3 * BLOCK), fourth);
    }
}
