//! Annotations: the findings at their places in the changed files and on the run's page.

use super::commands::{AnnotationKind, Command};
use crate::report::{Finding, Printable, Severity};

/// GitHub keeps the first ten of a type per step.
const MOST: usize = 10;

/// GitHub keeps the first 4096 characters of a message.
const LONGEST: usize = 4_096;

/// The annotations of a run, errors first; at most ten of a kind, the last of which says how many more there are.
pub fn annotations(report: &Printable) -> Vec<Command> {
    let mut commands = Vec::new();
    for (severity, kind, noun) in [
        (Severity::Error, AnnotationKind::Error, "errors"),
        (Severity::Warning, AnnotationKind::Warning, "warnings"),
        (Severity::Note, AnnotationKind::Notice, "notes"),
    ] {
        let findings: Vec<&Finding> = report.of(severity).collect();
        let shown = if findings.len() > MOST {
            MOST - 1
        } else {
            findings.len()
        };
        commands.extend(
            findings
                .iter()
                .take(shown)
                .map(|finding| annotation(kind, finding)),
        );
        if findings.len() > shown {
            commands.push(Command::annotation(
                kind,
                format!(
                    "{} more {noun}: see the job summary and the log",
                    findings.len() - shown
                ),
            ));
        }
    }
    commands
}

fn annotation(kind: AnnotationKind, finding: &Finding) -> Command {
    let mut message = finding.prose();
    if let Some(help) = &finding.help {
        message.push_str("\nhelp: ");
        message.push_str(help);
    }
    let mut command = Command::annotation(kind, shorten(&message));
    if let Some(place) = &finding.place {
        command = command.property("file", place.path.as_str());
        if let Some(span) = &place.span {
            command = command
                .property("line", span.line.to_string())
                .property("col", span.column.to_string())
                .property(
                    "endColumn",
                    span.column.saturating_add(span.width).to_string(),
                );
        }
    }
    command.property("title", finding.code.id)
}

/// Counted as GitHub's own languages count, in UTF-16 units, so that nothing is cut there.
fn shorten(message: &str) -> String {
    if message.encode_utf16().count() <= LONGEST {
        return message.to_owned();
    }
    let mut room = LONGEST - "…".len();
    let mut shown = String::new();
    for character in message.chars() {
        let units = character.len_utf16();
        if units > room {
            break;
        }
        room -= units;
        shown.push(character);
    }
    shown.push('…');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Blame, Code, Place, Report};

    const CODE: Code = Code::new("CW-TEST-001", Blame::Chart, "a test", "do something");

    fn lines(findings: Vec<Finding>) -> Vec<String> {
        let mut report = Report::new("release");
        report.find(findings);
        annotations(&report.printable())
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_finding_is_annotated_where_it_is() {
        let placed = Finding::new(&CODE, Severity::Error, "the tag says 1.4.0")
            .at(Place::in_text(
                "charts/a,b/Chart.yaml",
                "a: 1\nversion: 1.3.9\n",
                2,
                10,
                5,
            ))
            .note("tag", "v1.4.0")
            .note("", "bare");
        let whole = Finding::new(&CODE, Severity::Note, "a note").at(Place::file("Chart.yaml"));
        assert_eq!(
            lines(vec![whole, placed]),
            [
                "::error file=charts/a%2Cb/Chart.yaml,line=2,col=10,endColumn=15,title=CW-TEST-001::the tag says 1.4.0%0Atag: v1.4.0%0Abare%0Ahelp: do something",
                "::notice file=Chart.yaml,title=CW-TEST-001::a note%0Ahelp: do something",
            ]
        );
    }

    #[test]
    fn ten_of_a_kind_are_the_most() {
        let many = |number: usize| -> Vec<Finding> {
            (0..number)
                .map(|index| Finding::new(&CODE, Severity::Warning, format!("warning {index}")))
                .collect()
        };
        assert_eq!(lines(many(10)).len(), 10);
        let eleven = lines(many(11));
        assert_eq!(eleven.len(), 10);
        assert_eq!(
            eleven.last().unwrap(),
            "::warning::2 more warnings: see the job summary and the log"
        );
    }

    #[test]
    fn messages_are_cut_before_github_cuts_them() {
        for message in ["x".repeat(9_000), "😀".repeat(5_000)] {
            let shown = shorten(&message);
            assert!(shown.encode_utf16().count() <= LONGEST);
            assert!(shown.encode_utf16().count() > LONGEST - 6);
            assert!(shown.ends_with('…'));
        }
        assert_eq!(shorten("short"), "short");
    }

    #[test]
    fn untrusted_messages_are_one_line_each() {
        let hostile = "x\n::set-output name=a::b\r\n##[add-mask]c";
        for line in lines(vec![Finding::new(&CODE, Severity::Error, hostile)]) {
            assert!(
                line.starts_with("::error title=CW-TEST-001::x%0A"),
                "{line}"
            );
            assert!(!line.contains("##["), "{line}");
            assert_eq!(line.lines().count(), 1);
        }
    }
}
