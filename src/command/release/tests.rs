mod problems;

use std::collections::BTreeSet;

use clap::Command;
use proptest::prelude::*;

use super::definitions::{self, COMMAND_LINE_ONLY, INPUTS};
use super::error::ReleaseInputError;
use super::inputs::read;
use crate::action::environment::Environment;
use crate::action::input::{Choice, InputDefault, InputKind, with_flags};
use crate::chart::LintMode;
use crate::release::inputs::{
    AppVersion, OciLayout, OnInvalidTag, PagesTarget, PrereleasePolicy, RegistryCredentials,
    RegistryTarget, ReleaseInputs, Targets, VersionFrom,
};
use crate::report::Explain as _;
use crate::version::check_reference_name;

const OCI: (&str, &str) = ("INPUT_REGISTRY", "oci://ghcr.io/acme/charts");
const PAGES: (&str, &str) = ("INPUT_PAGES-REPOSITORY", "acme/charts");

type Variables<'a> = &'a [(&'a str, &'a str)];

fn run(
    arguments: &[&str],
    variables: Variables<'_>,
) -> Result<ReleaseInputs, Vec<ReleaseInputError>> {
    let matches = super::command()
        .no_binary_name(true)
        .try_get_matches_from(arguments)
        .unwrap();
    read(&matches, &Environment::from_iter(variables.iter().copied()))
}

fn good(variables: &[(&str, &str)]) -> ReleaseInputs {
    run(&[], variables).unwrap()
}

fn pages(variables: &[(&str, &str)]) -> PagesTarget {
    match good(variables).targets {
        Targets::Given {
            pages: Some(pages), ..
        } => pages,
        other => panic!("{other:?}"),
    }
}

#[test]
fn nothing_given_is_the_embedded_default() {
    let inputs = good(&[]);
    assert_eq!(inputs.chart, None);
    assert_eq!(inputs.tag, None);
    assert_eq!(inputs.version_from, VersionFrom::Match);
    assert_eq!(inputs.app_version, None);
    assert_eq!(inputs.prerelease, PrereleasePolicy::Allow);
    assert_eq!(inputs.on_invalid_tag, OnInvalidTag::Fail);
    assert_eq!(inputs.oci_layout, OciLayout::Helm);
    assert_eq!(inputs.lint, LintMode::On);
    assert!(matches!(
        inputs.registry_credentials,
        RegistryCredentials::Docker
    ));
    assert!(!inputs.dry_run && !inputs.plain_http);
    assert_eq!(inputs.destination, "dist");
    let Targets::Embedded { layout, pages } = inputs.targets else {
        panic!("{:?}", inputs.targets)
    };
    assert_eq!(
        (layout.as_str(), pages.as_str()),
        ("dist/registry", "dist/pages")
    );
}

#[test]
fn the_defaults_of_action_yml_change_nothing() {
    // The runner hands over every default, and an empty text for `token` where there is none.
    let variables: Vec<(String, &str)> = INPUTS
        .iter()
        .filter_map(|input| {
            let value = match input.default {
                InputDefault::Value(value) => value,
                InputDefault::Derived(_) | InputDefault::Expression { .. } => "",
            };
            Some((input.variables().first()?.clone(), value))
        })
        .collect();
    let variables: Vec<(&str, &str)> = variables
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    assert_eq!(
        format!("{:?}", good(&variables)),
        format!("{:?}", good(&[]))
    );
}

