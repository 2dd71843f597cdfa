//! What the registry answers when nothing fails: the distribution protocol and its token server.

use std::collections::BTreeMap;

use base64::Engine as _;
use chartwright::registry::Digest;
use hyper::{Response, StatusCode};

use super::{Access, Grant, Location, Recorded, Reply, State};
use crate::body::Body;

pub(super) fn reply(status: u16, body: Vec<u8>, kind: &str, headers: &[(&str, &str)]) -> Reply {
    let mut response = Response::builder().status(StatusCode::from_u16(status).unwrap());
    if !kind.is_empty() {
        response = response.header("content-type", kind);
    }
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(Body::whole(body)).unwrap()
}

fn refusal(status: u16, code: &str, headers: &[(&str, &str)]) -> Reply {
    let body = format!(r#"{{"errors":[{{"code":"{code}","message":"{code} said the fake"}}]}}"#);
    reply(status, body.into_bytes(), "application/json", headers)
}

/// `/v2/acme/api/blobs/sha256:…` at `/blobs/` is `acme/api` and `sha256:…`.
pub(super) fn split<'a>(path: &'a str, at: &str) -> Option<(&'a str, &'a str)> {
    path.strip_prefix("/v2/")?.split_once(at)
}

pub(super) fn handle(state: &mut State, request: &Recorded, body: &[u8]) -> Reply {
    if request.path == "/token" {
        return token(state, request, body);
    }
    if let Some(denied) = unauthorized(state, request) {
        return denied;
    }
    let method = request.method.as_str();
    if request.path == "/v2/" {
        return reply(200, b"{}".to_vec(), "application/json", &[]);
    }
    if let Some((repository, rest)) = split(&request.path, "/blobs/uploads/") {
        return upload(state, request, body, repository, rest);
    }
    if let Some((_, digest)) = split(&request.path, "/blobs/") {
        return match (method, state.blobs.get(digest)) {
            ("GET", Some(blob)) => reply(200, blob.clone(), "application/octet-stream", &[]),
            ("HEAD", Some(blob)) => reply(
                200,
                Vec::new(),
                "",
                &[("content-length", &blob.len().to_string())],
            ),
            _ => refusal(404, "BLOB_UNKNOWN", &[]),
        };
    }
    if let Some((repository, "")) = split(&request.path, "/tags/list") {
        return list_tags(state, request, repository);
    }
    if let Some((repository, tag)) = split(&request.path, "/manifests/") {
        let key = format!("{repository}:{tag}");
        return match (method, state.manifests.get(&key)) {
            ("PUT", _) => put_manifest(state, key, body),
            ("GET" | "HEAD", Some(bytes)) => {
                let digest = Digest::of(bytes).to_string();
                let kind = "application/vnd.oci.image.manifest.v1+json";
                let digest = ("docker-content-digest", digest.as_str());
                if method == "HEAD" {
                    let length = bytes.len().to_string();
                    reply(
                        200,
                        Vec::new(),
                        kind,
                        &[digest, ("content-length", &length)],
                    )
                } else {
                    reply(200, bytes.clone(), kind, &[digest])
                }
            }
            _ => refusal(404, "MANIFEST_UNKNOWN", &[]),
        };
    }
    refusal(404, "NAME_UNKNOWN", &[])
}

/// At most two tags a page, whatever is asked for, as registries with a limit of their own.
fn list_tags(state: &State, request: &Recorded, repository: &str) -> Reply {
    let last = request
        .query
        .split('&')
        .find_map(|pair| pair.strip_prefix("last="))
        .unwrap_or_default();
    let all: Vec<&str> = state
        .manifests
        .keys()
        .filter_map(|key| key.strip_prefix(repository)?.strip_prefix(':'))
        .filter(|tag| !tag.contains(':'))
        .collect();
    if all.is_empty() {
        return refusal(404, "NAME_UNKNOWN", &[]);
    }
    let rest: Vec<&&str> = all.iter().filter(|tag| **tag > last).collect();
    let page: Vec<&&&str> = rest.iter().take(2).collect();
    let body = serde_json::json!({"name": repository, "tags": page}).to_string();
    let link = format!(
        "</v2/{repository}/tags/list?last={}&n=2>; rel=\"next\"",
        page.last().map_or("", |tag| tag)
    );
    let headers = [("link", link.as_str())];
    let headers: &[(&str, &str)] = if rest.len() > 2 { &headers } else { &[] };
    reply(200, body.into_bytes(), "application/json", headers)
}

/// A manifest must name blobs that are there, as in real registries.
fn put_manifest(state: &mut State, key: String, body: &[u8]) -> Reply {
    let value: serde_json::Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(_) => return refusal(400, "MANIFEST_INVALID", &[]),
    };
    let layers = value["layers"].as_array().cloned().unwrap_or_default();
    for descriptor in layers.iter().chain([&value["config"]]) {
        if !state
            .blobs
            .contains_key(descriptor["digest"].as_str().unwrap_or_default())
        {
            return refusal(400, "MANIFEST_BLOB_UNKNOWN", &[]);
        }
    }
    state.manifests.insert(key, body.to_vec());
    reply(
        201,
        Vec::new(),
        "",
        &[("docker-content-digest", Digest::of(body).as_str())],
    )
}

