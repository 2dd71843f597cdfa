//! What `template` says of things that are charts, almost, or not at all: the same as Helm, as a directory and packed.

use std::path::Path;
use std::process::Command;

use crate::support::agreement::{self, Agreement, Said};
use crate::support::helm::Helm;
use crate::support::process;

/// Chart.yaml by what is odd about it.
const CHARTFILES: [(&str, &str); 21] = [
    ("v1", "apiVersion: v1\nname: x\nversion: 1.0.0\n"),
    ("v2", "apiVersion: v2\nname: x\nversion: 1.0.0\n"),
    ("v3", "apiVersion: v3\nname: x\nversion: 1.0.0\n"),
    ("v3-without-name", "apiVersion: v3\nversion: 1.0.0\n"),
    ("v4", "apiVersion: v4\nname: x\nversion: 1.0.0\n"),
    ("number", "apiVersion: 2\nname: x\nversion: 1.0.0\n"),
    ("list", "apiVersion: [a]\nname: x\nversion: 1.0.0\n"),
    ("null", "apiVersion: ~\nname: x\nversion: 1.0.0\n"),
    ("none", "name: x\nversion: 1.0.0\n"),
    ("upper-case", "APIVERSION: v2\nNAME: x\nVersion: 1.0.0\n"),
    ("no-yaml", "apiVersion: v2\n name: x\n"),
    ("empty", ""),
    ("text", "abc\n"),
    ("sequence", "- a\n"),
    (
        "two-documents",
        "apiVersion: v2\nname: x\nversion: 1.0.0\n---\napiVersion: v3\n",
    ),
    ("without-name", "apiVersion: v2\nversion: 1.0.0\n"),
    ("without-version", "apiVersion: v2\nname: x\n"),
    ("bad-version", "apiVersion: v2\nname: x\nversion: 1.a\n"),
    (
        "bad-keywords",
        "apiVersion: v2\nname: x\nversion: 1.0.0\nkeywords: a\n",
    ),
    (
        "library",
        "apiVersion: v2\nname: x\nversion: 1.0.0\ntype: library\n",
    ),
    (
        "kube-version",
        "apiVersion: v2\nname: x\nversion: 1.0.0\nkubeVersion: '>2'\n",
    ),
];

#[test]
fn charts_of_every_kind_are_taken_or_refused_as_by_helm() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().canonicalize().expect("its path");
    let mut charts = Vec::new();
    for (name, chartfile) in CHARTFILES {
        let chart = root.join(name);
        write(&chart, "templates/a.yaml", b"a: {{ .Release.Name }}\n");
        write(&chart, "Chart.yaml", chartfile.as_bytes());
        charts.push(name.to_owned());
    }
    write(&root.join("no-chartfile"), "values.yaml", b"");
    std::fs::create_dir(root.join("empty-directory")).expect("a directory");
    for name in ["no-chartfile", "empty-directory"] {
        charts.push(name.to_owned());
    }
    for name in charts.clone() {
        let package = format!("{name}.tgz");
        process::succeed(
            Command::new("tar")
                .current_dir(&root)
                .args(["czf", &package, &name]),
        );
        charts.push(package);
    }
    for (name, bytes) in [
        ("text.tgz", &b"hello"[..]),
        ("long-text.tgz", &[b'a'; 600]),
        ("nothing.tgz", b""),
        ("zip.tgz", b"PK\x03\x04rest"),
        ("cut-short.tgz", b"\x1f\x8b\x08\x00\x00\x00\x00\x00"),
        ("values.yaml", b"a: 1\n"),
    ] {
        write(&root, name, bytes);
        charts.push(name.to_owned());
    }
    charts.push("missing".to_owned());

    let helm = Helm::reference();
    let mut wrong = Vec::new();
    for chart in &charts {
        let path = format!("./{chart}");
        let arguments = ["template", "rehearsal", path.as_str()];
        let ours = Said::of(
            &process::clean(env!("CARGO_BIN_EXE_chartwright"))
                .current_dir(&root)
                .args(arguments)
                .output()
                .expect("chartwright starts"),
        );
        let agreement =
            agreement::compare([&ours, &ours], || Said::of(&helm.run_in(&root, &arguments)));
        if let Agreement::Different(how) = agreement {
            wrong.push(format!("{chart}: {how}"));
        }
    }
    println!("{} kinds of charts, {} differ", charts.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn write(folder: &Path, name: &str, bytes: &[u8]) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
    std::fs::write(path, bytes).expect("a file");
}
