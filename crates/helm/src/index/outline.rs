//! What a splice has to know of an index: where things stand, in byte offsets.

use std::ops::Range;

use super::lines::{self, Key, Listener, Scalar, Shape, Style, Unsure};

/// The places in an index's bytes that matter to one chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outline {
    /// The top-level keys in their order.
    pub(super) keys: Vec<TopKey>,
    /// The value of `entries`.
    pub(super) entries: Entries,
    /// The value of `generated`, its quotes included.
    pub(super) generated: Option<Range<usize>>,
    /// How many versions all charts have.
    pub(super) versions: usize,
    /// How far the keys of versions stand behind their dashes.
    pub(super) gap: Option<usize>,
    /// Whether the places are known: an index in flow style has none where a line could be put in.
    pub(super) in_place: bool,
}

/// A key at the margin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TopKey {
    pub(super) name: String,
    /// Its line, and the end of what belongs to it.
    pub(super) range: Range<usize>,
}

/// The value of `entries`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Entries {
    /// There is no such key.
    Absent,
    /// Nothing or `{}`.
    Empty(Empty),
    /// A mapping.
    Charts {
        /// The column of its keys.
        column: usize,
        charts: Vec<Chart>,
    },
}

/// An empty collection that is written as nothing, `{}` or `[]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Empty {
    /// The brackets.
    pub(super) brackets: Option<Range<usize>>,
    /// Offset behind the line.
    pub(super) line_end: usize,
}

/// One key of `entries`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chart {
    pub(super) name: String,
    /// Its line, and the end of what belongs to it.
    pub(super) range: Range<usize>,
    pub(super) list: List,
    /// Its versions; only those of the chart that was asked for.
    pub(super) versions: Vec<Version>,
}

/// How a chart's versions are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum List {
    /// As nothing or `[]`.
    Empty(Empty),
    /// As a sequence in block style.
    Block {
        /// The column of its dashes.
        column: usize,
    },
    /// As a sequence in flow style.
    Flow,
}

/// One version of the chart that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Version {
    /// From the dash's line to the end of what belongs to it.
    pub(super) range: Range<usize>,
    /// The column of its keys.
    pub(super) column: usize,
    pub(super) version: Option<String>,
    pub(super) digest: Option<String>,
    pub(super) created: Option<String>,
    pub(super) urls: Vec<String>,
}

impl Outline {
    /// The line reader's outline, with the versions of one chart.
    ///
    /// # Errors
    /// [`Unsure`] when the index is not wholly in the part of YAML that the line reader understands, or is not
    /// shaped like an index: the full parser has the word.
    pub(super) fn read(text: &str, chart: &str) -> Result<Self, Unsure> {
        let mut builder = Builder {
            text,
            chart,
            outline: Self {
                keys: Vec::new(),
                entries: Entries::Absent,
                generated: None,
                versions: 0,
                gap: None,
                in_place: true,
            },
            depth: 0,
            top: Top::Other,
            api_version: false,
            own: false,
            field: Field::Other,
            line_end: 0,
            unsure: false,
        };
        lines::read(text, &mut builder)?;
        if builder.unsure || !builder.api_version {
            return Err(Unsure);
        }
        Ok(builder.outline)
    }

    /// The chart of this name.
    pub(super) fn chart(&self, name: &str) -> Option<&Chart> {
        match &self.entries {
            Entries::Charts { charts, .. } => charts.iter().find(|chart| chart.name == name),
            Entries::Absent | Entries::Empty(_) => None,
        }
    }
}

/// Which top-level key is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Top {
    ApiVersion,
    Entries,
    Generated,
    Other,
}

/// Which key of a version is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Version,
    Digest,
    Created,
    Urls,
    Other,
}

/// Depths, counted in open collections, at which the parts of an index stand.
mod depth {
    pub(super) const ROOT: usize = 1;
    pub(super) const CHARTS: usize = 2;
    pub(super) const VERSIONS: usize = 3;
    pub(super) const VERSION: usize = 4;
    pub(super) const URLS: usize = 5;
}

struct Builder<'a> {
    text: &'a str,
    chart: &'a str,
    outline: Outline,
    depth: usize,
    top: Top,
    api_version: bool,
    /// Within the chart that was asked for.
    own: bool,
    field: Field,
    /// Offset behind the line of the last key.
    line_end: usize,
    unsure: bool,
}

