//! On a corpus of real charts: what lint says of Chart.yaml, values.yaml, dependencies and crds/ is what `helm lint`
//! says, in its order and words. What Helm says of templates/, and of values against a schema (which it prints
//! under values.yaml), is left aside: those rules need the template engine.

use std::path::Path;

use crate::support::corpus;
use crate::support::helm::Helm;

#[test]
fn lint_says_what_helm_says() {
    let charts = corpus::charts();
    let comparisons = corpus::compare(&charts, |chart| {
        let ours: Vec<String> = helm::lint::lint(chart)
            .iter()
            .map(|message| message.to_string().trim_end().to_owned())
            .collect();
        (ours, theirs(chart))
    });
    let mut lines = 0;
    let mut differences = Vec::new();
    for (chart, (ours, theirs)) in charts.iter().zip(comparisons) {
        lines += theirs.len();
        if ours != theirs {
            differences.push(format!(
                "{}\n  here: {ours:#?}\n  Helm: {theirs:#?}",
                chart.display()
            ));
        }
    }
    println!(
        "{} charts, {lines} lines of Helm's; {} charts differ",
        charts.len(),
        differences.len()
    );
    assert!(lines > 0, "Helm says something");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

/// Helm's messages, those left aside taken out. A message may have several lines.
fn theirs(chart: &Path) -> Vec<String> {
    let output = Helm::reference().run(&["lint", chart.to_str().expect("a UTF-8 path")]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut messages: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with("[INFO] ")
            || line.starts_with("[WARNING] ")
            || line.starts_with("[ERROR] ")
        {
            messages.push(line.to_owned());
        } else if line.ends_with("chart(s) failed") {
            break;
        } else if let Some(message) = messages.last_mut() {
            message.push('\n');
            message.push_str(line);
        }
    }
    messages
        .into_iter()
        .map(|message| message.trim_end().to_owned())
        .filter(|message| {
            let said_of = message.split_once("] ").map_or("", |(_, rest)| rest);
            let schema = said_of.starts_with("values.yaml: ") && said_of.contains("- at '");
            !said_of.starts_with("templates/") && !schema
        })
        .collect()
}
