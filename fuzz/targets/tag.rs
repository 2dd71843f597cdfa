//! A tag's name: a release is spelled by its parts, and a suggestion is a release.
#![no_main]

use chartwright::version::{Known, Tag, TagError, TagMeaning};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|name: &str| {
    let known = Known::new(
        ["app", "app-2", "v2ray", "podinfo"],
        ["production", "staging"],
    );
    match Tag::parse(name, &known) {
        Ok(TagMeaning::Release(release)) => {
            let prefix = release
                .path
                .map_or(String::new(), |path| format!("{path}/"));
            let version = release.version.to_string();
            let spelled = match release.chart {
                None => vec![format!("{prefix}v{version}")],
                Some(chart) => ["-", "-v", "@", "@v"]
                    .map(|between| format!("{prefix}{chart}{between}{version}"))
                    .to_vec(),
            };
            assert!(
                spelled.iter().any(|spelled| spelled == name),
                "{name}: {spelled:?}"
            );
            assert!(
                !known
                    .environments()
                    .iter()
                    .any(|word| release.version.pre.as_str() == word)
            );
        }
        Ok(TagMeaning::Environment { environment, .. }) => {
            assert!(name.ends_with(&environment));
        }
        Ok(TagMeaning::Marker { environment, .. }) => ends_in(name, &environment),
        Ok(TagMeaning::State { tag, state, .. }) => {
            assert_eq!(tag, name);
            ends_in(name, &state.to_string());
        }
        Err(TagError::Malformed { suggestion, .. }) => {
            if let Some(better) = suggestion {
                let meaning = Tag::parse(&better, &known);
                assert!(
                    matches!(meaning, Ok(TagMeaning::Release(_))),
                    "{name} → {better}"
                );
            }
        }
        Err(_) => {}
    }
});

/// The word stands at the end of the name, or of what is before the build metadata.
fn ends_in(name: &str, word: &str) {
    let (before, _) = name.split_once('+').unwrap_or((name, ""));
    let word = format!("-{word}");
    assert!(name.ends_with(&word) || before.ends_with(&word), "{name}");
}
