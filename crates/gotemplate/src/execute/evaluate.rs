//! The evaluation of pipelines, commands and words (`exec.go`'s `eval…`).

use super::call::Callee;
use super::field::Chain;
use super::place::Place;
use super::reflected::Reflected;
use super::state::{State, Step};
use super::table::Found;
use crate::parse::{Command, Number, Operand, Pipe};
use crate::stack;
use crate::value::{Text, Value};

impl<'t> State<'t> {
    /// The value of a pipeline. Variables that it declares stay.
    pub(super) fn pipeline(&mut self, dot: &Reflected, pipe: &'t Pipe) -> Step<Reflected> {
        self.at(Place::Pipe(pipe));
        let mut value = None;
        for command in &pipe.commands {
            // What is in an interface is taken out.
            value = Some(self.command(dot, command, value)?.into_inner());
        }
        let value = value.unwrap_or(Reflected::INVALID);
        self.bind(&pipe.variables, pipe.is_assignment, &value)?;
        Ok(value)
    }

    /// The value of a pipeline in parentheses.
    pub(super) fn inner_pipeline(&mut self, dot: &Reflected, pipe: &'t Pipe) -> Step<Reflected> {
        self.step()?;
        stack::grow(|| self.pipeline(dot, pipe))
    }

    /// The value of a command; `last` is the value of the command before it.
    fn command(
        &mut self,
        dot: &Reflected,
        command: &'t Command,
        last: Option<Reflected>,
    ) -> Step<Reflected> {
        let arguments = &*command.arguments;
        let Some(word) = arguments.first() else {
            return Ok(Reflected::INVALID);
        };
        match word {
            Operand::Field { .. } | Operand::Chain { .. } | Operand::Variable(_) => {
                return self.path(dot, word, arguments, last);
            }
            Operand::Identifier { name, .. } => {
                self.at(Place::Operand(word));
                return self.function(dot, name, Place::Command(command), arguments, last);
            }
            Operand::Pipe(pipe) => {
                self.not_a_function(word, arguments, last.is_some())?;
                return self.inner_pipeline(dot, pipe);
            }
            _ => {}
        }
        self.at(Place::Operand(word));
        self.not_a_function(word, arguments, last.is_some())?;
        match word {
            Operand::Dot(_) => Ok(dot.clone()),
            Operand::Nil(_) => Err(self.fail("nil is not a command")),
            constant => self.ideal(constant),
        }
    }

    /// Complains of arguments where no function is.
    fn not_a_function(&self, word: &Operand, arguments: &[Operand], has_last: bool) -> Step<()> {
        if arguments.len() > 1 || has_last {
            return Err(self.fail(format!(
                "can't give argument to non-function {}",
                Place::Operand(word)
            )));
        }
        Ok(())
    }

    /// The value of a field, a variable or a chain. `arguments` are the words of the command, the path itself among
    /// them, or none.
    pub(super) fn path(
        &mut self,
        dot: &Reflected,
        word: &'t Operand,
        arguments: &'t [Operand],
        last: Option<Reflected>,
    ) -> Step<Reflected> {
        self.at(Place::Operand(word));
        match word {
            Operand::Field { fields, .. } => {
                let chain = Chain {
                    word,
                    fields,
                    origin: dot,
                };
                self.chain(dot, &chain, arguments, last)
            }
            Operand::Variable(variable) => {
                let value = self.get(&variable.name)?;
                if variable.fields.is_empty() {
                    self.not_a_function(word, arguments, last.is_some())?;
                    return Ok(value);
                }
                let chain = Chain {
                    word,
                    fields: &variable.fields,
                    origin: &value,
                };
                self.chain(dot, &chain, arguments, last)
            }
            Operand::Chain {
                operand, fields, ..
            } => {
                if matches!(**operand, Operand::Nil(_)) {
                    return Err(self.fail(format!(
                        "indirection through explicit nil in {}",
                        Place::Operand(word)
                    )));
                }
                let value = self.untyped(dot, operand)?;
                let chain = Chain {
                    word,
                    fields,
                    origin: &value,
                };
                self.chain(dot, &chain, arguments, last)
            }
            other => self.untyped(dot, other),
        }
    }

    /// The value of a function. `place` is what an error names: the command, or the bare name.
    pub(super) fn function(
        &mut self,
        dot: &Reflected,
        name: &'t str,
        place: Place<'t>,
        arguments: &'t [Operand],
        last: Option<Reflected>,
    ) -> Step<Reflected> {
        let templates = self.templates;
        let callee = match templates.functions().get(name) {
            Some(Found::Builtin(builtin)) => Callee::Builtin(*builtin),
            Some(Found::Given(function)) => Callee::Function(function),
            None => {
                let name = crate::strconv::quote(name.as_bytes());
                return Err(self.fail(format!("{name} is not a defined function")));
            }
        };
        self.call(dot, &callee, name, place, arguments, last)
    }

    /// The value of a word where any type will do.
    pub(super) fn untyped(&mut self, dot: &Reflected, word: &'t Operand) -> Step<Reflected> {
        self.at(Place::Operand(word));
        match word {
            Operand::Dot(_) => Ok(dot.clone()),
            Operand::Nil(_) => Ok(Reflected::INVALID),
            Operand::Field { .. } | Operand::Variable(_) | Operand::Chain { .. } => {
                self.path(dot, word, &[], None)
            }
            Operand::Pipe(pipe) => self.inner_pipeline(dot, pipe),
            Operand::Identifier { name, .. } => {
                self.function(dot, name, Place::Operand(word), &[], None)
            }
            constant => self.ideal(constant),
        }
    }

    /// A constant, of the type that its syntax suggests (`idealConstant`).
    pub(super) fn ideal(&mut self, word: &'t Operand) -> Step<Reflected> {
        self.at(Place::Operand(word));
        let value = match word {
            Operand::Bool(_, value) => Value::Bool(*value),
            Operand::String { text, .. } => Value::String(Text::clone(text)),
            Operand::Number(number) => match ideal_number(number) {
                Some(value) => value,
                None => return Err(self.fail(format!("{} overflows int", number.text))),
            },
            other => {
                return Err(self.fail(format!(
                    "can't handle assignment of {} to empty interface argument",
                    Place::Operand(other)
                )));
            }
        };
        Ok(Reflected::concrete(value))
    }
}

/// A number in the type that its syntax suggests; `None` when it is no `int`.
fn ideal_number(number: &Number) -> Option<Value> {
    let text = number.text.as_bytes();
    let has = |bytes: &[u8]| text.iter().any(|byte| bytes.contains(byte));
    let is_rune = text.starts_with(b"'");
    let is_hexadecimal =
        (text.starts_with(b"0x") || text.starts_with(b"0X")) && text.len() > 2 && !has(b"pP");
    match (number.complex, number.float) {
        (Some((real, imaginary)), _) => Some(Value::Complex128(real, imaginary)),
        (None, Some(float)) if !is_hexadecimal && !is_rune && has(b".eEpP") => {
            Some(Value::Float64(float))
        }
        _ => number.signed.map(Value::Int),
    }
}
