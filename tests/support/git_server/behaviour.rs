//! What a git server does beside git's own work, and what goes wrong with it.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// What a server does beside git's own work. The default is an open server.
#[derive(Debug, Clone, Default)]
pub struct Behaviour {
    /// `user:password` pairs that may read and write; none: everyone may.
    pub writers: Vec<String>,
    /// Pairs that may read only.
    pub readers: Vec<String>,
    /// Forget `Git-Protocol`, as servers from before protocol version 2 do.
    pub old_protocol: bool,
    /// Answer this many requests with a status before any other.
    pub fail_first: Arc<Mutex<Vec<u16>>>,
    /// Answer to pushes with this status, this many times, asking to come again in a second.
    pub fail_pushes: Arc<Mutex<(u16, usize)>>,
    /// What goes wrong with requests whose path and query end so, each once, in their order. Requests to GitHub's GraphQL
    /// API have the query `query` or `mutation`.
    pub faults: Arc<Mutex<Vec<(&'static str, Fault)>>>,
    /// Do the next push, and break the connection in place of its answer.
    pub lose_next_push_answer: Arc<Mutex<bool>>,
    /// Answer to requests under these paths with a redirect.
    pub redirects: HashMap<String, String>,
    /// Have GitHub's API, below `/api/`.
    pub github: bool,
    /// Serve files of the branch below `/pages/` once it is true.
    pub pages: Option<PathBuf>,
}

impl Behaviour {
    /// The same once more, for another server: what happens so many times does so again.
    pub fn again(&self) -> Self {
        fn copy<T: Clone>(shared: &Arc<Mutex<T>>) -> Arc<Mutex<T>> {
            Arc::new(Mutex::new(shared.lock().unwrap().clone()))
        }
        Self {
            fail_first: copy(&self.fail_first),
            fail_pushes: copy(&self.fail_pushes),
            faults: copy(&self.faults),
            lose_next_push_answer: copy(&self.lose_next_push_answer),
            ..self.clone()
        }
    }
}

impl Behaviour {
    /// Ends what goes wrong.
    pub fn recover(&self) {
        self.fail_first.lock().unwrap().clear();
        self.fail_pushes.lock().unwrap().1 = 0;
        self.faults.lock().unwrap().clear();
        *self.lose_next_push_answer.lock().unwrap() = false;
    }

    /// Whether something of each kind that goes wrong in `planned` did since.
    pub fn has_failed(&self, planned: &Self) -> bool {
        let left = |one: &Self| {
            [
                one.fail_first.lock().unwrap().len(),
                one.fail_pushes.lock().unwrap().1,
                one.faults.lock().unwrap().len(),
                usize::from(*one.lose_next_push_answer.lock().unwrap()),
            ]
        };
        left(self)
            .into_iter()
            .zip(left(planned))
            .all(|(left, planned)| planned == 0 || left < planned)
    }
}

/// What goes wrong with one request.
#[derive(Debug, Clone, Copy)]
pub enum Fault {
    /// The connection breaks before anything is done.
    Break,
    /// The answer breaks off in its middle.
    Truncated,
    /// The answer comes in small pieces.
    Drip,
    /// A page of a proxy in place of the answer.
    Html,
    /// A redirect to the very same address.
    Loop,
    /// What is asked is done, and the connection breaks in place of the answer.
    Lost,
    /// GitHub's API shows none of the files that it is asked about.
    Hidden,
    /// A status, and nothing is done.
    Status(u16),
    /// These bytes, and nothing is done.
    Other(&'static str),
}
