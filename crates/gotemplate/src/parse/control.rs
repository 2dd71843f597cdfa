//! How the parser reads texts, actions and what controls them (Go's `text/template/parse/parse.go`).

use std::rc::Rc;

use std::fmt;

use super::depth::{MAX_BLOCK_DEPTH, grown};
use super::item::{Item, ItemKind};
use super::parser::{Parser, Template, taken};
use super::pipeline::Context;
use super::trees::Trees;
use super::{Branch, List, Node, Offset, Pipe, TemplateCall, Tree};
use crate::error::ParseError;
use crate::strconv::unquote;

/// What is read at once in a list.
enum Step {
    Node(Node),
    Ending(Ending),
}

/// What ends a list.
#[derive(Clone, Copy)]
enum Ending {
    End,
    /// With the place of what stands behind the word.
    Else(Offset),
}

impl fmt::Display for Ending {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::End => "{{end}}",
            Self::Else(_) => "{{else}}",
        })
    }
}

/// What has a condition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Control {
    If,
    With,
    Range,
}

impl Control {
    fn context(self) -> Context {
        match self {
            Self::If => Context::If,
            Self::With => Context::With,
            Self::Range => Context::Range,
        }
    }

    /// The word that may follow on `else` without an `end` of its own.
    fn chained(self) -> Option<ItemKind> {
        match self {
            Self::If => Some(ItemKind::If),
            Self::With => Some(ItemKind::With),
            Self::Range => None,
        }
    }

    fn node(self, branch: Branch) -> Node {
        let branch = Box::new(branch);
        match self {
            Self::If => Node::If(branch),
            Self::With => Node::With(branch),
            Self::Range => Node::Range(branch),
        }
    }
}

impl<'a> Parser<'a> {
    /// The whole file: its own template, and those that it defines.
    pub(super) fn file(mut self) -> Result<Vec<Tree>, ParseError> {
        let mut trees = Trees::default();
        let position = self.peek().position;
        loop {
            let item = self.peek();
            if item.kind == ItemKind::Eof {
                break;
            }
            if item.kind == ItemKind::LeftDelimiter {
                self.next();
                if self.next_non_space().kind == ItemKind::Define {
                    self.definition(&mut trees)?;
                    continue;
                }
                self.back_up_two(item);
            }
            match self.text_or_action(&mut trees)? {
                Step::Node(node) => self.pending.nodes.push(node),
                Step::Ending(ending) => return Err(self.error(format!("unexpected {ending}"))),
            }
        }
        let root = List {
            position,
            nodes: taken(&mut self.pending.nodes, 0),
        };
        let name = self.name.as_bytes();
        self.add(&mut trees, name, root)?;
        Ok(trees.with_first(name))
    }

    fn add(&self, trees: &mut Trees, name: &[u8], root: List) -> Result<(), ParseError> {
        let tree = Tree {
            name: String::from_utf8_lossy(name).into_owned(),
            parse_name: self.name.to_owned(),
            text: self.text.clone(),
            root: Rc::new(root),
        };
        trees
            .add(name, tree)
            .map_err(|error| self.error(error.to_string()))
    }

    /// `{{define "name"}} … {{end}}`, from behind the word.
    fn definition(&mut self, trees: &mut Trees) -> Result<(), ParseError> {
        const CONTEXT: &str = "define clause";
        let outer = std::mem::replace(&mut self.template, Template::new());
        let item = self.next_non_space();
        let name = self.template_name(item, CONTEXT)?;
        self.expect(ItemKind::RightDelimiter, CONTEXT)?;
        let (root, ending) = self.list(trees)?;
        if let Ending::Else(_) = ending {
            return Err(self.error(format!("unexpected {ending} in {CONTEXT}")));
        }
        self.add(trees, &name, root)?;
        self.template = outer;
        Ok(())
    }

    /// Texts and actions up to `{{end}}` or `{{else}}`.
    fn list(&mut self, trees: &mut Trees) -> Result<(List, Ending), ParseError> {
        let position = self.peek_non_space().position;
        let first = self.pending.nodes.len();
        while self.peek_non_space().kind != ItemKind::Eof {
            match self.text_or_action(trees)? {
                Step::Node(node) => self.pending.nodes.push(node),
                Step::Ending(ending) => {
                    let nodes = taken(&mut self.pending.nodes, first);
                    return Ok((List { position, nodes }, ending));
                }
            }
        }
        Err(self.error("unexpected EOF"))
    }

    fn text_or_action(&mut self, trees: &mut Trees) -> Result<Step, ParseError> {
        let item = self.next_non_space();
        match item.kind {
            ItemKind::Text => Ok(Step::Node(Node::Text {
                position: item.position,
                text: item.value.into(),
            })),
            ItemKind::LeftDelimiter => {
                self.template.action_line = item.line;
                let step = self.action(trees)?;
                self.template.action_line = 0;
                Ok(step)
            }
            _ => Err(self.unexpected(item, "input")),
        }
    }

