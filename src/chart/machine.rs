//! What templates take from the machine: the clock, random numbers, the timezone.

use std::rc::Rc;

use gotemplate::sprig::{RsaKeys, Sources};

/// The machine's clock, timezone and random numbers.
pub fn machine() -> Sources {
    Sources {
        now: Rc::new(|| jiff::Timestamp::now().as_nanosecond()),
        local_zone: jiff::tz::TimeZone::system()
            .iana_name()
            .unwrap_or("UTC")
            .to_owned(),
        random: Rc::new(|bytes| aws_lc_rs::rand::fill(bytes).is_ok()),
        rsa_keys: RsaKeys::New,
    }
}

/// The same for a render that is only checked and shown to nobody: RSA keys are not made but taken, since finding the
/// primes of one takes longer than everything else that a check of a chart does.
pub fn rehearsal() -> Sources {
    Sources {
        rsa_keys: RsaKeys::Rehearsal,
        ..machine()
    }
}
