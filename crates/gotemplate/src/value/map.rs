//! Go's maps with strings as keys. A clone is the same map: `set` through one is seen through all.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use super::{Text, Type, Value};
use crate::function::Method;

/// The type of a map with strings as keys.
#[derive(Debug)]
pub struct MapType {
    /// The name of a named type: `common.Values`.
    pub name: Option<&'static str>,
    /// What it holds.
    pub element: Type,
    /// The methods of a named type; they come before the keys when a template names a field.
    pub methods: &'static [Method],
}

impl MapType {
    /// `map[string]interface {}`
    pub const ANY: Self = Self::of(Type::Any);
    /// `map[string]string`
    pub const STRINGS: Self = Self::of(Type::String);

    /// The nameless type of maps of `element`.
    #[must_use]
    pub const fn of(element: Type) -> Self {
        Self {
            name: None,
            element,
            methods: &[],
        }
    }
}

impl PartialEq for MapType {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name && self.element == other.element
    }
}

impl Eq for MapType {}

/// A map of Go. Its entries stand in the order of their keys' bytes, the order in which `range` goes.
#[derive(Clone)]
pub struct Map {
    map_type: &'static MapType,
    entries: Option<Rc<Entries>>,
}

/// The entries, behind a type of their own so that deep maps drop without recursion.
pub(super) struct Entries(pub(super) RefCell<BTreeMap<Text, Value>>);

impl Map {
    /// An empty `map[string]interface {}`.
    #[must_use]
    pub fn new() -> Self {
        Self::typed(&MapType::ANY)
    }

    /// An empty map of the type.
    #[must_use]
    pub fn typed(map_type: &'static MapType) -> Self {
        Self {
            map_type,
            entries: Some(Rc::new(Entries(RefCell::default()))),
        }
    }

    /// A nil map: empty, `null` in JSON; nothing can be put into it.
    #[must_use]
    pub fn nil(map_type: &'static MapType) -> Self {
        Self {
            map_type,
            entries: None,
        }
    }

    /// The same map under another type of the same elements (Go's conversion: the entries stay shared).
    #[must_use]
    pub fn with_type(mut self, map_type: &'static MapType) -> Self {
        self.map_type = map_type;
        self
    }

    /// Its type.
    #[must_use]
    pub fn map_type(&self) -> &'static MapType {
        self.map_type
    }

    /// Whether it is a nil map.
    #[must_use]
    pub fn is_nil(&self) -> bool {
        self.entries.is_none()
    }

    /// How many entries it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries
            .as_ref()
            .map_or(0, |entries| entries.0.borrow().len())
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: impl AsRef<[u8]>) -> Option<Value> {
        self.entries.as_ref()?.0.borrow().get(key.as_ref()).cloned()
    }

    /// Whether there is such a key.
    #[must_use]
    pub fn contains_key(&self, key: impl AsRef<[u8]>) -> bool {
        self.entries
            .as_ref()
            .is_some_and(|entries| entries.0.borrow().contains_key(key.as_ref()))
    }

    /// Puts a value under a key. `false`: this is a nil map, which takes nothing (Go panics:
    /// `assignment to entry in nil map`).
    pub fn insert(&self, key: impl Into<Text>, value: impl Into<Value>) -> bool {
        let Some(entries) = &self.entries else {
            return false;
        };
        let former = entries.0.borrow_mut().insert(key.into(), value.into());
        drop(former);
        true
    }

    /// Takes a key out.
    pub fn remove(&self, key: impl AsRef<[u8]>) -> Option<Value> {
        self.entries.as_ref()?.0.borrow_mut().remove(key.as_ref())
    }

    /// Another map of the same type with the same entries; a nil map gives a nil map.
    #[must_use]
    pub fn shallow_copy(&self) -> Self {
        Self {
            map_type: self.map_type,
            entries: self
                .entries
                .as_ref()
                .map(|entries| Rc::new(Entries(RefCell::new(entries.0.borrow().clone())))),
        }
    }

    /// Puts other values in the place of those for which `change` gives one. It must not reach this very map.
    ///
    /// # Errors
    /// The first of `change`; what came before it is changed.
    pub fn try_replace_values<Error>(
        &self,
        mut change: impl FnMut(&Value) -> Result<Option<Value>, Error>,
    ) -> Result<(), Error> {
        let Some(entries) = &self.entries else {
            return Ok(());
        };
        let Ok(mut entries) = entries.0.try_borrow_mut() else {
            return Ok(());
        };
        for value in entries.values_mut() {
            if let Some(other) = change(value)? {
                *value = other;
            }
        }
        Ok(())
    }

    /// The keys, sorted.
    #[must_use]
    pub fn keys(&self) -> Vec<Text> {
        self.entries.as_ref().map_or_else(Vec::new, |entries| {
            entries.0.borrow().keys().cloned().collect()
        })
    }

    /// The entries as they are now, sorted by key.
    #[must_use]
    pub fn entries(&self) -> Vec<(Text, Value)> {
        self.entries.as_ref().map_or_else(Vec::new, |entries| {
            entries
                .0
                .borrow()
                .iter()
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        })
    }

    /// Whether both are the very same map.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.address() == other.address()
    }

    /// Where the entries are in memory: the same for clones. A nil map's is 0.
    #[must_use]
    pub fn address(&self) -> usize {
        self.entries
            .as_ref()
            .map_or(0, |entries| Rc::as_ptr(entries) as usize)
    }

    /// Gives the entries away when nobody else holds them.
    pub(super) fn take_if_last(&mut self) -> Option<BTreeMap<Text, Value>> {
        Rc::get_mut(self.entries.as_mut()?).map(|entries| std::mem::take(entries.0.get_mut()))
    }
}

impl Default for Map {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Map {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A map may hold itself.
        write!(out, "{} of {} keys", Type::Map(self.map_type), self.len())
    }
}

impl fmt::Debug for Entries {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} entries", self.0.borrow().len())
    }
}

impl<K: Into<Text>, V: Into<Value>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let map: BTreeMap<Text, Value> = entries
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()))
            .collect();
        Self {
            map_type: &MapType::ANY,
            entries: Some(Rc::new(Entries(RefCell::new(map)))),
        }
    }
}
