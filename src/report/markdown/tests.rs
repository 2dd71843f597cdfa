use proptest::prelude::*;

use crate::report::{
    Finding, Note, Place, Report, Severity, Skip, Stage, Step, StepState, examples,
};

/// Everything that comes from elsewhere, set to one text.
fn flooded(text: &str) -> Report {
    let mut report = examples::broken_off();
    report.name = Some(text.to_owned());
    report.tag = Some(text.to_owned());
    report.run_url = Some(text.to_owned());
    report.written = vec![text.to_owned()];
    report.publications = examples::released().publications;
    for publication in &mut report.publications {
        publication.reference = text.to_owned();
        publication.digest = text.to_owned();
        publication.chart_url = Some(text.to_owned());
        publication.install = vec![text.to_owned()];
    }
    report
        .steps
        .push(Step::new(Stage::Publish, StepState::Failed, text, text));
    let mut finding = Finding::new(&examples::ICON, Severity::Error, text)
        .at(Place::in_text(text, text, 1, 1, 1).label(text))
        .help(text);
    finding.notes = vec![Note::new("", text), Note::new("cause", text)];
    report.find([finding.clone(), finding]);
    report
}

#[test]
fn hostile_text_makes_no_markup() {
    let hostile = "x](javascript:alert(1)) <script>alert(1)</script> ![i](https://evil.example/p.png) | </details>";
    let markdown = flooded(hostile).printable().markdown(1_000_000);
    for line in outside_of_fences(&markdown) {
        let bare = without_code(line);
        for markup in ["<script", "](javascript", "![i](", "https://evil"] {
            assert!(!bare.contains(markup), "{line}");
        }
        if line != "</details>" {
            assert!(!bare.contains("</details>"), "{line}");
        }
    }
}

/// The lines that are not within a fenced block (CommonMark 4.5).
fn outside_of_fences(markdown: &str) -> Vec<&str> {
    let mut open: Option<usize> = None;
    let mut outside = Vec::new();
    for line in markdown.lines() {
        let trimmed = line.trim_start();
        let ticks = trimmed.len() - trimmed.trim_start_matches('`').len();
        match open {
            None if ticks >= 3 => open = Some(ticks),
            None => outside.push(line),
            Some(length) if ticks >= length && trimmed.trim_end().len() == ticks => open = None,
            Some(_) => {}
        }
    }
    assert_eq!(open, None, "a fence is left open in:\n{markdown}");
    outside
}

/// A line without what stands in backticks, and without the characters that a backslash escapes.
fn without_code(line: &str) -> String {
    let mut bare = String::new();
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            characters.next();
        } else {
            bare.push(character);
        }
    }
    bare.split('`').step_by(2).collect()
}

#[test]
fn a_summary_over_the_limit_says_what_is_left_out() {
    let mut report = examples::failed();
    report.find((0..500).map(|number| {
        Finding::new(
            &examples::ICON,
            Severity::Warning,
            format!("warning {number} {}", "x".repeat(300)),
        )
    }));
    let markdown = report.printable().markdown(20_000);
    assert!(markdown.len() <= 20_000);
    assert!(markdown.len() > 19_000);
    assert!(markdown.contains("findings left out here: see the log._"));
    assert!(markdown.ends_with("Helm profile 4.2\n"));
    assert_eq!(
        markdown.matches("<details").count(),
        markdown.matches("</details>").count()
    );
}

#[test]
fn a_summary_that_cannot_hold_its_frame_is_cut_and_says_so() {
    let markdown = flooded("x").printable().markdown(900);
    assert!(markdown.len() <= 900);
    assert!(
        markdown.ends_with("All of it is in the log._\n"),
        "{markdown}"
    );
    outside_of_fences(&markdown);
    assert_eq!(flooded("x").printable().markdown(10), "");
}

#[test]
fn a_skip_says_why() {
    let mut report = examples::skipped();
    report.skip = Some(Skip {
        code: &examples::NO_RELEASE,
        why: "a|b\n# heading".to_owned(),
    });
    let markdown = report.printable().markdown(10_000);
    assert!(
        markdown.contains(r"a\|b \# heading. Nothing was written."),
        "{markdown}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_leaves_the_summary_whole(text in "[a-z`|<>\n\\[\\]()!#:/ ~*_\\\\\u{1b}]{0,60}", limit in 0_usize..9_000) {
        let report = flooded(&text);
        let markdown = report.printable().markdown(1_000_000);
        let outside = outside_of_fences(&markdown);
        // As many folds, tables and rows as for a harmless text.
        let plain = flooded("x").printable().markdown(1_000_000);
        let count = |lines: &[&str], start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
        let plain = outside_of_fences(&plain);
        for start in ["<details", "</details>", "|---", "| ", "### "] {
            prop_assert_eq!(count(&outside, start), count(&plain, start), "{} in\n{}", start, markdown);
        }
        let cut = report.printable().markdown(limit);
        prop_assert!(cut.len() <= limit);
        outside_of_fences(&cut);
    }
}
