//! Packages that are small and stand for much.

use std::io::Write as _;
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;

/// Runs `template` on the package, and gives what it said.
fn template(package: &[u8]) -> (i32, String) {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("c-1.0.0.tgz");
    std::fs::write(&path, package).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_chartwright"))
        .arg("template")
        .arg(&path)
        .output()
        .unwrap();
    let code = output.status.code().expect("it was not killed");
    (code, String::from_utf8_lossy(&output.stderr).into_owned())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn package(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *content).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap()
}

const CHARTFILE: (&str, &[u8]) = ("c/Chart.yaml", b"apiVersion: v2\nname: c\nversion: 1.0.0\n");

#[test]
fn a_package_that_unpacks_to_too_much_is_refused() {
    let zeros = vec![0; 6 << 20];
    let half = vec![b'x'; 4 << 20];
    let names: Vec<String> = (0..26).map(|index| format!("c/files/{index}")).collect();
    let mut many: Vec<(&str, &[u8])> = vec![CHARTFILE];
    many.extend(names.iter().map(|name| (name.as_str(), half.as_slice())));
    for (package, words) in [
        (package(&[CHARTFILE, ("c/values.yaml", &zeros)]), "maximum"),
        (package(&many), "larger than the maximum size"),
        // A tar file without end, and none at all.
        (gzip(&vec![0; 110 << 20]), ""),
        (gzip(b"nothing"), ""),
        (gzip(&gzip(&zeros)), ""),
    ] {
        let (code, said) = template(&package);
        assert!((1..10).contains(&code), "{code}\n{said}");
        assert!(said.contains(words), "{said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[test]
fn packages_in_packages_end() {
    let mut inner = package(&[CHARTFILE]);
    for _ in 0..40 {
        inner = package(&[CHARTFILE, ("c/charts/c-1.0.0.tgz", &inner)]);
    }
    let (code, said) = template(&inner);
    assert!((0..10).contains(&code), "{code}\n{said}");
    assert!(!said.contains("panicked"), "{said}");
}
