//! `chartwright verify` of an index whose packages are at addresses of their own, as chart-releaser writes it.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::registry::{Access, FakeRegistry};
use crate::verification::{Published, codes};
use crate::web::{Answer, Web};

/// What a server has, by its paths.
type Files = BTreeMap<&'static str, Answer>;

/// Puts both packages onto a web server, which has `files` more, and takes them out of the directory.
async fn moved(published: &Published, files: Files) -> Web {
    let packages = ["demo-1.2.3.tgz", "demo-1.3.0.tgz"].map(|name| {
        let bytes = std::fs::read(published.file(name)).unwrap();
        std::fs::remove_file(published.file(name)).unwrap();
        (format!("/d/{name}"), bytes)
    });
    let files = Mutex::new(files);
    let web = Web::start(Box::new(move |path| {
        if let Some(answer) = files.lock().unwrap().get(path) {
            return match answer {
                Answer::File(bytes) => Answer::File(bytes.clone()),
                Answer::Status(status) => Answer::Status(*status),
                Answer::To(address) => Answer::To(address.clone()),
            };
        }
        match packages.iter().find(|(name, _)| name == path) {
            Some((_, bytes)) => Answer::File(bytes.clone()),
            None => Answer::Status(404),
        }
    }))
    .await;
    published.write_index(
        &published
            .index()
            .replace("- demo-", &format!("- {}/d/demo-", web.url())),
    );
    web
}

/// A provenance file that says this digest of a package; its signature is nobody's.
fn provenance(name: &str, digest: &str) -> Answer {
    let text = format!(
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nname: demo\n\n...\nfiles:\n  {name}: sha256:{digest}\n\
         -----BEGIN PGP SIGNATURE-----\n\nx\n-----END PGP SIGNATURE-----\n"
    );
    Answer::File(text.into_bytes())
}

#[tokio::test(flavor = "multi_thread")]
async fn packages_at_other_addresses_are_read_without_a_credential() {
    let published = Published::new();
    let web = moved(&published, Files::new()).await;
    let run = published.all().exits(0);
    assert_eq!(codes(&run), [""; 0], "{}", run.stderr);
    assert!(
        run.stderr.contains("2 versions of 1 chart"),
        "{}",
        run.stderr
    );
    let mut asked = web.asked();
    asked.sort();
    let expected = ["1.2.3.tgz", "1.2.3.tgz.prov", "1.3.0.tgz", "1.3.0.tgz.prov"]
        .map(|name| (format!("/d/demo-{name}"), false));
    assert_eq!(asked, expected);
    // One version, and a package at hand that is another.
    published.make_other_package();
    let run = published
        .verify(&[
            "--package",
            "other/demo-1.3.0.tgz",
            "--pages-repository",
            "./dist/pages",
        ])
        .fails(3, "CW-VERIFY-015");
    assert!(
        run.stderr.contains("differs in: values.yaml"),
        "{}",
        run.stderr
    );
}

