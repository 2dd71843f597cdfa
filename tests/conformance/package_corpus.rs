//! On a corpus of real charts: every one that `helm package` packs is packed with the same tar content: the same
//! entries, headers (the time apart) and bytes, in the same order. Helm writes subcharts in the order of a Go map,
//! which changes from run to run; those are compared by name.

use std::io::Read as _;
use std::path::Path;

use flate2::read::GzDecoder;
use gotemplate::sprig::Sources;
use helm::check::{Linting, check};
use helm::lint::RunOptions;
use helm::package::{Options, build};

use crate::support::corpus;
use crate::support::helm::Helm;

/// What came of one chart.
enum Comparison {
    /// Packed by both, and the same.
    Same,
    /// Helm refuses it.
    Refused,
    /// Packed by Helm, and not the same here: why.
    Differs(String),
}

#[test]
fn every_chart_that_helm_packs_is_packed_the_same() {
    let charts = corpus::charts();
    let comparisons = corpus::compare(&charts, |chart| compare(&Helm::reference(), chart));
    let mut counts = [0_usize; 2];
    let mut differences = Vec::new();
    for (chart, comparison) in charts.iter().zip(comparisons) {
        match comparison {
            Comparison::Same => counts[0] += 1,
            Comparison::Refused => counts[1] += 1,
            Comparison::Differs(why) => differences.push(format!("{}: {why}", chart.display())),
        }
    }
    println!(
        "{} charts: {} packed the same, {} that Helm refuses, {} that differ",
        charts.len(),
        counts[0],
        counts[1],
        differences.len()
    );
    assert!(counts[0] > 0, "Helm packs something");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn compare(helm: &Helm, chart: &Path) -> Comparison {
    let destination = helm.path("packages");
    let packed = helm.run(&[
        "package",
        chart.to_str().expect("a UTF-8 path"),
        "--destination",
        destination.to_str().expect("a UTF-8 path"),
    ]);
    if !packed.status.success() {
        return Comparison::Refused;
    }
    let theirs = crate::support::helm::only_file(&destination);
    std::fs::remove_dir_all(&destination).expect("the folder");
    let checked = match check(chart, Linting::Off, &RunOptions::new(Sources::fixed())).outcome {
        Ok(checked) => checked,
        Err(problems) => {
            let problems: Vec<_> = problems.problems.iter().map(ToString::to_string).collect();
            return Comparison::Differs(format!("refused here: {}", problems.join("; ")));
        }
    };
    let options = Options {
        created: jiff::Timestamp::UNIX_EPOCH,
        version: None,
        app_version: None,
    };
    match build(checked, &options) {
        Ok(ours) => same(&entries(&ours.bytes), &entries(&theirs)),
        Err(error) => Comparison::Differs(format!("refused here: {error}")),
    }
}

/// One entry: its raw header with time and checksum blanked, its name, its bytes.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    name: Vec<u8>,
    header: Vec<u8>,
    content: Vec<u8>,
}

fn entries(package: &[u8]) -> Vec<Entry> {
    let mut archive = tar::Archive::new(GzDecoder::new(package));
    archive
        .entries()
        .expect("a tar file")
        .raw(true)
        .map(|entry| {
            let mut entry = entry.expect("an entry");
            let mut header = entry.header().as_bytes().to_vec();
            header[136..156].fill(0);
            let mut content = Vec::new();
            entry.read_to_end(&mut content).expect("its bytes");
            Entry {
                name: entry.path_bytes().into_owned(),
                header,
                content,
            }
        })
        .collect()
}

fn same(ours: &[Entry], theirs: &[Entry]) -> Comparison {
    // `name/charts/…` is what Helm's map shuffles; a PAX header goes with the entry that follows it.
    let of_subchart = |entry: &&Entry| {
        let mut parts = entry.name.split(|byte| *byte == b'/');
        parts.nth(1) == Some(b"charts") && parts.next().is_some_and(|_| parts.next().is_some())
    };
    let own = |entries: &[Entry]| -> Vec<String> {
        entries
            .iter()
            .filter(|entry| !of_subchart(entry))
            .map(|entry| String::from_utf8_lossy(&entry.name).into_owned())
            .collect()
    };
    if own(ours) != own(theirs) {
        return Comparison::Differs(format!("order: {:?}\nHelm: {:?}", own(ours), own(theirs)));
    }
    let sorted = |entries: &[Entry]| {
        let mut sorted: Vec<usize> = (0..entries.len()).collect();
        sorted.sort_by(|left, right| {
            let (left, right) = (&entries[*left], &entries[*right]);
            (&left.name, &left.content).cmp(&(&right.name, &right.content))
        });
        sorted
    };
    let (our_order, their_order) = (sorted(ours), sorted(theirs));
    if our_order.len() != their_order.len() {
        return Comparison::Differs(format!("{} entries, Helm {}", ours.len(), theirs.len()));
    }
    for (our, their) in our_order.into_iter().zip(their_order) {
        let (our, their) = (&ours[our], &theirs[their]);
        if our != their {
            return Comparison::Differs(format!(
                "{} against {}: {}",
                String::from_utf8_lossy(&our.name),
                String::from_utf8_lossy(&their.name),
                first_difference(our, their)
            ));
        }
    }
    Comparison::Same
}

fn first_difference(our: &Entry, their: &Entry) -> String {
    if our.content == their.content {
        return "the header".to_owned();
    }
    let our = String::from_utf8_lossy(&our.content);
    let their = String::from_utf8_lossy(&their.content);
    our.lines()
        .zip(their.lines())
        .find(|(our, their)| our != their)
        .map_or_else(
            || format!("{} bytes, Helm {}", our.len(), their.len()),
            |(our, their)| format!("{our:?}, Helm {their:?}"),
        )
}
