//! Whether a run of this program says what runs of Helm say, what Helm makes at random or from the clock apart.

use std::process::Output;

/// How a case of ours stands to Helm's.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Agreement {
    /// Both succeed, with the same standard output.
    Same,
    /// Both succeed, and what Helm says the same way again is the same.
    SameButRandom,
    /// Both fail, with the same standard output and the same words.
    SameFailure,
    /// They differ: how.
    Different(String),
}

/// What a run said, as far as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    success: bool,
    output: String,
    /// The text from `Error: ` on; empty without one.
    failure: String,
}

impl Said {
    /// What a run said. Both are compared as text in which bytes that are no UTF-8 count as one another.
    pub(crate) fn of(output: &Output) -> Self {
        let error = String::from_utf8_lossy(&output.stderr);
        let failure = if error.starts_with("Error: ") {
            Some(0)
        } else {
            error.find("\nError: ").map(|before| before + 1)
        };
        Self {
            success: output.status.success(),
            output: String::from_utf8_lossy(&output.stdout).into_owned(),
            failure: failure
                .and_then(|begin| error.get(begin..))
                .unwrap_or_default()
                .trim_end()
                .to_owned(),
        }
    }

    /// The same output, and our failure begins with Helm's words (ours has the place and help below them).
    fn is(&self, helm: &Self) -> bool {
        self.success == helm.success
            && self.output == helm.output
            && self.failure.starts_with(&helm.failure)
    }
}

/// How often Helm is run at most until its own runs show what it makes at random: the first bit of a certificate's serial
/// number decides how long that is, so that one in 64 certificates is unlike six of Helm's.
const RUNS: usize = 12;

/// Compares two runs of ours, a second or more apart, with as many of Helm's as are needed.
pub(crate) fn compare(ours: [&Said; 2], mut helm: impl FnMut() -> Said) -> Agreement {
    let [earlier, now] = ours;
    let first = helm();
    if now.is(&first) {
        return match (first.success, earlier.output == now.output) {
            (false, _) => Agreement::SameFailure,
            (true, true) => Agreement::Same,
            (true, false) => Agreement::SameButRandom,
        };
    }
    let mut runs = vec![first];
    while runs.len() < RUNS {
        runs.push(helm());
        if let Some(last) = runs.last()
            && now.is(last)
        {
            return if now.success {
                Agreement::SameButRandom
            } else {
                Agreement::SameFailure
            };
        }
        let alike: Vec<&Said> = runs
            .iter()
            .filter(|run| run.success == now.success)
            .collect();
        if alike.len() < 2 {
            continue;
        }
        let outputs: Vec<&str> = alike.iter().map(|run| run.output.as_str()).collect();
        let failures: Vec<&str> = alike.iter().map(|run| run.failure.as_str()).collect();
        let lines = failures.iter().map(|text| text.lines().count()).max();
        let failure: Vec<&str> = now.failure.lines().take(lines.unwrap_or(0)).collect();
        if agree(&now.output, &outputs) && agree(&failure.join("\n"), &failures) {
            return if now.success {
                Agreement::SameButRandom
            } else {
                Agreement::SameFailure
            };
        }
        // Neither makes anything at random here: more runs would say the same.
        if runs.len() > 2 && runs.iter().all(|run| Some(run) == runs.first()) && earlier == now {
            break;
        }
    }
    Agreement::Different(difference(now, &runs))
}

/// Whether a text has what all of Helm's have in common, line by line.
fn agree(ours: &str, helm: &[&str]) -> bool {
    let Some((first, others)) = helm.split_first() else {
        return false;
    };
    let count = first.lines().count();
    if others.iter().all(|text| text.lines().count() == count) {
        let mut others: Vec<_> = others.iter().map(|text| text.lines()).collect();
        let mut lines = first.lines();
        return ours.lines().count() == count
            && ours.lines().all(|line| {
                let mut versions: Vec<&str> = lines.next().into_iter().collect();
                versions.extend(others.iter_mut().filter_map(Iterator::next));
                line_agrees(line, &versions)
            });
    }
    // Certificates differ in length: the lines that every run has, in their order.
    let common = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| {
                helm.iter()
                    .all(|text| text.lines().any(|other| other == *line))
            })
            .map(str::to_owned)
            .collect()
    };
    common(ours) == common(first)
}

