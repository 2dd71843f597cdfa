//! Go's `net/url` (`url.go`), as far as sprig shows it.

mod address;
mod escape;
mod parse;

pub use address::AddressError;
pub use parse::{ParseError, Problem};

use escape::{Encoding, escape};

/// A URL, taken apart (`url.URL`). Its texts are bytes, as Go's are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Url {
    /// In lower case, without the colon.
    pub scheme: Vec<u8>,
    /// What stands after the scheme of a URL like `mailto:a@b`.
    pub opaque: Vec<u8>,
    /// What stands before the `@`.
    pub user: Option<Userinfo>,
    /// The host, with the port; unescaped.
    pub host: Vec<u8>,
    /// The path, unescaped.
    pub path: Vec<u8>,
    /// The query as it is written, without the `?`.
    pub raw_query: Vec<u8>,
    /// The fragment, unescaped, without the `#`.
    pub fragment: Vec<u8>,
}

/// A user and a password, unescaped (`url.Userinfo`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Userinfo {
    /// The user.
    pub username: Vec<u8>,
    /// The password; an empty one is not the same as none.
    pub password: Option<Vec<u8>>,
}

impl Userinfo {
    /// `user:password`, escaped.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = escape(&self.username, Encoding::UserPassword);
        if let Some(password) = &self.password {
            out.push(b':');
            out.extend(escape(password, Encoding::UserPassword));
        }
        out
    }
}

impl Url {
    /// `url.Parse`.
    ///
    /// # Errors
    /// When it is no URL and no reference.
    pub fn parse(text: &[u8]) -> Result<Self, ParseError> {
        parse::parse(text)
    }

    /// The host without the port, and without the brackets of an IPv6 address.
    #[must_use]
    pub fn hostname(&self) -> &[u8] {
        let host = match self.host.iter().rposition(|byte| *byte == b':') {
            Some(colon) => match self.host.split_at_checked(colon) {
                Some((host, port)) if parse::is_optional_port(port) => host,
                _ => &self.host,
            },
            None => &self.host,
        };
        host.strip_prefix(b"[")
            .and_then(|host| host.strip_suffix(b"]"))
            .unwrap_or(host)
    }

    /// The URL in one piece (`URL.String`), escaped by the rules, however it was written where it came from.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        if !self.scheme.is_empty() {
            out.extend(&self.scheme);
            out.push(b':');
        }
        if self.opaque.is_empty() {
            self.push_hierarchy(&mut out);
        } else {
            out.extend(&self.opaque);
        }
        if !self.raw_query.is_empty() {
            out.push(b'?');
            out.extend(&self.raw_query);
        }
        if !self.fragment.is_empty() {
            out.push(b'#');
            out.extend(escape(&self.fragment, Encoding::Fragment));
        }
        out
    }

    fn push_hierarchy(&self, out: &mut Vec<u8>) {
        if !self.host.is_empty()
            || self.user.is_some()
            || !self.scheme.is_empty() && !self.path.is_empty()
        {
            out.extend(b"//");
        }
        if let Some(user) = &self.user {
            out.extend(user.to_bytes());
            out.push(b'@');
        }
        out.extend(escape(&self.host, Encoding::Host));
        let path = if self.path == b"*" {
            self.path.clone()
        } else {
            escape(&self.path, Encoding::Path)
        };
        if !path.is_empty() && !path.starts_with(b"/") && !self.host.is_empty() {
            out.push(b'/');
        }
        // Else the first segment would be read as a scheme (RFC 3986 §4.2).
        if out.is_empty() && parse::has_colon_in_first_segment(&path) {
            out.extend(b"./");
        }
        out.extend(path);
    }
}

#[cfg(test)]
mod tests;