impl Builder<'_> {
    fn chart(&mut self) -> Option<&mut Chart> {
        match &mut self.outline.entries {
            Entries::Charts { charts, .. } => charts.last_mut(),
            Entries::Absent | Entries::Empty(_) => None,
        }
    }

    fn set_list(&mut self, list: List) {
        if let Some(chart) = self.chart() {
            chart.list = list;
        }
    }

    fn version(&mut self) -> Option<&mut Version> {
        self.chart()?.versions.last_mut()
    }

    fn end_chart(&mut self, before: usize) {
        if let Some(chart) = self.chart() {
            chart.range.end = before;
        }
    }

    fn end_version(&mut self, before: usize) {
        if let Some(version) = self.version() {
            version.range.end = before;
        }
    }

    /// The text of a scalar on one line, as written.
    fn string(&self, scalar: &Scalar) -> Option<String> {
        let raw = self.text.get(scalar.range.clone())?;
        let inner = || raw.get(1..raw.len().checked_sub(1)?);
        let string = match scalar.style {
            Style::Plain => raw,
            Style::Single => inner().filter(|inner| !inner.contains('\''))?,
            Style::Double => inner().filter(|inner| !inner.contains('\\'))?,
            Style::Block => return None,
        };
        (!string.contains('\n')).then(|| string.to_owned())
    }
}

