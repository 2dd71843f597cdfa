//! The text that grows, and its padding.

use crate::budget::{Budget, Exhausted};
use crate::strconv::rune_count;

use super::flags::Flags;

/// Each byte as a decimal number with a space behind it, and how long that is.
static DECIMAL_BYTES: [([u8; 4], usize); 256] = decimal_bytes();

const fn decimal_bytes() -> [([u8; 4], usize); 256] {
    let mut table = [([b' '; 4], 0); 256];
    let mut byte = 0_u8;
    loop {
        let [hundreds, tens, ones] = [b'0' + byte / 100, b'0' + byte / 10 % 10, b'0' + byte % 10];
        table[byte as usize] = match byte {
            100.. => ([hundreds, tens, ones, b' '], 4),
            10.. => ([tens, ones, b' ', b' '], 3),
            _ => ([ones, b' ', b' ', b' '], 2),
        };
        if byte == u8::MAX {
            return table;
        }
        byte += 1;
    }
}

/// What prints: the text so far and the flags of the directive at hand.
pub(super) struct Printer<'a> {
    out: Vec<u8>,
    budget: &'a Budget,
    pub(super) flags: Flags,
    /// An error form such as `%!d(string=x)` is being printed: methods are not asked then.
    pub(super) erroring: bool,
    /// How many values are open around the one being printed.
    pub(super) depth: u64,
}

impl<'a> Printer<'a> {
    /// One that has printed nothing.
    pub(super) fn new(budget: &'a Budget) -> Self {
        Self {
            out: Vec::new(),
            budget,
            flags: Flags::default(),
            erroring: false,
            depth: 0,
        }
    }

    /// The text.
    pub(super) fn finish(self) -> Vec<u8> {
        self.out
    }

    /// Takes one step.
    pub(super) fn step(&self) -> Result<(), Exhausted> {
        self.budget.step(1)
    }

    /// Takes a step for each of so many values.
    pub(super) fn steps(&self, values: usize) -> Result<(), Exhausted> {
        self.budget.step(u64::try_from(values).unwrap_or(u64::MAX))
    }

    /// Writes bytes as they are.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Exhausted> {
        self.reserve(bytes.len())?;
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    /// Writes a character as it is.
    pub(super) fn write_char(&mut self, character: char) -> Result<(), Exhausted> {
        self.write(character.encode_utf8(&mut [0; 4]).as_bytes())
    }

    /// Writes bytes, padded to the width.
    pub(super) fn pad(&mut self, bytes: &[u8]) -> Result<(), Exhausted> {
        let padding = match self.flags.width {
            Some(width) => width.saturating_sub(rune_count(bytes)),
            None => 0,
        };
        if self.flags.minus {
            self.write(bytes)?;
            self.padding(padding)
        } else {
            self.padding(padding)?;
            self.write(bytes)
        }
    }

    /// Writes bytes, padded to the width with spaces, whatever the `0` flag says.
    pub(super) fn pad_with_spaces(&mut self, bytes: &[u8]) -> Result<(), Exhausted> {
        let zero = std::mem::take(&mut self.flags.zero);
        let result = self.pad(bytes);
        self.flags.zero = zero;
        result
    }

    /// Writes padding: zeros where they were asked for and stand on the left.
    pub(super) fn padding(&mut self, count: usize) -> Result<(), Exhausted> {
        self.reserve(count)?;
        let byte = if self.flags.zero && !self.flags.minus {
            b'0'
        } else {
            b' '
        };
        self.out.extend(std::iter::repeat_n(byte, count));
        Ok(())
    }

    /// Writes bytes as numbers, with a space between two: without a call for each digit, for a chart may print all
    /// bytes of its files.
    pub(super) fn decimal_bytes(&mut self, bytes: &[u8]) -> Result<(), Exhausted> {
        const PART: usize = 1 << 10;
        for part in bytes.chunks(PART) {
            // All four bytes go in at once, and what is no digit of this one is written over by the next.
            let mut digits = [0; 4 * PART + 4];
            let mut end = 0;
            for byte in part {
                let (four, length) = DECIMAL_BYTES[usize::from(*byte)];
                if let Some(place) = digits.get_mut(end..end + 4) {
                    place.copy_from_slice(&four);
                }
                end += length;
            }
            let digits = digits.get(..end).unwrap_or_default();
            self.reserve(digits.len())?;
            self.out.extend_from_slice(digits);
        }
        if !bytes.is_empty() {
            self.out.pop();
        }
        Ok(())
    }

    /// Asks the budget before the text grows.
    pub(super) fn reserve(&self, more: usize) -> Result<(), Exhausted> {
        let length = self.out.len().saturating_add(more);
        self.budget.grow(
            u64::try_from(length).unwrap_or(u64::MAX),
            u64::try_from(more).unwrap_or(u64::MAX),
        )
    }
}
