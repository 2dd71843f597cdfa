//! Tar headers, byte for byte as Go's `archive/tar` writes them for Helm: USTAR where it can hold the name, else PAX.

use std::collections::{BTreeSet, HashSet};

use super::Error;

const BLOCK: usize = 512;
const NAME_SIZE: usize = 100;
const PREFIX_SIZE: usize = 155;

/// A tar file in memory; every entry is a file of mode 0644 with the same mtime.
pub(super) struct Tarball {
    bytes: Vec<u8>,
    names: HashSet<String>,
    repeated: BTreeSet<String>,
    /// Seconds since 1970.
    mtime: i64,
}

impl Tarball {
    pub(super) fn new(capacity: usize, mtime: i64) -> Self {
        Self {
            bytes: Vec::with_capacity(capacity),
            names: HashSet::new(),
            repeated: BTreeSet::new(),
            mtime,
        }
    }

    /// Adds a file, also under a name that stands already (Helm looks at no names). `name` has no `.` or `..` parts and no slash at its ends.
    pub(super) fn append(&mut self, name: &str, data: &[u8]) -> Result<(), Error> {
        if name.is_empty() || name.contains('\0') {
            return Err(Error::Name {
                name: name.to_owned(),
            });
        }
        if !self.names.insert(name.to_owned()) {
            self.repeated.insert(name.to_owned());
        }
        let split = split_name(name);
        let mut records = String::new();
        if !octal_fits(self.mtime, 12) {
            records.push_str(&record("mtime", &self.mtime.to_string()));
        }
        if name.len() > NAME_SIZE || !name.is_ascii() {
            records.push_str(&record("path", name));
        }
        if octal_fits(self.mtime, 12)
            && (split.is_some() || name.is_ascii() && name.len() <= NAME_SIZE)
        {
            let (prefix, suffix) = split.unwrap_or(("", name));
            let mut header = self.file_header(suffix.as_bytes(), data.len());
            header.text(345, PREFIX_SIZE, prefix.as_bytes());
            self.block(header);
        } else {
            let (directory, file) = name.rsplit_once('/').unwrap_or(("", name));
            let slash = if directory.is_empty() { "" } else { "/" };
            let extended = format!("{directory}{slash}PaxHeaders.0/{file}");
            self.extended(&ascii(&extended), records.as_bytes());
            let header = self.file_header(ascii(name).as_bytes(), data.len());
            self.block(header);
        }
        self.data(data);
        Ok(())
    }

    /// The tar file, with the two empty blocks at its end; and the names that stand in it more than once.
    pub(super) fn finish(mut self) -> (Vec<u8>, Vec<String>) {
        self.bytes.resize(self.bytes.len() + 2 * BLOCK, 0);
        (self.bytes, self.repeated.into_iter().collect())
    }

    fn file_header(&self, name: &[u8], size: usize) -> Header {
        let mut header = Header::new(b'0', name, 0o644, size);
        header.octal(
            136,
            12,
            if octal_fits(self.mtime, 12) {
                self.mtime
            } else {
                0
            },
        );
        header.octal(329, 8, 0);
        header.octal(337, 8, 0);
        header
    }

    /// Writes PAX records as a file of their own (`writeRawFile`).
    fn extended(&mut self, name: &str, records: &[u8]) {
        let name = name.get(..NAME_SIZE).unwrap_or(name).trim_end_matches('/');
        let mut header = Header::new(b'x', name.as_bytes(), 0, records.len());
        header.octal(136, 12, 0);
        self.block(header);
        self.data(records);
    }

    fn block(&mut self, header: Header) {
        self.bytes.extend_from_slice(&header.sealed());
    }

    fn data(&mut self, data: &[u8]) {
        self.bytes.extend_from_slice(data);
        let end = self.bytes.len().next_multiple_of(BLOCK);
        self.bytes.resize(end, 0);
    }
}

/// A header block under construction.
struct Header([u8; BLOCK]);

impl Header {
    fn new(kind: u8, name: &[u8], mode: i64, size: usize) -> Self {
        let mut header = Self([0; BLOCK]);
        header.text(0, NAME_SIZE, name);
        header.octal(100, 8, mode);
        header.octal(108, 8, 0);
        header.octal(116, 8, 0);
        header.octal(124, 12, i64::try_from(size).unwrap_or(i64::MAX));
        header.text(156, 1, &[kind]);
        header.text(257, 8, b"ustar\x0000");
        header
    }

    /// Puts a text into a field, cut to the field's size; a slash where it was cut goes (`formatString`).
    fn text(&mut self, offset: usize, size: usize, text: &[u8]) {
        let mut cut = text.get(..size).unwrap_or(text);
        if text.len() > size {
            while let Some(shorter) = cut.strip_suffix(b"/") {
                cut = shorter;
            }
            // Go clears the first of the slashes only.
            if cut.len() < size {
                let kept = text.get(cut.len() + 1..size).unwrap_or_default();
                if let Some(field) = self.0.get_mut(offset + cut.len() + 1..offset + size) {
                    field.copy_from_slice(kept);
                }
            }
        }
        if let Some(field) = self.0.get_mut(offset..offset + cut.len()) {
            field.copy_from_slice(cut);
        }
    }

    /// Puts a number into a field, with leading zeros and a NUL at the end.
    fn octal(&mut self, offset: usize, size: usize, number: i64) {
        let digits = format!("{number:0width$o}", width = size - 1);
        self.text(offset, size, digits.as_bytes());
    }

    fn sealed(mut self) -> [u8; BLOCK] {
        // The checksum counts its own field as spaces.
        self.text(148, 8, b"        ");
        let sum: u32 = self.0.iter().map(|byte| u32::from(*byte)).sum();
        self.text(148, 8, format!("{sum:06o}\0 ").as_bytes());
        self.0
    }
}

/// Whether a number fits a field of this size in octal, with the NUL at its end.
fn octal_fits(number: i64, size: u32) -> bool {
    (0..1 << ((size - 1) * 3)).contains(&number)
}

/// `splitUSTARPath`: a long ASCII name as prefix and suffix, cut at a slash.
fn split_name(name: &str) -> Option<(&str, &str)> {
    if name.len() <= NAME_SIZE || !name.is_ascii() {
        return None;
    }
    let head = name.get(..PREFIX_SIZE + 1).unwrap_or(name);
    let (prefix, suffix) = name.split_at_checked(head.rfind('/')?)?;
    let suffix = suffix.strip_prefix('/')?;
    let fits = !prefix.is_empty() && !suffix.is_empty() && suffix.len() <= NAME_SIZE;
    fits.then_some((prefix, suffix))
}

/// A name without what is not ASCII (`toASCII`).
fn ascii(name: &str) -> String {
    name.chars().filter(char::is_ascii).collect()
}

/// A PAX record: its own length, a space, `key=value` and a newline.
fn record(key: &str, value: &str) -> String {
    let rest = key.len() + value.len() + 3;
    let mut size = rest + rest.to_string().len();
    if rest + size.to_string().len() != size {
        size = rest + size.to_string().len();
    }
    format!("{size} {key}={value}\n")
}
