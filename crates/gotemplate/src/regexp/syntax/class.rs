//! Sets of characters.

use super::super::classes::{complement, folds, orbit};

/// Ranges of code points, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in super::super) struct Class {
    ranges: Vec<(u32, u32)>,
    /// How many ranges there were when they were last sorted.
    sorted: usize,
}

impl Class {
    /// The ranges, sorted and apart from each other once it is [`Class::clean`].
    pub(in super::super) fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// Adds a range.
    pub(super) fn push(&mut self, low: u32, high: u32) {
        // Two ranges are looked at, so that both cases of an alphabet grow in place.
        for range in self.ranges.iter_mut().rev().take(2) {
            if low <= range.1.saturating_add(1) && range.0 <= high.saturating_add(1) {
                range.0 = range.0.min(low);
                range.1 = range.1.max(high);
                return;
            }
        }
        self.ranges.push((low, high));
        // An expression may name the same large class over and over.
        if self.ranges.len() > self.sorted.saturating_mul(2).saturating_add(10_000) {
            self.clean();
        }
    }

    /// Adds a range, in all cases.
    pub(super) fn push_folded(&mut self, low: u32, high: u32) {
        self.push(low, high);
        for (_, orbit) in folds(low, high) {
            for code in orbit {
                self.push(*code, *code);
            }
        }
    }

    /// Adds sorted ranges or, if `negated`, all but them; `fold` adds their other cases before.
    pub(super) fn extend(&mut self, ranges: &[(u32, u32)], negated: bool, fold: bool) {
        let mut class = Self::default();
        if fold {
            for (low, high) in ranges {
                class.push_folded(*low, *high);
            }
            class.clean();
        } else {
            class.ranges = ranges.to_vec();
        }
        if negated {
            class.negate();
        }
        for (low, high) in class.ranges {
            self.push(low, high);
        }
    }

    /// Sorts the ranges and joins those that touch.
    pub(super) fn clean(&mut self) {
        self.ranges.sort_unstable();
        self.ranges.dedup_by(|next, last| {
            let touches = next.0 <= last.1.saturating_add(1);
            if touches {
                last.1 = last.1.max(next.1);
            }
            touches
        });
        self.sorted = self.ranges.len();
    }

    /// Turns a clean class into its opposite.
    pub(super) fn negate(&mut self) {
        self.ranges = complement(&self.ranges);
    }

    /// The only character in it.
    pub(super) fn single(&self) -> Option<u32> {
        match self.ranges.as_slice() {
            [(low, high)] if low == high => Some(*low),
            _ => None,
        }
    }

    /// The lower of two characters that are all of it, and differ by their case only.
    pub(super) fn single_in_two_cases(&self) -> Option<u32> {
        let (low, high) = match self.ranges.as_slice() {
            [(low, end), (high, top)] if low == end && high == top => (*low, *high),
            [(low, high)] if low.checked_add(1) == Some(*high) => (*low, *high),
            _ => return None,
        };
        // Within ASCII the cases are as far apart; the table of all cases takes as long to make as a regex does.
        let may_be_cases = high >= 0x80 || high - low == 0x20;
        (may_be_cases && orbit(low) == Some(&[low, high])).then_some(low)
    }
}

/// Go's names for sets of ASCII characters, after `[:` and before `:]`.
pub(super) fn posix(name: &[u8]) -> Option<&'static [(u32, u32)]> {
    Some(match name {
        b"alnum" => &[(0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)],
        b"alpha" => &[(0x41, 0x5A), (0x61, 0x7A)],
        b"ascii" => &[(0x00, 0x7F)],
        b"blank" => &[(0x09, 0x09), (0x20, 0x20)],
        b"cntrl" => &[(0x00, 0x1F), (0x7F, 0x7F)],
        b"digit" => &[(0x30, 0x39)],
        b"graph" => &[(0x21, 0x7E)],
        b"lower" => &[(0x61, 0x7A)],
        b"print" => &[(0x20, 0x7E)],
        b"punct" => &[(0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)],
        b"space" => &[(0x09, 0x0D), (0x20, 0x20)],
        b"upper" => &[(0x41, 0x5A)],
        b"word" => &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)],
        b"xdigit" => &[(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)],
        _ => return None,
    })
}

/// The set of a letter after a backslash, and whether all but it is meant.
pub(super) fn perl(letter: u8) -> Option<(&'static [(u32, u32)], bool)> {
    let ranges: &[(u32, u32)] = match letter.to_ascii_lowercase() {
        b'd' => &[(0x30, 0x39)],
        b's' => &[(0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20)],
        b'w' => &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)],
        _ => return None,
    };
    Some((ranges, letter.is_ascii_uppercase()))
}
