//! The same work on many things at once.

use std::io;
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// A thread's stack: templates that call each other need room. It is address space until it is used.
const STACK: usize = 16 << 20;

/// Does `work` on every item, as many at a time as there are processors, and gives the results in the items' order.
/// Each item is worked on within one thread.
pub(super) fn each<Item, Answer>(
    items: &[Item],
    work: impl Fn(&Item) -> Answer + Sync,
) -> Vec<Answer>
where
    Item: Sync,
    Answer: Send,
{
    // How many processors there are takes a dozen questions to the system.
    let threads = match items.len() {
        0 | 1 => 1,
        _ => thread::available_parallelism().map_or(1, NonZero::get),
    };
    let next = AtomicUsize::new(0);
    let take = || {
        let mut answers = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(index) else {
                return answers;
            };
            answers.push((index, work(item)));
        }
    };
    let mut answers = thread::scope(|scope| {
        // This thread works, too; where no more can be had, it does everything.
        let others: Vec<_> = (1..threads.min(items.len()))
            .map(|_| {
                thread::Builder::new()
                    .stack_size(STACK)
                    .spawn_scoped(scope, take)
            })
            .filter_map(io::Result::ok)
            .collect();
        let mut answers = take();
        for other in others {
            match other.join() {
                Ok(more) => answers.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        answers
    });
    answers.sort_by_key(|(index, _)| *index);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_come_in_the_items_order() {
        let items: Vec<usize> = (0..1_000).collect();
        let answers = each(&items, |item| item * 2);
        assert!(
            answers
                .iter()
                .enumerate()
                .all(|(index, answer)| *answer == index * 2)
        );
        assert_eq!(answers.len(), 1_000);
        assert_eq!(each(&[] as &[usize], |item| *item), [0; 0]);
    }
}
