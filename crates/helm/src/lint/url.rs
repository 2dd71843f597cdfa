//! govalidator's `IsURL` and `IsRequestURL`, on Go's `net/url`.

use std::net::Ipv6Addr;
use std::sync::LazyLock;

use regex::Regex;

/// What govalidator looks at in a URL, as Go's `net/url` takes it apart.
struct Parts<'a> {
    scheme: &'a str,
    host: &'a str,
    path: &'a str,
}

/// Which of Go's two readings.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// `url.Parse`: any reference.
    Reference,
    /// `url.ParseRequestURI`: an absolute URL or an absolute path.
    Request,
}

/// Whether Helm takes the text for the URL of a source or an icon: it has a scheme and can be parsed.
pub(super) fn is_request_url(text: &str) -> bool {
    parts(text, Reading::Request).is_some_and(|parts| !parts.scheme.is_empty())
}

/// Whether Helm takes the text for a maintainer's URL.
pub(super) fn is_url(text: &str) -> bool {
    if text.chars().count() >= 2083 || text.len() <= 3 || text.starts_with('.') {
        return false;
    }
    // A port without a scheme would be read as a scheme.
    let with_scheme;
    let parsed = if text.contains(':') && !text.contains("://") {
        with_scheme = format!("http://{text}");
        &with_scheme
    } else {
        text
    };
    let (parsed, fragment) = parsed.split_once('#').unwrap_or((parsed, ""));
    if !is_escaped(fragment) {
        return false;
    }
    let Some(parts) = parts(parsed, Reading::Reference) else {
        return false;
    };
    if parts.host.starts_with('.')
        || parts.host.is_empty() && !parts.path.is_empty() && !parts.path.contains('.')
    {
        return false;
    }
    is_plain(text) || URL.as_ref().is_some_and(|url| url.is_match(text))
}

/// Whether a text is one of the usual URLs, which the expression takes: to compile it costs more than a whole lint of
/// a small chart.
fn is_plain(text: &str) -> bool {
    let Some(rest) = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme))
    else {
        return false;
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let mut words = host.split(['.', '-']);
    let is_word = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric());
    // The first and the last word have two letters at least: the expression has two places there that want one.
    words.clone().all(|word| !word.is_empty() && is_word(word))
        && words.next().is_some_and(|word| word.len() > 1)
        && words.next_back().is_none_or(|word| word.len() > 1)
        && path.bytes().all(|byte| byte.is_ascii_graphic())
}

/// `net/url`'s `parse`. The parts are not unescaped: govalidator only looks for dots in them.
fn parts(text: &str, reading: Reading) -> Option<Parts<'_>> {
    if text.bytes().any(|byte| byte.is_ascii_control())
        || text.is_empty() && reading == Reading::Request
    {
        return None;
    }
    let mut parts = Parts {
        scheme: "",
        host: "",
        path: "",
    };
    if text == "*" {
        parts.path = "*";
        return Some(parts);
    }
    let (scheme, rest) = split_scheme(text)?;
    parts.scheme = scheme;
    let rest = rest.split_once('?').map_or(rest, |(rest, _)| rest);
    if !rest.starts_with('/') {
        if !scheme.is_empty() {
            // A rootless path is opaque: nothing more is looked at.
            return Some(parts);
        }
        let first = rest.split('/').next().unwrap_or_default();
        if reading == Reading::Request || first.contains(':') {
            return None;
        }
    }
    let has_authority =
        !scheme.is_empty() || reading == Reading::Reference && !rest.starts_with("///");
    parts.path = match rest.strip_prefix("//") {
        Some(rest) if has_authority => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            parts.host = host_of(scheme, authority)?;
            path
        }
        _ => rest,
    };
    is_escaped(parts.path).then_some(parts)
}

