//! The functions of a set of templates, ready to be called.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

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
pub(super) struct FunctionTable {
    functions: HashMap<&'static str, Found, BuildHasherDefault<NameHasher>>,
    /// All names, sorted, in one text: tables with the same one parse alike.
    names: Rc<str>,
}

impl FunctionTable {
    /// Go's own functions, and those.
    pub(super) fn new(functions: &Functions) -> Self {
        let mut table = Self {
            functions: HashMap::default(),
            names: Rc::default(),
        };
        for builtin in Builtin::ALL {
            table
                .functions
                .insert(builtin.name(), Found::Builtin(builtin));
        }
        table.extend(functions);
        table
    }

    /// Adds functions, or puts them in the place of others.
    pub(super) fn extend(&mut self, functions: &Functions) {
        let before = self.functions.len();
        for name in functions.names() {
            if let Some(function) = functions.get(name) {
                self.functions.insert(name, Found::Given(function.clone()));
            }
        }
        if self.names.is_empty() || self.functions.len() != before {
            let mut names: Vec<&str> = self.functions.keys().copied().collect();
            names.sort_unstable();
            self.names = names.join(" ").into();
        }
    }

    /// All names.
    pub(super) fn names(&self) -> &Rc<str> {
        &self.names
    }

    /// A function.
    pub(super) fn get(&self, name: &str) -> Option<&Found> {
        self.functions.get(name)
    }
}
