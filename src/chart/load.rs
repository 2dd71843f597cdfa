//! Why a chart cannot be loaded or packaged, as findings.

use helm::dependency::MissingDependencies;
use helm::load::{Error, ValuesError};

use super::sources::Sources;
use super::with_cause;
use crate::report::{Blame, Code, Finding, Severity};

const fn code(id: &'static str, title: &'static str, help: &'static str) -> Code {
    Code::new(id, Blame::Chart, title, help)
}

const UNREADABLE: Code = code(
    "CW-CHART-010",
    "a file of the chart cannot be read",
    "see that the file is there and readable",
);
const IGNORE: Code = code(
    "CW-CHART-011",
    ".helmignore has a rule that Helm does not understand",
    "Helm knows `*`, `?` and `[…]` within a name, `/` and a leading `!`, and no `**`",
);
const BROKEN_LINK: Code = code(
    "CW-CHART-012",
    "a symbolic link in the chart leads nowhere",
    "mend or remove the link; Helm follows links before it looks at .helmignore",
);
const LINK_LEAVES_CHART: Code = code(
    "CW-CHART-013",
    "a symbolic link leads out of the chart",
    "put a copy of the file into the chart: what a release holds must come from the chart's directory",
);
const IRREGULAR: Code = code(
    "CW-CHART-014",
    "the chart holds a socket, a pipe or a device",
    "remove it, or name it in .helmignore",
);
const TOO_LARGE: Code = code(
    "CW-CHART-015",
    "a file of the chart is over 5 MiB",
    "name it in .helmignore if it is not needed; Helm installs no chart with a file over 5 MiB",
);
const NAME_NOT_TEXT: Code = code(
    "CW-CHART-016",
    "a file's name is not UTF-8",
    "rename the file",
);
const ARCHIVE: Code = code(
    "CW-CHART-017",
    "a packaged chart in charts/ cannot be read",
    "fetch it anew: `helm dependency build`",
);
const NO_CHARTFILE: Code = code(
    "CW-CHART-018",
    "there is no Chart.yaml",
    "add a Chart.yaml with apiVersion, name and version",
);
const API_VERSION: Code = code(
    "CW-CHART-019",
    "the chart is of an API version that Helm does not install",
    "set `apiVersion: v2` in Chart.yaml",
);
const DECODE: Code = code(
    "CW-CHART-020",
    "Chart.yaml or Chart.lock cannot be understood",
    "mend the YAML at the place named",
);
const VALUES: Code = code(
    "CW-CHART-021",
    "values.yaml cannot be understood",
    "mend the YAML at the place named",
);
const VALIDATION: Code = code(
    "CW-CHART-022",
    "Chart.yaml says what Helm refuses",
    "mend the field that the message names",
);
const SUBCHART: Code = code(
    "CW-CHART-023",
    "a chart in charts/ cannot be loaded",
    "mend the chart in charts/, or fetch it anew: `helm dependency build`",
);
const LOOSE_FILE: Code = code(
    "CW-CHART-024",
    "a loose file is in charts/",
    "move the file out of charts/, which holds charts and nothing else; names that begin with `_` or `.` are passed over",
);
const ARCHIVE_IS_DIRECTORY: Code = code(
    "CW-CHART-025",
    "a directory in charts/ is named like a package",
    "rename the directory: Helm takes every name that ends in .tgz for a package",
);
const TOO_DEEP: Code = code(
    "CW-CHART-026",
    "charts hold charts, too many times",
    "flatten the dependencies",
);
const MISSING_DEPENDENCIES: Code = code(
    "CW-CHART-030",
    "dependencies are not in charts/",
    "run `helm dependency build` before this step, or commit charts/",
);

const CI_VALUES: Code = code(
    "CW-CHART-031",
    "a file of values in ci/ cannot be read",
    "mend the YAML: the file holds values as `helm install -f` takes them",
);

