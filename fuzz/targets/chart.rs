//! A chart's directory: what may be packaged is packaged, loads again and is the same as itself.
//!
//! The files of `PATHS` in their order, apart by `----`; an empty one is left out.
#![no_main]

use chartwright_fuzz::{directory, halves};
use gotemplate::sprig::Sources;
use helm::check::{Linting, check};
use helm::lint::RunOptions;
use helm::package::{Options, build, differences};
use libfuzzer_sys::fuzz_target;

const PATHS: [&str; 8] = [
    "Chart.yaml",
    "values.yaml",
    ".helmignore",
    "Chart.lock",
    "values.schema.json",
    "templates/a.yaml",
    "crds/a.yaml",
    "charts/sub/Chart.yaml",
];

fuzz_target!(|data: &[u8]| {
    let directory = directory();
    let mut rest = data;
    for path in PATHS {
        let content;
        (content, rest) = halves(rest);
        if content.is_empty() {
            continue;
        }
        let path = directory.path().join(path);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).expect("a directory");
        }
        std::fs::write(path, content).expect("a file");
    }
    let options = RunOptions::new(Sources::fixed());
    let strict = check(directory.path(), Linting::Strict, &options)
        .outcome
        .is_ok();
    let on = check(directory.path(), Linting::On, &options)
        .outcome
        .is_ok();
    let off = check(directory.path(), Linting::Off, &options).outcome;
    assert!(on || !strict, "strict is stricter");
    assert!(off.is_ok() || !on, "lint only takes away");
    let Ok(chart) = off else {
        return;
    };
    let options = Options {
        created: "2026-05-04T10:11:12Z".parse().expect("a time"),
        version: None,
        app_version: None,
    };
    let Ok(package) = build(chart.clone(), &options) else {
        return;
    };
    let again = build(chart, &options).expect("it was built just now");
    assert_eq!(package.bytes, again.bytes, "the same bytes every time");
    assert!(
        !package.file_name().contains('/'),
        "{:?}",
        package.file_name()
    );
    let loaded = helm::load::load_archive(&package.bytes)
        .unwrap_or_else(|errors| panic!("its own package does not load: {errors:?}"));
    assert_eq!(loaded.metadata.name, package.metadata.name);
    assert_eq!(
        differences(&package.bytes, &again.bytes).expect("it loads"),
        [""; 0]
    );
});
