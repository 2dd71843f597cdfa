//! All that happens to dependencies before a render.

use gotemplate::Map;

use super::{ChartTree, enabled, imports};
use crate::chart::Chart;
use crate::values::{CoalesceError, Warning};

/// Takes out the subcharts that `values` disable, copies and renames those with an alias, and imports values from
/// subcharts into their parents (`ProcessDependencies`).
///
/// # Errors
/// When `values` hold something other than a map where a subchart's values belong.
pub fn process<'a>(
    chart: &'a Chart,
    values: &Map,
    warnings: &mut Vec<Warning>,
) -> Result<ChartTree<'a>, CoalesceError> {
    let mut tree = ChartTree::new(chart);
    enabled::process(&mut tree, values, "", warnings)?;
    imports::process(&mut tree, warnings)?;
    Ok(tree)
}