/// A line is Helm's, or has the words that Helm's versions of it begin with.
fn line_agrees(ours: &str, versions: &[&str]) -> bool {
    let Some((first, others)) = versions.split_first() else {
        return true;
    };
    if others.iter().all(|other| other == first) {
        return ours == *first;
    }
    let common = others
        .iter()
        .map(|other| {
            first
                .char_indices()
                .zip(other.chars())
                .find(|((_, one), other)| one != other)
                .map_or(first.len().min(other.len()), |((at, _), _)| at)
        })
        .min()
        .unwrap_or(0);
    // Random texts may begin with the same letter: back to the last end of a word.
    let prefix = first.get(..common).unwrap_or_default();
    let end = prefix
        .rfind([' ', '"', '\'', ':', ','])
        .map_or(0, |at| at + 1);
    prefix
        .get(..end)
        .is_some_and(|words| ours.starts_with(words))
}

/// A line or two that shows the difference.
fn difference(ours: &Said, helm: &[Said]) -> String {
    let Some(theirs) = helm.first() else {
        return String::new();
    };
    if ours.success != theirs.success || !ours.failure.starts_with(&theirs.failure) {
        return format!(
            "here: {:.600}\n  Helm: {:.600}",
            ours.failure, theirs.failure
        );
    }
    let mut lines = ours.output.lines();
    for (number, line) in theirs.output.lines().enumerate() {
        let here = lines.next();
        if here != Some(line) {
            return format!("line {}: here: {here:?}\n  Helm: {line:?}", number + 1);
        }
    }
    format!("Helm's {} bytes, and more here", theirs.output.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(output: &str) -> Said {
        Said {
            success: true,
            output: output.to_owned(),
            failure: String::new(),
        }
    }

    fn failed(failure: &str) -> Said {
        Said {
            success: false,
            output: String::new(),
            failure: failure.to_owned(),
        }
    }

    /// What comes of it when Helm says these in turn, the last again and again.
    fn compared(ours: [&Said; 2], helm: &[Said]) -> Agreement {
        let mut runs = helm.iter();
        let mut last = helm.first().expect("a run");
        compare(ours, || {
            last = runs.next().unwrap_or(last);
            last.clone()
        })
    }

    #[test]
    fn what_helm_makes_at_random_is_left_out_and_nothing_else() {
        let ours = said("a: 1\nkey: q7\n");
        let same = compared([&ours, &ours], &[said("a: 1\nkey: q7\n")]);
        assert_eq!(same, Agreement::Same);
        let random = [said("a: 1\nkey: x1\n"), said("a: 1\nkey: x2\n")];
        assert_eq!(compared([&ours, &ours], &random), Agreement::SameButRandom);
        let other_key = said("a: 1\nkex: q7\n");
        assert!(matches!(
            compared([&other_key, &other_key], &random),
            Agreement::Different(_)
        ));
        let other_line = said("a: 2\nkey: q7\n");
        assert!(matches!(
            compared([&other_line, &other_line], &random),
            Agreement::Different(_)
        ));
        let constant = [said("a: 1\nkey: x1\n")];
        assert!(matches!(
            compared([&ours, &ours], &constant),
            Agreement::Different(_)
        ));
    }

    #[test]
    fn ours_that_changes_from_run_to_run_is_random_even_where_helm_happens_to_say_the_same() {
        let (earlier, now) = (said("time: 1\n"), said("time: 2\n"));
        let helm = [said("time: 2\n")];
        assert_eq!(compared([&earlier, &now], &helm), Agreement::SameButRandom);
    }

    #[test]
    fn a_failure_begins_with_helms_words() {
        let ours = failed("Error: no\n\nhelp: say yes");
        assert_eq!(
            compared([&ours, &ours], &[failed("Error: no")]),
            Agreement::SameFailure
        );
        assert!(matches!(
            compared([&ours, &ours], &[failed("Error: nothing")]),
            Agreement::Different(_)
        ));
        assert!(matches!(
            compared([&ours, &ours], &[said("a: 1\n")]),
            Agreement::Different(_)
        ));
    }
}
