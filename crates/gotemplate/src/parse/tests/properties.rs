//! What holds of every template.

use proptest::prelude::*;

use super::super::{Tree, parse};
use super::parsed;

/// Pieces of which templates are made, right or wrong.
const PIECES: &[&str] = &[
    "{{",
    "}}",
    "{{- ",
    " -}}",
    "(",
    ")",
    "|",
    " ",
    "\n",
    ",",
    ":=",
    "=",
    "$",
    "$x",
    ".",
    ".a",
    "\"a\"",
    "'a'",
    "`a`",
    "\"",
    "'",
    "`",
    "\\",
    "{{/* c */}}",
    "/*",
    "*/",
    "if ",
    "else ",
    "end",
    "{{end}}",
    "{{else}}",
    "range ",
    "with ",
    "block ",
    "define ",
    "template ",
    "break",
    "continue",
    "nil",
    "true",
    "print ",
    "1",
    "-1",
    "0x1f",
    "1.5e3",
    "1+2i",
    "i",
    "é",
    "本",
    "\u{a0}",
    "%",
    "text",
    "{{if .}}",
    "{{range $i, $e := .}}",
    "{{with $x := 1}}",
    "{{define `a`}}",
    "{{block `b` .}}",
    "{{template `a` .}}",
    "{{print .a.b $ (.c).d}}",
    "{{break}}",
];

fn operand() -> BoxedStrategy<String> {
    let leaf = prop_oneof![
        Just(".".to_owned()),
        Just("nil".to_owned()),
        Just("true".to_owned()),
        Just("$".to_owned()),
        Just("print".to_owned()),
        "(\\.[a-zé_][a-z0-9]{0,2}){1,3}",
        "\\$(\\.[a-z]){0,2}",
        "[+-]?[1-9](_?[0-9]){0,3}",
        "-?[0-9]{1,4}\\.[0-9]{0,3}(e-?[0-9]{1,2})?",
        "0x[0-9a-f]{1,8}",
        "[0-9]{1,3}[+-][0-9]{1,3}i",
        "\"([ a-z{}%本]|\\\\n|\\\\\"|\\\\x[0-9a-f]{2}){0,5}\"",
        "`[ a-z{}\\n\"\\\\]{0,5}`",
        "'([a-z本]|\\\\')'",
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            pipeline(inner.clone()).prop_map(|pipe| format!("({pipe})")),
            pipeline(inner.clone()).prop_map(|pipe| format!("({pipe}).a.b")),
            pipeline(inner).prop_map(|pipe| format!("($y := {pipe})")),
        ]
    })
    .boxed()
}

fn pipeline(operand: BoxedStrategy<String>) -> impl Strategy<Value = String> {
    let command = prop::collection::vec(operand.clone(), 0..3);
    (operand, prop::collection::vec(command, 0..3), "[ \n]{1,2}").prop_map(
        |(first, commands, space)| {
            commands.iter().fold(first, |pipe, arguments| {
                format!("{pipe}{space}|{space}print {}", arguments.join(&space))
            })
        },
    )
}

/// Templates without errors. Their texts have no braces, which could join to a delimiter once spaces are trimmed.
fn template() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[ a-z\\n\\t本-]{0,6}",
        Just("{{- /* c */ -}}".to_owned()),
        pipeline(operand()).prop_map(|pipe| format!("{{{{- {pipe} }}}}")),
        pipeline(operand()).prop_map(|pipe| format!("{{{{$x := {pipe} -}}}}")),
        pipeline(operand()).prop_map(|pipe| format!("{{{{ template `t` {pipe}}}}}")),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let list = prop::collection::vec(inner, 0..4).prop_map(|nodes| nodes.concat()).boxed();
        prop_oneof![
            (pipeline(operand()), list.clone(), list.clone())
                .prop_map(|(pipe, one, other)| format!("{{{{if {pipe}}}}}{one}{{{{else -}}}}{other}{{{{end}}}}")),
            (pipeline(operand()), list.clone(), list.clone()).prop_map(|(pipe, one, other)| format!(
                "{{{{with $w := {pipe}}}}}{one}{{{{$w}}}}{{{{ else with . }}}}{other}{{{{end}}}}"
            )),
            (pipeline(operand()), list).prop_map(|(pipe, list)| format!(
                "{{{{range $i, $e := {pipe} }}}}{list}{{{{if $e}}}}{{{{break}}}}{{{{end}}}}{{{{- end}}}}"
            )),
        ]
    })
}

fn printed(trees: &[Tree]) -> Vec<String> {
    trees.iter().map(|tree| tree.root.to_string()).collect()
}

proptest! {
    #[test]
    fn any_bytes_end_in_trees_or_an_error_of_a_line_of_theirs(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        check(&bytes)?;
    }

    #[test]
    fn pieces_end_in_trees_or_an_error_of_a_line_of_theirs(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24),
    ) {
        check(pieces.concat().as_bytes())?;
    }

    #[test]
    fn what_is_printed_is_parsed_and_prints_the_same(text in template()) {
        let trees = parsed(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let first = printed(&trees);
        let again = parsed(&first[0]).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(printed(&again), first);
    }
}

fn check(text: &[u8]) -> Result<(), TestCaseError> {
    match parse("f", &text.into(), &|_| true) {
        Ok(trees) => {
            prop_assert_eq!(&trees[0].name, "f");
            let copies = trees.clone();
            prop_assert_eq!(printed(&copies), printed(&trees));
        }
        Err(error) => {
            let lines = 1 + text.iter().filter(|byte| **byte == b'\n').count();
            prop_assert!((1..=lines).contains(&error.position.line), "{}", error);
            prop_assert!(!error.message.is_empty());
        }
    }
    Ok(())
}
