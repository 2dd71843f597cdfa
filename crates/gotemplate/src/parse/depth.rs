//! Trees nest thousands deep; the stack of a thread may not hold that. Walking one either goes through `grown`, or
//! takes the tree apart without recursion.

use std::fmt;

use super::{Branch, Node, Operand, Pipe};

/// How deep blocks may nest. Go has no such bound but its memory.
pub const MAX_BLOCK_DEPTH: usize = 10_000;

/// How deep parentheses may nest in one action (Go's `maxStackDepth`).
pub const MAX_EXPRESSION_DEPTH: usize = 10_000;

/// What one level of a recursion may need at most, in bytes.
const LEVEL: usize = 128 << 10;

/// How much stack is added when there is less than that.
const STEP: usize = 2 << 20;

/// Runs a level of a recursion where there is stack for it.
pub(super) fn grown<R>(level: impl FnOnce() -> R) -> R {
    stacker::maybe_grow(LEVEL, STEP, level)
}

impl Clone for Branch {
    fn clone(&self) -> Self {
        grown(|| Self {
            position: self.position,
            pipe: self.pipe.clone(),
            list: self.list.clone(),
            else_list: self.else_list.clone(),
        })
    }
}

impl Clone for Pipe {
    fn clone(&self) -> Self {
        grown(|| Self {
            position: self.position,
            is_assignment: self.is_assignment,
            variables: self.variables.clone(),
            commands: self.commands.clone(),
        })
    }
}

impl fmt::Debug for Branch {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        grown(|| {
            out.debug_struct("Branch")
                .field("position", &self.position)
                .field("pipe", &self.pipe)
                .field("list", &self.list)
                .field("else_list", &self.else_list)
                .finish()
        })
    }
}

impl fmt::Debug for Pipe {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        grown(|| {
            out.debug_struct("Pipe")
                .field("position", &self.position)
                .field("is_assignment", &self.is_assignment)
                .field("variables", &self.variables)
                .field("commands", &self.commands)
                .finish()
        })
    }
}

impl Drop for Branch {
    fn drop(&mut self) {
        let mut pending = Vec::new();
        self.give_up_blocks(&mut pending);
        while let Some(mut block) = pending.pop() {
            block.give_up_blocks(&mut pending);
        }
    }
}

impl Branch {
    /// Moves the blocks that stand directly in this one to `pending`.
    fn give_up_blocks(&mut self, pending: &mut Vec<Branch>) {
        let else_nodes = self.else_list.iter_mut().flat_map(|list| &mut list.nodes);
        for node in self.list.nodes.iter_mut().chain(else_nodes) {
            if matches!(node, Node::If(_) | Node::With(_) | Node::Range(_))
                && let Node::If(block) | Node::With(block) | Node::Range(block) =
                    std::mem::replace(node, Node::Break(0))
            {
                pending.push(*block);
            }
        }
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        let mut pending = Vec::new();
        self.give_up_operands(&mut pending);
        while let Some(operand) = pending.pop() {
            match operand {
                Operand::Pipe(mut pipe) => pipe.give_up_operands(&mut pending),
                Operand::Chain { operand, .. } => pending.push(*operand),
                _ => {}
            }
        }
    }
}

impl Pipe {
    /// Moves the operands that hold others to `pending`.
    fn give_up_operands(&mut self, pending: &mut Vec<Operand>) {
        for command in &mut self.commands {
            for operand in &mut command.arguments {
                if matches!(operand, Operand::Pipe(_) | Operand::Chain { .. }) {
                    pending.push(std::mem::replace(operand, Operand::Nil(0)));
                }
            }
        }
    }
}
