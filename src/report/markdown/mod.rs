//! The job summary.

mod escape;

use super::{
    Finding, HELM_PROFILE, Note, Place, Printable, Publication, PublicationState, Severity, Stage,
    Status, Step, TargetKind, Visibility,
    wording::{count, human_duration, human_size, short_commit, short_digest, short_reference},
};
use escape::{code, fence, link, text};

/// What is said when not everything fits. Room for it, and for the footer, is always kept.
const CUT: &str =
    "\n\n_The rest is left out: GitHub takes 1 MiB of summary a step. All of it is in the log._\n";

impl Printable {
    /// The run as GitHub-flavoured Markdown of at most `limit` bytes. Findings that do not fit are left out, and the
    /// summary says how many.
    pub fn markdown(&self, limit: usize) -> String {
        let head = self.head();
        let tail = self.tail();
        let fixed = head.len() + tail.len() + CUT.len();
        let findings = self.findings_markdown(limit.saturating_sub(fixed));
        cut(format!("{head}{findings}{tail}"), limit)
    }

    fn head(&self) -> String {
        let mut markdown = format!("### {}\n\n", self.title());
        match self.status() {
            Status::Failed => markdown.push_str(&self.failure()),
            Status::Skipped => {
                let why = self.skip.as_ref().map_or("", |skip| skip.why.as_str());
                let reason = self.reason().map_or("", |reason| reason.id);
                markdown.push_str(&format!(
                    "{}. Nothing was written. ({})\n\n",
                    text(why),
                    code(reason)
                ));
            }
            Status::Planned => markdown.push_str(&self.plan()),
            Status::Unchanged if !self.publications.is_empty() => {
                markdown
                    .push_str("This very content is published already. Nothing was written.\n\n");
            }
            Status::Released | Status::Unchanged | Status::Passed => {}
        }
        if !self.publications.is_empty() {
            markdown.push_str("| target | reference | digest | state |\n|---|---|---|---|\n");
            for publication in &self.publications {
                markdown.push_str(&row(publication));
            }
            markdown.push('\n');
        }
        let install = self.install_lines();
        if !install.is_empty() {
            markdown.push_str(&fence("sh", &install.join("\n")));
            markdown.push('\n');
        }
        markdown
    }

    fn title(&self) -> String {
        let what = text(&self.what());
        match self.status() {
            Status::Released => format!("📦 {what} released"),
            Status::Unchanged => format!("📦 {what} unchanged"),
            Status::Passed => format!("✅ {}: no error", text(&self.command)),
            Status::Failed if self.check => format!("❌ {} failed", text(&self.command)),
            Status::Planned => format!("📝 {what} planned, not released"),
            Status::Skipped => match &self.tag {
                Some(tag) => format!("⏭️ Nothing to release for tag {}", code(tag)),
                None => "⏭️ Nothing to release".to_owned(),
            },
            Status::Failed => {
                let subject = match (&self.name, &self.tag) {
                    (None, Some(tag)) => code(tag),
                    (None, None) => "Chart".to_owned(),
                    _ => what,
                };
                let how_far = if self.nothing_written() {
                    "not released"
                } else {
                    "not released without errors"
                };
                format!("❌ {subject} {how_far}")
            }
        }
    }

    /// What stopped the run first, what to do, what was written, what was not reached.
    fn failure(&self) -> String {
        let mut markdown = String::new();
        let errors = self.of(Severity::Error).count();
        if let Some(first) = self.first_error() {
            markdown.push_str(&finding(first));
            if errors > 1 {
                let more = count(errors - 1, "more error");
                markdown.push_str(&format!("{more} below.\n\n"));
            }
        }
        let blame = self
            .first_error()
            .map_or("", |finding| finding.code.blame.sentence());
        let standing = if self.check {
            String::new()
        } else {
            format!("**{}** ", self.standing())
        };
        markdown.push_str(&format!(
            "{standing}Exit {} ({blame}).\n\n",
            self.exit_code()
        ));
        let aftermath = self.aftermath();
        for (label, targets) in &aftermath {
            let targets: Vec<String> = targets.iter().map(|target| code(target)).collect();
            markdown.push_str(&format!("- {label}: {}\n", targets.join(", ")));
        }
        if !aftermath.is_empty() {
            markdown.push('\n');
        }
        let missed: Vec<String> = self
            .steps
            .iter()
            .filter(|step| step.state == super::StepState::NotReached)
            .map(step_name)
            .collect();
        if !missed.is_empty() {
            markdown.push_str(&format!("Not reached: {}.\n\n", missed.join(", ")));
        }
        markdown
    }

