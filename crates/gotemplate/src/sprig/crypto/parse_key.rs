//! Reading private keys, with Go's complaints (`parsePrivateKeyPEM` in sprig, and Go's `crypto/x509`).

use super::der::{INTEGER, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE, context_constructed};
use super::dsa::DsaKey;
use super::keys::{Curve, EcdsaKey, Ed25519Key, PrivateKey, identifier};
use super::pem;
use super::rsa::RsaKey;

/// Reads a key from a text.
///
/// # Errors
/// Sprig's words, and in them Go's; what is wrong deep within a broken key has words of its own.
pub(super) fn parse(text: &[u8]) -> Result<PrivateKey, String> {
    let Some(block) = pem::decode(text) else {
        return Err("no PEM data in input".into());
    };
    if block.label == b"PRIVATE KEY" {
        return pkcs8(&block.bytes).map_err(|error| format!("decoding PEM as PKCS#8: {error}"));
    }
    let label = String::from_utf8_lossy(&block.label);
    let Some(kind) = label.strip_suffix(" PRIVATE KEY") else {
        return Err(format!("no private key data in PEM block of type {label}"));
    };
    let parsed = match kind {
        "RSA" => pkcs1(&block.bytes),
        "EC" => sec1(&block.bytes, None),
        "DSA" => dsa(&block.bytes),
        _ => return Err(format!("invalid private key type {label}")),
    };
    parsed.map_err(|error| format!("parsing {kind} private key from PEM: {error}"))
}

/// Which form a key is in, told by its first elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Pkcs1,
    Pkcs8,
    Sec1,
}

/// The form in which a key can be read.
fn form(bytes: &[u8]) -> Option<Form> {
    let mut fields = Reader(bytes).enter(SEQUENCE)?;
    fields.integer()?;
    match fields.any()?.tag {
        INTEGER => Some(Form::Pkcs1),
        SEQUENCE => Some(Form::Pkcs8),
        OCTET_STRING => Some(Form::Sec1),
        _ => None,
    }
}

fn pkcs1(bytes: &[u8]) -> Result<PrivateKey, String> {
    match form(bytes) {
        Some(Form::Sec1) => Err(use_instead("ParseECPrivateKey")),
        Some(Form::Pkcs8) => Err(use_instead("ParsePKCS8PrivateKey")),
        Some(Form::Pkcs1) | None => {
            if !outermost(bytes, "pkcs1PrivateKey")?.is_empty() {
                return Err("asn1: syntax error: trailing data".into());
            }
            Ok(PrivateKey::Rsa(RsaKey::from_pkcs1(bytes)?))
        }
    }
}

fn pkcs8(bytes: &[u8]) -> Result<PrivateKey, String> {
    match form(bytes) {
        Some(Form::Sec1) => return Err(use_instead("ParseECPrivateKey")),
        Some(Form::Pkcs1) => return Err(use_instead("ParsePKCS1PrivateKey")),
        Some(Form::Pkcs8) | None => {
            outermost(bytes, "pkcs8")?;
        }
    }
    let parts = || {
        let mut fields = Reader(bytes).enter(SEQUENCE)?;
        fields.integer()?;
        let mut algorithm = fields.enter(SEQUENCE)?;
        let kind = algorithm.contents(OBJECT_IDENTIFIER)?;
        Some((kind, algorithm, fields.contents(OCTET_STRING)?))
    };
    let Some((kind, mut parameters, key)) = parts() else {
        return Err("asn1: syntax error: data truncated".into());
    };
    if kind == identifier::RSA {
        return pkcs1(key).map_err(|error| {
            format!("x509: failed to parse RSA private key embedded in PKCS#8: {error}")
        });
    }
    if kind == identifier::ELLIPTIC_CURVE {
        let curve = parameters.contents(OBJECT_IDENTIFIER);
        return sec1(key, curve).map_err(|error| {
            format!("x509: failed to parse EC private key embedded in PKCS#8: {error}")
        });
    }
    let name = match kind {
        identifier::ED25519 => "Ed25519",
        identifier::X25519 => "X25519",
        _ => {
            return Err(format!(
                "x509: PKCS#8 wrapping contained private key with unknown algorithm: {}",
                dotted(kind)
            ));
        }
    };
    if !parameters.is_empty() {
        return Err(format!("x509: invalid {name} private key parameters"));
    }
    let Some(seed) = Reader(key).contents(OCTET_STRING) else {
        return Err(format!(
            "x509: invalid {name} private key: asn1: syntax error: data truncated"
        ));
    };
    if name == "X25519" {
        return if seed.len() == 32 {
            Ok(PrivateKey::X25519)
        } else {
            Err("crypto/ecdh: invalid private key size".into())
        };
    }
    seed.try_into()
        .ok()
        .and_then(Ed25519Key::new)
        .map(PrivateKey::Ed25519)
        .ok_or_else(|| format!("x509: invalid {name} private key length: {}", seed.len()))
}

