//! The state of an execution (`exec.go`'s `state`): where it is, its variables, and how it fails.

use std::rc::Rc;

use super::place::Place;
use super::reflected::Reflected;
use super::templates::Templates;
use crate::budget::{Budget, Exhausted};
use crate::error::{ExecuteError, Failure, FunctionError};
use crate::parse::{Tree, Variable};
use crate::stack;
use crate::value::Value;

/// Go's words for too many templates within templates. The number is Go's; here they are stopped earlier.
pub(super) const TOO_DEEP: &str = "exceeded maximum template depth (100000)";

/// What a step gives.
pub(super) type Step<T> = Result<T, Box<Failure>>;

/// An execution of a template and of those that it calls by `{{template}}`.
#[derive(Debug)]
pub(super) struct State<'t> {
    pub(super) templates: &'t Templates,
    pub(super) budget: &'t Budget,
    pub(super) out: &'t mut Vec<u8>,
    /// The template that is executing.
    pub(super) tree: &'t Tree,
    /// The node that errors name.
    place: Place<'t>,
    variables: Vec<(&'t str, Reflected)>,
    /// Where the variables of the executing template start.
    frame: usize,
    /// Arguments of the calls that are being made, those of the innermost last.
    pub(super) values: Vec<Value>,
    /// The same of Go's own functions, which know invalid values and interfaces.
    pub(super) reflected: Vec<Reflected>,
}

/// Executes a template.
///
/// # Errors
/// When a step fails, or the budget is spent.
pub(super) fn execute(
    templates: &Templates,
    tree: &Tree,
    data: &Value,
    budget: &Budget,
    out: &mut Vec<u8>,
) -> Result<(), ExecuteError> {
    let Some(_level) = budget.enter() else {
        return Err(ExecuteError::Template {
            name: tree.name.clone(),
            message: TOO_DEEP.to_owned(),
        });
    };
    stack::grow(|| {
        let dot = Reflected::concrete(data.clone());
        let mut state = State {
            templates,
            budget,
            out,
            tree,
            place: Place::List(&tree.root),
            variables: vec![("$", dot.clone())],
            frame: 0,
            values: Vec::new(),
            reflected: Vec::new(),
        };
        state
            .walk_list(&dot, &tree.root)
            .map(drop)
            .map_err(ExecuteError::At)
    })
}

impl<'t> State<'t> {
    /// Says which node is executed now.
    pub(super) fn at(&mut self, place: Place<'t>) {
        self.place = place;
    }

    /// An error at the current node.
    pub(super) fn fail(&self, message: impl Into<String>) -> Box<Failure> {
        self.failure(message.into(), None)
    }

    /// An error of a function at the current node.
    pub(super) fn fail_by(&self, message: String, cause: FunctionError) -> Box<Failure> {
        self.failure(message, Some(cause))
    }

    /// The end of the budget at the current node.
    pub(super) fn exhausted(&self, limit: Exhausted) -> Box<Failure> {
        self.failure(String::new(), Some(FunctionError::Exhausted(limit)))
    }

    fn failure(&self, message: String, cause: Option<FunctionError>) -> Box<Failure> {
        Box::new(Failure {
            position: self.place.position(self.tree),
            executing: self.tree.name.clone(),
            context: self.place.to_string(),
            message,
            cause,
            missing: None,
        })
    }

    /// Spends one step.
    pub(super) fn step(&self) -> Step<()> {
        self.budget.step(1).map_err(|limit| self.exhausted(limit))
    }

    /// Puts text behind the output.
    pub(super) fn write(&mut self, text: &[u8]) -> Step<()> {
        self.budget
            .append(self.out.len() as u64, text.len() as u64)
            .map_err(|limit| self.exhausted(limit))?;
        self.out.extend_from_slice(text);
        Ok(())
    }

    /// How many variables there are: what is declared later is dropped by [`State::pop`].
    pub(super) fn mark(&self) -> usize {
        self.variables.len()
    }

    /// Drops the variables that were declared since the mark.
    pub(super) fn pop(&mut self, mark: usize) {
        self.variables.truncate(mark);
    }

    /// Declares a variable.
    pub(super) fn push(&mut self, name: &'t str, value: Reflected) {
        self.variables.push((name, value));
    }

    /// Assigns to the variable of that name that was declared last.
    pub(super) fn set(&mut self, name: &str, value: Reflected) -> Step<()> {
        let frame = self.variables.get_mut(self.frame..).unwrap_or_default();
        match frame.iter_mut().rev().find(|(known, _)| *known == name) {
            Some((_, variable)) => {
                *variable = value;
                Ok(())
            }
            None => Err(self.fail(format!("undefined variable: {name}"))),
        }
    }

    /// Overwrites the variable that stands `from_top` places from the top, the topmost being 1.
    pub(super) fn set_top(&mut self, from_top: usize, value: Reflected) {
        let place = self
            .variables
            .len()
            .checked_sub(from_top)
            .and_then(|index| self.variables.get_mut(index));
        if let Some((_, variable)) = place {
            *variable = value;
        }
    }

    /// The value of a variable.
    pub(super) fn get(&self, name: &str) -> Step<Reflected> {
        let frame = self.variables.get(self.frame..).unwrap_or_default();
        match frame.iter().rev().find(|(known, _)| *known == name) {
            Some((_, value)) => Ok(value.clone()),
            None => Err(self.fail(format!("undefined variable: {name}"))),
        }
    }

    /// Gives a pipeline's value to its variables.
    pub(super) fn bind(
        &mut self,
        variables: &'t [Variable],
        is_assignment: bool,
        value: &Reflected,
    ) -> Step<()> {
        for variable in variables {
            if is_assignment {
                self.set(&variable.name, value.clone())?;
            } else {
                self.push(&variable.name, value.clone());
            }
        }
        Ok(())
    }

    /// Runs another template of the set, with variables of its own.
    pub(super) fn inside<T>(
        &mut self,
        tree: &'t Tree,
        dot: &Reflected,
        run: impl FnOnce(&mut Self) -> Step<T>,
    ) -> Step<T> {
        let (outer, frame, mark) = (self.tree, self.frame, self.mark());
        self.tree = tree;
        self.frame = mark;
        self.push("$", dot.clone());
        let result = run(self)?;
        self.pop(mark);
        self.frame = frame;
        self.tree = outer;
        Ok(result)
    }
}

/// The text of fields, as parts of a path.
pub(super) fn parts(fields: &[Rc<str>]) -> impl Iterator<Item = String> + '_ {
    fields.iter().map(|field| field.as_ref().to_owned())
}
