//! The templates of one file (Go's `treeSet`).

use std::collections::HashMap;

use super::{Tree, is_empty_tree};
use crate::strconv::quote;

/// A second template of a name.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("template: multiple definition of template {0}")]
pub(super) struct MultipleDefinition(String);

/// Templates by name, in the order in which the names came.
#[derive(Default)]
pub(super) struct Trees {
    trees: Vec<Entry>,
    /// Where each is. Names are any bytes.
    places: HashMap<Vec<u8>, usize>,
}

struct Entry {
    tree: Tree,
    is_empty: bool,
}

impl Trees {
    /// Adds a template. It takes the place of an empty one; an empty one takes no other's place.
    pub(super) fn add(&mut self, name: &[u8], tree: Tree) -> Result<(), MultipleDefinition> {
        let is_empty = is_empty_tree(&tree.root);
        let former = self
            .places
            .get(name)
            .and_then(|place| self.trees.get_mut(*place));
        match former {
            Some(former) if former.is_empty => *former = Entry { tree, is_empty },
            Some(_) if is_empty => {}
            Some(_) => return Err(MultipleDefinition(quote(name))),
            None => {
                self.places.insert(name.to_vec(), self.trees.len());
                self.trees.push(Entry { tree, is_empty });
            }
        }
        Ok(())
    }

    /// All of them, that of the name first.
    pub(super) fn with_first(mut self, name: &[u8]) -> Vec<Tree> {
        let place = self.places.get(name).copied().unwrap_or_default();
        if let Some(until) = self.trees.get_mut(..=place) {
            until.rotate_right(1);
        }
        self.trees.into_iter().map(|entry| entry.tree).collect()
    }
}
