//! What a render costs as a chart grows: each size is measured at a quarter, at half and whole. Criterion shows elements
//! per second; where that stays the same, the cost is linear. `docs/limits.md` has what was measured.

#![allow(missing_docs)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::rc::Rc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use gotemplate::sprig::{RsaKeys, Sources};
use gotemplate::{Limits, Map, Text};
use helm::chart::{Chart, File};
use helm::metadata::Metadata;
use helm::render::{Capabilities, Operation, Options, Release, Show, template};
use helm::values;

fn options() -> Options {
    Options {
        release: Release {
            name: "r".to_owned(),
            namespace: "default".to_owned(),
            operation: Operation::Install,
        },
        capabilities: Capabilities::default(),
        skip_schema_validation: false,
        schemas: helm::schema::Loader::default(),
        limits: Limits {
            steps: 1 << 40,
            bytes: 1 << 40,
            text: 1 << 40,
        },
        sources: Sources {
            rsa_keys: RsaKeys::New,
            now: Rc::new(|| 0),
            local_zone: "UTC".to_owned(),
            random: Rc::new(|bytes: &mut [u8]| {
                bytes.fill(7);
                true
            }),
        },
    }
}

/// A chart of these templates.
fn chart(templates: &[(&str, &str)]) -> Chart {
    Chart {
        metadata: Metadata {
            api_version: "v2".to_owned(),
            name: "c".to_owned(),
            version: "1.0.0".to_owned(),
            ..Metadata::default()
        },
        templates: templates
            .iter()
            .map(|(name, text)| File {
                name: format!("templates/{name}"),
                data: Text::from(*text),
            })
            .collect(),
        ..Chart::default()
    }
}

fn rendered(chart: &Chart, user: &Map) -> usize {
    match template(chart, user, &options()) {
        Ok(output) => output.text(Show::default()).len(),
        Err(_) => 0,
    }
}

/// A user's values of so many bytes, read and rendered with.
fn values_file(bytes: usize) -> impl Fn() -> usize {
    let mut text = String::new();
    let mut keys = 0;
    while text.len() < bytes {
        let _ = write!(
            text,
            "key{keys}:\n  name: abcdefgh\n  list: [1, 2, 3]\n  text: \"some text\"\n"
        );
        keys += 1;
    }
    let chart = chart(&[("a.yaml", "a: {{ len .Values }}")]);
    move || values::load(text.as_bytes()).map_or(0, |user| rendered(&chart, &user))
}

/// So many rounds of a `range`.
fn rounds(count: usize) -> impl Fn() -> usize {
    let text =
        format!("a:\n{{{{ range $i, $_ := until {count} }}}}- {{{{ $i | quote }}}}\n{{{{ end }}}}");
    let chart = chart(&[("a.yaml", &text)]);
    move || rendered(&chart, &Map::new())
}

/// Includes so deep. Helm ends at a thousand of one name.
fn depth(count: usize) -> impl Fn() -> usize {
    let text = format!(
        "{{{{ define \"d\" }}}}{{{{ if gt (int .) 0 }}}}{{{{ include \"d\" (sub (int .) 1) }}}}{{{{ else }}}}a: b{{{{ end }}}}{{{{ end }}}}{{{{ include \"d\" {count} }}}}"
    );
    let chart = chart(&[("a.yaml", &text)]);
    move || rendered(&chart, &Map::new())
}

/// So many documents of one template.
fn documents(count: usize) -> impl Fn() -> usize {
    let text = format!(
        "{{{{ range $i, $_ := until {count} }}}}\n---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c-{{{{ $i }}}}\ndata:\n  a: b\n{{{{ end }}}}"
    );
    let chart = chart(&[("a.yaml", &text)]);
    move || rendered(&chart, &Map::new())
}

fn growth<Run: Fn() -> usize>(
    criterion: &mut Criterion,
    name: &str,
    whole: usize,
    prepare: impl Fn(usize) -> Run,
) {
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10);
    for size in [whole / 4, whole / 2, whole] {
        let run = prepare(size);
        assert!(run() > 0, "{name} of {size} is not rendered");
        group.throughput(Throughput::Elements(size as u64));
        group.bench_function(BenchmarkId::from_parameter(size), |bencher| {
            bencher.iter(|| black_box(run()));
        });
    }
    group.finish();
}

fn all(criterion: &mut Criterion) {
    growth(criterion, "values, bytes", 10 << 20, values_file);
    growth(criterion, "range, rounds", 100_000, rounds);
    growth(criterion, "include, depth", 999, depth);
    growth(criterion, "documents", 5_000, documents);
}

criterion_group!(benches, all);
criterion_main!(benches);
