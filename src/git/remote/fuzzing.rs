//! The readers of git's wire protocol, for `fuzz/`, which is outside of this crate.

use super::advertisement::Advertisement;
use super::receive::read_report;
use super::{PushAnswer, RemoteRef};
use crate::git::packet::{Packet, Packets};

/// The data of the packets, up to the first that is none.
pub fn packets(bytes: &[u8]) -> Vec<&[u8]> {
    Packets::new(bytes)
        .map_while(Result::ok)
        .filter_map(|packet| match packet {
            Packet::Data(data) => Some(data),
            Packet::Flush | Packet::Delimiter | Packet::End => None,
        })
        .collect()
}

/// The refs of a server's greeting; none when it cannot be read.
pub fn advertised(bytes: &[u8]) -> Option<Vec<RemoteRef>> {
    let advertisement = Advertisement::parse(bytes).ok()?;
    let _ = advertisement.capability("symref");
    Some(advertisement.refs)
}

/// What a server's answer to a push of one ref means.
pub fn push_answer(answer: &[u8], name: &str) -> PushAnswer {
    read_report("fuzzed", answer, name)
}
