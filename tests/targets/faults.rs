//! The fault table: one thing goes wrong at a registry or a git server, once or for ever. Each run ends as it should,
//! what it leaves is whole, and when the fault is over the next run completes the release.

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::git_server::{Behaviour, Fault};
use crate::page;
use crate::registry::{Access, Failure, FakeRegistry, Grant, Location};
use crate::workspace::{Run, Workspace};
use crate::{Stage, nobody};

/// How a run with the fault ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// As if nothing had been.
    Released,
    /// With this exit code and reason, before anything was written.
    Nothing(i32, &'static str),
    /// With this exit code and reason; one target is whole, the other has nothing that anybody sees.
    Half(i32, &'static str),
}

/// What the next run does, with the fault over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// It releases, or has nothing to do.
    Completes,
    /// It refuses with this reason: somebody else's release is there.
    Refuses(&'static str),
}

/// One fault.
pub(crate) struct Row {
    pub(crate) what: &'static str,
    pub(crate) access: Access,
    pub(crate) registry: fn(&FakeRegistry),
    pub(crate) git: Vec<(&'static str, Fault)>,
    pub(crate) behaviour: fn(&mut Behaviour),
    pub(crate) outcome: Outcome,
    next: Next,
}

impl Row {
    /// Whether the next run completes the release.
    #[cfg_attr(
        not(feature = "conformance"),
        expect(dead_code, reason = "the control asks")
    )]
    pub(crate) fn completes(&self) -> bool {
        self.next == Next::Completes
    }
}

const LOGIN: &[(&str, &str)] = &[
    ("INPUT_REGISTRY-USERNAME", "octocat"),
    ("INPUT_REGISTRY-PASSWORD", "the-password"),
];
const TOKENS: Access = Access::Token("octocat", "the-password", Grant::Push);

/// An answer with a wish to wait.
fn limited(wait: &str) -> Failure {
    Failure::Answer(429, "", vec![("retry-after", wait.to_owned())])
}

/// What distribution answers to a manifest while another publisher puts the same blob.
fn unknown_blob() -> Failure {
    let body = r#"{"errors":[{"code":"DIGEST_INVALID","message":"provided digest did not match uploaded content"},{"code":"MANIFEST_BLOB_UNKNOWN","message":"blob unknown to registry"}]}"#;
    Failure::Answer(400, body, Vec::new())
}

/// A fault of the registry.
fn registry(what: &'static str, outcome: Outcome, registry: fn(&FakeRegistry)) -> Row {
    Row {
        what,
        access: Access::Open,
        registry,
        git: Vec::new(),
        behaviour: |_| {},
        outcome,
        next: Next::Completes,
    }
}

/// A fault of the git server, so many times.
fn git(
    what: &'static str,
    outcome: Outcome,
    times: usize,
    request: &'static str,
    fault: Fault,
) -> Row {
    Row {
        git: vec![(request, fault); times],
        ..registry(what, outcome, |_| {})
    }
}

/// A fault of the git server's that has a name in its behaviour.
fn behaviour(what: &'static str, outcome: Outcome, behaviour: fn(&mut Behaviour)) -> Row {
    Row {
        behaviour,
        ..registry(what, outcome, |_| {})
    }
}

const FETCH: &str = "/git-upload-pack";
const PUSH: &str = "/git-receive-pack";
const REFERENCES: &str = "/info/refs?service=git-upload-pack";
const PUSHED_REFERENCES: &str = "/info/refs?service=git-receive-pack";
const FOR_EVER: usize = 100;

