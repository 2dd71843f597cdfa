//! Making certificates as Go's `x509.CreateCertificate` does.

use sha2::{Digest as _, Sha256};

use super::der::{
    self, BIT_STRING, BOOLEAN, GENERALIZED_TIME, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING,
    PRINTABLE_STRING, SET, UTC_TIME, UTF8_STRING, context, context_constructed, element, nested,
    sequence,
};
use super::keys::{PrivateKey, SignError};
use super::x509::{Issuer, SUBJECT_KEY_IDENTIFIER};
use crate::strconv::quote;
use crate::time::{Location, Time};

/// 2.5.4.3
const COMMON_NAME: &[u8] = &[85, 4, 3];
/// 2.5.29.15
const KEY_USAGE: &[u8] = &[85, 29, 15];
/// 2.5.29.37
const EXTENDED_KEY_USAGE: &[u8] = &[85, 29, 37];
/// 1.3.6.1.5.5.7.3.1
const SERVER_AUTHENTICATION: &[u8] = &[43, 6, 1, 5, 5, 7, 3, 1];
/// 1.3.6.1.5.5.7.3.2
const CLIENT_AUTHENTICATION: &[u8] = &[43, 6, 1, 5, 5, 7, 3, 2];
/// 2.5.29.19
const BASIC_CONSTRAINTS: &[u8] = &[85, 29, 19];
/// 2.5.29.35
const AUTHORITY_KEY_IDENTIFIER: &[u8] = &[85, 29, 35];
/// 2.5.29.17
const SUBJECT_ALTERNATIVE_NAME: &[u8] = &[85, 29, 17];

/// The bytes of a key's identifier.
const KEY_IDENTIFIER_LENGTH: usize = 20;

/// What a new certificate says.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) serial: [u8; 16],
    pub(super) common_name: Vec<u8>,
    pub(super) not_before: Time,
    pub(super) not_after: Time,
    /// 4 or 16 bytes each.
    pub(super) addresses: Vec<Vec<u8>>,
    pub(super) names: Vec<Vec<u8>>,
    pub(super) is_authority: bool,
}

/// Why a certificate cannot be made: Go's words.
#[derive(Debug, thiserror::Error)]
pub(super) enum CreateError {
    #[error(transparent)]
    Sign(#[from] SignError),
    #[error("x509: unsupported public key type: {0}")]
    Unsupported(&'static str),
    #[error("asn1: string not valid UTF-8")]
    NotUtf8,
    #[error("asn1: structure error: cannot represent time as GeneralizedTime")]
    Time,
    #[error("x509: {0} cannot be encoded as an IA5String")]
    NotAscii(String),
    #[error("x509: provided PrivateKey doesn't match parent's PublicKey")]
    Mismatch,
}

/// Makes the certificate of `key`, signed by `issuer` with its key, or by itself.
pub(super) fn create(
    template: &Template,
    key: &PrivateKey,
    issuer: Option<(&Issuer, &PrivateKey)>,
) -> Result<Vec<u8>, CreateError> {
    let signer = issuer.map_or(key, |(_, key)| key);
    let (Some(algorithm), Some(signer_public)) = (signer.signature_algorithm(), signer.public())
    else {
        return Err(SignError::NoSigner.into());
    };
    let public = key
        .public()
        .ok_or_else(|| CreateError::Unsupported(key.public_type()))?;
    let subject = name(&template.common_name)?;
    let issuer_name = issuer.map_or(&subject, |(issuer, _)| &issuer.subject);
    let mut authority = None;
    if let Some((issuer, _)) = issuer {
        if issuer.subject != subject && !issuer.key_identifier.is_empty() {
            authority = Some(issuer.key_identifier.as_slice());
        }
        if issuer.public_key != signer_public {
            return Err(CreateError::Mismatch);
        }
    }
    let extensions = extensions(template, &public.bytes, authority)?;
    let body = sequence(&[
        &nested(context_constructed(0), &[&element(INTEGER, &[2])]),
        &der::unsigned(&template.serial),
        &algorithm,
        issuer_name,
        &sequence(&[&time(&template.not_before)?, &time(&template.not_after)?]),
        &subject,
        &sequence(&[&public.algorithm, &der::bits(&public.bytes)]),
        &nested(context_constructed(3), &[&sequence(&[&extensions])]),
    ]);
    let signature = signer.sign(&body)?;
    Ok(sequence(&[&body, &algorithm, &der::bits(&signature)]))
}

/// A name that has nothing but a common name.
fn name(common_name: &[u8]) -> Result<Vec<u8>, CreateError> {
    if common_name.is_empty() {
        return Ok(sequence(&[]));
    }
    let is_printable = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'\''..=b')' | b'+'..=b'/' | b' ' | b':' | b'=' | b'?')
    };
    let tag = if common_name.iter().all(is_printable) {
        PRINTABLE_STRING
    } else if std::str::from_utf8(common_name).is_ok() {
        UTF8_STRING
    } else {
        return Err(CreateError::NotUtf8);
    };
    let attribute = sequence(&[
        &element(OBJECT_IDENTIFIER, COMMON_NAME),
        &element(tag, common_name),
    ]);
    Ok(sequence(&[&nested(SET, &[&attribute])]))
}

