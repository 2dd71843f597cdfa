//! The functions of a set of templates, ready to be called.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::builtin::Builtin;
use crate::function::{Function, Functions};

/// A hash for names of functions: short, and not chosen by an attacker (FNV-1a).
#[derive(Debug)]
pub(super) struct NameHasher(u64);

impl Default for NameHasher {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for NameHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

/// A function by its name: one of those that were given, or one of Go's own.
#[derive(Debug, Clone)]
pub(super) enum Found {
    /// Go's own.
    Builtin(Builtin),
    /// A given one. It hides Go's own of the same name.
    Given(Function),
}

/// All functions of a set.
#[derive(Debug, Clone)]
pub(super) struct FunctionTable(HashMap<&'static str, Found, BuildHasherDefault<NameHasher>>);

impl FunctionTable {
    /// Go's own functions, and those.
    pub(super) fn new(functions: &Functions) -> Self {
        let mut table = Self(HashMap::default());
        for builtin in Builtin::ALL {
            table.0.insert(builtin.name(), Found::Builtin(builtin));
        }
        table.extend(functions);
        table
    }

    /// Adds functions, or puts them in the place of others.
    pub(super) fn extend(&mut self, functions: &Functions) {
        for name in functions.names() {
            if let Some(function) = functions.get(name) {
                self.0.insert(name, Found::Given(function.clone()));
            }
        }
    }

    /// A function.
    pub(super) fn get(&self, name: &str) -> Option<&Found> {
        self.0.get(name)
    }
}
