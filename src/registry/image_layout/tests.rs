use super::*;

fn layout(folder: &tempfile::TempDir) -> ImageLayout {
    ImageLayout::new(folder.path().join("dist/registry/api"))
}

fn write(layout: &ImageLayout, name: &str, content: &[u8]) -> Option<Digest> {
    let digest = Digest::of(content);
    let manifest = format!(r#"{{"layers":["{digest}"]}}"#);
    layout
        .write(name, manifest.as_bytes(), &[(&digest, content)])
        .unwrap()
}

#[test]
fn what_is_written_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let layout = layout(&folder);
    layout.check().unwrap();
    assert_eq!(layout.resolve("1.0.0").unwrap(), None);
    assert_eq!(write(&layout, "1.0.0", b"chart"), None);
    layout.check().unwrap();
    let manifest = layout.resolve("1.0.0").unwrap().unwrap();
    assert_eq!(
        Digest::of(&layout.blob(&manifest).unwrap().unwrap()),
        manifest
    );
    assert_eq!(
        layout.blob(&Digest::of(b"chart")).unwrap().unwrap(),
        b"chart"
    );
    assert_eq!(
        fs::read_to_string(layout.directory().join(MARKER)).unwrap(),
        r#"{"imageLayoutVersion":"1.0.0"}"#
    );
}

#[test]
fn other_entries_and_unknown_fields_stay() {
    let folder = tempfile::tempdir().unwrap();
    let layout = layout(&folder);
    write(&layout, "1.0.0", b"chart");
    let path = layout.directory().join(INDEX);
    let mut index: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    index["annotations"] = json!({"keep": "me"});
    index["manifests"].as_array_mut().unwrap().insert(
        0,
        json!({"mediaType": "x/y", "digest": "sha512:abc", "size": 1, "platform": {"os": "linux"}}),
    );
    fs::write(&path, serde_json::to_vec(&index).unwrap()).unwrap();
    write(&layout, "1.1.0", b"newer");
    let after: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(after["annotations"], index["annotations"]);
    let before = index["manifests"].as_array().unwrap();
    assert_eq!(&after["manifests"].as_array().unwrap()[..2], &before[..]);
    assert_eq!(after["manifests"].as_array().unwrap().len(), 3);
}

#[test]
fn a_taken_name_is_not_replaced_and_the_same_content_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let layout = layout(&folder);
    write(&layout, "1.0.0", b"chart");
    let index = fs::read(layout.directory().join(INDEX)).unwrap();
    let first = layout.resolve("1.0.0").unwrap();
    assert_eq!(write(&layout, "1.0.0", b"other"), first);
    assert_eq!(write(&layout, "1.0.0", b"chart"), None);
    assert_eq!(fs::read(layout.directory().join(INDEX)).unwrap(), index);
    assert!(layout.blob(&Digest::of(b"other")).unwrap().is_none());
}

#[test]
fn a_half_written_blob_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let layout = layout(&folder);
    let path = layout.blob_path(&Digest::of(b"chart"));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, b"cha").unwrap();
    layout.check().unwrap();
    write(&layout, "1.0.0", b"chart");
    assert_eq!(fs::read(&path).unwrap(), b"chart");
}

#[test]
fn what_is_no_layout_is_refused_and_left_alone() {
    for (file, content) in [
        ("README.md", "not a layout"),
        (MARKER, r#"{"imageLayoutVersion":"2.0.0"}"#),
        (MARKER, "nonsense"),
        (INDEX, "nonsense"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let layout = ImageLayout::new(folder.path());
        if file == INDEX {
            fs::write(
                folder.path().join(MARKER),
                r#"{"imageLayoutVersion":"1.0.0"}"#,
            )
            .unwrap();
        }
        fs::write(folder.path().join(file), content).unwrap();
        let error = layout.check().unwrap_err();
        assert_eq!(error.code().id, "CW-REGISTRY-021", "{file}");
        assert_eq!(
            fs::read_to_string(folder.path().join(file)).unwrap(),
            content
        );
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    for below in ["file", "file/deeper/still"] {
        assert!(
            ImageLayout::new(folder.path().join(below)).check().is_err(),
            "{below}"
        );
    }
}

#[test]
fn writers_at_the_same_time_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let layout = layout(&folder);
    std::thread::scope(|scope| {
        for number in 0..8 {
            let layout = &layout;
            scope.spawn(move || {
                write(
                    layout,
                    &format!("1.0.{number}"),
                    format!("{number}").as_bytes(),
                )
            });
        }
    });
    for number in 0..8 {
        assert!(
            layout.resolve(&format!("1.0.{number}")).unwrap().is_some(),
            "{number}"
        );
    }
    let strays = fs::read_dir(layout.directory()).unwrap().flatten().count();
    assert_eq!(strays, 3, "oci-layout, index.json and blobs");
}

#[cfg(unix)]
#[test]
fn a_read_only_directory_is_seen_before_anything_is_written() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let error = ImageLayout::new(folder.path().join("dist"))
        .check()
        .unwrap_err();
    assert_eq!(error.code().id, "CW-REGISTRY-022");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_with_its_path_and_no_name_without_its_blob() {
    // A file system that refuses every write stands in for a full one.
    let error = ImageLayout::new("/proc/chartwright")
        .write("1.0.0", b"{}", &[])
        .unwrap_err();
    assert_eq!(error.code().id, "CW-REGISTRY-022");
    assert!(error.to_string().contains("/proc/chartwright"));
}
