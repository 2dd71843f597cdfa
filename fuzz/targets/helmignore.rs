//! .helmignore and a path, apart by `----`: line ends do not matter, and without `!` what leaves out a file would
//! leave out a directory of that name.
#![no_main]

use chartwright_fuzz::halves;
use helm::ignore::Rules;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (text, path) = halves(data);
    let rules = Rules::parse(text);
    let windows: Vec<u8> = text
        .iter()
        .flat_map(|byte| match byte {
            b'\n' => b"\r\n".to_vec(),
            other => vec![*other],
        })
        .collect();
    let other = Rules::parse(&windows);
    if text.len() < 60_000 {
        assert_eq!(rules.is_ok(), other.is_ok());
    }
    let Ok(rules) = rules else {
        return;
    };
    let (file, directory) = (rules.ignores(path, false), rules.ignores(path, true));
    if let Ok(other) = other {
        assert_eq!(other.ignores(path, false), file);
    }
    if !text.contains(&b'!') {
        assert!(directory || !file);
    }
    assert!(!rules.ignores(b"", true));
});
