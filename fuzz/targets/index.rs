//! An index gets an entry: nothing else is lost, and a second time changes nothing.
//!
//! The first byte chooses the entry, the rest is the old index.
#![no_main]

use chartwright_fuzz::package;
use helm::index::{Entry, Outcome, find, splice};
use helm::yaml::to_value;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const ENTRIES: [(&str, &str); 4] = [
    ("demo", "1.2.3"),
    ("demo", "0.1.0-rc.1+b"),
    ("alpha", "10.0.0"),
    ("true", "1.0.0"),
];

fuzz_target!(|data: &[u8]| {
    let Some((choice, old)) = data.split_first() else {
        return;
    };
    let (name, version) = ENTRIES[usize::from(*choice) % ENTRIES.len()];
    let package = package(name, version);
    let entry = Entry::new(&package, vec![package.file_name()]);
    let generated = "2026-05-04T10:11:12Z".parse().expect("a time");
    let Ok(spliced) = splice(Some(old), &entry, generated) else {
        return;
    };
    let shown = || String::from_utf8_lossy(&spliced.bytes).into_owned();
    if spliced.outcome == Outcome::Unchanged {
        assert_eq!(spliced.bytes, old);
        return;
    }
    let found =
        find(&spliced.bytes, name, version).unwrap_or_else(|error| panic!("{error}\n{}", shown()));
    let found = found.unwrap_or_else(|| panic!("not listed\n{}", shown()));
    assert_eq!(found.digest.as_deref(), Some(package.sha256.as_str()));
    let again = splice(Some(&spliced.bytes), &entry, generated).expect("it was read just now");
    assert_eq!(again.outcome, Outcome::Unchanged, "{}", shown());
    assert_eq!(again.versions, spliced.versions, "{}", shown());
    if !spliced.reencoded {
        lines_stay(old, &spliced.bytes, name);
    }
    if let (Ok(old), Ok(new)) = (to_value(old), to_value(&spliced.bytes)) {
        data_stay(&old, new, name, version);
    }
});

/// Every old line is there in the old order, but for the index's time and places that were empty.
fn lines_stay(old: &[u8], new: &[u8], name: &str) {
    let mut rest = new.split(|byte| *byte == b'\n');
    // The time may stand on the lines below its key.
    let mut within_time = false;
    for line in old.split(|byte| *byte == b'\n') {
        if line.starts_with(b"generated") {
            within_time = true;
        } else if line.first().is_some_and(|byte| !byte.is_ascii_whitespace()) {
            within_time = false;
        }
        let mut ahead = rest.clone();
        if ahead.any(|other| other == line) {
            rest = ahead;
            continue;
        }
        let text = String::from_utf8_lossy(line);
        let may_change = within_time
            || ["generated", "entries", name]
                .iter()
                .any(|word| text.contains(word));
        // A last line without a line end gets one; of CRLF the CR is part of the line here.
        let last = old.ends_with(line);
        let moved = last
            && new
                .split(|byte| *byte == b'\n')
                .any(|other| other.trim_ascii() == line.trim_ascii());
        assert!(
            moved || may_change,
            "lost {text:?}\n{}",
            String::from_utf8_lossy(new)
        );
    }
}

/// Taking the new version out of the new index gives the old index, its time apart.
fn data_stay(old: &Value, mut new: Value, name: &str, version: &str) {
    let Some(fields) = new.as_object_mut() else {
        panic!("no map: {new}");
    };
    if let Some(charts) = fields.get_mut("entries").and_then(Value::as_object_mut) {
        if let Some(list) = charts.get_mut(name).and_then(Value::as_array_mut) {
            let at = list.iter().position(|entry| entry["version"] == version);
            list.remove(at.expect("our version"));
        }
        for (chart, list) in charts.iter() {
            let before = &old["entries"][chart];
            let none = list.as_array().is_some_and(Vec::is_empty) && before.is_null();
            assert!(
                none || same(before, list),
                "{chart}: {before} became {list}"
            );
        }
        let before = old["entries"].as_object().map_or(0, |charts| charts.len());
        assert!(charts.len() >= before, "a chart is lost");
    }
    for (key, value) in old.as_object().into_iter().flatten() {
        if key != "entries" && key != "generated" {
            let now = fields.get(key).unwrap_or(&Value::Null);
            assert!(same(value, now), "{key}: {value} became {now}");
        }
    }
}

/// Whether JSON readers see the same: an index that is written anew has `0` for `.0`, as Helm writes it.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .all(|(key, value)| other.get(key).is_some_and(|other| same(value, other)))
        }
        _ => one == other,
    }
}
