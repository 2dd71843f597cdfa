//! The plan: which tag on which commit, which chart, which version, to which targets. Nothing is written while it is
//! made.

use helm::check::CheckedChart;
use helm::lint::RunOptions;

use super::build::Built;
use super::commit::{Found, TagFacts};
use super::discover::{self, DiscoverError, FoundChart, Selection};
use super::flow::Request;
use super::inputs::{OnInvalidTag, PrereleasePolicy, VersionFrom};
use super::journal::Journal;
use super::origin;
use super::source::{RemoteQuestion, Source, find_tag, source};
use super::target::{ReleaseSource, Target};
use super::targets::TargetMaker;
use super::trigger::{TagPolicy, Trigger, Triggered, trigger};
use super::version::{self, Overrides};
use crate::chart::{self, LintMode};
use crate::report::{
    Explain, Finding, Place, Running, Severity, Stage, StepState, human_size, short_digest,
};
use crate::version::Known;

/// A package of a checked chart, and where it shall go.
pub(super) struct Planned {
    pub(super) built: Built,
    pub(super) targets: Vec<Box<dyn Target>>,
}

impl Request {
    /// Makes the plan; `None` when the run ends here, and the journal says why.
    pub(super) async fn plan(
        &self,
        http: &reqwest::Client,
        journal: &mut Journal,
    ) -> Option<Planned> {
        let charts = discover::charts_in(&self.root);
        let trigger = self.trigger(&charts, journal)?;
        journal.report.tag = Some(trigger.tag.name.clone());
        // With `version-from: chart` the tag's version is none of this release.
        journal.report.version = (self.inputs.version_from != VersionFrom::Chart)
            .then(|| trigger.tag.version.to_string());
        let source = match source(&self.root) {
            Ok(source) => source,
            Err(error) => return stop(journal, [error.finding()]),
        };
        journal.report.commit = Some(source.commit.clone());
        let found = match self.find_chart(&trigger, &charts) {
            Ok(found) => found,
            Err(error) => return stop(journal, [error.finding()]),
        };
        journal.report.chart = Some(found.directory.clone());
        journal.report.name.clone_from(&found.name);
        journal.headline();

        let targets = self.targets(&trigger, &source, http, journal)?;
        let on_tag = journal.begin(Stage::Tag, "");
        let place = self
            .place_tag(&trigger, &source, &targets, http, journal)
            .await;
        if journal.has_error() {
            journal.end(
                on_tag,
                StepState::Failed,
                format!("{} {place}", trigger.tag.name),
            );
            return None;
        }

        let on_chart = journal.begin(Stage::Chart, "");
        let mut rendering = RunOptions::new(chart::rehearsal());
        rendering.schemas = chart::schemas();
        rendering.capabilities.kube_version = self.inputs.kube_version.clone();
        let reviewed = chart::review(&self.root, &found.directory, self.inputs.lint, &rendering);
        let decided = reviewed
            .chart
            .as_ref()
            .map(|chart| self.decide_version(&trigger, &source, chart, &found));
        let overrides = self.end_tag(on_tag, &trigger, place, decided, journal);
        let chart = self.end_chart(on_chart, reviewed, &source, &found, journal)?;
        let built = self.build(chart, &found, overrides?, &source, journal)?;
        Some(Planned { built, targets })
    }

    /// What the input and the event ask for.
    fn trigger(&self, charts: &[FoundChart], journal: &mut Journal) -> Option<Trigger> {
        let environments = self
            .root
            .join("environments")
            .read_dir_utf8()
            .into_iter()
            .flatten()
            .filter_map(Result::ok)
            .filter(|entry| entry.path().is_dir())
            .map(|entry| entry.file_name().to_owned());
        let named = self
            .inputs
            .chart
            .as_deref()
            .and_then(|directory| FoundChart::at(&self.root, directory));
        let names = charts
            .iter()
            .chain(&named)
            .filter_map(|chart| chart.name.clone());
        let known = Known::new(names, environments);
        let policy = TagPolicy {
            deny_prereleases: self.inputs.prerelease == PrereleasePolicy::Deny,
            skip_invalid: self.inputs.on_invalid_tag == OnInvalidTag::Skip,
        };
        match trigger(self.inputs.tag.as_deref(), &self.event, &known, policy) {
            Ok(Triggered::Release(trigger)) => Some(trigger),
            Ok(Triggered::Skip(skip)) => {
                journal.report.skip = Some(skip);
                journal.headline();
                None
            }
            Err(error) => stop(journal, [error.finding()]),
        }
    }

