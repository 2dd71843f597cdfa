//! The reason codes of tags. `CW-TAG-003` (the tag is not Chart.yaml's version) belongs to the release, which
//! compares the two.

use crate::report::{Blame, Code};

/// CW-TAG-001.
pub const MALFORMED_TAG: Code = Code::new(
    "CW-TAG-001",
    Blame::Chart,
    "the tag is not a release tag",
    "name the tag `v1.2.3`, `path/v1.2.3`, `name-1.2.3`, `name-v1.2.3` or `name@1.2.3`; with `on-invalid-tag: \
     skip` other tags end the run without a failure",
);

/// CW-TAG-002.
pub const PRERELEASE_DENIED: Code = Code::new(
    "CW-TAG-002",
    Blame::Chart,
    "the tag is a prerelease, and prereleases are denied",
    "tag a version without a prerelease part, or set `prerelease: allow`",
);

/// CW-TAG-004.
pub const UNKNOWN_TAG: Code = Code::new(
    "CW-TAG-004",
    Blame::Chart,
    "the tag exists neither here nor at the remote",
    "create the tag and push it: `git tag v1.2.3 && git push origin v1.2.3`",
);

/// CW-TAG-005.
pub const TAG_ON_ANOTHER_COMMIT: Code = Code::new(
    "CW-TAG-005",
    Blame::Chart,
    "the tag names another commit than the event",
    "the tag was moved after the event: run again for the tag as it is now, and never move a version tag",
);

/// CW-TAG-006.
pub const CHECKOUT_IS_ANOTHER_COMMIT: Code = Code::new(
    "CW-TAG-006",
    Blame::Chart,
    "what is checked out is not the tag's commit",
    "check the tag out first: `actions/checkout` with `ref: ${{ github.ref }}`, or `git checkout <tag>`",
);

/// CW-TAG-007.
pub const NO_TAG_GIVEN: Code = Code::new(
    "CW-TAG-007",
    Blame::Inputs,
    "no tag to release was given",
    "set the input `tag` (`--tag v1.2.3`), or start the workflow on the tag",
);

/// CW-TAG-010: a reason to skip, no failure.
pub const ENVIRONMENT_TAG: Code = Code::new(
    "CW-TAG-010",
    Blame::Chart,
    "skipped: the tag is an environment's pointer",
    "nothing to do: the names of environments are never a release",
);

/// CW-TAG-011: a reason to skip, no failure.
pub const STATE_TAG: Code = Code::new(
    "CW-TAG-011",
    Blame::Chart,
    "skipped: the tag states the quality of a version",
    "nothing to do: tags that end in -stable, -unstable or -deprecated are never a release",
);

/// CW-TAG-012: a reason to skip, no failure.
pub const MARKER_TAG: Code = Code::new(
    "CW-TAG-012",
    Blame::Chart,
    "skipped: the tag records that a version was deployed",
    "nothing to do: tags that end in the name of an environment are never a release",
);

/// Every code of this module.
pub const CODES: &[&Code] = &[
    &MALFORMED_TAG,
    &PRERELEASE_DENIED,
    &UNKNOWN_TAG,
    &TAG_ON_ANOTHER_COMMIT,
    &CHECKOUT_IS_ANOTHER_COMMIT,
    &NO_TAG_GIVEN,
    &ENVIRONMENT_TAG,
    &STATE_TAG,
    &MARKER_TAG,
];
