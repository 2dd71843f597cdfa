//! A pack: whole objects and deltas of the fuzzer's making, compressed for it; or its bytes as they are.
//!
//! Made up: of every entry a byte with its type and the length of its content, the base's distance for an offset
//! delta, then the content.
#![no_main]

use std::io::Write as _;

use chartwright::git::pack::Pack;
use chartwright::git::{Kind, ObjectId};
use flate2::{Compression, write::ZlibEncoder};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((form, mut rest)) = data.split_first() else {
        return;
    };
    if form % 4 == 0 {
        let _ = Pack::parse(rest.to_vec());
        return;
    }
    let mut body = Vec::new();
    let mut count = 0_u32;
    let mut whole = Vec::new();
    while let Some((head, after)) = rest.split_first() {
        let kind = head >> 5;
        let length = usize::from(head & 0x1f).min(after.len());
        let (content, after) = after.split_at(length);
        rest = after;
        count += 1;
        // Five bits of length: the first four, and one byte more.
        let size = u8::try_from(length).expect("five bits");
        body.extend([0x80 | kind << 4 | size & 0x0f, size >> 4]);
        match kind {
            6 => {
                body.extend(rest.first());
                rest = rest.get(1..).unwrap_or_default();
            }
            7 => {
                // Of the first object, which a delta most likely fits.
                let base = whole.first().map_or(ObjectId::ZERO, |(id, _)| *id);
                body.extend(base.as_bytes());
            }
            1..=4 => {
                let kind = [Kind::Commit, Kind::Tree, Kind::Blob, Kind::Tag][usize::from(kind) - 1];
                whole.push((ObjectId::of(kind, content), content.to_vec()));
            }
            _ => {}
        }
        let mut encoder = ZlibEncoder::new(&mut body, Compression::new(1));
        encoder.write_all(content).expect("into memory");
        encoder.finish().expect("into memory");
    }
    let bytes = [
        b"PACK\0\0\0\x02".as_slice(),
        &count.to_be_bytes(),
        &body,
        &[0; 20],
    ]
    .concat();
    let Ok(pack) = Pack::parse(bytes) else {
        return;
    };
    assert_eq!(pack.len(), usize::try_from(count).expect("a count"));
    for (id, content) in whole {
        let object = pack.get(id).expect("it was read").expect("it is there");
        assert_eq!(object.bytes, content);
    }
});
