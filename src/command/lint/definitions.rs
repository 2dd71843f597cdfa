//! The inputs of `lint`, under the names of `helm lint`'s flags.

use crate::action::input::Input;
use crate::command::values::{
    KUBE_VERSION, MAX_OUTPUT, NAMESPACE, SET, SET_FILE, SET_JSON, SET_LITERAL, SET_STRING,
    SKIP_SCHEMA_VALIDATION, VALUES,
};

pub(super) const CHARTS: Input = Input::lines(
    "charts",
    "PATH",
    "The charts: directories, or packages (.tgz)",
)
.or(".")
.details(
            "One a line; `charts/*` stands for every chart in `charts`. On the command line they are the words, and need \
             no flag.",
        );

pub(super) const STRICT: Input = Input::boolean("strict", "Fail on warnings, too");

pub(super) const WITH_SUBCHARTS: Input =
    Input::boolean("with-subcharts", "Lint the charts in charts/, too")
        .details("They come after all charts that are named; packages are unpacked for it.");

pub(super) const CI_VALUES: Input = Input::boolean(
    "ci-values",
    "Lint once more with each of the chart's ci/*-values.yaml",
)
.details("As the chart-testing tool does; they go over `values`, and under `set`.");

pub(super) const SARIF_FILE: Input = Input::path(
    "sarif-file",
    "Write the findings as SARIF to this file, too",
)
.otherwise("none is written")
.details("For `github/codeql-action/upload-sarif`.");

/// The inputs of the action and of the command, in the order in which they are shown.
pub const INPUTS: &[Input] = &[
    CHARTS,
    STRICT,
    WITH_SUBCHARTS,
    CI_VALUES,
    VALUES,
    SET,
    SET_STRING,
    SET_JSON,
    SET_FILE,
    SET_LITERAL,
    KUBE_VERSION,
    NAMESPACE,
    SKIP_SCHEMA_VALIDATION,
    MAX_OUTPUT,
    SARIF_FILE,
];
