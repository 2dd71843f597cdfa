//! Schemas that were compiled a moment ago: one lint validates with the same one several times, with and without the
//! chart's `ci/` values, and a schema costs more than the values that it is held against.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::compile::Compiled;

/// How many are kept in a thread: those of one chart with its subcharts.
const KEPT: usize = 16;
/// The longest text that is kept, in bytes.
const LONGEST: usize = 1 << 20;

/// A schema's text, and its compiled form.
type Kept = (Box<[u8]>, Rc<Compiled>);

thread_local! {
    static COMPILED: RefCell<VecDeque<Kept>> = RefCell::default();
}

/// The compiled form of this very text, if it is still there.
pub(super) fn of(schema: &[u8]) -> Option<Rc<Compiled>> {
    COMPILED.with_borrow(|kept| {
        kept.iter()
            .find(|(text, _)| **text == *schema)
            .map(|(_, compiled)| Rc::clone(compiled))
    })
}

/// Keeps one; the oldest goes.
pub(super) fn keep(schema: &[u8], compiled: &Rc<Compiled>) {
    if schema.len() > LONGEST {
        return;
    }
    COMPILED.with_borrow_mut(|kept| {
        if kept.len() >= KEPT {
            kept.pop_front();
        }
        kept.push_back((schema.into(), Rc::clone(compiled)));
    });
}
