use super::*;
use crate::report::Explain as _;

const SHA: &str = "3f2a91c0aa3f2a91c0aa3f2a91c0aa3f2a91c0aa";

/// Reads an event whose payload is this text.
fn read(name: &str, payload: &str, variables: &[(&str, &str)]) -> Result<Event, EventError> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("event.json");
    std::fs::write(&path, payload).unwrap();
    let mut all = vec![
        ("GITHUB_EVENT_NAME", name),
        ("GITHUB_EVENT_PATH", path.to_str().unwrap()),
        ("GITHUB_SHA", SHA),
        ("GITHUB_ACTOR", "actor"),
        ("GITHUB_REPOSITORY", "acme/charts"),
    ];
    all.extend(variables);
    Event::read(&Environment::from_iter(all))
}

/// A short form of what an event carries, for tables.
fn carried(name: &str, payload: &str, variables: &[(&str, &str)]) -> String {
    match read(name, payload, variables).unwrap().carried() {
        Ok(None) => "no tag".to_owned(),
        Ok(Some(carried)) => format!(
            "{} by {}{}{}",
            carried.tag,
            carried.actor.unwrap_or_default(),
            match carried.commit.as_deref() {
                Some(SHA) => " at GITHUB_SHA".to_owned(),
                Some(commit) => format!(" at {commit}"),
                None => String::new(),
            },
            if carried.may_be_a_branch {
                ", perhaps a branch"
            } else {
                ""
            }
        ),
        Err(skip) => format!("{} {skip}", skip.code()),
    }
}

type Variables<'a> = &'a [(&'a str, &'a str)];

