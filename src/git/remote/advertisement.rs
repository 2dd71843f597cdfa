//! What a server says first: its refs and what it can do.

use crate::git::object::ObjectId;
use crate::git::packet::{Malformed, Packet, Packets, line};

use super::RemoteRef;

/// The first answer of either service.
#[derive(Debug, Default)]
pub(super) struct Advertisement {
    /// The protocol: 2, or 0 for what came before it.
    pub(super) version: u8,
    pub(super) refs: Vec<RemoteRef>,
    pub(super) capabilities: Vec<String>,
}

impl Advertisement {
    /// The value of `name=value`; the empty string for a name alone.
    pub(super) fn capability(&self, name: &str) -> Option<&str> {
        self.capabilities
            .iter()
            .find_map(|capability| match capability.split_once('=') {
                Some((key, value)) => (key == name).then_some(value),
                None => (capability == name).then_some(""),
            })
    }

    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut advertisement = Self::default();
        let mut first = true;
        for packet in Packets::new(bytes) {
            let Packet::Data(data) = packet? else {
                continue;
            };
            let text = line(data);
            if text.starts_with("# service=") {
                continue;
            }
            if first && text == "version 2" {
                advertisement.version = 2;
            } else if first && text == "version 1" {
                continue;
            } else if advertisement.version == 2 {
                advertisement.capabilities.push(text);
            } else {
                let reference = if first {
                    let (reference, capabilities) =
                        text.split_once('\0').unwrap_or((text.as_str(), ""));
                    advertisement.capabilities =
                        capabilities.split_whitespace().map(str::to_owned).collect();
                    reference
                } else {
                    text.as_str()
                };
                advertisement.add(reference)?;
            }
            first = false;
        }
        // A server greets with something, be it that it has no refs.
        if first {
            Err(Malformed)
        } else {
            Ok(advertisement)
        }
    }

    fn add(&mut self, text: &str) -> Result<(), Malformed> {
        let (id, name) = text.split_once(' ').ok_or(Malformed)?;
        // A shallow repository lists its boundary among the refs.
        if id == "shallow" {
            return Ok(());
        }
        let id = ObjectId::parse(id).ok_or(Malformed)?;
        if let Some(name) = name.strip_suffix("^{}") {
            if let Some(last) = self.refs.last_mut().filter(|last| last.name == name) {
                last.peeled = Some(id);
            }
        } else if name != ".have" {
            self.refs.push(RemoteRef {
                name: name.to_owned(),
                id,
                peeled: None,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::git::packet::PacketWriter;

    const ONE: &str = "1111111111111111111111111111111111111111";
    const TWO: &str = "2222222222222222222222222222222222222222";

    #[test]
    fn an_old_greeting_has_refs_and_capabilities() {
        let bytes = PacketWriter::default()
            .line("# service=git-receive-pack\n")
            .flush()
            .line(&format!(
                "{ONE} refs/heads/main\0report-status symref=HEAD:refs/heads/main\n"
            ))
            .line(&format!("{ONE} refs/tags/v1\n"))
            .line(&format!("{TWO} refs/tags/v1^{{}}\n"))
            .line(&format!("{TWO} .have\n"))
            .flush()
            .finish();
        let advertisement = Advertisement::parse(&bytes).unwrap();
        assert_eq!(advertisement.version, 0);
        assert_eq!(advertisement.capability("report-status"), Some(""));
        assert_eq!(
            advertisement.capability("symref"),
            Some("HEAD:refs/heads/main")
        );
        assert_eq!(advertisement.refs.len(), 2);
        assert_eq!(
            advertisement.refs.last().unwrap().commit(),
            ObjectId::parse(TWO).unwrap()
        );
    }

    #[test]
    fn an_empty_repository_has_capabilities_alone() {
        let zero = ObjectId::ZERO;
        let bytes = PacketWriter::default()
            .line(&format!(
                "{zero} capabilities^{{}}\0report-status object-format=sha256\n"
            ))
            .flush()
            .finish();
        let advertisement = Advertisement::parse(&bytes).unwrap();
        assert!(advertisement.refs.is_empty());
        assert_eq!(advertisement.capability("object-format"), Some("sha256"));
    }

    #[test]
    fn the_second_protocol_lists_what_it_can_do() {
        let bytes = PacketWriter::default()
            .line("version 2\n")
            .line("ls-refs=unborn\n")
            .line("fetch=shallow filter\n")
            .flush()
            .finish();
        let advertisement = Advertisement::parse(&bytes).unwrap();
        assert_eq!(advertisement.version, 2);
        assert_eq!(advertisement.capability("fetch"), Some("shallow filter"));
    }

    #[test]
    fn a_page_of_html_is_no_greeting() {
        assert!(Advertisement::parse(b"<html>sign in</html>").is_err());
        assert!(Advertisement::parse(b"").is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            let _ = Advertisement::parse(&bytes);
        }
    }
}
