//! Room on the stack for recursion.

/// Below this much room a new piece of stack is taken. Functions that templates call run in it too.
const RED_ZONE: usize = 256 << 10;
/// How much is taken at once.
const PIECE: usize = 2 << 20;

/// Runs what recurses.
pub(crate) fn grow<T>(run: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, PIECE, run)
}
