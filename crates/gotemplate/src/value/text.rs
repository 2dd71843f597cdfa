//! Go's strings: bytes, by custom UTF-8.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

/// A string of Go: any bytes. Cloning is cheap.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(Rc<[u8]>);

impl Text {
    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether it has these bytes and no others. They are compared in pieces that the compiler makes wide instructions of, where the C
    /// library's comparison may go byte by byte: for long texts that are the same most of the time.
    #[must_use]
    pub fn has_bytes(&self, bytes: &[u8]) -> bool {
        let (one, rest) = self.as_chunks::<32>();
        let (two, other_rest) = bytes.as_chunks::<32>();
        one.len() == two.len()
            && rest == other_rest
            && one.iter().zip(two).all(|(one, two)| one == two)
    }

    /// Whether another clone holds the same bytes.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        Rc::strong_count(&self.0) > 1
    }

    /// As UTF-8; bytes that are none become U+FFFD.
    #[must_use]
    pub fn to_str(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.0)
    }
}

impl Default for Text {
    fn default() -> Self {
        Self(Rc::from([].as_slice()))
    }
}

impl Deref for Text {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Text {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl std::borrow::Borrow<[u8]> for Text {
    fn borrow(&self) -> &[u8] {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(Rc::from(text.as_bytes()))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(Rc::from(text.into_bytes()))
    }
}

impl From<&[u8]> for Text {
    fn from(bytes: &[u8]) -> Self {
        Self(Rc::from(bytes))
    }
}

impl<const LENGTH: usize> From<&[u8; LENGTH]> for Text {
    fn from(bytes: &[u8; LENGTH]) -> Self {
        Self(Rc::from(bytes.as_slice()))
    }
}

impl From<Vec<u8>> for Text {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Rc::from(bytes))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.to_str(), out)
    }
}
