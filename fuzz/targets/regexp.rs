//! An expression, a line `----`, a text, and a replacement behind the next one: nothing panics, matches stand in order
//! within the text, and the parts of a split are of the text.
#![no_main]

use chartwright_fuzz::{budget, halves};
use gotemplate::regexp::{Regexp, quote_meta};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (expression, rest) = halves(data);
    let (text, replacement) = halves(rest);
    let quoted = Regexp::from_bytes(&quote_meta(text));
    assert!(quoted.map_or(true, |quoted| quoted.is_match(text)));
    let Ok(Ok(regexp)) = Regexp::within(expression, &budget()) else {
        return;
    };
    let Ok(found) = regexp.find_all_index(text, -1, &budget()) else {
        return;
    };
    assert_eq!(regexp.is_match(text), !found.is_empty());
    let mut end = 0;
    for (start, stop) in &found {
        assert!(end <= *start && start <= stop && *stop <= text.len());
        end = *stop;
    }
    if let Some((start, stop)) = found.first() {
        assert_eq!(regexp.find(text), text.get(*start..*stop));
    }
    let _ = regexp.split(text, -1, &budget());
    let _ = regexp.replace_all(text, replacement, &budget());
    // Without a match nothing is replaced.
    let replaced = regexp.replace_all_literal(text, replacement, &budget());
    assert!(!found.is_empty() || replaced.map_or(true, |replaced| replaced == text));
});
