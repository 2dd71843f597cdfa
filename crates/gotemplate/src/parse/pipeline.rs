//! How the parser reads pipelines, commands and operands (Go's `text/template/parse/parse.go`).

use std::rc::Rc;

use super::depth::{MAX_EXPRESSION_DEPTH, grown};
use super::item::{Item, ItemKind};
use super::parser::Parser;
use super::{Command, Number, Operand, Pipe, Variable};
use crate::error::ParseError;
use crate::strconv::{quote, unquote};

/// Where a pipeline stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Context {
    Command,
    If,
    With,
    Range,
    Block,
    Template,
    Parentheses,
}

impl Context {
    /// How errors name it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::If => "if",
            Self::With => "with",
            Self::Range => "range",
            Self::Block => "block clause",
            Self::Template => "template clause",
            Self::Parentheses => "parenthesized pipeline",
        }
    }

    /// What ends the pipeline.
    fn end(self) -> ItemKind {
        match self {
            Self::Parentheses => ItemKind::RightParen,
            _ => ItemKind::RightDelimiter,
        }
    }
}

impl<'a> Parser<'a> {
    /// Variables and commands, up to what ends them in the context.
    pub(super) fn pipeline(&mut self, context: Context) -> Result<Pipe, ParseError> {
        let mut pipe = Pipe {
            position: self.peek_non_space().position,
            is_assignment: false,
            variables: Vec::new(),
            // Most pipelines have one command, and most commands few operands.
            commands: Vec::with_capacity(1),
        };
        while self.declaration(&mut pipe, context)? {}
        loop {
            let item = self.next_non_space();
            if item.kind == context.end() {
                self.check(&pipe, context)?;
                pipe.commands.shrink_to_fit();
                return Ok(pipe);
            }
            match item.kind {
                ItemKind::Bool
                | ItemKind::CharConstant
                | ItemKind::Complex
                | ItemKind::Dot
                | ItemKind::Field
                | ItemKind::Identifier
                | ItemKind::Number
                | ItemKind::Nil
                | ItemKind::RawString
                | ItemKind::String
                | ItemKind::Variable
                | ItemKind::LeftParen => {
                    self.back_up();
                    pipe.commands.push(self.command()?);
                }
                _ => return Err(self.unexpected(item, context.words())),
            }
        }
    }

    /// A variable that is declared or assigned, if there is one, and what shows that it is. Whether another may follow.
    fn declaration(&mut self, pipe: &mut Pipe, context: Context) -> Result<bool, ParseError> {
        let variable = self.peek_non_space();
        if variable.kind != ItemKind::Variable {
            return Ok(false);
        }
        self.next();
        // In "$x foo", foo must be read to know that $x is an argument. The space between them counts, so it is
        // remembered and given back.
        let behind = self.peek();
        let next = self.peek_non_space();
        match next.kind {
            ItemKind::Assign | ItemKind::Declare => {
                pipe.is_assignment = next.kind == ItemKind::Assign;
                self.next_non_space();
                self.declare(variable, pipe);
            }
            ItemKind::Char if next.value == b"," => {
                self.next_non_space();
                self.declare(variable, pipe);
                if context != Context::Range || pipe.variables.len() >= 2 {
                    let context = context.words();
                    return Err(self.error(format!("too many declarations in {context}")));
                }
                return match self.peek_non_space().kind {
                    ItemKind::Variable | ItemKind::RightDelimiter | ItemKind::RightParen => {
                        Ok(true)
                    }
                    _ => Err(self.error("range can only initialize variables")),
                };
            }
            _ if behind.kind == ItemKind::Space => self.back_up_three(variable, behind),
            _ => self.back_up_two(variable),
        }
        Ok(false)
    }

    fn declare(&mut self, variable: Item<'a>, pipe: &mut Pipe) {
        pipe.variables.push(Variable {
            position: variable.position,
            name: self.shared(variable.value),
            fields: Vec::new(),
        });
        self.template.variables.declare(variable.value);
    }

    fn check(&self, pipe: &Pipe, context: Context) -> Result<(), ParseError> {
        if pipe.commands.is_empty() {
            return Err(self.error(format!("missing value for {}", context.words())));
        }
        for (index, command) in pipe.commands.iter().enumerate().skip(1) {
            // Only the first command may be a mere value.
            if let Some(
                Operand::Bool(..)
                | Operand::Dot(_)
                | Operand::Nil(_)
                | Operand::Number(_)
                | Operand::String { .. },
            ) = command.arguments.first()
            {
                let stage = index + 1;
                let message = format!("non executable command in pipeline stage {stage}");
                return Err(self.error(message));
            }
        }
        Ok(())
    }

