//! Functions that templates call.

use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use crate::budget::Budget;
use crate::error::FunctionError;
use crate::execute::Templates;
use crate::value::{Type, Value};

/// The parameters of a function. The executor checks arguments against them, with Go's words, before it calls.
#[derive(Debug, Clone, Copy)]
pub struct Signature {
    /// The types, in order.
    pub parameters: &'static [Type],
    /// Whether the last one may be given any number of times.
    pub variadic: bool,
}

impl Signature {
    /// A fixed number of parameters.
    #[must_use]
    pub const fn of(parameters: &'static [Type]) -> Self {
        Self {
            parameters,
            variadic: false,
        }
    }

    /// Parameters of which the last may be given any number of times.
    #[must_use]
    pub const fn variadic(parameters: &'static [Type]) -> Self {
        Self {
            parameters,
            variadic: true,
        }
    }
}

/// What a function may use while it runs.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    templates: &'a Templates,
    budget: &'a Budget,
    executing: &'a str,
}

impl<'a> Call<'a> {
    /// A call from a template of `templates`.
    pub(crate) fn new(templates: &'a Templates, budget: &'a Budget) -> Self {
        Self {
            templates,
            budget,
            executing: "",
        }
    }

    /// The same from the template of that name.
    pub(crate) fn within(self, executing: &'a str) -> Self {
        Self { executing, ..self }
    }

    /// The name of the template that calls: a file's, or a `define`'s.
    #[must_use]
    pub fn executing(&self) -> &'a str {
        self.executing
    }

    /// The templates of which one is running.
    #[must_use]
    pub fn templates(&self) -> &'a Templates {
        self.templates
    }

    /// What may still be spent. A function asks before it makes something large.
    #[must_use]
    pub fn budget(&self) -> &'a Budget {
        self.budget
    }
}

type Body = dyn Fn(Call<'_>, &[Value]) -> Result<Value, FunctionError>;

/// A function. Its body gets as many arguments as the signature asks for, each of its type: a parameter of type
/// [`Type::Any`] takes everything, [`Value::Nil`] included.
#[derive(Clone)]
pub struct Function(Rc<Parts<Body>>);

/// Both in one place, so that a function as a value takes no more room than a text.
struct Parts<B: ?Sized> {
    signature: Signature,
    body: B,
}

impl Function {
    /// A function with a signature and a body.
    pub fn new(
        signature: Signature,
        body: impl Fn(Call<'_>, &[Value]) -> Result<Value, FunctionError> + 'static,
    ) -> Self {
        Self(Rc::new(Parts { signature, body }))
    }

    /// Its parameters.
    #[must_use]
    pub fn signature(&self) -> Signature {
        self.0.signature
    }

    /// Runs it. That the arguments fit the signature is the caller's word.
    ///
    /// # Errors
    /// Whatever the function has to complain of.
    pub fn call(&self, call: Call<'_>, arguments: &[Value]) -> Result<Value, FunctionError> {
        (self.0.body)(call, arguments)
    }
}

impl fmt::Debug for Function {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.signature().fmt(out)
    }
}

/// A method of a named type.
#[derive(Clone, Copy)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// Its parameters, without the receiver.
    pub signature: Signature,
    /// Its body; the receiver comes first.
    pub body: fn(&Value, Call<'_>, &[Value]) -> Result<Value, FunctionError>,
}

impl fmt::Debug for Method {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{:?}", self.name, self.signature)
    }
}

/// Functions under their names. Cloning is cheap enough to do once a render.
#[derive(Debug, Clone, Default)]
pub struct Functions(HashMap<&'static str, Function>);

impl Functions {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one, or puts it in the place of another.
    pub fn insert(&mut self, name: &'static str, function: Function) {
        self.0.insert(name, function);
    }

    /// Adds one made of a signature and a body.
    pub fn add(
        &mut self,
        name: &'static str,
        signature: Signature,
        body: impl Fn(Call<'_>, &[Value]) -> Result<Value, FunctionError> + 'static,
    ) {
        self.insert(name, Function::new(signature, body));
    }

    /// Takes one away.
    pub fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Function> {
        self.0.get(name)
    }

    /// All names, in no order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.keys().copied()
    }
}
