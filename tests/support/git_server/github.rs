//! GitHub's API over the server's repositories, as far as a release uses it: files of a commit and a commit on a branch
//! by GraphQL, a blob by REST. That the real API takes these questions is held in `tests/conformance/github.rs`.

use std::io::Write as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chartwright::github::{CREATE_COMMIT, query};
use hyper::{Response, StatusCode};
use serde_json::{Map, Value, json};

use super::commands::{command, git, git_with, try_git};
use super::plain;
use crate::body::Body;

/// Where the REST API is below the server's address.
pub const REST: &str = "/api/v3";
/// Where the GraphQL API is.
pub const GRAPHQL: &str = "/api/graphql";

/// What is asked, as faults name it.
pub fn kind(path: &str, body: &[u8]) -> &'static str {
    if path.starts_with(REST) {
        "blob"
    } else if path != GRAPHQL {
        ""
    } else if body.windows(8).any(|window| window == b"mutation") {
        "mutation"
    } else {
        "query"
    }
}

/// The answer to a request to the API.
pub fn answer(root: &Path, path: &str, gzip: bool, body: &[u8]) -> Response<Body> {
    if let Some(rest) = path.strip_prefix(REST) {
        return blob(root, rest, gzip).unwrap_or_else(|| plain(StatusCode::NOT_FOUND, "Not Found"));
    }
    let request: Value = serde_json::from_slice(body).unwrap();
    let document = request["query"].as_str().unwrap();
    let variables = &request["variables"];
    let answer = if document == CREATE_COMMIT {
        create(root, &variables["input"])
    } else {
        let paths: Vec<&str> = (0..)
            .map_while(|number| variables[format!("path{number}")].as_str())
            .collect();
        assert_eq!(document, query(paths.len()), "a question of our own");
        files(root, variables, &paths)
    };
    let mut response = Response::new(Body::whole(answer.to_string()));
    response
        .headers_mut()
        .insert("content-type", "application/json".parse().unwrap());
    response
}

/// `/repos/{owner}/{repo}/git/blobs/{id}`.
fn blob(root: &Path, path: &str, gzip: bool) -> Option<Response<Body>> {
    let (repository, id) = path.strip_prefix("/repos/")?.split_once("/git/blobs/")?;
    let output = command(&root.join(repository), &[])
        .args(["cat-file", "blob", id])
        .output()
        .unwrap();
    if !output.status.success() {
        return None;
    }
    if !gzip {
        return Some(Response::new(Body::whole(output.stdout)));
    }
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(&output.stdout).unwrap();
    let mut response = Response::new(Body::whole(encoder.finish().unwrap()));
    response
        .headers_mut()
        .insert("content-encoding", "gzip".parse().unwrap());
    Some(response)
}

fn files(root: &Path, variables: &Value, paths: &[&str]) -> Value {
    let text = |name: &str| variables[name].as_str().unwrap();
    let repository = root.join(text("owner")).join(text("name"));
    if !repository.exists() {
        let message = "Could not resolve to a Repository";
        return refusal("NOT_FOUND", "repository", message);
    }
    let commit = text("commit");
    let Some(shown) = try_git(
        &repository,
        &["show", "-s", "--format=%an%n%aI", commit, "--"],
    ) else {
        return json!({"data": {"repository": {"diskUsage": 1, "object": null}}});
    };
    let (author, date) = shown.split_once('\n').unwrap();
    let mut object = Map::from_iter([
        ("oid".to_owned(), json!(commit)),
        ("author".to_owned(), json!({ "name": author, "date": date })),
    ]);
    let mut errors = Vec::new();
    for (number, path) in paths.iter().enumerate() {
        let line = git(&repository, &["ls-tree", commit, "--", path]);
        let entry = line.split_once('\t').map(|(entry, _)| {
            let mut fields = entry.split(' ');
            let mode = i64::from_str_radix(fields.next().unwrap(), 8).unwrap();
            json!({ "mode": mode, "oid": fields.nth(1).unwrap() })
        });
        let field = format!("file{number}");
        // Nothing there is null; whether it is an error besides is not documented.
        if entry.is_none() && number % 2 == 1 {
            errors.push(json!({
                "type": "NOT_FOUND",
                "path": ["repository", "object", field],
                "message": "Could not find file",
            }));
        }
        object.insert(field, json!(entry));
    }
    let mut answer = json!({"data": {"repository": {"diskUsage": 1, "object": object}}});
    if !errors.is_empty() {
        answer["errors"] = json!(errors);
    }
    answer
}

fn create(root: &Path, input: &Value) -> Value {
    let field = "createCommitOnBranch";
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let repository = root.join(text(&input["branch"]["repositoryNameWithOwner"]));
    let reference = format!("refs/heads/{}", text(&input["branch"]["branchName"]));
    let expected = text(&input["expectedHeadOid"]);
    let stale = || {
        let message = format!("Expected branch to point to \"{expected}\" but it did not.");
        refusal("STALE_DATA", field, &message)
    };
    let tip = try_git(&repository, &["rev-parse", "-q", "--verify", &reference]);
    if tip.as_ref() != Some(&expected) {
        return stale();
    }
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let environment = [("GIT_INDEX_FILE", index.to_str().unwrap())];
    let with_index = |arguments: &[&str]| git_with(&repository, &environment, arguments, &[]);
    with_index(&["read-tree", &expected]);
    let changes = &input["fileChanges"];
    for deletion in changes["deletions"].as_array().unwrap() {
        let path = text(&deletion["path"]);
        if with_index(&["ls-files", "--", &path]).is_empty() {
            let message = "A path was requested for deletion which does not exist";
            return refusal("UNPROCESSABLE", field, message);
        }
        with_index(&["rm", "-q", "--cached", "--", &path]);
    }
    for addition in changes["additions"].as_array().unwrap() {
        let bytes = STANDARD.decode(text(&addition["contents"])).unwrap();
        let id = git_with(&repository, &[], &["hash-object", "-w", "--stdin"], &bytes);
        let entry = format!("100644,{id},{}", text(&addition["path"]));
        with_index(&["update-index", "--add", "--replace", "--cacheinfo", &entry]);
    }
    let tree = with_index(&["write-tree"]);
    let message = &input["message"];
    let commit = git(
        &repository,
        &[
            "commit-tree",
            &tree,
            "-p",
            &expected,
            "-m",
            &text(&message["headline"]),
            "-m",
            &text(&message["body"]),
        ],
    );
    if try_git(&repository, &["update-ref", &reference, &commit, &expected]).is_none() {
        return stale();
    }
    json!({"data": {field: {"commit": {"oid": commit}}}})
}

/// The answer to a question about files, as if none were there.
pub fn without_files(answer: &[u8]) -> String {
    let mut answer: Value = serde_json::from_slice(answer).unwrap();
    let object = answer["data"]["repository"]["object"]
        .as_object_mut()
        .unwrap();
    for (field, value) in object {
        if field.starts_with("file") {
            *value = Value::Null;
        }
    }
    answer.to_string()
}

/// An answer with an error, as GitHub's GraphQL API gives it: with status 200.
pub fn refusal(kind: &str, field: &str, message: &str) -> Value {
    json!({
        "data": { field: null },
        "errors": [{
            "type": kind,
            "path": [field],
            "locations": [{ "line": 1, "column": 1 }],
            "message": message,
        }],
    })
}
