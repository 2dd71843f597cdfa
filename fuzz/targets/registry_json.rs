//! What a registry answers in JSON: manifests, and the words of a refusal, which stay short and on one line.
#![no_main]

use chartwright::registry::Complaint;
use chartwright::registry::manifest::Manifest;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(manifest) = serde_json::from_slice::<Manifest>(data)
        && let Some(layer) = manifest.chart_layer()
    {
        assert!(manifest.layers.contains(layer));
    }
    for complaint in Complaint::read(data) {
        for text in [&complaint.code, &complaint.message] {
            assert!(text.chars().count() <= 301, "{text}");
            assert!(!text.chars().any(char::is_control), "{text:?}");
        }
        assert!(!complaint.code.is_empty() || !complaint.message.is_empty());
    }
});
