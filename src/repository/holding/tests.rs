use helm::metadata::Metadata;

use super::*;

fn package(bytes: &[u8]) -> Package {
    Package {
        metadata: Metadata {
            name: "demo".to_owned(),
            version: "1.0.0".to_owned(),
            ..Metadata::default()
        },
        bytes: bytes.to_vec(),
        sha256: hex(&Sha256::digest(bytes)),
        created: "2026-05-04T10:11:12Z".parse().unwrap(),
        repeated: Vec::new(),
    }
}

fn entry(digest: Option<&str>, url: &str) -> Found {
    Found {
        digest: digest.map(str::to_owned),
        created: Some("2020-01-01T00:00:00Z".to_owned()),
        urls: vec![url.to_owned()],
    }
}

#[test]
fn a_state_has_one_meaning() {
    let ours = package(b"ours");
    let digest = ours.sha256.clone();
    let local = entry(Some(&digest), "demo-1.0.0.tgz");
    let remote = entry(Some(&digest), "https://example.org/demo-1.0.0.tgz");
    let bare = entry(None, "demo-1.0.0.tgz");
    let other = entry(Some("00"), "demo-1.0.0.tgz");
    let conflict = |theirs: &str, created: bool| Holding::Other {
        theirs: theirs.to_owned(),
        differs_in: Vec::new(),
        created: created.then(|| "2020-01-01T00:00:00Z".to_owned()),
    };
    let theirs = hex(&Sha256::digest(b"theirs"));
    let complete = Holding::Complete {
        digest: digest.clone(),
    };
    let unlisted = Holding::Unlisted {
        digest: digest.clone(),
    };
    let elsewhere = Holding::Elsewhere {
        url: "https://example.org/demo-1.0.0.tgz".to_owned(),
    };
    for (found, file, expected) in [
        (None, None, Holding::Free),
        (None, Some("ours"), unlisted),
        (None, Some("theirs"), conflict(&theirs, false)),
        (Some(&local), None, Holding::Missing),
        (Some(&local), Some("ours"), complete.clone()),
        (Some(&local), Some("theirs"), conflict(&theirs, true)),
        (Some(&remote), None, elsewhere),
        (Some(&bare), None, conflict("", true)),
        (Some(&bare), Some("ours"), complete),
        (Some(&other), None, conflict("00", true)),
        (Some(&other), Some("ours"), conflict("00", true)),
    ] {
        let held = Held {
            entry: found,
            file: file.map(str::as_bytes),
        };
        assert_eq!(judge(&ours, held), expected, "{held:?}");
    }
}
