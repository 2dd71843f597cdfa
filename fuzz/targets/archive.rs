//! A chart package: no bytes crash the reader or make it take much memory, and what it reads stays in the chart.
#![no_main]

use chartwright_fuzz::{gzip, package_bytes};
use libfuzzer_sys::fuzz_target;

/// Helm's limit for the files of a chart together, in bytes.
const MAX_CHART_SIZE: usize = 100 << 20;

fuzz_target!(|data: &[u8]| {
    let Some((form, data)) = data.split_first() else {
        return;
    };
    let bytes = match form % 4 {
        0 => data.to_vec(),
        1 => gzip(data),
        _ => package_bytes(data),
    };
    let Ok(chart) = helm::load::load_archive(&bytes) else {
        return;
    };
    let mut pending = vec![&chart];
    let mut total = 0;
    while let Some(chart) = pending.pop() {
        pending.extend(&chart.subcharts);
        for file in chart.templates.iter().chain(&chart.files) {
            total += file.data.len();
            assert!(!file.name.starts_with('/'), "{:?}", file.name);
            assert!(
                file.name.split('/').all(|part| part != ".."),
                "{:?}",
                file.name
            );
        }
    }
    assert!(total <= MAX_CHART_SIZE, "{total} bytes");
});
