//! An index chart by chart: what the quick reader tells is what the whole text, read as YAML, holds.
#![no_main]

use std::collections::BTreeMap;

use helm::index::Catalog;
use helm::yaml::to_value;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(catalog) = Catalog::read(data) else {
        return;
    };
    let shown = || String::from_utf8_lossy(data).into_owned();
    let mut counts = BTreeMap::new();
    for chart in catalog.charts() {
        let Ok(entries) = catalog.entries(chart) else {
            return;
        };
        counts.insert(chart.to_owned(), entries.len());
    }
    let total: usize = counts.values().sum();
    assert_eq!(total, catalog.versions(), "{counts:?}\n{}", shown());
    // Where the whole is YAML, it lists the same.
    let Ok(value) = to_value(data) else {
        return;
    };
    let Some(listed) = value.get("entries").and_then(|entries| entries.as_object()) else {
        assert!(counts.is_empty(), "{counts:?}\n{}", shown());
        return;
    };
    let whole: BTreeMap<String, usize> = listed
        .iter()
        .map(|(chart, entries)| (chart.clone(), entries.as_array().map_or(0, Vec::len)))
        .collect();
    assert_eq!(counts, whole, "{}", shown());
});
