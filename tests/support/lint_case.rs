//! The cases of `tests/lint/cases`: charts, a command line, and what Helm 4.2.4 prints for it. One file a case: what
//! it shows, `lint` and its arguments, packages to make, Helm's exit code, then files and outputs, each under its name.

#![allow(
    unreachable_pub,
    dead_code,
    reason = "each test file mounts it as a module of its own, and uses a part of it"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

/// One case.
pub struct Case {
    pub name: String,
    pub arguments: Vec<String>,
    pub packages: Vec<String>,
    pub fails: bool,
    pub stdout: String,
    pub stderr: String,
    files: BTreeMap<String, String>,
}

/// Every case, in the order of their names.
pub fn all() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lint/cases");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Case {
    let text = std::fs::read_to_string(path).expect("the case");
    let mut case = Case {
        name: path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned(),
        arguments: Vec::new(),
        packages: Vec::new(),
        fails: false,
        stdout: String::new(),
        stderr: String::new(),
        files: BTreeMap::new(),
    };
    let mut file: Option<String> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_end();
        if let Some(name) = bare
            .strip_prefix("-- ")
            .and_then(|rest| rest.strip_suffix(" --"))
        {
            file = Some(name.to_owned());
            if !matches!(name, "stdout" | "stderr") {
                case.files.entry(name.to_owned()).or_default();
            }
            continue;
        }
        match (file.as_deref(), bare.split_once(' ')) {
            (Some("stdout"), _) => case.stdout.push_str(line),
            (Some("stderr"), _) => case.stderr.push_str(line),
            (Some(name), _) => case
                .files
                .entry(name.to_owned())
                .or_default()
                .push_str(line),
            (None, Some(("lint", arguments))) => {
                case.arguments = arguments.split(' ').map(str::to_owned).collect();
            }
            (None, Some(("package", name))) => case.packages.push(name.to_owned()),
            (None, Some(("exit", code))) => case.fails = code != "0",
            (None, Some(("#", _))) => {}
            (None, _) => panic!("{}: {line}", path.display()),
        }
    }
    case
}

impl Case {
    /// Writes the charts, and makes the packages.
    pub fn write(&self, root: &Path) {
        for (name, text) in &self.files {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
            std::fs::write(path, text).expect("a file");
        }
        for name in &self.packages {
            let file =
                std::fs::File::create(root.join(format!("{name}-1.2.3.tgz"))).expect("a file");
            let gzip = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
            let mut builder = tar::Builder::new(gzip);
            builder
                .append_dir_all(name, root.join(name))
                .expect("the chart");
            builder
                .into_inner()
                .and_then(flate2::write::GzEncoder::finish)
                .expect("the package");
        }
    }

    /// A text without what differs from run to run: the charts' folder, and where packages are unpacked.
    pub fn bare(text: &[u8], root: &Path) -> String {
        let text = String::from_utf8_lossy(text).replace(&root.display().to_string(), "<root>");
        let temporary = std::env::temp_dir().join("helm-lint").display().to_string();
        let mut parts = text.split(&temporary);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| {
            let end = part.find('/').unwrap_or(part.len());
            format!("{text}<unpacked>{}", part.get(end..).unwrap_or_default())
        })
    }

    /// What of a run is compared: whether it failed, what it printed, and its words from `Error: ` on.
    pub fn outcome(output: &Output, root: &Path) -> (bool, String, String) {
        let stderr = Self::bare(&output.stderr, root);
        let words = stderr
            .find("Error: ")
            .and_then(|at| stderr.get(at..))
            .unwrap_or_default();
        (
            !output.status.success(),
            Self::bare(&output.stdout, root),
            words.to_owned(),
        )
    }

    /// The outcome that is written down.
    pub fn expected(&self) -> (bool, String, String) {
        (self.fails, self.stdout.clone(), self.stderr.clone())
    }
}
