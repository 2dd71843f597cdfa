use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::report::{Finding, Report};

/// Reads a file of outputs as the runner does (`FileCommandManager.cs`): `name=value`, or `name<<delimiter`, lines,
/// and a line that is the delimiter. Anything else fails the step.
fn read_as_the_runner(text: &str) -> Vec<(String, String)> {
    let mut outputs = Vec::new();
    let mut lines = text.split('\n');
    while let Some(line) = lines.next() {
        if line.is_empty() {
            continue;
        }
        let (name, delimiter) = line.split_once("<<").expect("a heredoc");
        let value: Vec<&str> = lines
            .by_ref()
            .take_while(|line| *line != delimiter)
            .collect();
        outputs.push((name.to_owned(), value.join("\n")));
    }
    outputs
}

#[test]
fn outputs_come_out_as_they_went_in() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("output");
    std::fs::write(&path, "earlier<<x\nvalue\nx\n").unwrap();
    let outputs = [
        ("status", "released".to_owned()),
        ("registry-reference", "oci://a/b:1\noci://c/d:1".to_owned()),
        ("report", "{\"a\":\"b=c<<d\"}".to_owned()),
        ("name", "x\n\nstatus<<EOF\nfailed\nEOF\n".to_owned()),
    ];
    write_outputs(&path, &outputs).unwrap();
    let read = read_as_the_runner(&std::fs::read_to_string(&path).unwrap());
    let expected: Vec<(String, String)> = [("earlier", "value".to_owned())]
        .into_iter()
        .chain(outputs)
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    assert_eq!(read, expected);
}

#[test]
fn a_value_with_the_delimiter_or_a_strange_name_is_refused() {
    assert!(heredoc("name", "a delimiter-1 b", "delimiter-1").is_err());
    assert!(heredoc("name", "a\ndelimiter-1", "delimiter-1").is_err());
    for name in ["", "a=b", "a<<b", "a\nb", "a b", "A"] {
        assert!(heredoc(name, "x", "delimiter-1").is_err(), "{name}");
    }
    assert_eq!(
        heredoc("app-version", "x", "delimiter-1").unwrap(),
        "app-version<<delimiter-1\nx\ndelimiter-1\n"
    );
}

#[test]
fn every_delimiter_is_another() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("output");
    write_outputs(
        &path,
        &[("name", "a".to_owned()), ("version", "b".to_owned())],
    )
    .unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let delimiters: Vec<&str> = text
        .lines()
        .filter_map(|line| line.split_once("<<").map(|(_, delimiter)| delimiter))
        .collect();
    assert_eq!(delimiters.len(), 2);
    assert_ne!(delimiters.first(), delimiters.last());
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let folder = TempDir::new().unwrap();
    let missing = folder.path().join("no-such-folder").join("output");
    let error = write_outputs(&missing, &[("name", "a".to_owned())]).unwrap_err();
    assert_eq!(error.code().id, "CW-OUTPUT-001");
    assert_eq!(error.code().blame.exit_code(), 3);
    let finding = error.finding();
    assert_eq!(finding.severity, Severity::Error);
    assert!(finding.message.contains("no-such-folder"));
    assert!(finding.message.contains("GITHUB_OUTPUT"));
    assert_eq!(finding.notes.first().map(|note| note.label), Some("cause"));
    assert!(finding.help.is_some());

    let error = write_summary(&missing, &Report::new("release").printable()).unwrap_err();
    assert_eq!(error.code().id, "CW-OUTPUT-002");
    assert_eq!(error.finding().severity, Severity::Warning);
}

#[test]
fn a_summary_leaves_room_for_what_the_file_holds() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("summary");
    let mut report = Report::new("release");
    report.find((0..4_000).map(|number| {
        Finding::new(
            &OUTPUT_FORGED,
            Severity::Warning,
            format!("{number} {}", "x".repeat(500)),
        )
    }));
    std::fs::write(&path, "# Earlier\n").unwrap();
    write_summary(&path, &report.printable()).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("# Earlier\n\n\n### "));
    assert!(text.len() as u64 <= SUMMARY_LIMIT);
    assert!(text.len() as u64 > SUMMARY_LIMIT - 2_000);
    assert!(text.contains("left out here"));

    // A full file takes nothing more, and what is there stays.
    std::fs::write(&path, "y".repeat(1_048_576)).unwrap();
    write_summary(&path, &report.printable()).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().len(), SUMMARY_LIMIT);
}

proptest! {
    #[test]
    fn no_value_forges_an_output(
        values in proptest::collection::vec("([a-z<=\n]|<<|EOF\n|chartwright-|status<<x\n){0,30}", 1..4)
    ) {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("output");
        let outputs: Vec<(&str, String)> = values.iter().map(|value| ("name", value.clone())).collect();
        write_outputs(&path, &outputs).unwrap();
        let read = read_as_the_runner(&std::fs::read_to_string(&path).unwrap());
        let expected: Vec<(String, String)> =
            values.into_iter().map(|value| ("name".to_owned(), value)).collect();
        prop_assert_eq!(read, expected);
    }
}
