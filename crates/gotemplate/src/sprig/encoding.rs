//! Sprig's functions on base64, base32 and JSON.

use super::Sources;
use crate::function::Functions;

/// Adds them.
pub(super) fn add(_functions: &mut Functions, _sources: &Sources) {}
