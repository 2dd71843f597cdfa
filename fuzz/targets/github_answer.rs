//! What GitHub's API answers: a refusal, a commit, or the files of a commit.
#![no_main]

use chartwright::git::ObjectId;
use chartwright::github::ApiError;
use chartwright::github::fuzzing::{committed, files};
use libfuzzer_sys::fuzz_target;
use url::Url;

const COMMIT: &str = "3f2a91c0000000000000000000000000000000ab";

fuzz_target!(|data: &[u8]| {
    let url = Url::parse("https://api.github.com/graphql").expect("an address");
    let commit = ObjectId::parse(COMMIT).expect("an id");
    let paths = ["index.yaml", "charts/demo-1.2.3.tgz"].map(str::to_owned);
    let found = files(&url, data, commit, &paths);
    if let Ok(found) = &found {
        assert_eq!(found.entries.len(), paths.len());
        let text = String::from_utf8_lossy(data);
        assert!(text.contains("oid"), "{text}");
        for (entry, name) in found.entries.iter().zip(["index.yaml", "demo-1.2.3.tgz"]) {
            assert!(
                entry
                    .as_ref()
                    .is_none_or(|entry| entry.name == name.as_bytes())
            );
        }
    }
    if let Ok(Some(_)) = committed(&url, data) {
        assert!(found.is_err(), "a commit is no answer about files");
    }
    // A refusal is one whatever was asked.
    if let (Err(one @ ApiError::Refused { .. }), Err(other @ ApiError::Refused { .. })) =
        (committed(&url, data), found)
    {
        assert_eq!(one, other);
    }
});
