//! ASN.1's distinguished encoding, as much of it as keys and certificates need.

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const NULL: u8 = 0x05;
pub(super) const OBJECT_IDENTIFIER: u8 = 0x06;
pub(super) const UTF8_STRING: u8 = 0x0c;
pub(super) const PRINTABLE_STRING: u8 = 0x13;
pub(super) const UTC_TIME: u8 = 0x17;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;

/// The tag of an element that is told apart by its number alone.
pub(super) const fn context(number: u8) -> u8 {
    0x80 | number
}

/// The same around other elements.
pub(super) const fn context_constructed(number: u8) -> u8 {
    0xa0 | number
}

/// An element.
pub(super) fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match u8::try_from(contents.len()) {
        Ok(length @ 0..=0x7f) => out.push(length),
        _ => {
            let length = contents.len().to_be_bytes();
            let significant: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
            out.push(0x80 | u8::try_from(significant.len()).unwrap_or_default());
            out.extend(significant);
        }
    }
    out.extend_from_slice(contents);
    out
}

/// An element of elements.
pub(super) fn nested(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    element(tag, &parts.concat())
}

/// A sequence of elements.
pub(super) fn sequence(parts: &[&[u8]]) -> Vec<u8> {
    nested(SEQUENCE, parts)
}

/// A number of any size that is not negative, from its big-endian bytes.
pub(super) fn unsigned(bytes: &[u8]) -> Vec<u8> {
    let significant: Vec<u8> = bytes
        .iter()
        .copied()
        .skip_while(|byte| *byte == 0)
        .collect();
    let needs_zero = significant.first().is_none_or(|byte| *byte >= 0x80);
    let zero: &[u8] = if needs_zero { &[0] } else { &[] };
    element(INTEGER, &[zero, &significant].concat())
}

/// Whole bytes as a bit string.
pub(super) fn bits(bytes: &[u8]) -> Vec<u8> {
    element(BIT_STRING, &[&[0], bytes].concat())
}

/// Takes elements from the front. Lengths must be in their shortest form.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

/// An element that was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    pub(super) contents: &'a [u8],
    /// With its tag and length.
    pub(super) whole: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The tag of the next element.
    pub(super) fn peek(self) -> Option<u8> {
        self.0.first().copied()
    }

    /// The next element.
    pub(super) fn any(&mut self) -> Option<Element<'a>> {
        let [tag, first, rest @ ..] = self.0 else {
            return None;
        };
        if tag & 0x1f == 0x1f {
            // Tags of several bytes appear in no key or certificate.
            return None;
        }
        let (length, contents) = match first {
            0..=0x7f => (usize::from(*first), rest),
            0x81..=0x84 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                let length = bytes
                    .iter()
                    .fold(0_u64, |length, byte| length << 8 | u64::from(*byte));
                let is_shortest = length >= 0x80 && bytes.first() != Some(&0);
                (usize::try_from(length).ok().filter(|_| is_shortest)?, rest)
            }
            _ => return None,
        };
        let (contents, after) = contents.split_at_checked(length)?;
        let whole = self.0.get(..self.0.len().checked_sub(after.len())?)?;
        self.0 = after;
        Some(Element {
            tag: *tag,
            contents,
            whole,
        })
    }

    /// The next element, if it has a tag.
    pub(super) fn element(&mut self, tag: u8) -> Option<Element<'a>> {
        if self.peek() != Some(tag) {
            return None;
        }
        self.any()
    }

    /// The contents of the next element, if it has a tag.
    pub(super) fn contents(&mut self, tag: u8) -> Option<&'a [u8]> {
        self.element(tag).map(|element| element.contents)
    }

    /// What is in the next element, if it has a tag.
    pub(super) fn enter(&mut self, tag: u8) -> Option<Self> {
        self.contents(tag).map(Self)
    }

    /// A number in its shortest form: its bytes in two's complement.
    pub(super) fn integer(&mut self) -> Option<&'a [u8]> {
        let bytes = self.contents(INTEGER)?;
        match bytes {
            [] | [0, 0..=0x7f, ..] | [0xff, 0x80..=0xff, ..] => None,
            _ => Some(bytes),
        }
    }

    /// A bit string of whole bytes.
    pub(super) fn bits(&mut self) -> Option<&'a [u8]> {
        match self.contents(BIT_STRING)? {
            [0, bytes @ ..] => Some(bytes),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{INTEGER, OCTET_STRING, Reader, SEQUENCE, element, sequence, unsigned};

    #[test]
    fn lengths_are_in_their_shortest_form() {
        assert_eq!(element(OCTET_STRING, &[]), [4, 0]);
        assert_eq!(element(OCTET_STRING, &[7; 127])[..2], [4, 127]);
        assert_eq!(element(OCTET_STRING, &[7; 128])[..3], [4, 0x81, 128]);
        assert_eq!(element(OCTET_STRING, &[7; 256])[..4], [4, 0x82, 1, 0]);
        for broken in [
            &[][..],
            &[4],
            &[4, 1],
            &[4, 0x80],
            &[4, 0x81, 5, 1, 2, 3, 4, 5],
            &[4, 0x82, 0, 0x81],
            &[4, 0x85, 1, 1, 1, 1, 1],
            &[0x1f, 0],
        ] {
            assert!(Reader(broken).any().is_none(), "{broken:?}");
        }
    }

    #[test]
    fn numbers_are_in_their_shortest_form() {
        assert_eq!(unsigned(&[]), [INTEGER, 1, 0]);
        assert_eq!(unsigned(&[0, 0]), [INTEGER, 1, 0]);
        assert_eq!(unsigned(&[0, 5]), [INTEGER, 1, 5]);
        assert_eq!(unsigned(&[0x80]), [INTEGER, 2, 0, 0x80]);
        assert_eq!(
            Reader(&[INTEGER, 2, 0, 0x80]).integer(),
            Some(&[0, 0x80][..])
        );
        assert!(Reader(&[INTEGER, 2, 0, 5]).integer().is_none());
    }

    #[test]
    fn what_is_written_is_read() {
        let bytes = sequence(&[&unsigned(&[1, 2]), &element(OCTET_STRING, &[9; 200])]);
        let mut outer = Reader(&bytes);
        let mut inner = outer.enter(SEQUENCE).unwrap();
        assert!(outer.is_empty());
        assert_eq!(inner.integer(), Some(&[1, 2][..]));
        assert_eq!(inner.contents(OCTET_STRING), Some(&[9; 200][..]));
        assert!(inner.any().is_none());
    }
}
