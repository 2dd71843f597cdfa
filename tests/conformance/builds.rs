//! One commit gives one package and one manifest, whoever builds it, where, and with which settings.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use crate::page;
use crate::support::process;

const BUILDS: usize = 1_000;
/// How often one clone is built from, with other settings each time.
const BUILDS_OF_A_CLONE: usize = 20;

const MASKS: [&str; 5] = ["022", "002", "077", "027", "000"];
const ZONES: [&str; 6] = [
    "UTC",
    "Pacific/Kiritimati",
    "America/St_Johns",
    "Asia/Kathmandu",
    ":/etc/localtime",
    "nonsense",
];
const LOCALES: [&str; 5] = ["C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8", "ja_JP.eucJP"];
/// Users by their number; another than this process's can only be tried by root.
const USERS: [u32; 3] = [0, 65_534, 12_345];

/// A repository with a chart that has a bit of everything.
fn repository(folder: &Path) {
    let write = |path: &str, text: &[u8]| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(path, text).expect("a file");
    };
    write(
        "chart/Chart.yaml",
        "apiVersion: v2\nname: demo\nversion: 1.2.3\nannotations:\n  z: 'last'\n  ä: first\nmaintainers:\n- name: Jürgen\n  email: j@example.com\ndependencies:\n- name: sub\n  version: 0.1.0\n".as_bytes(),
    );
    write("chart/values.yaml", b"replicas: 1\nsub: {on: true}\n");
    write("chart/values.schema.json", b"{\"type\": \"object\"}\n");
    write("chart/.helmignore", b"*.bak\n");
    write("chart/old.bak", b"not in the package\n");
    write("chart/README.md", "# Ein Schiff\n".as_bytes());
    write("chart/crds/thing.yaml", b"kind: CustomResourceDefinition\n");
    write("chart/files/bytes.bin", &(0..=255).collect::<Vec<u8>>());
    write(
        "chart/templates/_helpers.tpl",
        b"{{ define \"x\" }}1{{ end }}\n",
    );
    write(
        "chart/templates/map.yaml",
        b"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n",
    );
    write(
        "chart/charts/sub/Chart.yaml",
        b"apiVersion: v2\nname: sub\nversion: 0.1.0\n",
    );
    write("chart/charts/sub/templates/a.yaml", b"# nothing\n");
    process::git(folder, &["init", "--quiet"]);
    process::git(folder, &["add", "--all"]);
    process::git(folder, &["commit", "--quiet", "-m", "Begin"]);
    process::git(folder, &["tag", "v1.2.3"]);
}

/// Everything below a folder, and it, is this user's.
fn give(folder: &Path, user: u32) {
    std::os::unix::fs::lchown(folder, Some(user), Some(user)).expect("an owner");
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.is_symlink() {
            give(&path, user);
        } else {
            std::os::unix::fs::lchown(&path, Some(user), Some(user)).expect("an owner");
        }
    }
}

fn is_root() -> bool {
    process::stdout(process::clean("id").arg("-u")).trim() == "0"
}

/// The digests of the package and of the manifest.
fn build(clone: &Path, user: Option<u32>, number: usize) -> (String, String) {
    let mask = MASKS[number % MASKS.len()];
    let home = clone.join("home");
    // The layout is new each time: what is there already would only be read.
    let layout = clone.join(format!("layout-{number}"));
    let registry = format!("oci-layout:{}", layout.display());
    let mut command = process::clean("sh");
    command
        .args(["-c", "umask \"$1\"; shift; exec \"$@\"", "sh", mask])
        .arg(process::static_binary())
        .args([
            "release", "--tag", "v1.2.3", "--lint", "off", "--format", "json",
        ])
        .args(["--registry", &registry])
        .env("HOME", home)
        .env("TZ", ZONES[number / 5 % ZONES.len()])
        .env("LC_ALL", LOCALES[number / 3 % LOCALES.len()])
        .env("LANG", LOCALES[number / 7 % LOCALES.len()])
        .env("SOURCE_DATE_EPOCH", number.to_string())
        .current_dir(clone.join("checkout"));
    if let Some(user) = user {
        std::os::unix::process::CommandExt::uid(&mut command, user);
        std::os::unix::process::CommandExt::gid(&mut command, user);
    }
    let outcome = crate::support::outcome::Outcome::of(&mut command);
    assert_eq!(outcome.status(), "released", "{}", outcome.log);
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    (
        text(&outcome.report["package"]["digest"]),
        text(&outcome.report["publications"][0]["digest"]),
    )
}

#[test]
fn a_thousand_builds_of_one_commit_are_one() {
    let folder = TempDir::new().expect("a temporary folder");
    // Other users must be able to come in.
    process::succeed(process::clean("chmod").arg("755").arg(folder.path()));
    let origin = folder.path().join("origin");
    std::fs::create_dir(&origin).expect("a folder");
    repository(&origin);
    let root = is_root();
    let digests = Mutex::new(BTreeSet::new());
    let next = AtomicUsize::new(0);
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= BUILDS / BUILDS_OF_A_CLONE {
                return;
            }
            let clone = folder.path().join(format!("{number} ü/deep/er"));
            std::fs::create_dir_all(clone.join("home")).expect("folders");
            let mask = MASKS[number % MASKS.len()];
            process::succeed(
                process::clean("sh")
                    .args(["-c", "umask \"$1\"; shift; exec \"$@\"", "sh", mask])
                    // A hard link would share its owner with the other clones.
                    .args(["git", "clone", "--quiet", "--no-hardlinks"])
                    .arg(&origin)
                    .arg(clone.join("checkout"))
                    .env("GIT_CONFIG_GLOBAL", "/dev/null"),
            );
            for build_number in 0..BUILDS_OF_A_CLONE {
                let number = number * BUILDS_OF_A_CLONE + build_number;
                let user = root.then(|| USERS[number % USERS.len()]);
                if let Some(user) = user {
                    give(&clone, user);
                }
                let pair = build(&clone, user, number);
                digests.lock().expect("the digests").insert(pair);
                std::fs::remove_dir_all(clone.join(format!("layout-{number}")))
                    .expect("the layout");
                let _ = std::fs::remove_dir_all(clone.join("checkout/dist"));
            }
            std::fs::remove_dir_all(folder.path().join(format!("{number} ü"))).expect("the clone");
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(work);
        }
    });
    let digests = digests.into_inner().expect("the digests");
    assert_eq!(digests.len(), 1, "{digests:?}");
    assert!(
        digests
            .iter()
            .all(|(package, manifest)| package != manifest && !manifest.is_empty())
    );
    let figure = format!(
        "identical digests of package and manifest: {BUILDS} of {BUILDS} builds over {} clones, {} umasks, {} timezones, {} locales, {} users",
        BUILDS / BUILDS_OF_A_CLONE,
        MASKS.len(),
        ZONES.len(),
        LOCALES.len(),
        USERS.len(),
    );
    println!("{figure}");
    page::holds("docs/reliability.md", "builds", &figure);
}
