use std::fs;

use git2::RepositoryInitOptions;

use super::*;

const TIME: i64 = 1_700_000_000;

struct Fixture {
    folder: tempfile::TempDir,
    repository: Repository,
}

impl Fixture {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut options = RepositoryInitOptions::new();
        options.initial_head("main");
        let repository = Repository::init_opts(folder.path(), &options).unwrap();
        Self { folder, repository }
    }

    fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    fn commit(&self, message: &str) -> git2::Oid {
        let mut index = self.repository.index().unwrap();
        index
            .add_all(["*"], git2::IndexAddOption::DEFAULT, None)
            .unwrap();
        index.write().unwrap();
        let tree = self
            .repository
            .find_tree(index.write_tree().unwrap())
            .unwrap();
        let who = Self::who();
        let parents: Vec<_> = self
            .repository
            .head()
            .ok()
            .and_then(|head| head.peel_to_commit().ok())
            .into_iter()
            .collect();
        self.repository
            .commit(
                Some("HEAD"),
                &who,
                &who,
                message,
                &tree,
                &parents.iter().collect::<Vec<_>>(),
            )
            .unwrap()
    }

    fn who() -> git2::Signature<'static> {
        git2::Signature::new("Octo Cat", "octo@example.com", &git2::Time::new(TIME, 120)).unwrap()
    }

    fn checkout(&self) -> Checkout {
        Checkout::discover(self.folder.path()).unwrap().unwrap()
    }

    fn differences(&self, files: &[&str]) -> Vec<(String, DifferenceKind)> {
        let files: Vec<_> = files.iter().map(Utf8PathBuf::from).collect();
        self.checkout()
            .differences(&self.path("charts/api"), &files)
            .unwrap()
            .into_iter()
            .map(|difference| (difference.path.into_string(), difference.kind))
            .collect()
    }
}

#[test]
fn no_repository_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Checkout::discover(folder.path()).unwrap().is_none());
}

#[test]
fn a_repository_without_a_commit_has_no_head_and_no_tags() {
    let fixture = Fixture::new();
    fixture.write("charts/api/Chart.yaml", "name: api\n");
    let checkout = fixture.checkout();
    assert_eq!(checkout.head().unwrap(), None);
    assert_eq!(checkout.tags().unwrap(), []);
    assert_eq!(checkout.branch().as_deref(), Some("main"));
    assert_eq!(
        fixture.differences(&["Chart.yaml"]),
        [("Chart.yaml".to_owned(), DifferenceKind::Untracked)]
    );
}

#[test]
fn the_head_is_described_with_its_committers_time() {
    let fixture = Fixture::new();
    fixture.write("README.md", "hello\n");
    let id = fixture.commit("First\n\nwith a body\n");
    let checkout = Checkout::discover(&fixture.path("README.md").parent().unwrap().join("."))
        .unwrap()
        .unwrap();
    let head = checkout.head().unwrap().unwrap();
    assert_eq!(head.id.to_string(), id.to_string());
    assert_eq!(head.time.as_second(), TIME);
    assert_eq!(head.summary, "First");
    assert_eq!(head.author.name, "Octo Cat");
    assert_eq!(checkout.commit(head.id).unwrap(), Some(head));
    assert_eq!(checkout.commit(ObjectId::ZERO).unwrap(), None);
    fixture.repository.set_head_detached(id).unwrap();
    assert_eq!(checkout.branch(), None);
    assert!(checkout.head().unwrap().is_some());
}

#[test]
fn annotated_tags_are_peeled() {
    let fixture = Fixture::new();
    fixture.write("README.md", "hello\n");
    let id = fixture.commit("First");
    let commit = fixture.repository.find_object(id, None).unwrap();
    fixture
        .repository
        .tag_lightweight("light", &commit, false)
        .unwrap();
    fixture
        .repository
        .tag("api/v1.0.0", &commit, &Fixture::who(), "annotated", false)
        .unwrap();
    let checkout = fixture.checkout();
    let tags = checkout.tags().unwrap();
    let names: Vec<_> = tags.iter().map(|tag| tag.name.as_str()).collect();
    assert_eq!(names, ["api/v1.0.0", "light"]);
    for tag in &tags {
        assert_eq!(tag.commit.to_string(), id.to_string());
        assert_eq!(checkout.tag(&tag.name).unwrap().as_ref(), Some(tag));
    }
    assert!(tags.first().unwrap().tagger.is_some());
    assert!(tags.last().unwrap().tagger.is_none());
    for missing in ["v9.9.9", "not a name", "", "../heads/main"] {
        assert_eq!(checkout.tag(missing).unwrap(), None, "{missing:?}");
    }
}

