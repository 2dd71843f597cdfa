//! The executor of templates (Go's `text/template`).

mod argument;
mod builtin;
mod call;
mod evaluate;
mod field;
mod place;
mod reflected;
mod stack;
mod state;
mod table;
mod templates;
mod walk;

pub use templates::{MissingKey, Template, Templates};

#[cfg(test)]
mod tests;
