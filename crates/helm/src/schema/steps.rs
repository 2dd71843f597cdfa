//! How much work a schema may make. Go has no such bound: a schema can hang it.

use std::cell::{Cell, RefCell};

/// Schemas compiled, values looked at and scopes searched in one validation.
const STEPS: u64 = 50_000_000;

/// Why a validation ended before its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Stop {
    /// Too much work.
    #[error("the schema asks for too much work")]
    Steps,
    /// Too deep.
    #[error("the values nest too deep for the schema")]
    Depth,
    /// Where Go panics: the panic's text. Helm catches it.
    #[error("{0}")]
    Panic(String),
}

/// Counts the work, and keeps why it had to end.
#[derive(Debug)]
pub(super) struct Steps {
    left: Cell<u64>,
    stop: RefCell<Option<Stop>>,
}

impl Steps {
    pub(super) fn new() -> Self {
        Self::at_most(STEPS)
    }

    /// With another bound.
    pub(super) fn at_most(steps: u64) -> Self {
        Self {
            left: Cell::new(steps),
            stop: RefCell::default(),
        }
    }

    /// Takes that many steps. `false`: the work is over.
    pub(super) fn take(&self, steps: usize) -> bool {
        match self.left.get().checked_sub(steps as u64) {
            Some(left) => {
                self.left.set(left);
                !self.is_over()
            }
            None => {
                self.end(Stop::Steps);
                false
            }
        }
    }

    /// Ends the work; the first reason stays.
    pub(super) fn end(&self, stop: Stop) {
        self.stop.borrow_mut().get_or_insert(stop);
    }

    pub(super) fn is_over(&self) -> bool {
        self.stop.borrow().is_some()
    }

    /// Why the work is over, if it is.
    pub(super) fn stopped(&self) -> Option<Stop> {
        self.stop.borrow().clone()
    }
}
