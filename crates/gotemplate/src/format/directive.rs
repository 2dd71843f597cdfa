//! The format string (`fmt/print.go`: doPrintf).

use crate::budget::Exhausted;
use crate::strconv::decode_rune;
use crate::value::Value;

use super::flags::Flags;
use super::printer::Printer;

/// Larger widths, precisions and argument numbers are refused.
const LARGEST: i64 = 1_000_000;

/// Prints a format string with its arguments.
pub(super) fn print(
    printer: &mut Printer<'_>,
    format: &[u8],
    arguments: &[Value],
) -> Result<(), Exhausted> {
    let mut reader = Reader {
        format,
        position: 0,
        arguments,
        argument: 0,
        reordered: false,
        good_number: true,
    };
    while reader.position < format.len() {
        reader.good_number = true;
        printer.write(reader.literal())?;
        if reader.position >= format.len() {
            break;
        }
        reader.position = reader.position.saturating_add(1);
        printer.step()?;
        printer.flags = Flags::default();
        reader.flags(&mut printer.flags);
        // Whether the item before was an index like `[3]`.
        let mut after_index = reader.index();
        reader.width(printer, &mut after_index)?;
        reader.precision(printer, &mut after_index)?;
        if !after_index {
            reader.index();
        }
        let rest = format.get(reader.position..).unwrap_or_default();
        let Some((verb, width)) = decode_rune(rest) else {
            printer.write(b"%!(NOVERB)")?;
            break;
        };
        reader.position = reader.position.saturating_add(width);
        reader.verb(printer, verb)?;
    }
    reader.extra(printer)
}

