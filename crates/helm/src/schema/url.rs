//! URLs as Go's `net/url` reads, resolves and writes them, with its errors.

use gotemplate::strconv::quote;

use super::address::{self, Address};

/// Why a text is no URL: `parse "…": …`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("parse {}: {problem}", quote(text))]
pub(super) struct UrlError {
    text: Vec<u8>,
    problem: String,
}

/// A URL without its fragment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Url {
    /// In lower case; empty for a relative URL.
    pub(super) scheme: String,
    opaque: Vec<u8>,
    user: Option<(Vec<u8>, Option<Vec<u8>>)>,
    host: Vec<u8>,
    /// Unescaped.
    pub(super) path: Vec<u8>,
    /// The path as it was written, where the standard way would write it otherwise.
    pub(super) raw_path: Vec<u8>,
    force_query: bool,
    raw_query: Vec<u8>,
    omit_host: bool,
}

/// Which part of a URL is escaped: what may stand there as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Path,
    PathSegment,
    Host,
    Zone,
    User,
    Fragment,
}

impl Part {
    /// `encoding_table.go`
    fn allows(self, byte: u8) -> bool {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            return true;
        }
        let others: &[u8] = match self {
            Self::Path => b"$&+,/:;=@",
            Self::PathSegment => b"$&+:=@",
            Self::Host | Self::Zone => b"!\"$&'()*+,:;<=>[]",
            Self::User => b"$&+,;=",
            Self::Fragment => b"!$&()*+,/:;=?@",
        };
        others.contains(&byte)
    }
}

impl Url {
    /// `url.Parse`. The fragment is looked at and left out.
    ///
    /// # Errors
    /// When it is no URL.
    pub(super) fn parse(text: &[u8]) -> Result<Self, UrlError> {
        let (before, fragment) = cut(text, b'#');
        let url = Self::without_fragment(before).map_err(|problem| UrlError {
            text: before.into(),
            problem,
        })?;
        unescape(fragment, Part::Fragment).map_err(|problem| UrlError {
            text: text.into(),
            problem,
        })?;
        Ok(url)
    }

    fn without_fragment(text: &[u8]) -> Result<Self, String> {
        if text.iter().any(|byte| *byte < b' ' || *byte == 0x7f) {
            return Err("net/url: invalid control character in URL".to_owned());
        }
        let mut url = Self::default();
        if text == b"*" {
            url.path = text.into();
            return Ok(url);
        }
        let (scheme, mut rest) = split_scheme(text)?;
        url.scheme = scheme.to_ascii_lowercase();
        if rest.iter().filter(|byte| **byte == b'?').count() == 1 && rest.ends_with(b"?") {
            url.force_query = true;
            (rest, _) = cut(rest, b'?');
        } else {
            let query;
            (rest, query) = cut(rest, b'?');
            url.raw_query = query.into();
        }
        if !rest.starts_with(b"/") {
            if !url.scheme.is_empty() {
                url.opaque = rest.into();
                return Ok(url);
            }
            if cut(rest, b'/').0.contains(&b':') {
                return Err("first path segment in URL cannot contain colon".to_owned());
            }
        }
        let has_authority = !url.scheme.is_empty() || !rest.starts_with(b"///");
        match rest.strip_prefix(b"//") {
            Some(authority) if has_authority => {
                let end = authority
                    .iter()
                    .position(|byte| *byte == b'/')
                    .unwrap_or(authority.len());
                let (authority, path) = authority.split_at_checked(end).unwrap_or_default();
                (url.user, url.host) = split_authority(&url.scheme, authority)?;
                rest = path;
            }
            _ => url.omit_host = !url.scheme.is_empty() && rest.starts_with(b"/"),
        }
        url.set_path(rest)?;
        Ok(url)
    }

    fn set_path(&mut self, text: &[u8]) -> Result<(), String> {
        self.path = unescape(text, Part::Path)?;
        let standard = escape(&self.path, Part::Path);
        self.raw_path = if standard == text {
            Vec::new()
        } else {
            text.into()
        };
        Ok(())
    }

    /// Whether it has a scheme.
    pub(super) fn is_absolute(&self) -> bool {
        !self.scheme.is_empty()
    }

    /// The host without its port and brackets, and whether it stood in brackets.
    pub(super) fn host_name(&self) -> (&[u8], bool) {
        let mut host = self.host.as_slice();
        if let Some(colon) = host.iter().rposition(|byte| *byte == b':')
            && let Some((name, port)) = host.split_at_checked(colon)
            && is_port(port)
        {
            host = name;
        }
        let name = host
            .strip_prefix(b"[")
            .and_then(|host| host.strip_suffix(b"]"))
            .unwrap_or(host);
        let bracketed = self.host.contains(&b'[') && self.host.contains(&b']');
        (name, bracketed)
    }

