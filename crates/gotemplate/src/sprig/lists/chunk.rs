//! Sprig's `chunk`.

use super::charge;
use crate::budget::Budget;
use crate::error::FunctionError;
use crate::sprig::panics::make_slice;
use crate::value::{List, ListType, Type, Value};

const CHUNKS: ListType = ListType::of(Type::LIST);

/// Lists of `size` items each, the last of what is left: a `[][]interface {}`.
///
/// # Errors
/// Go's panic for sizes that are not positive. Sprig reckons with floats there, and so does this: a size below the
/// negative length gives no chunks.
pub(super) fn chunk(list: &List, size: i64, budget: &Budget) -> Result<List, FunctionError> {
    let items: Vec<Value> = list.iter().collect();
    let Some(width) = usize::try_from(size).ok().filter(|width| *width > 0) else {
        return no_chunks(items.len(), size);
    };
    charge(budget, items.len())?;
    let chunks: Vec<Value> = items
        .chunks(width)
        .map(|chunk| List::new(chunk.to_vec()).into())
        .collect();
    Ok(List::typed(&CHUNKS, chunks))
}

/// A size that is not positive: the number of chunks is 0, or something that no slice can have as its length, or one
/// chunk would have such a length.
fn no_chunks(length: usize, size: i64) -> Result<List, FunctionError> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "sprig converts both numbers to float64"
    )]
    let (length, size) = (length as f64, size as f64);
    if ((length - 1.0) / size).floor() + 1.0 == 0.0 {
        return Ok(List::typed(&CHUNKS, Vec::new()));
    }
    Err(make_slice())
}
