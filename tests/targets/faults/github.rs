//! What goes wrong at GitHub's API. git's protocol, at the same server, is the other way.

use super::{Outcome, Row};
use crate::git_server::{Behaviour, Fault};
use crate::github::{BLOB, MUTATION, QUERY};

const STALE: &str = r#"{"data":{"createCommitOnBranch":null},"errors":[{"type":"STALE_DATA","path":["createCommitOnBranch"],"message":"Expected branch to point to another commit but it did not. Pull and try again."}]}"#;
const FORBIDDEN: &str = r#"{"data":{"createCommitOnBranch":null},"errors":[{"type":"FORBIDDEN","path":["createCommitOnBranch"],"message":"Resource not accessible by integration"}]}"#;
const LIMITED: &str = r#"{"errors":[{"type":"RATE_LIMIT","message":"API rate limit exceeded"}]}"#;
const WRONG: &str =
    r#"{"data":null,"errors":[{"message":"Something went wrong while executing your query."}]}"#;
const NO_COMMIT: &str = r#"{"data":{"repository":{"diskUsage":1,"object":null}}}"#;
const FOR_EVER: usize = 100;

/// One fault of the API; a run does not ask it again.
fn once(what: &'static str, request: &'static str, fault: Fault) -> Row {
    Row {
        git: vec![(request, fault)],
        github: true,
        ..Row::new(what, Outcome::Released)
    }
}

/// The API refuses the commit, and git's server does too.
fn refused(
    what: &'static str,
    outcome: Outcome,
    fault: Fault,
    behaviour: fn(&mut Behaviour),
) -> Row {
    Row {
        behaviour,
        outcome,
        ..once(what, MUTATION, fault)
    }
}

pub(super) fn rows() -> Vec<Row> {
    use Outcome::Nothing;
    vec![
        once("GitHub: a question is reset", QUERY, Fault::Break),
        once("GitHub: an answer is truncated", QUERY, Fault::Truncated),
        once(
            "GitHub: an answer comes in small pieces",
            QUERY,
            Fault::Drip,
        ),
        once("GitHub: a page in place of an answer", QUERY, Fault::Html),
        once("GitHub: a redirect to itself", QUERY, Fault::Loop),
        once("GitHub: 401 at a question", QUERY, Fault::Status(401)),
        once("GitHub: 502 at a question", QUERY, Fault::Status(502)),
        once(
            "GitHub: the limit of questions is reached",
            QUERY,
            Fault::Other(LIMITED),
        ),
        once(
            "GitHub: the branch's commit is not seen yet",
            QUERY,
            Fault::Other(NO_COMMIT),
        ),
        once(
            "GitHub: a file's bytes are truncated",
            BLOB,
            Fault::Truncated,
        ),
        once("GitHub: a file's bytes are others", BLOB, Fault::Other("x")),
        once("GitHub: a file is not given", BLOB, Fault::Status(403)),
        once("GitHub: reset before the commit", MUTATION, Fault::Break),
        once("GitHub: 502 at the commit", MUTATION, Fault::Status(502)),
        once("GitHub: 429 at the commit", MUTATION, Fault::Status(429)),
        once(
            "GitHub: \"Something went wrong\" at the commit",
            MUTATION,
            Fault::Other(WRONG),
        ),
        once(
            "GitHub: the branch has moved, it says, and it has not",
            MUTATION,
            Fault::Other(STALE),
        ),
        once(
            "GitHub: the commit is done, and its answer is lost",
            MUTATION,
            Fault::Lost,
        ),
        once(
            "GitHub: the commit is done, and its answer is truncated",
            MUTATION,
            Fault::Truncated,
        ),
        once(
            "GitHub: the commit is done, and its answer is a page",
            MUTATION,
            Fault::Html,
        ),
        refused(
            "GitHub: the commit is refused, and the push too",
            Nothing(3, "CW-GIT-007"),
            Fault::Other(FORBIDDEN),
            |git| *git.fail_pushes.lock().unwrap() = (403, FOR_EVER),
        ),
        refused(
            "GitHub: 502 at the commit, and 500 for ever at the push",
            Nothing(3, "CW-GIT-014"),
            Fault::Status(502),
            |git| *git.fail_pushes.lock().unwrap() = (500, FOR_EVER),
        ),
    ]
}
