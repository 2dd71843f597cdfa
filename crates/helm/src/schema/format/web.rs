//! Addresses, hosts, mail and URLs.

use super::{because, integer};
use crate::schema::address::{self, Address};
use crate::schema::url::{self, Url};
use crate::schema::words::{character, characters};

/// `ipv4`
pub(super) fn ipv4(text: &[u8]) -> Result<(), String> {
    let groups: Vec<&[u8]> = text.split(|byte| *byte == b'.').collect();
    if groups.len() != 4 {
        return because("expected four decimals");
    }
    for group in groups {
        if group.len() > 1 && group.starts_with(b"0") {
            return because("leading zeros");
        }
        if !(0..=255).contains(&integer(group)?) {
            return because("decimal must be between 0 and 255");
        }
    }
    Ok(())
}

/// `ipv6`
pub(super) fn ipv6(text: &[u8]) -> Result<(), String> {
    if !text.contains(&b':') {
        return because("missing colon");
    }
    match address::parse(text) {
        Err(error) => Err(error.to_string()),
        Ok(Address::V6 { has_zone: true }) => because("zone id is not a part of ipv6 address"),
        Ok(_) => Ok(()),
    }
}

/// `hostname`
pub(super) fn hostname(text: &[u8]) -> Result<(), String> {
    let text = text.strip_suffix(b".").unwrap_or(text);
    if text.len() > 253 {
        return because("more than 253 characters long");
    }
    for label in text.split(|byte| *byte == b'.') {
        if label.is_empty() || label.len() > 63 {
            return because("label must be 1 to 63 characters long");
        }
        if label.starts_with(b"-") {
            return because("label starts with hyphen");
        }
        if label.ends_with(b"-") {
            return because("label ends with hyphen");
        }
        let wrong = characters(label).find(|found| !found.is_ascii_alphanumeric() && *found != '-');
        if let Some(found) = wrong {
            return Err(format!("invalid character {}", character(found)));
        }
    }
    Ok(())
}

/// `email`
pub(super) fn email(text: &[u8]) -> Result<(), String> {
    if text.len() > 254 {
        return because("more than 255 characters long");
    }
    let Some(at) = text.iter().rposition(|byte| *byte == b'@') else {
        return because("missing @");
    };
    let local = text.get(..at).unwrap_or_default();
    let domain = text.get(at + 1..).unwrap_or_default();
    if local.len() > 64 {
        return because("local part more than 64 characters long");
    }
    local_part(local)?;
    let literal = domain
        .strip_prefix(b"[")
        .filter(|_| domain.ends_with(b"]"))
        .map(|literal| literal.strip_suffix(b"]").unwrap_or(literal));
    match literal {
        Some(literal) => match literal.strip_prefix(b"IPv6:") {
            Some(address) => {
                ipv6(address).map_err(|error| format!("invalid ipv6 address: {error}"))
            }
            None => ipv4(literal).map_err(|error| format!("invalid ipv4 address: {error}")),
        },
        None => hostname(domain).map_err(|error| format!("invalid domain: {error}")),
    }
}

fn local_part(text: &[u8]) -> Result<(), String> {
    // santhosh looks for the quote at the front twice, and takes the last byte for the other one.
    if text.len() > 1 && text.starts_with(b"\"") {
        let within = text.get(1..text.len() - 1).unwrap_or_default();
        if within.contains(&b'\\') || within.contains(&b'"') {
            return because("backslash and quote are not allowed within quoted local part");
        }
        return Ok(());
    }
    if text.starts_with(b".") {
        return because("starts with dot");
    }
    if text.ends_with(b".") {
        return because("ends with dot");
    }
    if text.windows(2).any(|window| window == b"..") {
        return because("consecutive dots");
    }
    let is_allowed =
        |found: &char| found.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(*found);
    match characters(text).find(|found| !is_allowed(found)) {
        Some(found) => Err(format!("invalid character {}", character(found))),
        None => Ok(()),
    }
}

/// A URL whose host is an address only if it is a true one.
fn read(text: &[u8]) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    let (host, is_bracketed) = url.host_name();
    if host.contains(&b':') {
        if !is_bracketed {
            return because("ipv6 address not enclosed in brackets");
        }
        ipv6(host).map_err(|error| format!("invalid ipv6 address: {error}"))?;
    }
    Ok(url)
}

/// `uri` and `iri`
pub(super) fn uri(text: &[u8]) -> Result<(), String> {
    if read(text)?.is_absolute() {
        Ok(())
    } else {
        because("relative url")
    }
}

/// `uri-reference` and `iri-reference`
pub(super) fn uri_reference(text: &[u8]) -> Result<(), String> {
    if text.contains(&b'\\') {
        return because("contains \\");
    }
    read(text).map(|_| ())
}

/// `uri-template`
pub(super) fn uri_template(text: &[u8]) -> Result<(), String> {
    let url = read(text)?;
    for token in url.raw_path.split(|byte| *byte == b'/') {
        let token =
            url::path_unescape(token).map_err(|error| format!("percent decode failed: {error}"))?;
        let mut is_open = false;
        for byte in token {
            let opens = match byte {
                b'{' => true,
                b'}' => false,
                _ => continue,
            };
            if opens == is_open {
                return because("nested curly braces");
            }
            is_open = opens;
        }
        if is_open {
            return because("no matching closing brace");
        }
    }
    Ok(())
}
