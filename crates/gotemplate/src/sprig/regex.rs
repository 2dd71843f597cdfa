//! Sprig's functions on regular expressions (`regex.go`).

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use super::Sources;
use super::arguments::Declare;
use crate::budget::{Budget, Exhausted};
use crate::error::FunctionError;
use crate::function::{Functions, Signature};
use crate::regexp::{self, Regexp, quote_meta};
use crate::strconv::{can_backquote, quote};
use crate::value::{List, ListType, Text, Type, Value};

const TWO: Signature = Signature::of(&[Type::String, Type::String]);
const THREE: Signature = Signature::of(&[Type::String, Type::String, Type::String]);
const LIMITED: Signature = Signature::of(&[Type::String, Type::String, Type::Int]);

/// Adds them.
pub(super) fn add(functions: &mut Functions, _sources: &Sources) {
    let expressions = Expressions::default();
    add_match(functions, &expressions);
    for demand in [Demand::May, Demand::Must] {
        add_find(functions, &expressions, demand);
        add_replace(functions, &expressions, demand);
    }
    functions.declare(
        "regexQuoteMeta",
        Signature::of(&[Type::String]),
        |call, arguments| {
            let text = arguments.bytes(0);
            call.budget().text(text.len() as u64)?;
            Ok(quote_meta(text))
        },
    );
}

/// Which of two functions: they say differently that an expression cannot be compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Demand {
    /// `regexFind` panics, with the words of `regexp.MustCompile`.
    May,
    /// `mustRegexFind` returns the error.
    Must,
}

impl Demand {
    fn name(self, may: &'static str, must: &'static str) -> &'static str {
        match self {
            Self::May => may,
            Self::Must => must,
        }
    }
}

/// Compiled expressions by their text: a template asks for the same few over and over.
#[derive(Clone, Default)]
struct Expressions(Rc<RefCell<HashMap<Text, Rc<Regexp>>>>);

impl Expressions {
    /// Expressions that are kept; one more, and all are forgotten.
    const KEPT: usize = 256;

    fn compile(
        &self,
        expression: &Text,
        budget: &Budget,
    ) -> Result<Result<Rc<Regexp>, regexp::Error>, Exhausted> {
        if let Some(compiled) = self.0.borrow().get(expression) {
            return Ok(Ok(Rc::clone(compiled)));
        }
        let compiled = match Regexp::within(expression, budget)? {
            Ok(compiled) => Rc::new(compiled),
            Err(error) => return Ok(Err(error)),
        };
        let mut kept = self.0.borrow_mut();
        if kept.len() >= Self::KEPT {
            kept.clear();
        }
        kept.insert(expression.clone(), Rc::clone(&compiled));
        Ok(Ok(compiled))
    }

    fn demand(
        &self,
        demand: Demand,
        expression: &Text,
        budget: &Budget,
    ) -> Result<Rc<Regexp>, FunctionError> {
        self.compile(expression, budget)?
            .map_err(|error| match demand {
                Demand::May => {
                    let expression = if can_backquote(expression) {
                        format!("`{}`", expression.to_str())
                    } else {
                        quote(expression)
                    };
                    format!("regexp: Compile({expression}): {error}").into()
                }
                Demand::Must => error.to_string().into(),
            })
    }
}

fn add_match(functions: &mut Functions, expressions: &Expressions) {
    let compiler = expressions.clone();
    functions.declare("regexMatch", TWO, move |call, arguments| {
        // An expression that cannot be compiled matches nothing.
        let expression = compiler.compile(&arguments.text(0), call.budget())?;
        Ok::<_, FunctionError>(
            expression.is_ok_and(|expression| expression.is_match(arguments.bytes(1))),
        )
    });
    let compiler = expressions.clone();
    functions.declare("mustRegexMatch", TWO, move |call, arguments| {
        let expression = compiler.demand(Demand::Must, &arguments.text(0), call.budget())?;
        Ok(expression.is_match(arguments.bytes(1)))
    });
}

fn add_find(functions: &mut Functions, expressions: &Expressions, demand: Demand) {
    let compiler = expressions.clone();
    functions.declare(
        demand.name("regexFind", "mustRegexFind"),
        TWO,
        move |call, arguments| {
            let expression = compiler.demand(demand, &arguments.text(0), call.budget())?;
            let found = expression.find(arguments.bytes(1)).unwrap_or_default();
            call.budget().text(found.len() as u64)?;
            Ok(Text::from(found))
        },
    );
    let compiler = expressions.clone();
    functions.declare(
        demand.name("regexFindAll", "mustRegexFindAll"),
        LIMITED,
        move |call, arguments| {
            let expression = compiler.demand(demand, &arguments.text(0), call.budget())?;
            let text = arguments.bytes(1);
            call.budget().text(text.len() as u64)?;
            let found = expression.find_all(text, arguments.int(2), call.budget())?;
            Ok(strings_or_nil(found))
        },
    );
    let compiler = expressions.clone();
    functions.declare(
        demand.name("regexSplit", "mustRegexSplit"),
        LIMITED,
        move |call, arguments| {
            let expression = compiler.demand(demand, &arguments.text(0), call.budget())?;
            let text = arguments.bytes(1);
            call.budget().text(text.len() as u64)?;
            let limit = arguments.int(2);
            if limit == 0 {
                return Ok(List::nil(&ListType::STRINGS));
            }
            let parts = expression.split(text, limit, call.budget())?;
            Ok(List::strings(parts))
        },
    );
}

/// No match at all is a nil slice, which is `null` in JSON.
fn strings_or_nil(found: Vec<&[u8]>) -> List {
    if found.is_empty() {
        List::nil(&ListType::STRINGS)
    } else {
        List::strings(found)
    }
}

fn add_replace(functions: &mut Functions, expressions: &Expressions, demand: Demand) {
    let compiler = expressions.clone();
    functions.declare(
        demand.name("regexReplaceAll", "mustRegexReplaceAll"),
        THREE,
        move |call, arguments| {
            let expression = compiler.demand(demand, &arguments.text(0), call.budget())?;
            let (text, replacement) = (arguments.bytes(1), arguments.bytes(2));
            Ok(Value::from(expression.replace_all(
                text,
                replacement,
                call.budget(),
            )?))
        },
    );
    let compiler = expressions.clone();
    functions.declare(
        demand.name("regexReplaceAllLiteral", "mustRegexReplaceAllLiteral"),
        THREE,
        move |call, arguments| {
            let expression = compiler.demand(demand, &arguments.text(0), call.budget())?;
            let (text, replacement) = (arguments.bytes(1), arguments.bytes(2));
            Ok(Value::from(expression.replace_all_literal(
                text,
                replacement,
                call.budget(),
            )?))
        },
    );
}

#[cfg(test)]
mod tests;
