//! What is published installs with every Helm from 3.8 (promise 6, R77): pulled from a registry and from a chart
//! repository, the same bytes, rendered.

use crate::support::git_server::GitServer;
use crate::support::helm::{Helm, VERSIONS};
use crate::support::registry::{Access, Registry};
use crate::support::sha256;
use crate::support::workspace::{VERSION, Workspace};

#[test]
fn every_helm_pulls_and_renders_what_is_published() {
    let registry = Registry::docker(Access::Open);
    let server = GitServer::open();
    server.seed("gh-pages", &[("README.md", "charts\n")]);
    let site = server.site("gh-pages");
    let workspace = Workspace::new();
    let outcome = workspace.release([
        "--registry",
        &registry.reference("charts"),
        "--pages-repository",
        &server.url(),
    ]);
    assert_eq!(outcome.status(), "released", "{}", outcome.log);
    let digest = outcome.report["package"]["digest"]
        .as_str()
        .expect("the package's digest");
    for name in VERSIONS {
        let helm = Helm::new(name);
        let from_registry = helm.pull_oci(&registry.reference("charts/podlet"), VERSION);
        assert_eq!(sha256(&from_registry), digest, "{name} from the registry");
        let from_pages =
            helm.pull_repository(&format!("http://{}", site.host()), "podlet", VERSION);
        assert_eq!(sha256(&from_pages), digest, "{name} from Pages");
        let manifests = helm.template(&from_pages);
        assert!(
            manifests.contains("kind: Deployment")
                && manifests.contains("helm.sh/chart: podlet-1.2.3"),
            "{name} renders:\n{manifests}"
        );
    }
}

/// What each Helm shows of the published chart is what it shows of the source.
#[test]
fn every_helm_shows_the_same_chart() {
    let registry = Registry::crane();
    let workspace = Workspace::new();
    workspace
        .release(["--registry", &registry.reference("charts")])
        .status();
    let source = workspace.path().join("charts/podlet");
    for name in VERSIONS {
        let helm = Helm::new(name);
        let package = helm.pull_oci(&registry.reference("charts/podlet"), VERSION);
        let file = helm.path("podlet-1.2.3.tgz");
        std::fs::write(&file, package).expect("the package");
        for what in ["chart", "values", "readme"] {
            let shown = |of: &std::path::Path| {
                helm.succeed(&["show", what, of.to_str().expect("a UTF-8 path")])
            };
            assert_eq!(shown(&file), shown(&source), "{name} show {what}");
        }
    }
}
