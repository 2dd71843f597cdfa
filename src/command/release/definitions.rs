//! The inputs of `release`: the one table that the action, the command line and the reference page are made from.

use crate::action::input::{Choice as _, Input};
use crate::chart::LintMode;
use crate::command::values::KUBE_VERSION;
use crate::release::inputs::{OciLayout, OnInvalidTag, PrereleasePolicy, VersionFrom};

pub(super) const CHART: Input = Input::path("chart", "The chart's directory")
    .otherwise("the one chart found in `.`, `chart/`, `charts/*`, `helm/*`")
    .details(
        "From the root of the checkout. When a tag names the chart (`path/v1.2.3`, `name-1.2.3`) this can be left \
         out. Several charts, and nothing that names one, is an error that lists them.",
    );

pub(super) const TAG: Input = Input::text("tag", "TAG", "The tag to release")
    .otherwise("the event's tag")
    .details(
        "`v1.2.3`, or `path/v1.2.3` for the chart in a directory, or `name-1.2.3`, `name-v1.2.3`, `name@1.2.3` for \
         the chart of that name. Names of environments and states (`production`, `v1.2.3-stable`) are never a \
         release: they are skipped.",
    );

pub(super) const VERSION_FROM: Input = Input::choice(
    "version-from",
    VersionFrom::WORDS,
    "Where the version comes from",
)
.or("match")
.details(
    "`match`: the tag and Chart.yaml must say the same. `tag`: the tag's version is written into the packaged copy. \
     `chart`: Chart.yaml's version counts, whatever the tag says. No file of the repository is ever changed.",
);

pub(super) const APP_VERSION: Input = Input::text(
    "app-version",
    "VERSION",
    "The appVersion to set in the package",
)
.otherwise("Chart.yaml's own")
.details("A value, or `tag` for the tag's version. Only the packaged copy is changed.");

pub(super) const PRERELEASE: Input = Input::choice(
    "prerelease",
    PrereleasePolicy::WORDS,
    "Whether prereleases are released",
)
.or("allow")
.details("With `deny` a tag such as `v1.2.3-rc.1` is an error.");

pub(super) const ON_INVALID_TAG: Input = Input::choice(
    "on-invalid-tag",
    OnInvalidTag::WORDS,
    "What a tag outside the grammar means",
)
.or("fail")
.details("`fail` ends the run with exit code 1; `skip` ends it well, with the status `skipped`.");

pub(in crate::command) const REGISTRY: Input = Input::lines("registry", "TARGET", "OCI registries to publish to")
    .otherwise("none")
    .details(
        "One a line: `oci://host/path`, or `oci-layout:DIR` for an OCI image layout in a directory. On the command \
         line the flag can be repeated. With neither `registry` nor `pages-repository` the release goes to \
         `dist/registry` and `dist/pages`, without a network.",
    );

pub(in crate::command) const OCI_LAYOUT: Input = Input::choice(
    "oci-layout",
    OciLayout::WORDS,
    "Whether the chart's name is appended to the registry's path",
)
.or("helm")
.details(
    "`helm` appends it, as `helm push` does: `oci://ghcr.io/acme/charts` becomes `…/charts/podinfo`. `exact` takes \
     the path as it is, which Docker Hub needs.",
);

pub(in crate::command) const REGISTRY_USERNAME: Input = Input::text(
    "registry-username",
    "NAME",
    "The registry's user",
)
.otherwise("Docker's own config")
.details(
    "Together with `registry-password`, and for one registry; for several, `registry-config`.",
);

pub(in crate::command) const REGISTRY_PASSWORD: Input =
    Input::secret("registry-password", "The registry's password or token")
        .otherwise("Docker's own config");

pub(in crate::command) const REGISTRY_CONFIG: Input =
    Input::secret("registry-config", "The text of a Docker config.json")
        .otherwise("Docker's own config")
        .details(
            "For credentials of several registries. A login of an earlier step (`docker login`, `helm registry \
             login`) is not visible in an action's container: hand it over here, or by `DOCKER_CONFIG`.",
        );

