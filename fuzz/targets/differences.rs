//! Two packages compared: every package is the same as itself, and which one is the old one does not matter.
#![no_main]

use chartwright_fuzz::package_bytes;
use helm::package::differences;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (one, other) = data.split_at(data.len() / 1024 * 512);
    let (one, other) = (package_bytes(one), package_bytes(other));
    if let Ok(names) = differences(&one, &one) {
        assert!(names.is_empty(), "{names:?}");
    }
    let there = differences(&one, &other);
    let back = differences(&other, &one);
    assert_eq!(there.is_ok(), back.is_ok());
    if let (Ok(there), Ok(back)) = (there, back) {
        assert_eq!(there, back);
        assert!(there.windows(2).all(|pair| pair[0] < pair[1]), "{there:?}");
    }
});
