//! `WWW-Authenticate` challenges (RFC 9110 §11.6.1): what a registry asks for.

use std::collections::BTreeMap;

/// One challenge of a 401 answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Challenge {
    /// `basic`, `bearer`, in lower case.
    pub(super) scheme: String,
    /// Its parameters; names in lower case.
    pub(super) parameters: BTreeMap<String, String>,
}

impl Challenge {
    /// Reads one header's value, which may hold several challenges. What makes no sense is passed over.
    pub(super) fn parse(header: &str) -> Vec<Self> {
        let mut challenges: Vec<Self> = Vec::new();
        for part in split_outside_quotes(header) {
            // `Bearer realm="…"` begins a challenge, `service="…"` goes on with it.
            let part = part.trim();
            let (before_equals, _) = part.split_once('=').unwrap_or((part, ""));
            let parameter = match before_equals.trim_end().split_once(char::is_whitespace) {
                Some((scheme, _)) => {
                    challenges.push(Self::new(scheme));
                    part.get(scheme.len()..).unwrap_or_default()
                }
                None if part.contains('=') => part,
                None => {
                    if !part.is_empty() {
                        challenges.push(Self::new(part));
                    }
                    continue;
                }
            };
            if let (Some(challenge), Some((name, value))) =
                (challenges.last_mut(), parameter.split_once('='))
            {
                challenge
                    .parameters
                    .insert(name.trim().to_ascii_lowercase(), unquote(value.trim()));
            }
        }
        challenges
    }

    fn new(scheme: &str) -> Self {
        Self {
            scheme: scheme.to_ascii_lowercase(),
            parameters: BTreeMap::new(),
        }
    }
}

/// Splits at commas that stand outside quoted strings.
fn split_outside_quotes(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut quoted, mut escaped, mut start) = (false, false, 0);
    for (at, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ',' if !quoted => {
                parts.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.extend(text.get(start..));
    parts
}

fn unquote(value: &str) -> String {
    let Some(inner) = value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
    else {
        return value.to_owned();
    };
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        if character == '\\' {
            text.extend(characters.next());
        } else {
            text.push(character);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(header: &str) -> Vec<String> {
        Challenge::parse(header)
            .into_iter()
            .map(|challenge| format!("{} {:?}", challenge.scheme, challenge.parameters))
            .collect()
    }

    #[test]
    fn challenges_of_real_registries() {
        insta::assert_debug_snapshot!(shown(r#"Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:acme/api:pull,push""#), @r#"
        [
            "bearer {\"realm\": \"https://auth.docker.io/token\", \"scope\": \"repository:acme/api:pull,push\", \"service\": \"registry.docker.io\"}",
        ]
        "#);
        insta::assert_debug_snapshot!(shown(r#"Basic realm="Registry \"Realm\", here""#), @r#"
        [
            "basic {\"realm\": \"Registry \\\"Realm\\\", here\"}",
        ]
        "#);
        insta::assert_debug_snapshot!(shown(r#"Negotiate, BEARER Realm=x , basic realm="y""#), @r#"
        [
            "negotiate {}",
            "bearer {\"realm\": \"x\"}",
            "basic {\"realm\": \"y\"}",
        ]
        "#);
    }

    proptest! {
        #[test]
        fn parsing_never_panics(header in "\\PC{0,80}") {
            let _ = Challenge::parse(&header);
        }
    }
}
