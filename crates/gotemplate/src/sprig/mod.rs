//! The functions of sprig 3.3.0 (`TxtFuncMap`), apart from `env`, `expandenv` and `getHostByName`, which read the
//! machine.

mod arguments;
mod cast;
mod copy;
mod cost;
mod crypto;
mod dates;
mod decimal;
mod defaults;
mod dicts;
mod encoding;
mod equality;
mod lists;
mod numeric;
mod panics;
mod paths;
mod random;
mod reflection;
mod regex;
mod round;
mod strings;
mod urls;
mod versions;

use std::fmt;
use std::rc::Rc;

use crate::function::Functions;

/// Fills a slice with random bytes fit for keys. `false`: there are none.
pub type Random = Rc<dyn Fn(&mut [u8]) -> bool>;

/// What functions take from the world outside. Everything else that they give depends on their arguments alone.
#[derive(Clone)]
pub struct Sources {
    /// The clock: nanoseconds since 1970, UTC.
    pub now: Rc<dyn Fn() -> i128>,
    /// The name of the local timezone, as in the IANA database: `UTC`, `Europe/Berlin`.
    pub local_zone: String,
    /// Random bytes fit for keys.
    pub random: Random,
    /// Where RSA keys come from.
    pub rsa_keys: RsaKeys,
}

/// Where `genPrivateKey`, `genCA` and their like take RSA keys from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RsaKeys {
    /// A new key each time. To find its primes takes longer than everything else that templates do.
    New,
    /// One key of each size, which everybody knows. It is for runs whose outcome nobody sees, as those of a linter:
    /// whatever a template does with a key works with it as with any other.
    Rehearsal,
}

impl Sources {
    /// A clock that stands at the beginning of 1970, in UTC, and no random numbers: every run gives the same.
    #[must_use]
    pub fn fixed() -> Self {
        Self {
            now: Rc::new(|| 0),
            local_zone: "UTC".to_owned(),
            random: Rc::new(|_| false),
            rsa_keys: RsaKeys::New,
        }
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "sources in {}", self.local_zone)
    }
}

/// All functions.
#[must_use]
pub fn functions(sources: &Sources) -> Functions {
    let mut functions = Functions::new();
    strings::add(&mut functions, sources);
    lists::add(&mut functions, sources);
    dicts::add(&mut functions, sources);
    defaults::add(&mut functions, sources);
    reflection::add(&mut functions, sources);
    numeric::add(&mut functions, sources);
    encoding::add(&mut functions, sources);
    regex::add(&mut functions, sources);
    versions::add(&mut functions, sources);
    urls::add(&mut functions, sources);
    paths::add(&mut functions, sources);
    dates::add(&mut functions, sources);
    crypto::add(&mut functions, sources);
    random::add(&mut functions, sources);
    functions
}