/// The scheme, or nothing when there is none; `None` for a text that begins with a colon.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if index > 0 => {}
            b':' if index == 0 => return None,
            b':' => {
                let (scheme, rest) = text.split_at(index);
                return Some((scheme, rest.get(1..).unwrap_or_default()));
            }
            _ => break,
        }
    }
    Some(("", text))
}

/// The host of an authority that is valid (`parseAuthority`).
fn host_of<'a>(scheme: &str, authority: &'a str) -> Option<&'a str> {
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (user, host),
        None => ("", authority),
    };
    let is_user = user.chars().all(|character| {
        character.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(character)
    });
    (is_user && is_escaped(user) && is_host(scheme, host)).then_some(host)
}

/// `parseHost`.
fn is_host(scheme: &str, host: &str) -> bool {
    match host.rfind('[') {
        Some(0) => {
            let Some((address, port)) = host.get(1..).and_then(|rest| rest.rsplit_once(']')) else {
                return false;
            };
            is_port(port) && is_address(address)
        }
        Some(_) => false,
        None => {
            // Go is strict about colons with these two schemes only.
            let colon =
                if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") {
                    host.find(':')
                } else {
                    host.rfind(':')
                };
            colon.is_none_or(|index| host.get(index..).is_some_and(is_port)) && is_host_text(host)
        }
    }
}

