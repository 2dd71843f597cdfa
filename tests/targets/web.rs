//! A web server of this process: files at public addresses.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http_body_util::Full;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

/// What the server says.
pub(crate) enum Answer {
    /// The file.
    File(Vec<u8>),
    /// This status, and no body.
    Status(u16),
    /// A redirect to this address.
    To(String),
}

/// What the server says to a path and query.
pub(crate) type Answers = dyn Fn(&str) -> Answer + Send + Sync;

/// A web server; stopped when dropped.
pub(crate) struct Web {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<(String, bool)>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Web {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Web {
    /// A server at a free port.
    pub(crate) async fn start(answers: Box<Answers>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let answers: Arc<Answers> = answers.into();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (answers, log) = (Arc::clone(&answers), Arc::clone(&log));
                tokio::spawn(async move {
                    let service = service_fn(move |request: Request<hyper::body::Incoming>| {
                        let (answers, log) = (Arc::clone(&answers), Arc::clone(&log));
                        async move {
                            let path = request.uri().to_string();
                            let with_credential = request.headers().contains_key("authorization");
                            log.lock().unwrap().push((path.clone(), with_credential));
                            Ok::<_, std::convert::Infallible>(response(answers(&path)))
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

    /// `http://127.0.0.1:port`.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What was asked for so far, and whether a credential came with it.
    pub(crate) fn asked(&self) -> Vec<(String, bool)> {
        self.asked.lock().unwrap().clone()
    }
}

fn response(answer: Answer) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::new()));
    match answer {
        Answer::File(bytes) => *response.body_mut() = Full::new(bytes.into()),
        Answer::Status(status) => *response.status_mut() = status.try_into().unwrap(),
        Answer::To(address) => {
            *response.status_mut() = hyper::StatusCode::FOUND;
            let address = address.try_into().unwrap();
            response.headers_mut().insert("location", address);
        }
    }
    response
}
