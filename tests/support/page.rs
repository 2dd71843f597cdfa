//! Blocks of pages of the documentation that tests hold against what they counted, and rewrite when asked to.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::expect_used,
    clippy::panic,
    reason = "each test binary mounts it as a module, and uses a part of it"
)]

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// Set to 1, blocks are rewritten where they differ.
const WRITE: &str = "CHARTWRIGHT_WRITE_README";

/// Tests run beside each other, and each rewrites the whole file.
static FILE: Mutex<()> = Mutex::new(());

/// Holds the block `name` of a page (`README.md`, `docs/reliability.md`) against what was counted now. `counted` is
/// Markdown; lines without an end are ended.
///
/// # Panics
/// When the block is missing, or says something else and is not to be rewritten.
pub fn holds(page: &str, name: &str, counted: &str) {
    let _one_at_a_time = FILE.lock().unwrap_or_else(PoisonError::into_inner);
    let path = path(page);
    let text = std::fs::read_to_string(&path).expect("the page");
    let Some((before, block, after)) = split(&text, name) else {
        panic!("{page} has no block <!-- {name}:start --> … <!-- {name}:end -->");
    };
    let counted = format!("\n{}\n", counted.trim());
    if block == counted {
        return;
    }
    assert!(
        std::env::var_os(WRITE).is_some_and(|value| value == "1"),
        "{page}'s block {name} is not what was counted (set {WRITE}=1 to rewrite it)\n\
         {page}:{block}\ncounted:{counted}"
    );
    std::fs::write(&path, format!("{before}{counted}{after}")).expect("the page is written");
}

/// Writes a block when asked to, and else leaves it: for what is never counted twice the same.
pub fn records(page: &str, name: &str, counted: &str) {
    if std::env::var_os(WRITE).is_some_and(|value| value == "1") {
        holds(page, name, counted);
    }
}

fn path(page: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(page)
}

/// The text up to the end of the start's comment, between, and from the end's comment on.
fn split<'text>(text: &'text str, name: &str) -> Option<(&'text str, &'text str, &'text str)> {
    let start = format!("<!-- {name}:start -->");
    let begin = text.find(&start)? + start.len();
    let (before, rest) = text.split_at(begin);
    let end = rest.find(&format!("<!-- {name}:end -->"))?;
    let (block, after) = rest.split_at(end);
    Some((before, block, after))
}

#[test]
fn a_block_is_what_stands_between_its_comments() {
    let text = "a\n<!-- x:start -->\nold\n<!-- x:end -->\nb";
    assert_eq!(
        split(text, "x"),
        Some(("a\n<!-- x:start -->", "\nold\n", "<!-- x:end -->\nb"))
    );
    assert_eq!(split(text, "y"), None);
}
