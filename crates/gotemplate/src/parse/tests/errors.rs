//! What is refused, with Go's words and the line.

use super::super::parse;
use super::parsed;

#[test]
fn refuses_with_gos_words() {
    for (text, expected) in [
        ("line1\n{{", "2: unclosed action"),
        ("line1\n{{define `x`}}line2\n{{", "3: unclosed action"),
        (
            "line1\n{{\"x\"\n\"y\"\n",
            "4: unclosed action started at f:2",
        ),
        ("{{\n\n\n\n\n", "6: unclosed action started at f:1"),
        ("line1\n{{\nx\n}}", "3: function \"x\" not defined"),
        ("{{foo}}", "1: function \"foo\" not defined"),
        ("{{/*}}", "1: unclosed comment"),
        ("a\n{{/*\nhello\n}}", "2: unclosed comment"),
        ("a {{/* */ }}", "1: comment ends before closing delimiter"),
        ("{{.X (1 2 3}}", "1: unclosed left paren"),
        ("{{.X 1 2 3 ) }}", "1: unexpected right paren"),
        ("{{(.X 1 2 3", "1: unclosed action"),
        ("{{`x`3}}", "1: unexpected \"3\" in operand"),
        ("{{a#}}", "1: bad character U+0023 '#'"),
        ("{{$x+2}}", "1: bad character U+002B '+'"),
        ("{{.a😀}}", "1: bad character U+1F600 '😀'"),
        (
            "{{😀}}",
            "1: unrecognized character in action: U+1F600 '😀'",
        ),
        ("{{“a”}}", "1: unrecognized character in action: U+201C '“'"),
        ("{{\u{1}}}", "1: unrecognized character in action: U+0001"),
        ("{{\u{7f}}}", "1: unrecognized character in action: U+007F"),
        ("{{'a}}", "1: unterminated character constant"),
        ("{{'a\\", "1: unterminated character constant"),
        (
            "{{\n'a\n}}",
            "2: unterminated character constant in action started at f:1",
        ),
        ("{{''}}", "1: invalid syntax"),
        ("{{'ab'}}", "1: malformed character constant: 'ab'"),
        ("{{'\\q'}}", "1: invalid syntax"),
        ("{{\"a}}", "1: unterminated quoted string"),
        ("{{\"a\n\"}}", "1: unterminated quoted string"),
        ("{{\"a\\", "1: unterminated quoted string"),
        ("{{\"\\q\"}}", "1: invalid syntax"),
        ("{{`a}}\n", "1: unterminated raw quoted string"),
        ("{{0xi}}", "1: illegal number syntax: \"0xi\""),
        ("{{3k}}", "1: bad number syntax: \"3k\""),
        ("{{08}}", "1: integer overflow: \"08\""),
        ("{{1__0}}", "1: illegal number syntax: \"1__0\""),
        ("{{+-2}}", "1: bad number syntax: \"+-2\""),
        ("{{+}}", "1: illegal number syntax: \"+\""),
        ("{{.", "1: illegal number syntax: \".\""),
        ("{{1e999}}", "1: illegal number syntax: \"1e999\""),
        (
            "{{99999999999999999999}}",
            "1: integer overflow: \"99999999999999999999\"",
        ),
        ("{{1+2}}", "1: bad number syntax: \"1+2\""),
        ("{{1+2k}}", "1: bad number syntax: \"1+2k\""),
        ("{{1+i}}", "1: syntax error scanning complex number"),
        ("{{0b1+1i}}", "1: syntax error scanning complex number"),
        (
            "{{0x1+2i}}",
            "1: strconv.ParseFloat: parsing \"0x1\": invalid syntax",
        ),
        (
            "{{1e999+1i}}",
            "1: strconv.ParseFloat: parsing \"1e999\": value out of range",
        ),
        (
            "{{1-1e999i}}",
            "1: strconv.ParseFloat: parsing \"-1e999\": value out of range",
        ),
        (
            "{{define `a`}}a{{end}}\n{{define `a`}}b{{end}}",
            "2: template: multiple definition of template \"a\"",
        ),
        (
            "{{define `f`}}a{{end}}\nb",
            "2: template: multiple definition of template \"f\"",
        ),
        (
            "{{block `a` .}}a{{end}}\n{{block `a` .}}b\n{{end}}",
            "3: template: multiple definition of template \"a\"",
        ),
        ("{{range .X}}", "1: unexpected EOF"),
        ("{{define `a`}}", "1: unexpected EOF"),
        ("{{block `a` .}}x", "1: unexpected EOF"),
        (
            "{{define `a`}}{{else}}{{end}}",
            "1: unexpected {{else}} in define clause",
        ),
        (
            "{{block `a`\n.}}\n\n{{else}}{{end}}",
            "2: unexpected {{else}} in block clause",
        ),
        (
            "{{define a}}{{end}}",
            "1: unexpected \"a\" in define clause",
        ),
        ("{{define}}{{end}}", "1: unexpected \"}}\" in define clause"),
        (
            "{{define `a` .}}{{end}}",
            "1: unexpected <.> in define clause",
        ),
        ("{{define \"\\q\"}}{{end}}", "1: invalid syntax"),
        (
            "{{if .}}{{define `a`}}{{end}}{{end}}",
            "1: unexpected <define> in command",
        ),
        ("{{block `a`}}{{end}}", "1: missing value for block clause"),
        (
            "{{block .a .}}{{end}}",
            "1: unexpected \".a\" in block clause",
        ),
        ("{{template .X}}", "1: unexpected \".X\" in template clause"),
        ("{{template}}", "1: unexpected \"}}\" in template clause"),
        (
            "{{template `a` | }}",
            "1: unexpected \"|\" in template clause",
        ),
        (
            "{{$x := 23}}{{with $x.y := 3}}{{$x 23}}{{end}}",
            "1: unexpected \":=\" in operand",
        ),
        ("{{$a,$b,$c := 23}}", "1: too many declarations in command"),
        (
            "{{with $v, $u := 3}}{{end}}",
            "1: too many declarations in with",
        ),
        (
            "{{range $u, $v, $w := 3}}{{end}}",
            "1: too many declarations in range",
        ),
        (
            "{{range $k, .}}{{end}}",
            "1: range can only initialize variables",
        ),
        (
            "{{range $k, 123 := .}}{{end}}",
            "1: range can only initialize variables",
        ),
        ("{{range $k,}}{{end}}", "1: missing value for range"),
        ("{{range $k, $v := }}{{end}}", "1: missing value for range"),
        ("{{range $k}}{{end}}", "1: undefined variable \"$k\""),
        ("{{range $k, $v}}{{end}}", "1: undefined variable \"$v\""),
        (
            "{{range $x := $y := 3}}{{end}}",
            "1: undefined variable \"$y\"",
        ),
        ("{{$a}}", "1: undefined variable \"$a\""),
        (
            "{{with $x := 4}}{{end}}{{$x}}",
            "1: undefined variable \"$x\"",
        ),
        (
            "{{$x := 1}}{{define `a`}}{{$x}}{{end}}",
            "1: undefined variable \"$x\"",
        ),
        (
            "{{$x := 1}}{{block `a` .}}{{$x}}{{end}}",
            "1: undefined variable \"$x\"",
        ),
        ("{{$x : 1}}", "1: undefined variable \"$x\""),
        ("{{$x += 1}}", "1: undefined variable \"$x\""),
        ("{{$x := 0}}{{$x ! 2}}", "1: unexpected \"!\" in operand"),
        ("{{true.any}}", "1: unexpected . after term \"true\""),
        ("{{1.E}}", "1: illegal number syntax: \"1.E\""),
        ("{{'a'.any}}", "1: unexpected . after term \"'a'\""),
        (
            "{{\"hello\".guys}}",
            "1: unexpected . after term \"\\\"hello\\\"\"",
        ),
        ("{{..E}}", "1: unexpected . after term \".\""),
        ("{{nil.E}}", "1: unexpected . after term \"nil\""),
        (
            "{{12|false}}",
            "1: non executable command in pipeline stage 2",
        ),
        (
            "{{.|12|printf}}",
            "1: non executable command in pipeline stage 2",
        ),
        (
            "{{.|printf|\"error\"}}",
            "1: non executable command in pipeline stage 3",
        ),
        ("{{.|nil}}", "1: non executable command in pipeline stage 2"),
        ("{{.|.}}", "1: non executable command in pipeline stage 2"),
        ("{{}}", "1: missing value for command"),
        ("{{ ( ) }}", "1: missing value for parenthesized pipeline"),
        ("{{|printf}}", "1: unexpected \"|\" in command"),
        ("{{.X||printf}}", "1: unexpected \"|\" in command"),
        ("{{if}}{{end}}", "1: missing value for if"),
        ("{{with}}{{end}}", "1: missing value for with"),
        ("{{printf 3, 4}}", "1: unexpected \",\" in operand"),
        ("{{printf (printf .).}}", "1: unexpected <.> in operand"),
        ("{{printf `x`.}}", "1: unexpected <.> in operand"),
        ("{{end}}", "1: unexpected {{end}}"),
        ("a\n{{else}}", "2: unexpected {{else}}"),
        (
            "{{if .X}}a{{else if .Y}}b{{end}}{{end}}",
            "1: unexpected {{end}}",
        ),
        (
            "{{if .X}}a{{else with .Y}}b{{end}}",
            "1: unexpected <with> in input",
        ),
        (
            "{{with .X}}a{{else if .Y}}b{{end}}",
            "1: unexpected <if> in input",
        ),
        (
            "{{range .X}}a{{else if .Y}}b{{end}}",
            "1: unexpected <if> in input",
        ),
        (
            "{{if .X}}{{else}}{{else}}{{end}}",
            "1: expected end; found {{else}}",
        ),
        ("{{if .X}}{{else 1}}{{end}}", "1: unexpected \"1\" in else"),
        ("{{end 1}}", "1: unexpected \"1\" in end"),
        ("{{break}}", "1: {{break}} outside {{range}}"),
        (
            "{{range .}}{{end}} {{continue}}",
            "1: {{continue}} outside {{range}}",
        ),
        (
            "{{range .}}{{else}}{{break}}{{end}}",
            "1: {{break}} outside {{range}}",
        ),
        (
            "{{range .}}{{block `a` .}}{{break}}{{end}}{{end}}",
            "1: {{break}} outside {{range}}",
        ),
        (
            "{{range .}}{{break 20}}{{end}}",
            "1: unexpected \"20\" in {{break}}",
        ),
        (
            "{{if\n.X\n3k}}{{end}}",
            "3: bad number syntax: \"3k\" in action started at f:1",
        ),
        (
            "{{if .X}}\n{{printf\n\"}}{{end}}",
            "3: unterminated quoted string in action started at f:2",
        ),
        ("{{if else}}", "1: unexpected <else> in if"),
        ("{{printf if}}", "1: unexpected <if> in operand"),
        ("{{printf .a block}}", "1: unexpected <block> in operand"),
        (
            "{{printf \"abcdefghijklm\" := }}",
            "1: unexpected \":=\" in operand",
        ),
        ("{{printf @ }}", "1: unexpected \"@\" in operand"),
        ("{{range 1 := 2}}", "1: unexpected \":=\" in operand"),
        (
            "{{.x \"a long string\" = 1}}",
            "1: unexpected \"=\" in operand",
        ),
        (
            "{{template abcdefghijklmn}}",
            "1: unexpected \"abcdefghij\"... in template clause",
        ),
        ("{{nil := 1}}", "1: unexpected \":=\" in operand"),
        (
            "{{- /* a */ - }}",
            "1: comment ends before closing delimiter",
        ),
        (
            "{{(.x\n -}}",
            "2: unclosed left paren in action started at f:1",
        ),
        ("x{{- -3 - -}}", "1: illegal number syntax: \"-\""),
        ("{{print(1)(2)}}", "1: unexpected \"(\" in operand"),
    ] {
        let error = parsed(text).expect_err(text).to_string();
        assert_eq!(error, format!("template: f:{expected}"), "{text}");
    }
}

