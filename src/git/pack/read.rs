//! Reading the pack of a fetch, in memory.

use std::collections::HashMap;

use flate2::{Decompress, FlushDecompress, Status};

use super::delta;
use crate::git::object::{Kind, Object, ObjectId};

/// The largest object that is taken: GitHub refuses files beyond 100 MB, an index of 50,000 versions has 43 MB.
const LARGEST_OBJECT: usize = 1 << 29;
/// The longest chain of deltas that is followed; git itself makes them 50 long, 4095 at most.
const LONGEST_CHAIN: usize = 4096;
/// The shortest entry: a type byte and an empty zlib stream.
const SHORTEST_ENTRY: usize = 9;

/// What is wrong with a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// The bytes do not follow the format.
    #[error("the pack is malformed or cut short")]
    Malformed,
    /// An object is larger than this program takes.
    #[error("an object of the pack has more than {LARGEST_OBJECT} bytes")]
    TooLarge,
    /// A delta's base is not in the pack; only a thin pack, which was not asked for, may do that.
    #[error("a delta of the pack has no base in it")]
    NoBase,
}

/// The objects of a pack. Contents stay compressed until they are asked for, because a server that cannot leave
/// packages out sends all of them.
#[derive(Debug, Default)]
pub struct Pack {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    by_id: HashMap<ObjectId, usize>,
}

#[derive(Debug)]
struct Entry {
    form: Form,
    /// Where the zlib stream begins.
    data: usize,
    /// Size of the inflated stream.
    size: usize,
}

#[derive(Debug, Clone, Copy)]
enum Form {
    Whole(Kind),
    /// A delta to the entry of this number.
    Delta(usize),
    /// A delta to an object by its id, not looked up yet.
    DeltaTo(ObjectId),
}

impl Pack {
    /// Reads a pack's structure and computes the id of every object: what is found by its id later has that
    /// content.
    ///
    /// # Errors
    /// When the bytes are no pack, or one beyond the limits.
    pub fn parse(bytes: Vec<u8>) -> Result<Self, PackError> {
        let header = bytes.get(..12).ok_or(PackError::Malformed)?;
        let count = match header {
            [b'P', b'A', b'C', b'K', 0, 0, 0, 2 | 3, a, b, c, d] => {
                u32::from_be_bytes([*a, *b, *c, *d]) as usize
            }
            _ => return Err(PackError::Malformed),
        };
        if count > bytes.len() / SHORTEST_ENTRY + 1 {
            return Err(PackError::Malformed);
        }
        let mut pack = Self {
            bytes,
            entries: Vec::with_capacity(count),
            by_id: HashMap::with_capacity(count),
        };
        let mut offsets = HashMap::with_capacity(count);
        let mut position = 12;
        for number in 0..count {
            offsets.insert(position, number);
            let (entry, end) = pack.read_entry(position, &offsets)?;
            pack.entries.push(entry);
            position = end;
        }
        pack.name_objects()?;
        Ok(pack)
    }

    /// How many objects it has.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The object of this id, if it is in the pack.
    ///
    /// # Errors
    /// When a delta on the way to it does not fit.
    pub fn get(&self, id: ObjectId) -> Result<Option<Object>, PackError> {
        self.by_id
            .get(&id)
            .map(|number| self.resolve(*number))
            .transpose()
    }

