//! One finding as rustc draws a diagnostic.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Finding, Severity, Span, style::Style};

impl Finding {
    /// The finding as rustc would draw it, no line end after it. The caller gives a [`Finding::printable`] one.
    pub(crate) fn text(&self, style: Style) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let mut group =
            Group::with_title(level.primary_title(&self.message).id(&*self.code.id));
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
                            .line_start(span.line)
                            .annotation(annotation),
                    );
                }
                Some(span) => {
                    group = group.element(
                        Origin::path(path)
                            .line(span.line)
                            .char_column(span.column),
                    );
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
