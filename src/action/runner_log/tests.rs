use std::time::Instant;

use proptest::prelude::*;

use super::*;
use crate::report::{Finding, Report, Severity, Stage, StepState, examples};
use crate::secret::Secret;

/// The commands that a runner obeys in a log, and the text that it shows: `ActionCommandManager.cs` and
/// `ActionCommand.cs` of the runner. Lines end at `\n`, `\r\n` and `\r` (`StreamReader.ReadLine`).
fn obeyed(log: &str) -> (Vec<(String, String)>, Vec<String>) {
    let mut known: Vec<String> = [
        "add-mask",
        "group",
        "endgroup",
        "error",
        "warning",
        "notice",
        "debug",
        "stop-commands",
        "set-output",
        "save-state",
        "set-env",
        "add-path",
        "echo",
        "add-matcher",
        "remove-matcher",
        "internal-set-repo-path",
    ]
    .into_iter()
    .map(str::to_owned)
    .collect();
    let mut commands = Vec::new();
    let mut text = Vec::new();
    let mut stopped: Option<String> = None;
    for line in log.split(['\n', '\r']) {
        let Some((name, data)) = parse(line, &known) else {
            text.push(line.to_owned());
            continue;
        };
        match &stopped {
            Some(token) if *token == name => stopped = None,
            Some(_) => text.push(line.to_owned()),
            None if name == "stop-commands" => {
                known.push(data.clone());
                stopped = Some(data);
            }
            None => commands.push((name, data)),
        }
    }
    assert_eq!(stopped, None, "commands are left stopped");
    (commands, text)
}

fn parse(line: &str, known: &[String]) -> Option<(String, String)> {
    let v2 = || {
        let rest = line.trim().strip_prefix("::")?;
        let (info, data) = rest.split_once("::")?;
        Some((info, data))
    };
    let v1 = || {
        let (_, rest) = line.split_once("##[")?;
        rest.split_once(']')
    };
    [v2(), v1()].into_iter().flatten().find_map(|(info, data)| {
        let name = info.split(' ').next().unwrap_or_default();
        known
            .iter()
            .any(|command| command.eq_ignore_ascii_case(name))
            .then(|| (name.to_owned(), data.to_owned()))
    })
}

fn log_with_masks(act: impl FnOnce(&mut RunnerLog<&mut Vec<u8>>)) -> String {
    let mut written = Vec::new();
    let mut runner_log = RunnerLog::new(&mut written, Verbosity::Verbose);
    act(&mut runner_log);
    drop(runner_log);
    String::from_utf8(written).unwrap()
}

/// Without the true masks: tests that run beside this one register secrets in the same process. A forged one stays.
fn log(act: impl FnOnce(&mut RunnerLog<&mut Vec<u8>>)) -> String {
    let written = log_with_masks(act);
    let masks: Vec<String> = crate::secret::registered()
        .into_iter()
        .map(|form| format!("{}\n", Command::add_mask(form)))
        .collect();
    written
        .split_inclusive('\n')
        .filter(|line| !masks.iter().any(|mask| mask == line))
        .collect()
}

fn running(number: u64, subject: &str, progress: &str) -> RunningStep {
    RunningStep {
        number,
        stage: Stage::Publish,
        subject: subject.to_owned(),
        since: Instant::now(),
        progress: progress.to_owned(),
    }
}

