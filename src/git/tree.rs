//! Tree objects: read, edited and written so that every entry that is not ours keeps its bytes.

use std::cmp::Ordering;

use super::object::ObjectId;

/// One entry of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeEntry {
    /// The mode's octal digits as they are stored; kept as they are, since old tools wrote unusual ones.
    pub mode: Vec<u8>,
    /// The name, any bytes but NUL and `/`.
    pub name: Vec<u8>,
    /// What it names.
    pub id: ObjectId,
}

impl TreeEntry {
    /// An ordinary file.
    pub fn file(name: &str, id: ObjectId) -> Self {
        Self {
            mode: b"100644".to_vec(),
            name: name.as_bytes().to_vec(),
            id,
        }
    }

    /// A directory.
    pub fn directory(name: &str, id: ObjectId) -> Self {
        Self {
            mode: b"40000".to_vec(),
            name: name.as_bytes().to_vec(),
            id,
        }
    }

    /// Whether it is a directory.
    pub fn is_directory(&self) -> bool {
        matches!(self.mode.as_slice(), b"40000" | b"040000")
    }

    /// Whether it is an ordinary file, executable or not.
    pub fn is_file(&self) -> bool {
        self.mode.starts_with(b"100")
    }
}

/// A directory's entries, in git's order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    entries: Vec<TreeEntry>,
}

impl Tree {
    /// Reads a tree object; `None` when it is not one.
    pub fn parse(mut bytes: &[u8]) -> Option<Self> {
        let mut entries = Vec::new();
        while !bytes.is_empty() {
            let space = bytes.iter().position(|byte| *byte == b' ')?;
            let (mode, rest) = bytes.split_at_checked(space)?;
            let rest = rest.get(1..)?;
            let end = rest.iter().position(|byte| *byte == 0)?;
            let (name, rest) = rest.split_at_checked(end)?;
            let id = ObjectId::from_bytes(rest.get(1..21)?)?;
            entries.push(TreeEntry {
                mode: mode.to_vec(),
                name: name.to_vec(),
                id,
            });
            bytes = rest.get(21..)?;
        }
        Some(Self { entries })
    }

    /// The entry of this name.
    pub fn get(&self, name: &str) -> Option<&TreeEntry> {
        self.entries
            .iter()
            .find(|entry| entry.name == name.as_bytes())
    }

    /// The entries, in git's order.
    pub fn entries(&self) -> &[TreeEntry] {
        &self.entries
    }

    /// Puts an entry in, in place of one of the same name. Every other entry stays as it is.
    pub fn put(&mut self, entry: TreeEntry) {
        self.entries.retain(|other| other.name != entry.name);
        let position = self
            .entries
            .partition_point(|other| compare(other, &entry) == Ordering::Less);
        self.entries.insert(position, entry);
    }

    /// Takes an entry out, if it is there.
    pub fn remove(&mut self, name: &str) {
        self.entries.retain(|entry| entry.name != name.as_bytes());
    }

    /// Whether it has no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The object's bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.entries.len() * 64);
        for entry in &self.entries {
            bytes.extend_from_slice(&entry.mode);
            bytes.push(b' ');
            bytes.extend_from_slice(&entry.name);
            bytes.push(0);
            bytes.extend_from_slice(entry.id.as_bytes());
        }
        bytes
    }
}

/// Git compares names byte by byte, a directory's name as if it ended in `/` (`base_name_compare` of git's tree.c).
fn compare(left: &TreeEntry, right: &TreeEntry) -> Ordering {
    let sorted = |entry: &TreeEntry| {
        let mut name = entry.name.clone();
        if entry.is_directory() {
            name.push(b'/');
        }
        name
    };
    sorted(left).cmp(&sorted(right))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::git::object::Kind;

    #[test]
    fn a_directory_sorts_as_if_it_ended_in_a_slash() {
        let id = ObjectId::of(Kind::Blob, b"");
        let mut tree = Tree::default();
        for name in ["foo0", "foo.txt", "foo-bar"] {
            tree.put(TreeEntry::file(name, id));
        }
        tree.put(TreeEntry::directory("foo", id));
        let names: Vec<_> = tree
            .entries()
            .iter()
            .map(|entry| String::from_utf8_lossy(&entry.name).into_owned())
            .collect();
        assert_eq!(names, ["foo-bar", "foo.txt", "foo", "foo0"]);
    }

    #[test]
    fn putting_replaces_one_entry_and_keeps_the_rest_with_their_modes() {
        let id = ObjectId::of(Kind::Blob, b"");
        let mut tree = Tree::default();
        tree.put(TreeEntry {
            mode: b"100664".to_vec(),
            name: b"old".to_vec(),
            id,
        });
        tree.put(TreeEntry::file("index.yaml", id));
        tree.put(TreeEntry::file(
            "index.yaml",
            ObjectId::of(Kind::Blob, b"new"),
        ));
        assert_eq!(tree.entries().len(), 2);
        assert_eq!(tree.get("old").unwrap().mode, b"100664");
        assert_eq!(
            tree.get("index.yaml").unwrap().id,
            ObjectId::of(Kind::Blob, b"new")
        );
        assert_eq!(Tree::parse(&tree.encode()), Some(tree));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_parser_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Some(tree) = Tree::parse(&bytes) {
                prop_assert_eq!(tree.encode(), bytes);
            }
        }
    }
}