    fn plan(&self) -> String {
        let mut markdown = "A dry run: everything was checked, nothing was written.\n\n\
             | target | before this release |\n|---|---|\n"
            .to_owned();
        for step in &self.steps {
            if step.stage == Stage::Preflight {
                markdown.push_str(&format!(
                    "| {} | {} |\n",
                    code(&step.subject),
                    text(&step.detail)
                ));
            }
        }
        markdown.push('\n');
        markdown
    }

    /// The findings that the head does not show, gravest first, in at most `room` bytes.
    fn findings_markdown(&self, room: usize) -> String {
        let others: Vec<&Finding> = self
            .of(Severity::Error)
            .skip(1)
            .chain(self.of(Severity::Warning))
            .chain(self.of(Severity::Note))
            .collect();
        if others.is_empty() {
            return String::new();
        }
        let mut counts = Vec::new();
        for (severity, noun) in [
            (Severity::Error, "more error"),
            (Severity::Warning, "warning"),
            (Severity::Note, "note"),
        ] {
            let number = others
                .iter()
                .filter(|finding| finding.severity == severity)
                .count();
            if number > 0 {
                counts.push(count(number, noun));
            }
        }
        // What stopped the run is not folded away.
        let open = if self.of(Severity::Error).nth(1).is_some() {
            " open"
        } else {
            ""
        };
        let before = format!(
            "<details{open}><summary>{}</summary>\n\n",
            counts.join(", ")
        );
        let after = "</details>\n\n";
        let left_out = |number: usize| {
            format!(
                "_{} left out here: see the log._\n\n",
                count(number, "finding")
            )
        };
        let mut room =
            room.saturating_sub(before.len() + after.len() + left_out(others.len()).len());
        let mut body = String::new();
        let mut shown = 0;
        for other in &others {
            let entry = finding(other);
            if entry.len() > room {
                break;
            }
            room -= entry.len();
            body.push_str(&entry);
            shown += 1;
        }
        if shown < others.len() {
            body.push_str(&left_out(others.len() - shown));
        }
        format!("{before}{body}{after}")
    }

    fn tail(&self) -> String {
        let mut markdown = String::new();
        if !self.steps.is_empty() {
            markdown.push_str(&format!(
                "<details><summary>Steps: {}</summary>\n\n| step | what | result | time |\n|---|---|---|---|\n",
                human_duration(self.duration)
            ));
            for step in &self.steps {
                markdown.push_str(&format!(
                    "| {} {} | {} | {} | {} |\n",
                    super::Style::PLAIN.mark(step.state),
                    step.word(),
                    cell(&step.subject),
                    text(&step.detail),
                    step.duration.map(human_duration).unwrap_or_default()
                ));
            }
            markdown.push_str("\n</details>\n\n");
        }
        let mut facts = Vec::new();
        if let Some(tag) = &self.tag {
            facts.push(format!("Tag {}", code(tag)));
        }
        if let Some(commit) = &self.commit {
            facts.push(format!("commit {}", code(short_commit(commit))));
        }
        if let Some(package) = &self.package {
            facts.push(format!(
                "package {} ({})",
                code(&short_digest(&package.digest)),
                human_size(package.size)
            ));
        }
        facts.push(format!("Helm profile {HELM_PROFILE}"));
        if let Some(url) = &self.run_url {
            facts.push(link("run", url));
        }
        markdown.push_str(&facts.join(" · "));
        markdown.push('\n');
        markdown
    }
}

fn step_name(step: &Step) -> String {
    if step.subject.is_empty() {
        step.stage.word().to_owned()
    } else {
        format!("{} {}", step.stage.word(), code(&step.subject))
    }
}

