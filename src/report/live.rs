//! The run as it goes on: which steps are running, what they say, and a clock for the screen.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::progress::ProgressLayer;
use super::screen::{RunningStep, SLOW, Screen};
use super::{
    Report, Stage, Step, StepState,
    clean::{clean, clean_words},
};

/// How often a slow step is shown anew.
const TICK: Duration = Duration::from_millis(100);

/// Shows a run while it goes on. Cheap to clone; all clones are the same run. The clock behind it stops when the
/// last clone is dropped.
#[derive(Clone)]
pub struct Live {
    shared: Arc<Mutex<Shared>>,
    /// Started by the first step: a run without steps needs none.
    clock: Arc<OnceLock<Clock>>,
}

struct Shared {
    screen: Box<dyn Screen>,
    running: Vec<RunningStep>,
    begun: u64,
}

struct Clock {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Clock {
    fn start(shared: &Arc<Mutex<Shared>>) -> Self {
        let (stop, stopped) = channel::<()>();
        let seen = Arc::clone(shared);
        // Without a thread (the machine has none left) the run goes on, only without a live line.
        let thread = std::thread::Builder::new()
            .name("live".to_owned())
            .spawn(move || {
                while stopped.recv_timeout(TICK) == Err(RecvTimeoutError::Timeout) {
                    lock(&seen).show_slow();
                }
            })
            .ok();
        Self {
            stop: Some(stop),
            thread,
        }
    }
}

impl Drop for Clock {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Live {
    /// Starts to show a run on `screen`.
    pub fn new(screen: impl Screen + 'static) -> Self {
        let shared = Arc::new(Mutex::new(Shared {
            screen: Box::new(screen),
            running: Vec::new(),
            begun: 0,
        }));
        Self {
            shared,
            clock: Arc::default(),
        }
    }

    /// Prints the first line (see [`super::headline`]).
    pub fn headline(&self, line: &str) {
        lock(&self.shared).screen.headline(&clean(line));
    }

    /// Says which targets the preflights will name, so that their lines are aligned.
    pub fn expect<'a>(&self, subjects: impl IntoIterator<Item = &'a str>) {
        let subjects: Vec<String> = subjects.into_iter().map(clean).collect();
        lock(&self.shared).screen.expect(&subjects);
    }

    /// Begins a step. Steps may overlap; each line is printed when its step ends.
    pub fn begin(&self, stage: Stage, subject: impl Into<String>) -> Running {
        self.clock.get_or_init(|| Clock::start(&self.shared));
        let subject = subject.into();
        let since = Instant::now();
        let mut shared = lock(&self.shared);
        shared.begun += 1;
        let number = shared.begun;
        shared.running.push(RunningStep {
            number,
            stage,
            subject: clean(&subject),
            since,
            progress: String::new(),
        });
        drop(shared);
        Running {
            live: self.clone(),
            number,
            stage,
            subject,
            since,
        }
    }

    /// Prints a step that was not run: a note, a target that was not reached.
    pub fn show(&self, step: &Step) {
        lock(&self.shared).screen.ended(0, &step.printable());
    }

    /// What the step that runs says of itself; of several that run at once (see [`RunningStep::together`]), one of
    /// them. Nothing is shown when none runs.
    pub fn progress(&self, text: &str) {
        let text = clean(text);
        for step in &mut lock(&self.shared).running {
            step.progress.clone_from(&text);
        }
    }

    /// Words of another program, in whose place this one runs.
    pub fn words(&self, words: &str) {
        lock(&self.shared).screen.words(&clean_words(words));
    }

    /// A detail for those who look for a fault.
    pub fn detail(&self, line: &str) {
        lock(&self.shared).screen.detail(&clean(line));
    }

    /// Ends the run: findings, last line.
    pub fn close(&self, report: &Report) {
        let mut shared = lock(&self.shared);
        shared.running.clear();
        shared.screen.close(&report.printable());
    }

    /// The layer that brings `tracing` events here.
    pub fn layer(&self) -> ProgressLayer {
        ProgressLayer::new(self.clone())
    }
}

impl Shared {
    fn show_slow(&mut self) {
        let slow: Vec<RunningStep> = self
            .running
            .iter()
            .filter(|step| step.since.elapsed() >= SLOW)
            .cloned()
            .collect();
        if !slow.is_empty() {
            self.screen.slow(&slow);
        }
    }
}

/// A panic in another thread while it printed leaves nothing half done that matters here.
fn lock(shared: &Mutex<Shared>) -> MutexGuard<'_, Shared> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A step that is running. Dropped without [`Running::finish`], it leaves no line (its error is a finding).
#[must_use = "a step has a line when it is finished"]
pub struct Running {
    live: Live,
    number: u64,
    stage: Stage,
    subject: String,
    since: Instant,
}

impl Running {
    /// Ends the step and prints its line; the answer belongs into [`Report::steps`].
    pub fn finish(mut self, state: StepState, detail: impl Into<String>) -> Step {
        let subject = std::mem::take(&mut self.subject);
        let step = Step::new(self.stage, state, subject, detail).took(self.since.elapsed());
        let mut shared = lock(&self.live.shared);
        shared
            .running
            .retain(|running| running.number != self.number);
        shared.screen.ended(self.number, &step.printable());
        drop(shared);
        step
    }

    /// Names what the step is about, when that was not known as it began.
    pub fn subject(&mut self, subject: impl Into<String>) {
        self.subject = subject.into();
        let subject = clean(&self.subject);
        let mut shared = lock(&self.live.shared);
        if let Some(step) = shared
            .running
            .iter_mut()
            .find(|running| running.number == self.number)
        {
            step.subject = subject;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        lock(&self.live.shared)
            .running
            .retain(|running| running.number != self.number);
    }
}

#[cfg(test)]
mod tests;
