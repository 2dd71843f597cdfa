//! What a user is told of a runaway.

use std::process::{Command, Output};

use crate::support::Chart;

fn run(template: &str, definitions: &str, arguments: &[&str]) -> Output {
    let directory = tempfile::tempdir().unwrap();
    Chart {
        template,
        definitions,
        ..Chart::default()
    }
    .write(directory.path());
    Command::new(env!("CARGO_BIN_EXE_chartwright"))
        .arg("template")
        .arg(directory.path())
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn a_runaway_is_told_with_its_place_and_a_way_out() {
    let output = run("\na: {{ repeat 300000000 \"x\" }}\n", "", &[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for words in [
        "CW-RENDER-009",
        "a template makes a text or a list of over 268435456 bytes",
        "templates/a.yaml:2:7",
        "max-output",
    ] {
        assert!(said.contains(words), "{words}\n{said}");
    }
}

#[test]
fn max_output_is_where_a_run_ends() {
    let template = "a: {{ range until 100 }}{{ $_ := repeat 100000 \"x\" }}{{ end }}b";
    assert!(run(template, "", &[]).status.success());
    let output = run(template, "", &["--max-output", "2"]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("the templates make over 2097152 bytes"),
        "{said}"
    );
    assert!(said.contains("CW-RENDER-009"), "{said}");
}

#[test]
fn the_steps_of_an_endless_include_are_not_all_shown() {
    let output = run(
        "{{ include \"d\" . }}",
        "{{ define \"d\" }}{{ include \"d\" . }}{{ end }}",
        &[],
    );
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("rendering template has a nested reference name: d"),
        "{said}"
    );
    let shown = said.matches("included from").count();
    assert!((2..=21).contains(&shown), "{shown}\n{said}");
}

/// Where the roomy stack of a command cannot be had, a command does without, or the system ends it; it is no bug.
#[cfg(target_os = "linux")]
#[test]
fn a_process_with_little_address_space_stops_for_no_bug() {
    let mut done = 0;
    for megabytes in (20..240).step_by(10) {
        let output = Command::new("sh")
            .arg("-c")
            .arg(format!(
                "ulimit -v {}; exec \"$0\" --version",
                megabytes * 1024
            ))
            .arg(env!("CARGO_BIN_EXE_chartwright"))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked"), "{megabytes} MB: {said}");
        done += usize::from(output.status.success());
    }
    assert!(done > 0);
}
