//! DSA keys (FIPS 186-3), as Go's `crypto/dsa` makes them: primes of 2048 and 256 bits, without a seed to verify them.

use num_bigint::BigUint;

use super::der::{self, INTEGER, Reader, SEQUENCE, element, sequence};
use super::keys::GenerateError;
use super::{NoRandom, Random};

/// Rounds of Miller and Rabin's test; FIPS 186-3 asks for 56.
const ROUNDS: usize = 64;
/// The bits of the larger prime.
const BITS: u64 = 2_048;
/// Attempts at a prime of 256 bits, of which one in 90 succeeds. Bytes that are not random never make one.
const ATTEMPTS: usize = 20_000;
/// Small divisors, by which most numbers fall.
const SMALL: u32 = 4_096;

/// A private key.
#[derive(Debug, Clone)]
pub(super) struct DsaKey {
    p: BigUint,
    q: BigUint,
    g: BigUint,
    y: BigUint,
    x: BigUint,
}

/// A new key, with parameters of its own.
pub(super) fn generate(random: &Random) -> Result<DsaKey, GenerateError> {
    let primes = small_primes();
    let (p, q) = generate_primes(random, &primes)?;
    let one = BigUint::from(1_u32);
    let exponent = (&p - &one) / &q;
    let mut h = BigUint::from(2_u32);
    let g = loop {
        let g = h.modpow(&exponent, &p);
        if g != one {
            break g;
        }
        h += 1_u32;
    };
    for _ in 0..ATTEMPTS {
        let x = BigUint::from_bytes_be(&random.bytes::<32>()?);
        if x != BigUint::ZERO && x < q {
            let y = g.modpow(&x, &p);
            return Ok(DsaKey { p, q, g, y, x });
        }
    }
    Err(GenerateError::Generator)
}

/// A prime of 2048 bits, and one of 256 that divides the first less 1.
fn generate_primes(random: &Random, primes: &[u32]) -> Result<(BigUint, BigUint), GenerateError> {
    for _ in 0..ATTEMPTS {
        let mut bytes = random.bytes::<32>()?;
        force_odd_and_long(&mut bytes);
        let q = BigUint::from_bytes_be(&bytes);
        if !is_prime(&q, primes, random)? {
            continue;
        }
        for _ in 0..4 * BITS {
            let mut bytes = random.bytes::<256>()?;
            force_odd_and_long(&mut bytes);
            let candidate = BigUint::from_bytes_be(&bytes);
            let rest = &candidate % &q;
            // Down to the next number that is 1 more than a multiple of q.
            let p = candidate + 1_u32 - rest;
            if p.bits() == BITS && p.bit(0) && is_prime(&p, primes, random)? {
                return Ok((p, q));
            }
        }
    }
    Err(GenerateError::Generator)
}

fn force_odd_and_long(bytes: &mut [u8]) {
    if let Some(first) = bytes.first_mut() {
        *first |= 0x80;
    }
    if let Some(last) = bytes.last_mut() {
        *last |= 1;
    }
}

/// The odd primes under [`SMALL`].
fn small_primes() -> Vec<u32> {
    let mut primes: Vec<u32> = Vec::new();
    for candidate in (3..SMALL).step_by(2) {
        let is_prime = primes
            .iter()
            .take_while(|prime| *prime * *prime <= candidate)
            .all(|prime| candidate % prime != 0);
        if is_prime {
            primes.push(candidate);
        }
    }
    primes
}

/// Miller and Rabin's test. The number is odd, and larger than all of `primes`.
fn is_prime(number: &BigUint, primes: &[u32], random: &Random) -> Result<bool, NoRandom> {
    if primes.iter().any(|prime| number % *prime == BigUint::ZERO) {
        return Ok(false);
    }
    let one = BigUint::from(1_u32);
    let less_one = number - &one;
    let twos = less_one.trailing_zeros().unwrap_or_default();
    let odd = &less_one >> twos;
    for round in 0..ROUNDS {
        let base = if round == 0 {
            BigUint::from(2_u32)
        } else {
            // From 2 to the number less 2.
            BigUint::from_bytes_be(&random.bytes::<32>()?) % (&less_one - 2_u32) + 2_u32
        };
        let mut power = base.modpow(&odd, number);
        if power == one || power == less_one {
            continue;
        }
        let mut is_witness = true;
        for _ in 1..twos {
            power = &power * &power % number;
            if power == less_one {
                is_witness = false;
                break;
            }
        }
        if is_witness {
            return Ok(false);
        }
    }
    Ok(true)
}

impl DsaKey {
    /// OpenSSL's form: a version, p, q, g, y and x.
    pub(super) fn to_der(&self) -> Vec<u8> {
        let number = |number: &BigUint| der::unsigned(&number.to_bytes_be());
        sequence(&[
            &element(INTEGER, &[0]),
            &number(&self.p),
            &number(&self.q),
            &number(&self.g),
            &number(&self.y),
            &number(&self.x),
        ])
    }

    /// Reads that form. Go checks nothing of the numbers, nor what comes after them.
    pub(super) fn from_der(bytes: &[u8]) -> Option<Self> {
        let mut fields = Reader(bytes).enter(SEQUENCE)?;
        fields.integer()?;
        let mut number = || fields.integer().map(BigUint::from_bytes_be);
        Some(Self {
            p: number()?,
            q: number()?,
            g: number()?,
            y: number()?,
            x: number()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use num_bigint::BigUint;

    use super::{is_prime, small_primes};
    use crate::sprig::crypto::Random;

    /// Bytes that look random and are always the same.
    fn random() -> Random {
        let state = Cell::new(0x9e37_79b9_7f4a_7c15_u64);
        Random(Rc::new(move |bytes| {
            for byte in bytes {
                let next = state
                    .get()
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                state.set(next);
                *byte = next.to_be_bytes()[0];
            }
            true
        }))
    }

    #[test]
    fn primes_are_told_from_others() {
        let primes = small_primes();
        assert_eq!(primes[..5], [3, 5, 7, 11, 13]);
        assert_eq!(primes.len(), 563);
        let mersenne = |exponent: u32| (BigUint::from(1_u32) << exponent) - 1_u32;
        for (exponent, prime) in [
            (61, true),
            (67, false),
            (89, true),
            (127, true),
            (137, false),
            (521, true),
            (523, false),
        ] {
            assert_eq!(
                is_prime(&mersenne(exponent), &primes, &random()),
                Ok(prime),
                "{exponent}"
            );
        }
        // The product of two large primes.
        let product = mersenne(89) * mersenne(107);
        assert_eq!(is_prime(&product, &primes, &random()), Ok(false));
        // A strong pseudoprime to the base 2 without small divisors.
        let pseudoprime = BigUint::from(4_033_u32) * BigUint::from(1_u32);
        assert_eq!(is_prime(&pseudoprime, &[], &random()), Ok(false));
    }
}