pub(in crate::command) const PAGES_REPOSITORY: Input = Input::text(
    "pages-repository",
    "REPOSITORY",
    "The chart repository to publish to",
)
.otherwise("none")
.details(
    "`owner/name` on the workflow's GitHub server, the `https://` address of any git repository, or a directory: one \
     that exists, or one written with `./` or from the root.",
);

pub(in crate::command) const PAGES_BRANCH: Input =
    Input::text("pages-branch", "BRANCH", "The branch that is served").or("gh-pages");

pub(in crate::command) const PAGES_DIRECTORY: Input =
    Input::path("pages-directory", "The directory in the branch").or(".");

pub(super) const PAGES_URL: Input = Input::text("pages-url", "URL", "Where the branch is served")
    .otherwise("derived: the branch's CNAME, else github.io");

pub(in crate::command) const PAGES_TOKEN: Input = Input::secret(
    "pages-token",
    "The token that may push to the chart repository",
)
.otherwise("`token`")
.details(
    "Needed for another repository than the workflow's own. `token` stands in only at the workflow's own GitHub \
     server; it is not sent to any other host.",
);

pub(super) const PAGES_CREATE_BRANCH: Input = Input::boolean(
    "pages-create-branch",
    "Whether to start the branch when it is not there",
);

pub(super) const RETENTION: Input = Input::text(
    "retention",
    "WHAT",
    "Which prereleases of the chart the chart repository keeps",
)
.or("keep all")
.details(
    "`keep all`, or `keep 10 prereleases`: the older ones leave the index in the same write that adds the new version, \
     and their packages go with them. Stable versions always stay, and so does what is in registries.",
);

pub(in crate::command) const TOKEN: Input = Input::secret("token", "The GitHub token")
    .or_expression("${{ github.token }}", "the workflow's token")
    .details("Reads the repository's tags, and pushes to the chart repository: `contents: write`.");

pub(super) const LINT: Input = Input::choice("lint", LintMode::WORDS, "How strict the lint is")
    .or("on")
    .details(
        "`on`: errors stop the release. `strict`: warnings do, too. `off`: neither lint nor render. The chart is linted \
         and rendered with its defaults and with each of `ci/*-values.yaml`; what it refuses by `required` or `fail` \
         is a warning.",
    );

pub(super) const DRY_RUN: Input = Input::boolean("dry-run", "Everything but the writes")
    .details("Checks all there is to check, packages, and prints what would be published where.");

pub(super) const DESTINATION: Input =
    Input::path("destination", "The directory where the package is kept").or("dist");

pub(in crate::command) const PLAIN_HTTP: Input = Input::boolean(
    "plain-http",
    "Speak HTTP without TLS to registries; on loopback this needs no asking",
)
.command_line_only(None);

/// The heading of what is about the run, not about what is released where.
pub(super) const HOW: &str = "How";

/// What `--help` shows an input under.
pub(in crate::command) fn section(input: &Input) -> &'static str {
    if input.name.starts_with("pages-") {
        "Chart repository"
    } else if [REGISTRY, OCI_LAYOUT, PLAIN_HTTP].contains(input)
        || input.name.starts_with("registry-")
    {
        "Registry"
    } else if [
        CHART,
        TAG,
        VERSION_FROM,
        APP_VERSION,
        PRERELEASE,
        ON_INVALID_TAG,
    ]
    .contains(input)
    {
        "What is released"
    } else {
        HOW
    }
}

/// The inputs of the action and of the command, in the order in which they are shown.
pub const INPUTS: &[Input] = &[
    CHART,
    TAG,
    VERSION_FROM,
    APP_VERSION,
    PRERELEASE,
    ON_INVALID_TAG,
    REGISTRY,
    OCI_LAYOUT,
    REGISTRY_USERNAME,
    REGISTRY_PASSWORD,
    REGISTRY_CONFIG,
    PAGES_REPOSITORY,
    PAGES_BRANCH,
    PAGES_DIRECTORY,
    PAGES_URL,
    PAGES_TOKEN,
    PAGES_CREATE_BRANCH,
    RETENTION,
    TOKEN,
    LINT,
    KUBE_VERSION,
    DRY_RUN,
    DESTINATION,
];

/// Flags that no workflow can give.
pub const COMMAND_LINE_ONLY: &[Input] = &[PLAIN_HTTP];
