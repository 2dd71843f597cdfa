//! The public site of a Pages branch: served, or committed and not yet served, which is no failure.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::Full;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::Stage;

/// What the site answers for a file; `None` is 404.
type Answers = dyn Fn(&str) -> Option<Vec<u8>> + Send + Sync;

/// A web server for a site; stopped when dropped.
struct Site {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<(String, bool)>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Site {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Site {
    async fn start(answers: Box<Answers>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let answers: Arc<Answers> = answers.into();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answers, log) = (Arc::clone(&answers), Arc::clone(&log));
                tokio::spawn(async move {
                    let service = service_fn(move |request: Request<_>| {
                        let (answers, log) = (Arc::clone(&answers), Arc::clone(&log));
                        async move {
                            let _: &hyper::body::Incoming = request.body();
                            let path = request.uri().path().to_owned();
                            let with_credential = request.headers().contains_key("authorization");
                            log.lock().unwrap().push((path.clone(), with_credential));
                            let mut response = Response::new(Full::new(Bytes::new()));
                            match answers(&path) {
                                Some(bytes) => *response.body_mut() = Full::new(bytes.into()),
                                None => *response.status_mut() = StatusCode::NOT_FOUND,
                            }
                            Ok::<_, std::convert::Infallible>(response)
                        }
                    });
                    let _ = hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service)
                        .await;
                });
            }
        });
        Self {
            address,
            asked,
            task,
        }
    }

    fn url(&self) -> String {
        format!("http://{}/charts", self.address)
    }
}

/// Reads a file of the branch, as a site that is up to date would.
fn branch_file(repository: &std::path::Path, path: &str) -> Option<Vec<u8>> {
    let file = path.strip_prefix("/charts/")?;
    let output = std::process::Command::new("git")
        .args(["cat-file", "blob", &format!("gh-pages:{file}")])
        .current_dir(repository)
        .output()
        .unwrap();
    output.status.success().then_some(output.stdout)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_shows_the_release_is_served_and_gets_no_credential() {
    let stage = Stage::new().await;
    let repository = stage.git.path("acme/charts");
    let since = Arc::new(Mutex::new(None::<Instant>));
    let site = Site::start(Box::new(move |path| {
        // The site lags behind for a moment.
        let mut since = since.lock().unwrap();
        let since = *since.get_or_insert_with(Instant::now);
        (since.elapsed() > Duration::from_secs(1)).then(|| branch_file(&repository, path))?
    }))
    .await;
    let arguments = [
        "--pages-repository",
        &stage.pages(),
        "--pages-url",
        &site.url(),
        "--pages-token",
        "the-token",
    ];
    let run = stage.release(&arguments).exits(0);
    assert_eq!(
        run.output("chart-url"),
        format!("{}/demo-1.2.3.tgz", site.url())
    );
    assert_eq!(
        run.output("index-url"),
        format!("{}/index.yaml", site.url())
    );
    assert!(!run.stderr.contains("not serve"), "{}", run.stderr);
    assert!(!run.summary.contains("not yet served"), "{}", run.summary);
    assert!(run.summary.contains("served"), "{}", run.summary);
    let asked = site.asked.lock().unwrap().clone();
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
        ("a 404", Box::new(|_| None), "status 404"),
        (
            "a stale index",
            Box::new(move |_| Some(stale.clone())),
            "does not list 1.2.3 yet",
        ),
        (
            "another digest",
            Box::new(move |_| Some(other.clone())),
            "another digest",
        ),
        (
            "no index",
            Box::new(|_| Some(b"<html>".to_vec())),
            "cannot be read",
        ),
    ];
    // All at once: each waits for as long as it may.
    let mut tasks = Vec::new();
    for (what, answers, reason) in cases {
        tasks.push(tokio::spawn(async move {
            let stage = Stage::new().await;
            let site = Site::start(answers).await;
            let started = Instant::now();
            let (pages, url) = (stage.pages(), site.url());
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
