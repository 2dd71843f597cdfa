//! Several targets: all or nothing before the first write, and the rest by another run after it.

use std::sync::{Arc, Mutex};

use crate::git_server::{Behaviour, Fault};
use crate::registry::{Access, FakeRegistry};
use crate::workspace::Workspace;
use crate::{Stage, is_push};

#[tokio::test(flavor = "multi_thread")]
async fn a_release_goes_to_several_registries_and_a_branch_and_again_is_unchanged() {
    let stage = Stage::new().await;
    let second = FakeRegistry::start(Access::Open);
    let registries = format!(
        "{}\noci://{}/other/place\noci-layout:layout",
        stage.oci(),
        second.host()
    );
    let pages = stage.pages();
    let arguments = ["--registry", &registries, "--pages-repository", &pages];
    let run = stage.release(&arguments).exits(0);
    assert_eq!(run.output("status"), "released");
    assert!(run.stderr.contains("to 4 targets"), "{}", run.stderr);
    assert_eq!(stage.holds(), (true, true));
    assert_eq!(
        second.manifest("other/place/demo:1.2.3"),
        stage.registry.manifest("acme/demo:1.2.3")
    );
    let before = (stage.content(), second.content());
    let layout = Workspace::contents(&stage.workspace.root().join("layout"));
    assert!(!layout.is_empty());

    stage.git.clear_log();
    stage.registry.requests();
    second.requests();
    let again = stage.release(&arguments).exits(0);
    assert_eq!(again.output("status"), "unchanged");
    assert_eq!(again.output("digest"), run.output("digest"));
    assert_eq!((stage.content(), second.content()), before);
    assert_eq!(
        Workspace::contents(&stage.workspace.root().join("layout")),
        layout
    );
    assert_eq!(stage.registry.writes(), [""; 0]);
    assert!(!stage.git.log().iter().any(is_push));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_completes_what_another_left_after_a_failed_write() {
    // The branch, which comes first because it may refuse, takes no push: the registry is not reached.
    let fail_pushes = Arc::new(Mutex::new((502, usize::MAX)));
    let behaviour = Behaviour {
        fail_pushes: Arc::clone(&fail_pushes),
        ..Behaviour::default()
    };
    let stage = Stage::with(Access::Open, behaviour).await;
    let before = stage.content();
    let run = stage.release_to_both(&[]).fails(3, "CW-GIT-014");
    assert!(run.stderr.contains("not reached"), "{}", run.stderr);
    assert_eq!(stage.content(), before);

    // The registry takes the blobs, and no manifest; the branch was written before it.
    *fail_pushes.lock().unwrap() = (502, 0);
    stage.registry.fail_with("PUT", "/manifests/", None, 500);
    let run = stage.release_to_both(&[]).fails(3, "CW-REGISTRY-011");
    assert_eq!(stage.holds(), (false, true));
    assert!(
        !run.stderr.contains("Nothing was written"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains(&stage.pages()), "{}", run.stderr);

    // Another run writes what is missing, and that alone.
    stage.registry.recover();
    let branch = stage.git.git("acme/charts", &["for-each-ref"]);
    let run = stage.release_to_both(&[]).exits(0);
    assert_eq!(run.output("status"), "released");
    assert_eq!(stage.holds(), (true, true));
    assert_eq!(stage.git.git("acme/charts", &["for-each-ref"]), branch);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_content_at_one_of_three_targets_keeps_all_as_they_are() {
    for at in ["registry", "branch", "layout"] {
        let stage = Stage::new().await;
        let (oci, pages) = (stage.oci(), stage.pages());
        let first = match at {
            "registry" => vec!["--registry", &oci],
            "branch" => vec!["--pages-repository", &pages],
            _ => vec!["--registry", "oci-layout:layout"],
        };
        stage.release(&first).exits(0);
        std::fs::remove_dir_all(stage.workspace.root().join("dist")).unwrap();

        stage.workspace.write("chart/values.yaml", "replicas: 2\n");
        stage
            .workspace
            .commit("Change the content, not the version");
        stage.workspace.git(&["tag", "--force", "v1.2.3"]);
        let layout = stage.workspace.root().join("layout");
        let before = (stage.content(), Workspace::contents(&layout));
        let registries = format!("{oci}\noci-layout:layout");
        let run = stage
            .release(&["--registry", &registries, "--pages-repository", &pages])
            .fails(1, "CW-PUBLISH-007");
        assert_eq!(
            (stage.content(), Workspace::contents(&layout)),
            before,
            "{at}"
        );
        assert!(!stage.workspace.root().join("dist").exists());
        for said in [
            "values.yaml",
            "2026-05-04",
            "raise `version`",
            "Nothing was written",
        ] {
            assert!(run.stderr.contains(said), "{at}: {said}\n{}", run.stderr);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn publishers_of_one_branch_do_not_lose_each_other_s_releases() {
    let stage = Stage::new().await;
    let workspaces: Vec<Workspace> = (0..6)
        .map(|number| {
            let workspace = Workspace::with_chart();
            workspace.write(
                "chart/Chart.yaml",
                format!("apiVersion: v2\nname: demo-{number}\nicon: https://example.com/i.png\nversion: 1.2.3\n"),
            );
            workspace.commit("Rename the chart");
            workspace.git(&["tag", "--force", "v1.2.3"]);
            workspace
        })
        .collect();
    let pages = stage.pages();
    let oci = stage.oci();
    std::thread::scope(|scope| {
        for workspace in &workspaces {
            let arguments = [
                "release",
                "--tag",
                "v1.2.3",
                "--registry",
                &oci,
                "--pages-repository",
                &pages,
            ];
            scope.spawn(move || {
                workspace.chartwright(&arguments).exits(0);
            });
        }
    });
    let files = stage.git.files("acme/charts", "gh-pages");
    let index = stage.git.file("acme/charts", "gh-pages", "index.yaml");
    let index = String::from_utf8(index.unwrap()).unwrap();
    for number in 0..workspaces.len() {
        let file = format!("demo-{number}-1.2.3.tgz");
        assert!(files.contains(&file), "{files:?}");
        assert!(index.contains(&file), "{index}");
        let reference = format!("acme/demo-{number}:1.2.3");
        assert!(stage.registry.manifest(&reference).is_some());
    }
    stage.git.git("acme/charts", &["fsck", "--strict"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_publishers_of_one_version_agree_or_the_second_is_refused() {
    let stage = Stage::new().await;
    let same = [Workspace::with_chart(), Workspace::with_chart()];
    let pages = stage.pages();
    let oci = stage.oci();
    let arguments = [
        "release",
        "--tag",
        "v1.2.3",
        "--registry",
        &oci,
        "--pages-repository",
        &pages,
    ];
    std::thread::scope(|scope| {
        for workspace in &same {
            scope.spawn(move || workspace.chartwright(&arguments).exits(0));
        }
    });
    assert_eq!(stage.holds(), (true, true));
    let commits = stage
        .git
        .git("acme/charts", &["rev-list", "--count", "gh-pages"]);
    assert_eq!(commits, "2", "one release is one commit");
    let index = stage.git.file("acme/charts", "gh-pages", "index.yaml");
    let index = String::from_utf8(index.unwrap()).unwrap();
    assert_eq!(index.matches("demo-1.2.3.tgz").count(), 1, "{index}");
}

/// Packs what the program packed once more, as another tool would: the same files, other compression.
fn packed_otherwise(package: &[u8]) -> Vec<u8> {
    use std::io::{Read as _, Write as _};
    let mut tar = Vec::new();
    flate2::read::GzDecoder::new(package)
        .read_to_end(&mut tar)
        .unwrap();
    let mut other = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    other.write_all(&tar).unwrap();
    other.finish().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_content_in_other_bytes_is_unchanged_with_a_note() {
    let stage = Stage::new().await;
    stage.release(&[]).exits(0);
    let ours = stage.workspace.read("dist/demo-1.2.3.tgz");
    let theirs = packed_otherwise(&ours);
    assert_ne!(ours, theirs);
    let digest = chartwright::registry::Digest::of(&theirs).to_string();

    // In the branch, not yet listed: what is listed is the digest of what is there.
    let files: [(&str, &[u8]); 1] = [("demo-1.2.3.tgz", &theirs)];
    stage.git.commit("acme/charts", "gh-pages", &files);
    // In the registry, with the manifest of another tool.
    let layer = stage.registry.put_blob(&theirs);
    let config = stage.registry.put_blob(b"{}");
    let manifest = format!(
        r#"{{"schemaVersion":2,"config":{{"mediaType":"application/vnd.cncf.helm.config.v1+json","digest":"{config}","size":2}},"layers":[{{"mediaType":"application/vnd.cncf.helm.chart.content.v1.tar+gzip","digest":"{layer}","size":{}}}]}}"#,
        theirs.len()
    );
    stage
        .registry
        .put_manifest("acme/demo:1.2.3", manifest.as_bytes());
    let published = chartwright::registry::Digest::of(manifest.as_bytes()).to_string();
    let content = stage.registry.content();

    let run = stage.release_to_both(&[]).exits(0);
    assert_eq!(stage.registry.content(), content);
    assert_eq!(
        stage.git.file("acme/charts", "gh-pages", "demo-1.2.3.tgz"),
        Some(theirs)
    );
    let index = stage.git.file("acme/charts", "gh-pages", "index.yaml");
    let index = String::from_utf8(index.unwrap()).unwrap();
    assert!(
        index.contains(digest.trim_start_matches("sha256:")),
        "{index}"
    );
    let short = chartwright::report::short_digest;
    for said in [
        "note[CW-REGISTRY-024]".to_owned(),
        "note[CW-REPOSITORY-013]".to_owned(),
        "the index does not list it yet".to_owned(),
        format!("holds the manifest {}", short(&published)),
        format!("holds {}", short(&digest)),
    ] {
        assert!(run.stderr.contains(&said), "{said}\n{}", run.stderr);
    }

    let run = stage.release_to_both(&[]).exits(0);
    assert_eq!(run.output("status"), "unchanged");
    assert_eq!(
        run.stderr.matches("nothing to write").count(),
        2,
        "{}",
        run.stderr
    );
    assert_eq!(stage.registry.content(), content);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_without_an_answer_may_have_been_taken_whatever_the_server_says_then() {
    const READ: &str = "/git-upload-pack";
    // How often the branch is read before it is pushed to.
    let stage = Stage::new().await;
    stage
        .release(&["--pages-repository", &stage.pages()])
        .exits(0);
    let log = stage.git.log();
    let reads = log
        .iter()
        .take_while(|request| !is_push(request))
        .filter(|request| request.method == "POST" && request.path.ends_with(READ))
        .count();

    let behaviour = Behaviour::default();
    *behaviour.lose_next_push_answer.lock().unwrap() = true;
    let harmless = std::iter::repeat_n((READ, Fault::Drip), reads);
    let refused = std::iter::repeat_n((READ, Fault::Status(403)), 50);
    *behaviour.faults.lock().unwrap() = harmless.chain(refused).collect();
    let stage = Stage::with(Access::Open, behaviour).await;
    let run = stage
        .release(&["--pages-repository", &stage.pages()])
        .fails(2, "CW-GIT-005");
    assert!(stage.holds().1, "it was taken");
    assert!(
        !run.stderr.contains("Nothing was written"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("may hold a part"), "{}", run.stderr);
}
