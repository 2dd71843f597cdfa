//! Files that git takes for the commit's, and that are other bytes all the same.

use camino::Utf8Path;
use git2::{AttrCheckFlags, ObjectType, Tree};

use super::Checkout;

/// Regular files in a tree, executable or not.
const REGULAR: [i32; 2] = [0o100_644, 0o100_755];

impl Checkout {
    /// Whether this clone's settings (`core.autocrlf`, `core.eol`) made a file that git calls unmodified another one
    /// than the commit's: its length tells, since a line end gains a byte. What the commit itself asks for in
    /// .gitattributes (LFS, `eol`, an encoding) is the same in every clone and is none.
    pub(super) fn is_converted(&self, tree: &Tree<'_>, path: &Utf8Path) -> bool {
        let Ok(entry) = tree.get_path(path.as_std_path()) else {
            return false;
        };
        if !REGULAR.contains(&entry.filemode()) {
            return false;
        }
        let committed = self
            .repository
            .odb()
            .and_then(|objects| objects.read_header(entry.id()));
        let here = self
            .repository
            .workdir()
            .and_then(|top| top.join(path).metadata().ok());
        let (Ok((committed, ObjectType::Blob)), Some(here)) = (committed, here) else {
            return false;
        };
        here.len() != committed as u64 && !self.is_asked_for(path)
    }

    fn is_asked_for(&self, path: &Utf8Path) -> bool {
        let attribute = |name| {
            self.repository
                .get_attr(path.as_std_path(), name, AttrCheckFlags::FILE_THEN_INDEX)
                .ok()
                .flatten()
                .map(str::to_owned)
        };
        ["filter", "ident", "working-tree-encoding", "eol"]
            .into_iter()
            .any(|name| attribute(name).is_some())
    }
}
