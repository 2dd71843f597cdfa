//! The parsed expression.

use std::collections::VecDeque;

use super::class::Class;

/// What an expression is made of (`regexp/syntax/regexp.go`: Op).
#[derive(Debug, Clone)]
pub(in super::super) enum Node {
    /// Nothing, which is always there.
    Empty,
    /// Code points in a row.
    Literal { codes: Vec<u32>, fold: bool },
    /// One character of a set.
    Class(Class),
    /// `.`
    AnyButNewline,
    /// `(?s).`
    Any,
    /// `(?m)^`
    BeginLine,
    /// `(?m)$`
    EndLine,
    /// `^` and `\A`
    BeginText,
    /// `$` and `\z`
    EndText,
    /// `\b`
    WordBoundary,
    /// `\B`
    NoWordBoundary,
    /// `(…)`
    Capture(Box<Tree>),
    /// `*`, `+`, `?` and `{…}`
    Repeat { sub: Box<Tree>, repeat: Repeat },
    /// One after the other.
    Concat(VecDeque<Tree>),
    /// `|`
    Alternate(VecDeque<Tree>),
}

/// How often something is repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) struct Repeat {
    pub(in super::super) least: u32,
    pub(in super::super) most: Option<u32>,
    pub(in super::super) lazy: bool,
    /// Written `{…}`.
    pub(super) counted: bool,
}

/// A node and what Go's limits are about.
#[derive(Debug, Clone)]
pub(in super::super) struct Tree {
    pub(in super::super) node: Node,
    /// How high it is.
    pub(in super::super) height: u32,
    /// How many instructions Go makes of it, about.
    pub(super) size: u64,
    /// How many copies the nested counts make of the innermost thing.
    pub(super) copies: u64,
}

impl Tree {
    /// A node that holds no others.
    pub(super) fn leaf(node: Node) -> Self {
        let size = match &node {
            Node::Literal { codes, .. } => u64::try_from(codes.len()).unwrap_or(u64::MAX),
            _ => 1,
        };
        Self {
            node,
            height: 1,
            size: size.max(1),
            copies: 1,
        }
    }

    /// A group that captures.
    pub(super) fn capture(sub: Self) -> Self {
        Self {
            height: sub.height.saturating_add(1),
            size: sub.size.saturating_add(2),
            copies: sub.copies,
            node: Node::Capture(Box::new(sub)),
        }
    }

    /// Something repeated.
    pub(super) fn repeat(sub: Self, repeat: Repeat) -> Self {
        let least = u64::from(repeat.least);
        let most = repeat.most.map(u64::from);
        let size = match most {
            None if least == 0 => sub.size.saturating_add(2),
            None => sub.size.saturating_mul(least).saturating_add(1),
            Some(_) if !repeat.counted => sub.size.saturating_add(1),
            Some(most) => sub
                .size
                .saturating_mul(most)
                .saturating_add(most.saturating_sub(least)),
        };
        let copies = match most {
            _ if !repeat.counted => sub.copies,
            Some(0) => 1,
            Some(most) => sub.copies.saturating_mul(most),
            None => sub.copies.saturating_mul(least.max(1)),
        };
        Self {
            height: sub.height.saturating_add(1),
            size: size.max(1),
            copies,
            node: Node::Repeat {
                sub: Box::new(sub),
                repeat,
            },
        }
    }
}

/// Trees that become one: concatenated, or alternatives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    Concat,
    Alternate,
}

impl Join {
    /// One tree of two or more. Those that are of the same kind give up their members to it; the count of them is
    /// given beside. The largest takes the others in, so that deep nests cost no copying.
    pub(super) fn join(self, subs: Vec<Tree>) -> (Tree, usize) {
        let largest = subs
            .iter()
            .enumerate()
            .max_by_key(|(_, sub)| self.members(sub).map_or(0, VecDeque::len))
            .map_or(0, |(index, _)| index);
        let mut total = Joined::default();
        let mut before = Vec::new();
        for (index, sub) in subs.into_iter().enumerate() {
            if index < largest {
                before.push(sub);
            } else {
                self.push_back(&mut total, sub);
            }
        }
        for sub in before.into_iter().rev() {
            self.push_front(&mut total, sub);
        }
        let bars = match self {
            Self::Concat => 0,
            Self::Alternate => u64::try_from(total.members.len().saturating_sub(1)).unwrap_or(0),
        };
        let tree = Tree {
            height: total.height.saturating_add(1),
            size: total.size.saturating_add(bars).max(1),
            copies: total.copies.max(1),
            node: match self {
                Self::Concat => Node::Concat(total.members),
                Self::Alternate => Node::Alternate(total.members),
            },
        };
        (tree, total.hoisted)
    }

    fn members(self, tree: &Tree) -> Option<&VecDeque<Tree>> {
        match (self, &tree.node) {
            (Self::Concat, Node::Concat(members)) | (Self::Alternate, Node::Alternate(members)) => {
                Some(members)
            }
            _ => None,
        }
    }

    fn push_back(self, total: &mut Joined, sub: Tree) {
        match self.take(total, sub) {
            Taken::Members(members) if total.members.is_empty() => total.members = members,
            Taken::Members(members) => total.members.extend(members),
            Taken::Tree(tree) => total.members.push_back(tree),
        }
    }

    fn push_front(self, total: &mut Joined, sub: Tree) {
        match self.take(total, sub) {
            Taken::Members(members) => {
                for member in members.into_iter().rev() {
                    total.members.push_front(member);
                }
            }
            Taken::Tree(tree) => total.members.push_front(tree),
        }
    }

    /// Counts a tree in, and gives it or its members.
    fn take(self, total: &mut Joined, sub: Tree) -> Taken {
        total.copies = total.copies.max(sub.copies);
        let (height, size, taken) = match (self, sub.node) {
            (Self::Concat, Node::Concat(members)) => (
                sub.height.saturating_sub(1),
                sub.size,
                Taken::Members(members),
            ),
            (Self::Alternate, Node::Alternate(members)) => {
                let bars = u64::try_from(members.len().saturating_sub(1)).unwrap_or(0);
                (
                    sub.height.saturating_sub(1),
                    sub.size.saturating_sub(bars),
                    Taken::Members(members),
                )
            }
            (_, node) => (sub.height, sub.size, Taken::Tree(Tree { node, ..sub })),
        };
        if let Taken::Members(_) = taken {
            total.hoisted = total.hoisted.saturating_add(1);
        }
        total.height = total.height.max(height);
        total.size = total.size.saturating_add(size);
        taken
    }
}

enum Taken {
    Members(VecDeque<Tree>),
    Tree(Tree),
}

#[derive(Default)]
struct Joined {
    members: VecDeque<Tree>,
    height: u32,
    size: u64,
    copies: u64,
    hoisted: usize,
}
