//! The stack of what was parsed so far, and Go's limits (`regexp/syntax/parse.go`: push, repeat, collapse, checkLimits).

use std::mem;

use super::super::classes::orbit;
use super::error::{ErrorCode, SyntaxError};
use super::tree::{Join, Node, Repeat, Tree};
use super::{Flags, Parser};

/// The highest tree that Go takes.
const MOST_HEIGHT: u32 = 1_000;

/// The most instructions.
const MOST_SIZE: u64 = (128 << 20) / 40;

/// The most ends of ranges of classes, and code points of literals.
const MOST_RUNES: usize = (128 << 20) / 4;

/// What is on the stack.
#[derive(Debug)]
pub(super) enum Item {
    /// An expression.
    Tree(Tree),
    /// `(`, with the flags before it; whether the group captures.
    LeftParenthesis { flags: Flags, captures: bool },
    /// `|`
    VerticalBar,
}

/// What Go counts to tell cheaply that an expression cannot be too large.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// Nodes made.
    nodes: u64,
    /// Nodes given back.
    free: u64,
    runes: usize,
    /// The product of all counts of repetitions.
    repeats: u64,
    /// Sizes are looked at from now on.
    sized: bool,
}

impl Parser<'_> {
    pub(super) fn new_node(&mut self) {
        match self.counts.free.checked_sub(1) {
            Some(free) => self.counts.free = free,
            None => self.counts.nodes = self.counts.nodes.saturating_add(1),
        }
    }

    pub(super) fn free_nodes(&mut self, count: usize) {
        let count = u64::try_from(count).unwrap_or(0);
        self.counts.free = self.counts.free.saturating_add(count);
    }

    /// Pushes a code point.
    pub(super) fn literal(&mut self, code: u32) -> Result<(), SyntaxError> {
        self.new_node();
        let fold = self.flags.fold;
        let code = if fold {
            orbit(code)
                .and_then(|orbit| orbit.first())
                .map_or(code, |first| *first)
        } else {
            code
        };
        let codes = vec![code];
        self.push(Node::Literal { codes, fold })
    }

    /// Pushes a node that holds no others and is no literal.
    pub(super) fn operator(&mut self, node: Node) -> Result<(), SyntaxError> {
        self.new_node();
        self.push(node)
    }

    /// Pushes a node that holds no others.
    pub(super) fn push(&mut self, node: Node) -> Result<(), SyntaxError> {
        let node = match node {
            Node::Class(class) => {
                let literal = |code, fold| Node::Literal {
                    codes: vec![code],
                    fold,
                };
                if let Some(code) = class.single() {
                    literal(code, false)
                } else if let Some(code) = class.single_in_two_cases() {
                    literal(code, true)
                } else {
                    Node::Class(class)
                }
            }
            node => node,
        };
        self.push_tree(Tree::leaf(node))
    }

    /// Pushes an expression.
    pub(super) fn push_tree(&mut self, tree: Tree) -> Result<(), SyntaxError> {
        let runes = match &tree.node {
            Node::Literal { codes, .. } => codes.len(),
            Node::Class(class) => class.ranges().len().saturating_mul(2),
            _ => 0,
        };
        self.counts.runes = self.counts.runes.saturating_add(runes);
        self.join_literals();
        self.check_limits(&tree)?;
        self.stack.push(Item::Tree(tree));
        Ok(())
    }

    /// Pushes what opens a group.
    pub(super) fn open(&mut self, captures: bool) {
        self.new_node();
        self.join_literals();
        self.stack.push(Item::LeftParenthesis {
            flags: self.flags,
            captures,
        });
    }

    /// Joins the two topmost literals: no repetition can be about the last one alone any more.
    fn join_literals(&mut self) {
        let [.., Item::Tree(first), Item::Tree(second)] = self.stack.as_mut_slice() else {
            return;
        };
        let (
            Node::Literal { codes, fold },
            Node::Literal {
                codes: more,
                fold: same,
            },
        ) = (&mut first.node, &mut second.node)
        else {
            return;
        };
        if fold != same {
            return;
        }
        codes.append(more);
        first.size = first.size.saturating_add(second.size);
        self.stack.pop();
        self.free_nodes(1);
    }

    /// Repeats the expression on the top. `from` starts at the operator, `after` is what follows it; what is after it
    /// is given back. `last` starts at the operator before, where there is but that between.
    pub(super) fn repeat<'e>(
        &mut self,
        mut repeat: Repeat,
        from: &'e [u8],
        after: &'e [u8],
        last: Option<&'e [u8]>,
    ) -> Result<&'e [u8], SyntaxError> {
        let after = match after {
            [b'?', rest @ ..] => {
                repeat.lazy = !repeat.lazy;
                rest
            }
            rest => rest,
        };
        if let Some(last) = last {
            return Err(ErrorCode::RepeatOperator.at(super::taken(last, after)));
        }
        let operator = super::taken(from, after);
        let sub = match self.stack.pop() {
            Some(Item::Tree(sub)) => sub,
            _ => return Err(ErrorCode::MissingRepeatArgument.at(operator)),
        };
        self.new_node();
        let tree = Tree::repeat(sub, repeat);
        let copies = tree.copies;
        self.check_limits(&tree)?;
        self.stack.push(Item::Tree(tree));
        let counts = repeat.least >= 2 || repeat.most.is_some_and(|most| most >= 2);
        if repeat.counted && counts && copies > 1_000 {
            return Err(ErrorCode::RepeatCount.at(operator));
        }
        Ok(after)
    }

    /// Makes one expression of those above the topmost `|` or `(`.
    fn concat(&mut self) -> Result<(), SyntaxError> {
        self.join_literals();
        let subs = self.pop_trees();
        if subs.is_empty() {
            self.new_node();
            return self.push(Node::Empty);
        }
        let tree = self.collapse(subs, Join::Concat);
        self.push_tree(tree)
    }

    /// Ends an alternative.
    pub(super) fn vertical_bar(&mut self) -> Result<(), SyntaxError> {
        self.concat()?;
        if !self.swap_vertical_bar() {
            self.new_node();
            self.join_literals();
            self.stack.push(Item::VerticalBar);
        }
        Ok(())
    }

    /// Moves the alternative that was ended below the `|`, to those that were ended before; whether there is one.
    fn swap_vertical_bar(&mut self) -> bool {
        match self.stack.as_mut_slice() {
            [.., bar @ Item::VerticalBar, tree @ Item::Tree(_)] => {
                mem::swap(bar, tree);
                true
            }
            _ => false,
        }
    }

    /// Makes one expression of all alternatives.
    pub(super) fn alternate(&mut self) -> Result<(), SyntaxError> {
        self.concat()?;
        if self.swap_vertical_bar() {
            self.stack.pop();
        }
        let subs = self.pop_trees();
        let tree = self.collapse(subs, Join::Alternate);
        self.push_tree(tree)
    }

    /// Closes a group; `false`: none is open.
    pub(super) fn close(&mut self) -> Result<bool, SyntaxError> {
        self.alternate()?;
        let Some(Item::Tree(tree)) = self.stack.pop() else {
            return Ok(false);
        };
        let Some(Item::LeftParenthesis { flags, captures }) = self.stack.pop() else {
            return Ok(false);
        };
        self.flags = flags;
        self.push_tree(if captures { Tree::capture(tree) } else { tree })?;
        Ok(true)
    }

    fn pop_trees(&mut self) -> Vec<Tree> {
        let start = self
            .stack
            .iter()
            .rposition(|item| !matches!(item, Item::Tree(_)))
            .map_or(0, |at| at.saturating_add(1));
        let items = self.stack.split_off(start);
        items
            .into_iter()
            .filter_map(|item| match item {
                Item::Tree(tree) => Some(tree),
                _ => None,
            })
            .collect()
    }

    fn collapse(&mut self, mut subs: Vec<Tree>, join: Join) -> Tree {
        if subs.len() <= 1 {
            return subs.pop().unwrap_or_else(|| Tree::leaf(Node::Empty));
        }
        self.new_node();
        let (tree, hoisted) = join.join(subs);
        self.free_nodes(hoisted);
        tree
    }

    fn check_limits(&mut self, tree: &Tree) -> Result<(), SyntaxError> {
        if self.counts.runes > MOST_RUNES || self.is_too_large(tree) {
            return Err(ErrorCode::Large.at(self.whole));
        }
        if tree.height > MOST_HEIGHT {
            return Err(ErrorCode::NestingDepth.at(self.whole));
        }
        Ok(())
    }

    fn is_too_large(&mut self, tree: &Tree) -> bool {
        if !self.counts.sized {
            let repeats = self.counts.repeats.max(1);
            let count = match &tree.node {
                Node::Repeat { repeat, .. } if repeat.counted => {
                    u64::from(repeat.most.unwrap_or(repeat.least)).max(1)
                }
                _ => 1,
            };
            self.counts.repeats = if count > MOST_SIZE / repeats {
                MOST_SIZE
            } else {
                repeats.saturating_mul(count)
            };
            if self.counts.nodes < MOST_SIZE / self.counts.repeats {
                return false;
            }
            self.counts.sized = true;
            let large = |item: &Item| matches!(item, Item::Tree(tree) if tree.size > MOST_SIZE);
            if self.stack.iter().any(large) {
                return true;
            }
        }
        tree.size > MOST_SIZE
    }
}
