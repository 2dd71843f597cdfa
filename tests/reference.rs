//! The checked-in files that are generated from the program's definitions are what it generates.

#![expect(clippy::expect_used, reason = "a test may fail so")]

use std::path::Path;

use chartwright::command::reference::files;

/// `CHARTWRIGHT_WRITE_REFERENCE=1 cargo test --test reference` writes the files anew.
#[test]
fn generated_files_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let write = std::env::var_os("CHARTWRIGHT_WRITE_REFERENCE").is_some();
    let mut stale = Vec::new();
    for (name, text) in files() {
        let path = root.join(name);
        if write {
            let parent = path.parent().expect("a file has a directory");
            std::fs::create_dir_all(parent).expect("the directory can be made");
            std::fs::write(&path, text).expect("the file can be written");
        } else if std::fs::read_to_string(&path).unwrap_or_default() != text {
            stale.push(name);
        }
    }
    assert!(
        stale.is_empty(),
        "{stale:?} differ from what the program generates; write them anew with \
         CHARTWRIGHT_WRITE_REFERENCE=1 cargo test --test reference"
    );
}