#[test]
fn files_that_are_not_what_the_commit_says_are_named() {
    let fixture = Fixture::new();
    for file in ["Chart.yaml", "values.yaml", "gone.yaml", "templates/a.yaml"] {
        fixture.write(&format!("charts/api/{file}"), file);
    }
    fixture.write("charts/other/values.yaml", "other");
    fixture.write(".gitignore", "*.secret\nout/\n");
    fixture.commit("First");
    assert_eq!(
        fixture.differences(&["Chart.yaml", "values.yaml", "templates/a.yaml", "gone.yaml"]),
        []
    );

    fixture.write("charts/api/values.yaml", "replicas: 2");
    fixture.write("charts/other/values.yaml", "not of this chart");
    fixture.write("charts/api/templates/new.yaml", "new");
    fixture.write("charts/api/key.secret", "ignored");
    fixture.write("charts/api/out/x.yaml", "ignored");
    fixture.write("charts/api/staged.yaml", "staged");
    fixture.write("charts/api/not-packaged.yaml", "left out by .helmignore");
    let mut index = fixture.repository.index().unwrap();
    index.add_path(Path::new("charts/api/staged.yaml")).unwrap();
    index.write().unwrap();
    fs::remove_file(fixture.path("charts/api/gone.yaml")).unwrap();

    let found = fixture.differences(&[
        "Chart.yaml",
        "values.yaml",
        "templates/a.yaml",
        "templates/new.yaml",
        "key.secret",
        "out/x.yaml",
        "staged.yaml",
    ]);
    let expected = [
        ("gone.yaml", DifferenceKind::Deleted),
        ("key.secret", DifferenceKind::Ignored),
        ("out/x.yaml", DifferenceKind::Ignored),
        ("staged.yaml", DifferenceKind::Added),
        ("templates/new.yaml", DifferenceKind::Untracked),
        ("values.yaml", DifferenceKind::Modified),
    ];
    assert_eq!(found, expected.map(|(path, kind)| (path.to_owned(), kind)));
}

#[test]
fn a_chart_outside_of_the_working_tree_is_unknown_to_git() {
    let fixture = Fixture::new();
    fixture.write("README.md", "hello\n");
    fixture.commit("First");
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("Chart.yaml"), "name: api").unwrap();
    let checkout = fixture.checkout();
    assert!(!checkout.contains(elsewhere.path()));
    let differences = checkout
        .differences(elsewhere.path(), &[Utf8PathBuf::from("Chart.yaml")])
        .unwrap();
    assert_eq!(differences.len(), 1);
}

#[test]
fn the_chart_may_be_the_top_and_be_reached_through_a_link() {
    let fixture = Fixture::new();
    fixture.write("Chart.yaml", "name: api");
    fixture.commit("First");
    let links = tempfile::tempdir().unwrap();
    let link = links.path().join("chart");
    std::os::unix::fs::symlink(fixture.folder.path(), &link).unwrap();
    fixture.write("values.yaml", "");
    let differences = fixture
        .checkout()
        .differences(&link, &["Chart.yaml".into(), "values.yaml".into()])
        .unwrap();
    assert_eq!(
        differences,
        [Difference {
            path: "values.yaml".into(),
            kind: DifferenceKind::Untracked
        }]
    );
}

#[test]
fn a_file_is_read_as_the_commit_has_it() {
    let fixture = Fixture::new();
    fixture.write("charts/api/Chart.yaml", "name: api");
    fixture.commit("First");
    fixture.write("charts/api/Chart.yaml", "name: changed");
    let checkout = fixture.checkout();
    let read = |path: &str| checkout.file_at_head(&fixture.path(path)).unwrap();
    assert_eq!(
        read("charts/api/Chart.yaml").as_deref(),
        Some(&b"name: api"[..])
    );
    assert_eq!(read("charts/api"), None);
    assert_eq!(read("charts/api/values.yaml"), None);
}

#[test]
fn a_worktree_is_a_checkout_of_its_own() {
    let fixture = Fixture::new();
    fixture.write("README.md", "hello\n");
    let id = fixture.commit("First");
    let elsewhere = tempfile::tempdir().unwrap();
    let path = elsewhere.path().join("tree");
    fixture.repository.worktree("tree", &path, None).unwrap();
    let checkout = Checkout::discover(&path).unwrap().unwrap();
    assert_eq!(
        checkout.head().unwrap().unwrap().id.to_string(),
        id.to_string()
    );
    assert_eq!(
        checkout.root().unwrap().canonicalize_utf8().unwrap(),
        Utf8PathBuf::from_path_buf(path.canonicalize().unwrap()).unwrap()
    );
}

#[test]
fn a_bare_repository_has_no_working_tree() {
    let folder = tempfile::tempdir().unwrap();
    Repository::init_bare(folder.path()).unwrap();
    let checkout = Checkout::discover(folder.path()).unwrap().unwrap();
    assert_eq!(checkout.root(), None);
    assert!(!checkout.contains(folder.path()));
    assert_eq!(checkout.head().unwrap(), None);
}

#[test]
fn the_origin_is_shown_without_its_credential() {
    let fixture = Fixture::new();
    assert_eq!(fixture.checkout().origin(), None);
    fixture
        .repository
        .remote(
            "origin",
            "https://x-access-token:canary@github.com/acme/api",
        )
        .unwrap();
    assert_eq!(
        fixture.checkout().origin().as_deref(),
        Some("https://github.com/acme/api")
    );
}
