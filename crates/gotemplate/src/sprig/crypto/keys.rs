//! Private keys: made, signed with, and written as Go's `crypto/x509` writes them.

use aws_lc_rs::agreement;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING,
    EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair as _,
};

use super::der::{
    self, INTEGER, NULL, OBJECT_IDENTIFIER, OCTET_STRING, context_constructed, element, nested,
    sequence,
};
use super::dsa::DsaKey;
use super::rsa::{RsaKey, Size};
use super::{NoRandom, Random, pem};
use crate::sprig::RsaKeys;

/// The contents of object identifiers.
pub(super) mod identifier {
    /// 1.2.840.113549.1.1.1
    pub(in super::super) const RSA: &[u8] = &[42, 134, 72, 134, 247, 13, 1, 1, 1];
    /// 1.2.840.113549.1.1.11
    pub(super) const SHA256_WITH_RSA: &[u8] = &[42, 134, 72, 134, 247, 13, 1, 1, 11];
    /// 1.2.840.10045.2.1
    pub(in super::super) const ELLIPTIC_CURVE: &[u8] = &[42, 134, 72, 206, 61, 2, 1];
    /// 1.2.840.10045.4.3.2
    pub(super) const ECDSA_WITH_SHA256: &[u8] = &[42, 134, 72, 206, 61, 4, 3, 2];
    /// 1.2.840.10045.4.3.3
    pub(super) const ECDSA_WITH_SHA384: &[u8] = &[42, 134, 72, 206, 61, 4, 3, 3];
    /// 1.2.840.10045.4.3.4
    pub(super) const ECDSA_WITH_SHA512: &[u8] = &[42, 134, 72, 206, 61, 4, 3, 4];
    /// 1.2.840.10045.3.1.7
    pub(super) const P256: &[u8] = &[42, 134, 72, 206, 61, 3, 1, 7];
    /// 1.3.132.0.34
    pub(super) const P384: &[u8] = &[43, 129, 4, 0, 34];
    /// 1.3.132.0.35
    pub(super) const P521: &[u8] = &[43, 129, 4, 0, 35];
    /// 1.3.101.112
    pub(in super::super) const ED25519: &[u8] = &[43, 101, 112];
    /// 1.3.101.110
    pub(in super::super) const X25519: &[u8] = &[43, 101, 110];
}

/// A private key.
#[derive(Debug, Clone)]
pub(super) enum PrivateKey {
    Rsa(RsaKey),
    Dsa(DsaKey),
    Ecdsa(EcdsaKey),
    Ed25519(Ed25519Key),
    /// A key for key exchange, which signs nothing.
    X25519,
}

/// A key on an elliptic curve.
#[derive(Debug, Clone)]
pub(super) struct EcdsaKey {
    curve: Curve,
    /// As many bytes as the curve's order has.
    scalar: Vec<u8>,
    /// The point, uncompressed.
    public: Vec<u8>,
}

#[derive(Debug, Clone)]
pub(super) struct Ed25519Key {
    seed: [u8; 32],
    public: Vec<u8>,
}

/// The curves of which there is a signature here. Go has P-224 besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Curve {
    P256,
    P384,
    P521,
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub(super) enum GenerateError {
    #[error(transparent)]
    Random(#[from] NoRandom),
    #[error("the generator failed")]
    Generator,
}

/// Why something could not be signed.
#[derive(Debug, thiserror::Error)]
pub(super) enum SignError {
    #[error("x509: certificate private key does not implement crypto.Signer")]
    NoSigner,
    #[error(
        "crypto/rsa: {0}-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)"
    )]
    Insecure(u64),
    #[error("the key does not sign")]
    Failed,
}

impl Curve {
    pub(super) const ALL: [Self; 3] = [Self::P256, Self::P384, Self::P521];

    pub(super) fn identifier(self) -> &'static [u8] {
        match self {
            Self::P256 => identifier::P256,
            Self::P384 => identifier::P384,
            Self::P521 => identifier::P521,
        }
    }

    /// The bytes of a scalar.
    pub(super) fn scalar_length(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    fn agreement(self) -> &'static agreement::Algorithm {
        match self {
            Self::P256 => &agreement::ECDH_P256,
            Self::P384 => &agreement::ECDH_P384,
            Self::P521 => &agreement::ECDH_P521,
        }
    }

    fn signing(self) -> &'static EcdsaSigningAlgorithm {
        match self {
            Self::P256 => &ECDSA_P256_SHA256_ASN1_SIGNING,
            Self::P384 => &ECDSA_P384_SHA384_ASN1_SIGNING,
            Self::P521 => &ECDSA_P521_SHA512_ASN1_SIGNING,
        }
    }
}

impl EcdsaKey {
    /// The key of a scalar. `None`: it is 0, or not under the curve's order.
    pub(super) fn new(curve: Curve, scalar: &[u8]) -> Option<Self> {
        let key = agreement::PrivateKey::from_private_key(curve.agreement(), scalar).ok()?;
        let public = key.compute_public_key().ok()?;
        Some(Self {
            curve,
            scalar: scalar.to_vec(),
            public: public.as_ref().to_vec(),
        })
    }
}

impl Ed25519Key {
    pub(super) fn new(seed: [u8; 32]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).ok()?;
        Some(Self {
            seed,
            public: pair.public_key().as_ref().to_vec(),
        })
    }
}

