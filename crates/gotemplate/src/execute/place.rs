//! Where an execution is, as errors show it: the node, its text and its position (`Tree.ErrorContext`).

use std::fmt::{self, Display, Formatter};

use crate::error::Position;
use crate::parse::{self, Command, List, Node, Offset, Operand, Pipe, Tree};

/// The node that is being executed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'t> {
    /// None yet: the template as a whole.
    List(&'t List),
    /// A statement.
    Node(&'t Node),
    /// A pipeline.
    Pipe(&'t Pipe),
    /// A command.
    Command(&'t Command),
    /// A word.
    Operand(&'t Operand),
}

impl Place<'_> {
    /// Where the node starts.
    fn offset(self) -> Offset {
        match self {
            Self::List(list) => list.position,
            Self::Pipe(pipe) => pipe.position,
            Self::Command(command) => command.position,
            Self::Node(node) => match node {
                Node::Text { position, .. }
                | Node::Action { position, .. }
                | Node::Break(position)
                | Node::Continue(position) => *position,
                Node::If(branch) | Node::With(branch) | Node::Range(branch) => branch.position,
                Node::Template(call) => call.position,
            },
            Self::Operand(operand) => match operand {
                Operand::Dot(position)
                | Operand::Nil(position)
                | Operand::Bool(position, _)
                | Operand::String { position, .. }
                | Operand::Field { position, .. }
                | Operand::Chain { position, .. }
                | Operand::Identifier { position, .. } => *position,
                Operand::Number(number) => number.position,
                Operand::Variable(variable) => variable.position,
                Operand::Pipe(pipe) => pipe.position,
            },
        }
    }

    /// The position of the node in its tree.
    pub(super) fn position(self, tree: &Tree) -> Position {
        parse::location(tree, self.offset())
    }
}

impl Display for Place<'_> {
    /// The node as Go prints it.
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(list) => list.fmt(out),
            Self::Node(node) => node.fmt(out),
            Self::Pipe(pipe) => pipe.fmt(out),
            Self::Command(command) => command.fmt(out),
            Self::Operand(operand) => operand.fmt(out),
        }
    }
}
