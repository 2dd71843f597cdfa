//! What a registry's refusal means: its own words, and for known registries the place to click.

use reqwest::StatusCode;
use serde_json::Value;

use super::known;
use super::reference::RegistryHost;

/// What a registry said about a refusal: a code and a message, both untrusted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// `DENIED`, `NAME_UNKNOWN`, …; empty when there was none.
    pub code: String,
    /// Its words, one line, bounded.
    pub message: String,
}

/// The longest text of a registry that is passed on.
const LONGEST: usize = 300;

impl Complaint {
    /// Reads a refusal's body: the specification's form, and those of token servers and gateways. Anything else,
    /// HTML too, gives nothing.
    pub fn read(body: &[u8]) -> Vec<Self> {
        let Ok(value) = serde_json::from_slice::<Value>(body) else {
            return Vec::new();
        };
        let text = |value: &Value, key: &str| {
            value
                .get(key)
                .and_then(Value::as_str)
                .map(one_line)
                .unwrap_or_default()
        };
        let mut complaints: Vec<Self> = value
            .get("errors")
            .and_then(Value::as_array)
            .map(|errors| {
                errors
                    .iter()
                    .take(5)
                    .map(|error| Self {
                        code: text(error, "code"),
                        message: text(error, "message"),
                    })
                    .collect()
            })
            .unwrap_or_default();
        if complaints.is_empty() {
            let code = text(&value, "error");
            let message = ["error_description", "message", "details", "detail"]
                .iter()
                .map(|key| text(&value, key))
                .find(|text| !text.is_empty())
                .unwrap_or_default();
            complaints.push(Self { code, message });
        }
        complaints.retain(|complaint| !(complaint.code.is_empty() && complaint.message.is_empty()));
        complaints
    }

    pub(super) fn has(&self, code: &str) -> bool {
        self.code.eq_ignore_ascii_case(code)
    }

    pub(super) fn says(&self, words: &str) -> bool {
        self.message.to_lowercase().contains(words)
    }
}

impl std::fmt::Display for Complaint {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.code.is_empty(), self.message.is_empty()) {
            (false, false) => write!(formatter, "{}: {}", self.code, self.message),
            (false, true) => formatter.write_str(&self.code),
            _ => formatter.write_str(&self.message),
        }
    }
}

/// Untrusted text made fit for a line: no control characters, no line ends, bounded.
pub(crate) fn one_line(text: &str) -> String {
    let mut line = String::new();
    for word in text.split(|character: char| character.is_whitespace() || character.is_control()) {
        if word.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        if line.len() > LONGEST {
            break;
        }
    }
    if line.chars().count() > LONGEST {
        line = line.chars().take(LONGEST).collect();
        line.push('…');
    }
    line
}

/// What kind of refusal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The credentials are wrong.
    Credentials,
    /// They are good, and may not do this.
    Permission,
    /// The repository is not there, and a push does not make it.
    RepositoryMissing,
    /// The tag is there and the registry keeps it as it is.
    Immutable,
    /// The registry takes no charts.
    Unsupported,
    /// Too many requests.
    RateLimited,
    /// The server is in trouble.
    Server,
    /// Something else.
    Other,
}

/// A refusal understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// Its kind.
    pub kind: Kind,
    /// What to do, when this registry is known to need something of its own.
    pub advice: Option<String>,
}

/// Makes sense of an answer to a write, or to a request for permission to write.
pub fn diagnose(
    host: &RegistryHost,
    repository: &str,
    status: StatusCode,
    complaints: &[Complaint],
) -> Diagnosis {
    if let Some(known) = known::refusal(host, status, complaints) {
        return Diagnosis {
            kind: known.kind,
            advice: Some(known.advice.replace("{repository}", repository)),
        };
    }
    let any = |code: &str| complaints.iter().any(|complaint| complaint.has(code));
    let says = |words: &str| complaints.iter().any(|complaint| complaint.says(words));
    let kind = if status == StatusCode::TOO_MANY_REQUESTS || any("TOOMANYREQUESTS") {
        Kind::RateLimited
    } else if says("immutable") || status == StatusCode::PRECONDITION_FAILED {
        Kind::Immutable
    } else if any("NAME_UNKNOWN") {
        Kind::RepositoryMissing
    } else if any("UNSUPPORTED")
        || any("MANIFEST_INVALID")
        || status == StatusCode::UNSUPPORTED_MEDIA_TYPE
    {
        Kind::Unsupported
    } else if status == StatusCode::UNAUTHORIZED {
        Kind::Credentials
    } else if status == StatusCode::FORBIDDEN || any("DENIED") {
        Kind::Permission
    } else if status.is_server_error() {
        Kind::Server
    } else {
        Kind::Other
    };
    Diagnosis { kind, advice: None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_body_is_read_without_panic_and_in_lines(body in "\\PC{0,60}", message in any::<String>()) {
            let _ = Complaint::read(body.as_bytes());
            let json = serde_json::json!({"message": message}).to_string();
            for complaint in Complaint::read(json.as_bytes()) {
                prop_assert!(!complaint.to_string().contains(char::is_control));
            }
        }
    }

    #[test]
    fn every_form_of_a_refusal_is_read_and_none_breaks_out_of_its_line() {
        let read = |body: &str| {
            Complaint::read(body.as_bytes())
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            read(
                r#"{"errors":[{"code":"DENIED","message":"a\n::error::b\u001b[31m","detail":{"x":1}}]}"#
            ),
            ["DENIED: a ::error::b [31m"]
        );
        assert_eq!(
            read(r#"{"error":"invalid_grant","error_description":"expired"}"#),
            ["invalid_grant: expired"]
        );
        assert_eq!(
            read(r#"{"details":"incorrect username or password"}"#),
            ["incorrect username or password"]
        );
        for nothing in [
            "",
            "<html>",
            "[]",
            "{}",
            "null",
            r#"{"errors":"x"}"#,
            r#"{"errors":[{}]}"#,
        ] {
            assert!(read(nothing).is_empty(), "{nothing}");
        }
        let long = format!(r#"{{"message":"{}"}}"#, "ä".repeat(5000));
        assert!(read(&long).concat().chars().count() <= LONGEST + 1);
    }
}
