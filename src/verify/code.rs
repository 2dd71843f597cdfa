//! What a verification can find.

use crate::report::{Blame, Code};

const fn code(id: &'static str, title: &'static str, help: &'static str) -> Code {
    Code::new(id, Blame::Target, title, help)
}

/// CW-VERIFY-001.
pub const NOT_THERE: Code = code(
    "CW-VERIFY-001",
    "the index lists a package that is not there",
    "run the release of this version again: it puts the same package back; else take the entry out of the index",
);

/// CW-VERIFY-002.
pub const OTHER_DIGEST: Code = code(
    "CW-VERIFY-002",
    "a package does not have the digest that the index says",
    "whoever downloads it is refused: find out which of the two was changed (`git log` of both files) and restore it",
);

/// CW-VERIFY-003.
pub const NO_CHART: Code = code(
    "CW-VERIFY-003",
    "a package cannot be read as a chart",
    "Helm refuses it, too: restore the file from a clone or from another target, or take the entry out of the index",
);

/// CW-VERIFY-004.
pub const ANOTHER_CHART: Code = code(
    "CW-VERIFY-004",
    "a package holds another chart or version than it is published as",
    "restore the right file; if it never was right, publish a new version and take the entry out",
);

/// CW-VERIFY-005.
pub const OTHER_METADATA: Code = code(
    "CW-VERIFY-005",
    "the index says other things of a chart than its Chart.yaml",
    "clients show what the index says, and install what the package says; write the entry anew if it matters",
);

/// CW-VERIFY-006.
pub const LISTED_TWICE: Code = code(
    "CW-VERIFY-006",
    "the index lists a version more than once",
    "Helm takes the first entry: take the others out of the index",
);

/// CW-VERIFY-007.
pub const NOT_LISTED: Code = code(
    "CW-VERIFY-007",
    "a file of the chart repository is not listed",
    "no client finds it: run the release of this version again, or remove the file",
);

/// CW-VERIFY-008.
pub const OTHER_PROVENANCE: Code = code(
    "CW-VERIFY-008",
    "a provenance file does not belong to its package",
    "`helm install --verify` refuses the package: sign it again, or restore the file",
);

/// CW-VERIFY-009.
pub const NO_DIGEST: Code = code(
    "CW-VERIFY-009",
    "an index entry has no digest",
    "clients cannot tell whether they got what was published: add the package's sha256 to the entry",
);

/// CW-VERIFY-010.
pub const MISSING: Code = code(
    "CW-VERIFY-010",
    "a version is not at every target",
    "run the release of this version again: it writes what is missing, and nothing else",
);

/// CW-VERIFY-011.
pub const NOT_LOOKED_AT: Code = code(
    "CW-VERIFY-011",
    "packages at addresses of another kind were not looked at",
    "addresses that begin with https://, http:// or oci:// are read, and files beside the index; download the others to compare their digests",
);

/// CW-VERIFY-012.
pub const DAMAGED: Code = code(
    "CW-VERIFY-012",
    "a registry does not hold what its manifest names",
    "pulls of this version fail: push it again from the same package, or ask the registry's operator",
);

/// CW-VERIFY-013.
pub const TAG_WITHOUT_CHART: Code = code(
    "CW-VERIFY-013",
    "a tag in the chart's repository names no chart",
    "Helm lists it as a version and cannot install it: move what is not a chart to a repository of its own",
);

/// CW-VERIFY-014.
pub const NO_INDEX: Code = code(
    "CW-VERIFY-014",
    "there is no chart repository",
    "name the directory that index.yaml is in: `pages-directory` for one within a branch",
);

/// CW-VERIFY-015.
pub const OTHER_PACKAGE: Code = code(
    "CW-VERIFY-015",
    "what is published is not the package at hand",
    "see which of the two was made from the tag: build it again from there and compare",
);

/// CW-VERIFY-016.
pub const UNKNOWN_ELSEWHERE: Code = code(
    "CW-VERIFY-016",
    "packages that the index lists elsewhere cannot be read",
    "whoever installs them may fail, too: see that the address answers without a login (a registry: with this machine's), and run again; else list the package where it is now",
);

/// The codes of this floor.
pub const CODES: &[&Code] = &[
    &NOT_THERE,
    &OTHER_DIGEST,
    &NO_CHART,
    &ANOTHER_CHART,
    &OTHER_METADATA,
    &LISTED_TWICE,
    &NOT_LISTED,
    &OTHER_PROVENANCE,
    &NO_DIGEST,
    &MISSING,
    &NOT_LOOKED_AT,
    &DAMAGED,
    &TAG_WITHOUT_CHART,
    &NO_INDEX,
    &OTHER_PACKAGE,
    &UNKNOWN_ELSEWHERE,
];
