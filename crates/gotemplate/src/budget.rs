//! What a run may spend, so that a runaway template ends in an error.

use std::cell::Cell;

/// How much a run may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Steps: nodes walked and function calls.
    pub steps: u64,
    /// Bytes of text that templates and functions may make in all, intermediate ones included.
    pub bytes: u64,
    /// Bytes of one text.
    pub text: u64,
}

impl Default for Limits {
    /// 100 million steps, 2 GiB in all, 256 MiB a text.
    fn default() -> Self {
        Self {
            steps: 100_000_000,
            bytes: 2 << 30,
            text: 256 << 20,
        }
    }
}

impl Limits {
    /// These limits with `bytes` in all. Where that is more than before, the others grow by as much.
    #[must_use]
    pub fn raised_to(self, bytes: u64) -> Self {
        let raise = |limit: u64| {
            let raised = u128::from(limit) * u128::from(bytes) / u128::from(self.bytes.max(1));
            u64::try_from(raised).unwrap_or(u64::MAX).max(limit)
        };
        Self {
            steps: raise(self.steps),
            bytes,
            text: raise(self.text),
        }
    }
}

/// A limit was reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Exhausted {
    /// Too many steps.
    #[error("the templates take over {0} steps")]
    Steps(u64),
    /// Too many bytes.
    #[error("the templates make over {0} bytes")]
    Bytes(u64),
    /// One text is too long.
    #[error("a template makes a text or a list of over {0} bytes")]
    Text(u64),
    /// A value nests too deep, or holds itself.
    #[error("a value nests over {0} levels deep, or holds itself")]
    Depth(u64),
}

/// How deep templates may call templates, by `{{template}}` and through functions such as `include` together. Go stops
/// at 100,000; the memory of that many calls is more than a runaway should get.
const MAXIMUM_DEPTH: u32 = 10_000;

/// What is left of the [`Limits`]. One budget is shared by everything that a run calls.
#[derive(Debug)]
pub struct Budget {
    limits: Limits,
    steps: Cell<u64>,
    bytes: Cell<u64>,
    depth: Cell<u32>,
}

/// A template that is running. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct Level<'a>(&'a Cell<u32>);

impl Drop for Level<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get().saturating_sub(1));
    }
}

impl Budget {
    /// A fresh one.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            steps: Cell::new(0),
            bytes: Cell::new(0),
            depth: Cell::new(0),
        }
    }

    /// Starts a template within those that run; `None` when they are too many.
    pub(crate) fn enter(&self) -> Option<Level<'_>> {
        let depth = self.depth.get();
        if depth >= MAXIMUM_DEPTH {
            return None;
        }
        self.depth.set(depth.saturating_add(1));
        Some(Level(&self.depth))
    }

    /// Spends steps.
    ///
    /// # Errors
    /// When there are none left.
    pub fn step(&self, count: u64) -> Result<(), Exhausted> {
        let spent = self.steps.get().saturating_add(count);
        self.steps.set(spent);
        if spent > self.limits.steps {
            return Err(Exhausted::Steps(self.limits.steps));
        }
        Ok(())
    }

    /// Spends bytes on one text (or something as large). To be asked **before** the memory is taken.
    ///
    /// # Errors
    /// When the text is too long, or too much was made already.
    pub fn text(&self, length: u64) -> Result<(), Exhausted> {
        self.grow(length, length)
    }

    /// Spends `more` bytes on a text that grows: it is to be `length` bytes long with them.
    ///
    /// # Errors
    /// When the text is too long, or too much was made already.
    pub fn grow(&self, length: u64, more: u64) -> Result<(), Exhausted> {
        if length > self.limits.text {
            return Err(Exhausted::Text(self.limits.text));
        }
        self.spend(more)
    }

    /// Spends bytes that are no single text.
    ///
    /// # Errors
    /// When too much was made already.
    pub fn spend(&self, bytes: u64) -> Result<(), Exhausted> {
        let spent = self.bytes.get().saturating_add(bytes);
        self.bytes.set(spent);
        if spent > self.limits.bytes {
            return Err(Exhausted::Bytes(self.limits.bytes));
        }
        Ok(())
    }

    /// Spends bytes that are put behind a text of `length` bytes. To be asked before they are.
    ///
    /// # Errors
    /// When the text becomes too long, or too much was made already.
    pub fn append(&self, length: u64, more: u64) -> Result<(), Exhausted> {
        if length.saturating_add(more) > self.limits.text {
            return Err(Exhausted::Text(self.limits.text));
        }
        self.text(more)
    }
}

impl Default for Budget {
    fn default() -> Self {
        Self::new(Limits::default())
    }
}
