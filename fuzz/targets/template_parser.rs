//! Templates: parsing never panics, errors and nodes stand in the text, and a printed tree is parsed to the same.
#![no_main]

use gotemplate::parse::{List, Node, Offset, Tree, is_empty_tree, location, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let lines = 1 + data.iter().filter(|byte| **byte == b'\n').count();
    let trees = match parse("file", &data.into(), &has_function) {
        Ok(trees) => trees,
        Err(error) => {
            assert_eq!(error.position.template, "file");
            assert!((1..=lines).contains(&error.position.line), "{error}");
            return;
        }
    };
    assert_eq!(trees.first().map(|tree| tree.name.as_str()), Some("file"));
    for tree in &trees {
        check_places(tree, &tree.root, lines);
        let printed = tree.root.to_string();
        assert_eq!(tree.clone().root.to_string(), printed);
        if !is_printed_exactly(&tree.root) {
            continue;
        }
        let again = parse("again", &printed.as_str().into(), &has_function)
            .unwrap_or_else(|error| panic!("{error}\n{printed}"));
        assert_eq!(again.len(), 1, "{printed}");
        assert_eq!(again[0].root.to_string(), printed);
        assert_eq!(is_empty_tree(&again[0].root), is_empty_tree(&tree.root));
    }
});

/// Few, so that unknown ones are met too.
fn has_function(name: &str) -> bool {
    matches!(name, "print" | "printf" | "eq" | "and" | "f")
}

fn check_places(tree: &Tree, list: &List, lines: usize) {
    check_place(tree, list.position, lines);
    for node in &list.nodes {
        match node {
            Node::Text { position, .. } | Node::Action { position, .. } => {
                check_place(tree, *position, lines);
            }
            Node::If(branch) | Node::With(branch) | Node::Range(branch) => {
                check_place(tree, branch.position, lines);
                check_places(tree, &branch.list, lines);
                if let Some(list) = &branch.else_list {
                    check_places(tree, list, lines);
                }
            }
            Node::Template(call) => check_place(tree, call.position, lines),
            Node::Break(position) | Node::Continue(position) => check_place(tree, *position, lines),
        }
    }
}

fn check_place(tree: &Tree, offset: Offset, lines: usize) {
    assert!(offset <= tree.text.len());
    let position = location(tree, offset);
    assert!((1..=lines).contains(&position.line));
    assert!(position.column.is_some_and(|column| column <= offset));
}

/// Whether the print is a template of the same meaning. Braces at the ends of texts may come to stand together, and a
/// variable may be known only from outside of a definition's print; bytes that are no UTF-8 print as U+FFFD.
fn is_printed_exactly(list: &List) -> bool {
    list.nodes.iter().all(|node| match node {
        Node::Text { text, .. } => !text.contains(&b'{') && std::str::from_utf8(text).is_ok(),
        Node::If(branch) | Node::With(branch) | Node::Range(branch) => {
            is_printed_exactly(&branch.list)
                && branch.else_list.as_ref().is_none_or(is_printed_exactly)
        }
        _ => true,
    })
}
