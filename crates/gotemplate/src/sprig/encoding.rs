//! Sprig's functions on base64 and base32 (`strings.go`). What cannot be decoded gives Go's complaint as its text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::Sources;
use super::arguments::Declare;
use super::cost;
use crate::function::{Functions, Signature};
use crate::value::{Type, Value};

const TEXT: Signature = Signature::of(&[Type::String]);

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Adds them.
pub(super) fn add(functions: &mut Functions, _sources: &Sources) {
    functions.declare("b64enc", TEXT, |call, arguments| {
        let text = arguments.bytes(0);
        let length = text.len().div_ceil(3).saturating_mul(4);
        cost::bytes(call.budget(), length)?;
        Ok(STANDARD.encode(text))
    });
    functions.declare("b64dec", TEXT, |call, arguments| {
        let text = arguments.bytes(0);
        cost::bytes(call.budget(), text.len())?;
        Ok(decode_base64(text).map_or_else(|at| complaint(64, at), Value::from))
    });
    functions.declare("b32enc", TEXT, |call, arguments| {
        let text = arguments.bytes(0);
        let length = text.len().div_ceil(5).saturating_mul(8);
        cost::bytes(call.budget(), length)?;
        Ok(encode_base32(text))
    });
    functions.declare("b32dec", TEXT, |call, arguments| {
        let text = arguments.bytes(0);
        cost::bytes(call.budget(), text.len())?;
        Ok(decode_base32(text).map_or_else(|at| complaint(32, at), Value::from))
    });
}

/// `CorruptInputError`.
fn complaint(base: u8, at: usize) -> Value {
    format!("illegal base{base} data at input byte {at}").into()
}

/// The place of a byte in an alphabet.
fn digit(alphabet: &[u8], byte: u8) -> Option<u8> {
    let place = alphabet.iter().position(|letter| *letter == byte)?;
    u8::try_from(place).ok()
}

/// Go's `base64.StdEncoding.DecodeString`: line ends are left out, and the bits behind the last byte may be any.
///
/// # Errors
/// Which byte Go complains of.
pub(super) fn decode_base64(text: &[u8]) -> Result<Vec<u8>, usize> {
    let is_end_of_line = |at: usize| matches!(text.get(at), Some(b'\n' | b'\r'));
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0_usize;
    let mut bits = 0_u32;
    let mut digits = 0_usize;
    while let Some(byte) = text.get(at).copied() {
        at = at.saturating_add(1);
        if let Some(digit) = digit(BASE64, byte) {
            bits = (bits << 6) | u32::from(digit);
            digits = digits.saturating_add(1);
            if digits == 4 {
                out.extend(bits.to_be_bytes().into_iter().skip(1));
                (bits, digits) = (0, 0);
            }
            continue;
        }
        if matches!(byte, b'\n' | b'\r') {
            continue;
        }
        if byte != b'=' || digits < 2 {
            return Err(at.saturating_sub(1));
        }
        while digits == 2 && is_end_of_line(at) {
            at = at.saturating_add(1);
        }
        if digits == 2 {
            match text.get(at) {
                Some(b'=') => at = at.saturating_add(1),
                Some(_) => return Err(at.saturating_sub(1)),
                None => return Err(text.len()),
            }
        }
        while is_end_of_line(at) {
            at = at.saturating_add(1);
        }
        if at < text.len() {
            return Err(at);
        }
        let filled = bits << (6_usize.saturating_mul(4_usize.saturating_sub(digits)));
        let bytes = filled.to_be_bytes();
        out.extend(bytes.into_iter().skip(1).take(digits.saturating_sub(1)));
        return Ok(out);
    }
    if digits > 0 {
        // Line ends inside the last four do not count, as in Go.
        return Err(at.saturating_sub(digits));
    }
    Ok(out)
}

/// `base32.StdEncoding.EncodeToString`.
fn encode_base32(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len().div_ceil(5).saturating_mul(8));
    for chunk in text.chunks(5) {
        let bits = (0..5).fold(0_u64, |bits, index| {
            (bits << 8) | u64::from(chunk.get(index).copied().unwrap_or(0))
        });
        let digits = chunk.len().saturating_mul(8).div_ceil(5);
        out.extend((0..8_usize).map(|index| {
            let shift = 35_usize.saturating_sub(index.saturating_mul(5));
            let place = usize::try_from((bits >> shift) & 31).unwrap_or(0);
            match BASE32.get(place) {
                Some(letter) if index < digits => *letter,
                _ => b'=',
            }
        }));
    }
    out
}

/// Go's `base32.StdEncoding.DecodeString`: line ends are left out before anything is counted.
///
/// # Errors
/// Which byte Go complains of.
fn decode_base32(text: &[u8]) -> Result<Vec<u8>, usize> {
    let text: Vec<u8> = text
        .iter()
        .copied()
        .filter(|byte| !matches!(byte, b'\n' | b'\r'))
        .collect();
    let length = text.len();
    let mut out = Vec::with_capacity(length);
    let mut at = 0_usize;
    while at < length {
        let mut bits = 0_u64;
        let mut digits = 0_usize;
        let mut ended = false;
        while digits < 8 {
            let Some(byte) = text.get(at).copied() else {
                return Err(length.saturating_sub(digits));
            };
            at = at.saturating_add(1);
            let left = length.saturating_sub(at);
            if byte == b'=' && digits >= 2 && left < 8 {
                check_padding(&text, at, digits)?;
                ended = true;
                break;
            }
            let Some(digit) = digit(BASE32, byte) else {
                return Err(at.saturating_sub(1));
            };
            bits = (bits << 5) | u64::from(digit);
            digits = digits.saturating_add(1);
        }
        let filled = bits << (5_usize.saturating_mul(8_usize.saturating_sub(digits)));
        let bytes = digits.saturating_mul(5) / 8;
        out.extend(filled.to_be_bytes().into_iter().skip(3).take(bytes));
        if ended {
            break;
        }
    }
    Ok(out)
}

/// The `=` behind `digits` digits, the first of which ends before `at`.
fn check_padding(text: &[u8], at: usize, digits: usize) -> Result<(), usize> {
    let length = text.len();
    let rest = text.get(at..).unwrap_or_default();
    let wanted = 7_usize.saturating_sub(digits);
    if rest.len() < wanted {
        return Err(length);
    }
    let wrong = rest.iter().take(wanted).position(|byte| *byte != b'=');
    if let Some(place) = wrong {
        return Err(at.saturating_add(place).saturating_sub(1));
    }
    // So many digits make no whole byte.
    if matches!(digits, 1 | 3 | 6) {
        return Err(at.saturating_sub(1));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