    fn escaped_path(&self) -> Vec<u8> {
        let is_valid = self
            .raw_path
            .iter()
            .all(|byte| b"!$&'()*+,;=:@[]%".contains(byte) || Part::Path.allows(*byte));
        if !self.raw_path.is_empty()
            && is_valid
            && unescape(&self.raw_path, Part::Path).as_ref() == Ok(&self.path)
        {
            return self.raw_path.clone();
        }
        if self.path == b"*" {
            return self.path.clone();
        }
        escape(&self.path, Part::Path)
    }

    /// `ResolveReference`, and santhosh's care for opaque bases (`util.go:join`).
    pub(super) fn resolve(&self, reference: &Self) -> Self {
        let mut resolved = self.resolve_as_go(reference);
        if !reference.is_absolute() && !self.opaque.is_empty() {
            resolved.opaque.clone_from(&self.opaque);
        }
        resolved
    }

    fn resolve_as_go(&self, reference: &Self) -> Self {
        let mut url = reference.clone();
        if !reference.is_absolute() {
            url.scheme.clone_from(&self.scheme);
        }
        if reference.is_absolute() || !reference.host.is_empty() || reference.user.is_some() {
            let path = resolve_path(&reference.escaped_path(), b"");
            // Go ignores the error too: the path was escaped just before.
            let _ = url.set_path(&path);
            return url;
        }
        if reference.path.is_empty() && !reference.force_query && reference.raw_query.is_empty() {
            url.raw_query.clone_from(&self.raw_query);
        }
        if reference.path.is_empty() && !self.opaque.is_empty() {
            url.opaque.clone_from(&self.opaque);
            url.user = None;
            url.host.clear();
            url.path.clear();
            return url;
        }
        url.host.clone_from(&self.host);
        url.user.clone_from(&self.user);
        let path = resolve_path(&self.escaped_path(), &reference.escaped_path());
        let _ = url.set_path(&path);
        url
    }
}

impl std::fmt::Display for Url {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text: Vec<u8> = Vec::new();
        if !self.scheme.is_empty() {
            text.extend_from_slice(self.scheme.as_bytes());
            text.push(b':');
        }
        if self.opaque.is_empty() {
            let is_hostless = self.host.is_empty() && self.user.is_none();
            let has_start = !self.scheme.is_empty() || !is_hostless;
            if has_start && !(self.omit_host && is_hostless) {
                if !is_hostless || !self.path.is_empty() {
                    text.extend_from_slice(b"//");
                }
                if let Some((name, password)) = &self.user {
                    text.extend(escape(name, Part::User));
                    if let Some(password) = password {
                        text.push(b':');
                        text.extend(escape(password, Part::User));
                    }
                    text.push(b'@');
                }
                text.extend(escape(&self.host, Part::Host));
            }
            let path = self.escaped_path();
            if !path.is_empty() && !path.starts_with(b"/") && !self.host.is_empty() {
                text.push(b'/');
            }
            if text.is_empty() && cut(&path, b'/').0.contains(&b':') {
                text.extend_from_slice(b"./");
            }
            text.extend(path);
        } else {
            text.extend_from_slice(&self.opaque);
        }
        if self.force_query || !self.raw_query.is_empty() {
            text.push(b'?');
            text.extend_from_slice(&self.raw_query);
        }
        out.write_str(&String::from_utf8_lossy(&text))
    }
}

/// The text before the first such byte, and the text behind it.
pub(super) fn cut(text: &[u8], separator: u8) -> (&[u8], &[u8]) {
    let mut parts = text.splitn(2, |byte| *byte == separator);
    (
        parts.next().unwrap_or_default(),
        parts.next().unwrap_or_default(),
    )
}

fn split_scheme(text: &[u8]) -> Result<(String, &[u8]), String> {
    for (index, byte) in text.iter().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if index > 0 => {}
            b':' if index == 0 => return Err("missing protocol scheme".to_owned()),
            b':' => {
                let (scheme, rest) = cut(text, b':');
                return Ok((String::from_utf8_lossy(scheme).into_owned(), rest));
            }
            _ => break,
        }
    }
    Ok((String::new(), text))
}

/// A user's name and password, unescaped.
type User = (Vec<u8>, Option<Vec<u8>>);

fn split_authority(scheme: &str, authority: &[u8]) -> Result<(Option<User>, Vec<u8>), String> {
    let Some(at) = authority.iter().rposition(|byte| *byte == b'@') else {
        return Ok((None, host(scheme, authority)?));
    };
    let (user, rest) = authority.split_at_checked(at).unwrap_or_default();
    let host = host(scheme, rest.get(1..).unwrap_or_default())?;
    let is_valid = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(byte);
    if !user.iter().all(is_valid) {
        return Err("net/url: invalid userinfo".to_owned());
    }
    let user = if user.contains(&b':') {
        let (name, password) = cut(user, b':');
        let name = unescape(name, Part::User)?;
        (name, Some(unescape(password, Part::User)?))
    } else {
        (unescape(user, Part::User)?, None)
    };
    Ok((Some(user), host))
}

