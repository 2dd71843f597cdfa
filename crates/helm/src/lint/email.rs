//! govalidator's `IsEmail`.

use std::sync::LazyLock;

use regex::Regex;

/// The letters beyond ASCII that govalidator lets pass.
const WIDE: &str = r"\x{00A0}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFEF}";

static EMAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let atom = format!(r"[a-zA-Z0-9!#$%&'*+\-/=?\^_`{{|}}\~{WIDE}]+");
    let fold = r"((([ \t]*\r\n)?[ \t]+)?)";
    // A parenthesis of govalidator's stands so that the quote at the beginning is repeated with what follows it.
    let quoted = format!(
        r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x21\x23-\x5b\x5d-\x7e{WIDE}]|\([\x01-\x09\x0b\x0c\x0d-\x7f{WIDE}]"
    );
    let label = format!(r"([a-zA-Z0-9{WIDE}]([a-zA-Z0-9\-._\~{WIDE}]*[a-zA-Z0-9{WIDE}])?)");
    let top = format!(r"([a-zA-Z{WIDE}]([a-zA-Z0-9\-_\~{WIDE}]*[a-zA-Z{WIDE}])?)");
    Regex::new(&format!(
        "^({atom}(\\.{atom})*|(\"{fold}({quoted}))*{fold}\")@({label}\\.)+{top}\\.?$"
    ))
    .ok()
});

/// Whether Helm takes the text for an email address.
pub(super) fn is_email(text: &str) -> bool {
    is_plain(text) || EMAIL.as_ref().is_some_and(|email| email.is_match(text))
}

/// Whether a text is one of the usual addresses, which the expression takes: to compile it costs as much as a lint.
fn is_plain(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else {
        return false;
    };
    let Some((labels, top)) = domain.rsplit_once('.') else {
        return false;
    };
    let are_words = |text: &str, breaks: &[char]| {
        text.split(breaks)
            .all(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    };
    are_words(name, &['.', '-', '_', '+'])
        && are_words(labels, &['.', '-'])
        && !top.is_empty()
        && top.bytes().all(|byte| byte.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_expression_takes_what_is_plain(
            text in "[a-zA-Z0-9]{1,3}([.+_-][a-z0-9]{1,3}){0,3}@[a-z0-9]{1,3}([.-][a-z0-9]{1,3}){0,4}"
        ) {
            if is_plain(&text) {
                proptest::prop_assert!(EMAIL.as_ref().unwrap().is_match(&text));
            }
        }
    }

    #[test]
    fn usual_addresses_are_plain() {
        for (text, expected) in [
            ("first.last+tag@sub-domain.example.com", true),
            ("a@b.c", true),
            ("a@b", false),
            ("a@b.c1", false),
            ("a..b@c.de", false),
            ("a b@c.de", false),
            ("@c.de", false),
        ] {
            assert_eq!(is_plain(text), expected, "{text:?}");
        }
    }

    /// govalidator's own table (`validator_test.go`), and what charts hold.
    #[test]
    fn takes_what_govalidator_takes() {
        for (text, expected) in [
            ("", false),
            ("foo@bar.com", true),
            ("x@x.x", true),
            ("foo@bar.com.au", true),
            ("foo+bar@bar.com", true),
            ("foo@bar.coffee", true),
            ("foo@bar.coffee..coffee", false),
            ("foo@bar.bar.coffee", true),
            ("foo@bar.中文网", true),
            ("invalidemail@", false),
            ("invalid.com", false),
            ("@invalid.com", false),
            ("test|123@m端ller.com", true),
            ("hans@m端ller.com", true),
            ("hans.m端ller@test.com", true),
            ("NathAn.daVIeS@DomaIn.cOM", true),
            ("NATHAN.DAVIES@DOMAIN.CO.UK", true),
            ("\"a b\"@example.com", false),
            ("\"a\"@example.com", true),
            ("\"ab\"@example.com", false),
            ("\"a\"b\"@example.com", true),
            ("\"@example.com", true),
            ("foo @bar.com", false),
            ("foo@bar", false),
            ("foo@bar.com\n", false),
            ("foo@bar.c0", false),
            (".foo@bar.com", false),
            ("a~b^c@bar.com.", true),
        ] {
            assert_eq!(is_email(text), expected, "{text:?}");
        }
    }
}
