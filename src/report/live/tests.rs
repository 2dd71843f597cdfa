use std::io::{self, Write};

use tracing_subscriber::layer::SubscriberExt as _;

use super::*;
use crate::report::{PROGRESS, Style, Terminal, Verbosity, examples, headline};
use crate::secret::Secret;

/// A stream that a test can look into.
#[derive(Clone, Default)]
struct Page(Arc<Mutex<Vec<u8>>>);

impl Page {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn terminal(style: Style, verbosity: Verbosity) -> (Page, Live) {
    let page = Page::default();
    let live = Live::new(Terminal::new(page.clone(), style, verbosity));
    (page, live)
}

const COLOURFUL: Style = Style {
    colour: true,
    unicode: true,
    cursor: true,
};

#[test]
fn a_run_is_printed_as_it_goes() {
    let (page, live) = terminal(Style::PLAIN, Verbosity::Normal);
    live.headline(&headline(
        "release",
        Some("api"),
        Some("1.3.9"),
        Some("v1.4.0"),
        Some("3f2a91c0d1"),
    ));
    live.expect(["oci://ghcr.io/acme", "dist/pages"]);
    let tag = live.begin(Stage::Tag, "");
    tag.finish(StepState::Done, "v1.4.0 is on the commit checked out");
    assert!(
        page.text().contains("v1.4.0 is on the commit"),
        "printed at once"
    );
    for target in ["oci://ghcr.io/acme", "dist/pages"] {
        live.begin(Stage::Preflight, target)
            .finish(StepState::Done, "1.3.9 is free");
    }
    live.close(&examples::failed());
    let text = page.text().replace(env!("CARGO_PKG_VERSION"), "0.0.0");
    insta::assert_snapshot!(text, @r#"
    chartwright 0.0.0 · release api 1.3.9 from tag v1.4.0 (3f2a91c)

      ✓ tag       v1.4.0 is on the commit checked out
      ✓ preflight oci://ghcr.io/acme  1.3.9 is free
      ✓ preflight dist/pages          1.3.9 is free

    error[CW-TAG-003]: the tag says 1.4.0, Chart.yaml says 1.3.9
     --> charts/api/Chart.yaml:4:10
      |
    4 | version: 1.3.9
      |          ^^^^^ this version would be published
      |
      = tag: v1.4.0 (3f2a91c, pushed by octocat)
      = help: raise `version` to 1.4.0, commit, and move on with a new tag; or set `version-from: tag`

    error[CW-PUBLISH-007]: api 1.3.9 is published already, with other content
     = at: oci://ghcr.io/acme/charts/api:1.3.9  sha256:77aa… (this run: sha256:9b1f…)
     = differs in: values.yaml, templates/deployment.yaml
     = help: a published version never changes; raise the version in charts/api/Chart.yaml

    2 errors. Nothing was written. Exit 1 (the chart or tag is at fault).
    "#);
}

#[test]
fn slow_steps_are_shown_on_a_terminal_and_the_line_is_cleared() {
    let (page, live) = terminal(COLOURFUL, Verbosity::Normal);
    let step = live.begin(Stage::Publish, "oci://a");
    live.progress("uploading 1 of 2 MB");
    let deadline = Instant::now() + Duration::from_secs(10);
    while !page.text().contains("uploading") && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(step.since.elapsed() >= SLOW);
    step.finish(StepState::Done, "done");
    let text = page.text();
    assert!(
        text.contains("publish   oci://a  uploading 1 of 2 MB"),
        "{text:?}"
    );
    let last = text.rsplit("\r\u{1b}[2K").next().unwrap();
    assert!(
        last.starts_with("  \u{1b}[32m✓\u{1b}[0m publish   oci://a  done"),
        "{text:?}"
    );
}

#[test]
fn nothing_moves_the_cursor_where_there_is_none() {
    let (page, live) = terminal(Style::PLAIN, Verbosity::Normal);
    let mut shared = lock(&live.shared);
    shared.running.push(RunningStep {
        number: 1,
        stage: Stage::Publish,
        subject: String::new(),
        since: Instant::now().checked_sub(SLOW).unwrap(),
        progress: "uploading".to_owned(),
    });
    shared.show_slow();
    drop(shared);
    assert_eq!(page.text(), "");
}

#[test]
fn events_reach_the_step_that_runs_and_the_details() {
    let (page, live) = terminal(Style::PLAIN, Verbosity::Verbose);
    let subscriber = tracing_subscriber::registry().with(live.layer());
    let _secret = Secret::new("event-canary-1");
    tracing::subscriber::with_default(subscriber, || {
        let step = live.begin(Stage::Publish, "oci://a");
        tracing::info!(target: PROGRESS, "uploading {}", 7);
        assert_eq!(
            lock(&live.shared).running.last().unwrap().progress,
            "uploading 7"
        );
        tracing::debug!(url = "https://a", token = "event-canary-1", "asked");
        tracing::debug!(target: "hyper::client", "noise");
        tracing::trace!("too fine");
        tracing::warn!(target: "rustls", "a warning");
        step.finish(StepState::Done, "done");
        tracing::info!(target: PROGRESS, "nobody runs");
    });
    insta::assert_snapshot!(page.text(), @r#"
    debug chartwright::report::live::tests: asked url=https://a token=***
    warn rustls: a warning
      ✓ publish   oci://a  done
    "#);
}

#[test]
fn a_step_that_is_dropped_leaves_no_line_and_runs_no_more() {
    let (page, live) = terminal(COLOURFUL, Verbosity::Normal);
    drop(live.begin(Stage::Publish, "oci://a"));
    assert!(lock(&live.shared).running.is_empty());
    assert_eq!(page.text(), "");
}

#[test]
fn untrusted_words_cannot_draw_on_the_terminal() {
    let (page, live) = terminal(Style::PLAIN, Verbosity::Verbose);
    let hostile = "a\u{1b}[2Jb\r\nc\u{202e}d\u{7}";
    live.headline(hostile);
    live.detail(hostile);
    live.begin(Stage::Chart, hostile)
        .finish(StepState::Failed, hostile);
    let mut report = examples::failed();
    report.name = Some(hostile.to_owned());
    live.close(&report);
    let text = page.text();
    assert!(
        !text.contains(['\u{1b}', '\r', '\u{7}', '\u{202e}']),
        "{text:?}"
    );
    assert!(text.starts_with("ab cd\n"), "{text:?}");
}