impl PrivateKey {
    pub(super) fn rsa(from: RsaKeys, size: Size) -> Result<Self, GenerateError> {
        RsaKey::take(from, size)
            .map(Self::Rsa)
            .ok_or(GenerateError::Generator)
    }

    pub(super) fn generate_p256(random: &Random) -> Result<Self, GenerateError> {
        // Hardly any 32 bytes are no key.
        for _ in 0..64 {
            if let Some(key) = EcdsaKey::new(Curve::P256, &random.bytes::<32>()?) {
                return Ok(Self::Ecdsa(key));
            }
        }
        Err(GenerateError::Generator)
    }

    pub(super) fn generate_ed25519(random: &Random) -> Result<Self, GenerateError> {
        Ed25519Key::new(random.bytes()?)
            .map(Self::Ed25519)
            .ok_or(GenerateError::Generator)
    }

    /// As PEM, each kind in its own form (sprig's `pemBlockForKey`).
    pub(super) fn to_pem(&self) -> Vec<u8> {
        match self {
            Self::Rsa(key) => pem::encode("RSA PRIVATE KEY", key.pkcs1()),
            Self::Dsa(key) => pem::encode("DSA PRIVATE KEY", &key.to_der()),
            Self::Ecdsa(key) => pem::encode("EC PRIVATE KEY", &key.sec1()),
            Self::Ed25519(key) => pem::encode("PRIVATE KEY", &key.pkcs8()),
            Self::X25519 => Vec::new(),
        }
    }

    /// The public key as a certificate has it: an algorithm, and the bytes of the key.
    pub(super) fn public(&self) -> Option<PublicKey> {
        let (algorithm, bytes) = match self {
            Self::Rsa(key) => (
                algorithm(identifier::RSA, &element(NULL, &[])),
                key.public().to_vec(),
            ),
            Self::Ecdsa(key) => (
                algorithm(
                    identifier::ELLIPTIC_CURVE,
                    &element(OBJECT_IDENTIFIER, key.curve.identifier()),
                ),
                key.public.clone(),
            ),
            Self::Ed25519(key) => (algorithm(identifier::ED25519, &[]), key.public.clone()),
            Self::Dsa(_) | Self::X25519 => return None,
        };
        Some(PublicKey { algorithm, bytes })
    }

    /// Go's type of its public key.
    pub(super) fn public_type(&self) -> &'static str {
        match self {
            Self::Rsa(_) => "*rsa.PublicKey",
            Self::Dsa(_) => "*dsa.PublicKey",
            Self::Ecdsa(_) => "*ecdsa.PublicKey",
            Self::Ed25519(_) => "ed25519.PublicKey",
            Self::X25519 => "*ecdh.PublicKey",
        }
    }

    /// The algorithm with which it signs certificates.
    pub(super) fn signature_algorithm(&self) -> Option<Vec<u8>> {
        match self {
            Self::Rsa(_) => Some(algorithm(identifier::SHA256_WITH_RSA, &element(NULL, &[]))),
            Self::Ecdsa(key) => Some(algorithm(
                match key.curve {
                    Curve::P256 => identifier::ECDSA_WITH_SHA256,
                    Curve::P384 => identifier::ECDSA_WITH_SHA384,
                    Curve::P521 => identifier::ECDSA_WITH_SHA512,
                },
                &[],
            )),
            Self::Ed25519(_) => Some(algorithm(identifier::ED25519, &[])),
            Self::Dsa(_) | Self::X25519 => None,
        }
    }

    /// Signs a message.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        match self {
            Self::Rsa(key) => key.sign(message),
            Self::Ecdsa(key) => EcdsaKeyPair::from_private_key_and_public_key(
                key.curve.signing(),
                &key.scalar,
                &key.public,
            )
            .ok()
            .and_then(|pair| pair.sign(&SystemRandom::new(), message).ok())
            .map(|signature| signature.as_ref().to_vec())
            .ok_or(SignError::Failed),
            Self::Ed25519(key) => Ed25519KeyPair::from_seed_unchecked(&key.seed)
                .map(|pair| pair.sign(message).as_ref().to_vec())
                .map_err(|_| SignError::Failed),
            Self::Dsa(_) | Self::X25519 => Err(SignError::NoSigner),
        }
    }
}

/// A public key as a certificate has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PublicKey {
    /// The algorithm with its parameters, as an element.
    pub(super) algorithm: Vec<u8>,
    /// What the bit string holds.
    pub(super) bytes: Vec<u8>,
}

/// An algorithm with its parameters.
fn algorithm(identifier: &[u8], parameters: &[u8]) -> Vec<u8> {
    sequence(&[&element(OBJECT_IDENTIFIER, identifier), parameters])
}

impl EcdsaKey {
    /// SEC 1, with the curve and the public key.
    fn sec1(&self) -> Vec<u8> {
        sequence(&[
            &element(INTEGER, &[1]),
            &element(OCTET_STRING, &self.scalar),
            &nested(
                context_constructed(0),
                &[&element(OBJECT_IDENTIFIER, self.curve.identifier())],
            ),
            &nested(context_constructed(1), &[&der::bits(&self.public)]),
        ])
    }
}

impl Ed25519Key {
    fn pkcs8(&self) -> Vec<u8> {
        sequence(&[
            &element(INTEGER, &[0]),
            &algorithm(identifier::ED25519, &[]),
            &nested(OCTET_STRING, &[&element(OCTET_STRING, &self.seed)]),
        ])
    }
}
