//! A registry: every tag against what it names, and against what the chart repository says of that version.

use std::collections::BTreeMap;

use async_trait::async_trait;
use tokio::sync::OnceCell;

use super::code::{DAMAGED, MISSING, NO_CHART, TAG_WITHOUT_CHART};
use super::package::{counted, inspect, inspect_provenance, sha256};
use super::place::{Charts, Known, Place, Release, Survey, What};
use super::store::{Store, Stored};
use crate::registry::manifest::{Descriptor, Manifest};
use crate::release::target::TargetError;
use crate::report::{Finding, PROGRESS, Severity};

/// The media type of a package's provenance file (Helm's `pkg/registry/constants.go`).
const PROVENANCE: &str = "application/vnd.cncf.helm.chart.provenance.v1.prov";
/// After how many tags something is said.
const SAID_EVERY: usize = 256;

/// A registry, or image layouts in a directory.
pub(super) struct Registry {
    store: Box<dyn Store>,
    /// The package's digest of each version that was met, to find it again.
    layers: OnceCell<BTreeMap<Release, String>>,
}

impl Registry {
    pub(super) fn new(store: Box<dyn Store>) -> Self {
        Self {
            store,
            layers: OnceCell::new(),
        }
    }

    /// One version: what its tag names, down to the bytes when they are not known from another place already.
    async fn version(
        &self,
        release: &Release,
        known: Option<&String>,
        survey: &mut Survey,
    ) -> Result<Tag, TargetError> {
        let (chart, version) = (release.name.as_str(), release.version.as_str());
        let manifest = match self.store.stored(chart, version).await? {
            Stored::Nothing => return Ok(Tag::Nothing),
            Stored::Damaged(what) => {
                survey.find(self.damaged(release, what));
                return Ok(Tag::Something);
            }
            Stored::Manifest(manifest) => manifest,
        };
        let Some(layer) = manifest.chart_layer() else {
            return Ok(Tag::NoChart);
        };
        let Some(said) = layer.digest.strip_prefix("sha256:") else {
            // Nothing of this program's or of Helm's.
            return Ok(Tag::NoChart);
        };
        if known.is_some_and(|known| known == said) {
            // The very bytes were read elsewhere: that they are here too needs no download.
            if !self
                .store
                .has_blob(chart, &layer.digest, layer.size)
                .await?
            {
                survey.find(self.damaged(
                    release,
                    format!("the package {} is not there", layer.digest),
                ));
            }
            survey.held.insert(release.clone(), said.to_owned());
            return Ok(Tag::Chart);
        }
        let Some(bytes) = self.read(release, "package", layer, survey).await? else {
            return Ok(Tag::Something);
        };
        let at = format!("{}/{chart}:{version}", self.store.name());
        inspect(release, &bytes, &at, survey);
        if let Some(signed) = provenance(&manifest)
            && let Some(text) = self
                .read(release, "provenance file", signed, survey)
                .await?
        {
            let file = format!("{chart}-{version}.tgz");
            inspect_provenance(release, &file, said, &text, survey);
        }
        if let Some(config) = &manifest.config {
            self.read(release, "config", config, survey).await?;
        }
        survey.held.insert(release.clone(), said.to_owned());
        Ok(Tag::Chart)
    }

    /// A part of an artifact, if it has the digest by which it is named; the survey says when it has not.
    async fn read(
        &self,
        release: &Release,
        part: &str,
        named: &Descriptor,
        survey: &mut Survey,
    ) -> Result<Option<Vec<u8>>, TargetError> {
        let bytes = self.store.blob(&release.name, &named.digest).await?;
        let Some(bytes) = bytes else {
            survey.find(self.damaged(release, format!("the {part} {} is not there", named.digest)));
            return Ok(None);
        };
        let found = sha256(&bytes);
        match named.digest.strip_prefix("sha256:") {
            Some(said) if said != found => {
                let what = format!("the {part} is named {} and is sha256:{found}", named.digest);
                survey.find(self.damaged(release, what));
                Ok(None)
            }
            _ => Ok(Some(bytes)),
        }
    }

