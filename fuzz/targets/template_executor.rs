//! Templates with sprig's functions over fixed data: executing never panics and always ends, twice the same, and an
//! error names a line of the template.
#![no_main]

use std::rc::Rc;

use chartwright_fuzz::{budget, data};
use gotemplate::error::ExecuteError;
use gotemplate::sprig::{Sources, functions};
use gotemplate::{MissingKey, Templates};
use libfuzzer_sys::fuzz_target;

fn sources() -> Sources {
    Sources {
        rsa_keys: gotemplate::sprig::RsaKeys::New,
        now: Rc::new(|| 1_700_000_000_000_000_000),
        local_zone: "Europe/Berlin".to_owned(),
        // There are no keys to be found in it: those take long.
        random: Rc::new(|_| false),
    }
}

fuzz_target!(|text: &[u8]| {
    let mut templates = Templates::new("gotpl", functions(&sources()), MissingKey::Zero);
    if templates.parse("file", text).is_err() {
        return;
    }
    let lines = 1 + text.iter().filter(|byte| **byte == b'\n').count();
    let run = || templates.execute("file", &data(), &budget());
    let outcome = run();
    match (&outcome, run()) {
        (Ok(one), Ok(other)) => assert_eq!(*one, other),
        (Err(one), Err(other)) => {
            assert_eq!(one.to_string(), other.to_string());
            if let ExecuteError::At(failure) = one {
                assert!((1..=lines).contains(&failure.position.line), "{one}");
            }
        }
        (one, other) => panic!("{one:?}\n{other:?}"),
    }
});