    /// From behind the left delimiter.
    fn action(&mut self, trees: &mut Trees) -> Result<Step, ParseError> {
        let item = self.next_non_space();
        Ok(Step::Node(match item.kind {
            ItemKind::Block => self.block(trees)?,
            ItemKind::Break => {
                self.in_range("{{break}}")?;
                Node::Break(item.position)
            }
            ItemKind::Continue => {
                self.in_range("{{continue}}")?;
                Node::Continue(item.position)
            }
            ItemKind::Else => return self.otherwise(),
            ItemKind::End => {
                self.expect(ItemKind::RightDelimiter, "end")?;
                return Ok(Step::Ending(Ending::End));
            }
            ItemKind::If => self.control(Control::If, trees)?,
            ItemKind::Range => self.control(Control::Range, trees)?,
            ItemKind::With => self.control(Control::With, trees)?,
            ItemKind::Template => self.template_call()?,
            _ => {
                self.back_up();
                // The variables stay known up to the "end".
                Node::Action {
                    position: item.position,
                    pipe: self.pipeline(Context::Command)?,
                }
            }
        }))
    }

    /// The rest of `{{break}}` or `{{continue}}`.
    fn in_range(&mut self, action: &str) -> Result<(), ParseError> {
        self.expect(ItemKind::RightDelimiter, action)?;
        if self.template.range_depth == 0 {
            return Err(self.error(format!("{action} outside {{{{range}}}}")));
        }
        Ok(())
    }

    /// `if`, `with` or `range`, from behind the word, up to its `{{end}}`.
    fn control(&mut self, control: Control, trees: &mut Trees) -> Result<Node, ParseError> {
        let variables = self.template.variables.len();
        let pipe = self.pipeline(control.context())?;
        let branch = self.nested(|parser| parser.branch(control, pipe, trees))?;
        self.template.variables.forget(variables);
        Ok(control.node(branch))
    }

    fn branch(
        &mut self,
        control: Control,
        pipe: Pipe,
        trees: &mut Trees,
    ) -> Result<Branch, ParseError> {
        let in_range = usize::from(control == Control::Range);
        self.template.range_depth += in_range;
        let (list, ending) = self.list(trees)?;
        self.template.range_depth -= in_range;
        let else_list = match ending {
            Ending::End => None,
            Ending::Else(position) => Some(self.else_list(control, position, trees)?),
        };
        Ok(Branch {
            position: pipe.position,
            pipe,
            list,
            else_list,
        })
    }

    /// `{{else if …}}` stands for `{{else}}{{if …}}` with one `{{end}}` for both; so does `{{else with …}}`.
    fn else_list(
        &mut self,
        control: Control,
        position: Offset,
        trees: &mut Trees,
    ) -> Result<List, ParseError> {
        if Some(self.peek().kind) == control.chained() {
            self.next();
            return Ok(List {
                position,
                nodes: Box::new([self.control(control, trees)?]),
            });
        }
        match self.list(trees)? {
            (list, Ending::End) => Ok(list),
            (_, ending) => Err(self.error(format!("expected end; found {ending}"))),
        }
    }

    /// The rest of `{{else}}`; an `if` or `with` behind it is left for later.
    fn otherwise(&mut self) -> Result<Step, ParseError> {
        let item = self.peek_non_space();
        let item = match item.kind {
            ItemKind::If | ItemKind::With => item,
            _ => self.expect(ItemKind::RightDelimiter, "else")?,
        };
        Ok(Step::Ending(Ending::Else(item.position)))
    }

    /// `{{block "name" pipeline}} … {{end}}`, from behind the word. It defines a template, and calls it.
    fn block(&mut self, trees: &mut Trees) -> Result<Node, ParseError> {
        let context = Context::Block.words();
        let item = self.next_non_space();
        let name = self.template_name(item, context)?;
        let pipe = self.pipeline(Context::Block)?;
        let (root, ending, inner) = self.nested(|parser| {
            let outer = std::mem::replace(&mut parser.template, Template::new());
            let (root, ending) = parser.list(trees)?;
            let inner = std::mem::replace(&mut parser.template, outer);
            Ok((root, ending, inner))
        })?;
        if let Ending::Else(_) = ending {
            return Err(self.error(format!("unexpected {ending} in {context}")));
        }
        // A second definition is an error at the block's end.
        let outer = std::mem::replace(&mut self.template, inner);
        self.add(trees, &name, root)?;
        self.template = outer;
        Ok(called(item, &name, Some(pipe)))
    }

    /// `{{template "name" pipeline}}`, from behind the word.
    fn template_call(&mut self) -> Result<Node, ParseError> {
        let item = self.next_non_space();
        let name = self.template_name(item, Context::Template.words())?;
        let pipe = if self.next_non_space().kind == ItemKind::RightDelimiter {
            None
        } else {
            self.back_up();
            Some(self.pipeline(Context::Template)?)
        };
        Ok(called(item, &name, pipe))
    }

    fn template_name(&self, item: Item<'a>, context: &str) -> Result<Vec<u8>, ParseError> {
        match item.kind {
            ItemKind::String | ItemKind::RawString => {
                unquote(item.value).map_err(|error| self.error(error.to_string()))
            }
            _ => Err(self.unexpected(item, context)),
        }
    }

    /// What stands in a block.
    fn nested<T>(
        &mut self,
        inner: impl FnOnce(&mut Self) -> Result<T, ParseError>,
    ) -> Result<T, ParseError> {
        if self.block_depth >= MAX_BLOCK_DEPTH {
            return Err(self.error("max block depth exceeded"));
        }
        self.block_depth += 1;
        let result = grown(|| inner(self));
        self.block_depth -= 1;
        result
    }
}

fn called(name_item: Item<'_>, name: &[u8], pipe: Option<Pipe>) -> Node {
    Node::Template(Box::new(TemplateCall {
        position: name_item.position,
        name: String::from_utf8_lossy(name).into_owned(),
        pipe,
    }))
}