#[test]
fn refuses_bytes_that_are_no_utf8() {
    for (text, expected) in [
        (
            &b"{{\xff}}"[..],
            "unrecognized character in action: U+FFFD '\u{fffd}'",
        ),
        (b"{{a\xe2\x82}}", "bad character U+FFFD '\u{fffd}'"),
        (
            b"{{1\xff}}",
            "unrecognized character in action: U+FFFD '\u{fffd}'",
        ),
        (b"{{printf \"\xff\" := }}", "unexpected \":=\" in operand"),
        (
            b"{{template \xe6\x9c\xac\xe6\x9c\xac\xe6\x9c\xac\xe6\x9c\xac}}",
            "unexpected \"本本本本\"... in template clause",
        ),
        (
            b"{{define \"\xff\"}}a{{end}}{{define `\xef\xbf\xbd`}}b{{end}}",
            "template: multiple definition of template \"\u{fffd}\"",
        ),
        (
            b"{{define `\xff`}}a{{end}}{{define `\xff`}}b{{end}}",
            "template: multiple definition of template \"\\xff\"",
        ),
    ] {
        let error = parsed(text).expect_err("an error").to_string();
        assert_eq!(error, format!("template: f:1: {expected}"));
    }
}

/// Names are bytes: these two are not the same.
#[test]
fn tells_names_apart_that_are_no_utf8() {
    assert!(parsed(b"{{define `\xff`}}a{{end}}{{define `\xfe`}}b{{end}}").is_ok());
}

#[test]
fn functions_may_have_the_names_of_keywords() {
    let text = "{{range .X}}{{break 20}}{{continue}}{{end}}".into();
    let trees = parse("f", &text, &|name| matches!(name, "break" | "continue")).unwrap();
    assert_eq!(
        trees[0].root.to_string(),
        "{{range .X}}{{break 20}}{{continue}}{{end}}"
    );
    assert!(matches!(
        &trees[0].root.nodes[..],
        [super::super::Node::Range(range)]
            if matches!(range.list.nodes[..], [super::super::Node::Action { .. }, super::super::Node::Action { .. }])
    ));
    let error = parse("f", &text, &|_| false).unwrap_err();
    assert_eq!(
        error.to_string(),
        "template: f:1: unexpected \"20\" in {{break}}"
    );
}
