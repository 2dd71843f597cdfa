//! Packet lines: the framing of git's wire protocol (gitprotocol-common(5)).

/// One packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packet<'a> {
    /// A line or a chunk.
    Data(&'a [u8]),
    /// `0000`: the end of a message.
    Flush,
    /// `0001`: the end of a section.
    Delimiter,
    /// `0002`: the end of a stateless answer.
    End,
}

/// The bytes were no packet lines: cut short, or something else altogether.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// Reads packets one after the other.
#[derive(Debug, Clone)]
pub(super) struct Packets<'a> {
    rest: &'a [u8],
}

impl<'a> Packets<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }
}

impl<'a> Iterator for Packets<'a> {
    type Item = Result<Packet<'a>, Malformed>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let packet = self.read();
        if packet.is_err() {
            self.rest = &[];
        }
        Some(packet)
    }
}

impl<'a> Packets<'a> {
    fn read(&mut self) -> Result<Packet<'a>, Malformed> {
        let (digits, rest) = self.rest.split_at_checked(4).ok_or(Malformed)?;
        let length = std::str::from_utf8(digits)
            .ok()
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|text| usize::from_str_radix(text, 16).ok())
            .ok_or(Malformed)?;
        let packet = match length {
            0 => Packet::Flush,
            1 => Packet::Delimiter,
            2 => Packet::End,
            3 => return Err(Malformed),
            _ => {
                let (data, rest) = rest.split_at_checked(length - 4).ok_or(Malformed)?;
                self.rest = rest;
                return Ok(Packet::Data(data));
            }
        };
        self.rest = rest;
        Ok(packet)
    }
}

/// A packet's data as a line, without its line end.
pub(super) fn line(data: &[u8]) -> String {
    let data = data.strip_suffix(b"\n").unwrap_or(data);
    String::from_utf8_lossy(data).into_owned()
}

/// Writes packets.
#[derive(Debug, Default)]
pub(super) struct PacketWriter {
    bytes: Vec<u8>,
}

impl PacketWriter {
    /// A line of at most 65,516 bytes; longer ones are cut, which no request of this program comes near.
    pub(super) fn line(&mut self, line: &str) -> &mut Self {
        let data = line.as_bytes();
        let data = data.get(..65_516).unwrap_or(data);
        self.bytes
            .extend_from_slice(format!("{:04x}", data.len() + 4).as_bytes());
        self.bytes.extend_from_slice(data);
        self
    }

    pub(super) fn flush(&mut self) -> &mut Self {
        self.bytes.extend_from_slice(b"0000");
        self
    }

    pub(super) fn delimiter(&mut self) -> &mut Self {
        self.bytes.extend_from_slice(b"0001");
        self
    }

    /// Bytes after the packets: the pack of a push.
    pub(super) fn raw(&mut self, bytes: &[u8]) -> &mut Self {
        self.bytes.extend_from_slice(bytes);
        self
    }

    pub(super) fn finish(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn packets_read_back_as_they_were_written() {
        let bytes = PacketWriter::default()
            .line("want it\n")
            .delimiter()
            .line("")
            .flush()
            .finish();
        let packets: Result<Vec<_>, _> = Packets::new(&bytes).collect();
        assert_eq!(
            packets.unwrap(),
            [
                Packet::Data(b"want it\n"),
                Packet::Delimiter,
                Packet::Data(b""),
                Packet::Flush
            ]
        );
    }

    #[test]
    fn what_is_cut_short_or_no_packet_is_malformed() {
        for bytes in [&b"00"[..], b"0009ab", b"<html>", b"0003", b"+004"] {
            assert_eq!(
                Packets::new(bytes).last(),
                Some(Err(Malformed)),
                "{bytes:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(Packets::new(&bytes).count() <= bytes.len());
        }
    }
}
