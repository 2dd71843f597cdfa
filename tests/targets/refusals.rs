//! Each bad input at a target: its own reason, its exit code, and nothing written at the other target.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::git_server::{Behaviour, GitServer};
use crate::registry::{Access, Failure, FakeRegistry, Grant};
use crate::workspace::{Run, Workspace};
use crate::{Stage, is_push, nobody};

const LOGIN: &[(&str, &str)] = &[
    ("INPUT_REGISTRY-USERNAME", "octocat"),
    ("INPUT_REGISTRY-PASSWORD", "the-password"),
];

/// A registry that cannot be published to.
struct Registry {
    what: &'static str,
    access: Access,
    /// What goes wrong there.
    prepare: fn(&FakeRegistry),
    /// The target, if it is not the registry of the test.
    target: Option<String>,
    login: &'static [(&'static str, &'static str)],
    exit: i32,
    reason: &'static str,
}

impl Registry {
    fn new(what: &'static str, exit: i32, reason: &'static str) -> Self {
        Self {
            what,
            access: Access::Open,
            prepare: |_| {},
            target: None,
            login: &[],
            exit,
            reason,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_that_cannot_be_published_to_has_its_own_reason_and_leaves_the_branch_alone() {
    let cases = [
        Registry {
            target: Some(format!("oci://{}/acme", nobody())),
            ..Registry::new("unreachable", 3, "CW-REGISTRY-005")
        },
        Registry {
            access: Access::Basic("octocat", "another-password"),
            login: LOGIN,
            ..Registry::new("wrong password", 3, "CW-REGISTRY-007")
        },
        Registry {
            access: Access::Basic("octocat", "the-password"),
            ..Registry::new("no credentials", 2, "CW-REGISTRY-008")
        },
        Registry {
            access: Access::Token("octocat", "the-password", Grant::Pull),
            login: LOGIN,
            ..Registry::new("a token that may not write", 3, "CW-REGISTRY-009")
        },
        Registry {
            access: Access::Token("octocat", "the-password", Grant::OpaquePull),
            login: LOGIN,
            ..Registry::new("an opaque token that may not write", 3, "CW-REGISTRY-009")
        },
        Registry {
            target: Some("oci://ghcr.io/Acme_/charts".to_owned()),
            ..Registry::new("a name outside the grammar", 2, "CW-REGISTRY-002")
        },
        Registry {
            target: Some("oci://registry-1.docker.io/acme/charts".to_owned()),
            ..Registry::new("a three-level path on Docker Hub", 2, "CW-REGISTRY-004")
        },
        Registry {
            prepare: |registry| registry.fail_with("", "/v2/", None, 503),
            ..Registry::new("5xx", 3, "CW-REGISTRY-011")
        },
        Registry {
            prepare: |registry| {
                registry.put_manifest("acme/demo:1.2.3", b"<html>hello</html>");
            },
            ..Registry::new("a body that is not JSON", 3, "CW-REGISTRY-012")
        },
        Registry {
            prepare: |registry| {
                let limit = vec![("retry-after", "0".to_owned())];
                registry.fail("", "/v2/", None, Failure::Answer(429, "", limit));
            },
            ..Registry::new("a rate limit", 3, "CW-REGISTRY-014")
        },
    ];
    for case in cases {
        let stage = Stage::with(case.access, Behaviour::default()).await;
        (case.prepare)(&stage.registry);
        let before = stage.content();
        let oci = case.target.unwrap_or_else(|| stage.oci());
        let run = stage.workspace.run(
            &[
                "release",
                "--tag",
                "v1.2.3",
                "--registry",
                &oci,
                "--pages-repository",
                &stage.pages(),
            ],
            case.login,
        );
        refused(case.what, run, case.exit, case.reason, &stage.workspace);
        assert_eq!(stage.content(), before, "{} wrote something", case.what);
        let pushed = stage.git.log().iter().any(is_push);
        assert!(!pushed, "{} pushed to the branch", case.what);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_no_tag_can_hold_is_refused_before_anything_is_asked() {
    let stage = Stage::new().await;
    let version = format!("1.2.3+{}", "b".repeat(130));
    stage.workspace.write(
        "chart/Chart.yaml",
        format!(
            "apiVersion: v2\nname: demo\nicon: https://example.com/i.png\nversion: {version}\n"
        ),
    );
    stage.workspace.commit("Lengthen the version");
    let tag = format!("v{version}");
    stage.workspace.git(&["tag", &tag]);
    let before = stage.content();
    let run = stage.workspace.chartwright(&[
        "release",
        "--tag",
        &tag,
        "--registry",
        &stage.oci(),
        "--pages-repository",
        &stage.pages(),
    ]);
    refused("a long tag", run, 1, "CW-REGISTRY-003", &stage.workspace);
    assert_eq!(stage.content(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_credential_follows_a_redirect_to_another_host() {
    let elsewhere = FakeRegistry::start(Access::Open);
    let stage = Stage::with(
        Access::Basic("octocat", "the-password"),
        Behaviour::default(),
    )
    .await;
    let location = format!("http://{}/v2/acme/demo/manifests/1.2.3", elsewhere.host());
    stage.registry.fail(
        "",
        "/manifests/",
        None,
        Failure::Answer(307, "", vec![("location", location)]),
    );
    let before = stage.content();
    let run = stage.workspace.run(
        &[
            "release",
            "--tag",
            "v1.2.3",
            "--registry",
            &stage.oci(),
            "--pages-repository",
            &stage.pages(),
        ],
        LOGIN,
    );
    refused("a redirect", run, 3, "CW-REGISTRY-013", &stage.workspace);
    assert_eq!(stage.content(), before);
    let asked = elsewhere.requests();
    assert!(
        asked.iter().all(|request| request.authorization.is_none()),
        "{asked:?}"
    );

    let other = GitServer::start(Behaviour::default()).await;
    let redirects = [("/acme".to_owned(), other.url("acme"))].into();
    let behaviour = Behaviour {
        redirects,
        ..Behaviour::default()
    };
    let stage = Stage::with(Access::Open, behaviour).await;
    let before = stage.content();
    let run = stage.release_to_both(&["--pages-token", "the-token"]);
    refused("a redirect", run, 2, "CW-GIT-013", &stage.workspace);
    assert_eq!(stage.content(), before);
    assert!(other.log().is_empty(), "{:?}", other.log());
}

/// A git server that cannot be published to.
struct Git {
    what: &'static str,
    behaviour: Behaviour,
    prepare: fn(&GitServer),
    repository: &'static str,
    arguments: &'static [&'static str],
    exit: i32,
    reason: &'static str,
    /// What the message must hold.
    says: &'static str,
}

impl Git {
    fn new(what: &'static str, exit: i32, reason: &'static str, says: &'static str) -> Self {
        Self {
            what,
            behaviour: Behaviour::default(),
            prepare: |_| {},
            repository: "acme/charts",
            arguments: &[],
            exit,
            reason,
            says,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_branch_that_cannot_be_published_to_has_its_own_reason_and_leaves_the_registry_alone() {
    let guarded = || Behaviour {
        writers: vec!["x-access-token:writes".to_owned()],
        readers: vec!["x-access-token:reads".to_owned()],
        ..Behaviour::default()
    };
    let cases = [
        Git {
            behaviour: guarded(),
            arguments: &["--pages-token", "mistyped"],
            ..Git::new("wrong token", 3, "CW-GIT-006", "Invalid username or token.")
        },
        Git {
            behaviour: guarded(),
            ..Git::new("no token", 2, "CW-GIT-005", "pages-token")
        },
        Git {
            behaviour: guarded(),
            arguments: &["--pages-token", "reads"],
            ..Git::new(
                "a token that reads only",
                3,
                "CW-GIT-007",
                "Write access to repository not granted.",
            )
        },
        Git {
            repository: "acme/nothing",
            ..Git::new("no repository", 2, "CW-GIT-008", "acme/nothing")
        },
        Git {
            arguments: &["--pages-branch", "elsewhere"],
            ..Git::new("no branch", 2, "CW-GIT-009", "gh-pages")
        },
        Git {
            behaviour: Behaviour {
                fail_first: Arc::new(Mutex::new(vec![503; 50])),
                ..Behaviour::default()
            },
            ..Git::new("5xx", 3, "CW-GIT-014", "503")
        },
        Git {
            prepare: |git| {
                git.commit("acme/charts", "gh-pages", &[("index.yaml", b"a: [")]);
            },
            ..Git::new(
                "an unreadable index",
                3,
                "CW-REPOSITORY-002",
                "never replaced",
            )
        },
    ];
    for case in cases {
        let stage = Stage::with(Access::Open, case.behaviour).await;
        (case.prepare)(&stage.git);
        let before = stage.content();
        let (oci, pages) = (stage.oci(), stage.git.url(case.repository));
        let targets = ["--registry", &oci, "--pages-repository", &pages];
        let run = stage.release(&[&targets, case.arguments].concat());
        let run = refused(case.what, run, case.exit, case.reason, &stage.workspace);
        assert!(
            run.stderr.contains(case.says),
            "{}\n{}",
            case.what,
            run.stderr
        );
        assert_eq!(stage.content(), before, "{} wrote something", case.what);
        let writes = stage.registry.writes();
        // To ask for the right to write is to open an upload, which is cancelled.
        assert!(
            !writes.iter().any(|write| write.starts_with("PUT")),
            "{}: {writes:?}",
            case.what
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_git_server_that_nobody_runs_leaves_the_registry_alone() {
    let stage = Stage::new().await;
    let before = stage.content();
    let pages = format!("http://{}/acme/charts", nobody());
    let run = stage.release(&["--registry", &stage.oci(), "--pages-repository", &pages]);
    refused("unreachable", run, 3, "CW-GIT-004", &stage.workspace);
    assert_eq!(stage.content(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_a_protected_branch_are_shown_and_no_other_target_is_written() {
    for (hook, reason) in [
        ("pre-receive", "pre-receive hook declined"),
        ("update", "hook declined"),
    ] {
        let stage = Stage::new().await;
        let script = "echo 'GH006: Protected branch update failed.' >&2; exit 1";
        stage.git.hook("acme/charts", hook, script);
        let before = stage.content();
        // No server tells before a push what its hooks will say: that is why the branch is written first.
        let run = stage.release_to_both(&[]).fails(3, "CW-GIT-010");
        assert!(
            run.stderr
                .contains("GH006: Protected branch update failed.")
                && run.stderr.contains(reason),
            "{}",
            run.stderr
        );
        assert_eq!(stage.content(), before);
        assert_eq!(stage.git.log().iter().filter(|one| is_push(one)).count(), 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_fails_at_every_push_ends_as_that_failure_and_soon() {
    let fail_pushes = Arc::new(Mutex::new((502, usize::MAX)));
    let behaviour = Behaviour {
        fail_pushes: Arc::clone(&fail_pushes),
        ..Behaviour::default()
    };
    let stage = Stage::with(Access::Open, behaviour).await;
    let started = Instant::now();
    let run = stage
        .release(&["--pages-repository", &stage.pages()])
        .fails(3, "CW-GIT-014");
    assert!(started.elapsed() < Duration::from_secs(30));
    assert!(
        run.stderr.contains("502") && run.stderr.contains("a fault of the test"),
        "{}",
        run.stderr
    );
    assert_eq!(stage.git.log().iter().filter(|one| is_push(one)).count(), 4);

    // Once it works again, so does the release; a rate limit is waited out as the server asks.
    *fail_pushes.lock().unwrap() = (429, 1);
    let started = Instant::now();
    stage
        .release(&["--pages-repository", &stage.pages()])
        .exits(0);
    assert!(started.elapsed() >= Duration::from_secs(1));
    assert!(stage.holds().1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registry_s_wish_to_wait_is_heeded_and_shown() {
    let stage = Stage::new().await;
    let limit = vec![("retry-after", "2".to_owned())];
    let limit = Failure::Answer(429, "", limit);
    stage.registry.fail("", "/manifests/", Some(1), limit);
    let started = Instant::now();
    let run = stage.workspace.run(
        &["release", "--tag", "v1.2.3", "--registry", &stage.oci()],
        &[("GITHUB_ACTIONS", "true")],
    );
    let run = run.exits(0);
    assert!(started.elapsed() >= Duration::from_secs(1));
    assert!(
        run.stderr.contains("429") && run.stderr.contains("as it asks"),
        "{}\n{}",
        run.stdout,
        run.stderr
    );
}

#[test]
fn a_full_disk_at_the_destination_stops_the_run_before_anything_is_written() {
    let registry = FakeRegistry::start(Access::Open);
    let workspace = Workspace::with_chart();
    let mut random = 1_u64;
    let noise: String = (0..300_000)
        .map(|_| {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            char::from(b'!' + u8::try_from((random >> 33) % 90).unwrap())
        })
        .collect();
    workspace.write("chart/files/noise.txt", noise);
    workspace.commit("Grow");
    workspace.git(&["tag", "--force", "v1.2.3"]);
    let before = registry.content();
    // The kernel refuses a file that grows beyond 64 KiB, as it does when a quota is used up.
    let run = workspace.run_by_shell(
        "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\"",
        &[
            "release",
            "--tag",
            "v1.2.3",
            "--registry",
            &format!("oci://{}/acme", registry.host()),
        ],
    );
    let run = run.fails(3, "CW-REPOSITORY-010");
    assert!(run.stderr.contains("Nothing was written"), "{}", run.stderr);
    assert_eq!(registry.content(), before);
    assert!(Workspace::contents(&workspace.root().join("dist")).is_empty());
}

/// The run failed so, gave this reason everywhere, and kept nothing at its destination.
#[track_caller]
fn refused(what: &str, run: Run, exit: i32, reason: &str, workspace: &Workspace) -> Run {
    assert_eq!(run.exit, exit, "{what}\n{}", run.stderr);
    let run = run.fails(exit, reason);
    assert!(
        run.stderr.contains("Nothing was written"),
        "{what}\n{}",
        run.stderr
    );
    assert!(
        !workspace.root().join("dist").exists(),
        "{what} wrote something"
    );
    run
}
