//! Expectations taken from Go's `net/url`.

use proptest::prelude::*;

use super::*;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The parts in one line: scheme, opaque, user information, host, hostname, path, query, fragment.
fn parts(url: &str) -> Result<String, String> {
    let url = Url::parse(url.as_bytes()).map_err(|error| error.to_string())?;
    let user = url.user.as_ref().map(Userinfo::to_bytes);
    Ok([
        text(&url.scheme),
        text(&url.opaque),
        user.map_or_else(|| "none".to_owned(), |user| text(&user)),
        text(&url.host),
        text(url.hostname()),
        text(&url.path),
        text(&url.raw_query),
        text(&url.fragment),
    ]
    .join("|"))
}

#[test]
fn takes_urls_apart() {
    for (url, expected) in [
        ("", "||none|||||"),
        ("*", "||none|||*||"),
        (
            "HTTP://u:p@h:80/a%20b?x=%20#f%20g",
            "http||u:p|h:80|h|/a b|x=%20|f g",
        ),
        ("mailto:a@b?x", "mailto|a@b|none||||x|"),
        ("//h/p", "||none|h|h|/p||"),
        ("///p", "||none|||///p||"),
        ("file:///p", "file||none|||/p||"),
        ("a/b:c", "||none|||a/b:c||"),
        ("1a/b", "||none|||1a/b||"),
        ("http://h?", "http||none|h|h|||"),
        ("http://h?a?b", "http||none|h|h||a?b|"),
        ("http://[::1]:80/", "http||none|[::1]:80|::1|/||"),
        (
            "http://[fe80::1%25en0]/",
            "http||none|[fe80::1%en0]|fe80::1%en0|/||",
        ),
        ("http://a@b@h/", "http||a%40b|h|h|/||"),
        ("http://:@h", "http||:|h|h|||"),
        ("http://%e4%b8%96/", "http||none|世|世|/||"),
        ("http://h:/", "http||none|h:|h|/||"),
        ("mongodb://a:1,b:2/", "mongodb||none|a:1,b:2|a:1,b|/||"),
        ("http://h/#", "http||none|h|h|/||"),
    ] {
        assert_eq!(parts(url), Ok(expected.to_owned()), "{url}");
    }
}

#[test]
fn refuses_with_gos_words() {
    for (url, expected) in [
        (":a", r#"parse ":a": missing protocol scheme"#),
        (
            "a b:c#x",
            r#"parse "a b:c": first path segment in URL cannot contain colon"#,
        ),
        (
            "a\n",
            r#"parse "a\n": net/url: invalid control character in URL"#,
        ),
        ("%zz", r#"parse "%zz": invalid URL escape "%zz""#),
        ("a%4", r#"parse "a%4": invalid URL escape "%4""#),
        ("a#%", r##"parse "a#%": invalid URL escape "%""##),
        (
            "http://a b/",
            r#"parse "http://a b/": invalid character " " in host name"#,
        ),
        (
            "http://%41/",
            r#"parse "http://%41/": invalid URL escape "%41""#,
        ),
        (
            "http://a|b@h/",
            r#"parse "http://a|b@h/": net/url: invalid userinfo"#,
        ),
        (
            "http://h:x/",
            r#"parse "http://h:x/": invalid port ":x" after host"#,
        ),
        (
            "http://a:1:2/",
            r#"parse "http://a:1:2/": invalid port ":1:2" after host"#,
        ),
        (
            "http://a[::1]/",
            r#"parse "http://a[::1]/": invalid IP-literal"#,
        ),
        (
            "http://[1.2.3.4]/",
            r#"parse "http://[1.2.3.4]/": invalid IP-literal"#,
        ),
        (
            "http://[::1/",
            r#"parse "http://[::1/": missing ']' in host"#,
        ),
        (
            "http://[::1]x/",
            r#"parse "http://[::1]x/": invalid port "x" after host"#,
        ),
        (
            "http://[]/",
            r#"parse "http://[]/": invalid host: ParseAddr(""): unable to parse IP"#,
        ),
        (
            "http://[1:2]/",
            r#"parse "http://[1:2]/": invalid host: ParseAddr("1:2"): address string too short"#,
        ),
        (
            "http://[1::2::3]/",
            r#"parse "http://[1::2::3]/": invalid host: ParseAddr("1::2::3"): multiple :: in address (at ":3")"#,
        ),
        (
            "http://[::1.2.3]/",
            r#"parse "http://[::1.2.3]/": invalid host: ParseAddr("::1.2.3"): IPv4 address too short"#,
        ),
    ] {
        assert_eq!(parts(url), Err(expected.to_owned()), "{url}");
    }
}

#[test]
fn puts_urls_together() {
    let url = |change: fn(&mut Url)| {
        let mut url = Url::default();
        change(&mut url);
        text(&url.to_bytes())
    };
    assert_eq!(url(|_| {}), "");
    assert_eq!(url(|url| url.path = b"a:b/c".to_vec()), "./a:b/c");
    assert_eq!(
        url(|url| {
            url.host = b"h h".to_vec();
            url.path = b"p?q".to_vec();
            url.fragment = b"f[".to_vec();
        }),
        "//h%20h/p%3Fq#f%5B"
    );
    assert_eq!(
        url(|url| {
            url.scheme = b"s".to_vec();
            url.opaque = b"o o".to_vec();
            url.path = b"ignored".to_vec();
            url.raw_query = b"q q".to_vec();
        }),
        "s:o o?q q"
    );
    assert_eq!(
        url(|url| {
            url.scheme = b"s".to_vec();
            url.path = b"*".to_vec();
        }),
        "s://*"
    );
}

proptest! {
    #[test]
    fn never_panics_and_a_url_put_together_reads_back(
        text in "\\PC{0,20}|[a-c]{0,2}:?/{0,3}([a:%2-4]{0,5}@)?[\\[\\]:.0-9a-f%]{0,9}/?[a-c%2-4:]{0,4}[?#]?[a%2]{0,3}"
    ) {
        if let Ok(url) = Url::parse(text.as_bytes()) && !url.host.is_empty() && !url.host.contains(&b'%') {
            prop_assert_eq!(Url::parse(&url.to_bytes()), Ok(url));
        }
    }
}
