//! Real Helm beside this program, over a corpus of real charts: each with its defaults, with every boolean of its
//! values.yaml inverted, and with each of its `ci/*-values.yaml`. The same standard output byte for byte, and the
//! same failures in the same words. The counts are kept in README.md.

use std::path::Path;

use crate::page;
use crate::support::agreement::{self, Agreement, Said};
use crate::support::cases::{Case, Cases};
use crate::support::helm::Helm;
use crate::support::{corpus, process};

/// A command of both programs.
struct Compared {
    name: &'static str,
    /// The words before the chart, here and for Helm.
    here: &'static [&'static str],
    helm: &'static [&'static str],
}

const COMPARED: [Compared; 2] = [
    Compared {
        name: "template",
        here: &["template", "rehearsal"],
        helm: &["template", "rehearsal"],
    },
    Compared {
        name: "lint",
        here: &["lint", "--format", "helm"],
        helm: &["lint"],
    },
];

/// The differences that stay: command, case, and why.
const KNOWN: [(&str, &str, &str); 0] = [];

/// How many cases came to what.
#[derive(Debug, Default)]
struct Count {
    same: usize,
    same_but_random: usize,
    same_failure: usize,
    different: usize,
}

#[test]
fn charts_render_and_lint_as_with_helm() {
    let cases = Cases::of_corpus();
    let mut table = String::from(
        "| | charts | cases | the same, byte for byte | the same but for what is random | \
         the same failure, word for word | different |\n|---|---|---|---|---|---|---|\n",
    );
    let mut faults = Vec::new();
    for command in &COMPARED {
        let (count, unexpected) = held_against_helm(command, &cases);
        table.push_str(&format!(
            "| `{}` | {} | {} | {} | {} | {} | {} |\n",
            command.name,
            cases.charts,
            cases.all.len(),
            count.same,
            count.same_but_random,
            count.same_failure,
            count.different
        ));
        faults.extend(unexpected);
    }
    println!("{table}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    page::holds("README.md", "agreement", &table);
}

/// The counts of a command, and what should not be: differences that are not known, and known ones that are none.
fn held_against_helm(command: &Compared, cases: &Cases) -> (Count, Vec<String>) {
    let helm = Helm::reference();
    let program = process::static_binary();
    // Everything once, before: what changes with time or by chance is seen in the second run.
    let earlier = corpus::compare(&cases.all, |case| here(&program, command, case));
    let indices: Vec<usize> = (0..cases.all.len()).collect();
    let agreements = corpus::compare(&indices, |&index| {
        let case = &cases.all[index];
        let now = here(&program, command, case);
        agreement::compare([&earlier[index], &now], || {
            let arguments = case.arguments(command.helm);
            let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
            Said::of(&helm.run(&words))
        })
    });
    let mut count = Count::default();
    let mut faults = Vec::new();
    for (case, agreement) in cases.all.iter().zip(agreements) {
        let known = KNOWN
            .iter()
            .find(|(name, known, _)| *name == command.name && *known == case.name);
        let counter = match &agreement {
            Agreement::Same => &mut count.same,
            Agreement::SameButRandom => &mut count.same_but_random,
            Agreement::SameFailure => &mut count.same_failure,
            Agreement::Different(_) => &mut count.different,
        };
        *counter += 1;
        match (agreement, known) {
            (Agreement::Different(how), None) => {
                faults.push(format!("{} {}: {how}", command.name, case.name));
            }
            (Agreement::Different(how), Some((_, _, why))) => {
                println!(
                    "{} {} differs, as is known ({why}): {how}",
                    command.name, case.name
                );
            }
            (_, Some(_)) => faults.push(format!(
                "{} {} differs no longer: take it out of the known differences",
                command.name, case.name
            )),
            (_, None) => {}
        }
    }
    (count, faults)
}

fn here(program: &Path, command: &Compared, case: &Case) -> Said {
    let output = process::clean(program)
        .args(case.arguments(command.here))
        .output()
        .expect("chartwright starts");
    Said::of(&output)
}
