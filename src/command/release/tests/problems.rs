//! What is wrong with inputs, and how it is said.

use std::collections::BTreeSet;

use super::{OCI, PAGES, Variables, run};
use crate::command::release::error::CODES;
use crate::report::Explain as _;
use crate::secret::redact;

/// Each problem as `CODE message`.
fn problems(variables: &[(&str, &str)]) -> Vec<String> {
    match run(&[], variables) {
        Ok(inputs) => panic!("{inputs:?}"),
        Err(problems) => problems
            .iter()
            .map(|problem| format!("{} {problem}", problem.code()))
            .collect(),
    }
}

#[test]
fn bad_and_contradictory_inputs_each_have_a_code() {
    let secret = ("INPUT_REGISTRY-PASSWORD", "canary-password-2");
    let user = ("INPUT_REGISTRY-USERNAME", "octocat");
    let table: &[(Variables<'_>, &[&str])] = &[
        (
            &[("INPUT_VERSION-FROM", "tags")],
            &["CW-INPUT-001 `version-from` is `tags`, but takes only `match`, `tag` or `chart`"],
        ),
        (
            &[("INPUT_LINT", "ON")],
            &["CW-INPUT-001 `lint` is `ON`, but takes only `on`, `strict` or `off`"],
        ),
        (
            &[("INPUT_DRY-RUN", "yes")],
            &["CW-INPUT-002 `dry-run` is `yes`, but takes only `true` or `false`"],
        ),
        (
            &[("INPUT_KUBE-VERSION", "new")],
            &["CW-INPUT-022 `kube-version` is `new`: could not parse \"new\" as version"],
        ),
        (
            &[("INPUT_CHART", "a\tb")],
            &["CW-INPUT-004 `chart` is `a\\tb`, but takes one line of text"],
        ),
        (
            &[("INPUT_REGISTRY", "ghcr.io/acme")],
            &[
                "CW-INPUT-010 `registry` has `ghcr.io/acme`, which is neither `oci://host/path` nor `oci-layout:DIR`",
            ],
        ),
        (
            &[("INPUT_REGISTRY", "oci://\noci-layout:\noci:///x")],
            &[
                "CW-INPUT-010 `registry` has `oci://`, which is neither `oci://host/path` nor `oci-layout:DIR`",
                "CW-INPUT-010 `registry` has `oci-layout:`, which is neither `oci://host/path` nor `oci-layout:DIR`",
                "CW-INPUT-010 `registry` has `oci:///x`, which is neither `oci://host/path` nor `oci-layout:DIR`",
            ],
        ),
        (
            &[OCI, user],
            &["CW-INPUT-011 `registry-username` is given, `registry-password` is not"],
        ),
        (
            &[OCI, secret, ("INPUT_REGISTRY-USERNAME", "")],
            &["CW-INPUT-011 `registry-password` is given, `registry-username` is not"],
        ),
        (
            &[OCI, ("INPUT_REGISTRY-CONFIG", "{\"auths\": canary}")],
            &["CW-INPUT-012 `registry-config` is not a JSON object"],
        ),
        (
            &[OCI, ("INPUT_REGISTRY-CONFIG", "\"canary-config-4\"")],
            &["CW-INPUT-012 `registry-config` is not a JSON object"],
        ),
        (
            &[
                ("INPUT_REGISTRY", "oci://a.example/x\noci://b.example/x"),
                user,
                secret,
            ],
            &[
                "CW-INPUT-013 `registry-username` is for one registry, `registry` names a.example and b.example",
            ],
        ),
        (
            &[user, secret],
            &[
                "CW-INPUT-014 `registry-username` is given, but `registry` names no `oci://` registry",
            ],
        ),
        (
            &[
                ("INPUT_REGISTRY", "oci-layout:x"),
                ("INPUT_REGISTRY-CONFIG", "{}"),
            ],
            &["CW-INPUT-014 `registry-config` is given, but `registry` names no `oci://` registry"],
        ),
        (
            &[("INPUT_REGISTRY", "oci://ghcr.io/acme\noci://GHCR.io/acme/")],
            &["CW-INPUT-015 `oci://ghcr.io/acme` is named twice"],
        ),
        (
            &[("INPUT_REGISTRY", "oci-layout:out\noci-layout:./x/../out/")],
            &["CW-INPUT-015 `oci-layout:out` is named twice"],
        ),
        (
            &[
                ("INPUT_REGISTRY", "oci-layout:out"),
                ("INPUT_PAGES-REPOSITORY", "./out"),
            ],
            &["CW-INPUT-015 `oci-layout:out` is named twice"],
        ),
        (
            &[
                ("INPUT_PAGES-BRANCH", "site"),
                ("INPUT_PAGES-DIRECTORY", "x"),
                ("INPUT_PAGES-URL", "https://a.example"),
                ("INPUT_PAGES-TOKEN", "canary-pages-2"),
                ("INPUT_PAGES-CREATE-BRANCH", "true"),
            ],
            &[
                "CW-INPUT-016 `pages-branch` is given, but `pages-repository` is not",
                "CW-INPUT-016 `pages-directory` is given, but `pages-repository` is not",
                "CW-INPUT-016 `pages-url` is given, but `pages-repository` is not",
                "CW-INPUT-016 `pages-token` is given, but `pages-repository` is not",
                "CW-INPUT-016 `pages-create-branch` is given, but `pages-repository` is not",
            ],
        ),
        (
            &[PAGES, ("INPUT_PAGES-DIRECTORY", "a/../../b")],
            &["CW-INPUT-017 `pages-directory` is `a/../../b`: it leads out of the branch"],
        ),
        (
            &[PAGES, ("INPUT_PAGES-DIRECTORY", "/srv")],
            &["CW-INPUT-017 `pages-directory` is `/srv`: it begins at the root of the machine"],
        ),
        (
            &[PAGES, ("INPUT_PAGES-DIRECTORY", "a/.GIT/b")],
            &["CW-INPUT-017 `pages-directory` is `a/.GIT/b`: git has no directory of that name"],
        ),
        (
            &[PAGES, ("INPUT_PAGES-BRANCH", "gh..pages")],
            &["CW-INPUT-018 `pages-branch` is `gh..pages`: it has `..`"],
        ),
        (
            &[PAGES, ("INPUT_PAGES-BRANCH", "refs/heads/")],
            &["CW-INPUT-018 `pages-branch` is `refs/heads/`: it is empty"],
        ),
        (
            &[PAGES, ("INPUT_PAGES-URL", "acme.github.io")],
            &["CW-INPUT-019 `pages-url` is `acme.github.io`: relative URL without a base"],
        ),
        (
            &[PAGES, ("INPUT_PAGES-URL", "ftp://acme.example")],
            &[
                "CW-INPUT-019 `pages-url` is `ftp://acme.example`: it begins neither with `https://` nor with `http://`",
            ],
        ),
        (
            &[PAGES, ("INPUT_PAGES-URL", "https://acme.example/?a=b")],
            &[
                "CW-INPUT-019 `pages-url` is `https://acme.example/?a=b`: it has a `?` or `#` part, and files cannot be found below it",
            ],
        ),
        (
            &[("INPUT_TAG", "refs/tags/")],
            &["CW-INPUT-020 `tag` is `refs/tags/`, which is no name at all"],
        ),
        (
            &[("INPUT_TAG", "refs/heads/main")],
            &["CW-INPUT-020 `tag` is `refs/heads/main`, which is a branch"],
        ),
        (
            &[("INPUT_TAG", "refs/pull/7/merge")],
            &["CW-INPUT-020 `tag` is `refs/pull/7/merge`, which is a reference that is no tag"],
        ),
        (
            &[OCI, user, secret, ("INPUT_REGISTRY-CONFIG", "{}")],
            &["CW-INPUT-021 `registry-config` is given together with `registry-username`"],
        ),
        (
            &[PAGES, ("INPUT_RETENTION", "keep 3 stable")],
            &[
                "CW-INPUT-023 `retention` is `keep 3 stable`: it is neither `keep all` nor `keep NUMBER prereleases`, with a number from 1",
            ],
        ),
    ];
    for (variables, expected) in table {
        assert_eq!(problems(variables), *expected, "{variables:?}");
    }
    let shown: BTreeSet<&str> = table
        .iter()
        .flat_map(|(_, expected)| expected.iter())
        .filter_map(|line| line.split(' ').next())
        .collect();
    for code in CODES {
        assert!(shown.contains(code.id), "{code} is never seen");
        assert_eq!(code.blame.exit_code(), 2);
    }
}

#[test]
fn all_problems_are_shown_at_once() {
    let found = problems(&[
        ("INPUT_LINT", "x"),
        ("INPUT_DRY-RUN", "x"),
        ("INPUT_REGISTRY", "x"),
        ("INPUT_REGISTRY-USERNAME", "x"),
        ("INPUT_TAG", "refs/heads/x"),
        ("INPUT_PAGES-URL", "https://x"),
    ]);
    let codes: Vec<&str> = found
        .iter()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert_eq!(
        codes,
        [
            "CW-INPUT-001",
            "CW-INPUT-002",
            "CW-INPUT-010",
            "CW-INPUT-011",
            "CW-INPUT-016",
            "CW-INPUT-020"
        ]
    );
}

#[test]
fn a_registry_without_a_scheme_is_answered_with_what_may_be_meant() {
    for (line, meant) in [
        ("ghcr.io/acme", Some("did you mean `oci://ghcr.io/acme`?")),
        (
            "https://ghcr.io/acme",
            Some("did you mean `oci://ghcr.io/acme`?"),
        ),
        (
            "OCI://ghcr.io/acme",
            Some("did you mean `oci://ghcr.io/acme`?"),
        ),
        (
            "oci:ghcr.io/acme",
            Some("did you mean `oci://ghcr.io/acme`?"),
        ),
        (
            "localhost:5000/acme",
            Some("did you mean `oci://localhost:5000/acme`?"),
        ),
        ("file://out", Some("did you mean `oci-layout:out`?")),
        ("dir:out", Some("did you mean `oci-layout:out`?")),
        ("acme/charts", None),
        ("./out", None),
        ("oci-layout:", None),
    ] {
        let problems = run(&[], &[("INPUT_REGISTRY", line)]).unwrap_err();
        assert_eq!(problems[0].help().as_deref(), meant, "{line}");
    }
}

#[test]
fn no_problem_shows_a_secret() {
    let auth = "b2N0b2NhdDpjYW5hcnktY29uZmlnLTE="; // octocat:canary-config-1
    let config = format!(
        "{{\"auths\":{{\"ghcr.io\":{{\"auth\":\"{auth}\"}},\"a\":{{\"identitytoken\":\"canary-config-2\"}}}}}}"
    );
    let found = problems(&[
        ("INPUT_REGISTRY-CONFIG", &config),
        ("INPUT_REGISTRY-PASSWORD", "canary-password-3"),
        (
            "INPUT_REGISTRY",
            "oci://u:canary-line-1@ghcr.io/x\nhttp://u:canary-line-2@ghcr.io/x",
        ),
        ("INPUT_PAGES-REPOSITORY", "https://canary-repository-1@x/y"),
        ("INPUT_PAGES-URL", "ftp://u:canary-url-1@x"),
    ]);
    assert!(found.len() >= 3, "{found:?}");
    for line in &found {
        assert!(!line.contains("canary"), "{line}");
    }
    for leak in ["canary-config-1", "canary-config-2", auth] {
        assert_eq!(redact(leak), "***");
    }
    let broken = run(
        &[],
        &[
            OCI,
            (
                "INPUT_REGISTRY-CONFIG",
                "{\"auths\": {\"x\": canary-config-3",
            ),
        ],
    )
    .unwrap_err();
    assert_eq!(
        broken[0].notes()[0].text,
        "it stops being JSON at line 1, column 17"
    );
}
