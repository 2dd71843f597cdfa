//! AES with a key of 256 bits in CBC mode, as sprig has it: the password itself is the key, cut or filled with zeros.

use aws_lc_rs::cipher::{
    AES_256, DecryptingKey, DecryptionContext, EncryptingKey, EncryptionContext, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{NoRandom, Random};
use crate::sprig::encoding::decode_base64;
use crate::sprig::panics::slice_bounds;

const BLOCK: usize = 16;

/// Why nothing could be encrypted.
#[derive(Debug, thiserror::Error)]
pub(super) enum EncryptError {
    #[error(transparent)]
    Random(#[from] NoRandom),
    #[error("the cipher failed")]
    Cipher,
}

impl From<aws_lc_rs::error::Unspecified> for EncryptError {
    fn from(_: aws_lc_rs::error::Unspecified) -> Self {
        Self::Cipher
    }
}

fn key(password: &[u8]) -> Result<UnboundCipherKey, aws_lc_rs::error::Unspecified> {
    let mut key = [0; 32];
    for (to, from) in key.iter_mut().zip(password) {
        *to = *from;
    }
    UnboundCipherKey::new(&AES_256, &key)
}

/// `encryptAES`: in base64, with the initialisation vector first.
pub(super) fn encrypt(
    password: &[u8],
    plain: &[u8],
    random: &Random,
) -> Result<String, EncryptError> {
    if plain.is_empty() {
        return Ok(String::new());
    }
    let vector = random.bytes::<BLOCK>()?;
    let padding = BLOCK.saturating_sub(plain.len() % BLOCK);
    let mut content = plain.to_vec();
    content.resize(
        plain.len().saturating_add(padding),
        u8::try_from(padding).unwrap_or_default(),
    );
    EncryptingKey::cbc(key(password)?)?.less_safe_encrypt(
        &mut content,
        EncryptionContext::Iv128(FixedLength::from(vector)),
    )?;
    Ok(STANDARD.encode([&vector[..], &content].concat()))
}

/// `decryptAES`. Sprig checks nothing, and so most of what is wrong shows as a panic of Go's.
pub(super) fn decrypt(password: &[u8], encrypted: &[u8]) -> Result<Vec<u8>, String> {
    if encrypted.is_empty() {
        return Ok(Vec::new());
    }
    let encrypted_bytes =
        decode_base64(encrypted).map_err(|at| format!("illegal base64 data at input byte {at}"))?;
    let Some((vector, content)) = encrypted_bytes.split_first_chunk::<BLOCK>() else {
        // Go has reserved as much as so many letters could hold, line ends included.
        let capacity = encrypted.len() / 4 * 3;
        return Err(if capacity < BLOCK {
            format!("runtime error: slice bounds out of range [:16] with capacity {capacity}")
        } else {
            let length = encrypted_bytes.len();
            format!("runtime error: slice bounds out of range [16:{length}]")
        });
    };
    if content.len() % BLOCK != 0 {
        return Err("crypto/cipher: input not full blocks".into());
    }
    let mut content = content.to_vec();
    if !content.is_empty() {
        key(password)
            .and_then(DecryptingKey::cbc)
            .and_then(|cipher| {
                let context = DecryptionContext::Iv128(FixedLength::from(*vector));
                cipher.decrypt(&mut content, context).map(|_| ())
            })
            .map_err(|_| "the cipher failed")?;
    }
    let Some(padding) = content.last().copied() else {
        return Err("runtime error: index out of range [-1]".into());
    };
    let length = i64::try_from(content.len()).unwrap_or(i64::MAX);
    let end = length.saturating_sub(i64::from(padding));
    if let Some(panic) = slice_bounds(0, end, content.len()) {
        return Err(panic.to_string());
    }
    content.truncate(usize::try_from(end).unwrap_or_default());
    Ok(content)
}