/// Nothing, or a colon and digits.
fn is_port(text: &str) -> bool {
    text.is_empty()
        || text
            .strip_prefix(':')
            .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// An IPv6 address, with or without a zone.
fn is_address(text: &str) -> bool {
    let (address, zone) = match text.split_once("%25") {
        Some((address, zone)) => (address, Some(zone)),
        None => (text, None),
    };
    zone.is_none_or(|zone| !zone.is_empty() && is_escaped(zone))
        && address.parse::<Ipv6Addr>().is_ok()
}

/// Characters that Go lets stand in a host, and escapes of bytes beyond ASCII.
fn is_host_text(host: &str) -> bool {
    is_escaped(host)
        && host
            .char_indices()
            .all(|(index, character)| match character {
                '%' => host
                    .get(index + 1..index + 3)
                    .and_then(|digits| u8::from_str_radix(digits, 16).ok())
                    .is_some_and(|byte| byte >= 0x80 || byte == b'%'),
                character => {
                    !character.is_ascii()
                        || character.is_ascii_alphanumeric()
                        || "!\"$&'()*+,-.:;<=>[]_~".contains(character)
                }
            })
}

/// Whether every `%` begins an escape.
fn is_escaped(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().all(|(index, byte)| {
        *byte != b'%'
            || bytes
                .get(index + 1..index + 3)
                .is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

static URL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    const SCHEME: &str = "((ftp|tcp|udp|wss?|https?)://)";
    const USER: &str = r"([^\t\n\f\r ]+(:[^\t\n\f\r ]*)?@)";
    const PATH: &str = r"((/|\?|#)[^\t\n\f\r ]*)";
    const PORT: &str = "(:([0-9]{1,5}))";
    const IP4: &str = r"([1-9][0-9]?|1[0-9][0-9]|2[01][0-9]|22[0-3]|24[0-9]|25[0-5])(\.([0-9]{1,2}|1[0-9][0-9]|2[0-4][0-9]|25[0-5])){2}(?:\.([0-9][0-9]?|1[0-9][0-9]|2[0-4][0-9]|25[0-5]))";
    const SUBDOMAIN: &str =
        r"((www\.)|([a-zA-Z0-9]+([\-_\.]?[a-zA-Z0-9])*[a-zA-Z0-9]\.[a-zA-Z0-9]+))";
    const HEX: &str = "[0-9a-fA-F]{1,4}";
    const TAIL4: &str = r"((25[0-5]|(2[0-4]|1?[0-9])?[0-9])\.){3}(25[0-5]|(2[0-4]|1?[0-9])?[0-9])";
    let ip6 = format!(
        "(({HEX}:){{7}}{HEX}|({HEX}:){{1,7}}:|({HEX}:){{1,6}}:{HEX}\
         |({HEX}:){{1,5}}(:{HEX}){{1,2}}|({HEX}:){{1,4}}(:{HEX}){{1,3}}\
         |({HEX}:){{1,3}}(:{HEX}){{1,4}}|({HEX}:){{1,2}}(:{HEX}){{1,5}}\
         |{HEX}:((:{HEX}){{1,6}})|:((:{HEX}){{1,7}}|:)\
         |fe80:(:[0-9a-fA-F]{{0,4}}){{0,4}}%[0-9a-zA-Z]+\
         |::(ffff(:0{{1,4}})?:)?{TAIL4}|({HEX}:){{1,4}}:{TAIL4})"
    );
    let label = r"(([a-zA-Z\x{00a1}-\x{ffff}0-9]+-?-?)*[a-zA-Z\x{00a1}-\x{ffff}0-9]+)(?:\.([a-zA-Z\x{00a1}-\x{ffff}]{1,}))?";
    let host = format!(
        r"({IP4}|(\[{ip6}\])|(([a-zA-Z0-9]([a-zA-Z0-9\-_]+)?[a-zA-Z0-9]([\-\.][a-zA-Z0-9]+)*)|({SUBDOMAIN}?))?({label}))"
    );
    Regex::new(&format!(r"^{SCHEME}?{USER}?{host}\.?{PORT}?{PATH}?$")).ok()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_expressions_compile() {
        assert!(URL.is_some());
    }

    #[test]
    fn usual_urls_are_plain() {
        for (text, expected) in [
            ("https://github.com/org/repo", true),
            (
                "https://raw.githubusercontent.com/a/b/main/icon.png?raw=1#x",
                true,
            ),
            ("http://ab-c.example.org/~a@b", true),
            ("https://ab", true),
            ("https://a.b", false),
            ("https://ab.c", false),
            ("https://ab..cd", false),
            ("https://ab.cd:80/", false),
            ("https://ab.cd/a b", false),
            ("ftp://ab.cd", false),
        ] {
            assert_eq!(is_plain(text), expected, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_expression_takes_what_is_plain(
            text in "https?://[a-zA-Z0-9]{1,3}([.-][a-z0-9]{1,3}){0,4}(/[!-~]{0,9})?"
        ) {
            if is_plain(&text) {
                proptest::prop_assert!(URL.as_ref().unwrap().is_match(&text));
            }
        }
    }

    /// From govalidator's own table (`validator_test.go`).
    #[test]
    fn takes_the_urls_that_govalidator_takes() {
        for (text, expected) in [
            ("", false),
            ("http://foo.bar#com", true),
            ("http://foobar.com", true),
            ("https://foobar.com", true),
            ("foobar.com", true),
            ("http://foobar.coffee/", true),
            ("http://foobar.中文网/", true),
            ("http://foobar.org/", true),
            ("http://foobar.ORG", true),
            ("http://foobar.org:8080/", true),
            ("ftp://foobar.ru/", true),
            ("ftp.foo.bar", true),
            ("http://user:pass@www.foobar.com/", true),
            ("http://user:pass@www.foobar.com/path/file", true),
            ("http://127.0.0.1/", true),
            ("http://duckduckgo.com/?q=%2F", true),
            ("http://localhost:3000/", true),
            ("http://foobar.com/?foo=bar#baz=qux", true),
            ("http://foobar.com?foo=bar", true),
            ("http://www.xn--froschgrn-x9a.net/", true),
            ("http://foobar.com/a-", true),
            ("http://foobar.پاکستان/", true),
            ("http://foobar.c_o_m", false),
            ("http://_foobar.com", false),
            ("http://foo_bar.com", true),
            ("http://user:pass@foo_bar_bar.bar_foo.com", true),
            ("", false),
            ("xyz://foobar.com", false),
            (".com", false),
            ("rtmp://foobar.com", false),
            ("http://localhost:3000/", true),
            ("http://foobar.com#baz=qux", true),
            ("http://foobar.com/t$-_.+!*\\'(),", true),
            ("http://www.foobar.com/~foobar", true),
            ("http://www.-foobar.com/", false),
            ("http://www.foo---bar.com/", false),
            ("http://r6---snnvoxuioq6.googlevideo.com", true),
            ("mailto:someone@example.com", true),
            ("irc://irc.server.org/channel", false),
            ("irc://#channel@network", true),
            ("/abs/test/dir", false),
            ("./rel/test/dir", false),
            ("http://foo^bar.org", false),
            ("http://foo&bar.org", false),
            ("http://foo bar.org", false),
            ("http://foo.bar.org", true),
            ("http://www.foo.bar.org", true),
            ("http://www.foo.co.uk", true),
            ("foo", false),
            ("http://.foo.com", false),
            ("http://,foo.com", false),
            (",foo.com", false),
            ("http://myservice.:9093/", true),
            (
                "https://pbs.twimg.com/profile_images/560826135676588032/j8fWrmYY_normal.jpeg",
                true,
            ),
            ("http://prometheus-alertmanager.service.q:9093", true),
            ("aio1_alertmanager_container-63376c45:9093", true),
            (
                "https://www.logn-123-123.url.with.sigle.letter.d:12345/url/path/foo?bar=zzz#user",
                true,
            ),
            ("http://me.example.com", true),
            ("http://www.me.example.com", true),
            ("http://[2001:db8:a0b:12f0::1]/index.html", true),
            ("http://[1200:0000:AB00:1234:0000:2552:7777:1313]", true),
            ("http://user:pass@[::1]:9093/a/b/c/?a=v#abc", true),
            ("https://127.0.0.1/a/b/c?a=v&c=11d", true),
            ("https://foo_bar.example.com", true),
            ("http://foo_bar.example.com", true),
            ("http://foo_bar_fizz_buzz.example.com", true),
            ("https://foo_bar.example.com:8080", true),
            ("foo_bar.example.com:8080", true),
            ("http://cant-end-with-hyphen-.example.com", false),
            ("http://-cant-start-with-hyphen.example.com", false),
            ("http://www.domain-can-have-dashes.com", true),
            ("http://m.abcd.com/test.html", true),
            ("http://[fe80::1%25en0]/", true),
            ("http://1.1.1.1", true),
        ] {
            assert_eq!(is_url(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_request_url_needs_a_scheme_and_a_valid_host() {
        for (text, expected) in [
            ("", false),
            ("http://foo.bar#com", false),
            ("http://foobar.com", true),
            ("foobar.com", false),
            ("invalid.", false),
            ("/abs/test/dir", false),
            ("./rel/test/dir", false),
            ("irc://irc.server.org/channel", true),
            ("rtmp://foobar.com", true),
            ("mailto:someone@example.com", true),
            ("http://foo^bar.org", false),
            ("http://foo bar.org", false),
            ("http://a.b/c d", true),
            ("http://a.b/%zz", false),
            ("http://a.b/%20", true),
            ("http://a.b/?%zz", true),
            ("http://a.b:80", true),
            ("http://a.b:", true),
            ("http://a.b:x", false),
            ("http://a:b:80", false),
            ("git://a:b:80", true),
            ("http://[::1]:80/", true),
            ("http://[1.2.3.4]/", false),
            ("http://[::1", false),
            ("http://[fe80::1%25en0]/", true),
            ("http://user name@a.b", false),
            ("http://a%20b.c", false),
            ("http://a%C3%A9b.c", true),
            ("http:///path", true),
            (":foo", false),
            ("1http://a.b", false),
            ("http://a.b/\u{7f}", false),
            ("*", false),
            ("http:foo", true),
        ] {
            assert_eq!(is_request_url(text), expected, "{text:?}");
        }
    }
}
