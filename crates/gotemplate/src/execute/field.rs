//! Fields: of maps, of structs, and methods (`exec.go`'s `evalField`).

use std::rc::Rc;

use super::call::Callee;
use super::place::Place;
use super::reflected::Reflected;
use super::state::{State, Step, parts};
use super::templates::MissingKey;
use crate::error::{Failure, Missing};
use crate::function::Method;
use crate::parse::Operand;
use crate::value::{Kind, Type, Value};

/// `.a.b.c`, `$x.a.b` or `(pipeline).a.b`
#[derive(Debug, Clone, Copy)]
pub(super) struct Chain<'c, 't> {
    /// The whole.
    pub(super) word: &'t Operand,
    /// The fields.
    pub(super) fields: &'t [Rc<str>],
    /// What the first field is of.
    pub(super) origin: &'c Reflected,
}

impl<'t> State<'t> {
    /// Follows a chain. Only its last field takes arguments.
    pub(super) fn chain(
        &mut self,
        dot: &Reflected,
        chain: &Chain<'_, 't>,
        arguments: &'t [Operand],
        last: Option<Reflected>,
    ) -> Step<Reflected> {
        let Some((_, before)) = chain.fields.split_last() else {
            return Err(self.fail("internal error: no fields in evalChainNode"));
        };
        let mut receiver = None;
        for index in 0..before.len() {
            let from = receiver.as_ref().unwrap_or(chain.origin);
            receiver = Some(self.field(dot, chain, index, &[], None, from)?);
        }
        let from = receiver.as_ref().unwrap_or(chain.origin);
        self.field(dot, chain, before.len(), arguments, last, from)
    }

    /// The value of one field of the chain.
    fn field(
        &mut self,
        dot: &Reflected,
        chain: &Chain<'_, 't>,
        index: usize,
        arguments: &'t [Operand],
        last: Option<Reflected>,
        receiver: &Reflected,
    ) -> Step<Reflected> {
        let fields: &'t [Rc<str>] = chain.fields;
        let name: &'t str = fields.get(index).map(Rc::as_ref).unwrap_or_default();
        if !receiver.is_valid() {
            if self.templates.missing_key() == MissingKey::Error {
                let name = crate::strconv::quote(name.as_bytes());
                return Err(self.fail(format!("nil data; no entry for key {name}")));
            }
            return Ok(Reflected::INVALID);
        }
        if receiver.is_nil_interface() {
            let message = format!("nil pointer evaluating {}.{name}", receiver.type_name());
            return Err(self.missing(message, chain, index.checked_sub(1), true));
        }
        let methods = methods(&receiver.value);
        if let Some(method) = methods.iter().find(|method| method.name == name) {
            let callee = Callee::Method(method, receiver.value.clone());
            let place = Place::Operand(chain.word);
            return self.call(dot, &callee, name, place, arguments, last);
        }
        let has_arguments = arguments.len() > 1 || last.is_some();
        match &receiver.value {
            Value::Object(object) if matches!(object.kind(), Kind::Struct | Kind::Pointer) => {
                if let Some(value) = object.field(name) {
                    if has_arguments {
                        return Err(self.fail(format!(
                            "{name} has arguments but cannot be invoked as function"
                        )));
                    }
                    return Ok(Reflected::field(value));
                }
            }
            Value::Map(map) => {
                if has_arguments {
                    return Err(self.fail(format!("{name} is not a method but has arguments")));
                }
                let element = map.map_type().element;
                if let Some(value) = map.get(name) {
                    return Ok(Reflected::of(value, element));
                }
                return self.missing_key(chain, index, element);
            }
            _ => {}
        }
        let message = format!(
            "can't evaluate field {name} in type {}",
            receiver.type_name()
        );
        Err(self.missing(message, chain, Some(index), false))
    }

    /// What a key gives that the map has not.
    fn missing_key(&self, chain: &Chain<'_, 't>, index: usize, element: Type) -> Step<Reflected> {
        match self.templates.missing_key() {
            MissingKey::Default => Ok(Reflected::INVALID),
            MissingKey::Zero => Ok(Reflected::zero(element)),
            MissingKey::Error => {
                let name = chain.fields.get(index).map(Rc::as_ref).unwrap_or_default();
                let name = crate::strconv::quote(name.as_bytes());
                let message = format!("map has no entry for key {name}");
                Err(self.missing(message, chain, Some(index), false))
            }
        }
    }

    /// An error about a field that was not there. `lost` is the index of that field in the chain; `None` when what
    /// the chain starts from is nil. `is_nil`: nil stands there, and was asked for a field.
    fn missing(
        &self,
        message: String,
        chain: &Chain<'_, 't>,
        lost: Option<usize>,
        is_nil: bool,
    ) -> Box<Failure> {
        let mut failure = self.fail(message);
        let start = match chain.word {
            Operand::Variable(variable) => Some(variable.name.as_ref().to_owned()),
            Operand::Chain { operand, .. } => Some(match operand.as_ref() {
                Operand::Pipe(pipe) => format!("({pipe})"),
                other => other.to_string(),
            }),
            _ => None,
        };
        let followed = match lost {
            Some(index) => index.saturating_add(usize::from(start.is_some())),
            None => 0,
        };
        let nil = match lost {
            Some(_) => followed.saturating_add(1),
            None => usize::from(start.is_some()),
        };
        failure.missing = Some(Missing {
            nil: is_nil.then_some(nil),
            path: start.into_iter().chain(parts(chain.fields)).collect(),
            followed,
            siblings: lost.map_or_else(Vec::new, |index| siblings(chain, index)),
        });
        failure
    }
}

/// The methods of a value. They come before fields and keys.
fn methods(value: &Value) -> &'static [Method] {
    match value {
        Value::Map(map) => map.map_type().methods,
        Value::List(list) => list.list_type().methods,
        Value::Object(object) => object.methods(),
        _ => &[],
    }
}

/// The names that stand where a field of the chain was looked for. None when a method leads there.
fn siblings(chain: &Chain<'_, '_>, lost: usize) -> Vec<String> {
    let mut value = chain.origin.value.clone();
    for field in chain.fields.iter().take(lost) {
        let next = match &value {
            Value::Map(map) => map.get(field.as_ref()),
            Value::Object(object) => object.field(field),
            _ => None,
        };
        match next {
            Some(next) => value = next,
            None => return Vec::new(),
        }
    }
    match &value {
        Value::Map(map) => map
            .keys()
            .iter()
            .map(|key| key.to_str().into_owned())
            .collect(),
        Value::Object(object) => object
            .fields()
            .into_iter()
            .map(|(name, _)| name)
            .chain(object.methods().iter().map(|method| method.name))
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}
