//! Documents of a YAML stream, as Kubernetes' reader cuts them (apimachinery's `util/yaml`).

use std::borrow::Cow;

use crate::yaml::Mark;

/// A document of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document<'s> {
    /// Its text; every line ends in `\n`.
    pub(crate) text: Cow<'s, [u8]>,
    /// How many lines of the stream stand before it.
    pub(crate) lines_before: usize,
}

impl Document<'_> {
    /// Where in the stream a place of the document is.
    pub(crate) fn mark_in(&self, stream: &[u8], mark: Mark) -> Mark {
        let line = mark.line + self.lines_before;
        let before: usize = stream
            .split_inclusive(|byte| *byte == b'\n')
            .take(line.saturating_sub(1))
            .map(<[u8]>::len)
            .sum();
        let rest = String::from_utf8_lossy(stream.get(before..).unwrap_or_default());
        let within: usize = rest
            .chars()
            .take(mark.column.saturating_sub(1))
            .map(char::len_utf8)
            .sum();
        Mark {
            line,
            column: mark.column,
            offset: before + within,
        }
    }
}

/// A line begins with `---` and goes on with something other than a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BadSeparator {
    /// What follows the dashes.
    pub(crate) rest: String,
    /// The line, from 1.
    pub(crate) line: usize,
}

/// Whether a stream is one document as it stands: nothing cuts it, and no line end is another in it. Most are.
pub(crate) fn is_one(stream: &[u8]) -> bool {
    stream.ends_with(b"\n")
        && !stream.starts_with(b"---")
        && !stream.starts_with(b"\n")
        && memchr::memchr(b'\r', stream).is_none()
        && memchr::memmem::find(stream, b"\n---").is_none()
}

/// Cuts a stream where a line begins with `---`. Ends at the first bad separator.
pub(crate) fn documents(stream: &[u8]) -> impl Iterator<Item = Result<Document<'_>, BadSeparator>> {
    // A line of nothing at the end, without an end of its own, is none.
    let stream = match stream.strip_suffix(b"\r") {
        Some(rest) if rest.is_empty() || rest.ends_with(b"\n") => rest,
        _ => stream,
    };
    let mut cutter = Cutter {
        stream,
        position: 0,
        lines: 0,
    };
    std::iter::from_fn(move || cutter.next())
}

struct Cutter<'s> {
    stream: &'s [u8],
    /// Where the next line begins.
    position: usize,
    /// How many lines stand before it.
    lines: usize,
}

