//! What the runner says about the run itself.

use camino::Utf8PathBuf;

use super::environment::Environment;

/// Where GitHub's API is, as the runner says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiUrls {
    /// `GITHUB_API_URL`.
    pub rest: String,
    /// `GITHUB_GRAPHQL_URL`.
    pub graphql: String,
}

impl ApiUrls {
    fn read(environment: &Environment) -> Option<Self> {
        let of = |name: &str| environment.filled(name).map(str::to_owned);
        match (of("GITHUB_API_URL"), of("GITHUB_GRAPHQL_URL")) {
            (Some(rest), Some(graphql)) => Some(Self { rest, graphql }),
            (None, None)
                if environment
                    .filled("GITHUB_SERVER_URL")
                    .is_none_or(|server| server.trim_end_matches('/') == GITHUB) =>
            {
                Some(Self {
                    rest: "https://api.github.com".to_owned(),
                    graphql: "https://api.github.com/graphql".to_owned(),
                })
            }
            _ => None,
        }
    }
}

const GITHUB: &str = "https://github.com";

/// Facts about the run, from the runner's variables. On a plain command line most are absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunContext {
    /// Whether this runs in GitHub Actions, or in act (`GITHUB_ACTIONS` is `true`).
    pub in_actions: bool,
    /// Whether debug logging was asked for (`RUNNER_DEBUG` is `1`).
    pub debug: bool,
    /// The web address of the server, without a slash at the end; `https://github.com` when nothing says other.
    pub server_url: String,
    /// The addresses of the REST and the GraphQL API; those of github.com when nothing says other. Absent for another
    /// server of which only one is told: a token must not travel to a host that has nothing to do with it.
    pub api: Option<ApiUrls>,
    /// `owner/name` of the repository.
    pub repository: Option<String>,
    /// The run's number, `GITHUB_RUN_ID`.
    pub run_id: Option<u64>,
    /// Which attempt of the run this is, from 1.
    pub run_attempt: Option<u64>,
    /// Who started the run.
    pub actor: Option<String>,
    /// Where the repository is checked out; absent outside of Actions.
    pub workspace: Option<Utf8PathBuf>,
    /// The commit that started the run, `GITHUB_SHA`. Not always the tag's: see [`super::event::Event`].
    pub sha: Option<String>,
    /// The reference that started the run, `GITHUB_REF`: `refs/tags/v1.2.3`.
    pub reference: Option<String>,
}

impl RunContext {
    /// Reads the runner's variables; empty ones count as absent.
    pub fn read(environment: &Environment) -> Self {
        let owned = |name: &str| environment.filled(name).map(str::to_owned);
        let url = |name: &str, otherwise: &str| {
            environment
                .filled(name)
                .unwrap_or(otherwise)
                .trim_end_matches('/')
                .to_owned()
        };
        let number = |name: &str| environment.filled(name)?.parse().ok();
        Self {
            in_actions: environment.filled("GITHUB_ACTIONS") == Some("true"),
            debug: environment.filled("RUNNER_DEBUG") == Some("1"),
            server_url: url("GITHUB_SERVER_URL", GITHUB),
            api: ApiUrls::read(environment),
            repository: owned("GITHUB_REPOSITORY"),
            run_id: number("GITHUB_RUN_ID"),
            run_attempt: number("GITHUB_RUN_ATTEMPT"),
            actor: owned("GITHUB_ACTOR"),
            workspace: owned("GITHUB_WORKSPACE").map(Utf8PathBuf::from),
            sha: owned("GITHUB_SHA"),
            reference: owned("GITHUB_REF"),
        }
    }

    /// The address of the run's page; absent outside of Actions.
    pub fn run_url(&self) -> Option<String> {
        let repository = self.repository.as_ref()?;
        let run = self.run_id?;
        let attempt = match self.run_attempt {
            Some(attempt) if attempt > 1 => format!("/attempts/{attempt}"),
            _ => String::new(),
        };
        Some(format!(
            "{}/{repository}/actions/runs/{run}{attempt}",
            self.server_url
        ))
    }

