//! What trees print, which is what errors of the executor show.

use super::super::is_empty_tree;
use super::{parsed, root};

#[test]
fn prints_as_go_does() {
    for (text, expected) in [
        ("{{template \"a\" . .}}", "{{template \"a\" . .}}"),
        ("", ""),
        ("{{/*\n\n\n*/}}", ""),
        (" \t\n", " \t\n"),
        ("some text", "some text"),
        ("hello-{.}}-world", "hello-{.}}-world"),
        ("{{.X}}", "{{.X}}"),
        ("{{printf}}", "{{printf}}"),
        ("{{$}}", "{{$}}"),
        ("{{$.I}}", "{{$.I}}"),
        (
            "{{with $x := 3}}{{$x 23}}{{end}}",
            "{{with $x := 3}}{{$x 23}}{{end}}",
        ),
        ("{{$x := 1}}{{$x.a.b}}", "{{$x := 1}}{{$x.a.b}}"),
        ("{{printf `%d` 23}}", "{{printf `%d` 23}}"),
        ("{{.X|.Y}}", "{{.X | .Y}}"),
        ("{{.X|}}", "{{.X}}"),
        ("{{$x := .X|.Y}}{{$x = 2}}", "{{$x := .X | .Y}}{{$x = 2}}"),
        (
            "{{.X (.Y .Z) (.A | .B .C) (.E)}}",
            "{{.X (.Y .Z) (.A | .B .C) (.E)}}",
        ),
        ("{{(.Y .Z).Field.More}}", "{{(.Y .Z).Field.More}}"),
        ("{{printf.a}}", "{{printf.a}}"),
        ("{{($x := 1).a}}", "{{($x := 1).a}}"),
        ("{{if .X}}hello{{end}}", "{{if .X}}hello{{end}}"),
        (
            "{{if .X}}true{{else}}false{{end}}",
            "{{if .X}}true{{else}}false{{end}}",
        ),
        (
            "+{{if .X}}X{{else if .Y}}Y{{else if .Z}}Z{{end}}+",
            "+{{if .X}}X{{else}}{{if .Y}}Y{{else}}{{if .Z}}Z{{end}}{{end}}{{end}}+",
        ),
        (
            "{{with .X}}X{{else with .Y}}Y{{else}}Z{{end}}",
            "{{with .X}}X{{else}}{{with .Y}}Y{{else}}Z{{end}}{{end}}",
        ),
        (
            "{{range .X.Y.Z}}{{break}}{{continue}}{{else}}none{{end}}",
            "{{range .X.Y.Z}}{{break}}{{continue}}{{else}}none{{end}}",
        ),
        (
            "{{range $i, $e := .}}{{$i}}{{end}}",
            "{{range $i, $e := .}}{{$i}}{{end}}",
        ),
        ("{{range $i = .}}{{end}}", "{{range $i = .}}{{end}}"),
        (
            "{{range .}}{{if .}}{{break}}{{end}}{{end}}",
            "{{range .}}{{if .}}{{break}}{{end}}{{end}}",
        ),
        (
            "{{template `x`}}{{template \"y\\n\" .a 1}}",
            "{{template \"x\"}}{{template \"y\\n\" .a 1}}",
        ),
        (
            "a{{block \"inner\" .}}bar{{.}}baz{{end}}b",
            "a{{template \"inner\" .}}b",
        ),
        ("{{define `x`}}y{{end}} z", " z"),
        (
            "{{define `x`}} {{end}}{{define `x`}}y{{end}}{{define `x`}}{{end}}",
            "",
        ),
        ("x \r\n\t{{- 3 -}}\n\n\ty", "x{{3}}y"),
        ("x {{- /* hi */ -}} y", "xy"),
        ("x {{/* hi */ -}} y", "x y"),
        ("{{- \"a\" \n\t-}} y", "{{\"a\"}}y"),
        ("{{-3}}{{3 -}} -", "{{-3}}{{3}}-"),
        ("{{- /* */ -}} {{- /* */ -}}", ""),
        (
            "{{print true false nil . 'a' 1+2i 0x1F -1.5e3}}",
            "{{print true false nil . 'a' 1+2i 0x1F -1.5e3}}",
        ),
        ("{{.本 .é1_2}}", "{{.本 .é1_2}}"),
        ("{{print .a.b}}", "{{print .a.b}}"),
        ("\u{feff}{{.}}\r\n", "\u{feff}{{.}}\r\n"),
    ] {
        assert_eq!(root(text).root.to_string(), expected, "{text}");
    }
}

#[test]
fn keeps_bytes_that_are_no_utf8() {
    use super::super::{Node, Operand};
    let tree = root(b"a\xff{{`\xff\r\n` | printf \"\xff\\xff\"}}");
    let [Node::Text { text, .. }, Node::Action { pipe, .. }] = &tree.root.nodes[..] else {
        panic!("{tree:?}");
    };
    assert_eq!(text.as_bytes(), b"a\xff");
    let texts: Vec<&[u8]> = pipe
        .commands
        .iter()
        .flat_map(|command| &command.arguments)
        .filter_map(|operand| match operand {
            Operand::String { text, .. } => Some(text.as_bytes()),
            _ => None,
        })
        .collect();
    // A raw string is bytes; a quoted one is characters.
    assert_eq!(texts, [&b"\xff\n"[..], b"\xef\xbf\xbd\xff"]);
}

#[test]
fn gives_the_file_and_what_it_defines() {
    for (text, expected) in [
        ("", &[("f", "", true)][..]),
        ("a", &[("f", "a", false)]),
        (
            " \n\u{a0}\u{2003}{{/* c */}}",
            &[("f", " \n\u{a0}\u{2003}", true)],
        ),
        (
            "{{define `b`}}B{{end}} {{define `a`}}A{{end}}",
            &[("f", " ", true), ("b", "B", false), ("a", "A", false)],
        ),
        (
            "{{block `b` .}}{{block `c` .}}C{{end}}{{end}}",
            &[
                ("f", "{{template \"b\" .}}", false),
                ("c", "C", false),
                ("b", "{{template \"c\" .}}", false),
            ],
        ),
        // An empty definition is replaced, and replaces none.
        (
            "{{define `b`}} {{end}}{{define `b`}}B{{end}}{{define `b`}}\n{{end}}",
            &[("f", "", true), ("b", "B", false)],
        ),
        (
            "{{define `b`}} {{end}}{{define `b`}}\n{{end}}",
            &[("f", "", true), ("b", "\n", true)],
        ),
        // The file's own name.
        (
            "{{define `a`}}A{{end}}{{define `f`}}F{{end}} ",
            &[("f", "F", false), ("a", "A", false)],
        ),
        ("{{define `f`}} {{end}}x", &[("f", "x", false)]),
        ("{{define `f`}} {{end}}", &[("f", "", true)]),
    ] {
        let trees = parsed(text).unwrap();
        let got: Vec<_> = trees
            .iter()
            .map(|tree| {
                assert_eq!(tree.parse_name, "f");
                assert_eq!(tree.text.as_bytes(), text.as_bytes());
                (
                    tree.name.as_str(),
                    tree.root.to_string(),
                    is_empty_tree(&tree.root),
                )
            })
            .collect();
        let got: Vec<_> = got
            .iter()
            .map(|(name, text, empty)| (*name, text.as_str(), *empty))
            .collect();
        assert_eq!(got, expected, "{text}");
    }
}