#[test]
fn every_input_is_read_from_the_environment() {
    let inputs = good(&[
        ("INPUT_CHART", "charts/api"),
        ("INPUT_TAG", "v1.2.3"),
        ("INPUT_VERSION-FROM", "tag"),
        ("INPUT_APP-VERSION", "2.0"),
        ("INPUT_PRERELEASE", "deny"),
        ("INPUT_ON-INVALID-TAG", "skip"),
        (
            "INPUT_REGISTRY",
            "oci://ghcr.io/acme/charts\n\n oci-layout:out/layout \n",
        ),
        ("INPUT_OCI-LAYOUT", "exact"),
        ("INPUT_REGISTRY-USERNAME", "octocat"),
        ("INPUT_REGISTRY-PASSWORD", "canary-password-1"),
        ("INPUT_PAGES-REPOSITORY", "acme/charts"),
        ("INPUT_PAGES-BRANCH", "site"),
        ("INPUT_PAGES-DIRECTORY", "./helm//charts/"),
        ("INPUT_PAGES-URL", "https://charts.acme.example"),
        ("INPUT_PAGES-TOKEN", "canary-pages-1"),
        ("INPUT_PAGES-CREATE-BRANCH", "TRUE"),
        ("INPUT_TOKEN", "canary-token-1"),
        ("INPUT_LINT", "strict"),
        ("INPUT_DRY-RUN", "true"),
        ("INPUT_DESTINATION", "out"),
    ]);
    assert_eq!(inputs.chart, Some("charts/api".into()));
    assert_eq!(inputs.tag.as_deref(), Some("v1.2.3"));
    assert_eq!(inputs.version_from, VersionFrom::Tag);
    assert_eq!(inputs.app_version, Some(AppVersion::Value("2.0".into())));
    assert_eq!(inputs.prerelease, PrereleasePolicy::Deny);
    assert_eq!(inputs.on_invalid_tag, OnInvalidTag::Skip);
    assert_eq!(inputs.oci_layout, OciLayout::Exact);
    assert_eq!(inputs.lint, LintMode::Strict);
    assert!(inputs.dry_run);
    assert_eq!(inputs.destination, "out");
    assert_eq!(inputs.token.unwrap().expose(), "canary-token-1");
    match inputs.registry_credentials {
        RegistryCredentials::Login { username, password } => {
            assert_eq!(
                (username.as_str(), password.expose()),
                ("octocat", "canary-password-1")
            );
        }
        other => panic!("{other:?}"),
    }
    let Targets::Given {
        registries,
        pages: Some(pages),
    } = inputs.targets
    else {
        panic!("{:?}", inputs.targets)
    };
    assert_eq!(
        registries,
        [
            RegistryTarget::Oci("oci://ghcr.io/acme/charts".into()),
            RegistryTarget::Layout("out/layout".into())
        ]
    );
    assert_eq!(pages.repository.as_str(), "acme/charts");
    assert_eq!(pages.branch, "site");
    assert_eq!(pages.directory, "helm/charts");
    assert_eq!(pages.url.unwrap().as_str(), "https://charts.acme.example/");
    assert_eq!(pages.token.unwrap().expose(), "canary-pages-1");
    assert!(pages.create_branch);
}

#[test]
fn every_input_is_a_flag() {
    let inputs = run(
        &[
            "--chart",
            "charts/api",
            "--tag=refs/tags/api/v1.2.3",
            "--app-version",
            "tag",
            "--registry",
            "oci://127.0.0.1:5000/a",
            "--registry",
            "oci://127.0.0.1:5000/b",
            "--plain-http",
            "--dry-run",
            "--lint=off",
            "--pages-create-branch=false",
            "--registry-config",
            "{}",
        ],
        &[("INPUT_LINT", "strict")],
    )
    .unwrap();
    assert_eq!(inputs.tag.as_deref(), Some("api/v1.2.3"));
    assert_eq!(inputs.app_version, Some(AppVersion::Tag));
    assert_eq!(inputs.lint, LintMode::Off);
    assert!(inputs.plain_http && inputs.dry_run);
    assert!(matches!(
        inputs.registry_credentials,
        RegistryCredentials::Config(_)
    ));
    let Targets::Given { registries, pages } = inputs.targets else {
        panic!("{:?}", inputs.targets)
    };
    assert_eq!(registries.len(), 2);
    assert!(pages.is_none());
    for input in INPUTS.iter().chain(COMMAND_LINE_ONLY) {
        assert!(
            super::command()
                .get_arguments()
                .any(|flag| flag.get_long() == Some(input.name)),
            "{}",
            input.name
        );
    }
}