fn names(commands: &[(String, String)]) -> Vec<&str> {
    commands.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_run_is_text_within_one_fence_and_annotations_after_it() {
    let report = examples::failed();
    let log = log(|log| {
        log.headline("chartwright · release");
        for step in &report.steps {
            log.ended(0, step);
        }
        log.close(&report.printable());
    });
    let (commands, text) = obeyed(&log);
    assert_eq!(names(&commands), ["error", "error"]);
    assert_eq!(log.matches("::stop-commands::").count(), 1);
    assert!(text.iter().any(|line| line.contains("  ✗ tag ")));
    assert!(
        text.iter()
            .any(|line| line.starts_with("error[CW-TAG-003]"))
    );
    assert!(log.lines().last().unwrap().starts_with("::error "));
}

#[test]
fn a_slow_step_is_a_group_that_its_line_follows() {
    let log = log(|log| {
        log.slow(&[running(7, "oci://a", "uploading 1 of 2 MB")]);
        log.slow(&[running(7, "oci://a", "uploading 1 of 2 MB")]);
        log.slow(&[running(7, "oci://a", "uploading 2 of 2 MB")]);
        log.ended(
            7,
            &Step::new(Stage::Publish, StepState::Done, "oci://a", "done"),
        );
    });
    let (commands, text) = obeyed(&log);
    assert_eq!(names(&commands), ["group", "endgroup"]);
    assert_eq!(commands.first().unwrap().1, "publish oci://a");
    let said: Vec<&str> = text
        .iter()
        .filter(|line| line.contains("uploading"))
        .map(|line| line.trim())
        .collect();
    assert_eq!(
        said,
        ["0 ms  uploading 1 of 2 MB", "0 ms  uploading 2 of 2 MB"]
    );
    let line = |wanted: &str| log.find(wanted).unwrap();
    assert!(line("uploading 2") < line("::endgroup::"));
    assert!(line("::endgroup::") < line("✓ publish"));
}

#[test]
fn steps_that_run_at_once_share_a_group_that_names_none_of_them() {
    let both = [
        running(1, "oci://a", "waiting"),
        running(2, "oci://b", "waiting"),
    ];
    let log = log(|log| log.slow(&both));
    let (commands, text) = obeyed(&log);
    assert_eq!(commands.first().unwrap().1, "publish 2 at once");
    assert!(text.iter().any(|line| line.contains("waiting")));
    assert!(!log.contains("oci://"));
}

#[test]
fn a_log_that_is_dropped_in_the_middle_is_closed() {
    let log = log(|log| log.slow(&[running(1, "oci://a", "")]));
    let (commands, text) = obeyed(&log);
    assert_eq!(names(&commands), ["group", "endgroup"]);
    assert!(text.iter().any(|line| line.contains("still at it")));
}

#[test]
fn what_is_said_after_the_end_leaves_no_fence_open() {
    let mut written = Vec::new();
    let mut runner_log = RunnerLog::new(&mut written, Verbosity::Verbose);
    runner_log.close(&examples::unchanged().printable());
    runner_log.detail("late");
    // The process may end without dropping it.
    std::mem::forget(runner_log);
    let (_, text) = obeyed(&String::from_utf8(written).unwrap());
    assert!(text.iter().any(|line| line == "late"));
}

#[test]
fn masks_come_before_any_text_and_outside_of_the_fence() {
    let _first = Secret::new("log-canary-first");
    let log = log_with_masks(|log| {
        log.headline("begin");
        let _second = Secret::new("log-canary-second");
        log.detail("a token was exchanged");
    });
    let (commands, _) = obeyed(&log);
    let masked: Vec<&str> = commands
        .iter()
        .filter(|(name, _)| name == "add-mask")
        .map(|(_, data)| data.as_str())
        .collect();
    assert!(masked.contains(&"log-canary-first"), "{log}");
    assert!(masked.contains(&"log-canary-second"), "{log}");
    assert!(log.find("log-canary-first").unwrap() < log.find("begin").unwrap());
    assert!(log.find("log-canary-second").unwrap() < log.find("exchanged").unwrap());
}

#[test]
fn a_quiet_run_has_its_annotations() {
    let mut written = Vec::new();
    let mut runner_log = RunnerLog::new(&mut written, Verbosity::Quiet);
    runner_log.headline("chartwright · release");
    runner_log.slow(&[running(1, "oci://a", "uploading")]);
    runner_log.ended(
        1,
        &Step::new(Stage::Publish, StepState::Done, "oci://a", "done"),
    );
    runner_log.close(&examples::failed().printable());
    drop(runner_log);
    let text = String::from_utf8(written).unwrap();
    assert!(!text.contains("oci://a  done") && !text.contains("::group::"));
    assert!(text.contains("::error file=charts/api/Chart.yaml"));
}

proptest! {
    #[test]
    fn no_untrusted_text_is_obeyed(
        text in "([a-z ]|\n|\r|::|##\\[|\\]|error|stop-commands|add-mask|endgroup|set-output name=a|%0A|\u{1b}\\[0m|\u{a0}|\u{2028}|\u{200b}){0,24}"
    ) {
        let mut report = Report::new(text.clone());
        report.find([Finding::new(&examples::ICON, Severity::Error, text.clone())
            .note("cause", text.clone())
            .help(text.clone())]);
        report.name = Some(text.clone());
        let shown = crate::report::clean(&text);
        let log = log(|log| {
            log.headline(&shown);
            log.detail(&text);
            log.slow(&[running(1, &shown, &shown)]);
            log.ended(1, &Step::new(Stage::Publish, StepState::Failed, text.clone(), text.clone()));
            log.close(&report.printable());
        });
        let (commands, _) = obeyed(&log);
        prop_assert_eq!(names(&commands), ["group", "endgroup", "error"], "{}", log);
        // The log's viewer and act look at lines, whether or not commands are stopped.
        prop_assert!(!log.contains("##["), "{}", log);
        for line in log.split(['\n', '\r']) {
            if line.trim_start().starts_with("::") {
                let ours = ["::group::", "::endgroup::", "::error title=CW-LINT-011::", "::stop-commands::chartwright-", "::chartwright-"];
                prop_assert!(ours.iter().any(|start| line.starts_with(start)), "{}", line);
            }
        }
    }
}