/// Reads SEC 1. The curve that stands around it counts more than the one within.
fn sec1(bytes: &[u8], curve: Option<&[u8]>) -> Result<PrivateKey, String> {
    match form(bytes) {
        Some(Form::Pkcs8) => return Err(use_instead("ParsePKCS8PrivateKey")),
        Some(Form::Pkcs1) => return Err(use_instead("ParsePKCS1PrivateKey")),
        Some(Form::Sec1) | None => {}
    }
    outermost(bytes, "ecPrivateKey")
        .map_err(|error| format!("x509: failed to parse EC private key: {error}"))?;
    let parts = || {
        let mut fields = Reader(bytes).enter(SEQUENCE)?;
        let version = fields.integer()?;
        let scalar = fields.contents(OCTET_STRING)?;
        let own = fields
            .enter(context_constructed(0))
            .and_then(|mut parameters| parameters.contents(OBJECT_IDENTIFIER));
        Some((version, scalar, own))
    };
    let Some((version, mut scalar, own)) = parts() else {
        return Err(
            "x509: failed to parse EC private key: asn1: syntax error: data truncated".into(),
        );
    };
    if version != [1] {
        let version = match version {
            [byte] => i64::from(byte.cast_signed()),
            _ => i64::MAX,
        };
        return Err(format!("x509: unknown EC private key version {version}"));
    }
    let identifier = curve.or(own).unwrap_or_default();
    let Some(curve) = Curve::ALL
        .into_iter()
        .find(|curve| curve.identifier() == identifier)
    else {
        return Err("x509: unknown elliptic curve".into());
    };
    while scalar.len() > curve.scalar_length() {
        scalar = match scalar {
            [0, rest @ ..] => rest,
            _ => return Err("x509: invalid private key length".into()),
        };
    }
    let mut whole = vec![0; curve.scalar_length().saturating_sub(scalar.len())];
    whole.extend_from_slice(scalar);
    EcdsaKey::new(curve, &whole)
        .map(PrivateKey::Ecdsa)
        .ok_or_else(|| "crypto/ecdsa: invalid private key".into())
}

fn dsa(bytes: &[u8]) -> Result<PrivateKey, String> {
    outermost(bytes, "DSAKeyFormat")?;
    DsaKey::from_der(bytes)
        .map(PrivateKey::Dsa)
        .ok_or_else(|| "asn1: syntax error: sequence truncated".into())
}

fn use_instead(function: &str) -> String {
    format!("x509: failed to parse private key (use {function} instead for this key format)")
}

/// Checks that a whole sequence comes first, and gives what comes after it. Go looks at the tag before it looks
/// whether all of the contents are there.
fn outermost<'a>(bytes: &'a [u8], name: &str) -> Result<&'a [u8], String> {
    let syntax = |words: &str| Err(format!("asn1: syntax error: {words}"));
    let (tag, first) = match bytes {
        [] => return syntax("sequence truncated"),
        [_] => return syntax("truncated tag or length"),
        [tag, first, ..] => (*tag, *first),
    };
    if tag == SEQUENCE {
        let mut reader = Reader(bytes);
        return match reader.any() {
            Some(_) => Ok(reader.0),
            None => syntax("data truncated"),
        };
    }
    if first > 0x7f {
        return syntax("data truncated");
    }
    Err(format!(
        "asn1: structure error: tags don't match (16 vs {{class:{} tag:{} length:{first} isCompound:{}}}) \
         {{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> \
         stringType:0 timeType:0 set:false omitEmpty:false}} {name} @2",
        tag >> 6,
        tag & 0x1f,
        tag & 0x20 != 0
    ))
}

/// An object identifier with dots.
fn dotted(identifier: &[u8]) -> String {
    let mut arcs: Vec<u64> = Vec::new();
    let mut arc = 0_u64;
    for byte in identifier {
        arc = arc << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            if arcs.is_empty() {
                let first = (arc / 40).min(2);
                arcs.push(first);
                arc = arc.saturating_sub(first * 40);
            }
            arcs.push(arc);
            arc = 0;
        }
    }
    arcs.iter()
        .map(u64::to_string)
        .collect::<Vec<_>>()
        .join(".")
}