fn rows_of_the_registry() -> Vec<Row> {
    use Outcome::{Half, Nothing, Released};
    const WROTE: (&str, &str) = ("PUT", "/manifests/");
    vec![
        registry("registry: 500 once, at an upload", Released, |registry| {
            registry.fail_with("PUT", "/blobs/uploads/", Some(1), 500);
        }),
        registry(
            "registry: 502 once, at the manifest",
            Released,
            |registry| {
                registry.fail_with("PUT", "/manifests/", Some(1), 502);
            },
        ),
        registry(
            "registry: 503 once, at the first request",
            Released,
            |registry| {
                registry.fail_with("", "/v2/", Some(1), 503);
            },
        ),
        registry(
            "registry: 500 for ever, at an upload",
            Half(3, "CW-REGISTRY-011"),
            |registry| {
                registry.fail_with("PUT", "/blobs/uploads/", None, 500);
            },
        ),
        registry(
            "registry: 502 for ever, at the manifest",
            Half(3, "CW-REGISTRY-011"),
            |registry| {
                registry.fail_with("PUT", "/manifests/", None, 502);
            },
        ),
        registry(
            "registry: 503 for ever",
            Nothing(3, "CW-REGISTRY-011"),
            |registry| {
                registry.fail_with("", "/v2/", None, 503);
            },
        ),
        registry(
            "registry: 429 with Retry-After, once",
            Released,
            |registry| {
                registry.fail("PUT", "/blobs/uploads/", Some(1), limited("1"));
            },
        ),
        registry(
            "registry: 429 without Retry-After, once",
            Released,
            |registry| {
                registry.fail_with("PUT", "/manifests/", Some(1), 429);
            },
        ),
        registry(
            "registry: 429 for ever",
            Nothing(3, "CW-REGISTRY-014"),
            |registry| {
                registry.fail("", "/v2/", None, limited("0"));
            },
        ),
        registry(
            "registry: Retry-After by a clock that is an hour behind",
            Released,
            |registry| {
                let past = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(1);
                let past = past.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
                registry.fail("POST", "/blobs/uploads/", Some(1), limited(&past));
            },
        ),
        Row {
            access: TOKENS,
            ..registry(
                "registry: a token's time by a clock an hour behind",
                Released,
                |registry| {
                    registry.set_issued_at(
                        jiff::Timestamp::now() - jiff::SignedDuration::from_hours(1),
                    );
                },
            )
        },
        Row {
            access: TOKENS,
            ..registry(
                "registry: a token's time by a clock an hour ahead",
                Released,
                |registry| {
                    registry.set_issued_at(
                        jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1),
                    );
                },
            )
        },
        registry(
            "registry: reset in the middle of an upload",
            Released,
            |registry| {
                registry.fail("PUT", "/blobs/uploads/", Some(1), Failure::Break);
            },
        ),
        registry("registry: reset behind an upload", Released, |registry| {
            registry.fail("PUT", "/blobs/uploads/", Some(1), Failure::BreakAfterEffect);
        }),
        registry(
            "registry: reset behind the manifest",
            Released,
            |registry| {
                registry.fail("PUT", "/manifests/", Some(1), Failure::BreakAfterEffect);
            },
        ),
        registry(
            "registry: 500, and the manifest was taken",
            Released,
            |registry| {
                registry.fail("PUT", "/manifests/", Some(1), Failure::AfterEffect(500));
            },
        ),
        registry(
            "registry: a blob that it took is unknown at the manifest, once",
            Released,
            |registry| registry.fail("PUT", "/manifests/", Some(1), unknown_blob()),
        ),
        registry(
            "registry: a blob that it took is unknown at the manifest, for ever",
            Half(3, "CW-REGISTRY-023"),
            |registry| registry.fail("PUT", "/manifests/", None, unknown_blob()),
        ),
        registry(
            "registry: every connection is reset",
            Nothing(3, "CW-REGISTRY-005"),
            |registry| {
                registry.fail("", "/v2/", None, Failure::Break);
            },
        ),
        registry("registry: answers in small pieces", Released, |registry| {
            registry.fail_after(WROTE, "GET", "", None, Failure::Drip);
        }),
        registry(
            "registry: the manifest's body is truncated, once",
            Released,
            |registry| {
                registry.fail_after(WROTE, "GET", "/manifests/", Some(1), Failure::Truncated);
            },
        ),
        registry(
            "registry: a blob's body is truncated, once",
            Released,
            |registry| {
                registry.fail("GET", "/blobs/", Some(1), Failure::Truncated);
            },
        ),
        registry(
            "registry: an answer names a wrong digest",
            Half(3, "CW-REGISTRY-015"),
            |registry| {
                registry.fail("PUT", "/manifests/", None, Failure::WrongDigest);
            },
        ),
        registry(
            "registry: what is read has a wrong digest's name",
            Half(3, "CW-REGISTRY-015"),
            |registry| {
                registry.fail_after(WROTE, "", "/manifests/", None, Failure::WrongDigest);
            },
        ),
        registry(
            "registry: the manifest is not readable for some seconds",
            Released,
            |registry| {
                registry.fail_after(
                    WROTE,
                    "",
                    "/manifests/",
                    Some(3),
                    Failure::Answer(404, "", vec![]),
                );
            },
        ),
        Row {
            // The registry keeps what it has: only its operators can mend that.
            next: Next::Refuses("CW-REGISTRY-015"),
            ..registry(
                "registry: a blob is taken and not kept as it was",
                Half(3, "CW-REGISTRY-015"),
                |registry| {
                    registry.fail("PUT", "/blobs/uploads/", None, Failure::Corrupt);
                },
            )
        },
        Row {
            next: Next::Refuses("CW-PUBLISH-007"),
            ..registry(
                "registry: the tag moves between the check and the write",
                Half(1, "CW-PUBLISH-007"),
                |registry| {
                    let moves = Failure::TagMoves("acme/demo:1.2.3", another_release(registry));
                    registry.fail("POST", "/blobs/uploads/", Some(1), moves);
                },
            )
        },
        Row {
            access: TOKENS,
            ..registry(
                "registry: the token expires before an upload",
                Released,
                |registry| {
                    registry.fail("PUT", "/blobs/uploads/", Some(1), Failure::RevokeTokens);
                },
            )
        },
        Row {
            access: TOKENS,
            ..registry(
                "registry: the token expires before the manifest",
                Released,
                |registry| {
                    registry.fail("PUT", "/manifests/", Some(1), Failure::RevokeTokens);
                },
            )
        },
        Row {
            access: TOKENS,
            ..registry(
                "registry: the token expires before it is read back",
                Released,
                |registry| {
                    registry.fail_after(WROTE, "", "/manifests/", Some(1), Failure::RevokeTokens);
                },
            )
        },
        registry("registry: Location without a host", Released, |registry| {
            registry.set_location(Location::Relative);
        }),
        registry(
            "registry: Location with its own host",
            Released,
            |registry| {
                registry.set_location(Location::Absolute);
            },
        ),
        registry(
            "registry: Location on another host",
            Half(3, "CW-REGISTRY-013"),
            |registry| {
                registry.set_location(Location::Elsewhere("https://elsewhere.example".to_owned()));
            },
        ),
        registry(
            "registry: no Location",
            Half(3, "CW-REGISTRY-012"),
            |registry| {
                registry.set_location(Location::Absent);
            },
        ),
        registry(
            "registry: a page in place of a manifest",
            Nothing(3, "CW-REGISTRY-012"),
            |registry| {
                registry.fail("", "/manifests/", None, page());
            },
        ),
        Row {
            access: TOKENS,
            ..registry(
                "registry: a page in place of a token",
                Nothing(3, "CW-REGISTRY-012"),
                |registry| {
                    registry.fail("", "/token", None, page());
                },
            )
        },
        registry(
            "registry: a redirect to itself",
            Nothing(3, "CW-REGISTRY-012"),
            |registry| {
                let here = format!("http://{}/v2/acme/demo/manifests/1.2.3", registry.host());
                let again = Failure::Answer(307, "", vec![("location", here)]);
                registry.fail("", "/manifests/", None, again);
            },
        ),
    ]
}

