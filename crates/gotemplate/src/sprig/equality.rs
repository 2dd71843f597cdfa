//! `reflect.DeepEqual` over values.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use crate::budget::{Budget, Exhausted};
use crate::value::{Kind, Object, Value};

/// How many values below a value its [`fingerprint`] looks at.
const FINGERPRINT_VALUES: usize = 64;

/// Whether both have the same type and content. Nil lists and maps differ from empty ones, as in Go. A container that
/// is met again inside itself counts as equal while it is compared.
pub(super) fn deep_equal(left: &Value, right: &Value, budget: &Budget) -> Result<bool, Exhausted> {
    let mut pending = vec![(left.clone(), right.clone())];
    // Containers that were compared, or are about to be: once is enough.
    let mut seen: HashSet<(usize, usize, usize)> = HashSet::new();
    while let Some((left, right)) = pending.pop() {
        budget.step(1)?;
        match (&left, &right) {
            (Value::List(a), Value::List(b)) => {
                if left.type_of() != right.type_of()
                    || a.is_nil() != b.is_nil()
                    || a.len() != b.len()
                {
                    return Ok(false);
                }
                let key = (a.address(), b.address(), a.len());
                if key.0 == key.1 || !seen.insert(key) {
                    continue;
                }
                budget.step(u64::try_from(a.len()).unwrap_or(u64::MAX))?;
                if let (Some(a), Some(b)) = (a.as_bytes(), b.as_bytes()) {
                    if a != b {
                        return Ok(false);
                    }
                    continue;
                }
                for (a, b) in a.iter().zip(b.iter()) {
                    match scalars_equal(&a, &b) {
                        Some(true) => {}
                        Some(false) => return Ok(false),
                        None => pending.push((a, b)),
                    }
                }
            }
            (Value::Map(a), Value::Map(b)) => {
                if left.type_of() != right.type_of()
                    || a.is_nil() != b.is_nil()
                    || a.len() != b.len()
                {
                    return Ok(false);
                }
                let key = (a.address(), b.address(), usize::MAX);
                if key.0 == key.1 || !seen.insert(key) {
                    continue;
                }
                budget.step(u64::try_from(a.len()).unwrap_or(u64::MAX))?;
                for ((key, a), (other_key, b)) in a.entries().into_iter().zip(b.entries()) {
                    if key != other_key {
                        return Ok(false);
                    }
                    match scalars_equal(&a, &b) {
                        Some(true) => {}
                        Some(false) => return Ok(false),
                        None => pending.push((a, b)),
                    }
                }
            }
            (Value::Object(a), Value::Object(b)) => {
                if a.type_name() != b.type_name() {
                    return Ok(false);
                }
                if is_same_pointer(a, b) {
                    continue;
                }
                match (a.underlying(), b.underlying()) {
                    (Some(a), Some(b)) => pending.push((a, b)),
                    (None, None) => {
                        let (a, b) = ((a.display(), a.fields()), (b.display(), b.fields()));
                        if a.0 != b.0 || a.1.len() != b.1.len() {
                            return Ok(false);
                        }
                        pending.extend(a.1.into_iter().zip(b.1).map(|((_, a), (_, b))| (a, b)));
                    }
                    _ => return Ok(false),
                }
            }
            _ => {
                if scalars_equal(&left, &right) != Some(true) {
                    return Ok(false);
                }
            }
        }
    }
    Ok(true)
}

/// Whether two values that hold no others are equal; `None`: that takes a look inside.
fn scalars_equal(left: &Value, right: &Value) -> Option<bool> {
    Some(match (left, right) {
        (Value::List(_), Value::List(_))
        | (Value::Map(_), Value::Map(_))
        | (Value::Object(_), Value::Object(_)) => return None,
        (Value::Nil, Value::Nil) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) | (Value::Int64(a), Value::Int64(b)) => a == b,
        (Value::Int32(a), Value::Int32(b)) => a == b,
        (Value::Uint(a), Value::Uint(b)) | (Value::Uint64(a), Value::Uint64(b)) => a == b,
        (Value::Uint8(a), Value::Uint8(b)) => a == b,
        // NaN equals nothing.
        (Value::Float64(a), Value::Float64(b)) => a == b,
        (Value::Complex128(a, b), Value::Complex128(c, d)) => a == c && b == d,
        (Value::String(a), Value::String(b)) => a == b,
        // Functions are equal only when both are nil, and none here is.
        _ => false,
    })
}

/// The very same thing behind two pointers. A struct is compared by its content: NaN in it differs from itself.
fn is_same_pointer(left: &Rc<dyn Object>, right: &Rc<dyn Object>) -> bool {
    left.kind() == Kind::Pointer && Rc::ptr_eq(left, right)
}

/// A number that is the same for values that are deeply equal, and mostly another for others.
pub(super) fn fingerprint(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut pending = vec![value.clone()];
    for _ in 0..FINGERPRINT_VALUES {
        let Some(value) = pending.pop() else {
            break;
        };
        value.kind().name().hash(&mut hasher);
        match &value {
            Value::Nil | Value::Function(_) | Value::Object(_) => {}
            Value::Bool(value) => value.hash(&mut hasher),
            Value::Int(value) | Value::Int64(value) => value.hash(&mut hasher),
            Value::Int32(value) => value.hash(&mut hasher),
            Value::Uint(value) | Value::Uint64(value) => value.hash(&mut hasher),
            Value::Uint8(value) => value.hash(&mut hasher),
            Value::Float64(value) => hash_float(*value, &mut hasher),
            Value::Complex128(real, imaginary) => {
                hash_float(*real, &mut hasher);
                hash_float(*imaginary, &mut hasher);
            }
            Value::String(text) => text.hash(&mut hasher),
            Value::List(list) => {
                list.len().hash(&mut hasher);
                pending.extend(list.iter().take(FINGERPRINT_VALUES));
            }
            Value::Map(map) => {
                map.len().hash(&mut hasher);
                for (key, value) in map.entries().into_iter().take(FINGERPRINT_VALUES) {
                    key.hash(&mut hasher);
                    pending.push(value);
                }
            }
        }
    }
    hasher.finish()
}

/// The two zeros are equal, so they have one hash.
fn hash_float(value: f64, hasher: &mut DefaultHasher) {
    (if value == 0.0 { 0.0 } else { value })
        .to_bits()
        .hash(hasher);
}

#[cfg(test)]
mod tests;