fn check(name: &str, table: &[(&str, Variables<'_>, &str)]) {
    for (payload, variables, expected) in table {
        assert_eq!(
            carried(name, payload, variables),
            *expected,
            "{payload} {variables:?}"
        );
    }
}

#[test]
fn a_push_carries_its_tag() {
    check(
        "push",
        &[
            (
                r#"{"ref":"refs/tags/v1.2.3","created":true,"deleted":false,"after":"77aa","pusher":{"name":"octocat"}}"#,
                &[],
                "v1.2.3 by octocat at GITHUB_SHA",
            ),
            (
                r#"{"ref":"refs/tags/api/v1.2.3","sender":{"login":"hubot"}}"#,
                &[],
                "api/v1.2.3 by hubot at GITHUB_SHA",
            ),
            (
                r#"{"ref":"refs/tags/v1.2.3","head_commit":{"id":"abc"}}"#,
                &[("GITHUB_SHA", "")],
                "v1.2.3 by actor at abc",
            ),
            // act sends an event file of the user's making, often empty.
            (
                "{}",
                &[("GITHUB_REF", "refs/tags/v1.2.3")],
                "v1.2.3 by actor at GITHUB_SHA",
            ),
            (
                "{}",
                &[
                    ("GITHUB_REF", ""),
                    ("GITHUB_REF_TYPE", "tag"),
                    ("GITHUB_REF_NAME", "api/v1.2.3"),
                ],
                "api/v1.2.3 by actor at GITHUB_SHA",
            ),
            (
                r#"{"ref":"refs/tags/v1.2.3","deleted":true,"created":false,"after":"0000000000000000000000000000000000000000"}"#,
                &[],
                "CW-TAG-013 the tag `v1.2.3` was deleted",
            ),
            (
                r#"{"ref":"refs/tags/v1.2.3","after":"0000000000000000000000000000000000000000"}"#,
                &[],
                "CW-TAG-013 the tag `v1.2.3` was deleted",
            ),
            (
                r#"{"ref":"refs/heads/main"}"#,
                &[],
                "CW-TAG-014 the event push of `refs/heads/main` carries no tag to release",
            ),
            (
                r#"{"ref":"refs/heads/v1.2.3"}"#,
                &[],
                "CW-TAG-014 the event push of `refs/heads/v1.2.3` carries no tag to release",
            ),
        ],
    );
}

#[test]
fn a_release_carries_its_tag() {
    check(
        "release",
        &[
            (
                r#"{"action":"published","release":{"tag_name":"v1.2.3","draft":false},"sender":{"login":"octocat"}}"#,
                &[("GITHUB_REF", "refs/tags/v1.2.3")],
                "v1.2.3 by octocat at GITHUB_SHA",
            ),
            (
                r#"{"release":{"tag_name":"v1.2.3"}}"#,
                &[],
                "v1.2.3 by actor at GITHUB_SHA",
            ),
            (
                r#"{"action":"created","release":{"tag_name":"v1.2.3","draft":true}}"#,
                &[],
                "CW-TAG-015 the GitHub release of `v1.2.3` is a draft",
            ),
            (
                r#"{"action":"deleted","release":{"tag_name":"v1.2.3","draft":false}}"#,
                &[],
                "CW-TAG-015 the GitHub release of `v1.2.3` is deleted",
            ),
        ],
    );
}

#[test]
fn a_dispatch_carries_the_tag_asked_for_or_started_on() {
    check(
        "workflow_dispatch",
        &[
            (
                r#"{"inputs":{"tag":"v1.2.3"},"ref":"refs/heads/main","sender":{"login":"octocat"}}"#,
                &[("GITHUB_REF", "refs/heads/main")],
                "v1.2.3 by octocat",
            ),
            (
                r#"{"inputs":{"tag":"refs/tags/v1.2.3"}}"#,
                &[("GITHUB_REF", "refs/tags/v1.2.3")],
                "v1.2.3 by actor at GITHUB_SHA",
            ),
            (
                r#"{"inputs":{"tag":"v1.2.3"}}"#,
                &[("GITHUB_REF", "refs/tags/v9.9.9")],
                "v1.2.3 by actor",
            ),
            (
                r#"{"inputs":null,"ref":"refs/tags/v1.2.3"}"#,
                &[("GITHUB_REF", "refs/tags/v1.2.3")],
                "v1.2.3 by actor at GITHUB_SHA",
            ),
            (
                r#"{"inputs":{"tag":""},"ref":"refs/heads/main"}"#,
                &[],
                "no tag",
            ),
            ("{}", &[], "no tag"),
        ],
    );
}

#[test]
fn a_run_before_carries_its_tag_when_it_can_be_trusted() {
    let run = |event: &str, conclusion: &str, head: &str| {
        format!(
            r#"{{"action":"completed","repository":{{"full_name":"acme/charts"}},"workflow_run":{{"name":"build",
            "event":"{event}","conclusion":{conclusion},"head_branch":"v1.2.3","head_sha":"abc",
            "head_repository":{{"full_name":"{head}"}},"actor":{{"login":"octocat"}}}}}}"#
        )
    };
    for (payload, expected) in [
        (
            run("push", "\"success\"", "acme/charts"),
            "v1.2.3 by octocat at abc, perhaps a branch",
        ),
        (
            run("push", "\"success\"", "Acme/Charts"),
            "v1.2.3 by octocat at abc, perhaps a branch",
        ),
        (
            run("release", "\"success\"", "acme/charts"),
            "v1.2.3 by octocat at abc",
        ),
        (
            run("push", "\"failure\"", "acme/charts"),
            "CW-TAG-016 the run of \"build\" ended with `failure`, not `success`",
        ),
        (
            run("push", "null", "acme/charts"),
            "CW-TAG-016 the run of \"build\" ended with `nothing`, not `success`",
        ),
        (
            run("push", "\"success\"", "mallory/charts"),
            "CW-TAG-014 the event workflow_run after push of `v1.2.3` carries no tag to release",
        ),
        (
            run("pull_request", "\"success\"", "acme/charts"),
            "CW-TAG-014 the event workflow_run after pull_request of `v1.2.3` carries no tag to release",
        ),
    ] {
        assert_eq!(
            carried("workflow_run", &payload, &[]),
            expected,
            "{payload}"
        );
    }
    assert_eq!(
        carried(
            "workflow_run",
            r#"{"workflow_run":{"event":"push","conclusion":"success","head_branch":"v1.2.3"}}"#,
            &[]
        ),
        "CW-TAG-014 the event workflow_run after push of `v1.2.3` carries no tag to release",
        "a payload that does not say whose code ran is not trusted"
    );
}

