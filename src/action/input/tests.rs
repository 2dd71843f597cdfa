use clap::Command;
use proptest::prelude::*;

use super::*;
use crate::action::environment::Environment;
use crate::report::Explain as _;

choices! {
    /// A fruit.
    enum Fruit {
        /// The default.
        Apple = "apple",
        /// Another.
        Pear = "pear",
    }
}

const TEXT: Input = Input::text("pages-branch", "BRANCH", "A branch").or("gh-pages");
const LINES: Input = Input::lines("registry", "TARGET", "Targets");
const BOOLEAN: Input = Input::boolean("dry-run", "Write nothing");
const CHOICE: Input = Input::choice("fruit", Fruit::WORDS, "A fruit").or("apple");
const SECRET: Input = Input::secret("token", "A token");
const LOCAL: Input = Input::boolean("quiet", "Say little").command_line_only(Some('q'));
const ALL: &[Input] = &[TEXT, LINES, BOOLEAN, CHOICE, SECRET, LOCAL];

type Variables<'a> = &'a [(&'a str, &'a str)];

fn read<T>(
    arguments: &[&str],
    variables: Variables<'_>,
    reading: impl FnOnce(&mut Reader<'_>) -> T,
) -> (T, Vec<InputError>) {
    let matches = with_flags(Command::new("test").no_binary_name(true), ALL, |_| "How")
        .try_get_matches_from(arguments)
        .unwrap();
    let environment = Environment::from_iter(variables.iter().copied());
    let mut reader = Reader::new(&matches, &environment);
    let value = reading(&mut reader);
    (value, reader.problems())
}

#[test]
fn flag_then_variable_then_default() {
    let table: &[(&[&str], Variables<'_>, &str)] = &[
        (&[], &[], "gh-pages"),
        (&[], &[("INPUT_PAGES-BRANCH", "site")], "site"),
        (&[], &[("INPUT_PAGES_BRANCH", "site")], "site"),
        (
            &[],
            &[
                ("INPUT_PAGES_BRANCH", "shell"),
                ("INPUT_PAGES-BRANCH", "runner"),
            ],
            "runner",
        ),
        (
            &[],
            &[("INPUT_PAGES_BRANCH", "shell"), ("INPUT_PAGES-BRANCH", "")],
            "shell",
        ),
        (&[], &[("INPUT_PAGES-BRANCH", "  site \n")], "site"),
        (&[], &[("INPUT_PAGES-BRANCH", "")], "gh-pages"),
        (&[], &[("INPUT_PAGES-BRANCH", " \t")], "gh-pages"),
        (&[], &[("PAGES-BRANCH", "site")], "gh-pages"),
        (&["--pages-branch", "flag"], &[], "flag"),
        (&["--pages-branch=flag"], &[], "flag"),
        (
            &["--pages-branch", "flag"],
            &[("INPUT_PAGES-BRANCH", "site")],
            "flag",
        ),
        (
            &["--pages-branch", ""],
            &[("INPUT_PAGES-BRANCH", "site")],
            "site",
        ),
        (&["--pages-branch="], &[], "gh-pages"),
    ];
    for (arguments, variables, expected) in table {
        let (value, problems) = read(arguments, variables, |reader| reader.text(&TEXT));
        assert_eq!(
            value.as_deref(),
            Some(*expected),
            "{arguments:?} {variables:?}"
        );
        assert!(problems.is_empty());
    }
}

#[test]
fn variables_are_spelled_as_the_runner_as_act_and_as_a_shell_does() {
    let names = |name| Input::text(name, "", "").variables();
    assert_eq!(
        names("pages-branch"),
        ["INPUT_PAGES-BRANCH", "INPUT_PAGES_BRANCH"]
    );
    assert_eq!(names("token"), ["INPUT_TOKEN"]);
    assert_eq!(names("my input"), ["INPUT_MY_INPUT"]);
    assert_eq!(
        names("a.b-c"),
        ["INPUT_A.B-C", "INPUT_A_B-C", "INPUT_A_B_C"]
    );
}

#[test]
fn lines_are_split_trimmed_and_without_blanks() {
    let table: &[(&[&str], &str, &[&str])] = &[
        (&[], "", &[]),
        (&[], "a", &["a"]),
        (&[], "a\nb", &["a", "b"]),
        (&[], "\n a \r\n\n  \n\tb\n", &["a", "b"]),
        (&["--registry", "x", "--registry", "y"], "a", &["x", "y"]),
        (&["--registry", "x\ny"], "a", &["x", "y"]),
        (&["--registry", ""], "a", &["a"]),
    ];
    for (arguments, variable, expected) in table {
        let (value, _) = read(arguments, &[("INPUT_REGISTRY", variable)], |reader| {
            reader.lines(&LINES)
        });
        assert_eq!(value, *expected, "{arguments:?} {variable:?}");
    }
}

#[test]
fn booleans_are_the_toolkits() {
    for (value, expected) in [
        ("true", true),
        ("True", true),
        ("TRUE", true),
        ("false", false),
        ("False", false),
        ("FALSE", false),
        ("", false),
        (" true ", true),
    ] {
        let (read_as, problems) = read(&[], &[("INPUT_DRY-RUN", value)], |reader| {
            reader.boolean(&BOOLEAN)
        });
        assert_eq!((read_as, problems), (expected, Vec::new()), "{value:?}");
    }
    for (value, help) in [
        ("yes", Some("did you mean `true`?")),
        ("0", Some("did you mean `false`?")),
        ("tRUE", Some("did you mean `true`?")),
        ("flase", Some("did you mean `false`?")),
        ("maybe", None),
    ] {
        let (read_as, problems) = read(&[], &[("INPUT_DRY-RUN", value)], |reader| {
            reader.boolean(&BOOLEAN)
        });
        assert!(!read_as);
        let [problem] = problems.as_slice() else {
            panic!("{value}: {problems:?}")
        };
        assert_eq!(
            problem.to_string(),
            format!("`dry-run` is `{value}`, but takes only `true` or `false`")
        );
        assert_eq!(problem.help().as_deref(), help, "{value}");
        assert_eq!(problem.code().id, "CW-INPUT-002");
    }
}

#[test]
fn a_boolean_flag_needs_no_value() {
    for (arguments, expected) in [
        (&["--dry-run"][..], true),
        (&["--dry-run=false"], false),
        (&["--dry-run=TRUE"], true),
        (&["--dry-run", "--registry", "a"], true),
        (&[], true),
    ] {
        let (value, problems) = read(arguments, &[("INPUT_DRY-RUN", "true")], |reader| {
            reader.boolean(&BOOLEAN)
        });
        assert_eq!((value, problems), (expected, Vec::new()), "{arguments:?}");
    }
}

#[test]
fn an_unknown_choice_names_the_input_the_value_and_what_it_takes() {
    let (value, problems) = read(&["--fruit", "Paer"], &[], |reader| {
        reader.choice::<Fruit>(&CHOICE)
    });
    assert_eq!(value, Fruit::Apple);
    let [problem] = problems.as_slice() else {
        panic!("{problems:?}")
    };
    let finding = problem.finding();
    insta::assert_snapshot!(finding.message, @"`fruit` is `Paer`, but takes only `apple` or `pear`");
    assert_eq!(finding.help.as_deref(), Some("did you mean `pear`?"));
    assert_eq!(finding.code.id, "CW-INPUT-001");
    assert_eq!(finding.code.blame.exit_code(), 2);
    assert_eq!(finding.notes[0].text, "--fruit");

    let (_, problems) = read(&[], &[("INPUT_FRUIT", "a\nb")], |reader| {
        reader.choice::<Fruit>(&CHOICE)
    });
    assert_eq!(
        problems[0].to_string(),
        "`fruit` is `a\\nb`, but takes only `apple` or `pear`"
    );
    assert_eq!(
        problems[0].help(),
        None,
        "nothing near: the code's own help stays"
    );
}

#[test]
fn choices_are_read() {
    for (value, expected) in [
        ("", Fruit::Apple),
        ("apple", Fruit::Apple),
        ("pear", Fruit::Pear),
    ] {
        let (value, problems) = read(&[], &[("INPUT_FRUIT", value)], |reader| {
            reader.choice::<Fruit>(&CHOICE)
        });
        assert_eq!((value, problems), (expected, Vec::new()));
    }
}

#[test]
fn a_secret_is_registered_at_once_and_never_shown() {
    let (secret, _) = read(&[], &[("INPUT_TOKEN", "canary-4411\n")], |reader| {
        reader.secret(&SECRET)
    });
    let secret = secret.unwrap();
    assert_eq!(secret.expose(), "canary-4411");
    assert_eq!(crate::secret::redact("a canary-4411 b"), "a *** b");
    assert!(!format!("{secret:?}").contains("canary"));
}

#[test]
fn what_belongs_to_the_command_line_is_not_read_from_the_environment() {
    let (value, _) = read(&[], &[("INPUT_QUIET", "true")], |reader| {
        reader.boolean(&LOCAL)
    });
    assert!(!value);
    let (value, _) = read(&["-q"], &[], |reader| reader.boolean(&LOCAL));
    assert!(value);
}

#[test]
fn bytes_that_are_no_text_are_refused() {
    let matches = with_flags(Command::new("test").no_binary_name(true), ALL, |_| "How")
        .try_get_matches_from([""; 0])
        .unwrap();
    let environment = Environment::default().with_not_unicode("INPUT_PAGES-BRANCH");
    let mut reader = Reader::new(&matches, &environment);
    reader.text(&TEXT);
    let problems = reader.problems();
    assert_eq!(
        problems[0].to_string(),
        "`pages-branch` is not Unicode text"
    );
    assert_eq!(problems[0].notes()[0].text, "INPUT_PAGES-BRANCH");
}

#[test]
fn one_line_is_one_line() {
    let (value, problems) = read(&[], &[("INPUT_PAGES-BRANCH", "a\nb")], |reader| {
        reader.text(&TEXT)
    });
    assert_eq!(value, None);
    assert_eq!(
        problems[0].to_string(),
        "`pages-branch` is `a\\nb`, but takes one line of text"
    );
    assert_eq!(problems[0].code().id, "CW-INPUT-004");
}

#[test]
fn help_shows_every_flag() {
    let help = with_flags(Command::new("test").term_width(100), ALL, |_| "How")
        .render_help()
        .to_string();
    insta::assert_snapshot!(help, @r"
    Usage: test [OPTIONS]

    Options:
      -h, --help  Print help

    How:
          --pages-branch <BRANCH>   A branch [default: gh-pages]
          --registry <TARGET>       Targets
          --dry-run[=<true|false>]  Write nothing
          --fruit <apple|pear>      A fruit [default: apple]
          --token <SECRET>          A token; better given by the environment, as INPUT_TOKEN: other
                                    users see a command line
      -q, --quiet[=<true|false>]    Say little
    ");
}

proptest! {
    #[test]
    fn reading_never_panics_and_never_invents(value in "\\PC{0,12}|[ \t\r\n]{0,4}|true|pear|[a-z\n]{0,12}") {
        let variables = [
            ("INPUT_PAGES-BRANCH", value.as_str()),
            ("INPUT_REGISTRY", value.as_str()),
            ("INPUT_DRY-RUN", value.as_str()),
            ("INPUT_FRUIT", value.as_str()),
        ];
        let trimmed = value.trim();
        let (text, _) = read(&[], &variables, |reader| reader.text(&TEXT));
        prop_assume!(!trimmed.contains(char::is_control));
        prop_assert_eq!(text.as_deref(), Some(if trimmed.is_empty() { "gh-pages" } else { trimmed }));
        let (lines, _) = read(&[], &variables, |reader| reader.lines(&LINES));
        prop_assert!(lines.iter().all(|line| !line.is_empty() && line.trim() == line));
        let (boolean, problems) = read(&[], &variables, |reader| reader.boolean(&BOOLEAN));
        let spelled = ["true", "True", "TRUE", "false", "False", "FALSE", ""].contains(&trimmed);
        prop_assert_eq!(problems.is_empty(), spelled);
        prop_assert!(!boolean || trimmed.eq_ignore_ascii_case("true"));
        let (_, problems) = read(&[], &variables, |reader| reader.choice::<Fruit>(&CHOICE));
        prop_assert_eq!(problems.is_empty(), ["apple", "pear", ""].contains(&trimmed));
    }

    #[test]
    fn the_flag_and_the_variable_mean_the_same(value in "[ -~\n]{0,20}") {
        let flag = format!("--pages-branch={value}");
        let (by_flag, _) = read(&[&flag], &[], |reader| reader.text(&TEXT));
        let (by_variable, _) = read(&[], &[("INPUT_PAGES-BRANCH", &value)], |reader| reader.text(&TEXT));
        prop_assert_eq!(by_flag, by_variable);
    }
}
