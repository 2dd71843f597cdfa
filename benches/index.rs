//! How long it takes to put one version into a large index: 50,000 versions, as Helm writes them.

#![allow(missing_docs)]

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use helm::index::{Entry, splice};
use helm::metadata::Metadata;
use helm::package::Package;

/// An index of 250 charts with 200 versions each, about 860 bytes a version.
fn large_index() -> String {
    let mut index = "apiVersion: v1\nentries:\n".to_owned();
    for chart in 0..250 {
        let name = format!("chart-{chart:03}");
        let _ = writeln!(index, "  {name}:");
        for version in (0..200).rev() {
            let _ = write!(
                index,
                "  - annotations:\n      category: Database\n      licenses: Apache-2.0\n    apiVersion: v2\n    \
                 appVersion: {version}.2.3\n    created: \"2021-11-21T00:32:49.053914493Z\"\n    dependencies:\n    \
                 - name: common\n      repository: https://charts.example.org/stable\n      tags:\n      - common\n      \
                 version: 2.x.x\n    description: A chart that does a good many things, all of them described in a text\n      \
                 that takes two lines\n    digest: {chart:032x}{version:032x}\n    home: https://example.org/{name}\n    \
                 icon: https://example.org/{name}/icon.png\n    keywords:\n    - database\n    - replication\n    \
                 kubeVersion: '>=1.20.0-0'\n    maintainers:\n    - email: someone@example.org\n      name: Someone\n    \
                 name: {name}\n    sources:\n    - https://example.org/sources/{name}\n    type: application\n    urls:\n    \
                 - https://example.org/charts/{name}-{major}.{minor}.0.tgz\n    version: {major}.{minor}.0\n",
                major = version / 10,
                minor = version % 10,
            );
        }
    }
    index.push_str("generated: \"2021-11-21T00:32:49.052606132Z\"\n");
    index
}

fn entry(version: &str) -> (Entry, jiff::Timestamp) {
    let created = jiff::Timestamp::UNIX_EPOCH;
    let package = Package {
        metadata: Metadata {
            api_version: "v2".to_owned(),
            name: "chart-125".to_owned(),
            version: version.to_owned(),
            ..Metadata::default()
        },
        bytes: Vec::new(),
        sha256: "ab".repeat(32),
        created,
        repeated: Vec::new(),
    };
    let url = package.file_name();
    (Entry::new(&package, vec![url]), created)
}

fn splices(criterion: &mut Criterion) {
    let index = large_index();
    let (entry, generated) = entry("5.5.5");
    let mut group = criterion.benchmark_group("index");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(
        u64::try_from(index.len()).unwrap_or_default(),
    ));
    group.bench_function("splice into 50,000 versions", |bencher| {
        bencher.iter(|| splice(Some(black_box(index.as_bytes())), &entry, generated));
    });
    group.bench_function("begin", |bencher| {
        bencher.iter(|| splice(None, black_box(&entry), generated));
    });
    group.finish();
}

criterion_group!(benches, splices);
criterion_main!(benches);