fn upload(
    state: &mut State,
    request: &Recorded,
    body: &[u8],
    repository: &str,
    rest: &str,
) -> Reply {
    match request.method.as_str() {
        "POST" => {
            let id = format!("upload-{}", state.requests.len());
            // A state that must come back as it was: percent-encoded, with characters that some encoders touch.
            let path = format!("/v2/{repository}/blobs/uploads/{id}?_state=a%2Fb+c%3D%3D");
            state.uploads.insert(id);
            let location = match &state.location {
                Location::Relative => Some(path),
                Location::Absolute => Some(format!("http://{}{path}", state.address)),
                Location::Absent => None,
                Location::Elsewhere(origin) => Some(format!("{origin}{path}")),
            };
            match location {
                Some(location) => reply(202, Vec::new(), "", &[("location", &location)]),
                None => reply(202, Vec::new(), "", &[]),
            }
        }
        "DELETE" if state.uploads.remove(rest) => reply(204, Vec::new(), "", &[]),
        "PUT" => {
            let Some(digest) = request.query.strip_prefix("_state=a%2Fb+c%3D%3D&digest=") else {
                return refusal(400, "BLOB_UPLOAD_INVALID", &[]);
            };
            let digest = digest.replace("%3A", ":");
            if !state.uploads.remove(rest) {
                return refusal(404, "BLOB_UPLOAD_UNKNOWN", &[]);
            }
            if Digest::of(body).as_str() != digest {
                return refusal(400, "DIGEST_INVALID", &[]);
            }
            state.blobs.insert(digest, body.to_vec());
            reply(201, Vec::new(), "", &[])
        }
        _ => refusal(404, "BLOB_UPLOAD_UNKNOWN", &[]),
    }
}

fn basic(user: &str, password: &str) -> String {
    let pair = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
    format!("Basic {pair}")
}

fn unauthorized(state: &State, request: &Recorded) -> Option<Reply> {
    let sent = request.authorization.as_deref();
    match &state.access {
        Access::Open => None,
        Access::Basic(user, password) if sent == Some(&basic(user, password)) => None,
        Access::Basic(..) => Some(refusal(
            401,
            "UNAUTHORIZED",
            &[("www-authenticate", r#"Basic realm="Fake, registry""#)],
        )),
        Access::Token(_, _, grant) => {
            let known = sent
                .and_then(|sent| sent.strip_prefix("Bearer "))
                .is_some_and(|token| state.tokens.contains(token));
            let writes = !matches!(request.method.as_str(), "GET" | "HEAD");
            if known && writes && matches!(grant, Grant::Pull | Grant::OpaquePull) {
                return Some(refusal(403, "DENIED", &[]));
            }
            if known {
                return None;
            }
            let challenge = format!(
                r#"Bearer realm="http://{}/token",service="fake",scope="repository:x:pull""#,
                state.address
            );
            Some(refusal(
                401,
                "UNAUTHORIZED",
                &[("www-authenticate", &challenge)],
            ))
        }
    }
}

fn token(state: &mut State, request: &Recorded, body: &[u8]) -> Reply {
    let Access::Token(user, password, grant) = state.access.clone() else {
        return refusal(404, "NAME_UNKNOWN", &[]);
    };
    let scope = if request.method == "POST" {
        if !state.refresh {
            return reply(404, b"404 page not found".to_vec(), "text/plain", &[]);
        }
        let form: BTreeMap<String, String> =
            url::form_urlencoded::parse(body).into_owned().collect();
        if form.get("refresh_token").map(String::as_str) != Some(password) {
            let body = br#"{"error":"invalid_grant","error_description":"expired"}"#.to_vec();
            return reply(400, body, "application/json", &[]);
        }
        form.get("scope").cloned().unwrap_or_default()
    } else {
        let accepted = [basic(user, password), basic("<token>", password)];
        if !request
            .authorization
            .as_ref()
            .is_some_and(|sent| accepted.contains(sent))
        {
            return refusal(401, "UNAUTHORIZED", &[]);
        }
        url::form_urlencoded::parse(request.query.as_bytes())
            .filter(|(name, _)| name == "scope")
            .map(|(_, scope)| scope.into_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    state.issued += 1;
    let issued = state.issued;
    let token = if matches!(grant, Grant::Push | Grant::Pull) {
        let actions = if grant == Grant::Push {
            r#"["pull","push"]"#
        } else {
            r#"["pull"]"#
        };
        let access: Vec<String> = scope
            .split_whitespace()
            .filter_map(|scope| scope.strip_prefix("repository:")?.split_once(':'))
            .map(|(name, _)| {
                format!(r#"{{"type":"repository","name":"{name}","actions":{actions}}}"#)
            })
            .collect();
        let claims = format!(r#"{{"jti":"{issued}","access":[{}]}}"#, access.join(","));
        let engine = base64::engine::general_purpose::URL_SAFE_NO_PAD;
        format!("e30.{}.c2ln", engine.encode(claims))
    } else {
        format!("opaque-token-{issued}")
    };
    state.tokens.insert(token.clone());
    let expires = state.expires_in;
    // The two spellings in turn.
    let key = if issued.is_multiple_of(2) {
        "access_token"
    } else {
        "token"
    };
    let issued_at = state
        .issued_at
        .map_or(String::new(), |time| format!(r#","issued_at":"{time}""#));
    let body = format!(r#"{{"{key}":"{token}","expires_in":{expires}{issued_at}}}"#);
    reply(200, body.into_bytes(), "application/json", &[])
}
