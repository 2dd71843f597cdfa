//! Sprig's functions on dates.

use super::Sources;
use crate::function::Functions;

/// Adds them.
pub(super) fn add(_functions: &mut Functions, _sources: &Sources) {}