#[test]
fn other_events_carry_a_tag_or_a_reason() {
    for (name, payload, expected) in [
        (
            "pull_request",
            r#"{"number":7}"#,
            "CW-TAG-014 the event pull_request of `refs/pull/7/merge` carries no tag to release",
        ),
        (
            "schedule",
            "{}",
            "CW-TAG-014 the event schedule of `refs/pull/7/merge` carries no tag to release",
        ),
        (
            "create",
            r#"{"ref":"v1.2.3","ref_type":"tag"}"#,
            "v1.2.3 by actor at GITHUB_SHA",
        ),
        (
            "create",
            r#"{"ref":"v1.2.3","ref_type":"branch"}"#,
            "CW-TAG-014 the event create of `v1.2.3` carries no tag to release",
        ),
        (
            "delete",
            r#"{"ref":"v1.2.3","ref_type":"tag"}"#,
            "CW-TAG-013 the tag `v1.2.3` was deleted",
        ),
        (
            "delete",
            r#"{"ref":"main","ref_type":"branch"}"#,
            "CW-TAG-014 the event delete of `main` carries no tag to release",
        ),
    ] {
        assert_eq!(
            carried(name, payload, &[("GITHUB_REF", "refs/pull/7/merge")]),
            expected
        );
    }
}

#[test]
fn a_plain_command_line_has_no_event() {
    let event = Event::read(&Environment::from_iter([("GITHUB_EVENT_NAME", "")])).unwrap();
    assert_eq!(event, Event::None);
    assert_eq!(event.carried(), Ok(None));
}

#[test]
fn files_that_are_no_event_are_explained() {
    for (name, payload, code, message, notes) in [
        (
            "push",
            "",
            "CW-EVENT-002",
            "the event's file EVENT is not JSON",
            "it ends too early, at line 1, column 0",
        ),
        (
            "push",
            "{\"ref\":\n  nonsense}",
            "CW-EVENT-002",
            "the event's file EVENT is not JSON",
            "it is no JSON from line 2, column 4",
        ),
        (
            "push",
            "{\"ref\":",
            "CW-EVENT-002",
            "the event's file EVENT is not JSON",
            "it ends too early, at line 1, column 7",
        ),
        (
            "push",
            "[]",
            "CW-EVENT-002",
            "the event's file EVENT does not hold a JSON object",
            "",
        ),
        (
            "push",
            r#"{"ref":7}"#,
            "CW-EVENT-003",
            "the event's file EVENT has no text in `ref`, as a push event has",
            "",
        ),
        (
            "release",
            "{}",
            "CW-EVENT-003",
            "the event's file EVENT has no text in `release.tag_name`, as a release event has",
            "",
        ),
        (
            "workflow_run",
            r#"{"workflow_run":null}"#,
            "CW-EVENT-003",
            "the event's file EVENT has no text in `workflow_run.event`, as a workflow_run event has",
            "",
        ),
    ] {
        let error = read(name, payload, &[]).unwrap_err();
        let (EventError::NotJson { path, .. }
        | EventError::NotAnObject { path }
        | EventError::NoField { path, .. }) = &error
        else {
            panic!("{error:?}")
        };
        assert_eq!(error.code().id, code);
        assert_eq!(error.code().blame.exit_code(), 2);
        assert_eq!(error.to_string().replace(path.as_str(), "EVENT"), message);
        let shown = error
            .notes()
            .first()
            .map(|note| note.text.clone())
            .unwrap_or_default();
        assert_eq!(shown, notes, "{payload}");
    }
}

#[test]
fn a_missing_file_is_explained() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("event.json");
    let error = Event::read(&Environment::from_iter([
        ("GITHUB_EVENT_NAME", "push"),
        ("GITHUB_EVENT_PATH", path.to_str().unwrap()),
    ]))
    .unwrap_err();
    assert_eq!(error.code().id, "CW-EVENT-001");
    assert_eq!(
        error.to_string(),
        format!("the event's file {} cannot be read", path.display())
    );
    assert!(error.notes()[0].text.contains("No such file"));

    let error = Event::read(&Environment::from_iter([("GITHUB_EVENT_NAME", "push")])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "GITHUB_EVENT_NAME is `push`, but GITHUB_EVENT_PATH is not set"
    );
}

proptest::proptest! {
    #[test]
    fn no_payload_makes_the_reader_panic(
        name in "push|release|workflow_dispatch|workflow_run|delete|[a-z_]{0,8}",
        payload in r#"\{("(ref|after|deleted|release|inputs|workflow_run)":("refs/tags/.{0,4}"|null|true|\{"(tag|event|tag_name)":(".{0,4}"|7)\}),?){0,3}\}|.{0,20}"#,
    ) {
        if let Ok(event) = read(&name, &payload, &[]) {
            let _ = event.carried();
        }
    }
}