impl Listener for Builder<'_> {
    fn open(&mut self, shape: Shape, column: usize) {
        self.depth += 1;
        let expected = match self.depth {
            depth::ROOT => Shape::Mapping,
            depth::CHARTS if self.top == Top::Entries => {
                self.outline.entries = Entries::Charts {
                    column,
                    charts: Vec::new(),
                };
                Shape::Mapping
            }
            depth::CHARTS if self.top != Top::Other => {
                self.unsure = true;
                return;
            }
            depth::VERSIONS if self.top == Top::Entries => {
                self.set_list(List::Block { column });
                Shape::Sequence
            }
            depth::VERSION if self.top == Top::Entries => {
                if self.own
                    && let Some(version) = self.version()
                {
                    version.column = column;
                }
                if self.outline.gap.is_none()
                    && let Some(List::Block { column: dash }) =
                        self.chart().map(|chart| &chart.list)
                {
                    self.outline.gap = Some(column.saturating_sub(*dash));
                }
                Shape::Mapping
            }
            depth::URLS if self.own && self.field != Field::Other => {
                self.unsure |= self.field != Field::Urls;
                Shape::Sequence
            }
            _ => return,
        };
        self.unsure |= shape != expected;
    }

    fn key(&mut self, key: Key<'_>) {
        match self.depth {
            depth::ROOT => {
                if let Some(last) = self.outline.keys.last_mut() {
                    last.range.end = key.before;
                }
                self.outline.keys.push(TopKey {
                    name: key.text.to_owned(),
                    range: key.line..key.line_end,
                });
                self.top = match key.text {
                    "apiVersion" => Top::ApiVersion,
                    "entries" => Top::Entries,
                    "generated" => Top::Generated,
                    _ => Top::Other,
                };
                self.line_end = key.line_end;
            }
            depth::CHARTS if self.top == Top::Entries => {
                self.end_chart(key.before);
                self.unsure |= !key.quoted && !surely_a_string(key.text);
                self.own = key.text == self.chart;
                self.line_end = key.line_end;
                if let Entries::Charts { charts, .. } = &mut self.outline.entries {
                    charts.push(Chart {
                        name: key.text.to_owned(),
                        range: key.line..key.line_end,
                        list: List::Flow,
                        versions: Vec::new(),
                    });
                }
            }
            depth::VERSION if self.own => {
                self.field = match key.text {
                    "version" => Field::Version,
                    "digest" => Field::Digest,
                    "created" => Field::Created,
                    "urls" => Field::Urls,
                    _ => Field::Other,
                };
            }
            _ => {}
        }
    }

    fn item(&mut self, line: usize, before: usize) {
        if self.depth != depth::VERSIONS || self.top != Top::Entries {
            return;
        }
        self.outline.versions += 1;
        if !self.own {
            return;
        }
        self.end_version(before);
        self.field = Field::Other;
        if let Some(chart) = self.chart() {
            chart.versions.push(Version {
                range: line..line,
                ..Version::default()
            });
        }
    }

    fn scalar(&mut self, scalar: Scalar) {
        match self.depth {
            depth::ROOT => match self.top {
                Top::ApiVersion => match self.string(&scalar) {
                    Some(text) if surely_a_string(&text) => self.api_version = true,
                    _ => self.unsure = true,
                },
                Top::Generated => {
                    let one_line = self
                        .text
                        .get(scalar.range.clone())
                        .is_some_and(|raw| !raw.contains('\n'));
                    if one_line {
                        self.outline.generated = Some(scalar.range);
                    } else {
                        self.unsure = true;
                    }
                }
                Top::Entries => self.unsure = true,
                Top::Other => {}
            },
            depth::CHARTS | depth::VERSIONS if self.top == Top::Entries => self.unsure = true,
            depth::VERSION if self.own && self.field != Field::Other => {
                let text = self.string(&scalar);
                let plain = scalar.style == Style::Plain;
                self.unsure |= text.as_deref().is_none_or(|text| {
                    // `1.10` without quotes is the number 1.1 to Helm.
                    plain && self.field == Field::Version && !surely_a_string(text)
                });
                let field = self.field;
                if let Some(version) = self.version() {
                    match field {
                        Field::Version => version.version = text,
                        Field::Digest => version.digest = text,
                        Field::Created => version.created = text,
                        Field::Urls | Field::Other => self.unsure |= field == Field::Urls,
                    }
                }
            }
            depth::URLS if self.own && self.field == Field::Urls => match self.string(&scalar) {
                Some(url) => {
                    if let Some(version) = self.version() {
                        version.urls.push(url);
                    }
                }
                None => self.unsure = true,
            },
            _ => {}
        }
    }

    fn empty(&mut self, shape: Shape, range: Range<usize>) {
        let empty = Empty {
            brackets: Some(range),
            line_end: self.line_end,
        };
        match self.depth {
            depth::ROOT => match self.top {
                Top::Entries if shape == Shape::Mapping => {
                    self.outline.entries = Entries::Empty(empty);
                }
                Top::Other => {}
                _ => self.unsure = true,
            },
            depth::CHARTS if self.top == Top::Entries => {
                self.unsure |= shape != Shape::Sequence;
                self.set_list(List::Empty(empty));
            }
            depth::VERSIONS if self.top == Top::Entries => self.unsure = true,
            depth::VERSION | depth::URLS if self.own && self.field != Field::Other => {
                self.unsure |= self.field != Field::Urls || shape != Shape::Sequence;
            }
            _ => {}
        }
    }

    fn null(&mut self) {
        let empty = Empty {
            brackets: None,
            line_end: self.line_end,
        };
        match self.depth {
            depth::ROOT => match self.top {
                Top::ApiVersion => self.unsure = true,
                Top::Entries => self.outline.entries = Entries::Empty(empty),
                Top::Generated | Top::Other => {}
            },
            depth::CHARTS if self.top == Top::Entries => {
                self.set_list(List::Empty(empty));
            }
            // Helm drops an empty version with a warning; it stays where it is.
            _ => {}
        }
    }

    fn close(&mut self, before: usize) {
        match self.depth {
            depth::ROOT => {
                if let Some(last) = self.outline.keys.last_mut() {
                    last.range.end = before;
                }
            }
            depth::CHARTS if self.top == Top::Entries => {
                self.end_chart(before);
                self.own = false;
            }
            depth::VERSIONS if self.top == Top::Entries && self.own => self.end_version(before),
            _ => {}
        }
        self.depth = self.depth.saturating_sub(1);
    }
}

/// Whether a plain scalar is a string for every YAML 1.1 reader: not a number, a truth, a date or nothing.
pub(super) fn surely_a_string(text: &str) -> bool {
    let bytes = text.as_bytes();
    let Some(first) = bytes.first() else {
        return false;
    };
    if matches!(
        text.to_ascii_lowercase().as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null"
    ) {
        return false;
    }
    // No number holds one of these letters (but `x` and `o` of a base), and no date but for its T and Z.
    let lettered = bytes
        .iter()
        .any(|byte| matches!(byte.to_ascii_lowercase(), b'g'..=b'w' if *byte != b'o' && *byte != b'O' && *byte != b't' && *byte != b'T'));
    // A second dot makes a number impossible, and a date's dot comes after its colons.
    let dotted = bytes.iter().filter(|byte| **byte == b'.').count() > 1 && !text.contains(':');
    first.is_ascii_alphabetic() || (first.is_ascii_digit() && (lettered || dotted))
}
