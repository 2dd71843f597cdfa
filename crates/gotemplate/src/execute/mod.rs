//! The executor of templates (Go's `text/template`: `exec.go`, `funcs.go`, `template.go`).
//!
//! [`Templates`] is a set of them. A function that executes templates itself, such as Helm's `include`, finds the set
//! in its [`Call`](crate::Call); one that parses first, such as `tpl`, clones the set, parses into the clone
//! ([`Templates::parse_text`]) and executes there ([`Templates::execute_template`]), so that what it calls sees the
//! clone.

mod argument;
mod builtin;
mod call;
mod evaluate;
mod field;
mod parsed;
mod place;
mod reflected;
mod state;
mod table;
mod templates;
mod walk;

pub use templates::{MissingKey, Template, Templates};

#[cfg(test)]
mod tests;
