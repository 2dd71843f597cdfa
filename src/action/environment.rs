//! The environment variables, taken once: nothing else of this program looks at the process's own.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Environment variables by name. Tests make their own; only `main` takes the process's.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Environment {
    variables: BTreeMap<String, String>,
    not_unicode: BTreeSet<String>,
}

impl Environment {
    /// The process's environment as it is now. Variables whose name is not Unicode are left out.
    pub fn of_process() -> Self {
        let mut environment = Self::default();
        for (name, value) in std::env::vars_os() {
            let Ok(name) = name.into_string() else {
                continue;
            };
            match value.into_string() {
                Ok(value) => {
                    environment.variables.insert(name, value);
                }
                Err(_) => {
                    environment.not_unicode.insert(name);
                }
            }
        }
        environment
    }

    /// A variable's value, also when it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// A variable's value, trimmed; empty ones count as absent, for the runner (and act) sets many to nothing.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.get(name)
            .map(str::trim)
            .filter(|value| !value.is_empty())
    }

    /// Whether a variable is there whose value is not Unicode text.
    pub fn is_not_unicode(&self, name: &str) -> bool {
        self.not_unicode.contains(name)
    }
}

impl<Name: Into<String>, Value: Into<String>> FromIterator<(Name, Value)> for Environment {
    fn from_iter<Pairs: IntoIterator<Item = (Name, Value)>>(pairs: Pairs) -> Self {
        Self {
            variables: pairs
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
            not_unicode: BTreeSet::new(),
        }
    }
}

/// Names only: values may be secrets.
impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_set()
            .entries(self.variables.keys())
            .entries(&self.not_unicode)
            .finish()
    }
}

#[cfg(test)]
impl Environment {
    /// Adds a variable whose value is not Unicode.
    pub(crate) fn with_not_unicode(mut self, name: &str) -> Self {
        self.not_unicode.insert(name.to_owned());
        self
    }
}
