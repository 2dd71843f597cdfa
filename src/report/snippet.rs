//! One finding as rustc draws a diagnostic.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Finding, Severity, Span, style::Style};

/// The library adds to line numbers; nobody has a file of more lines.
const LAST_LINE: usize = 1_000_000_000;

impl Finding {
    /// The finding as rustc would draw it, no line end after it. The caller gives a [`Finding::printable`] one.
    pub(crate) fn text(&self, style: Style) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut group = Group::with_title(level.primary_title(&self.message).id(self.code.id));
        if let Some(place) = &self.place {
            let path = place.path.as_str();
            match &place.span {
                Some(span) if !span.source.is_empty() => {
                    let mut annotation = AnnotationKind::Primary.span(bytes(span));
                    if !span.label.is_empty() {
                        annotation = annotation.label(&span.label);
                    }
                    group = group.element(
                        Snippet::source(&span.source)
                            .path(path)
                            .line_start(span.line.min(LAST_LINE))
                            .annotation(annotation),
                    );
                }
                Some(span) => {
                    group =
                        group.element(Origin::path(path).line(span.line).char_column(span.column));
                }
                None => group = group.element(Origin::path(path)),
            }
        }
        for note in &self.notes {
            group = group.element(if note.label.is_empty() {
                Level::NOTE.no_name().message(&note.text)
            } else {
                Level::NOTE.with_name(note.label).message(&note.text)
            });
        }
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help));
        }
        let renderer = if style.colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        renderer.render(&[group])
    }

    /// Whether a line of source is drawn.
    pub(crate) fn has_source(&self) -> bool {
        self.place
            .as_ref()
            .and_then(|place| place.span.as_ref())
            .is_some_and(|span| !span.source.is_empty())
    }
}

/// The span's characters as bytes of its source line, clamped to it.
fn bytes(span: &Span) -> Range<usize> {
    let at = |character: usize| {
        span.source
            .char_indices()
            .nth(character)
            .map_or(span.source.len(), |(index, _)| index)
    };
    let first = span.column.saturating_sub(1);
    at(first)..at(first.saturating_add(span.width))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::report::{Place, examples};

    fn drawn(place: Place) -> String {
        Finding::new(&examples::ICON, Severity::Warning, "message")
            .at(place)
            .printable()
            .text(Style::PLAIN)
    }

    #[test]
    fn carets_stand_under_what_is_meant() {
        for (source, column, width, carets) in [
            (
                "version: 1.3.9",
                10,
                5,
                "1 | version: 1.3.9\n  |          ^^^^^",
            ),
            ("ä: 日本 x", 7, 1, "1 | ä: 日本 x\n  |         ^"),
            ("\ta: b", 5, 1, "1 |     a: b\n  |        ^"),
            ("short", 99, 4, "1 | short\n  |      ^"),
            ("short", 4, 99, "1 | short\n  |    ^^"),
        ] {
            let text = drawn(Place::in_text("Chart.yaml", source, 1, column, width));
            assert!(text.contains(carets), "{source:?}:\n{text}");
        }
    }

    #[test]
    fn a_line_that_cleaning_changes_is_left_out_and_its_numbers_stay() {
        let text = drawn(Place::in_text("a.yaml", "a: \u{1b}[31mb", 1, 4, 2));
        assert!(text.contains("--> a.yaml:1:4"), "{text}");
        assert!(!text.contains("1 |"), "{text}");
    }

    proptest! {
        #[test]
        fn any_place_can_be_drawn(
            source in ".{0,40}",
            line in any::<usize>(),
            column in any::<usize>(),
            width in any::<usize>(),
            label in ".{0,10}",
        ) {
            let mut place = Place::in_text("a.yaml", &source, 1, column, width).label(label);
            if let Some(span) = &mut place.span {
                span.line = line;
            }
            let text = drawn(place);
            prop_assert!(text.starts_with("warning[CW-LINT-011]: message"));
            prop_assert!(text.lines().any(|line| line.contains("a.yaml:")));
        }
    }
}
