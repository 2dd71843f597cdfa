//! The checked-in files that are generated from the program's definitions are what it generates.

#![expect(clippy::expect_used, reason = "a test may fail so")]

use std::path::Path;

use chartwright::command::reference::{files, findings_page};

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

/// A code that is defined somewhere in `src/` and that nobody listed would be missing from the page.
#[test]
fn every_code_is_on_the_page() {
    let page = findings_page();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut found = 0;
    let mut missing = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("the file can be read");
            for definition in text.split("\npub").skip(1) {
                let statement = definition.split(';').next().unwrap_or_default();
                let head = statement.lines().next().unwrap_or_default();
                // The examples that tests render are `pub(crate)`.
                if head.starts_with("(crate)") || !head.contains(": Code =") {
                    continue;
                }
                let Some(id) = statement.split('"').find(|part| part.starts_with("CW-")) else {
                    continue;
                };
                found += 1;
                if !page.contains(&format!("| {id} |")) {
                    missing.push(format!("{id} of {}", path.display()));
                }
            }
        }
    }
    assert!(found > 30, "only {found} codes were found in the sources");
    assert!(
        missing.is_empty(),
        "list these in src/command/reference/findings.rs: {missing:#?}"
    );
}