    fn find_chart(
        &self,
        trigger: &Trigger,
        charts: &[FoundChart],
    ) -> Result<FoundChart, DiscoverError> {
        let selection = Selection {
            chart: self.inputs.chart.as_deref(),
            path: trigger.tag.path.as_deref(),
            name: trigger.tag.chart.as_deref(),
        };
        discover::find(&self.root, &trigger.tag.name, selection, charts)
    }

    fn targets(
        &self,
        trigger: &Trigger,
        source: &Source,
        http: &reqwest::Client,
        journal: &mut Journal,
    ) -> Option<Vec<Box<dyn Target>>> {
        let maker = TargetMaker {
            inputs: &self.inputs,
            context: &self.context,
            source: &ReleaseSource {
                tag: Some(trigger.tag.name.clone()),
                commit: Some(source.commit.clone()),
            },
            http,
        };
        match maker.targets() {
            Ok(targets) => Some(targets),
            Err(findings) => {
                journal.find(findings);
                None
            }
        }
    }

    /// Holds the tag's commit against the event's and the checkout's; says in words where the tag is.
    async fn place_tag(
        &self,
        trigger: &Trigger,
        source: &Source,
        targets: &[Box<dyn Target>],
        http: &reqwest::Client,
        journal: &mut Journal,
    ) -> &'static str {
        let leaving: Vec<String> = targets
            .iter()
            .filter(|target| target.leaves_the_machine())
            .map(|target| target.name())
            .collect();
        let question = (!leaving.is_empty()).then_some(RemoteQuestion {
            context: &self.context,
            token: self.inputs.token.as_ref(),
            http,
        });
        let event_commit = trigger.event_commit.as_deref();
        let tag_commit = match find_tag(source, &trigger.tag.name, event_commit, question).await {
            Ok(found) => found,
            Err(error) => {
                journal.find([error.finding()]);
                return "could not be looked for";
            }
        };
        let facts = TagFacts {
            tag: trigger.tag.name.clone(),
            head: source.commit.clone(),
            event_commit: trigger.event_commit.clone(),
            tag_commit,
            leaving,
        };
        journal.find(facts.findings());
        match (&facts.tag_commit, journal.has_error()) {
            (Found::Nowhere { .. }, true) => "does not exist",
            (Found::Nowhere { .. }, false) => "a rehearsal on the commit checked out",
            (Found::At(_), true) => "is on another commit",
            (Found::At(_), false) => "on the commit checked out",
        }
    }

    fn decide_version(
        &self,
        trigger: &Trigger,
        source: &Source,
        chart: &CheckedChart,
        found: &FoundChart,
    ) -> Result<Overrides, Box<Finding>> {
        let chart = chart.chart();
        let path = if found.directory == "." {
            "Chart.yaml".into()
        } else {
            found.directory.join("Chart.yaml")
        };
        let place = match chart.chartfile.place("version") {
            Some((mark, width)) => Place::in_text(
                path,
                &String::from_utf8_lossy(chart.chartfile.text()),
                mark.line,
                mark.column,
                width,
            ),
            None => Place::file(path),
        };
        version::decide(
            &trigger.tag,
            &chart.metadata,
            self.inputs.version_from,
            self.inputs.app_version.as_ref(),
            place,
        )
        .map_err(|error| {
            let error = error.of(Some(&source.commit), trigger.pushed_by.as_deref());
            Box::new(error.finding())
        })
    }

    /// Ends the tag's step: where the tag is, and whether it is the chart's version. `None` when there is no chart to
    /// compare it with.
    fn end_tag(
        &self,
        running: Running,
        trigger: &Trigger,
        place: &str,
        decided: Option<Result<Overrides, Box<Finding>>>,
        journal: &mut Journal,
    ) -> Option<Overrides> {
        let tag = &trigger.tag.name;
        let (state, detail, overrides) = match decided {
            Some(Ok(overrides)) => (
                StepState::Done,
                format!("{tag} {}, {place}", self.agreement()),
                Some(overrides),
            ),
            // The targets are asked all the same, so that everything there is to mend is known at once.
            Some(Err(finding)) => {
                journal.find([*finding]);
                (
                    StepState::Failed,
                    format!("{tag} is not Chart.yaml's version, {place}"),
                    Some(Overrides::default()),
                )
            }
            // The chart's own step says what is wrong with it.
            None => (
                StepState::Skipped,
                format!("{tag} {place}; not compared with the chart, which is broken"),
                None,
            ),
        };
        journal.end(running, state, detail);
        overrides
    }

    /// How tag and chart came to one version.
    fn agreement(&self) -> &'static str {
        match self.inputs.version_from {
            VersionFrom::Match => "is Chart.yaml's version",
            VersionFrom::Tag => "gives the version",
            VersionFrom::Chart => "leaves the version to Chart.yaml",
        }
    }

    /// Ends the chart's step: its files, dependencies and findings in numbers.
    fn end_chart(
        &self,
        running: Running,
        reviewed: chart::Reviewed,
        source: &Source,
        found: &FoundChart,
        journal: &mut Journal,
    ) -> Option<CheckedChart> {
        let count = |severity| {
            reviewed
                .findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        let figures = format!(
            "{} {}",
            plural(count(Severity::Error), "error"),
            plural(count(Severity::Warning), "warning")
        );
        journal.find(reviewed.findings);
        let Some(chart) = reviewed.chart else {
            journal.end(
                running,
                StepState::Failed,
                format!("{}: {figures}", found.directory),
            );
            return None;
        };
        let loaded = chart.chart();
        let lint = match self.inputs.lint {
            LintMode::Off => "lint off".to_owned(),
            LintMode::On | LintMode::Strict => format!("lint {figures}"),
        };
        journal.end(
            running,
            StepState::Done,
            format!(
                "{}: {}, {}, {lint}",
                found.directory,
                plural(loaded.sources.len(), "file"),
                match loaded.subcharts.len() {
                    0 => "no dependencies".to_owned(),
                    1 => "1 dependency".to_owned(),
                    count => format!("{count} dependencies"),
                }
            ),
        );
        match origin::differences(&source.checkout, &self.root, &found.directory, loaded) {
            Ok(finding) => journal.find(finding),
            Err(error) => return stop(journal, [error.finding()]),
        }
        Some(chart)
    }

    fn build(
        &self,
        chart: CheckedChart,
        found: &FoundChart,
        overrides: Overrides,
        source: &Source,
        journal: &mut Journal,
    ) -> Option<Built> {
        let running = journal.begin(Stage::Package, "");
        let built = Built::new(
            chart,
            &found.directory,
            overrides,
            source.time,
            self.inputs.destination.clone(),
        );
        match built {
            Ok(built) => {
                let metadata = &built.package().metadata;
                journal.report.name = Some(metadata.name.clone());
                journal.report.version = Some(metadata.version.clone());
                journal.report.app_version =
                    Some(metadata.app_version.clone()).filter(|version| !version.is_empty());
                let facts = built.facts();
                journal.end(
                    running,
                    StepState::Done,
                    format!(
                        "{}  {}  {}",
                        built.package().file_name(),
                        human_size(facts.size),
                        short_digest(&facts.digest)
                    ),
                );
                journal.report.package = Some(facts);
                journal.find(built.repeated());
                Some(built)
            }
            Err(error) => {
                journal.end(running, StepState::Failed, error.to_string());
                journal.find([error.finding()]);
                None
            }
        }
    }
}

/// Ends the run with these findings, before the first step could be shown.
fn stop<T>(journal: &mut Journal, findings: impl IntoIterator<Item = Finding>) -> Option<T> {
    if journal.report.steps.is_empty() {
        journal.headline();
    }
    journal.find(findings);
    None
}

fn plural(count: usize, word: &str) -> String {
    match count {
        1 => format!("1 {word}"),
        count => format!("{count} {word}s"),
    }
}
