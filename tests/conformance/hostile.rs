//! Archives and indexes that mean harm: the same verdict and the same output as Helm's, in little memory.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Output;

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;

use crate::page;
use crate::support::helm::Helm;
use crate::support::process;

const CHART: &str = "apiVersion: v2\nname: c\nversion: 1.0.0\n";
/// The address space that a run gets, in kB. A gibibyte of it is the allocator's, reserved and not used.
const SPACE: u32 = 2_500_000;

/// An archive that is written as it comes, whatever the names and kinds.
struct Archive(GzEncoder<std::fs::File>);

impl Archive {
    fn new(path: &Path) -> Self {
        let file = std::fs::File::create(path).expect("a file");
        Self(GzEncoder::new(file, Compression::fast()))
    }

    /// An entry of a kind; a link's `data` is where it leads.
    fn entry(&mut self, name: &[u8], kind: u8, data: &[u8]) {
        let link = matches!(kind, b'1' | b'2');
        let mut header = [0_u8; 512];
        header[..name.len()].copy_from_slice(name);
        header[100..107].copy_from_slice(b"0000644");
        header[108..115].copy_from_slice(b"0000000");
        header[116..123].copy_from_slice(b"0000000");
        let length = if link { 0 } else { data.len() };
        header[124..135].copy_from_slice(format!("{length:011o}").as_bytes());
        header[136..147].copy_from_slice(b"00000000000");
        header[148..156].copy_from_slice(b"        ");
        header[156] = kind;
        if link {
            header[157..157 + data.len()].copy_from_slice(data);
        }
        header[257..263].copy_from_slice(b"ustar\0");
        header[263..265].copy_from_slice(b"00");
        let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        self.0.write_all(&header).expect("a header");
        if !link {
            self.0.write_all(data).expect("data");
            self.0
                .write_all(&vec![0; data.len().next_multiple_of(512) - data.len()])
                .expect("padding");
        }
    }

    fn file(&mut self, name: &str, data: &[u8]) {
        self.entry(name.as_bytes(), b'0', data);
    }

    fn end(mut self) {
        self.0.write_all(&[0; 1024]).expect("the end");
        self.0.finish().expect("the end");
    }
}

type Fill = fn(&mut Archive);

/// What is in each archive beside a Chart.yaml.
const ARCHIVES: [(&str, Fill); 17] = [
    ("a way out", |archive| archive.file("c/../../evil", b"x")),
    ("a way out, as Windows has it", |archive| {
        archive.file("c\\..\\evil", b"x")
    }),
    ("an absolute path", |archive| {
        archive.file("/etc/evil", b"x")
    }),
    ("a drive", |archive| archive.file("C:/evil", b"x")),
    ("a symbolic link", |archive| {
        archive.entry(b"c/templates/a.yaml", b'2', b"/etc/passwd");
    }),
    ("a hard link", |archive| {
        archive.entry(b"c/templates/a.yaml", b'1', b"/etc/passwd")
    }),
    ("a device", |archive| {
        archive.entry(b"c/templates/a.yaml", b'3', b"")
    }),
    ("a pipe", |archive| {
        archive.entry(b"c/templates/a.yaml", b'6', b"")
    }),
    ("an unknown kind", |archive| {
        archive.entry(b"c/templates/a.yaml", b'Z', b"a: 1")
    }),
    ("a name twice", |archive| {
        archive.file("c/templates/a.yaml", b"a: 1");
        archive.file("c/templates/a.yaml", b"a: 2");
    }),
    ("names that differ in case", |archive| {
        archive.file("c/templates/a.yaml", b"a: 1");
        archive.file("c/templates/A.yaml", b"a: 2");
    }),
    ("a name that is no text", |archive| {
        archive.entry(b"c/templates/a\xff\xfe.yaml", b'0', b"a: 1");
    }),
    ("two charts", |archive| {
        archive.file("d/Chart.yaml", b"apiVersion: v2\nname: d\nversion: 1.0.0\n");
    }),
    ("directories without end", |archive| {
        archive.file(&format!("c/{}a", "d/".repeat(45)), b"x");
    }),
    ("a bomb of zeros", |archive| {
        for _ in 0..40 {
            archive.file("c/files/zero", &vec![0; 4 << 20]);
        }
    }),
    ("a million files", |archive| {
        for number in 0..1_000_000 {
            archive.file(&format!("c/f/{number}"), b"");
        }
    }),
    ("words that are commands", |archive| {
        archive.file(
            "c/templates/\u{202e}::error::x.yaml",
            "a: {{ fail \"\\n::error::\u{1b}[31m\\n::set-output name=a::b\" }}".as_bytes(),
        );
    }),
];

/// What Helm takes and this program refuses.
const STRICTER: [&str; 1] = ["a name that is no text"];

/// What is in its place.
fn chartfiles() -> Vec<(&'static str, String)> {
    let aliases: String = (b'b'..=b'u')
        .map(|letter| {
            let former = char::from(letter - 1);
            let list = vec![format!("*{former}"); 9].join(",");
            format!("{0}: &{0} [{list}]\n", char::from(letter))
        })
        .collect();
    let many: String = (0..100_000)
        .map(|number| format!("  k{number}: v\n"))
        .collect();
    vec![
        (
            "aliases of aliases",
            format!("a: &a [x,x,x,x,x,x,x,x,x]\n{aliases}"),
        ),
        ("a large Chart.yaml", format!("{CHART}annotations:\n{many}")),
        ("a Chart.yaml that is none", "\0\u{1}{{{".to_owned()),
        ("nesting without end", "[".repeat(100_000)),
        (
            "a name that is a way out",
            CHART.replace("name: c", "name: ../../c"),
        ),
    ]
}

