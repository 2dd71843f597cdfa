//! Published means seen: every target is read back and compared (promise 5).

use futures_util::future::join_all;

use super::journal::Journal;
use super::mixed::Contents;
use super::publish::Published;
use crate::crash;
use crate::report::{
    Explain, Publication, PublicationState, Stage, Step, StepState, TargetKind, Visibility,
    short_digest,
};

impl Published {
    /// Reads back every target that was written, all at once. A target that failed to be written is not read: its
    /// error stands already.
    pub async fn verify(self, journal: &mut Journal) {
        crash::point("verify-next");
        let package = self.built.package();
        let digest = format!("sha256:{}", package.sha256);
        let digest = digest.as_str();
        let read = self.targets.into_iter().map(|(target, written)| {
            let running = journal.begin(Stage::Verify, &target.name());
            async move {
                let answer = target.verify(package, written).await;
                let step = match &answer {
                    Ok(publication) => running.finish(StepState::Done, holds(publication, digest)),
                    Err(error) => running.finish(StepState::Failed, error.to_string()),
                };
                (step, answer)
            }
        });
        let answers = join_all(read.collect::<Vec<_>>()).await;
        let mut contents = Contents::default();
        for (step, answer) in answers {
            let name = step.subject.clone();
            journal.report.steps.push(step);
            match answer {
                Ok(publication) => {
                    if publication.visibility == Visibility::NotYetServed {
                        let served_at = publication
                            .index_url
                            .clone()
                            .unwrap_or_else(|| publication.target.clone());
                        journal.show(Step::new(
                            Stage::Verify,
                            StepState::Note,
                            served_at,
                            "does not serve it yet (Pages takes up to 10 minutes)",
                        ));
                    }
                    contents.ours(name);
                    journal.report.publish(publication);
                }
                Err(error) => {
                    contents.failed(name, &error);
                    journal.find([error.finding()]);
                }
            }
        }
        let chart = &package.metadata;
        let mixed = contents.mixed(&chart.name, &chart.version);
        journal.find(mixed.map(|mixed| mixed.finding()));
    }
}

/// What was seen: the package's digest, or what was there before in other bytes than the package's. A registry tells
/// what was there by its manifest's digest, which is no package's and is called what it is.
fn holds(publication: &Publication, package: &str) -> String {
    let written = publication.state == PublicationState::Released;
    match publication.kind {
        TargetKind::Registry if written => format!("holds {}", short_digest(package)),
        TargetKind::Registry => format!("holds the manifest {}", short_digest(&publication.digest)),
        _ => format!("holds {}", short_digest(&publication.digest)),
    }
}
