//! Masterminds' versions and constraints.

use gotemplate::semver::{Constraint, Version};
use proptest::prelude::*;

use super::Part;
use super::oracle::{Answer, Question};

pub(super) fn run() -> Part {
    let mut part = Part::new("Masterminds semver", answer);
    for row in part.rows("github.com/Masterminds/semver/v3", "") {
        let texts: Vec<_> = row.texts().collect();
        for text in &texts {
            for mode in ["lenient", "strict"] {
                part.upstream(question(mode, text, b""));
            }
            part.upstream(question("check", text, b"1.2.3"));
        }
        if let [first, second, ..] = texts.as_slice() {
            for mode in ["check", "compare"] {
                part.upstream(question(mode, first, second));
                part.upstream(question(mode, second, first));
            }
        }
    }
    part.made(
        2_000,
        version().prop_map(|text| question("lenient", text.as_bytes(), b"")),
    );
    part.made(
        2_000,
        version().prop_map(|text| question("strict", text.as_bytes(), b"")),
    );
    part.made(
        2_000,
        (version(), version())
            .prop_map(|(first, second)| question("compare", first.as_bytes(), second.as_bytes())),
    );
    part.made(
        4_000,
        (constraint(), version())
            .prop_map(|(first, second)| question("check", first.as_bytes(), second.as_bytes())),
    );
    part
}

fn question(mode: &'static str, text: &[u8], second: &[u8]) -> Question {
    Question {
        operation: "semver",
        mode,
        text: text.to_vec(),
        second: second.to_vec(),
        ..Question::default()
    }
}

fn answer(question: &Question) -> Answer {
    let text = String::from_utf8_lossy(&question.text);
    let second = String::from_utf8_lossy(&question.second);
    match compare(question.mode, &text, &second) {
        Ok(output) => Answer::output(output),
        Err(error) => Answer::error(error),
    }
}

fn compare(mode: &str, text: &str, second: &str) -> Result<String, String> {
    let read = |text| Version::parse(text).map_err(|error| error.message());
    match mode {
        "compare" => Ok((read(text)?.cmp(&read(second)?) as i8).to_string()),
        "check" => {
            let constraint = Constraint::parse(text).map_err(|error| error.to_string())?;
            let version = read(second)?;
            let mut lines = vec![constraint.check(&version).to_string()];
            if let Err(violations) = constraint.validate(&version) {
                lines.extend(violations.iter().map(ToString::to_string));
            }
            Ok(lines.join("\n"))
        }
        _ => {
            let version = match mode {
                "strict" => Version::parse_strict(text).map_err(|error| error.message())?,
                _ => read(text)?,
            };
            Ok([
                version.to_string(),
                version.original().to_owned(),
                version.prerelease().to_owned(),
                version.build().to_owned(),
                version.major().to_string(),
                version.minor().to_string(),
                version.patch().to_string(),
            ]
            .join("\n"))
        }
    }
}

fn number() -> impl Strategy<Value = &'static str> + Clone {
    prop::sample::select(vec![
        "0",
        "1",
        "2",
        "10",
        "01",
        "x",
        "*",
        "X",
        "18446744073709551616",
        "",
        "a",
    ])
}

fn version() -> impl Strategy<Value = String> + Clone {
    let digits = prop::sample::select(vec![
        "0",
        "1",
        "2",
        "3",
        "10",
        "01",
        "18446744073709551615",
        "18446744073709551616",
        "",
    ]);
    (
        prop::sample::select(vec!["", "", "", "v", "V", " ", "="]),
        prop::collection::vec(
            prop_oneof![8 => prop::sample::select(vec!["0", "1", "2", "3"]), 1 => digits],
            1..5,
        ),
        prop::sample::select(vec![
            "", "", "", "-alpha", "-alpha.1", "-1", "-01", "-", "-a..b", "-rc1", "-é", "-x-y",
        ]),
        prop::sample::select(vec!["", "", "", "+build", "+", "+1.02", "+a_b", " "]),
    )
        .prop_map(|(before, numbers, prerelease, build)| {
            format!("{before}{}{prerelease}{build}", numbers.join("."))
        })
}

fn constraint() -> impl Strategy<Value = String> {
    let bound = (
        prop::sample::select(vec![
            "", "=", "!=", ">", "<", ">=", "<=", "=>", "=<", "~", "~>", "^", "~ ", ">= ", "<>",
            "^v",
        ]),
        prop_oneof![
            3 => version(),
            2 => prop::collection::vec(number(), 1..4).prop_map(|numbers| numbers.join(".")),
            1 => Just("*".to_owned()),
        ],
    )
        .prop_map(|(operator, version)| format!("{operator}{version}"));
    let joined = (
        bound.clone(),
        prop::sample::select(vec![",", " ", ", ", " - ", " || ", "||", " | ", "-"]),
        bound.clone(),
    )
        .prop_map(|(first, between, second)| format!("{first}{between}{second}"));
    prop_oneof![3 => bound, 3 => joined.clone(), 1 => (joined.clone(), joined).prop_map(|(first, second)| format!("{first} || {second}"))]
}
