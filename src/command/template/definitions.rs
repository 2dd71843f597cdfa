//! The inputs of `template`, under the names of `helm template`'s flags.

use crate::action::input::Input;
use crate::command::values::{
    KUBE_VERSION, MAX_OUTPUT, NAMESPACE, SET, SET_FILE, SET_JSON, SET_LITERAL, SET_STRING,
    SKIP_SCHEMA_VALIDATION, VALUES,
};

pub(super) const CHART: Input = Input::path("chart", "The chart: a directory or a .tgz")
    .otherwise("the second word, or the only one");

pub(super) const NAME: Input = Input::text("name", "NAME", "The release's name")
    .otherwise("the first of two words; release-name");

pub(super) const API_VERSIONS: Input = Input::lines(
    "api-versions",
    "VERSION",
    "API versions that the cluster has beyond Helm's own",
)
.short('a')
.otherwise("none");

pub(super) const INCLUDE_CRDS: Input = Input::boolean(
    "include-crds",
    "Print the custom resource definitions in crds/, too",
);

pub(super) const SHOW_ONLY: Input = Input::lines(
    "show-only",
    "PATH",
    "Print the manifests of these templates only",
)
.short('s')
.otherwise("all")
.details("Paths in the chart (`templates/service.yaml`); `*` stays within a name.");

pub(super) const NO_HOOKS: Input = Input::boolean("no-hooks", "Leave hooks out");

pub(super) const SKIP_TESTS: Input = Input::boolean("skip-tests", "Leave tests out");

pub(super) const IS_UPGRADE: Input = Input::boolean(
    "is-upgrade",
    "Set .Release.IsUpgrade in the place of .Release.IsInstall",
);

pub(super) const OUTPUT_DIR: Input = Input::path(
    "output-dir",
    "Write each template's manifests to a file in this directory",
)
.otherwise("they are printed");

pub(super) const RELEASE_NAME: Input = Input::boolean(
    "release-name",
    "Put the release's name into the paths in output-dir",
);

pub(super) const GENERATE_NAME: Input = Input::boolean(
    "generate-name",
    "Make the release's name of the chart's and the time",
)
.short('g');

pub(super) const NAME_TEMPLATE: Input = Input::text(
    "name-template",
    "TEMPLATE",
    "A template that gives the release's name",
)
.otherwise("none");

pub(super) const DEBUG: Input =
    Input::boolean("debug", "Print what was rendered even where it is no YAML")
        .command_line_only(None);

pub(super) const FENCE: Input = Input::boolean(
    "fence",
    "Print so that a workflow's runner takes nothing of it for a command",
)
.command_line_only(None);

/// The inputs of the action and of the command, in the order in which they are shown.
pub const INPUTS: &[Input] = &[
    CHART,
    NAME,
    NAMESPACE,
    VALUES,
    SET,
    SET_STRING,
    SET_JSON,
    SET_FILE,
    SET_LITERAL,
    KUBE_VERSION,
    API_VERSIONS,
    INCLUDE_CRDS,
    SHOW_ONLY,
    NO_HOOKS,
    SKIP_TESTS,
    IS_UPGRADE,
    OUTPUT_DIR,
    RELEASE_NAME,
    GENERATE_NAME,
    NAME_TEMPLATE,
    SKIP_SCHEMA_VALIDATION,
    MAX_OUTPUT,
];

/// Flags that no workflow can give.
pub const COMMAND_LINE_ONLY: &[Input] = &[DEBUG, FENCE];
