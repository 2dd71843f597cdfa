//! Reading URLs.

use super::address::{self, Address, AddressError};
use super::escape::{Encoding, unescape};
use super::{Url, Userinfo};
use crate::strconv::quote;

/// A text is no URL. It shows as Go's error: `parse "…": …`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("parse {}: {problem}", quote(.url))]
pub struct ParseError {
    /// The text; without its fragment, unless that is what is wrong.
    pub url: Vec<u8>,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a URL, in Go's words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A character below the space, or DEL.
    #[error("net/url: invalid control character in URL")]
    ControlCharacter,
    /// It begins with a colon.
    #[error("missing protocol scheme")]
    MissingScheme,
    /// `a:b` would be a scheme; so a relative path may not begin like this.
    #[error("first path segment in URL cannot contain colon")]
    ColonInFirstSegment,
    /// A character that may not stand before the `@`.
    #[error("net/url: invalid userinfo")]
    Userinfo,
    /// Something before `[`, or an IPv4 address in brackets.
    #[error("invalid IP-literal")]
    IpLiteral,
    /// `[` without `]`.
    #[error("missing ']' in host")]
    MissingBracket,
    /// What stands after the host is no port.
    #[error("invalid port {} after host", quote(.0))]
    Port(Vec<u8>),
    /// What stands in brackets is no IPv6 address.
    #[error("invalid host: {0}")]
    Address(#[from] AddressError),
    /// A percent sign without two digits behind it, or of a character that must not be escaped there.
    #[error("invalid URL escape {}", quote(.0))]
    Escape(Vec<u8>),
    /// A character that may not stand in a host.
    #[error("invalid character {} in host name", quote(&[*.0]))]
    HostCharacter(u8),
}

pub(super) fn parse(text: &[u8]) -> Result<Url, ParseError> {
    let (whole, fragment) = cut(text, b'#');
    let mut url = parse_whole(whole).map_err(|problem| ParseError {
        url: whole.to_owned(),
        problem,
    })?;
    url.fragment =
        unescape(fragment.unwrap_or_default(), Encoding::Fragment).map_err(|problem| {
            ParseError {
                url: text.to_owned(),
                problem,
            }
        })?;
    Ok(url)
}

/// Cuts at the first mark.
fn cut(text: &[u8], mark: u8) -> (&[u8], Option<&[u8]>) {
    let mut parts = text.splitn(2, |byte| *byte == mark);
    (parts.next().unwrap_or_default(), parts.next())
}

/// Without a fragment.
fn parse_whole(text: &[u8]) -> Result<Url, Problem> {
    if text.iter().any(u8::is_ascii_control) {
        return Err(Problem::ControlCharacter);
    }
    let mut url = Url::default();
    if text == b"*" {
        url.path = text.to_owned();
        return Ok(url);
    }
    let (scheme, rest) = scheme(text)?;
    url.scheme = scheme.to_ascii_lowercase();
    let (mut rest, query) = cut(rest, b'?');
    url.raw_query = query.unwrap_or_default().to_owned();
    if !rest.starts_with(b"/") {
        if !url.scheme.is_empty() {
            url.opaque = rest.to_owned();
            return Ok(url);
        }
        if has_colon_in_first_segment(rest) {
            return Err(Problem::ColonInFirstSegment);
        }
    }
    if let Some(after) = rest.strip_prefix(b"//")
        && (!url.scheme.is_empty() || !after.starts_with(b"/"))
    {
        let end = after.iter().take_while(|byte| **byte != b'/').count();
        let (authority, path) = after.split_at_checked(end).unwrap_or((after, b""));
        (url.user, url.host) = parse_authority(&url.scheme, authority)?;
        rest = path;
    }
    url.path = unescape(rest, Encoding::Path)?;
    Ok(url)
}

/// What stands before the first colon, if that can be a scheme (`getScheme`).
fn scheme(text: &[u8]) -> Result<(&[u8], &[u8]), Problem> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let end = text.iter().take_while(|byte| is_part(byte)).count();
    let Some((scheme, [b':', rest @ ..])) = text.split_at_checked(end) else {
        return Ok((b"", text));
    };
    match scheme.first() {
        None => Err(Problem::MissingScheme),
        Some(first) if first.is_ascii_alphabetic() => Ok((scheme, rest)),
        Some(_) => Ok((b"", text)),
    }
}

pub(super) fn has_colon_in_first_segment(path: &[u8]) -> bool {
    cut(path, b'/').0.contains(&b':')
}

fn parse_authority(
    scheme: &[u8],
    authority: &[u8],
) -> Result<(Option<Userinfo>, Vec<u8>), Problem> {
    let mut parts = authority.rsplitn(2, |byte| *byte == b'@');
    let host = parse_host(scheme, parts.next().unwrap_or_default())?;
    let Some(userinfo) = parts.next() else {
        return Ok((None, host));
    };
    let is_valid = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(byte);
    if !userinfo.iter().all(is_valid) {
        return Err(Problem::Userinfo);
    }
    let (username, password) = cut(userinfo, b':');
    let user = Userinfo {
        username: unescape(username, Encoding::UserPassword)?,
        password: password
            .map(|password| unescape(password, Encoding::UserPassword))
            .transpose()?,
    };
    Ok((Some(user), host))
}

fn parse_host(scheme: &[u8], host: &[u8]) -> Result<Vec<u8>, Problem> {
    match host.iter().rposition(|byte| *byte == b'[') {
        None => {}
        Some(0) => return parse_literal(host),
        Some(_) => return Err(Problem::IpLiteral),
    }
    // `mongodb://a:1,b:2` names several hosts, each with a port.
    let mut colons = host.iter();
    let colon = match scheme {
        b"http" | b"https" => colons.position(|byte| *byte == b':'),
        _ => colons.rposition(|byte| *byte == b':'),
    };
    if let Some((_, port)) = colon.and_then(|colon| host.split_at_checked(colon))
        && !is_optional_port(port)
    {
        return Err(Problem::Port(port.to_owned()));
    }
    unescape(host, Encoding::Host)
}

/// `[::1%25eth0]:80`.
fn parse_literal(host: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut parts = host.rsplitn(2, |byte| *byte == b']');
    let (port, literal) = (parts.next().unwrap_or_default(), parts.next());
    let literal = literal.ok_or(Problem::MissingBracket)?;
    if !is_optional_port(port) {
        return Err(Problem::Port(port.to_owned()));
    }
    let literal = literal.strip_prefix(b"[").unwrap_or(literal);
    let zone = literal.windows(3).position(|window| window == b"%25");
    let (name, zone) = zone
        .and_then(|zone| literal.split_at_checked(zone))
        .unwrap_or((literal, b""));
    let mut name = unescape(name, Encoding::Host)?;
    name.extend(unescape(zone, Encoding::Zone)?);
    match address::parse(&name)? {
        Address::V4 => Err(Problem::IpLiteral),
        Address::V6 => Ok([b"[", name.as_slice(), b"]", port].concat()),
    }
}

/// Nothing, or a colon and digits, if any.
pub(super) fn is_optional_port(port: &[u8]) -> bool {
    match port {
        [] => true,
        [b':', digits @ ..] => digits.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}
