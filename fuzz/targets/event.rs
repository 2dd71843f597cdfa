//! The event's file: only an event about a tag carries one, and of a stranger's pull request nothing is taken.
//!
//! The first byte chooses the event's name, the rest is the file.
#![no_main]

use chartwright::action::environment::Environment;
use chartwright::action::event::Event;
use libfuzzer_sys::fuzz_target;

const EVENTS: [&str; 8] = [
    "push",
    "create",
    "delete",
    "release",
    "workflow_dispatch",
    "workflow_run",
    "pull_request_target",
    "schedule",
];

fuzz_target!(|data: &[u8]| {
    let Some((choice, text)) = data.split_first() else {
        return;
    };
    let name = EVENTS[usize::from(*choice) % EVENTS.len()];
    let file = chartwright_fuzz::file(text);
    let path = file.path().to_str().expect("a path in UTF-8");
    let environment: Environment = [
        ("GITHUB_EVENT_NAME", name),
        ("GITHUB_EVENT_PATH", path),
        ("GITHUB_REPOSITORY", "acme/charts"),
        ("GITHUB_SHA", "0123456789012345678901234567890123456789"),
    ]
    .into_iter()
    .collect();
    let Ok(event) = Event::read(&environment) else {
        return;
    };
    let carried = event.carried();
    if matches!(name, "delete" | "pull_request_target" | "schedule") {
        assert!(carried.is_err(), "{event:?}");
    }
    if let (Event::AfterRun(run), Ok(carried)) = (&event, &carried) {
        assert!(run.of_this_repository, "{event:?}");
        assert!(!run.event.starts_with("pull_request"), "{event:?}");
        assert!(carried.is_some());
    }
});