/// Where the format string is read, and which argument comes next.
struct Reader<'a> {
    format: &'a [u8],
    position: usize,
    arguments: &'a [Value],
    argument: usize,
    /// An index was used: arguments left over are no error then.
    reordered: bool,
    /// The indexes of this directive are good.
    good_number: bool,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.format.get(self.position).copied()
    }

    fn advance(&mut self) {
        self.position = self.position.saturating_add(1);
    }

    /// The text up to the next `%`.
    fn literal(&mut self) -> &'a [u8] {
        let rest = self.format.get(self.position..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|byte| *byte == b'%')
            .unwrap_or(rest.len());
        self.position = self.position.saturating_add(length);
        rest.get(..length).unwrap_or_default()
    }

    fn flags(&mut self, flags: &mut Flags) {
        while let Some(byte) = self.peek() {
            match byte {
                b'#' => flags.sharp = true,
                b'0' => flags.zero = true,
                b'+' => flags.plus = true,
                b'-' => flags.minus = true,
                b' ' => flags.space = true,
                _ => break,
            }
            self.advance();
        }
    }

    /// Reads an index like `[3]`, if one stands here; whether one was found.
    fn index(&mut self) -> bool {
        if self.peek() != Some(b'[') {
            return false;
        }
        self.reordered = true;
        let rest = self.format.get(self.position..).unwrap_or_default();
        let end = rest.iter().position(|byte| *byte == b']');
        let (Some(end), true) = (end, rest.len() >= 3) else {
            self.good_number = false;
            self.advance();
            return false;
        };
        let start = self.position.saturating_add(1);
        let close = self.position.saturating_add(end);
        self.position = start;
        let number = self.number(close);
        let whole = self.position == close;
        self.position = close.saturating_add(1);
        let Some(number) = number.filter(|_| whole) else {
            self.good_number = false;
            return false;
        };
        match number.checked_sub(1) {
            Some(argument) if argument < self.arguments.len() => self.argument = argument,
            _ => self.good_number = false,
        }
        true
    }

    /// Reads a number that ends before `end`. One that is too large takes all up to there, and is none.
    fn number(&mut self, end: usize) -> Option<usize> {
        let mut number: Option<i64> = None;
        while self.position < end
            && let Some(digit @ b'0'..=b'9') = self.peek()
        {
            let value = number.unwrap_or(0);
            if value > LARGEST {
                self.position = end;
                return None;
            }
            let digit = i64::from(digit.saturating_sub(b'0'));
            number = Some(value.saturating_mul(10).saturating_add(digit));
            self.advance();
        }
        number.and_then(|number| usize::try_from(number).ok())
    }

    /// The next argument as a width or precision for `*`.
    fn star(&mut self) -> Option<i64> {
        let argument = self.arguments.get(self.argument)?;
        self.argument = self.argument.saturating_add(1);
        let number = match argument {
            Value::Object(object) => integer(&object.underlying()?),
            value => integer(value),
        }?;
        (-LARGEST..=LARGEST).contains(&number).then_some(number)
    }

    fn width(
        &mut self,
        printer: &mut Printer<'_>,
        after_index: &mut bool,
    ) -> Result<(), Exhausted> {
        if self.peek() == Some(b'*') {
            self.advance();
            *after_index = false;
            let Some(width) = self.star() else {
                return printer.write(b"%!(BADWIDTH)");
            };
            printer.flags.width = usize::try_from(width.unsigned_abs()).ok();
            if width < 0 {
                printer.flags.minus = true;
                // No zeros on the right.
                printer.flags.zero = false;
            }
        } else {
            printer.flags.width = self.number(self.format.len());
            if *after_index && printer.flags.width.is_some() {
                self.good_number = false;
            }
        }
        Ok(())
    }

    fn precision(
        &mut self,
        printer: &mut Printer<'_>,
        after_index: &mut bool,
    ) -> Result<(), Exhausted> {
        // A point at the very end is taken for the verb.
        let last = self.format.len().saturating_sub(1);
        if self.position >= last || self.peek() != Some(b'.') {
            return Ok(());
        }
        self.advance();
        if *after_index {
            self.good_number = false;
        }
        *after_index = self.index();
        if self.peek() == Some(b'*') {
            self.advance();
            *after_index = false;
            let precision = self.star().and_then(|number| usize::try_from(number).ok());
            printer.flags.precision = precision;
            if precision.is_none() {
                return printer.write(b"%!(BADPREC)");
            }
        } else {
            let precision = self.number(self.format.len());
            printer.flags.precision = Some(precision.unwrap_or(0));
        }
        Ok(())
    }

    fn verb(&mut self, printer: &mut Printer<'_>, verb: char) -> Result<(), Exhausted> {
        if verb == '%' {
            return printer.write(b"%");
        }
        let argument = self.arguments.get(self.argument);
        let complaint: &[u8] = match argument {
            _ if !self.good_number => b"(BADINDEX)",
            None => b"(MISSING)",
            Some(argument) => {
                if matches!(verb, 'v' | 'w') {
                    printer.flags.take_for_v();
                }
                self.argument = self.argument.saturating_add(1);
                return printer.argument(argument, verb);
            }
        };
        printer.write(b"%!")?;
        printer.write_char(verb)?;
        printer.write(complaint)
    }

    /// Complains of arguments that no directive took.
    fn extra(&self, printer: &mut Printer<'_>) -> Result<(), Exhausted> {
        let extra = self.arguments.get(self.argument..).unwrap_or_default();
        if self.reordered || extra.is_empty() {
            return Ok(());
        }
        printer.flags = Flags::default();
        printer.write(b"%!(EXTRA ")?;
        for (index, argument) in extra.iter().enumerate() {
            if index > 0 {
                printer.write(b", ")?;
            }
            if let Some(argument_type) = argument.type_of() {
                printer.write(argument_type.to_string().as_bytes())?;
                printer.write(b"=")?;
            }
            printer.argument(argument, 'v')?;
        }
        printer.write(b")")
    }
}

fn integer(value: &Value) -> Option<i64> {
    value.as_signed().or_else(|| {
        value
            .as_unsigned()
            .and_then(|number| i64::try_from(number).ok())
    })
}
