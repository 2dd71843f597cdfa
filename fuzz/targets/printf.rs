//! A format over fixed arguments, shorter ones too: nothing panics, texts without `%` stay, and it is the same twice.
#![no_main]

use chartwright_fuzz::{budget, data};
use gotemplate::format::{sprint, sprintf, sprintln};
use gotemplate::{List, Value};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|format: &[u8]| {
    let all = [
        Value::Int(-42),
        Value::Float64(3.25e-7),
        "a \"text\" \u{e4}\n".into(),
        Value::Bool(true),
        Value::Nil,
        data(),
        List::strings(["x", "y"]).into(),
        Value::Uint64(u64::MAX),
        Value::Float64(f64::NAN),
        Value::Int(3),
    ];
    for first in 0..all.len() {
        let arguments = &all[first..];
        let shown = sprintf(format, arguments, &budget());
        assert_eq!(shown, sprintf(format, arguments, &budget()));
        if let (Ok(shown), false) = (&shown, format.contains(&b'%')) {
            assert!(shown.starts_with(format));
        }
    }
    let text = Value::from(gotemplate::Text::from(format));
    assert_eq!(
        sprint(std::slice::from_ref(&text), &budget()).as_deref(),
        Ok(format)
    );
    let line = sprintln(&[text], &budget()).expect("a short line");
    assert_eq!(line, [format, b"\n"].concat());
});
