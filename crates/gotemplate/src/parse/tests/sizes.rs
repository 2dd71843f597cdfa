//! Trees as deep and texts as long as they come.

use super::super::depth::{MAX_BLOCK_DEPTH, MAX_EXPRESSION_DEPTH};
use super::{parsed, root};

/// Runs with so little stack that a recursion on it would end the test.
fn with_little_stack(test: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new()
        .stack_size(256 << 10)
        .spawn(test)
        .unwrap()
        .join()
        .unwrap();
}

fn nested(before: &str, inner: &str, after: &str, depth: usize) -> String {
    [&before.repeat(depth), inner, &after.repeat(depth)].concat()
}

#[test]
fn deep_trees_are_parsed_printed_cloned_and_dropped() {
    with_little_stack(|| {
        let blocks = MAX_BLOCK_DEPTH;
        for text in [
            nested("{{if .}}", "a", "{{end}}", blocks),
            nested("{{range .}}{{else}}", "a", "{{end}}", blocks),
            nested(
                "{{with .}}",
                &nested("{{print ", "1", "}}", 1),
                "{{end}}",
                blocks,
            ),
            nested(
                "{{print ",
                &nested("(", "1", ")", MAX_EXPRESSION_DEPTH),
                "}}",
                1,
            ),
            nested(
                "{{print ",
                &nested("(", "1", ").a", MAX_EXPRESSION_DEPTH),
                "}}",
                1,
            ),
            nested(
                "{{print ",
                &nested("(print 1 ", "1", ")", MAX_EXPRESSION_DEPTH),
                "}}",
                1,
            ),
        ] {
            let tree = root(&text);
            let printed = tree.root.to_string();
            assert_eq!(printed, text);
            let copy = tree.clone();
            assert_eq!(format!("{tree:?}").len(), format!("{copy:?}").len());
            drop(tree);
            assert_eq!(copy.root.to_string(), printed);
        }
        let chain = "{{else if .}}".repeat(blocks - 1);
        let tree = root(format!("{{{{if .}}}}{chain}{{{{end}}}}"));
        assert_eq!(tree.root.to_string().matches("{{end}}").count(), blocks);
        let text = nested("{{block `a` .}}x", "", "{{end}}", 1);
        let text = nested("{{block `b` .}}", &text, "{{end}}", blocks - 1);
        assert_eq!(
            parsed(text).unwrap_err().to_string(),
            "template: f:1: template: multiple definition of template \"b\""
        );
    });
}

#[test]
fn deeper_trees_are_refused() {
    with_little_stack(|| {
        for (before, after, expected) in [
            ("\n{{if .}}", "{{end}}", "10002: max block depth exceeded"),
            ("\n{{with .}}", "{{end}}", "10002: max block depth exceeded"),
            (
                "\n{{block `a` .}}",
                "{{end}}",
                "10002: max block depth exceeded",
            ),
            (
                "\n{{range .}}{{else}}",
                "{{end}}",
                "10002: max block depth exceeded",
            ),
        ] {
            for depth in [MAX_BLOCK_DEPTH + 1, 200_000] {
                let error = parsed(nested(before, "", after, depth)).unwrap_err();
                assert_eq!(error.to_string(), format!("template: f:{expected}"));
            }
        }
        let chain = nested(
            "\n{{if .}}",
            &"\n{{else if .}}".repeat(MAX_BLOCK_DEPTH),
            "{{end}}",
            1,
        );
        let error = parsed(chain).unwrap_err();
        assert_eq!(
            error.to_string(),
            "template: f:10002: max block depth exceeded"
        );
        for depth in [MAX_EXPRESSION_DEPTH + 1, 200_000] {
            let error = parsed(format!("{{{{{}}}}}", nested("(\n", "1", ")", depth))).unwrap_err();
            assert_eq!(
                error.to_string(),
                "template: f:10001: max expression depth exceeded"
            );
        }
    });
}

/// Blocks side by side nest nothing.
#[test]
fn many_blocks_are_not_deep() {
    let blocks = MAX_BLOCK_DEPTH * 2;
    let text = "{{if .}}{{else if .}}{{end}}{{with (.)}}{{end}}".repeat(blocks);
    assert_eq!(root(text).root.nodes.len(), blocks * 2);
}

/// What would take hours were it quadratic.
#[test]
fn long_texts_take_linear_time() {
    let names: String = (0..100_000)
        .map(|index| format!("{{{{$v{index} := .}}}}{{{{$v0}}}}"))
        .collect();
    assert_eq!(root(&names).root.nodes.len(), 200_000);
    let definitions: String = (0..100_000)
        .map(|index| format!("{{{{define `{index}`}}}}{{{{end}}}}"))
        .collect();
    assert_eq!(parsed(&definitions).unwrap().len(), 100_001);
    let spaces = " ".repeat(1 << 20);
    let again = format!(
        "{{{{define `a`}}}}{spaces}x{{{{end}}}}{}",
        "{{define `a`}}{{end}}".repeat(10_000)
    );
    assert_eq!(parsed(&again).unwrap().len(), 2);
    let comments = "{{- /* a */ -}} \n".repeat(100_000);
    assert_eq!(
        parsed(comments + "{{x}}").unwrap_err().position.line,
        100_001
    );
}
