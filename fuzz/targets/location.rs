//! Addresses and references as users write them: no rendering of one tells the credentials in it.
#![no_main]

use chartwright::git::{GitUrl, RepositoryLocation};
use chartwright::registry::{ChartRepositoryReference, OciLayout};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = RepositoryLocation::parse(text, "https://github.com");
    if text.contains("canary") {
        return;
    }
    let url = format!("https://user:canary-4711@{text}");
    match GitUrl::parse(&url) {
        Ok(parsed) => assert!(!format!("{parsed:?}").contains("canary-4711"), "{parsed:?}"),
        Err(error) => assert!(!error.to_string().contains("canary-4711"), "{error}"),
    }
    for layout in [OciLayout::Helm, OciLayout::Exact] {
        let Ok(reference) = ChartRepositoryReference::parse(text, layout) else {
            continue;
        };
        if let Ok(chart) = reference.chart("podinfo", "1.2.3+build") {
            let shown = chart.to_string();
            assert!(shown.ends_with(":1.2.3_build"), "{shown}");
            assert!(!shown.contains(char::is_whitespace), "{shown}");
        }
    }
});