fn rows_of_the_git_server() -> Vec<Row> {
    use Outcome::{Nothing, Released};
    vec![
        git(
            "git: reset before the list of references",
            Released,
            1,
            REFERENCES,
            Fault::Break,
        ),
        git(
            "git: the list of references is truncated, once",
            Released,
            1,
            REFERENCES,
            Fault::Truncated,
        ),
        git(
            "git: a fetch is reset, once",
            Released,
            1,
            FETCH,
            Fault::Break,
        ),
        git(
            "git: a fetch is truncated, once",
            Released,
            1,
            FETCH,
            Fault::Truncated,
        ),
        git(
            "git: a fetch comes in small pieces",
            Released,
            9,
            FETCH,
            Fault::Drip,
        ),
        git(
            "git: a push is reset before it is read",
            Released,
            1,
            PUSH,
            Fault::Break,
        ),
        git(
            "git: the answer to a push is truncated",
            Released,
            1,
            PUSH,
            Fault::Truncated,
        ),
        git(
            "git: reset before the list for a push",
            Released,
            1,
            PUSHED_REFERENCES,
            Fault::Break,
        ),
        git(
            "git: every connection is reset",
            Nothing(3, "CW-GIT-004"),
            FOR_EVER,
            REFERENCES,
            Fault::Break,
        ),
        git(
            "git: every push is reset",
            Nothing(3, "CW-GIT-004"),
            FOR_EVER,
            PUSH,
            Fault::Break,
        ),
        git(
            "git: a page in place of the references",
            Nothing(3, "CW-GIT-012"),
            FOR_EVER,
            REFERENCES,
            Fault::Html,
        ),
        git(
            "git: a page in place of the answer to a push",
            Released,
            1,
            PUSH,
            Fault::Html,
        ),
        git(
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

/// All faults.
pub(crate) fn rows() -> Vec<Row> {
    let mut rows = rows_of_the_registry();
    rows.extend(rows_of_the_git_server());
    rows
}

/// What a login page answers to everything.
fn page() -> Failure {
    Failure::Body(b"<html><body>Please sign in</body></html>".to_vec())
}

/// The manifest of a release of the same version with other content, whose blobs the registry holds.
fn another_release(registry: &FakeRegistry) -> Vec<u8> {
    let other = Workspace::with_chart();
    other.write("chart/values.yaml", "replicas: 7\n");
    other.commit("Other content");
    other.git(&["tag", "--force", "v1.2.3"]);
    let place = format!("oci://{}/other", registry.host());
    other
        .chartwright(&["release", "--tag", "v1.2.3", "--registry", &place])
        .exits(0);
    registry.manifest("other/demo:1.2.3").unwrap()
}

/// What is wrong with how a row went; nothing where it went as it should.
fn went(row: &Row, runtime: &tokio::runtime::Runtime) -> Result<(), String> {
    let mut behaviour = Behaviour::default();
    (row.behaviour)(&mut behaviour);
    let (failing, pushes) = (behaviour.fail_first.clone(), behaviour.fail_pushes.clone());
    let lost = behaviour.lose_next_push_answer.clone();
    let planned = (*pushes.lock().unwrap(), *lost.lock().unwrap());
    let stage = runtime.block_on(Stage::with(row.access.clone(), behaviour));
    let _within = runtime.enter();
    (row.registry)(&stage.registry);
    stage.git_faults().extend(row.git.iter().copied());
    let before = stage.content();
    let (oci, pages) = (stage.oci(), stage.pages());
    let targets = ["--registry", &oci, "--pages-repository", &pages];
    let login = if matches!(row.access, Access::Open) {
        &[]
    } else {
        LOGIN
    };
    let release = || {
        let arguments = [&["release", "--tag", "v1.2.3"], &targets[..]].concat();
        stage.workspace.run(&arguments, login)
    };
    let check = |holds: bool, what: &str, run: &Run| {
        if holds {
            return Ok(());
        }
        let (exit, reason) = (run.exit, run.output("reason"));
        Err(format!("{what}; exit {exit} {reason}\n{}", run.stderr))
    };

    let run = release();
    let (code, reason) = match row.outcome {
        Outcome::Released => (0, ""),
        Outcome::Nothing(code, reason) | Outcome::Half(code, reason) => (code, reason),
    };
    check(run.exit == code, "ends otherwise", &run)?;
    check(run.output("reason") == reason, "has another reason", &run)?;
    match row.outcome {
        Outcome::Released => check(stage.holds() == (true, true), "is not there", &run)?,
        Outcome::Nothing(..) => check(stage.content() == before, "wrote something", &run)?,
        Outcome::Half(..) => check(
            !run.stderr.contains("Nothing was written"),
            "says that nothing was written",
            &run,
        )?,
    }

    let happened = stage.registry.has_failed()
        && (row.git.is_empty() || stage.git_faults().len() < row.git.len())
        && failing.lock().unwrap().is_empty()
        && (planned.0.1 == 0 || pushes.lock().unwrap().1 < planned.0.1)
        && (!planned.1 || !*lost.lock().unwrap());
    check(happened, "did not meet its fault", &run)?;
    stage.registry.recover();
    stage.registry.set_location(Location::Relative);
    stage.git_faults().clear();
    failing.lock().unwrap().clear();
    *pushes.lock().unwrap() = (500, 0);
    let run = release();
    if let Next::Refuses(reason) = row.next {
        let refused = run.exit != 0 && run.output("reason") == reason;
        return check(refused, "the next run goes on over another's release", &run);
    }
    check(run.exit == 0, "the next run fails", &run)?;
    check(
        stage.holds() == (true, true),
        "the next run does not complete it",
        &run,
    )?;
    let one = ["verify", "--name", "demo", "--version", "1.2.3"];
    let run = stage.workspace.run(&[&one, &targets[..]].concat(), login);
    check(run.exit == 0, "what is published is damaged", &run)
}

/// Does all rows, several at a time, and gives what is wrong.
fn all(rows: &[Row]) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let work = || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let mut wrong = Vec::new();
        while let Some(row) = rows.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(problem) = went(row, &runtime) {
                wrong.push(format!("{}: {problem}", row.what));
            }
        }
        wrong
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..6).map(|_| scope.spawn(work)).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    })
}

