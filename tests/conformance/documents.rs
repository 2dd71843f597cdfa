//! Documents at other addresses, which schemas and `-f` name: what the program makes of them is what Helm makes of them.

use std::path::{Path, PathBuf};

use crate::support::agreement::{Agreement, Said, compare};
use crate::support::helm::Helm;
use crate::support::http_server::{HttpServer, Response};
use crate::support::process;

fn answer(path: &str) -> Response {
    match path {
        "/port.json" => Response::new(200, r#"{"type": "integer", "maximum": 65535}"#),
        "/all.json" => Response::new(200, r##"{"$defs": {"port": {"$ref": "port.json"}}}"##),
        "/moved.json" => Response::new(302, "").with("location", "port.json"),
        "/broken.json" => Response::new(200, "{\"type\": "),
        "/page.json" => Response::new(200, "<html></html>"),
        "/wrong.json" => Response::new(200, r#"{"type": 1}"#),
        "/values.yaml" => Response::new(200, "port: 81\n"),
        "/moved.yaml" => Response::new(302, "").with("location", "values.yaml"),
        "/list.yaml" => Response::new(200, "- 1\n"),
        "/forbidden.json" => Response::new(403, ""),
        _ => Response::new(404, ""),
    }
}

fn chart(folder: &Path, reference: &str, port: &str) {
    let write = |name: &str, text: &str| {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        std::fs::write(path, text).expect("the file");
    };
    write(
        "Chart.yaml",
        "apiVersion: v2\nname: demo\nversion: 1.2.3\nicon: https://example.com/i.png\n",
    );
    write("values.yaml", &format!("port: {port}\n"));
    write(
        "values.schema.json",
        &format!(r#"{{"properties": {{"port": {{"$ref": "{reference}"}}}}}}"#),
    );
    write(
        "templates/x.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: demo\ndata:\n  port: {{ .Values.port | quote }}\n",
    );
}

/// Helm and this program, and what they do not agree in.
struct Sides {
    helm: Helm,
    program: PathBuf,
    wrong: Vec<String>,
    /// How often both succeeded and said the same.
    loaded: usize,
}

impl Sides {
    fn new() -> Self {
        Self {
            helm: Helm::reference(),
            program: process::static_binary(),
            wrong: Vec::new(),
            loaded: 0,
        }
    }

    /// Renders and lints the chart at `root` with both.
    fn hold(&mut self, what: &str, root: &Path, options: &[&str]) {
        let root = root.to_string_lossy();
        for (theirs, ours) in [
            (&["template"][..], &["template"][..]),
            (&["lint"], &["lint", "--format", "helm"]),
        ] {
            let with = |command: &[&'static str]| -> Vec<String> {
                let all = command.iter().copied().chain([&*root]);
                all.chain(options.iter().copied())
                    .map(str::to_owned)
                    .collect()
            };
            let here = || {
                let mut command = process::clean(&self.program);
                Said::of(
                    &command
                        .args(with(ours))
                        .output()
                        .expect("chartwright starts"),
                )
            };
            let there = with(theirs);
            let there: Vec<&str> = there.iter().map(String::as_str).collect();
            match compare([&here(), &here()], || Said::of(&self.helm.run(&there))) {
                Agreement::Different(how) => self.wrong.push(format!("{theirs:?} {what}: {how}")),
                Agreement::Same => self.loaded += 1,
                _ => {}
            }
        }
    }

    fn agree(&self) {
        assert!(self.wrong.is_empty(), "{}", self.wrong.join("\n\n"));
        assert!(self.loaded > 0, "nothing was loaded");
    }
}

#[test]
fn documents_of_schemas_are_loaded_as_helm_loads_them() {
    let server = HttpServer::start(|request| answer(&request.path));
    let mut sides = Sides::new();
    let beside = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(beside.path().join("port.json"), r#"{"type": "integer"}"#).expect("the file");
    let names = [
        "port.json",
        "all.json#/$defs/port",
        "moved.json",
        "broken.json",
        "page.json",
        "wrong.json",
        "forbidden.json",
        "nothing.json",
    ];
    let mut references: Vec<String> = names
        .iter()
        .map(|name| format!("http://{}/{name}", server.host()))
        .collect();
    for name in ["port.json", "nothing.json", ""] {
        references.push(format!("file://{}", beside.path().join(name).display()));
    }
    references.extend(["nothing.json", "ftp://example.com/x.json", "urn:x:y"].map(str::to_owned));
    for reference in &references {
        for port in ["80", "\"80\"", "70000"] {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let root = folder.path().join("demo");
            chart(&root, reference, port);
            sides.hold(&format!("{reference} {port}"), &root, &[]);
        }
    }
    sides.agree();
}

#[test]
fn values_are_downloaded_as_helm_downloads_them() {
    let server = HttpServer::start(|request| answer(&request.path));
    let mut sides = Sides::new();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("demo");
    chart(&root, "urn:x:y", "80");
    for file in [
        "values.yaml",
        "moved.yaml",
        "list.yaml",
        "page.json",
        "forbidden.json",
        "nothing.yaml",
    ] {
        let url = format!("http://{}/{file}", server.host());
        let named = format!("port={url}");
        for options in [["-f", &*url], ["--set-file", &*named]] {
            sides.hold(&options.join(" "), &root, &options);
        }
    }
    sides.agree();
}
