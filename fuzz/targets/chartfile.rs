//! Chart.yaml: what was decoded and is encoded decodes to the same, and places point into the text.
#![no_main]

use helm::metadata::{Chartfile, Metadata};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let file = Chartfile::new(data);
    for field in [
        "name",
        "version",
        "apiVersion",
        "dependencies",
        "maintainers",
    ] {
        if let Some((mark, _)) = file.place(field) {
            // A lone CR begins a line too, so that only the number of bytes is an upper bound.
            assert!(mark.line <= data.len() + 1, "{mark:?}");
        }
        let _ = (file.scalar_text(field), file.item_value(field, 0, "name"));
    }
    let Ok(mut metadata) = Metadata::from_yaml(data) else {
        return;
    };
    let _: serde_json::Value = serde_json::from_str(&metadata.to_json()).expect("JSON");
    if metadata.validate().is_err() {
        return;
    }
    let written = metadata.to_yaml();
    let mut again = Metadata::from_yaml(written.as_bytes())
        .unwrap_or_else(|error| panic!("{error}\n{written}"));
    again.validate().expect("it was valid");
    // What YAML cannot hold comes out in other words once, and then stays.
    assert_eq!(again.to_yaml(), written);
});