/// `parseHost`
fn host(scheme: &str, host: &[u8]) -> Result<Vec<u8>, String> {
    let bad_port = |port: &[u8]| format!("invalid port {} after host", quote(port));
    match host.iter().rposition(|byte| *byte == b'[') {
        Some(0) => {
            let Some(end) = host.iter().rposition(|byte| *byte == b']') else {
                return Err("missing ']' in host".to_owned());
            };
            let port = host.get(end + 1..).unwrap_or_default();
            if !is_port(port) {
                return Err(bad_port(port));
            }
            let name = host.get(1..end).unwrap_or_default();
            let zone = name.windows(3).position(|window| window == b"%25");
            let (name, zone) = name
                .split_at_checked(zone.unwrap_or(name.len()))
                .unwrap_or_default();
            let mut name = unescape(name, Part::Host)?;
            name.extend(unescape(zone, Part::Zone)?);
            match address::parse(&name) {
                Err(error) => return Err(format!("invalid host: {error}")),
                Ok(Address::V4) => return Err("invalid IP-literal".to_owned()),
                Ok(Address::V6 { .. }) => {}
            }
            Ok([b"[".as_slice(), &name, b"]", port].concat())
        }
        Some(_) => Err("invalid IP-literal".to_owned()),
        None => {
            // Go is strict about colons with these two schemes only.
            let colon = if scheme == "http" || scheme == "https" {
                host.iter().position(|byte| *byte == b':')
            } else {
                host.iter().rposition(|byte| *byte == b':')
            };
            if let Some(port) = colon.and_then(|colon| host.get(colon..))
                && !is_port(port)
            {
                return Err(bad_port(port));
            }
            unescape(host, Part::Host)
        }
    }
}

/// Nothing, or a colon and digits.
fn is_port(text: &[u8]) -> bool {
    text.is_empty()
        || text
            .strip_prefix(b":")
            .is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
}

/// `url.PathUnescape`. The error is Go's.
pub(super) fn path_unescape(text: &[u8]) -> Result<Vec<u8>, String> {
    unescape(text, Part::PathSegment)
}

/// `url.PathEscape`
pub(super) fn path_escape(text: &[u8]) -> Vec<u8> {
    escape(text, Part::PathSegment)
}

fn unescape(text: &[u8], part: Part) -> Result<Vec<u8>, String> {
    let bad_escape = |text: &[u8]| Err(format!("invalid URL escape {}", quote(text)));
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        if *byte != b'%' {
            if matches!(part, Part::Host | Part::Zone) && byte.is_ascii() && !part.allows(*byte) {
                return Err(format!(
                    "invalid character {} in host name",
                    quote(&[*byte])
                ));
            }
            out.push(*byte);
            rest = after;
            continue;
        }
        let decoded = after
            .get(..2)
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let escape = rest.get(..3).unwrap_or(rest);
        let Some(decoded) = decoded else {
            return bad_escape(escape);
        };
        let is_allowed = match part {
            _ if escape == b"%25" => true,
            Part::Host => decoded >= 0x80,
            Part::Zone => decoded == b' ' || Part::Host.allows(decoded),
            _ => true,
        };
        if !is_allowed {
            return bad_escape(escape);
        }
        out.push(decoded);
        rest = rest.get(3..).unwrap_or_default();
    }
    Ok(out)
}

fn escape(text: &[u8], part: Part) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for byte in text {
        if part.allows(*byte) {
            out.push(*byte);
        } else {
            out.extend_from_slice(format!("%{byte:02X}").as_bytes());
        }
    }
    out
}

/// A path with its `.` and `..` taken out (`resolvePath`).
fn resolve_path(base: &[u8], reference: &[u8]) -> Vec<u8> {
    let full = if reference.is_empty() {
        base.to_vec()
    } else if reference.starts_with(b"/") {
        reference.to_vec()
    } else {
        let slash = base.iter().rposition(|byte| *byte == b'/');
        let directory = slash.and_then(|slash| base.get(..=slash));
        [directory.unwrap_or_default(), reference].concat()
    };
    if full.is_empty() {
        return full;
    }
    let mut out = vec![b'/'];
    let mut first = true;
    let mut last: &[u8] = b"";
    for element in full.split(|byte| *byte == b'/') {
        last = element;
        match element {
            b"." => first = false,
            b".." => {
                let tail = out.get(1..).unwrap_or_default();
                match tail.iter().rposition(|byte| *byte == b'/') {
                    Some(slash) => out.truncate(slash + 1),
                    None => out.truncate(1),
                }
                first = out.len() == 1;
            }
            _ => {
                if !first {
                    out.push(b'/');
                }
                out.extend_from_slice(element);
                first = false;
            }
        }
    }
    if last == b"." || last == b".." {
        out.push(b'/');
    }
    // A slash was put first, but two are not wanted.
    if out.get(1) == Some(&b'/') {
        out.remove(0);
    }
    out
}

#[cfg(test)]
mod tests;