    /// The address of the repository's page; absent outside of Actions.
    pub fn repository_url(&self) -> Option<String> {
        let repository = self.repository.as_ref()?;
        Some(format!("{}/{repository}", self.server_url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runners_variables_are_read() {
        let context = RunContext::read(&Environment::from_iter([
            ("GITHUB_ACTIONS", "true"),
            ("RUNNER_DEBUG", "1"),
            ("GITHUB_SERVER_URL", "https://github.example/"),
            ("GITHUB_API_URL", "https://github.example/api/v3"),
            ("GITHUB_GRAPHQL_URL", "https://github.example/api/graphql"),
            ("GITHUB_REPOSITORY", "acme/charts"),
            ("GITHUB_RUN_ID", "17"),
            ("GITHUB_RUN_ATTEMPT", "2"),
            ("GITHUB_ACTOR", "octocat"),
            ("GITHUB_WORKSPACE", "/github/workspace"),
            ("GITHUB_SHA", "3f2a91c"),
            ("GITHUB_REF", "refs/tags/v1.2.3"),
        ]));
        assert!(context.in_actions && context.debug);
        assert_eq!(
            context.run_url().as_deref(),
            Some("https://github.example/acme/charts/actions/runs/17/attempts/2")
        );
        assert_eq!(
            context.repository_url().as_deref(),
            Some("https://github.example/acme/charts")
        );
        let api = context.api.unwrap();
        assert_eq!(api.rest, "https://github.example/api/v3");
        assert_eq!(api.graphql, "https://github.example/api/graphql");
        assert_eq!(context.workspace, Some("/github/workspace".into()));
        assert_eq!(context.sha.as_deref(), Some("3f2a91c"));
    }

    #[test]
    fn the_api_of_one_server_is_not_taken_for_anothers() {
        for (variables, known) in [
            (vec![], true),
            (vec![("GITHUB_SERVER_URL", "https://github.com/")], true),
            (vec![("GITHUB_SERVER_URL", "https://github.example")], false),
            (
                vec![("GITHUB_API_URL", "https://github.example/api")],
                false,
            ),
            (
                vec![("GITHUB_GRAPHQL_URL", "https://github.example/g")],
                false,
            ),
        ] {
            let environment = Environment::from_iter(variables.clone());
            let context = RunContext::read(&environment);
            assert_eq!(context.api.is_some(), known, "{variables:?}");
        }
    }

    #[test]
    fn empty_and_odd_variables_count_as_absent() {
        let context = RunContext::read(&Environment::from_iter([
            ("GITHUB_ACTIONS", "TRUE?"),
            ("GITHUB_SERVER_URL", ""),
            ("GITHUB_REPOSITORY", " "),
            ("GITHUB_RUN_ID", "not a number"),
        ]));
        assert_eq!(context, RunContext::read(&Environment::default()));
        assert_eq!(context.server_url, "https://github.com");
        let api = context.api.as_ref().unwrap();
        assert_eq!(api.rest, "https://api.github.com");
        assert_eq!(context.run_url(), None);
        assert!(!context.in_actions);
    }

    #[test]
    fn the_first_attempt_has_the_short_address() {
        let context = RunContext::read(&Environment::from_iter([
            ("GITHUB_REPOSITORY", "acme/charts"),
            ("GITHUB_RUN_ID", "17"),
            ("GITHUB_RUN_ATTEMPT", "1"),
        ]));
        assert_eq!(
            context.run_url().as_deref(),
            Some("https://github.com/acme/charts/actions/runs/17")
        );
    }

    #[test]
    fn debug_shows_names_only() {
        let environment = Environment::from_iter([("INPUT_TOKEN", "canary")]);
        assert_eq!(format!("{environment:?}"), "{\"INPUT_TOKEN\"}");
    }
}