fn cell(subject: &str) -> String {
    if subject.is_empty() {
        String::new()
    } else {
        code(subject)
    }
}

fn row(publication: &Publication) -> String {
    let target = match publication.kind {
        TargetKind::Registry => "registry",
        TargetKind::Repository => "chart repository",
    };
    let reference = match &publication.chart_url {
        Some(url) => format!(
            "{} in {}",
            link(url.rsplit('/').next().unwrap_or(url), url),
            code(&short_reference(&publication.reference))
        ),
        None => code(&short_reference(&publication.reference)),
    };
    let digest = if publication.digest.is_empty() {
        String::new()
    } else {
        code(&short_digest(&publication.digest))
    };
    let state = match (publication.state, publication.visibility) {
        (PublicationState::Released, Visibility::NotYetServed) => {
            "committed, not yet served".to_owned()
        }
        (state, visibility) => format!("{}, {}", state.word(), visibility.sentence()),
    };
    format!("| {target} | {reference} | {digest} | {state} |\n")
}

/// One finding: what, where, the line, the facts, what to do.
fn finding(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let mut markdown = format!(
        "**{severity} {}** {}\n\n",
        code(finding.code.id),
        text(&finding.message)
    );
    if let Some(place) = &finding.place {
        markdown.push_str(&where_it_is(place));
    }
    for note in &finding.notes {
        markdown.push_str(&fact(note));
    }
    if let Some(help) = &finding.help {
        markdown.push_str(&format!("- **help**: {}\n", text(help)));
    }
    if !finding.notes.is_empty() || finding.help.is_some() {
        markdown.push('\n');
    }
    markdown
}

fn where_it_is(place: &Place) -> String {
    let Some(span) = &place.span else {
        return format!("at {}\n\n", code(place.path.as_str()));
    };
    let at = code(&format!("{}:{}:{}", place.path, span.line, span.column));
    let label = if span.label.is_empty() {
        String::new()
    } else {
        format!(": {}", text(&span.label))
    };
    let source = if span.source.is_empty() {
        String::new()
    } else {
        let language = match place.path.extension() {
            Some("yaml" | "yml" | "lock") => "yaml",
            Some("json") => "json",
            _ => "",
        };
        fence(language, &span.source) + "\n"
    };
    format!("at {at}{label}\n\n{source}")
}

/// A fact as an item of a list; several lines (a server's words) as a block within it.
fn fact(note: &Note) -> String {
    let label = if note.label.is_empty() {
        String::new()
    } else {
        format!("{}: ", text(note.label))
    };
    if note.text.contains('\n') {
        let block: String = fence("text", &note.text)
            .lines()
            .map(|line| format!("  {line}\n"))
            .collect();
        format!("- {}\n{block}", label.trim_end())
    } else {
        format!("- {label}{}\n", text(&note.text))
    }
}

/// The longest run of backticks: a fence of this length ends any block.
fn longest_fence(markdown: &str) -> usize {
    markdown
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or_default()
        .max(3)
}

/// The last resort: whole lines up to the limit, and the sentence that says so. What the cut leaves open is closed.
fn cut(markdown: String, limit: usize) -> String {
    if markdown.len() <= limit {
        return markdown;
    }
    let fence = "`".repeat(longest_fence(&markdown));
    let closing = format!("\n{fence}\n\n</details>{CUT}");
    let room = limit.saturating_sub(closing.len());
    let mut shown = String::new();
    let mut fenced = false;
    let mut folded = false;
    for line in markdown.split_inclusive('\n') {
        if shown.len() + line.len() > room {
            break;
        }
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        folded = (folded || line.starts_with("<details")) && !line.starts_with("</details>");
        shown.push_str(line);
    }
    if fenced {
        shown.push_str(&format!("\n{fence}\n"));
    }
    if folded {
        shown.push_str("\n</details>");
    }
    if shown.len() + CUT.len() > limit {
        return String::new();
    }
    shown.push_str(CUT);
    shown
}

#[cfg(test)]
mod tests;
