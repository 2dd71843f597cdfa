//! RSA keys, in the form in which they are stored (PKCS #1).

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use num_bigint::BigUint;
use sha2::{Digest as _, Sha256};

use super::der::{self, OCTET_STRING, Reader, SEQUENCE, sequence};
use super::keys::SignError;
use crate::sprig::RsaKeys;

/// The least bits of a key with which Go signs.
const LEAST_BITS: u64 = 1_024;
/// The bits of keys with which the library signs.
const LIBRARY_BITS: std::ops::RangeInclusive<u64> = 2_048..=8_192;

/// Keys for [`RsaKeys::Rehearsal`], in PKCS #1. They stand in public and protect nothing.
const REHEARSAL_2048: &[u8] = include_bytes!("rehearsal/rsa-2048.der");
const REHEARSAL_4096: &[u8] = include_bytes!("rehearsal/rsa-4096.der");

/// A private key.
#[derive(Debug, Clone)]
pub(super) struct RsaKey {
    pkcs1: Vec<u8>,
    public: Vec<u8>,
    modulus: BigUint,
    private_exponent: BigUint,
}

/// How many bits a new key has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Size {
    Bits2048,
    Bits4096,
}

impl RsaKey {
    /// A key of that size. `None`: the library failed.
    pub(super) fn take(from: RsaKeys, size: Size) -> Option<Self> {
        match (from, size) {
            (RsaKeys::New, size) => Self::generate(size),
            (RsaKeys::Rehearsal, Size::Bits2048) => Self::from_pkcs1(REHEARSAL_2048).ok(),
            (RsaKeys::Rehearsal, Size::Bits4096) => Self::from_pkcs1(REHEARSAL_4096).ok(),
        }
    }

    fn generate(size: Size) -> Option<Self> {
        let size = match size {
            Size::Bits2048 => KeySize::Rsa2048,
            Size::Bits4096 => KeySize::Rsa4096,
        };
        let pair = KeyPair::generate(size).ok()?;
        let pkcs8: Pkcs8V1Der<'_> = pair.as_der().ok()?;
        let mut key = Reader(pkcs8.as_ref()).enter(SEQUENCE)?;
        key.integer()?;
        key.enter(SEQUENCE)?;
        Self::from_pkcs1(key.contents(OCTET_STRING)?).ok()
    }

    /// Reads PKCS #1, of which the outermost element is known to be a sequence.
    ///
    /// # Errors
    /// Go's words.
    pub(super) fn from_pkcs1(pkcs1: &[u8]) -> Result<Self, &'static str> {
        const BROKEN: &str = "asn1: syntax error: sequence truncated";
        let mut fields = Reader(pkcs1).enter(SEQUENCE).ok_or(BROKEN)?;
        let is_multiprime = match fields.integer().ok_or(BROKEN)? {
            [version @ (0 | 1)] => *version == 1,
            _ => return Err("x509: unsupported private key version"),
        };
        let mut number = || fields.integer().ok_or(BROKEN);
        let [n, e, d, p, q] = [number()?, number()?, number()?, number()?, number()?];
        let is_positive = |bytes: &&[u8]| matches!(bytes, [1..0x80, ..] | [0, _, ..]);
        if ![n, d, p, q].iter().all(is_positive) {
            return Err("x509: private key contains zero or negative value");
        }
        let [modulus, private_exponent, p, q] = [n, d, p, q].map(BigUint::from_bytes_be);
        if p * q != modulus && !is_multiprime {
            return Err("crypto/rsa: p * q != n");
        }
        Ok(Self {
            pkcs1: pkcs1.to_vec(),
            public: sequence(&[&der::unsigned(n), &der::unsigned(e)]),
            modulus,
            private_exponent,
        })
    }

    /// The private key in PKCS #1.
    pub(super) fn pkcs1(&self) -> &[u8] {
        &self.pkcs1
    }

    /// The public key in PKCS #1.
    pub(super) fn public(&self) -> &[u8] {
        &self.public
    }

    /// Signs with PKCS #1 v1.5 and SHA-256.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let bits = self.modulus.bits();
        if bits < LEAST_BITS {
            return Err(SignError::Insecure(bits));
        }
        if !LIBRARY_BITS.contains(&bits) {
            return self.sign_alone(message).ok_or(SignError::Failed);
        }
        let pair = KeyPair::from_der(&self.pkcs1).map_err(|_| SignError::Failed)?;
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            message,
            &mut signature,
        )
        .map_err(|_| SignError::Failed)?;
        Ok(signature)
    }

    /// Signs with a key of a size that the library refuses. How long it takes tells of the key; nobody but the one
    /// who gave the key to the template can measure that.
    fn sign_alone(&self, message: &[u8]) -> Option<Vec<u8>> {
        const SHA256_PREFIX: [u8; 19] = [
            0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
            0x01, 0x05, 0x00, 0x04, 0x20,
        ];
        let length = usize::try_from(self.modulus.bits().div_ceil(8)).ok()?;
        let digest = Sha256::digest(message);
        let tail = [&[0][..], &SHA256_PREFIX, &digest].concat();
        let padding = length.checked_sub(tail.len())?.checked_sub(2)?;
        let padded = [&[0, 1][..], &vec![0xff; padding], &tail].concat();
        let signature = BigUint::from_bytes_be(&padded)
            .modpow(&self.private_exponent, &self.modulus)
            .to_bytes_be();
        let mut out = vec![0; length.checked_sub(signature.len())?];
        out.extend(signature);
        Some(out)
    }
}
