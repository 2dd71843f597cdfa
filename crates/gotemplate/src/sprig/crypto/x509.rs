//! Reading certificates, as much of them as their signer needs (Go's `x509.ParseCertificate`).

use super::der::{
    BOOLEAN, GENERALIZED_TIME, NULL, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE, SET,
    UTC_TIME, context_constructed,
};
use super::keys::{PublicKey, identifier};

/// 2.5.29.14
pub(super) const SUBJECT_KEY_IDENTIFIER: &[u8] = &[85, 29, 14];

/// A certificate that signs others.
#[derive(Debug)]
pub(super) struct Issuer {
    /// The subject's name, as an element.
    pub(super) subject: Vec<u8>,
    pub(super) public_key: PublicKey,
    pub(super) key_identifier: Vec<u8>,
}

/// Reads a certificate. What its extensions say is not looked into, but for the identifier of its key.
///
/// # Errors
/// Go's words.
pub(super) fn parse(bytes: &[u8]) -> Result<Issuer, &'static str> {
    const MALFORMED: &str = "x509: malformed certificate";
    const MALFORMED_ALGORITHM: &str = "x509: malformed signature algorithm identifier";
    let mut input = Reader(bytes);
    let mut certificate = input.enter(SEQUENCE).ok_or(MALFORMED)?;
    let has_trailing_data = !input.is_empty();
    let mut body = certificate
        .enter(SEQUENCE)
        .ok_or("x509: malformed tbs certificate")?;
    let version = match body.enter(context_constructed(0)) {
        None => 0,
        Some(mut inner) => match inner.integer() {
            Some([version @ 0..=2]) => *version,
            Some([0x80..=0xff, ..]) | None => return Err("x509: malformed version"),
            Some(_) => return Err("x509: invalid version"),
        },
    };
    let serial = body.integer().ok_or("x509: malformed serial number")?;
    if matches!(serial, [0x80..=0xff, ..]) {
        return Err("x509: negative serial number");
    }
    let inner = body.contents(SEQUENCE).ok_or(MALFORMED_ALGORITHM)?;
    let outer = certificate
        .contents(SEQUENCE)
        .ok_or("x509: malformed algorithm identifier")?;
    if inner != outer {
        return Err("x509: inner and outer signature algorithm identifiers don't match");
    }
    Reader(inner)
        .contents(OBJECT_IDENTIFIER)
        .ok_or("x509: malformed OID")?;
    check_name(body.enter(SEQUENCE).ok_or("x509: malformed issuer")?)?;
    let mut validity = body.enter(SEQUENCE).ok_or("x509: malformed validity")?;
    for _ in 0..2 {
        match validity.any().map(|element| element.tag) {
            Some(UTC_TIME | GENERALIZED_TIME) => {}
            _ => return Err("x509: unsupported time format"),
        }
    }
    let subject = body.element(SEQUENCE).ok_or("x509: malformed issuer")?;
    check_name(Reader(subject.contents))?;
    let public_key = public_key(body.enter(SEQUENCE).ok_or("x509: malformed spki")?)?;
    let mut key_identifier = Vec::new();
    if version == 2 {
        for unused in [1, 2] {
            body.element(0x80 | unused);
            body.element(0xa0 | unused);
        }
        if let Some(mut wrapped) = body.enter(context_constructed(3)) {
            let extensions = wrapped
                .enter(SEQUENCE)
                .ok_or("x509: malformed extensions")?;
            key_identifier = find_key_identifier(extensions)?;
        }
    }
    certificate.bits().ok_or("x509: malformed signature")?;
    if has_trailing_data {
        return Err("x509: trailing data");
    }
    Ok(Issuer {
        subject: subject.whole.to_vec(),
        public_key,
        key_identifier,
    })
}

fn check_name(mut name: Reader<'_>) -> Result<(), &'static str> {
    while !name.is_empty() {
        let mut set = name.enter(SET).ok_or("x509: invalid RDNSequence")?;
        while !set.is_empty() {
            let mut attribute = set
                .enter(SEQUENCE)
                .ok_or("x509: invalid RDNSequence: invalid attribute")?;
            attribute
                .contents(OBJECT_IDENTIFIER)
                .ok_or("x509: invalid RDNSequence: invalid attribute type")?;
            attribute
                .any()
                .ok_or("x509: invalid RDNSequence: invalid attribute value")?;
        }
    }
    Ok(())
}

fn public_key(mut info: Reader<'_>) -> Result<PublicKey, &'static str> {
    let algorithm = info
        .element(SEQUENCE)
        .ok_or("x509: malformed public key algorithm identifier")?;
    let mut parts = Reader(algorithm.contents);
    let kind = parts
        .contents(OBJECT_IDENTIFIER)
        .ok_or("x509: malformed OID")?;
    let bytes = info.bits().ok_or("x509: malformed subjectPublicKey")?;
    if kind == identifier::RSA {
        if parts.contents(NULL) != Some(&[]) {
            return Err("x509: RSA key missing NULL parameters");
        }
        let mut key = Reader(bytes)
            .enter(SEQUENCE)
            .ok_or("x509: invalid RSA public key")?;
        key.integer().ok_or("x509: invalid RSA modulus")?;
        key.integer().ok_or("x509: invalid RSA public exponent")?;
    } else if kind == identifier::ELLIPTIC_CURVE {
        parts
            .contents(OBJECT_IDENTIFIER)
            .ok_or("x509: invalid ECDSA parameters")?;
    } else if kind == identifier::ED25519 {
        if !parts.is_empty() {
            return Err("x509: Ed25519 key encoded with illegal parameters");
        }
        if bytes.len() != 32 {
            return Err("x509: wrong Ed25519 public key size");
        }
    }
    Ok(PublicKey {
        algorithm: algorithm.whole.to_vec(),
        bytes: bytes.to_vec(),
    })
}

fn find_key_identifier(mut extensions: Reader<'_>) -> Result<Vec<u8>, &'static str> {
    let mut found = Vec::new();
    while !extensions.is_empty() {
        let mut extension = extensions
            .enter(SEQUENCE)
            .ok_or("x509: malformed extension")?;
        let kind = extension
            .contents(OBJECT_IDENTIFIER)
            .ok_or("x509: malformed extension OID field")?;
        extension.element(BOOLEAN);
        let value = extension
            .contents(OCTET_STRING)
            .ok_or("x509: malformed extension value field")?;
        if kind == SUBJECT_KEY_IDENTIFIER {
            found = Reader(value)
                .contents(OCTET_STRING)
                .ok_or("x509: invalid subject key identifier")?
                .to_vec();
        }
    }
    Ok(found)
}
