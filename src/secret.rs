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
    if let Ok(json) = serde_json::to_string(value) {
        forms.push(json.trim_matches('"').to_owned());
    }
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
        ] {
            let clean = redact(&format!("before {leak} after"));
            assert!(clean.contains("***"), "{leak} came through as {clean}");
            assert!(!clean.contains("canary"), "{leak} came through as {clean}");
        }
        assert!(!format!("{secret:?}").contains("canary"));
    }

    #[test]
    fn short_and_empty_values_blank_out_nothing() {
        let _ = Secret::new("");
        let _ = Secret::new("abc");
        assert_eq!(redact("abc def"), "abc def");
    }
}