/// What a server gives instead of demo 1.2.3, and what is said of it.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_the_listed_package_is_found() {
    let digest = |published: &Published| {
        let index = published.index();
        let (_, tail) = index.rsplit_once("digest: ").unwrap();
        tail.lines().next().unwrap().to_owned()
    };
    const PACKAGE: &str = "/d/demo-1.2.3.tgz";
    const SIGNED: &str = "/d/demo-1.2.3.tgz.prov";
    type Given = fn(&Published) -> Files;
    let cases: &[(&str, Given, i32, &[&str], &str)] = &[
        (
            "nothing",
            |_| Files::from([(PACKAGE, Answer::Status(404))]),
            3,
            &["VERIFY-001"],
            "demo 1.2.3 is listed at http://127.0.0.1:",
        ),
        (
            "another version",
            |at| {
                let bytes = std::fs::read(at.file("demo-1.3.0.tgz")).unwrap();
                Files::from([(PACKAGE, Answer::File(bytes))])
            },
            3,
            &["VERIFY-002", "VERIFY-004", "PUBLISH-008"],
            "does not have the digest that the index says",
        ),
        (
            "a page that asks for a login",
            |_| Files::from([(PACKAGE, Answer::File(b"<html>".to_vec()))]),
            3,
            &["VERIFY-002", "VERIFY-003", "PUBLISH-008"],
            "cannot be read as a chart",
        ),
        (
            "a redirect",
            |_| {
                Files::from([
                    (
                        PACKAGE,
                        Answer::To("/d/demo-1.2.3.tgz?sig=secret".to_owned()),
                    ),
                    (
                        "/d/demo-1.2.3.tgz?sig=secret",
                        Answer::To("demo-1.3.0.tgz".to_owned()),
                    ),
                ])
            },
            3,
            &["VERIFY-002", "VERIFY-004", "PUBLISH-008"],
            "holds demo 1.3.0",
        ),
        (
            "a redirect without end",
            |_| Files::from([(PACKAGE, Answer::To(PACKAGE.to_owned()))]),
            3,
            &["VERIFY-016"],
            "it redirects without end",
        ),
        (
            "a redirect to a file of this machine",
            |_| Files::from([(PACKAGE, Answer::To("file:///etc/hostname".to_owned()))]),
            3,
            &["VERIFY-016"],
            "which is not followed",
        ),
        (
            "a refusal",
            |_| Files::from([(PACKAGE, Answer::Status(403))]),
            3,
            &["VERIFY-016"],
            "cause: status 403",
        ),
        (
            "a server that fails",
            |_| Files::from([(PACKAGE, Answer::Status(503))]),
            3,
            &["VERIFY-016"],
            "cause: status 503",
        ),
        (
            "more than a package can be",
            |_| Files::from([(PACKAGE, Answer::File(vec![0; 128 * 1024 * 1024 + 1]))]),
            3,
            &["VERIFY-016"],
            "is larger than 134217728 bytes",
        ),
        (
            "a provenance file of another package",
            |_| Files::from([(SIGNED, provenance("demo-1.2.3.tgz", &"0".repeat(64)))]),
            3,
            &["VERIFY-008"],
            "it is about sha256:0000",
        ),
        (
            "a provenance file of another name",
            |_| Files::from([(SIGNED, provenance("demo.tgz", &"0".repeat(64)))]),
            3,
            &["VERIFY-008"],
            "it says nothing of demo-1.2.3.tgz",
        ),
        (
            "no listing of what there is",
            |_| Files::from([(SIGNED, Answer::Status(403))]),
            0,
            &[],
            "2 versions of 1 chart",
        ),
        (
            "a server that fails at the provenance file",
            |_| Files::from([(SIGNED, Answer::Status(500))]),
            3,
            &["VERIFY-016"],
            "cause: its provenance file: status 500",
        ),
    ];
    for (name, given, exit, expected, words) in cases {
        let published = Published::new();
        let files = given(&published);
        let _web = moved(&published, files).await;
        let run = published.all();
        assert_eq!(run.exit, *exit, "{name}\n{}", run.stderr);
        let (mut found, mut expected) = (codes(&run), expected.to_vec());
        found.sort_unstable();
        expected.sort_unstable();
        assert_eq!(found, expected, "{name}\n{}", run.stderr);
        assert!(run.stderr.contains(words), "{name}\n{}", run.stderr);
        assert!(!run.stderr.contains("sig=secret"), "{name}\n{}", run.stderr);
    }
    // The provenance file that belongs to the package is no finding.
    let published = Published::new();
    let digest = digest(&published);
    let files = Files::from([(SIGNED, provenance("demo-1.2.3.tgz", &digest))]);
    let _web = moved(&published, files).await;
    published.all().exits(0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_cannot_be_reached_is_told_once() {
    let published = Published::new();
    let closed = {
        let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        socket.local_addr().unwrap()
    };
    let index = published.index();
    for name in ["demo-1.2.3.tgz", "demo-1.3.0.tgz"] {
        std::fs::remove_file(published.file(name)).unwrap();
    }
    published.write_index(&index.replace("- demo-", &format!("- http://{closed}/demo-")));
    let run = published.all().fails(3, "CW-VERIFY-016");
    assert_eq!(codes(&run), ["VERIFY-016"], "{}", run.stderr);
    for words in [
        format!("lists 2 packages at http://{closed} that cannot be read"),
        "Connection refused".to_owned(),
        format!("demo 1.3.0 at http://{closed}/demo-1.3.0.tgz, demo 1.2.3 at"),
    ] {
        assert!(run.stderr.contains(&words), "{words}\n{}", run.stderr);
    }
    // What only a plugin of Helm reads.
    published.write_index(&index.replace("- demo-", "- s3://bucket/demo-"));
    let run = published.all().exits(0);
    assert_eq!(codes(&run), ["VERIFY-011"], "{}", run.stderr);
    assert!(
        run.stderr
            .contains("demo 1.2.3 at s3://bucket/demo-1.2.3.tgz"),
        "{}",
        run.stderr
    );
}

#[test]
fn packages_that_an_index_lists_in_a_registry_are_pulled_with_its_own_login_only() {
    let access = Access::Basic("octocat", "the-password");
    let (ours, theirs) = (
        FakeRegistry::start(access.clone()),
        FakeRegistry::start(access),
    );
    let published = Published::new();
    let login = [
        ("INPUT_REGISTRY-USERNAME", "octocat"),
        ("INPUT_REGISTRY-PASSWORD", "the-password"),
    ];
    let targets: Vec<String> = [&ours, &theirs]
        .iter()
        .map(|registry| format!("oci://{}/acme", registry.host()))
        .collect();
    let index = published.index();
    for tag in ["v1.2.3", "v1.3.0"] {
        let checkout = ["checkout", "--quiet", "--force", tag];
        published.workspace.git(&checkout);
        for target in &targets {
            let run = ["release", "--tag", tag, "--registry", target];
            published.workspace.run(&run, &login).exits(0);
        }
    }
    let pages = published.file("");
    std::fs::remove_dir_all(&pages).unwrap();
    std::fs::create_dir(&pages).unwrap();
    let verify = |urls: [&str; 2]| {
        ours.requests();
        theirs.requests();
        let index = index
            .replace("- demo-1.2.3.tgz", &format!("- {}", urls[0]))
            .replace("- demo-1.3.0.tgz", &format!("- {}", urls[1]));
        published.write_index(&index);
        let run = [
            "verify",
            "--all",
            "--pages-repository",
            "./dist/pages",
            "--registry",
            &targets[0],
        ];
        published.workspace.run(&run, &login)
    };

    // A tag, and none: it is the version's.
    let here = format!("{}/demo", targets[0]);
    let run = verify([&format!("{here}:1.2.3"), &here]).exits(0);
    assert_eq!(codes(&run), [""; 0], "{}", run.stderr);
    // A tag that names another version, and one that names nothing.
    let run = verify([&format!("{here}:1.3.0"), &format!("{here}:9.9.9")]).exits(3);
    let mut found = codes(&run);
    found.sort_unstable();
    let expected = ["PUBLISH-008", "VERIFY-001", "VERIFY-002", "VERIFY-004"];
    assert_eq!(found, expected, "{}", run.stderr);
    // A registry that only the index names is shown no login.
    let there = format!("{}/demo", targets[1]);
    let run = verify([&there, &there]).exits(3);
    assert_eq!(codes(&run), ["VERIFY-016"], "{}", run.stderr);
    for words in [
        "asks for credentials, and none are known for it",
        "lists 2 packages",
    ] {
        assert!(run.stderr.contains(words), "{words}\n{}", run.stderr);
    }
    let asked = theirs.requests();
    assert!(!asked.is_empty());
    assert!(
        asked.iter().all(|request| request.authorization.is_none()),
        "{asked:?}"
    );
}
