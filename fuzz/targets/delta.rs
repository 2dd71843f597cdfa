//! A former and a new file, apart by `----`: the thin pack that is made of them gives the new one again.
#![no_main]

use chartwright::git::pack::{NewObject, Pack, write};
use chartwright::git::{Kind, Object, ObjectId};
use chartwright_fuzz::halves;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (former, new) = halves(data);
    // Deltas are for long files.
    let (former, new) = (former.repeat(3), new.repeat(4));
    let base = NewObject::new(Kind::Blob, former.clone());
    let object = NewObject {
        object: Object {
            kind: Kind::Blob,
            bytes: new.clone(),
        },
        former: Some((base.id(), former)),
    };
    for thin in [true, false] {
        let bytes = write(&[base.clone(), object.clone()], thin).expect("into memory");
        let pack = Pack::parse(bytes).expect("its own pack");
        let read = pack
            .get(ObjectId::of(Kind::Blob, &new))
            .expect("it was read");
        assert_eq!(read.expect("it is there").bytes, new);
    }
});
