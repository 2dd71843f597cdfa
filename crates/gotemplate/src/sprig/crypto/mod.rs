//! Sprig's functions on hashes, keys and certificates (sprig's crypto.go).
//!
//! Salts, serial numbers and initialisation vectors, and Ed25519, ECDSA and DSA keys, are made of the bytes that
//! [`Sources::random`] gives. RSA keys, and the nonces of signatures, come from the cryptographic library's own
//! generator, which takes no other, or are [`RsaKeys::Rehearsal`].

mod aes;
mod certificate;
mod der;
mod dsa;
mod issue;
mod keys;
mod parse_key;
mod password;
mod pem;
mod rsa;
mod x509;

use std::rc::Rc;

use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha512};

use self::keys::PrivateKey;
use super::arguments::Declare;
use super::{RsaKeys, Sources};
use crate::error::FunctionError;
use crate::function::{Functions, Signature};
use crate::value::Type;

const TEXT: Signature = Signature::of(&[Type::String]);
const TEXTS: Signature = Signature::of(&[Type::String, Type::String]);

/// What a function costs that takes as long as very many steps of a template.
mod cost {
    /// A hash of a password.
    pub(super) const PASSWORD: u64 = 50_000;
    /// A key whose primes have to be found.
    pub(super) const PRIMES: u64 = 500_000;
    /// Any other key, and a signature.
    pub(super) const SIGNATURE: u64 = 5_000;
}

/// Where random bytes come from.
#[derive(Clone)]
struct Random(Rc<Fill>);

/// Fills a buffer; `false`: it could not.
type Fill = dyn Fn(&mut [u8]) -> bool;

/// There are no random bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there are no random bytes")]
struct NoRandom;

impl Random {
    fn bytes<const LENGTH: usize>(&self) -> Result<[u8; LENGTH], NoRandom> {
        let mut bytes = [0; LENGTH];
        if (self.0)(&mut bytes) {
            Ok(bytes)
        } else {
            Err(NoRandom)
        }
    }
}

/// Adds them.
pub(super) fn add(functions: &mut Functions, sources: &Sources) {
    let random = Random(Rc::clone(&sources.random));
    add_hashes(functions);
    add_passwords(functions, &random);
    add_encryption(functions, &random);
    let own = random.clone();
    let rsa_keys = sources.rsa_keys;
    functions.declare("genPrivateKey", TEXT, move |call, arguments| {
        let kind = arguments.bytes(0);
        if matches!(kind, b"" | b"rsa" | b"dsa") {
            call.budget().step(cost::PRIMES)?;
        }
        call.budget().step(cost::SIGNATURE)?;
        Ok(generate(kind, rsa_keys, &own))
    });
    issue::add(functions, sources, &random);
}

fn add_hashes(functions: &mut Functions) {
    functions.declare("sha1sum", TEXT, |_, arguments| {
        Ok(hexadecimal(&Sha1::digest(arguments.bytes(0))))
    });
    functions.declare("sha256sum", TEXT, |_, arguments| {
        Ok(hexadecimal(&Sha256::digest(arguments.bytes(0))))
    });
    functions.declare("sha512sum", TEXT, |_, arguments| {
        Ok(hexadecimal(&Sha512::digest(arguments.bytes(0))))
    });
    functions.declare("adler32sum", TEXT, |_, arguments| {
        Ok(adler32(arguments.bytes(0)).to_string())
    });
}

fn add_passwords(functions: &mut Functions, random: &Random) {
    let own = random.clone();
    functions.declare("bcrypt", TEXT, move |call, arguments| {
        call.budget().step(cost::PASSWORD)?;
        Ok(password::bcrypt(arguments.bytes(0), &own))
    });
    let own = random.clone();
    functions.declare("htpasswd", TEXTS, move |call, arguments| {
        call.budget().step(cost::PASSWORD)?;
        Ok(password::htpasswd(
            arguments.bytes(0),
            arguments.bytes(1),
            &own,
        ))
    });
    functions.declare(
        "derivePassword",
        // Go's is a `uint32`, of which the low 32 bits count here.
        Signature::of(&[
            Type::Uint,
            Type::String,
            Type::String,
            Type::String,
            Type::String,
        ]),
        |call, arguments| {
            call.budget().step(cost::PASSWORD)?;
            let counter = arguments.value(0).as_unsigned().unwrap_or_default();
            Ok(password::derive(
                u32::try_from(counter & 0xffff_ffff).unwrap_or_default(),
                arguments.bytes(1),
                arguments.bytes(2),
                arguments.bytes(3),
                arguments.bytes(4),
            ))
        },
    );
}

fn add_encryption(functions: &mut Functions, random: &Random) {
    let own = random.clone();
    functions.declare("encryptAES", TEXTS, move |call, arguments| {
        let plain = arguments.bytes(1);
        // Padded, with a block before it, and in base64.
        let length = plain.len().saturating_add(32).div_ceil(3).saturating_mul(4);
        call.budget()
            .text(u64::try_from(length).unwrap_or(u64::MAX))?;
        aes::encrypt(arguments.bytes(0), plain, &own).map_err(|error| error.to_string().into())
    });
    functions.declare("decryptAES", TEXTS, |call, arguments| {
        let encrypted = arguments.bytes(1);
        call.budget()
            .text(u64::try_from(encrypted.len()).unwrap_or(u64::MAX))?;
        aes::decrypt(arguments.bytes(0), encrypted).map_err(FunctionError::from)
    });
}

/// `genPrivateKey`: a key as PEM, or the complaint in its place.
fn generate(kind: &[u8], rsa_keys: RsaKeys, random: &Random) -> Vec<u8> {
    let key = match kind {
        b"" | b"rsa" => PrivateKey::rsa(rsa_keys, rsa::Size::Bits4096),
        b"dsa" => match dsa::generate(random) {
            Ok(key) => Ok(PrivateKey::Dsa(key)),
            Err(error) => return format!("failed to generate dsa params: {error}").into(),
        },
        b"ecdsa" => PrivateKey::generate_p256(random),
        b"ed25519" => PrivateKey::generate_ed25519(random),
        _ => return [b"Unknown type ", kind].concat(),
    };
    match key {
        Ok(key) => key.to_pem(),
        Err(error) => format!("failed to generate private key: {error}").into(),
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| DIGITS.get(usize::from(digit)).copied().map(char::from))
        .collect()
}

/// `hash/adler32`'s `Checksum`.
fn adler32(text: &[u8]) -> u32 {
    const MODULUS: u32 = 65_521;
    // So many bytes fit before a sum could overflow.
    const CHUNK: usize = 5_552;
    let (mut low, mut high) = (1_u32, 0_u32);
    for chunk in text.chunks(CHUNK) {
        for byte in chunk {
            low += u32::from(*byte);
            high += low;
        }
        low %= MODULUS;
        high %= MODULUS;
    }
    high << 16 | low
}

#[cfg(test)]
mod tests;