    fn read_entry(
        &self,
        start: usize,
        offsets: &HashMap<usize, usize>,
    ) -> Result<(Entry, usize), PackError> {
        let mut position = start;
        let mut next = || {
            let byte = self.bytes.get(position).copied();
            position += 1;
            byte.ok_or(PackError::Malformed)
        };
        let first = next()?;
        let mut size = usize::from(first & 0x0f);
        let mut shift = 4;
        let mut more = first & 0x80 != 0;
        while more {
            let byte = next()?;
            if shift > 39 {
                return Err(PackError::TooLarge);
            }
            size |= usize::from(byte & 0x7f) << shift;
            shift += 7;
            more = byte & 0x80 != 0;
        }
        if size > LARGEST_OBJECT {
            return Err(PackError::TooLarge);
        }
        let form = match first >> 4 & 0x07 {
            1 => Form::Whole(Kind::Commit),
            2 => Form::Whole(Kind::Tree),
            3 => Form::Whole(Kind::Blob),
            4 => Form::Whole(Kind::Tag),
            6 => {
                let mut byte = next()?;
                let mut distance = usize::from(byte & 0x7f);
                while byte & 0x80 != 0 {
                    byte = next()?;
                    distance = distance
                        .checked_add(1)
                        .and_then(|distance| distance.checked_mul(128))
                        .and_then(|distance| distance.checked_add(usize::from(byte & 0x7f)))
                        .ok_or(PackError::Malformed)?;
                }
                let base = start
                    .checked_sub(distance)
                    .and_then(|offset| offsets.get(&offset))
                    .filter(|_| distance > 0)
                    .ok_or(PackError::Malformed)?;
                Form::Delta(*base)
            }
            7 => {
                let mut id = [0; 20];
                for byte in &mut id {
                    *byte = next()?;
                }
                Form::DeltaTo(ObjectId::from_bytes(&id).ok_or(PackError::Malformed)?)
            }
            _ => return Err(PackError::Malformed),
        };
        let (_, consumed) = self.inflate(position, size)?;
        let entry = Entry {
            form,
            data: position,
            size,
        };
        Ok((entry, position + consumed))
    }

    /// Inflates the stream at `position`, which must give exactly `size` bytes; says how long it was.
    fn inflate(&self, position: usize, size: usize) -> Result<(Vec<u8>, usize), PackError> {
        // The last 20 bytes are the pack's checksum. It needs no check: every object is named by its own hash.
        let end = self.bytes.len().saturating_sub(20);
        let input = self.bytes.get(position..end).ok_or(PackError::Malformed)?;
        let mut inflater = Decompress::new(true);
        // One byte of room more, so that a stream that is longer than it says is seen to be.
        let mut output = Vec::with_capacity((size + 1).min(1 << 16));
        loop {
            let before = (inflater.total_in(), output.len());
            let consumed = usize::try_from(inflater.total_in()).map_err(|_| PackError::TooLarge)?;
            let rest = input.get(consumed..).ok_or(PackError::Malformed)?;
            let status = inflater
                .decompress_vec(rest, &mut output, FlushDecompress::None)
                .map_err(|_| PackError::Malformed)?;
            if output.len() > size {
                return Err(PackError::Malformed);
            }
            if status == Status::StreamEnd {
                break;
            }
            if output.len() == output.capacity() {
                let room = (size + 1).saturating_sub(output.len());
                output.reserve(room.min(output.capacity().max(1 << 16)));
            } else if (inflater.total_in(), output.len()) == before {
                return Err(PackError::Malformed);
            }
        }
        if output.len() != size {
            return Err(PackError::Malformed);
        }
        let consumed = usize::try_from(inflater.total_in()).map_err(|_| PackError::TooLarge)?;
        Ok((output, consumed))
    }

    /// Computes every object's id. A delta by id may come before its base: those wait for the next round.
    fn name_objects(&mut self) -> Result<(), PackError> {
        let mut waiting: Vec<usize> = (0..self.entries.len()).collect();
        while !waiting.is_empty() {
            let mut still_waiting = Vec::new();
            let before = waiting.len();
            for number in waiting {
                match self.resolve(number) {
                    Ok(object) => {
                        let id = ObjectId::of(object.kind, &object.bytes);
                        // The first of the same stays: a delta that makes its own base again would be its base.
                        self.by_id.entry(id).or_insert(number);
                    }
                    Err(PackError::NoBase) => still_waiting.push(number),
                    Err(error) => return Err(error),
                }
            }
            if still_waiting.len() == before {
                return Err(PackError::NoBase);
            }
            waiting = still_waiting;
        }
        Ok(())
    }

