//! What stands between `%` and the verb.

/// The flags, the width and the precision of one directive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "they are Go's flags")]
pub(super) struct Flags {
    /// The least width, in characters.
    pub(super) width: Option<usize>,
    /// The precision; what it means depends on the verb.
    pub(super) precision: Option<usize>,
    /// `-`: pad on the right.
    pub(super) minus: bool,
    /// `+`: always a sign; ASCII only for `%q`.
    pub(super) plus: bool,
    /// `#`: the alternate form.
    pub(super) sharp: bool,
    /// A space where the sign would be.
    pub(super) space: bool,
    /// `0`: pad with zeros.
    pub(super) zero: bool,
    /// `%+v`: structs with the names of their fields.
    pub(super) plus_v: bool,
    /// `%#v`: Go syntax.
    pub(super) sharp_v: bool,
}

impl Flags {
    /// Whether a number is printed with its digits alone.
    pub(super) fn asks_for_nothing(&self) -> bool {
        self.width.is_none() && self.precision.is_none() && !(self.plus || self.sharp || self.space)
    }

    /// `%#v` and `%+v` have meanings of their own for the flag.
    pub(super) fn take_for_v(&mut self) {
        self.sharp_v = std::mem::take(&mut self.sharp);
        self.plus_v = std::mem::take(&mut self.plus);
    }
}
