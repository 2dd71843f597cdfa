//! The index.json of an image layout: what is written can be resolved, and every other entry stays.
#![no_main]

use chartwright::registry::Digest;
use chartwright::registry::image_layout::ImageLayout;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &[u8]| {
    let directory = chartwright_fuzz::directory();
    let index = directory.path().join("index.json");
    std::fs::write(
        directory.path().join("oci-layout"),
        r#"{"imageLayoutVersion":"1.0.0"}"#,
    )
    .expect("a file");
    std::fs::write(&index, text).expect("a file");
    let layout = ImageLayout::new(directory.path());
    let read = || std::fs::read(&index).expect("the index");
    if layout.check().is_err() {
        assert!(layout.write("demo:1.0.0", b"{}", &[]).is_err());
        assert_eq!(read(), text, "what cannot be read is left as it is");
        return;
    }
    let before = layout.resolve("demo:1.0.0");
    let digest = Digest::of(b"{}");
    match layout.write("demo:1.0.0", b"{}", &[]) {
        Ok(None) => {
            assert_eq!(
                layout.resolve("demo:1.0.0").expect("it was written"),
                Some(digest)
            );
            let old: Value = serde_json::from_slice(text).expect("it was read");
            let new: Value = serde_json::from_slice(&read()).expect("it was written");
            for (key, value) in old.as_object().expect("an object") {
                if key != "manifests" {
                    assert_eq!(new.get(key), Some(value), "{key}");
                }
            }
            let list = |index: &Value| index["manifests"].as_array().cloned().unwrap_or_default();
            assert!(list(&new).starts_with(&list(&old)));
        }
        Ok(other) => {
            assert_eq!(other, before.expect("it was read"));
            assert_eq!(read(), text);
        }
        Err(_) => {
            before.expect_err("only an entry without a digest stands in the way");
            assert_eq!(read(), text);
        }
    }
});
