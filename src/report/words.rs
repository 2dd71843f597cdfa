//! A screen for another program's words.

use std::io::Write;

use super::screen::{RunningStep, Screen};
use super::{Printable, Step};

/// Shows the words of the program in whose place this one runs, and nothing else of the run.
pub struct Words<W> {
    stream: W,
}

impl<W: Write> Words<W> {
    /// Shows on `stream`.
    pub const fn new(stream: W) -> Self {
        Self { stream }
    }
}

impl<W: Write + Send> Screen for Words<W> {
    fn headline(&mut self, _: &str) {}

    fn expect(&mut self, _: &[String]) {}

    fn slow(&mut self, _: &[RunningStep]) {}

    fn ended(&mut self, _: u64, _: &Step) {}

    fn words(&mut self, words: &str) {
        let _ = writeln!(self.stream, "{words}");
    }

    fn detail(&mut self, _: &str) {}

    fn close(&mut self, _: &Printable) {}
}
