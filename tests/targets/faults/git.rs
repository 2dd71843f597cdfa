//! What goes wrong at a git server.

use super::{Outcome, Row};
use crate::git_server::{Behaviour, Fault};

const FETCH: &str = "/git-upload-pack";
const PUSH: &str = "/git-receive-pack";
const REFERENCES: &str = "/info/refs?service=git-upload-pack";
const PUSHED_REFERENCES: &str = "/info/refs?service=git-receive-pack";
const FOR_EVER: usize = 100;

/// A fault of the git server, so many times.
fn fault(
    what: &'static str,
    outcome: Outcome,
    times: usize,
    request: &'static str,
    fault: Fault,
) -> Row {
    Row {
        git: vec![(request, fault); times],
        ..Row::new(what, outcome)
    }
}

/// A fault of the git server's that has a name in its behaviour.
fn behaviour(what: &'static str, outcome: Outcome, behaviour: fn(&mut Behaviour)) -> Row {
    Row {
        behaviour,
        ..Row::new(what, outcome)
    }
}

pub(super) fn rows() -> Vec<Row> {
    use Outcome::{Nothing, Released};
    vec![
        fault(
            "git: reset before the list of references",
            Released,
            1,
            REFERENCES,
            Fault::Break,
        ),
        fault(
            "git: the list of references is truncated, once",
            Released,
            1,
            REFERENCES,
            Fault::Truncated,
        ),
        fault(
            "git: a fetch is reset, once",
            Released,
            1,
            FETCH,
            Fault::Break,
        ),
        fault(
            "git: a fetch is truncated, once",
            Released,
            1,
            FETCH,
            Fault::Truncated,
        ),
        fault(
            "git: a fetch comes in small pieces",
            Released,
            9,
            FETCH,
            Fault::Drip,
        ),
        fault(
            "git: a push is reset before it is read",
            Released,
            1,
            PUSH,
            Fault::Break,
        ),
        fault(
            "git: the answer to a push is truncated",
            Released,
            1,
            PUSH,
            Fault::Truncated,
        ),
        fault(
            "git: reset before the list for a push",
            Released,
            1,
            PUSHED_REFERENCES,
            Fault::Break,
        ),
        fault(
            "git: every connection is reset",
            Nothing(3, "CW-GIT-004"),
            FOR_EVER,
            REFERENCES,
            Fault::Break,
        ),
        fault(
            "git: every push is reset",
            Nothing(3, "CW-GIT-004"),
            FOR_EVER,
            PUSH,
            Fault::Break,
        ),
        fault(
            "git: a page in place of the references",
            Nothing(3, "CW-GIT-012"),
            FOR_EVER,
            REFERENCES,
            Fault::Html,
        ),
        fault(
            "git: a page in place of the answer to a push",
            Released,
            1,
            PUSH,
            Fault::Html,
        ),
        fault(
            "git: a redirect to itself",
            Nothing(3, "CW-GIT-012"),
            FOR_EVER,
            REFERENCES,
            Fault::Loop,
        ),
        behaviour("git: 503 once", Released, |git| {
            git.fail_first.lock().unwrap().push(503);
        }),
        behaviour(
            "git: 500, 502 and 429, one after the other",
            Released,
            |git| {
                git.fail_first.lock().unwrap().extend([500, 502, 429]);
            },
        ),
        behaviour("git: 502 twice at a push", Released, |git| {
            *git.fail_pushes.lock().unwrap() = (502, 2);
        }),
        behaviour(
            "git: 500 for ever at a push",
            Nothing(3, "CW-GIT-014"),
            |git| {
                *git.fail_pushes.lock().unwrap() = (500, FOR_EVER);
            },
        ),
        behaviour(
            "git: the push is done, and its answer is lost",
            Released,
            |git| {
                *git.lose_next_push_answer.lock().unwrap() = true;
            },
        ),
    ]
}
