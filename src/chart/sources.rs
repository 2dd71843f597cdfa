//! The chart's files, for findings that point into one.

use camino::{Utf8Path, Utf8PathBuf};
use helm::chart::Chart;
use helm::yaml::NodeKind;

use crate::report::Place;

/// The chart's files, for findings that point into one.
#[derive(Debug, Clone)]
pub(super) struct Sources<'a> {
    /// Where they are read.
    files: Utf8PathBuf,
    /// What the user calls that directory.
    shown: &'a Utf8Path,
    chart: Option<&'a Chart>,
}

impl<'a> Sources<'a> {
    /// The files of the chart in `directory`, a path from `root`.
    pub(super) fn new(root: &'a Utf8Path, directory: &'a Utf8Path) -> Self {
        Self::shown_as(root.join(directory), directory)
    }

    /// The files of the chart in a directory that the user knows by another path.
    pub(super) fn shown_as(files: Utf8PathBuf, shown: &'a Utf8Path) -> Self {
        Self {
            files,
            shown,
            chart: None,
        }
    }

    /// With the chart as it was loaded, for files that are packed in an archive.
    pub(super) fn with_chart(self, chart: &'a Chart) -> Self {
        Self {
            chart: Some(chart),
            ..self
        }
    }

    /// The file of a template, from its name in a render: `chart/charts/sub/templates/x.yaml`.
    pub(super) fn template(&self, name: &str) -> Utf8PathBuf {
        let file = name.split_once('/').map_or(name, |(_, file)| file);
        self.path(file)
    }

    /// The text of a template; nothing when there is no such file.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        let (_, file) = name.split_once('/')?;
        let read = std::fs::read(self.files.join(file));
        let bytes = match (read, self.chart) {
            (Ok(bytes), _) => bytes,
            (Err(_), Some(chart)) => packed(chart, file)?.to_vec(),
            (Err(_), None) => return None,
        };
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// A file of the chart as the user knows it: its path from the checkout.
    pub(super) fn path(&self, file: &str) -> Utf8PathBuf {
        if self.shown == "." {
            Utf8PathBuf::from(file)
        } else {
            self.shown.join(file)
        }
    }

    /// A whole file.
    pub(super) fn file(&self, file: &str) -> Place {
        Place::file(self.path(file))
    }

    /// The first line of a file, for what is missing in it; the whole path when there is no such file.
    pub(super) fn beginning(&self, file: &str) -> Place {
        let path = self.path(file);
        if self.files.join(file).is_file() {
            Place::in_text(path, "", 1, 1, 1)
        } else {
            Place::file(path)
        }
    }

    /// The key of a Chart.yaml, or the file's beginning.
    pub(super) fn chartfile_key(&self, key: &str) -> Place {
        let file = "Chart.yaml";
        let text = std::fs::read(self.files.join(file)).unwrap_or_default();
        match helm::metadata::Chartfile::new(&text).key(key) {
            Some(node) => self.place(file, node.start, key.chars().count()),
            None => self.beginning(file),
        }
    }

    /// The key of values.yaml that a JSON pointer leads to; nothing when it is not there.
    pub(super) fn value(&self, pointer: &str) -> Option<Place> {
        let file = "values.yaml";
        let text = std::fs::read(self.files.join(file)).ok()?;
        let tree = helm::yaml::parse(&text).ok().flatten()?;
        let mut value = &tree;
        let mut found = None;
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            let key;
            (key, value) = match &value.kind {
                NodeKind::Sequence(items) => {
                    let item = items.get(token.parse::<usize>().ok()?)?;
                    (item, item)
                }
                _ => value.entry(&token)?,
            };
            found = Some((key, token));
        }
        let (key, token) = found?;
        Some(self.place(file, key.start, token.chars().count()))
    }

    /// The line of a file that is the only one with a text.
    pub(super) fn line(&self, file: &str, text: &str) -> Option<Place> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let source = std::fs::read_to_string(self.files.join(file)).ok()?;
        let mut found = (1..)
            .zip(source.lines())
            .filter(|(_, line)| line.trim() == text);
        let (number, line) = found.next()?;
        if found.next().is_some() {
            return None;
        }
        let indent = line.chars().take_while(|any| any.is_whitespace()).count();
        Some(Place::in_text(
            self.path(file),
            &source,
            number,
            indent + 1,
            text.chars().count(),
        ))
    }

    /// A stretch of a file's line; the whole file when it cannot be read as text.
    pub(super) fn place(&self, file: &str, mark: helm::yaml::Mark, width: usize) -> Place {
        let path = self.path(file);
        match std::fs::read_to_string(self.files.join(file)) {
            Ok(text) => Place::in_text(path, &text, mark.line, mark.column, width),
            Err(_) => Place::file(path),
        }
    }
}

/// A template of a chart or of a subchart, by its path. Aliases are followed.
fn packed<'a>(chart: &'a Chart, file: &str) -> Option<&'a [u8]> {
    let Some(rest) = file.strip_prefix("charts/") else {
        let found = chart
            .templates
            .iter()
            .find(|template| template.name == file);
        return found.map(|template| template.data.as_bytes());
    };
    let (name, file) = rest.split_once('/')?;
    let aliased = chart
        .metadata
        .dependencies()
        .find(|dependency| dependency.alias == name)
        .map_or(name, |dependency| dependency.name.as_str());
    let subchart = chart
        .subcharts
        .iter()
        .find(|subchart| subchart.name() == aliased)?;
    packed(subchart, file)
}