    /// Operands up to a pipe, which is read, or to what ends the pipeline, which is not.
    fn command(&mut self) -> Result<Command, ParseError> {
        let mut command = Command {
            position: self.peek_non_space().position,
            arguments: Vec::with_capacity(1),
        };
        loop {
            self.peek_non_space();
            if let Some(operand) = self.operand()? {
                command.arguments.push(operand);
            }
            let item = self.next();
            match item.kind {
                ItemKind::Space => continue,
                ItemKind::RightDelimiter | ItemKind::RightParen => self.back_up(),
                ItemKind::Pipe => {}
                _ => return Err(self.unexpected(item, "operand")),
            }
            break;
        }
        if command.arguments.is_empty() {
            return Err(self.error("empty command"));
        }
        command.arguments.shrink_to_fit();
        Ok(command)
    }

    /// A term and the fields behind it, if there is a term.
    fn operand(&mut self) -> Result<Option<Operand>, ParseError> {
        let Some(term) = self.term()? else {
            return Ok(None);
        };
        let position = match self.peek() {
            item if item.kind == ItemKind::Field => item.position,
            _ => return Ok(Some(term)),
        };
        let mut more = Vec::new();
        while self.peek().kind == ItemKind::Field {
            let item = self.next();
            more.push(self.field(item));
        }
        // Go gives a longer field or variable the place of its second part.
        Ok(Some(match term {
            Operand::Field { mut fields, .. } => {
                fields.append(&mut more);
                Operand::Field { position, fields }
            }
            Operand::Variable(mut variable) => {
                variable.position = position;
                variable.fields.append(&mut more);
                Operand::Variable(variable)
            }
            Operand::Bool(..)
            | Operand::String { .. }
            | Operand::Number(_)
            | Operand::Nil(_)
            | Operand::Dot(_) => {
                let term = quote(term.to_string().as_bytes());
                return Err(self.error(format!("unexpected . after term {term}")));
            }
            Operand::Chain { .. } | Operand::Identifier { .. } | Operand::Pipe(_) => {
                Operand::Chain {
                    position,
                    operand: Box::new(term),
                    fields: more,
                }
            }
        }))
    }

    /// A constant, a function's name, a variable, a field or a pipeline in parentheses, if there is one.
    fn term(&mut self) -> Result<Option<Operand>, ParseError> {
        let item = self.next_non_space();
        let position = item.position;
        Ok(Some(match item.kind {
            ItemKind::Identifier => {
                let name = self.shared(item.value);
                if !self.has_function(&name) {
                    let name = quote(item.value);
                    return Err(self.error(format!("function {name} not defined")));
                }
                Operand::Identifier { position, name }
            }
            ItemKind::Dot => Operand::Dot(position),
            ItemKind::Nil => Operand::Nil(position),
            ItemKind::Variable => self.variable(item)?,
            ItemKind::Field => Operand::Field {
                position,
                fields: vec![self.field(item)],
            },
            ItemKind::Bool => Operand::Bool(position, item.value == b"true"),
            ItemKind::CharConstant | ItemKind::Complex | ItemKind::Number => {
                let number = Number::parse(&item).map_err(|error| self.error(error.to_string()))?;
                Operand::Number(Box::new(number))
            }
            ItemKind::LeftParen => self.parentheses()?,
            ItemKind::String | ItemKind::RawString => self.string(item)?,
            _ => {
                self.back_up();
                return Ok(None);
            }
        }))
    }

    fn variable(&mut self, item: Item<'a>) -> Result<Operand, ParseError> {
        if !self.template.variables.contains(item.value) {
            let name = quote(item.value);
            return Err(self.error(format!("undefined variable {name}")));
        }
        Ok(Operand::Variable(Variable {
            position: item.position,
            name: self.shared(item.value),
            fields: Vec::new(),
        }))
    }

    /// From behind the parenthesis.
    fn parentheses(&mut self) -> Result<Operand, ParseError> {
        if self.template.expression_depth >= MAX_EXPRESSION_DEPTH {
            return Err(self.error("max expression depth exceeded"));
        }
        self.template.expression_depth += 1;
        let pipe = grown(|| self.pipeline(Context::Parentheses))?;
        self.template.expression_depth -= 1;
        Ok(Operand::Pipe(Box::new(pipe)))
    }

    fn string(&self, item: Item<'a>) -> Result<Operand, ParseError> {
        let text = unquote(item.value).map_err(|error| self.error(error.to_string()))?;
        Ok(Operand::String {
            position: item.position,
            quoted: item.text().into_owned(),
            text: text.into(),
        })
    }

    /// The name of a field, without its dot.
    fn field(&mut self, item: Item<'a>) -> Rc<str> {
        self.shared(item.value.strip_prefix(b".").unwrap_or(item.value))
    }
}
