//! `WWW-Authenticate`: names are lower-case words, and what is written in quotes is read as it was.
#![no_main]

use chartwright::registry::fuzzing::challenges;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|header: &str| {
    for (scheme, parameters) in challenges(header) {
        assert_eq!(scheme, scheme.to_ascii_lowercase());
        for name in parameters.keys() {
            assert_eq!(name.trim(), name);
        }
    }
    let quoted = header.replace('\\', "\\\\").replace('"', "\\\"");
    let written = format!("Bearer realm=\"{quoted}\",service=\"s\"");
    let read = challenges(&written);
    assert_eq!(read.len(), 1, "{written}");
    assert_eq!(read[0].0, "bearer");
    assert_eq!(read[0].1.get("realm").map(String::as_str), Some(header));
    assert_eq!(read[0].1.get("service").map(String::as_str), Some("s"));
});
