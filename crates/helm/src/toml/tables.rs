//! The tables of a document while it is read: they are found again and added to.

use std::collections::BTreeMap;

use gotemplate::value::MapType;
use gotemplate::{List, ListType, Map, Type, Value};

/// `[]map[string]interface {}`, what `[[table]]` gives.
static TABLES: ListType = ListType::of(Type::Map(&MapType::ANY));

/// What stands under a key.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Value(Value),
    Table(Table),
    /// `[[table]]`; never empty.
    Tables(Vec<Table>),
}

/// A table, by its place among all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Table(usize);

/// All tables, each with the map that it becomes.
#[derive(Debug)]
pub(super) struct Tables(Vec<(BTreeMap<Vec<u8>, Node>, Map)>);

impl Tables {
    /// With the document's outermost table.
    pub(super) fn new() -> (Self, Table) {
        (Self(vec![Default::default()]), Table(0))
    }

    /// A new table, in none yet.
    pub(super) fn add(&mut self) -> Table {
        self.0.push(Default::default());
        Table(self.0.len().saturating_sub(1))
    }

    pub(super) fn get(&self, table: Table, key: &[u8]) -> Option<&Node> {
        self.0.get(table.0)?.0.get(key)
    }

    pub(super) fn get_mut(&mut self, table: Table, key: &[u8]) -> Option<&mut Node> {
        self.0.get_mut(table.0)?.0.get_mut(key)
    }

    pub(super) fn insert(&mut self, table: Table, key: &[u8], node: Node) {
        if let Some((entries, _)) = self.0.get_mut(table.0) {
            entries.insert(key.to_vec(), node);
        }
    }

    /// A node as a value. A table's map fills when the document ends.
    pub(super) fn value_of(&self, node: Node) -> Value {
        let map_of = |table: &Table| {
            self.0
                .get(table.0)
                .map(|(_, map)| map.clone())
                .unwrap_or_default()
        };
        match node {
            Node::Value(value) => value,
            Node::Table(table) => map_of(&table).into(),
            Node::Tables(tables) => List::typed(
                &TABLES,
                tables.iter().map(|table| map_of(table).into()).collect(),
            )
            .into(),
        }
    }

    /// The outermost table with all that is in it.
    pub(super) fn into_map(self) -> Map {
        for (entries, map) in &self.0 {
            for (key, node) in entries {
                map.insert(key.clone(), self.value_of(node.clone()));
            }
        }
        self.0
            .into_iter()
            .next()
            .map(|(_, map)| map)
            .unwrap_or_default()
    }
}
