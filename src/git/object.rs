//! Git objects: their ids, kinds, and the text of commits.

use std::fmt;

use sha1::{Digest, Sha1};

/// The name of a git object: its SHA-1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectId([u8; 20]);

impl ObjectId {
    /// The id that stands for "no object": the old value of a branch that is being created.
    pub const ZERO: Self = Self([0; 20]);

    /// The id of an object of this kind with this content.
    pub fn of(kind: Kind, bytes: &[u8]) -> Self {
        let mut hasher = Sha1::new();
        hasher.update(format!("{} {}\0", kind.word(), bytes.len()));
        hasher.update(bytes);
        Self(hasher.finalize().into())
    }

    /// Reads 40 hex digits.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.as_bytes();
        if digits.len() != 40 {
            return None;
        }
        let mut id = [0; 20];
        for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
            for digit in pair {
                *byte = *byte << 4 | u8::try_from(char::from(*digit).to_digit(16)?).ok()?;
            }
        }
        Some(Self(id))
    }

    /// Takes 20 bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    /// The 20 bytes.
    pub const fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Whether it is [`ObjectId::ZERO`].
    pub fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }

    /// The first seven digits, for people.
    pub fn short(&self) -> String {
        self.to_string().chars().take(7).collect()
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0
            .iter()
            .try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// The kinds of object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A commit.
    Commit,
    /// A directory.
    Tree,
    /// A file's content.
    Blob,
    /// An annotated tag.
    Tag,
}

impl Kind {
    /// The word in an object's header.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tree => "tree",
            Self::Blob => "blob",
            Self::Tag => "tag",
        }
    }
}

/// An object at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its kind.
    pub kind: Kind,
    /// Its content, without the header.
    pub bytes: Vec<u8>,
}

/// Who made a commit, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// The time; the offset from UTC is not kept.
    pub time: jiff::Timestamp,
}

/// The parts of a commit object that publishing needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommitText {
    /// The root tree.
    pub tree: ObjectId,
    /// The parents; none for the first commit of a branch.
    pub parents: Vec<ObjectId>,
    /// Who made the change.
    pub author: Signature,
    /// Who made the commit.
    pub committer: Signature,
    /// The message, with its final line end.
    pub message: String,
}

impl CommitText {
    /// Reads a commit object; `None` when it is not one.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let (headers, message) = text.split_once("\n\n").unwrap_or((&text, ""));
        let mut tree = None;
        let mut parents = Vec::new();
        let mut author = None;
        let mut committer = None;
        for line in headers.lines() {
            match line.split_once(' ') {
                Some(("tree", id)) => tree = ObjectId::parse(id),
                Some(("parent", id)) => parents.push(ObjectId::parse(id)?),
                Some(("author", who)) => author = parse_signature(who),
                Some(("committer", who)) => committer = parse_signature(who),
                _ => {}
            }
        }
        Some(Self {
            tree: tree?,
            parents,
            author: author?,
            committer: committer?,
            message: message.to_owned(),
        })
    }

    /// The object's bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut text = format!("tree {}\n", self.tree);
        for parent in &self.parents {
            text.push_str(&format!("parent {parent}\n"));
        }
        for (role, who) in [("author", &self.author), ("committer", &self.committer)] {
            text.push_str(&format!(
                "{role} {} <{}> {} +0000\n",
                who.name,
                who.email,
                who.time.as_second()
            ));
        }
        text.push('\n');
        text.push_str(&self.message);
        text.into_bytes()
    }
}

/// `Name <email> seconds offset`.
fn parse_signature(text: &str) -> Option<Signature> {
    let (name, rest) = text.split_once('<')?;
    let (email, when) = rest.rsplit_once('>')?;
    let seconds = when.split_whitespace().next()?.parse().ok()?;
    Some(Signature {
        name: name.trim().to_owned(),
        email: email.to_owned(),
        time: jiff::Timestamp::from_second(seconds).ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_gits_own() {
        // `git hash-object -t blob /dev/null` and `git hash-object -t tree /dev/null`.
        assert_eq!(
            ObjectId::of(Kind::Blob, b"").to_string(),
            "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
        );
        assert_eq!(
            ObjectId::of(Kind::Tree, b"").to_string(),
            "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
        );
    }

    #[test]
    fn an_id_is_forty_hex_digits() {
        let id = ObjectId::parse("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391").unwrap();
        assert_eq!(ObjectId::parse(&id.to_string()), Some(id));
        assert_eq!(id.short(), "e69de29");
        for wrong in ["", "e69de29", "x69de29bb2d1d6434b8b29ae775ad8c2e48c5391"] {
            assert_eq!(ObjectId::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_commit_reads_back_as_it_was_written() {
        let who = |name: &str| Signature {
            name: name.to_owned(),
            email: "octo@example.com".to_owned(),
            time: jiff::Timestamp::from_second(1_700_000_000).unwrap(),
        };
        let commit = CommitText {
            tree: ObjectId::of(Kind::Tree, b""),
            parents: vec![ObjectId::of(Kind::Blob, b"")],
            author: who("Octo Cat"),
            committer: who("GitHub"),
            message: "Release api 1.0.0\n\nTag: v1.0.0\n".to_owned(),
        };
        assert_eq!(CommitText::parse(&commit.encode()), Some(commit));
        assert_eq!(CommitText::parse(b"not a commit"), None);
    }
}
