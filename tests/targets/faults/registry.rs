//! What goes wrong at a registry.

use super::{Next, Outcome, Row};
use crate::registry::{Access, Failure, FakeRegistry, Grant, Location};
use crate::workspace::Workspace;

const TOKENS: Access = Access::Token("octocat", "the-password", Grant::Push);

/// A fault of the registry.
fn fault(what: &'static str, outcome: Outcome, registry: fn(&FakeRegistry)) -> Row {
    Row {
        registry,
        ..Row::new(what, outcome)
    }
}

/// An answer with a wish to wait.
fn limited(wait: &str) -> Failure {
    Failure::Answer(429, "", vec![("retry-after", wait.to_owned())])
}

/// What distribution answers to a manifest while another publisher puts the same blob.
fn unknown_blob() -> Failure {
    let body = r#"{"errors":[{"code":"DIGEST_INVALID","message":"provided digest did not match uploaded content"},{"code":"MANIFEST_BLOB_UNKNOWN","message":"blob unknown to registry"}]}"#;
    Failure::Answer(400, body, Vec::new())
}

/// What a login page answers to everything.
fn page() -> Failure {
    Failure::Body(b"<html><body>Please sign in</body></html>".to_vec())
}

/// The manifest of a release of the same version with other content, whose blobs the registry holds.
fn another_release(registry: &FakeRegistry) -> Vec<u8> {
    let other = Workspace::with_chart();
    other.write("chart/values.yaml", "replicas: 7\n");
    other.commit("Other content");
    other.git(&["tag", "--force", "v1.2.3"]);
    let place = format!("oci://{}/other", registry.host());
    other
        .chartwright(&["release", "--tag", "v1.2.3", "--registry", &place])
        .exits(0);
    registry.manifest("other/demo:1.2.3").unwrap()
}