    fn damaged(&self, release: &Release, what: String) -> Finding {
        let message = format!(
            "{} does not hold {release} as its manifest says",
            self.store.name()
        );
        Finding::new(&DAMAGED, Severity::Error, message).note("cause", what)
    }

    async fn all(
        &self,
        chart: &str,
        known: &Known,
        survey: &mut Survey,
    ) -> Result<usize, TargetError> {
        let mut count = 0;
        for tag in self.store.tags(chart).await? {
            // Signatures and attestations of cosign stand beside what they are about.
            if tag.starts_with("sha256-") {
                continue;
            }
            // A tag takes no `+`; Helm writes `_` for it.
            let release = Release::new(chart, tag.replace('_', "+"));
            count += 1;
            if count % SAID_EVERY == 0 {
                tracing::info!(target: PROGRESS, "{}: {count} tags of {chart} read", self.name());
            }
            match self
                .version(&release, known.read.get(&release), survey)
                .await?
            {
                Tag::Chart | Tag::Something => {}
                Tag::Nothing => {
                    survey.find(
                        self.damaged(&release, "the tag is listed and names nothing".to_owned()),
                    );
                }
                Tag::NoChart => {
                    let message = format!("{}/{chart}:{tag} is no chart", self.store.name());
                    survey.find(Finding::new(&TAG_WITHOUT_CHART, Severity::Warning, message));
                }
            }
        }
        Ok(count)
    }
}

/// What came of looking at a tag.
enum Tag {
    /// It names nothing.
    Nothing,
    /// A chart.
    Chart,
    /// A chart, and the survey says what is wrong with it.
    Something,
    /// Something else.
    NoChart,
}

pub(super) fn provenance(manifest: &Manifest) -> Option<&Descriptor> {
    manifest
        .layers
        .iter()
        .find(|layer| layer.media_type.eq_ignore_ascii_case(PROVENANCE))
}

#[async_trait]
impl Place for Registry {
    fn name(&self) -> String {
        self.store.name()
    }

    async fn survey(&self, what: &What, known: &Known) -> Result<Survey, TargetError> {
        let mut survey = Survey::default();
        match what {
            What::Release(release) => {
                match self.version(release, None, &mut survey).await? {
                    Tag::Nothing => {
                        survey.error(&MISSING, format!("{} does not hold {release}", self.name()));
                        survey.detail = format!("{} is not there", release.version);
                    }
                    Tag::NoChart => {
                        survey.error(
                            &NO_CHART,
                            format!(
                                "{} holds something under {release} that is no chart",
                                self.name()
                            ),
                        );
                        survey.detail = format!("{} is no chart", release.version);
                    }
                    Tag::Chart | Tag::Something => {
                        survey.detail = match survey.held.get(release) {
                            Some(digest) => {
                                crate::report::short_digest(&format!("sha256:{digest}"))
                            }
                            None => format!("{} is damaged", release.version),
                        };
                    }
                }
                survey.charts.insert(release.name.clone());
            }
            What::All(only) => {
                let charts: Charts = match only {
                    Some(only) => Charts::from([only.clone()]),
                    None => self.store.charts().union(&known.charts).cloned().collect(),
                };
                let mut count = 0;
                for chart in &charts {
                    count += self.all(chart, known, &mut survey).await?;
                }
                survey.detail = counted(count, charts.len());
                survey.charts = charts;
            }
        }
        // A second survey finds the same.
        let _ = self.layers.set(survey.held.clone());
        Ok(survey)
    }

    async fn package(&self, release: &Release) -> Result<Option<Vec<u8>>, TargetError> {
        let layer = self.layers.get().and_then(|layers| layers.get(release));
        match layer {
            Some(digest) => {
                self.store
                    .blob(&release.name, &format!("sha256:{digest}"))
                    .await
            }
            None => Ok(None),
        }
    }
}
