//! Every rendering of a report whose texts are hostile: no workflow command but the program's own, no control
//! character, no registered secret, no rendering beyond its bound.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use chartwright::action::RunnerLog;
use chartwright::report::{
    BUG, Finding, Place, Publication, PublicationState, Report, Screen as _, Severity, Skip, Stage,
    Step, StepState, Style, TargetKind, Terminal, Verbosity, Visibility, disarm,
};
use chartwright::secret::Secret;
use libfuzzer_sys::fuzz_target;

const CANARY: &str = "canary-4711-xyzzy";
static SECRET: LazyLock<Secret> = LazyLock::new(|| Secret::new(CANARY));

/// The commands that the log has of its own outside the fences.
const OWN: [&str; 6] = [
    "error", "warning", "notice", "group", "endgroup", "add-mask",
];

fuzz_target!(|data: &[u8]| {
    LazyLock::force(&SECRET);
    let Some((choice, data)) = data.split_first() else {
        return;
    };
    let text = String::from_utf8_lossy(data);
    let mut parts = text.split('\u{1f}').cycle();
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let report = report(*choice, &mut part);
    let printable = report.printable();

    for line in text.lines() {
        let line = disarm(line);
        assert!(!starts_a_command(&line), "{line:?}");
    }

    let json = printable.json(usize::MAX);
    assert_eq!(json.lines().count(), 1, "{json}");
    assert!(!starts_a_command(&json), "{json}");
    let _: serde_json::Value = serde_json::from_str(&json).expect("JSON");

    let limit = usize::from(*choice) * 16;
    let markdown = printable.markdown(limit);
    assert!(markdown.len() <= limit, "{} of {limit}", markdown.len());
    let markdown = printable.markdown(1 << 20);
    for line in outside_code(&markdown) {
        let prose: String = line.replace("\\`", "").split('`').step_by(2).collect();
        assert!(
            !prose.contains("<script") && !prose.contains("<img"),
            "{line}\n{markdown}"
        );
    }

    let mut shown = Vec::new();
    let mut terminal = Terminal::new(&mut shown, Style::PLAIN, Verbosity::Verbose);
    terminal.headline(&report.command);
    terminal.close(&printable);
    drop(terminal);
    let terminal = String::from_utf8(shown).expect("UTF-8");

    let mut shown = Vec::new();
    let mut log = RunnerLog::new(&mut shown, Verbosity::Verbose);
    log.close(&printable);
    drop(log);
    let log = String::from_utf8(shown).expect("UTF-8");
    as_the_runner_reads(&log);

    for rendering in [&json, &markdown, &terminal] {
        assert!(!rendering.contains(CANARY), "{rendering}");
        let control = |character: char| character.is_control() && !matches!(character, '\n' | '\t');
        assert!(!rendering.contains(control), "{rendering:?}");
    }
    for line in log.lines().filter(|line| !line.starts_with("::add-mask::")) {
        assert!(!line.contains(CANARY), "{line}");
    }
});

fn report(choice: u8, part: &mut impl FnMut() -> String) -> Report {
    let mut report = Report::new("release");
    report.name = Some(part());
    report.tag = Some(part());
    report.version = (choice & 1 != 0).then(&mut *part);
    report.dry_run = choice & 2 != 0;
    if choice & 4 != 0 {
        report.skip = Some(Skip {
            code: &BUG,
            why: part(),
        });
    }
    for severity in [Severity::Note, Severity::Warning, Severity::Error] {
        if severity == Severity::Error && choice & 8 == 0 {
            continue;
        }
        let source = part();
        let place = Place::in_text(part(), &source, 1, 1, usize::from(choice));
        report.find([Finding::new(&BUG, severity, part())
            .at(place)
            .note("cause", part())
            .help(part())]);
    }
    for state in [StepState::Done, StepState::NotReached, StepState::Note] {
        report
            .steps
            .push(Step::new(Stage::Preflight, state, part(), part()));
    }
    report.publications.push(Publication {
        kind: TargetKind::Registry,
        target: part(),
        reference: part(),
        digest: part(),
        state: PublicationState::Released,
        visibility: Visibility::Verified,
        chart_url: Some(part()),
        index_url: None,
        install: vec![part()],
        findings: Vec::new(),
    });
    report.written.push(part());
    report.run_url = Some(part());
    report.duration = Duration::from_millis(u64::from(choice) * 997);
    report
}

/// What the runner's `ActionCommand` would take for one; white space as .NET trims it.
fn starts_a_command(line: &str) -> bool {
    line.trim_start().starts_with("::") || line.contains("##[")
}

/// The lines between `stop-commands` and its end hold no command; all others are the program's own.
fn as_the_runner_reads(log: &str) {
    let mut fence: Option<String> = None;
    for line in log.split(['\n', '\r']).filter(|line| !line.is_empty()) {
        if let Some(end) = &fence {
            if line == end {
                fence = None;
            } else {
                assert!(!starts_a_command(line), "{line:?}");
            }
        } else if let Some(token) = line.strip_prefix("::stop-commands::") {
            fence = Some(format!("::{token}::"));
        } else {
            let name = line
                .strip_prefix("::")
                .and_then(|rest| rest.split([' ', ':']).next());
            assert!(name.is_some_and(|name| OWN.contains(&name)), "{line:?}");
        }
    }
    assert!(fence.is_none(), "the fence is closed");
}

/// The lines of Markdown outside fenced blocks; these may stand in a list.
fn outside_code(markdown: &str) -> Vec<&str> {
    let mut fence: Option<&str> = None;
    let mut outside = Vec::new();
    for line in markdown.lines().map(str::trim) {
        let ticks = &line[..line.len() - line.trim_start_matches('`').len()];
        match fence {
            Some(open) if ticks.len() >= open.len() && ticks == line => fence = None,
            Some(_) => {}
            None if ticks.len() >= 3 => fence = Some(ticks),
            None => outside.push(line),
        }
    }
    outside
}
