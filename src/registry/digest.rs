//! Content digests: `sha256:` and 64 lower-case hex digits.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// The sha256 of some content, as OCI descriptors write it. Other algorithms are not made here and not compared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(String);

impl Digest {
    /// The digest of `content`.
    pub fn of(content: &[u8]) -> Self {
        let mut text = String::with_capacity(71);
        text.push_str("sha256:");
        for byte in Sha256::digest(content) {
            for nibble in [byte >> 4, byte & 0x0f] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        Self(text)
    }

    /// Reads `sha256:<64 hex>`; `None` for anything else, so that a digest is safe as a file name.
    pub fn parse(text: &str) -> Option<Self> {
        let hex = text.strip_prefix("sha256:")?;
        let valid = hex.len() == 64
            && hex
                .bytes()
                .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        valid.then(|| Self(text.to_owned()))
    }

    /// The whole text, `sha256:…`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The hex digits alone.
    pub fn hex(&self) -> &str {
        self.0.strip_prefix("sha256:").unwrap_or(&self.0)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_what_sha256sum_prints() {
        assert_eq!(
            Digest::of(b"").as_str(),
            "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn only_whole_lower_case_sha256_digests_parse() {
        let good = Digest::of(b"chart");
        assert_eq!(Digest::parse(good.as_str()), Some(good.clone()));
        for bad in [
            "",
            "sha256:",
            good.hex(),
            "sha512:00",
            &good.as_str().to_uppercase(),
            &format!("{good}0"),
            &format!("sha256:{}/../", "a".repeat(60)),
        ] {
            assert_eq!(Digest::parse(bad), None, "{bad}");
        }
    }
}
