//! How the parser reads pipelines, commands and operands (Go's `text/template/parse/parse.go`).

use std::rc::Rc;

use super::depth::{MAX_EXPRESSION_DEPTH, grown};
use super::item::{Item, ItemKind};
use super::parser::{Parser, taken};
use super::{Command, Number, Operand, Pipe, Variable};
use crate::error::ParseError;
use crate::strconv::{plain, quote, unquote};

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

/// The variables in front of a pipeline.
#[derive(Default)]
struct Declared {
    is_assignment: bool,
    variables: Vec<Variable>,
}

impl<'a> Parser<'a> {
    /// Variables and commands, up to what ends them in the context.
    pub(super) fn pipeline(&mut self, context: Context) -> Result<Pipe, ParseError> {
        let position = self.peek_non_space().position;
        let mut declared = Declared::default();
        while self.declaration(&mut declared, context)? {}
        let first = self.pending.commands.len();
        loop {
            let item = self.next_non_space();
            if item.kind == context.end() {
                let commands = taken(&mut self.pending.commands, first);
                self.check(&commands, context)?;
                return Ok(Pipe {
                    position,
                    is_assignment: declared.is_assignment,
                    variables: declared.variables.into(),
                    commands,
                });
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
                    let command = self.command()?;
                    self.pending.commands.push(command);
                }
                _ => return Err(self.unexpected(item, context.words())),
            }
        }
    }

    /// A variable that is declared or assigned, if there is one, and what shows that it is. Whether another may follow.
    fn declaration(
        &mut self,
        declared: &mut Declared,
        context: Context,
    ) -> Result<bool, ParseError> {
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
                declared.is_assignment = next.kind == ItemKind::Assign;
                self.next_non_space();
                self.declare(variable, declared);
            }
            ItemKind::Char if next.value == b"," => {
                self.next_non_space();
                self.declare(variable, declared);
                if context != Context::Range || declared.variables.len() >= 2 {
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

    fn declare(&mut self, variable: Item<'a>, declared: &mut Declared) {
        declared.variables.push(Variable {
            position: variable.position,
            name: self.shared(variable.value),
            fields: Box::default(),
        });
        self.template.variables.declare(variable.value);
    }

    fn check(&self, commands: &[Command], context: Context) -> Result<(), ParseError> {
        if commands.is_empty() {
            return Err(self.error(format!("missing value for {}", context.words())));
        }
        for (index, command) in commands.iter().enumerate().skip(1) {
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
        let position = self.peek_non_space().position;
        let first = self.pending.arguments.len();
        loop {
            self.peek_non_space();
            if let Some(operand) = self.operand()? {
                self.pending.arguments.push(operand);
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
        let arguments = taken(&mut self.pending.arguments, first);
        if arguments.is_empty() {
            return Err(self.error("empty command"));
        }
        Ok(Command {
            position,
            arguments,
        })
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
        let first = self.pending.fields.len();
        while self.peek().kind == ItemKind::Field {
            let item = self.next();
            let field = self.field(item);
            self.pending.fields.push(field);
        }
        let more = self.pending.fields.drain(first..);
        // Go gives a longer field or variable the place of its second part.
        Ok(Some(match term {
            Operand::Field { fields, .. } => Operand::Field {
                position,
                fields: fields.into_iter().chain(more).collect(),
            },
            Operand::Variable(variable) => Operand::Variable(Variable {
                position,
                fields: variable.fields.into_iter().chain(more).collect(),
                ..variable
            }),
            Operand::Bool(..)
            | Operand::String { .. }
            | Operand::Number(_)
            | Operand::Nil(_)
            | Operand::Dot(_) => {
                drop(more);
                let term = quote(term.to_string().as_bytes());
                return Err(self.error(format!("unexpected . after term {term}")));
            }
            Operand::Chain { .. } | Operand::Identifier { .. } | Operand::Pipe(_) => {
                Operand::Chain {
                    position,
                    operand: Box::new(term),
                    fields: more.collect(),
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
                fields: Box::new([self.field(item)]),
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
            fields: Box::default(),
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
        if let Some(text) = plain(item.value) {
            return Ok(Operand::String {
                position: item.position,
                quoted: None,
                text: text.into(),
            });
        }
        let text = unquote(item.value).map_err(|error| self.error(error.to_string()))?;
        Ok(Operand::String {
            position: item.position,
            quoted: Some(item.text().into()),
            text: text.into(),
        })
    }

    /// The name of a field, without its dot.
    fn field(&mut self, item: Item<'a>) -> Rc<str> {
        self.shared(item.value.strip_prefix(b".").unwrap_or(item.value))
    }
}
