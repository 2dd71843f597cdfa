//! Secrets: values that never reach a log, and the list of what every output is cleaned of.

use std::sync::{LazyLock, RwLock};

use base64::Engine as _;
use secrecy::{ExposeSecret, SecretString};

/// A credential. Its `Debug` shows nothing; making one registers it, and every form it may take on the way
/// (base64, percent-encoded, JSON-escaped, hex), with the process's [`redact`] list, so that no text that this
/// program prints can hold it. The runner's masks are made from the same list (see [`registered`]).
#[derive(Clone, Debug)]
pub struct Secret(SecretString);

static REGISTERED: LazyLock<RwLock<Vec<String>>> = LazyLock::new(RwLock::default);

/// Values shorter than this are not looked for in texts: they would blank out ordinary words, and a credential of
/// three characters protects nothing.
const SHORTEST: usize = 4;

impl Secret {
    /// Takes a credential and registers it. Empty values are fine (they hide nothing).
    pub fn new(value: impl Into<String>) -> Self {
        let value = value.into();
        register(&value);
        Self(SecretString::from(value))
    }

    /// The credential itself, for the one line that sends it.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// `Basic …` for the pair of a user and this secret; registered like the secret itself.
    pub fn basic(&self, username: &str) -> String {
        let pair = format!("{username}:{}", self.expose());
        let encoded = base64::engine::general_purpose::STANDARD.encode(&pair);
        register(&pair);
        format!("Basic {encoded}")
    }
}

/// Registers a value that must never be printed, with the forms it may take.
pub fn register(value: &str) {
    if value.trim().len() < SHORTEST {
        return;
    }
    let mut forms = vec![value.to_owned(), value.trim().to_owned()];
    // A multi-line secret (a key, a Docker config) leaks line by line.
    forms.extend(
        value
            .lines()
            .map(|line| line.trim().to_owned())
            .filter(|line| line.len() >= 8),
    );
    let encoders = [
        base64::engine::general_purpose::STANDARD.encode(value),
        base64::engine::general_purpose::STANDARD_NO_PAD.encode(value),
        base64::engine::general_purpose::URL_SAFE.encode(value),
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(value),
        url::form_urlencoded::byte_serialize(value.as_bytes()).collect::<String>(),
        value.bytes().map(|byte| format!("{byte:02x}")).collect(),
        value.bytes().map(|byte| format!("{byte:02X}")).collect(),
    ];
    forms.extend(encoders);
    forms.extend(percent_encoded(value));
    forms.extend(json_escaped(value));
    if let Ok(mut registered) = REGISTERED.write() {
        for form in forms {
            if form.len() >= SHORTEST && !registered.contains(&form) {
                registered.push(form);
            }
        }
        // Longest first, so that a secret within a longer one does not leave the rest standing.
        registered.sort_by_key(|form| std::cmp::Reverse(form.len()));
    }
}

/// Percent-encoded as clients and servers do it: everything but letters and digits, or what a URL's own parts keep; the
/// digits large or small.
fn percent_encoded(value: &str) -> Vec<String> {
    let encoded = |kept: &[u8], small: bool| -> String {
        let one = |byte: u8| match byte {
            byte if byte.is_ascii_alphanumeric() || kept.contains(&byte) => {
                char::from(byte).to_string()
            }
            byte if small => format!("%{byte:02x}"),
            byte => format!("%{byte:02X}"),
        };
        value.bytes().map(one).collect()
    };
    let kept: [&[u8]; 3] = [b"", b"-._~", b"-._~!$&'()*+,;="];
    kept.into_iter()
        .flat_map(|kept| [encoded(kept, false), encoded(kept, true)])
        .collect()
}

/// As it stands in JSON: escaped as little as possible, as Go does, and in ASCII; and that within JSON once more.
fn json_escaped(value: &str) -> Vec<String> {
    let escaped = |text: &str| {
        let json = serde_json::to_string(text).unwrap_or_default();
        // The quotes are one character each.
        let inner = json.len().saturating_sub(1).max(1);
        json.get(1..inner).unwrap_or_default().to_owned()
    };
    let once = escaped(value);
    let unicode = |text: &str, is_plain: fn(char) -> bool| -> String {
        let one = |character: char| {
            if is_plain(character) {
                return character.to_string();
            }
            let mut units = [0; 2];
            let units = character.encode_utf16(&mut units);
            units.iter().map(|unit| format!("\\u{unit:04x}")).collect()
        };
        text.chars().map(one).collect()
    };
    let go = unicode(&once, |character| !matches!(character, '<' | '>' | '&'));
    let ascii = unicode(&once, |character| character.is_ascii());
    vec![escaped(&once), once, go, ascii]
}

/// Everything registered so far, longest first.
pub fn registered() -> Vec<String> {
    REGISTERED
        .read()
        .map(|list| list.clone())
        .unwrap_or_default()
}

/// `text` with every registered secret replaced by `***`.
pub fn redact(text: &str) -> String {
    let mut clean = text.to_owned();
    if let Ok(list) = REGISTERED.read() {
        for form in list.iter() {
            if clean.contains(form.as_str()) {
                clean = clean.replace(form.as_str(), "***");
            }
        }
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_a_secret_is_redacted() {
        let secret = Secret::new("canary/9f3+\"x y");
        let basic = secret.basic("octocat");
        for leak in [
            secret.expose().to_owned(),
            basic.clone(),
            base64::engine::general_purpose::STANDARD.encode(secret.expose()),
            url::form_urlencoded::byte_serialize(secret.expose().as_bytes()).collect(),
            serde_json::to_string(secret.expose()).unwrap_or_default(),
            r#"canary/9f3+\\\"x y"#.to_owned(),
            "canary%2F9f3%2B%22x%20y".to_owned(),
            "canary%2f9f3%2b%22x%20y".to_owned(),
            "canary%2F9f3+%22x%20y".to_owned(),
        ] {
            let clean = redact(&format!("before {leak} after"));
            assert!(clean.contains("***"), "{leak} came through as {clean}");
            assert!(!clean.contains("canary"), "{leak} came through as {clean}");
        }
        assert!(!format!("{secret:?}").contains("canary"));
    }

    #[test]
    fn json_is_escaped_as_others_do_it() {
        assert_eq!(
            json_escaped("a\"<é"),
            [r#"a\\\"<é"#, r#"a\"<é"#, r#"a\"\u003cé"#, r#"a\"<\u00e9"#]
        );
        assert_eq!(json_escaped("\"")[1], r#"\""#);
    }

    #[test]
    fn short_and_empty_values_blank_out_nothing() {
        let _ = Secret::new("");
        let _ = Secret::new("abc");
        assert_eq!(redact("abc def"), "abc def");
    }
}