/// The codes of this module.
pub(super) const CODES: &[&Code] = &[
    &UNREADABLE,
    &IGNORE,
    &BROKEN_LINK,
    &LINK_LEAVES_CHART,
    &IRREGULAR,
    &TOO_LARGE,
    &NAME_NOT_TEXT,
    &ARCHIVE,
    &NO_CHARTFILE,
    &API_VERSION,
    &DECODE,
    &VALUES,
    &VALIDATION,
    &SUBCHART,
    &LOOSE_FILE,
    &ARCHIVE_IS_DIRECTORY,
    &TOO_DEEP,
    &MISSING_DEPENDENCIES,
    &CI_VALUES,
];

fn code_of(error: &Error) -> &'static Code {
    match error {
        Error::Io { .. } => &UNREADABLE,
        Error::Ignore { .. } => &IGNORE,
        Error::BrokenLink { .. } | Error::CircularLink { .. } => &BROKEN_LINK,
        Error::LinkLeavesChart { .. } => &LINK_LEAVES_CHART,
        Error::Irregular { .. } => &IRREGULAR,
        Error::TooLarge { .. } => &TOO_LARGE,
        Error::NameNotText { .. } => &NAME_NOT_TEXT,
        Error::Archive(_) => &ARCHIVE,
        Error::ChartfileMissing => &NO_CHARTFILE,
        Error::ApiVersion { .. } => &API_VERSION,
        Error::Decode { .. } => &DECODE,
        Error::Values(_) => &VALUES,
        Error::Validation(_) => &VALIDATION,
        Error::Subchart { .. } => &SUBCHART,
        Error::LooseFile { .. } => &LOOSE_FILE,
        Error::ArchiveIsDirectory { .. } => &ARCHIVE_IS_DIRECTORY,
        Error::TooDeep => &TOO_DEEP,
    }
}

/// A load error as a finding, with the file that it is about.
pub(super) fn finding(error: &Error, sources: &Sources<'_>) -> Finding {
    let mut finding = with_cause(code_of(error), Severity::Error, &error.to_string());
    finding.place = match error {
        Error::Ignore { path, .. }
        | Error::BrokenLink { path, .. }
        | Error::CircularLink { path, .. }
        | Error::LinkLeavesChart { path, .. }
        | Error::Irregular { path }
        | Error::TooLarge { path, .. }
        | Error::NameNotText { path } => Some(sources.file(&path.to_string_lossy())),
        Error::Decode { file, source } => Some(match source.mark() {
            Some(mark) => sources.place(file, mark, 1),
            None => sources.file(file),
        }),
        Error::Values(ValuesError::Separator { line, .. }) => {
            Some(sources.place("values.yaml", line_start(*line), 3))
        }
        Error::Values(ValuesError::Decode { mark, .. }) => Some(match mark {
            Some(mark) => sources.place("values.yaml", *mark, 1),
            None => sources.file("values.yaml"),
        }),
        Error::ChartfileMissing | Error::ApiVersion { .. } | Error::Validation(_) => {
            Some(sources.file("Chart.yaml"))
        }
        Error::Subchart { name, .. }
        | Error::LooseFile { name, .. }
        | Error::ArchiveIsDirectory { name, .. } => Some(sources.file(&format!("charts/{name}"))),
        Error::Io { .. } | Error::Archive(_) | Error::TooDeep => None,
    };
    finding
}

fn line_start(line: usize) -> helm::yaml::Mark {
    helm::yaml::Mark {
        line,
        column: 1,
        offset: 0,
    }
}

/// Dependencies that are declared and not vendored.
pub(super) fn missing(missing: &MissingDependencies, sources: &Sources<'_>) -> Finding {
    Finding::new(&MISSING_DEPENDENCIES, Severity::Error, missing.to_string())
        .at(sources.chartfile_key("dependencies"))
}

/// A file of values in ci/ that cannot be read.
pub(super) fn values(file: &str, words: &str, sources: &Sources<'_>) -> Finding {
    Finding::new(
        &CI_VALUES,
        Severity::Error,
        format!("{} cannot be read", sources.path(file)),
    )
    .at(sources.file(file))
    .note("cause", words)
}
