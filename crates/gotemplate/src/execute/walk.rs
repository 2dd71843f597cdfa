//! The walk over the statements of a template (`exec.go`'s `walk…`).

use super::place::Place;
use super::reflected::{Reflected, printed, scalar};
use super::state::{State, Step, TOO_DEEP};
use crate::format;
use crate::parse::{Branch, List, Node, Pipe, TemplateCall};
use crate::stack;
use crate::value::{Kind, Value};

/// How the walk goes on after a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// With the next node.
    Next,
    /// Behind the innermost `range`.
    Break,
    /// With the next round of the innermost `range`.
    Continue,
}

impl<'t> State<'t> {
    /// Walks a list.
    pub(super) fn walk_list(&mut self, dot: &Reflected, list: &'t List) -> Step<Flow> {
        for node in &list.nodes {
            match self.walk(dot, node)? {
                Flow::Next => {}
                flow => return Ok(flow),
            }
        }
        Ok(Flow::Next)
    }

    /// Walks the list of a branch: the recursion of the walk.
    fn walk_inner(&mut self, dot: &Reflected, list: &'t List) -> Step<Flow> {
        stack::grow(|| self.walk_list(dot, list))
    }

    fn walk(&mut self, dot: &Reflected, node: &'t Node) -> Step<Flow> {
        self.at(Place::Node(node));
        self.step()?;
        match node {
            Node::Text { text, .. } => self.write(text)?,
            Node::Action { pipe, .. } => {
                // Variables stay until the next `end`; an action that declares some prints nothing.
                let value = self.pipeline(dot, pipe)?;
                if pipe.variables.is_empty() {
                    self.print(node, &value)?;
                }
            }
            Node::If(branch) => return self.walk_if(dot, branch),
            Node::With(branch) => return self.walk_with(dot, branch),
            Node::Range(branch) => return self.walk_range(dot, branch),
            Node::Template(call) => self.walk_template(dot, call, node)?,
            Node::Break(_) => return Ok(Flow::Break),
            Node::Continue(_) => return Ok(Flow::Continue),
        }
        Ok(Flow::Next)
    }

    fn walk_if(&mut self, dot: &Reflected, branch: &'t Branch) -> Step<Flow> {
        let mark = self.mark();
        let list = if self.pipeline(dot, &branch.pipe)?.is_true() {
            Some(&branch.list)
        } else {
            branch.else_list.as_ref()
        };
        let flow = match list {
            Some(list) => self.walk_inner(dot, list)?,
            None => Flow::Next,
        };
        self.pop(mark);
        Ok(flow)
    }

    fn walk_with(&mut self, dot: &Reflected, branch: &'t Branch) -> Step<Flow> {
        let mark = self.mark();
        let value = self.pipeline(dot, &branch.pipe)?;
        let flow = match &branch.else_list {
            _ if value.is_true() => self.walk_inner(&value, &branch.list)?,
            Some(list) => self.walk_inner(dot, list)?,
            None => Flow::Next,
        };
        self.pop(mark);
        Ok(flow)
    }

    fn walk_range(&mut self, dot: &Reflected, branch: &'t Branch) -> Step<Flow> {
        let outer = self.mark();
        let value = self.pipeline(dot, &branch.pipe)?.value;
        let rounds = self.rounds(&value, branch)?;
        let flow = if rounds {
            Flow::Next
        } else {
            match &branch.else_list {
                Some(list) => self.walk_inner(dot, list)?,
                None => Flow::Next,
            }
        };
        self.pop(outer);
        Ok(flow)
    }

    /// Goes through what a value holds. Whether it held anything.
    fn rounds(&mut self, value: &Value, branch: &'t Branch) -> Step<bool> {
        let pipe = &branch.pipe;
        match value {
            Value::Nil => return Ok(false),
            Value::List(list) => {
                let element = list.list_type().element;
                for (index, item) in list.iter().enumerate() {
                    let index = Value::Int(i64::try_from(index).unwrap_or(i64::MAX));
                    let item = Reflected::of(item, element);
                    if self.round(Reflected::concrete(index), item, branch)? == Flow::Break {
                        break;
                    }
                }
                return Ok(!list.is_empty());
            }
            Value::Map(map) => {
                let element = map.map_type().element;
                let entries = map.entries();
                let any = !entries.is_empty();
                for (key, item) in entries {
                    let key = Reflected::concrete(Value::String(key));
                    let item = Reflected::of(item, element);
                    if self.round(key, item, branch)? == Flow::Break {
                        break;
                    }
                }
                return Ok(any);
            }
            _ => {}
        }
        let number = scalar(value);
        if number.as_signed().is_none() && number.as_unsigned().is_none() {
            let shown = self.shown(value)?;
            return Err(self.fail(format!("range can't iterate over {shown}")));
        }
        if pipe.variables.len() > 1 {
            let shown = self.shown(value)?;
            return Err(self.fail(format!(
                "can't use {shown} to iterate over more than one variable"
            )));
        }
        self.count(&number, branch)
    }

