#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

//! Go's `text/template`, its `fmt` verbs and the sprig functions, in Rust: the same output, and the same errors to the
//! letter.
//!
//! It knows no Helm and does no I/O. The clock, the random numbers and the local timezone are given to it.
//!
//! A [`Value`] is Go's value as templates see it, [`Functions`] are what templates may call, [`Templates`] are parsed
//! texts that know each other, and a [`Budget`] is what an execution may spend, so that no template runs away.
//!
//! ```
//! use gotemplate::{Budget, Functions, List, Map, MissingKey, Signature, Templates, Type, Value};
//!
//! let mut functions = Functions::new();
//! functions.add("shout", Signature::of(&[Type::String]), |_, arguments| {
//!     // The executor has checked the arguments: one, and it is a string.
//!     let text = arguments.iter().find_map(Value::as_text).cloned().unwrap_or_default();
//!     Ok(Value::from(text.to_ascii_uppercase()))
//! });
//!
//! let mut templates = Templates::new("mail", functions, MissingKey::Default);
//! templates.parse("names", br#"{{ define "name" }}{{ shout . }}!{{ end }}"#)?;
//! templates.parse("greeting", br#"{{ range .people }}Hello {{ template "name" . }} {{ end }}"#)?;
//!
//! let people = List::new(vec!["Ada".into(), "Grace".into()]);
//! let data = Value::Map([("people", people)].into_iter().collect::<Map>());
//! let output = templates.execute("greeting", &data, &Budget::default())?;
//! assert_eq!(output, b"Hello ADA! Hello GRACE! ");
//!
//! templates.parse("wrong", b"{{ .people.first }}")?;
//! let error = templates.execute("wrong", &data, &Budget::default()).unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     r#"template: wrong:1:10: executing "wrong" at <.people.first>: can't evaluate field first in type interface {}"#
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where it differs from Go
//! - Templates may call each other 10,000 deep, functions that execute templates counted in, where Go allows 100,000;
//!   the error has Go's words.
//! - A function's result has no static type: a function without arguments that gives `interface {}` is, as an argument
//!   or at the head of `name.field`, of the type of what it gave.
//! - A function as a value shows as `func()`, and its address is another.

pub mod budget;
pub mod error;
pub mod execute;
pub mod format;
pub mod function;
pub mod json;
pub mod parse;
pub mod regexp;
pub mod semver;
pub mod sprig;
mod stack;
pub mod strconv;
pub mod time;
pub mod unicode;
pub mod url;
pub mod value;

pub use budget::{Budget, Exhausted, Limits};
pub use error::{ExecuteError, FunctionError, ParseError, Position};
pub use execute::{MissingKey, Template, Templates};
pub use function::{Call, Function, Functions, Method, Signature};
pub use value::{Kind, List, ListType, Map, MapType, Object, Text, Type, Value};