#[test]
fn pages_inputs_are_made_normal() {
    for (given, directory) in [
        ("", "."),
        (".", "."),
        ("./", "."),
        ("charts/", "charts"),
        ("a/./b//c", "a/b/c"),
    ] {
        assert_eq!(
            pages(&[PAGES, ("INPUT_PAGES-DIRECTORY", given)]).directory,
            directory
        );
    }
    assert_eq!(
        pages(&[PAGES, ("INPUT_PAGES-BRANCH", "refs/heads/site")]).branch,
        "site"
    );
    assert_eq!(pages(&[PAGES]).branch, "gh-pages");
    assert!(
        pages(&[PAGES, ("INPUT_TOKEN", "canary-token-2")])
            .token
            .is_none()
    );
}

#[test]
fn one_login_serves_one_host() {
    let inputs = good(&[
        (
            "INPUT_REGISTRY",
            "oci://ghcr.io/a\noci://GHCR.IO/b\noci-layout:x",
        ),
        ("INPUT_REGISTRY-USERNAME", "octocat"),
        ("INPUT_REGISTRY-PASSWORD", "canary-password-4"),
    ]);
    assert!(matches!(
        inputs.registry_credentials,
        RegistryCredentials::Login { .. }
    ));
}

#[test]
fn the_table_agrees_with_the_types() {
    fn words<C: Choice>(input: &crate::action::input::Input) {
        assert_eq!(input.kind, InputKind::Choice(C::WORDS));
        assert_eq!(input.default_value(), Some(C::default().word()));
        for word in C::WORDS {
            assert_eq!(C::from_word(word).map(C::word), Some(*word));
        }
    }
    words::<VersionFrom>(&definitions::VERSION_FROM);
    words::<PrereleasePolicy>(&definitions::PRERELEASE);
    words::<OnInvalidTag>(&definitions::ON_INVALID_TAG);
    words::<OciLayout>(&definitions::OCI_LAYOUT);
    words::<LintMode>(&definitions::LINT);
    let names: BTreeSet<&str> = INPUTS
        .iter()
        .chain(COMMAND_LINE_ONLY)
        .map(|input| input.name)
        .collect();
    assert_eq!(names.len(), INPUTS.len() + COMMAND_LINE_ONLY.len());
    assert!(
        INPUTS.len() <= 25,
        "a workflow_dispatch could not hand them all over"
    );
    for input in INPUTS.iter().chain(COMMAND_LINE_ONLY) {
        assert!(!input.summary.ends_with('.'), "{}", input.name);
    }
}

#[test]
fn the_command_line_is_well_formed() {
    crate::command::command_line().debug_assert();
    with_flags(Command::new("test"), INPUTS, super::definitions::section).debug_assert();
}

/// Values of every kind but secrets and URLs with a user: those would be registered for the whole test process, and
/// blank out the words of other tests.
fn given_values() -> impl Strategy<Value = Vec<(String, String)>> {
    let variables: Vec<String> = INPUTS
        .iter()
        .filter(|input| input.kind != InputKind::Secret)
        .filter_map(|input| input.variables().first().cloned())
        .collect();
    let value = "[^@]{0,24}|(oci|oci-layout|https)://?[a-z.:/]{0,12}|[./a-z]{0,12}|true|(refs/)?(tags|heads)/[a-z]?";
    proptest::collection::vec((proptest::sample::select(variables), value), 0..6)
}

proptest! {
    #[test]
    fn no_input_makes_the_reader_panic(given in given_values()) {
        let matches = super::command().no_binary_name(true).try_get_matches_from([""; 0]).unwrap();
        match read(&matches, &Environment::from_iter(given)) {
            Ok(ReleaseInputs { targets: Targets::Given { registries, pages }, .. }) => {
                prop_assert!(!registries.is_empty() || pages.is_some());
                if let Some(pages) = pages {
                    prop_assert!(pages.directory.is_relative());
                    prop_assert!(!pages.directory.as_str().split('/').any(|part| part == ".."));
                    prop_assert!(check_reference_name(&pages.branch).is_ok());
                }
            }
            Ok(_) => {}
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                for problem in problems {
                    prop_assert!(!problem.finding().message.contains(char::is_control));
                }
            }
        }
    }
}