    /// Goes from 0 up to a number, in values of its type.
    fn count(&mut self, number: &Value, branch: &'t Branch) -> Step<bool> {
        let end = match number.as_signed() {
            Some(signed) => u64::try_from(signed).unwrap_or(0),
            None => number.as_unsigned().unwrap_or(0),
        };
        for current in 0..end {
            let item = counted(number, current);
            let item = Reflected::concrete(item);
            if self.round(Reflected::INVALID, item, branch)? == Flow::Break {
                break;
            }
        }
        Ok(end > 0)
    }

    fn round(&mut self, index: Reflected, item: Reflected, branch: &'t Branch) -> Step<Flow> {
        self.step()?;
        let mark = self.mark();
        let pipe: &'t Pipe = &branch.pipe;
        match (&*pipe.variables, pipe.is_assignment) {
            ([], _) => {}
            ([only], true) => self.set(&only.name, item.clone())?,
            ([first, second, ..], true) => {
                self.set(&first.name, index)?;
                self.set(&second.name, item.clone())?;
            }
            ([_], false) => self.set_top(1, item.clone()),
            ([_, _, ..], false) => {
                // The second variable was declared last.
                self.set_top(1, item.clone());
                self.set_top(2, index);
            }
        }
        let flow = self.walk_inner(&item, &branch.list)?;
        self.pop(mark);
        Ok(flow)
    }

    fn walk_template(
        &mut self,
        dot: &Reflected,
        call: &'t TemplateCall,
        node: &'t Node,
    ) -> Step<()> {
        self.at(Place::Node(node));
        let templates = self.templates;
        let Some(tree) = templates.lookup(&call.name) else {
            let name = crate::strconv::quote(call.name.as_bytes());
            return Err(self.fail(format!("template {name} not defined")));
        };
        let budget = self.budget;
        let Some(_level) = budget.enter() else {
            return Err(self.fail(TOO_DEEP));
        };
        let dot = match &call.pipe {
            Some(pipe) => self.pipeline(dot, pipe)?,
            None => Reflected::INVALID,
        };
        self.inside(tree, &dot, |state| {
            state.at(Place::List(&tree.root));
            state.walk_inner(&dot, &tree.root).map(drop)
        })
    }

    fn print(&mut self, node: &'t Node, value: &Reflected) -> Step<()> {
        self.at(Place::Node(node));
        match &value.value {
            Value::Nil => self.write(b"<no value>"),
            Value::String(text) => self.write(text),
            Value::Bool(true) => self.write(b"true"),
            Value::Bool(false) => self.write(b"false"),
            Value::Int(number) | Value::Int64(number) => self.write(number.to_string().as_bytes()),
            Value::Function(_) => Err(self.fail(format!(
                "can't print {} of type {}",
                Place::Node(node),
                value.type_name()
            ))),
            other => {
                let text = printed(other, self.budget).map_err(|limit| self.exhausted(limit))?;
                self.write(&text)
            }
        }
    }

    /// A value as `%v` shows it in an error, behind a pointer.
    fn shown(&self, value: &Value) -> Step<String> {
        let text = if value.kind() == Kind::Pointer {
            printed(value, self.budget)
        } else {
            format::display(value, self.budget)
        };
        text.map(|text| String::from_utf8_lossy(&text).into_owned())
            .map_err(|limit| self.exhausted(limit))
    }
}

/// `current` as a value of the type of `number`, which is larger.
fn counted(number: &Value, current: u64) -> Value {
    let signed = i64::try_from(current).unwrap_or(i64::MAX);
    match number {
        Value::Int32(_) => Value::Int32(i32::try_from(signed).unwrap_or(i32::MAX)),
        Value::Int64(_) => Value::Int64(signed),
        Value::Uint(_) => Value::Uint(current),
        Value::Uint8(_) => Value::Uint8(u8::try_from(current).unwrap_or(u8::MAX)),
        Value::Uint64(_) => Value::Uint64(current),
        _ => Value::Int(signed),
    }
}