pub(super) fn rows() -> Vec<Row> {
    use Outcome::{Half, Nothing, Released};
    const WROTE: (&str, &str) = ("PUT", "/manifests/");
    vec![
        fault("registry: 500 once, at an upload", Released, |registry| {
            registry.fail_with("PUT", "/blobs/uploads/", Some(1), 500);
        }),
        fault(
            "registry: 502 once, at the manifest",
            Released,
            |registry| {
                registry.fail_with("PUT", "/manifests/", Some(1), 502);
            },
        ),
        fault(
            "registry: 503 once, at the first request",
            Released,
            |registry| {
                registry.fail_with("", "/v2/", Some(1), 503);
            },
        ),
        fault(
            "registry: 500 for ever, at an upload",
            Half(3, "CW-REGISTRY-011"),
            |registry| {
                registry.fail_with("PUT", "/blobs/uploads/", None, 500);
            },
        ),
        fault(
            "registry: 502 for ever, at the manifest",
            Half(3, "CW-REGISTRY-011"),
            |registry| {
                registry.fail_with("PUT", "/manifests/", None, 502);
            },
        ),
        fault(
            "registry: 503 for ever",
            Nothing(3, "CW-REGISTRY-011"),
            |registry| {
                registry.fail_with("", "/v2/", None, 503);
            },
        ),
        fault(
            "registry: 429 with Retry-After, once",
            Released,
            |registry| {
                registry.fail("PUT", "/blobs/uploads/", Some(1), limited("1"));
            },
        ),
        fault(
            "registry: 429 without Retry-After, once",
            Released,
            |registry| {
                registry.fail_with("PUT", "/manifests/", Some(1), 429);
            },
        ),
        fault(
            "registry: 429 for ever",
            Nothing(3, "CW-REGISTRY-014"),
            |registry| {
                registry.fail("", "/v2/", None, limited("0"));
            },
        ),
        fault(
            "registry: Retry-After by a clock that is an hour behind",
            Released,
            |registry| {
                let past = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(1);
                let past = past.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
                registry.fail("POST", "/blobs/uploads/", Some(1), limited(&past));
            },
        ),
        Row {
            access: TOKENS,
            ..fault(
                "registry: a token's time by a clock an hour behind",
                Released,
                |registry| {
                    registry.set_issued_at(
                        jiff::Timestamp::now() - jiff::SignedDuration::from_hours(1),
                    );
                },
            )
        },
        Row {
            access: TOKENS,
            ..fault(
                "registry: a token's time by a clock an hour ahead",
                Released,
                |registry| {
                    registry.set_issued_at(
                        jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1),
                    );
                },
            )
        },
        fault(
            "registry: reset in the middle of an upload",
            Released,
            |registry| {
                registry.fail("PUT", "/blobs/uploads/", Some(1), Failure::Break);
            },
        ),
        fault("registry: reset behind an upload", Released, |registry| {
            registry.fail("PUT", "/blobs/uploads/", Some(1), Failure::BreakAfterEffect);
        }),
        fault(
            "registry: reset behind the manifest",
            Released,
            |registry| {
                registry.fail("PUT", "/manifests/", Some(1), Failure::BreakAfterEffect);
            },
        ),
        fault(
            "registry: 500, and the manifest was taken",
            Released,
            |registry| {
                registry.fail("PUT", "/manifests/", Some(1), Failure::AfterEffect(500));
            },
        ),
        fault(
            "registry: a blob that it took is unknown at the manifest, once",
            Released,
            |registry| registry.fail("PUT", "/manifests/", Some(1), unknown_blob()),
        ),
        fault(
            "registry: a blob that it took is unknown at the manifest, for ever",
            Half(3, "CW-REGISTRY-023"),
            |registry| registry.fail("PUT", "/manifests/", None, unknown_blob()),
        ),
        fault(
            "registry: every connection is reset",
            Nothing(3, "CW-REGISTRY-005"),
            |registry| {
                registry.fail("", "/v2/", None, Failure::Break);
            },
        ),
        fault("registry: answers in small pieces", Released, |registry| {
            registry.fail_after(WROTE, "GET", "", None, Failure::Drip);
        }),
        fault(
            "registry: the manifest's body is truncated, once",
            Released,
            |registry| {
                registry.fail_after(WROTE, "GET", "/manifests/", Some(1), Failure::Truncated);
            },
        ),
        fault(
            "registry: a blob's body is truncated, once",
            Released,
            |registry| {
                registry.fail("GET", "/blobs/", Some(1), Failure::Truncated);
            },
        ),
        fault(
            "registry: an answer names a wrong digest",
            Half(3, "CW-REGISTRY-015"),
            |registry| {
                registry.fail("PUT", "/manifests/", None, Failure::WrongDigest);
            },
        ),
        fault(
            "registry: what is read has a wrong digest's name",
            Half(3, "CW-REGISTRY-015"),
            |registry| {
                registry.fail_after(WROTE, "", "/manifests/", None, Failure::WrongDigest);
            },
        ),
        fault(
            "registry: the manifest is not readable for some seconds",
            Released,
            |registry| {
                registry.fail_after(
                    WROTE,
                    "",
                    "/manifests/",
                    Some(3),
                    Failure::Answer(404, "", vec![]),
                );
            },
        ),
        Row {
            // The registry keeps what it has: only its operators can mend that.
            next: Next::Refuses("CW-REGISTRY-015"),
            ..fault(
                "registry: a blob is taken and not kept as it was",
                Half(3, "CW-REGISTRY-015"),
                |registry| {
                    registry.fail("PUT", "/blobs/uploads/", None, Failure::Corrupt);
                },
            )
        },
        Row {
            next: Next::Refuses("CW-PUBLISH-007"),
            ..fault(
                "registry: the tag moves between the check and the write",
                Half(1, "CW-PUBLISH-007"),
                |registry| {
                    let moves = Failure::TagMoves("acme/demo:1.2.3", another_release(registry));
                    registry.fail("POST", "/blobs/uploads/", Some(1), moves);
                },
            )
        },
        Row {
            access: TOKENS,
            ..fault(
                "registry: the token expires before an upload",
                Released,
                |registry| {
                    registry.fail("PUT", "/blobs/uploads/", Some(1), Failure::RevokeTokens);
                },
            )
        },
        Row {
            access: TOKENS,
            ..fault(
                "registry: the token expires before the manifest",
                Released,
                |registry| {
                    registry.fail("PUT", "/manifests/", Some(1), Failure::RevokeTokens);
                },
            )
        },
        Row {
            access: TOKENS,
            ..fault(
                "registry: the token expires before it is read back",
                Released,
                |registry| {
                    registry.fail_after(WROTE, "", "/manifests/", Some(1), Failure::RevokeTokens);
                },
            )
        },
        fault("registry: Location without a host", Released, |registry| {
            registry.set_location(Location::Relative);
        }),
        fault(
            "registry: Location with its own host",
            Released,
            |registry| {
                registry.set_location(Location::Absolute);
            },
        ),
        fault(
            "registry: Location on another host",
            Half(3, "CW-REGISTRY-013"),
            |registry| {
                registry.set_location(Location::Elsewhere("https://elsewhere.example".to_owned()));
            },
        ),
        fault(
            "registry: no Location",
            Half(3, "CW-REGISTRY-012"),
            |registry| {
                registry.set_location(Location::Absent);
            },
        ),
        fault(
            "registry: a page in place of a manifest",
            Nothing(3, "CW-REGISTRY-012"),
            |registry| {
                registry.fail("", "/manifests/", None, page());
            },
        ),
        Row {
            access: TOKENS,
            ..fault(
                "registry: a page in place of a token",
                Nothing(3, "CW-REGISTRY-012"),
                |registry| {
                    registry.fail("", "/token", None, page());
                },
            )
        },
        fault(
            "registry: a redirect to itself",
            Nothing(3, "CW-REGISTRY-012"),
            |registry| {
                let here = format!("http://{}/v2/acme/demo/manifests/1.2.3", registry.host());
                let again = Failure::Answer(307, "", vec![("location", here)]);
                registry.fail("", "/manifests/", None, again);
            },
        ),
    ]
}
