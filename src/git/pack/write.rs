//! Writing the pack of a push.

use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use sha1::{Digest, Sha1};

use super::delta;
use crate::git::object::{Kind, Object, ObjectId};

/// An object to send, and one that the server has which it resembles.
#[derive(Debug, Clone)]
pub struct NewObject {
    /// The object.
    pub object: Object,
    /// The id and content of its former self, to send only the difference (a thin pack).
    pub former: Option<(ObjectId, Vec<u8>)>,
}

impl NewObject {
    /// An object that resembles nothing.
    pub fn new(kind: Kind, bytes: Vec<u8>) -> Self {
        Self {
            object: Object { kind, bytes },
            former: None,
        }
    }

    /// Its id.
    pub fn id(&self) -> ObjectId {
        ObjectId::of(self.object.kind, &self.object.bytes)
    }
}

/// The pack of these objects. With `thin`, objects with a former self are sent as the difference to it, which the
/// server must have.
///
/// # Errors
/// None in practice: compressing into memory does not fail.
pub fn write(objects: &[NewObject], thin: bool) -> std::io::Result<Vec<u8>> {
    let mut pack = Vec::new();
    pack.extend_from_slice(b"PACK");
    pack.extend_from_slice(&2_u32.to_be_bytes());
    let count = u32::try_from(objects.len()).map_err(std::io::Error::other)?;
    pack.extend_from_slice(&count.to_be_bytes());
    for new in objects {
        let delta = new
            .former
            .as_ref()
            .filter(|_| thin)
            .and_then(|(id, former)| Some((id, delta::between(former, &new.object.bytes)?)));
        let content = if let Some((base, delta)) = &delta {
            header(&mut pack, 7, delta.len());
            pack.extend_from_slice(base.as_bytes());
            delta
        } else {
            let kind = match new.object.kind {
                Kind::Commit => 1,
                Kind::Tree => 2,
                Kind::Blob => 3,
                Kind::Tag => 4,
            };
            header(&mut pack, kind, new.object.bytes.len());
            &new.object.bytes
        };
        let mut encoder = ZlibEncoder::new(pack, Compression::fast());
        encoder.write_all(content)?;
        pack = encoder.finish()?;
    }
    let trailer = Sha1::digest(&pack);
    pack.extend_from_slice(&trailer);
    Ok(pack)
}

/// An entry's type and size: four bits of the size, then seven a byte.
fn header(pack: &mut Vec<u8>, kind: u8, size: usize) {
    let low = |value: usize, mask: usize| u8::try_from(value & mask).unwrap_or_default();
    let mut byte = kind << 4 | low(size, 0x0f);
    let mut rest = size >> 4;
    while rest > 0 {
        pack.push(byte | 0x80);
        byte = low(rest, 0x7f);
        rest >>= 7;
    }
    pack.push(byte);
}
