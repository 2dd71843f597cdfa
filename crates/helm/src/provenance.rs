//! Provenance files: what `NAME-VERSION.tgz.prov` says of the package beside it.
//!
//! The format is Helm's (`pkg/provenance/sign.go`): a clearsigned message (RFC 9580 §7) that holds the Chart.yaml,
//! a line `...`, and a list of files with their digests. Only what is said is read here; whether the signature is
//! good is for who has the key.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::yaml;

const BEGIN: &str = "-----BEGIN PGP SIGNED MESSAGE-----";
const SIGNATURE: &str = "-----BEGIN PGP SIGNATURE-----";

/// A text that is no provenance file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it is no provenance file: {0}")]
pub struct NoProvenance(&'static str);

/// What a provenance file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The files and their digests, as written: `sha256:…`.
    pub files: BTreeMap<String, String>,
}

impl Provenance {
    /// Reads a provenance file.
    ///
    /// # Errors
    /// When it is not a clearsigned message, or has no list of files.
    pub fn read(bytes: &[u8]) -> Result<Self, NoProvenance> {
        let text =
            std::str::from_utf8(bytes).map_err(|_| NoProvenance("its bytes are not UTF-8"))?;
        let text = text.replace("\r\n", "\n");
        let signed = text
            .split_once(BEGIN)
            .map(|(_, signed)| signed)
            .ok_or(NoProvenance("it does not begin as a signed message"))?;
        // The headers (`Hash: SHA512`) end with an empty line.
        let (_, body) = signed
            .split_once("\n\n")
            .ok_or(NoProvenance("its message is missing"))?;
        let (message, _) = body
            .split_once(SIGNATURE)
            .ok_or(NoProvenance("its signature is missing"))?;
        // A line that begins with a dash has `- ` before it (RFC 9580 §7.2).
        let message: Vec<&str> = message
            .lines()
            .map(|line| line.strip_prefix("- ").unwrap_or(line))
            .collect();
        let message = message.join("\n");
        let (_, files) = message
            .split_once("\n...\n")
            .ok_or(NoProvenance("it has no list of files"))?;
        let value = yaml::to_value(files.as_bytes())
            .map_err(|_| NoProvenance("its list of files is not YAML"))?;
        let files = value
            .get("files")
            .and_then(Value::as_object)
            .ok_or(NoProvenance("it has no list of files"))?;
        Ok(Self {
            files: files
                .iter()
                .filter_map(|(name, digest)| Some((name.clone(), digest.as_str()?.to_owned())))
                .collect(),
        })
    }

    /// The sha256 of a file, bare hex in lower case; absent when the file is not in the list, or has another digest.
    pub fn sha256(&self, file: &str) -> Option<String> {
        let digest = self.files.get(file)?.strip_prefix("sha256:")?;
        Some(digest.to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNED: &str = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nname: api\nsources:\n- - https://a\nversion: 1.0.0\n\n...\nfiles:\n  api-1.0.0.tgz: sha256:AB01\n-----BEGIN PGP SIGNATURE-----\n\nwsBc\n-----END PGP SIGNATURE-----\n";

    #[test]
    fn the_digest_of_the_package_is_found() {
        for text in [SIGNED.to_owned(), SIGNED.replace('\n', "\r\n")] {
            let read = Provenance::read(text.as_bytes()).unwrap();
            assert_eq!(read.sha256("api-1.0.0.tgz").as_deref(), Some("ab01"));
            assert_eq!(read.sha256("api-1.0.1.tgz"), None);
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        let cut = |at: &str| SIGNED.split(at).next().unwrap().to_owned();
        for text in [
            String::new(),
            cut("Hash"),
            cut("-----BEGIN PGP SIGNATURE"),
            SIGNED.replace("\n...\n", "\n"),
            SIGNED.replace("files:", "other:"),
            SIGNED.replace("files:", "files: ["),
        ] {
            assert!(Provenance::read(text.as_bytes()).is_err(), "{text:?}");
        }
        assert!(Provenance::read(b"\xff").is_err());
    }
}
