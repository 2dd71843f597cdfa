//! The nodes' text as Go prints them (`text/template/parse/node.go`): errors show it. Bytes of the template that are
//! no UTF-8 show as U+FFFD.

use std::fmt;
use std::rc::Rc;

use super::depth::grown;
use super::{Branch, Command, List, Node, Number, Operand, Pipe, TemplateCall, Variable};
use crate::strconv::quote;

impl fmt::Display for List {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.nodes.iter().try_for_each(|node| node.fmt(out))
    }
}

impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { text, .. } => out.write_str(&text.to_str()),
            Self::Action { pipe, .. } => write!(out, "{{{{{pipe}}}}}"),
            Self::If(branch) => branch.print("if", out),
            Self::With(branch) => branch.print("with", out),
            Self::Range(branch) => branch.print("range", out),
            Self::Template(call) => call.fmt(out),
            Self::Break(_) => out.write_str("{{break}}"),
            Self::Continue(_) => out.write_str("{{continue}}"),
        }
    }
}

impl Branch {
    fn print(&self, keyword: &str, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        grown(|| {
            write!(out, "{{{{{keyword} {}}}}}{}", self.pipe, self.list)?;
            if let Some(list) = &self.else_list {
                write!(out, "{{{{else}}}}{list}")?;
            }
            out.write_str("{{end}}")
        })
    }
}

impl fmt::Display for TemplateCall {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{{{{template {}", quote(self.name.as_bytes()))?;
        if let Some(pipe) = &self.pipe {
            write!(out, " {pipe}")?;
        }
        out.write_str("}}")
    }
}

impl fmt::Display for Pipe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, variable) in self.variables.iter().enumerate() {
            let separator = if index > 0 { ", " } else { "" };
            write!(out, "{separator}{variable}")?;
        }
        if !self.variables.is_empty() {
            out.write_str(if self.is_assignment { " = " } else { " := " })?;
        }
        for (index, command) in self.commands.iter().enumerate() {
            let separator = if index > 0 { " | " } else { "" };
            write!(out, "{separator}{command}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Command {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, argument) in self.arguments.iter().enumerate() {
            if index > 0 {
                out.write_str(" ")?;
            }
            argument.in_parentheses(out)?;
        }
        Ok(())
    }
}

impl fmt::Display for Operand {
    /// A pipeline shows without its parentheses.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dot(_) => out.write_str("."),
            Self::Nil(_) => out.write_str("nil"),
            Self::Bool(_, value) => value.fmt(out),
            Self::Number(number) => number.fmt(out),
            Self::String { quoted, text, .. } => match quoted {
                Some(quoted) => out.write_str(quoted),
                None => write!(out, "\"{}\"", String::from_utf8_lossy(text.as_bytes())),
            },
            Self::Field { fields, .. } => print_fields(fields, out),
            Self::Chain {
                operand, fields, ..
            } => {
                operand.in_parentheses(out)?;
                print_fields(fields, out)
            }
            Self::Variable(variable) => variable.fmt(out),
            Self::Identifier { name, .. } => out.write_str(name),
            Self::Pipe(pipe) => pipe.fmt(out),
        }
    }
}

impl Operand {
    /// As a part of another node.
    fn in_parentheses(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pipe(pipe) => grown(|| write!(out, "({pipe})")),
            Self::Chain { .. } => grown(|| fmt::Display::fmt(self, out)),
            _ => fmt::Display::fmt(self, out),
        }
    }
}

impl fmt::Display for Variable {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name)?;
        print_fields(&self.fields, out)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

fn print_fields(fields: &[Rc<str>], out: &mut fmt::Formatter<'_>) -> fmt::Result {
    fields.iter().try_for_each(|field| write!(out, ".{field}"))
}
