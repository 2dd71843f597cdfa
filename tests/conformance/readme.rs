//! The blocks of README.md that a test writes: what stands between `<!-- NAME:start -->` and `<!-- NAME:end -->` is
//! what the test counted, or the test fails. With `CHARTWRIGHT_WRITE_README=1` the block is rewritten instead.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::support::workspace;

/// Set to 1, blocks are rewritten where they differ.
const WRITE: &str = "CHARTWRIGHT_WRITE_README";

/// Tests run beside each other, and each rewrites the whole file.
static FILE: Mutex<()> = Mutex::new(());

/// Holds README.md's block `name` against what was counted now. `counted` is Markdown; lines without an end are ended.
///
/// # Panics
/// When the block is missing, or says something else and is not to be rewritten.
pub(crate) fn holds(name: &str, counted: &str) {
    let _one_at_a_time = FILE.lock().unwrap_or_else(PoisonError::into_inner);
    let path = path();
    let text = std::fs::read_to_string(&path).expect("README.md");
    let Some((before, block, after)) = split(&text, name) else {
        panic!("README.md has no block <!-- {name}:start --> … <!-- {name}:end -->");
    };
    let counted = format!("\n{}\n", counted.trim());
    if block == counted {
        return;
    }
    assert!(
        std::env::var_os(WRITE).is_some_and(|value| value == "1"),
        "README.md's block {name} is not what was counted (set {WRITE}=1 to rewrite it)\n\
         README.md:{block}\ncounted:{counted}"
    );
    std::fs::write(&path, format!("{before}{counted}{after}")).expect("README.md is written");
}

fn path() -> PathBuf {
    workspace::repository().join("README.md")
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
