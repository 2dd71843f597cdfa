//! TOML: what is read and written reads as the same.
#![no_main]

use chartwright_fuzz::budget;
use gotemplate::json::{self, Style};
use helm::toml::{decode, encode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let Ok(map) = decode(text) else {
        return;
    };
    let Ok(expected) = json::encode(&map.clone().into(), Style::Compact) else {
        return;
    };
    // Lists of lists and of mixed types cannot all be written.
    let Ok(written) = encode(&map.into(), &budget()) else {
        return;
    };
    let again = decode(&written)
        .unwrap_or_else(|error| panic!("{error}\n{}", String::from_utf8_lossy(&written)));
    assert_eq!(
        json::encode(&again.into(), Style::Compact).ok(),
        Some(expected)
    );
});
