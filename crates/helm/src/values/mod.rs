//! Values: where they come from, and how those of a chart, its subcharts and its user become one map.
//!
//! [`Options`] gathers what the user gives (`pkg/cli/values`), [`strvals`] reads the grammar of `--set`
//! (`pkg/strvals`), and [`coalesce`] and [`merge`] put the charts' own values under them
//! (`pkg/chart/common/util/coalesce.go`).

mod coalesce;
mod copy;
mod file;
mod lookup;
mod methods;
mod options;
mod read;
pub mod strvals;
mod warning;

pub use coalesce::{CoalesceError, coalesce, merge};
pub(crate) use coalesce::{coalesce_tables, merge_tables};
pub use copy::Endless;
pub(crate) use copy::{deep_copy, display_json, from_json, value_from_json};
pub use file::{FileError, load, merge_maps};
pub use lookup::{NoTable, NoValue, PathError, path_value, table};
pub use methods::VALUES;
pub use options::{Options, ValuesError};
pub use read::{ReadError, read_file};
pub use warning::Warning;

#[cfg(test)]
mod tests;
