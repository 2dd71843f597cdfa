//! `memcpy`, `memmove`, `memset`, `memcmp` and `bcmp` for the static binary.
//!
//! The compiler asks the C library for these, wherever bytes move whose number it does not know. musl's, for `x86_64`,
//! are made to be small: a `rep movsq`, which takes some thirty cycles to begin for the dozen bytes of a name, and a
//! comparison byte by byte. A lint spent an eighth of its time in them. Here the usual way is taken (that of glibc and
//! of LLVM's libc): what fits is loaded whole before anything is stored, in two pieces that may overlap; what is longer
//! goes by 64 bytes. Nothing beyond SSE2 is used, which every `x86_64` has.
//!
//! It is enough to link this crate: its definitions come before those of the C library. Elsewhere than with musl on
//! `x86_64` it defines nothing.
#![no_std]
// Or the compiler would make of a loop that copies a call of what it is the body of.
#![no_builtins]
#![cfg_attr(
    target_arch = "x86_64",
    expect(
        unsafe_code,
        reason = "what the C library promises is about pointers; each function says what it asks of its caller"
    )
)]

#[cfg(target_arch = "x86_64")]
mod block;
#[cfg(target_arch = "x86_64")]
pub mod compare;
#[cfg(target_arch = "x86_64")]
pub mod copy;
#[cfg(target_arch = "x86_64")]
pub mod fill;
