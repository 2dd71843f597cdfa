//! A report whose texts may be shown.

use std::ops::Deref;

use super::clean::{clean, clean_lines, clean_words};
use super::{Finding, Note, PackageFacts, Place, Publication, Report, Skip, Span, Step};

/// A [`Report`] in which every text is free of secrets and control characters and of a bounded length. Every
/// rendering is a method of this type, so that none can start from anything else.
#[derive(Debug, Clone)]
pub struct Printable(Report);

impl Deref for Printable {
    type Target = Report;

    fn deref(&self) -> &Report {
        &self.0
    }
}

impl Report {
    /// The report as it may be shown.
    pub fn printable(&self) -> Printable {
        Printable(Self {
            command: clean(&self.command),
            name: clean_option(self.name.as_ref()),
            version: clean_option(self.version.as_ref()),
            app_version: clean_option(self.app_version.as_ref()),
            chart: self.chart.as_ref().map(|path| clean(path.as_str()).into()),
            tag: clean_option(self.tag.as_ref()),
            commit: clean_option(self.commit.as_ref()),
            package: self.package.as_ref().map(|package| PackageFacts {
                path: clean(package.path.as_str()).into(),
                digest: clean(&package.digest),
                size: package.size,
            }),
            steps: self.steps.iter().map(Step::printable).collect(),
            findings: self.findings.iter().map(Finding::printable).collect(),
            publications: self.publications.iter().map(publication).collect(),
            written: self.written.iter().map(|text| clean(text)).collect(),
            refused: self.refused.iter().map(|text| clean(text)).collect(),
            skip: self.skip.as_ref().map(|skip| Skip {
                code: skip.code,
                why: clean(&skip.why),
            }),
            dry_run: self.dry_run,
            directory: self
                .directory
                .as_ref()
                .map(|path| clean(path.as_str()).into()),
            check: self.check,
            run_url: clean_option(self.run_url.as_ref()),
            duration: self.duration,
        })
    }
}

impl Step {
    /// The step as it may be shown.
    pub fn printable(&self) -> Self {
        Self {
            subject: clean(&self.subject),
            detail: clean(&self.detail),
            ..self.clone()
        }
    }
}

impl Finding {
    /// The finding as it may be shown. Message and notes keep their line breaks.
    pub fn printable(&self) -> Self {
        Self {
            code: self.code,
            severity: self.severity,
            message: clean_lines(&self.message),
            place: self.place.as_ref().map(place),
            notes: self
                .notes
                .iter()
                .map(|note| Note::new(note.label, clean_lines(&note.text)))
                .collect(),
            help: self.help.as_deref().map(clean_lines),
            helm: self.helm.as_deref().map(clean_words),
        }
    }
}

fn clean_option(text: Option<&String>) -> Option<String> {
    text.map(|text| clean(text))
}

fn place(place: &Place) -> Place {
    Place {
        path: clean(place.path.as_str()).into(),
        span: place.span.as_ref().map(|span| {
            let source = clean(&span.source);
            // Cleaning keeps most lines as they are. Where it does not, the carets would point at the wrong
            // characters: the numbers stay, the line is left out.
            let same = source == span.source.trim_end();
            Span {
                source: if same { source } else { String::new() },
                label: clean(&span.label),
                ..span.clone()
            }
        }),
    }
}

fn publication(publication: &Publication) -> Publication {
    Publication {
        kind: publication.kind,
        target: clean(&publication.target),
        reference: clean(&publication.reference),
        digest: clean(&publication.digest),
        state: publication.state,
        visibility: publication.visibility,
        chart_url: clean_option(publication.chart_url.as_ref()),
        index_url: clean_option(publication.index_url.as_ref()),
        install: publication.install.iter().map(|line| clean(line)).collect(),
        findings: publication
            .findings
            .iter()
            .map(Finding::printable)
            .collect(),
    }
}