    fn resolve(&self, number: usize) -> Result<Object, PackError> {
        let mut deltas = Vec::new();
        let mut number = number;
        let kind = loop {
            let entry = self.entries.get(number).ok_or(PackError::Malformed)?;
            match entry.form {
                Form::Whole(kind) => break kind,
                Form::Delta(base) => {
                    deltas.push(number);
                    number = base;
                }
                Form::DeltaTo(id) => {
                    deltas.push(number);
                    number = *self.by_id.get(&id).ok_or(PackError::NoBase)?;
                }
            }
            if deltas.len() > LONGEST_CHAIN {
                return Err(PackError::Malformed);
            }
        };
        let mut bytes = self.content(number)?;
        while let Some(number) = deltas.pop() {
            let delta = self.content(number)?;
            bytes = delta::apply(&bytes, &delta, LARGEST_OBJECT).ok_or(PackError::Malformed)?;
        }
        Ok(Object { kind, bytes })
    }

    fn content(&self, number: usize) -> Result<Vec<u8>, PackError> {
        let entry = self.entries.get(number).ok_or(PackError::Malformed)?;
        Ok(self.inflate(entry.data, entry.size)?.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::git::pack::{NewObject, write};

    #[test]
    fn what_was_written_is_read() {
        let former: Vec<u8> = (0..4000_u32).flat_map(u32::to_le_bytes).collect();
        let mut longer = former.clone();
        longer.extend_from_slice(b"one more");
        let objects = [
            NewObject::new(Kind::Blob, former.clone()),
            NewObject {
                object: Object {
                    kind: Kind::Blob,
                    bytes: longer.clone(),
                },
                former: Some((ObjectId::of(Kind::Blob, &former), former.clone())),
            },
            NewObject::new(Kind::Commit, b"commit".to_vec()),
        ];
        let whole = write(&objects, false).unwrap();
        let thin = write(&objects, true).unwrap();
        assert!(thin.len() < whole.len());
        for bytes in [whole, thin] {
            let pack = Pack::parse(bytes).unwrap();
            assert_eq!(pack.len(), 3);
            let id = ObjectId::of(Kind::Blob, &longer);
            assert_eq!(pack.get(id).unwrap().unwrap().bytes, longer);
            assert_eq!(pack.get(ObjectId::ZERO).unwrap(), None);
        }
    }

    #[test]
    fn a_delta_that_makes_its_own_base_again_is_no_base() {
        let bytes = vec![7; 500];
        let id = ObjectId::of(Kind::Blob, &bytes);
        let again = NewObject {
            object: Object {
                kind: Kind::Blob,
                bytes: bytes.clone(),
            },
            former: Some((id, bytes.clone())),
        };
        let objects = [NewObject::new(Kind::Blob, bytes.clone()), again];
        let pack = Pack::parse(write(&objects, true).unwrap()).unwrap();
        assert_eq!(pack.get(id).unwrap().unwrap().bytes, bytes);
    }

    #[test]
    fn a_thin_pack_without_its_base_is_refused() {
        let former = vec![7; 500];
        let objects = [NewObject {
            object: Object {
                kind: Kind::Blob,
                bytes: [former.clone(), b"x".to_vec()].concat(),
            },
            former: Some((ObjectId::of(Kind::Blob, &former), former)),
        }];
        let bytes = write(&objects, true).unwrap();
        assert_eq!(Pack::parse(bytes).unwrap_err(), PackError::NoBase);
    }

    #[test]
    fn a_pack_cut_short_anywhere_is_refused() {
        let objects = [NewObject::new(Kind::Blob, b"hello, hello, hello".to_vec())];
        let bytes = write(&objects, false).unwrap();
        for length in 0..bytes.len() - 20 {
            assert!(
                Pack::parse(bytes.get(..length).unwrap().to_vec()).is_err(),
                "{length}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_reader_panic(
            tail in proptest::collection::vec(any::<u8>(), 0..120),
            count in 0_u8..4,
        ) {
            let mut bytes = b"PACK\0\0\0\x02\0\0\0".to_vec();
            bytes.push(count);
            bytes.extend(tail);
            let _ = Pack::parse(bytes);
        }
    }
}
