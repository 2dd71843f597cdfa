//! `call`.

use crate::error::FunctionError;
use crate::execute::argument::can_be_nil;
use crate::execute::reflected::{Reflected, scalar};
use crate::function::Call;
use crate::value::{Type, Value};

/// `call`: runs a function that is a value. `name` is how the template writes it.
pub(in crate::execute) fn call(
    name: &str,
    values: &[Reflected],
    call: Call<'_>,
) -> Result<Reflected, FunctionError> {
    let Some((callee, arguments)) = values.split_first() else {
        return Ok(Reflected::INVALID);
    };
    let function = match &callee.value {
        Value::Nil => return Err("call of nil".into()),
        Value::Function(function) => function,
        other => {
            let of = Reflected::concrete(other.clone()).type_name();
            return Err(format!("non-function {name} of type {of}").into());
        }
    };
    let signature = function.signature();
    let (given, wanted) = (arguments.len(), signature.parameters.len());
    if signature.variadic {
        let fixed = wanted.saturating_sub(1);
        if given < fixed {
            return Err(format!(
                "wrong number of args for {name}: got {given} want at least {fixed}"
            )
            .into());
        }
    } else if given != wanted {
        return Err(format!("wrong number of args for {name}: got {given} want {wanted}").into());
    }
    let mut prepared = Vec::with_capacity(given);
    for (index, argument) in arguments.iter().enumerate() {
        let of = signature
            .parameters
            .get(index)
            .or_else(|| signature.parameters.last());
        let of = of.copied().unwrap_or(Type::Any);
        match prepare(&argument.value, of) {
            Ok(value) => prepared.push(value),
            Err(message) => return Err(format!("arg {index}: {message}").into()),
        }
    }
    function.call(call, &prepared).map(Reflected::concrete)
}

/// An argument as the type asks for it (`prepareArg`).
fn prepare(value: &Value, of: Type) -> Result<Value, String> {
    let Some(found) = value.type_of() else {
        if can_be_nil(of) {
            return Ok(Reflected::zero(of).value);
        }
        return Err(format!("value is nil; should be of type {of}"));
    };
    if found.is_assignable_to(of) {
        return Ok(match (value, of) {
            (Value::Map(map), Type::Map(to)) => Value::Map(map.clone().with_type(to)),
            (Value::List(list), Type::List(to)) => Value::List(list.clone().with_type(to)),
            _ => value.clone(),
        });
    }
    integer(&scalar(value), of).ok_or_else(|| format!("value has type {found}; should be {of}"))
}

/// An integer converted to another type of integers, cut as Go cuts it.
fn integer(value: &Value, of: Type) -> Option<Value> {
    let bits = match (value.as_signed(), value.as_unsigned()) {
        (Some(signed), _) => signed as u64,
        (None, Some(unsigned)) => unsigned,
        (None, None) => return None,
    };
    Some(match of {
        Type::Int => Value::Int(bits as i64),
        Type::Int32 => Value::Int32(bits as i32),
        Type::Int64 => Value::Int64(bits as i64),
        Type::Uint => Value::Uint(bits),
        Type::Uint8 => Value::Uint8(bits as u8),
        Type::Uint64 => Value::Uint64(bits),
        _ => return None,
    })
}
