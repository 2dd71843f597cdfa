//! Many runs at a time: most of a run that meets a fault is waiting.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::runtime::{Builder, Runtime};

/// How many at a time.
const WORKERS: usize = 6;

/// Does the work on each item, each worker with a runtime of its own for the servers that the work starts. The answers
/// come in no order.
pub(crate) fn each<Item: Sync, Answer: Send>(
    items: &[Item],
    work: impl Fn(&Item, &Runtime) -> Answer + Sync,
) -> Vec<Answer> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let mut answers = Vec::new();
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            answers.push(work(item, &runtime));
        }
        answers
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(worker)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap())
            .collect()
    })
}
