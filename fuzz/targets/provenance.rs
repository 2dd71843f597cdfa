//! A provenance file: what it says of a package does not depend on how its lines end.
#![no_main]

use helm::provenance::Provenance;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Ok(read) = Provenance::read(data) else {
        return;
    };
    for file in read.files.keys() {
        let digest = read.sha256(file).unwrap_or_default();
        assert_eq!(digest, digest.to_ascii_lowercase());
    }
    let text = String::from_utf8_lossy(data).replace("\r\n", "\n");
    let other = Provenance::read(text.replace('\n', "\r\n").as_bytes());
    assert_eq!(other.ok(), Some(read));
});
