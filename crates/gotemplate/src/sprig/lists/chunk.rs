//! Sprig's `chunk`.

use crate::budget::Budget;
use crate::error::FunctionError;
use crate::sprig::cost;
use crate::sprig::panics::make_slice;
use crate::value::{List, ListType, Type, Value};

const CHUNKS: ListType = ListType::of(Type::LIST);

/// Lists of `size` items each, the last of what is left: a `[][]interface {}`.
///
/// # Errors
/// Go's panic for most sizes that are not positive.
pub(super) fn chunk(list: &List, size: i64, budget: &Budget) -> Result<List, FunctionError> {
    let items: Vec<Value> = list.iter().collect();
    cost::items(budget, items.len())?;
    let width = match usize::try_from(size) {
        Ok(width) if width > 0 => width,
        _ => {
            check_size(items.len(), size)?;
            1
        }
    };
    // With a size that is not positive there is at most one chunk, and it has one item.
    let items = if size > 0 || items.len() == 1 {
        items.as_slice()
    } else {
        &[]
    };
    let chunks: Vec<Value> = items
        .chunks(width)
        .map(|chunk| List::new(chunk.to_vec()).into())
        .collect();
    Ok(List::typed(&CHUNKS, chunks))
}

/// Whether sprig takes a size that is not positive. It reckons with floats: such a size gives no chunks when the list
/// is shorter than it, one when the list has one item, and else lengths that no slice can have.
fn check_size(length: usize, size: i64) -> Result<(), FunctionError> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "sprig converts both numbers to float64"
    )]
    let (items, width) = (length as f64, size as f64);
    let chunks = ((items - 1.0) / width).floor() + 1.0;
    let has_one_item = length == 1 && items % width != 0.0;
    if chunks == 0.0 || (chunks == 1.0 && has_one_item) {
        return Ok(());
    }
    Err(make_slice())
}
