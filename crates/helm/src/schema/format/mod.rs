//! `format`: santhosh's own checks (`format.go`), with its words.

mod moment;
mod names;
mod pointer;
mod web;

use gotemplate::regexp::Regexp;

/// A format that is known. Others mean nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Regex,
    JsonPointer,
    RelativeJsonPointer,
    Uuid,
    Duration,
    Period,
    Ipv4,
    Ipv6,
    Hostname,
    Email,
    Date,
    Time,
    DateTime,
    Uri,
    Iri,
    UriReference,
    IriReference,
    UriTemplate,
    Semver,
}

const NAMES: &[(&str, Format)] = &[
    ("regex", Format::Regex),
    ("json-pointer", Format::JsonPointer),
    ("relative-json-pointer", Format::RelativeJsonPointer),
    ("uuid", Format::Uuid),
    ("duration", Format::Duration),
    ("period", Format::Period),
    ("ipv4", Format::Ipv4),
    ("ipv6", Format::Ipv6),
    ("hostname", Format::Hostname),
    ("email", Format::Email),
    ("date", Format::Date),
    ("time", Format::Time),
    ("date-time", Format::DateTime),
    ("uri", Format::Uri),
    ("iri", Format::Iri),
    ("uri-reference", Format::UriReference),
    ("iri-reference", Format::IriReference),
    ("uri-template", Format::UriTemplate),
    ("semver", Format::Semver),
];

impl Format {
    /// The format of a name.
    pub(super) fn named(name: &str) -> Option<Self> {
        NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, format)| *format)
    }

    /// Its name.
    pub(super) fn name(self) -> &'static str {
        NAMES
            .iter()
            .find(|(_, format)| *format == self)
            .map_or("", |(name, _)| name)
    }

    /// Whether a text is of this format; the error tells why not.
    pub(super) fn check(self, text: &[u8]) -> Result<(), String> {
        match self {
            Self::Regex => Regexp::new(&String::from_utf8_lossy(text))
                .map(|_| ())
                .map_err(|error| error.to_string()),
            Self::JsonPointer => pointer::json_pointer(text),
            Self::RelativeJsonPointer => pointer::relative(text),
            Self::Uuid => names::uuid(text),
            Self::Duration => moment::duration(text),
            Self::Period => moment::period(text),
            Self::Ipv4 => web::ipv4(text),
            Self::Ipv6 => web::ipv6(text),
            Self::Hostname => web::hostname(text),
            Self::Email => web::email(text),
            Self::Date => moment::date(text),
            Self::Time => moment::time(text),
            Self::DateTime => moment::date_time(text),
            Self::Uri | Self::Iri => web::uri(text),
            Self::UriReference | Self::IriReference => web::uri_reference(text),
            Self::UriTemplate => web::uri_template(text),
            Self::Semver => names::semver(text),
        }
    }
}

/// A check that failed for this reason.
fn because<T>(reason: &str) -> Result<T, String> {
    Err(reason.to_owned())
}

/// `strconv.Atoi`, with its error.
fn integer(text: &[u8]) -> Result<i64, String> {
    let failed = |problem: &str| {
        Err(format!(
            "strconv.Atoi: parsing {}: {problem}",
            gotemplate::strconv::quote(text)
        ))
    };
    let digits = match text.split_first() {
        Some((b'+' | b'-', digits)) => digits,
        _ => text,
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return failed("invalid syntax");
    }
    match String::from_utf8_lossy(text).parse() {
        Ok(number) => Ok(number),
        Err(_) => failed("value out of range"),
    }
}

#[cfg(test)]
mod tests;
