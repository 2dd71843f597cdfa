//! Calls of functions and methods (`exec.go`'s `evalCall`).

use super::argument::Parameter;
use super::builtin::Builtin;
use super::place::Place;
use super::reflected::Reflected;
use super::state::{State, Step};
use crate::error::FunctionError;
use crate::function::{Call, Function, Method, Signature};
use crate::parse::Operand;
use crate::value::{Type, Value};

/// What is called.
#[derive(Debug)]
pub(super) enum Callee<'t> {
    /// One of Go's own functions.
    Builtin(Builtin),
    /// A given function.
    Function(&'t Function),
    /// A method, and the value whose method it is.
    Method(&'static Method, Value),
}

/// The parameters of what is called.
#[derive(Debug, Clone, Copy)]
enum Parameters {
    Of(Signature),
    /// Values as they are (`reflect.Value`), so many.
    Reflected {
        count: usize,
        variadic: bool,
    },
}

impl Parameters {
    fn count(self) -> usize {
        match self {
            Self::Of(signature) => signature.parameters.len(),
            Self::Reflected { count, .. } => count,
        }
    }

    fn is_variadic(self) -> bool {
        match self {
            Self::Of(signature) => signature.variadic,
            Self::Reflected { variadic, .. } => variadic,
        }
    }

    /// The type of the argument of that index.
    fn get(self, index: usize) -> Parameter {
        match self {
            Self::Of(Signature { parameters, .. }) => Parameter::Of(
                parameters
                    .get(index)
                    .or_else(|| parameters.last())
                    .copied()
                    .unwrap_or(Type::Any),
            ),
            Self::Reflected { .. } => Parameter::Reflected,
        }
    }
}

impl Callee<'_> {
    fn parameters(&self) -> Parameters {
        match self {
            Self::Function(function) => Parameters::Of(function.signature()),
            Self::Method(method, _) => Parameters::Of(method.signature),
            Self::Builtin(builtin) => match builtin.signature() {
                Some(signature) => Parameters::Of(signature),
                None => {
                    let (count, variadic) = builtin.reflected_parameters();
                    Parameters::Reflected { count, variadic }
                }
            },
        }
    }
}

impl<'t> State<'t> {
    /// Calls a function or a method. `arguments` are the words of the command, the name itself among them, or none.
    pub(super) fn call(
        &mut self,
        dot: &Reflected,
        callee: &Callee<'_>,
        name: &'t str,
        place: Place<'t>,
        arguments: &'t [Operand],
        last: Option<Reflected>,
    ) -> Step<Reflected> {
        self.step()?;
        let arguments = arguments.get(1..).unwrap_or_default();
        let parameters = callee.parameters();
        self.check_count(name, parameters, arguments.len(), last.is_some())?;
        match callee {
            Callee::Builtin(builtin @ (Builtin::And | Builtin::Or)) => {
                self.short_circuit(dot, *builtin == Builtin::Or, arguments, last)
            }
            Callee::Builtin(builtin) if builtin.signature().is_none() => {
                let start = self.reflected.len();
                self.push_reflected(dot, arguments, last.as_ref())?;
                let called = self.reflected.get(start..).unwrap_or_default();
                let result = if *builtin == Builtin::Call {
                    let callee = match arguments.first() {
                        Some(word) => Place::Operand(word).to_string(),
                        None => final_name(called),
                    };
                    super::builtin::call(&callee, called, self.function_call())
                } else {
                    builtin.run(called, self.budget)
                };
                self.reflected.truncate(start);
                self.finish(name, place, result)
            }
            _ => {
                let start = self.values.len();
                self.push_values(dot, parameters, arguments, last)?;
                let called = self.values.get(start..).unwrap_or_default();
                let result = match callee {
                    Callee::Builtin(builtin) => builtin.run_on_values(called, self.budget),
                    Callee::Function(function) => function.call(self.function_call(), called),
                    Callee::Method(method, receiver) => {
                        (method.body)(receiver, self.function_call(), called)
                    }
                };
                self.values.truncate(start);
                self.finish(name, place, result.map(Reflected::concrete))
            }
        }
    }

    fn function_call(&self) -> Call<'t> {
        Call::new(self.templates, self.budget).within(&self.tree.name)
    }

    fn check_count(
        &self,
        name: &str,
        parameters: Parameters,
        given: usize,
        has_last: bool,
    ) -> Step<()> {
        let all = given.saturating_add(usize::from(has_last));
        let wanted = parameters.count();
        if parameters.is_variadic() {
            let fixed = wanted.saturating_sub(1);
            if all < fixed {
                return Err(self.fail(format!(
                    "wrong number of args for {name}: want at least {fixed} got {given}"
                )));
            }
        } else if all != wanted {
            return Err(self.fail(format!(
                "wrong number of args for {name}: want {wanted} got {all}"
            )));
        }
        Ok(())
    }

    /// `and` and `or`, which evaluate no more than they need.
    fn short_circuit(
        &mut self,
        dot: &Reflected,
        is_or: bool,
        arguments: &'t [Operand],
        last: Option<Reflected>,
    ) -> Step<Reflected> {
        let mut value = Reflected::INVALID;
        for word in arguments {
            value = self.argument(dot, Parameter::Reflected, word)?;
            if value.is_true() == is_or {
                return Ok(value);
            }
        }
        Ok(last.unwrap_or(value))
    }

    /// Evaluates arguments of one of Go's own functions.
    fn push_reflected(
        &mut self,
        dot: &Reflected,
        arguments: &'t [Operand],
        last: Option<&Reflected>,
    ) -> Step<()> {
        for word in arguments {
            let value = self.argument(dot, Parameter::Reflected, word)?;
            self.reflected.push(value);
        }
        self.reflected.extend(last.cloned());
        Ok(())
    }

    /// Evaluates arguments of a function with a signature.
    fn push_values(
        &mut self,
        dot: &Reflected,
        parameters: Parameters,
        arguments: &'t [Operand],
        last: Option<Reflected>,
    ) -> Step<()> {
        for (index, word) in arguments.iter().enumerate() {
            let value = self.argument(dot, parameters.get(index), word)?;
            self.values.push(value.value);
        }
        if let Some(last) = last {
            let value = self.validate(last, parameters.get(arguments.len()))?;
            self.values.push(value.value);
        }
        Ok(())
    }

    /// Gives a function's result, or its error.
    fn finish(
        &mut self,
        name: &str,
        place: Place<'t>,
        result: Result<Reflected, FunctionError>,
    ) -> Step<Reflected> {
        match result {
            Ok(result) => {
                if let Value::String(text) = &result.value {
                    // A text that somebody else holds too was not made by this call.
                    if !text.is_shared() {
                        self.budget
                            .text(text.len() as u64)
                            .map_err(|limit| self.exhausted(limit))?;
                    }
                }
                Ok(result)
            }
            Err(cause) => {
                self.at(place);
                Err(self.fail_by(format!("error calling {name}: "), cause))
            }
        }
    }
}

/// The name of what is called where only a pipeline's value says it (`reflect.Value.String`).
fn final_name(called: &[Reflected]) -> String {
    match called.first() {
        Some(Reflected {
            value: Value::String(text),
            ..
        }) => text.to_str().into_owned(),
        Some(value) if value.is_valid() => format!("<{} Value>", value.type_name()),
        _ => "<invalid Value>".to_owned(),
    }
}
