//! A token server, as registries with Bearer authentication have beside them: it reads Basic credentials and signs
//! tokens that grant what the user may do, which may be less than what was asked for (the protocol has no error
//! for that; the registry then answers 401 a second time).

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use tempfile::TempDir;

use super::http_server::{HttpServer, Request, Response};
use super::{peer, process};

/// The issuer that the registry is told to trust.
pub(crate) const ISSUER: &str = "conformance token server";
/// The service's name, in the challenge and in the tokens.
pub(crate) const SERVICE: &str = "conformance registry";
/// May pull and push.
pub(crate) const WRITER: (&str, &str) = ("writer", "writer-s3cret");
/// May pull only.
pub(crate) const READER: (&str, &str) = ("reader", "reader-s3cret");

/// The token server with its key and certificate.
#[derive(Debug)]
pub(crate) struct Authority {
    server: HttpServer,
    folder: TempDir,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Authority {
    /// Makes a key and a certificate, and serves tokens.
    pub(crate) fn start() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let key = folder.path().join("key.pem");
        process::succeed(
            peer::command("openssl")
                .args([
                    "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                ])
                .args(["-subj", "/CN=conformance", "-keyout"])
                .arg(&key)
                .arg("-out")
                .arg(folder.path().join("certificate.pem")),
        );
        let certificate = std::fs::read_to_string(folder.path().join("certificate.pem"))
            .expect("the certificate")
            .lines()
            .filter(|line| !line.starts_with("-----"))
            .collect::<String>();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let server = HttpServer::start(move |request| {
            log.lock().expect("the log").push(request.query.clone());
            grant(request, &key, &certificate)
        });
        Self {
            server,
            folder,
            asked,
        }
    }

    /// Where tokens are to be had: the challenge's realm.
    pub(crate) fn realm(&self) -> String {
        format!("http://{}/token", self.server.host())
    }

    /// The certificate that the registry is to trust.
    pub(crate) fn certificate(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }

    /// The queries of all requests so far.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("the log").clone()
    }
}

fn grant(request: &Request, key: &Path, certificate: &str) -> Response {
    let user = request.basic();
    let known = |pair: (&str, &str)| {
        user.as_ref()
            .is_some_and(|(name, password)| name == pair.0 && password == pair.1)
    };
    let allowed: &[&str] = if known(WRITER) {
        &["pull", "push"]
    } else if known(READER) {
        &["pull"]
    } else {
        let body =
            json!({"errors": [{"code": "UNAUTHORIZED", "message": "wrong user or password"}]});
        return Response::new(401, body.to_string()).with("Content-Type", "application/json");
    };
    let access: Vec<_> = url::form_urlencoded::parse(request.query.as_bytes())
        .filter(|(name, _)| name == "scope")
        .filter_map(|(_, scope)| {
            let mut parts = scope.splitn(3, ':');
            let (kind, name, actions) = (parts.next()?, parts.next()?, parts.next()?);
            let granted: Vec<_> = actions
                .split(',')
                .filter(|action| allowed.contains(action))
                .collect();
            Some(json!({"type": kind, "name": name, "actions": granted}))
        })
        .collect();
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a time after 1970")
        .as_secs();
    let header = json!({"typ": "JWT", "alg": "RS256", "x5c": [certificate]});
    let claims = json!({
        "iss": ISSUER,
        "sub": user.map(|(name, _)| name).unwrap_or_default(),
        "aud": SERVICE,
        "exp": now + 300,
        "nbf": now.saturating_sub(10),
        "iat": now,
        "jti": format!("{now}"),
        "access": access,
    });
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(claims.to_string())
    );
    let token = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(sign(&signed, key)));
    let body = json!({"token": token, "expires_in": 300});
    Response::new(200, body.to_string()).with("Content-Type", "application/json")
}

/// RSASSA-PKCS1-v1_5 with SHA-256, by openssl: no signing crate is needed for one test server.
fn sign(text: &str, key: &Path) -> Vec<u8> {
    let folder = TempDir::new().expect("a temporary folder");
    let file = folder.path().join("signed");
    std::fs::write(&file, text).expect("the text to sign");
    let output = process::succeed(
        peer::command("openssl")
            .args(["dgst", "-sha256", "-sign"])
            .arg(key)
            .arg(file),
    );
    output.stdout
}
