//! Published means seen: every target is read back and compared (promise 5).

use futures_util::future::join_all;

use super::journal::Journal;
use super::publish::Published;
use crate::report::{Explain, Stage, Step, StepState, Visibility};

impl Published {
    /// Reads back every target that was written, all at once. A target that failed to be written is not read: its
    /// error stands already.
    pub async fn verify(self, journal: &mut Journal) {
        let package = self.built.package();
        let read = self.targets.into_iter().map(|(target, written)| {
            let running = journal.begin(Stage::Verify, &target.name());
            async move {
                let answer = target.verify(package, written).await;
                (running, answer)
            }
        });
        let answers = join_all(read.collect::<Vec<_>>()).await;
        for (running, answer) in answers {
            match answer {
                Ok(mut publication) => {
                    journal.end(
                        running,
                        StepState::Done,
                        format!("holds sha256:{}", package.sha256),
                    );
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
                    journal.find(std::mem::take(&mut publication.findings));
                    journal.report.publications.push(publication);
                }
                Err(error) => {
                    journal.end(running, StepState::Failed, error.to_string());
                    journal.find([error.finding()]);
                }
            }
        }
    }
}
