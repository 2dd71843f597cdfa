//! Docker's configuration: a credential goes to the host that it is for only, and no message tells a value.
#![no_main]

use chartwright::registry::{DockerConfiguration, RegistryHost, RepositoryName, fuzzing};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let configuration = match DockerConfiguration::parse(text, "config.json") {
        Ok(configuration) => configuration,
        Err(error) => {
            let shown = format!("{error} {error:?}");
            assert!(!shown.contains("canary"), "{shown}");
            return;
        }
    };
    if names_hold_the_canary(text) {
        return;
    }
    assert!(!format!("{configuration:?}").contains("canary"));
    let repository = RepositoryName::parse("acme/charts/podinfo").expect("a name");
    for host in [
        "ghcr.io",
        "docker.io",
        "localhost:5000",
        "registry.gitlab.com",
    ] {
        let host = RegistryHost::parse(host).expect("a host");
        let found = fuzzing::docker_credential(&configuration, &host, &repository);
        // The host's name has to be in the text for something to be found; JSON may escape it.
        if matches!(found, Ok(true)) && !text.contains('\\') && !host.is_docker_hub() {
            assert!(text.to_ascii_lowercase().contains(host.as_str()), "{host}");
        }
        if let Err(error) = found {
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
    }
});

/// Names of hosts and helpers are no secrets.
fn names_hold_the_canary(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let configuration: Value = serde_json::from_str(text).unwrap_or_default();
    let names = [&configuration["credHelpers"], &configuration["credsStore"]];
    let hosts = configuration["auths"].as_object();
    names.iter().any(|name| name.to_string().contains("canary"))
        || hosts.is_some_and(|hosts| hosts.keys().any(|host| host.contains("canary")))
}
