//! What templates take from the machine: the clock, random numbers, the timezone.

use std::rc::Rc;

use gotemplate::sprig::Sources;

/// The machine's clock, timezone and random numbers.
pub fn machine() -> Sources {
    Sources {
        now: Rc::new(|| jiff::Timestamp::now().as_nanosecond()),
        local_zone: jiff::tz::TimeZone::system()
            .iana_name()
            .unwrap_or("UTC")
            .to_owned(),
        random: Rc::new(|bytes| aws_lc_rs::rand::fill(bytes).is_ok()),
    }
}
