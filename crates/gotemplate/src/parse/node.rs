//! The tree of a template. Every node knows the byte at which Go says it stands.

use std::rc::Rc;

use crate::value::Text;

/// A byte of the template's text, from 0.
pub type Offset = usize;

/// A parsed template: a file's own text, or a `define`.
#[derive(Debug, Clone)]
pub struct Tree {
    /// Its name.
    pub name: String,
    /// The name of the file (the top-level template) in which it stands; errors give this.
    pub parse_name: String,
    /// The whole text of that file.
    pub text: Text,
    /// What it does. Files of the same text share it.
    pub root: Rc<List>,
}

/// A sequence of nodes.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// Where it starts.
    pub position: Offset,
    /// The nodes.
    pub nodes: Box<[Node]>,
}

/// What stands in a list.
#[derive(Debug, Clone)]
pub enum Node {
    /// Plain text.
    Text {
        /// Where.
        position: Offset,
        /// The text, trimmed as asked.
        text: Text,
    },
    /// `{{ pipeline }}`
    Action {
        /// Where.
        position: Offset,
        /// What is evaluated.
        pipe: Pipe,
    },
    /// `{{if}}`
    If(Box<Branch>),
    /// `{{with}}`
    With(Box<Branch>),
    /// `{{range}}`
    Range(Box<Branch>),
    /// `{{template}}` (`block` is one too, after its definition)
    Template(Box<TemplateCall>),
    /// `{{break}}`
    Break(Offset),
    /// `{{continue}}`
    Continue(Offset),
}

/// `if`, `with` or `range`. Blocks nest deeply: see [`depth`](super::depth) for its `Clone`, `Debug` and `Drop`.
pub struct Branch {
    /// Where.
    pub position: Offset,
    /// The condition.
    pub pipe: Pipe,
    /// What is done when it holds.
    pub list: List,
    /// What is done when it does not.
    pub else_list: Option<List>,
}

/// `{{template "name" pipeline}}`
#[derive(Debug, Clone)]
pub struct TemplateCall {
    /// Where.
    pub position: Offset,
    /// The template's name, unquoted.
    pub name: String,
    /// What becomes its dot; nil without one.
    pub pipe: Option<Pipe>,
}

/// A pipeline: commands, each given the former's value as its last argument. Parentheses nest deeply: see
/// [`depth`](super::depth) for its `Clone`, `Debug` and `Drop`.
pub struct Pipe {
    /// Where.
    pub position: Offset,
    /// Whether the variables are assigned (`=`), not declared (`:=`).
    pub is_assignment: bool,
    /// The variables that take its value.
    pub variables: Box<[Variable]>,
    /// The commands. Never empty.
    pub commands: Box<[Command]>,
}

/// A command: an operand, or a function with its arguments.
#[derive(Debug, Clone)]
pub struct Command {
    /// Where.
    pub position: Offset,
    /// The words. Never empty.
    pub arguments: Box<[Operand]>,
}

/// `$x.a.b`
#[derive(Debug, Clone)]
pub struct Variable {
    /// Where.
    pub position: Offset,
    /// The variable, with its `$`.
    pub name: Rc<str>,
    /// The fields behind it.
    pub fields: Box<[Rc<str>]>,
}

/// A word of a command.
#[derive(Debug, Clone)]
pub enum Operand {
    /// `.`
    Dot(Offset),
    /// `nil`
    Nil(Offset),
    /// `true` or `false`
    Bool(Offset, bool),
    /// A number.
    Number(Box<Number>),
    /// A quoted text.
    String {
        /// Where.
        position: Offset,
        /// As written, with its quotes; nothing where that is the text itself between double quotes.
        quoted: Option<Box<str>>,
        /// What it means.
        text: Text,
    },
    /// `.a.b`
    Field {
        /// Where.
        position: Offset,
        /// The fields.
        fields: Box<[Rc<str>]>,
    },
    /// `(pipeline).a.b`, or fields behind another operand.
    Chain {
        /// Where.
        position: Offset,
        /// What the fields are of.
        operand: Box<Operand>,
        /// The fields.
        fields: Box<[Rc<str>]>,
    },
    /// `$x.a.b`
    Variable(Variable),
    /// A function's name.
    Identifier {
        /// Where.
        position: Offset,
        /// The name.
        name: Rc<str>,
    },
    /// `(pipeline)`
    Pipe(Box<Pipe>),
}

/// A number, under all types that can hold it (Go's ideal constants).
#[derive(Debug, Clone)]
pub struct Number {
    /// Where.
    pub position: Offset,
    /// As `i64`.
    pub signed: Option<i64>,
    /// As `u64`.
    pub unsigned: Option<u64>,
    /// As `f64`.
    pub float: Option<f64>,
    /// As a complex number: the real and the imaginary part.
    pub complex: Option<(f64, f64)>,
    /// As written.
    pub text: String,
}
