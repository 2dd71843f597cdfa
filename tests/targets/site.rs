//! The public site of a Pages branch: served, or committed and not yet served, which is no failure.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crate::Stage;
use crate::web::{Answer, Answers, Web};

/// Where the chart repository is served.
fn url(site: &Web) -> String {
    format!("{}/charts", site.url())
}

/// Reads a file of the branch, as a site that is up to date would.
fn branch_file(repository: &std::path::Path, path: &str) -> Answer {
    let Some(file) = path.strip_prefix("/charts/") else {
        return Answer::Status(404);
    };
    let output = std::process::Command::new("git")
        .args(["cat-file", "blob", &format!("gh-pages:{file}")])
        .current_dir(repository)
        .output()
        .unwrap();
    match output.status.success() {
        true => Answer::File(output.stdout),
        false => Answer::Status(404),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_shows_the_release_is_served_and_gets_no_credential() {
    let stage = Stage::new().await;
    let repository = stage.git.path("acme/charts");
    let since = Arc::new(Mutex::new(None::<Instant>));
    let site = Web::start(Box::new(move |path| {
        // The site lags behind for a moment.
        let mut since = since.lock().unwrap();
        let since = *since.get_or_insert_with(Instant::now);
        match since.elapsed() > Duration::from_secs(1) {
            true => branch_file(&repository, path),
            false => Answer::Status(404),
        }
    }))
    .await;
    let arguments = [
        "--pages-repository",
        &stage.pages(),
        "--pages-url",
        &url(&site),
        "--pages-token",
        "the-token",
    ];
    let run = stage.release(&arguments).exits(0);
    assert_eq!(
        run.output("chart-url"),
        format!("{}/demo-1.2.3.tgz", url(&site))
    );
    assert_eq!(
        run.output("index-url"),
        format!("{}/index.yaml", url(&site))
    );
    assert!(!run.stderr.contains("not serve"), "{}", run.stderr);
    assert!(!run.summary.contains("not yet served"), "{}", run.summary);
    assert!(run.summary.contains("served"), "{}", run.summary);
    let asked = site.asked();
    assert!(asked.len() >= 3, "{asked:?}");
    assert!(asked.iter().all(|(_, credential)| !credential), "{asked:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_does_not_show_it_yet_is_a_note_within_a_bounded_wait() {
    let stale = b"apiVersion: v1\nentries: {}\n".to_vec();
    let other = format!(
        "apiVersion: v1\nentries:\n  demo:\n  - name: demo\n    version: 1.2.3\n    digest: {}\n    urls: [demo-1.2.3.tgz]\n",
        "0".repeat(64)
    )
    .into_bytes();
    let cases: [(&str, Box<Answers>, &str); 4] = [
        ("a 404", Box::new(|_| Answer::Status(404)), "status 404"),
        (
            "a stale index",
            Box::new(move |_| Answer::File(stale.clone())),
            "does not list 1.2.3 yet",
        ),
        (
            "another digest",
            Box::new(move |_| Answer::File(other.clone())),
            "another digest",
        ),
        (
            "no index",
            Box::new(|_| Answer::File(b"<html>".to_vec())),
            "cannot be read",
        ),
    ];
    // All at once: each waits for as long as it may.
    let mut tasks = Vec::new();
    for (what, answers, reason) in cases {
        tasks.push(tokio::spawn(async move {
            let stage = Stage::new().await;
            let site = Web::start(answers).await;
            let started = Instant::now();
            let (pages, url) = (stage.pages(), url(&site));
            let arguments = ["--pages-repository", &pages, "--pages-url", &url];
            let run = tokio::task::block_in_place(|| stage.release(&arguments)).exits(0);
            let took = started.elapsed();
            assert!(took < Duration::from_secs(14), "{what}: {took:?}");
            assert_eq!(run.output("status"), "released", "{what}");
            assert!(stage.holds().1, "{what}");
            for said in ["CW-REPOSITORY-054", reason] {
                assert!(run.stderr.contains(said), "{what}: {said}\n{}", run.stderr);
            }
            assert!(
                run.summary.contains("not yet served"),
                "{what}\n{}",
                run.summary
            );
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_never_answers_holds_up_no_longer_than_the_wait() {
    let stage = Stage::new().await;
    // The machine takes the connection, and nobody ever reads it.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/charts", silent.local_addr().unwrap());
    let started = Instant::now();
    let run = stage.workspace.run(
        &[
            "release",
            "--tag",
            "v1.2.3",
            "--pages-repository",
            &stage.pages(),
            "--pages-url",
            &url,
        ],
        &[("GITHUB_ACTIONS", "true")],
    );
    let run = run.exits(0);
    let took = started.elapsed();
    assert!(
        took >= Duration::from_secs(9) && took < Duration::from_secs(14),
        "{took:?}"
    );
    assert!(run.stderr.contains("does not answer"), "{}", run.stderr);
}
