//! The inputs of `verify`; those about targets are `release`'s own.

use crate::action::input::Input;
pub(super) use crate::command::release::definitions::{
    OCI_LAYOUT, PAGES_BRANCH, PAGES_DIRECTORY, PAGES_REPOSITORY, PAGES_TOKEN, PLAIN_HTTP, REGISTRY,
    REGISTRY_CONFIG, REGISTRY_PASSWORD, REGISTRY_USERNAME, TOKEN,
};

pub(super) const NAME: Input = Input::text("name", "CHART", "The chart's name")
    .otherwise("that of `package`; with `all`, every chart")
    .details(
        "A registry cannot list its charts: with `all` and without a chart repository, it has to be asked for one.",
    );

pub(super) const VERSION: Input = Input::text("version", "VERSION", "The version to verify")
    .otherwise("that of `package`")
    .details("As in Chart.yaml, without a `v`.");

pub(super) const PACKAGE: Input = Input::path("package", "The package that was published (.tgz)")
    .otherwise("none: the targets are compared with each other")
    .details("Every target must hold this very content.");

pub(super) const ALL: Input = Input::boolean("all", "Verify everything that is there")
    .details(
        "Every entry of the index against its package's bytes, digest, Chart.yaml and provenance file, every package \
         against the index, and every tag of the registries against both. Packages that the index lists at other \
         addresses are downloaded (https://, http://) or pulled (oci://) from there.",
    );

/// The heading of what is verified.
pub(super) const WHAT: &str = "What is verified";

/// The inputs of the action and of the command, in the order in which they are shown.
pub const INPUTS: &[Input] = &[
    NAME,
    VERSION,
    PACKAGE,
    ALL,
    REGISTRY,
    OCI_LAYOUT,
    REGISTRY_USERNAME,
    REGISTRY_PASSWORD,
    REGISTRY_CONFIG,
    PAGES_REPOSITORY,
    PAGES_BRANCH,
    PAGES_DIRECTORY,
    PAGES_TOKEN,
    TOKEN,
];

/// Flags that no workflow can give.
pub const COMMAND_LINE_ONLY: &[Input] = &[PLAIN_HTTP];

/// What `--help` shows an input under.
pub(super) fn section(input: &Input) -> &'static str {
    if [NAME, VERSION, PACKAGE, ALL].contains(input) {
        WHAT
    } else {
        crate::command::release::definitions::section(input)
    }
}
