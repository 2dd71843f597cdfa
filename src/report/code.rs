//! Reason codes: the stable names of everything a run can find.

use std::fmt;

/// Who has to act on an error; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Blame {
    /// The chart or the tag is at fault: exit 1.
    Chart,
    /// The inputs are: exit 2.
    Inputs,
    /// A target, the network or the machine is: exit 3.
    Target,
    /// A bug in this program: exit 70 (`EX_SOFTWARE` of sysexits.h).
    Bug,
}

impl Blame {
    /// The process's exit code.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Chart => 1,
            Self::Inputs => 2,
            Self::Target => 3,
            Self::Bug => 70,
        }
    }

    /// The words in the last line of a failed run: "Exit 1 (the chart or tag is at fault)".
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Chart => "the chart or tag is at fault",
            Self::Inputs => "the inputs are at fault",
            Self::Target => "a target or the network is at fault",
            Self::Bug => "this is a bug in chartwright",
        }
    }
}

/// One reason code. Defined next to the rule or error that it belongs to, listed in that module's `CODES`.
///
/// Ids are never reused and never change their meaning: workflows branch on them.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// `CW-<AREA>-<number>`, for example `CW-TAG-003`.
    pub id: &'static str,
    /// What it means in one line, for the reference page.
    pub title: &'static str,
    /// Who has to act.
    pub blame: Blame,
    /// What to do about it, for the reference page, SARIF rules, and errors that have no better advice.
    pub help: &'static str,
    /// Whether another run of the same release ends the same, whatever it does.
    pub lasting: bool,
}

impl Code {
    /// Defines a code.
    pub const fn new(
        id: &'static str,
        blame: Blame,
        title: &'static str,
        help: &'static str,
    ) -> Self {
        Self {
            id,
            title,
            blame,
            help,
            lasting: false,
        }
    }

    /// The same, for what no other run of the same release can mend.
    pub const fn lasting(self) -> Self {
        Self {
            lasting: true,
            ..self
        }
    }
}

/// CW-BUG-001: what only a mistake in this program can cause.
pub const BUG: Code = Code::new(
    "CW-BUG-001",
    Blame::Bug,
    "chartwright stopped on a bug of its own",
    "report the line; run again: a release that was begun is completed by the next run",
);

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id)
    }
}
