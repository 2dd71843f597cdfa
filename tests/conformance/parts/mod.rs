//! The parts below the charts against the real things: templates, sprig, fmt, YAML, `--set`, versions, TOML. Each part
//! takes the cases of upstream's own test files, which are read at test time and never committed, and cases made here;
//! those shrink. The oracle (a Go program, `.ci/peers` builds it) says what is right.

mod format;
mod listed;
mod oracle;
mod semver;
mod sprig;
mod strvals;
mod template;
mod toml;
mod value;
mod yaml;

use std::collections::{BTreeMap, HashSet};

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use crate::page;
use oracle::{Answer, Oracle, Question, Row};

/// How many failures a part shows.
const SHOWN: usize = 40;

/// One part, and what became of it.
struct Part {
    name: &'static str,
    ours: fn(&Question) -> Answer,
    oracle: Oracle,
    upstream: usize,
    made: usize,
    listed: BTreeMap<&'static str, usize>,
    failures: Vec<String>,
    asked: HashSet<String>,
}

/// How a question came out.
enum Verdict {
    Same,
    Listed(&'static str),
    Different(String),
}

impl Part {
    fn new(name: &'static str, ours: fn(&Question) -> Answer) -> Self {
        Self {
            name,
            ours,
            oracle: Oracle::start(),
            upstream: 0,
            made: 0,
            listed: BTreeMap::new(),
            failures: Vec::new(),
            asked: HashSet::new(),
        }
    }

    /// The rows of upstream's test files in a folder of a module.
    fn rows(&mut self, module: &str, folder: &str) -> Vec<Row> {
        self.oracle.cases(module, folder)
    }

    /// A case of upstream's. The same one twice counts once.
    fn upstream(&mut self, question: Question) {
        if !self.asked.insert(format!("{question:?}")) {
            return;
        }
        self.upstream += 1;
        match judge(self.ours, &mut self.oracle, &question) {
            Verdict::Same => {}
            Verdict::Listed(reason) => *self.listed.entry(reason).or_default() += 1,
            Verdict::Different(words) => self.failures.push(words),
        }
    }

    /// Cases made by a strategy, always the same ones; the first that differs is shrunk.
    fn made(&mut self, cases: u32, strategy: impl Strategy<Value = Question>) {
        let config = Config {
            cases,
            failure_persistence: None,
            max_shrink_iters: 600,
            ..Config::default()
        };
        let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
        let mut runner = TestRunner::new_with_rng(config, seed);
        let (ours, listed) = (self.ours, std::cell::RefCell::new(&mut self.listed));
        let oracle = std::cell::RefCell::new(&mut self.oracle);
        let outcome = runner.run(&strategy, |question| {
            match judge(ours, &mut oracle.borrow_mut(), &question) {
                Verdict::Same => Ok(()),
                Verdict::Listed(reason) => {
                    *listed.borrow_mut().entry(reason).or_default() += 1;
                    Ok(())
                }
                Verdict::Different(words) => Err(TestCaseError::fail(words)),
            }
        });
        self.made += cases as usize;
        match outcome {
            Ok(()) => {}
            Err(TestError::Fail(reason, question)) => {
                self.failures
                    .push(format!("{reason}\n  shrunk to {question}"));
            }
            Err(TestError::Abort(reason)) => self.failures.push(reason.to_string()),
        }
    }

    /// Says what differs.
    fn show(&self, took: std::time::Duration) {
        let mut text = format!("{} took {:.1} s\n", self.name, took.as_secs_f64());
        for failure in self.failures.iter().take(SHOWN) {
            text.push_str(&format!("{}: {failure}\n", self.name));
        }
        for (reason, count) in &self.listed {
            text.push_str(&format!("{}: listed {count} times: {reason}\n", self.name));
        }
        print!("{text}");
    }

    fn row(&self) -> String {
        format!(
            "| {} | {} | {} | {} | {} |",
            self.name,
            self.upstream,
            self.made,
            self.failures.len(),
            self.listed.values().sum::<usize>(),
        )
    }
}

/// Asks both sides. What differs is asked again, since the clock may have gone on in between.
fn judge(ours: fn(&Question) -> Answer, oracle: &mut Oracle, question: &Question) -> Verdict {
    let mut difference = None;
    for _ in 0..2 {
        let mine = ours(question);
        let theirs = oracle.ask(question);
        if mine == theirs || sprig::agree_by_chance(question, &mine, &theirs) {
            return Verdict::Same;
        }
        difference = Some((mine, theirs));
    }
    let Some((mine, theirs)) = difference else {
        return Verdict::Same;
    };
    match listed::reason(question, &mine, &theirs) {
        Some(reason) => Verdict::Listed(reason),
        None => Verdict::Different(format!("{question}\n  ours   {mine}\n  theirs {theirs}")),
    }
}

#[test]
fn the_parts_are_the_real_things() {
    let parts: [fn() -> Part; 8] = [
        template::run,
        template::run_parser,
        sprig::run,
        format::run,
        yaml::run,
        strvals::run,
        semver::run,
        toml::run,
    ];
    // Two at a time: a part waits for its oracle half of the time.
    let done: Vec<Part> = parts
        .chunks(2)
        .flat_map(|pair| {
            let threads: Vec<_> = pair
                .iter()
                .map(|part| {
                    let part = *part;
                    std::thread::Builder::new()
                        .stack_size(16 << 20)
                        .spawn(move || {
                            let started = std::time::Instant::now();
                            let done = part();
                            done.show(started.elapsed());
                            done
                        })
                        .expect("a thread")
                })
                .collect();
            threads
                .into_iter()
                .map(|thread| thread.join().expect("the part"))
                .collect::<Vec<_>>()
        })
        .collect();
    let mut table = String::from(
        "| part | upstream's cases | cases made | differences | listed differences |\n|---|---:|---:|---:|---:|\n",
    );
    for part in &done {
        table.push_str(&part.row());
        table.push('\n');
    }
    println!("{table}");
    let differing: usize = done.iter().map(|part| part.failures.len()).sum();
    assert_eq!(differing, 0, "differences from the real things");
    page::holds("README.md", "parts", &table);
}