/// A time to the second, in two digits of the year where they are enough.
fn time(time: &Time) -> Result<Vec<u8>, CreateError> {
    let utc = time.within(Location::UTC);
    match utc.civil().year {
        1_950..=2_049 => Ok(element(UTC_TIME, &utc.format(b"060102150405Z"))),
        0..=9_999 => Ok(element(GENERALIZED_TIME, &utc.format(b"20060102150405Z"))),
        _ => Err(CreateError::Time),
    }
}

/// The extensions, in Go's order.
fn extensions(
    template: &Template,
    public: &[u8],
    authority: Option<&[u8]>,
) -> Result<Vec<u8>, CreateError> {
    // Digital signature and key encipherment, and for an authority the signing of certificates.
    let usage: &[u8] = if template.is_authority {
        &[2, 0b1010_0100]
    } else {
        &[5, 0b1010_0000]
    };
    let constraints = if template.is_authority {
        sequence(&[&element(BOOLEAN, &[0xff])])
    } else {
        sequence(&[])
    };
    let purposes = sequence(&[
        &element(OBJECT_IDENTIFIER, SERVER_AUTHENTICATION),
        &element(OBJECT_IDENTIFIER, CLIENT_AUTHENTICATION),
    ]);
    let mut out = [
        extension(KEY_USAGE, true, &element(BIT_STRING, usage)),
        extension(EXTENDED_KEY_USAGE, false, &purposes),
        extension(BASIC_CONSTRAINTS, true, &constraints),
    ]
    .concat();
    if template.is_authority {
        // RFC 7093, method 1.
        let digest = Sha256::digest(public);
        let identifier = digest.get(..KEY_IDENTIFIER_LENGTH).unwrap_or_default();
        out.extend(extension(
            SUBJECT_KEY_IDENTIFIER,
            false,
            &element(OCTET_STRING, identifier),
        ));
    }
    if let Some(identifier) = authority {
        let value = sequence(&[&element(context(0), identifier)]);
        out.extend(extension(AUTHORITY_KEY_IDENTIFIER, false, &value));
    }
    if !template.names.is_empty() || !template.addresses.is_empty() {
        let mut names = Vec::new();
        for name in &template.names {
            if !name.is_ascii() {
                return Err(CreateError::NotAscii(quote(name)));
            }
            names.extend(element(context(2), name));
        }
        for address in &template.addresses {
            names.extend(element(context(7), address));
        }
        // RFC 5280, 4.2.1.6: a certificate without a subject is known by these names alone.
        let is_critical = template.common_name.is_empty();
        out.extend(extension(
            SUBJECT_ALTERNATIVE_NAME,
            is_critical,
            &sequence(&[&names]),
        ));
    }
    Ok(out)
}

fn extension(identifier: &[u8], is_critical: bool, value: &[u8]) -> Vec<u8> {
    let critical = if is_critical {
        element(BOOLEAN, &[0xff])
    } else {
        Vec::new()
    };
    sequence(&[
        &element(OBJECT_IDENTIFIER, identifier),
        &critical,
        &element(OCTET_STRING, value),
    ])
}
