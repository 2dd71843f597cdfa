//! A layout of Go and a text behind a line `----`: parsing and formatting never panic, what is formatted is no longer
//! than foretold, and what RFC 3339 says of a time is that time.
#![no_main]

use chartwright_fuzz::halves;
use gotemplate::time::{Location, Time};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (layout, text) = halves(data);
    let berlin = Location::named("Europe/Berlin").expect("a zone");
    let mut times = vec![
        Time::of_unix(0, berlin.clone()),
        Time::of_unix(i64::MAX, berlin.clone()),
        Time::of_unix(i64::MIN, berlin.clone()),
    ];
    times.extend(Time::parse(layout, text, &berlin));
    for time in times {
        let shown = time.format(layout);
        assert!(shown.len() as u64 <= time.longest_format(layout.len()));
        if let Ok(shown) = time.strict_rfc3339() {
            let again = Time::parse(
                b"2006-01-02T15:04:05.999999999Z07:00",
                shown.as_bytes(),
                &berlin,
            )
            .unwrap_or_else(|error| panic!("{shown}: {error}"));
            // An offset of local mean time has seconds, which the format has no place for, in Go neither.
            assert!(again.unix().abs_diff(time.unix()) < 60, "{shown}");
            assert_eq!(again.nanosecond(), time.nanosecond(), "{shown}");
        }
    }
});
