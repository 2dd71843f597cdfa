use super::*;

fn join(base: &str, reference: &str) -> String {
    let base = Url::parse(base.as_bytes()).unwrap();
    base.resolve(&Url::parse(reference.as_bytes()).unwrap())
        .to_string()
}

/// What Go 1.26 says.
#[test]
fn mistakes_are_told_as_go_tells_them() {
    for (text, expected) in [
        (":a", "parse \":a\": missing protocol scheme"),
        (
            "a b:c",
            "parse \"a b:c\": first path segment in URL cannot contain colon",
        ),
        (
            "http://a b/",
            "parse \"http://a b/\": invalid character \" \" in host name",
        ),
        (
            "http://a/%zz#x",
            "parse \"http://a/%zz\": invalid URL escape \"%zz\"",
        ),
        (
            "http://a/#%z",
            "parse \"http://a/#%z\": invalid URL escape \"%z\"",
        ),
        ("http://[::1", "parse \"http://[::1\": missing ']' in host"),
        (
            "http://[1.2.3.4]",
            "parse \"http://[1.2.3.4]\": invalid IP-literal",
        ),
        (
            "http://a[::1]",
            "parse \"http://a[::1]\": invalid IP-literal",
        ),
        (
            "http://[x]",
            "parse \"http://[x]\": invalid host: ParseAddr(\"x\"): unable to parse IP",
        ),
        (
            "http://a:b",
            "parse \"http://a:b\": invalid port \":b\" after host",
        ),
        (
            "http://a^b@c",
            "parse \"http://a^b@c\": net/url: invalid userinfo",
        ),
        (
            "http://a%41",
            "parse \"http://a%41\": invalid URL escape \"%41\"",
        ),
        (
            "\u{7f}",
            "parse \"\\x7f\": net/url: invalid control character in URL",
        ),
    ] {
        let error = Url::parse(text.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), expected, "{text}");
    }
}

#[test]
fn references_are_resolved() {
    for (base, reference, expected) in [
        (
            "file:///values.schema.json",
            "",
            "file:///values.schema.json",
        ),
        (
            "file:///values.schema.json",
            "other.json",
            "file:///other.json",
        ),
        ("http://a/b/c/d?q", "../g?y", "http://a/b/g?y"),
        ("http://a/b/c/d?q", "", "http://a/b/c/d?q"),
        ("http://a/b/c/d", "//e", "http://e"),
        ("http://a/b/c/d", "./x/../y/.", "http://a/b/c/y/"),
        ("http://a", "b", "http://a/b"),
        ("http://a/%2f", "", "http://a/%2f"),
        ("urn:a:b", "", "urn:a:b"),
        ("urn:a:b", "c", "urn:a:b"),
        ("http://a/", "urn:x", "urn:x"),
        ("http://u:p@a/x", "y?", "http://u:p@a/y?"),
        ("http://a/", "é x", "http://a/%C3%A9%20x"),
    ] {
        assert_eq!(join(base, reference), expected, "{base} {reference}");
    }
}