#[test]
fn every_fault_has_the_right_outcome() {
    let rows = rows();
    let wrong = all(&rows);
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let lines = rows.iter().map(|row| {
        let outcome = match (row.outcome, row.next) {
            (Outcome::Released, _) => "released".to_owned(),
            (Outcome::Nothing(_, reason), _) => format!("{reason}, nothing written"),
            (Outcome::Half(_, reason), Next::Completes) => {
                format!("{reason}, says what is written; the next run completes it")
            }
            (Outcome::Half(_, reason), Next::Refuses(next)) => {
                format!("{reason}, says which target has what; the next run refuses ({next})")
            }
        };
        format!("| {} | {outcome} |\n", row.what)
    });
    let table: String = lines.collect();
    page::holds(
        "docs/reliability.md",
        "faults",
        &format!(
            "{count} of {count} faults with the right outcome.\n\n| fault | outcome |\n|---|---|\n{table}",
            count = rows.len()
        ),
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_without_an_ipv4_address_is_published_to() {
    let stage = Stage::new().await;
    let Some(registry) = FakeRegistry::start_at("[::1]:0", Access::Open) else {
        // A machine without IPv6 has nothing to try it on.
        return;
    };
    let place = format!("oci://{}/acme", registry.host());
    let run = stage.release(&["--registry", &place]).exits(0);
    assert_eq!(run.output("status"), "released");
    assert!(registry.manifest("acme/demo:1.2.3").is_some());
    let again = stage.release(&["--registry", &place]).exits(0);
    assert_eq!(again.output("status"), "unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_connection_is_told_and_nothing_is_written_elsewhere() {
    let stage = Stage::new().await;
    let before = stage.content();
    let (oci, pages) = (stage.oci(), stage.pages());
    let nowhere = nobody();
    for (registry, repository, reason) in [
        (format!("oci://{nowhere}/acme"), pages, "CW-REGISTRY-005"),
        (oci, format!("http://{nowhere}/acme/charts"), "CW-GIT-004"),
    ] {
        stage
            .release(&["--registry", &registry, "--pages-repository", &repository])
            .fails(3, reason);
        assert_eq!(stage.content(), before, "{reason}");
    }
}
