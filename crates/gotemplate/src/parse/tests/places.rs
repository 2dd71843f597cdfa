//! Where nodes stand, which is what errors of the executor show.

use super::super::{Branch, List, Node, Operand, Pipe, location};
use super::{parsed, root};

/// The nodes with their places, in the order in which they are written.
fn places(list: &List, out: &mut Vec<(&'static str, usize)>) {
    out.push(("list", list.position));
    for node in &list.nodes {
        match node {
            Node::Text { position, .. } => out.push(("text", *position)),
            Node::Action { position, pipe } => {
                out.push(("action", *position));
                of_pipe(pipe, out);
            }
            Node::If(branch) => of_branch("if", branch, out),
            Node::With(branch) => of_branch("with", branch, out),
            Node::Range(branch) => of_branch("range", branch, out),
            Node::Template(call) => {
                out.push(("template", call.position));
                call.pipe.iter().for_each(|pipe| of_pipe(pipe, out));
            }
            Node::Break(position) => out.push(("break", *position)),
            Node::Continue(position) => out.push(("continue", *position)),
        }
    }
}

fn of_branch(kind: &'static str, branch: &Branch, out: &mut Vec<(&'static str, usize)>) {
    out.push((kind, branch.position));
    of_pipe(&branch.pipe, out);
    places(&branch.list, out);
    branch.else_list.iter().for_each(|list| places(list, out));
}

fn of_pipe(pipe: &Pipe, out: &mut Vec<(&'static str, usize)>) {
    out.push(("pipe", pipe.position));
    for variable in &pipe.variables {
        out.push(("variable", variable.position));
    }
    for command in &pipe.commands {
        out.push(("command", command.position));
        command
            .arguments
            .iter()
            .for_each(|operand| of_operand(operand, out));
    }
}

fn of_operand(operand: &Operand, out: &mut Vec<(&'static str, usize)>) {
    match operand {
        Operand::Dot(position) => out.push(("dot", *position)),
        Operand::Nil(position) => out.push(("nil", *position)),
        Operand::Bool(position, _) => out.push(("bool", *position)),
        Operand::Number(number) => out.push(("number", number.position)),
        Operand::String { position, .. } => out.push(("string", *position)),
        Operand::Field { position, .. } => out.push(("field", *position)),
        Operand::Chain {
            position, operand, ..
        } => {
            out.push(("chain", *position));
            of_operand(operand, out);
        }
        Operand::Variable(variable) => out.push(("variable", variable.position)),
        Operand::Identifier { position, .. } => out.push(("identifier", *position)),
        Operand::Pipe(pipe) => of_pipe(pipe, out),
    }
}

#[test]
fn nodes_stand_where_go_says() {
    for (text, expected) in [
        (
            "a\n {{- .Values.a.b | printf \"%s\" (eq $.x 1).y -}}\nb",
            "list@0 text@0 action@7 pipe@7 command@7 field@14 command@21 identifier@21 string@28 chain@43 pipe@34 \
             command@34 identifier@34 variable@38 number@41 text@50",
        ),
        (
            "{{if .a}}x{{else if eq .b `c`}}y{{else}}z{{end}}",
            "list@0 if@5 pipe@5 command@5 field@5 list@9 text@9 list@17 if@20 pipe@20 command@20 identifier@20 \
             field@23 string@26 list@31 text@31 list@40 text@40",
        ),
        (
            "{{- range $i, $e := .a }}\n{{ break }}{{ continue }}\n{{- else -}} n {{ end }}",
            "list@0 range@10 pipe@10 variable@10 variable@14 command@20 field@20 list@25 text@25 break@29 \
             continue@40 list@65 text@65",
        ),
        (
            "{{with\n.a}}{{end}}\n本{{/* \n */}}{{ .b.c }}",
            "list@0 with@7 pipe@7 command@7 field@7 list@11 text@18 action@36 pipe@36 command@36 field@38",
        ),
    ] {
        assert_eq!(shown(&root(text).root), expected, "{text}");
    }
}

#[test]
fn definitions_stand_where_go_says() {
    let text =
        "{{define `x`}}\n {{template \"y\" .}}{{end}}\n{{block \"z\" nil}}{{$x := true}}{{end}}";
    let places: Vec<_> = parsed(text)
        .unwrap()
        .iter()
        .map(|tree| shown(&tree.root))
        .collect();
    assert_eq!(
        places,
        [
            "list@0 text@41 template@50 pipe@54 command@54 nil@54",
            "list@14 text@14 template@27 pipe@31 command@31 dot@31",
            "list@59 action@61 pipe@61 variable@61 command@67 bool@67",
        ]
    );
}

fn shown(list: &List) -> String {
    let mut out = Vec::new();
    places(list, &mut out);
    let out: Vec<_> = out
        .iter()
        .map(|(kind, position)| format!("{kind}@{position}"))
        .collect();
    out.join(" ")
}

/// Columns count bytes, from 0.
#[test]
fn offsets_are_lines_and_columns() {
    let tree = root("a\n本 b\r\n\nc");
    for (offset, expected) in [
        (0, "f:1:0"),
        (1, "f:1:1"),
        (2, "f:2:0"),
        (5, "f:2:3"),
        (9, "f:3:0"),
        (10, "f:4:0"),
        (11, "f:4:1"),
        (99, "f:4:1"),
    ] {
        assert_eq!(location(&tree, offset).to_string(), expected, "{offset}");
    }
}
