//! Documents of a YAML stream, as Kubernetes' reader cuts them (apimachinery's `util/yaml`).

use crate::yaml::Mark;

/// A document of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Document {
    /// Its text; every line ends in `\n`.
    pub(crate) text: Vec<u8>,
    /// How many lines of the stream stand before it.
    pub(crate) lines_before: usize,
}

impl Document {
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
pub(crate) fn documents(stream: &[u8]) -> impl Iterator<Item = Result<Document, BadSeparator>> {
    let mut lines = stream.split(|byte| *byte == b'\n').enumerate().peekable();
    let mut failed = false;
    std::iter::from_fn(move || {
        let mut document = Document {
            text: Vec::new(),
            lines_before: 0,
        };
        while !failed {
            let Some((index, line)) = lines.next() else {
                break;
            };
            let last = lines.peek().is_none();
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if let Some(rest) = line.strip_prefix(b"---") {
                let rest = String::from_utf8_lossy(rest);
                let rest = rest.trim();
                if !rest.is_empty() && !rest.starts_with('#') {
                    failed = true;
                    return Some(Err(BadSeparator {
                        rest: rest.to_owned(),
                        line: index + 1,
                    }));
                }
                // A separator with nothing before it becomes the first line of the document that follows.
                if !document.text.is_empty() {
                    return Some(Ok(document));
                }
            }
            if last && line.is_empty() {
                break;
            }
            if document.text.is_empty() {
                document.lines_before = index;
            }
            document.text.extend_from_slice(line);
            document.text.push(b'\n');
        }
        (!document.text.is_empty()).then_some(Ok(document))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(stream: &str) -> Vec<(String, usize)> {
        documents(stream.as_bytes())
            .map(|document| {
                let document = document.unwrap();
                (
                    String::from_utf8(document.text).unwrap(),
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