/// Runs it with bounded memory.
fn bounded(arguments: &[&str], folder: &Path) -> Output {
    process::clean("sh")
        .args(["-c", &format!("ulimit -v {SPACE}; exec \"$@\""), "sh"])
        .arg(process::static_binary())
        .args(arguments)
        .env("HOME", folder)
        .current_dir(folder)
        .output()
        .expect("the program starts")
}

fn archives(folder: &Path) -> Vec<(&'static str, PathBuf)> {
    let mut made = Vec::new();
    for (number, (what, fill)) in ARCHIVES.iter().enumerate() {
        let path = folder.join(format!("{number}.tgz"));
        let mut archive = Archive::new(&path);
        archive.file("c/Chart.yaml", CHART.as_bytes());
        fill(&mut archive);
        archive.end();
        made.push((*what, path));
    }
    for (number, (what, text)) in chartfiles().into_iter().enumerate() {
        let path = folder.join(format!("chartfile-{number}.tgz"));
        let mut archive = Archive::new(&path);
        archive.file("c/Chart.yaml", text.as_bytes());
        archive.end();
        made.push((what, path));
    }
    let (_, whole) = &made[0];
    let bytes = std::fs::read(whole).expect("an archive");
    for (what, bytes) in [
        ("half an archive", &bytes[..bytes.len() / 2]),
        ("no archive", b"hello".as_slice()),
        ("nothing", b"".as_slice()),
    ] {
        let path = folder.join(format!("{}.tgz", what.replace(' ', "-")));
        std::fs::write(&path, bytes).expect("a file");
        made.push((what, path));
    }
    made
}

#[test]
fn hostile_archives_end_as_they_do_with_helm_in_little_memory() {
    let folder = TempDir::new().expect("a temporary folder");
    let helm = Helm::reference();
    let made = archives(folder.path());
    let mut wrong = Vec::new();
    for (what, path) in &made {
        let path = path.to_str().expect("UTF-8");
        let ours = bounded(&["template", "x", path], folder.path());
        let theirs = helm.run(&["template", "x", path]);
        let log = String::from_utf8_lossy(&ours.stderr);
        // A name that is no text cannot be told of, and is refused on purpose.
        if STRICTER.contains(what) {
            assert_eq!(ours.status.code(), Some(1), "{what}\n{log}");
        } else if ours.status.success() != theirs.status.success()
            || ours.stdout != theirs.stdout
            || ours.status.code().is_none_or(|code| code > 2)
        {
            wrong.push(format!(
                "{what}: {:?}, Helm {:?}\n{log}\n{}",
                ours.status,
                theirs.status,
                String::from_utf8_lossy(&theirs.stderr)
            ));
        }
        // Nobody's words draw on the terminal.
        if log.contains(['\u{1b}', '\u{202e}']) {
            wrong.push(format!("{what}: words that are more than words\n{log:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    let left: Vec<_> = std::fs::read_dir(folder.path())
        .expect("the folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.ends_with(".tgz"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    let figure = format!(
        "hostile archives: {} of {} end as with Helm, {} is refused where Helm takes it; in less than {} MB of address space",
        made.len() - STRICTER.len(),
        made.len(),
        STRICTER.len(),
        SPACE / 1000,
    );
    println!("{figure}");
    page::holds("docs/reliability.md", "archives", &figure);
}

/// An index of more than 200 MB gets an entry, and the same again changes nothing.
#[test]
fn an_index_of_two_hundred_megabytes_is_extended_in_little_memory() {
    let folder = TempDir::new().expect("a temporary folder");
    let root = folder.path();
    std::fs::create_dir_all(root.join("chart/templates")).expect("folders");
    std::fs::create_dir_all(root.join("site")).expect("folders");
    std::fs::write(
        root.join("chart/Chart.yaml"),
        "apiVersion: v2\nname: demo\nversion: 1.2.3\n",
    )
    .expect("a file");
    std::fs::write(root.join("chart/templates/a.yaml"), "# nothing\n").expect("a file");
    process::git(root, &["init", "--quiet"]);
    process::git(root, &["add", "--all"]);
    process::git(root, &["commit", "--quiet", "-m", "Begin"]);
    process::git(root, &["tag", "v1.2.3"]);
    let mut index = std::io::BufWriter::new(
        std::fs::File::create(root.join("site/index.yaml")).expect("a file"),
    );
    index
        .write_all(b"apiVersion: v1\nentries:\n")
        .expect("the index");
    let words = "words ".repeat(100);
    for chart in 0..600 {
        writeln!(index, "  chart-{chart}:").expect("the index");
        for version in 0..400 {
            write!(
                index,
                "  - apiVersion: v2\n    created: \"2021-11-21T00:32:49.053914493Z\"\n    description: {words}\n    digest: {version:064x}\n    name: chart-{chart}\n    urls:\n    - https://example.org/charts/chart-{chart}-{version}.0.0.tgz\n    version: {version}.0.0\n"
            )
            .expect("the index");
        }
    }
    index.flush().expect("the index");
    drop(index);
    let size = || {
        std::fs::metadata(root.join("site/index.yaml"))
            .expect("the index")
            .len()
    };
    let before = size();
    assert!(before > 200 << 20 || before > 200_000_000, "{before}");
    let release = || {
        bounded(
            &["release", "--tag", "v1.2.3", "--pages-repository", "./site"],
            root,
        )
    };
    let run = release();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let after = size();
    assert!(
        after > before && after < before + 2_000,
        "{before} to {after}"
    );
    let again = release();
    assert!(
        again.status.success(),
        "{}",
        String::from_utf8_lossy(&again.stderr)
    );
    assert_eq!(size(), after);
}
