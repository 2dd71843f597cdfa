//! Sprig's functions on texts.

use super::Sources;
use crate::function::Functions;

/// Adds them.
pub(super) fn add(_functions: &mut Functions, _sources: &Sources) {}