impl<'s> Cutter<'s> {
    fn next(&mut self) -> Option<Result<Document<'s>, BadSeparator>> {
        let (mut begin, mut lines_before) = (self.position, self.lines);
        while let Some(rest) = self
            .stream
            .get(self.position..)
            .filter(|rest| !rest.is_empty())
        {
            if rest.starts_with(b"---") {
                let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
                let words = String::from_utf8_lossy(line.get(3..).unwrap_or_default());
                let words = words.trim();
                let (end, line_number) = (self.position, self.lines);
                self.skip(line.len() + 1);
                if !words.is_empty() && !words.starts_with('#') {
                    self.position = self.stream.len();
                    return Some(Err(BadSeparator {
                        rest: words.to_owned(),
                        line: line_number + 1,
                    }));
                }
                // A separator with nothing before it becomes the first line of the document that follows.
                if end > begin {
                    return Some(Ok(self.document(begin, end, lines_before)));
                }
                (begin, lines_before) = (end, line_number);
            } else {
                let width = memchr::memmem::find(rest, b"\n---").map_or(rest.len(), |end| end + 1);
                self.skip(width);
            }
        }
        let end = self.stream.len();
        (end > begin).then(|| Ok(self.document(begin, end, lines_before)))
    }

    fn skip(&mut self, width: usize) {
        let end = (self.position + width).min(self.stream.len());
        let skipped = self.stream.get(self.position..end).unwrap_or_default();
        self.lines += memchr::memchr_iter(b'\n', skipped).count();
        self.position = end;
    }

    fn document(&self, begin: usize, end: usize, lines_before: usize) -> Document<'s> {
        let text = self.stream.get(begin..end).unwrap_or_default();
        let is_as_it_stands = text.ends_with(b"\n") && memchr::memchr(b'\r', text).is_none();
        let text = if is_as_it_stands {
            Cow::Borrowed(text)
        } else {
            let mut lines = Vec::with_capacity(text.len() + 1);
            for line in text.split_inclusive(|byte| *byte == b'\n') {
                let line = line.strip_suffix(b"\n").unwrap_or(line);
                let line = line.strip_suffix(b"\r").unwrap_or(line);
                lines.extend_from_slice(line);
                lines.push(b'\n');
            }
            Cow::Owned(lines)
        };
        Document { text, lines_before }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(stream: &str) -> Vec<(String, usize)> {
        documents(stream.as_bytes())
            .map(|document| {
                let document = document.unwrap();
                (
                    String::from_utf8(document.text.into_owned()).unwrap(),
                    document.lines_before,
                )
            })
            .collect()
    }

    #[test]
    fn cuts_as_kubernetes_does() {
        assert_eq!(texts(""), []);
        assert_eq!(texts("a: 1"), [("a: 1\n".into(), 0)]);
        assert_eq!(texts("a: 1\r\nb: 2\r\n"), [("a: 1\nb: 2\n".into(), 0)]);
        assert_eq!(
            texts("---\na: 1\n--- # two\nb: 2\n---\n"),
            [("---\na: 1\n".into(), 0), ("b: 2\n".into(), 3)]
        );
        assert_eq!(texts(" ---\n"), [(" ---\n".into(), 0)]);
    }

    /// A text and how many lines stand before it, or what follows the dashes and the line.
    type Cut = Result<(Vec<u8>, usize), (String, usize)>;

    /// The cutting line by line, as Kubernetes' own code goes about it.
    fn line_by_line(stream: &[u8]) -> Vec<Cut> {
        let mut read = Vec::new();
        let mut document = (Vec::new(), 0);
        let lines: Vec<_> = stream.split(|byte| *byte == b'\n').collect();
        for (index, line) in lines.iter().enumerate() {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if let Some(rest) = line.strip_prefix(b"---") {
                let rest = String::from_utf8_lossy(rest);
                let rest = rest.trim();
                if !rest.is_empty() && !rest.starts_with('#') {
                    read.push(Err((rest.to_owned(), index + 1)));
                    return read;
                }
                if !document.0.is_empty() {
                    read.push(Ok(std::mem::take(&mut document)));
                    continue;
                }
            }
            if index + 1 == lines.len() && line.is_empty() {
                break;
            }
            if document.0.is_empty() {
                document.1 = index;
            }
            document.0.extend_from_slice(line);
            document.0.push(b'\n');
        }
        if !document.0.is_empty() {
            read.push(Ok(document));
        }
        read
    }

    proptest::proptest! {
        #[test]
        fn cuts_as_line_by_line(
            stream in "((a: 1|---|--- |---# c|--- x| ---|-|\r|b)?(\n|\r\n|\n\n)?){0,8}"
        ) {
            let read: Vec<_> = documents(stream.as_bytes())
                .map(|read| {
                    read.map(|document| (document.text.into_owned(), document.lines_before))
                        .map_err(|bad| (bad.rest, bad.line))
                })
                .collect();
            proptest::prop_assert_eq!(read, line_by_line(stream.as_bytes()));
        }
    }

    #[test]
    fn what_is_one_document_is_cut_into_itself() {
        let mut ones = 0;
        for stream in [
            "",
            "\n",
            "a",
            "a: 1\n",
            "a: 1\n\n",
            "a: |\n  x",
            "\na: 1\n",
            "---\na: 1\n",
            "a: 1\n---\n",
            "a: 1\r\n",
            "a: -\n ---\nb: ---\n",
            "# x\na: 1\n...\n",
        ] {
            if is_one(stream.as_bytes()) {
                assert_eq!(texts(stream), [(stream.into(), 0)]);
                ones += 1;
            }
        }
        assert_eq!(ones, 4);
    }

    #[test]
    fn a_place_in_a_document_is_one_in_the_stream() {
        let stream = "a: 1\r\n---\r\né: [\r\n".as_bytes();
        let document = documents(stream).nth(1).unwrap().unwrap();
        let mark = Mark {
            line: 1,
            column: 4,
            offset: 4,
        };
        assert_eq!(
            document.mark_in(stream, mark),
            Mark {
                line: 3,
                column: 4,
                offset: 15
            }
        );
    }

    #[test]
    fn ends_at_a_separator_with_something_behind_it() {
        let mut read = documents(b"a: 1\n---b\nc: 3\n");
        let error = read.next().unwrap().unwrap_err();
        assert_eq!((error.rest.as_str(), error.line), ("b", 2));
        assert!(read.next().is_none());
    }
}
