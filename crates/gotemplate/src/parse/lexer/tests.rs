use super::*;

/// The items of a text up to the end or an error, as `kind@position:line value`.
fn items(text: &str) -> Vec<String> {
    let mut lexer = Lexer::new(text.as_bytes(), true, true);
    let mut items = Vec::new();
    loop {
        let item = lexer.next_item();
        let place = format!("{:?}@{}:{}", item.kind, item.position, item.line);
        match item.kind {
            ItemKind::Eof => items.push(place),
            ItemKind::Error => items.push(format!("{place} {}", lexer.failure())),
            _ => items.push(format!("{place} {}", item.text())),
        }
        if matches!(item.kind, ItemKind::Eof | ItemKind::Error) {
            return items;
        }
    }
}

/// Kinds and values only.
fn kinds(text: &str) -> Vec<String> {
    items(text)
        .iter()
        .map(|item| {
            let (kind, rest) = item.split_once('@').unwrap();
            let value = rest.split_once(' ').map_or("", |(_, value)| value);
            format!("{kind} {value}").trim_end().to_owned()
        })
        .filter(|item| item != "Space")
        .collect()
}

/// The cases of Go's TestPos.
#[test]
fn items_have_gos_places() {
    for (text, expected) in [
        ("", &["Eof@0:1"][..]),
        (
            "{{,@%#}}",
            &[
                "LeftDelimiter@0:1 {{",
                "Char@2:1 ,",
                "Char@3:1 @",
                "Char@4:1 %",
                "Char@5:1 #",
                "RightDelimiter@6:1 }}",
                "Eof@8:1",
            ],
        ),
        (
            "0123{{hello}}xyz",
            &[
                "Text@0:1 0123",
                "LeftDelimiter@4:1 {{",
                "Identifier@6:1 hello",
                "RightDelimiter@11:1 }}",
                "Text@13:1 xyz",
                "Eof@16:1",
            ],
        ),
        (
            "{{x -}}\n{{y}}",
            &[
                "LeftDelimiter@0:1 {{",
                "Identifier@2:1 x",
                "RightDelimiter@5:1 }}",
                "LeftDelimiter@8:2 {{",
                "Identifier@10:2 y",
                "RightDelimiter@11:2 }}",
                "Eof@13:2",
            ],
        ),
        (
            "{{x}}\n{{- y}}",
            &[
                "LeftDelimiter@0:1 {{",
                "Identifier@2:1 x",
                "RightDelimiter@3:1 }}",
                "LeftDelimiter@6:2 {{",
                "Identifier@10:2 y",
                "RightDelimiter@11:2 }}",
                "Eof@13:2",
            ],
        ),
        (
            "{{/*\n*/}}\n{{undefinedFunction \"test\"}}",
            &[
                "Text@9:2 \n",
                "LeftDelimiter@10:3 {{",
                "Identifier@12:3 undefinedFunction",
                "Space@29:3  ",
                "String@30:3 \"test\"",
                "RightDelimiter@36:3 }}",
                "Eof@38:3",
            ],
        ),
        // The marker's own space may be a line break, and so may the last of several spaces.
        (
            "{{-\n1 \n-}}\n{{`\n`",
            &[
                "LeftDelimiter@0:1 {{",
                "Number@4:2 1",
                "Space@5:2  ",
                "RightDelimiter@8:3 }}",
                "LeftDelimiter@11:4 {{",
                "RawString@13:4 `\n`",
                "Error@16:5 unclosed action",
            ],
        ),
    ] {
        assert_eq!(items(text), expected, "{text}");
    }
}

/// Cases of Go's TestLex.
#[test]
fn cuts_as_go_does() {
    for (text, expected) in [
        ("text", &["Text text", "Eof"][..]),
        ("a-{{/* c */}}-b", &["Text a-", "Text -b", "Eof"]),
        ("{{}}", &["LeftDelimiter {{", "RightDelimiter }}", "Eof"]),
        (
            "{{1 02 0x14 0X14 -7.2i 1e3 1E3 +1.2e-4 4.2i 1+2i 1_2 0x1.e_fp4 0X1.E_FP4}}",
            &[
                "LeftDelimiter {{",
                "Number 1",
                "Number 02",
                "Number 0x14",
                "Number 0X14",
                "Number -7.2i",
                "Number 1e3",
                "Number 1E3",
                "Number +1.2e-4",
                "Number 4.2i",
                "Complex 1+2i",
                "Number 1_2",
                "Number 0x1.e_fp4",
                "Number 0X1.E_FP4",
                "RightDelimiter }}",
                "Eof",
            ],
        ),
        (
            r"{{'a' '\n' '\'' '\\' '\u00FF' '本' true false nil}}",
            &[
                "LeftDelimiter {{",
                "CharConstant 'a'",
                r"CharConstant '\n'",
                r"CharConstant '\''",
                r"CharConstant '\\'",
                r"CharConstant '\u00FF'",
                "CharConstant '本'",
                "Bool true",
                "Bool false",
                "Nil nil",
                "RightDelimiter }}",
                "Eof",
            ],
        ),
        (
            "{{.x . .2 .x.y.z}}",
            &[
                "LeftDelimiter {{",
                "Field .x",
                "Dot .",
                "Number .2",
                "Field .x",
                "Field .y",
                "Field .z",
                "RightDelimiter }}",
                "Eof",
            ],
        ),
        (
            "{{block break continue define else end if range template with}}",
            &[
                "LeftDelimiter {{",
                "Block block",
                "Break break",
                "Continue continue",
                "Define define",
                "Else else",
                "End end",
                "If if",
                "Range range",
                "Template template",
                "With with",
                "RightDelimiter }}",
                "Eof",
            ],
        ),
        (
            "{{$c := printf $ $hello $23 $var.Field, | (é_1) = }}",
            &[
                "LeftDelimiter {{",
                "Variable $c",
                "Declare :=",
                "Identifier printf",
                "Variable $",
                "Variable $hello",
                "Variable $23",
                "Variable $var",
                "Field .Field",
                "Char ,",
                "Pipe |",
                "LeftParen (",
                "Identifier é_1",
                "RightParen )",
                "Assign =",
                "RightDelimiter }}",
                "Eof",
            ],
        ),
        (
            "hello- {{- 3 -}} -world",
            &[
                "Text hello-",
                "LeftDelimiter {{",
                "Number 3",
                "RightDelimiter }}",
                "Text -world",
                "Eof",
            ],
        ),
        ("hello-{.}}-world", &["Text hello-{.}}-world", "Eof"]),
        // Where the marker has no space it is none.
        (
            "a {{-3}} {{3-}}",
            &[
                "Text a ",
                "LeftDelimiter {{",
                "Number -3",
                "RightDelimiter }}",
                "Text  ",
                "LeftDelimiter {{",
                "Error bad number syntax: \"3-\"",
            ],
        ),
    ] {
        let expected: Vec<_> = expected
            .iter()
            .map(|item| item.trim_end().to_owned())
            .collect();
        assert_eq!(kinds(text), expected, "{text}");
    }
}

#[test]
fn keywords_may_be_functions() {
    let mut lexer = Lexer::new(b"{{break continue", false, true);
    let kinds: Vec<_> = (0..4).map(|_| lexer.next_item().kind).collect();
    assert_eq!(
        kinds,
        [
            ItemKind::LeftDelimiter,
            ItemKind::Identifier,
            ItemKind::Space,
            ItemKind::Continue
        ]
    );
}
